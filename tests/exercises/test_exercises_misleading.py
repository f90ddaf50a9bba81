"""Answers whose verdicts once misled, as strict readers found: what is said, and what not."""

import inspect

import pytest
from answer_cells import answer
from learner_answers import listing_11_rate_divided_again, measured_slopes_put_back_by_adding
from slow_cases import slow_after

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
ASKED_ONLY = """
def scaled_rows(table, factors):
    scaled = table * factors[:, None]
    scaled[scaled < 0] == 0
    return scaled
"""
ROW_LEFT_AT_0 = """
def scaled_rows(table, factors):
    scaled = np.zeros(table.shape)
    for r, (row, f) in enumerate(zip(table, factors)):
        if (row * f >= 0).all():
            scaled[r] = row * f
    return scaled
"""
TURNED_ROUND = """
def relu(pre_activation):
    a = np.array(pre_activation, dtype=float)
    flat = a.ravel()
    for i in range(len(flat)):
        if flat[i] < 0:
            flat[i] = -flat[i]
    return flat.reshape(a.shape)
"""
HELPER_CALLED_TWICE = """
def kept_values(inputs, weights):
    relu = lambda x: (x > 0) * x
    values = [relu(inputs)]
    for w in weights:
        values.append(relu(values[-1] @ w))
    return values
"""
LARGEST_OF_ONE = """
def node_value(inputs, weights, bias):
    total = np.sum(inputs * weights)
    return np.max(total + bias)
"""
ADDED_BEFORE_SQUARING = """
def loss(prediction, targets):
    error = prediction - targets
    per_row = error.sum(axis=1) ** 2
    return per_row.mean()
"""
NAN_AT_0 = """
def relu_slope(pre_activation):
    out = np.maximum(pre_activation, 0)
    return out / pre_activation
"""
KINK_AND_NO_COPY = """
def through_relu(activation_slope, pre_activation):
    s = activation_slope
    s[pre_activation < 0] = 0
    return s
"""
RIGHT_ON_WHAT_IS_SHOWN = """
def hidden_slope(node_slope, weights, pre_activation):
    gate = np.ones_like(pre_activation)
    n_out = weights.shape[1]
    gate[pre_activation < 0] = 0
    at_activation = node_slope @ weights.T / n_out
    return at_activation * gate
"""
EMPTY_BATCH = """
def my_batches(order, batch_size):
    n = len(order) // batch_size + 1
    return [order[b * batch_size : (b + 1) * batch_size] for b in range(n)]
"""
MASK_OF_ROWS = """
def batch_slope(inputs, targets, weights, batch):
    mask = np.zeros(len(inputs), dtype=bool)
    for b in batch:
        mask[b] = True
    x, t = inputs[mask], targets[mask]
    return 2 * x.T @ (x @ weights - t) / len(x)
"""
PUT_BACK_BY_ADDING = "\n" + inspect.getsource(measured_slopes_put_back_by_adding).replace(
    "_put_back_by_adding", ""
)
RESHAPED_BY_A_SHAPE = """
def matrix_product_slopes(values, weights, slope):
    return slope @ weights.T, (slope.T @ values).reshape(weights.shape)
"""
PRODUCT_TIMES = """
def multiplication_slopes(first, second, slope):
    product = first * second
    return slope * product, slope * product
"""
DECIDED_BEFORE = """
def scaled_rows(table, factors):
    scaled = (table.T * factors).T
    scaled[table < 0] = 0
    return scaled
"""
RELU_AT_EACH_TERM = """
def hidden_layer(inputs, weights, bias):
    result = []
    for row in inputs:
        acts = []
        for n in range(len(bias)):
            s = bias[n]
            for i in range(len(row)):
                s = max(0, s + row[i] * weights[i][n])
            acts.append(s)
        result.append(acts)
    return np.array(result)
"""
BIAS_AFTER_A_RELU_BY_IF = """
def node_value(inputs, weights, bias):
    total = np.sum(inputs * weights)
    if total < 0:
        total = 0
    return total + bias
"""
SMALLER_OF_TWO = """
def node_value(inputs, weights, bias):
    total = np.sum(inputs * weights)
    total -= bias
    return min(total, 0)
"""
NOTHING_WHERE_CLOSED = """
def node_value(inputs, weights, bias):
    total = np.sum(inputs * weights)
    z = total + bias
    if z > 0:
        return z
"""
LOSS_BY_PREDICTION = """
def slope_at_prediction(prediction, target):
    loss = (prediction - target) ** 2
    slope = loss / prediction
    return slope
"""
FOUND_NOTHING_BELOW_1 = """
def best_weight(weights, value, target):
    losses = (weights * value - target) ** 2
    lowest, best = 1, None
    for weight, loss in zip(weights, losses):
        if loss < lowest:
            lowest, best = loss, weight
    return best
"""
ROWS_COUNTED = """
def hidden_layer(inputs, weights, bias):
    out = np.zeros((len(inputs), len(bias)))
    for r in range(len(inputs)):
        for n in range(len(bias)):
            s = bias[n]
            for i in range(len(inputs)):
                s += inputs[r, i] * weights[i, n]
            out[r, n] = max(0, s)
    return out
"""
ONE_BIAS_AND_NO_RELU = """
def hidden_layer(inputs, weights, bias):
    columns = []
    for node in range(weights.shape[1]):
        z = inputs @ weights[:, node] + bias[0]
        columns.append(z)
    return np.stack(columns, axis=1)
"""
RATE_DIVIDED_AGAIN = "\n" + inspect.getsource(listing_11_rate_divided_again).replace(
    "_rate_divided_again", ""
)
COUNTED_FROM_THE_END = """
def listing_6(inputs, targets, weights):
    sums, activations = [], [inputs]
    for table in weights:
        sums.append(activations[-1] @ table)
        activations.append(np.maximum(sums[-1], 0))
    activations[-1] = sums[-1]
    node_slope = 2 * (activations[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, activations[number].T @ node_slope)
        if number > 0:
            node_slope = (node_slope @ weights[number].T) * (sums[-number] > 0)
    return slopes
"""
RELU_IN_EVERY_PASS = """
def all_layers(inputs, weights):
    a = inputs
    for W in weights:
        a = np.maximum(a @ W, 0)
    return a
"""
ABS_OF_THE_LARGER = """
def relative_difference(slope, measured):
    if slope == measured: return 0.0
    larger = abs(max(slope, measured))
    return abs(slope - measured)/larger
"""
CUT_INTO_PARTS = """
def my_batches(order, batch_size):
    return np.array_split(order, batch_size)
"""
GATE_BEFORE_IT_IS_NEEDED = """
def listing_3(inputs, targets, first, second):
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = node_slope @ second.T
    return inputs.T @ node_slope, second_slope
"""
RELU_OF_THE_SLOPE = """
def chain_slope(value, first, second, target):
    hidden = max(0, value * first)
    prediction = hidden * second
    back = 2 * (prediction - target) * second
    return max(0, back) * value
"""

