"""ReLU in pictures: its slope beside another's, its kink, gates over a batch, hinges."""

from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.activations import relu, relu_slope
from helpers.figures.style import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    Scene,
    described,
    panels,
    short,
    styled,
)
from helpers.network import Layer, forward

REACH = 4.0
"""How far the axes of a single node go: pre-activations and inputs from -4 to 4."""

TOP = 5.6
"""How far up the axes of a single node over a batch go."""

MOST_UNITS = 12
_PAPER = {"facecolor": PAPER, "linewidth": 0, "pad": 1}
"""Behind words that may come to stand over a line."""

_DOT = {"linestyle": "none", "marker": "o", "markersize": 8, "markeredgewidth": 1.8}


class ActivationFunction(NamedTuple):
    """What a node makes of its sum: a name, and two functions of arrays, the second its slope."""

    name: str
    value: object
    slope: object


def _stacked(height, **grid):
    """Return a Figure and two axes, one above the other, over the same numbers."""
    figure, whole = panels(height=height)
    whole.remove()
    return figure, *figure.subplots(2, 1, sharex=True, **grid)


def _number(name, value):
    return float(checks.same_shape(name, value, (), "a single number"))


def _zero_lines(axes):
    axes.axhline(0, color=FAINT, linewidth=1, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=1, zorder=0)


@styled
def relu_with_slope_scene(title=""):
    """Draw relu and below it its slope, and on both one pre-activation; return the Scene.

    What moves: a short piece of tangent, a point on each of the two, and their labels.
    `move_to(pre_activation)` takes a number from -4 to 4 and returns words. It raises ValueError or
    TypeError where it is given no such number.
    """
    figure, value_axes, slope_axes = _stacked(5.0, height_ratios=[3, 2])
    reach = np.array([-REACH, 0, REACH])
    value_axes.plot(reach, relu(reach), color=VALUE)
    for x, y in (([-REACH, 0], [0, 0]), ([0, REACH], [1, 1])):
        slope_axes.plot(x, y, color=SLOPE, linestyle=(0, (4, 2)))
    slope_axes.plot([0], [0], **_DOT, color=SLOPE)
    slope_axes.plot([0], [1], **_DOT, markerfacecolor=PAPER, markeredgecolor=SLOPE)
    slope_axes.text(0.2, -0.05, "at exactly 0: slope 0", color=SLOPE, va="top")
    slope_axes.text(-0.2, 0.98, "not 1", color=SLOPE, ha="right", va="center")
    for axes in (value_axes, slope_axes):
        _zero_lines(axes)
    value_axes.set(ylabel="relu", ylim=(-0.6, 4.9), xlim=(-REACH - 0.2, REACH + 0.2), title=title)
    slope_axes.set(ylabel="slope of relu", xlabel="pre-activation", ylim=(-0.3, 1.4))
    slope_axes.set_yticks([0, 1])
    tangent = value_axes.plot([], [], color=SLOPE, linestyle=(0, (4, 2)))[0]
    points = [axes.plot([], [], **_DOT, color=INK)[0] for axes in (value_axes, slope_axes)]
    words = [axes.text(0, 0, "", ha="center", bbox=_PAPER) for axes in (value_axes, slope_axes)]
    words[1].set_color(SLOPE)

    def move_to(pre_activation):
        at = _within_reach(pre_activation)
        value, slope = float(relu(at)), float(relu_slope(at))
        along = np.array([at - 0.9, at + 0.9])
        tangent.set_data(along, value + slope * (along - at))
        for point, height in zip(points, (value, slope), strict=True):
            point.set_data([at], [height])
        label_x = float(np.clip(at, 0.9 - REACH, REACH - 0.9))
        # Near the kink there is room at the left alone.
        words[0].set(position=(label_x, value + 0.35), ha="right" if at > -1 else "center")
        words[0].set_text(f"relu({short(at)}) = {short(value)}")
        words[1].set(position=(label_x, slope + 0.15), text=f"slope {short(slope)}")
        return f"relu of {short(at)} is {short(value)}, and its slope there is {short(slope)}."

    return Scene(figure, [tangent, *points, *words], move_to)


def _within_reach(pre_activation):
    at = _number("pre_activation", pre_activation)
    if abs(at) > REACH:
        raise ValueError(
            f"pre_activation is {at:g}, expected a number from {-REACH:g} to {REACH:g}"
        )
    return at


