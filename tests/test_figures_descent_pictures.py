"""The pictures of notebook 07 hold the data that they are given, in ink and in words."""

import numpy as np
import pytest

from helpers.figures.descent_pictures import (
    Map,
    Run,
    Walk,
    loss_and_path,
    runs_by_epoch,
    walks_on_curve,
)
from helpers.figures.surfaces import Path

HOME = np.array([-1.0, 0.5, -0.25])
AWAY = np.array([0.5, -1.0, 2.0, -4.0])
FALLING = np.array([4.0, 2.0, 1.0, 0.5])
LOST = np.array([4.0, 100.0, np.inf])
PLACES = np.array([[1.0, 1.0], [0.5, 0.5], [0.25, 0.0]])
GROUND = Map(lambda first, second: first**2 + second**2 + 1, (-2.0, 2.0), (-2.0, 2.0))
LOSSES = np.array([3.0, 1.5, 1.0625])


def square(weights):
    return weights**2


def test_walks_are_drawn_in_full_or_up_to_the_edge():
    walks = [Walk("home", HOME), Walk("away", AWAY)]
    figure = walks_on_curve(square, walks, low=-1.5, high=1.5)
    home, away = figure.axes
    assert home.lines[1].get_xydata().tolist() == np.column_stack([HOME, HOME**2]).tolist()
    assert away.lines[1].get_xdata().tolist() == AWAY[:2].tolist()
    assert home.get_title(loc="left") == "home\nstep 2: loss 0.0625"
    assert away.get_title(loc="left") == "away\nout of sight at step 2"
    assert "home: 2 steps, from weight −1, loss 1, to weight −0.25, loss 0.0625" in figure.alt_text


def test_runs_end_with_their_last_loss_or_leave_at_the_top():
    figure = runs_by_epoch([Run("low", FALLING), Run("high", LOST)])
    (axes,) = figure.axes
    low, high = axes.lines
    assert low.get_ydata().tolist() == FALLING.tolist()
    assert len(high.get_ydata()) == 2
    assert high.get_ydata()[-1] > axes.get_ylim()[1]
    words = [text.get_text() for text in axes.texts]
    assert words == ["low: 0.5", "high: off the picture at epoch 1"]
    assert "low: 4 at the start, 0.5 after 3 epochs" in figure.alt_text
    assert "high: 4 at the start, no longer a finite number at epoch 2" in figure.alt_text


def test_names_of_runs_that_end_together_stand_apart():
    figure = runs_by_epoch([Run(name, FALLING) for name in "abcd"])
    low, high = np.log10(figure.axes[0].get_ylim())
    heights = [np.log10(text.get_position()[1]) for text in figure.axes[0].texts]
    assert np.diff(sorted(heights)).min() > 0.05 * (high - low)


def test_loss_and_path_share_their_places():
    figure = loss_and_path(LOSSES, Path("path", PLACES), GROUND, highest=6.0)
    left, right = figure.axes
    assert left.get_ylim() == (0, 6)
    assert any(np.array_equal(line.get_ydata(), LOSSES) for line in left.lines)
    assert any(line.get_xydata().tolist() == PLACES.tolist() for line in right.lines)
    assert "After 2 updates the loss is 1.06; it was 3 at the start." in figure.alt_text


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: walks_on_curve(square, HOME, -1, 1), "walks"),
        (lambda: walks_on_curve(square, [], -1, 1), "walks"),
        (lambda: walks_on_curve(square, [Walk("a", PLACES)], -1, 1), r"walks\[0\].weights"),
        (lambda: walks_on_curve(square, [Walk("a", HOME)], 1, -1), "low"),
        (lambda: walks_on_curve("square", [Walk("a", HOME)], -1, 1), "loss_at"),
        (lambda: walks_on_curve(lambda _: 1.0, [Walk("a", HOME)], -1, 1), "loss_at"),
        (lambda: runs_by_epoch([FALLING]), "runs"),
        (lambda: runs_by_epoch([]), "runs"),
        (lambda: runs_by_epoch([Run("a", [1.0])]), r"runs\[0\].losses"),
        (lambda: runs_by_epoch([Run("a", [1.0, -1.0])]), r"runs\[0\].losses"),
        (lambda: loss_and_path(LOSSES, Path("a", PLACES), "map"), "ground"),
        (lambda: loss_and_path(LOSSES[:2], Path("a", PLACES), GROUND), "losses"),
        (lambda: loss_and_path(LOSSES, Path("a", PLACES), GROUND, highest=0), "highest"),
    ],
)
def test_bad_input_gets_one_clear_sentence(draw, words):
    with pytest.raises((ValueError, TypeError), match=words) as caught:
        draw()
    assert "expected" in str(caught.value)


def test_arguments_stay_as_they_are():
    arrays = (HOME, AWAY, FALLING, LOST, PLACES, LOSSES)
    before = [array.copy() for array in arrays]
    walks_on_curve(square, [Walk("a", HOME), Walk("b", AWAY)], -1.5, 1.5)
    runs_by_epoch([Run("a", FALLING), Run("b", LOST)])
    loss_and_path(LOSSES, Path("a", PLACES), GROUND)
    for array, copy in zip(arrays, before, strict=True):
        assert np.array_equal(array, copy)
