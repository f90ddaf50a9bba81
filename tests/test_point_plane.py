"""A plane of points: ready sets, what the kernel reads of it, and what it says when it cannot."""

import numpy as np
import pytest

from helpers.figures.hands_on_pictures import REACH
from helpers.hands_on.point_plane import PointPlane, point_plane, start_sets
from helpers.live import channel
from helpers.network import forward
from helpers.training import random_layers, train


class Wire:
    """Stands in for the widget whose points the page sets."""

    def __init__(self, points):
        self.points = points


def test_ready_sets_lie_in_the_plane_and_are_the_same_every_time():
    sets = start_sets()
    assert sets == start_sets()
    for name, points in sets.items():
        table = np.array(points).reshape(-1, 3)
        assert np.abs(table[:, :2]).max(initial=0) <= REACH
        assert set(table[:, 2]) == ({1.0, -1.0} if name != "empty" else set())


@pytest.mark.parametrize("name", ["two moons", "ring", "four corners"])
def test_eight_hidden_nodes_tell_the_classes_of_a_ready_set_apart(name):
    plane = PointPlane(Wire(start_sets()[name]))
    start = random_layers([2, 8, 1], np.random.default_rng(4))
    run = train(plane.inputs, plane.targets, start, learning_rate=0.1, epochs=400)
    prediction = forward(plane.inputs, run.layers).prediction
    assert np.mean((prediction > 0) == (plane.targets > 0)) >= 0.98


def test_the_plane_gives_places_and_classes_as_they_are_now():
    wire = Wire([[1, 2, -1], [0.5, -0.25, 1]])
    plane = PointPlane(wire)
    assert plane.inputs.tolist() == [[1.0, 2.0], [0.5, -0.25]]
    assert plane.targets.tolist() == [[-1.0], [1.0]]
    wire.points = [*wire.points, [0, 0, 1]]
    assert plane.inputs.shape == (3, 2)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([], "the plane has no circles and no crosses: place points of both classes"),
        ([[0, 0, 1]], "the plane has no crosses: place points of both classes"),
        ([[0, 0, -1]], "the plane has no circles: place points of both classes"),
    ],
)
def test_a_missing_class_is_told_in_a_sentence(points, words):
    with pytest.raises(ValueError, match=words):
        _ = PointPlane(Wire(points)).targets


def test_an_unknown_start_is_told_in_a_sentence():
    with pytest.raises(
        ValueError, match="start is 'spiral', expected one of two moons, ring, four"
    ):
        point_plane("spiral")


def test_a_cell_that_runs_again_closes_what_its_plane_was_read_through(monkeypatch):
    closed = []
    monkeypatch.setattr(channel.Wire, "close", lambda wire: closed.append(wire.figure_id))
    runs = iter([("run 1", "cell"), ("run 1", "cell"), ("run 2", "other"), ("run 3", "cell")])
    monkeypatch.setattr(channel, "running", lambda: next(runs))
    monkeypatch.setattr(channel, "_open_channels", {})
    first, second, third, fourth = (point_plane("empty") for _ in range(4))
    kept = [wire.figure_id for wire in channel._open_channels]
    assert kept == [third._widget.figure_id, fourth._widget.figure_id]
    assert closed == [first._widget.figure_id, second._widget.figure_id]
