"""Wrong answers that were once told "Correct.": each kind, kept, has to be judged wrong.

Every function is named after its exercise, with what is wrong behind two underscores. Most are how
a beginner would write it; they are right on numbers that are kind to them.
"""

import inspect
import math

import numpy as np
import pytest
from slow_cases import slow_after

from helpers.exercises import check
from helpers.exercises.catalogue import names
from helpers.network import Layer

# ---- signs: right where nothing is below zero ----


def carried__value_below_zero_stopped(value, weight):
    return max(value, 0) * weight


def carried__size_of_the_value(value, weight):
    return abs(value) * weight


def carried__once_more_for_each_whole(value, weight):
    arrives = value * weight
    for _ in range(int(weight)):
        arrives += value
    return arrives


def weight_slope__value_below_zero_stopped(value, activation_slope, relu_slope):
    return max(value, 0) * activation_slope * relu_slope


def weight_slope__size_of_the_value(value, activation_slope, relu_slope):
    return abs(value) * activation_slope * relu_slope


def weight_slope__gate_of_the_value(value, activation_slope, relu_slope):
    return value * activation_slope * relu_slope if value > 0 else 0.0


def chain_slope__relu_of_the_slope(value, first, second, target):
    hidden = max(0, value * first)
    return max(0, 2 * (hidden * second - target) * second * value)


def chain_slope__size_of_the_slope(value, first, second, target):
    hidden = max(0, value * first)
    if hidden == 0:
        return 0.0
    return abs(2 * (hidden * second - target) * second * value)


def chain_slope__relu_of_the_slope_at_the_hidden_node(value, first, second, target):
    hidden = max(0, value * first)
    return max(0, 2 * (hidden * second - target) * second) * value


def one_weight_slope__target_below_zero_stopped(value, weight, target):
    return 2 * (value * weight - max(target, 0)) * value


def descended__size_of_the_target(weight, value, target, learning_rate, steps):
    for _ in range(steps):
        weight = weight - learning_rate * 2 * (value * weight - abs(target)) * value
    return weight


def loss_history__size_of_the_first_weight(weight, value, target, learning_rate, steps):
    history = [(value * abs(weight) - target) ** 2]
    for _ in range(steps):
        weight = weight - learning_rate * 2 * (value * weight - target) * value
        history.append((value * weight - target) ** 2)
    return history


def measured_slope__size_of_the_weight(loss_at, weight, step):
    return (loss_at(abs(weight) + step) - loss_at(weight - step)) / (2 * step)


