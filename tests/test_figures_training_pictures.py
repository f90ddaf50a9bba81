"""Loss curves, scores and slopes are drawn as given, said in words, and not changed."""

import threading

import numpy as np
import pytest
from readable_pictures import assert_readable
from tqdm import TMonitor

from helpers.figures.training_pictures import (
    Curve,
    StartSizes,
    loss_curves,
    scores_to_slopes,
    start_sizes,
)
from helpers.live.progress_bar import progress_bar

CURVES = [
    Curve("training", np.array([2.0, 0.5, 0.1, 0.05])),
    Curve("test", np.array([2.0, 0.6, 0.4, 0.5])),
]
SCORES, SHARES, SLOPES = np.array([[2.0, -1.0], [0.95, 0.05], [-0.05, 0.05]])
KINDS = [
    StartSizes("a third of it", np.array([0.2, 0.05]), np.array([1e-3, 0.02, 0.3])),
    StartSizes("three times He's", np.array([2.0, 50.0]), np.array([12.0, 3.0, 0.31])),
]
"""As in a network, their slopes are close together at the loss."""
PICTURES = {
    "start": lambda: start_sizes(KINDS, "Start weights"),
    "losses": lambda: loss_curves(CURVES, "Losses"),
    "slopes": lambda: scores_to_slopes(SCORES, SHARES, SLOPES, 1, "Slopes"),
}


def test_curves_hold_their_losses_and_say_the_lowest():
    figure = loss_curves(CURVES)
    drawn = [line.get_ydata() for line in figure.axes[0].lines if len(line.get_ydata()) > 1]
    for losses, curve in zip(drawn, CURVES, strict=True):
        np.testing.assert_array_equal(losses, curve.losses)
    assert figure.alt_text == (
        "training: loss 2.00 before the first epoch, 0.0500 after 3, lowest after epoch 3 with "
        "0.0500. test: loss 2.00 before the first epoch, 0.500 after 3, lowest after epoch 2 "
        "with 0.400."
    )


def test_only_a_curve_that_rises_again_has_a_ring():
    texts = [text.get_text() for text in loss_curves(CURVES).axes[0].texts]
    assert [text for text in texts if "lowest" in text] == ["lowest after epoch 2: 0.400"]


def test_bars_hold_scores_shares_and_slopes():
    figure = scores_to_slopes(SCORES, SHARES, SLOPES, 0)
    for axes, values in zip(figure.axes, [SCORES, SHARES, SLOPES], strict=True):
        np.testing.assert_allclose([bar.get_width() for bar in axes.patches], values)
    assert figure.alt_text == (
        "The right class is 0. Class 0: score 2.00, share 0.9500, slope −0.0500. "
        "Class 1: score −1.00, share 0.0500, slope 0.0500."
    )


def test_shares_that_are_shown_add_up_to_1_and_their_slopes_to_0():
    shares = np.exp([2.0, 1.0, -1.0]) / np.exp([2.0, 1.0, -1.0]).sum()
    figure = scores_to_slopes([2.0, 1.0, -1.0], shares, shares - [0, 1, 0], 1)
    for axes, whole in zip(figure.axes[1:], [1, 0], strict=True):
        shown = [text.get_text().replace("−", "-") for text in axes.texts]
        assert round(sum(map(float, shown)), 9) == whole


def test_a_class_and_a_number_below_zero_do_not_read_as_one():
    figure = scores_to_slopes(SCORES, SHARES, SLOPES, 0)
    figure.draw_without_rendering()
    (number,) = (text for text in figure.axes[0].texts if text.get_text() == "−1.00")
    name = figure.axes[0].get_yticklabels()[1]
    gap = number.get_window_extent().x0 - name.get_window_extent().x1
    assert gap > 1.5 * number.get_window_extent().height


def test_start_sizes_hold_each_layer_and_say_the_first_and_last():
    figure = start_sizes(KINDS)
    for axes, part in zip(figure.axes, (1, 2), strict=True):
        for line, kind in zip(axes.lines, KINDS, strict=True):
            np.testing.assert_array_equal(line.get_ydata(), kind[part])
            np.testing.assert_array_equal(line.get_xdata(), range(1, len(kind[part]) + 1))
    assert figure.alt_text.endswith(
        "three times He's: standard deviation of the activations 2 in the first layer, 50 in the "
        "last hidden one; of the slopes at the sums 12 in the first layer, 0.31 in the last."
    )


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_arguments_stay_as_they_were():
    given = [CURVES[0].losses, SCORES, SHARES, SLOPES, KINDS[0].slopes]
    before = [array.copy() for array in given]
    loss_curves(CURVES)
    scores_to_slopes(SCORES, SHARES, SLOPES, 1)
    start_sizes(KINDS)
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: loss_curves(CURVES[0]), r"curves are not a list of Curve"),
        (lambda: start_sizes(KINDS[0]), r"kinds are not a list of StartSizes"),
        (lambda: start_sizes(KINDS * 3), r"kinds are 6, expected one to 4"),
        (
            lambda: start_sizes([KINDS[0]._replace(slopes=[1.0, 0.0])]),
            r"kinds\[0\].slopes have shape \(2,\) and a lowest value of 0",
        ),
        (lambda: loss_curves(CURVES * 3), r"curves are 6, expected one to 4"),
        (lambda: loss_curves([Curve("a", [1.0])]), r"curves\[0\].losses have shape \(1,\)"),
        (lambda: loss_curves([Curve("a", [1.0, -1.0])]), r"lowest value of -1"),
        (lambda: loss_curves([Curve("a", [1.0, np.nan])]), r"curves\[0\].losses have the value"),
        (lambda: scores_to_slopes([SCORES], SHARES, SLOPES, 0), r"take one row, such as scores"),
        (lambda: scores_to_slopes(SCORES, SHARES[:1], SLOPES, 0), r"shares have shape \(1,\)"),
        (lambda: scores_to_slopes(SCORES, SHARES, SLOPES, 2), r"right_class is 2"),
    ],
)
def test_bad_input_gives_one_clear_sentence(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()


@pytest.mark.parametrize(("value", "bars"), [(None, True), ("0", True), ("1", False)])
def test_a_bar_stays_away_where_it_is_switched_off(monkeypatch, capfd, value, bars):
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    if value is not None:
        monkeypatch.setenv("TQDM_DISABLE", value)
    others = threading.enumerate()
    assert list(progress_bar(range(3))) == [0, 1, 2]
    assert ("3/3" in capfd.readouterr().err) == bars
    begun = [thread for thread in threading.enumerate() if thread not in others]
    assert not any(isinstance(thread, TMonitor) for thread in begun)
