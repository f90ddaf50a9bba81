"""The drawing pad: lines become pixels as the data set has them, and digits stay readable."""

import json
import re
from itertools import pairwise

import numpy as np
import pytest

from helpers.datasets import load_digits, train_and_test
from helpers.hands_on.digit_pad import EXAMPLE, digit_pad, pad
from helpers.hands_on.strokes import INKED, pixels_of
from helpers.losses import SOFTMAX_CROSS_ENTROPY
from helpers.network import Layer, forward
from helpers.training import random_layers, train

DIGITS = load_digits()
ROUND_A_DOT = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)]
LAYERS = random_layers([64, 5, 10], np.random.default_rng(0))


def accuracy_of(rows_to_train):
    """Train as notebook 09 does; return what tells the share of pixels that are read right."""
    mean, spread = DIGITS.pixels[rows_to_train].mean(axis=0), DIGITS.pixels[rows_to_train].std()
    generator = np.random.default_rng(0)
    layers = train(
        (DIGITS.pixels[rows_to_train] - mean) / spread,
        DIGITS.labels[rows_to_train],
        random_layers([64, 64, 10], generator),
        learning_rate=0.2,
        batch_size=32,
        epochs=40,
        generator=generator,
        loss=SOFTMAX_CROSS_ENTROPY,
    ).layers

    def accuracy(pixels, labels):
        said = forward((np.array(pixels) - mean) / spread, layers).prediction.argmax(axis=1)
        return np.mean(said == labels)

    return accuracy


def dots_of(pixels):
    """32 x 32 dots, True for ink, whose blocks hold exactly the pixels' counts.

    Within a block, ink goes where the picture around it is darkest; a few rounds smooth the edges.
    """
    counts = np.round(16 * pixels).astype(int).reshape(8, 8)
    guess = np.kron(pixels.reshape(8, 8), np.ones((4, 4)))
    for _ in range(6):
        around = np.pad(guess, 2)
        guess = sum(
            around[i : i + 32, j : j + 32] / (1 + abs(i - 2) + abs(j - 2))
            for i in range(5)
            for j in range(5)
        )
        blocks = guess.reshape(8, 4, 8, 4).swapaxes(1, 2).reshape(8, 8, 16)
        rank = blocks.argsort(axis=2)[..., ::-1].argsort(axis=2)
        dots = (rank < counts[..., None]).reshape(8, 8, 4, 4).swapaxes(1, 2).reshape(32, 32)
        guess = dots + guess / 1e3
    return dots


def thinned(dots):
    """Lines one dot wide in the middle of the ink (Zhang and Suen, 1984)."""
    ink = np.pad(dots, 1).astype(int)
    before = -1
    while ink.sum() != before:
        before = ink.sum()
        for is_second in (False, True):
            around = [np.roll(ink, shift, (0, 1)) for shift in ROUND_A_DOT]
            up, right, down, left = around[::2]
            count = sum(around)
            edges = sum((around[i] < around[(i + 1) % 8]).astype(int) for i in range(8))
            if is_second:
                is_free = (up * right * left == 0) & (up * down * left == 0)
            else:
                is_free = (up * right * down == 0) & (right * down * left == 0)
            ink[(count >= 2) & (count <= 6) & (edges == 1) & is_free] = 0
    return ink[1:-1, 1:-1]


def traced(pixels):
    """A pen's way along a digit of the data set: a list of strokes of two points."""
    y, x = np.nonzero(thinned(dots_of(pixels)))
    points = set(zip(x.tolist(), y.tolist(), strict=True))
    strokes = [
        [(x, y), (x + i, y + j)]
        for x, y in points
        for i, j in [(1, 0), (0, 1), (1, 1), (-1, 1)]
        if (x + i, y + j) in points
        # Round a corner there is no short cut.
        and not (i and j and {(x + i, y), (x, y + j)} & points)
    ]
    return strokes or [[point] for point in points]


def jittered(strokes, generator):
    """The strokes elsewhere, larger or smaller, wider or slimmer, turned by up to 10 degrees."""
    turn = np.deg2rad(generator.uniform(-10, 10))
    size = generator.uniform(0.5, 3) * generator.uniform(0.85, 1.15, 2)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * size
    place = generator.uniform(-50, 50, 2)
    return [np.array(stroke) @ matrix.T + place for stroke in strokes]


