"""What learners write: a function for every form of message, named after its exercise."""

import sys

import numpy as np


def relu_slope_question(pre_activation):
    return 1 if pre_activation > 0 else 0


def relu_slope_closed(pre_activation):
    return 1.0 * (pre_activation >= 0)


def relu_slope_half(pre_activation):
    return np.where(pre_activation > 0, 1.0, np.where(pre_activation == 0, 0.5, 0.0))


def relu_slope_right(pre_activation):
    return np.where(pre_activation > 0, 1.0, 0.0)


def relu_slope_nan(pre_activation):
    return pre_activation / np.abs(pre_activation)


def relu_slope_untouched(pre_activation):
    """Return relu's slope at every number, in an array of the same shape."""


def two_layers_transposed(inputs, first, second):
    hidden = np.maximum(inputs @ first.T, 0)
    return hidden @ second


def two_layers_gap(inputs, first, second):
    hidden = ...
    return hidden @ second


def hidden_layer_no_return(inputs, weights, bias):
    np.maximum(inputs @ weights + bias, 0)


def hidden_layer_one_number(inputs, weights, bias):
    return float(np.sum(inputs @ weights) + bias[0])


def hidden_layer_text(inputs, weights, bias):
    return f"{inputs @ weights + bias}"


def hidden_layer_mixed_up(inputs, weights, bias):
    return np.dot(weights, inputs) + bias


def hidden_layer_broadcast(inputs, weights, bias):
    return np.maximum(inputs * weights[:, 0] + np.zeros(9), 0)


def node_sum_too_far(inputs, weights):
    total = 0
    for position in range(len(inputs) + 1):
        total += inputs[position] * weights[position]
    return total


def node_sum_list_too_far(inputs, weights):
    products = list(inputs * weights)
    return products[0] + products[len(products)]


def node_sum_misspelt(inputs, weights):
    return np.sum(input_ * weights)  # noqa: F821


def node_sum_unknown(inputs, weights):
    return total_of_products(inputs, weights)  # noqa: F821


def node_sum_unset(inputs, weights):
    for value, weight in zip(inputs, weights, strict=True):
        total = total + value * weight  # noqa: F821
    return total


def node_sum_none(inputs, weights):
    total = print(end="")
    return total + np.sum(inputs * weights)


def node_sum_called(inputs, weights):
    return np.sum(inputs(weights))


def node_sum_attribute(inputs, weights):
    return (inputs * weights).total()


def node_sum_recursive(inputs, weights):
    return node_sum_recursive(inputs, weights)


def node_sum_leaves(inputs, weights):
    sys.exit(str(np.sum(inputs * weights)))


def node_sum_stopped(inputs, weights):
    raise KeyboardInterrupt(inputs.shape, weights.shape)


def node_sum_divided(inputs, weights):
    return np.sum(inputs * weights) / int(np.sum(inputs) * 0)


def node_sum_key(inputs, weights):
    return {"inputs": inputs, "weights": weights}["input"]


def node_sum_ragged(inputs, weights):
    return np.array([[1.0], [*inputs, *weights]])


def node_sum_yields(inputs, weights):
    yield inputs @ weights


def node_sum_one_argument(inputs):
    return np.sum(inputs)


def node_sum_prints(inputs, weights):
    print("products", (inputs * weights).tolist())
    return np.prod(inputs * weights)


def node_sum_prints_and_is_right(inputs, weights):
    print("products", (inputs * weights).tolist())
    return np.sum(inputs * weights)


def node_sum_remembers(inputs, weights, calls=[]):  # noqa: B006
    calls.append(1)
    return np.sum(inputs * weights) + len(calls) // 7


