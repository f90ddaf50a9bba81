"""From an error to a loss, and the loss as a curve in one weight with its slope."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    LOSS,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    WEIGHT,
    Scene,
    described,
    panels,
    short,
    styled,
)
from helpers.figures.surfaces import without_rounding

POINTS = 201
_TINT = "#E6DAEC"
_PAPER = {"facecolor": PAPER, "linewidth": 0, "pad": 1}
"""Behind words that may come to stand over a line."""

MOST_ROWS = 4
MOST_PLACES = 6
BEYOND = 0.2
"""How far the line through two points goes beyond them, as a share of the picture's width."""


class SquareArtists(NamedTuple):
    """What draws one row: its target's line, the error's length and square, the words beside."""

    level: Artist
    length: Artist
    dot: Artist
    square: Artist
    error: Artist
    area: Artist
    prediction: Artist
    target: Artist


@styled
def error_squares(prediction, targets, title=""):
    """Draw each row's error as a length and its squared error as a square; return the Figure.

    `prediction` and `targets` have shape (rows, 1), at most four rows. Raises ValueError or
    TypeError where they do not fit.
    """
    prediction = checks.matrix("prediction", prediction)
    targets = checks.same_shape("targets", targets, prediction.shape, "the predictions")
    if prediction.shape[1] != 1 or len(prediction) > MOST_ROWS:
        raise ValueError(
            f"prediction has shape {prediction.shape}, expected one column and at most "
            f"{MOST_ROWS} rows to draw"
        )
    rows = list(zip(prediction[:, 0], targets[:, 0], strict=True))
    figure, axes = panels(height=3.9)
    gap = 1.9 * max(np.abs(prediction - targets).max(), np.ptp([prediction, targets]) / 2, 1e-12)
    for number, (predicted, target) in enumerate(rows):
        move_square(draw_square(axes, number * gap, target, gap), predicted, target)
    low, high = np.min([prediction, targets]), np.max([prediction, targets])
    axes.set(
        xlim=(-0.3 * gap, (len(rows) - 0.15) * gap),
        ylim=(low - 0.2 * gap, high + 0.2 * gap),
        xticks=[number * gap for number in range(len(rows))],
        xticklabels=[f"row {number + 1}" for number in range(len(rows))],
        ylabel="prediction and target",
        title=title,
        aspect="equal",
    )
    return described(figure, _squares_in_words(rows))


def draw_square(axes, x, target, gap):
    """Draw a row's target at `x`, and its `SquareArtists`, not yet in place; see `move_square`.

    `gap` is the distance to the next row, in the units of the prediction.
    """
    reach = [x - 0.16 * gap, x + 0.16 * gap]
    square = Rectangle((x, target), 0, 0, facecolor=_TINT, edgecolor=LOSS, linewidth=1)
    near = {"xytext": (0, 0), "textcoords": "offset points"}
    return SquareArtists(
        level=axes.plot(reach, [target, target], color=INK, linewidth=1.6)[0],
        length=axes.plot([x, x], [target, target], color=VALUE, linewidth=2.4)[0],
        dot=axes.plot([x], [target], "o", color=VALUE, markersize=8, zorder=4)[0],
        square=axes.add_patch(square),
        error=axes.annotate("", (x, target), ha="right", va="center", color=VALUE, **near),
        area=axes.annotate("", (x, target), ha="left", va="center", color=LOSS, **near),
        prediction=axes.annotate("", (x, target), ha="center", color=VALUE, fontsize=9.5, **near),
        target=axes.annotate("", (x, target), ha="center", fontsize=9.5, **near),
    )


