"""Explain one number: where the slope of a weight or bias comes from, in network and curve."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import ScalarFormatter

from helpers.checks import widths_of
from helpers.figures.network_drawing import edge_ends, move_network
from helpers.figures.network_labels import ROOM_AT_EDGE, text_width
from helpers.figures.network_plan import Edge, nodes_of
from helpers.figures.style import (
    DASHES,
    INK,
    LOSS,
    QUIET,
    SLOPE,
    WIDTH,
    Scene,
    described,
    styled,
)
from helpers.live import Slider, live
from helpers.walks.arithmetic import written
from helpers.walks.explanation import (
    explanations_of,
    notes_of,
    numbers_before_update,
    place_of,
    places_of,
    told,
)
from helpers.walks.picture import (
    HEAD,
    TALLEST,
    TITLE,
    Placed,
    canvas,
    draw_head,
    draw_placed,
    height_of,
    lay_out,
    lit_in,
    move_head,
)
from helpers.walks.plan import Moment, plan_of, widest_texts
from helpers.walks.steps import names_of, one_example, steps_of

MOST_BESIDE = 3
"""Fewer layers of weights leave room for the loss curve beside the network."""

NETWORK_SHARE = 0.54
_NOTE_HEIGHT, _NOTES_AT = 0.16, 4.0
_LEAST_CURVE, _MOST_CURVE = 0.8, 2.0
_CURVE_AT, _WIDE_CURVE, _NARROW_CURVE = 0.92, 2.99, 2.6
_ABOVE_CURVE, _BELOW_CURVE = 0.28, 0.45
"""Inches: of the curve's axes, at their left, and for the words above and below them."""

_ROOM_BETWEEN = (0.1, 0.25, 0.5, 1.0)
"""Inches between the words of two nodes that are tried in turn."""

_COMFORTABLE, _TALL = 5.2, 6.1
"""Inches: so much of a picture, and its slider, are on a laptop's screen together, with ease."""

_TALLEST_NETWORK = 8
"""Inches: rather than more, labels at edges are left out."""


LEAST_SPAN = 0.02
"""The share of the loss that the loss axis spans at least."""

SMALLEST_PLAIN, LARGEST_PLAIN = 1e-3, 1e5
"""Between these, ticks are written with the same number of decimals."""


class _Arranged(NamedTuple):
    """A placed network, where the curve's axes and the notes begin, and the inches of it all.

    Places are in inches, y upwards from 0 where the head's room ends; of the curve's axes also how
    wide and how high they are.
    """

    placed: Placed
    curve: tuple[float, float, float, float]
    notes: tuple[float, float]
    height: float


class _Curve(NamedTuple):
    """What draws the loss over one weight or bias."""

    axes: Axes
    curve: Artist
    tangent: Artist
    guessed: Artist
    point: Artist
    label: Artist
    guess_label: Artist


