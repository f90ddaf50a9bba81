"""The first picture of the course: the running example with one weight left open."""

from collections.abc import Callable
from typing import NamedTuple

from matplotlib.figure import Figure

from helpers.figures.network_diagram import NetworkArtists, network_scene
from helpers.network import Layer, forward

INPUTS = [[1.0, 2.0]]
FIRST_WEIGHTS = [[0.5, 0.6], [0.1, 0.2]]


class OpenWeight(NamedTuple):
    """A figure, the artists that move in it, and `move(weight)`, which moves them.

    `move` returns the words for a weight, as `helpers.live.live` expects.
    """

    figure: Figure
    moving: NetworkArtists
    move: Callable[[float], str]


def open_weight(start, target):
    """Draw the running example with `start` as the weight from its first hidden node.

    The title says how far the prediction is from `target`. Returns an OpenWeight.
    """
    figure, moving, move_to = network_scene(*running_example(start))

    def move(weight):
        layers, passed = running_example(weight)
        prediction = passed.prediction.item()
        error = f"{prediction - target:+.3f}".replace("-", "−")
        move_to(layers, passed, title=f"prediction − target = {error}")
        return (
            f"Weight {weight:.2f}: the network predicts {prediction:.3f}, the target is {target}."
        )

    return OpenWeight(figure, moving, move)


def running_example(weight):
    """Return the layers of the running example with one weight open, and their forward pass.

    >>> running_example(0.3)[1].prediction.round(2)
    array([[0.61]])
    """
    layers = [Layer(FIRST_WEIGHTS), Layer([[weight], [0.4]])]
    return layers, forward(INPUTS, layers)