def move_square(artists, predicted, target):
    """Place the artists of `draw_square` at a prediction."""
    error, middle = predicted - target, (predicted + target) / 2
    side = 1 if error >= 0 else -1
    x, level = artists.square.get_x(), artists.level.get_xdata()
    # Beside a short error there is the target's line, and the words stand where that ends.
    left, right = level if abs(error) < np.ptp(level) / 4 else (x, x + abs(error))
    artists.length.set_ydata([target, predicted])
    artists.dot.set_ydata([predicted])
    artists.square.set(y=min(predicted, target), width=abs(error), height=abs(error))
    _place(artists.error, f"{'+' if error > 0 else ''}{short(error)}", (left, middle), (-7, 0))
    _place(artists.area, f"{error**2:.4g}", (right, middle), (7, 0))
    _place(artists.prediction, f"prediction {short(predicted)}", (x, predicted), (0, 9 * side))
    _place(artists.target, f"target {short(target)}", (x, target), (0, -6 * side))
    artists.prediction.set_verticalalignment("bottom" if side > 0 else "top")
    artists.target.set_verticalalignment("top" if side > 0 else "bottom")


def _place(annotation, text, point, offset):
    """Move an annotation to a point, `offset` (x, y) typographic points beside it."""
    annotation.set_text(text)
    annotation.xy = point
    annotation.set_position(offset)


def _squares_in_words(rows):
    parts = [
        f"Row {number}: prediction {short(predicted)}, target {short(target)}, "
        f"error {short(predicted - target)}, squared error {(predicted - target) ** 2:.4g}."
        for number, (predicted, target) in enumerate(rows, start=1)
    ]
    return " ".join(["Each error drawn as a length, its square as an area.", *parts])


@styled
def absolute_and_squared(moves, title="", reach=1.0):
    """Draw the absolute and the squared error, and what a smaller error saves; return the Figure.

    Each of the `moves` (moves, 2) takes an error from its first number to its second; both panels
    mark by how much that lowers the curve. The curves go from -reach to reach. Raises ValueError
    or TypeError where a move leaves that, or `reach` is not above zero.
    """
    moves, reach = checks.matrix("moves", moves, "(moves, 2)"), checks.positive("reach", reach)
    if moves.shape[1] != 2 or np.abs(moves).max() > reach:
        raise ValueError(
            f"moves have shape {moves.shape} and reach {np.abs(moves).max():g}, expected pairs of "
            f"errors from {-reach:g} to {reach:g}"
        )
    figure, both = panels(2, height=3.6, sharey=True)
    for axes, (name, curve) in zip(both, _CURVES.items(), strict=True):
        _draw_falls(axes, curve, moves, reach)
        axes.set(xlabel="error = prediction − target", title=name)
    figure.suptitle(title, x=0.02, ha="left", fontsize=12)
    return described(figure, _falls_in_words(moves))


_CURVES = {"absolute error": np.abs, "squared error": np.square}


def _draw_falls(axes, curve, moves, reach):
    along = np.linspace(-reach, reach, POINTS)
    axes.plot(along, curve(along), color=LOSS)
    axes.axvline(0, color=FAINT, linewidth=1, zorder=0)
    for start, end in moves:
        high, low = curve(start), curve(end)
        axes.plot([start, end], [high, low], "o", color=LOSS, markersize=5)
        axes.plot([end, start, start], [low, low, high], color=QUIET, linewidth=1.2)
        outward = 1 if start > 0 else -1
        axes.annotate(
            f"falls by {short(high - low)}",
            (start, (high + low) / 2),
            (7 * outward, 0),
            textcoords="offset points",
            ha="left" if outward > 0 else "right",
            va="center",
        )


def _falls_in_words(moves):
    parts = [
        "Two curves against the error: the absolute error is a V with a corner at 0, the "
        "squared error a bowl that is flat at 0."
    ]
    for start, end in moves:
        falls = [
            f"{name} falls by {short(curve(start) - curve(end))}" for name, curve in _CURVES.items()
        ]
        parts.append(f"From error {short(start)} to {short(end)}: {', '.join(falls)}.")
    return " ".join(parts)


class Mark(NamedTuple):
    """What marks a place on the loss curve: a point, and the loss in words."""

    point: Artist
    words: Artist


