"""What the learner draws or places by hand is drawn as given, said in words, and not changed."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.hands_on_pictures import (
    bent_plane,
    boundary_scene,
    digit_reading,
    plane_of_points,
)
from helpers.hands_on.point_plane import start_sets
from helpers.network import Layer, forward
from helpers.training import random_layers, train

STROKES = [[(0.2, 0.1), (0.8, 0.1), (0.4, 0.9)]]
PIXELS = np.linspace(0, 1, 64)
SHARES = np.array([0.01, 0.02, 0.01, 0.02, 0.01, 0.01, 0.01, 0.9, 0.005, 0.005])
POINTS = np.array([[-1.0, 0.5], [1.0, 0.5], [0.5, -1.0]])
SIDES = np.array([[1.0], [-1.0], [1.0]])
# A first hidden node opens to the right of 0.5, the second to its left; the third lies far outside.
HIDDEN = Layer(np.array([[1.0, -1.0, 1.0], [0.0, 0.0, 1.0]]), np.array([-0.5, 0.5, 9.0]))
ALONG = [[HIDDEN, Layer(np.array([[-1.0], [up], [0.0]]), np.array([0.0]))] for up in (-1.0, 1.0)]
LOSSES = np.array([2.0, 0.5])
MOONS = np.array(start_sets()["two moons"])


def moons_network():
    start = random_layers([2, 8, 1], np.random.default_rng(4))
    return train(MOONS[:, :2], MOONS[:, 2:], start, learning_rate=0.1, epochs=400).layers


def boundary_at(epoch):
    scene = boundary_scene(POINTS, SIDES, ALONG, LOSSES)
    scene.move_to(epoch)
    return scene.figure


PICTURES = {
    "digit reading": lambda: digit_reading(STROKES, PIXELS, SHARES),
    "plane of points": lambda: plane_of_points(POINTS, SIDES),
    "boundary": lambda: boundary_at(1),
    "bent plane": lambda: bent_plane(MOONS[:, :2], MOONS[:, 2:], moons_network()),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_a_reading_holds_the_drawing_its_pixels_and_the_shares():
    figure = digit_reading(STROKES, PIXELS, SHARES)
    drawing, image, bars = figure.axes
    np.testing.assert_array_equal(drawing.lines[0].get_xydata(), STROKES[0])
    np.testing.assert_array_equal(image.images[0].get_array().ravel(), PIXELS)
    np.testing.assert_array_equal([bar.get_width() for bar in bars.patches], SHARES)
    assert figure.alt_text.endswith("the share that the network gives to each digit: most to 7.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((STROKES, PIXELS[:9], SHARES), r"pixels have shape \(9,\), expected \(64,\)"),
        ((STROKES, PIXELS, SHARES[:3]), r"shares have shape \(3,\), expected \(10,\)"),
        ((STROKES, PIXELS * np.nan, SHARES), "pixels have the value nan"),
    ],
)
def test_a_reading_that_does_not_fit_is_told_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        digit_reading(*arguments)


def test_a_boundary_lies_where_the_prediction_is_zero_and_moves():
    figure, (side, boundary, folds, dot, heading), move_to = boundary_scene(
        POINTS, SIDES, ALONG, LOSSES
    )
    assert figure.alt_text.startswith("Epoch 0: loss 2, 1 of 3 points lie on their side")
    assert len(boundary.get_segments()) == 0
    assert heading.get_text() == "Epoch 0: 1 of 3 on their side"
    assert move_to(1) == (
        "Epoch 1: loss 0.5, 2 of 3 points lie on their side of the boundary; the lines of 2 hidden "
        "nodes cross the plane."
    )
    np.testing.assert_allclose(np.concatenate(boundary.get_segments())[:, 0], 0.5, atol=1e-9)
    prediction = forward(side.get_path().vertices, ALONG[1]).prediction
    assert prediction.min() > -1e-9
    for line in folds.get_segments():
        np.testing.assert_allclose(line[:, 0], 0.5)
    assert dot.get_xydata().tolist() == [[1, 0.5]]
    assert heading.get_text() == "Epoch 1: 2 of 3 on their side"


def test_a_run_that_diverged_is_told_in_a_sentence():
    with pytest.raises(ValueError, match="losses are no longer finite after epoch 1: the run div"):
        boundary_scene(POINTS, SIDES, ALONG, np.array([1.0, np.inf]))


def test_a_plane_is_bent_as_the_hidden_layer_bends_it():
    layers = moons_network()
    figure = bent_plane(MOONS[:, :2], MOONS[:, 2:], layers)
    plane, bent = figure.axes
    places = np.concatenate(
        [line for grid in plane.collections[2:] for line in grid.get_segments()]
    )
    taken = np.concatenate([line for grid in bent.collections for line in grid.get_segments()])
    places = np.concatenate([places, *(marks.get_xydata() for marks in plane.lines)])
    taken = np.concatenate([taken, *(marks.get_xydata() for marks in bent.lines[1:])])
    passed = forward(places, layers)
    np.testing.assert_allclose(taken[:, 1:], passed.prediction, atol=1e-12)
    dots = plane.lines[1].get_xydata()
    sums = dots @ layers[0].weights + layers[0].bias
    assert len(dots) == 5
    np.testing.assert_allclose(np.abs(sums).min(axis=1), 0, atol=1e-12)
    # What is shown sideways is one direction of the eight, of length 1, and none of the prediction.
    activations = passed.activations[1]
    sideways, _, rank, _ = np.linalg.lstsq(activations, taken[:, 0], rcond=None)
    np.testing.assert_allclose(activations @ sideways, taken[:, 0], atol=1e-9)
    assert rank == 8
    assert np.linalg.norm(sideways) == pytest.approx(1)
    assert sideways @ layers[1].weights[:, 0] == pytest.approx(0, abs=1e-9)


def test_a_bent_plane_is_said_in_words():
    assert bent_plane(POINTS, SIDES, ALONG[0]).alt_text == (
        "Left, the plane with a grid of squares, and a boundary that bends. Right, where the "
        "hidden layer takes them: the grid is folded, and the boundary is a straight line at "
        "prediction 0. On the line of the grid that is blue a gate switches at 2 dots. The "
        "predictions are for the circles from −1.5 to 0, for the crosses from −0.5 to −0.5; 1 of 3 "
        "points lie on their side."
    )


def test_a_network_without_a_hidden_plane_is_told_in_a_sentence():
    narrow = [Layer(np.ones((2, 1))), Layer(np.ones((1, 1)))]
    with pytest.raises(ValueError, match=r"widths \[2, 1, 1\], expected \[2, hidden, 1\] with at"):
        bent_plane(POINTS, SIDES, narrow)
    blind = [HIDDEN, Layer(np.zeros((3, 1)))]
    with pytest.raises(ValueError, match=r"layers\[1\].weights are all 0"):
        bent_plane(POINTS, SIDES, blind)


def test_a_dead_hidden_layer_is_drawn_as_one_point():
    dead = [Layer(np.zeros((2, 3)), -np.ones(3)), Layer(np.ones((3, 1)), np.array([0.5]))]
    _, bent = bent_plane(POINTS, SIDES, dead).axes
    assert {tuple(place) for marks in bent.lines[1:] for place in marks.get_xydata()} == {(0, 0.5)}


def test_arguments_stay_as_they_were():
    given = [PIXELS, SHARES, POINTS, SIDES, LOSSES]
    before = [array.copy() for array in given]
    for draw in PICTURES.values():
        draw()
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)
