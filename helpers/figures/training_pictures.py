"""How losses part, what start weights do, and how scores become shares and slopes."""

from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.figures.style import (
    DASHES,
    INK,
    LOSS,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    described,
    panels,
    plain_log_ticks,
    short,
    styled,
)

MOST_CURVES = 4
MOST_CLASSES = 12
DECIMALS_OF_SHARES = 4
"""With fewer, the shares that are shown may not add up to 1, nor the slopes to 0."""

RISE = 1.05
"""A curve that ends this many times above its lowest loss has clearly risen again."""


class Curve(NamedTuple):
    """A `name` and its `losses` (epochs + 1,): before the first epoch, then after each."""

    name: str
    losses: np.ndarray


class StartSizes(NamedTuple):
    """What start weights do, layer by layer: standard deviations of activations and slopes.

    `activations` begin with the first hidden layer, `slopes` are those at each layer's sums.
    """

    name: str
    activations: np.ndarray
    slopes: np.ndarray


@styled
def start_sizes(kinds, title=""):
    """Draw how large activations and slopes are in each layer, for start weights of several sizes.

    `kinds` is a list of up to four `StartSizes`, whose sizes are above 0. Return the Figure.
    Raises ValueError or TypeError where they do not fit.
    """
    kinds = _start_sizes(kinds)
    figure, (left, right) = panels(2, height=3.7)
    for kind, dashes in zip(kinds, DASHES, strict=False):
        line = {"linestyle": dashes, "marker": "o", "markersize": 4}
        _draw_sizes(left, kind.name, kind.activations, named_at=-1, color=VALUE, **line)
        _draw_sizes(right, kind.name, kind.slopes, named_at=0, color=SLOPE, **line)
    layers, more_layers = (max(len(kind[part]) for kind in kinds) for part in (1, 2))
    left.set(ylabel="activations,\nstandard deviation", xlim=(0.8, 1.45 * layers))
    right.set(ylabel="slopes at the sums,\nstandard deviation")
    right.set_xlim(1 - 0.75 * more_layers, more_layers + 0.2)
    for axes, most in ((left, layers), (right, more_layers)):
        axes.set(yscale="log", xlabel="layer", xticks=range(1, most + 1))
        axes.minorticks_off()
        axes.yaxis.set_major_formatter(lambda size, _: f"{size:.6f}".rstrip("0").rstrip("."))
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, " ".join(map(_sizes_in_words, kinds)))


def _draw_sizes(axes, name, sizes, named_at, color, **line):
    """Draw the sizes by layer, and name them at the end that lies furthest from where they began.

    Values begin at the inputs and slopes at the loss, where those of all kinds are close together.
    """
    axes.plot(np.arange(1, len(sizes) + 1), sizes, color=color, **line)
    place = (1 if named_at == 0 else len(sizes), sizes[named_at])
    side = {"ha": "right", "xytext": (-8, 0)} if named_at == 0 else {"xytext": (8, 0)}
    axes.annotate(name, place, textcoords="offset points", va="center", color=color, **side)


def _start_sizes(kinds):
    return [
        StartSizes(
            kind.name,
            _row_above_zero(f"kinds[{number}].activations", kind.activations),
            _row_above_zero(f"kinds[{number}].slopes", kind.slopes),
        )
        for number, kind in enumerate(checks.list_of("kinds", kinds, StartSizes, MOST_CURVES))
    ]


def _row_above_zero(name, value):
    row = checks.numbers(name, value)
    if row.ndim != 1 or len(row) < 2 or row.min() <= 0:
        raise ValueError(
            f"{name} have shape {row.shape} and a lowest value of {row.min():g}, expected two or "
            "more numbers above 0 in one row"
        )
    return row


def _sizes_in_words(kind):
    first, last = (f"{short(kind.activations[i])}" for i in (0, -1))
    early, late = (f"{short(kind.slopes[i])}" for i in (0, -1))
    return (
        f"{kind.name}: standard deviation of the activations {first} in the first layer, {last} "
        f"in the last hidden one; of the slopes at the sums {early} in the first layer, {late} in "
        "the last."
    )


@styled
def loss_curves(curves, title=""):
    """Draw losses by epoch on a logarithmic axis; return the Figure.

    `curves` is a list of up to four `Curve`. A ring marks the lowest loss of a curve that ends at
    least 5% above it. Raises ValueError or TypeError where the curves do not fit.
    """
    curves = _curves(curves)
    figure, axes = panels(height=4.2)
    for curve, dashes in zip(curves, DASHES, strict=False):
        axes.plot(curve.losses, color=LOSS, linestyle=dashes)
        last = (len(curve.losses) - 1, curve.losses[-1])
        words = f"{curve.name}: {_three_digits(last[1])}"
        axes.annotate(words, last, (8, 0), textcoords="offset points", va="center", color=LOSS)
        _ring_lowest(axes, curve)
    most = max(len(curve.losses) - 1 for curve in curves)
    axes.set(yscale="log", xlim=(0, most * 1.22), xlabel="epochs", ylabel="loss", title=title)
    parts = next((parts for parts in (4, 3, 5) if most % parts == 0), 4)
    axes.set_xticks(np.unique(np.linspace(0, most, parts + 1).round()))
    _widen_to_ticks(axes, np.concatenate([curve.losses for curve in curves]))
    return described(figure, " ".join(map(_curve_in_words, curves)))