def test_the_data_set_is_as_the_pad_takes_it_to_be():
    images = DIGITS.pixels.reshape(-1, 8, 8)
    assert (images.max(axis=2) > 0).all(axis=0)[[0, 7]].all()
    assert images.mean() == pytest.approx(INKED / 32**2, abs=0.01)
    assert (images.max(axis=1) > 0).mean(axis=0)[[0, 7]].max() < 0.15


def test_jittered_digits_are_read_as_well_as_those_they_were_traced_from():
    train_rows, test_rows = train_and_test(len(DIGITS.labels), 0.2, np.random.default_rng(0))
    accuracy = accuracy_of(train_rows)
    chosen = test_rows[:150]
    labels, generator = DIGITS.labels[chosen], np.random.default_rng(1)
    drawings = [traced(pixels) for pixels in DIGITS.pixels[chosen]]
    straight = accuracy([pixels_of(drawing) for drawing in drawings], labels)
    moved = accuracy([pixels_of(jittered(drawing, generator)) for drawing in drawings], labels)
    # Tracing and scaling anew costs some; place, size and a slight turn cost next to nothing more.
    assert straight >= 0.88
    assert moved >= straight - 0.03


def test_neither_place_nor_size_nor_the_number_of_points_matters():
    pixels = pixels_of(EXAMPLE)
    elsewhere = [256 * np.array(stroke) - 1024 for stroke in EXAMPLE]
    finer = [
        [point for a, b in pairwise(s) for point in (a, np.add(a, b) / 2)] + [s[-1]]
        for s in EXAMPLE
    ]
    assert np.abs(pixels_of(elsewhere) - pixels).max() <= 1 / 16
    assert np.abs(pixels_of(finer) - pixels).max() <= 1 / 16


@pytest.mark.parametrize("strokes", [EXAMPLE, [[(3, 3)]], [[(0, 0), (5, 0)]], [[(1, 1), (1, 9)]]])
def test_pixels_are_sixteenths_with_ink_in_the_middle(strokes):
    counts = 16 * pixels_of(strokes)
    assert counts.shape == (64,)
    assert (counts == counts.round()).all()
    assert counts.min() >= 0
    assert 0 < counts.sum() <= INKED + 8
    assert counts.reshape(8, 8)[:, 3:5].sum() > 0


@pytest.mark.parametrize(
    ("strokes", "error", "words"),
    [
        ([], ValueError, "strokes are empty, expected at least one line: draw something first"),
        ("3", TypeError, "strokes are of type str, expected a list of lines"),
        ([[]], ValueError, r"strokes\[0\] is empty"),
        ([[(1, float("nan"))]], ValueError, r"strokes\[0\] has the value nan at index \[0, 1\]"),
        ([[(1, 2, 3)]], ValueError, r"strokes\[0\] has shape \(1, 3\), expected \(points, 2\)"),
    ],
)
def test_a_drawing_that_is_none_is_told_in_a_sentence(strokes, error, words):
    with pytest.raises(error, match=words):
        pixels_of(strokes)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([Layer(np.ones((3, 2)))],), "layers lead from 3 inputs to 2 outputs, expected from 64"),
        ((LAYERS, np.ones(3)), r"mean has shape \(3,\), expected one number or \(64,\)"),
        ((LAYERS, 0, np.zeros(64)), "spread has the value 0, expected above 0"),
        ((LAYERS, float("nan")), "mean has the value nan"),
    ],
)
def test_a_network_that_cannot_read_pixels_is_told_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        digit_pad(*arguments)


def test_the_output_holds_a_picture_words_and_one_script():
    shown = pad(LAYERS, 0.0, 1.0)
    assert shown["text/plain"].startswith("Figure: Left, a digit drawn with a pen.")
    assert shown["text/html"].count("<script>") == 1
    assert '<img width="900"' in shown["text/html"]
    (given,) = re.findall(r', (\{"shapes".*\})\)</script>', shown["text/html"])
    assert json.loads(given)["shapes"] == [[64, 5, True], [5, 10, True]]
