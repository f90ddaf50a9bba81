"""The pictures of backpropagation hold its numbers, say them in words, and can be read."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.layer_pictures import (
    fade_idle,
    shared_factors,
    slopes_row_by_row,
)
from helpers.figures.network_diagram import network_scene
from helpers.figures.style import FAINT, WEIGHT
from helpers.losses import squared_error_slope
from helpers.network import Layer, backward, forward

LAYERS = [Layer(np.array([[0.5, 0.6], [0.1, 0.2]])), Layer(np.array([[0.3], [0.4]]))]
PASSED = forward([[1.0, 2.0]], LAYERS)
LOSS_SLOPE = squared_error_slope(PASSED.prediction, [[0.5]])
BATCH = np.array([[1.0, 2.0], [3.0, 0.0], [-4.0, 1.0]])
NODE_SLOPE = np.array([[0.03, 0.04], [0.06, 0.08], [0.0, -0.5]])


def wide_network():
    generator = np.random.default_rng(0)
    layers = [Layer(generator.normal(size=(3, 3))), Layer(generator.normal(size=(3, 1)))]
    passed = forward(generator.normal(size=(1, 3)), layers)
    return layers, passed, [[-1.2345]]


PICTURES = {
    "running example": lambda: shared_factors(LAYERS, PASSED, LOSS_SLOPE, "Title"),
    "most weights": lambda: shared_factors(*wide_network(), "Title"),
    "row by row": lambda: slopes_row_by_row(BATCH, NODE_SLOPE, "Title"),
    "most rows": lambda: slopes_row_by_row(-np.ones((3, 4)) / 3, np.ones((3, 2)) / 7, "Title"),
    "one row": lambda: slopes_row_by_row([[1.0]], [[2.0]]),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_every_picture_can_be_read_and_has_words(draw, monkeypatch):
    figure = draw()
    assert figure.alt_text.endswith(".")
    assert_readable(figure, monkeypatch)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_shared_factors_shows_each_slope_of_backward_once():
    figure = shared_factors(LAYERS, PASSED, LOSS_SLOPE)
    by_line = sorted(figure.axes[0].texts, key=lambda text: text.get_position()[1])
    last = [text.get_text() for text in by_line if text.get_text().startswith("=")]
    slopes = backward(PASSED, LAYERS, LOSS_SLOPE)
    expected = [*slopes[1].weights[:, 0], *slopes[0].weights.T.ravel()]
    weights = [*LAYERS[1].weights[:, 0], *LAYERS[0].weights.T.ravel()]
    assert last == [
        f"= {slope:.3g}   of weight {weight:g}"
        for slope, weight in zip(expected, weights, strict=True)
    ]
    for slope in expected:
        assert f"is {slope:.3g}" in figure.alt_text


def test_shared_factors_draws_one_box_for_lines_that_share():
    figure = shared_factors(LAYERS, PASSED, LOSS_SLOPE)
    heights = [round(patch.get_height() + 0.12) for patch in figure.axes[0].patches]
    assert sorted(heights) == [1] * 12 + [2, 2, 6]
    assert "× 0.22\nonce for 6 weights" in texts(figure.axes[0])


def test_shared_factors_of_a_closed_gate_are_zero():
    layers = [Layer(LAYERS[0].weights, np.array([0.0, -5.0])), LAYERS[1]]
    figure = shared_factors(layers, forward([[1.0, 2.0]], layers), [[1.0]])
    sum_of_a_closed_gate = "× 0.4 × 0  (relu′ = 0)\nmakes 0 at the sum\nonce for 2 weights"
    assert sum_of_a_closed_gate in texts(figure.axes[0])


def test_slopes_row_by_row_adds_up_to_the_matrix_product():
    figure = slopes_row_by_row(BATCH, NODE_SLOPE)
    cells = texts(figure.axes[-1])
    assert cells == [f"{slope:.3g}".replace("-", "−") for slope in (BATCH.T @ NODE_SLOPE).ravel()]
    first = texts(figure.axes[0])
    assert first == ["0.03", "0.04", "0.06", "0.08", "1", "2", "0.03", "0.04", "+"]
    assert [texts(axes)[-1] for axes in figure.axes[:3]] == ["+", "+", "="]
    assert "Row 2: 0.18, 0.24; 0, 0." in figure.alt_text
    assert figure.alt_text.endswith("Sum: 0.21, 2.28; 0.06, −0.42.")


two_rows = forward([[1.0, 2.0], [0.0, 1.0]], LAYERS)
BAD = [
    (lambda: shared_factors(LAYERS[:1], PASSED, LOSS_SLOPE), "expected two layers"),
    (lambda: shared_factors(LAYERS, [1.0], LOSS_SLOPE), "passed is of type list"),
    (lambda: shared_factors(LAYERS, two_rows, LOSS_SLOPE), "passed has 2 rows, expected 1"),
    (lambda: shared_factors(LAYERS, PASSED, [0.22]), "loss_slope has shape \\(1,\\)"),
    (lambda: slopes_row_by_row(BATCH, NODE_SLOPE[:2]), "node_slope has 2 rows, expected 3"),
    (lambda: slopes_row_by_row(np.ones((5, 2)), np.ones((5, 2))), "5 rows, 2 inputs"),
    (lambda: slopes_row_by_row(BATCH[0], NODE_SLOPE), "activation_before has shape \\(2,\\)"),
]


@pytest.mark.parametrize(("draw", "message"), BAD)
def test_what_cannot_be_drawn_gives_one_sentence(draw, message):
    with pytest.raises((ValueError, TypeError), match=message):
        draw()


def test_no_argument_changes():
    batch, node_slope = BATCH.copy(), NODE_SLOPE.copy()
    weights = [layer.weights.copy() for layer in LAYERS]
    slopes_row_by_row(batch, node_slope)
    shared_factors(LAYERS, PASSED, LOSS_SLOPE)
    np.testing.assert_array_equal(batch, BATCH)
    np.testing.assert_array_equal(node_slope, NODE_SLOPE)
    for layer, before in zip(LAYERS, weights, strict=True):
        np.testing.assert_array_equal(layer.weights, before)


def test_weights_whose_slope_is_zero_step_back_and_come_forward_again():
    scene = network_scene(LAYERS, PASSED)
    slopes = backward(PASSED, LAYERS, LOSS_SLOPE)
    # With the second hidden node closed: the weights into it, and the one behind it, are idle.
    closed = [
        Layer(slopes[0].weights * [1.0, 0.0]),
        Layer(slopes[1].weights * [[1.0], [0.0]]),
    ]
    for given, idle in ((closed, {1, 3, 5}), (slopes, set())):
        fade_idle(scene.moving.lines, given)
        colors = [line.get_color() for line in scene.moving.lines]
        assert colors == [FAINT if number in idle else WEIGHT for number in range(6)]


def test_lines_and_slopes_of_another_network_do_not_fit():
    lines = network_scene(LAYERS, PASSED).moving.lines
    with pytest.raises(ValueError, match="lines are 6, expected 4: one for each weight"):
        fade_idle(lines, LAYERS[:1])
