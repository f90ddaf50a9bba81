"""What the drawing pad shows, and how a network divides a plane of points."""

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    LOSS,
    PAPER,
    QUIET,
    VALUE,
    WEIGHT,
    Scene,
    described,
    panels,
    short,
    styled,
)
from helpers.network import Layer, forward

SIDE = 8
"""Pixels of a digit's image from left to right, and from top to bottom."""

DIGITS = 10

REACH = 2
"""A plane of points goes from -2 to 2 in both directions."""

# Teal and brown belong to no quantity of the course, and stay apart under colour-blindness.
CIRCLE_INK, CIRCLE_SIDE = "#0F766E", "#DDF1EE"
CROSS_INK, CROSS_SIDE = "#8A5A14", "#F7EBD7"

PALE = "#BFC5CE"
"""The lines of a grid but for the one that is followed."""

GRID = np.linspace(-REACH, REACH, 121)


@styled
def digit_reading(strokes, pixels, shares):
    """Draw a drawing, its pixels and the shares that a network gave; return the Figure.

    `strokes` is a list of lines of (x, y) from 0 to 1, y downwards; `pixels` (64,) go from 0,
    paper, to 1, ink; `shares` (10,) belong to the digits. Raises ValueError or TypeError where a
    shape does not fit.
    """
    pixels = checks.same_shape("pixels", pixels, (SIDE * SIDE,), "an image of 8 x 8")
    shares = checks.same_shape("shares", shares, (DIGITS,), "the ten digits")
    figure, (drawing, image, bars) = panels(3, height=3.1, width_ratios=[1, 1, 1.15])
    for number, stroke in enumerate(strokes):
        line = checks.matrix(f"strokes[{number}]", stroke, "one row per point")
        drawing.plot(*line.T, color=INK, linewidth=9, solid_joinstyle="round")
    drawing.set(xlim=(0, 1), ylim=(1, 0), aspect=1, title="A drawing")
    image.imshow(pixels.reshape(SIDE, SIDE), vmin=0, vmax=1.1)
    image.set(title="What the network sees")
    for axes in (drawing, image):
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=QUIET)
    _draw_shares(bars, shares)
    said = int(shares.argmax())
    return described(
        figure,
        "Left, a digit drawn with a pen. Middle, the same as 8 x 8 pixels. Right, the share that "
        f"the network gives to each digit: most to {said}.",
    )


def _draw_shares(axes, shares):
    """One bar for each digit, 0 at the top; the longest in full colour."""
    said = int(shares.argmax())
    colors = [VALUE if digit == said else FAINT for digit in range(DIGITS)]
    axes.barh(np.arange(DIGITS), shares, height=0.7, color=colors)
    axes.set(xlim=(0, 1), ylim=(DIGITS - 0.4, -0.6), yticks=range(DIGITS), xticks=[0, 0.5, 1])
    axes.set(title=f"What it says: {said}", xlabel="share")
    axes.tick_params(length=0)


@styled
def plane_of_points(inputs, targets):
    """Draw points of two classes in a plane; return the Figure.

    `inputs` (points, 2) from -2 to 2; `targets` (points, 1) are 1 for a circle, -1 for a cross.
    There may be none.
    """
    figure, axes = panels(height=3.6, width=3.8)
    _draw_points(axes, inputs, targets)
    circles = int(np.sum(targets > 0))
    words = f"A plane with {circles} circles and {len(targets) - circles} crosses."
    return described(figure, words)


@styled
def boundary_scene(inputs, targets, layers_along, losses):
    """Draw how a network divides a plane of points, epoch by epoch; return a Scene.

    `inputs` (points, 2) from -2 to 2; `targets` (points, 1) are 1 for a circle, -1 for a cross.
    `layers_along[e]` are the layers after e epochs, from two inputs to one output; `losses[e]` is
    the loss then. On the left, the side where the prediction is above 0, the boundary, and for each
    hidden node of the first layer the line where its pre-activation is 0. On the right, the loss.
    The scene's `move_to(epoch)` returns words. Raises ValueError or TypeError where shapes do not
    fit.
    """
    inputs = checks.matrix("inputs", inputs, "one row per point")
    targets = checks.same_shape("targets", targets, (len(inputs), 1), "the points")
    losses = _finite_losses(losses, layers_along)
    figure, (plane, chart) = panels(2, height=4.4, width_ratios=[1.05, 1])
    side, boundary, folds = _draw_sides(plane)
    _draw_points(plane, inputs, targets)
    (dot,) = chart.plot([], [], "o", color=LOSS, markersize=9, clip_on=False)
    chart.plot(losses, color=LOSS)
    chart.set(xlabel="epochs", ylabel="loss", ylim=(0, None), title="The loss on these points")
    heading = plane.set_title("")

    def move_to(epoch):
        epoch = int(epoch)
        above = forward(_places(), layers_along[epoch]).prediction.reshape(len(GRID), -1)
        side.set_path(_area_above(above))
        boundary.set_segments(contour_generator(GRID, GRID, above).lines(0.0))
        lines = _lines_where_zero(layers_along[epoch][0])
        folds.set_segments(lines)
        dot.set_data([epoch], [losses[epoch]])
        prediction = forward(inputs, layers_along[epoch]).prediction
        right = int(np.sum((prediction > 0) == (targets > 0)))
        heading.set_text(f"Epoch {epoch}: {right} of {len(inputs)} on their side")
        return (
            f"Epoch {epoch}: loss {short(losses[epoch])}, {right} of {len(inputs)} points lie on "
            f"their side of the boundary; the lines of {len(lines)} hidden nodes cross the plane."
        )

    words = move_to(0)
    moving = (side, boundary, folds, dot, heading)
    return Scene(described(figure, words), moving, move_to)


