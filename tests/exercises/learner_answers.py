"""What learners write: a function for every form of message, named after its exercise."""

import math
import sys
from types import FunctionType

import numpy as np

_GAP = ...


def relu_slope_question(pre_activation):
    return 1 if pre_activation > 0 else 0


def relu_slope_closed(pre_activation):
    return 1.0 * (pre_activation >= 0)


def relu_slope_half(pre_activation):
    return np.where(pre_activation > 0, 1.0, np.where(pre_activation == 0, 0.5, 0.0))


def relu_slope_a_quarter(pre_activation):
    return np.where(pre_activation > 0, 1.0, np.where(pre_activation == 0, 0.25, 0.0))


def relu_slope_one_branch(pre_activation):
    return np.where(pre_activation > 0, 1.0)


def relu_slope_right(pre_activation):
    return np.where(pre_activation > 0, 1.0, 0.0)


def all_layers_searched(inputs, weights):
    activation = inputs
    for table in weights:
        activation = activation @ table
        if weights.index(table) < len(weights) - 1:
            activation = np.maximum(activation, 0)
    return activation


def relu_of_tables_alone(pre_activation):
    result = np.zeros(pre_activation.shape)
    for row in range(pre_activation.shape[0]):
        for column in range(pre_activation.shape[1]):
            result[row, column] = max(pre_activation[row, column], 0)
    return result


def relu_slope_nan(pre_activation):
    return pre_activation / np.abs(pre_activation)


def relu_slope_untouched(pre_activation):
    """Return relu's slope at every number, in an array of the same shape."""


def two_layers_transposed(inputs, first, second):
    hidden = np.maximum(inputs @ first.T, 0)
    return hidden @ second


def two_layers_gap(inputs, first, second):
    hidden = ...
    prediction = hidden @ second
    return prediction + 0 * inputs.sum() + 0 * first.sum()


def hidden_layer_no_return(inputs, weights, bias):
    np.maximum(inputs @ weights + bias, 0)


def all_layers_append_returned(inputs, weights):
    activations = [inputs]
    return activations.append(inputs @ weights[0])


def all_layers_changed_unnamed(inputs, weights):
    return list(weights).reverse()


def best_weight_none_is_lower(weights, value, target):
    best, lowest = None, 0.0
    for weight in weights:
        if (weight * value - target) ** 2 < lowest:
            best = weight
    return best


def best_weight_none_in_one_return(weights, value, target):
    best = None
    for weight in weights:
        if weight * value == target:
            return weight
    return best


def two_layer_slopes_second_is_none(inputs, targets, first, second):
    return np.zeros_like(first), None


def node_sum_print_returned(inputs, weights):
    return print(inputs @ weights)


def one_table_times(first, second):
    return first * second.T


def all_layers_last_taken_out(inputs, weights):
    last = weights.pop()
    for table in weights:
        inputs = np.maximum(inputs @ table, 0)
    return inputs @ last


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


def through_relu_dead(activation_slope, pre_activation):
    return activation_slope * np.where(pre_activation > 0, 1.0, 0.01)


def one_table_transposed(first, second):
    return (first @ second).T


def listing_11_rate_divided_again(inputs, targets, weights, learning_rate, order, batch_size):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = inputs[batch] @ weights - targets[batch]
        slope = inputs[batch].T @ (2 * error)
        learning_rate = learning_rate / len(batch)
        weights = weights - learning_rate * slope
    return weights


