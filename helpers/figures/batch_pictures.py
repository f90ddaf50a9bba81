"""What the size of a batch changes: its gradients, and its path over an epoch."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    LOSS,
    PAPER,
    QUIET,
    SLOPE,
    WEIGHT,
    WIDTH,
    Scene,
    described,
    panels,
    short,
    styled,
)
from helpers.figures.surfaces import (
    DescentPath,
    PathArtists,
    check_paths,
    draw_path,
    draw_surface,
    move_path,
    surface_of,
)

MOST_CLOUDS = 3
MARKED_PLACES = 40
"""A longer path is drawn as a thin line without a mark at each place."""

BAND_PLACES = 101
"""At most so many places along the run make the outline of a band."""

FAR = 50.0
"""Weights and losses further out than this are drawn here: far off the picture."""


class Cloud(NamedTuple):
    """The gradients of many batches of one size: `gradients` has shape (batches, 2)."""

    batch_size: int
    gradients: np.ndarray


class EpochRun(NamedTuple):
    """One epoch: after each update the `rows_used` (places,), `weights` (places, 2), `losses`.

    The first place is before the first update, where no row is used yet.
    """

    batch_size: int
    rows_used: np.ndarray
    weights: np.ndarray
    losses: np.ndarray


class EpochArtists(NamedTuple):
    """What moves with batch size, learning rate and shuffle.

    Of the run that is shown: its path, its curve of losses, its last loss, that loss in words, the
    title. Of all shuffles: their ends on the map, and the band between their losses.
    """

    path: PathArtists
    curve: Artist
    last: Artist
    label: Artist
    title: Artist
    ends: Artist
    band: Artist


@styled
def gradient_clouds(clouds, average, names=("first weight", "second weight"), title=""):
    """Draw the gradients of batches as points around their average, a panel for each batch size.

    `clouds` is a list of one to three `Cloud`, `average` (2,) the gradient of all rows; `names` are
    those of the two weights. A step against a gradient beyond the dotted line leads uphill on all
    rows: such gradients are drawn as crosses. Return the Figure. Raises ValueError or TypeError
    where clouds or average do not fit.
    """
    clouds = _clouds(clouds)
    size = {"height": 3.7, "width": WIDTH / MOST_CLOUDS * len(clouds)}
    figure, all_axes = panels(len(clouds), **size, sharex=True, sharey=True, squeeze=False)
    average = checks.same_shape("average", average, (2,), "one row of the gradients")
    reach = _reach(clouds)
    for axes, cloud in zip(all_axes[0], clouds, strict=True):
        _draw_cloud(axes, cloud, average, reach)
        axes.set_xlabel(f"slope of {names[0]}")
    all_axes[0, 0].set_ylabel(f"slope of {names[1]}")
    for axes, cloud in zip(all_axes[0], clouds, strict=True):
        _frame_cloud(axes, cloud, average, reach)
    _name_parts(all_axes[0, -1], average, reach)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _clouds_in_words(clouds, average, names))


def _reach(clouds):
    """How far the axes go: a few far rows must not press all others into one dot."""
    return 1.1 * max(np.quantile(np.abs(cloud.gradients), 0.94) for cloud in clouds)


def leads_downhill(gradients, average):
    """Return for each gradient (batches, 2) whether a small step against it lowers the whole loss.

    `average` (2,) is the gradient of all rows: the two must lie less than a right angle apart.
    """
    return gradients @ average > 0


def _clouds(clouds):
    return [
        Cloud(
            checks.whole_number(f"clouds[{i}].batch_size", cloud.batch_size, 1),
            _pairs(f"clouds[{i}].gradients", cloud.gradients),
        )
        for i, cloud in enumerate(checks.list_of("clouds", clouds, Cloud, MOST_CLOUDS))
    ]


def _pairs(name, value):
    pairs = checks.matrix(name, value, "one row per batch")
    if pairs.shape[1] != 2:
        raise ValueError(
            f"{name} have shape {pairs.shape}, expected (batches, 2): two weights can be drawn"
        )
    return pairs


def _draw_cloud(axes, cloud, average, reach):
    downhill = leads_downhill(cloud.gradients, average)
    is_inside = ~_is_outside(cloud, reach)
    axes.axhline(0, color=FAINT, linewidth=1)
    axes.axvline(0, color=FAINT, linewidth=1)
    # Whole, also where they lie on the frame.
    dots = {"s": 20, "color": SLOPE, "linewidths": 0, "alpha": 0.55, "clip_on": False}
    crosses = {"s": 22, "color": WEIGHT, "linewidths": 1, "clip_on": False}
    axes.scatter(*cloud.gradients[downhill & is_inside].T, marker="o", **dots)
    axes.scatter(*cloud.gradients[~downhill & is_inside].T, marker="x", **crosses)
    axes.plot(*average, "o", color=INK, fillstyle="none", markersize=13, markeredgewidth=1.6)
    axes.set_title(
        f"{_rows(cloud.batch_size)}: {downhill.sum()} of {len(downhill)} lead downhill",
        fontsize=10.5,
    )


def _is_outside(cloud, reach):
    return np.abs(cloud.gradients).max(axis=1) > reach


def _frame_cloud(axes, cloud, average, reach):
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    axes.axline((0, 0), (-average[1], average[0]), color=QUIET, linestyle=":", linewidth=1.2)
    outside = _is_outside(cloud, reach).sum()
    if outside:
        words = f"{outside} more outside"
        axes.text(0.97, 0.03, words, transform=axes.transAxes, ha="right", fontsize=9.5)


def _name_parts(axes, average, reach):
    """Say what ring and dotted line are, in the quadrants that large batches leave free."""
    towards = np.where(average < 0, -1, 1) * reach
    axes.annotate(
        "average of\nall rows",
        average,
        (0.55 * towards[0], 0.72 * towards[1]),
        ha="center",
        va="center",
        fontsize=9.5,
        arrowprops={"arrowstyle": "-", "color": INK, "shrinkB": 7, "linewidth": 0.9},
    )
    axes.text(*(-0.5 * towards), "here a step\nleads uphill", ha="center", va="center", color=QUIET)


def _rows(count):
    return "1 row" if count == 1 else f"{count:,} rows"


def _clouds_in_words(clouds, average, names):
    parts = [
        f"Slopes of {names[0]} and {names[1]}. Average of all rows: {short(average[0])}, "
        f"{short(average[1])}."
    ]
    for batch_size, gradients in clouds:
        deviation = gradients.std(axis=0)
        parts.append(
            f"Batches of {_rows(batch_size)}: {leads_downhill(gradients, average).sum()} of "
            f"{len(gradients)} lead downhill, standard deviations {short(deviation[0])} and "
            f"{short(deviation[1])}."
        )
    return " ".join(parts)


def epoch_runs(batch_size, rows, weights_along, loss_at):
    """Return the `EpochRun` of each of several runs that were made side by side, as a list.

    `weights_along` (places, runs, 2) are the two weights before the first of an epoch's updates
    and after each; `loss_at(first, second)` gives the loss on all rows. Raises ValueError or
    TypeError where they do not fit `rows` rows in batches of `batch_size`.
    """
    rows = checks.whole_number("rows", rows, 1)
    batch_size = checks.whole_number("batch_size", batch_size, 1, rows)
    along = checks.numbers("weights_along", weights_along)
    updates = -(-rows // batch_size)
    if along.ndim != 3 or (along.shape[0], along.shape[2]) != (updates + 1, 2):
        raise ValueError(
            f"weights_along has shape {along.shape}, expected ({updates + 1}, runs, 2): one epoch "
            f"of {rows} rows in batches of {batch_size} makes {updates} updates"
        )
    rows_used = np.minimum(np.arange(updates + 1) * batch_size, rows)
    losses = loss_at(along[..., 0], along[..., 1])
    return [
        EpochRun(batch_size, rows_used, along[:, run], losses[:, run])
        for run in range(along.shape[1])
    ]


def loss_of_two_weights(inputs, targets):
    """Return the function `loss_at(first, second)` that surfaces.loss_surface asks for.

    The prediction is inputs @ [[first], [second]], the loss its mean squared error; `inputs` have
    shape (rows, 2), `targets` (rows, 1).
    """
    inputs = checks.same_shape("inputs", inputs, (len(inputs), 2), "two weights")
    targets = checks.same_shape("targets", targets, (len(inputs), 1), "one output for each input")

    def loss_at(first, second):
        predictions = np.multiply.outer(first, inputs[:, 0]) + np.multiply.outer(
            second, inputs[:, 1]
        )
        return np.mean((predictions - targets[:, 0]) ** 2, axis=-1)

    return loss_at


@styled
def epoch_scene(
    loss_at, runs, first_range, second_range, names=("first weight", "second weight"), shown=0
):
    """Draw one epoch as a path on the loss surface and as a curve of losses, for sliders to move.

    `loss_at` and the ranges are those of surfaces.loss_surface; `runs` is a list of `EpochRun` of
    one batch size, each with a shuffle of its own, of which number `shown` is shown. Return the
    Scene; its `move_to(runs, shown=0)` shows other runs with these rows and this start, and returns
    words. Raises ValueError or TypeError where the arguments do not fit.
    """
    runs = _epoch_runs(runs)
    shown = checks.whole_number("shown", shown, 0, len(runs) - 1)
    surface = surface_of(loss_at, first_range, second_range)
    check_paths([DescentPath("", runs[shown].weights)], surface)
    figure, (left, right) = panels(2, height=4.2, width_ratios=[1.05, 1])
    draw_surface(left, surface, names, clear=runs[shown].weights)
    left.locator_params(nbins=6)
    _frame_losses(right, runs[shown], surface.losses.min())
    if len(runs) > 1:
        left.set_title(f"rings: where {len(runs)} shuffles end", fontsize=10.5)
        right.set_title(f"shaded: between {len(runs)} shuffles", fontsize=10.5)
    title = figure.suptitle("One epoch", x=0.012, ha="left", fontsize=12)
    artists = _epoch_artists(left, right, title)

    def move_to(runs, shown=0):
        _move_epoch(artists, runs, shown)
        return _move_in_words(runs, shown)

    move_to(runs, shown)
    return Scene(described(figure, _epoch_in_words(runs, shown, names)), artists, move_to)


def _frame_losses(axes, run, lowest):
    end, room = run.rows_used[-1], run.losses[0] - lowest
    axes.plot([0, end], [lowest, lowest], color=QUIET, linestyle=":", linewidth=1.2)
    axes.annotate(
        f"lowest place: {short(lowest)}",
        (0, lowest),
        (2, -4),
        textcoords="offset points",
        va="top",
        color=QUIET,
        fontsize=9.5,
    )
    axes.set(xlim=(-0.02 * end, end * 1.2), xticks=np.linspace(0, end, 4).round())
    axes.set(ylim=(lowest - 0.16 * room, run.losses[0] + 0.12 * room))
    axes.set(xlabel="rows used", ylabel="loss on all rows")


def _epoch_artists(left, right, title):
    path = draw_path(left, DescentPath("", np.zeros((1, 2))))
    path.line.set_linewidth(1.1)
    rings = {"markerfacecolor": PAPER, "markeredgewidth": 1.3, "markersize": 6, "zorder": 4}
    return EpochArtists(
        path,
        right.plot([], [], color=LOSS, linewidth=1.4)[0],
        right.plot([], [], "o", color=LOSS, markersize=7)[0],
        right.annotate("", (0, 0), (8, 4), textcoords="offset points", color=LOSS),
        title,
        left.plot([], [], "o", color=WEIGHT, **rings)[0],
        right.fill_between([], [], color=LOSS, alpha=0.16, linewidth=0),
    )


def _move_epoch(artists, runs, shown):
    run = runs[shown]
    mark = "o" if len(run.weights) <= MARKED_PLACES else ""
    move_path(artists.path, np.clip(run.weights, -FAR, FAR))
    artists.path.line.set_marker(mark)
    artists.curve.set(data=(run.rows_used, np.minimum(run.losses, FAR)), marker=mark, markersize=3)
    _mark_last(artists, run.rows_used[-1], run.losses[-1])
    artists.title.set_text(f"One epoch, {_rows(run.batch_size)} per update: {_count_updates(run)}")
    artists.ends.set_data(np.clip([each.weights[-1] for each in runs], -FAR, FAR).T)
    along = np.minimum([each.losses for each in runs], FAR)
    # Of a long run not every place: a band of some hundred corners is as smooth on a screen.
    some = np.unique(np.linspace(0, len(run.losses) - 1, BAND_PLACES).round().astype(int))
    band = along.min(axis=0)[some], along.max(axis=0)[some]
    artists.band.set_data(run.rows_used[some], *band)


def _mark_last(artists, rows_used, loss):
    """Mark the last loss and write it beside; an arrow says that it lies above the picture."""
    top = artists.curve.axes.get_ylim()[1]
    artists.last.set_data([rows_used], [min(loss, FAR)])
    artists.label.set_text(f"↑ {short(loss)}" if loss > top else f"{loss:.3f}")
    artists.label.xy = (rows_used, min(loss, 0.94 * top))


def _move_in_words(runs, shown):
    run, last = runs[shown], [run.losses[-1] for run in runs]
    words = (
        f"{_rows(run.batch_size)} per update, {_count_updates(run)}: the loss goes from "
        f"{run.losses[0]:.3f} to {run.losses[-1]:.3f}."
    )
    if len(runs) == 1:
        return words
    low, high = f"{min(last):.3f}", f"{max(last):.3f}"
    where = f"at {low}" if low == high else f"between {low} and {high}"
    return f"{words} {len(runs)} shuffles end {where}."


def _epoch_runs(runs):
    if not isinstance(runs, (list, tuple)) or isinstance(runs, EpochRun) or not runs:
        raise TypeError("runs are not a list of EpochRun, expected [epoch_run(history, ...)]")
    runs = [_epoch_run(f"runs[{number}]", run) for number, run in enumerate(runs)]
    for number, run in enumerate(runs):
        checks.same_shape(f"runs[{number}].losses", run.losses, runs[0].losses.shape, "runs[0]")
    return runs


def _epoch_run(name, run):
    if not isinstance(run, EpochRun):
        raise TypeError(f"{name} is of type {type(run).__name__}, expected an EpochRun")
    losses = checks.numbers(f"{name}.losses", run.losses)
    places = f"{name}.losses"
    return EpochRun(
        checks.whole_number(f"{name}.batch_size", run.batch_size, 1),
        checks.same_shape(f"{name}.rows_used", run.rows_used, (losses.size,), places),
        checks.same_shape(f"{name}.weights", run.weights, (losses.size, 2), f"{places}, two each"),
        checks.same_shape(places, losses, (losses.size,), "one loss for each place"),
    )


def _count_updates(run):
    updates = len(run.losses) - 1
    return "1 update" if updates == 1 else f"{updates} updates"


def _epoch_in_words(runs, shown, names):
    run = runs[shown]
    places = [", ".join(short(weight) for weight in run.weights[i]) for i in (0, -1)]
    return (
        f"One epoch. {_move_in_words(runs, shown)} {names[0]} and {names[1]} go from {places[0]} "
        f"to {places[1]}; on its way the loss is at most {short(run.losses.max())}."
    )
