"""What a picture of a walk writes where: the lines at every edge, above and below every node.

Nothing is drawn here. A line says a number in words, or a question mark while it is not known.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from helpers.checks import widths_of
from helpers.figures.network_labels import text_width
from helpers.figures.network_plan import (
    UNKNOWN,
    Line,
    NetworkNumber,
    Plan,
    edges_of,
    lines_at_edge,
    named,
    nodes_of,
    said,
)
from helpers.figures.style import INK, LOSS, QUIET, SLOPE, VALUE, WEIGHT, short
from helpers.walks.arithmetic import written
from helpers.walks.steps import NODE_SLOPE, Step

RADIUS, RADIUS_IN_BRIEF = 0.32, 0.3
MOST_CHARACTERS = 7
"""What a node's circle has room for; in full, the number stands in the words of its step."""


class Moment(NamedTuple):
    """The numbers known after some steps, the step that came last, and whether its result shows."""

    numbers: Mapping[NetworkNumber, float]
    step: Step | None = None
    is_shown: bool = True

    @property
    def lit(self):
        """The places that the step takes from or makes."""
        return () if self.step is None else (self.step.place, *self.step.uses)


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

    If `is_brief`, numbers have three digits, and a hidden node says its two slopes alone: that of
    relu has what relu was given in it.
    """
    widths, say = widths_of(layers), short if is_brief else written
    has_slopes = not is_new and _has_slopes(final)
    steepest = max((abs(final[p]) for p in final if p.quantity == "slope of weight"), default=0)
    return Plan(
        widths,
        {edge: lines_at_edge(edge, has_slopes, say, is_new) for edge in edges_of(layers)},
        {node: _above(final, *node, is_new, say) for node in nodes_of(widths)},
        {node: _below(final, *node, widths, is_new, say) for node in nodes_of(widths)},
        largest=[np.abs(layer.weights).max() or 1.0 for layer in layers],
        steepest=steepest or 1.0,
        radius=RADIUS_IN_BRIEF if is_brief else RADIUS,
        say=within_circle_in_brief if is_brief else within_circle,
        is_new=is_new,
    )


def within_circle(value):
    """Return a number as text with as many digits as a node's circle has room for.

    >>> within_circle(0.7), within_circle(-0.260055), within_circle(-0.000012346)
    ('0.7', '−0.2601', '−1e−05')
    """
    return next(text for text in _shorter(value) if len(text) <= MOST_CHARACTERS)


def within_circle_in_brief(value):
    """Return a number as text with three digits, or as many as a node's circle has room for.

    >>> within_circle_in_brief(0.6688), within_circle_in_brief(-1234.5)
    ('0.669', '−1234.5')
    """
    return short(value) if len(short(value)) <= MOST_CHARACTERS else within_circle(value)


def _shorter(value):
    """Yield a number as text, with fewer and fewer digits."""
    yield written(value)
    for digits in (5, 4, 3, 2):
        # A digit before the point that was rounded to 0 would look exact.
        if abs(value) < 10**digits:
            yield written(float(f"{value:.{digits}g}"))
    for digits in (1, 0):
        yield f"{value:.{digits}e}".replace("-", "−").replace("+", "")


def _below(final, column, node, widths, is_new, say):
    if column == 0:
        return []
    if column == len(widths) - 1:
        return _below_prediction(final, column, node, widths, is_new, say)
    if say is short:
        return _below_hidden_in_brief(column, node)
    return _below_hidden(final, column, node, widths, is_new)


def _has_slopes(final):
    return any(place.quantity == NODE_SLOPE for place in final)


def _above(final, column, node, is_new, say):
    bias = NetworkNumber("bias", column - 1, (node,), is_new)
    if bias._replace(is_new=False) not in final:
        return []
    lines = [named("bias", bias, WEIGHT, say)]
    if not is_new and _has_slopes(final):
        lines.append(named("slope", bias._replace(quantity="slope of bias"), SLOPE, say))
    return lines


def _below_hidden(final, column, node, widths, is_new):
    value = NetworkNumber("value", column, (node,), is_new)
    before = value._replace(quantity="sum")
    adding = _summed("sum", before, _products(value, widths), QUIET)

    def words(numbers):
        return (
            f"relu({said(numbers, before, written)})" if value in numbers else adding.words(numbers)
        )

    lines = [Line(words, QUIET, (*adding.places, value))]
    if not is_new and _has_slopes(final):
        slope = value._replace(quantity=NODE_SLOPE)
        paths = [NetworkNumber("path", column, (node, end)) for end in range(widths[column + 1])]
        lines.append(named("relu′", value._replace(quantity="gate"), SLOPE, written))
        lines.append(_summed("slope", slope, paths, SLOPE))
    return lines


def _below_hidden_in_brief(column, node):
    value = NetworkNumber("value", column, (node,))
    before, gate = value._replace(quantity="sum"), value._replace(quantity="gate")

    def words(numbers):
        return f"relu′({said(numbers, before, short)}) = {said(numbers, gate, written)}"

    # The wider of the two stands below, where the lines that leave a node are further apart.
    slope = named("slope", value._replace(quantity=NODE_SLOPE), SLOPE, short)
    return [slope, Line(words, SLOPE, (gate,))]


def _below_prediction(final, column, node, widths, is_new, say):
    value = NetworkNumber("value", column, (node,), is_new)
    adding = _summed("sum", value, _products(value, widths), QUIET, say)
    loss = NetworkNumber("loss", column, (), is_new)
    lines = [
        named("target", NetworkNumber("target", column, (node,)), INK, say),
        named("error", value._replace(quantity="error"), VALUE, say),
        named("squared", value._replace(quantity="square"), LOSS, say),
        *([named("loss", loss, LOSS, say)] if node == widths[-1] - 1 else []),
    ]
    lines = [line for line in lines if line.places[0] in final]
    if not is_new and _has_slopes(final):
        lines.append(named("slope", value._replace(quantity=NODE_SLOPE), SLOPE, say))
    return [adding, *lines]


def _products(value, widths):
    (end,), layer = value.index, value.layer - 1
    return [
        NetworkNumber("product", layer, (start, end), value.is_new)
        for start in range(widths[layer])
    ]


def _summed(name, place, parts, color, say=written):
    """A line that says a sum, or, while it is under way, the last of its terms."""

    def words(numbers):
        if place in numbers:
            return f"{name} {said(numbers, place, say)}"
        known = [written(numbers[part]) for part in parts if part in numbers]
        if not known or len(parts) == 1:
            return f"{name} {UNKNOWN}"
        # A term below zero has its sign already.
        text = known[-1].replace("−", "− ") if len(known) > 1 else known[-1]
        joined = "… " if text.startswith("− ") else "… + "
        more = f" + {UNKNOWN}" if len(known) < len(parts) else ""
        return f"{joined if len(known) > 1 else ''}{text}{more}"

    return Line(words, color, (place, *parts))
