"""The pictures of batches hold the numbers given, say them in words, and change nothing."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.batch_pictures import epoch_runs
from helpers.figures.sgd_pictures import (
    Race,
    Walk,
    deviation_by_size,
    epoch_paths,
    race_by_clocks,
    two_valleys,
)

SIZES = np.array([1, 4, 16, 64])
PUT_BACK = np.array([4.0, 2.1, 0.9, 0.5])
DEALT = np.array([4.0, 2.0, 0.75, 0.0])
RACES = [
    Race(1, np.array([[2.0, 0.5, 0.05, 0.01], [2.0, 0.7, 0.09, 0.02]]), 0.2),
    Race(8, np.array([[2.0, 1.0, 0.5], [2.0, 1.2, 0.7]]), 0.02),
]
WALKS = [
    Walk("all rows", np.array([[-1.5, -0.75, -0.5]])),
    Walk("single rows", np.array([[-1.5, 1.0, 2.0], [-1.5, -0.5, 1.5]])),
]


def bowl(first, second):
    return (first - 0.5) ** 2 + 3 * (second - 0.25) ** 2


def epoch_of(batch_size):
    """An epoch of 60 rows that winds, the more the smaller its batches, from one start."""
    turns = np.linspace(0, 1, -(-60 // batch_size) + 1)
    wind = 0.3 / batch_size * np.sin(40 * turns)
    along = np.array([-0.4 + turns * 0.8 + wind, 0.9 - 0.6 * turns + wind]).T
    (run,) = epoch_runs(batch_size, 60, along[:, None], bowl)
    return run


EPOCHS = [epoch_of(1), epoch_of(8), epoch_of(60)]
MAP = {"first_range": (-1.0, 1.5), "second_range": (-1.0, 1.5)}


def two_valleys_at(weights):
    return np.where(weights > 0, (weights - 2) ** 2 + 1, 4 * (weights + 0.5) ** 2 + 4)


def test_deviations_are_drawn_beside_the_rule_of_the_root_and_said():
    figure = deviation_by_size(SIZES, PUT_BACK, DEALT)
    rule, replaced, dealt = figure.axes[0].lines
    np.testing.assert_allclose(rule.get_ydata(), [4, 2, 1, 0.5])
    np.testing.assert_array_equal(replaced.get_ydata(), PUT_BACK)
    np.testing.assert_array_equal(dealt.get_xydata(), [[1, 4], [4, 2], [16, 0.75]])
    (legend,) = figure.legends
    assert legend.get_texts()[-1].get_text() == "without replacement\n(0 with 64 rows)"
    assert not figure.axes[0].texts
    assert figure.alt_text == (
        "Standard deviation of the gradients of batches. 1 row: 4 with replacement, 4 without. "
        "4 rows: 2.1 with replacement, 2 without. 16 rows: 0.9 with replacement, 0.75 without. "
        "64 rows: 0.5 with replacement, 0 without."
    )


def test_epochs_are_drawn_on_one_map_and_said():
    figure = epoch_paths(bowl, EPOCHS, **MAP)
    paths = figure.axes[0].lines[::3]
    for path, run in zip(paths, EPOCHS, strict=True):
        np.testing.assert_array_equal(path.get_xydata(), run.weights)
    assert [path.get_marker() for path in paths] == ["", "s", "^"]
    (legend,) = figure.legends
    words = [text.get_text() for text in legend.get_texts()]
    assert words[1:] == ["8 rows:\n8 updates, loss 0.023", "60 rows:\n1 update, loss 0.018"]
    assert figure.alt_text.endswith(
        "Epochs from −0.4, 0.9, loss 2.078. "
        "1 row: 60 updates, loss 0.240 at 0.624, 0.524. "
        "8 rows: 8 updates, loss 0.023 at 0.428, 0.328. "
        "60 rows: 1 update, loss 0.018 at 0.404, 0.304."
    )


def test_a_race_is_drawn_up_to_the_goal_on_each_clock():
    figure = race_by_clocks(RACES, 100, 0.1)
    for axes, an_epoch in zip(figure.axes, [(1, 1), (100, 13), (0.2, 0.02)], strict=True):
        for curve, epochs, unit in zip(axes.lines, (2, 2), an_epoch, strict=False):
            np.testing.assert_allclose(curve.get_xdata(), unit * np.arange(1, epochs + 1))
    np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata(), [0.6, 0.07])
    bars = figure.axes[0].collections[0].get_segments()
    np.testing.assert_allclose(bars, [[[1, 0.5], [1, 0.7]], [[2, 0.05], [2, 0.09]]])


def test_a_race_in_words_leaves_the_seconds_out():
    assert race_by_clocks(RACES, 100, 0.1).alt_text == (
        "1 row per update, 100 updates per epoch: mean loss 0.1 reached after 2 epochs. 8 rows per "
        "update, 13 updates per epoch: mean loss 0.6 after 2 epochs."
    )


def test_all_rows_make_one_update_an_epoch_in_words():
    assert (
        "100 rows per update, 1 update per epoch:"
        in race_by_clocks([RACES[1]._replace(batch_size=100)], 100, 0.1).alt_text
    )


def test_one_legend_names_the_batch_sizes():
    (legend,) = race_by_clocks(RACES, 100, 0.1).legends
    assert legend.get_title().get_text() == "rows per update"
    assert [text.get_text() for text in legend.get_texts()] == ["1", "8"]


def test_walks_are_drawn_from_one_start_and_the_valleys_are_found():
    figure = two_valleys(two_valleys_at, (-2.0, 3.0), WALKS)
    drawn = figure.axes[1].lines[1:]
    walks = [weights for walk in WALKS for weights in walk.weights]
    for line, weights in zip(drawn, walks, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), weights)
    assert figure.alt_text == (
        "A loss with valleys at −0.5 and 2. All start at −1.5. all rows: end from −0.5 to −0.5. "
        "single rows: end from 1.5 to 2."
    )


PICTURES = {
    "epochs": lambda: epoch_paths(bowl, EPOCHS, **MAP, title="Three epochs"),
    "spread": lambda: deviation_by_size(SIZES, PUT_BACK, DEALT, "Spread"),
    "clocks": lambda: race_by_clocks(RACES, 100, 0.1, "Clocks"),
    "valleys": lambda: two_valleys(two_valleys_at, (-2.0, 3.0), WALKS, "Valleys"),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_arguments_stay_as_they_were():
    given = [SIZES, PUT_BACK, DEALT, RACES[0].losses, WALKS[1].weights, EPOCHS[0].weights]
    before = [array.copy() for array in given]
    for draw in PICTURES.values():
        draw()
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: deviation_by_size(SIZES, PUT_BACK[:2], DEALT), r"replaced has shape \(2,\)"),
        (lambda: race_by_clocks(RACES[0].losses, 100, 0.1), r"races are not a list of Race"),
        (lambda: race_by_clocks(RACES * 3, 100, 0.1), r"races are 6, expected one to 5"),
        (
            lambda: race_by_clocks([Race(1, [[1.0, 0.0]], 1.0)], 100, 0.1),
            r"races\[0\].losses have shape \(1, 2\) and a lowest value of 0",
        ),
        (
            lambda: race_by_clocks([Race(1, [[1.0, 0.5]], 0.0)], 100, 0.1),
            r"races\[0\].seconds is 0",
        ),
        (lambda: race_by_clocks(RACES, 100, 0.0), r"goal is 0"),
        (lambda: epoch_paths(bowl, [], **MAP), r"runs are 0, expected one to 3"),
        (lambda: epoch_paths(bowl, EPOCHS[0].weights, **MAP), r"runs are not a list of EpochRun"),
        (
            lambda: epoch_paths(bowl, EPOCHS[:1], (0, 1), (-1, 1)),
            r"paths\[0\].weights start at \(-0.4, 0.9\), outside the ranges drawn",
        ),
        (
            lambda: epoch_paths(
                bowl, [EPOCHS[0], EPOCHS[1]._replace(weights=EPOCHS[1].weights + 0.1)], **MAP
            ),
            r"runs start from −0.4 to 1, expected one start",
        ),
        (lambda: two_valleys(two_valleys_at, (-2, 3), [1]), r"walks are not a list of Walk"),
        (lambda: two_valleys(two_valleys_at, (-2, 3), WALKS * 3), r"walks are 6"),
        (
            lambda: two_valleys(two_valleys_at, (-2, 3), [*WALKS, Walk("", [[0.0, 1.0]])]),
            r"walks start from −1.5 to 0, expected one start",
        ),
    ],
)
def test_bad_input_gives_one_clear_sentence(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
