"""What a network was given, what it said, and which pixels decided."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers import checks
from helpers.figures.style import (
    DASHES,
    FAINT,
    INK,
    LOSS,
    PAPER,
    QUIET,
    VALUE,
    WIDTH,
    described,
    panels,
    short,
    styled,
)

SIDE = 8
"""Pixels of a digit's image from left to right, and from top to bottom."""

MOST_DIGITS = 60
LOOKS_OF_FITS = ({"linewidth": 5, "alpha": 0.5}, *({"linestyle": each} for each in DASHES[1:]))
"""A wide, pale line first, then narrow ones: where they meet, both can be seen."""

MOST_FITS = len(LOOKS_OF_FITS)
MOST_IN_A_ROW = 10
CELL = WIDTH / MOST_IN_A_ROW
DASHED_FROM = 0.3
"""The share of a colour scale's end from which a number below zero wears a dash."""

ROUND_ENDS = (1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10)
"""Times a power of ten: where a colour scale may end."""

LINE_HEIGHT = 0.17
TITLE_ROOM = 0.45
MARGIN = 0.08

# Brown and teal stay apart under colour-blindness, and belong to no quantity of the course. Few
# levels, so that a PNG of 256 colours keeps each; an odd number, so that white is at 0.
BELOW_AND_ABOVE = LinearSegmentedColormap.from_list(
    "below and above zero", ["#5C3A0B", "#C9974B", PAPER, "#5BAEA6", "#04443D"], N=41
)


class Fit(NamedTuple):
    """A line to draw through points: its `name`, and `x` and `y` of equal shape (points,)."""

    name: str
    x: np.ndarray
    y: np.ndarray


@styled
def digit_grid(pixels, labels, predicted=None, title=""):
    """Draw images of digits, each with its label; return the Figure.

    `pixels` (digits, 64) go from 0, paper, to 1, ink; `labels` and `predicted` (digits,) are whole
    numbers from 0 to 9. Where `predicted` is given, each image says what the network said and
    whether that was right; the wrong ones have a frame and bold words. Raises ValueError or
    TypeError where the shapes do not fit or there are more than 60 digits.
    """
    pixels = _images("pixels", pixels, MOST_DIGITS, "digits", axis=0)
    labels = checks.class_labels("labels", labels, len(pixels), 10)
    if predicted is not None:
        predicted = checks.class_labels("predicted", predicted, len(pixels), 10)
    lines = 1 if predicted is None else 2
    figure, axes, corners = _mosaic(len(pixels), lines, title)
    for number, (image, corner) in enumerate(zip(pixels, corners, strict=True)):
        said = None if predicted is None else predicted[number]
        _draw_image(axes, image, corner, vmin=0, vmax=1)
        _write_below(axes, corner, *_verdict(labels[number], said))
    return described(figure, _grid_in_words(labels, predicted))


def _verdict(label, said):
    """Return the lines below a digit, their colour, and whether the digit stands out."""
    if said is None:
        return [f"{label}"], INK, False
    if said == label:
        return [f"said {said}", "right"], QUIET, False
    return [f"said {said}", f"is {label}"], LOSS, True


def _grid_in_words(labels, predicted):
    if predicted is None:
        return f"{len(labels)} handwritten digits: {', '.join(map(str, labels))}."
    wrong = labels != predicted
    parts = [f"{len(labels)} handwritten digits, {wrong.sum()} of them taken for another."]
    if wrong.any():
        pairs = zip(labels[wrong], predicted[wrong], strict=True)
        parts.append(f"Wrong: {', '.join(f'{label} taken for {said}' for label, said in pairs)}.")
    if not wrong.all():
        parts.append(f"Right: {', '.join(map(str, labels[~wrong]))}.")
    return " ".join(parts)


@styled
def confusion_matrix(labels, predicted, title=""):
    """Draw how often each digit was taken for each; return the Figure.

    `labels` and `predicted` (rows,) are whole numbers from 0 to 9. A row of the picture is a digit,
    a column is what the network said, so that the diagonal is what was right. Raises ValueError or
    TypeError where the two do not fit.
    """
    labels = checks.class_labels("labels", labels, np.size(labels), 10)
    predicted = checks.class_labels("predicted", predicted, len(labels), 10)
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    figure, axes = panels(height=6.0, width=6.8)
    for row, column in np.argwhere(counts):
        _draw_count(axes, row, column, counts)
    for row, of_digit in enumerate(counts):
        axes.text(9.8, row, _share_in_words(of_digit, row), va="center", fontsize=9.5)
    _frame_counts(axes, title)
    return described(figure, _counts_in_words(counts))