def measured_slopes_put_back_by_adding(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        weights[place] += step
        above = loss_at(weights)
        weights[place] -= 2 * step
        below = loss_at(weights)
        weights[place] += step
        slopes[place] = (above - below) / (2 * step)
    return slopes


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


# ---- what Python says, and what it means ----


def node_sum_puts_an_array_into_a_place(inputs, weights):
    total = np.zeros(1)
    total[0] = inputs * weights
    return total


def node_sum_unpacks(inputs, weights):
    first, second, third = inputs * weights
    return first + second + third


def all_layers_unpacks_with_a_star(inputs, weights):
    first, *middle, last = weights
    values = np.maximum(inputs @ first, 0)
    for table in middle:
        values = np.maximum(values @ table, 0)
    return values @ last


def kept_values_compares_tables(inputs, weights):
    values = [inputs]
    for table in weights:
        sums = values[-1] @ table
        if table != weights[-1]:
            sums = np.maximum(sums, 0)
        values.append(sums)
    return values


def loss_asks_an_array_for_its_len(prediction, targets):
    errors = prediction - targets
    return np.sum(errors**2) / errors.len()


def _summed(inputs, weights):
    return np.sum(inputs * weights)


node_sum_without_numpy = FunctionType(_summed.__code__, {}, "node_sum_without_numpy")


def _typed_elsewhere(source, name):
    """A function whose lines cannot be read again."""
    scope = {"np": np}
    exec(compile(source, "<typed elsewhere>", "exec"), scope)
    return FunctionType(scope["f"].__code__, scope, name)


node_sum_sum_without_lines = _typed_elsewhere(
    "def f(inputs, weights): return inputs + np.append(weights, 1.0)", "node_sum_sum_without_lines"
)
node_sum_without_lines = _typed_elsewhere(
    "def f(inputs, weights): return inputs @ np.append(weights, 1.0)", "node_sum_without_lines"
)


def node_sum_gap_elsewhere(inputs, weights):
    return _GAP + inputs * weights


def node_sum_takes_out_of_a_number(inputs, weights):
    return float(np.sum(inputs * weights))[0]


def node_sum_takes_out_of_a_scalar(inputs, weights):
    return np.sum(inputs * weights)[0]


def node_sum_two_places(inputs, weights):
    return inputs[0, 0] * weights[0, 0]


def node_sum_by_name(inputs, weights):
    return inputs["first"] * weights["first"]


def node_sum_by_a_mask(inputs, weights):
    return np.sum(inputs[np.array([True] * 9)] * weights)


def _one_product(value):
    return value


def node_sum_hands_over_too_much(inputs, weights):
    return _one_product(inputs, weights)


def node_sum_one_number_wanted(inputs, weights):
    return math.sqrt(np.append(inputs * weights, 1.0))


def node_sum_multiplies_lists(inputs, weights):
    return sum(list(inputs) * list(weights))


def node_sum_goes_through_a_number(inputs, weights):
    return [product for product in float(inputs @ weights)]  # noqa: C416


def node_sum_length_of_a_number(inputs, weights):
    return len(np.sum(inputs * weights) * 1.0)


def node_sum_name_of_nothing(inputs, weights):
    return print(end="").sum() + inputs @ weights


def node_sum_list_lacks_a_name(inputs, weights):
    return inputs.tolist().dot(weights)


def node_sum_opens_a_file(inputs, weights):
    return open("no such file") or inputs @ weights


class _Speechless(Exception):
    def __str__(self):
        raise RuntimeError


def node_sum_speechless(inputs, weights):
    raise _Speechless(inputs, weights)


def node_sum_compares_shapes(inputs, weights):
    return np.sum((inputs < np.zeros(9)) * weights)


def node_sum_matrix_product_with_a_number(inputs, weights):
    return inputs @ 3 + weights


def node_sum_adds_in_place(inputs, weights):
    total = np.zeros(9)
    total += inputs * np.append(weights, [])
    total += np.zeros(8)
    return total


def node_sum_reads_a_text(inputs, weights):
    return int("many") + inputs @ weights


def node_sum_stopped_later(inputs, weights, calls=[]):  # noqa: B006
    calls.append(1)
    # The first call after those of all six cases.
    if len(calls) % 7 == 0:
        raise KeyboardInterrupt
    return np.sum(inputs * weights)


def node_sum_larger_than_the_memory(inputs, weights):
    return inputs @ weights + np.zeros(10**15)


def node_sum_divided_by_a_plain_zero(inputs, weights):
    return float(inputs @ weights) / (len(inputs) - len(weights))


def node_sum_left_for_later(inputs, weights):
    raise NotImplementedError(inputs.shape, weights.shape)


# ---- what cannot be read as numbers ----


def two_layer_slopes_stacked(inputs, targets, first, second):
    return np.zeros((2, 3, 3)) + 0 * (inputs.sum() + targets.sum() + first.sum() + second.sum())


def two_layer_slopes_one_number(inputs, targets, first, second):
    return float(np.sum(inputs @ first @ second - targets))


def two_layer_slopes_too_many(inputs, targets, first, second):
    return [0.0] * (1_000_001 + 0 * int(inputs.size + targets.size + first.size + second.size))


def two_layer_slopes_text(inputs, targets, first, second):
    return [f"{inputs.T}", _two_layer(inputs, targets, first, second)[1]]


def my_update_one_number(layers, slopes, learning_rate):
    return learning_rate * len(layers) * len(slopes)


def my_update_text_in_a_layer(layers, slopes, learning_rate):
    return [(f"{learning_rate}", layer.bias) for layer, _ in zip(layers, slopes, strict=True)]


def my_update_other_keys(layers, slopes, learning_rate):
    return [{"table": learning_rate * slope.weights} for _, slope in zip(layers, slopes)]  # noqa: B905


def node_sum_rows_of_different_lengths(inputs, weights):
    return [[1.0], [*inputs, *weights]]


def node_sum_a_long_list(inputs, weights):
    return [0.0 * inputs[0] * weights[0]] * 1_000_001


def node_sum_complex(inputs, weights):
    return np.array([1j * inputs @ weights])


def node_sum_complex_number(inputs, weights):
    return 1j * complex(inputs @ weights)


def node_sum_gap_in_a_list(inputs, weights):
    return [_GAP, inputs @ weights]


def node_sum_nothing_in_a_list(inputs, weights):
    return [None, inputs @ weights]


def node_sum_texts(inputs, weights):
    return [f"{inputs}", f"{weights}"]


def node_sum_bytes(inputs, weights):
    return f"{inputs @ weights}".encode()


def node_sum_a_set(inputs, weights):
    return {float(product) for product in inputs * weights}


def node_sum_a_dict(inputs, weights):
    return {"sum": inputs @ weights}


def node_sum_a_range(inputs, weights):
    return range(len(inputs) * len(weights))


def node_sum_a_function(inputs, weights):
    return lambda: inputs @ weights


def node_sum_an_object(inputs, weights):
    return _Speechless(inputs, weights)


def node_sum_empty(inputs, weights):
    return (inputs * weights)[:0]


def node_sum_a_gap_from_elsewhere(inputs, weights):
    return [_GAP, inputs, weights][0]


def node_sum_dates(inputs, weights):
    return (inputs * weights).astype("datetime64[D]")


def hidden_layer_two_results(inputs, weights, bias):
    pre_activation = inputs @ weights + bias
    return [pre_activation, np.maximum(pre_activation, 0).sum(axis=0)]


# ---- what can be said where no name fits ----


def kept_values_last_tripled(inputs, weights):
    values = [inputs]
    for table in weights[:-1]:
        values.append(np.maximum(values[-1] @ table, 0))
    return [*values, 3 * values[-1] @ weights[-1]]


def relu_opens_late(pre_activation):
    return np.where(pre_activation > 1.5, pre_activation, 0.0)


def batch_slope_at_prediction_squeezed(prediction, targets):
    return 2 * (prediction.squeeze() - targets) / len(targets)


def one_table_transposed_where_square(first, second):
    product = first @ second
    return product.T if product.shape[0] == product.shape[1] else product


def two_layer_slopes_odd(inputs, targets, first, second):
    return [slope * np.pi for slope in _two_layer(inputs, targets, first, second)]


def measured_slope_of_a_product(loss_at, weight, step):
    return (loss_at * (weight + step) - loss_at * (weight - step)) / (2 * step)


def my_update_with_dicts(layers, slopes, learning_rate):
    steps = [{"weights": learning_rate * slope.weights} for slope in slopes]
    return [layer.weights - step.weights for layer, step in zip(layers, steps, strict=True)]


def relu_slope_wrong_in_a_large_table(pre_activation):
    return (pre_activation > 0) * (1.0 if pre_activation.size < 9 else 0.7)


def measured_slope_nothing(*arguments):
    return 0.0 * len(arguments)


def node_sum_right_for_small_ones(inputs, weights):
    return -(inputs @ weights) if len(inputs) > 2 else inputs @ weights


# ---- school algebra and lists, as they are not written in Python ----


def node_sum_squared_with_a_caret(inputs, weights):
    return inputs @ weights ^ 2


def kept_values_appended_and_kept(inputs, weights):
    values = [inputs]
    for table in weights:
        values = values.append(inputs @ table)
        values = values.append(inputs @ table)
    return values


def hidden_slope_by_columns(node_slope, weights, pre_activation):
    return (node_slope @ weights) * (pre_activation > 0)


def training_step_too_long(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    slope = 2 * (hidden @ second - targets) / len(inputs)
    back = slope @ second.T * (hidden > 0)
    first = first - 3 * learning_rate * inputs.T @ back
    return first, second - learning_rate * hidden.T @ slope


# ---- a function, a list or a number in a place that is not for it ----


def node_sum_of_pythons_input(inputs, weights):
    return np.sum(input * weights)


def node_sum_not_called(inputs, weights):
    return (inputs * weights).sum * 1.0


def hidden_layer_larger_as_a_whole(inputs, weights, bias):
    return max(inputs @ weights + bias, 0)


def hidden_layer_largest_along_an_axis(inputs, weights, bias):
    return np.max(0, inputs @ weights + bias)


def all_layers_of_the_list(inputs, weights):
    return inputs @ weights


def my_forward_of_the_list(inputs, layers):
    return inputs @ layers.weights


def node_sum_of_a_list(inputs, weights):
    products = list(inputs * weights)
    return products * 1.0


def node_sum_of_an_empty_list(inputs, weights):
    products = []
    return products.sum() + inputs @ weights


def node_sum_product_of_numbers(inputs, weights):
    return inputs[0] @ weights[0]


def node_sum_of_pairs(inputs, weights):
    pairs = list(zip(inputs, weights, strict=True))
    return pairs / 2


def node_sum_turned_somewhere(inputs, weights):
    tripled = -(inputs @ weights) * 3
    halved = tripled / 2
    more = halved * 5
    return more * 2 / 15


def node_sum_of_a_name_unlike_any(inputs, weights):
    return np.sum(all_of_them * weights)  # noqa: F821


def node_sum_two_places_of_a_list(inputs, weights):
    return inputs.tolist()[0, 0] * weights


def loss_history_added_to_a_list(weight, value, target, learning_rate, steps):
    history = []
    for _ in range(steps + 1):
        history = history + (weight * value - target) ** 2
        weight = weight - learning_rate
    return history


def node_sum_shape_in_two(inputs, weights):
    return np.zeros(len(inputs), len(weights))


def node_sum_half_a_place(inputs, weights):
    return [inputs[i] * weights[i] for i in range(len(inputs) / 2)]


def node_sum_times_a_text(inputs, weights):
    return np.multiply(inputs * weights, "two")


def node_sum_along_a_second_axis(inputs, weights):
    return np.sum(inputs * weights, axis=1)


def node_sum_along_no_axis(inputs, weights):
    return np.sum(inputs @ weights, axis=1)


def hidden_layer_along_a_third_axis(inputs, weights, bias):
    return np.sum(inputs @ weights + bias, axis=2)


def _halved(values):
    halves = values / 2
    return halves[len(values)]


def node_sum_fails_in_a_helper(inputs, weights):
    return _halved(inputs * weights)


def _calls_itself(values):
    return _calls_itself(values)


def node_sum_in_a_helper_that_calls_itself(inputs, weights):
    return _calls_itself(inputs * weights)


def node_sum_printed(inputs, weights):
    print(np.sum(inputs * weights))


# ---- what can be said without a name: all of it in one relation ----


def one_table_rounded(first, second):
    return np.round(first @ second, 1)


def one_table_made_whole(first, second):
    return np.round(first @ second)


def one_table_cut(first, second):
    return np.trunc(first @ second)


def two_layer_slopes_above_zero(inputs, targets, first, second):
    return [np.maximum(slope, 0) for slope in _two_layer(inputs, targets, first, second)]


def all_slopes_without_the_last(inputs, targets, weights):
    return [slope / 3 for slope in all_slopes_tripled(inputs, targets, weights)][:-1]


def all_slopes_one_short(inputs, targets, weights):
    return all_slopes_tripled(inputs, targets, weights)[1:]


def split_batches_one_too_many(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order) + batch_size, batch_size)]


