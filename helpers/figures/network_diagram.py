"""A network drawn from its own arrays: every number that takes part stands in the picture."""

from itertools import product
from numbers import Integral
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Circle, Rectangle

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    WEIGHT,
    WIDTH,
    described,
    panels,
    short,
    styled,
)
from helpers.network import Layer, Passed

LARGEST = 8
"""The most nodes in a layer, and layers of nodes, that a page has room for."""

RADIUS = 0.3
LINE_HEIGHT = 0.17
CHARACTER_WIDTH = 0.085
MARGIN = 0.75


class Edge(NamedTuple):
    """A weight: from node `start` of layer `layer`'s inputs to node `end` of its outputs."""

    layer: int
    start: int
    end: int


class _Label(NamedTuple):
    x: float
    y: float
    lines: tuple

    def box(self):
        half_width = max(_text_width(text) for text, _ in self.lines) / 2 + 0.02
        half_height = LINE_HEIGHT * len(self.lines) / 2
        return self.x - half_width, self.x + half_width, self.y - half_height, self.y + half_height


def _meet(box, other):
    left, right, low, high = box
    other_left, other_right, other_low, other_high = other
    return left < other_right and other_left < right and low < other_high and other_low < high


def _text_width(text):
    """The inches that a small text takes: signs are wider than digits."""
    return CHARACTER_WIDTH * len(text) + 0.03 * sum(text.count(sign) for sign in "−+")


@styled
def network_diagram(layers, passed=None, slopes=None, highlight=(), title=""):
    """Draw a network of layers; return the Figure.

    `passed`, from `forward` on one row, writes each node's value into it, and below a hidden node
    what relu was given. `slopes`, from `backward`, adds each weight's slope under the weight.
    `highlight` holds edges (layer, start, end), counted from 0: the others step back. The wider a
    line, the larger its weight; a dashed line is a weight below zero. Where labels would overlap
    some are left out, and the picture says so.

    Raises ValueError or TypeError where layers, pass and slopes do not fit together, where
    `passed` has more than one row, or where the network is too large to draw.
    """
    layers = checks.layer_list(layers, Layer)
    places, edges = _node_places(layers), _edges(layers)
    _check_size(places)
    passed, slopes = _one_row(passed, layers), _like_layers(slopes, layers)
    highlight = _known_edges(highlight, edges)
    words = alt_text(layers, passed, slopes, highlight)
    headroom = 0.45 if all(layer.bias is None for layer in layers) else 0.8
    figure, axes = _canvas(places, headroom, title)
    highlight = highlight or set(edges)
    for edge in edges:
        _draw_edge(axes, edge, layers, places, edge in highlight)
    taken = _draw_nodes(axes, layers, passed, slopes, places)
    missing = _draw_labels(axes, edges, layers, slopes, places, highlight, taken)
    _draw_key(axes, passed, slopes, missing)
    return described(figure, words)


def alt_text(layers, passed=None, slopes=None, highlight=()):
    """Return the diagram in words: every value, weight and slope, layer by layer."""
    widths = [len(layers[0].weights)] + [layer.weights.shape[1] for layer in layers]
    parts = [f"A network of {' to '.join(map(str, widths))} nodes."]
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