@styled
def activations_with_slopes(functions, title=""):
    """Draw activation functions and below them their slopes, each named where its line ends.

    `functions` are ActivationFunctions, each with values of its own at a pre-activation of 4. A
    slope that jumps is drawn in two pieces. Returns a Figure. Raises ValueError or TypeError where
    a function does not return one number for each pre-activation.
    """
    figure, value_axes, slope_axes = _stacked(4.6, height_ratios=[3, 2])
    x = np.linspace(-REACH, REACH, 401)
    ranges = []
    for name, value, slope in functions:
        values = checks.same_shape(f"values of {name}", value(x), x.shape, "the pre-activations")
        slopes = checks.same_shape(f"slopes of {name}", slope(x), x.shape, "the pre-activations")
        jumps = np.flatnonzero(np.abs(np.diff(slopes)) > 0.5) + 1
        value_axes.plot(x, values, color=VALUE)
        pieces = np.insert(x, jumps, np.nan), np.insert(slopes, jumps, np.nan)
        slope_axes.plot(*pieces, color=SLOPE, linestyle=(0, (4, 2)))
        value_axes.text(REACH + 0.1, values[-1], name, color=VALUE, va="center")
        slope_axes.text(REACH + 0.1, slopes[-1], name, color=SLOPE, va="center")
        ranges.append(f"{name} has slopes from {short(slopes.min())} to {short(slopes.max())}")
    for axes in (value_axes, slope_axes):
        _zero_lines(axes)
    value_axes.set(ylabel="activation", xlim=(-REACH, REACH), title=title)
    slope_axes.set(ylabel="slope", xlabel="pre-activation", ylim=(-0.15, 1.15))
    where = f"Over pre-activations from {short(-REACH)} to {short(REACH)}"
    return described(figure, f"{where}, {', and '.join(ranges)}.")


@styled
def bent_lines(groups, titles):
    """Draw relu(weight x input + bias) for several nodes, a panel per group; return the Figure.

    `groups` is a list of lists of (weight, bias); a weight is not 0, and the kink, at input
    -bias / weight, is marked. `titles` has one title for each group. Where the weights of a group
    differ the lines are named by weight, otherwise by bias. Raises ValueError or TypeError where
    the numbers do not fit.
    """
    groups = [_nodes(f"groups[{number}]", group) for number, group in enumerate(groups)]
    if len(titles) != len(groups):
        raise ValueError(f"titles are {len(titles)}, expected {len(groups)}: one for each group")
    figure, all_axes = panels(len(groups), height=3.7, sharey=True, squeeze=False)
    for axes, group, title in zip(all_axes[0], groups, titles, strict=True):
        named = "weight" if len(set(group[:, 0])) > 1 else "bias"
        for weight, bias in group:
            _draw_bent_line(axes, weight, bias, named)
        _zero_lines(axes)
        axes.set(xlim=(-REACH, REACH), ylim=(-0.5, REACH), xlabel="input", yticks=range(5))
        axes.set_title(title, pad=24)
    all_axes[0, 0].set_ylabel("activation of the node")
    return described(figure, _bends_in_words(groups))


def _nodes(name, group):
    group = checks.matrix(name, group, "one row (weight, bias) for each node")
    if group.shape[1] != 2:
        raise ValueError(f"{name} has {group.shape[1]} columns, expected 2: weight and bias")
    if not group[:, 0].all():
        raise ValueError(f"{name} has a weight of 0, expected weights that bend the line somewhere")
    return group


def _draw_bent_line(axes, weight, bias, named):
    kink, edge = -bias / weight, np.copysign(REACH, weight)
    axes.plot([-edge, kink, edge], [0, 0, weight * edge + bias], color=VALUE)
    axes.plot([kink], [0], **_DOT, color=VALUE, markeredgecolor=PAPER, zorder=4)
    text = f"{named} {short(weight if named == 'weight' else bias)}"
    leaves_at = (REACH - bias) / weight
    if abs(leaves_at) <= REACH:
        axes.text(leaves_at, REACH + 0.08, text, color=VALUE, ha="center", va="bottom")
    else:
        end = weight * edge + bias
        place = (edge + 0.1, end - 0.08) if weight > 0 else (edge + 0.1, end + 0.1)
        axes.text(*place, text, color=VALUE, ha="left", va="center" if weight > 0 else "bottom")


def _bends_in_words(groups):
    parts = [
        f"weight {short(weight)}, bias {short(bias)}: bends at {short(-bias / weight)}"
        for group in groups
        for weight, bias in group
    ]
    return f"Nodes relu(weight times input plus bias). {'; '.join(parts)}."


