"""The course's first picture says what the network says, at every position of its slider."""

import numpy as np
import pytest

from helpers.figures.first_look import open_weight, running_example
from helpers.losses import squared_error

PICTURES = {"first look": lambda: open_weight(0.3, 0.5).figure}


@pytest.mark.parametrize("weight", [-0.2, 0.0, 0.3, 0.8])
def test_title_words_and_nodes_follow_the_weight(weight):
    scene = open_weight(0.3, target=0.5)
    prediction = 0.7 * weight + 1.0 * 0.4
    assert f"predicts {prediction:.3f}" in scene.move(weight)
    sign = "+" if prediction >= 0.5 else "−"
    assert f"= {sign}{abs(prediction - 0.5):.3f}" in scene.moving.title.get_text()


def test_it_is_the_running_example():
    layers, passed = running_example(0.3)
    np.testing.assert_allclose(passed.activations[1], [[0.7, 1.0]], rtol=1e-12)
    assert squared_error(passed.prediction, [[0.5]]) == pytest.approx(0.0121, rel=1e-12)
    assert [layer.bias for layer in layers] == [None, None]
