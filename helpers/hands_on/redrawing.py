"""Digits of the data set as a pen on the pad would draw them: traced, pulled, made pixels again.

The pad draws every line with one pen; the writers of the data set had other pens, and a scanner.
A network that was trained on both reads drawings better than one that knows the data set alone.
"""

import numpy as np

from helpers import checks
from helpers.datasets import DARKEST_PIXEL
from helpers.hands_on.strokes import BLOCK, DOTS, pixels_of_pieces

SIDE = DOTS // BLOCK

PULL = 0.3
"""By how much of its size a digit is at most pulled apart, pressed together, slanted or turned."""

SMOOTHINGS = 6
"""Rounds in which ink moves within its pixel towards other ink; after these little still moves."""

ROUND_A_DOT = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""Steps (down, right) to the eight dots round a dot: first up, then clockwise."""

STEPS = ((0, 0), *ROUND_A_DOT[1:5])
"""From one end of a piece of a line to the other; a dot that stands alone has both ends in one."""


def redrawn(pixels, generator):
    """Return digits of the data set, drawn again with the pad's pen: (rows, 64), as `pixels`.

    Each image of `pixels` (rows, 64), from 0, paper, to 1, ink, is traced along the middle of its
    ink. The lines are stretched or squeezed, slanted and turned at random, and become pixels as
    on the pad (`pixels_of`). `generator` is a numpy Generator. Raises TypeError or ValueError where
    `pixels` are no such images, or an image has no ink.

    >>> image = np.zeros((1, 64))
    >>> image[0, 11:60:8] = 0.5
    >>> redrawn(image, np.random.default_rng(0)).reshape(8, 8)[4, 3:5]
    array([1., 1.])
    """
    checks.random_generator("generator", generator)
    return np.array([pixels_of_pieces(_pulled(lines, generator)) for lines in traced(pixels)])


def traced(pixels):
    """Return a pen's way along each image of `pixels` (rows, 64): a list of straight pieces.

    For each row an array (pieces, 2 ends, x and y), y downwards, from 0 to 31. Raises as `redrawn`.
    """
    ink = _thinned(_dots_of(_images(pixels)))
    starts = [np.argwhere(_is_joined(ink, step)) for step in STEPS]
    ends = [np.add(found, (0, *step)) for found, step in zip(starts, STEPS, strict=True)]
    places = np.stack([np.concatenate(starts), np.concatenate(ends)], axis=1)
    places = places[np.argsort(places[:, 0, 0], kind="stable")]
    firsts = np.searchsorted(places[:, 0, 0], np.arange(1, len(ink)))
    return np.split(places[..., :0:-1].astype(np.float64), firsts)


def _images(pixels):
    pixels = checks.matrix("pixels", pixels, "one image per row")
    if pixels.shape[1] != SIDE * SIDE:
        raise ValueError(f"pixels have shape {pixels.shape}, expected (rows, {SIDE * SIDE})")
    if pixels.min() < 0 or pixels.max() > 1:
        raise ValueError(
            f"pixels lie from {pixels.min():g} to {pixels.max():g}, expected 0, paper, to 1, ink: "
            "take them before they are standardised"
        )
    blank = np.flatnonzero(pixels.max(axis=1) * DARKEST_PIXEL <= 0.5)
    if len(blank):
        raise ValueError(f"pixels have no ink in row {blank[0]}, expected a digit in every row")
    return pixels.reshape(-1, SIDE, SIDE)


def _dots_of(images):
    """Dots for each image, as many in each block as its pixel counts: (rows, 32, 32) of True.

    Within a block, they lie where the picture around is darkest.
    """
    counts = np.round(DARKEST_PIXEL * images)[..., None]
    picture = images.repeat(BLOCK, axis=1).repeat(BLOCK, axis=2)
    for _ in range(SMOOTHINGS):
        blurred = _blurred(picture)
        darkness = blurred.reshape(-1, SIDE, BLOCK, SIDE, BLOCK).swapaxes(2, 3)
        darkness = darkness.reshape(*counts.shape[:3], BLOCK * BLOCK)
        rank = (-darkness).argsort(axis=3, kind="stable").argsort(axis=3, kind="stable")
        dots = (rank < counts).reshape(-1, SIDE, SIDE, BLOCK, BLOCK)
        dots = dots.swapaxes(2, 3).reshape(-1, DOTS, DOTS)
        # Where dots surround two places alike, what they surrounded before decides.
        picture = dots + blurred / 1e3
    return dots


def _blurred(picture):
    """For each dot the ink in the 5 x 5 dots around it, the less of it the farther away."""
    around = np.pad(picture, ((0, 0), (2, 2), (2, 2)))
    return sum(
        around[:, i : i + DOTS, j : j + DOTS] / (1 + abs(i - 2) + abs(j - 2))
        for i in range(5)
        for j in range(5)
    )


def _thinned(ink):
    """Lines one dot wide in the middle of the ink.

    Source: T. Y. Zhang and C. Y. Suen, A fast parallel algorithm for thinning digital patterns,
    Communications of the ACM 27 (1984).
    """
    before = np.zeros_like(ink)
    while (ink != before).any():
        before = ink
        for half_turn in (False, True):
            ink = ink & ~_is_edge(ink, half_turn)
    return ink


def _is_edge(ink, half_turn):
    """True for dots at the ink's lower right edge that no line needs, or at its upper left edge."""
    around = [_beside(ink, step) for step in ROUND_A_DOT]
    count = np.sum(around, axis=0, dtype=np.int8)
    gaps_end = [~one & other for one, other in zip(around, around[1:] + around[:1], strict=True)]
    up, right, down, left = around[4::2] + around[:4:2] if half_turn else around[::2]
    is_outside = ~(right & down & (up | left))
    return (count >= 2) & (count <= 6) & (np.sum(gaps_end, axis=0, dtype=np.int8) == 1) & is_outside


def _is_joined(ink, step):
    """True for dots from which a line goes on by this step, and for (0, 0) where none does."""
    down, right = step
    if not (down or right):
        return ink & ~np.any([_beside(ink, other) for other in ROUND_A_DOT], axis=0)
    joined = ink & _beside(ink, step)
    if down and right:
        # Round a corner there is no short cut.
        joined &= ~(_beside(ink, (down, 0)) | _beside(ink, (0, right)))
    return joined


def _beside(ink, step):
    """For each dot, is there ink one step away?"""
    around = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    down, right = step
    return around[:, 1 + down : 1 + down + DOTS, 1 + right : 1 + right + DOTS]


def _pulled(pieces, generator):
    """The pieces, every place moved by the same random part of its two coordinates."""
    across, down = np.eye(2) + generator.uniform(-PULL, PULL, (2, 2))
    return pieces[..., :1] * across + pieces[..., 1:] * down