def error_of_all_together(prediction, target):
    return np.sum(prediction - target)


def through_relu_added_up(activation_slope, pre_activation):
    return (activation_slope * (pre_activation > 0)).sum(axis=0)


def training_step_slopes(inputs, targets, first, second, learning_rate):
    return [slope + 0 * learning_rate for slope in _two_layer(inputs, targets, first, second)]


def training_step_steps(inputs, targets, first, second, learning_rate):
    return [learning_rate * slope for slope in _two_layer(inputs, targets, first, second)]


def training_step_changes(inputs, targets, first, second, learning_rate):
    return [-learning_rate * slope for slope in _two_layer(inputs, targets, first, second)]


def updated_layer_stays(weights, bias, weights_slope, bias_slope, learning_rate):
    return weights + 0 * weights_slope, bias + 0 * bias_slope * learning_rate


def updated_layer_bias_uphill_in_place(weights, bias, weights_slope, bias_slope, learning_rate):
    weights -= learning_rate * weights_slope
    bias = bias + learning_rate * bias_slope
    return weights, bias


def updated_layer_all_in_place(weights, bias, weights_slope, bias_slope, learning_rate):
    weights_slope *= learning_rate
    weights -= weights_slope
    bias += learning_rate * bias_slope
    return weights, bias


def updated_layer_three_times_uphill(weights, bias, weights_slope, bias_slope, learning_rate):
    return weights + 3 * learning_rate * weights_slope, bias + 3 * learning_rate * bias_slope


