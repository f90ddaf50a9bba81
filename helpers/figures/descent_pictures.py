"""Gradient descent seen: steps on a curve, the loss epoch by epoch, a path over a surface."""

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
    described,
    panels,
    short,
    styled,
)
from helpers.figures.surfaces import (
    check_paths,
    draw_path,
    draw_surface,
    label_paths,
    surface_in_words,
    surface_of,
)

CURVE_POINTS = 301
MOST_WALKS = 4
MOST_RUNS = 5
SHARE_OF_LABELS = 0.26


class Walk(NamedTuple):
    """The places a weight took, shape (places,), the start first, and a `name` for the walk."""

    name: str
    weights: np.ndarray


class Run(NamedTuple):
    """The loss before the first epoch and after each, shape (epochs + 1,), and a `name`.

    The last losses may be infinite or nan, as a run that diverged leaves them.
    """

    name: str
    losses: np.ndarray


class Map(NamedTuple):
    """The ground under a path: `loss_at(first, second)` on arrays, two ranges and two names."""

    loss_at: object
    first_range: tuple[float, float]
    second_range: tuple[float, float]
    names: tuple[str, str] = ("first weight", "second weight")


@styled
def walks_on_curve(loss_at, walks, low, high, title=""):
    """Draw a loss curve over one weight, and on it one walk downhill a panel; return the Figure.

    `loss_at` takes an array of weights and returns the loss at each; `walks` are one to four Walk;
    the panels show the weights from `low` to `high`. A walk that leaves them is drawn up to its
    last place inside. Raises ValueError or TypeError where these do not fit.
    """
    walks, along = _walks(walks), np.linspace(*_span(low, high), CURVE_POINTS)
    losses = _losses_along(loss_at, along)
    figure, all_axes = panels(len(walks), height=3.8, sharey=True, squeeze=False)
    for axes, walk in zip(all_axes[0], walks, strict=True):
        axes.plot(along, losses, color=LOSS, alpha=0.45)
        words = draw_walk(axes, walk, loss_at, low, high)
        axes.set(xlim=(low, high), ylim=(-0.06 * losses.max(), losses.max()), xlabel="the weight")
        axes.set_title(f"{walk.name}\n{words}", fontsize=10.5)
    all_axes[0, 0].set_ylabel("loss")
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _walks_in_words(walks, loss_at))


def draw_walk(axes, walk, loss_at, low, high):
    """Draw a walk's places on its loss curve, joined; return where it ended, in words."""
    weights = walk.weights
    outside = np.flatnonzero((weights < low) | (weights > high))
    shown = weights[: outside[0]] if len(outside) else weights
    heights = loss_at(shown)
    axes.plot(shown, heights, color=INK, linewidth=1, marker="o", markersize=4)
    axes.plot(shown[:1], heights[:1], "o", color=INK, markerfacecolor=PAPER, markersize=8)
    if len(outside):
        return f"out of sight at step {outside[0]}"
    axes.plot(shown[-1:], heights[-1:], "o", color=LOSS, markersize=8)
    return f"step {len(weights) - 1}: loss {_little(heights[-1])}"


def _little(loss):
    """A loss as words; what is next to nothing is said to be so, not given in digits of rounding.

    >>> _little(3e-17)
    '< 1e−09'
    """
    return short(loss) if loss >= 1e-9 else "< 1e−09"


def _walks(walks):
    if not isinstance(walks, (list, tuple)) or not all(isinstance(walk, Walk) for walk in walks):
        raise TypeError("walks are not a list of Walk, expected [Walk(name, weights)]")
    if not 1 <= len(walks) <= MOST_WALKS:
        raise ValueError(f"walks are {len(walks)}, expected from 1 to {MOST_WALKS}")
    clean = []
    for number, walk in enumerate(walks):
        weights = checks.numbers(f"walks[{number}].weights", walk.weights)
        if weights.ndim != 1:
            raise ValueError(
                f"walks[{number}].weights have shape {weights.shape}, expected (places,)"
            )
        clean.append(Walk(walk.name, weights))
    return clean


def _span(low, high):
    pair = checks.numbers("low and high", [low, high])
    if not pair[0] < pair[1]:
        raise ValueError(f"low is {low}, expected below high, which is {high}")
    return pair


def _losses_along(loss_at, along):
    if not callable(loss_at):
        raise TypeError(f"loss_at is of type {type(loss_at).__name__}, expected a function")
    return checks.same_shape("loss_at's losses", loss_at(along), along.shape, "the weights")


def _walks_in_words(walks, loss_at):
    parts = ["Walks downhill on a loss curve over one weight."]
    for name, weights in walks:
        first, last = loss_at(weights[:1])[0], loss_at(weights[-1:])[0]
        parts.append(
            f"{name}: {len(weights) - 1} steps, from weight {short(weights[0])}, loss "
            f"{short(first)}, to weight {short(weights[-1])}, loss {_little(last)}."
        )
    return " ".join(parts)


