"""All ways from one weight to the loss: the products along them add up to the weight's slope."""

from collections.abc import Mapping
from itertools import pairwise
from itertools import product as combinations
from math import prod
from typing import NamedTuple

from helpers.figures.network_labels import Edge, widths_of
from helpers.walks.steps import NODE_SLOPE, Place


class Path(NamedTuple):
    """One way from a weight to the loss: the nodes behind the weight, and what is multiplied.

    `nodes` has one node of every column from the weight's output node to the prediction. `factors`
    are the value before the weight, for each hidden node relu's slope there and the weight that
    leads on, and last the slope of the loss at the prediction.
    """

    nodes: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self):
        """What this path adds to the slope of the weight."""
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

    def edges(self, edge):
        """Return the weights along the path that begins at an edge, that one included."""
        ahead = enumerate(pairwise(self.nodes), edge.layer + 1)
        return [edge, *(Edge(layer, *ends) for layer, ends in ahead)]


def count_of_paths(layers, edge):
    """Return how many paths lead from a weight to the loss.

    >>> from helpers.network import Layer
    >>> import numpy as np
    >>> count_of_paths([Layer(np.ones((2, 3))), Layer(np.ones((3, 4)))], Edge(0, 0, 0))
    4
    """
    return prod(widths_of(layers)[edge.layer + 2 :])


def paths_from(layers, numbers: Mapping[Place, float], edge):
    """Return every Path from a weight to the loss; `numbers` holds a walk's values and slopes."""
    ahead = [range(width) for width in widths_of(layers)[edge.layer + 2 :]]
    return [_path(numbers, edge, (edge.end, *nodes)) for nodes in combinations(*ahead)]


def _path(numbers, edge, nodes):
    factors = [numbers[Place("value", edge.layer, (edge.start,))]]
    for column, ends in enumerate(pairwise(nodes), edge.layer + 1):
        factors.append(numbers[Place("gate", column, ends[:1])])
        factors.append(numbers[Place("weight", column, ends)])
    last_column = edge.layer + len(nodes)
    factors.append(numbers[Place(NODE_SLOPE, last_column, nodes[-1:])])
    return Path(nodes, tuple(factors))
