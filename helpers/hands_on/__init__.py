"""What a learner does by hand: draw a digit, put points into a plane.

digit_pad(layers, mean, deviation)     a drawing pad beside the network's answer; needs no kernel
plane = point_plane("two moons")    points of two classes: plane.inputs, plane.targets
redrawn(pixels, generator)          digits of the data set, drawn anew with the pad's pen
"""

from helpers.hands_on.digit_pad import digit_pad
from helpers.hands_on.point_plane import point_plane
from helpers.hands_on.redrawing import redrawn
from helpers.hands_on.strokes import pixels_of

__all__ = ["digit_pad", "pixels_of", "point_plane", "redrawn"]
