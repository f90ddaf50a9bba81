"""A computation graph: every step from the numbers that come in to the loss, a box for each."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from helpers.figures.network_labels import LINE_HEIGHT, SMALL
from helpers.figures.style import (
    INK,
    LIT_PAPER,
    LOSS,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    WIDTH,
    described,
    in_whole_pixels,
    panels,
    short,
    styled,
)

MOST_COLUMNS, MOST_ROWS = 8, 8
"""So many boxes have room beside each other, and above each other."""

WIDEST, BETWEEN = 1.15, 0.32
"""Inches: the width of a box, and what is left for the lines from one column to the next."""

BETWEEN_ROWS, PADDING, APART = 0.16, 0.06, 0.12
"""Inches: between boxes, around their words, between two lines that join the same boxes."""


class GraphNode(NamedTuple):
    """A number of a computation, what it is called, and the numbers of the nodes that made it.

    `slope` is the slope of the loss there, or None where none is drawn.
    """

    name: str
    value: float
    slope: float | None = None
    sources: tuple[int, ...] = ()


@styled
def graph_picture(nodes, highlight=(), title=""):
    """Draw a computation graph, the loss at the right; return the Figure.

    `nodes` is a list of GraphNode, in any order, whose `sources` are places in that list, counted
    from 0; a source that is used twice stands there twice. The loss is the one node that none uses.
    A node stands in a column left of all that use it. Those in `highlight`, places too, have a lit
    box. Raises ValueError or TypeError where the nodes make no such graph, or one that is too
    large to draw.
    """
    nodes = _checked(nodes)
    highlight = _places("highlight", highlight, len(nodes))
    columns = _columns(nodes)
    height = PADDING * 2 + LINE_HEIGHT * (2 + any(node.slope is not None for node in nodes))
    spacing = WIDTH / (max(columns) + 1)
    size = min(WIDEST, spacing - BETWEEN), height
    middles = {
        (number, column): ((max(columns) - column + 0.5) * spacing, row * (height + BETWEEN_ROWS))
        for (number, column), row in _rows(nodes, columns).items()
    }
    figure, axes = _canvas(middles.values(), height, title)
    for number, (node, column) in enumerate(zip(nodes, columns, strict=True)):
        _draw_uses(axes, nodes, columns, number, middles, size)
        _draw_box(axes, node, middles[number, column], size, column == 0, number in highlight)
    _draw_key(axes, nodes)
    return described(figure, _in_words(nodes, columns, highlight))


def _checked(nodes):
    if not isinstance(nodes, (list, tuple)) or not all(isinstance(n, GraphNode) for n in nodes):
        raise TypeError("nodes are something else, expected a list of GraphNode")
    for node in nodes:
        _places(f"sources of {node.name!r}", node.sources, len(nodes))
    used = {source for node in nodes for source in node.sources}
    ends = [node.name for number, node in enumerate(nodes) if number not in used]
    if len(ends) != 1:
        raise ValueError(
            f"nodes have {len(ends)} that no other uses ({', '.join(ends)}), expected one: the loss"
        )
    return nodes


def _places(name, places, count):
    if not all(isinstance(place, int) and 0 <= place < count for place in places):
        raise ValueError(f"{name} are {places!r}, expected places from 0 to {count - 1}")
    return places


def _columns(nodes):
    """How many steps each node is away from the loss, on the longest way."""
    columns = [0] * len(nodes)
    uses = [(number, source) for number, node in enumerate(nodes) for source in node.sources]
    for _ in nodes:
        for number, source in uses:
            columns[source] = max(columns[source], columns[number] + 1)
    if any(columns[source] <= columns[number] for number, source in uses):
        raise ValueError("nodes go round in a circle, expected none made of what is made of it")
    if max(columns) >= MOST_COLUMNS:
        raise ValueError(f"nodes need {max(columns) + 1} columns, expected at most {MOST_COLUMNS}")
    return columns


def _rows(nodes, columns):
    """The row of each (node, column), 0 that of the loss: as near as can be to those that use it.

    A node has a row in its own column, and in every other that one of its arrows has to cross.
    """
    column = [(columns.index(0), 0)]
    rows = {column[0]: 0.0}
    for _ in range(max(columns)):
        wanted = {}
        for point in column:
            for source in _at_sources(nodes, columns, *point):
                wanted.setdefault(source, []).append(rows[point])
        wanted = {point: round(float(np.mean(near)), 6) for point, near in wanted.items()}
        column = sorted(wanted, key=wanted.get)
        rows |= zip(column, _spread([wanted[point] for point in column]), strict=True)
        if len(column) > MOST_ROWS:
            raise ValueError(
                f"nodes need {len(column)} rows in one column, expected at most {MOST_ROWS}"
            )
    return rows


def _at_sources(nodes, columns, number, column):
    """Where the arrows into a node, or on their way past this column, come from: one column on."""
    sources = nodes[number].sources if column == columns[number] else (number,)
    return [(source, column + 1) for source in sources]


def _spread(wanted):
    """The places nearest to those wanted, in their order, that lie at least 1 apart."""
    groups = []
    for place, row in enumerate(wanted):
        groups.append([row - place])
        # Two groups that would overlap move as one, to the mean of what both want.
        while len(groups) > 1 and np.mean(groups[-2]) > np.mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    moved = [np.mean(group) for group in groups for _ in group]
    return [row + place for place, row in enumerate(moved)]


def _canvas(middles, height, title):
    top = min(y for _, y in middles) - height / 2 - 0.12
    bottom = max(y for _, y in middles) + height / 2 + 0.42
    headroom = 0.4 if title else 0
    bottom = top + in_whole_pixels(bottom - top + headroom) - headroom
    figure, axes = panels(height=bottom - top + headroom)
    figure.set_layout_engine("none")
    axes.set_position([0, 0, 1, (bottom - top) / figure.get_figheight()])
    axes.set(xlim=(0, WIDTH), ylim=(bottom, top))
    axes.axis("off")
    figure.text(0.02, 1 - 0.13 / figure.get_figheight(), title, fontsize=12, va="top")
    return figure, axes


def _draw_uses(axes, nodes, columns, number, middles, size):
    """Draw an arrow from each source to the node, as many as there are uses."""
    sources, half = nodes[number].sources, size[0] / 2
    for place, source in enumerate(sources):
        beside = (sources[:place].count(source) - (sources.count(source) - 1) / 2) * APART
        crossed = range(columns[source] - 1, columns[number], -1)
        past = [middles[source, column] for column in crossed]
        (from_x, from_y), (x, y) = (
            middles[source, columns[source]],
            middles[number, columns[number]],
        )
        points = [(from_x + half, from_y + beside)]
        points += [(end, level) for middle, level in past for end in (middle - half, middle + half)]
        points.append((x - half, y + beside))
        look = {"arrowstyle": "-|>", "mutation_scale": 9, "color": QUIET, "linewidth": 1.1}
        axes.add_patch(FancyArrowPatch(path=Path(points), **look))


def _draw_box(axes, node, middle, size, is_loss, is_lit):
    x, y = middle
    edge = LOSS if is_loss else INK if node.sources else QUIET
    axes.add_patch(
        FancyBboxPatch(
            (x - size[0] / 2, y - size[1] / 2),
            *size,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=LIT_PAPER if is_lit else PAPER,
            edgecolor=edge,
            linewidth=2 if is_loss else 1.2 if node.sources else 0.9,
            zorder=2,
        )
    )
    lines = [(node.name, INK), (short(node.value), VALUE)]
    if node.slope is not None:
        lines.append((short(node.slope), SLOPE))
    for place, (text, color) in enumerate(lines):
        below = (place - (len(lines) - 1) / 2) * LINE_HEIGHT
        style = "italic" if color == SLOPE else "normal"
        look = {"ha": "center", "va": "center", "fontsize": SMALL, "zorder": 3}
        axes.text(x, y + below, text, color=color, fontstyle=style, **look)


def _draw_key(axes, nodes):
    words = "in each box: name and value"
    if any(node.slope is not None for node in nodes):
        words += " · in italics: the slope of the loss there"
    words += " · an arrow leads from a value to what is computed from it"
    axes.text(0.18, axes.get_ylim()[0] - 0.15, words, color=QUIET, fontsize=SMALL, va="center")


def _in_words(nodes, columns, highlight):
    parts = ["A computation graph, the loss at the right."]
    for number in sorted(range(len(nodes)), key=lambda number: -columns[number]):
        node = nodes[number]
        words = f"{node.name}: value {short(node.value)}"
        if node.slope is not None:
            words += f", slope {short(node.slope)}"
        if node.sources:
            made_of = (f"{nodes[s].name} {short(nodes[s].value)}" for s in node.sources)
            words += f", from {' and '.join(made_of)}"
        parts.append(f"{words}{', highlighted' if number in highlight else ''}.")
    return " ".join(parts)
