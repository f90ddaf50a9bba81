"""Batches of several sizes: how well they estimate, what they cost, which valley they find."""

from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

from helpers import checks
from helpers.figures.batch_pictures import MARKED_PLACES, EpochRun
from helpers.figures.style import (
    DASHES,
    LOSS,
    PAPER,
    QUIET,
    SLOPE,
    WEIGHT,
    described,
    panels,
    plain_log_ticks,
    short,
    styled,
)
from helpers.figures.surfaces import (
    DescentPath,
    check_paths,
    draw_path,
    draw_surface,
    surface_in_words,
    surface_of,
)

MOST_EPOCHS = 3
MOST_RACES = 5
MOST_WALKS = 4
VALLEY_PLACES = 241
MANY_DECADES = 2.8
"""On an axis that is longer than this, only powers of ten are named."""

# One hue from light to dark, since batch sizes have an order; marks and dashes part the curves.
_SHADES = ("#B06FCB", "#9440B5", "#70308C", LOSS, "#1F0A2E")
_MARKS = ("o", "s", "^", "D", "v")
_FILLS = ("none", "full", "none", "full", "none")
_DASHES = ("-", DASHES[1], "-", DASHES[1], "-")


class Race(NamedTuple):
    """Runs of one batch size, each with a seed of its own.

    `losses` (seeds, epochs + 1) are before the first epoch and after each; `seconds` is what one
    epoch took.
    """

    batch_size: int
    losses: np.ndarray
    seconds: float


class Walk(NamedTuple):
    """Where one weight went: a `name`, and `weights` (walks, places), the start first."""

    name: str
    weights: np.ndarray


@styled
def epoch_paths(
    loss_at, runs, first_range, second_range, names=("first weight", "second weight"), title=""
):
    """Draw epochs of several batch sizes as paths on one map of the loss; return the Figure.

    `loss_at` and the ranges are those of surfaces.loss_surface, `runs` is a list of up to three
    `EpochRun` with one start. Raises ValueError or TypeError where the arguments do not fit.
    """
    runs = checks.list_of("runs", runs, EpochRun, MOST_EPOCHS)
    surface = surface_of(loss_at, first_range, second_range)
    paths = check_paths([DescentPath("", run.weights) for run in runs], surface)
    _one_start("runs", [path.weights[0] for path in paths])
    figure, axes = panels(height=3.2, width=6.6)
    places = np.concatenate([path.weights for path in paths])
    draw_surface(axes, surface, names, title, clear=places)
    # The edges of the areas show as much as lines along them, in far fewer bytes.
    for lines in axes.collections[1:]:
        lines.set_visible(False)
    for loss in axes.texts:
        loss.set(zorder=6, bbox={"facecolor": PAPER, "alpha": 0.8, "linewidth": 0, "pad": 0.5})
    drawn = [_draw_epoch(axes, path, number) for number, path in enumerate(paths)]
    words = [_epoch_in_words(run, ":\n") for run in runs]
    figure.legend(drawn, words, loc="outside right center", labelspacing=1.4)
    return described(figure, _epochs_in_words(runs, surface_in_words(surface, names, [], loss_at)))


def _draw_epoch(axes, path, number):
    """Draw a path, a long one without a mark at each place; return a line for the legend."""
    artists = draw_path(axes, path, number)
    mark = artists.line.get_marker()
    artists.line.set_linewidth(1.2)
    if len(path.weights) > MARKED_PLACES:
        artists.line.set_marker("")
    look = {"color": artists.line.get_color(), "linestyle": artists.line.get_linestyle()}
    return Line2D([], [], marker=mark, markersize=6, linewidth=1.4, **look)


def _epoch_in_words(run, after_size=": "):
    updates = len(run.weights) - 1
    count = "1 update" if updates == 1 else f"{updates:,} updates"
    return f"{_rows(run.batch_size)}{after_size}{count}, loss {run.losses[-1]:.3f}"


