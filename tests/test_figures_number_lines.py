"""The number lines hold the moves of the numbers, and the ratios between them."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.number_lines import (
    draw_lines,
    draw_marks,
    lines_scene,
    move_lines,
    number_lines,
)

NAMES = ["weight", "hidden node", "prediction", "loss"]


def follow(weight):
    node = max(0.0, weight + 0.2)
    prediction = 0.3 * node + 0.4
    return weight, node, prediction, (prediction - 0.5) ** 2


PICTURES = {
    "links": lambda: lines_scene(follow, 0.5, [-0.1, 0.1], NAMES, title="Links").figure,
    "nudge": lambda: number_lines(follow, 0.5, 0.1, NAMES, title="Nudge and watch"),
}


@pytest.mark.parametrize("nudge", [0.01, -0.01, 0.1, 1.0, 1e-5])
def test_every_text_can_be_read(nudge, monkeypatch):
    assert_readable(number_lines(follow, 0.5, nudge, NAMES, title="Nudge and watch"), monkeypatch)


def test_alt_text_says_each_move_and_its_ratio():
    assert number_lines(follow, 0.5, 0.01, NAMES).alt_text == (
        "Number lines of one scale, one below the other. weight: 0.5 to 0.51. "
        "hidden node: 0.7 to 0.71, moves 1 times as far as the line above. "
        "prediction: 0.61 to 0.613, moves 0.3 times as far as the line above. "
        "loss: 0.0121 to 0.01277, moves 0.223 times as far as the line above."
    )


def test_lengths_are_the_moves_at_one_scale():
    axes = number_lines(follow, 0.5, 0.01, NAMES).axes[0]
    stretches = [line.get_xdata() for line in axes.lines if line.get_linewidth() == 4]
    moves = np.subtract(follow(0.51), follow(0.5))
    np.testing.assert_allclose(stretches, [[0, move] for move in moves])


def test_lines_move_and_their_words_with_them():
    before, after = np.array(follow(0.5)), np.array(follow(0.4))
    _, axes = draw_lines(before, NAMES, (-0.2, 0.2))
    marks = draw_marks(axes, before)
    move_lines(marks, before, after)
    assert marks[0].value.get_text() == "0.5 → 0.4"
    assert marks[2].ratio.get_text() == "↓ moves 0.3 times as far as the line above"
    np.testing.assert_allclose(marks[3].end.get_xdata(), [after[3] - before[3]])


@pytest.mark.parametrize("nudge", [-0.1, -0.005, 0.01, 0.1])
def test_a_scene_has_room_for_all_its_nudges(nudge, monkeypatch):
    scene = lines_scene(follow, 0.5, [-0.1, -0.005, 0.01, 0.1], NAMES, title="Links")
    scene.move_to(nudge)
    assert_readable(scene.figure, monkeypatch)
    low, high = scene.figure.axes[0].get_xlim()
    for marks, move in zip(
        scene.moving, np.subtract(follow(0.5 + nudge), follow(0.5)), strict=True
    ):
        assert low < move < high
        np.testing.assert_allclose(marks.end.get_xdata(), [move])
        np.testing.assert_allclose(marks.stretch.get_xdata(), [0, move])


@pytest.mark.parametrize(
    ("nudges", "chosen"), [([-0.1, 0.01], {}), ([-0.1, 0.01, 0.1], {"nudge": 0.01})]
)
def test_a_scene_begins_at_its_last_nudge_or_at_the_one_chosen(nudges, chosen):
    scene = lines_scene(follow, 0.5, nudges, NAMES, **chosen)
    assert scene.figure.alt_text == number_lines(follow, 0.5, 0.01, NAMES).alt_text
    assert scene.moving[0].value.get_text() == "0.5 → 0.51"


def test_where_nothing_moves_there_is_no_ratio():
    def closed(weight):
        return weight, 0.0, 0.4, 0.01

    words = number_lines(closed, 0.5, 0.01, NAMES).alt_text
    assert "hidden node: 0 to 0, moves 0 times as far as the line above." in words
    assert "prediction: 0.4 to 0.4, with no move above to compare." in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((follow, 0.5, 0, NAMES), "nudge is 0, expected"),
        ((follow, "0.5", 0.1, NAMES), "start is the text '0.5', expected numbers"),
        ((follow, 0.5, 0.1, NAMES[:3]), "values_at returns 4 numbers for 3 names"),
        ((lambda w: (1.0, w), 0.5, 0.1, NAMES[:2]), "values_at(0.5) begins with 1, expected its"),
        ((lambda w: (w, np.nan), 0.5, 0.1, NAMES[:2]), "values_at's numbers have the value nan"),
    ],
)
def test_bad_input_gives_one_clear_sentence(arguments, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        number_lines(*arguments)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