def all_slopes_one_gate(inputs, targets, weights):
    values = [inputs]
    for table in weights[:-1]:
        values.append(np.maximum(values[-1] @ table, 0))
    slope = 2 * (values[-1] @ weights[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, values[number].T @ slope)
        slope = slope @ weights[number].T
        if number == 1:
            slope = slope * (values[number] > 0)
    return slopes


def all_slopes_reversed(inputs, targets, weights):
    return all_slopes_tripled(inputs, targets, weights)[::-1]


def all_slopes_tripled(inputs, targets, weights):
    values = [inputs]
    for table in weights[:-1]:
        values.append(np.maximum(values[-1] @ table, 0))
    slope = 6 * (values[-1] @ weights[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, values[number].T @ slope)
        slope = slope @ weights[number].T * (values[number] > 0)
    return slopes


def all_slopes_too_few(inputs, targets, weights):
    return all_slopes_tripled(inputs, targets, weights)[:1]


def _two_layer(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    error = hidden @ second - targets
    at_hidden = (error @ second.T) * (hidden > 0)
    return 2 * inputs.T @ at_hidden / len(inputs), 2 * hidden.T @ error / len(inputs)


def two_layer_slopes_sign(inputs, targets, first, second):
    return [-slope for slope in _two_layer(inputs, targets, first, second)]


def two_layer_slopes_sign_and_sum(inputs, targets, first, second):
    return [-slope * len(inputs) for slope in _two_layer(inputs, targets, first, second)]


def two_layer_slopes_third(inputs, targets, first, second):
    return [slope * 3 for slope in _two_layer(inputs, targets, first, second)]


def two_layer_slopes_by_rows(inputs, targets, first, second):
    return [slope / len(inputs) * 3 for slope in _two_layer(inputs, targets, first, second)]


def two_layer_slopes_swapped(inputs, targets, first, second):
    return _two_layer(inputs, targets, first, second)[::-1]


def two_layer_slopes_first_wrong(inputs, targets, first, second):
    first_slope, second_slope = _two_layer(inputs, targets, first, second)
    return first_slope * np.arange(1.0, first.size + 1).reshape(first.shape), second_slope


def two_layer_slopes_sizes(inputs, targets, first, second):
    return tuple(np.abs(slope) for slope in _two_layer(inputs, targets, first, second))


def two_layer_slopes_nearly(inputs, targets, first, second):
    return tuple(slope.astype(np.float16) for slope in _two_layer(inputs, targets, first, second))


def bias_slope_not_summed_tripled(node_slope):
    return np.stack([node_slope, node_slope, node_slope])


async def node_sum_waits(inputs, weights):
    return inputs @ weights


def loss_history_halves(weight, value, target, learning_rate, steps):
    losses = []
    for _ in range(steps + 1):
        error = value * weight - target
        losses.append([error**2 / 2, error**2 / 2])
        weight = weight - learning_rate * 2 * error * value
    return losses


def bias_slope_kept_dimension(node_slope):
    return node_slope.sum(axis=0, keepdims=True)


def bias_slope_shifted(node_slope):
    return node_slope.sum(axis=0) + 0.5


def hidden_slope_doubled(node_slope, weights, pre_activation):
    return node_slope @ weights.T * (1.0 + (pre_activation > 0))


def batch_slope_at_prediction_spread(prediction, targets):
    return 2 * (prediction[:, 0] - targets) / len(targets)


def batch_slope_at_prediction_constant(prediction, targets):
    return 0 * prediction + 7.5 + 0 * targets


def through_relu_dead(node_slope, pre_activation):
    return node_slope * np.where(pre_activation > 0, 1.0, 0.01)


def one_table_transposed(first, second):
    return (first @ second).T


def updated_weights_in_place(weights, slopes, learning_rate):
    for number in range(len(weights)):
        weights[number] -= learning_rate * slopes[number]
    return weights


def softmax_overflows(scores):
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


def softmax_huge(scores):
    return np.broadcast_to(scores[:, :1], (len(scores), 10**9))


def my_forward_by_key(inputs, layers):
    return [inputs @ layer["weights"] + layer["bias"] for layer in layers]


def my_update_changes_a_layer(layers, slopes, learning_rate):
    for layer, slope in zip(layers, slopes, strict=True):
        layer.bias = layer.bias - learning_rate * slope.bias
    return layers


def my_update_tables_alone(layers, slopes, learning_rate):
    return [a[0] - learning_rate * b[0] for a, b in zip(layers, slopes, strict=True)]


def my_update_one_layer_short(layers, slopes, learning_rate):
    updated = [
        (w - learning_rate * dw, b - learning_rate * db)
        for (w, b), (dw, db) in zip(layers, slopes, strict=True)
    ]
    return updated[1:] or updated


def my_backward_without_gates(activations, layers, loss_slope):
    slopes = []
    for number in reversed(range(len(layers))):
        slopes.insert(0, (activations[number].T @ loss_slope, loss_slope.sum(axis=0)))
        loss_slope = loss_slope @ layers[number].weights.T
    return slopes
