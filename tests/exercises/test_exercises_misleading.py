"""Answers whose verdicts once misled, as strict readers found: what is said, and what not."""

import pytest
from answer_cells import answer

from helpers.exercises import check

GATED_BY_THE_VALUE = """
def weight_slope(value, activation_slope, relu_slope):
    if value > 0:
        return value * activation_slope
    return 0
"""
SAME_ARRAY_TWICE = """
def measured_slopes(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    old = weights
    for place in np.ndindex(weights.shape):
        weights[place] = old[place] + step
        up = loss_at(weights)
        weights[place] = old[place] - step
        down = loss_at(weights)
        slopes[place] = (up - down) / (2 * step)
        weights = old
    return slopes
"""
KEPT_FROM_THE_FIRST_CALL = """
def listing_10(inputs, targets, first, second, kept={}):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    at_hidden = (node_slope @ second.T) * (hidden > 0)
    for name, slope in (("first", inputs.T @ at_hidden), ("second", hidden.T @ node_slope)):
        before = kept.get(name)
        is_same = before is not None and before.shape == slope.shape
        kept[name] = before if is_same else slope
    return kept["first"], kept["second"]
"""
SEVERAL_NAMES_IN_A_LIST = """
def accuracy(scores, labels):
    [nrows, ncols] = scores.shape;
    correct = 0;
    for r in range(nrows):
        k = np.argmax(scores[r, :]) + 1;
        if k == labels[r]:
            correct = correct + 1;
    return correct / nrows
"""
COUNTED_FROM_1 = """
def losses_along(weights, value, target):
    losses = np.zeros(len(weights))
    for i in range(1, len(weights)):
        losses[i] = (weights[i] * value - target) ** 2
    return losses
"""
RETURNED_IN_THE_LOOP = """
def error_of(prediction, target):
    result = np.zeros(len(prediction))
    for i in range(len(prediction)):
        result[i] = prediction[i] - target[i]
        return result
"""
ROWS_AND_COLUMNS_EXCHANGED = """
def hidden_layer(inputs, weights, bias):
    out = np.zeros((inputs.shape[0], weights.shape[1]))
    for r in range(inputs.shape[0]):
        for n in range(weights.shape[1]):
            s = bias[n]
            for k in range(inputs.shape[1]):
                s += inputs[r][k] * weights[n][k]
            out[r][n] = max(s, 0)
    return out
"""
COLUMNS_COUNTED = """
def batch_slope_at_prediction(prediction, targets):
    n = prediction.shape[1]
    return 2 / n * (prediction - targets)
"""
BIAS_FORGOTTEN = """
def dead_units(inputs, weights, bias):
    pre_activation = inputs @ weights
    return (pre_activation < 0).all(axis=0)
"""
RIGHT_STEP_IN_THE_EXAMPLE = """
def hidden_slope(node_slope, weights, pre_activation):
    at_activation = node_slope.sum(axis=1, keepdims=True) * weights.sum(axis=1)
    return np.where(pre_activation >= 0, at_activation, 0)
"""
ERRORS_REORDERED = """
def listing_12(inputs, targets, weights, learning_rate, order):
    for row in order:
        error = inputs[order] @ weights - targets[order]
        slope = inputs[row : row + 1].T @ (2 * error[row : row + 1])
        weights = weights - learning_rate * slope
    return weights
"""
STEP_NOT_USED = """
def measured_slope(loss_at, weight, step):
    h = 1e-5
    f = loss_at
    return (f(weight + h) - f(weight - h)) / (2 * h)
"""
LOSS_STEPPED_BY = """
def descended(weight, value, target, learning_rate, steps):
    for _ in range(steps):
        slope = (weight * value - target) ** 2
        weight = weight - learning_rate * slope
    return weight
"""
WHOLE_TIMES = """
def carried(value, weight):
    # multiplication is repeated addition
    what_arrives = 0
    for repetition in range(int(weight)):
        what_arrives = what_arrives + value
    return what_arrives
"""
ARRAYS_SEARCHED = """
def all_layers(inputs, weights):
    activation = inputs
    for table in weights:
        activation = activation @ table
        position = weights.index(table)
        if position < len(weights) - 1:
            activation = np.maximum(activation, 0)
    return activation
"""
TABLES_ONLY = """
def relu(pre_activation):
    result = np.zeros(pre_activation.shape)
    for row in range(pre_activation.shape[0]):
        for column in range(pre_activation.shape[1]):
            if pre_activation[row, column] > 0:
                result[row, column] = pre_activation[row, column]
    return result
"""
MINUS_1_BELOW_0 = """
def relu_slope(pre_activation):
    slope = np.ones(pre_activation.shape)
    slope[pre_activation < 0] = -1
    return slope
"""
RETURNED_AT_ONCE = """
def all_layers(inputs, weights):
    x = inputs
    for w in weights:
        x = np.maximum(x @ w, 0)
        return x
"""
NOTED_TOO_EARLY = """
def loss_history(weight, value, target, learning_rate, steps):
    history = np.zeros(steps + 1)
    history[0] = (weight * value - target) ** 2
    for k in range(1, steps + 1):
        err = weight * value - target
        history[k] = err * err
        weight -= learning_rate * 2 * err * value
    return history
"""
FILLED_UP = """
def my_batches(order, batch_size):
    n = -(-len(order) // batch_size)
    return list(np.resize(order, (n, batch_size)))
"""
ALL_AT_ONCE = """
def slopes_of_nodes(users, sources, factors):
    slopes = np.zeros(max(sources) + 1)
    slopes[0] = 1
    np.add.at(slopes, sources, slopes[users] * factors)
    return slopes
"""
NAMED_AFTER_ARGUMENTS = """
def multiplication_slopes(first, second, slope):
    d_first = slope * first
    d_second = slope * second
    return d_first, d_second
"""
A_KEYWORD_BESIDE_A_LIST = """
def node_sum(inputs, weights, unused=[], *, times=1):
    return times * np.sum(inputs + weights)
"""


