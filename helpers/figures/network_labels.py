"""Labels for drawings of networks: where they stand so that none meets another."""

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from helpers.figures.style import PAPER, SLOPE

LINE_HEIGHT = 0.17
SMALL = 9.5
PAPER_HEIGHT, PAPER_MARGIN = 0.13, 0.03
"""Inches: what stands behind words, so that no line runs through them, and to their sides."""


BESIDE, GAP = 0.14, 0.1
"""Inches from an edge to the middle of the words beside it, and between two words there."""

ROOM_AT_EDGE = BESIDE + PAPER_HEIGHT / 2
"""Inches that words beside an edge take of its side."""

SIDES = (1, -1, 0)
"""Where the words of an edge may stand, the best first: see `EdgeLabel`."""

_FONT = FontProperties(family="DejaVu Sans", size=SMALL)

SHARES = (0.3, 0.36, 0.24, 0.42, 0.62, 0.56, 0.68, 0.74, 0.5, 0.8, 0.2)
FINER_SHARES = tuple(np.linspace(0.12, 0.88, 39).round(2).tolist())
"""Where along an edge a label may stand, the best places first."""

LINE, BAND = 0.02, 0.09
"""Inches: half of how wide an edge is for those that keep off it, alone and with its band."""

MOVES = (0, 0.06, -0.06, 0.12, -0.12, 0.18, -0.18, 0.24, -0.24)
"""Inches by which words around a node may stand further right, the best first."""

FEW = 8
"""So many places are tried before all others."""

ROUNDS = 8
"""So many times labels are placed, each time those first that stood worst the time before."""

MISSING, LYING, FINE = range(3)
"""How a label stands: nowhere, on another edge, or by itself. The worst first."""


class Label(NamedTuple):
    """Lines of words, each with its colour, around a place in inches."""

    x: float
    y: float
    lines: tuple[tuple[str, str], ...]

    @property
    def angle(self):
        """Degrees by which the words are turned."""
        return 0.0

    def aligned(self):
        """Return how each line is aligned."""
        return ["center"] * len(self.lines)

    def middles(self):
        """Return the (x, y) of each line's middle."""
        last = len(self.lines) - 1
        return [(self.x, self.y + (last / 2 - i) * LINE_HEIGHT) for i in range(last + 1)]

    def box(self):
        """Return left, right, bottom and top of the room that the words need."""
        half_width = max(text_width(text) for text, _ in self.lines) / 2 + PAPER_MARGIN
        half_height = LINE_HEIGHT * len(self.lines) / 2
        return self.x - half_width, self.x + half_width, self.y - half_height, self.y + half_height

    def moved(self, right, up):
        """Return it so many inches further right and further up."""
        return self._replace(x=self.x + right, y=self.y + up)


class EdgeLabel(NamedTuple):
    """One or two lines of words along an edge, next to each other or on both sides of it.

    `side` is 1 where all stand above the edge, -1 below it, and 0 for the first above, the second
    below. `x` and `y` are a place on the edge, `angle` is the edge's, in degrees. `is_lying` says
    that the words lie on another edge.
    """

    x: float
    y: float
    lines: tuple[tuple[str, str], ...]
    angle: float
    side: int
    is_lying: bool

    def middles(self):
        """Return the (x, y) of each line's middle."""
        angle = np.radians(self.angle)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        return [(self.x, self.y) + place @ turn for place in _beside(self.lines, self.side)]

    def aligned(self):
        """Return how each line is aligned: a short one next to another keeps near to it."""
        following = "left" if self.side else "center"
        return ["center", *[following] * (len(self.lines) - 1)]


class Written(NamedTuple):
    """The artists of one line of a label: its words, and the paper behind them."""

    words: Artist
    paper: Artist


@lru_cache(maxsize=4096)
def text_width(text):
    """Return the inches that a small text takes."""
    return text_to_path.get_text_width_height_descent(text, _FONT, ismath=False)[0] / 72


def left_out(missing):
    """Return the words for labels that a picture leaves out."""
    labels = "label" if missing == 1 else "labels"
    return f"{missing} {labels} left out for want of room"


def beside_edges(label, ends, clearance, away):
    """Return the Label moved to a side, as little as needed, so that no edge runs into its words.

    `ends` are those of the edges, pairs of places; `clearance` is LINE, or BAND if that is wanted
    and there is room. Where no side will do, it moves `away` from its node as well, inches upwards;
    where even that is in vain, it stays where it is.
    """
    widths = np.array([text_width(text) for text, _ in label.lines])
    halves = np.column_stack([widths / 2 + PAPER_MARGIN, np.full(len(widths), PAPER_HEIGHT / 2)])
    middles, edges = np.array(label.middles()), _along_all(ends)
    for half_width in (clearance, LINE):
        halves_of_edges = np.column_stack([edges.halves[:, 0], np.full(len(ends), half_width)])
        wide = edges._replace(halves=halves_of_edges)
        for up, right in product((0, away), MOVES):
            boxes = _Boxes(middles + np.array([right, up]), halves, np.zeros(len(widths)))
            if not _meet(boxes, wide).any():
                return label.moved(right, up)
    return label