@styled
def loss_curve(loss_at, span, tried=(), revealed=True, name="weight", title=""):
    """Draw the loss against one weight, and the places that were tried; return the Figure.

    `loss_at(weights)` takes an array (points,) and returns the loss at each, in that shape. `span`
    is the pair (low, high) of weights to draw; `tried` (places,) are marked with their losses.
    Without `revealed` the curve itself stays hidden, as it is to one who tries.

    Raises ValueError or TypeError where `span` is no pair of numbers in order, `tried` lies outside
    it, or `loss_at` returns another shape.
    """
    along, losses = curve_of(loss_at, span)
    tried = checks.numbers("tried", tried) if len(tried) else np.empty(0)
    _check_inside("tried", tried, along)
    figure, axes = panels(height=3.6, width=7.2)
    if revealed:
        axes.plot(along, losses, color=LOSS)
    for number, weight in enumerate(tried):
        beside = _outward(along, losses, weight) if revealed else 0
        mark = draw_mark(axes, is_start=number == 0)
        move_mark(mark, weight, _loss(loss_at, weight), beside)
    _frame_curve(axes, along, losses, name, title)
    return described(figure, _curve_in_words(along, losses, loss_at, tried, revealed, name))


def curve_of(loss_at, span):
    """Return the weights (points,) across `span`, and the loss at each; see `loss_curve`."""
    pair = checks.numbers("span", span)
    if pair.shape != (2,) or not pair[0] < pair[1]:
        raise ValueError(f"span is {span}, expected a pair (low, high) with low below high")
    along = np.linspace(*pair, POINTS)
    losses = checks.same_shape("loss_at's losses", loss_at(along), along.shape, "the weights given")
    return along, losses


def _check_inside(name, weights, along):
    outside = weights[(weights < along[0]) | (weights > along[-1])]
    if len(outside):
        raise ValueError(
            f"{name} has {outside[0]:g}, expected weights from {along[0]:g} to {along[-1]:g}, "
            "the span drawn"
        )


def _loss(loss_at, weight):
    return np.asarray(loss_at(np.array([weight]))).item()


def _outward(along, losses, weight):
    """1 where the curve rises to the right, -1 where it rises to the left: there is room below."""
    return int(np.sign(np.interp(weight, along, np.gradient(losses, along))))


def draw_mark(axes, is_start=False):
    """Draw a place on the loss curve, not yet in place; return its `Mark` for `move_mark`."""
    inside = PAPER if is_start else LOSS
    return Mark(
        point=axes.plot([], [], "o", color=LOSS, markersize=8, markerfacecolor=inside, zorder=5)[0],
        words=axes.annotate(
            "now " if is_start else "",
            (0, 0),
            (0, 0),
            textcoords="offset points",
            va="center",
            color=LOSS,
            bbox=_PAPER,
        ),
    )


def move_mark(mark, weight, loss, beside=0):
    """Place a `Mark`: its words above it, or to the side `beside`, -1 for left and 1 for right."""
    mark.point.set_data([weight], [loss])
    start = "now " if mark.words.get_text().startswith("now") else ""
    _place(
        mark.words, f"{start}{short(loss)}", (weight, loss), (9 * beside, -6) if beside else (0, 12)
    )
    mark.words.set_horizontalalignment({-1: "right", 0: "center", 1: "left"}[beside])


def _frame_curve(axes, along, losses, name, title):
    room = 0.14 * (losses.max() - losses.min() or 1)
    axes.axhline(0, color=FAINT, linewidth=1, zorder=0)
    axes.set(
        xlabel=name,
        ylabel="loss",
        xlim=along[[0, -1]],
        ylim=(losses.min() - room, losses.max() + room),
        title=title,
    )


def _curve_in_words(along, losses, loss_at, tried, revealed, name):
    losses = without_rounding(losses)
    lowest = losses.argmin()
    parts = [f"Loss against {name} from {short(along[0])} to {short(along[-1])}."]
    if revealed:
        parts.append(f"Lowest near {short(along[lowest])}: loss {short(losses[lowest])}.")
    else:
        parts.append("The curve is hidden.")
    parts += [f"At {short(weight)}: loss {short(_loss(loss_at, weight))}." for weight in tried]
    return " ".join(parts)