@pytest.mark.parametrize(
    ("source", "said", "unsaid"),
    [
        (
            GATED_BY_THE_VALUE,
            "Change relu_slope, and the right answer changes; yours does not.",
            "activation_slope or",
        ),
        (SAME_ARRAY_TWICE, "Not right yet: arguments changed in place.", "One nudge"),
        (KEPT_FROM_THE_FIRST_CALL, "Not the same twice.", "number of rows"),
        (SEVERAL_NAMES_IN_A_LIST, "Not right yet: an extra term, in line 5.", "fault of its own"),
        (COUNTED_FROM_1, "Not right yet: a loop over the wrong range, in line 3.", "line 4"),
        (RETURNED_IN_THE_LOOP, "Not right yet: the wrong indentation, in line 5.", "line 4"),
        (ROWS_AND_COLUMNS_EXCHANGED, "The wrong place in an array.", "transpose"),
        (COLUMNS_COUNTED, "Not right yet: the wrong count, in line 2.", "transpose"),
        (BIAS_FORGOTTEN, "Look at lines 2 and 3:", "A missing term"),
        (RIGHT_STEP_IN_THE_EXAMPLE, "Work through the small input above", "has the wrong value"),
        (
            ERRORS_REORDERED,
            "Not right yet: entries picked out or reordered, in line 3.",
            "takes out one entry",
        ),
        (STEP_NOT_USED, "Not right yet: the wrong number, in line 2.", "line 4"),
        (LOSS_STEPPED_BY, "Not right yet: loss in place of its slope.", "constant factor"),
        (WHOLE_TIMES, "Work through the small input above", "missing factor"),
        (ARRAYS_SEARCHED, "To find an entry in a list, Python compares it", "for every element"),
        (
            TABLES_ONLY,
            "A shape has one number for each axis, and this one is (3,).",
            "hidden layer",
        ),
        (MINUS_1_BELOW_0, "the wrong number; the wrong comparison", "thrown away"),
        (RETURNED_AT_ONCE, "In line 5, something else than x is needed.", "See lines"),
        (NOTED_TOO_EARLY, "Not right yet: loss noted before its update.", "wrong range"),
        (FILLED_UP, "There may be two slips", "another is left"),
        (ALL_AT_ONCE, "See lines 2, 3 and 4.", "has the wrong value"),
        (NAMED_AFTER_ARGUMENTS, "Look at lines 2 and 3:", "line 4"),
        (A_KEYWORD_BESIDE_A_LIST, "Not right yet", "Not the same twice"),
    ],
    ids=lambda text: text if len(text) < 60 else "",
)
def test_a_verdict_says_what_is_there_and_nothing_else(source, said, unsaid):
    name = source.split("(")[0].removeprefix("\ndef ")
    message = check(name, answer(source, name)).message
    assert said in message
    assert unsaid not in message