def free_places(wanted, taken, nodes, radius):
    """Return an EdgeLabel for each edge where it meets neither another nor a taken box, or None.

    `wanted` are pairs: the two ends of an edge, and the label's lines. `taken` are boxes as
    `Label.box` returns them, `nodes` the middles of circles. Where it can, a label keeps off the
    other edges too. Labels that find no place go first in the next round, then those that lie on
    another edge.
    """
    edges = _along_all([ends for ends, _ in wanted])
    taken = _Boxes(*map(np.concatenate, zip(_boxes(taken), _around(nodes, radius), strict=True)))
    spots = [_spots(*pair, edges, taken, number) for number, pair in enumerate(wanted)]
    chosen = _best_of_rounds(spots)
    return [
        None if chosen[number] is None else spots[number].label(chosen[number], lines)
        for number, (_, lines) in enumerate(wanted)
    ]


def _best_of_rounds(spots):
    """For each label one of its spots, or None: as few faults as the rounds bring about."""
    # Those with the fewest spots first.
    order = sorted(range(len(spots)), key=lambda number: len(spots[number].sides))
    fewest, best = (), {}
    for _ in range(ROUNDS):
        placed = _placed(spots, order)
        faults = {number: spots[number].fault(at) for number, at in placed.items()}
        counts = tuple(sum(fault == kind for fault in faults.values()) for kind in (MISSING, LYING))
        if not best or counts < fewest:
            fewest, best = counts, placed
        if not any(counts):
            break
        order = sorted(order, key=faults.get)
    return best


class _Boxes(NamedTuple):
    """Boxes, turned: middles (boxes, 2), half widths and heights (boxes, 2), radians (boxes,)."""

    middles: np.ndarray
    halves: np.ndarray
    angles: np.ndarray

    def at(self, index):
        return _Boxes(*(array[index] for array in self))


class _Spots(NamedTuple):
    """Where an edge's label may stand, the best spots first.

    `on_edge` (spots, 2) are the places on the edge, `sides` and `angle` those of an EdgeLabel,
    `boxes` the room that the words take there. The first `clear` of them keep off other edges.
    """

    on_edge: np.ndarray
    sides: np.ndarray
    boxes: _Boxes
    angle: float
    clear: int

    def fault(self, at):
        """Return what is wrong with one of the spots, or with None, which stands for no spot."""
        return MISSING if at is None else LYING if at >= self.clear else FINE

    def label(self, at, lines):
        """Return the EdgeLabel with some lines at one of the spots."""
        place, is_lying = self.on_edge[at].tolist(), self.fault(at) == LYING
        return EdgeLabel(*place, lines, self.angle, int(self.sides[at]), is_lying)


def _boxes(taken):
    left, right, low, high = np.array(taken, dtype=float).reshape(-1, 4).T
    middles = np.column_stack([left + right, low + high]) / 2
    return _Boxes(middles, np.column_stack([right - left, high - low]) / 2, np.zeros(len(left)))


def _around(nodes, radius):
    """Three squares for each circle, turned against each other: together as good as round."""
    middles = np.repeat(np.array(nodes, dtype=float), 3, axis=0)
    angles = np.tile(np.radians([0, 30, 60]), len(nodes))
    return _Boxes(middles, np.full((len(angles), 2), 0.87 * radius), angles)


def _along_all(ends):
    """The boxes of edges themselves, as thin as lines."""
    starts, ends = np.array(ends, dtype=float).reshape(-1, 2, 2).transpose(1, 0, 2)
    lengths = np.hypot(*(ends - starts).T)
    halves = np.column_stack([lengths / 2, np.full(len(lengths), LINE)])
    return _Boxes((starts + ends) / 2, halves, np.arctan2(*(ends - starts).T[::-1]))


def _spots(ends, lines, edges, taken, number):
    """The spots of one edge's label that meet nothing taken, those that keep off edges first."""
    start, end = np.array(ends, dtype=float)
    angle = np.arctan2(*(end - start)[::-1])
    on_edge = start + np.array(SHARES + FINER_SHARES)[:, None] * (end - start)
    sides = SIDES if len(lines) > 1 else SIDES[:2]
    boxes = [_boxes_beside(on_edge, angle, lines, side) for side in sides]
    boxes = _Boxes(*map(np.concatenate, zip(*boxes, strict=True)))
    on_edge, sides = np.tile(on_edge, (len(sides), 1)), np.repeat(sides, len(on_edge))
    free = np.flatnonzero(~_meet(boxes, taken).any(axis=1))
    others = edges.at(np.arange(len(edges.angles)) != number)
    is_crossed = _meet(boxes.at(free), others).any(axis=1)
    # What is sorted stably keeps its order otherwise.
    order = free[np.argsort(is_crossed, kind="stable")]
    clear = len(free) - int(is_crossed.sum())
    return _Spots(on_edge[order], sides[order], boxes.at(order), float(np.degrees(angle)), clear)


