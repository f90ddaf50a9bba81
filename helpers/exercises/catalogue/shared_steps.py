"""The steps that programs share, each able to go wrong: a slip is a switch of its step."""

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.exercise import IN_PLACE


def relu(values):
    """Return relu of the values."""
    return np.maximum(values, 0.0)


def error(prediction, targets, slips):
    """Return prediction - target."""
    turned = known.ERROR_TURNED_ROUND in slips
    if known.FLAT_MEETS_COLUMN in slips:
        prediction = prediction[:, 0]
    return targets - prediction if turned else prediction - targets


def square(errors, slips):
    """Return the squared errors."""
    if known.NOT_SQUARED in slips:
        return errors
    return np.abs(errors) if known.ABSOLUTE_ERROR in slips else errors**2


def rows_divisor(values, slips):
    """Return what a sum over all numbers is divided by to become the mean over the rows."""
    if known.SUM_FOR_MEAN in slips:
        return 1
    return values.size if known.MEAN_OVER_ALL in slips else len(values)


def rows_that_count(slips, *tables):
    """Return the tables; of each its first or its last row alone where that is the slip."""
    if {known.FIRST_ROW_ONLY, known.FIRST_ROW_SHARED} & slips:
        return [table[:1] for table in tables]
    if {known.LAST_ROW_ONLY, known.LAST_ROW_SHARED} & slips:
        return [table[-1:] for table in tables]
    return list(tables)


def node_slope_that_counts(slips, node_slope):
    """Return the slopes, 0 in every row but the first or the last where that is the slip."""
    alone = np.zeros_like(node_slope)
    if known.FIRST_ROW_SHARED in slips:
        alone[:1] = node_slope[:1]
    elif known.LAST_ROW_SHARED in slips:
        alone[-1:] = node_slope[-1:]
    else:
        return node_slope
    return alone


def share_that_counts(slips, rows):
    """Return what a mean over one row still shrinks by where it is taken over all rows."""
    return 1 / rows if {known.FIRST_ROW_SHARED, known.LAST_ROW_SHARED} & slips else 1


def loss(prediction, targets, slips=frozenset()):
    """Return the squared error, summed over the outputs, averaged over the rows."""
    errors = error(*rows_that_count(slips, prediction, targets), slips)
    if known.SQUARED_AFTER_ADDING in slips:
        total = errors.sum() ** 2
    else:
        total = square(errors, slips).sum()
    value = total / rows_divisor(errors, slips) * share_that_counts(slips, len(prediction))
    value = value / 2 if known.HALVED in slips else value
    return np.sqrt(value) if known.ROOT_TAKEN in slips else value


def two(slips):
    """Return the factor that the slope of a square brings."""
    if known.TWO_LEFT_OUT in slips:
        return 1.0
    return 4.0 if known.TWO_TWICE in slips else 2.0


def slope_at_prediction(prediction, targets, slips=frozenset()):
    """Return the slope of the loss at every number of the prediction."""
    errors = error(prediction, targets, slips)
    return two(slips) * errors / rows_divisor(errors, slips)


def gate(pre_activation, slips=frozenset()):
    """Return relu's slope at every pre-activation."""
    if known.GATE_LEFT_OUT in slips:
        return np.ones_like(pre_activation)
    if known.VALUE_FOR_GATE in slips:
        return relu(pre_activation)
    sums = -pre_activation if known.GATE_TURNED_ROUND in slips else pre_activation
    return np.where(sums >= 0 if known.OPEN_AT_ZERO in slips else sums > 0, 1.0, 0.0)


def weights_slope(values, node_slope, slips=frozenset()):
    """Return the slopes of a table of weights from its values and the slopes at its sums."""
    slopes = values.T @ node_slope
    if known.ROWS_AVERAGED_AGAIN in slips:
        slopes = slopes / len(values)
    return slopes.T if known.SLOPES_TRANSPOSED in slips else slopes


def back_through_weights(node_slope, weights, slips=frozenset()):
    """Return the slopes at a layer's activations from those at the sums that it leads to."""
    if known.PATH_WEIGHT_LEFT_OUT in slips:
        weights = np.ones_like(weights)
    return node_slope @ (weights if known.BACK_BY_COLUMNS in slips else weights.T)


def layer_sum(values, weights, slips=frozenset()):
    """Return values @ weights."""
    return values @ (weights.T if known.WEIGHTS_TRANSPOSED in slips else weights)


def hidden(pre_activation, slips=frozenset()):
    """Return a hidden layer's activation."""
    return pre_activation if known.RELU_LEFT_OUT in slips else relu(pre_activation)


def stepped(weights, slope, learning_rate, slips=frozenset()):
    """Return weights after one step; in place where that is the slip."""
    rate = 1.0 if known.RATE_LEFT_OUT in slips else learning_rate
    step = (-rate if known.UPHILL in slips else rate) * slope
    if known.MINUS_STEP in slips:
        return -step
    if IN_PLACE in slips and isinstance(weights, np.ndarray):
        weights -= step
        return weights
    return weights - step


def two_layer_loss(inputs, targets, first, second):
    """Return the loss of the network with one hidden layer and no bias."""
    return loss(relu(inputs @ first) @ second, targets)