@styled
def runs_by_epoch(runs, title=""):
    """Draw the loss after each epoch on a log axis, one line a run; return the Figure.

    `runs` are one to five Run with losses above 0. A run that grows far beyond its start leaves
    the picture at the top, and its name stands there. Raises ValueError or TypeError where these
    do not fit.
    """
    runs = _runs(runs)
    figure, axes = panels(height=4.4)
    top = 3 * max(run.losses[0] for run in runs)
    longest = max(len(run.losses) for run in runs) - 1
    labels = []
    for (name, losses), dashes in zip(
        runs, ["-", "--", "-.", ":", (0, (1, 3, 6, 3))], strict=False
    ):
        shown, leaves = _up_to(losses, top)
        axes.plot(shown, color=LOSS, linestyle=dashes)
        labels.append((name, len(shown) - 1, shown[-1], leaves))
    lowest = min(np.nanmin(run.losses) for run in runs)
    axes.set(yscale="log", ylim=(lowest / 1.5, top), xlim=(0, longest * (1 + SHARE_OF_LABELS)))
    axes.set(xlabel="epochs", ylabel="loss, log axis", title=title)
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= longest])
    _name_runs(axes, labels, longest)
    return described(figure, _runs_in_words(runs))


def _up_to(losses, top):
    """Return the losses up to the first above `top`, that one cut to just over it."""
    above = np.flatnonzero(~(losses <= top))
    if not len(above):
        return losses, False
    return np.append(losses[: above[0]], 1.2 * top), True


def _name_runs(axes, labels, longest):
    """Write names beside the ends of lines, pushed apart, and those that leave at the top."""
    inside = sorted((label for label in labels if not label[3]), key=lambda label: label[2])
    low, high = np.log10(axes.get_ylim())
    gap = 0.06 * (high - low)
    at = -np.inf
    for name, _, loss, _ in inside:
        at = max(np.log10(loss), at + gap)
        words = f"{name}: {short(loss)}"
        axes.text(longest * 1.015, 10**at, words, color=LOSS, va="center", fontsize=9.5)
    for number, (name, epoch, *_) in enumerate(label for label in labels if label[3]):
        words = f"{name}: off the picture at epoch {epoch}"
        y = 10 ** (high - (0.6 + number) * gap)
        axes.text(epoch + 0.015 * longest, y, words, color=LOSS, va="center", fontsize=9.5)


def _runs(runs):
    if not isinstance(runs, (list, tuple)) or not all(isinstance(run, Run) for run in runs):
        raise TypeError("runs are not a list of Run, expected [Run(name, losses)]")
    if not 1 <= len(runs) <= MOST_RUNS:
        raise ValueError(f"runs are {len(runs)}, expected from 1 to {MOST_RUNS}")
    clean = []
    for number, run in enumerate(runs):
        losses = np.array(run.losses, dtype=float)
        if losses.ndim != 1 or len(losses) < 2 or not 0 < losses[0] < np.inf or (losses <= 0).any():
            raise ValueError(
                f"runs[{number}].losses are not two or more losses above 0, the first finite; "
                "expected a history's epoch_losses"
            )
        clean.append(Run(run.name, losses))
    return clean


def _runs_in_words(runs):
    parts = ["Loss after each epoch."]
    for name, losses in runs:
        last = losses[-1]
        end = (
            f"{short(last)} after {len(losses) - 1} epochs"
            if np.isfinite(last)
            else f"no longer a finite number at epoch {len(losses) - 1}"
        )
        parts.append(f"{name}: {short(losses[0])} at the start, {end}.")
    return " ".join(parts)


@styled
def loss_and_path(losses, path, ground, title="", highest=None):
    """Draw the loss after each update, and beside it the path over a loss surface.

    `losses` (places,) are above 0, `path` is a surfaces.Path of as many places, `ground` a Map.
    `highest` fixes the top of the loss axis, so that pictures for several learning rates can be
    compared. Return the Figure. Raises ValueError or TypeError where these do not fit.
    """
    if not isinstance(ground, Map):
        raise TypeError(f"ground is of type {type(ground).__name__}, expected a Map")
    surface = surface_of(ground.loss_at, ground.first_range, ground.second_range)
    (path,) = check_paths([path], surface)
    losses = checks.same_shape("losses", losses, path.weights.shape[:1], "the places of the path")
    highest = losses.max() if highest is None else checks.positive("highest", highest)
    figure, (left, right) = panels(2, height=4.5, width=WIDTH, width_ratios=[1, 1.35])
    _draw_losses(left, losses, highest)
    draw_surface(right, surface, ground.names)
    draw_path(right, path)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    label_paths(right, surface, [path], ground.loss_at)
    for label in right.texts:
        label.set_in_layout(False)  # the map stays where it is, whatever the labels say
    return described(
        figure,
        f"After {len(losses) - 1} updates the loss is {short(losses[-1])}; it was "
        f"{short(losses[0])} at the start. "
        + surface_in_words(surface, ground.names, [path], ground.loss_at),
    )


def _draw_losses(axes, losses, highest):
    axes.axhline(losses[0], color=FAINT, linewidth=1, zorder=0)
    axes.plot(losses, color=LOSS, marker="o", markersize=3, linewidth=1.4)
    axes.set(ylim=(0, highest), xlabel="updates", ylabel="loss")
    words = f"after {len(losses) - 1} updates: {short(losses[-1])}"
    axes.set_title(words, fontsize=10.5, color=LOSS)
    axes.text(
        len(losses) - 1, losses[0], "at the start", color=QUIET, fontsize=9, ha="right", va="bottom"
    )
