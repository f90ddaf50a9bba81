"""Gradient descent seen: steps on a curve, the loss epoch by epoch, a path over a surface.

A picture that sliders move comes in two parts: `..._scene` draws what stays and returns the Figure
with the artists that move, `..._at` gives the words and those artists' properties for one position,
without drawing, as the `move` of `helpers.live.live` returns them.
"""

from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    LOSS,
    PAPER,
    QUIET,
    WIDTH,
    panels,
    short,
    styled,
)
from helpers.figures.surfaces import (
    Path,
    check_paths,
    draw_path,
    draw_surface,
    surface_of,
)

CURVE_POINTS = 301


class Map(NamedTuple):
    """The ground under a path: `loss_at(first, second)` on arrays, two ranges and two names."""

    loss_at: object
    first_range: tuple[float, float]
    second_range: tuple[float, float]
    names: tuple[str, str] = ("first weight", "second weight")


def _walk_artists(axes):
    """A line with a mark at each place, a ring for the start, a dot for the end."""
    line = axes.plot([], [], color=INK, linewidth=1, marker="o", markersize=4)
    start = axes.plot([], [], "o", color=INK, markerfacecolor=PAPER, markersize=8)
    end = axes.plot([], [], "o", color=LOSS, markersize=8)
    return [line[0], start[0], end[0]]


@styled
def walk_on_curve_scene(loss_at, low, high, title=""):
    """Draw a loss curve over one weight from `low` to `high`; return the Figure and what moves.

    `loss_at` takes an array of weights and returns the loss at each. What moves is a walk downhill:
    its line, start and end, and words. Raises ValueError or TypeError where these do not fit.
    """
    along = np.linspace(*_span(low, high), CURVE_POINTS)
    losses = _losses_along(loss_at, along)
    figure, axes = panels(height=4.0)
    axes.plot(along, losses, color=LOSS, alpha=0.45)
    axes.set(xlim=(low, high), ylim=(-0.06 * losses.max(), losses.max()), title=title)
    axes.set(xlabel="the weight", ylabel="loss")
    words = axes.text(1, 1.03, "", transform=axes.transAxes, ha="right", color=LOSS)
    return figure, [*_walk_artists(axes), words]


def walk_on_curve_at(loss_at, weights, low, high):
    """Return the words for a walk over `weights` (places,), then what each moving artist sets.

    A walk that leaves the weights from `low` to `high` is drawn up to its first step out. Raises
    ValueError or TypeError where `weights` are not a row of numbers.
    """
    weights = checks.numbers("weights", weights)
    if weights.ndim != 1:
        raise ValueError(f"weights have shape {weights.shape}, expected (places,)")
    outside = np.flatnonzero((weights < low) | (weights > high))
    shown = weights[: outside[0] + 1] if len(outside) else weights
    heights = loss_at(shown)
    if len(outside):
        ending, last = f"out of sight at step {outside[0]}", ([], [])
    else:
        ending = f"step {len(weights) - 1}: loss {_little(heights[-1])}"
        last = (shown[-1:], heights[-1:])
    return (
        _walk_in_words(weights, loss_at),
        {"data": (shown, heights)},
        {"data": (shown[:1], heights[:1])},
        {"data": last},
        {"text": ending},
    )


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
    """Draw the last loss of a run for each learning rate; return the Figure and what moves.

    `rates` (rates,) rise from above 0 and `runs` holds the losses before the first epoch and after
    each at every rate; the last may be infinite or nan, as a run that diverged leaves them. What
    moves is, on the left, the loss epoch by epoch at one rate, and words; on the right a dot on the
    curve of last losses. A run that ends above its start is drawn at the top. Raises ValueError or
    TypeError where these do not fit.
    """
    rates, runs = _runs_by_rate(rates, runs)
    figure, (left, right) = panels(2, height=4.4)
    lowest, top = min(np.nanmin(losses) for losses in runs) / 1.5, 3 * runs[0][0]
    longest = max(map(len, runs)) - 1
    left.axhline(runs[0][0], color=FAINT, linewidth=1, zorder=0)
    line = left.plot([], [], color=LOSS)[0]
    words = left.text(longest, top / 1.2, "", color=LOSS, ha="right", va="top")
    left.set(yscale="log", ylim=(lowest, top), xlim=(0, longest), xlabel="epochs")
    left.set(ylabel="loss, log axis")
    right.plot(rates, _last_losses(runs), color=LOSS, alpha=0.45, marker="o", markersize=3)
    dot = right.plot([], [], "o", color=LOSS, markersize=9)[0]
    right.set(xscale="log", yscale="log", ylim=(lowest, top), xlabel="learning rate, log axis")
    right.set_ylabel("loss after the last epoch, log axis")
    words_at_top = "at the top: ended above its start"
    right.text(0.02, 0.93, words_at_top, transform=right.transAxes, color=QUIET, fontsize=9.5)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return figure, [line, words, dot]


