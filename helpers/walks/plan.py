"""What a picture of a walk writes where: the lines at every edge, above and below every node.

Nothing is drawn here. A line says a number in words, or a question mark while it is not known.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from helpers.figures.network_labels import LINE_HEIGHT, Edge, edges_of, text_width, widths_of
from helpers.figures.style import INK, LOSS, QUIET, SLOPE, VALUE, WEIGHT, short
from helpers.walks.arithmetic import written
from helpers.walks.steps import NODE_SLOPE, Place, Step

UNKNOWN = "?"
RADIUS = 0.32
TITLES = 0.62
"""Inches above the nodes, for the names of networks and columns."""

ROOM_BETWEEN = (0.22, 0.6, 1.0)
"""Inches between the words of two nodes, more where the edges' labels need it."""


class Moment(NamedTuple):
    """The numbers known after some steps, the step that came last, and whether its result shows."""

    numbers: Mapping[Place, float]
    step: Step | None = None
    is_shown: bool = True

    @property
    def lit(self):
        """The places that the step takes from or makes."""
        return () if self.step is None else (self.step.place, *self.step.uses)


class Line(NamedTuple):
    """A line of a label: its words for the numbers that are known, its colour, what lights it."""

    words: Callable
    color: str
    places: tuple[Place, ...]


class Plan(NamedTuple):
    """What is to be written in one network: at its edges, and above and below its nodes."""

    widths: list[int]
    edges: dict[Edge, list[Line]]
    above: dict[tuple[int, int], list[Line]]
    below: dict[tuple[int, int], list[Line]]
    is_new: bool
    largest: list[float]
    steepest: float
    room: float = ROOM_BETWEEN[0]

    def lines(self, where, column):
        """The most lines that stand above, or below, a node of a column."""
        nodes = range(self.widths[column])
        return max(len(getattr(self, where)[column, node]) for node in nodes)

    @property
    def spacing(self):
        """Inches from node to node."""
        lines = [
            self.lines("above", column) + self.lines("below", column)
            for column, width in enumerate(self.widths)
            if width > 1
        ]
        return 2 * RADIUS + LINE_HEIGHT * max(lines, default=0) + self.room

    def reach(self, where):
        """Inches from the middle to the highest, or lowest, that a column reaches."""
        return RADIUS + max(
            (width - 1) / 2 * self.spacing + LINE_HEIGHT * self.lines(where, column)
            for column, width in enumerate(self.widths)
        )

    @property
    def height(self):
        """Inches of the whole network with its titles."""
        return TITLES + self.reach("above") + self.reach("below") + 0.2


def moments_of(given, steps, asks=False):
    """Return the Moments of a walk in order, the one before its first step included.

    With `asks` each step has two: the question first, then the result.
    """
    moments = [Moment(dict(given))]
    for step in steps:
        before = moments[-1].numbers
        if asks:
            moments.append(Moment(before, step, is_shown=False))
        moments.append(Moment({**before, step.place: step.result}, step))
    return moments


def widest_texts(plans, moments):
    """Return the widest text that each line of the plans shows at any of the moments."""
    return {
        line: max({line.words(moment.numbers) for moment in moments}, key=text_width)
        for plan in plans
        for lines in (*plan.edges.values(), *plan.above.values(), *plan.below.values())
        for line in lines
    }


def plan_of(layers, final, is_new=False, is_brief=False):
    """Return the Plan of a network of whose numbers `final` holds those known in the end.

    If `is_brief`, numbers have three digits, and a hidden node says its relu's slope alone, which
    has what relu was given in it.
    """
    widths, say = widths_of(layers), short if is_brief else written
    nodes = [(column, node) for column, width in enumerate(widths) for node in range(width)]
    return Plan(
        widths,
        {edge: _at_edge(final, edge, is_new, say) for edge in edges_of(layers)},
        {(column, node): _above(final, column, node, is_new, say) for column, node in nodes},
        {
            (column, node): _below(final, column, node, widths, is_new, say)
            for column, node in nodes
        },
        is_new,
        [np.abs(layer.weights).max() or 1.0 for layer in layers],
        max((abs(final[p]) for p in final if p.quantity == "slope of weight"), default=0) or 1.0,
    )


