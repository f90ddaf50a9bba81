"""Many learning rates in one pass: the same numbers as each of them alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COURSE, arrays_of

from helpers.network import Layer
from helpers.training import random_layers, train, train_rates

RATES = np.geomspace(0.001, 0.3, 12)
INPUTS = np.random.default_rng(0).uniform(-2, 2, size=(100, 2))
TARGETS = INPUTS[:, :1] * INPUTS[:, 1:]
LAYERS = random_layers([2, 8, 1], np.random.default_rng(2))


def assert_as_one_at_a_time(inputs, targets, layers, rates, epochs):
    together = train_rates(inputs, targets, layers, learning_rates=rates, epochs=epochs)
    assert len(together) == len(rates)
    for rate, history in zip(rates, together, strict=True):
        alone = train(inputs, targets, layers, learning_rate=rate, epochs=epochs)
        assert history.diverged_at == alone.diverged_at
        np.testing.assert_allclose(history.epoch_losses, alone.epoch_losses, rtol=1e-12, atol=1e-12)
        for one, other in zip(arrays_of(history.layers), arrays_of(alone.layers), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_a_slider_of_rates_learns_what_each_rate_learns_alone():
    assert_as_one_at_a_time(INPUTS, TARGETS, LAYERS, RATES, epochs=200)


def test_rates_that_diverge_stop_where_they_would_alone():
    line, rows = [Layer([[0.5]], [0.1])], np.array([[3.0], [4.0]])
    rates = np.array([0.01, 0.1, 1.0, 20.0])
    assert_as_one_at_a_time(rows, rows, line, rates, epochs=200)
    ends = [
        history.diverged_at
        for history in train_rates(rows, rows, line, learning_rates=rates, epochs=200)
    ]
    assert ends[0] is None
    assert 0 < ends[3] < ends[2] < 200


@settings(COURSE, max_examples=40)
@given(
    widths=st.lists(st.integers(1, 5), min_size=2, max_size=4),
    rows=st.integers(1, 9),
    bias=st.booleans(),
    seed=st.integers(0, 99),
)
def test_any_network_learns_what_it_learns_alone(widths, rows, bias, seed):
    generator = np.random.default_rng(seed)
    inputs = generator.normal(size=(rows, widths[0]))
    targets = generator.normal(size=(rows, widths[-1]))
    layers = random_layers(widths, generator, bias=bias)
    assert_as_one_at_a_time(inputs, targets, layers, np.array([0.001, 0.01]), epochs=5)


def test_nothing_that_is_passed_in_changes():
    arrays = [INPUTS, TARGETS, RATES, *arrays_of(LAYERS)]
    before = [array.copy() for array in arrays]
    train_rates(INPUTS, TARGETS, LAYERS, learning_rates=RATES, epochs=3)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"learning_rates": 0.1}, r"learning_rates have shape \(\), expected \(rates,\)"),
        ({"learning_rates": []}, "learning_rates are empty"),
        ({"learning_rates": [0.1, -1.0]}, r"learning_rates\[1\] is -1"),
        ({"learning_rates": [0.1, np.nan]}, "learning_rates have the value nan"),
        ({"epochs": 0}, "epochs is 0"),
        ({"targets": TARGETS[:, 0]}, r"targets have shape \(100,\), expected \(100, 1\)"),
        ({"layers": LAYERS[1:]}, "inputs have 2 columns, expected 8"),
    ],
)
def test_what_does_not_fit_gives_one_sentence(changes, words):
    arguments = {
        "inputs": INPUTS,
        "targets": TARGETS,
        "layers": LAYERS,
        "learning_rates": RATES,
        "epochs": 3,
    } | changes
    with pytest.raises((ValueError, TypeError), match=words):
        train_rates(**arguments)