def runs_by_rate_at(rates, runs, learning_rate):
    """Return the words for the run at one of the rates, then what each moving artist sets.

    Raises ValueError or TypeError where these do not fit.
    """
    rates, runs = _runs_by_rate(rates, runs)
    if learning_rate not in rates:
        raise ValueError(f"learning_rate is {learning_rate}, expected one of the rates")
    number = rates.tolist().index(learning_rate)
    losses = runs[number]
    shown, leaves = _up_to(losses, 3 * losses[0])
    ending = f"after {len(losses) - 1} epochs: {short(losses[-1])}"
    if leaves:
        ending = f"off the picture at epoch {len(shown) - 1}"
    return (
        f"Learning rate {short(learning_rate)}: loss at the start {short(losses[0])}, {ending}.",
        {"data": (np.arange(len(shown)), shown)},
        {"text": ending},
        {"data": (rates[[number]], _last_losses([losses]))},
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
    """Draw a Map of the loss, and axes for the loss after each update; return what moves on them.

    `updates` is how many the loss axis has room for, `highest` the loss at its top; without it,
    the highest of the map. `others` are up to four `Path` that stay on the map, in grey, each with
    its name at its start. Return the Figure and its moving artists: the losses as a line, words,
    and a path's line, start and end. Raises ValueError or TypeError where these do not fit.
    """
    if not isinstance(ground, Map):
        raise TypeError(f"ground is of type {type(ground).__name__}, expected a Map")
    updates = checks.whole_number("updates", updates, 1)
    surface = surface_of(ground.loss_at, ground.first_range, ground.second_range)
    highest = surface.losses.max() if highest is None else checks.positive("highest", highest)
    figure, (left, right) = panels(2, height=4.1, width=WIDTH, width_ratios=[1, 1.35])
    line = left.plot([], [], color=LOSS, marker="o", markersize=3, linewidth=1.4)[0]
    words = left.text(0, 1.03, "", transform=left.transAxes, color=LOSS)
    left.set(xlim=(0, 1.02 * updates), ylim=(0, highest), xlabel="updates", ylabel="loss")
    draw_surface(right, surface, ground.names)
    for other in check_paths(others, surface):
        _draw_other(right, other)
    right.set_title("from the ring to the dot", fontsize=10.5)
    path = draw_path(right, Path("", np.array([[surface.first[0], surface.second[0]]])))
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return figure, [line, words, *path]


def _draw_other(axes, path):
    """A path that stays: grey, a mark at each place, its name at the start."""
    axes.plot(*path.weights.T, color=QUIET, linewidth=1, marker="o", markersize=2.5)
    axes.plot(*path.weights[:1].T, "o", color=QUIET, markerfacecolor=PAPER, markersize=6)
    axes.plot(*path.weights[-1:].T, "o", color=QUIET, markersize=6)
    axes.annotate(
        path.name,
        path.weights[0],
        (7, -12),
        textcoords="offset points",
        fontsize=9.5,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": PAPER, "alpha": 0.8, "linewidth": 0},
    )


def loss_and_path_at(weights, ground):
    """Return the words for a path of `weights` (places, 2), then what each moving artist sets.

    A path that ends outside the map is drawn up to its first step out. Raises ValueError or
    TypeError where the path does not fit.
    """
    weights = checks.matrix("weights", weights, "(places, 2)")
    if weights.shape[1] != 2:
        raise ValueError(f"weights have shape {weights.shape}, expected (places, 2)")
    losses = ground.loss_at(*weights.T)
    (first_low, first_high), (second_low, second_high) = ground.first_range, ground.second_range
    low, high = [first_low, second_low], [first_high, second_high]
    is_inside = np.all((weights >= low) & (weights <= high), axis=1)
    shown = weights if is_inside[-1] else weights[: np.argmin(is_inside) + 1]
    last = weights[-1:] if is_inside[-1] else np.empty((0, 2))
    start, end = (", ".join(map(short, place)) for place in weights[[0, -1]])
    updates = len(losses) - 1
    return (
        f"loss {short(losses[0])}, after {updates} updates {short(losses[-1])}; "
        f"weights from {start} to {end}"
        f"{'' if is_inside[-1] else ', outside the map'}.",
        {"data": (np.arange(len(losses)), losses)},
        {"text": f"after {updates} updates: {short(losses[-1])}"},
        {"data": shown.T},
        {"data": weights[:1].T},
        {"data": last.T},
    )
