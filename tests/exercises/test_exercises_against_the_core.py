"""The exercises' right answers, held against the course's core, against measuring, and by hand."""

import numpy as np
import pytest

from helpers.activations import relu, relu_slope
from helpers.exercises.catalogue import exercise_named
from helpers.gradient_check import numerical_slopes
from helpers.losses import (
    SOFTMAX_CROSS_ENTROPY,
    softmax,
    softmax_cross_entropy_slope,
    squared_error,
    squared_error_slope,
)
from helpers.network import Layer, forward
from helpers.training import slopes_of, train, update


def cases(name, seed=3):
    exercise = exercise_named(name)
    for case in exercise.cases(np.random.default_rng(seed)):
        yield exercise.reference(*case.arguments), case.arguments


def layers(*tables):
    return [Layer(table) for table in tables]


def close(made, right):
    np.testing.assert_allclose(made, right, rtol=1e-12, atol=1e-12)


def test_forward_passes():
    for made, (inputs, first, second) in cases("two_layers"):
        close(made, forward(inputs, layers(first, second)).prediction)
    for made, (inputs, weights) in cases("all_layers"):
        close(made, forward(inputs, layers(*weights)).prediction)
    for made, (inputs, weights) in cases("kept_values"):
        for part, right in zip(made, forward(inputs, layers(*weights)).activations, strict=True):
            close(part, right)
    for made, (inputs, weights, bias) in cases("hidden_layer"):
        close(made, relu(forward(inputs, [Layer(weights, bias)]).prediction))


def test_activations_and_losses():
    for made, (values,) in cases("relu"):
        close(made, relu(values))
    for made, (values,) in cases("relu_slope"):
        close(made, relu_slope(values))
    for made, (prediction, targets) in cases("loss"):
        close(made, squared_error(prediction, targets))
    for made, (prediction, targets) in cases("batch_slope_at_prediction"):
        close(made, squared_error_slope(prediction, targets))
    for made, (scores,) in cases("softmax"):
        close(made, softmax(scores))
    for made, (scores, labels) in cases("score_slope"):
        close(made, softmax_cross_entropy_slope(scores, labels))
    for made, (shares, labels) in cases("cross_entropy"):
        close(made, SOFTMAX_CROSS_ENTROPY.value(np.log(shares), labels))


@pytest.mark.parametrize("name", ["two_layer_slopes", "listing_2", "listing_3"])
def test_two_layers_backward(name):
    for made, (inputs, targets, first, second) in cases(name):
        for part, right in zip(
            made, slopes_of(inputs, targets, layers(first, second)), strict=True
        ):
            close(part, right.weights)


@pytest.mark.parametrize("name", ["all_slopes", "listing_5", "listing_6"])
def test_any_number_of_layers_backward(name):
    for made, (inputs, targets, weights) in cases(name):
        for part, right in zip(made, slopes_of(inputs, targets, layers(*weights)), strict=True):
            close(part, right.weights)


@pytest.mark.parametrize("name", ["training_step", "listing_7", "listing_8"])
def test_a_training_step(name):
    for made, (inputs, targets, first, second, rate) in cases(name):
        before = layers(first, second)
        after = update(before, slopes_of(inputs, targets, before), rate)
        for part, right in zip(made, after, strict=True):
            close(part, right.weights)


def test_an_update_of_a_layer_with_a_bias():
    for made, (weights, bias, weights_slope, bias_slope, rate) in cases("updated_layer"):
        (right,) = update([Layer(weights, bias)], [Layer(weights_slope, bias_slope)], rate)
        close(made[0], right.weights)
        close(made[1], right.bias)


def test_batches():
    for made, (inputs, targets, weights, batch) in cases("batch_slope"):
        (right,) = slopes_of(inputs[batch], targets[batch], layers(weights))
        close(made, right.weights)
    for made, (inputs, targets, weights, rate, order) in cases("sgd_epoch"):
        close(made, _epoch(inputs, targets, weights, rate, [[row] for row in order]))
    for made, (inputs, targets, weights, rate, order, size) in cases("mini_batch_epoch"):
        batches = np.split(order, range(size, len(order), size))
        close(made, _epoch(inputs, targets, weights, rate, batches))


def _epoch(inputs, targets, weights, rate, batches):
    now = layers(weights)
    for batch in batches:
        now = train(inputs[batch], targets[batch], now, learning_rate=rate, epochs=1).layers
    return now[0].weights


def test_descent():
    for made, (weight, value, target, rate, steps) in cases("loss_history"):
        history = train([[value]], [[target]], layers([[weight]]), learning_rate=rate, epochs=steps)
        close(made, history.epoch_losses)
    for made, (weight, value, target, rate, steps) in cases("descended"):
        history = train([[value]], [[target]], layers([[weight]]), learning_rate=rate, epochs=steps)
        close(made, history.layers[0].weights.item())


def test_measured_slopes_of_the_core_agree():
    for made, (inputs, targets, first, second) in cases("two_layer_slopes"):
        if (inputs @ first == 0).any():
            continue  # at a kink there is no slope to measure
        measured = numerical_slopes(inputs, targets, layers(first, second))
        for part, right in zip(made, measured, strict=True):
            np.testing.assert_allclose(part, right.weights, rtol=1e-6, atol=1e-8)


BY_HAND = [
    ("node_sum", ([1, 2], [0.5, 0.1]), 0.7),
    ("node_value", ([1, 2], [0.5, 0.1], 0.2), 0.9),
    ("two_layers", ([[1, 2]], [[0.5, 0.6], [0.1, 0.2]], [[0.3], [0.4]]), [[0.61]]),
    ("error_of", ([0.61], [0.5]), [0.11]),
    ("row_loss", ([1, 4], [3, 1]), 13),
    ("slope_at_prediction", (0.61, 0.5), 0.22),
    ("updated_weight", (0.5, 0.066, 0.01), 0.49934),
    ("weights_slopes", ([[0.7, 1.0]], [[0.22]]), [[0.154], [0.22]]),
    ("hidden_slope", ([[0.22]], [[0.3], [0.4]], [[0.7, 1.0]]), [[0.066, 0.088]]),
    ("weights_slopes", ([[1, 2]], [[0.066, 0.088]]), [[0.066, 0.088], [0.132, 0.176]]),
    ("updates_per_epoch", (10, 4), 3),
    ("score_slope", ([[0, 0]], [1]), [[0.5, -0.5]]),
    ("standardised", ([[0], [4]], [[3]]), [[0.5]]),
]


@pytest.mark.parametrize(("name", "arguments", "result"), BY_HAND)
def test_the_numbers_that_tasks_and_hints_state(name, arguments, result):
    whole = {"updates_per_epoch": (0, 1), "score_slope": (1,)}.get(name, ())
    given = [np.asarray(a) if i in whole else np.asarray(a, float) for i, a in enumerate(arguments)]
    close(exercise_named(name).reference(*given), result)
