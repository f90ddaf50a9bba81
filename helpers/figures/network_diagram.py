"""A network drawn from its own arrays: every number that takes part stands in the picture."""

from numbers import Integral

import numpy as np

from helpers import checks
from helpers.figures.network_drawing import (
    OPEN,
    Layout,
    draw_column_names,
    draw_network,
    labels_around,
    move_network,
    node_places,
    place_at_edges,
    restyle,
)
from helpers.figures.network_labels import Label, left_out, text_width
from helpers.figures.network_plan import (
    Edge,
    Line,
    NetworkNumber,
    Plan,
    edges_of,
    lines_at_edge,
    named,
    nodes_of,
    said,
)
from helpers.figures.style import (
    FAINT,
    INK,
    QUIET,
    ROWS_OF_WEIGHTS,
    SLOPE,
    VALUE,
    WEIGHT,
    WIDTH,
    Scene,
    described,
    panels,
    short,
    styled,
)
from helpers.network import Layer, Passed

LARGEST = 8
"""The most nodes in a layer, and layers of nodes, that a page has room for."""

RADIUS = 0.3
MARGIN = 0.75
ROOM_TO_MOVE = "−0.000"
"""What a label of a network that moves has room for: three digits and a sign."""

SPREADS = (0, 0.3, 0.55, 0.8, 1.05)
"""Inches more between the rows of nodes, tried in turn until every label has room."""

TALLEST = 12.5
"""The most inches from the first row of nodes to the last that are tried for it."""


@styled
def network_diagram(layers, passed=None, slopes=None, highlight=(), title=""):
    """Draw a network of layers; return the Figure.

    `passed`, from `forward` on one row, writes each node's value into it, and below a hidden node
    what relu was given. `slopes`, from `backward`, adds each weight's slope beside the weight, and
    a band around its line: the wider, the steeper.
    `highlight` holds edges (layer, start, end), counted from 0: the others fade. The wider a
    line, the larger its weight; a dashed line is a weight below zero. Where labels would overlap
    some are left out, and the picture says so.

    Raises ValueError or TypeError where layers, pass and slopes do not fit together, where
    `passed` has more than one row, or where the network is too large to draw.
    """
    return _draw(layers, passed, slopes, highlight, title)[0]


@styled
def network_scene(layers, passed, slopes=None, title="", named=False):
    """Draw a network whose numbers will move; return its `Scene`.

    `move_to(layers, passed, slopes=None, title="")` shows another network of the same shapes.

    The arguments are those of `network_diagram`, and so is the drawing, with room for a title. If
    `named`, the names of the nodes stand beside them: x1, h1, y1.
    Every label has room for three digits and a sign. The widths of lines keep the scale that they
    have at the start.
    """
    # A title may come later: without words now it would have no room.
    figure, artists, plan = _draw(layers, passed, slopes, (), title or " ", ROOM_TO_MOVE)
    start = checks.layer_list(layers, Layer)
    if checks.true_or_false("named", named):
        _name_nodes(figure.axes[0], artists.circles, start)
    has_slopes = slopes is not None

    def move_to(layers, passed, slopes=None, title=""):
        layers = checks.same_shapes("layers", checks.layer_list(layers, Layer), start)
        if passed is None or (slopes is not None) != has_slopes:
            raise ValueError(
                "move_to has other arguments than the scene was drawn with, expected layers, "
                f"passed and {'slopes' if has_slopes else 'no slopes'}"
            )
        passed, slopes = _one_row(passed, layers), _like_layers(slopes, layers)
        now = plan._replace(steepest=_steepest(slopes))
        move_network(artists, now, _numbers_of(layers, passed, slopes))
        artists.headings[0].set_text(title)

    return Scene(figure, artists, move_to)


def _draw(layers, passed, slopes, highlight, title, least=""):
    """Draw a network; return Figure, artists and Plan."""
    layers = checks.layer_list(layers, Layer)
    edges = edges_of(layers)
    _check_size(checks.widths_of(layers))
    passed, slopes = _one_row(passed, layers), _like_layers(slopes, layers)
    highlight = _known_edges(highlight, edges)
    words = alt_text(layers, passed, slopes, highlight)
    lit = highlight or set(edges)
    numbers, plan = _numbers_of(layers, passed, slopes), _plan_of(layers, passed, slopes)
    layout = _laid_out(plan, numbers, lit, least)
    headroom = 0.8 if any(plan.above.values()) else 0.45
    key = _key(passed, slopes, layout.missing(lit))
    figure, axes, heading = _canvas(layout.places, headroom, title, bool(key))
    artists = draw_network(axes, plan, layout, slopes is not None, [heading])
    for edge, line in zip(edges, artists.lines, strict=True):
        color, zorder = (WEIGHT, 2) if edge in lit else (FAINT, 1)
        line.set(color=color, zorder=zorder)
    move_network(artists, plan, numbers)
    if passed is None:
        _put_names_into(artists, plan.widths)
    _draw_key(axes, key)
    return described(figure, words), artists, plan


