"""A network drawn from its own arrays: every number that takes part stands in the picture."""

from numbers import Integral
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import Circle

from helpers import checks
from helpers.figures.network_labels import (
    LINE_HEIGHT,
    Edge,
    Label,
    between,
    column_name,
    draw_band,
    edges_of,
    free_places,
    left_out,
    move_band,
    node_places,
    rewrite,
    text_width,
    widened,
    widths_of,
    write,
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

MOST_GROWN = 2
"""How many times as large as the largest of its layer a weight may get and still widen its line."""


class NetworkArtists(NamedTuple):
    """What draws a network: lines and labels of its weights, circles of its nodes, words in them.

    One for each weight, or node, in their order; a label without room is empty. Behind a line lies
    a band where there are slopes; without slopes there are no bands.
    """

    lines: list
    bands: list
    weights: list
    circles: list
    values: list
    around: list
    title: Artist


class _Layout(NamedTuple):
    """Where the nodes stand, the labels around each of them, and the label at each edge.

    A label without room, or of an edge that is not lit, is None.
    """

    places: list[list[tuple[float, float]]]
    around: dict[tuple[int, int], list[Label]]
    at_edges: dict[Edge, Label | None]

    def missing(self, edges):
        """How many of the edges have no label."""
        return sum(self.at_edges[edge] is None for edge in edges)


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
    figure, artists, largest = _draw(layers, passed, slopes, (), title or " ", ROOM_TO_MOVE)
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
        _move(artists, layers, passed, slopes, largest)
        artists.title.set_text(title)

    return Scene(figure, artists, move_to)


def _draw(layers, passed, slopes, highlight, title, least=""):
    """Draw a network; return Figure, artists, and the size of the largest weight of each layer."""
    layers = checks.layer_list(layers, Layer)
    edges = edges_of(layers)
    _check_size(widths_of(layers))
    passed, slopes = _one_row(passed, layers), _like_layers(slopes, layers)
    highlight = _known_edges(highlight, edges)
    words = alt_text(layers, passed, slopes, highlight)
    lit = highlight or set(edges)
    layout = _laid_out(layers, passed, slopes, lit, least)
    headroom = 0.45 if all(layer.bias is None for layer in layers) else 0.8
    figure, axes, heading = _canvas(layout.places, headroom, title)
    lines = [_draw_edge(axes, edge, layout.places, edge in lit) for edge in edges]
    bands = [draw_band(axes, line.get_xydata()) for line in lines] if slopes else []
    circles, values, around = _draw_nodes(axes, layout)
    labels = [write(axes, label) if label else () for label in layout.at_edges.values()]
    artists = NetworkArtists(lines, bands, labels, circles, values, around, heading)
    largest = [np.abs(layer.weights).max() or 1 for layer in layers]
    _move(artists, layers, passed, slopes, largest)
    _draw_key(axes, passed, slopes, layout.missing(lit))
    return described(figure, words), artists, largest


def alt_text(layers, passed=None, slopes=None, highlight=()):
    """Return the diagram in words: every value, weight and slope, layer by layer."""
    widths = widths_of(layers)
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


def _laid_out(layers, passed, slopes, lit, least):
    """The lowest _Layout in which every label has room, or else the one that misses the fewest."""
    spacing = 1.15 if all(layer.bias is None for layer in layers) else 1.4
    rows = max(widths_of(layers)) - 1
    best = None
    for more in SPREADS:
        if more and rows * (spacing + more) > TALLEST:
            break
        layout = _spread(layers, passed, slopes, lit, least, spacing + more)
        if best is None or layout.missing(lit) < best.missing(lit):
            best = layout
        if not best.missing(lit):
            break
    return best


def _spread(layers, passed, slopes, lit, least, spacing):
    """The _Layout with some inches from node to node."""
    widths = widths_of(layers)
    places = node_places(widths, MARGIN, WIDTH - MARGIN, spacing)
    around, taken = {}, []
    for number, node in _nodes_of(widths):
        labels = _around_node(layers, passed, slopes, number, node, places[number][node])
        around[number, node] = labels
        wide = f"relu({least})" if least else ""
        taken += [label._replace(lines=widened(label.lines, wide)).box() for label in labels]
        # A long number is wider than its circle.
        words = _node_words(passed, number, node, len(widths))
        taken.append(Label(*places[number][node], ((words, VALUE),)).box())
    edges = [edge for edge in edges_of(layers) if edge in lit]
    wanted = [
        (
            (places[edge.layer][edge.start], places[edge.layer + 1][edge.end]),
            widened(_edge_words(edge, layers, slopes), least),
        )
        for edge in edges
    ]
    nodes = [place for column in places for place in column]
    found = free_places(wanted, taken, nodes, RADIUS + 0.04)
    found = dict(zip(edges, found, strict=True))
    return _Layout(places, around, dict.fromkeys(edges_of(layers)) | found)


def _nodes_of(widths):
    return [(number, node) for number, width in enumerate(widths) for node in range(width)]


def _canvas(places, headroom, title):
    top = max(y for column in places for _, y in column) + RADIUS + headroom
    bottom = min(y for column in places for _, y in column) - RADIUS - 0.7
    figure, axes = panels(height=top - bottom + (0.4 if title else 0))
    figure.set_layout_engine("none")
    axes.set_position([0, 0, 1, (top - bottom) / figure.get_figheight()])
    axes.set(xlim=(0, WIDTH), ylim=(bottom, top))
    axes.axis("off")
    title = figure.text(0.02, 1 - 0.13 / figure.get_figheight(), title, fontsize=12, va="top")
    for number, column in enumerate(places):
        heading = column_name(number, len(places))
        axes.text(column[0][0], top - 0.1, heading, ha="center", va="top", color=QUIET)
    return figure, axes, title


def _draw_edge(axes, edge, places, is_lit):
    ends = places[edge.layer][edge.start], places[edge.layer + 1][edge.end]
    color, zorder = (WEIGHT, 2) if is_lit else (FAINT, 1)
    return axes.plot(*between(ends, RADIUS).T, color=color, zorder=zorder)[0]


def _draw_nodes(axes, layout):
    """Draw nodes with room for words in and around them; return all of it."""
    circles, values, around = [], [], []
    for (number, node), labels in layout.around.items():
        place = layout.places[number][node]
        circle = Circle(place, RADIUS, linewidth=1.6, zorder=3, **_OPEN)
        circles.append(axes.add_artist(circle))
        centered = {"ha": "center", "va": "center", "color": VALUE, "zorder": 4}
        values.append(axes.text(*place, "", **centered))
        around.append([write(axes, label) for label in labels])
    return circles, values, around


def _node_words(passed, number, node, count):
    if passed is not None:
        return short(passed.activations[number][0, node])
    return _node_name(number, node, count)


def _node_name(number, node, count):
    letter = "x" if number == 0 else "y" if number == count - 1 else "h"
    return f"{letter}{node + 1}"


def _name_nodes(axes, circles, layers):
    """Write each node's name beside its circle, at the upper left, where no line ends."""
    widths = widths_of(layers)
    for circle, (number, node) in zip(circles, _nodes_of(widths), strict=True):
        x, y = circle.center
        name = _node_name(number, node, len(widths))
        place = x - 0.8 * RADIUS, y + 0.8 * RADIUS
        axes.text(*place, name, ha="right", va="bottom", color=QUIET, fontsize=9.5)


def _around_node(layers, passed, slopes, number, node, place):
    x, y = place
    labels = []
    bias = layers[number - 1].bias if number else None
    if bias is not None:
        lines = [(f"bias {short(bias[node])}", WEIGHT)]
        if slopes is not None:
            lines.append((short(slopes[number - 1].bias[node]), SLOPE))
        labels.append(Label(x, y + RADIUS + 0.05 + LINE_HEIGHT * len(lines) / 2, tuple(lines)))
    if passed is not None and 0 < number < len(layers):
        given = f"relu({short(passed.pre_activations[number - 1][0, node])})"
        labels.append(Label(x, y - RADIUS - 0.05 - LINE_HEIGHT / 2, ((given, QUIET),)))
    return labels


def _edge_words(edge, layers, slopes):
    """The lines of a weight's label, each with its colour."""
    lines = [(short(layers[edge.layer].weights[edge.start, edge.end]), WEIGHT)]
    if slopes is not None:
        lines.append((short(slopes[edge.layer].weights[edge.start, edge.end]), SLOPE))
    return lines


def _move(artists, layers, passed, slopes, largest):
    """Let the artists show the numbers of a network; what shows them already is left alone."""
    for edge, line, label in zip(edges_of(layers), artists.lines, artists.weights, strict=True):
        weight = layers[edge.layer].weights[edge.start, edge.end]
        _move_edge(line, weight, min(abs(weight) / largest[edge.layer], MOST_GROWN))
        rewrite(label, _edge_words(edge, layers, slopes))
    if slopes is not None:
        _move_bands(artists, layers, slopes)
    nodes = _nodes_of(widths_of(layers))
    drawn = zip(nodes, artists.circles, artists.values, artists.around, strict=True)
    for (number, node), circle, value, around in drawn:
        _move_node(circle, value, layers, passed, number, node)
        labels = _around_node(layers, passed, slopes, number, node, (0, 0))
        for written, label in zip(around, labels, strict=True):
            rewrite(written, label.lines)


def _move_edge(line, weight, share):
    width, dashes = 0.8 + 2.6 * share, "--" if weight < 0 else "-"
    if (line.get_linewidth(), line.get_linestyle()) != (width, dashes):
        line.set(linewidth=width, linestyle=dashes)


def _move_bands(artists, layers, slopes):
    steepest = max(np.abs(layer.weights).max() for layer in slopes) or 1
    for edge, line, band in zip(edges_of(layers), artists.lines, artists.bands, strict=True):
        move_band(band, line, abs(slopes[edge.layer].weights[edge.start, edge.end]) / steepest)


def _move_node(circle, value, layers, passed, number, node):
    is_hidden = 0 < number < len(layers)
    is_closed = is_hidden and passed is not None and passed.activations[number][0, node] == 0
    look = _CLOSED if is_closed else _OPEN
    if circle.get_linestyle() != look["linestyle"]:
        circle.set(**look)
    text = _node_words(passed, number, node, len(layers) + 1)
    if value.get_text() != text:
        value.set(text=text, fontsize=10.5 if len(text) <= 6 else 9)


_OPEN = {"facecolor": "#E8F1FB", "edgecolor": VALUE, "linestyle": "-"}
_CLOSED = {"facecolor": "#F0F1F4", "edgecolor": QUIET, "linestyle": ":"}


def _draw_key(axes, passed, slopes, missing):
    words = [("weight", WEIGHT)]
    if passed is not None:
        words.insert(0, ("value", VALUE))
    if slopes is not None:
        words.append(("slope of the loss: the wider the band, the steeper", SLOPE))
    if missing:
        words.append((left_out(missing), INK))
    x, y = 0.2, axes.get_ylim()[0] + 0.15
    for text, color in words:
        style = "italic" if color == SLOPE else "normal"
        axes.text(x, y, text, color=color, fontsize=9.5, fontstyle=style, va="bottom")
        x += text_width(text) + 0.3
