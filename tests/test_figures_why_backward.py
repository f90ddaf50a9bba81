"""The written-out slope is backward's, its repeats are marked, the bars are what was counted."""

from itertools import pairwise

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.style import QUIET
from helpers.figures.why_backward import long_derivative, multiplications
from helpers.network import Layer, backward, forward

DEEP = [
    Layer(np.array([[0.5, -0.4], [0.1, 0.3]])),
    Layer(np.array([[1.0, 0.4, -0.5], [0.5, -0.3, 0.8]])),
    Layer(np.array([[0.5, 0.2], [0.4, 0.3], [0.8, 0.6]])),
    Layer(np.array([[1.0], [0.8]])),
]
PASSED = forward([[1.0, 2.0]], DEEP)
LOSS_SLOPE = 2 * (PASSED.prediction - 0.2)
RUNNING = [Layer(np.array([[0.5, 0.6], [0.1, 0.2]])), Layer(np.array([[0.3], [0.4]]))]
RUNNING_PASSED = forward([[1.0, 2.0]], RUNNING)


def widest():
    generator = np.random.default_rng(4)
    layers = [Layer(generator.normal(size=shape)) for shape in ((2, 2), (2, 4), (4, 3), (3, 1))]
    return layers, forward(generator.normal(size=(1, 2)), layers), [[-1.2345]]


PICTURES = {
    "deep": lambda: long_derivative(DEEP, PASSED, LOSS_SLOPE),
    "most paths": lambda: long_derivative(*widest(), (1, 1), "Title"),
    "one path": lambda: long_derivative(RUNNING, RUNNING_PASSED, [[0.22]]),
    "counts": lambda: multiplications(range(1, 8), 3 ** np.arange(1, 8) * 9, np.arange(1, 8) * 21),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_every_picture_can_be_read_and_has_words(draw, monkeypatch):
    figure = draw()
    assert figure.alt_text.endswith(".")
    assert_readable(figure, monkeypatch)


def lines_of(figure):
    """The texts of each line of the table, from left to right, with whether each is grey."""
    rows = {}
    for text in figure.axes[0].texts:
        x, y = text.get_position()
        rows.setdefault(y, []).append((x, text.get_text(), text.get_color() == QUIET))
    return [sorted(rows[y]) for y in sorted(rows) if y > 0]


@pytest.mark.parametrize("seed", range(10))
def test_the_products_are_as_written_and_add_up_to_the_slope_of_backward(seed):
    generator = np.random.default_rng(seed)
    widths = [2, *generator.integers(1, 4, size=generator.integers(1, 3)), 1]
    # One digit each, and what is written is exact.
    layers = [Layer(generator.integers(-9, 10, shape) / 10) for shape in pairwise(widths)]
    passed = forward([[1.0, 2.0]], layers)
    place = 1, int(generator.integers(widths[1]))
    *paths, total = lines_of(long_derivative(layers, passed, [[0.5]], place))
    assert len(paths) == np.prod(widths[2:])
    for line in paths:
        numbers = [float(text.strip("×= ").replace("−", "-")) for _, text, _ in line[1:]]
        assert np.prod(numbers[:-1]) == pytest.approx(numbers[-1], rel=6e-3, abs=1e-12)
    slope = backward(passed, layers, [[0.5]])[0].weights[place]
    assert total[-1][1] == f"= {slope + 0:.3g}".replace("-", "−")


def test_a_factor_is_grey_exactly_where_it_was_written_before():
    *paths, _ = lines_of(long_derivative(DEEP, PASSED, LOSS_SLOPE))
    grey = [[is_grey for _, _, is_grey in line[1:-1]] for line in paths]
    # The weight between a path's two nodes is always new; the rest is new where its node is.
    assert grey[0] == [False] * 8
    assert grey[1] == grey[2] == [True] * 2 + [False] * 3 + [True] * 3
    assert grey[3] == [True] * 4 + [False] * 3 + [True]
    assert grey[4] == grey[5] == [True] * 4 + [False] + [True] * 3


def test_it_counts_and_says_its_factors():
    figure = long_derivative(DEEP, PASSED, LOSS_SLOPE)
    counted = "48 factors are written, 19 are different"
    assert figure.axes[0].get_title(loc="left") == counted
    assert figure.alt_text.endswith(f"Together 0.859. {counted}.")
    assert "Through nodes 1, 3, 2: 1 × 1 × −0.5 × 0 × 0.6 × 1 × 0.8 × 0.938 = 0." in figure.alt_text


def test_a_dashed_frame_holds_the_paths_over_one_node_of_the_last_hidden_layer():
    frames = [
        (round(patch.get_y()), round(patch.get_height() + 0.06))
        for patch in long_derivative(DEEP, PASSED, LOSS_SLOPE).axes[0].patches
        if patch.get_linestyle() == "--"
    ]
    assert frames == [(0, 3), (3, 3)]


def test_multiplications_draws_each_count_as_the_height_of_a_bar():
    figure = multiplications([1, 2], [30, 12345], [18, 39])
    axes = figure.axes[0]
    again, kept = axes.containers
    assert [bar.get_height() for bar in again] == [30, 12345]
    assert [bar.get_height() for bar in kept] == [18, 39]
    assert axes.get_yscale() == "log"
    assert 0 < axes.get_ylim()[0] < 18
    assert [text.get_text() for text in axes.texts] == ["30", "12,345", "18", "39"]
    assert "2 hidden layers: 12,345 worked out again, 39 kept." in figure.alt_text


two_rows = forward([[1.0, 2.0], [0.0, 1.0]], RUNNING)
BAD = [
    (lambda: long_derivative(RUNNING[:1], RUNNING_PASSED, [[1.0]]), "expected two to 4 layers"),
    (lambda: long_derivative([*DEEP, Layer([[1.0]])], PASSED, [[1.0]]), "expected two to 4 layers"),
    (lambda: long_derivative(RUNNING, two_rows, [[1.0]]), "passed has 2 rows, expected 1"),
    (lambda: long_derivative(RUNNING, RUNNING_PASSED, [1.0]), "loss_slope has shape \\(1,\\)"),
    (lambda: long_derivative(RUNNING, RUNNING_PASSED, [[1.0]], (2, 0)), "weight is \\(2, 0\\)"),
    (lambda: long_derivative(RUNNING, RUNNING_PASSED, [[1.0]], 3), "weight is 3, expected a place"),
    (lambda: multiplications([[1]], [1], [1]), "depths have shape \\(1, 1\\)"),
    (lambda: multiplications([1, 2], [1], [1, 2]), "worked_out_again has shape \\(1,\\)"),
    (lambda: multiplications([1, 2], [1, 2], [0, 2]), "kept_once has the count 0"),
]


@pytest.mark.parametrize(("draw", "message"), BAD)
def test_what_cannot_be_drawn_gives_one_sentence(draw, message):
    with pytest.raises((ValueError, TypeError), match=message):
        draw()


def test_no_argument_changes():
    weights, loss_slope = [layer.weights.copy() for layer in DEEP], LOSS_SLOPE.copy()
    long_derivative(DEEP, PASSED, loss_slope)
    np.testing.assert_array_equal(loss_slope, LOSS_SLOPE)
    for layer, before in zip(DEEP, weights, strict=True):
        np.testing.assert_array_equal(layer.weights, before)
