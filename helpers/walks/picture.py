"""The picture of a walk: a network whose numbers appear one by one, and the updated one beside it.

What is not known yet is a question mark. Every label has room for the widest text of all steps, so
nothing moves but words, colours and the paper behind what the present step takes and makes.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from helpers.figures.network_labels import (
    LINE_HEIGHT,
    Edge,
    Label,
    Written,
    edges_of,
    free_places,
    node_places,
    rewrite,
    text_width,
    widths_of,
    write,
)
from helpers.figures.style import (
    INK,
    LOSS,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    WEIGHT,
    WIDTH,
    Scene,
    described,
    panels,
    styled,
)
from helpers.walks.arithmetic import written
from helpers.walks.steps import AGAIN, BACKWARD, NODE_SLOPE, UPDATE, Place, Step

UNKNOWN = "?"
MOST_GROWN = 2
RADIUS = 0.32
MARGIN = 0.68
HEAD = 1.0
"""Inches above the networks, for the arithmetic."""

TITLES = 0.62
"""Inches above the nodes, for the names of networks and columns."""

ROOM_BETWEEN = (0.22, 0.6, 1.0)
"""Inches between the words of two nodes, more where the edges' labels need it."""

SHARE_OF_OLD = 0.5
"""Of the picture's width, where two networks stand side by side."""

LIT_PAPER = "#FFF1B8"
STEPPED_BACK = "#A9B0BC"
_OPEN, _CLOSED = "#E8F1FB", "#F0F1F4"
_PART_COLORS = {BACKWARD: SLOPE, UPDATE: INK}


class Moment(NamedTuple):
    """The numbers known after some steps, the step that came last, and whether its result shows."""

    numbers: Mapping[Place, float]
    step: Step | None = None
    is_shown: bool = True

    @property
    def lit(self):
        """The places that the step takes from or makes."""
        return () if self.step is None else (self.step.place, *self.step.uses)


class _Line(NamedTuple):
    """A line of a label: its words for the numbers that are known, its colour, what lights it."""

    words: Callable
    color: str
    places: tuple[Place, ...]


class _Plan(NamedTuple):
    """What is to be written in one network: at its edges, and above and below its nodes."""

    widths: list[int]
    edges: dict[Edge, list[_Line]]
    above: dict[tuple[int, int], list[_Line]]
    below: dict[tuple[int, int], list[_Line]]
    is_new: bool
    largest: list[float]
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


class _Node(NamedTuple):
    """A node's circle and words, and the place of its value."""

    circle: Circle
    words: Artist
    place: Place
    is_hidden: bool


class _Lit(NamedTuple):
    """What a step takes or makes in one network: places, nodes (column, node), edges."""

    places: set[Place]
    nodes: set[tuple[int, int]]
    edges: set[Edge]


class _Network(NamedTuple):
    """What moves in one network: its edges, its nodes, its labels with what they are to say."""

    edges: dict[Edge, Artist]
    nodes: list[_Node]
    labels: list[tuple[list[Written], list[_Line]]]
    is_new: bool
    largest: list[float]


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


@styled
def walk_scene(layers, moments, alt_text):
    """Draw the networks of a walk; return its `Scene`, at the first of the moments.

    `move_to(moment)` shows another one. The updated network stands beside the old one, or below it
    where there are many layers. Raises ValueError where so many numbers have no room beside each
    other.
    """
    final = moments[-1].numbers
    has_new = any(place.is_new for place in final)
    plans = [_plan(layers, final, is_new) for is_new in (False, True)[: 1 + has_new]]
    widest = {line: _widest(line, moments) for plan in plans for line in _all_lines(plan)}
    for is_beside, room in product((True, False), ROOM_BETWEEN):
        roomy = [plan._replace(room=room) for plan in plans]
        if drawn := _drawn(roomy, widest, is_beside):
            break
    else:
        raise ValueError(
            f"layers make a network of {' to '.join(map(str, plans[0].widths))} nodes, too many "
            "numbers to write beside each other: expected up to about four nodes in a layer"
        )
    figure, head, networks = drawn

    def move_to(moment):
        _move_head(head, moment)
        for network in networks:
            _move_network(network, moment)

    move_to(moments[0])
    moving = [artist for network in networks for artist in _artists(network)]
    return Scene(described(figure, alt_text), (*head, moving), move_to)


