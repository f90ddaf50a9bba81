"""Where one slope comes from: its three factors, its paths, and the loss over this one weight."""

from numbers import Real
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from helpers import checks
from helpers.figures.network_labels import CHARACTER_WIDTH, Edge, edges_of, text_width, widths_of
from helpers.figures.style import (
    INK,
    LOSS,
    QUIET,
    SLOPE,
    WIDTH,
    Scene,
    described,
    styled,
)
from helpers.gradient_check import Place as CheckedPlace
from helpers.gradient_check import check_slopes, numerical_slopes
from helpers.live import Slider, live
from helpers.losses import SQUARED_ERROR
from helpers.network import Layer
from helpers.training import loss_of
from helpers.walks.arithmetic import equation, product, single, total, written
from helpers.walks.paths import count_of_paths, paths_from
from helpers.walks.picture import (
    TITLE,
    artists_of,
    canvas,
    draw_head,
    draw_network,
    lay_out,
    move_head,
    move_network,
)
from helpers.walks.plan import ROOM_BETWEEN, Moment, plan_of, widest_texts
from helpers.walks.stepping import weight_slope
from helpers.walks.steps import Place, Step, names_of, one_example, steps_of

MOST_PATHS = 8
"""So many paths are written out; of more, their number is said."""

MOST_WEIGHTS = 120
MOST_BESIDE = 3
"""Fewer layers of weights leave room for the loss curve beside the network."""

NETWORK_SHARE = 0.54
POINTS = 61
NEAR = 1e-3
"""A guess counts as right within this share of the slope: three digits of it."""

_CURVE_HEIGHT, _NOTE_HEIGHT, _NOTES_AT = 2.9, 0.2, 4.1
_TALLEST_NETWORK = 8
"""Inches: rather than more, the labels at the edges are left out."""


class Explanation(NamedTuple):
    """Everything about the slope of one weight.

    `step` is the step of the walk that makes it. `paths` are empty where they are more than
    `MOST_PATHS`; `count` says how many there are. `measured` is the numerical slope, `is_kinked`
    says that a relu opens or closes within its nudge; `guess` is the learner's slope, or None.
    `weights` and `losses` are the loss as a curve over this one weight.
    """

    edge: Edge
    step: Step
    weight: float
    loss: float
    paths: list
    count: int
    measured: float
    is_kinked: bool
    guess: float | None
    weights: np.ndarray
    losses: np.ndarray

    @property
    def slope(self):
        """The slope by backpropagation."""
        return self.step.result


class _Curve(NamedTuple):
    """What draws the loss over one weight."""

    axes: Axes
    curve: Artist
    tangent: Artist
    guessed: Artist
    point: Artist
    label: Artist
    guess_label: Artist