def _draw_count(axes, row, column, counts):
    """Fill a cell, darker the larger its count among the right ones or among the wrong ones."""
    is_right = row == column
    alike = np.diag(counts) if is_right else counts[~np.eye(10, dtype=bool)]
    share = counts[row, column] / alike.max()
    color = VALUE if is_right else LOSS
    axes.add_patch(
        Rectangle((column - 0.5, row - 0.5), 1, 1, color=color, alpha=0.12 + 0.23 * share, lw=0)
    )
    weight = "normal" if is_right else "bold"
    text = f"{counts[row, column]}"
    axes.text(column, row, text, ha="center", va="center", color=INK, fontweight=weight)


def _share_in_words(of_digit, digit):
    return f"{of_digit[digit]} of {of_digit.sum()} right" if of_digit.any() else "none here"


def _frame_counts(axes, title):
    axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), aspect="equal", title=title)
    axes.set(xticks=range(10), yticks=range(10), ylabel="digit in the picture")
    axes.set_xlabel("what the network said (an empty cell is 0)")
    axes.set_xticks(np.arange(11) - 0.5, minor=True)
    axes.set_yticks(np.arange(11) - 0.5, minor=True)
    axes.grid(which="minor", color=FAINT, linewidth=0.8)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)


def _counts_in_words(counts):
    right, total = np.trace(counts), counts.sum()
    parts = [f"Of {total} digits {right} were named correctly, {right / total:.1%}."]
    wrong = [
        f"{row} for {column} ({counts[row, column]})"
        for row, column in np.argwhere(counts)
        if row != column
    ]
    if wrong:
        parts.append(f"Taken for another, and how often: {', '.join(wrong)}.")
    return " ".join(parts)


@styled
def slope_images(pixels, slopes, labels, title=""):
    """Draw digits, and below each the slope of its loss at every pixel; return the Figure.

    `pixels` and `slopes` have shape (digits, 64), for at most ten digits; `labels` (digits,) are
    whole numbers from 0 to 9. All slopes share one scale with white at 0; slopes well below 0 wear
    a dash, and the words say from where on. Raises ValueError or TypeError where the shapes do not
    fit.
    """
    pixels = _images("pixels", pixels, MOST_IN_A_ROW, "digits", axis=0)
    labels = checks.class_labels("labels", labels, len(pixels), 10)
    flat = (len(pixels), SIDE**2)
    slopes = checks.same_shape("slopes", slopes, flat, "pixels").reshape(-1, SIDE, SIDE)
    end = round_end(np.abs(slopes).max())
    count = len(pixels)
    figure, axes, corners = _mosaic(2 * count, 1, title, foot=0.5, narrowest=6.8, columns=count)
    for image, label, corner in zip(pixels, labels, corners[:count], strict=True):
        _draw_image(axes, image, corner, vmin=0, vmax=1)
        _write_below(axes, corner, [f"{label}"], INK, False)
    for image, corner in zip(slopes, corners[count:], strict=True):
        _draw_image(axes, image, corner, cmap=BELOW_AND_ABOVE, vmin=-end, vmax=end)
    _dash_below_zero(axes, slopes / end, np.array(corners[count:]))
    _draw_scale(figure, end)
    return described(
        figure,
        f"{count} handwritten digits: {', '.join(map(str, labels))}. Below each the slope of its "
        f"loss at every pixel, on one scale without colour at 0, from {short(slopes.min())} to "
        f"{short(slopes.max())}.",
    )


def round_end(largest):
    """Return a round number, `largest` or a little more, for a colour scale to end at; of 0, 1.

    >>> [round_end(largest) for largest in (0.62, 1.51, 6.0, 0.0)]
    [0.7, 1.6, 6.0, 1.0]
    """
    if not largest:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    end = min(part for part in ROUND_ENDS if part * power >= largest) * power
    return float(f"{end:.2g}")


def dash_the_scale(axes, end):
    """Put dashes on a scale from -end to end, as a number wears them there; say so in words."""
    dashes = np.arange(-0.95, -DASHED_FROM, 0.1) * end
    look = {"color": PAPER, "linewidth": 1.4, "capstyle": "butt"}
    axes.hlines(np.full(len(dashes), 0.5), dashes - 0.025 * end, dashes + 0.025 * end, **look)
    return f"dashes: below {short(-DASHED_FROM * end)}"