def _widest(line, moments):
    return max({line.words(moment.numbers) for moment in moments}, key=text_width)


def _all_lines(plan):
    groups = [*plan.edges.values(), *plan.above.values(), *plan.below.values()]
    return [line for lines in groups for line in lines]


# ---- what is to be written, and where ----


def _plan(layers, final, is_new):
    widths, last = widths_of(layers), len(layers)
    nodes = [(column, node) for column, width in enumerate(widths) for node in range(width)]
    below = {
        (column, node): []
        if column == 0
        else _below_prediction(final, column, node, widths, is_new)
        if column == last
        else _below_hidden(final, column, node, widths, is_new)
        for column, node in nodes
    }
    return _Plan(
        widths,
        {edge: _at_edge(final, edge, is_new) for edge in edges_of(layers)},
        {(column, node): _above(final, column, node, is_new) for column, node in nodes},
        below,
        is_new,
        [np.abs(layer.weights).max() or 1.0 for layer in layers],
    )


def _named(name, place, color):
    """A line that says a name and a number, or that the number is not known."""
    return _Line(lambda numbers: f"{name} {_number(numbers, place)}".strip(), color, (place,))


def _number(numbers, place):
    return written(numbers[place]) if place in numbers else UNKNOWN


def _known(final, *lines):
    """The lines whose numbers the walk knows at its end or, being slopes, has a use for."""
    return [line for line in lines if any(place in final for place in line.places)]


def _at_edge(final, edge, is_new):
    index = edge.start, edge.end
    weight = Place("weight", edge.layer, index, is_new)
    lines = [_named("", weight, WEIGHT)]
    if not is_new and _has_slopes(final):
        lines.append(_named("", Place("slope of weight", edge.layer, index), SLOPE))
    return lines


def _has_slopes(final):
    return any(place.quantity == NODE_SLOPE for place in final)


def _above(final, column, node, is_new):
    bias = Place("bias", column - 1, (node,), is_new)
    if bias._replace(is_new=False) not in final:
        return []
    lines = [_named("bias", bias, WEIGHT)]
    if not is_new and _has_slopes(final):
        lines.append(_named("slope", bias._replace(quantity="slope of bias"), SLOPE))
    return lines


def _below_hidden(final, column, node, widths, is_new):
    value = Place("value", column, (node,), is_new)
    before = value._replace(quantity="sum")
    adding = _summed("sum", before, _products(value, widths), QUIET)

    def words(numbers):
        return f"relu({_number(numbers, before)})" if value in numbers else adding.words(numbers)

    lines = [_Line(words, QUIET, (*adding.places, value))]
    if not is_new and _has_slopes(final):
        slope = value._replace(quantity=NODE_SLOPE)
        paths = [Place("path", column, (node, end)) for end in range(widths[column + 1])]
        lines.append(_named("relu′", value._replace(quantity="gate"), SLOPE))
        lines.append(_summed("slope", slope, paths, SLOPE))
    return lines


def _below_prediction(final, column, node, widths, is_new):
    value = Place("value", column, (node,), is_new)
    adding = _summed("sum", value, _products(value, widths), QUIET)
    loss = Place("loss", column, (), is_new)
    lines = [
        _named("target", Place("target", column, (node,)), INK),
        _named("error", value._replace(quantity="error"), VALUE),
        _named("squared", value._replace(quantity="square"), LOSS),
        *([_named("loss", loss, LOSS)] if node == widths[-1] - 1 else []),
    ]
    lines = [line for line in lines if line.places[0] in final]
    if not is_new and _has_slopes(final):
        lines.append(_named("slope", value._replace(quantity=NODE_SLOPE), SLOPE))
    return [adding, *lines]


def _products(value, widths):
    (end,), layer = value.index, value.layer - 1
    return [Place("product", layer, (start, end), value.is_new) for start in range(widths[layer])]


