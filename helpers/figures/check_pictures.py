"""Slopes measured by a nudge: their chords, how wrong they are, and which slips they expose."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from helpers import checks
from helpers.figures.style import (
    FAINT,
    LOSS,
    PAPER,
    QUIET,
    ROWS_OF_WEIGHTS,
    SLOPE,
    Scene,
    described,
    panels,
    short,
    styled,
)

AGREES = 1e-6
"""A ratio this near to 1 counts as agreement in `ratio_grid`."""

CURVE_POINTS = 401
LOOKS = {"tangent": ("--", 1.5), "one-sided": (":", 3.4), "central": ("-.", 2.2)}
"""Dashes and width of the three lines whose slopes are compared: they may lie on one another."""
MOST_CASES = 2
MOST_SLIPS = 8
MOST_MARKED = 3
MOST_NODES = 6
BETWEEN_TABLES = 0.5
"""In columns: the tables of one case stand closer to each other than to those of the next."""
BETWEEN_CASES = 0.8


class Nudge(NamedTuple):
    """A weight nudged by a step: the loss below, here and above, and the slopes measured by it."""

    weight: float
    step: float
    below: float
    here: float
    above: float

    @property
    def one_sided(self):
        """(above - here) / step."""
        return (self.above - self.here) / self.step

    @property
    def central(self):
        """(above - below) / (2 x step)."""
        return (self.above - self.below) / (2 * self.step)


def nudge(loss_at, weight, step):
    """Return the loss at the weight and a step to both sides, as Nudge.

    `loss_at(weight)` returns the loss as a float. Raises TypeError or ValueError where the weight
    is not one finite number, the step is not above 0, or `loss_at` is no function.

    >>> nudge(lambda weight: weight * weight, 3.0, 1.0).one_sided
    7.0
    """
    if not callable(loss_at):
        raise TypeError(f"loss_at is of type {type(loss_at).__name__}, expected a function")
    weight, step = _one_number("weight", weight), checks.positive("step", step)
    below, here, above = (float(loss_at(weight + by)) for by in (-step, 0.0, step))
    return Nudge(weight, step, below, here, above)


@styled
def nudge_scene(loss_at, weight, slope, widest, corner=None, title=""):
    """Draw the loss over one weight, its tangent, and what a step moves; return the Scene.

    `slope` is the tangent's, from the backward pass; the picture has room for steps up to `widest`.
    `corner` is a weight at which the curve has a kink, to be marked. What moves are the one-sided
    and the central chord, the points that they join, and the labels of all three lines, each with
    a piece of its line; `move_to(step)` goes to a step of at most `widest` and returns words.
    Raises TypeError or ValueError where a number does not fit.
    """
    weight, slope, widest = _nudge_numbers(loss_at, weight, slope, widest)
    figure, axes = panels(height=4.3)
    along = np.linspace(weight - 1.25 * widest, weight + 1.25 * widest, CURVE_POINTS)
    axes.plot(along, [loss_at(value) for value in along.tolist()], color=LOSS)
    axes.set(title=title, xlabel="the weight", ylabel="loss")
    axes.set(xlim=(weight - 1.4 * widest, weight + 2.8 * widest))
    low, high = _height(loss_at, weight, slope, widest)
    axes.set(ylim=(low, high))
    ticks = [weight - widest, weight, weight + widest]
    axes.set_xticks(ticks, [short(value) for value in ticks])
    if corner is not None:
        _mark_corner(axes, _one_number("corner", corner))
    lines, pieces = _looks(axes), _looks(axes)
    points = axes.plot([], [], "o", color=LOSS, ms=7)[0]
    lines[0].set_data(*_three_lines(nudge(loss_at, weight, widest), slope, widest)[0])
    labels = [axes.text(0, 0, "", color=SLOPE, va="center") for _ in LOOKS]

    def move_to(step):
        measured = nudge(loss_at, weight, step)
        if step > widest:
            raise ValueError(f"step is {step:g}, expected at most widest, which is {widest:g}")
        ends = _three_lines(measured, slope, widest)
        for chord, data in zip(lines[1:], ends[1:], strict=True):
            chord.set_data(*data)
        places = [weight - step, weight, weight + step]
        points.set_data(places, [measured.below, measured.here, measured.above])
        heights = _apart([losses[-1] for _, losses in ends], 0.07 * (high - low))
        gradients = slope, measured.one_sided, measured.central
        beside = weight + np.array([1.42, 1.65, 1.7]) * widest
        for piece, label, height in zip(pieces, labels, heights, strict=True):
            piece.set_data(beside[:2], [height, height])
            label.set_position((beside[2], height))
        for label, name, gradient in zip(labels, LOOKS, gradients, strict=True):
            label.set_text(f"{name}: slope {short(gradient)}")
        return _nudge_in_words(measured, slope)

    return Scene(figure, [*lines[1:], points, *labels, pieces], move_to)


def _looks(axes):
    """A line in each of the three looks, with nothing to show yet."""
    return [
        axes.plot([], [], color=SLOPE, linestyle=dashes, linewidth=width)[0]
        for dashes, width in LOOKS.values()
    ]


def _nudge_numbers(loss_at, weight, slope, widest):
    if not callable(loss_at):
        raise TypeError(f"loss_at is of type {type(loss_at).__name__}, expected a function")
    numbers = _one_number("weight", weight), _one_number("slope", slope)
    return *numbers, checks.positive("widest", widest)


def _three_lines(measured, slope, widest):
    """Weights and losses at the two ends of the tangent and of both chords, which are prolonged."""
    weight, step, below, here, above = measured
    lines = [
        (here, slope, -0.8 * widest),
        (here, measured.one_sided, -0.3 * widest),
        ((below + above) / 2, measured.central, -0.2 * widest - step),
    ]
    ends = [(np.array([left, 1.3 * widest]), middle, rise) for middle, rise, left in lines]
    return [(weight + reach, middle + rise * reach) for reach, middle, rise in ends]


def _height(loss_at, weight, slope, widest):
    """The lowest and highest loss to show: the curve, and the steepest lines, with a margin."""
    lines = _three_lines(nudge(loss_at, weight, widest), slope, widest)
    curve = [loss_at(weight + by * widest) for by in np.linspace(-1.25, 1.25, 21).tolist()]
    shown = np.concatenate([curve, *(losses for _, losses in lines)])
    margin = 0.12 * np.ptp(shown)
    return shown.min() - margin, shown.max() + margin


def _mark_corner(axes, corner):
    axes.axvline(corner, color=QUIET, linewidth=1, linestyle=":")
    axes.text(
        corner,
        0.02,
        "the relu opens here ",
        transform=axes.get_xaxis_transform(),
        ha="right",
        color=QUIET,
        fontsize=9.5,
    )


def _nudge_in_words(measured, slope):
    below, here, above = (short(loss) for loss in measured[2:])
    return (
        f"Step {short(measured.step)}: loss {below} below, {here} here, {above} above. "
        f"Slope {short(slope)}, one-sided {short(measured.one_sided)}, "
        f"central {short(measured.central)}."
    )


@styled
def step_errors(steps, curves, title=""):
    """Draw how far a measured slope is off for each step, on log axes; return the Figure.

    `steps` (steps,) are above 0 and rise; `curves` is a list of up to three (name, errors (steps,))
    with errors of at least 0. An error of exactly 0 has no place on a log axis: it is left out and
    the alt text counts it. Raises ValueError or TypeError where these do not fit.
    """
    steps, curves = _error_curves(steps, curves)
    figure, axes = panels(height=4.6)
    axes.set(xscale="log", yscale="log", title=title)
    axes.set(
        xlabel="step: how far the weight is nudged", ylabel="how far the measured slope is off"
    )
    for (name, errors), dashes, marker in zip(curves, [":", "-.", "--"], "osv", strict=False):
        drawn = np.where(errors > 0, errors, np.nan)
        axes.plot(steps, drawn, color=SLOPE, linestyle=dashes, marker=marker, ms=5, linewidth=1.4)
        axes.annotate(
            name,
            (steps[-1], drawn[-1]),
            (10, 0),
            textcoords="offset points",
            color=SLOPE,
            va="center",
        )
    axes.set_xlim(steps[0] / 3, steps[-1] * 30)
    axes.set_xticks(steps[(len(steps) - 1) % 2 :: 2])
    axes.minorticks_off()
    _name_the_two_sides(axes)
    return described(figure, _errors_in_words(steps, curves))


def _name_the_two_sides(axes):
    for x, words in [(0.02, "rounding grows to this side"), (0.98, "the curve bends away")]:
        axes.text(
            x,
            0.03,
            f"← {words}" if x < 0.5 else f"{words} →",
            transform=axes.transAxes,
            ha="left" if x < 0.5 else "right",
            color=QUIET,
            fontsize=9.5,
        )


def _error_curves(steps, curves):
    steps = _row("steps", steps)
    if (steps <= 0).any() or (np.diff(steps) <= 0).any():
        raise ValueError("steps do not rise from above 0, expected such as [1e-8, 1e-4, 1e-1]")
    if not isinstance(curves, (list, tuple)) or not 1 <= len(curves) <= 3:
        raise ValueError("curves are not a list of one to three, expected [(name, errors)]")
    clean = [
        (name, checks.same_shape(f"curves, {name}", errors, steps.shape, "steps"))
        for name, errors in curves
    ]
    for name, errors in clean:
        if (errors < 0).any():
            raise ValueError(f"curves, {name} have the value {errors.min():g}, expected at least 0")
        if not (errors > 0).any():
            raise ValueError(f"curves, {name} have only zeros, expected an error above 0 to draw")
    return steps, clean


def _errors_in_words(steps, curves):
    parts = [
        f"How far the measured slope is off, for steps from {steps[0]:.0e} to {steps[-1]:.0e}."
    ]
    for name, errors in curves:
        above = np.where(errors > 0, errors, np.inf)
        zeros = int((errors == 0).sum())
        parts.append(
            f"{name}: {errors[0]:.0e} at the smallest step, {errors[-1]:.0e} at the largest, "
            f"lowest {above.min():.0e} at step {steps[above.argmin()]:.0e}"
            + (f"; exactly 0 at {zeros}, not drawn." if zeros else ".")
        )
    return " ".join(parts)


@styled
def ratio_grid(names, weights, cases, title=""):
    """Draw, for each slip and each weight, the slip's slope as a multiple of the measured one.

    `names` (slips) name the rows, `weights` the columns; `cases` is a list of one or two (title,
    ratios (slips, weights)). A ratio of 1, within 1e-6, is agreement; the others are framed. Return
    the Figure. Raises ValueError or TypeError where these do not fit.
    """
    names, weights, cases = _ratio_cases(names, weights, cases)
    height = 1.55 + 0.42 * len(names)
    figure, all_axes = panels(len(cases), height=height, sharey=True, squeeze=False)
    for axes, (heading, ratios) in zip(all_axes[0], cases, strict=True):
        for row, column in np.ndindex(ratios.shape):
            _draw_ratio(axes, row, column, ratios[row, column])
        axes.set(xlim=(-0.5, len(weights) - 0.5), ylim=(len(names) - 0.5, -0.5))
        axes.set_title(heading, fontsize=10.5)
        axes.set_xticks(range(len(weights)), weights)
        axes.set_xlabel("weight, from node → to node")
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(length=0, labelsize=9.5)
        axes.spines[:].set_visible(False)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _ratios_in_words(names, weights, cases))


def _draw_ratio(axes, row, column, ratio):
    agrees = np.isnan(ratio) or abs(ratio - 1) <= AGREES
    axes.add_patch(
        Rectangle(
            (column - 0.47, row - 0.4),
            0.94,
            0.8,
            facecolor=PAPER if agrees else "#FCEBE2",
            edgecolor=FAINT if agrees else SLOPE,
            linewidth=0.8 if agrees else 1.3,
        )
    )
    axes.text(
        column,
        row,
        _three_decimals(ratio),
        ha="center",
        va="center",
        color=QUIET if agrees else SLOPE,
        fontweight="normal" if agrees else "bold",
        fontsize=9,
    )


def _ratio_cases(names, weights, cases):
    for argument, value in (("names", names), ("weights", weights)):
        if not isinstance(value, (list, tuple)) or not all(isinstance(text, str) for text in value):
            raise TypeError(f"{argument} are not a list of texts, expected one for each line")
    if not 1 <= len(names) <= MOST_SLIPS:
        raise ValueError(f"names are {len(names)}, expected from 1 to {MOST_SLIPS}")
    if not isinstance(cases, (list, tuple)) or not 1 <= len(cases) <= MOST_CASES:
        raise ValueError("cases are not a list of one or two, expected [(title, ratios)]")
    shape = (len(names), len(weights))
    return (
        names,
        weights,
        [
            (heading, checks.same_shape("cases, ratios", ratios, shape, "names and weights"))
            for heading, ratios in cases
        ],
    )


def _ratios_in_words(names, weights, cases):
    parts = [f"Slopes as a multiple of the measured ones, for the weights {', '.join(weights)}."]
    for heading, ratios in cases:
        rows = (
            f"{name}: {', '.join(map(_three_decimals, row))}"
            for name, row in zip(names, ratios, strict=True)
        )
        parts.append(f"{heading}. {'. '.join(rows)}.")
    return " ".join(parts)


@styled
def slope_marks(cases, title=""):
    """Draw slopes as multiples of the measured ones, each where its weight stands in its table.

    `cases` is a list of one to three (heading, tables), `tables` a list of one to three arrays of
    ratios, each of shape (from nodes, to nodes) with at most six of either. A ratio of 1, within
    1e-6, is agreement; the others are framed. nan stands for 0 / 0 and counts as agreement,
    infinity for a slope where 0 was measured. Return the Figure. Raises ValueError where these do
    not fit.
    """
    cases = _mark_cases(cases)
    widths = [
        sum(table.shape[1] + BETWEEN_TABLES for table in tables) + BETWEEN_CASES
        for _, tables in cases
    ]
    most = max(len(table) for _, tables in cases for table in tables)
    figure, all_axes = panels(
        len(cases), height=1.1 + 0.42 * most, squeeze=False, width_ratios=widths
    )
    for axes, (heading, tables), width in zip(all_axes[0], cases, widths, strict=True):
        _draw_tables(axes, tables)
        axes.set(xlim=(-0.6, width - 0.6), ylim=(most, -0.6))
        axes.set_title(heading, fontsize=10.5)
        axes.set_axis_off()
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _marks_in_words(cases))


def _draw_tables(axes, tables):
    left = 0.0
    for name, table in zip(_table_names(tables), tables, strict=True):
        for row, column in np.ndindex(table.shape):
            _draw_ratio(axes, row, left + column, table[row, column])
        middle = left + (table.shape[1] - 1) / 2
        axes.text(middle, len(table) - 0.2, name, ha="center", color=QUIET, fontsize=9.5)
        left += table.shape[1] + BETWEEN_TABLES


def _table_names(tables):
    order = ("first", "second", "third")
    return (
        [f"{which} weights" for which in order[: len(tables)]] if len(tables) > 1 else ["weights"]
    )


def _mark_cases(cases):
    if not isinstance(cases, (list, tuple)) or not 1 <= len(cases) <= MOST_MARKED:
        raise ValueError(
            f"cases are not a list of one to {MOST_MARKED}, expected [(heading, tables)]"
        )
    clean = []
    for heading, tables in cases:
        if not isinstance(tables, (list, tuple)) or not 1 <= len(tables) <= MOST_MARKED:
            raise ValueError(f"cases, {heading} has not one to {MOST_MARKED} tables, as expected")
        clean.append((heading, [_ratio_table(heading, table) for table in tables]))
    return clean


def _ratio_table(heading, table):
    table = np.asarray(table, dtype=np.float64)
    if table.ndim != 2 or table.size == 0 or max(table.shape) > MOST_NODES:
        raise ValueError(
            f"cases, {heading} has a table of shape {table.shape}, expected (from nodes, to nodes) "
            f"with at most {MOST_NODES} of either"
        )
    return table


def _marks_in_words(cases):
    parts = ["Slopes as multiples of the measured ones.", ROWS_OF_WEIGHTS]
    for heading, tables in cases:
        told = (
            f"{name} {'; '.join(', '.join(map(_three_decimals, row)) for row in table)}"
            for name, table in zip(_table_names(tables), tables, strict=True)
        )
        parts.append(f"{heading}: {'. '.join(told)}.")
    return " ".join(parts)


def _three_decimals(ratio):
    """1.003 must not read 1, as three significant digits would have it."""
    if not np.isfinite(ratio):
        return "0/0" if np.isnan(ratio) else "x/0"
    text = f"{ratio:.3f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace("-", "−")


def _apart(heights, gap):
    """Return heights in their order, moved until neighbours are `gap` apart."""
    order = np.argsort(heights, kind="stable")
    moved = np.array(heights, dtype=float)
    for _ in range(50):
        for lower, upper in pairwise(order):
            push = max(0.0, gap - (moved[upper] - moved[lower])) / 2
            moved[lower] -= push
            moved[upper] += push
    return moved


def _one_number(name, value):
    array = checks.numbers(name, value)
    if array.shape != ():
        raise ValueError(f"{name} has shape {array.shape}, expected one number")
    return float(array)


def _row(name, value):
    array = checks.numbers(name, value)
    if array.ndim != 1:
        raise ValueError(f"{name} have shape {array.shape}, expected one row of numbers")
    return array