def _plan_of(layers, passed, slopes):
    """What is written where: weights and biases, with their slopes, and what relu is given."""
    widths, has_slopes = checks.widths_of(layers), slopes is not None
    return Plan(
        widths,
        edges={edge: lines_at_edge(edge, has_slopes, short) for edge in edges_of(layers)},
        above={node: _above(layers, *node, has_slopes) for node in nodes_of(widths)},
        below={node: _below(layers, *node, passed is not None) for node in nodes_of(widths)},
        largest=[np.abs(layer.weights).max() or 1 for layer in layers],
        steepest=_steepest(slopes),
        radius=RADIUS,
        say=short,
    )


def _steepest(slopes):
    return max((np.abs(layer.weights).max() for layer in slopes or []), default=0) or 1


def _above(layers, column, node, has_slopes):
    if column == 0 or layers[column - 1].bias is None:
        return []
    lines = [named("bias", NetworkNumber("bias", column - 1, (node,)), WEIGHT, short)]
    if has_slopes:
        lines.append(named("", NetworkNumber("slope of bias", column - 1, (node,)), SLOPE, short))
    return lines


def _below(layers, column, node, has_passed):
    if not has_passed or not 0 < column < len(layers):
        return []
    given = NetworkNumber("sum", column, (node,))
    return [Line(lambda numbers: f"relu({said(numbers, given, short)})", QUIET, (given,))]


def _numbers_of(layers, passed, slopes):
    """All numbers of a network, by their NetworkNumber."""
    numbers = {}
    for column, layer in enumerate(layers):
        numbers |= _at("weight", column, layer.weights) | _at("bias", column, layer.bias)
    for column, layer in enumerate(slopes or []):
        numbers |= _at("slope of weight", column, layer.weights)
        numbers |= _at("slope of bias", column, layer.bias)
    if passed is not None:
        for column, values in enumerate(passed.activations):
            numbers |= _at("value", column, values[0])
        for column, sums in enumerate(passed.pre_activations, 1):
            numbers |= _at("sum", column, sums[0])
    return numbers


def _at(quantity, column, array):
    pairs = [] if array is None else np.ndenumerate(array)
    return {NetworkNumber(quantity, column, index): number for index, number in pairs}


def alt_text(layers, passed=None, slopes=None, highlight=()):
    """Return the diagram in words: every value, weight and slope, layer by layer."""
    widths = checks.widths_of(layers)
    parts = [f"A network of {' to '.join(map(str, widths))} nodes.", ROWS_OF_WEIGHTS]
    for number, layer in enumerate(layers):
        if passed is not None:
            name = "Inputs"
            if number > 0:
                given = _listed(passed.pre_activations[number - 1])
                name = f"Hidden layer {number}, relu of {given}"
            parts.append(f"{name}: {_listed(passed.activations[number])}.")
        parts.append(f"Weights {number + 1}: {_listed(layer.weights)}.")
        if layer.bias is not None:
            parts.append(f"Bias {number + 1}: {_listed(layer.bias)}.")
        if slopes is not None:
            parts.append(f"Slopes of weights {number + 1}: {_listed(slopes[number].weights)}.")
            if slopes[number].bias is not None:
                parts.append(f"Slopes of bias {number + 1}: {_listed(slopes[number].bias)}.")
    if passed is not None:
        parts.append(f"Prediction: {_listed(passed.prediction)}.")
    if highlight:
        edges = "; ".join(
            f"from node {edge.start + 1} to node {edge.end + 1} of weights {edge.layer + 1}"
            for edge in sorted(highlight)
        )
        parts.append(f"Highlighted: {edges}.")
    return " ".join(parts)


def _listed(array):
    rows = np.atleast_2d(array)
    return "; ".join(", ".join(short(number) for number in row) for row in rows)


def _check_size(widths):
    if max(len(widths), *widths) > LARGEST:
        raise ValueError(
            f"layers make a network of {' to '.join(map(str, widths))} nodes, "
            f"expected at most {LARGEST} in a layer and {LARGEST} layers of nodes to draw"
        )


def _one_row(passed, layers):
    if passed is None:
        return None
    passed = checks.forward_pass(passed, layers, Passed)
    rows = len(passed.prediction)
    if rows > 1:
        raise ValueError(
            f"passed has {rows} rows, expected one: pass a single row forward, such as inputs[:1]"
        )
    return passed


def _like_layers(slopes, layers):
    if slopes is None:
        return None
    return checks.same_shapes("slopes", checks.layer_list(slopes, Layer, "slopes"), layers)


