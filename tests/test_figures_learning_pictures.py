"""The images of weights and the curve beside them hold, at each epoch, what move was given."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.data_pictures import round_end
from helpers.figures.learning_pictures import GOAL, learning_scene
from helpers.live import Guess, Slider
from helpers.live.recording import record

EPOCHS = 10
WEIGHTS = (
    np.random.default_rng(0).normal(size=(EPOCHS + 1, 64, 6))
    * np.linspace(0.1, 1, EPOCHS + 1)[:, None, None]
)
ACCURACIES = np.linspace(0.03, 0.97, EPOCHS + 1)


def scene_at(epoch, guess_at=0):
    scene, guess = learning_scene(WEIGHTS, ACCURACIES, "Six nodes")
    scene.move_to(epoch)
    guess.move_to(guess_at)
    return scene.figure


PICTURES = {
    "learning, before": lambda: scene_at(0),
    "learning, midway": lambda: scene_at(5, 3),
    "learning, at its end": lambda: scene_at(EPOCHS, EPOCHS),
}


@pytest.mark.parametrize("epoch", [0, 4, EPOCHS])
def test_images_curve_and_words_are_those_of_the_epoch(epoch):
    (_, artists, move_to), _ = learning_scene(WEIGHTS, ACCURACIES)
    words = move_to(epoch)
    drawn = artists.images.get_array()
    np.testing.assert_array_equal(drawn[:8, 10:18].ravel(), WEIGHTS[epoch, :, 1])
    np.testing.assert_array_equal(drawn[10:, 10:18].ravel(), WEIGHTS[epoch, :, 5])
    assert drawn.count() == 6 * 64
    np.testing.assert_array_equal(artists.curve.get_ydata(), ACCURACIES[: epoch + 1])
    assert artists.last.get_xydata().tolist() == [[epoch, ACCURACIES[epoch]]]
    assert artists.label.xy == (epoch, ACCURACIES[epoch])
    assert artists.label.get_text() == f"{ACCURACIES[epoch]:.0%}"
    assert words.startswith("Before the first epoch" if epoch == 0 else f"After epoch {epoch}:")
    assert f"{ACCURACIES[epoch]:.0%} of the test digits are read" in words


def test_all_epochs_share_one_scale_around_zero():
    (_, artists, move_to), _ = learning_scene(WEIGHTS, ACCURACIES)
    end = round_end(np.abs(WEIGHTS).max())
    assert np.abs(WEIGHTS).max() <= end
    assert artists.images.get_clim() == (-end, end)
    move_to(0)
    assert artists.images.get_clim() == (-end, end)


@pytest.mark.parametrize("epoch", [0, EPOCHS])
def test_each_weight_well_below_zero_wears_a_dash(epoch):
    (_, artists, move_to), _ = learning_scene(WEIGHTS, ACCURACIES)
    move_to(epoch)
    middles = np.array([segment.mean(axis=0) for segment in artists.dashes.get_segments()])
    below = artists.images.get_array() < -0.3 * round_end(np.abs(WEIGHTS).max())
    expected = np.argwhere(below.filled(False))[:, ::-1]
    np.testing.assert_allclose(middles.reshape(-1, 2), expected)
    assert (epoch == 0) == (len(middles) == 0)


@pytest.mark.parametrize("epoch", [0, EPOCHS])
def test_a_guess_stands_where_it_is_placed(epoch):
    _, guess = learning_scene(WEIGHTS, ACCURACIES)
    assert guess.move_to(epoch) == f"Your guess: nine of ten after epoch {epoch}."
    line, label = guess.moving
    assert line.get_xdata() == [epoch, epoch]
    assert label.get_position()[0] == epoch


def test_a_recorded_guess_is_drawn_anew_at_each_epoch():
    scene, guess = learning_scene(WEIGHTS, ACCURACIES)
    yours = Slider("your_guess", range(EPOCHS + 1), start=3)
    placed = Guess(guess, guess.move_to, yours)
    epoch = Slider("epoch", range(EPOCHS + 1), start=EPOCHS)
    session = record(scene, scene.move_to, epoch, guess=placed).session
    drawn = [session.moved(1, [at])["chunks"] for at in range(EPOCHS + 1)]
    for chunks in zip(*drawn, strict=True):
        assert len(set(chunks)) == EPOCHS + 1


def test_the_figure_shows_and_says_the_last_epoch():
    (figure, artists, _), _ = learning_scene(WEIGHTS, ACCURACIES)
    np.testing.assert_array_equal(artists.curve.get_ydata(), ACCURACIES)
    low, high = (
        f"{value:.2f}".replace("-", "−") for value in (WEIGHTS[-1].min(), WEIGHTS[-1].max())
    )
    assert figure.alt_text == (
        "The weights into 6 nodes as images. Before the first epoch, 3% of the digits are read. "
        f"After epoch 10: 97% of the test digits are read. The weights go from {low} to {high}."
    )


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_arguments_stay_as_they_were():
    weights, accuracies = WEIGHTS.copy(), ACCURACIES.copy()
    scene, _ = learning_scene(weights, accuracies)
    scene.move_to(2)
    np.testing.assert_array_equal(weights, WEIGHTS)
    np.testing.assert_array_equal(accuracies, ACCURACIES)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((WEIGHTS[0], ACCURACIES), r"weights_along has shape \(64, 6\), expected"),
        ((WEIGHTS[:1], ACCURACIES[:1]), r"weights_along has shape \(1, 64, 6\), expected"),
        ((WEIGHTS[:, :63], ACCURACIES), r"weights_along has shape \(11, 63, 6\), expected"),
        ((np.zeros((11, 64, 13)), ACCURACIES), r"weights_along has 13 nodes, expected at most 12"),
        ((WEIGHTS, ACCURACIES[:3]), r"accuracies have shape \(3,\), expected"),
        ((WEIGHTS, 100 * ACCURACIES), r"accuracies go from 3 to 97, expected shares"),
        ((WEIGHTS * np.nan, ACCURACIES), r"weights_along has the value nan"),
    ],
)
def test_bad_input_gives_one_clear_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        learning_scene(*arguments)


def test_the_last_share_is_written_beside_the_line_across():
    for last in np.linspace(0.85, 1, 16):
        accuracies = np.array([0.1, last])
        (figure, artists, move_to), _ = learning_scene(WEIGHTS[:2], accuracies)
        move_to(1)
        figure.draw_without_rendering()
        box = artists.label.get_window_extent()
        line = figure.axes[1].transData.transform((0, GOAL))[1]
        assert not box.y0 <= line <= box.y1, last
