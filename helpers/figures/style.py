"""One look for every figure of the course: colours by quantity, sizes, fonts, alt text.

The same quantity has the same colour everywhere. The four colours keep apart under simulated
colour-blindness and have a contrast of at least 4.5 to 1 with the paper, so that text may wear
them. Grey print cannot tell `VALUE` from `SLOPE`: slopes are drawn dashed, or with a sign. On a
dark page the paper is dark: live figures are painted in the colours of `ON_DARK`, and everything
else has its lightness turned over (paint.js), as have still pictures (paper.css).
"""

import math
from collections.abc import Callable, Sequence
from functools import wraps
from typing import NamedTuple

import matplotlib.style
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

VALUE = "#1769C2"
WEIGHT = "#4B5563"
SLOPE = "#C2410C"
LOSS = "#4A1560"
SLOPE_BAND = "#F8CDB3"
"""Behind a line: the wider, the steeper."""

INK = "#1F2328"
QUIET = "#6B7280"
FAINT = "#D5D9E0"
PAPER = "#FFFFFF"
LIT_PAPER = "#FFF8D9"

ON_DARK = {
    VALUE: "#5BA5FF",
    WEIGHT: "#9BA3AE",
    SLOPE: "#FF9457",
    LOSS: "#F0C4FA",
    SLOPE_BAND: "#7C3D20",
    INK: "#D5D8DC",
    QUIET: "#8F95A1",
    FAINT: "#555B66",
    PAPER: "#1C1C1C",
    LIT_PAPER: "#352D0A",
}
"""What stands for a colour on dark paper; as far apart, and as easy to read, as on white."""

DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), "-.")
"""Line styles that keep curves of one colour apart."""

INCH_IN_PIXELS = 100
WIDTH = 9.0
"""Inches: 900 pixels on a page."""

_STYLE = {
    "figure.dpi": INCH_IN_PIXELS,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "text.color": INK,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "lines.linewidth": 2,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
    "image.cmap": "gray_r",
}


class Scene(NamedTuple):
    """A figure that can move: the figure, the artists that move in it, and what moves them.

    `moving` holds the artists, also nested in lists and tuples. `move_to` takes what they are to
    show; where words for that come from what is drawn, it returns them. `helpers.live.live` lets a
    scene follow sliders.
    """

    figure: Figure
    moving: Sequence[Artist | Sequence]
    move_to: Callable


def in_whole_pixels(inches):
    """Return inches, lengthened to a whole number of a page's pixels: a browser rounds the rest."""
    return math.ceil(round(inches * INCH_IN_PIXELS, 3)) / INCH_IN_PIXELS


def styled(draw):
    """Decorate a drawing function: whatever style its caller has set, it draws in the course's."""

    @wraps(draw)
    def drawn(*arguments, **named):
        with matplotlib.style.context(["default", _STYLE]):
            return draw(*arguments, **named)

    return drawn


def panels(count=1, height=4.0, width=WIDTH, **grid):
    """Return a new Figure and its axes side by side: one Axes, or an array of them.

    `height` and `width` are in inches of 100 pixels; `grid` goes on to Figure.subplots, such as
    `width_ratios` or `sharey`. Without pyplot, so that nothing keeps a figure after its use.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1, wspace=0.04)
    return figure, figure.subplots(1, count, **grid)


ROWS_OF_WEIGHTS = "Each row of weights belongs to the node that its lines leave."
"""What words say before they list weights or their slopes, with a semicolon between rows."""


def described(figure, alt_text):
    """Return the figure, with the words that stand for it where it cannot be seen."""
    figure.alt_text = alt_text
    return figure


def short(number):
    """Return a number as words for a picture: three significant digits and a true minus sign.

    >>> short(-0.06600001)
    '−0.066'
    """
    text = f"{number:.3g}"
    return ("0" if text == "-0" else text).replace("-", "−")


def plain_log_ticks(axes, lowest, highest):
    """Give a logarithmic y axis ticks such as 0.1, 0.2 and 0.5 between two numbers; return them."""
    steps = np.outer(10.0 ** np.arange(-6, 7), [1, 2, 5]).ravel()
    ticks = steps[(steps > lowest) & (steps < highest)]
    axes.set_yticks(ticks, [short(tick) for tick in ticks])
    return ticks