def _known_edges(highlight, edges):
    if not isinstance(highlight, (list, tuple, set, frozenset)):
        raise TypeError(
            f"highlight is of type {type(highlight).__name__}, "
            "expected a list of edges (layer, start, end)"
        )
    for edge in highlight:
        is_edge = isinstance(edge, (tuple, list)) and all(isinstance(i, Integral) for i in edge)
        if not is_edge or tuple(edge) not in edges:
            raise ValueError(
                f"highlight has the edge {edge!r}, expected (layer, start, end), counted from 0, "
                f"of a weight in layers: up to {tuple(edges[-1])}"
            )
    return {Edge(*edge) for edge in highlight}


def _laid_out(plan, numbers, lit, least):
    """The lowest Layout in which every label has room, or else the one that misses the fewest."""
    spacing = 1.4 if any(plan.above.values()) else 1.15
    rows = max(plan.widths) - 1
    best = None
    for more in SPREADS:
        if more and rows * (spacing + more) > TALLEST:
            break
        layout = _spread(plan, numbers, lit, least, spacing + more)
        if best is None or layout.missing(lit) < best.missing(lit):
            best = layout
        if not best.missing(lit):
            break
    return best


def _spread(plan, numbers, lit, least, spacing):
    """The Layout with some inches from node to node; edges that are not lit have no label."""
    places = node_places(plan.widths, MARGIN, WIDTH - MARGIN, spacing)
    around_least = f"relu({least})" if least else ""
    widest = {
        line: max(line.words(numbers), wide, key=text_width)
        for labels, wide in (
            (plan.edges, least),
            (plan.above, around_least),
            (plan.below, around_least),
        )
        for lines in labels.values()
        for line in lines
    }
    around = labels_around(plan, places, widest)
    taken = [label.box() for label in around]
    for column, node in nodes_of(plan.widths):
        # A long number is wider than its circle.
        words = _node_words(plan, numbers, column, node)
        taken.append(Label(*places[column][node], ((words, VALUE),)).box())
    edges = [edge for edge in plan.edges if edge in lit]
    found = place_at_edges(plan, places, widest, taken, edges)
    return Layout(places, around, dict.fromkeys(plan.edges) | found)


def _canvas(places, headroom, title, has_key):
    above = 0.1 if title else 0.2
    top = max(y for column in places for _, y in column) + RADIUS + headroom + above - 0.1
    bottom = min(y for column in places for _, y in column) - RADIUS - (0.7 if has_key else 0.2)
    figure, axes = panels(height=top - bottom + (0.4 if title else 0))
    figure.set_layout_engine("none")
    axes.set_position([0, 0, 1, (top - bottom) / figure.get_figheight()])
    axes.set(xlim=(0, WIDTH), ylim=(bottom, top))
    axes.axis("off")
    title = figure.text(0.02, 1 - 0.13 / figure.get_figheight(), title, fontsize=12, va="top")
    draw_column_names(axes, places, top - above)
    return figure, axes, title


def _node_words(plan, numbers, column, node):
    value = NetworkNumber("value", column, (node,))
    if value in numbers:
        return short(numbers[value])
    return _node_name(column, node, len(plan.widths))


def _put_names_into(artists, widths):
    """Write each node's name into it, in place of a number that is not known."""
    drawn = zip(nodes_of(widths), artists.circles, artists.values, strict=True)
    for (column, node), circle, words in drawn:
        restyle(circle, facecolor=OPEN, edgecolor=VALUE)
        restyle(words, text=_node_name(column, node, len(widths)))


def _node_name(number, node, count):
    letter = "x" if number == 0 else "y" if number == count - 1 else "h"
    return f"{letter}{node + 1}"


def _name_nodes(axes, circles, layers):
    """Write each node's name beside its circle, at the upper left, where no line ends."""
    widths = checks.widths_of(layers)
    for circle, (number, node) in zip(circles, nodes_of(widths), strict=True):
        x, y = circle.center
        name = _node_name(number, node, len(widths))
        place = x - 0.8 * RADIUS, y + 0.8 * RADIUS
        axes.text(*place, name, ha="right", va="bottom", color=QUIET, fontsize=9.5)


def _key(passed, slopes, missing):
    """What the colours mean, each with its colour: nothing where all numbers are weights."""
    words = [("value", VALUE)] if passed is not None else []
    if slopes is not None:
        words.append(("slope of the loss: the wider the band, the steeper", SLOPE))
    if words:
        words.insert(passed is not None, ("weight", WEIGHT))
    return [*words, (left_out(missing), INK)] if missing else words


def _draw_key(axes, words):
    x, y = 0.2, axes.get_ylim()[0] + 0.15
    for text, color in words:
        style = "italic" if color == SLOPE else "normal"
        axes.text(x, y, text, color=color, fontsize=9.5, fontstyle=style, va="bottom")
        x += text_width(text) + 0.3
