"""The picture of a walk: a network whose numbers appear one by one, and the updated one beside it.

What is not known yet is a question mark. Every label has room for the widest text of all steps, so
nothing moves but words, colours and the paper behind what the present step takes and makes.
"""

from typing import NamedTuple

import numpy as np

from helpers.figures.network_drawing import (
    Layout,
    Lit,
    draw_column_names,
    draw_network,
    labels_around,
    move_network,
    node_places,
    place_at_edges,
    restyle,
)
from helpers.figures.network_labels import left_out, text_width
from helpers.figures.network_plan import UNKNOWN, Edge, Plan
from helpers.figures.style import (
    INK,
    QUIET,
    SLOPE,
    VALUE,
    WEIGHT,
    WIDTH,
    Scene,
    described,
    in_whole_pixels,
    panels,
    styled,
)
from helpers.live.sliders import flat
from helpers.walks.arithmetic import written
from helpers.walks.plan import plan_of, widest_texts
from helpers.walks.steps import AGAIN, BACKWARD, UPDATE

TITLES = 0.62
"""Inches above the nodes, for the names of networks and columns."""

ROOM_BETWEEN = (0.22, 0.6, 1.0)
"""Inches between the words of two nodes, more where the edges' labels need it."""

MARGIN = 0.68
HEAD = 0.85
"""Inches above the networks, for the arithmetic."""

TALLEST, COMFORTABLE = 13, 9
"""Inches: more fits no recording; what two networks below each other may take."""

TITLE = 0.27
"""Inches of the room above a network for its name."""

STEPPED_BACK = "#A9B0BC"
_PART_COLORS = {BACKWARD: SLOPE, UPDATE: INK}


class Placed(NamedTuple):
    """A network's Plan, its Layout, and where on the page its room begins: in inches."""

    plan: Plan
    layout: Layout
    left: float
    top: float

    @property
    def bottom(self):
        """Where the network and its words end."""
        return self.top - height_of(self.plan)

    @property
    def missing(self):
        """How many edges have no label for want of room."""
        return self.layout.missing(self.plan.edges)


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
    networks = [draw_placed(axes, layout) for layout in layouts]
    takes_turns = len({(layout.left, layout.top) for layout in layouts}) < len(layouts)
    titles = _draw_titles(axes, layouts) if has_new else []
    head = draw_head(axes)

    def move_to(moment):
        move_head(head, moment)
        for network, plan in zip(networks, plans, strict=True):
            move_network(network, plan, moment.numbers, lit_in(plan, moment))
        for title in titles[1:]:
            restyle(title, text=_after_the_update(moment.numbers))
        if takes_turns:
            is_updated = moment.step is not None and moment.step.part in (UPDATE, AGAIN)
            for network, plan, title in zip(networks, plans, titles, strict=True):
                for artist in flat([title, network]):
                    restyle(artist, visible=plan.is_new == is_updated)

    move_to(moments[0])
    return Scene(described(figure, alt_text), (head, titles, networks), move_to)


def _layouts(plans, widest):
    """Where the one network stands, or the old and the updated one: the first way that has room.

    Of several layouts that have it, the first with the fewest labels that lie on an edge.
    """
    ways = [_alone] if len(plans) == 1 else [_beside, _below, _in_turn]
    for arrange in ways:
        limit = COMFORTABLE if arrange is _below else TALLEST
        fitting = _fitting(arrange, plans, widest, limit)
        if fitting:
            return min(fitting, key=lambda layouts: sum(each.layout.lying for each in layouts))
    return _thinned(ways[-1], plans, widest)


def _fitting(arrange, plans, widest, limit, **options):
    """The layouts of networks, one for each room between words that leaves them below a limit."""
    attempts = [
        arrange([plan._replace(room=room) for plan in plans], widest, **options)
        for room in ROOM_BETWEEN
    ]
    return [
        layouts
        for layouts in attempts
        if None not in layouts and HEAD - layouts[-1].bottom <= limit
    ]


def _thinned(arrange, plans, widest):
    """The layouts of networks too dense for all labels: those that leave the fewest out."""
    fitting = _fitting(arrange, plans, widest, TALLEST, may_miss=True)
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
    old, new = plans
    return [
        lay_out(old, widest, (0, WIDTH / 2), 0.0),
        _level_with(old, new, widest, (WIDTH / 2, WIDTH)),
    ]