def training_step_by_sizes(inputs, targets, first, second, learning_rate):
    at_first, at_second = _two_layer(inputs, targets, first, second)
    return first - learning_rate * np.abs(at_first), second - learning_rate * np.abs(at_second)


# ---- right in some places ----


def dead_units_nearly(inputs, weights, bias):
    return (inputs @ weights + bias)[0] <= 0


def dead_units_in_words(inputs, weights, bias):
    return ["dead" if unit <= 0 else "alive" for unit in (inputs @ weights + bias)[0]]


def hidden_layer_first_row(inputs, weights, bias):
    values = np.maximum(inputs @ weights + bias, 0)
    values[1:] = 2 * values[1:] + 1
    return values


def kept_values_first_tripled(inputs, weights):
    values = [inputs]
    for table in weights[:-1]:
        values.append(np.maximum(values[-1] @ table, 0))
    return [3 * inputs, *values[1:], values[-1] @ weights[-1]]


def updated_layer_first_row(weights, bias, weights_slope, bias_slope, learning_rate):
    updated = weights.copy()
    updated[0] = weights[0] - learning_rate * weights_slope[0]
    return updated, bias - learning_rate * bias_slope


def one_table_small_ones_left_out(first, second):
    product = first @ second
    return np.where(np.abs(product) < 0.3, 0.0, product)