def _dash_below_zero(axes, shares, corners):
    """Mark pixels well below zero with a dash, since grey print shows size but not sign."""
    size = (CELL - 2 * MARGIN) / SIDE
    image, row, column = np.nonzero(shares < -DASHED_FROM)
    middles = corners[image] + [MARGIN, -MARGIN] + size * np.stack([column + 0.5, -row - 0.5], 1)
    axes.hlines(
        middles[:, 1],
        middles[:, 0] - 0.3 * size,
        middles[:, 0] + 0.3 * size,
        color=PAPER,
        linewidth=1.4,
        capstyle="butt",
    )


def _draw_scale(figure, end):
    """A bar below the images, its words in line with them: the colours, and what they say."""
    (width, height), left, length = figure.get_size_inches(), 3.1, 2.2
    bar = figure.add_axes([left / width, 0.34 / height, length / width, 0.14 / height])
    levels, extent = np.linspace(-1, 1, BELOW_AND_ABOVE.N)[None], (-end, end, 0, 1)
    bar.imshow(levels, cmap=BELOW_AND_ABOVE, aspect="auto", extent=extent)
    bar.set(yticks=[], xticks=[-end, 0, end])
    bar.set_xticklabels([short(-end), "0", short(end)])
    bar.spines[:].set_visible(False)
    for x, words in [
        ((MARGIN - left) / length, f"ink lowers the loss ({dash_the_scale(bar, end)})"),
        (1.03, "ink raises the loss"),
    ]:
        bar.text(x, 0.5, words, va="center", fontsize=9.5, transform=bar.transAxes)


@styled
def points_and_fits(x, y, fits, x_name, y_name, title=""):
    """Draw points, and through them lines with their names at one end; return the Figure.

    `x` and `y` have shape (points,); `fits` is a list of up to four Fit, the first of which is
    drawn wide and pale; their names stand at the end at which they are further apart. `x_name` and
    `y_name` carry the unit, such as "education, years". Raises ValueError or TypeError where these
    do not fit.
    """
    x, y = _points("x", x), checks.same_shape("y", y, np.shape(x), "x")
    fits = _fits(fits)
    figure, axes = panels(height=4.4)
    axes.scatter(x, y, s=20, color=INK, alpha=0.45, linewidths=0)
    for fit, look in zip(fits, LOOKS_OF_FITS, strict=False):
        axes.plot(fit.x, fit.y, color=VALUE, **look)
    axes.set(title=title, xlabel=x_name, ylabel=y_name)
    axes.set_ylim(bottom=min(0, y.min(), *(fit.y.min() for fit in fits)))
    _name_fits(axes, fits)
    return described(figure, _fits_in_words(x, y, fits, x_name, y_name))


def _name_fits(axes, fits):
    """Write each name beside one end of its line, apart from the others."""
    at_left = _nearest(fits, 0) > _nearest(fits, -1)
    end, look = (0, {"ha": "right"}) if at_left else (-1, {"ha": "left"})
    look |= {"va": "center", "color": VALUE, "textcoords": "offset points"}
    look["bbox"] = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "linewidth": 0, "alpha": 0.85}
    fits = sorted(fits, key=lambda fit: fit.y[end])
    low, high = axes.get_ylim()
    heights = _apart([fit.y[end] for fit in fits], 0.055 * (high - low))
    for fit, height in zip(fits, heights, strict=True):
        axes.annotate(fit.name, (fit.x[end], height), (-8 if at_left else 8, 0), **look)


def _nearest(fits, end):
    """How far apart the two lines are that are the nearest to each other at an end."""
    gaps = np.diff(sorted(fit.y[end] for fit in fits))
    return round(float(gaps.min(initial=np.inf)), 6)


def _apart(heights, gap):
    """Push rising heights apart, both neighbours alike, until about `gap` is between them."""
    heights = list(heights)
    for _ in range(50):
        for lower in range(len(heights) - 1):
            push = max(0.0, gap - (heights[lower + 1] - heights[lower])) / 2
            heights[lower] -= push
            heights[lower + 1] += push
    return heights


def _points(name, value):
    array = checks.numbers(name, value)
    if array.ndim != 1:
        raise ValueError(
            f"{name} has shape {array.shape}, expected (points,): take one column, such as [:, 0]"
        )
    return array