@styled
def bent_plane(inputs, targets, layers):
    """Draw how a hidden layer bends the plane, so that the prediction divides it straight.

    `inputs` (points, 2) from -2 to 2; `targets` (points, 1) are 1 for a circle, -1 for a cross;
    `layers` are two, from two inputs to at least two hidden nodes to one output. On the left, the
    plane with a grid. On the right, grid and points where the hidden layer takes them, in two of
    the directions that its activations have: upwards along the output weights, as the prediction,
    and sideways, at right angles to these, where the points vary most. One line of the grid stands
    out, with a dot wherever a gate switches on it. Returns the Figure.
    Raises ValueError or TypeError where shapes do not fit, or the output weights are all 0.
    """
    inputs = checks.matrix("inputs", inputs, "one row per point")
    targets = checks.same_shape("targets", targets, (len(inputs), 1), "the points")
    layers = _two_layers(layers)
    sideways = _sideways(inputs, layers)

    def bend(places):
        passed = forward(places, layers)
        return np.column_stack([passed.activations[1] @ sideways, passed.prediction])

    figure, (plane, bent) = panels(2, height=4.8)
    followed = _line_to_follow(layers[0])
    _draw_divided(plane, layers)
    _draw_grid(plane, np.array, followed)
    _draw_points(plane, inputs, targets)
    plane.set_title("In the plane, the boundary bends")
    _draw_bent(bent, bend, followed, inputs, targets)
    words = _bent_in_words(bend(inputs)[:, 1], targets[:, 0] > 0, len(followed[1]))
    return described(figure, words)


def _draw_divided(axes, layers):
    side, boundary, folds = _draw_sides(axes)
    above = forward(_places(), layers).prediction.reshape(len(GRID), -1)
    side.set_path(_area_above(above))
    boundary.set_segments(contour_generator(GRID, GRID, above).lines(0.0))
    folds.set_segments(_lines_where_zero(layers[0]))


def _draw_bent(axes, bend, followed, inputs, targets):
    """Grid and points where `bend` takes them, and the boundary: where the prediction is 0."""
    (left, lowest), (right, highest) = (f(bend(_places()), axis=0) for f in (np.min, np.max))
    lowest, highest = 1.05 * min(lowest, -1), 1.05 * max(highest, 1)
    margin = 0.04 * max(right - left, 1)
    axes.axhspan(0, highest, color=CIRCLE_SIDE, lw=0, zorder=0)
    axes.axhspan(lowest, 0, color=CROSS_SIDE, lw=0, zorder=0)
    axes.axhline(0, color=INK, lw=2.5, zorder=3)
    _draw_grid(axes, bend, followed)
    _draw_marks(axes, bend(inputs), targets)
    axes.set(xlim=(left - margin, right + margin), ylim=(lowest, highest), box_aspect=1)
    axes.set(title="Against the prediction, it is straight", ylabel="prediction")
    axes.set(xlabel="activations, at right angles to the output weights")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(6, integer=True))


def _draw_grid(axes, bend, followed):
    """The grid where `bend` takes it: pale, but for a line that is followed and its dots."""
    lines = [bend(line) for line in _grid_lines()]
    axes.add_collection(LineCollection(lines, colors=PALE, lw=1, zorder=1.5))
    line, dots = followed
    axes.plot(*bend(line).T, color=VALUE, lw=2.5, zorder=3.5)
    if len(dots):
        look = {"color": VALUE, "markersize": 8, "markeredgecolor": PAPER, "zorder": 3.6}
        axes.plot(*bend(dots).T, "o", **look)


def _grid_lines():
    """Lines of an equal first input, and of an equal second one: an array each, (places, 2)."""
    return [
        np.column_stack([np.full(len(GRID), at), GRID][::order])
        for order in (1, -1)
        for at in np.linspace(-REACH, REACH, 9)
    ]


def _line_to_follow(layer):
    """A line inside the grid on which gates switch far apart: its places, and where they do."""
    found = [
        (line, _switches(line, layer))
        for line in _grid_lines()
        if abs(line).min(axis=0).max() < REACH
    ]
    return max(found, key=lambda pair: _clearness(pair[1]))


def _clearness(switches):
    """First three switches, if there are any, then the smallest distance between two."""
    along = np.sort(switches.sum(axis=1))
    return min(len(switches), 3), np.diff(along).min(initial=np.inf)