def two_layer_slopes_some_turned(inputs, targets, first, second):
    at_first, at_second = _two_layer(inputs, targets, first, second)
    at_first[0], at_second[-1] = -at_first[0], -at_second[-1]
    return at_first, at_second


def all_slopes_second_last(inputs, targets, weights):
    slopes = [slope / 3 for slope in all_slopes_tripled(inputs, targets, weights)]
    return [np.pi * s**2 if n == len(slopes) - 2 else s for n, s in enumerate(slopes)]


def two_layer_slopes_of_the_first_row(inputs, targets, first, second):
    return _two_layer(inputs[:1], targets[:1], first, second)


def hidden_layer_bias_unused(inputs, weights, bias):
    return np.maximum(inputs @ weights * 1.5, 0) + 0 * bias


def updated_weights_in_place_and_wrong(weights, slopes, learning_rate):
    for number in range(len(weights)):
        weights[number] -= 3 * learning_rate * slopes[number]
    return weights


def two_layer_slopes_by_odd_rows(inputs, targets, first, second):
    share = 2 * len(inputs) / (len(inputs) + 1)
    return [slope * share for slope in _two_layer(inputs, targets, first, second)]


def two_layer_slopes_shared_once_more(inputs, targets, first, second):
    return [slope / len(inputs) ** 2 for slope in _two_layer(inputs, targets, first, second)]