def _check_size(places):
    if max(len(places), *map(len, places)) > LARGEST:
        raise ValueError(
            f"layers make a network of {' to '.join(str(len(column)) for column in places)} nodes, "
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


def _edges(layers):
    return [
        Edge(number, start, end)
        for number, layer in enumerate(layers)
        for start, end in product(*map(range, layer.weights.shape))
    ]


def _node_places(layers):
    """The (x, y) of every node in inches, y upwards from 0 at the middle of the tallest layer."""
    widths = [len(layers[0].weights)] + [layer.weights.shape[1] for layer in layers]
    spacing = 1.15 if all(layer.bias is None for layer in layers) else 1.4
    columns = np.linspace(MARGIN, WIDTH - MARGIN, len(widths))
    return [
        [(x, ((width - 1) / 2 - i) * spacing) for i in range(width)]
        for x, width in zip(columns, widths, strict=True)
    ]


def _canvas(places, headroom, title):
    top = max(y for column in places for _, y in column) + RADIUS + headroom
    bottom = min(y for column in places for _, y in column) - RADIUS - 0.7
    figure, axes = panels(height=top - bottom + (0.4 if title else 0))
    figure.set_layout_engine("none")
    axes.set_position([0, 0, 1, (top - bottom) / figure.get_figheight()])
    axes.set(xlim=(0, WIDTH), ylim=(bottom, top))
    axes.axis("off")
    figure.text(0.02, 1 - 0.13 / figure.get_figheight(), title, fontsize=12, va="top")
    for number, column in enumerate(places):
        heading = _heading(number, len(places))
        axes.text(column[0][0], top - 0.1, heading, ha="center", va="top", color=QUIET)
    return figure, axes


def _heading(number, count):
    if number == 0:
        return "inputs"
    if number == count - 1:
        return "prediction"
    return "hidden layer" if count == 3 else f"hidden layer {number}"


def _draw_edge(axes, edge, layers, places, is_lit):
    weights = layers[edge.layer].weights
    weight, largest = weights[edge.start, edge.end], np.abs(weights).max()
    (x0, y0), (x1, y1) = places[edge.layer][edge.start], places[edge.layer + 1][edge.end]
    axes.plot(
        [x0, x1],
        [y0, y1],
        color=WEIGHT if is_lit else FAINT,
        linewidth=0.8 + 2.6 * abs(weight) / (largest or 1),
        linestyle="--" if weight < 0 else "-",
        zorder=2 if is_lit else 1,
    )


def _draw_nodes(axes, layers, passed, slopes, places):
    """Draw circles and what stands in and around them; return the boxes that these take."""
    taken = []
    for number, column in enumerate(places):
        for node, (x, y) in enumerate(column):
            is_hidden = 0 < number < len(places) - 1
            value = None if passed is None else passed.activations[number][0, node]
            is_closed = is_hidden and value == 0
            axes.add_artist(
                Circle(
                    (x, y),
                    RADIUS,
                    facecolor="#F0F1F4" if is_closed else "#E8F1FB",
                    edgecolor=QUIET if is_closed else VALUE,
                    linestyle=":" if is_closed else "-",
                    linewidth=1.6,
                    zorder=3,
                )
            )
            text = _name(number, node, len(places)) if value is None else short(value)
            size = 10.5 if len(text) <= 6 else 9
            axes.text(x, y, text, fontsize=size, ha="center", va="center", color=VALUE, zorder=4)
            # Four lines are as high as the circle; a long number is wider than it.
            widest = max("0" * 7, text, key=_text_width)
            taken.append(_Label(x, y, ((widest, VALUE),) * 4).box())
            around = _around_node(axes, layers, passed, slopes, number, node, (x, y), is_hidden)
            taken += [label.box() for label in around]
    return taken


def _around_node(axes, layers, passed, slopes, number, node, place, is_hidden):
    x, y = place
    labels = []
    bias = layers[number - 1].bias if number else None
    if bias is not None:
        lines = [(f"bias {short(bias[node])}", WEIGHT)]
        if slopes is not None:
            lines.append((short(slopes[number - 1].bias[node]), SLOPE))
        labels.append(_Label(x, y + RADIUS + 0.05 + LINE_HEIGHT * len(lines) / 2, tuple(lines)))
    if passed is not None and is_hidden:
        given = f"relu({short(passed.pre_activations[number - 1][0, node])})"
        labels.append(_Label(x, y - RADIUS - 0.05 - LINE_HEIGHT / 2, ((given, QUIET),)))
    for label in labels:
        _write(axes, label)
    return labels


def _name(number, node, count):
    letter = "x" if number == 0 else "y" if number == count - 1 else "h"
    return f"{letter}{node + 1}"


def _draw_labels(axes, edges, layers, slopes, places, highlight, taken):
    """Write weights, and slopes, where there is room; return how many found none."""
    missing = 0
    for edge in sorted(edges, key=lambda edge: edge not in highlight):
        if edge not in highlight and len(highlight) < len(edges):
            continue
        weight = layers[edge.layer].weights[edge.start, edge.end]
        lines = [(short(weight), WEIGHT)]
        if slopes is not None:
            lines.append((short(slopes[edge.layer].weights[edge.start, edge.end]), SLOPE))
        start, end = places[edge.layer][edge.start], places[edge.layer + 1][edge.end]
        label = _free_place(start, end, tuple(lines), taken)
        if label is None:
            missing += 1
            continue
        taken.append(label.box())
        _write(axes, label)
    return missing


def _free_place(start, end, lines, taken):
    """The first place along an edge where a label meets no other, or None."""
    for share in (0.3, 0.36, 0.24, 0.42, 0.62, 0.56, 0.68, 0.74, 0.5, 0.8, 0.2):
        x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
        label = _Label(x, y, lines)
        box = label.box()
        if not any(_meet(box, other) for other in taken):
            return label
    return None


def _write(axes, label):
    for number, (text, color) in enumerate(label.lines):
        y = label.y + ((len(label.lines) - 1) / 2 - number) * LINE_HEIGHT
        width = _text_width(text)
        axes.add_artist(
            Rectangle(
                (label.x - width / 2, y - LINE_HEIGHT / 2),
                width,
                LINE_HEIGHT,
                color=PAPER,
                linewidth=0,
                zorder=2.5,
            )
        )
        axes.text(
            label.x,
            y,
            text,
            color=color,
            fontsize=9.5,
            fontstyle="italic" if color == SLOPE else "normal",
            ha="center",
            va="center",
            zorder=5,
        )


def _draw_key(axes, passed, slopes, missing):
    words = [("weight", WEIGHT)]
    if passed is not None:
        words.insert(0, ("value", VALUE))
    if slopes is not None:
        words.append(("slope of the loss", SLOPE))
    if missing:
        words.append((f"{missing} labels left out for want of room", INK))
    x, y = 0.2, axes.get_ylim()[0] + 0.15
    for text, color in words:
        style = "italic" if color == SLOPE else "normal"
        axes.text(x, y, text, color=color, fontsize=9.5, fontstyle=style, va="bottom")
        x += CHARACTER_WIDTH * len(text) + 0.25