@styled
def gate_over_rows_scene(inputs, title=""):
    """Draw one node over a batch; return the Scene.

    `inputs` (rows,) are one number a row, from -4 to 4. What moves: the node's line, its kink, the
    rows that find the gate open, as full points, those that find it closed, as hollow ones, and
    words. `move_to(weight, bias)` takes two numbers and returns words. Raises ValueError or
    TypeError where these do not fit.
    """
    inputs = _gate_inputs(inputs)
    figure, axes = panels(height=3.5)
    line = axes.plot([], [], color=VALUE)[0]
    kink = axes.plot([], [], color=QUIET, linewidth=1, linestyle=":")[0]
    opened = axes.plot([], [], **_DOT, color=VALUE, zorder=4)[0]
    closed = axes.plot([], [], **_DOT, markerfacecolor=PAPER, markeredgecolor=QUIET, zorder=4)[0]
    words = axes.text(-REACH, TOP + 0.15, "", va="bottom")
    _zero_lines(axes)
    axes.set_title(title, pad=28)
    axes.set(xlim=(-REACH, REACH), ylim=(-0.6, TOP))
    axes.set(xlabel="input", ylabel="activation of the node")

    def move_to(weight, bias):
        weight, bias = _number("weight", weight), _number("bias", bias)
        bend = [-bias / weight] if weight else []
        x = np.unique([-REACH, *(number for number in bend if abs(number) < REACH), REACH])
        activation = relu(weight * inputs + bias)
        is_open = activation > 0
        line.set_data(x, relu(weight * x + bias))
        kink.set_data(bend * 2, [-0.6, TOP] if bend else [])
        opened.set_data(inputs[is_open], activation[is_open])
        closed.set_data(inputs[~is_open], activation[~is_open])
        gate = f"open for {is_open.sum()} of {len(inputs)} rows"
        words.set_text(f"gate {gate}" if is_open.any() else f"gate {gate}: a dead node")
        where = f"the kink is at input {short(bend[0])}" if bend else "there is no kink"
        return f"Weight {short(weight)}, bias {short(bias)}: {where}, and the gate is {gate}."

    return Scene(figure, [line, kink, opened, closed, words], move_to)


def _gate_inputs(inputs):
    inputs = checks.numbers("inputs", inputs)
    if inputs.ndim != 1 or np.abs(inputs).max() > REACH:
        raise ValueError(
            f"inputs have shape {inputs.shape} and reach {np.abs(inputs).max():g}, "
            f"expected shape (rows,) and numbers from {-REACH:g} to {REACH:g}"
        )
    return inputs


@styled
def gates_before_after(inputs, before, after, title=""):
    """Draw the pre-activations of the first hidden layer, before and after training; a Figure.

    `inputs` (rows, inputs) go through the first of `before` and of `after`, lists of Layer of the
    same shapes. A line holds a node, a point a row: right of zero its gate is open. A node
    with no row there is dead, and its line says so. Raises ValueError or TypeError where the shapes
    do not fit or there are more than 12 nodes.
    """
    before = checks.layer_list(before, Layer, "before")
    after = checks.same_shapes("after", checks.layer_list(after, Layer, "after"), before)
    both = [forward(inputs, layers).pre_activations[0] for layers in (before, after)]
    units = both[0].shape[1]
    if units > MOST_UNITS:
        raise ValueError(f"before has {units} hidden nodes, expected at most {MOST_UNITS}")
    figure, all_axes = panels(2, height=1.5 + 0.45 * units, sharey=True, sharex=True)
    for axes, pre_activations, name in zip(all_axes, both, ("before", "after"), strict=True):
        _draw_gates(axes, pre_activations)
        axes.set(xlabel=f"pre-activation {name} training")
    all_axes[0].set(yticks=range(units), ylim=(units - 0.4, -0.6))
    all_axes[0].set_yticklabels([f"node {unit + 1}" for unit in range(units)])
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _gates_in_words(both))


def _draw_gates(axes, pre_activations):
    axes.axvline(0, color=QUIET, linewidth=1)
    for unit, of_rows in enumerate(pre_activations.T):
        is_open = of_rows > 0
        axes.axhline(unit, color=FAINT, linewidth=1, zorder=0)
        axes.plot(of_rows[is_open], [unit] * is_open.sum(), **_DOT, color=VALUE)
        closed = of_rows[~is_open]
        axes.plot(
            closed, [unit] * len(closed), **_DOT, markerfacecolor=PAPER, markeredgecolor=QUIET
        )
        if not is_open.any():
            axes.annotate("dead", (0, unit), (8, 3), textcoords="offset points", va="bottom")


