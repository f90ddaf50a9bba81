"""The pictures of errors, loss and slope hold the numbers given, say them, and change nothing."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.loss_pictures import (
    absolute_and_squared,
    curve_of,
    curve_scene,
    draw_mark,
    draw_square,
    draw_step,
    draw_way_down,
    error_squares,
    gauge_scene,
    guess_scene,
    loss_curve,
    move_mark,
    move_square,
    move_step,
    move_way_down,
    step_scene,
    which_way_is_down,
)
from helpers.figures.style import panels, short
from helpers.live.sliders import flat

SPAN = (-0.2, 0.8)


def loss_at(weight):
    return (0.7 * 0.3 + weight - 0.5) ** 2


def slope_at(weight):
    return 2 * (0.7 * 0.3 + weight - 0.5)


def moved(scene, place):
    scene.move_to(place)
    return scene.figure


PICTURES = {
    "squares": lambda: error_squares([[0.61], [0.17], [0.72]], [[0.5]] * 3, title="Squares"),
    "one square": lambda: error_squares([[0.61]], [[0.5]]),
    "no error": lambda: error_squares([[0.5], [0.7]], [[0.5], [0.5]]),
    "four squares": lambda: error_squares(np.arange(4.0)[:, None], [[1.5]] * 4),
    "falls": lambda: absolute_and_squared([(0.9, 0.8), (-0.2, -0.1)], title="Falls"),
    "hidden": lambda: loss_curve(loss_at, SPAN, [0.4, 0.1], revealed=False, title="Hidden"),
    "revealed": lambda: loss_curve(loss_at, SPAN, [0.4, 0.6, 0.2, 0.05], title="Revealed"),
    "step right": lambda: step_scene(loss_at, 0.4, 0.4, 0.22, SPAN, title="Shorter").figure,
    "step left": lambda: moved(step_scene(loss_at, 0.4, 0.4, 0.22, (-0.2, 0.9)), -0.4),
    "tiny step": lambda: moved(step_scene(loss_at, 0.4, 0.4, 0.22, SPAN), 0.001),
    "curve at its left": lambda: moved(curve_scene(loss_at, SPAN, 0.4, title="Walk"), -0.1),
    "curve at its right": lambda: moved(curve_scene(loss_at, SPAN, 0.4, title="Walk"), 0.7),
    "guess": lambda: guess_scene(curve_scene(loss_at, SPAN, 0.4).figure.axes[0], 0.25).figure,
    "full gauge": lambda: gauge_scene(0.2, 0.2, title="Only the loss").figure,
    "empty gauge": lambda: moved(gauge_scene(0.2, 0.2, title="Only the loss"), 0),
    "way down": lambda: which_way_is_down(loss_at, slope_at, [0.05, 0.29, 0.4, 0.6], SPAN),
}
EACH_PICTURE = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())


@EACH_PICTURE
def test_every_text_can_be_read(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


@EACH_PICTURE
def test_alt_text_is_one_paragraph(draw):
    alt_text = draw().alt_text
    assert alt_text.endswith(".")
    assert "\n" not in alt_text


def test_squares_say_each_error_and_draw_its_area():
    figure = error_squares([[0.61], [0.2]], [[0.5], [0.5]])
    assert figure.alt_text == (
        "Each error drawn as a length, its square as an area. "
        "Row 1: prediction 0.61, target 0.5, error 0.11, squared error 0.0121. "
        "Row 2: prediction 0.2, target 0.5, error −0.3, squared error 0.09."
    )
    squares = figure.axes[0].patches
    np.testing.assert_allclose([s.get_width() for s in squares], [0.11, 0.3])
    np.testing.assert_allclose([s.get_height() for s in squares], [0.11, 0.3])
    np.testing.assert_allclose([s.get_y() for s in squares], [0.5, 0.2])
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words[:4] == ["+0.11", "0.0121", "prediction 0.61", "target 0.5"]


def test_a_square_moves_with_its_prediction():
    _, axes = panels()
    artists = draw_square(axes, 0.0, 0.5, gap=1.0)
    move_square(artists, 0.25, 0.5)
    assert artists.square.get_height() == 0.25
    assert artists.square.get_y() == 0.25
    assert artists.error.get_text() == "−0.25"
    assert artists.area.get_text() == "0.0625"


def test_falls_are_said_for_both_curves():
    figure = absolute_and_squared([(0.9, 0.8)])
    assert "absolute error falls by 0.1, squared error falls by 0.17." in figure.alt_text
    words = [[text.get_text() for text in axes.texts] for axes in figure.axes]
    assert words == [["falls by 0.1"], ["falls by 0.17"]]


def test_hidden_curve_is_not_drawn_and_its_lowest_place_not_told():
    hidden = loss_curve(loss_at, SPAN, [0.4], revealed=False)
    shown = loss_curve(loss_at, SPAN, [0.4])
    assert hidden.alt_text == (
        "Loss against weight from −0.2 to 0.8. The curve is hidden. At 0.4: loss 0.0121."
    )
    assert "Lowest near 0.29: loss 0." in shown.alt_text
    longest = [max(len(line.get_xdata()) for line in f.axes[0].lines) for f in (hidden, shown)]
    assert longest == [2, 201]


def test_curve_holds_the_losses():
    along, losses = curve_of(loss_at, (0, 1))
    np.testing.assert_array_equal(losses, loss_at(along))
    assert along[0] == 0
    assert along[-1] == 1


def test_a_mark_moves():
    _, axes = panels()
    mark = draw_mark(axes, is_start=True)
    move_mark(mark, 0.5, 0.0441, beside=1)
    np.testing.assert_array_equal(mark.point.get_xydata(), [[0.5, 0.0441]])
    assert mark.words.get_text() == "now 0.0441"
    move_mark(mark, 0.4, 0.0121)
    assert mark.words.get_text() == "now 0.0121"


def test_a_step_scene_says_its_ratio_and_moves():
    scene = step_scene(loss_at, 0.4, 0.1, 0.22, SPAN)
    assert scene.figure.alt_text == (
        "Loss against weight. The dashed tangent has slope 0.22. "
        "Run 0.1: rise 0.032, rise / run 0.32."
    )
    for step in (-0.5, 0.001, 0.4):
        assert scene.move_to(step).startswith(f"Run {short(step)}: rise ")
        _, step_artists = scene.moving
        np.testing.assert_allclose(
            step_artists.point.get_xydata(), [[0.4 + step, loss_at(0.4 + step)]]
        )
    assert scene.move_to(0.01) == "Run 0.01: rise 0.0023, rise / run 0.23."


@pytest.mark.parametrize("step", [-0.4, -0.001, 0.001, 0.4])
def test_however_short_a_step_its_line_can_be_seen_through_both_points(step):
    scene = step_scene(loss_at, 0.4, 0.4, 0.22, SPAN)
    scene.move_to(step)
    _, step_artists = scene.moving
    (left, low), (right, high) = step_artists.line.get_xydata()
    window = np.ptp(scene.figure.axes[0].get_xlim())
    assert left < min(0.4, 0.4 + step) - 0.1 * window
    assert right > max(0.4, 0.4 + step) + 0.1 * window
    ratio = (loss_at(0.4 + step) - loss_at(0.4)) / step
    assert (high - low) / (right - left) == pytest.approx(ratio)
    assert low + (0.4 - left) * ratio == pytest.approx(loss_at(0.4))


def test_the_closer_a_step_scene_comes_the_more_its_curve_is_its_tangent():
    scene, bends = step_scene(loss_at, 0.4, 0.4, 0.22, SPAN), []
    for step in (0.4, 0.1, 0.01, -0.001):
        scene.move_to(step)
        near, _ = scene.moving
        axes = scene.figure.axes[0]
        low, high = axes.get_xlim()
        assert high - low == pytest.approx(np.ptp(SPAN) * abs(step) / 0.4)
        assert low < 0.4 < high
        (along, losses), (ends, heights) = near.curve.get_data(), near.tangent.get_data()
        assert along[[0, -1]].tolist() == [low, high]
        np.testing.assert_allclose(losses, loss_at(along))
        assert np.diff(heights) / np.diff(ends) == pytest.approx(0.22)
        straight = np.interp(along, ends, heights)
        bends.append(np.abs(losses - straight).max() / np.ptp(axes.get_ylim()))
    assert bends[0] > 0.3
    assert bends[-1] < 0.01
    assert bends == sorted(bends, reverse=True)
    assert near.closeness.get_text() == "400 times as close"


def test_all_that_a_step_scene_shows_moves_with_it():
    scene = step_scene(loss_at, 0.4, 0.4, 0.22, SPAN)
    drawn = scene.figure.axes[0].lines
    assert set(drawn) <= set(flat(scene.moving))


def test_a_curve_scene_moves_its_mark_along_the_curve():
    scene = curve_scene(loss_at, SPAN, 0.4)
    assert scene.figure.alt_text.endswith("At 0.4: loss 0.0121.")
    curve, mark = scene.moving
    np.testing.assert_array_equal(curve.get_xydata().T, curve_of(loss_at, SPAN))
    for weight in (SPAN[0], 0.29, SPAN[1]):
        words = scene.move_to(weight)
        assert words == f"Weight {weight:.2f}: loss {loss_at(weight):.4f}."
        np.testing.assert_allclose(mark.point.get_xydata(), [[weight, loss_at(weight)]])


def test_a_line_for_a_guess_stands_where_it_is_placed():
    scene = guess_scene(curve_scene(loss_at, SPAN, 0.4).figure.axes[0], 0.4)
    (line,) = scene.moving
    assert line.figure is scene.figure
    assert list(line.get_xdata()) == [0.4, 0.4]
    assert scene.move_to(0.25) == "Your line stands at 0.25."
    assert list(line.get_xdata()) == [0.25, 0.25]


def test_a_gauge_shows_the_loss_and_nothing_else():
    scene = gauge_scene(0.2, 0.0121)
    assert scene.figure.alt_text == (
        "A bar for the loss, up to 0.2: 0.0121. The weight is not shown."
    )
    for loss in (0.0, 0.2):
        scene.move_to(loss)
        assert scene.moving.bar.get_width() == loss
        assert scene.moving.number.get_text() == f"{loss:.4f}"


def test_a_step_moves_along_the_curve():
    _, axes = panels()
    artists = draw_step(axes)
    move_step(artists, loss_at, 0.4, -0.1)
    np.testing.assert_allclose(artists.point.get_xydata(), [[0.3, loss_at(0.3)]])
    line = artists.line.get_xydata()
    ratio = (line[1, 1] - line[0, 1]) / (line[1, 0] - line[0, 0])
    assert ratio == pytest.approx((loss_at(0.3) - loss_at(0.4)) / -0.1)
    assert artists.words.get_text() == "run −0.1, rise −0.012\nrise / run = 0.12"


def test_way_down_points_against_the_sign_of_the_slope():
    figure = which_way_is_down(loss_at, slope_at, [0.05, 0.29, 0.4], SPAN)
    assert "At 0.05: slope −0.48, raise the weight." in figure.alt_text
    assert "At 0.29: slope 0, flat." in figure.alt_text
    assert "At 0.4: slope 0.22, lower the weight." in figure.alt_text
    _, axes = panels()
    artists = draw_way_down(axes)
    for weight, direction in ((0.05, 1), (0.4, -1)):
        move_way_down(artists, weight, loss_at(weight), slope_at(weight), reach=0.1)
        start, end = artists.arrow._posA_posB
        assert np.sign(end[0] - start[0]) == direction
        low, high = artists.tangent.get_xydata()
        assert (high - low)[1] / (high - low)[0] == pytest.approx(slope_at(weight))


def test_arguments_stay_as_they_were():
    prediction, targets = [[1], [3]], [[2], [2]]
    error_squares(prediction, targets)
    assert (prediction, targets) == ([[1], [3]], [[2], [2]])


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: error_squares([0.61], [0.5]), "prediction has shape (1,), expected two dim"),
        (lambda: error_squares([[0.61]], [0.5]), "targets have shape (1,), expected (1, 1)"),
        (lambda: error_squares([[1, 2]], [[1, 2]]), "prediction has shape (1, 2), expected one"),
        (lambda: error_squares([[1]] * 5, [[1]] * 5), "prediction has shape (5, 1), expected one"),
        (lambda: absolute_and_squared([(2.0, 0.1)]), "expected pairs of errors from -1 to 1"),
        (lambda: absolute_and_squared([(0.2, 0.1)], reach=0), "reach is 0, expected a finite"),
        (lambda: loss_curve(loss_at, (1, 0)), "span is (1, 0), expected a pair (low, high)"),
        (lambda: loss_curve(loss_at, SPAN, [2.0]), "tried has 2, expected weights from -0.2"),
        (lambda: loss_curve(lambda w: 1.0, SPAN), "loss_at's losses have shape (), expected"),
        (lambda: step_scene(loss_at, 0.4, 0.0, 0.22, SPAN), "run is 0, expected a number: a r"),
        (lambda: step_scene(loss_at, 0.4, 0.9, 0.22, SPAN), "weight + run has 1.3, expected"),
        (lambda: curve_scene(loss_at, SPAN, 2.0), "weight has 2, expected weights from -0.2"),
        (lambda: gauge_scene(0, 0), "highest is 0, expected a finite number above 0"),
        (lambda: which_way_is_down(loss_at, slope_at, [3.0], SPAN), "weights has 3, expected"),
    ],
)
def test_bad_input_gives_one_clear_sentence(draw, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        draw()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