def batch_slope_at_prediction_not_shared(prediction, targets):
    return 2 * (prediction - targets) * len(targets)


def batch_slope_at_prediction_summed_and_tripled(prediction, targets):
    return 6 * (prediction - targets)


def two_layers_first_row_repeated(inputs, first, second):
    hidden = np.tile(np.maximum(inputs[0] @ first, 0), (len(inputs), 1))
    return hidden @ second


def bias_slope_in_itself(node_slope):
    slopes = [node_slope]
    slopes.append(slopes)
    return slopes


def two_layers_hidden_spoiled(inputs, first, second):
    hidden = np.maximum(inputs @ first, 0)
    hidden[0] *= 0.3
    hidden[1:] -= 2
    hidden.sort()
    return hidden @ second


def two_layers_one_axis_more(inputs, first, second):
    return (np.maximum(inputs @ first, 0) @ second)[None]


def weights_slopes_times_the_rows_twice(inputs, node_slope):
    return inputs.T @ node_slope * len(inputs) ** 2


def listing_13_rows_as_columns(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    prediction = hidden @ second
    node_slope = 2 * (prediction - targets) / len(inputs)
    first_slope = ((node_slope @ second.T) * (hidden > 0)).T @ inputs
    return prediction.T, first_slope, node_slope.T @ hidden


def listing_4_both_summed(inputs, targets, first, second):
    node_slope = 2 * (inputs @ first @ second - targets) / len(inputs)
    second_slope = np.sum((inputs @ first).T @ node_slope)
    return np.sum(inputs.T @ node_slope @ second.T), second_slope


def listing_4_both_summed_over_rows(inputs, targets, first, second):
    node_slope = 2 * (inputs @ first @ second - targets) / len(inputs)
    second_slope = np.sum((inputs @ first).T @ node_slope, axis=0)
    return np.sum(inputs.T @ node_slope @ second.T, axis=0), second_slope


def all_slopes_of_one_row(inputs, targets, weights):
    return _slopes_of_layers(inputs[:1], targets[:1], weights)


def all_slopes_one_too_many(inputs, targets, weights):
    slopes = _slopes_of_layers(inputs, targets, weights)
    return [*slopes, slopes[-1] * 7]


def _slopes_of_layers(inputs, targets, weights):
    activations = [inputs]
    for table in weights[:-1]:
        activations.append(np.maximum(activations[-1] @ table, 0))
    node_slope = 2 * (activations[-1] @ weights[-1] - targets) / len(inputs)
    slopes = []
    for values, table in zip(reversed(activations), reversed(weights), strict=True):
        slopes.insert(0, values.T @ node_slope)
        node_slope = (node_slope @ table.T) * (values > 0)
    return slopes


def all_layers_of_the_first_one(inputs, weights):
    values = [inputs]
    for table in weights:
        values.append(np.maximum(values[-1] @ table, 0))
    return values[0] @ weights[0]


def all_layers_backwards_and_relu_at_the_end(inputs, weights):
    values = inputs
    for table in weights[::-1]:
        values = np.maximum(values @ table, 0)
    return values


def listing_13_prediction_of_an_example(inputs, targets, first, second):
    prediction = np.full(targets.shape, 0.5)
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (targets - hidden @ second) / len(inputs)
    first_slope = inputs.T @ ((node_slope @ second.T) * (hidden > 0))
    return prediction, first_slope, hidden.T @ node_slope


def weighted_sums_put_back_into_whole_numbers(table, weights):
    table = table.copy()
    table *= weights
    return table.sum(axis=1)


def scaled_rows_put_back_into_a_gate(table, factors):
    gate = table * factors[:, None] > 0
    gate *= factors[:, None]
    return table * gate


def weighted_sums_as_a_weighted_mean(table, weights):
    return np.average(table, axis=1, weights=weights)