def _below(plans, widest):
    tops = 0.0, -height_of(plans[0])
    return [lay_out(plan, widest, (0, WIDTH), top) for plan, top in zip(plans, tops, strict=True)]


def _in_turn(plans, widest, may_miss=False):
    old, new = plans
    sides = 0, WIDTH
    return [
        lay_out(old, widest, sides, 0.0, may_miss),
        _level_with(old, new, widest, sides, may_miss),
    ]


def _level_with(old, new, widest, sides, may_miss=False):
    """Place the updated network so that its nodes are as high up as those of the old one."""
    new = new._replace(room=new.room + old.spacing - new.spacing)
    lower = old.reach(old.above) - new.reach(new.above)
    return lay_out(new, widest, sides, 0.0, may_miss, lower)


def height_of(plan):
    """Return the inches of a whole network with its titles."""
    return TITLES + plan.reach(plan.above) + plan.reach(plan.below) + 0.2


def canvas(height):
    """Return a Figure and axes over all of it, in inches: y is 0 where the head's room ends.

    Raises ValueError where it would be taller than `TALLEST`.
    """
    if height + HEAD > TALLEST:
        raise ValueError(
            f"layers make a picture {height + HEAD:.0f} inches tall, expected at most {TALLEST}: "
            "take a network of fewer nodes"
        )
    height = in_whole_pixels(height + HEAD) - HEAD
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


def lay_out(plan, widest, sides, top, may_miss=False, lower=0.0):
    """Place a network between two sides and below `top`, in inches: as Placed.

    `widest` holds the widest text of every line, `lower` is how much lower than need be the nodes
    stand. Returns None where a line has no room; with `may_miss` the labels of edges are left out
    that have none.
    """
    middle = top - TITLES - plan.reach(plan.above) - lower
    left, right = sides[0] + MARGIN, sides[1] - _margin(plan, widest)
    columns = node_places(plan.widths, left, right, plan.spacing)
    places = [[(x, y + middle) for x, y in column] for column in columns]
    around = labels_around(plan, places, widest)
    taken = [label.box() for label in around]
    boxes = taken + [_box_around(place, plan.radius) for column in places for place in column]
    if _any_meet(boxes) or not all(left > 0 and right < WIDTH for left, right, *_ in boxes):
        return None
    layout = Layout(places, around, place_at_edges(plan, places, widest, taken, plan.edges))
    placed = Placed(plan, layout, sides[0], top)
    return placed if may_miss or not placed.missing else None


def draw_placed(axes, placed):
    """Draw a network where it is placed, without its numbers; return its NetworkArtists."""
    # Slopes are those of the network before its update.
    has_bands = not placed.plan.is_new
    return draw_network(axes, placed.plan, placed.layout, has_bands, _draw_names(axes, placed))


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


def _draw_names(axes, placed):
    """The names of the columns, and how many labels are left out."""
    y = placed.top - TITLES + 0.24
    names = draw_column_names(axes, placed.layout.places, y, fontsize=9.5)
    if placed.missing:
        look = {"ha": "right", "va": "top", "fontsize": 9.5, "color": QUIET}
        note = left_out(placed.missing)
        names.append(axes.text(WIDTH - 0.2, placed.top - 0.08, note, **look))
    return names


def _box_around(place, radius):
    x, y = place
    return x - radius - 0.05, x + radius + 0.05, y - radius, y + radius


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


def lit_in(plan, moment, trail=()):
    """Return what a moment's step takes or makes in a network as Lit.

    Edges of the `trail` are dark, though no step concerns them.
    """
    lit = [place for place in moment.lit if _is_in(plan, place, moment.step)]
    color = _PART_COLORS.get(moment.step.part, VALUE) if moment.step else WEIGHT
    edges = dict.fromkeys(plan.edges, STEPPED_BACK if moment.step else WEIGHT)
    edges |= dict.fromkeys(trail, INK)
    edges |= {Edge(p.layer, *p.index): color for p in lit if len(p.index) == 2}
    # A bias belongs to the node that its layer's weights lead to.
    nodes = {
        (place.layer + place.quantity.endswith("bias"), *place.index): color
        for place in lit
        if len(place.index) == 1
    }
    return Lit(edges, nodes, frozenset(lit))


def _is_in(plan, place, step):
    # Inputs and targets are the same in both networks: they light up where the step is.
    is_shared = place.quantity == "target" or place[:2] == ("value", 0)
    return (step.part == AGAIN if is_shared else place.is_new) == plan.is_new