@styled
def curve_scene(loss_at, span, weight, name="weight", title=""):
    """Draw the loss against one weight, and a place on it that will move; return its `Scene`.

    `loss_at`, `span` and `name` are those of `loss_curve`; `move_to(weight)` goes to another place
    and returns words. The curve is among what moves: a guess can come before it shows.
    """
    along, losses = curve_of(loss_at, span)
    figure, axes = panels(height=3.6, width=7.2)
    (curve,) = axes.plot(along, losses, color=LOSS)
    _frame_curve(axes, along, losses, name, title)
    mark = draw_mark(axes)

    def move_to(weight):
        _check_inside("weight", np.array([weight]), along)
        loss = _loss(loss_at, weight)
        move_mark(mark, weight, loss, _outward(along, losses, weight))
        return f"Weight {weight:.2f}: loss {loss:.4f}."

    move_to(weight)
    words = _curve_in_words(along, losses, loss_at, [weight], True, name)
    return Scene(described(figure, words), (curve, mark), move_to)


@styled
def guess_scene(axes, weight):
    """Draw an upright dotted line on axes of weights, for a guess to be placed; return the Scene.

    The line stands at `weight`; `move_to(dotted_line)` goes to another one and returns words.
    """
    line = axes.axvline(weight, color="black", linestyle=":", linewidth=1.5)

    def move_to(dotted_line):
        line.set_xdata([dotted_line, dotted_line])
        return f"Your line stands at {dotted_line:.2f}."

    return Scene(axes.figure, [line], move_to)


class Gauge(NamedTuple):
    """What shows a loss and nothing else: a bar as long as it, and its number."""

    bar: Artist
    number: Artist


@styled
def gauge_scene(highest, loss, title=""):
    """Draw a loss as a bar, and nothing of what it depends on; return its `Scene`.

    The bar has room for losses up to `highest`; `move_to(loss)` shows another one.
    """
    highest = checks.positive("highest", highest)
    figure, axes = panels(height=1.5, width=7.2)
    (bar,) = axes.barh([0], [0], height=0.6, color=LOSS)
    number = axes.text(0, 0, "", va="center", ha="left", color=LOSS)
    axes.set(xlim=(0, 1.15 * highest), ylim=(-0.6, 0.6), yticks=[], xlabel="loss", title=title)
    axes.spines["left"].set_visible(False)

    def move_to(loss):
        bar.set_width(loss)
        number.set(x=loss + 0.01 * highest, text=f"{loss:.4f}")

    move_to(loss)
    words = f"A bar for the loss, up to {short(highest)}: {loss:.4f}. The weight is not shown."
    return Scene(described(figure, words), Gauge(bar, number), move_to)


class StepArtists(NamedTuple):
    """What moves with the run of `step_scene`: a line through two points, and its words."""

    line: Artist
    corner: Artist
    point: Artist
    words: Artist


@styled
def step_scene(loss_at, weight, run, slope, span, name="weight", title=""):
    """Draw the line from one point of the loss curve to another that will move; return its `Scene`.

    The dashed line has the `slope` that the ratio of rise to run comes near to. `loss_at` and
    `span` are those of `loss_curve`; `move_to(run)` goes to the point at weight + run, and as much
    closer as that is nearer than `run`, and returns words. Raises ValueError where a run is 0 or
    leaves the span.
    """
    along, _ = curve_of(loss_at, span)
    weight, slope = (
        checks.numbers(label, number).item()
        for label, number in (("weight", weight), ("slope", slope))
    )
    figure, axes = panels(height=3.9, width=7.2)
    axes.set(xlabel=name, ylabel="loss")
    near = _draw_near(axes, loss_at, weight, slope)
    # Room for the numbers of ticks that lie close to each other.
    axes.yaxis.set_label_coords(-0.105, 0.5)
    figure.suptitle(title, x=0.02, ha="left", fontsize=12)
    artists, widest = draw_step(axes), abs(run)

    def move_to(run):
        if run == 0:
            raise ValueError("run is 0, expected a number: a rise needs a run to be divided by")
        _check_inside("weight + run", np.array([weight + run]), along)
        share = min(1, abs(run) / widest)
        window = weight + share * (along[[0, -1]] - weight)
        _move_near(near, loss_at, (weight, slope), window, share)
        move_step(artists, loss_at, weight, run)
        return _step_in_words(loss_at, weight, run)

    words = move_to(run)
    words = f"Loss against {name}. The dashed tangent has slope {short(slope)}. {words}"
    return Scene(described(figure, words), (near, artists), move_to)