TOLD_BY_ITS_WIDTH = """
def my_forward(inputs, layers):
    made = [inputs]
    for weights, bias in layers:
        z = made[-1] @ weights + bias
        is_last = len(bias) == len(layers[-1][1])
        made.append(z if is_last else np.maximum(z, 0))
    return made
"""


@pytest.mark.parametrize(
    ("source", "said", "unsaid"),
    slow_after(
        10,
        [
            (
                GATED_BY_THE_VALUE,
                "Change relu_slope, and the right answer changes; yours does not.",
                "activation_slope or",
            ),
            (SAME_ARRAY_TWICE, "Not right yet: arguments changed in place.", "One nudge"),
            (KEPT_FROM_THE_FIRST_CALL, "Not a function of its arguments alone.", "number of rows"),
            (
                SEVERAL_NAMES_IN_A_LIST,
                "Not right yet: an extra term, in line 5.",
                "fault of its own",
            ),
            (COUNTED_FROM_1, "Not right yet: a loop over the wrong range, in line 3.", "line 4"),
            (RETURNED_IN_THE_LOOP, "Not right yet: the wrong indentation, in line 5.", "line 4"),
            (ROWS_AND_COLUMNS_EXCHANGED, "The wrong place in an array.", "transpose"),
            (COLUMNS_COUNTED, "Not right yet: the wrong count, in line 2.", "transpose"),
            (BIAS_FORGOTTEN, "Look at lines 2 and 3:", "A missing term"),
            (
                RIGHT_STEP_IN_THE_EXAMPLE,
                "Work through the small input above",
                "has the wrong value",
            ),
            (
                ERRORS_REORDERED,
                "Not right yet: entries picked out or reordered, in line 3.",
                "takes out one entry",
            ),
            (STEP_NOT_USED, "Not right yet: the wrong number, in line 2.", "line 4"),
            (LOSS_STEPPED_BY, "Not right yet: loss in place of its slope.", "constant factor"),
            (WHOLE_TIMES, "Work through the small input above", "missing factor"),
            (
                ARRAYS_SEARCHED,
                "To find an entry in a list, Python compares it",
                "for every element",
            ),
            (
                TABLES_ONLY,
                "A shape has one number for each axis, and this one is (3,).",
                "hidden layer",
            ),
            (MINUS_1_BELOW_0, "the wrong number; the wrong comparison", "thrown away"),
            (RETURNED_AT_ONCE, "the same in every pass; the wrong indentation.", "See lines"),
            (NOTED_TOO_EARLY, "Not right yet: loss noted before its update.", "wrong range"),
            (FILLED_UP, "There may be two slips", "another is left"),
            (ALL_AT_ONCE, "Not right yet: all uses at once.", "has the wrong value"),
            (NAMED_AFTER_ARGUMENTS, "Look at lines 2 and 3:", "line 4"),
            (A_KEYWORD_BESIDE_A_LIST, "Not right yet", "Not a function of its arguments alone"),
            (ASKED_ONLY, "Look at line 3:", "line 4"),
            (
                ROW_LEFT_AT_0,
                "See lines 2, 4 and 5, and what goes into them.",
                "np.zeros(table.shape) has",
            ),
            (TURNED_ROUND, "Look at line 6:", "more than one place"),
            (HELPER_CALLED_TWICE, "Work through the small input above", "has the wrong value"),
            (LARGEST_OF_ONE, "np.maximum and max confused, in line 3.", "compares two values"),
            (ADDED_BEFORE_SQUARING, "a step taken too early or too late, in line 3.", "square"),
            (NAN_AT_0, "Yours has a value that is not a number (nan).", "extra division"),
            (KINK_AND_NO_COPY, "slope 1 at exactly 0; arguments changed in place.", "Look at line"),
            (RIGHT_ON_WHAT_IS_SHOWN, "a sum of exactly 0", "See line 5."),
            (EMPTY_BATCH, "Not right yet: one batch too many.", "A missing term"),
            (MASK_OF_ROWS, "Not right yet: a repeated row taken once.", "has the wrong value"),
            (PUT_BACK_BY_ADDING, "Changed: weights, by rounding alone.", "line"),
            (
                RESHAPED_BY_A_SHAPE,
                "reshaped instead of transposed, in line 2.",
                "A missing transpose",
            ),
            (DECIDED_BEFORE, "0 decided before the factors.", "first, and multiplied"),
            (RELU_AT_EACH_TERM, "See lines 4, 6, 8 and 9, and what goes into them.", "and 10"),
            (BIAS_AFTER_A_RELU_BY_IF, "Look at lines 3 and 5:", "line 4"),
            (SMALLER_OF_TWO, "bias subtracted; the other half kept.", "without a name"),
            (RELU_OF_THE_SLOPE, "Look at line 5:", "without a name"),
            (NOTHING_WHERE_CLOSED, "Your function returned None.", "line"),
            (LOSS_BY_PREDICTION, "Not right yet: loss divided by the prediction.", "line 2"),
            (FOUND_NOTHING_BELOW_1, "The wrong start of a search.", "See line"),
            (ROWS_COUNTED, "The wrong count.", "A missing transpose"),
            (
                ONE_BIAS_AND_NO_RELU,
                "See lines 2, 4 and 5, and what goes into them.",
                "it is wrong itself",
            ),
            (RATE_DIVIDED_AGAIN, "what does it hold the next time?", "See line"),
            (COUNTED_FROM_THE_END, "The problem is in line 12:", "The wrong variable"),
            (RELU_IN_EVERY_PASS, "Look at line 4:", "the same in every pass"),
            (ABS_OF_THE_LARGER, "a step taken too early or too late, in line 3.", "without a name"),
            (CUT_INTO_PARTS, "batch size taken for the number of batches.", "without a name"),
            (GATE_BEFORE_IT_IS_NEEDED, "Look at line 6:", "line 7"),
            (PRODUCT_TIMES, "product in place of the other factor.", "The wrong variable"),
            # An edit puts a truth value into a list of layers, and what follows fails.
            (TOLD_BY_ITS_WIDTH, "Not right yet: last layer told by its width.", "fault of its own"),
        ],
    ),
    ids=lambda text: text if len(text) < 60 else "",
)
def test_a_verdict_says_what_is_there_and_nothing_else(source, said, unsaid):
    name = source.split("(")[0].removeprefix("\ndef ")
    message = check(name, answer(source, name)).message
    assert said in message
    assert unsaid not in message