def _widen_to_ticks(axes, values):
    """Let a logarithmic axis reach to the plain ticks around the values."""
    low, high = axes.get_ylim()
    ticks = plain_log_ticks(axes, values.min() / 1.5, values.max() * 1.5)
    axes.minorticks_off()
    axes.set_ylim(min(low, ticks[0]), max(high, ticks[-1]))


def _curves(curves):
    return [
        Curve(curve.name, _row_above_zero(f"curves[{number}].losses", curve.losses))
        for number, curve in enumerate(checks.list_of("curves", curves, Curve, MOST_CURVES))
    ]


def _ring_lowest(axes, curve):
    lowest = int(curve.losses.argmin())
    if curve.losses[-1] < RISE * curve.losses[lowest]:
        return
    place = (lowest, curve.losses[lowest])
    axes.plot(*place, "o", color=LOSS, markerfacecolor=PAPER, markersize=9, markeredgewidth=1.6)
    axes.annotate(
        f"lowest after epoch {lowest}: {_three_digits(place[1])}",
        place,
        (10, -22),
        textcoords="offset points",
        color=INK,
        fontsize=9.5,
        arrowprops={"arrowstyle": "-", "color": QUIET, "shrinkB": 5, "linewidth": 0.8},
    )


def _three_digits(loss):
    """Return a loss with three significant digits, a last 0 too: of two losses, both as exact."""
    return f"{loss:#.3g}".rstrip(".")


def _curve_in_words(curve):
    lowest = int(curve.losses.argmin())
    return (
        f"{curve.name}: loss {_three_digits(curve.losses[0])} before the first epoch, "
        f"{_three_digits(curve.losses[-1])} after {len(curve.losses) - 1}, lowest after epoch "
        f"{lowest} with {_three_digits(curve.losses[lowest])}."
    )


@styled
def scores_to_slopes(scores, shares, slopes, right_class, title=""):
    """Draw one row's scores, softmax's shares of them, and the slopes at the scores as bars.

    All three have shape (classes,), at most 12; `right_class` is the number of the right one. The
    bars of the slopes have a dashed outline. Return the Figure. Raises ValueError or TypeError
    where these do not fit.
    """
    scores, shares, slopes = _three_columns(scores, shares, slopes)
    right_class = checks.whole_number("right_class", right_class, 0, len(scores) - 1)
    figure, all_axes = panels(3, height=1.5 + 0.27 * len(scores), sharey=True)
    columns = [
        ("score", scores, 2),
        ("share, sums to 1", shares, DECIMALS_OF_SHARES),
        ("slope of the loss", slopes, DECIMALS_OF_SHARES),
    ]
    for axes, (name, values, decimals) in zip(all_axes, columns, strict=True):
        _draw_bars(axes, values, decimals, is_slope=values is slopes)
        axes.set_xlabel(name)
    names = [
        f"{number}, right" if number == right_class else f"{number}"
        for number in range(len(scores))
    ]
    all_axes[0].set_yticks(range(len(scores)), names)
    all_axes[0].get_yticklabels()[right_class].set_fontweight("bold")
    all_axes[0].set(ylim=(len(scores) - 0.4, -0.6), ylabel="class")
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _columns_in_words(scores, shares, slopes, right_class))


def _three_columns(scores, shares, slopes):
    scores = checks.numbers("scores", scores)
    if scores.ndim != 1 or len(scores) > MOST_CLASSES:
        raise ValueError(
            f"scores have shape {scores.shape}, expected one row of at most {MOST_CLASSES}: take "
            "one row, such as scores[0]"
        )
    return (
        scores,
        checks.same_shape("shares", shares, scores.shape, "the scores"),
        checks.same_shape("slopes", slopes, scores.shape, "the scores"),
    )


def _draw_bars(axes, values, decimals, is_slope):
    look = (
        {"color": PAPER, "edgecolor": SLOPE, "linestyle": "--", "linewidth": 1.4}
        if is_slope
        else {"color": VALUE, "alpha": 0.75}
    )
    axes.barh(range(len(values)), values, height=0.6, **look)
    axes.axvline(0, color=QUIET, linewidth=0.9)
    for place, value in enumerate(values):
        axes.annotate(
            _fixed(value, decimals),
            (value, place),
            (-4 if value < 0 else 4, 0),
            textcoords="offset points",
            ha="right" if value < 0 else "left",
            va="center",
            fontsize=9.5,
        )
    low, high = min(0, values.min()), max(0, values.max())
    room = (0.24 + 0.06 * decimals) * (high - low or 1)
    axes.set_xlim(low - (room if low < 0 else 0), high + room)
    axes.spines["left"].set_visible(False)
    # Or a class and a number below 0 would read as one sum.
    axes.tick_params(axis="y", length=0, pad=14)


def _fixed(value, decimals):
    text = f"{value:.{decimals}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def _columns_in_words(scores, shares, slopes, right_class):
    rows = [
        f"Class {number}: score {_fixed(score, 2)}, share {_fixed(share, DECIMALS_OF_SHARES)}, "
        f"slope {_fixed(slope, DECIMALS_OF_SHARES)}."
        for number, (score, share, slope) in enumerate(zip(scores, shares, slopes, strict=True))
    ]
    return f"The right class is {right_class}. {' '.join(rows)}"