class NearArtists(NamedTuple):
    """What is seen of a curve around a place, from near or from far."""

    curve: Artist
    tangent: Artist
    place: Artist
    closeness: Artist
    x_axis: Artist
    y_axis: Artist


def _draw_near(axes, loss_at, weight, slope):
    """Draw the curve, the point at `weight` and the dashed tangent, not yet placed."""
    loss, white = _loss(loss_at, weight), {"markerfacecolor": PAPER, "markersize": 7}
    right = {"transform": axes.transAxes, "ha": "right", "va": "bottom", "fontsize": 9.5}
    axes.text(0.99, 0.02, f"dashed: slope {short(slope)}", color=SLOPE, **right)
    return NearArtists(
        curve=axes.plot([], [], color=LOSS, linewidth=1.8)[0],
        tangent=axes.plot([], [], color=SLOPE, linestyle="--", linewidth=1.4)[0],
        place=axes.plot(weight, loss, "o", color=LOSS, zorder=5, **white)[0],
        closeness=axes.text(0.99, 1.02, "", color=QUIET, **right),
        x_axis=axes.xaxis,
        y_axis=axes.yaxis,
    )


def _move_near(near, loss_at, tangent, window, share):
    """Show the curve within a window (low, high), `share` as wide as at first."""
    weight, slope = tangent
    along, losses = curve_of(loss_at, window)
    near.curve.set_data(along, losses)
    near.tangent.set_data(window, _loss(loss_at, weight) + slope * (window - weight))
    near.closeness.set_text("" if share == 1 else f"{short(1 / share)} times as close")
    room = 0.14 * (np.ptp(losses) or 1)
    near.curve.axes.set(xlim=window, ylim=(losses.min() - room, losses.max() + room))
    for axis in (near.x_axis, near.y_axis):
        axis.set_major_formatter(ScalarFormatter(useOffset=False))
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    # Axes that change their limits do not tell what is drawn in them.
    for artist in near:
        artist.stale = True


def draw_step(axes):
    """Draw the line through two points, with its run and rise, not yet placed; see `move_step`."""
    return StepArtists(
        line=axes.plot([], [], color=SLOPE, linewidth=1.8)[0],
        corner=axes.plot([], [], color=INK, linewidth=1.2)[0],
        point=axes.plot([], [], "o", color=LOSS, markersize=7, zorder=5)[0],
        words=axes.set_title("", loc="left", fontsize=10.5, linespacing=1.4),
    )


def move_step(artists, loss_at, weight, step):
    """Place the artists of `draw_step` at a step from `weight`."""
    start, end = _loss(loss_at, weight), _loss(loss_at, weight + step)
    ratio = (end - start) / step
    # Beyond both points by a share of the picture: a short run still shows a direction.
    beyond = BEYOND * np.ptp(artists.line.axes.get_xlim())
    ends = np.array([min(step, 0) - beyond, max(step, 0) + beyond])
    artists.line.set_data(weight + ends, start + ends * ratio)
    artists.corner.set_data([weight, weight + step, weight + step], [start, start, end])
    artists.point.set_data([weight + step], [end])
    artists.words.set_text(
        f"run {short(step)}, rise {short(end - start)}\nrise / run = {short(ratio)}"
    )