def _epochs_in_words(runs, map_in_words):
    start = ", ".join(map(short, runs[0].weights[0]))
    parts = [f"{map_in_words} Epochs from {start}, loss {runs[0].losses[0]:.3f}."]
    for run in runs:
        end = ", ".join(map(short, run.weights[-1]))
        parts.append(f"{_epoch_in_words(run)} at {end}.")
    return " ".join(parts)


def _one_start(name, starts):
    starts = np.array(starts)
    if np.ptp(starts, axis=0).any():
        low, high = (short(np.min(starts)), short(np.max(starts)))
        raise ValueError(f"{name} start from {low} to {high}, expected one start")


@styled
def deviation_by_size(batch_sizes, replaced, dealt, title=""):
    """Draw how far the gradients of batches lie from that of all rows; return the Figure.

    `batch_sizes` (sizes,) begin with 1; `replaced` (sizes,) are the standard deviations of batches
    drawn with replacement, `dealt` (sizes,) of those drawn without. A line shows the first of them
    divided by the root of the batch size. A deviation of 0 has no place on the logarithmic axis
    and is said in the legend. Raises ValueError or TypeError where the arguments do not fit.
    """
    sizes = checks.numbers("batch_sizes", batch_sizes)
    replaced = checks.same_shape("replaced", replaced, sizes.shape, "batch_sizes")
    dealt = checks.same_shape("dealt", dealt, sizes.shape, "batch_sizes")
    figure, axes = panels(height=3.4)
    there = dealt > 0
    marks = axes.plot(sizes, replaced[0] / np.sqrt(sizes), color=QUIET, linewidth=1.2)
    marks += axes.plot(sizes, replaced, "o", color=SLOPE, markersize=8, fillstyle="none")
    marks += axes.plot(sizes[there], dealt[there], "x", color=SLOPE, markersize=7)
    axes.set(xscale="log", yscale="log", title=title, xlabel="rows in the batch")
    axes.set_ylabel("standard deviation")
    axes.set_xlim(0.8, sizes[-1] * 1.3)
    axes.set_xticks(sizes, [f"{size:.0f}" for size in sizes])
    axes.minorticks_off()
    drawn = np.concatenate([replaced, dealt[there]])
    lowest, highest = drawn.min() / 1.3, drawn.max() * 1.2
    plain_log_ticks(axes, lowest, highest)
    axes.set_ylim(lowest, highest)
    _name_deviations(figure, marks, dealt, sizes[-1])
    return described(figure, _deviations_in_words(sizes, replaced, dealt))


def _name_deviations(figure, drawn, dealt, most):
    """Beside the axes, where no mark can be taken for a number."""
    ending = "" if dealt[-1] > 0 else f"\n(0 with {most:.0f} rows)"
    words = ["that of single rows, divided\nby the root of the batch size"]
    words += ["with replacement", f"without replacement{ending}"]
    figure.legend(drawn, words, loc="outside right center", labelspacing=1.2)


def _deviations_in_words(sizes, replaced, dealt):
    rows = [
        f"{_rows(int(size))}: {short(with_it)} with replacement, {short(without)} without."
        for size, with_it, without in zip(sizes, replaced, dealt, strict=True)
    ]
    return f"Standard deviation of the gradients of batches. {' '.join(rows)}"


def _rows(count):
    return "1 row" if count == 1 else f"{count:,} rows"


