"""Gradient descent seen: steps on a curve, the loss epoch by epoch, a path over a surface."""

from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.figures.style import (
    INK,
    LOSS,
    PAPER,
    QUIET,
    WIDTH,
    Scene,
    panels,
    short,
    styled,
)
from helpers.figures.surfaces import (
    DescentPath,
    check_paths,
    draw_path,
    draw_surface,
    move_path,
    surface_of,
)

CURVE_POINTS = 301

# Paper behind the words: curves may come there.
_QUIET_WORDS = {
    "color": QUIET,
    "fontsize": 9.5,
    "bbox": {"facecolor": PAPER, "linewidth": 0, "pad": 0.5},
}


class Map(NamedTuple):
    """The ground under a path: `loss_at(first, second)` on arrays, two ranges and two names."""

    loss_at: object
    first_range: tuple[float, float]
    second_range: tuple[float, float]
    names: tuple[str, str] = ("first weight", "second weight")


def _walk_artists(axes):
    """A line with a mark at each place, a ring for the start, a dot for the end."""
    line = axes.plot([], [], color=INK, linewidth=1, marker="o", markersize=5)
    start = axes.plot([], [], "o", color=INK, markerfacecolor=PAPER, markersize=8)
    end = axes.plot([], [], "o", color=LOSS, markersize=8)
    return [line[0], start[0], end[0]]


@styled
def walk_on_curve_scene(loss_at, low, high, title=""):
    """Draw a loss curve over one weight from `low` to `high`, and a walk on it; return the Scene.

    `loss_at` takes an array of weights and returns the loss at each. What moves is a walk downhill:
    its line, start and end, and words. `move_to(weights)` takes its places, one weight each, and
    returns words; a walk that leaves the weights from `low` to `high` is drawn up to its first step
    out. Raises ValueError or TypeError where these do not fit.
    """
    along = np.linspace(*_span(low, high), CURVE_POINTS)
    losses = _losses_along(loss_at, along)
    figure, axes = panels(height=4.0)
    axes.plot(along, losses, color=LOSS, linewidth=1.5)
    axes.set(xlim=(low, high), ylim=(-0.06 * losses.max(), losses.max()), title=title)
    axes.set(xlabel="the weight", ylabel="loss")
    words = axes.text(1, 1.03, "", transform=axes.transAxes, ha="right", color=LOSS)
    line, start, end = _walk_artists(axes)

    def move_to(weights):
        weights = _walk_weights(weights)
        outside = np.flatnonzero((weights < low) | (weights > high))
        shown = weights[: outside[0] + 1] if len(outside) else weights
        heights = loss_at(shown)
        line.set_data(shown, heights)
        start.set_data(shown[:1], heights[:1])
        if len(outside):
            end.set_data([], [])
            words.set_text(f"out of sight at step {outside[0]}")
        else:
            end.set_data(shown[-1:], heights[-1:])
            words.set_text(f"step {len(weights) - 1}: loss {_little(heights[-1])}")
        return _walk_in_words(weights, loss_at)

    return Scene(figure, [line, start, end, words], move_to)


def _walk_weights(weights):
    weights = checks.numbers("weights", weights)
    if weights.ndim != 1:
        raise ValueError(f"weights have shape {weights.shape}, expected (places,)")
    return weights


def _little(loss):
    """A loss as words; what is next to nothing is said to be so, not given in digits of rounding.

    >>> _little(3e-17)
    '< 1e−09'
    """
    return short(loss) if loss >= 1e-9 else "< 1e−09"


def _span(low, high):
    pair = checks.numbers("low and high", [low, high])
    if not pair[0] < pair[1]:
        raise ValueError(f"low is {low}, expected below high, which is {high}")
    return pair


def _losses_along(loss_at, along):
    if not callable(loss_at):
        raise TypeError(f"loss_at is of type {type(loss_at).__name__}, expected a function")
    return checks.same_shape("loss_at's losses", loss_at(along), along.shape, "the weights")


def _walk_in_words(weights, loss_at):
    first, last = loss_at(weights[:1])[0], loss_at(weights[-1:])[0]
    return (
        f"{len(weights) - 1} steps, from weight {short(weights[0])}, loss {short(first)}, "
        f"to weight {short(weights[-1])}, loss {_little(last)}."
    )