def _switches(line, layer):
    """Where on a straight line (places, 2) pre-activations of a layer are 0: (switches, 2)."""
    ends = line[[0, -1]]
    bias = 0 if layer.bias is None else layer.bias
    first, last = ends @ layer.weights + bias
    crossed = first * last < 0
    shares = first[crossed] / (first - last)[crossed]
    return ends[0] + shares[:, None] * (ends[1] - ends[0])


def _bent_in_words(predictions, is_circle, switches):
    right = int(np.sum((predictions > 0) == is_circle))
    spans = [
        f"the {name} from {short(predictions[chosen].min())} to {short(predictions[chosen].max())}"
        for name, chosen in (("circles", is_circle), ("crosses", ~is_circle))
        if chosen.any()
    ]
    return (
        "Left, the plane with a grid of squares, and a boundary that bends. Right, where the "
        "hidden layer takes them: the grid is folded, and the boundary is a straight line at "
        f"prediction 0. On the line of the grid that is blue a gate switches at {switches} dots. "
        f"The predictions are for {', for '.join(spans)}; {right} of "
        f"{len(predictions)} points lie on their side."
    )


def _finite_losses(losses, layers_along):
    endless = np.flatnonzero(~np.isfinite(losses))
    if len(endless):
        raise ValueError(
            f"losses are no longer finite after epoch {endless[0]}: the run diverged; train again "
            "with a lower learning rate"
        )
    return checks.same_shape("losses", losses, (len(layers_along),), "layers_along")


def _draw_points(axes, inputs, targets):
    _draw_marks(axes, inputs, targets)
    ticks = range(-REACH, REACH + 1)
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect=1, xticks=ticks, yticks=ticks)
    axes.set(xlabel="first input", ylabel="second input")


def _draw_marks(axes, places, targets):
    is_circle = np.asarray(targets).reshape(-1) > 0
    for chosen, marker, color in ((is_circle, "o", CIRCLE_INK), (~is_circle, "x", CROSS_INK)):
        (drawn,) = axes.plot(*places[chosen].T, marker, color=color, zorder=4, clip_on=False)
        drawn.set(markersize=6, markeredgewidth=2)


def _draw_sides(axes):
    """The cross's side as a ground; return the circle's side, the boundary and the folds."""
    axes.add_patch(Rectangle((-REACH, -REACH), 2 * REACH, 2 * REACH, color=CROSS_SIDE, zorder=0))
    side = axes.add_patch(PathPatch(Path(np.zeros((1, 2))), color=CIRCLE_SIDE, lw=0, zorder=1))
    folds = axes.add_collection(LineCollection([], colors=WEIGHT, lw=1, ls=(0, (4, 3)), zorder=2))
    boundary = axes.add_collection(LineCollection([], colors=INK, lw=2.5, zorder=3))
    return side, boundary, folds


def _places():
    return np.column_stack([grid.ravel() for grid in np.meshgrid(GRID, GRID)])


def _area_above(heights):
    """The part of the plane where the heights are above 0, as one path."""
    areas = contour_generator(GRID, GRID, heights).filled(0.0, np.inf)
    rings = []
    for points, offsets in zip(*areas, strict=True):
        rings += np.split(points, offsets[1:-1])
    paths = [Path(ring, closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else Path(np.zeros((1, 2)))


def _lines_where_zero(layer):
    """For each node the line on which its pre-activation is 0, as far as it crosses the plane."""
    lines = []
    biases = np.zeros(layer.weights.shape[1]) if layer.bias is None else layer.bias
    for (across, up), bias in zip(layer.weights.T, biases, strict=True):
        length = np.hypot(across, up)
        if length == 0 or abs(bias) > length * REACH * np.sqrt(2):
            continue
        nearest = -bias * np.array([across, up]) / length**2
        along = np.array([-up, across]) / length * 3 * REACH
        lines.append(np.array([nearest - along, nearest + along]))
    return lines


def _two_layers(layers):
    layers = checks.layer_list(layers, Layer)
    widths = checks.widths_of(layers)
    if len(widths) != 3 or widths[0] != 2 or widths[1] < 2 or widths[2] != 1:
        raise ValueError(
            f"layers have the widths {widths}, expected [2, hidden, 1] with at least 2 hidden nodes"
        )
    if not layers[1].weights.any():
        raise ValueError("layers[1].weights are all 0, expected at least one that is not")
    return layers


def _sideways(inputs, layers):
    """The direction at right angles to the output weights in which activations vary most."""
    activations = forward(inputs, layers).activations[1]
    output = layers[1].weights[:, 0] / np.linalg.norm(layers[1].weights)
    centred = activations - activations.mean(axis=0)
    centred = centred - np.outer(centred @ output, output)
    direction = np.linalg.svd(centred)[2][0]
    # Of its two signs the one that leaves right to the right.
    return direction * (-1 if (centred @ direction) @ inputs[:, 0] < 0 else 1)