@styled
def race_by_clocks(races, rows, goal, title=""):
    """Draw losses by epochs, by updates and by seconds; return the Figure.

    `races` is a list of up to five `Race` on `rows` rows, the smallest batches first; at `goal`, a
    loss, stands a dotted line. Curves are means over the seeds, up to the goal; bars at their
    marks reach from the lowest to the highest. The alt text leaves the seconds out: they belong to
    the machine that drew the picture. Raises ValueError or TypeError where the arguments do not
    fit.
    """
    races = _races(races)
    rows, goal = checks.whole_number("rows", rows, 1), checks.positive("goal", goal)
    figure, all_axes = panels(3, height=4.2, sharey=True)
    drawn = [_until(race.losses, goal) for race in races]
    for number, (race, losses) in enumerate(zip(races, drawn, strict=True)):
        for axes, an_epoch in zip(all_axes, _an_epoch(race, rows), strict=True):
            _draw_race(axes, losses, an_epoch, number).set_label(f"{race.batch_size:,}")
    clocks = f"epochs: {rows:,} slopes of rows each", "updates", "seconds, this machine"
    for axes, name in zip(all_axes, clocks, strict=True):
        axes.axhline(goal, color=QUIET, linestyle=":", linewidth=1.2)
        _set_clock(axes, name)
    lowest, highest = 0.6 * goal, 1.2 * max(losses[:, 1:].max() for losses in drawn)
    plain_log_ticks(all_axes[0], lowest, highest)
    all_axes[0].set_ylim(lowest, highest)
    all_axes[0].set_ylabel("loss on all training rows")
    curves, names = all_axes[0].get_legend_handles_labels()
    legend = {"loc": "outside lower center", "ncols": MOST_RACES, "title": "rows per update"}
    figure.legend(curves, names, **legend)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, " ".join(_race_in_words(race, rows, goal) for race in races))


def _set_clock(axes, name):
    """Give a panel logarithmic axes, with ticks at 1, 3 and 10 where there is room for them."""
    axes.set(xscale="log", yscale="log", xlabel=name)
    first, last = np.log10(axes.get_xlim())
    steps = [1, 3] if last - first < MANY_DECADES else [1]
    ticks = np.outer(10.0 ** np.arange(-6, 7), steps).ravel()
    ticks = ticks[(ticks > 10**first) & (ticks < 10**last)]
    axes.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    axes.minorticks_off()