def _summed(name, place, parts, color):
    """A line that says a sum, or, while it is under way, the last of its terms."""

    def words(numbers):
        if place in numbers:
            return f"{name} {_number(numbers, place)}"
        known = [written(numbers[part]) for part in parts if part in numbers]
        if not known:
            return f"{name} {UNKNOWN}"
        # A term below zero has its sign already.
        text = known[-1].replace("−", "− ") if len(known) > 1 else known[-1]
        joined = "… " if text.startswith("− ") else "… + "
        more = f" + {UNKNOWN}" if len(known) < len(parts) else ""
        return f"{joined if len(known) > 1 else ''}{text}{more}"

    return _Line(words, color, (place, *parts))


# ---- drawing ----


def _drawn(plans, widest, is_beside):
    """The figure, its head and its networks; None where a number has no room."""
    heights = [plan.height for plan in plans]
    height = max(heights) if is_beside else sum(heights)
    figure, axes = panels(height=height + HEAD)
    figure.set_layout_engine("none")
    axes.set_position([0, 0, 1, 1])
    axes.set(xlim=(0, WIDTH), ylim=(-height, HEAD))
    axes.axis("off")
    networks, left, top = [], 0.0, 0.0
    for plan, own in zip(plans, heights, strict=True):
        right = WIDTH if len(plans) == 1 or not is_beside or plan.is_new else WIDTH * SHARE_OF_OLD
        network = _draw_network(axes, plan, widest, (left, right), top)
        if network is None:
            return None
        networks.append(network)
        left, top = (right, top) if is_beside else (left, top - own)
    if len(plans) > 1:
        _draw_titles(axes, is_beside, heights[0])
    return figure, _draw_head(axes), networks


def _draw_titles(axes, is_beside, height):
    place = (WIDTH * SHARE_OF_OLD, 0) if is_beside else (0, -height)
    for words, (x, y) in (("before the update", (0, 0)), ("after the update", place)):
        axes.text(x + 0.2, y - 0.08, words, va="top", fontsize=11, color=INK)


def _draw_head(axes):
    sizes = ((0.12, 10.5, INK), (0.38, 9.5, QUIET), (0.58, 15, INK))
    return [
        axes.text(0.2, HEAD - down, "", va="top", fontsize=size, color=color)
        for down, size, color in sizes
    ]


def _draw_network(axes, plan, widest, sides, top):
    left, right = sides
    middle = top - TITLES - plan.reach("above")
    columns = node_places(plan.widths, left + MARGIN, right - MARGIN, plan.spacing)
    places = [[(x, y + middle) for x, y in column] for column in columns]
    _draw_headings(axes, places, top)
    around = _labels_around(plan, places, widest)
    circles = [_box_around(place) for column in places for place in column]
    taken = [label.box() for label, _ in around]
    if _any_meet(taken, circles) or not _is_inside(taken):
        return None
    edges = list(plan.edges)
    wanted = [
        ((places[layer][start], places[layer + 1][end]), _at_widest(plan.edges[edge], widest))
        for edge in edges
        for layer, start, end in [edge]
    ]
    found = free_places(wanted, taken + circles)
    if None in found:
        return None
    around += [(label, plan.edges[edge]) for label, edge in zip(found, edges, strict=True)]
    lines = {
        Edge(layer, start, end): axes.plot(
            *zip(places[layer][start], places[layer + 1][end], strict=True), zorder=1
        )[0]
        for layer, start, end in edges
    }
    nodes = [
        _draw_node(axes, plan, column, node, place)
        for column, row in enumerate(places)
        for node, place in enumerate(row)
    ]
    labels = [(write(axes, label), said) for label, said in around]
    return _Network(lines, nodes, labels, plan.is_new, plan.largest)


def _draw_headings(axes, places, top):
    for column, nodes in enumerate(places):
        words = "inputs" if column == 0 else "hidden"
        words = "prediction" if column == len(places) - 1 else words
        y = top - TITLES + 0.24
        axes.text(nodes[0][0], y, words, ha="center", va="top", color=QUIET, fontsize=9.5)


def _draw_node(axes, plan, column, node, place):
    circle = axes.add_artist(Circle(place, RADIUS, zorder=3))
    words = axes.text(*place, "", ha="center", va="center", color=VALUE, zorder=4)
    value = Place("value", column, (node,), plan.is_new and column > 0)
    return _Node(circle, words, value, 0 < column < len(plan.widths) - 1)


def _at_widest(lines, widest):
    return tuple((widest[line], line.color) for line in lines)