def _up_to(losses, top):
    """Return the losses up to the first above `top`, that one cut to just over it."""
    above = np.flatnonzero(~(losses <= top))
    if not len(above):
        return losses, False
    return np.append(losses[: above[0]], 1.2 * top), True


def _losses_of_run(number, losses):
    losses = np.array(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 2 or not 0 < losses[0] < np.inf or (losses <= 0).any():
        raise ValueError(
            f"runs[{number}].losses are not two or more losses above 0, the first finite; "
            "expected a history's epoch_losses"
        )
    return losses


@styled
def runs_by_rate_scene(rates, runs, title=""):
    """Draw the last loss of a run for each learning rate, and one run in full; return the Scene.

    `rates` (rates,) rise from above 0 and `runs` holds the losses before the first epoch and after
    each at every rate; the last may be infinite or nan, as a run that diverged leaves them. What
    moves is, on the left, the loss epoch by epoch at one rate, and words; on the right a dot on the
    curve of last losses. A run that ends above its start is drawn at the top. The losses go down to
    a power of ten, so that the lowest can be read.
    `move_to(learning_rate)` shows the run at one of the rates and returns words. Raises ValueError
    or TypeError where these do not fit.
    """
    rates, runs = _runs_by_rate(rates, runs)
    figure, (left, right) = panels(2, height=4.4)
    lowest, top = min(np.nanmin(losses) for losses in runs), 3 * runs[0][0]
    longest = max(map(len, runs)) - 1
    _mark_start(left, longest, runs[0][0])
    line = left.plot([], [], color=LOSS)[0]
    words = left.text(longest, top / 1.2, "", color=LOSS, ha="right", va="top")
    left.set(xlim=(0, longest), xlabel="epochs", ylabel="loss, log axis")
    right.plot(rates, _last_losses(runs), color=LOSS, linewidth=1, marker="o", markersize=3)
    dot = right.plot([], [], "o", color=LOSS, markersize=9)[0]
    right.set(xscale="log", xlabel="learning rate, log axis")
    right.set_ylabel("loss after the last epoch, log axis")
    right.xaxis.set_major_formatter(_plainly)
    for axes in (left, right):
        axes.set(yscale="log", ylim=(10 ** np.floor(np.log10(lowest)), top))
        axes.yaxis.set_major_formatter(_plainly)
    _name_the_top(right, rates, runs)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)

    def move_to(learning_rate):
        if learning_rate not in rates:
            raise ValueError(f"learning_rate is {learning_rate}, expected one of the rates")
        losses = runs[rates.tolist().index(learning_rate)]
        shown, leaves = _up_to(losses, 3 * losses[0])
        ending = f"after {len(losses) - 1} epochs: {short(losses[-1])}"
        if leaves:
            ending = f"off the picture at epoch {len(shown) - 1}"
        line.set_data(np.arange(len(shown)), shown)
        words.set_text(ending)
        dot.set_data([learning_rate], _last_losses([losses]))
        start = f"loss at the start {short(losses[0])}"
        return f"Learning rate {short(learning_rate)}: {start}, {ending}."

    return Scene(figure, [line, words, dot], move_to)


def _plainly(number, _):
    return short(number)


def _mark_start(axes, longest, loss):
    """A line across at the loss before the first epoch, and words that say so."""
    axes.axhline(loss, color=QUIET, linewidth=1, linestyle=":", zorder=0)
    axes.annotate(
        f"at the start: {short(loss)}",
        (longest, loss),
        (0, 3),
        textcoords="offset points",
        ha="right",
        **_QUIET_WORDS,
    )


def _name_the_top(axes, rates, runs):
    """Say, beside the first of them, what the runs at the top have in common."""
    at_top = np.flatnonzero([not losses[-1] <= losses[0] for losses in runs])
    if not len(at_top):
        return
    first = at_top[0]
    is_right = first >= len(rates) / 2
    axes.annotate(
        "these runs end above their start →" if is_right else "← these runs end above their start",
        (rates[first], _last_losses([runs[first]])[0]),
        (-8 if is_right else 8, 0),
        textcoords="offset points",
        ha="right" if is_right else "left",
        va="center",
        **_QUIET_WORDS,
    )