def _beside(lines, side):
    """The middles of a label's lines, from a place on its edge: along the edge, away from it."""
    if side == 0:
        return np.array([[0, BESIDE], [0, -BESIDE]])
    widths = [text_width(text) for text, _ in lines]
    ends = np.cumsum(widths) + GAP * np.arange(len(lines))
    return np.array(
        [
            [end - width / 2 - ends[-1] / 2, side * BESIDE]
            for end, width in zip(ends, widths, strict=True)
        ]
    )


def _boxes_beside(on_edge, angle, lines, side):
    """The room of a label's lines at places on an edge."""
    widths = [text_width(text) for text, _ in lines]
    width = sum(widths) + GAP * (len(lines) - 1) if side else max(widths)
    halves = width / 2 + PAPER_MARGIN, PAPER_HEIGHT / 2 + (0 if side else BESIDE)
    middles = on_edge + side * BESIDE * np.array([-np.sin(angle), np.cos(angle)])
    count = len(on_edge)
    return _Boxes(middles, np.tile(halves, (count, 1)), np.full(count, angle))


def _meet(boxes, others):
    """Whether each box meets each other one: (boxes, others)."""
    reach = np.hypot(*boxes.halves.T)[:, None] + np.hypot(*others.halves.T)
    away = boxes.middles[:, None] - others.middles
    meets = np.einsum("boa,boa->bo", away, away) < reach**2
    # Two boxes meet unless one of their four sides' directions keeps them apart.
    one, other = np.nonzero(meets)
    away, turned = away[one, other].T, boxes.angles[one] - others.angles[other]
    turn = np.abs([np.cos(turned), np.sin(turned)])
    here, there = boxes.halves[one].T, others.halves[other].T
    meets[one, other] = _reach_over(away, boxes.angles[one], here, there, turn)
    meets[one, other] &= _reach_over(away, others.angles[other], there, here, turn)
    return meets


def _reach_over(away, angles, own, other, turn):
    """Whether two boxes' shadows meet along both of the first one's sides."""
    (x, y), (width, height), (other_width, other_height), (cos, sin) = away, own, other, turn
    own_cos, own_sin = np.cos(angles), np.sin(angles)
    along = width + other_width * cos + other_height * sin - 1e-9
    across = height + other_width * sin + other_height * cos - 1e-9
    return (np.abs(x * own_cos + y * own_sin) < along) & (
        np.abs(y * own_cos - x * own_sin) < across
    )


def _placed(spots, order):
    """For each label the first of its spots that no label before it has taken, or None."""
    placed, used = {}, _Boxes(*(np.empty((len(order), *rest)) for rest in ((2,), (2,), ())))
    count = 0
    for number in order:
        at = placed[number] = _first_free(spots[number].boxes, used.at(slice(count)))
        if at is not None:
            for array, box in zip(used, spots[number].boxes.at(at), strict=True):
                array[count] = box
            count += 1
    return placed


def _first_free(boxes, used):
    """The first of the boxes that meets none of those that are used, or None."""
    # Mostly it is among the first few.
    for begin, end in ((0, FEW), (FEW, None)):
        free = np.flatnonzero(~_meet(boxes.at(slice(begin, end)), used).any(axis=1))
        if len(free):
            return begin + int(free[0])
    return None


def write(axes, label):
    """Make the artists of a label's lines, the words not yet in them; return a list of Written."""
    places = zip(label.middles(), label.aligned(), label.lines, strict=True)
    return [_write_line(axes, label, place, alignment, line) for place, alignment, line in places]


def _write_line(axes, label, middle, alignment, line):
    widest, color = line
    angle, begins = np.radians(label.angle), text_width(widest) / 2 if alignment == "left" else 0
    x, y = np.array(middle) - begins * np.array([np.cos(angle), np.sin(angle)])
    words = axes.text(
        x,
        y,
        "",
        color=color,
        fontsize=SMALL,
        fontstyle="italic" if color == SLOPE else "normal",
        ha=alignment,
        va="center",
        rotation=label.angle,
        rotation_mode="anchor",
        zorder=5,
    )
    turned = {"angle": label.angle, "rotation_point": (x, y)}
    corner = x, y - PAPER_HEIGHT / 2
    paper = Rectangle(corner, 0, PAPER_HEIGHT, color=PAPER, linewidth=0, zorder=2.5, **turned)
    return Written(words, axes.add_artist(paper))


def rewrite(written, lines):
    """Put words into the artists of a label, each on paper of its own width."""
    for (words, paper), (text, _) in zip(written, lines, strict=False):
        if words.get_text() != text:
            width = text_width(text)
            begins = 0 if words.get_ha() == "left" else width / 2
            words.set_text(text)
            left = words.get_position()[0] - begins - PAPER_MARGIN
            paper.set(x=left, width=width + 2 * PAPER_MARGIN)