def _labels_around(plan, places, widest):
    labels = []
    for (column, node), lines in [*plan.above.items(), *plan.below.items()]:
        if lines:
            side = 1 if lines is plan.above[column, node] else -1
            x, y = places[column][node]
            away = RADIUS + 0.05 + LINE_HEIGHT * len(lines) / 2
            labels.append((Label(x, y + side * away, _at_widest(lines, widest)), lines))
    return labels


def _box_around(place):
    x, y = place
    return x - RADIUS - 0.05, x + RADIUS + 0.05, y - RADIUS, y + RADIUS


def _any_meet(boxes, others):
    everything = np.array([*boxes, *others])
    left, right, low, high = everything.T
    meets = (left[:, None] < right) & (left < right[:, None])
    meets &= (low[:, None] < high) & (low < high[:, None])
    return np.triu(meets, 1).any()


def _is_inside(boxes):
    return all(left > 0 and right < WIDTH for left, right, *_ in boxes)


# ---- moving ----


def _move_head(head, moment):
    step = moment.step
    words = ("A question mark is a number that is not known yet.", "", "")
    if step is not None:
        arithmetic = step.arithmetic if moment.is_shown else f"{step.question} = {UNKNOWN}"
        words = step.says, step.rule, arithmetic
    for text, said in zip(head, words, strict=True):
        if text.get_text() != said:
            text.set_text(said)


def _move_network(network, moment):
    lit = _lit_in(network, moment)
    color = _PART_COLORS.get(moment.step.part, VALUE) if moment.step else WEIGHT
    for edge, line in network.edges.items():
        weight = moment.numbers.get(Place("weight", edge.layer, edge[1:], network.is_new), 0.0)
        idle = STEPPED_BACK if moment.step else WEIGHT
        share = min(abs(weight) / network.largest[edge.layer], MOST_GROWN)
        look = {"color": color if edge in lit.edges else idle, "linewidth": 0.8 + 2.6 * share}
        _set(line, linestyle="--" if weight < 0 else "-", **look)
    for node in network.nodes:
        is_lit = (node.place.layer, *node.place.index) in lit.nodes
        _move_node(node, moment.numbers.get(node.place), color if is_lit else None)
    for artists, lines in network.labels:
        rewrite(artists, [(line.words(moment.numbers), line.color) for line in lines])
        for (_, paper), line in zip(artists, lines, strict=True):
            _set(paper, facecolor=LIT_PAPER if lit.places.intersection(line.places) else PAPER)


def _move_node(node, value, lit_color):
    is_closed = value == 0 and node.is_hidden
    face = PAPER if value is None else _CLOSED if is_closed else _OPEN
    edge = lit_color or (QUIET if value is None or is_closed else VALUE)
    look = {"facecolor": face, "edgecolor": edge, "linewidth": 3.2 if lit_color else 1.6}
    _set(node.circle, linestyle=":" if is_closed else "-", **look)
    text = UNKNOWN if value is None else written(value)
    _set(node.words, text=text, fontsize=10.5 if len(text) <= 6 else 9.0)


def _set(artist, **look):
    """Set what differs, so that an artist whose look stays is not recorded again."""
    changed = {}
    for name, wanted in look.items():
        current = getattr(artist, f"get_{name}")()
        if name.endswith("color"):
            current = to_hex(current).upper()
        if current != wanted:
            changed[name] = wanted
    if changed:
        artist.set(**changed)


def _lit_in(network, moment):
    """What the moment's step takes or makes in this network."""
    lit = []
    for place in moment.lit:
        # Inputs and targets are the same in both networks: they light up where the step is.
        is_shared = place.quantity == "target" or place[:2] == ("value", 0)
        if (moment.step.part == AGAIN if is_shared else place.is_new) == network.is_new:
            lit.append(place)
    nodes = {(place.layer, *place.index) for place in lit if len(place.index) == 1}
    return _Lit(set(lit), nodes, {Edge(p.layer, *p.index) for p in lit if len(p.index) == 2})


def _artists(network):
    labels = [part for artists, _ in network.labels for pair in artists for part in pair[::-1]]
    nodes = [part for node in network.nodes for part in (node.circle, node.words)]
    return [*network.edges.values(), *nodes, *labels]