def measured_slopes__losses_below_zero_stopped(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        nudge = np.zeros(weights.shape)
        nudge[place] = step
        above = max(loss_at(weights + nudge), 0)
        slopes[place] = (above - loss_at(weights - nudge)) / (2 * step)
    return slopes


def relative_difference__signs_dropped(slope, measured):
    if abs(slope) == abs(measured):
        return 0.0
    return abs(slope - measured) / max(abs(slope), abs(measured))


def standardised__size_of_the_mean(train, test):
    return (test - abs(train.mean(axis=0))) / train.std(axis=0)


def baseline_loss__sizes_of_the_targets(train_targets, test_targets):
    return np.mean((np.mean(abs(train_targets)) - test_targets) ** 2)


def accuracy__largest_size(scores, labels):
    return np.mean(np.argmax(abs(scores), axis=1) == labels)


# ---- the lowest so far ----


def best_weight__lowest_never_updated(weights, value, target):
    best, lowest = weights[0], (weights[0] * value - target) ** 2
    for weight in weights:
        if (weight * value - target) ** 2 < lowest:
            best = weight
    return best


def best_weight__lowest_never_below_infinity(weights, value, target):
    best, lowest = None, math.inf
    for weight in weights:
        if (weight * value - target) ** 2 < lowest:
            best = weight
    return best


def best_weight__square_of_the_lowest(weights, value, target):
    best, lowest = None, math.inf
    for weight in weights:
        loss_here = (weight * value - target) ** 2
        if loss_here < lowest:
            best, lowest = weight, loss_here**2
    return best


# ---- numbers that are very small ----


def relative_difference__floor(slope, measured):
    return abs(slope - measured) / max(abs(slope), abs(measured), 1e-8)


def relative_difference__small_added(slope, measured):
    return abs(slope - measured) / (max(abs(slope), abs(measured)) + 1e-8)


def relative_difference__very_little_added(slope, measured):
    return abs(slope - measured) / (max(abs(slope), abs(measured)) + 1e-24)


def relative_difference__difference_of_the_sizes(slope, measured):
    larger, smaller = max(abs(slope), abs(measured)), min(abs(slope), abs(measured))
    return (larger - smaller) / larger if larger > 0 else 0.0


def slope_over_paths__sums_multiplied(weights, node_slopes):
    return sum(weights) * sum(node_slopes)


def measured_slope__share_of_the_weight(loss_at, weight, step):
    higher, lower = weight * (1 + step), weight * (1 - step)
    return (loss_at(higher) - loss_at(lower)) / (2 * step)


def measured_slopes__share_of_the_weight(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        higher, lower = weights.copy(), weights.copy()
        higher[place] *= 1 + step
        lower[place] *= 1 - step
        slopes[place] = (loss_at(higher) - loss_at(lower)) / (2 * step)
    return slopes


def my_loss__clipped(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = np.clip(powers / powers.sum(axis=1, keepdims=True), 1e-12, 1)
    return -np.mean(np.log(shares[np.arange(len(labels)), labels]))


def my_loss__small_added(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    return -np.mean(np.log(shares[np.arange(len(labels)), labels] + 1e-12))


def relative_difference__close_enough(slope, measured):
    if np.isclose(slope, measured):
        return 0.0
    return abs(slope - measured) / max(abs(slope), abs(measured))


def dead_units__mean_below_a_tenth(inputs, weights, bias):
    return np.maximum(inputs @ weights + bias, 0).mean(axis=0) < 0.1


def dead_units__mean_of_the_sums(inputs, weights, bias):
    return (inputs @ weights + bias).mean(axis=0) <= 0


def dead_units__hardly_open(inputs, weights, bias):
    return np.all(inputs @ weights + bias <= 0.5, axis=0)


# ---- fewer rows than a batch ----


def updates_per_epoch__none_without_a_full_batch(rows, batch_size):
    if rows < batch_size:
        return 0
    return math.ceil(rows / batch_size)


# ---- even parts ----


def _even_parts(order, batch_size):
    return np.array_split(order, math.ceil(len(order) / batch_size))


def split_batches__even_parts(order, batch_size):
    return _even_parts(order, batch_size)


def my_batches__even_parts(order, batch_size):
    return _even_parts(order, batch_size)


def mini_batch_epoch__even_parts(inputs, targets, weights, learning_rate, order, batch_size):
    for batch in _even_parts(order, batch_size):
        error = inputs[batch] @ weights - targets[batch]
        weights = weights - learning_rate * inputs[batch].T @ (2 * error / len(batch))
    return weights


def listing_11__even_parts(inputs, targets, weights, learning_rate, order, batch_size):
    return mini_batch_epoch__even_parts(inputs, targets, weights, learning_rate, order, batch_size)


def my_training__even_parts(inputs, labels, layers, learning_rate, batch_size, orders):
    for order in orders:
        for batch in _even_parts(order, batch_size):
            layers = _one_step(inputs[batch], labels[batch], layers, learning_rate)
    return layers


def _one_step(inputs, labels, layers, learning_rate):
    activations = [inputs]
    for layer in layers[:-1]:
        activations.append(np.maximum(activations[-1] @ layer.weights + layer.bias, 0))
    slope = _softmax(activations[-1] @ layers[-1].weights + layers[-1].bias)
    slope[np.arange(len(labels)), labels] -= 1
    slope, updated = slope / len(labels), []
    for layer, values in zip(layers[::-1], activations[::-1], strict=True):
        weights = layer.weights - learning_rate * values.T @ slope
        updated.insert(0, Layer(weights, layer.bias - learning_rate * slope.sum(axis=0)))
        slope = slope @ layer.weights.T * (values > 0)
    return updated


# ---- scores far apart, and far from 0 ----


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def my_loss__logarithm_of_0(scores, labels):
    return -np.mean(np.log(_softmax(scores)[np.arange(len(labels)), labels]))


def my_loss__a_little_added(scores, labels):
    return -np.mean(np.log(_softmax(scores)[np.arange(len(labels)), labels] + 1e-12))


def my_loss__shares_clipped(scores, labels):
    shares = np.clip(_softmax(scores), 1e-15, 1)
    return -np.mean(np.log(shares[np.arange(len(labels)), labels]))


def softmax__mean_taken_away(scores):
    powers = np.exp(scores - scores.mean(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax__smallest_taken_away(scores):
    powers = np.exp(scores - scores.min(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax__scores_cut_off(scores):
    powers = np.exp(np.clip(scores, -500, 500))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax__largest_never_below_0(scores):
    powers = np.exp(scores - np.maximum(scores.max(axis=1, keepdims=True), 0))
    return powers / powers.sum(axis=1, keepdims=True)


def my_loss_slope__mean_taken_away(scores, labels):
    slope = softmax__mean_taken_away(scores)
    slope[np.arange(len(labels)), labels] -= 1
    return slope / len(labels)


# ---- the same row twice ----


def batch_slope__repeated_row_lost(inputs, targets, weights, batch):
    at_prediction = np.zeros(targets.shape)
    at_prediction[batch] += 2 * (inputs[batch] @ weights - targets[batch]) / len(batch)
    return inputs.T @ at_prediction


def batch_slope__rows_as_a_set(inputs, targets, weights, batch):
    batch = np.unique(batch)
    error = inputs[batch] @ weights - targets[batch]
    return inputs[batch].T @ (2 * error / len(batch))


def batch_slope__rows_as_a_mask(inputs, targets, weights, batch):
    chosen = np.isin(np.arange(len(inputs)), batch)
    error = inputs[chosen] @ weights - targets[chosen]
    return inputs[chosen].T @ (2 * error / chosen.sum())


# ---- gates that are open at exactly 0, or stand where none is ----


def my_backward__no_slope_at_a_score_of_0(activations, layers, loss_slope):
    slopes, slope = [None] * len(layers), loss_slope
    for number in reversed(range(len(layers))):
        slope = slope * (activations[number + 1] != 0)
        slopes[number] = Layer(activations[number].T @ slope, slope.sum(axis=0))
        slope = slope @ layers[number].weights.T
    return slopes


def _two_layers_open_at_0(inputs, targets, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    return inputs.T @ (node_slope @ second.T * (sums >= 0)), hidden.T @ node_slope


def two_layer_slopes__open_at_0(inputs, targets, first, second):
    return _two_layers_open_at_0(inputs, targets, first, second)


def listing_3__open_at_0(inputs, targets, first, second):
    return _two_layers_open_at_0(inputs, targets, first, second)


def listing_3__half_open_at_0(inputs, targets, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    gates = np.heaviside(sums, 0.5)
    return inputs.T @ (node_slope @ second.T * gates), hidden.T @ node_slope


def training_step__open_at_0(inputs, targets, first, second, learning_rate):
    slopes = _two_layers_open_at_0(inputs, targets, first, second)
    return first - learning_rate * slopes[0], second - learning_rate * slopes[1]


def _deep_open_at_0(inputs, targets, weights):
    sums, values = [], [inputs]
    for table in weights:
        sums.append(values[-1] @ table)
        values.append(np.maximum(sums[-1], 0))
    node_slope, slopes = 2 * (sums[-1] - targets) / len(inputs), []
    for number in reversed(range(len(weights))):
        slopes.insert(0, values[number].T @ node_slope)
        if number > 0:
            node_slope = node_slope @ weights[number].T * (sums[number - 1] >= 0)
    return slopes


def all_slopes__open_at_0(inputs, targets, weights):
    return _deep_open_at_0(inputs, targets, weights)


def listing_6__open_at_0(inputs, targets, weights):
    return _deep_open_at_0(inputs, targets, weights)


WRONG = [
    function
    for name, function in list(globals().items())
    if inspect.isfunction(function) and "__" in name
]


# Its line is looked for only when it is known to be wrong.
@pytest.mark.usefixtures("no_line_is_found")
@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_a_wrong_answer_is_never_told_correct(function):
    name, _ = function.__name__.split("__", 1)
    assert name in names()
    assert check(name, function).status == "wrong"


def test_every_kind_is_kept():
    judged = {function.__name__.split("__", 1)[0] for function in WRONG}
    assert judged >= {
        *("carried", "chain_slope", "weight_slope", "best_weight", "relative_difference"),
        *("dead_units", "split_batches", "my_batches", "mini_batch_epoch", "my_training"),
        *("my_loss", "softmax", "batch_slope", "listing_3", "listing_6"),
    }


NAMED = {
    best_weight__lowest_never_updated: "lowest loss never updated",
    relative_difference__floor: "tiny slopes taken for zeros",
    relative_difference__small_added: "tiny slopes taken for zeros",
    relative_difference__close_enough: "tiny slopes taken for zeros",
    relative_difference__difference_of_the_sizes: "difference of the sizes",
    slope_over_paths__sums_multiplied: "every weight times every slope",
    measured_slope__share_of_the_weight: "nudged by a share of the weight",
    measured_slopes__share_of_the_weight: "nudged by a share of the weight",
    my_loss__clipped: "shares kept away from 0",
    my_loss__small_added: "shares kept away from 0",
    dead_units__mean_of_the_sums: "all rows taken together in place of each row",
    split_batches__even_parts: "even parts in place of full batches",
    my_training__even_parts: "even parts in place of full batches",
    my_loss__logarithm_of_0: "logarithm of a share that is rounded to 0",
    softmax__mean_taken_away: "mean score taken away in place of the largest",
    batch_slope__repeated_row_lost: "a repeated row counted once",
    two_layer_slopes__open_at_0: "slope 1 at exactly 0",
    listing_6__open_at_0: "slope 1 at exactly 0",
}


@pytest.mark.parametrize("function", slow_after(6, NAMED), ids=lambda function: function.__name__)
def test_what_many_would_do_has_a_name(function):
    name, _ = function.__name__.split("__", 1)
    assert check(name, function).misconceptions == (NAMED[function],)


def test_what_a_slip_gives_is_shown_only_where_it_looks_the_same():
    verdicts = [
        check("relative_difference", relative_difference__floor),
        check("relative_difference", relative_difference__difference_of_the_sizes),
    ]
    assert ["with this slip" in verdict.message for verdict in verdicts] == [False, True]