def _last_losses(runs):
    """Each run's last loss, or, where it ends higher than it began, a place at the top."""
    return [losses[-1] if losses[-1] <= losses[0] else 2.4 * losses[0] for losses in runs]


def _runs_by_rate(rates, runs):
    rates = checks.numbers("rates", rates)
    if rates.ndim != 1 or rates[0] <= 0 or (np.diff(rates) <= 0).any():
        raise ValueError("rates do not rise from above 0, expected such as [0.001, 0.01, 0.1]")
    if len(runs) != len(rates):
        raise ValueError(f"runs are {len(runs)}, expected {len(rates)}: one for each rate")
    return rates, [_losses_of_run(number, losses) for number, losses in enumerate(runs)]


@styled
def loss_and_path_scene(ground, updates, title="", highest=None, others=()):
    """Draw a Map of the loss, axes for the loss after each update, and a path; return the Scene.

    `updates` is how many the loss axis has room for, `highest` the loss at its top; without it,
    the highest of the map. `others` are up to four `DescentPath` that stay on the map, in grey,
    each with its name at its start. What moves: the losses as a line, words, and a path's line,
    start and end. `move_to(weights)` takes the path's places (places, 2) and returns words; a path
    that ends outside the map is drawn up to its first step out. Raises ValueError or TypeError
    where these do not fit.
    """
    if not isinstance(ground, Map):
        raise TypeError(f"ground is of type {type(ground).__name__}, expected a Map")
    updates = checks.whole_number("updates", updates, 1)
    surface = surface_of(ground.loss_at, ground.first_range, ground.second_range)
    highest = surface.losses.max() if highest is None else checks.positive("highest", highest)
    figure, (left, right) = panels(2, height=4.1, width=WIDTH, width_ratios=[1, 1.35])
    line = left.plot([], [], color=LOSS, marker="o", markersize=3, linewidth=1.4)[0]
    words = left.set_title("", fontsize=10.5, color=LOSS)
    left.set(xlim=(0, 1.02 * updates), ylim=(0, highest), xlabel="updates", ylabel="loss")
    others = check_paths(others, surface)
    clear = np.concatenate([path.weights for path in others]) if others else None
    draw_surface(right, surface, ground.names, clear=clear)
    for other in others:
        _draw_other(right, other)
    right.set_title("from the ring to the dot", fontsize=10.5)
    path = draw_path(right, DescentPath("", np.array([[surface.first[0], surface.second[0]]])))
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)

    def move_to(weights):
        weights = _path_weights(weights)
        losses, updates = ground.loss_at(*weights.T), len(weights) - 1
        line.set_data(np.arange(len(losses)), losses)
        words.set_text(f"after {updates} updates: {short(losses[-1])}")
        ends_inside = move_path(path, weights)
        if not ends_inside:
            path.end.set_data([], [])
        start, end = (", ".join(map(short, place)) for place in weights[[0, -1]])
        return (
            f"loss {short(losses[0])}, after {updates} updates {short(losses[-1])}; "
            f"weights from {start} to {end}{'' if ends_inside else ', outside the map'}."
        )

    return Scene(figure, [line, words, *path], move_to)


def _path_weights(weights):
    weights = checks.matrix("weights", weights, "(places, 2)")
    if weights.shape[1] != 2:
        raise ValueError(f"weights have shape {weights.shape}, expected (places, 2)")
    return weights


def _draw_other(axes, path):
    """A path that stays: grey, a mark at each place, its name at the start."""
    axes.plot(*path.weights.T, color=QUIET, linewidth=1, marker="o", markersize=2.5)
    axes.plot(*path.weights[:1].T, "o", color=QUIET, markerfacecolor=PAPER, markersize=6)
    axes.plot(*path.weights[-1:].T, "o", color=QUIET, markersize=6)
    # Below its ring, or beside it where the name would reach the edge of the map.
    low, high = axes.get_ylim()
    is_low = path.weights[0, 1] < low + 0.12 * (high - low)
    axes.annotate(
        path.name,
        path.weights[0],
        (9, -4) if is_low else (7, -12),
        textcoords="offset points",
        fontsize=9.5,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": PAPER, "alpha": 0.8, "linewidth": 0},
    )
