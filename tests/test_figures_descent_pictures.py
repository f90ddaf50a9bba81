"""The pictures of notebook 07 hold the data that they are given, in ink and in words."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.descent_pictures import (
    Map,
    loss_and_path_scene,
    runs_by_rate_scene,
    walk_on_curve_scene,
)
from helpers.figures.surfaces import DescentPath

HOME = np.array([-1.0, 0.5, -0.25])
AWAY = np.array([0.5, -1.0, 2.0, -4.0])
PLACES = np.array([[1.0, 1.0], [0.5, 0.5], [0.25, 0.0]])
OUT = np.array([[1.0, 1.0], [-3.0, 0.0], [0.0, 9.0]])
GROUND = Map(lambda first, second: first**2 + second**2 + 1, (-2.0, 2.0), (-2.0, 2.0))
RATES = np.array([0.01, 0.1, 1.0])
RUNS = [np.array([4.0, 2.0, 1.0]), np.array([4.0, 1.0, 0.25]), np.array([4.0, 100.0, np.inf])]


def square(weights):
    return weights**2


def moved(scene, shown):
    """A scene that shows something: its figure, its moving artists and the words."""
    assert all(artist.figure is scene.figure for artist in scene.moving)
    words = scene.move_to(shown)
    return scene.figure, scene.moving, words


def walk(weights):
    return moved(walk_on_curve_scene(square, -1.5, 1.5, "Title"), weights)


def path(weights):
    others = [DescentPath("A", PLACES - [[2.0, 0.5]]), DescentPath("B", PLACES[:1])]
    scene = loss_and_path_scene(GROUND, 4, "Title", highest=6.0, others=others)
    return moved(scene, weights)


def run(rate):
    return moved(runs_by_rate_scene(RATES, RUNS, "Title"), rate)


STATES = [
    *((walk, weights) for weights in (HOME, AWAY)),
    *((path, weights) for weights in (PLACES, OUT)),
    *((run, rate) for rate in RATES),
]
PICTURES = {
    f"{draw.__name__} {number}": lambda draw=draw, state=state: draw(state)[0]
    for number, (draw, state) in enumerate(STATES)
}


@pytest.mark.parametrize(("draw", "state"), STATES)
def test_every_picture_can_be_read_and_has_words(draw, state, monkeypatch):
    figure, _, words = draw(state)
    assert words.endswith(".")
    assert_readable(figure, monkeypatch)


def test_a_walk_is_drawn_in_full():
    _, (line, start, end, text), words = walk(HOME)
    np.testing.assert_array_equal(line.get_xydata(), np.column_stack([HOME, HOME**2]))
    assert start.get_xydata().tolist() == [[-1.0, 1.0]]
    assert end.get_xydata().tolist() == [[-0.25, 0.0625]]
    assert text.get_text() == "step 2: loss 0.0625"
    assert words == "2 steps, from weight −1, loss 1, to weight −0.25, loss 0.0625."


def test_a_walk_that_runs_away_is_drawn_to_its_first_step_out():
    _, (line, _, end, text), words = walk(AWAY)
    assert line.get_xdata().tolist() == [0.5, -1.0, 2.0]
    assert len(end.get_xdata()) == 0
    assert text.get_text() == "out of sight at step 2"
    assert words == "3 steps, from weight 0.5, loss 0.25, to weight −4, loss 16."


def test_a_loss_of_rounding_is_not_given_in_digits():
    _, _, words = walk([1.0, 1e-9])
    assert words.endswith("loss < 1e−09.")


def test_losses_and_path_share_their_places():
    figure, (line, text, way, start, end), words = path(PLACES)
    assert figure.axes[0].get_ylim() == (0, 6)
    assert line.get_xydata().tolist() == [[0, 3.0], [1, 1.5], [2, 1.0625]]
    assert way.get_xydata().tolist() == PLACES.tolist()
    assert start.get_xydata().tolist() == [[1.0, 1.0]]
    assert end.get_xydata().tolist() == [[0.25, 0.0]]
    assert text.get_text() == "after 2 updates: 1.06"
    assert words == "loss 3, after 2 updates 1.06; weights from 1, 1 to 0.25, 0."


def test_a_path_that_leaves_the_map_says_so():
    _, (_, _, way, _, end), words = path(OUT)
    assert way.get_xydata().tolist() == OUT[:2].tolist()
    assert len(end.get_xdata()) == 0
    assert words.endswith("weights from 1, 1 to 0, 9, outside the map.")


def test_a_rate_shows_its_run_and_its_place_among_the_last_losses():
    figure, (line, text, dot), words = run(0.1)
    last_losses = figure.axes[1].lines[0]
    assert line.get_xydata().tolist() == [[0, 4.0], [1, 1.0], [2, 0.25]]
    assert dot.get_xydata().tolist() == [[0.1, 0.25]]
    assert last_losses.get_xydata()[:2].tolist() == [[0.01, 1.0], [0.1, 0.25]]
    assert text.get_text() == "after 2 epochs: 0.25"
    assert words == "Learning rate 0.1: loss at the start 4, after 2 epochs: 0.25."


def test_start_and_top_are_named_and_the_lowest_loss_stands_above_a_power_of_ten():
    left, right = run(0.1)[0].axes
    assert "at the start: 4" in [text.get_text() for text in left.texts]
    assert [text.get_text() for text in right.texts] == ["these runs end above their start →"]
    assert left.get_ylim()[0] == right.get_ylim()[0] == pytest.approx(0.1)
    figure = runs_by_rate_scene(RATES[:2], RUNS[:2]).figure
    assert not figure.axes[1].texts


def test_a_run_that_diverges_leaves_at_the_top():
    figure, (line, _, dot), words = run(1.0)
    top = figure.axes[0].get_ylim()[1]
    assert len(line.get_ydata()) == 2
    assert line.get_ydata()[-1] > top
    assert RUNS[2][0] < dot.get_ydata()[0] < top
    assert words.endswith("off the picture at epoch 1.")


def test_other_paths_stay_on_the_map_with_their_names():
    figure, moving, _ = loss_and_path_scene(GROUND, 4, others=[DescentPath("A", PLACES)])
    chart = figure.axes[1]
    staying = [line for line in chart.lines if line not in moving]
    drawn = [line.get_xydata().tolist() for line in staying]
    assert drawn == [PLACES.tolist(), PLACES[:1].tolist(), PLACES[-1:].tolist()]
    assert [tuple(text.xy) for text in chart.texts if text.get_text() == "A"] == [(1.0, 1.0)]


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: walk_on_curve_scene(square, 1, -1), "low"),
        (lambda: walk_on_curve_scene("square", -1, 1), "loss_at"),
        (lambda: walk_on_curve_scene(lambda _: 1.0, -1, 1), "loss_at"),
        (lambda: walk_on_curve_scene(square, -1, 1).move_to(PLACES), "weights"),
        (lambda: runs_by_rate_scene(RATES[::-1], RUNS), "rates"),
        (lambda: runs_by_rate_scene(RATES[:2], RUNS), "runs"),
        (lambda: runs_by_rate_scene(RATES[:1], [[1.0]]), r"runs\[0\].losses"),
        (lambda: runs_by_rate_scene(RATES[:1], [[1.0, -1.0]]), r"runs\[0\].losses"),
        (lambda: runs_by_rate_scene(RATES, RUNS).move_to(0.5), "learning_rate is 0.5"),
        (lambda: loss_and_path_scene("map", 4), "ground"),
        (lambda: loss_and_path_scene(GROUND, 0), "updates"),
        (lambda: loss_and_path_scene(GROUND, 4, highest=0), "highest"),
        (lambda: loss_and_path_scene(GROUND, 4, others=[PLACES]), "paths.0. is of type ndarray"),
        (lambda: loss_and_path_scene(GROUND, 4).move_to(PLACES[:, :1]), "weights"),
    ],
)
def test_bad_input_gets_one_clear_sentence(draw, words):
    with pytest.raises((ValueError, TypeError), match=words) as caught:
        draw()
    assert "expected" in str(caught.value)


def test_arguments_stay_as_they_are():
    arrays = (HOME, AWAY, PLACES, OUT, RATES, *RUNS)
    before = [array.copy() for array in arrays]
    for draw in PICTURES.values():
        draw()
    for array, copy in zip(arrays, before, strict=True):
        assert np.array_equal(array, copy)
