"""The pictures of notebook 06 hold the data that they are given, in ink and in words."""

import numpy as np
import pytest

from helpers.figures.check_pictures import nudge, nudge_picture, ratio_grid, step_errors

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


def test_nudge_picture_draws_and_says_the_slopes():
    figure = nudge_picture(square, 3.0, 1.0, slope=6.0)
    (axes,) = figure.axes
    ends = [line.get_xydata() for line in axes.lines if len(line.get_xdata()) == 2]
    rises = [(after - before) for before, after in ends]
    assert sorted(round(float(up / right), 9) for right, up in rises) == [6.0, 6.0, 7.0]
    points = next(line for line in axes.lines if line.get_marker() == "o")
    assert points.get_xydata().tolist() == [[2.0, 4.0], [3.0, 9.0], [4.0, 16.0]]
    assert "one-sided: slope 7" in texts(axes)
    assert "tangent has slope 6, the one-sided chord 7, the central chord 6" in figure.alt_text


def test_labels_of_equal_slopes_do_not_overlap():
    figure = nudge_picture(lambda weight: 2 * weight, 1.0, 0.5, slope=2.0)
    heights = sorted(text.get_position()[1] for text in figure.axes[0].texts)
    low, high = figure.axes[0].get_ylim()
    assert np.diff(heights).min() > 0.05 * (high - low)
    assert low < heights[0]
    assert heights[-1] < high


def test_corner_is_marked():
    figure = nudge_picture(abs, 0.1, 0.5, slope=1.0, corner=0.0)
    assert any("relu opens" in text for text in texts(figure.axes[0]))
    assert "kink at 0" in figure.alt_text


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
        (lambda: nudge_picture(square, 1.0, 0.1, slope="steep"), "slope"),
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
    for array, copy in zip((STEPS, ERRORS, RATIOS), before, strict=True):
        assert np.array_equal(array, copy)
