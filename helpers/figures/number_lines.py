"""Number lines below each other: one number moves, and what depends on it moves along."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.ticker import MaxNLocator

from helpers import checks
from helpers.figures.style import (
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

MOST_LINES = 6
ROW_HEIGHT = 1.05
MARGIN = 0.35
"""What a line shows to both sides of its two marks, as a share of the largest move."""


class LineArtists(NamedTuple):
    """Moving parts of a number line: stretch, far end, value, and the ratio to the line above.

    The first line has nothing above it: its `ratio` is empty text.
    """

    stretch: Artist
    end: Artist
    value: Artist
    ratio: Artist


@styled
def number_lines(values_at, start, nudge, names, title=""):
    """Draw how far a nudge of one number moves the numbers after it; return the Figure.

    `values_at(number)` returns the chain of numbers that begins with `number` itself and ends with
    the loss, such as (weight, node, prediction, loss); `names` (numbers,) say what they are. The
    nudge goes from `start` to start + nudge. All lines have one scale, so that lengths compare: the
    ratio of each length to the one above it stands between them.

    Raises ValueError or TypeError where `nudge` is 0, where `values_at` does not return two to six
    numbers beginning with its argument, or where `names` are not as many.
    """
    start, nudge = _numbers(start=start, nudge=nudge)
    if nudge == 0:
        raise ValueError("nudge is 0, expected a number that moves the first line")
    before = chain(values_at, start, names)
    after = chain(values_at, start + nudge, names)
    figure, axes = draw_lines(before, names, _reach(after - before), title)
    move_lines(draw_marks(axes, before), before, after)
    return described(figure, lines_in_words(before, after, names))


@styled
def lines_scene(values_at, start, nudges, names, title="", nudge=None):
    """Draw number lines for nudges that will move; return their `Scene`.

    The arguments are those of `number_lines`, with `nudges` (nudges,) for all that can come: the
    lines have room for them. They begin at `nudge`, or at the last of them; `move_to(nudge)` goes
    to another one.
    """
    before = chain(values_at, start, names)
    nudges = checks.numbers("nudges", nudges).ravel()
    moves = np.array([chain(values_at, start + nudge, names) - before for nudge in nudges])
    figure, axes = draw_lines(before, names, _reach(moves), title)
    marks = draw_marks(axes, before)

    def move_to(nudge):
        move_lines(marks, before, chain(values_at, start + nudge, names))

    first = nudges[-1] if nudge is None else checks.numbers("nudge", nudge).item()
    move_to(first)
    words = lines_in_words(before, chain(values_at, start + first, names), names)
    return Scene(described(figure, words), marks, move_to)


def _numbers(**named):
    return (checks.numbers(name, number).item() for name, number in named.items())


def chain(values_at, start, names):
    """Return `values_at(start)` as an array (numbers,), checked against its `names`."""
    values = checks.numbers("values_at's numbers", values_at(start)).ravel()
    if not 2 <= len(values) <= MOST_LINES or len(values) != len(names):
        raise ValueError(
            f"values_at returns {len(values)} numbers for {len(names)} names, expected as many "
            f"numbers as names, from 2 to {MOST_LINES}"
        )
    if values[0] != start:
        raise ValueError(
            f"values_at({start:g}) begins with {values[0]:g}, expected its own argument first"
        )
    return values


def _reach(moves):
    """How far the lines go to the left and to the right of the numbers before the nudge."""
    room = MARGIN * np.abs(moves).max()
    return min(moves.min(), 0) - room, max(moves.max(), 0) + room


def draw_lines(before, names, reach, title=""):
    """Draw what does not move: lines, ticks, the marks before; return the Figure and its Axes.

    `reach` (low, high) is how far each line goes from its number before the nudge; for a slider,
    take the largest moves to both sides.
    """
    height = ROW_HEIGHT * len(before) + (0.5 if title else 0.2)
    figure, axes = panels(height=height)
    low, high = reach
    width = high - low
    axes.set(xlim=(low - 0.22 * width, high + 0.02 * width), ylim=(0.35 - len(before), 0.45))
    axes.set_title(title)
    axes.axis("off")
    words = "all lines have the same scale"
    axes.text(high, 0.4 - len(before), words, ha="right", fontsize=9, color=QUIET)
    for row, (value, name, color) in enumerate(zip(before, names, _colors(before), strict=True)):
        axes.plot([low, high], [-row, -row], color=QUIET, linewidth=1, zorder=1)
        axes.text(low - 0.02 * width, -row, name, ha="right", va="center", color=color)
        for tick in MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(
            value + low, value + high
        ):
            if low <= tick - value <= high:
                _draw_tick(axes, tick, tick - value, row)
        axes.plot(0, -row, "o", color=color, markerfacecolor=PAPER, markersize=9, zorder=4)
    return figure, axes


def _draw_tick(axes, tick, x, row):
    axes.plot([x, x], [-row - 0.06, -row + 0.06], color=QUIET, linewidth=1, zorder=1)
    text = f"{tick:.6g}".replace("-", "−")
    axes.text(x, -row - 0.13, text, ha="center", va="top", fontsize=9, color=QUIET)


def _colors(values):
    return [WEIGHT, *[VALUE] * (len(values) - 2), LOSS]


def draw_marks(axes, before):
    """Draw what moves, not yet in place: one `LineArtists` for each line; see `move_lines`."""
    return [
        LineArtists(
            stretch=axes.plot([], [], color=color, linewidth=4, zorder=3)[0],
            end=axes.plot([], [], "o", color=color, markersize=9, zorder=5)[0],
            value=axes.text(0, -row + 0.14, "", va="bottom", color=color),
            ratio=axes.text(
                0, -row + 0.5, "", va="center", ha="left", color=SLOPE, fontstyle="italic"
            ),
        )
        for row, color in enumerate(_colors(before))
    ]


def move_lines(marks, before, after):
    """Place the artists of `draw_marks`: numbers go from `before` to `after`, both (numbers,)."""
    moves = after - before
    for row, (artists, move) in enumerate(zip(marks, moves, strict=True)):
        artists.stretch.set_data([0, move], [-row, -row])
        artists.end.set_data([move], [-row])
        artists.value.set(
            x=move, text=f"{_precise(before[row], move)} → {_precise(after[row], move)}"
        )
        artists.value.set_horizontalalignment("left" if moves[0] > 0 else "right")
        if row:
            artists.ratio.set_text(f"↓ {_ratio(moves, row)}")


def _ratio(moves, row):
    """The length of a move against the one above it, in words, or why there is none."""
    if moves[row - 1] == 0:
        return "with no move above to compare"
    return f"moves {short(moves[row] / moves[row - 1])} times as far as the line above"


def _precise(value, move):
    """A number with as many digits as its move needs to be seen: two of the move's own."""
    decimals = 1 if move == 0 else max(0, 1 - int(np.floor(np.log10(abs(move)))))
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
    return text.replace("-", "−")


def lines_in_words(before, after, names):
    """Return the number lines in words: where each number went, and each ratio."""
    moves = after - before
    parts = ["Number lines of one scale, one below the other."]
    for row, name in enumerate(names):
        text = f"{name}: {_precise(before[row], moves[row])} to {_precise(after[row], moves[row])}"
        if row:
            text += f", {_ratio(moves, row)}"
        parts.append(f"{text}.")
    return " ".join(parts)