def _an_epoch(race, rows):
    """What one epoch costs on each clock."""
    return 1, -(-rows // race.batch_size), race.seconds


def _until(losses, goal):
    """The losses (seeds, epochs + 1) up to the epoch at which their mean first is at the goal."""
    reached = np.flatnonzero(losses.mean(axis=0) <= goal)
    return losses[:, : reached[0] + 1] if len(reached) else losses


def _draw_race(axes, losses, an_epoch, number):
    # A logarithmic axis has no 0: what stands before the first epoch is left out.
    color = _SHADES[number]
    along = an_epoch * np.arange(1, losses.shape[1])
    marked = np.unique(np.geomspace(1, len(along), 4).round().astype(int)) - 1
    ends = losses[:, 1 + marked].min(axis=0), losses[:, 1 + marked].max(axis=0)
    axes.vlines(along[marked], *ends, color=color, linewidth=2.6, alpha=0.45)
    look = {"color": color, "linestyle": _DASHES[number], "linewidth": 1.4}
    look |= {"marker": _MARKS[number], "fillstyle": _FILLS[number], "markersize": 7}
    (curve,) = axes.plot(along, losses[:, 1:].mean(axis=0), markevery=marked.tolist(), **look)
    return curve


def _races(races):
    return [
        Race(
            checks.whole_number(f"races[{number}].batch_size", race.batch_size, 1),
            _above_zero(f"races[{number}].losses", race.losses, 2),
            checks.positive(f"races[{number}].seconds", race.seconds),
        )
        for number, race in enumerate(checks.list_of("races", races, Race, MOST_RACES))
    ]


def _above_zero(name, value, fewest):
    table = checks.matrix(name, value, "one row per seed")
    if table.shape[1] < fewest or table.min() <= 0:
        raise ValueError(
            f"{name} have shape {table.shape} and a lowest value of {table.min():g}, expected "
            f"numbers above 0, at least {fewest} for each seed"
        )
    return table


def _race_in_words(race, rows, goal):
    updates = _an_epoch(race, rows)[1]
    mean = race.losses.mean(axis=0)
    reached = np.flatnonzero(mean <= goal)
    count = "1 update" if updates == 1 else f"{updates:,} updates"
    words = f"{_rows(race.batch_size)} per update, {count} per epoch: "
    if len(reached):
        first = int(reached[0])
        return f"{words}mean loss {short(goal)} reached after {first} epochs."
    return f"{words}mean loss {short(mean[-1])} after {len(mean) - 1} epochs."


@styled
def two_valleys(loss_at, weight_range, walks, title=""):
    """Draw a loss with more than one valley, and where walks that begin together end up.

    `loss_at(weights)` takes an array and returns its losses, `weight_range` is a pair (low, high),
    `walks` a list of up to four `Walk` with one start. The right panel shows the weight after each
    epoch on the same scale. Return the Figure. Raises ValueError or TypeError where the arguments
    do not fit.
    """
    walks = _walks(walks)
    places = np.linspace(*weight_range, VALLEY_PLACES)
    losses = checks.same_shape("loss_at's losses", loss_at(places), places.shape, "the weights")
    figure, (left, right) = panels(2, height=3.4, sharey=True, width_ratios=[1, 1.5])
    left.plot(losses, places, color=LOSS)
    # Room for the words at the right.
    left.set(xlabel="loss", ylabel="weight", ylim=weight_range)
    left.set_xlim(right=losses.max() + 0.25 * np.ptp(losses))
    for axes in (left, right):
        axes.axhline(0, color=QUIET, linewidth=0.8, linestyle=":")
    _mark(left, loss_at, walks[0].weights[0, 0], "start", PAPER)
    for walk in walks:
        _draw_walk(right, walk)
    most = max(walk.weights.shape[1] for walk in walks) - 1
    right.set(xlabel="epochs", xlim=(0, 1.45 * most))
    right.set_xticks(np.unique(np.linspace(0, most, 6).round()))
    for weight in _valleys(places, losses):
        _mark(left, loss_at, weight, f"lowest here: {loss_at(np.array([weight]))[0]:.4g}", LOSS)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _walks_in_words(walks, places, losses))


def _mark(axes, loss_at, weight, words, color):
    place = (loss_at(np.array([weight]))[0], weight)
    axes.plot(*place, "o", color=LOSS, markerfacecolor=color, markersize=7)
    axes.annotate(words, place, (9, 0), textcoords="offset points", va="center", fontsize=9.5)


def _draw_walk(axes, walk):
    """One line alone, or several thin ones: dashes of many would fill one another's gaps."""
    epochs = np.arange(walk.weights.shape[1])
    width = 2.4 if len(walk.weights) == 1 else 1
    axes.plot(epochs, walk.weights.T, color=WEIGHT, linewidth=width)
    end = (epochs[-1], walk.weights[:, -1].mean())
    axes.annotate(walk.name, end, (8, 0), textcoords="offset points", va="center", color=WEIGHT)


def _valleys(places, losses):
    """Return the weights at which the loss is lower than on both sides."""
    inner = (losses[1:-1] < losses[:-2]) & (losses[1:-1] < losses[2:])
    return places[1:-1][inner]


def _walks(walks):
    clean = [
        Walk(walk.name, checks.matrix(f"walks[{number}].weights", walk.weights, "one row per walk"))
        for number, walk in enumerate(checks.list_of("walks", walks, Walk, MOST_WALKS))
    ]
    _one_start("walks", np.concatenate([walk.weights[:, 0] for walk in clean]))
    return clean


def _walks_in_words(walks, places, losses):
    valleys = " and ".join(short(weight) for weight in _valleys(places, losses))
    parts = [f"A loss with valleys at {valleys}. All start at {short(walks[0].weights[0, 0])}."]
    for name, weights in walks:
        ends = weights[:, -1]
        parts.append(f"{name}: end from {short(ends.min())} to {short(ends.max())}.")
    return " ".join(parts)
