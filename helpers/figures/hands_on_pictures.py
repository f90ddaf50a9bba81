"""What the drawing pad shows, and how a network divides a plane of points."""

import numpy as np

from helpers import checks
from helpers.figures.style import FAINT, INK, QUIET, VALUE, described, panels, styled

SIDE = 8
"""Pixels of a digit's image from left to right, and from top to bottom."""

DIGITS = 10


@styled
def digit_reading(strokes, pixels, shares):
    """Draw a drawing, its pixels and the shares that a network gave; return the Figure.

    `strokes` is a list of lines of (x, y) from 0 to 1, y downwards; `pixels` (64,) go from 0,
    paper, to 1, ink; `shares` (10,) belong to the digits. Raises ValueError or TypeError where a
    shape does not fit.
    """
    pixels = checks.same_shape("pixels", pixels, (SIDE * SIDE,), "an image of 8 x 8")
    shares = checks.same_shape("shares", shares, (DIGITS,), "the ten digits")
    figure, (drawing, image, bars) = panels(3, height=3.1, width_ratios=[1, 1, 1.15])
    for number, stroke in enumerate(strokes):
        line = checks.matrix(f"strokes[{number}]", stroke, "one row per point")
        drawing.plot(*line.T, color=INK, linewidth=9, solid_joinstyle="round")
    drawing.set(xlim=(0, 1), ylim=(1, 0), aspect=1, title="A drawing")
    image.imshow(pixels.reshape(SIDE, SIDE), vmin=0, vmax=1.1)
    image.set(title="What the network sees")
    for axes in (drawing, image):
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=QUIET)
    _draw_shares(bars, shares)
    said = int(shares.argmax())
    return described(
        figure,
        "Left, a digit drawn with a pen. Middle, the same as 8 x 8 pixels. Right, the share that "
        f"the network gives to each digit: most to {said}.",
    )


def _draw_shares(axes, shares):
    """One bar for each digit, 0 at the top; the longest in full colour."""
    said = int(shares.argmax())
    colors = [VALUE if digit == said else FAINT for digit in range(DIGITS)]
    axes.barh(np.arange(DIGITS), shares, height=0.7, color=colors)
    axes.set(xlim=(0, 1), ylim=(DIGITS - 0.4, -0.6), yticks=range(DIGITS), xticks=[0, 0.5, 1])
    axes.set(title=f"What it says: {said}", xlabel="share")
    axes.tick_params(length=0)