def _gates_in_words(both):
    before, after = ((pre_activations > 0).sum(axis=0) for pre_activations in both)
    rows = len(both[0])
    parts = [
        f"node {unit + 1}: open for {old} of {rows} rows before, {new} after"
        for unit, (old, new) in enumerate(zip(before, after, strict=True))
    ]
    return f"Gates of the first hidden layer. {'; '.join(parts)}."


@styled
def hinges_scene(inputs, targets, layers, title=""):
    """Draw the points that a network of one input is to meet, and the network; return the Scene.

    `inputs` and `targets` (rows, 1) are the points; `layers` are two, from one input to one output:
    the axes have room for what these make of the inputs. What moves is, above, the prediction as a
    line and its kinks, and, below, one line for each hidden node's share: its activation times its
    second weight. `move_to(layers)` shows other layers of these shapes and returns words. Raises
    ValueError or TypeError where the shapes do not fit.
    """
    inputs, targets, layers = _hinge_arguments(inputs, targets, layers)
    figure, sum_axes, share_axes = _stacked(5.2, height_ratios=[3, 2])
    dots = _DOT | {"markersize": 4, "color": QUIET, "alpha": 0.6, "clip_on": False}
    sum_axes.plot(inputs[:, 0], targets[:, 0], **dots)
    prediction = sum_axes.plot([], [], color=VALUE, linewidth=2.6)[0]
    kinks = sum_axes.plot([], [], **_DOT, markerfacecolor=PAPER, markeredgecolor=VALUE)[0]
    shares = [share_axes.plot([], [], color=VALUE, linewidth=1.3)[0] for _ in layers[1].weights]
    margin = 0.15 * np.ptp(targets)
    sum_axes.set(ylabel="prediction", title=title, xlim=(inputs.min(), inputs.max()))
    sum_axes.set_ylim(targets.min() - margin, targets.max() + margin)
    share_axes.set(xlabel="input", ylabel="what each\nnode adds")
    largest = np.abs(_shares(inputs, layers)).max() or 1.0
    share_axes.set_ylim(-1.1 * largest, 1.1 * largest)
    share_axes.axhline(0, color=FAINT, linewidth=1, zorder=0)

    def move_to(layers):
        layers = _hinge_arguments(inputs, targets, layers)[2]
        places = _kinks(layers)
        places = places[(places > inputs.min()) & (places < inputs.max())]
        x = np.unique([inputs.min(), *places, inputs.max()])[:, None]
        prediction.set_data(x[:, 0], forward(x, layers).prediction[:, 0])
        heights = forward(places[:, None], layers).prediction[:, 0] if len(places) else []
        kinks.set_data(places, heights)
        for line, share in zip(shares, _shares(x, layers).T, strict=True):
            line.set_data(x[:, 0], share)
        return _hinges_in_words(places, forward(inputs, layers).prediction, targets)

    return Scene(figure, [prediction, kinks, *shares], move_to)


def _hinges_in_words(places, predictions, targets):
    loss = np.mean((predictions - targets) ** 2)
    noun = "kink" if len(places) == 1 else "kinks"
    listed = ", ".join(short(round(place, 2)) for place in places) or "no input"
    return f"{len(places)} {noun}, at {listed}; loss on {len(targets)} points {short(loss)}."


def _hinge_arguments(inputs, targets, layers):
    layers = checks.layer_list(layers, Layer)
    widths = checks.widths_of(layers)
    if len(layers) != 2 or widths[0] != 1 or widths[2] != 1 or layers[0].bias is None:
        raise ValueError(
            f"layers are {' to '.join(map(str, widths))} nodes, expected 1 to any number to 1, "
            "with a bias in the hidden layer"
        )
    inputs = checks.matrix("inputs", inputs)
    return inputs, checks.same_shape("targets", targets, inputs.shape, "inputs"), layers


def _kinks(layers):
    """The inputs at which some hidden node's gate opens or closes, in order."""
    weights, bias = layers[0].weights[0], layers[0].bias
    bends = weights != 0
    return np.unique(-bias[bends] / weights[bends])


def _shares(inputs, layers):
    return forward(inputs, layers).activations[1] * layers[1].weights[:, 0]