def _below(final, column, node, widths, is_new, say):
    if column == 0:
        return []
    if column == len(widths) - 1:
        return _below_prediction(final, column, node, widths, is_new, say)
    if say is short:
        return _below_hidden_in_brief(column, node)
    return _below_hidden(final, column, node, widths, is_new)


def _named(name, place, color, say=written):
    """A line that says a name and a number, or that the number is not known."""
    return Line(lambda numbers: f"{name} {_number(numbers, place, say)}".strip(), color, (place,))


def _number(numbers, place, say=written):
    return say(numbers[place]) if place in numbers else UNKNOWN


def _at_edge(final, edge, is_new, say):
    index = edge.start, edge.end
    weight = Place("weight", edge.layer, index, is_new)
    lines = [_named("", weight, WEIGHT, say)]
    if not is_new and _has_slopes(final):
        lines.append(_named("", Place("slope of weight", edge.layer, index), SLOPE, say))
    return lines


def _has_slopes(final):
    return any(place.quantity == NODE_SLOPE for place in final)


def _above(final, column, node, is_new, say):
    bias = Place("bias", column - 1, (node,), is_new)
    if bias._replace(is_new=False) not in final:
        return []
    lines = [_named("bias", bias, WEIGHT, say)]
    if not is_new and _has_slopes(final):
        lines.append(_named("slope", bias._replace(quantity="slope of bias"), SLOPE, say))
    return lines


def _below_hidden(final, column, node, widths, is_new):
    value = Place("value", column, (node,), is_new)
    before = value._replace(quantity="sum")
    adding = _summed("sum", before, _products(value, widths), QUIET)

    def words(numbers):
        return f"relu({_number(numbers, before)})" if value in numbers else adding.words(numbers)

    lines = [Line(words, QUIET, (*adding.places, value))]
    if not is_new and _has_slopes(final):
        slope = value._replace(quantity=NODE_SLOPE)
        paths = [Place("path", column, (node, end)) for end in range(widths[column + 1])]
        lines.append(_named("relu′", value._replace(quantity="gate"), SLOPE))
        lines.append(_summed("slope", slope, paths, SLOPE))
    return lines


def _below_hidden_in_brief(column, node):
    value = Place("value", column, (node,))
    before, gate = value._replace(quantity="sum"), value._replace(quantity="gate")

    def words(numbers):
        return f"relu′({_number(numbers, before, short)}) = {_number(numbers, gate)}"

    slope = _named("slope", value._replace(quantity=NODE_SLOPE), SLOPE, short)
    return [Line(words, SLOPE, (gate,)), slope]


def _below_prediction(final, column, node, widths, is_new, say):
    value = Place("value", column, (node,), is_new)
    adding = _summed("sum", value, _products(value, widths), QUIET, say)
    loss = Place("loss", column, (), is_new)
    lines = [
        _named("target", Place("target", column, (node,)), INK, say),
        _named("error", value._replace(quantity="error"), VALUE, say),
        _named("squared", value._replace(quantity="square"), LOSS, say),
        *([_named("loss", loss, LOSS, say)] if node == widths[-1] - 1 else []),
    ]
    lines = [line for line in lines if line.places[0] in final]
    if not is_new and _has_slopes(final):
        lines.append(_named("slope", value._replace(quantity=NODE_SLOPE), SLOPE, say))
    return [adding, *lines]


def _products(value, widths):
    (end,), layer = value.index, value.layer - 1
    return [Place("product", layer, (start, end), value.is_new) for start in range(widths[layer])]


def _summed(name, place, parts, color, say=written):
    """A line that says a sum, or, while it is under way, the last of its terms."""

    def words(numbers):
        if place in numbers:
            return f"{name} {_number(numbers, place, say)}"
        known = [written(numbers[part]) for part in parts if part in numbers]
        if not known or len(parts) == 1:
            return f"{name} {UNKNOWN}"
        # A term below zero has its sign already.
        text = known[-1].replace("−", "− ") if len(known) > 1 else known[-1]
        joined = "… " if text.startswith("− ") else "… + "
        more = f" + {UNKNOWN}" if len(known) < len(parts) else ""
        return f"{joined if len(known) > 1 else ''}{text}{more}"

    return Line(words, color, (place, *parts))