def explain(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Display where the slope of `layers[layer].weights[weight]` comes from, and of all the others.

    A slider picks the weight, or the bias, and so does a click on its line, or its node; it starts
    at the weight asked for. It shows its place in the network, the three factors of its slope, the
    paths from it to the loss, the numerical slope, and the loss over this one weight with the
    tangent. Returns what `live` does. The arguments and errors are those of `explain_figure`.
    """
    return live(
        *explain_figure(layers, inputs, targets, layer, weight, row, guess), captioned=False
    )


def explain_figure(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Return what `live` and `to_html` take: a Scene, move and a Slider.

    The slider goes over every weight, then over every bias.
    `inputs` (rows, inputs), `targets` (rows, outputs) and `row` are as in `steps_of`. `guess` is
    your own slope of this weight, a number that is right within half a percent, or all your slopes,
    a list of Layer, right up to rounding. Raises ValueError or TypeError where arguments do not
    fit, there is no such weight, or the network is too large to draw.
    """
    explanations = explanations_of(layers, inputs, targets, layer, weight, row, guess)
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    numbers = numbers_before_update(steps_of(layers, inputs[None], targets[None]))
    names = names_of(widths_of(layers))
    start = places_of(layers).index(place_of(layers, layer, weight))
    scene, lines = _explain_scene(layers, numbers, explanations, start)

    def move(weight):
        scene.move_to(explanations[weight])
        return told(explanations[weight])

    def ends(weight):
        place = explanations[weight].place
        node = names(place.layer + 1, place.index[-1])
        if place.quantity == "bias":
            return f"bias of {node}"
        return f"{names(place.layer, place.index[0])} to {node}"

    has_bias = any(layer.bias is not None for layer in layers)
    label = "weight or bias" if has_bias else "weight"
    positions = range(len(explanations))
    slider = Slider("weight", positions, start=start, words=ends, label=label, lines=lines)
    return scene, move, slider


@styled
def _explain_scene(layers, numbers, explanations, start):
    """The Scene, and what draws each explanation's weight or the node of its bias."""
    figure, head, (network, plan), curve, notes = _draw(layers, numbers, explanations)

    def move_to(explanation):
        moment = Moment(numbers, explanation.step)
        move_head(head, moment)
        open_paths = [path for path in explanation.paths if path.product]
        trail = {edge for path in open_paths for edge in path.edges(explanation.place)}
        move_network(network, plan, numbers, lit_in(plan, moment, trail))
        _move_curve(curve, explanation)
        said = notes_of(explanation)
        for text, words in zip(notes, said + [""] * (len(notes) - len(said)), strict=True):
            if text.get_text() != words:
                text.set_text(words)

    move_to(explanations[start])
    biases = sum(explanation.place.quantity == "bias" for explanation in explanations)
    alt_text = f"Where the slopes of {len(explanations) - biases} weights "
    alt_text += f"and {biases} {'bias' if biases == 1 else 'biases'} " if biases else ""
    alt_text += f"come from. {told(explanations[start])}"
    axis = curve.axes.xaxis, curve.axes.yaxis
    moving = (*head, network, *axis, *curve[1:], notes)
    lines = [_artist_at(network, plan, explanation.place) for explanation in explanations]
    return Scene(described(figure, alt_text), moving, move_to), lines


def _artist_at(network, plan, place):
    if place.quantity == "weight":
        return dict(zip(plan.edges, network.lines, strict=True))[Edge(place.layer, *place.index)]
    circles = dict(zip(nodes_of(plan.widths), network.circles, strict=True))
    return circles[place.layer + 1, *place.index]


def _draw(layers, numbers, explanations):
    """The figure, and what moves in it: head, network, curve, notes."""
    texts = [notes_of(explanation) for explanation in explanations]
    count = max(map(len, texts))
    widest_note = max(text_width(note) for notes in texts for note in notes)
    plan = plan_of(layers, numbers, is_brief=True)
    arranged = _arranged(plan, numbers, count, widest_note)
    figure, axes = canvas(arranged.height)
    network = draw_placed(axes, arranged.placed), arranged.placed.plan
    x, y = arranged.notes
    notes = [_note(axes, x, y - _NOTE_HEIGHT * line) for line in range(count)]
    x, y, *size = arranged.curve
    curve = _draw_curve(figure, x, y + arranged.height, *size)
    return figure, draw_head(axes), network, curve, notes


def _arranged(plan, numbers, count, widest_note):
    """The lowest picture in which every label has room, or else the one that misses the fewest.

    `count` is the number of notes, `widest_note` the inches of the widest.
    """
    widest = widest_texts([plan], [Moment(numbers)])
    roomy = [plan._replace(room=room) for room in _ROOM_BETWEEN]
    roomy = [plan for plan in roomy if height_of(plan) <= _TALLEST_NETWORK] or roomy[:1]
    ways = [(_below, WIDTH)]
    if len(plan.widths) - 1 < MOST_BESIDE:
        ways.insert(0, (_beside, WIDTH * NETWORK_SHARE))
    attempts = [
        arrange(layout, count, widest_note)
        for arrange, right in ways
        for layout in _laid_out(roomy, widest, right)
    ]
    if not attempts:
        raise ValueError(
            f"layers make a network of {' to '.join(map(str, plan.widths))} nodes, too many "
            "numbers to write beside each other: expected up to about six nodes in a layer"
        )
    return min(attempts, key=_faults)


def _faults(arranged):
    """What speaks against a picture, the worst first; below a comfortable height, none is tall."""
    placed, height = arranged.placed, arranged.height + HEAD
    *_, curve = arranged.curve
    worse = height > TALLEST, placed.missing, max(height, _TALL), placed.layout.lying
    return *worse, max(height, _COMFORTABLE), -curve, -height


def _laid_out(roomy, widest, right):
    """The layouts of plans, each with more room than the one before, while more is of use."""
    layouts = []
    for plan in roomy:
        layout = lay_out(plan, widest, (0, right), TITLE, may_miss=True)
        layouts += [layout] if layout else []
        if layout and not layout.missing and -layout.bottom > _COMFORTABLE:
            break
    return layouts


def _beside(layout, count, _widest_note):
    """The curve at the right of the network, the notes below both."""
    above = max(-layout.bottom, _ABOVE_CURVE + _LEAST_CURVE + _BELOW_CURVE)
    height = min(above - _ABOVE_CURVE - _BELOW_CURVE, _MOST_CURVE)
    curve = WIDTH * NETWORK_SHARE + 0.75, -_ABOVE_CURVE - height, _WIDE_CURVE, height
    return _Arranged(layout, curve, (0.2, -above), above + _height_of_notes(count))


def _below(layout, count, widest_note):
    """The curve below the network's left half, the notes at its right or, if long, below it."""
    above, notes = -layout.bottom, _height_of_notes(count)
    top = _lowest_until(layout, _CURVE_AT + _NARROW_CURVE + 0.1) - _ABOVE_CURVE
    room = _LEAST_CURVE + _BELOW_CURVE - top
    is_beside = widest_note < WIDTH - _NOTES_AT - 0.05
    bottom = max(above + notes * is_beside, room)
    height = min(bottom + top - _BELOW_CURVE, _MOST_CURVE)
    curve = _CURVE_AT, _BELOW_CURVE - bottom, _NARROW_CURVE, height
    if is_beside:
        return _Arranged(layout, curve, (_NOTES_AT, -above), bottom)
    return _Arranged(layout, curve, (0.2, -bottom), bottom + notes)


def _lowest_until(placed, right):
    """Where a network ends below, at the left of a place: its nodes, its lines, and their words."""
    plan, layout = placed.plan, placed.layout
    boxes = [label.box() for label in layout.around]
    lows = [low for left, _right, low, _high in boxes if left < right]
    for edge in plan.edges:
        (x, y), (far_x, far_y) = edge_ends(layout.places, edge)
        if x - plan.radius < right:
            lows += [y - plan.radius, np.interp(right, (x, far_x), (y, far_y)) - ROOM_AT_EDGE]
    return min(lows)


def _height_of_notes(count):
    return _NOTE_HEIGHT * count + 0.1


def _note(axes, x, y):
    return axes.text(x, y, "", va="top", fontsize=9.5, color=INK)


def _draw_curve(figure, x, y, width, height):
    """Axes of a size with their corner at a place in inches, and what moves in them."""
    all_of_it = np.tile(figure.get_size_inches(), 2)
    axes = figure.add_axes(np.array([x, y, width, height]) / all_of_it)
    # A loss of six decimals leaves little room at the left of it.
    axes.set_ylabel("loss", labelpad=2)
    axes.locator_params(axis="y", nbins=5, steps=[1, 2, 5, 10])
    (curve,) = axes.plot([], [], color=LOSS)
    # A flat curve lies under its tangent: between the dashes it still shows.
    (guessed,) = axes.plot([], [], color=QUIET, linestyle=DASHES[2], linewidth=1.4)
    (tangent,) = axes.plot([], [], color=SLOPE, linestyle=DASHES[1], linewidth=1.6)
    (point,) = axes.plot([], [], "o", color=LOSS, markersize=8, zorder=4)
    above = {"transform": axes.transAxes, "va": "bottom", "fontsize": 9.5}
    label = axes.text(0, 1.03, "", color=SLOPE, fontstyle="italic", **above)
    guess_label = axes.text(1, 1.03, "", color=QUIET, ha="right", **above)
    return _Curve(axes, curve, tangent, guessed, point, label, guess_label)


def _move_curve(drawn, explanation):
    numbers, losses = explanation.numbers, explanation.losses
    drawn.axes.set_xlabel(f"this {explanation.place.quantity}")
    # Of a curve that is flat but for rounding, ticks would show nothing but the rounding.
    least = LEAST_SPAN * losses.max() or 0.2
    margin = max(0.08 * np.ptp(losses), (least - np.ptp(losses)) / 2)
    drawn.axes.set(
        xlim=(numbers[0], numbers[-1]), ylim=(losses.min() - margin, losses.max() + margin)
    )
    for axis in (drawn.axes.xaxis, drawn.axes.yaxis):
        _write_ticks(axis)
    drawn.curve.set_data(numbers, losses)
    drawn.point.set_data([explanation.number], [explanation.loss])
    _lay_through(drawn.tangent, drawn.label, explanation, explanation.slope, "tangent, slope")
    _lay_through(drawn.guessed, drawn.guess_label, explanation, explanation.guess, "yours")
    # Axes that change their limits do not tell their axis, nor what is drawn in them.
    for artist in (*drawn[1:], drawn.axes.xaxis, drawn.axes.yaxis):
        artist.stale = True


def _write_ticks(axis):
    """Every tick in full: a power of ten for all of them would stand where the slope is said."""
    largest = max(map(abs, axis.get_view_interval()))
    is_plain = SMALLEST_PLAIN < largest < LARGEST_PLAIN
    plain = ScalarFormatter(useOffset=False)
    axis.set_major_formatter(plain if is_plain else lambda tick, _at: written(tick))


def _lay_through(line, label, explanation, slope, name):
    """Lay a line of a slope through the point of the curve; without a slope there is none."""
    ends = explanation.numbers[[0, -1]]
    heights = [] if slope is None else explanation.loss + slope * (ends - explanation.number)
    line.set_data([] if slope is None else ends, heights)
    label.set_text("" if slope is None else f"{name} {written(slope)}")
