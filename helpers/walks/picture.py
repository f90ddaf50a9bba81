"""The picture of a walk: a network whose numbers appear one by one, and the updated one beside it.

What is not known yet is a question mark. Every label has room for the widest text of all steps, so
nothing moves but words, colours and the paper behind what the present step takes and makes.
"""

import math
from functools import cache
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
    between,
    column_name,
    draw_band,
    free_places,
    left_out,
    move_band,
    node_places,
    rewrite,
    text_width,
    write,
)
from helpers.figures.style import (
    INCH_IN_PIXELS,
    INK,
    LIT_PAPER,
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
from helpers.walks.plan import (
    RADIUS,
    ROOM_BETWEEN,
    TITLES,
    UNKNOWN,
    Line,
    Plan,
    plan_of,
    widest_texts,
)
from helpers.walks.steps import AGAIN, BACKWARD, UPDATE, Place

MOST_GROWN = 2
MARGIN = 0.68
HEAD = 0.85
"""Inches above the networks, for the arithmetic."""

TALLEST, COMFORTABLE = 13, 9
"""Inches: more fits no recording; what two networks below each other may take."""

TITLE = 0.27
"""Inches of the room above a network for its name."""

MOST_CHARACTERS = 7
"""What a node's circle has room for; in full, the number stands in the words of its step."""

STEPPED_BACK = "#A9B0BC"
_OPEN, _CLOSED = "#E8F1FB", "#F0F1F4"
_PART_COLORS = {BACKWARD: SLOPE, UPDATE: INK}


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


class NetworkArtists(NamedTuple):
    """One network: its edges, nodes, labels with what they are to say, names of its columns.

    `bands` show the slopes of edges, `largest` and `steepest` are what widths are measured by.
    """

    edges: dict[Edge, Artist]
    bands: dict[Edge, Artist]
    nodes: list[_Node]
    labels: list[tuple[list[Written], list[Line]]]
    names: list[Artist]
    is_new: bool
    largest: list[float]
    steepest: float


class Layout(NamedTuple):
    """Where a network's nodes and its labels, each with its lines, stand: in inches.

    `missing` counts the edges whose labels found no place.
    """

    plan: Plan
    places: list[list[tuple[float, float]]]
    labels: list[tuple[Label, list[Line]]]
    missing: int
    left: float
    top: float

    @property
    def bottom(self):
        """Where the network and its words end."""
        return self.top - self.plan.height


@styled
def walk_scene(layers, moments, alt_text):
    """Draw the networks of a walk; return its `Scene`, at the first of the moments.

    `move_to(moment)` shows another one. The updated network stands beside the old one. Where there
    are many layers it stands below it, where there are many nodes it takes its place. Where even
    then edges lie too close for their labels, some are left out, and the picture says so. Raises
    ValueError where there is no room for the nodes.
    """
    final = moments[-1].numbers
    has_new = any(place.is_new for place in final)
    plans = [plan_of(layers, final, is_new) for is_new in (False, True)[: 1 + has_new]]
    layouts = _layouts(plans, widest_texts(plans, moments))
    figure, axes = canvas(-min(layout.bottom for layout in layouts))
    networks = [draw_network(axes, layout) for layout in layouts]
    takes_turns = len({(layout.left, layout.top) for layout in layouts}) < len(layouts)
    titles = _draw_titles(axes, layouts) if has_new else []
    head = draw_head(axes)

    def move_to(moment):
        move_head(head, moment)
        for network in networks:
            move_network(network, moment)
        for title in titles[1:]:
            _set(title, text=_after_the_update(moment.numbers))
        if takes_turns:
            is_updated = moment.step is not None and moment.step.part in (UPDATE, AGAIN)
            for network, title in zip(networks, titles, strict=True):
                for artist in (title, *artists_of(network)):
                    _set(artist, visible=network.is_new == is_updated)

    move_to(moments[0])
    moving = [artist for network in networks for artist in artists_of(network)]
    return Scene(described(figure, alt_text), (*head, titles, moving), move_to)


def _layouts(plans, widest):
    """Where the one network stands, or the old and the updated one: the first that has room."""
    ways = [_alone] if len(plans) == 1 else [_beside, _below, _in_turn]
    for arrange, room in product(ways, ROOM_BETWEEN):
        layouts = arrange([plan._replace(room=room) for plan in plans], widest)
        limit = COMFORTABLE if arrange is _below else TALLEST
        if None not in layouts and HEAD - layouts[-1].bottom <= limit:
            return layouts
    return _thinned(ways[-1], plans, widest)


def _thinned(arrange, plans, widest):
    """The layouts of networks too dense for all labels: those that leave the fewest out."""
    attempts = [
        arrange([plan._replace(room=room) for plan in plans], widest, may_miss=True)
        for room in ROOM_BETWEEN
    ]
    fitting = [
        layouts
        for layouts in attempts
        if None not in layouts and HEAD - layouts[-1].bottom <= TALLEST
    ]
    if not fitting:
        raise ValueError(
            f"layers make a network of {' to '.join(map(str, plans[0].widths))} nodes, too many "
            "numbers to write beside each other: expected up to about four nodes in a layer"
        )
    return min(fitting, key=lambda layouts: sum(layout.missing for layout in layouts))


def _alone(plans, widest, may_miss=False):
    # A network that stands alone needs no name.
    return [lay_out(plans[0], widest, (0, WIDTH), TITLE, may_miss)]


def _beside(plans, widest):
    sides = (0, WIDTH / 2), (WIDTH / 2, WIDTH)
    return [lay_out(plan, widest, here, 0.0) for plan, here in zip(plans, sides, strict=True)]


def _below(plans, widest):
    tops = 0.0, -plans[0].height
    return [lay_out(plan, widest, (0, WIDTH), top) for plan, top in zip(plans, tops, strict=True)]


def _in_turn(plans, widest, may_miss=False):
    old, new = plans
    # The nodes of one network stand where those of the other stood.
    new = new._replace(room=new.room + old.spacing - new.spacing)
    return [lay_out(plan, widest, (0, WIDTH), 0.0, may_miss) for plan in (old, new)]


def canvas(height):
    """Return a Figure and axes over all of it, in inches: y is 0 where the head's room ends.

    Raises ValueError where it would be taller than `TALLEST`.
    """
    if height + HEAD > TALLEST:
        raise ValueError(
            f"layers make a picture {height + HEAD:.0f} inches tall, expected at most {TALLEST}: "
            "take a network of fewer nodes"
        )
    # A whole number of a page's pixels: a browser rounds what is painted there.
    pixels = math.ceil(round((height + HEAD) * INCH_IN_PIXELS, 3))
    height = pixels / INCH_IN_PIXELS - HEAD
    figure, axes = panels(height=height + HEAD)
    figure.set_layout_engine("none")
    axes.set_position([0, 0, 1, 1])
    axes.set(xlim=(0, WIDTH), ylim=(-height, HEAD))
    axes.axis("off")
    return figure, axes


def _draw_titles(axes, layouts):
    return [
        axes.text(layout.left + 0.2, layout.top - 0.08, text, va="top", fontsize=11, color=INK)
        for text, layout in zip(("before the update", ""), layouts, strict=True)
    ]


def _after_the_update(numbers):
    """The updated network's title: with the old loss to compare with, once that is known."""
    old = [number for place, number in numbers.items() if place[::3] == ("loss", False)]
    return "after the update" + "".join(f" (before it, the loss was {written(it)})" for it in old)


def draw_head(axes):
    """Return the texts for a step's name, its rule and its arithmetic, above the networks."""
    sizes = ((0.1, 10.5, INK), (0.34, 9.5, QUIET), (0.52, 15, INK))
    return [
        axes.text(0.2, HEAD - down, "", va="top", fontsize=size, color=color)
        for down, size, color in sizes
    ]


def lay_out(plan, widest, sides, top, may_miss=False):
    """Place a network between two sides and below `top`, in inches: its Layout.

    `widest` holds the widest text of every line. Returns None where one of them has no room; with
    `may_miss` the labels of edges are left out that have none.
    """
    middle = top - TITLES - plan.reach("above")
    left, right = sides[0] + MARGIN, sides[1] - _margin(plan, widest)
    columns = node_places(plan.widths, left, right, plan.spacing)
    places = [[(x, y + middle) for x, y in column] for column in columns]
    around = _labels_around(plan, places, widest)
    nodes = [place for column in places for place in column]
    taken = [label.box() for label, _ in around]
    boxes = taken + [_box_around(place) for place in nodes]
    if _any_meet(boxes) or not all(left > 0 and right < WIDTH for left, right, *_ in boxes):
        return None
    wanted = [(_ends(places, edge), _at_widest(said, widest)) for edge, said in plan.edges.items()]
    found = free_places(wanted, taken, nodes, RADIUS + 0.04)
    missing = found.count(None)
    if missing and not may_miss:
        return None
    at_edges = zip(found, plan.edges.values(), strict=True)
    labels = around + [(label, lines) for label, lines in at_edges if label is not None]
    return Layout(plan, places, labels, missing, sides[0], top)


def draw_network(axes, layout):
    """Draw a network as it is laid out, without its numbers; return its NetworkArtists."""
    plan, places = layout.plan, layout.places
    names = _draw_names(axes, layout)
    lines = {
        edge: axes.plot(*between(_ends(places, edge), RADIUS).T, zorder=1)[0] for edge in plan.edges
    }
    nodes = [
        _draw_node(axes, plan, column, node, place)
        for column, row in enumerate(places)
        for node, place in enumerate(row)
    ]
    labels = [(write(axes, label), said) for label, said in layout.labels]
    # Slopes are those of the network before its update.
    banded = {} if plan.is_new else lines
    bands = {edge: draw_band(axes, line.get_xydata()) for edge, line in banded.items()}
    measures = plan.is_new, plan.largest, plan.steepest
    return NetworkArtists(lines, bands, nodes, labels, names, *measures)


def _margin(plan, widest):
    """Inches at the right of the last column's middle that its words need."""
    last = len(plan.widths) - 1
    lines = [
        line
        for where in (plan.above, plan.below)
        for node in range(plan.widths[last])
        for line in where[last, node]
    ]
    return max(MARGIN, max(text_width(widest[line]) for line in lines) / 2 + 0.06)


def _ends(places, edge):
    return places[edge.layer][edge.start], places[edge.layer + 1][edge.end]


def _draw_names(axes, layout):
    """The names of the columns, and how many labels are left out."""
    look = {"va": "top", "fontsize": 9.5, "color": QUIET}
    names = []
    for column, nodes in enumerate(layout.places):
        words = column_name(column, len(layout.places))
        x, y = nodes[0][0], layout.top - TITLES + 0.24
        names.append(axes.text(x, y, words, ha="center", **look))
    if layout.missing:
        note = left_out(layout.missing)
        names.append(axes.text(WIDTH - 0.2, layout.top - 0.08, note, ha="right", **look))
    return names


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


def _any_meet(boxes):
    left, right, low, high = np.array(boxes).T
    meets = (left[:, None] < right) & (left < right[:, None])
    meets &= (low[:, None] < high) & (low < high[:, None])
    return np.triu(meets, 1).any()


def move_head(head, moment):
    """Let the texts of `draw_head` say a moment's step."""
    step = moment.step
    words = ("A question mark is a number that is not known yet.", "", "")
    if step is not None:
        arithmetic = step.arithmetic if moment.is_shown else f"{step.question} = {UNKNOWN}"
        words = step.says, step.rule, arithmetic
    for text, said in zip(head, words, strict=True):
        if text.get_text() != said:
            text.set_text(said)


def move_network(network, moment, trail=()):
    """Let a network show a moment; edges of the `trail` are dark, though no step concerns them."""
    lit = _lit_in(network, moment)
    color = _PART_COLORS.get(moment.step.part, VALUE) if moment.step else WEIGHT
    for edge, line in network.edges.items():
        weight = moment.numbers.get(Place("weight", edge.layer, edge[1:], network.is_new), 0.0)
        idle = STEPPED_BACK if moment.step else WEIGHT
        share = min(abs(weight) / network.largest[edge.layer], MOST_GROWN)
        now = color if edge in lit.edges else INK if edge in trail else idle
        width, dashes = 0.8 + 2.6 * share, "--" if weight < 0 else "-"
        _set(line, color=now, linewidth=width, linestyle=dashes)
    for edge, band in network.bands.items():
        slope = moment.numbers.get(Place("slope of weight", edge.layer, edge[1:]), 0)
        move_band(band, network.edges[edge], abs(slope) / network.steepest)
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
    text = UNKNOWN if value is None else within_circle(value)
    _set(node.words, text=text, fontsize=10.5 if len(text) <= 6 else 9.0)


def within_circle(value):
    """Return a number as text with as many digits as a node's circle has room for.

    >>> within_circle(0.7), within_circle(-0.260055), within_circle(-0.000012346)
    ('0.7', '−0.2601', '−1e−05')
    """
    return next(text for text in _shorter(value) if len(text) <= MOST_CHARACTERS)


def _shorter(value):
    """Yield a number as text, with fewer and fewer digits."""
    yield written(value)
    for digits in (5, 4, 3, 2):
        # A digit before the point that was rounded to 0 would look exact.
        if abs(value) < 10**digits:
            yield written(float(f"{value:.{digits}g}"))
    for digits in (1, 0):
        yield f"{value:.{digits}e}".replace("-", "−").replace("+", "")


def _set(artist, **look):
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


def _lit_in(network, moment):
    """What the moment's step takes or makes in this network."""
    lit = []
    for place in moment.lit:
        # Inputs and targets are the same in both networks: they light up where the step is.
        is_shared = place.quantity == "target" or place[:2] == ("value", 0)
        if (moment.step.part == AGAIN if is_shared else place.is_new) == network.is_new:
            lit.append(place)
    # A bias belongs to the node that its layer's weights lead to.
    nodes = {
        (place.layer + place.quantity.endswith("bias"), *place.index)
        for place in lit
        if len(place.index) == 1
    }
    return _Lit(set(lit), nodes, {Edge(p.layer, *p.index) for p in lit if len(p.index) == 2})


def artists_of(network):
    """Return everything that draws a network."""
    labels = [part for artists, _ in network.labels for pair in artists for part in pair[::-1]]
    nodes = [part for node in network.nodes for part in (node.circle, node.words)]
    return [*network.bands.values(), *network.edges.values(), *nodes, *labels, *network.names]