def _fits(fits):
    if not isinstance(fits, (list, tuple)) or not all(isinstance(fit, Fit) for fit in fits):
        raise TypeError("fits are not a list of Fit, expected [Fit(name, x, y)]")
    if len(fits) > MOST_FITS:
        raise ValueError(f"fits are {len(fits)} lines, expected at most {MOST_FITS}")
    clean = [(f"fits[{number}]", fit) for number, fit in enumerate(fits)]
    return [
        Fit(
            fit.name,
            _points(f"{name}.x", fit.x),
            checks.same_shape(f"{name}.y", fit.y, np.shape(fit.x), f"{name}.x"),
        )
        for name, fit in clean
    ]


def _fits_in_words(x, y, fits, x_name, y_name):
    parts = [
        f"{len(x)} points: {x_name}, from {short(x.min())} to {short(x.max())}, and {y_name}, from "
        f"{short(y.min())} to {short(y.max())}."
    ]
    for name, along, heights in fits:
        parts.append(
            f"Line {name}: {short(heights[0])} at {short(along[0])}, {short(heights[-1])} at "
            f"{short(along[-1])}."
        )
    return " ".join(parts)


def _images(name, value, most, things, axis):
    """Return `value` as images (count, 8, 8); `axis` is the one that counts them."""
    array = np.moveaxis(checks.matrix(name, value), axis, 0)
    if array.shape[1] != SIDE**2:
        have = f"{array.shape[1]} {'columns' if axis == 0 else 'rows'}"
        raise ValueError(f"{name} have {have}, expected {SIDE**2}: an image of {SIDE} x {SIDE}")
    if len(array) > most:
        first = f"{name}[:{most}]" if axis == 0 else f"{name}[:, :{most}]"
        raise ValueError(
            f"{name} hold {len(array)} {things}, expected at most {most} to draw; take {first}"
        )
    return array.reshape(-1, SIDE, SIDE)


def _mosaic(count, lines, title, foot=0.0, narrowest=4.5, columns=None):
    """Return a figure, axes in inches, and the upper left corner of each of `count` cells."""
    columns = columns or _columns(count)
    height_of_row = CELL + LINE_HEIGHT * lines + 0.08
    head = TITLE_ROOM if title else 0.0
    depth = height_of_row * -(-count // columns)
    width, height = max(narrowest, CELL * columns), head + depth + foot
    figure, axes = panels(height=height, width=width)
    figure.set_layout_engine("none")
    axes.set_position([0, foot / height, 1, depth / height])
    figure.text(MARGIN / width, 1 - 0.13 / height, title, fontsize=12, va="top")
    corners = [(i % columns * CELL, -(i // columns) * height_of_row) for i in range(count)]
    return figure, _in_inches(axes, width, depth), corners


def _columns(count):
    """As many cells in a row as fit, or a few less where that fills the last row."""
    if count <= MOST_IN_A_ROW:
        return count
    full = [columns for columns in range(MOST_IN_A_ROW, 6, -1) if count % columns == 0]
    return full[0] if full else MOST_IN_A_ROW


def _in_inches(axes, width, depth):
    axes.axis("off")
    axes.set(xlim=(0, width), ylim=(-depth, 0), autoscale_on=False)
    return axes


def _draw_image(axes, image, corner, **colors):
    (left, top), size = corner, CELL - 2 * MARGIN
    extent = (left + MARGIN, left + MARGIN + size, top - MARGIN - size, top - MARGIN)
    axes.imshow(image, extent=extent, aspect="auto", interpolation="nearest", **colors)
    axes.add_patch(Rectangle(extent[::2], size, size, fill=False, edgecolor=FAINT, linewidth=0.8))


def _write_below(axes, corner, lines, color, stands_out):
    (left, top), size = corner, CELL - 2 * MARGIN
    if stands_out:
        place = (left + MARGIN, top - MARGIN - size)
        axes.add_patch(Rectangle(place, size, size, fill=False, edgecolor=color, linewidth=2.4))
    for number, line in enumerate(lines):
        axes.text(
            left + CELL / 2,
            top - CELL + MARGIN - 0.05 - LINE_HEIGHT * number,
            line,
            color=color,
            fontsize=9.5,
            fontweight="bold" if stands_out else "normal",
            ha="center",
            va="top",
        )
