"""The pictures of ReLU hold their data, say it in words, and can be read at every position."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.activations import relu, relu_slope
from helpers.figures import relu_pictures
from helpers.figures.relu_pictures import (
    ActivationFunction,
    activations_with_slopes,
    bent_lines,
    gate_over_rows_scene,
    gates_before_after,
    hinges_scene,
    relu_with_slope_scene,
)
from helpers.figures.style import described
from helpers.network import Layer, forward

ROWS = np.array([-2.0, -1.0, 0.0, 1.5, 2.5])
BEFORE = [Layer([[1.0, -0.8, 1.0]], [0.5, 0.4, -3.0]), Layer([[0.6], [0.5], [0.9]], [0.1])]
AFTER = [Layer([[2.0, -0.5, 1.0]], [1.5, -4.0, -3.0]), BEFORE[1]]
X = np.linspace(-3, 3, 31)[:, None]
WAVE = np.sin(X)
FITTED = [Layer([[1.0, -2.0, 0.5]], [1.0, 2.0, 4.0]), Layer([[0.5], [-0.25], [0.1]], [0.2])]
RELU = ActivationFunction("relu", relu, relu_slope)
TANH = ActivationFunction("tanh", np.tanh, lambda x: 1 - np.tanh(x) ** 2)


def moved(scene, *shown):
    """The figure of a scene that shows something, with the words for it."""
    words = scene.move_to(*shown)
    return described(scene.figure, words)


def relu_with_slope(at, title=""):
    return moved(relu_with_slope_scene(title), at)


def gate_over_rows(inputs, weight, bias, title=""):
    return moved(gate_over_rows_scene(inputs, title), weight, bias)


def hinges(inputs, targets, layers, title=""):
    return moved(hinges_scene(inputs, targets, layers, title), layers)


PICTURES = {
    **{f"relu at {at:g}": lambda at=at: relu_with_slope(at, "Title") for at in range(-4, 5)},
    "relu beside tanh": lambda: activations_with_slopes([RELU, TANH], "Title"),
    "bends": lambda: bent_lines([[(1, 2), (1, 0), (1, -2)], [(0.5, 1), (2, 1), (-1, 1)]], "ab"),
    "bends to the left": lambda: bent_lines([[(-0.5, 1), (-2, 1)]], ["Title"]),
    **{
        f"gate with weight {weight}, bias {bias}": lambda weight=weight, bias=bias: gate_over_rows(
            ROWS, weight, bias, "Title"
        )
        for weight in (-1.75, 0.0, 1.75)
        for bias in (-4.0, 0.0, 1.0)
    },
    "gates": lambda: gates_before_after(X, BEFORE, AFTER, "Title"),
    "hinges": lambda: hinges(X, WAVE, FITTED, "Title"),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_every_picture_can_be_read_and_has_words(draw, monkeypatch):
    figure = draw()
    assert figure.alt_text.endswith(".")
    assert_readable(figure, monkeypatch)


@pytest.mark.parametrize(("at", "value", "slope"), [(-2.0, 0, 0), (0.0, 0, 0), (1.5, 1.5, 1)])
def test_relu_with_slope_marks_value_and_slope(at, value, slope):
    figure = relu_with_slope(at)
    upper, lower = figure.axes
    tangent, point = upper.lines[-2:]
    np.testing.assert_array_equal(point.get_xydata(), [[at, value]])
    np.testing.assert_array_equal(lower.lines[-1].get_xydata(), [[at, slope]])
    (x0, y0), (x1, y1) = tangent.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)
    assert f"is {value:g}, and its slope there is {slope}." in figure.alt_text


def test_relu_with_slope_is_open_at_one_and_closed_at_nothing():
    lower = relu_with_slope(2.0).axes[1]
    closed, hollow = (line for line in lower.lines if list(line.get_xdata()) == [0])
    assert closed.get_ydata()[0] == 0
    assert hollow.get_ydata()[0] == 1
    assert closed.get_markerfacecolor() != hollow.get_markerfacecolor() == relu_pictures.PAPER


def test_activations_stand_above_their_slopes_and_a_jump_is_no_line():
    figure = activations_with_slopes([RELU, TANH])
    upper, lower = figure.axes
    np.testing.assert_allclose(upper.lines[1].get_ydata(), np.tanh(upper.lines[1].get_xdata()))
    x, slopes = lower.lines[0].get_data()
    (gap,) = np.flatnonzero(np.isnan(x))
    assert (x[gap - 1], slopes[gap - 1], slopes[gap + 1]) == (0, 0, 1)
    assert not np.isnan(lower.lines[1].get_xdata()).any()
    assert figure.alt_text == (
        "Over pre-activations from −4 to 4, relu has slopes from 0 to 1, "
        "and tanh has slopes from 0.00134 to 1."
    )


def test_bent_lines_bend_where_the_words_say():
    figure = bent_lines([[(2, 1), (-1, 1)]], ["Title"])
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 3]
    assert [line.get_xdata()[1] for line in lines] == [-0.5, 1.0]
    for line, (weight, bias) in zip(lines, [(2, 1), (-1, 1)], strict=True):
        np.testing.assert_allclose(
            line.get_ydata(), np.maximum(weight * line.get_xdata() + bias, 0), atol=1e-12
        )
    assert figure.alt_text == (
        "Nodes relu(weight times input plus bias). weight 2, bias 1: bends at −0.5; "
        "weight −1, bias 1: bends at 1."
    )


def test_gate_over_rows_parts_open_rows_from_closed_ones():
    figure = gate_over_rows(ROWS, 2.0, -1.0)
    _, _, opened, closed = figure.axes[0].lines[:4]
    np.testing.assert_array_equal(opened.get_xydata(), [[1.5, 2.0], [2.5, 4.0]])
    np.testing.assert_array_equal(closed.get_xydata(), [[-2, 0], [-1, 0], [0, 0]])
    assert figure.alt_text == (
        "Weight 2, bias −1: the kink is at input 0.5, and the gate is open for 2 of 5 rows."
    )
    assert figure.axes[0].texts[0].get_text() == "gate open for 2 of 5 rows"


def test_gate_over_rows_names_a_dead_node():
    figure = gate_over_rows(ROWS, 1.0, -2.5)
    assert figure.axes[0].texts[0].get_text() == "gate open for 0 of 5 rows: a dead node"


def test_gate_over_rows_with_weight_zero_has_no_kink():
    _, (line, kink, opened, *_), move_to = gate_over_rows_scene(ROWS)
    move_to(1.0, 0.0)
    assert "there is no kink" in move_to(0.0, 1.0)
    assert kink.get_xydata().tolist() == []
    assert len(opened.get_xdata()) == len(ROWS)
    np.testing.assert_array_equal(line.get_ydata(), [1.0, 1.0])


def test_gates_before_after_counts_open_rows_and_names_the_dead():
    figure = gates_before_after(ROWS[:, None], BEFORE, AFTER)
    assert figure.alt_text == (
        "Gates of the first hidden layer. node 1: open for 3 of 5 rows before, 3 after; "
        "node 2: open for 3 of 5 rows before, 0 after; node 3: open for 0 of 5 rows before, "
        "0 after."
    )
    dead = [[text.xy for text in axes.texts] for axes in figure.axes]
    assert dead == [[(0, 2)], [(0, 1), (0, 2)]]
    drawn = np.concatenate([line.get_xdata() for line in figure.axes[0].lines[2:4]])
    np.testing.assert_allclose(np.sort(drawn), np.sort(ROWS + 0.5))


def test_hinges_draw_the_prediction_and_shares_that_add_up_to_it():
    figure = hinges(X, WAVE, FITTED)
    upper, lower = figure.axes
    points, prediction, kinks = upper.lines
    np.testing.assert_array_equal(points.get_ydata(), WAVE[:, 0])
    x = prediction.get_xdata()
    expected = forward(x[:, None], FITTED).prediction[:, 0]
    np.testing.assert_allclose(prediction.get_ydata(), expected)
    # The third kink, at -8, lies outside the inputs.
    np.testing.assert_allclose(kinks.get_xdata(), [-1.0, 1.0])
    shares = [line.get_ydata() for line in lower.lines if len(line.get_xdata()) == len(x)]
    np.testing.assert_allclose(sum(shares[:3]) + 0.2, expected)
    loss = np.mean((forward(X, FITTED).prediction - WAVE) ** 2)
    assert "2 kinks, at −1, 1; loss on 31 points" in figure.alt_text
    assert f"{loss:.3g}" in figure.alt_text


SCENES = [
    (relu_with_slope_scene(), [1.0]),
    (gate_over_rows_scene(ROWS), [1.0, 0.0]),
    (hinges_scene(X, WAVE, FITTED), [FITTED]),
]


@pytest.mark.parametrize(("scene", "shown"), SCENES)
def test_a_scene_has_words_and_moves_each_of_its_artists(scene, shown):
    assert all(artist.figure is scene.figure for artist in scene.moving)
    for artist in scene.moving:
        artist.stale = False
    assert scene.move_to(*shown).endswith(".")
    assert all(artist.stale for artist in scene.moving)


BAD = [
    (lambda: relu_with_slope(5.0), "pre_activation is 5, expected a number from -4 to 4"),
    (lambda: relu_with_slope(float("nan")), "pre_activation has the value nan"),
    (
        lambda: activations_with_slopes([ActivationFunction("one", relu, lambda x: 1.0)]),
        "slopes of one has shape \\(\\), expected \\(401,\\)",
    ),
    (lambda: bent_lines([[(1, 2)]], []), "titles are 0, expected 1"),
    (lambda: bent_lines([[(0, 2)]], ["a"]), "groups\\[0\\] has a weight of 0"),
    (lambda: bent_lines([[(1, 2, 3)]], ["a"]), "groups\\[0\\] has 3 columns"),
    (lambda: gate_over_rows(ROWS * 9, 1.0, 0.0), "inputs have shape \\(5,\\) and reach 22.5"),
    (lambda: gate_over_rows(X, 1.0, 0.0), "inputs have shape \\(31, 1\\)"),
    (lambda: gate_over_rows(ROWS, [1.0, 2.0], 0.0), "weight has shape \\(2,\\)"),
    (lambda: gates_before_after(X, BEFORE, FITTED[:1]), "after have 1 layers, expected 2"),
    (lambda: gates_before_after(X, [Layer(np.ones((1, 13)))], [Layer(np.ones((1, 13)))]), "before"),
    (lambda: hinges(X, WAVE[:, 0], FITTED), "targets have shape \\(31,\\)"),
    (lambda: hinges(X, WAVE, [Layer([[1.0]])]), "layers are 1 to 1 nodes"),
]


@pytest.mark.parametrize(("draw", "message"), BAD)
def test_what_cannot_be_drawn_gives_one_sentence(draw, message):
    with pytest.raises((ValueError, TypeError), match=message):
        draw()


def test_no_argument_changes():
    weights = [array.copy() for layer in (*BEFORE, *FITTED) for array in map(np.asarray, layer)]
    rows, wave = ROWS.copy(), WAVE.copy()
    gate_over_rows(rows, 1.0, 0.5)
    gates_before_after(X, BEFORE, AFTER)
    hinges(X, wave, FITTED)
    np.testing.assert_array_equal(rows, ROWS)
    np.testing.assert_array_equal(wave, np.sin(X))
    now = [array for layer in (*BEFORE, *FITTED) for array in map(np.asarray, layer)]
    for before, after in zip(weights, now, strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("weight", [-1.75, 1.75])
def test_every_open_row_of_the_sliders_lies_inside_the_picture(weight):
    figure = gate_over_rows(ROWS, weight, 1.0)
    opened = figure.axes[0].lines[2]
    assert len(opened.get_ydata()) > 1
    assert max(opened.get_ydata()) < figure.axes[0].get_ylim()[1]
