"""From the lines of a pen to 64 pixels, as the digits of the data set look.

A pixel of the data set counts the inked dots in a block of 4 x 4, of 32 x 32 in all. What was done
to the scans before that can be read off the 1,797 digits: ink touches the top and the bottom in
every one of them, lies in about 20 dots across the middle, and covers 30% of the dots whatever the
pen was; most slant has been taken out. `pixels_of` does the same with drawn lines, and
digit_recognition.js does in the browser what `pixels_of` does here, element by element.
"""

import numpy as np

from helpers import checks
from helpers.datasets import DARKEST_PIXEL

DOTS = 32
"""Dots along each side of the square that is counted in blocks."""

BLOCK = 4
WIDE = 20
"""Dots across the box that a digit is scaled to; all 32 upwards."""

INKED = round(0.3 * DOTS**2)
"""Dots that are inked, as in the data set."""

WIDEST_STRETCH = 1.2
"""How much more than upwards a digit is stretched sideways: a 1 stays slim."""

UPRIGHT = 0.5
"""The part of a digit's slant that is taken out."""

FIRST_RADIUS = 2.0
LARGEST_RADIUS = 5.0
"""Dots from the middle of a line to its edge: to begin with, and at most."""

FARTHEST = 1e100
"""The largest coordinate of a drawing: the slant takes its cube, which is a float, too."""

ROUNDS = 3
"""Times that the size of the lines and the radius of the pen are fitted to each other."""


def pixels_of(strokes):
    """Return what the data set would hold for a drawing: (64,) from 0 (paper) to 1 (ink).

    `strokes` is a list of lines, each a list of at least one (x, y), x to the right and y downwards
    in any unit. Neither the drawing's place nor its size nor its pen changes the result.
    Raises TypeError or ValueError where there is nothing drawn or a point is no pair of numbers.

    >>> pixels_of([[(0, 0), (0, 9)]]).reshape(8, 8)[4]
    array([0.  , 0.  , 0.25, 1.  , 1.  , 0.25, 0.  , 0.  ])
    """
    return pixels_of_pieces(_pieces(strokes))


def pixels_of_pieces(pieces):
    """Return `pixels_of` for straight pieces of lines: (pieces, 2 ends, x and y), in float64."""
    upright = pieces[..., 0] - UPRIGHT * _slant(pieces) * pieces[..., 1]
    pieces = np.stack([upright, pieces[..., 1]], axis=-1)
    lowest, highest = pieces.min(axis=(0, 1)), pieces.max(axis=(0, 1))
    middle, size = (lowest + highest) / 2, np.maximum(highest - lowest, 1e-9)
    radius = FIRST_RADIUS
    for _ in range(ROUNDS):
        upwards = (DOTS - 2 * radius) / size[1]
        sideways = min((WIDE - 2 * radius) / size[0], WIDEST_STRETCH * upwards)
        scaled = (pieces - middle) * [sideways, upwards] + DOTS / 2
        distances = _squared_distances(scaled)
        radius = min(np.sqrt(np.partition(distances, INKED - 1)[INKED - 1]), LARGEST_RADIUS)
    inked = (distances <= radius * radius).reshape(DOTS // BLOCK, BLOCK, DOTS // BLOCK, BLOCK)
    return inked.sum(axis=(1, 3)).reshape(-1) / DARKEST_PIXEL


def _pieces(strokes):
    """All lines as straight pieces from point to point: (pieces, 2 ends, x and y)."""
    if not isinstance(strokes, (list, tuple)):
        raise TypeError(f"strokes are of type {type(strokes).__name__}, expected a list of lines")
    if not strokes:
        raise ValueError("strokes are empty, expected at least one line: draw something first")
    lines = [checks.matrix(f"strokes[{i}]", line) for i, line in enumerate(strokes)]
    for number, line in enumerate(lines):
        if line.shape[1] != 2:
            raise ValueError(f"strokes[{number}] has shape {line.shape}, expected (points, 2)")
        if np.abs(line).max() > FARTHEST:
            raise ValueError(
                f"strokes[{number}] has the coordinate {np.abs(line).max():g}, "
                f"expected at most {FARTHEST:g} in size"
            )
    ends = [(line, line) if len(line) == 1 else (line[:-1], line[1:]) for line in lines]
    return np.concatenate([np.stack(pair, axis=1) for pair in ends])


def _slant(pieces):
    """How far the ink moves to the right for each step down, from -1 to 1."""
    steps, middles = pieces[:, 1] - pieces[:, 0], (pieces[:, 0] + pieces[:, 1]) / 2
    lengths = np.sqrt(steps[:, 0] * steps[:, 0] + steps[:, 1] * steps[:, 1])
    total = _sum(lengths)
    if total == 0:
        return 0.0
    x = middles[:, 0] - _sum(lengths * middles[:, 0]) / total
    y = middles[:, 1] - _sum(lengths * middles[:, 1]) / total
    tall = _sum(lengths * y * y)
    return 0.0 if tall == 0 else min(max(_sum(lengths * x * y) / tall, -1.0), 1.0)


def _sum(numbers):
    """The sum in order, as in digit_recognition.js: np.sum adds in pairs, in other last digits."""
    return float(np.cumsum(numbers)[-1])


def _squared_distances(pieces):
    """From the middle of each dot, row by row, to the nearest point of a piece: (dots,)."""
    start, along = pieces[:, 0], pieces[:, 1] - pieces[:, 0]
    square = along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1]
    square = np.where(square == 0, 1.0, square)
    places = np.arange(DOTS) + 0.5
    x = places[None, :, None] - start[:, 0]
    y = places[:, None, None] - start[:, 1]
    share = np.clip((x * along[:, 0] + y * along[:, 1]) / square, 0.0, 1.0)
    x, y = x - share * along[:, 0], y - share * along[:, 1]
    return (x * x + y * y).min(axis=2).reshape(-1)
