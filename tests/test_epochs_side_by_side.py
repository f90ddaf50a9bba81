"""Runs side by side give what each of them gives alone, and bad input gives one clear sentence."""

import numpy as np
import pytest

from helpers.epochs_side_by_side import epochs_side_by_side
from helpers.network import Layer
from helpers.training import slopes_of, update

GENERATOR = np.random.default_rng(3)
INPUTS, TARGETS = GENERATOR.normal(size=(7, 3)), GENERATOR.normal(size=(7, 2))
STARTS = GENERATOR.normal(size=(4, 3, 2))
SHUFFLED = np.array([GENERATOR.permutation(7) for _ in range(4)])
DRAWN = GENERATOR.integers(0, 7, (4, 7))
GOOD = {"learning_rate": 0.1, "batch_size": 3, "orders": SHUFFLED}


def alone(weights, order, learning_rate, batch_size):
    """The weights before the first update and after each, by the course's own functions."""
    layers = [Layer(weights)]
    along = [weights]
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        layers = update(layers, slopes_of(INPUTS[batch], TARGETS[batch], layers), learning_rate)
        along.append(layers[0].weights)
    return np.array(along)


@pytest.mark.parametrize("orders", [SHUFFLED, DRAWN], ids=["shuffled", "drawn with replacement"])
@pytest.mark.parametrize("batch_size", [1, 3, 7])
def test_every_run_is_what_it_is_alone(batch_size, orders):
    settings = {"learning_rate": 0.05, "batch_size": batch_size}
    together = epochs_side_by_side(INPUTS, TARGETS, STARTS, orders=orders, **settings)
    for run, (start, order) in enumerate(zip(STARTS, orders, strict=True)):
        expected = alone(start, order, **settings)
        np.testing.assert_allclose(together[:, run], expected, rtol=1e-12, atol=1e-14)


def test_nothing_that_comes_in_changes():
    came_in = [INPUTS.copy(), TARGETS.copy(), STARTS.copy(), SHUFFLED.copy()]
    epochs_side_by_side(INPUTS, TARGETS, STARTS, **GOOD)
    for now, before in zip((INPUTS, TARGETS, STARTS, SHUFFLED), came_in, strict=True):
        np.testing.assert_array_equal(now, before)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"inputs": INPUTS[0]}, r"inputs"),
        ({"targets": TARGETS[:5]}, r"targets have 5 rows, expected 7 as the inputs"),
        ({"weights": STARTS[0]}, r"weights have shape \(3, 2\), expected \(runs, 3, 2\)"),
        ({"weights": STARTS[:2]}, r"orders have shape \(4, 7\), expected \(2, rows\)"),
        ({"orders": SHUFFLED.astype(float)}, r"orders hold float64, expected row numbers"),
        ({"orders": SHUFFLED[0]}, r"orders have shape \(7,\), expected \(4, rows\)"),
        ({"orders": SHUFFLED + 1}, r"orders go from 1 to 7, expected row numbers from 0 to 6"),
        ({"orders": SHUFFLED - 1}, r"orders go from -1 to 5"),
        ({"batch_size": 8}, r"batch_size is 8, expected a whole number from 1 to 7"),
        ({"learning_rate": 0}, r"learning_rate"),
    ],
)
def test_bad_input_gives_one_clear_sentence(changed, words):
    arguments = {"inputs": INPUTS, "targets": TARGETS, "weights": STARTS, **GOOD, **changed}
    with pytest.raises((TypeError, ValueError), match=words):
        epochs_side_by_side(**arguments)
