"""The course's first picture says what the network says, at every position of its slider."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.first_look import (
    GAUGE,
    GAUGE_HALF,
    OPEN_EDGE,
    REACH,
    STEEPEST,
    open_weight_scene,
    running_example,
)
from helpers.figures.network_drawing import WIDEST_BAND
from helpers.losses import squared_error

PICTURES = {"first look": lambda: open_weight_scene(0.3, 0.5).figure}


@pytest.mark.parametrize("weight", [-0.2, 0.0, 0.3, 0.8])
def test_title_words_and_nodes_follow_the_weight(weight):
    scene = open_weight_scene(0.3, target=0.5)
    prediction = 0.7 * weight + 1.0 * 0.4
    assert f"predicts {prediction:.3f}" in scene.move_to(weight)
    sign = "+" if prediction >= 0.5 else "−"
    network, *_ = scene.moving
    assert f"= {sign}{abs(prediction - 0.5):.3f}" in network.headings[0].get_text()


def test_the_gauge_has_the_target_and_how_far_the_prediction_is_from_it():
    scene = open_weight_scene(0.3, target=0.5)
    _, _, gauge = scene.moving
    (middle, _), ends = GAUGE, {}
    for weight in (0.3, 1 / 7, -0.2, 5.0):
        scene.move_to(weight)
        (start, end), _ = gauge.error.get_data()
        assert start == middle
        assert gauge.prediction.get_xdata()[0] == end
        ends[weight] = (end - middle) / GAUGE_HALF * REACH
    assert ends == pytest.approx({0.3: 0.11, 1 / 7: 0.0, -0.2: -0.24, 5.0: REACH}, abs=1e-12)
    assert scene.figure.alt_text.endswith("Prediction: 0.61. Target: 0.5.")


def test_the_band_behind_the_open_weight_grows_to_both_sides_of_the_target():
    scene = open_weight_scene(0.3, target=0.5)
    network, band, _ = scene.moving
    beyond = {}
    for weight in (1 / 7 - 0.2, 1 / 7, 1 / 7 + 0.2, 1 / 7 + 0.4):
        scene.move_to(weight)
        beyond[weight] = band.get_linewidth() - network.lines[OPEN_EDGE].get_linewidth()
    low, least, high, higher = beyond.values()
    assert least <= 0 < low
    assert low == pytest.approx(high)
    # The slope is 2 × error × value, with the value 0.7.
    assert high == pytest.approx(WIDEST_BAND * 2 * 0.14 * 0.7 / STEEPEST)
    assert higher == pytest.approx(WIDEST_BAND)


def test_its_words_can_be_read(monkeypatch):
    assert_readable(open_weight_scene(0.3, target=0.5).figure, monkeypatch)


def test_it_is_the_running_example():
    layers, passed = running_example(0.3)
    np.testing.assert_allclose(passed.activations[1], [[0.7, 1.0]], rtol=1e-12)
    assert squared_error(passed.prediction, [[0.5]]) == pytest.approx(0.0121, rel=1e-12)
    assert [layer.bias for layer in layers] == [None, None]
