"""What drawings of networks share: where nodes and edges lie, and labels that meet no other."""

from itertools import product
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import Rectangle

from helpers.figures.style import PAPER, SLOPE

LINE_HEIGHT = 0.17
CHARACTER_WIDTH = 0.085

SHARES = (0.3, 0.36, 0.24, 0.42, 0.62, 0.56, 0.68, 0.74, 0.5, 0.8, 0.2)
FINER_SHARES = tuple(np.linspace(0.12, 0.88, 39).round(2).tolist())
"""Where along an edge a label may stand, the best places first."""

ROUNDS = 12
"""So many times the labels that found no place are tried again, before all others."""


class Edge(NamedTuple):
    """A weight: from node `start` of layer `layer`'s inputs to node `end` of its outputs."""

    layer: int
    start: int
    end: int


class Label(NamedTuple):
    """Lines of words, each with its colour, around a place in inches."""

    x: float
    y: float
    lines: tuple[tuple[str, str], ...]

    def box(self):
        """Return left, right, bottom and top of the room that the words need."""
        half_width = max(text_width(text) for text, _ in self.lines) / 2 + 0.02
        half_height = LINE_HEIGHT * len(self.lines) / 2
        return self.x - half_width, self.x + half_width, self.y - half_height, self.y + half_height


class Written(NamedTuple):
    """The artists of one line of a label: its words, and the paper behind them."""

    words: Artist
    paper: Artist


def text_width(text):
    """Return the inches that a small text takes: signs are wider than digits."""
    return CHARACTER_WIDTH * len(text) + 0.03 * sum(text.count(sign) for sign in "−+")


def widened(lines, least):
    """Return the lines of a label, each at least as wide as the text `least`."""
    return tuple((max(text, least, key=text_width), color) for text, color in lines)


def widths_of(layers):
    """Return the number of nodes of every column, inputs first."""
    return [len(layers[0].weights)] + [layer.weights.shape[1] for layer in layers]


def edges_of(layers):
    """Return every weight of the layers as an Edge, in the order of their arrays."""
    return [
        Edge(number, start, end)
        for number, layer in enumerate(layers)
        for start, end in product(*map(range, layer.weights.shape))
    ]


def node_places(widths, left, right, spacing):
    """Return the (x, y) of every node in inches, y upwards from 0 at the middle of each column."""
    return [
        [(x, ((width - 1) / 2 - i) * spacing) for i in range(width)]
        for x, width in zip(np.linspace(left, right, len(widths)), widths, strict=True)
    ]


def left_out(missing):
    """Return the words for labels that a picture leaves out."""
    labels = "label" if missing == 1 else "labels"
    return f"{missing} {labels} left out for want of room"


def free_places(wanted, taken):
    """Return a Label on each edge where it meets neither another nor a taken box, or None.

    `wanted` are pairs: the two ends of an edge, and the label's lines. `taken` are boxes as
    `Label.box` returns them. Labels that find no place go first in the next round.
    """
    order, fewest, best = list(range(len(wanted))), len(wanted) + 1, {}
    for _ in range(ROUNDS):
        placed = _placed([(number, *wanted[number]) for number in order], taken)
        failed = [number for number in order if placed[number] is None]
        if len(failed) < fewest:
            fewest, best = len(failed), placed
        if not failed:
            break
        order = failed + [number for number in order if placed[number] is not None]
    return [best[number] for number in range(len(wanted))]


def _placed(wanted, taken):
    boxes, placed = np.array(taken, dtype=float).reshape(-1, 4), {}
    for number, ends, lines in wanted:
        label = _first_free(ends, lines, boxes)
        placed[number] = label
        if label is not None:
            boxes = np.vstack([boxes, label.box()])
    return placed


def _first_free(ends, lines, boxes):
    start, end = np.array(ends)
    shares = np.array(SHARES + FINER_SHARES)[:, None]
    places = start + shares * (end - start)
    left, right, low, high = np.array(Label(0, 0, lines).box())
    x, y = places[:, :1], places[:, 1:]
    meets = (x + left < boxes[:, 1]) & (boxes[:, 0] < x + right)
    meets &= (y + low < boxes[:, 3]) & (boxes[:, 2] < y + high)
    free = np.flatnonzero(~meets.any(axis=1))
    return Label(*places[free[0]].tolist(), lines) if len(free) else None


def write(axes, label):
    """Make the artists of a label's lines, the words not yet in them; return a list of Written."""
    written = []
    for number, (_, color) in enumerate(label.lines):
        y = label.y + ((len(label.lines) - 1) / 2 - number) * LINE_HEIGHT
        paper = Rectangle(
            (label.x, y - LINE_HEIGHT / 2), 0, LINE_HEIGHT, color=PAPER, linewidth=0, zorder=2.5
        )
        words = axes.text(
            label.x,
            y,
            "",
            color=color,
            fontsize=9.5,
            fontstyle="italic" if color == SLOPE else "normal",
            ha="center",
            va="center",
            zorder=5,
        )
        written.append(Written(words, axes.add_artist(paper)))
    return written


def rewrite(written, lines):
    """Put words into the artists of a label, each on paper of its own width."""
    for (words, paper), (text, _) in zip(written, lines, strict=False):
        if words.get_text() != text:
            width = text_width(text)
            words.set_text(text)
            paper.set(x=words.get_position()[0] - width / 2, width=width)
