"""One drawing of a network for all who show one: where its parts stand, and what moves in them.

A Plan (network_plan.py) says which numbers are written where. A network is drawn once without them;
`move_network` then shows those that are known, and lights up what it is told to. In a walk there
are more of them at every step, in a diagram (network_diagram.py) all are known.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from helpers.figures.network_labels import (
    BAND,
    LINE,
    LINE_HEIGHT,
    SMALL,
    Label,
    Written,
    beside_edges,
    free_places,
    rewrite,
    text_width,
    write,
)
from helpers.figures.network_plan import UNKNOWN, Edge, NetworkNumber, nodes_of
from helpers.figures.style import (
    LIT_PAPER,
    PAPER,
    QUIET,
    SLOPE_BAND,
    VALUE,
)

MOST_GROWN = 2
"""How many times as large as the largest of its layer a weight may get and still widen its line."""

MOST_FURTHER = 0.1
"""Inches by which words may stand further away from their node, if a line is in their way."""

WIDEST_BAND = 8
"""Points by which the band behind an edge is wider than the edge, at most."""

LARGE, LEAST = 10.5, 9.0
"""Sizes of the number in a node, in points: the second where it is a long one."""

OPEN, CLOSED = "#E8F1FB", "#F0F1F4"
"""A node's colour, and that of one whose relu lets nothing through."""


class NetworkArtists(NamedTuple):
    """What draws a network: lines and labels of its weights, circles of its nodes, words in them.

    One for each weight, or node, in their order; a label without room is empty. Behind a line lies
    a band where there are slopes; without slopes there are no bands. `around` has the labels around
    nodes in the order of `Plan.around`, `headings` are words above the network.
    """

    bands: list[Artist]
    lines: list[Artist]
    circles: list[Artist]
    values: list[Artist]
    weights: list[list[Written]]
    around: list[list[Written]]
    headings: list[Artist]


class Layout(NamedTuple):
    """Where the nodes stand, in inches, the labels around them, and the label at each edge.

    A label without room, or of an edge that has none, is None.
    """

    places: list[list[tuple[float, float]]]
    around: list[Label]
    at_edges: dict[Edge, Label | None]

    def missing(self, edges):
        """Return how many of some edges have no label."""
        return sum(self.at_edges[edge] is None for edge in edges)

    @property
    def lying(self):
        """How many labels of edges lie on another edge."""
        return sum(label is not None and label.is_lying for label in self.at_edges.values())


class Lit(NamedTuple):
    """What is lit: colours of edges and nodes (column, node), places whose lines have lit paper.

    An edge without a colour keeps the one that it has.
    """

    edges: Mapping[Edge, str]
    nodes: Mapping[tuple[int, int], str]
    places: frozenset[NetworkNumber]


NOTHING_LIT = Lit({}, {}, frozenset())


def node_places(widths, left, right, spacing):
    """Return the (x, y) of every node in inches, y upwards from 0 at the middle of each column."""
    return [
        [(x, ((width - 1) / 2 - i) * spacing) for i in range(width)]
        for x, width in zip(np.linspace(left, right, len(widths)), widths, strict=True)
    ]


def labels_around(plan, places, widest):
    """Return the Label of each item of `plan.around`; `widest` has the widest text of each line."""
    labels = []
    ends = [edge_ends(places, edge) for edge in plan.edges]
    has_bands = any(len(lines) > 1 for lines in plan.edges.values())
    clearance = BAND if has_bands else LINE
    for (column, node), side, lines in plan.around:
        x, y = places[column][node]
        away = plan.radius + 0.05 + LINE_HEIGHT * len(lines) / 2
        label = Label(x, y + side * away, _at_widest(lines, widest))
        # Beside the last column there is no room.
        is_last = column == len(plan.widths) - 1
        further = side * min(plan.room / 3, MOST_FURTHER)
        labels.append(label if is_last else beside_edges(label, ends, clearance, further))
    return labels


def _at_widest(lines, widest):
    """The widest text of each line with its colour."""
    return tuple((widest[line], line.color) for line in lines)


def place_at_edges(plan, places, widest, taken, edges):
    """Return the label at each of some edges, or None where it has no room: a dict.

    `taken` are boxes of other words, as `Label.box` returns them.
    """
    wanted = [(edge_ends(places, edge), _at_widest(plan.edges[edge], widest)) for edge in edges]
    nodes = [place for column in places for place in column]
    return dict(zip(edges, free_places(wanted, taken, nodes, plan.radius + 0.04), strict=True))


def edge_ends(places, edge):
    """Return the middles of the two nodes of an edge."""
    return places[edge.layer][edge.start], places[edge.layer + 1][edge.end]


def _column_name(number, count):
    """What a column of nodes is called: inputs, a hidden layer by its number, prediction."""
    if number == 0:
        return "inputs"
    if number == count - 1:
        return "prediction"
    return "hidden layer" if count == 3 else f"hidden layer {number}"


