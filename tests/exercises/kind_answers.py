"""For each kind of slip an answer that has it: EXERCISE__KIND, with "# slip" in the line."""

import numpy as np

from helpers.network import Layer


def measured_slope__sign(loss_at, weight, step):
    above = loss_at(weight + step)
    below = loss_at(weight - step)
    return (above + below) / (2 * step)  # slip


def standardised__sides(train, test):
    mean = train.mean(axis=0)
    deviation = train.std(axis=0)
    return (mean - test) / deviation  # slip


def updated_layer__factor_missing(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights = weights - learning_rate * weights_slope
    new_bias = bias - bias_slope  # slip
    return new_weights, new_bias


def two_layer_slopes__number_missing(inputs, targets, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 0)
    error = (hidden @ second - targets) / len(inputs)
    second_slopes = hidden.T @ error  # slip
    hidden_slope = 2 * error @ second.T * (sums > 0)
    return inputs.T @ hidden_slope, second_slopes


def bias_slope__factor_too_many(node_slope):
    slope = 2 * node_slope  # slip
    return slope.sum(axis=0)


def updated_layer__term_missing(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights = weights - learning_rate * weights_slope
    return new_weights, -learning_rate * bias_slope  # slip


def carried__term_too_many(value, weight):
    return value * weight + value  # slip


def one_weight_slope__division_missing(value, weight, target):
    nudge = 1e-6
    before = (value * weight - target) ** 2
    after = (value * (weight + nudge) - target) ** 2
    return after - before  # slip


def error_of__division_too_many(prediction, target):
    error = prediction - target
    return error / target  # slip


def two_layers__product_confused(inputs, first, second):
    hidden = np.maximum(inputs @ first, 0)
    return hidden * second  # slip


def all_layers__matrix_product_missing(inputs, weights):
    activation = inputs
    for layer_weights in weights[:-1]:  # noqa: B007
        activation = np.maximum(activation, 0)  # slip
    return activation @ weights[-1]


def two_layer_slopes__matrix_product_too_many(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope @ second.T  # slip
    at_hidden = (node_slope @ second.T) * (hidden > 0)
    return inputs.T @ at_hidden, second_slope


def through_relu__operation(activation_slope, pre_activation):
    gate = pre_activation > 0
    return activation_slope + gate  # slip


def row_loss__brackets(prediction, target):
    return np.sum(prediction - target**2)  # slip


def all_layers__applied_elsewhere(inputs, weights):
    sums = inputs @ weights[0]
    for table in weights[1:]:
        sums = np.maximum(sums @ table, 0)  # slip
    return sums


def accuracy__comparison(scores, labels):
    right = 0
    for row, label in zip(scores, labels, strict=True):
        if np.argmax(row) >= label:  # slip
            right += 1
    return right / len(labels)


def weight_slope__name(value, activation_slope, relu_slope):
    return value * activation_slope * activation_slope  # slip


def measured_slope__number(loss_at, weight, step):
    above, below = loss_at(weight + step), loss_at(weight - step)
    return (above - below) / (3 * step)  # slip


def weights_slopes__transpose_missing(values, node_slope):
    return values @ node_slope  # slip


def hidden_slope__reshaped(node_slope, weights, pre_activation):
    nodes, outputs = weights.shape
    flipped = weights.reshape(outputs, nodes)  # slip
    return (node_slope @ flipped) * (pre_activation > 0)


def one_table__transpose_too_many(first, second):
    return first @ second.T  # slip


def my_loss__sum_missing(scores, labels):
    below_largest = scores - scores.max(axis=1, keepdims=True)
    log_of_sum = np.log(np.exp(below_largest))  # slip
    right = below_largest[np.arange(len(labels)), labels]
    return np.mean(log_of_sum - right)


def error_of__sum_too_many(prediction, target):
    return np.sum(prediction - target)  # slip


def baseline_loss__mean_missing(train_targets, test_targets):
    guess = np.mean(train_targets)
    return (guess - test_targets) ** 2  # slip


def error_of__mean_too_many(prediction, target):
    error = prediction - target
    return error.mean()  # slip


def softmax__sum_or_mean(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.mean(axis=1, keepdims=True)  # slip


def relu__largest(pre_activation):
    return np.max(pre_activation, 0)  # slip


def node_value__argument_missing(inputs, weights, bias):
    total = np.sum(inputs * weights) + bias
    return np.maximum(total)  # slip


def hidden_layer__function(inputs, weights, bias):
    total = inputs @ weights + bias
    return np.minimum(total, 0)  # slip


def best_weight__call_too_many(weights, value, target):
    losses = (weights * value - target) ** 2
    return np.sort(weights)[np.argmin(losses)]  # slip


def accuracy__call_missing(scores, labels):
    hits = scores == labels  # slip
    return np.mean(hits)


def standardised__axis(train, test):
    mean = train.mean(axis=1)  # slip
    deviation = train.std(axis=0)
    return (test - mean) / deviation


def softmax__shape(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1)  # slip


def listing_10__relu_missing(inputs, targets, first, second):
    hidden = inputs @ first  # slip
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    at_hidden = (node_slope @ second.T) * (hidden > 0)
    return inputs.T @ at_hidden, hidden.T @ node_slope


def error_of__relu_too_many(prediction, target):
    return np.maximum(prediction - target, 0)  # slip


def through_relu__gate_picks_out(activation_slope, pre_activation):
    is_open = pre_activation > 0
    return activation_slope[is_open]  # slip


def two_layers__gate_for_value(inputs, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums > 0, 0)  # slip
    return hidden @ second


def hidden_slope__gate_missing(node_slope, weights, pre_activation):
    others = node_slope[1:] @ weights.T * (pre_activation[1:] > 0)
    return np.vstack([node_slope[:1] @ weights.T, others])  # slip


def all_slopes__relu_for_gate(inputs, targets, weights):
    kept = [inputs]
    for table in weights[:-1]:
        kept.append(np.maximum(kept[-1] @ table, 0))
    slope = 2 * (kept[-1] @ weights[-1] - targets) / len(inputs)
    slopes = [kept[-1].T @ slope]
    for i in range(len(weights) - 1, 0, -1):
        slope = np.maximum(slope @ weights[i].T, 0)  # slip
        slopes.insert(0, kept[i - 1].T @ slope)
    return slopes


def my_slopes__in_every_pass(inputs, labels, layers):
    kept = [inputs]
    for layer in layers:
        kept.append(np.maximum(kept[-1] @ layer.weights + layer.bias, 0))  # slip
    powers = np.exp(kept[-1] - kept[-1].max(axis=1, keepdims=True))
    slope = powers / powers.sum(axis=1, keepdims=True)
    slope[np.arange(len(labels)), labels] -= 1
    slope = slope / len(labels)
    slopes = []
    for number in range(len(layers) - 1, -1, -1):
        slopes.insert(0, Layer(kept[number].T @ slope, slope.sum(axis=0)))
        slope = slope @ layers[number].weights.T * (kept[number] > 0)
    return slopes


def through_relu__value_for_gate(activation_slope, pre_activation):
    return activation_slope * pre_activation  # slip


def bias_slope__gate_too_many(node_slope):
    return (node_slope * (node_slope > 0)).sum(axis=0)  # slip


def relative_difference__size_missing(slope, measured):
    size = max(abs(slope), measured)  # slip
    if size == 0:
        return 0.0
    return abs(slope - measured) / size


def slope_at_prediction__size_too_many(prediction, target):
    return 2 * abs(prediction - target)  # slip


def loss_history__square_missing(weight, value, target, learning_rate, steps):
    history = [(value * weight - target) ** 2]
    for _ in range(steps):
        slope = 2 * (value * weight - target) * value
        weight = weight - learning_rate * slope
        history.append(value * weight - target)  # slip
    return history


def slope_at_prediction__square_too_many(prediction, target):
    return 2 * (prediction - target) ** 2  # slip


def all_layers__place(inputs, weights):
    activation = inputs
    for layer_weights in weights[:-1]:
        activation = np.maximum(activation @ layer_weights, 0)
    return activation @ weights[len(weights)]  # slip


def batch_slope_at_prediction__count(prediction, targets):
    rows = prediction.shape[1]  # slip
    return 2 * (prediction - targets) / rows


def listing_12__picked(inputs, targets, weights, learning_rate, order):
    for row in order:
        error = inputs[order] @ weights - targets  # slip
        slope = inputs[[row]].T @ (2 * error[[row]])
        weights = weights - learning_rate * slope
    return weights


def kept_values__other_end(inputs, weights):
    activations = [inputs]
    current = inputs
    for layer_weights in weights[:-1]:
        current = np.maximum(current @ layer_weights, 0)
        activations.append(current)
    activations.insert(0, current @ weights[-1])  # slip
    return activations


def hidden_layer__one_for_all(inputs, weights, bias):
    return np.maximum(inputs[0] @ weights + bias, 0)  # slip


def kept_values__all_for_one(inputs, weights):
    activations = [inputs]
    current = inputs
    for layer_weights in weights[:-1]:
        current = np.maximum(current @ layer_weights, 0)
        activations.append(current)
    activations.append(current @ weights)  # slip
    return activations


def node_sum__turns(inputs, weights):
    total = 0
    for number in range(1, len(inputs)):  # slip
        total += inputs[number] * weights[number]
    return total


def measured_slopes__copy_missing(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        higher = weights.copy()
        lower = higher  # slip
        higher[place] += step
        lower[place] -= step
        slopes[place] = (loss_at(higher) - loss_at(lower)) / (2 * step)
    return slopes


def node_value__replaced(inputs, weights, bias):
    total = 0
    for number in range(len(inputs)):
        total = inputs[number] * weights[number]  # slip
    return max(total + bias, 0.0)


def baseline_loss__entries_left(train_targets, test_targets):
    errors = list(test_targets - train_targets.mean())
    for error in errors:
        error = error**2  # slip
    return np.mean(errors)


def kept_values__none_kept(inputs, weights):
    values = [inputs]
    for table in weights[:-1]:
        values = values.append(np.maximum(values[-1] @ table, 0))  # slip
    return [*values, values[-1] @ weights[-1]]


def updated_weights__entries_added(weights, slopes, learning_rate):
    tables = []
    for table, slope in zip(weights, slopes, strict=True):
        tables += list(table - learning_rate * slope)  # slip
    return tables


def chain_slope__added_to(value, first, second, target):
    pre_activation = value * first
    hidden = max(pre_activation, 0.0)
    slope = 2 * (hidden * second - target)
    slope += slope * second  # slip
    if pre_activation <= 0:
        slope = 0.0
    return slope * value


def measured_slopes__minus_after_equals(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        nudged = weights.copy()
        nudged[place] += step
        above = loss_at(nudged)
        nudged[place] =- 2 * step  # fmt: skip  # slip
        slopes[place] = (above - loss_at(nudged)) / (2 * step)
    return slopes


def confusion_matrix__repeated_places(labels, predicted, classes):
    table = np.zeros((classes, classes))
    table[labels] += np.eye(classes)[predicted]  # slip
    return table


def split_batches__indent(order, batch_size):
    for start in range(0, len(order), batch_size):
        batches = []  # slip
        batches.append(order[start : start + batch_size])
    return batches


def listing_4__order_of_lines(inputs, targets, first, second):
    hidden = inputs @ first
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    node_slope = node_slope @ second.T
    second_slope = hidden.T @ node_slope  # slip
    return inputs.T @ node_slope, second_slope


def updated_weight__line_too_many(weight, slope, learning_rate):
    learning_rate = 0.01  # slip
    return weight - learning_rate * slope


def split_batches__returned(order, batch_size):
    batches = []
    for start in range(0, len(order), batch_size):
        batches.append(order[start : start + batch_size])
    return len(batches)  # slip


def one_weight_slope__not_returned(value, weight, target):
    error = value * weight - target
    slope = 2 * error * value  # slip  # noqa: F841


def slope_over_paths__printed(weights, node_slopes):
    print(np.sum(weights * node_slopes))  # slip


def bias_slope__not_fed_back(node_slope):
    total = np.zeros(node_slope.shape[1])
    for row in node_slope:
        so_far = total + row  # noqa: F841 # slip
    return total


def loss_history__feeding_back_missing(weight, value, target, learning_rate, steps):
    history = [(weight * value - target) ** 2]
    for _ in range(steps):
        slope = 2 * (weight * value - target) * value
        moved = weight - learning_rate * slope  # slip
        history.append((moved * value - target) ** 2)
    return history


def chain_slope__condition(value, first, second, target):
    pre_activation = value * first
    slope = 2 * (max(pre_activation, 0.0) * second - target) * second
    if pre_activation > 0:  # slip
        slope = 0.0
    return slope * value


def confusion_matrix__condition_too_many(labels, predicted, classes):
    table = np.zeros((classes, classes))
    for label, choice in zip(labels, predicted, strict=True):
        if label != choice:  # slip
            table[label, choice] += 1
    return table


def relu__leaves_early(pre_activation):
    result = []
    for value in pre_activation.ravel():
        if value <= 0:
            result.append(0.0)
            break  # slip
        result.append(value)
    return np.array(result).reshape(pre_activation.shape)


def two_layer_slopes__results(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    prediction = hidden @ second
    node_slope = 2 * (prediction - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    first_slope = inputs.T @ ((node_slope @ second.T) * (hidden > 0))
    return prediction, first_slope, second_slope  # slip


def updated_layer__order_of_results(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights = weights - learning_rate * weights_slope
    new_bias = bias - learning_rate * bias_slope
    return new_bias, new_weights  # slip


def loss_history__entries(weight, value, target, learning_rate, steps):
    history = [0, (value * weight - target) ** 2]  # slip
    for _ in range(steps):
        slope = 2 * (value * weight - target) * value
        weight = weight - learning_rate * slope
        history.append((value * weight - target) ** 2)
    return history


def scaled_rows__array_type(table, factors):
    scaled = np.zeros_like(table)  # slip
    for number, factor in enumerate(factors):
        scaled[number] = np.maximum(table[number] * factor, 0)
    return scaled


def measured_slope__whole_numbers(loss_at, weight, step):
    rise = loss_at(weight + step) - loss_at(weight - step)
    return rise // (2 * step)  # slip


def kept_values__reversed(inputs, weights):
    kept = [inputs]
    for number, table in enumerate(weights):
        after = kept[0] @ table
        if number + 1 < len(weights):
            after = np.maximum(after, 0)
        kept.insert(0, after)
    return kept  # slip


def losses_along__compared(weights, value, target):
    losses = np.zeros(len(weights))
    for at, weight in enumerate(weights):
        losses[at] == (weight * value - target) ** 2  # slip  # noqa: B015
    return losses


def all_layers__not_kept(inputs, weights):
    values = inputs
    for table in weights[:-1]:
        values = values @ table
        np.maximum(values, 0)  # slip
    return values @ weights[-1]


def relative_difference__condition_missing(slope, measured):
    if measured == 0:  # slip
        return 0.0
    return abs(slope - measured) / max(abs(slope), abs(measured))


def accuracy__start(scores, labels):
    right = 0
    for row, label in zip(scores, labels, strict=True):
        chosen, highest = 0, 0.0  # slip
        for number, score in enumerate(row):
            if score > highest:
                chosen, highest = number, score
        right += chosen == label
    return right / len(labels)


def chain_slope__one_case(value, first, second, target):
    hidden = max(0, value * first)
    slope = 2 * (hidden * second - target)
    if hidden > 0:
        return slope * second * value
    return slope  # slip


def column_means__once(table):
    means = []
    total = 0  # slip
    for column in table.T:
        for number in column:
            total += number
        means.append(total / len(column))
    return np.array(means)


def listing_12__each_with_each(inputs, targets, weights, learning_rate, order):
    for row in order:
        error = inputs[row] @ weights - targets[row]
        slope = inputs[row] * (2 * error)  # slip
        weights = weights - learning_rate * slope
    return weights


def updates_per_epoch__number_needed(rows, batch_size):
    updates = 0
    while rows > batch_size:  # slip
        rows = rows - batch_size
        updates = updates + 1
    return updates


def my_forward__another_pass(inputs, layers):
    activations = [inputs]
    for number, (weights, bias) in enumerate(layers):
        values = activations[-1] @ weights + bias
        if number > 0:  # slip
            values = np.maximum(values, 0)
        activations.append(values)
    return activations


def hidden_slope__number_as_condition(node_slope, weights, pre_activation):
    at_activation = node_slope @ weights.T
    for row in range(len(pre_activation)):
        for node in range(len(weights)):
            if not pre_activation[row, node]:  # slip
                at_activation[row, node] = 0
    return at_activation


def carried__case_too_many(value, weight):
    if weight < 0:  # slip
        return 0
    return value * weight


def bias_slope__option(node_slope):
    return node_slope.sum(axis=0, initial=1.0)  # slip


def two_layer_slopes__old_value_needed(inputs, targets, first, second):
    sums = inputs @ first
    slope = 2 * (np.maximum(sums, 0) @ second - targets) / len(inputs)
    slope = (slope @ second.T) * (sums > 0)  # slip
    return inputs.T @ slope, np.maximum(sums, 0).T @ slope
