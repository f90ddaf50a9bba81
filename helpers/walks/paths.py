"""All ways from a weight or bias to the loss: the products along them add up to its slope."""

from collections.abc import Mapping
from itertools import pairwise
from itertools import product as combinations
from math import prod
from typing import NamedTuple

from helpers.checks import widths_of
from helpers.figures.network_plan import Edge, NetworkNumber
from helpers.walks.steps import NODE_SLOPE


class SlopePath(NamedTuple):
    """One way from a weight or bias to the loss: the nodes that it meets, and what is multiplied.

    `nodes` has one node of every column from the weight's output node to the prediction. `factors`
    are the value that the weight multiplies (1 for a bias), for each hidden node relu's slope there
    and the weight that leads on, and last the slope at the prediction.
    """

    nodes: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self):
        """What this path adds to the slope."""
        return prod(self.factors)

    @property
    def is_open(self):
        """Whether every relu on the path lets the slope through."""
        return all(self.factors[1:-1:2])

    @property
    def telling(self):
        """The factors without the slopes of open relus, which are 1."""
        gates = range(1, len(self.factors) - 1, 2)
        return [f for at, f in enumerate(self.factors) if at not in gates or f == 0]

    def edges(self, place):
        """Return the weights along the path that begins at a place, a weight there included."""
        first = [Edge(place.layer, *place.index)] if place.quantity == "weight" else []
        following = enumerate(pairwise(self.nodes), place.layer + 1)
        return first + [Edge(layer, *ends) for layer, ends in following]


def count_of_paths(layers, place):
    """Return how many paths lead from the place of a weight or bias to the loss.

    >>> from helpers.network import Layer
    >>> import numpy as np
    >>> layers = [Layer(np.ones((2, 3))), Layer(np.ones((3, 4)))]
    >>> count_of_paths(layers, NetworkNumber("weight", 0, (0, 0)))
    4
    """
    return prod(widths_of(layers)[place.layer + 2 :])


def paths_from(layers, numbers: Mapping[NetworkNumber, float], place):
    """Return every SlopePath from a weight or bias to the loss.

    `numbers` holds a walk's values and slopes.
    """
    following = [range(width) for width in widths_of(layers)[place.layer + 2 :]]
    return [_path(numbers, place, (place.index[-1], *nodes)) for nodes in combinations(*following)]


def _path(numbers, place, nodes):
    is_bias = place.quantity == "bias"
    factors = [1.0 if is_bias else numbers[NetworkNumber("value", place.layer, place.index[:1])]]
    for column, ends in enumerate(pairwise(nodes), place.layer + 1):
        factors.append(numbers[NetworkNumber("gate", column, ends[:1])])
        factors.append(numbers[NetworkNumber("weight", column, ends)])
    last_column = place.layer + len(nodes)
    factors.append(numbers[NetworkNumber(NODE_SLOPE, last_column, nodes[-1:])])
    return SlopePath(nodes, tuple(factors))