def explain(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Display where the slope of `layers[layer].weights[weight]` comes from, and of all the others.

    A slider picks the weight, which starts with the one asked for: its place in the network, the
    three factors of its slope, the paths from it to the loss, the numerical slope, and the loss
    over this one weight with the tangent. The arguments and errors are those of `explain_figure`.
    """
    live(*explain_figure(layers, inputs, targets, layer, weight, row, guess))


def explain_figure(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Return what `live` and `to_html` take: figure, moving, move and a Slider over the weights.

    `inputs` (rows, inputs), `targets` (rows, outputs) and `row` are as in `steps_of`. `guess` is
    your own slope of this weight, a number, or your slopes of all weights, a list of Layer. It
    counts as right within a thousandth. Raises ValueError or TypeError where arguments do not fit,
    there is no such weight, or the network is too large to draw.
    """
    explanations = explanations_of(layers, inputs, targets, layer, weight, row, guess)
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    numbers = _numbers(steps_of(layers, inputs[None], targets[None]))
    names = names_of(widths_of(layers))
    scene = _explain_scene(layers, numbers, explanations)

    def move(weight):
        scene.move_to(explanations[weight])
        return told(explanations[weight])

    def ends(weight):
        edge = explanations[weight].edge
        return f"{names(edge.layer, edge.start)} to {names(edge.layer + 1, edge.end)}"

    start = edges_of(layers).index(_edge(layers, layer, weight))
    slider = Slider("weight", range(len(explanations)), start=start, words=ends)
    return scene.figure, scene.moving, move, slider


def explanations_of(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Return an Explanation for every weight, in the order of their arrays.

    The arguments and errors are those of `explain_figure`.
    """
    way = steps_of(layers, inputs, checks.numbers("targets", targets), row=row)
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    edges = edges_of(layers)
    if len(edges) > MOST_WEIGHTS:
        raise ValueError(
            f"layers have {len(edges)} weights, expected at most {MOST_WEIGHTS} to explain: "
            "take a smaller network"
        )
    guesses = _guesses(guess, layers, _edge(layers, layer, weight))
    measured, kinks = _measured(layers, inputs, targets)
    example = layers, inputs[None], targets[None], _numbers(way)
    steps = {step.place: step for step in way.steps}
    return [_explained(example, edge, steps, measured, kinks, guesses.get(edge)) for edge in edges]


def told(explanation):
    """Return an Explanation in words, every number included."""
    step = explanation.step
    slopes, *paths = notes_of(explanation)
    ways = "; ".join(paths)
    here = f"Weight {written(explanation.weight)}, loss {written(explanation.loss)}."
    return f"{step.says}: {step.rule}. {step.arithmetic}. {slopes}. {ways}. {here}"


def notes_of(explanation):
    """Return the lines of the picture: the slopes side by side, the count of paths, each path."""
    count, paths = explanation.count, explanation.paths
    if not paths:
        counted = f"{count} paths lead from this weight to the loss, too many to write out"
        return [_slopes(explanation), counted]
    counted = "1 path" if count == 1 else f"{count} paths"
    notes = [_slopes(explanation), f"{counted} to the loss: {_along(paths)}"]
    is_one_output = len({path.nodes[-1] for path in paths}) == 1
    for path in paths:
        way = equation(product(*path.telling), path.product)
        way += "" if path.is_open else ", closed"
        notes.append(f"{_over(path, is_one_output)}{way}" if count > 1 else way)
    if count > 1:
        # Paths that add nothing are not written out, unless all of them are such.
        products = [path.product for path in paths if path.product] or [0.0]
        notes.append(f"sum {equation(total(*map(single, products)), sum(products))}")
    return notes


def _along(paths):
    """What is multiplied along each path."""
    ahead = len(paths[0].nodes) - 1
    weights = "" if ahead == 0 else "weight × " if ahead == 1 else "weights × "
    return f"value × {weights}slope at the prediction"


def _over(path, is_one_output):
    """The nodes where a path had a choice, by their numbers."""
    nodes = [str(node + 1) for node in path.nodes[1 : -1 if is_one_output else None]]
    return f"over {'nodes' if len(nodes) > 1 else 'node'} {', '.join(nodes)}: "


def _slopes(explanation):
    text = f"Slope by backpropagation {written(explanation.slope)}"
    text += f", by nudging {written(explanation.measured)}"
    if explanation.is_kinked:
        text += " (a ReLU switches within it)"
    guess = explanation.guess
    if guess is None:
        return text
    is_near = abs(guess - explanation.slope) <= NEAR * abs(explanation.slope) + 1e-9
    return f"{text}, yours {written(guess)} {'agrees' if is_near else 'differs'}"


def _numbers(way):
    """Every number of the network before the update."""
    known = {step.place: step.result for step in way.steps if not step.place.is_new}
    return {**way.given, **known}


def _edge(layers, layer, weight):
    place = weight_slope(layers, layer, weight)
    return Edge(place.layer, *place.index)


def _guesses(guess, layers, edge):
    """The learner's slopes by edge: one, all, or none."""
    if guess is None:
        return {}
    if isinstance(guess, Real):
        return {edge: float(checks.numbers("guess", guess))}
    slopes = checks.same_shapes("guess", checks.layer_list(guess, Layer, "guess"), layers)
    return {edge: float(slopes[edge.layer].weights[edge[1:]]) for edge in edges_of(layers)}


def _measured(layers, inputs, targets):
    """The numerical slopes, and the places where a relu switches within the nudge."""
    measured = numerical_slopes(inputs[None], targets[None], layers)
    return measured, check_slopes(measured, inputs[None], targets[None], layers).kinks


def _explained(example, edge, steps, measured, kinks, guess):
    layers, inputs, targets, numbers = example
    index = edge.start, edge.end
    step = steps[Place("slope of weight", edge.layer, index)]
    count = count_of_paths(layers, edge)
    weight = float(layers[edge.layer].weights[index])
    loss = numbers[Place("loss", len(layers))]
    weights = weight + _reach(loss, step.result) * np.linspace(-1, 1, POINTS)
    return Explanation(
        edge,
        step,
        weight,
        loss,
        paths_from(layers, numbers, edge) if count <= MOST_PATHS else [],
        count,
        float(measured[edge.layer].weights[index]),
        CheckedPlace(edge.layer, "weights", index) in kinks,
        guess,
        weights,
        _losses(layers, inputs, targets, edge, weights),
    )


def _reach(loss, slope):
    """How far to both sides the curve goes: beyond the bottom of the parabola that it is here."""
    return float(np.clip(4.4 * loss / abs(slope), 0.2, 3)) if slope else 1.0


def _losses(layers, inputs, targets, edge, weights):
    """The loss at each of the weights, all others as they are."""
    return np.array(
        [
            loss_of.unchecked(inputs, targets, _with(layers, edge, weight), SQUARED_ERROR)
            for weight in weights
        ]
    )


def _with(layers, edge, weight):
    weights = layers[edge.layer].weights.copy()
    weights[edge.start, edge.end] = weight
    changed = layers[edge.layer]._replace(weights=weights)
    return [*layers[: edge.layer], changed, *layers[edge.layer + 1 :]]


@styled
def _explain_scene(layers, numbers, explanations):
    figure, head, network, curve, notes = _draw(layers, numbers, explanations)

    def move_to(explanation):
        moment = Moment(numbers, explanation.step)
        move_head(head, moment)
        open_paths = [path for path in explanation.paths if path.product]
        trail = {edge for path in open_paths for edge in path.edges(explanation.edge)}
        move_network(network, moment, trail)
        _move_curve(curve, explanation)
        said = notes_of(explanation)
        for text, words in zip(notes, said + [""] * (len(notes) - len(said)), strict=True):
            if text.get_text() != words:
                text.set_text(words)

    move_to(explanations[0])
    alt_text = f"Where the slopes of {len(explanations)} weights come from."
    axis = curve.axes.xaxis, curve.axes.yaxis
    moving = (*head, artists_of(network), *axis, *curve[1:], notes)
    return Scene(described(figure, alt_text), moving, move_to)


def _draw(layers, numbers, explanations):
    """The figure, and what moves in it: head, network, curve, notes."""
    texts = [notes_of(explanation) for explanation in explanations]
    count = max(map(len, texts))
    widest_note = max(_note_width(note) for notes in texts for note in notes)
    is_beside = len(layers) < MOST_BESIDE
    right = WIDTH * NETWORK_SHARE if is_beside else WIDTH
    # Below a network the curve stands at the left, the notes at its right or, if long, below it.
    is_right = not is_beside and widest_note < WIDTH - _NOTES_AT - 0.05
    below = _NOTE_HEIGHT * count + 0.2 + (0 if is_beside or is_right else _CURVE_HEIGHT)
    below = max(below, _CURVE_HEIGHT) if is_right else below
    layout = _layout(plan_of(layers, numbers), numbers, right)
    above = max(-layout.bottom, _CURVE_HEIGHT) if is_beside else -layout.bottom
    figure, axes = canvas(above + below)
    network = draw_network(axes, layout)
    top = -above - (0 if is_beside or is_right else _CURVE_HEIGHT)
    x = _NOTES_AT if is_right else 0.2
    notes = [_note(axes, x, top - _NOTE_HEIGHT * line) for line in range(count)]
    beside = right + 0.75, below + above - _CURVE_HEIGHT + 0.55
    corner = beside if is_beside else (0.85, below - _CURVE_HEIGHT + 0.6)
    return figure, draw_head(axes), network, _draw_curve(figure, corner), notes


def _layout(plan, numbers, right):
    """The Layout with the least room that is enough, if need be without labels at the edges."""
    widest = widest_texts([plan], [Moment(numbers)])
    roomy = [plan._replace(room=room) for room in ROOM_BETWEEN]
    roomy = [plan for plan in roomy if plan.height <= _TALLEST_NETWORK]
    for attempt in (*roomy, plan.without_edge_labels()):
        if layout := lay_out(attempt, widest, (0, right), TITLE):
            return layout
    raise ValueError(
        f"layers make a network of {' to '.join(map(str, plan.widths))} nodes, too many numbers "
        "to write beside each other: expected up to about six nodes in a layer"
    )


def _note_width(text):
    """The inches of a note: a space is half as wide as a digit."""
    return text_width(text) - CHARACTER_WIDTH / 2 * text.count(" ")


def _note(axes, x, y):
    return axes.text(x, y, "", va="top", fontsize=9.5, color=INK)


def _draw_curve(figure, corner):
    """Axes with their corner at (x, y) in inches, and what moves in them."""
    width, height = figure.get_size_inches()
    size = WIDTH * (1 - NETWORK_SHARE) - 1.05, _CURVE_HEIGHT - 1.15
    axes = figure.add_axes(
        [corner[0] / width, corner[1] / height, size[0] / width, size[1] / height]
    )
    axes.set(xlabel="this weight", ylabel="loss")
    axes.set_title("The loss over this weight", fontsize=10.5, pad=24)
    (curve,) = axes.plot([], [], color=LOSS)
    (guessed,) = axes.plot([], [], color=QUIET, linestyle="--", linewidth=1.4)
    (tangent,) = axes.plot([], [], color=SLOPE, linewidth=1.6)
    (point,) = axes.plot([], [], "o", color=LOSS, markersize=8, zorder=4)
    above = {"transform": axes.transAxes, "va": "bottom", "fontsize": 9.5}
    label = axes.text(0, 1.03, "", color=SLOPE, fontstyle="italic", **above)
    guess_label = axes.text(1, 1.03, "", color=QUIET, ha="right", **above)
    return _Curve(axes, curve, tangent, guessed, point, label, guess_label)


def _move_curve(drawn, explanation):
    weights, losses = explanation.weights, explanation.losses
    margin = 0.08 * np.ptp(losses) or 0.1
    drawn.axes.set(
        xlim=(weights[0], weights[-1]), ylim=(losses.min() - margin, losses.max() + margin)
    )
    drawn.curve.set_data(weights, losses)
    drawn.point.set_data([explanation.weight], [explanation.loss])
    _lay_through(drawn.tangent, drawn.label, explanation, explanation.slope, "tangent, slope")
    _lay_through(drawn.guessed, drawn.guess_label, explanation, explanation.guess, "yours")
    # Axes that change their limits do not tell their axis, nor what is drawn in them.
    for artist in (*drawn[1:], drawn.axes.xaxis, drawn.axes.yaxis):
        artist.stale = True


def _lay_through(line, label, explanation, slope, name):
    """Lay a line of a slope through the point of the curve; without a slope there is none."""
    ends = explanation.weights[[0, -1]]
    heights = [] if slope is None else explanation.loss + slope * (ends - explanation.weight)
    line.set_data([] if slope is None else ends, heights)
    label.set_text("" if slope is None else f"{name} {written(slope)}")
