"""The pictures of notebook 06 hold the data that they are given, in ink and in words."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.check_pictures import (
    nudge,
    nudge_scene,
    ratio_grid,
    slope_marks,
    step_errors,
)

STEPS = np.array([1e-6, 1e-4, 1e-2])
ERRORS = np.array([3e-5, 0.0, 2e-2])
RATIOS = np.array([[-1.0, -1.0], [1.0, 1.003]])
NAMES, WEIGHTS = ["sign", "late"], ["1→1", "1→2"]


def square(weight):
    return weight * weight


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_nudge_measures_both_ways():
    measured = nudge(square, 3.0, 1.0)
    assert measured == (3.0, 1.0, 4.0, 9.0, 16.0)
    assert (measured.one_sided, measured.central) == (7.0, 6.0)


def nudge_picture(loss_at, weight, step, slope, widest=1.0, **named):
    """The scene at a step: its figure, its moving artists and the words."""
    scene = nudge_scene(loss_at, weight, slope, widest, **named)
    words = scene.move_to(step)
    return scene.figure, scene.moving, words


PICTURES = {
    "wide nudge": lambda: nudge_picture(square, 0.4, 1.0, 0.8, corner=0.0, title="Wide")[0],
    "narrow nudge": lambda: nudge_picture(square, 0.4, 0.01, 0.8, title="Narrow")[0],
    "errors": lambda: step_errors(STEPS, [("a", 10 * ERRORS), ("b", ERRORS)], "Errors"),
    "marks": lambda: slope_marks([("a", [RATIOS, RATIOS]), ("b", [RATIOS])], "Marks"),
    "ratios": lambda: ratio_grid(NAMES, WEIGHTS, [("a", RATIOS), ("b", -RATIOS)], "Ratios"),
}


@pytest.mark.parametrize("step", [1.0, 0.5, 0.01])
def test_chords_and_tangent_have_the_slopes_that_are_said(step):
    figure, (one_sided, central, points, *labels, pieces), words = nudge_picture(
        square, 3.0, step, 6.0
    )
    tangent = next(line for line in figure.axes[0].lines if line.get_linestyle() == "--")
    for line, slope in ((tangent, 6.0), (one_sided, 6.0 + step), (central, 6.0)):
        right, up = np.diff(line.get_xydata(), axis=0)[0]
        assert up / right == pytest.approx(slope)
    places = np.array([3 - step, 3, 3 + step])
    np.testing.assert_allclose(points.get_xydata(), np.column_stack([places, places**2]))
    said = [label.get_text() for label in labels]
    assert said == ["tangent: slope 6", f"one-sided: slope {6 + step:.3g}", "central: slope 6"]
    for line, piece, label in zip((tangent, one_sided, central), pieces, labels, strict=True):
        assert piece.get_linestyle() == line.get_linestyle()
        assert set(piece.get_ydata()) == {label.get_position()[1]}
    assert f"Slope 6, one-sided {6 + step:.3g}, central 6." in words
    assert f"Step {step:g}: loss {(3 - step) ** 2:.3g} below, 9 here" in words


@pytest.mark.parametrize("step", [1.0, 0.5, 0.01])
@pytest.mark.parametrize("loss_at", [square, abs, lambda weight: 2 * weight])
def test_every_step_can_be_read(loss_at, step, monkeypatch):
    figure, _, words = nudge_picture(loss_at, 0.4, step, slope=2.0, corner=0.0, title="Title")
    assert words.endswith(".")
    assert_readable(figure, monkeypatch)
    low, high = figure.axes[0].get_ylim()
    drawn = np.concatenate([line.get_ydata() for line in figure.axes[0].lines[:-1]])
    assert low < drawn.min() < drawn.max() < high


def test_corner_is_marked():
    figure, _, _ = nudge_picture(abs, 0.1, 0.5, slope=1.0, corner=0.0)
    assert any("relu opens" in text for text in texts(figure.axes[0]))


def test_step_errors_draws_what_can_be_drawn_on_a_log_axis():
    figure = step_errors(STEPS, [("central", ERRORS)])
    drawn = figure.axes[0].lines[0].get_ydata()
    assert drawn[[0, 2]].tolist() == ERRORS[[0, 2]].tolist()
    assert np.isnan(drawn[1])
    assert "central: 3e-05 at the smallest step, 2e-02 at the largest" in figure.alt_text
    assert "exactly 0 at 1, not drawn" in figure.alt_text


def test_ratio_grid_frames_what_disagrees():
    figure = ratio_grid(NAMES, WEIGHTS, [("one row", RATIOS)])
    (axes,) = figure.axes
    assert texts(axes) == ["−1", "−1", "1", "1.003"]
    assert [text.get_fontweight() for text in axes.texts] == ["bold", "bold", "normal", "bold"]
    assert "one row. sign: −1, −1. late: 1, 1.003." in figure.alt_text


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: nudge("square", 1.0, 0.1), "loss_at"),
        (lambda: nudge(square, [1.0, 2.0], 0.1), "weight"),
        (lambda: nudge(square, float("nan"), 0.1), "weight"),
        (lambda: nudge(square, 1.0, 0.0), "step"),
        (lambda: nudge_scene(square, 1.0, "steep", 0.1), "slope"),
        (lambda: nudge_scene("square", 1.0, 2.0, 0.1), "loss_at"),
        (lambda: nudge_scene(square, 1.0, 2.0, 0.0), "widest"),
        (lambda: nudge_scene(square, 1.0, 2.0, widest=0.1).move_to(0.2), "step is 0.2"),
        (lambda: step_errors([1e-2, 1e-4], [("a", [1.0, 1.0])]), "steps"),
        (lambda: step_errors([[1e-2]], [("a", [[1.0]])]), "steps"),
        (lambda: step_errors(STEPS, []), "curves"),
        (lambda: step_errors(STEPS, [("a", [1.0])]), "curves, a"),
        (lambda: step_errors(STEPS, [("a", -ERRORS)]), "curves, a"),
        (lambda: step_errors(STEPS, [("a", 0 * ERRORS)]), "only zeros"),
        (lambda: ratio_grid("ab", WEIGHTS, [("a", RATIOS)]), "names"),
        (lambda: ratio_grid([], WEIGHTS, [("a", RATIOS)]), "names"),
        (lambda: ratio_grid(NAMES, WEIGHTS, []), "cases"),
        (lambda: ratio_grid(NAMES, WEIGHTS, [("a", RATIOS[:1])]), "ratios"),
        (lambda: slope_marks([]), "cases"),
        (lambda: slope_marks([("a", [])]), "cases, a"),
        (lambda: slope_marks([("a", [RATIOS[0]])]), "shape"),
        (lambda: slope_marks([("a", [np.ones((7, 2))])]), "at most 6"),
    ],
)
def test_bad_input_gets_one_clear_sentence(draw, words):
    with pytest.raises((ValueError, TypeError), match=words) as caught:
        draw()
    assert "expected" in str(caught.value)


def test_arguments_stay_as_they_are():
    before = STEPS.copy(), ERRORS.copy(), RATIOS.copy()
    step_errors(STEPS, [("a", ERRORS)])
    ratio_grid(NAMES, WEIGHTS, [("a", RATIOS)])
    slope_marks([("a", [RATIOS])])
    for array, copy in zip((STEPS, ERRORS, RATIOS), before, strict=True):
        assert np.array_equal(array, copy)


def test_slope_marks_stand_where_the_weights_stand():
    first, second = np.array([[0.7, 1.0], [np.nan, -1.0]]), np.array([[np.inf], [1.0]])
    figure = slope_marks([("one row", [first, second]), ("five rows", [second])], "Marks")
    texts_of_first = texts(figure.axes[0])
    assert texts_of_first == [
        "0.7",
        "1",
        "0/0",
        "−1",
        "first weights",
        "x/0",
        "1",
        "second weights",
    ]
    framed = [text.get_text() for text in figure.axes[0].texts if text.get_fontweight() == "bold"]
    assert framed == ["0.7", "−1", "x/0"]
    assert texts(figure.axes[1]) == ["x/0", "1", "weights"]
    words = (
        "one row: first weights 0.7, 1; 0/0, −1. second weights x/0; 1. five rows: weights x/0; 1."
    )
    assert words in figure.alt_text