def _step_in_words(loss_at, weight, step):
    """Return a step in words: its run, its rise, and their ratio."""
    rise = _loss(loss_at, weight + step) - _loss(loss_at, weight)
    return f"Run {short(step)}: rise {short(rise)}, rise / run {short(rise / step)}."


class WayDown(NamedTuple):
    """What shows a slope: its dashed tangent, the point, the arrow down, and the words."""

    tangent: Artist
    point: Artist
    arrow: Artist
    words: Artist


@styled
def which_way_is_down(loss_at, slope_at, weights, span, name="weight", title=""):
    """Draw the slope at several places of the loss curve, and the way down; return the Figure.

    `slope_at(weights)` returns the slope at each weight of an array (places,), in that shape;
    `loss_at` and `span` are those of `loss_curve`. The arrow at each place points along the weight
    to where the loss falls: against the sign of the slope. Raises ValueError or TypeError where
    the numbers do not fit, or a place is outside the span.
    """
    along, losses = curve_of(loss_at, span)
    weights = checks.numbers("weights", weights).ravel()
    if len(weights) > MOST_PLACES:
        raise ValueError(f"weights are {len(weights)} places, expected at most {MOST_PLACES}")
    _check_inside("weights", weights, along)
    slopes = checks.same_shape("slope_at's slopes", slope_at(weights), weights.shape, "weights")
    figure, axes = panels(height=4.0, width=7.6)
    axes.plot(along, losses, color=LOSS, linewidth=1.8)
    reach = 0.1 * np.ptp(along)
    for weight, slope in zip(weights, slopes, strict=True):
        move_way_down(draw_way_down(axes), weight, _loss(loss_at, weight), slope, reach)
    _frame_curve(axes, along, losses, name, title)
    # Room for the words beside the outermost places.
    axes.set_xlim(along[0] - reach / 2, along[-1] + reach / 2)
    places = [
        f"At {short(weight)}: slope {short(slope)}, {_way_down(slope)}."
        for weight, slope in zip(weights, slopes, strict=True)
    ]
    return described(figure, " ".join([f"Loss against {name}, with slopes.", *places]))


def _way_down(slope):
    if slope == 0:
        return "flat"
    return "lower the weight" if slope > 0 else "raise the weight"


def _slope_words(slope):
    if slope == 0:
        return "slope 0: flat"
    return f"slope {'+' if slope > 0 else ''}{short(slope)}\n{_way_down(slope)}"


def draw_way_down(axes):
    """Draw a slope and the way down, not yet in place; return its `WayDown` for `move_way_down`."""
    arrow = FancyArrowPatch(
        (0, 0), (0, 0), arrowstyle="-|>", mutation_scale=11, color=WEIGHT, linewidth=1.8, shrinkA=0
    )
    return WayDown(
        tangent=axes.plot([], [], color=SLOPE, linestyle="--", linewidth=2)[0],
        point=axes.plot([], [], "o", color=LOSS, markersize=7, zorder=5)[0],
        arrow=axes.add_patch(arrow),
        words=axes.annotate(
            "",
            (0, 0),
            (0, 0),
            textcoords="offset points",
            fontsize=9.5,
            color=SLOPE,
            linespacing=1.3,
            bbox=_PAPER,
        ),
    )


def move_way_down(artists, weight, loss, slope, reach):
    """Place a `WayDown` at a weight; its tangent goes from weight - reach to weight + reach."""
    around, outward = np.array([-reach, reach]), int(np.sign(slope))
    artists.tangent.set_data(weight + around, loss + around * slope)
    artists.point.set_data([weight], [loss])
    artists.arrow.set_positions((weight, loss), (weight - outward * 1.4 * reach, loss))
    artists.arrow.set_visible(outward != 0)
    _place(
        artists.words,
        _slope_words(slope),
        (weight, loss),
        (16 * outward, -8) if outward else (0, -9),
    )
    artists.words.set_horizontalalignment({-1: "right", 0: "center", 1: "left"}[outward])
    artists.words.set_verticalalignment("center" if outward else "top")