def draw_column_names(axes, places, y, **look):
    """Write what each column of nodes is, its top at `y`, in a look of `axes.text`; return them."""
    look = {"ha": "center", "va": "top", "color": QUIET, **look}
    return [
        axes.text(column[0][0], y, _column_name(number, len(places)), **look)
        for number, column in enumerate(places)
    ]


def draw_network(axes, plan, layout, has_bands, headings):
    """Draw a network as it is laid out, without its numbers; return its NetworkArtists."""
    lines = [
        axes.plot(*_between(edge_ends(layout.places, edge), plan.radius).T, zorder=1)[0]
        for edge in plan.edges
    ]
    middles = [place for column in layout.places for place in column]
    centered = {"ha": "center", "va": "center", "color": VALUE, "zorder": 4}
    return NetworkArtists(
        bands=[draw_band(axes, line.get_xydata()) for line in lines] if has_bands else [],
        lines=lines,
        circles=[axes.add_artist(Circle(middle, plan.radius, zorder=3)) for middle in middles],
        values=[axes.text(*middle, "", **centered) for middle in middles],
        weights=[write(axes, label) if label else [] for label in layout.at_edges.values()],
        around=[write(axes, label) for label in layout.around],
        headings=headings,
    )


def _between(ends, radius):
    """The ends of an edge where it meets the circles of its two nodes."""
    start, end = np.array(ends, dtype=float)
    inward = (end - start) * radius / np.hypot(*(end - start))
    return np.array([start + inward, end - inward])


def draw_band(axes, ends):
    """Draw what shows behind an edge how steep its slope is, yet without width."""
    look = {"color": SLOPE_BAND, "linewidth": 0, "zorder": 0.5, "solid_capstyle": "butt"}
    return axes.plot(*zip(*ends, strict=True), **look)[0]


def move_band(band, line, share):
    """Let a band show a slope: `share` is its size against the steepest slope of the network."""
    width = line.get_linewidth() + WIDEST_BAND * share if share else 0
    if band.get_linewidth() != width:
        band.set_linewidth(width)


def move_network(artists, plan, numbers, lit=NOTHING_LIT):
    """Let a network show the known numbers, by NetworkNumber; what shows them stays as it is."""
    _move_edges(artists, plan, numbers, lit)
    nodes = zip(nodes_of(plan.widths), artists.circles, artists.values, strict=True)
    for node, circle, words in nodes:
        _move_node(circle, words, plan, node, numbers, lit.nodes.get(node))
    said = [*plan.edges.values(), *(lines for _, _, lines in plan.around)]
    for label, lines in zip([*artists.weights, *artists.around], said, strict=True):
        rewrite(label, [(line.words(numbers), line.color) for line in lines])
        for (_, paper), line in zip(label, lines, strict=False):
            restyle(paper, facecolor=PAPER if lit.places.isdisjoint(line.places) else LIT_PAPER)


def _move_edges(artists, plan, numbers, lit):
    for edge, line in zip(plan.edges, artists.lines, strict=True):
        weight = numbers.get(NetworkNumber("weight", edge.layer, edge[1:], plan.is_new), 0.0)
        share = min(abs(weight) / plan.largest[edge.layer], MOST_GROWN)
        color = {"color": lit.edges[edge]} if edge in lit.edges else {}
        restyle(line, linewidth=0.8 + 2.6 * share, linestyle="--" if weight < 0 else "-", **color)
    # Without slopes there are no bands.
    for edge, line, band in zip(plan.edges, artists.lines, artists.bands, strict=False):
        slope = numbers.get(NetworkNumber("slope of weight", edge.layer, edge[1:]), 0)
        move_band(band, line, abs(slope) / plan.steepest)


def _move_node(circle, words, plan, node, numbers, lit_color):
    column, index = node[0], node[1:]
    # The inputs are not new after the update.
    value = numbers.get(NetworkNumber("value", column, index, plan.is_new and column > 0))
    is_closed = value == 0 and 0 < column < len(plan.widths) - 1
    face = PAPER if value is None else CLOSED if is_closed else OPEN
    edge = lit_color or (QUIET if value is None or is_closed else VALUE)
    look = {"facecolor": face, "edgecolor": edge, "linewidth": 3.2 if lit_color else 1.6}
    restyle(circle, linestyle=":" if is_closed else "-", **look)
    text = UNKNOWN if value is None else plan.say(value)
    is_short = len(text) <= 6 and text_width(text) * LARGE / SMALL < 2 * plan.radius - 0.03
    restyle(words, text=text, fontsize=LARGE if is_short else LEAST)


def restyle(artist, **look):
    """Set what differs, so that an artist whose look stays is not recorded again."""
    changed = {}
    for name, wanted in look.items():
        current = getattr(artist, f"get_{name}")()
        if name.endswith("color"):
            current = _hex(current)
        if current != wanted:
            changed[name] = wanted
    if changed:
        artist.set(**changed)


@cache
def _hex(color):
    return to_hex(color).upper()
