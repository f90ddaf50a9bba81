"""What is written where in a drawing of a network: at its edges, above and below its nodes.

Nothing is drawn here. A line says a number in words, or a question mark while it is not known.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple

from helpers.figures.network_labels import LINE_HEIGHT
from helpers.figures.style import SLOPE, WEIGHT

UNKNOWN = "?"
"""In the place of a number that is not known."""


class Edge(NamedTuple):
    """A weight: from node `start` of layer `layer`'s inputs to node `end` of its outputs."""

    layer: int
    start: int
    end: int


class NetworkNumber(NamedTuple):
    """What a number of a network is.

    `quantity` is "value", "weight", "bias", "target", "product", "sum", "error", "square", "loss"
    or "change" of the loss; for slopes of the loss "slope of value", "slope of weight", "slope of
    bias" or "path"; for relu's own slope "gate". `layer` counts the columns of nodes from the
    inputs, 0, and the layers of weights from 0. `index` is (node,) or (start, end). `is_new` says
    that the number belongs to the network after the update.
    """

    quantity: str
    layer: int = 0
    index: tuple[int, ...] = ()
    is_new: bool = False


class Line(NamedTuple):
    """A line of a label: its words for the numbers that are known, its colour, what lights it."""

    words: Callable[[Mapping[NetworkNumber, float]], str]
    color: str
    places: tuple[NetworkNumber, ...]


class Plan(NamedTuple):
    """What is to be written in one network: at its edges, and above and below its nodes.

    `largest` has the size of the largest weight of each layer, `steepest` that of the steepest
    slope: widths are measured by them. `say` puts a value into its node, whose circle has the
    `radius`; between the words of two nodes there is `room`, both in inches. `is_new` says that the
    numbers are those after the update.
    """

    widths: list[int]
    edges: dict[Edge, list[Line]]
    above: dict[tuple[int, int], list[Line]]
    below: dict[tuple[int, int], list[Line]]
    largest: list[float]
    steepest: float
    radius: float
    say: Callable[[float], str]
    is_new: bool = False
    room: float = 0.0

    @property
    def around(self):
        """The labels around nodes, in order: (node, 1 above or -1 below, its lines)."""
        sides = (1, self.above), (-1, self.below)
        return [(node, side, lines) for side, at in sides for node, lines in at.items() if lines]

    @property
    def spacing(self):
        """Inches from node to node."""
        lines = [
            _most_lines(self.above, column, width) + _most_lines(self.below, column, width)
            for column, width in enumerate(self.widths)
            if width > 1
        ]
        return 2 * self.radius + LINE_HEIGHT * max(lines, default=0) + self.room

    def reach(self, where):
        """Inches from the middle to the highest, or lowest, that the `above` or `below` reaches."""
        return self.radius + max(
            (width - 1) / 2 * self.spacing + LINE_HEIGHT * _most_lines(where, column, width)
            for column, width in enumerate(self.widths)
        )


def _most_lines(where, column, width):
    """The most lines that stand above, or below, a node of a column."""
    return max(len(where[column, node]) for node in range(width))


def edges_of(layers):
    """Return every weight of the layers as an Edge, in the order of their arrays."""
    return [
        Edge(number, start, end)
        for number, layer in enumerate(layers)
        for start, end in product(*map(range, layer.weights.shape))
    ]


def named(name, place, color, say):
    """Return the Line that says a name and a number, or that the number is not known."""
    return Line(lambda numbers: f"{name} {said(numbers, place, say)}".strip(), color, (place,))


def said(numbers, place, say):
    """Return the number at a place in words, or the sign that it is not known."""
    return say(numbers[place]) if place in numbers else UNKNOWN


def lines_at_edge(edge, has_slopes, say, is_new=False):
    """Return the Lines of an edge's label: its weight and, if there are slopes, its slope."""
    lines = [named("", NetworkNumber("weight", edge.layer, edge[1:], is_new), WEIGHT, say)]
    if has_slopes:
        lines.append(named("", NetworkNumber("slope of weight", edge.layer, edge[1:]), SLOPE, say))
    return lines


def nodes_of(widths):
    """Return every node as (column, node), column by column."""
    return [(column, node) for column, width in enumerate(widths) for node in range(width)]
