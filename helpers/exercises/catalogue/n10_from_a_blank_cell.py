"""Exercises of notebook 10: a network of one's own, part by part, then the whole of it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from helpers.exercises.catalogue import (
    n01_forward_propagation,
    n05_layer_by_layer,
    n07_gradient_descent,
    n08_batches_and_sgd,
    n09_real_data,
)
from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_INPUTS,
    RUNNING_SECOND,
    array,
    normals,
    quarters,
)
from helpers.exercises.catalogue.shared_steps import (
    back_through_weights,
    gate,
    hidden,
    layer_sum,
    relu,
    stepped,
    weights_slope,
)
from helpers.exercises.exercise import IN_PLACE, Case, Exercise, Slip
from helpers.network import Layer

STEP = 1e-5

ONE_EPOCH_ONLY = Slip(
    "only the first epoch",
    "epochs",
    "You went through the rows only once. There is an order for each epoch: is the return inside "
    "the loop?",
    "08#Epoch",
)
VALUES_THAT_LEAVE = Slip(
    "values that the layer makes in place of those that enter it",
    "value",
    "You multiplied by what the layer makes. A weight multiplies what enters its layer, which is "
    "one place earlier in the list.",
    "05#Activation",
)
BIAS_OVER_THE_NODES = Slip(
    "bias added up over the nodes",
    "rows",
    "You added up along a row, over the nodes. Each node has a bias of its own: add up over the "
    "rows, the examples.",
    "05#Bias",
)
BIAS_ONE_LAYER_ON = Slip(
    "bias slope of another layer",
    "moment",
    "Your slopes of the bias belong to another layer than your slopes of the weights: one of the "
    "two was computed after the slope had moved on towards the inputs.",
    "05#Backpropagation",
)
LAST_TOLD_BY_ITS_WIDTH = Slip(
    "last layer told by its width",
    "relu",
    "You take a layer for the last one when it has as many nodes as the last one has. A hidden "
    "layer may have as many, and then it goes without relu. What else tells the last layer from "
    "the others?",
    "01#Layer",
)
LOG_OF_A_ROUNDED_SHARE = Slip(
    "logarithm of a share that is rounded to 0",
    "logarithm of a share",
    "Where a score lies 1000 below another, its share is too small for a number: the computer "
    "keeps 0, and 0 has no logarithm. The logarithm of the share is not small at all. Can you get "
    "it without dividing first?",
    "09b#Cross-entropy",
)
SMALL = (1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
"""Numbers that are added to a share, to keep it away from 0."""


def _kept_away_from_0(small):
    return Slip(
        "shares kept away from 0",
        "logarithm of a share",
        "A small number keeps your shares away from 0, and with it no row costs more than "
        f"{-np.log(small):.1f}. A row that is sure and wrong costs far more when its scores lie "
        "1000 apart. Can you get the logarithm without dividing first?",
        "09b#Cross-entropy",
    )


KEPT_AWAY_FROM_0 = {_kept_away_from_0(small): small for small in SMALL}
EPOCHS_NOT_KEPT = Slip(
    "every epoch from the first layers",
    "steps",
    "Each of your epochs begins at the layers that came in, so only the last one counts. Set the "
    "starting layers once, before the loop.",
    "08#Epoch",
)


def _is_last(slips, layers, number):
    if LAST_TOLD_BY_ITS_WIDTH in slips:
        return len(layers[number].bias) == len(layers[-1].bias)
    return number == len(layers) - 1


def _forward(slips, inputs, layers):
    kept, entering = [inputs], inputs
    for number, layer in enumerate(layers):
        is_last = _is_last(slips, layers, number)
        products = sums = layer_sum(entering, layer.weights, slips)
        early = not slips.intersection(
            {known.BIAS_LEFT_OUT, known.BIAS_AFTER_RELU, known.BIAS_SUBTRACTED}
        )
        sums = sums + layer.bias if early else sums
        sums = sums - layer.bias if known.BIAS_SUBTRACTED in slips else sums
        entering = sums if is_last else hidden(sums, slips)
        if known.GATE_BEFORE_BIAS in slips and not is_last:
            entering = np.where(products > 0, sums, 0.0)
        entering = entering + layer.bias if known.BIAS_AFTER_RELU in slips else entering
        kept.append(sums if n01_forward_propagation.SUMS_KEPT in slips else entering)
    if known.RELU_ON_THE_PREDICTION in slips:
        kept[-1] = relu(kept[-1])
    kept = kept[1:] if n01_forward_propagation.INPUTS_NOT_KEPT in slips else kept
    return kept[:-1] if n01_forward_propagation.PREDICTION_NOT_KEPT in slips else kept


WITH_SHARES_FIRST = {
    LOG_OF_A_ROUNDED_SHARE,
    *KEPT_AWAY_FROM_0,
    n09_real_data.OVERFLOW,
    n09_real_data.OVER_EVERYTHING,
    n09_real_data.MEAN_TAKEN_AWAY,
    n09_real_data.LARGEST_OF_ALL,
    known.OVER_THE_WRONG_AXIS,
}
"""Slips in the shares: whoever has one of them has made the shares before the logarithms."""


def _loss(slips, scores, labels):
    shares = n09_real_data.softmax_of(slips, scores)
    for slip in KEPT_AWAY_FROM_0.keys() & slips:
        shares = shares + KEPT_AWAY_FROM_0[slip]
    logs = np.log(shares) if WITH_SHARES_FIRST & slips else n09_real_data.log_shares_of(scores)
    return n09_real_data.cross_entropy_with(slips, shares, logs, labels)


def _backward(slips, activations, layers, loss_slope):
    slopes, node_slope = [], loss_slope
    if known.GATE_AT_THE_OUTPUT in slips:
        node_slope = node_slope * (activations[-1] > 0)
    for number in reversed(range(len(layers))):
        values = activations[number + 1 if VALUES_THAT_LEAVE in slips else number]
        table = weights_slope(values, node_slope, slips)
        behind = node_slope
        asked = number + 1 if known.GATE_OF_THE_NEIGHBOUR in slips and number > 0 else number
        node_slope = back_through_weights(node_slope, layers[number].weights, slips)
        node_slope = node_slope * gate(activations[asked], slips)
        of_bias = node_slope if BIAS_ONE_LAYER_ON in slips else behind
        slopes.insert(0, Layer(table, _bias_slope(of_bias, slips)))
    slopes = slopes[1:] if n05_layer_by_layer.FIRST_LAYER_MISSING in slips else slopes
    return slopes[::-1] if n05_layer_by_layer.LAYERS_REVERSED in slips else slopes


def _bias_slope(node_slope, slips):
    if n05_layer_by_layer.ROWS_NOT_SUMMED in slips:
        return node_slope
    if BIAS_OVER_THE_NODES in slips:
        return node_slope.sum(axis=1)
    averaged = not slips.isdisjoint({n05_layer_by_layer.BIAS_AVERAGED, known.ROWS_AVERAGED_AGAIN})
    return node_slope.mean(axis=0) if averaged else node_slope.sum(axis=0)


def _chain(slips, inputs, labels, layers):
    """Forward, the slope at the scores, backward."""
    activations = _forward(slips, inputs, layers)
    loss_slope = n09_real_data.score_slope_of(slips, activations[-1], labels)
    return _backward(slips, activations, layers, loss_slope)


def _loss_behind(activations, layers, loss_slope):
    """A loss that has this slope at the scores, whatever they are."""
    return (loss_slope * _forward(frozenset(), activations[0], layers)[-1]).sum()


def _network_loss(inputs, labels, layers):
    return _loss(frozenset(), _forward(frozenset(), inputs, layers)[-1], labels)


def _slopes(slips, inputs, labels, layers):
    """The whole, right only by measuring: no chain rule judges a learner's chain rule here."""
    return _chain(slips, inputs, labels, layers) if slips else measured(inputs, labels, layers)


def measured(inputs, labels, layers):
    """Return the slopes of the loss by central differences, every weight and bias nudged alone."""
    moved = [Layer(layer.weights.copy(), layer.bias.copy()) for layer in layers]

    def loss_with(values, place, number):
        kept, values[place] = values[place], number
        loss = _network_loss(inputs, labels, moved)
        values[place] = kept
        return loss

    def slopes_of(values):
        slopes = np.zeros(values.shape)
        for place, value in np.ndenumerate(values):
            rise = loss_with(values, place, value + STEP) - loss_with(values, place, value - STEP)
            slopes[place] = rise / (2 * STEP)
        return slopes

    return [Layer(slopes_of(layer.weights), slopes_of(layer.bias)) for layer in moved]


def _update(slips, layers, slopes, learning_rate):
    updated = [
        layer
        if known.LAST_LAYER_ONLY in slips and number < len(layers) - 1
        else _layer_stepped(slips, layer, slope, learning_rate)
        for number, (layer, slope) in enumerate(zip(layers, slopes, strict=True))
    ]
    return updated[:1] if known.FIRST_LAYER_ONLY in slips else updated


def _layer_stepped(slips, layer, slope, learning_rate):
    weights = stepped(layer.weights, slope.weights, learning_rate, slips)
    if n07_gradient_descent.BIAS_NOT_UPDATED in slips:
        return Layer(weights, layer.bias)
    return Layer(weights, stepped(layer.bias, slope.bias, learning_rate, slips))


def _training(slips, inputs, labels, layers, learning_rate, batch_size, orders):
    first, added_up = layers, _zeros(layers)
    in_one_epoch = {ONE_EPOCH_ONLY, known.FIRST_UPDATE_ONLY} & slips
    for order in orders[:1] if in_one_epoch else orders:
        layers = first if EPOCHS_NOT_KEPT in slips else layers
        start = layers
        batches = n08_batches_and_sgd.batches_of(slips, order, batch_size)
        for pair in n08_batches_and_sgd.batches_with_targets(slips, batches, len(inputs)):
            layers = first if known.STEPS_NOT_KEPT in slips else layers
            at = start if known.STALE_PREDICTIONS in slips else layers
            slopes = _batch_slopes(slips, inputs, labels, at, pair)
            added_up = _combined(np.add, added_up, slopes)
            slopes = added_up if known.SLOPES_NOT_RESET in slips else slopes
            layers = _update(slips, layers, slopes, learning_rate)
    return layers


def _batch_slopes(slips, inputs, labels, layers, pair):
    batch, wanted = pair
    slopes = _chain(slips, inputs[batch], labels[wanted], layers)
    if n08_batches_and_sgd.DIVIDED_BY_ALL not in slips:
        return slopes
    share = len(batch) / len(inputs)
    return [Layer(share * slope.weights, share * slope.bias) for slope in slopes]


def _combined(combine, layers, others):
    """Return the layers' arrays, each combined with the other's."""
    pairs = zip(layers, others, strict=True)
    return [Layer(*map(combine, layer, other)) for layer, other in pairs]


def _layers(generator, *widths):
    return [
        Layer(normals(generator, inputs, outputs), normals(generator, outputs))
        for inputs, outputs in pairwise(widths)
    ]


def _small_layers():
    return [
        Layer(RUNNING_FIRST, array(0.0, 0.0)),
        Layer(np.hstack([RUNNING_SECOND, array([-0.5], [0.25])]), array(0.0, 0.25)),
    ]


def _networks(generator):
    """Words, inputs and layers: a single layer, closed gates, all widths alike, all different."""
    closed = [
        Layer(array([1, -1], [0.5, 1]), array(0.5, -1)),
        Layer(array([1, 0.5], [-1, 2]), array(-2, 0.25)),
        Layer(array([1, -2], [0.5, 1]), array(0, 0.5)),
    ]
    return [
        ("the course's first layer, two outputs", RUNNING_INPUTS, _small_layers()),
        (
            "a single layer",
            array([1, -2], [0.5, 1]),
            [Layer(array([-1, 1], [1.5, 2]), array(1, 0))],
        ),
        ("three layers, some gates closed", array([1, 2], [3, -1], [-2, 0]), closed),
        (
            "four layers, three nodes each",
            normals(generator, 4, 3),
            _layers(generator, 3, 3, 3, 3, 3),
        ),
        (
            "three layers of different widths",
            normals(generator, 5, 4),
            _layers(generator, 4, 6, 5, 3),
        ),
    ]


def _forward_cases(generator):
    return [Case(words, (inputs, layers)) for words, inputs, layers in _networks(generator)]


def _backward_cases(generator):
    made = []
    for words, inputs, layers in _networks(generator):
        activations = _forward(frozenset(), inputs, layers)
        loss_slope = quarters(generator, *activations[-1].shape) + 0.125
        made.append(Case(words, (activations, layers, loss_slope)))
    # No gate stands at the scores: one of exactly 0 has a slope too.
    scores_at_0 = [Layer(array([0.5, 1], [-0.25, 1]), array(0, -3))]
    inputs = array([1, 2], [2, 4])
    activations = _forward(frozenset(), inputs, scores_at_0)
    return [
        *made,
        Case("scores of exactly 0", (activations, scores_at_0, array([3, -1], [0.5, 2]))),
    ]


def _labels(generator, rows, classes):
    """A label for each row: no two neighbours alike, so that a shifted row is a wrong one."""
    first = int(generator.integers(classes))
    return (first + np.arange(rows)) % classes


def _slopes_cases(generator):
    smooth = [
        ("one row, two classes", RUNNING_INPUTS, _small_layers()),
        ("a single layer", normals(generator, 3, 2), _layers(generator, 2, 3)),
        (
            "four layers, three nodes each",
            normals(generator, 4, 3),
            _layers(generator, 3, 3, 3, 3, 3),
        ),
        ("five rows, three layers", normals(generator, 5, 4), _layers(generator, 4, 6, 5, 3)),
    ]
    return [
        Case(words, (inputs, _labels(generator, len(inputs), layers[-1].bias.size), layers))
        for words, inputs, layers in smooth
    ]


def _update_cases(generator):
    return [
        Case(
            "one layer",
            ([Layer(array([0.5], [0.25]), array(1.0))], [Layer(array([1], [-2]), array(0.5))], 0.1),
        ),
        Case("slopes of 0", (_small_layers(), _zeros(_small_layers()), 0.5)),
        Case("three layers", (_layers(generator, 3, 4, 2, 5), _layers(generator, 3, 4, 2, 5), 0.3)),
    ]


def _zeros(layers):
    return [Layer(0.0 * layer.weights, 0.0 * layer.bias) for layer in layers]


def _loss_of_one_batch(inputs, labels, layers, batch_size, orders):
    one_batch = len(orders) == 1 and len(orders[0]) <= batch_size
    return _network_loss(inputs[orders[0]], labels[orders[0]], layers) if one_batch else np.nan


def _training_cases(generator):
    orders = [np.array([4, 2, 0, 1, 3]), np.array([1, 3, 2, 4, 0])]
    eight = np.array([3, 0, 7, 5, 1, 4, 6, 2])
    inputs, labels = normals(generator, 5, 2), np.array([0, 2, 1, 1, 0])
    layers = _layers(generator, 2, 3, 3)
    return [
        Case("one epoch, one batch", (inputs, labels, layers, 0.5, 5, orders[:1])),
        Case("one epoch, batches of two", (inputs, labels, layers, 0.5, 2, orders[:1])),
        Case("two epochs, batches of two", (inputs, labels, layers, 0.5, 2, orders)),
        Case("two epochs, single rows", (inputs, labels, layers, 0.25, 1, orders)),
        Case("one batch of all rows, twice", (inputs, labels, layers, 0.5, 5, orders)),
        Case(
            "eight rows, batches of five",
            (normals(generator, 8, 2), np.arange(8) % 3, layers, 0.5, 5, [eight]),
        ),
    ]


# Right in other ways: layers as pairs, as dicts, as a class of one's own.


class _OwnLayer:
    def __init__(self, weights, bias):
        self.weights, self.bias = weights, bias


def _forward_recursive(inputs, layers):
    sums = inputs @ layers[0].weights + layers[0].bias
    if len(layers) == 1:
        return [inputs, sums]
    return [inputs, *_forward_recursive(np.where(sums > 0, sums, 0), layers[1:])]


def _forward_row_by_row(inputs, layers):
    activations = [inputs]
    for number, (weights, bias) in enumerate(layers):
        sums = np.array([[row @ column for column in weights.T] + bias for row in activations[-1]])
        activations.append(sums if number == len(layers) - 1 else np.maximum(sums, 0))
    return activations


def _forward_then_cut(inputs, layers):
    kept = (inputs,)
    for weights, bias in layers[:-1]:
        kept += (np.einsum("ni,ij->nj", kept[-1], weights) + bias,)
        kept[-1][kept[-1] < 0] = 0
    return (*kept, np.dot(kept[-1], layers[-1].weights) + layers[-1].bias)


def _loss_by_logarithms(scores, labels):
    rows = np.arange(len(labels))
    return np.mean(np.logaddexp.reduce(scores, axis=1) - scores[rows, labels])


def _loss_loop(scores, labels):
    total = 0.0
    for row, label in zip(scores, labels, strict=True):
        largest = row.max()
        total += float(largest + np.log(np.exp(row - largest).sum()) - row[label])
    return total / len(labels)


def _loss_one_hot(scores, labels):
    shifted = scores - scores.max(axis=1)[:, None]
    logs = shifted - np.log(np.exp(shifted).sum(axis=1))[:, None]
    return -np.sum(np.eye(scores.shape[1])[labels] * logs) / len(scores)


def _backward_pairs(activations, layers, loss_slope):
    slopes, at = [], loss_slope
    for number in range(len(layers) - 1, -1, -1):
        slopes.append((activations[number].T @ at, at.sum(axis=0)))
        at = np.where(activations[number] > 0, at @ layers[number].weights.T, 0)
    return slopes[::-1]


def _backward_row_by_row(activations, layers, loss_slope):
    slopes = [_OwnLayer(0.0 * weights, 0.0 * bias) for weights, bias in layers]
    for row in range(len(loss_slope)):
        at = loss_slope[row]
        for number in reversed(range(len(layers))):
            slopes[number].weights += np.outer(activations[number][row], at)
            slopes[number].bias += at
            at = (layers[number].weights @ at) * (activations[number][row] > 0)
    return slopes


def _backward_recursive(activations, layers, loss_slope):
    weights = np.einsum("ni,nj->ij", activations[len(layers) - 1], loss_slope)
    last = {"weights": weights, "bias": np.ones(len(loss_slope)) @ loss_slope}
    if len(layers) == 1:
        return (last,)
    before = loss_slope @ layers[-1].weights.T * np.heaviside(activations[-2], 0)
    return (*_backward_recursive(activations[:-1], layers[:-1], before), last)


def _whole_with(forward, slope, backward):
    def made(inputs, labels, layers):
        activations = forward(inputs, layers)
        return backward(activations, layers, slope(activations[-1], labels))

    return made


def _score_slope(scores, labels):
    return np.array(n09_real_data.score_slope_loop(scores, labels))


_OTHER_WHOLES = (
    _whole_with(_forward_recursive, _score_slope, _backward_pairs),
    _whole_with(_forward_row_by_row, _score_slope, _backward_row_by_row),
    _whole_with(_forward_then_cut, _score_slope, _backward_recursive),
)


def _update_pairs(layers, slopes, learning_rate):
    return [
        (weights - learning_rate * of_weights, bias - learning_rate * of_bias)
        for (weights, bias), (of_weights, of_bias) in zip(layers, slopes, strict=True)
    ]


def _update_on_copies(layers, slopes, learning_rate):
    updated = [_OwnLayer(layer.weights.copy(), layer.bias.copy()) for layer in layers]
    for layer, slope in zip(updated, slopes, strict=True):
        layer.weights -= learning_rate * slope.weights
        layer.bias -= learning_rate * slope.bias
    return updated


def _update_by_field(layers, slopes, learning_rate):
    return tuple(
        {
            name: getattr(layer, name) - getattr(slope, name) * learning_rate
            for name in ("weights", "bias")
        }
        for layer, slope in zip(layers, slopes, strict=True)
    )


def _update_mapped(layers, slopes, learning_rate):
    def moved(values, slope):
        return values - learning_rate * slope

    return list(map(lambda layer, slope: Layer(*map(moved, layer, slope)), layers, slopes))


def _training_with(whole, update):
    def made(inputs, labels, layers, learning_rate, batch_size, orders):
        for order in orders:
            for start in range(0, len(order), batch_size):
                batch = order[start : start + batch_size]
                slopes = [Layer(*slope) for slope in whole(inputs[batch], labels[batch], layers)]
                layers = [Layer(*layer) for layer in update(layers, slopes, learning_rate)]
        return layers

    return made


def _training_shuffled_first(inputs, labels, layers, learning_rate, batch_size, orders):
    for order in orders:
        x, y = inputs[order], labels[order]
        for cut in np.split(np.arange(len(x)), range(batch_size, len(x), batch_size)):
            slopes = [Layer(*slope) for slope in _OTHER_WHOLES[0](x[cut], y[cut], layers)]
            layers = _update_on_copies(layers, slopes, learning_rate)
            layers = [Layer(layer.weights, layer.bias) for layer in layers]
    return layers


def _training_while(inputs, labels, layers, learning_rate, batch_size, orders):
    step = _training_with(_OTHER_WHOLES[0], _update_pairs)
    epochs = list(orders)
    while epochs:
        layers = step(inputs, labels, layers, learning_rate, batch_size, [epochs.pop(0)])
    return [{"weights": weights, "bias": bias} for weights, bias in layers]


def _whole_recursive(inputs, labels, layers):
    activations = _forward_recursive(inputs, layers)
    loss_slope = n09_real_data.score_slope_one_hot(activations[-1], labels)
    return list(map(_as_layer, _backward_recursive(activations, layers, loss_slope)))


def _as_layer(fields):
    return Layer(**fields)


def _training_recursive(inputs, labels, layers, learning_rate, batch_size, orders):
    if not orders:
        return layers
    batch, rest = orders[0][:batch_size], orders[0][batch_size:]
    slopes = _whole_recursive(inputs[batch], labels[batch], layers)
    layers = _update_mapped(layers, slopes, learning_rate)
    orders = [rest, *orders[1:]] if len(rest) else orders[1:]
    return _training_recursive(inputs, labels, layers, learning_rate, batch_size, orders)


def _base(module, name):
    return next(exercise for exercise in module.EXERCISES if exercise.name == name)


EXERCISES = (
    Exercise(
        name="my_forward",
        title="forward",
        notebook="10",
        task="`layers` is a list of `Layer`, each with weights (inputs, nodes) and bias (nodes,). "
        "Return the list of [activations](11_recap.ipynb#Activation): the inputs, every hidden "
        "layer after relu, and the scores, which have no relu. For inputs `[[1, 2]]` and one layer "
        "with weights `[[1], [-1]]` and bias `[3]`, the list is `[[1, 2]]` and `[[2]]`.",
        starter='''
def my_forward(inputs, layers):
    """Return a list: the inputs, each hidden layer's activations, the scores."""
    ...
''',
        solution="""
def my_forward(inputs, layers):
    activations = [inputs]
    for number, layer in enumerate(layers):
        pre_activation = activations[-1] @ layer.weights + layer.bias
        is_last = number == len(layers) - 1
        activations.append(pre_activation if is_last else np.maximum(pre_activation, 0))
    return activations
""",
        program=_forward,
        slips=(
            n01_forward_propagation.INPUTS_NOT_KEPT,
            n01_forward_propagation.PREDICTION_NOT_KEPT,
            n01_forward_propagation.SUMS_KEPT,
            LAST_TOLD_BY_ITS_WIDTH,
            known.RELU_LEFT_OUT,
            known.RELU_ON_THE_PREDICTION,
            known.BIAS_LEFT_OUT,
            known.BIAS_AFTER_RELU,
            known.GATE_BEFORE_BIAS,
            known.BIAS_SUBTRACTED,
            known.WEIGHTS_TRANSPOSED,
        ),
        cases=_forward_cases,
        hints=(
            "In notebook 01 you kept every layer's values in a list. New here: a bias, and any "
            "number of layers.",
            "What enters a layer is the last entry of the list. In which order come weights, bias "
            "and relu?",
            "One layer is different from all others. How does the loop know that it is there?",
        ),
        why="Every layer multiplied, added its bias and, except for the last, cut off what was "
        "below zero.",
        next="The scores are only scores. How wrong they are is for the loss to say.",
        other_right=(_forward_recursive, _forward_row_by_row, _forward_then_cut),
        rows=(0,),
    ),
    Exercise(
        name="my_loss",
        title="the loss",
        notebook="10",
        task="Softmax and cross-entropy in one: `scores` (rows, classes), `labels` (rows,) the "
        "right classes. Return one number, for scores of 1000 and -1000 too, whichever class is "
        "right. Two equal scores give log 2.",
        starter='''
def my_loss(scores, labels):
    """Return the mean of minus the logarithm of the right class's share."""
    ...
''',
        solution="""
def my_loss(scores, labels):
    below_largest = scores - scores.max(axis=1, keepdims=True)
    log_of_sum = np.log(np.exp(below_largest).sum(axis=1))
    of_right_class = below_largest[np.arange(len(labels)), labels]
    return np.mean(log_of_sum - of_right_class)
""",
        program=_loss,
        slips=(
            n09_real_data.MINUS_LEFT_OUT,
            known.SUM_FOR_MEAN,
            n09_real_data.LOG_OF_BASE_TWO,
            n09_real_data.LOG_LEFT_OUT,
            n09_real_data.LOG_OF_THE_MEAN,
            n09_real_data.OVERFLOW,
            n09_real_data.OVER_EVERYTHING,
            n09_real_data.MEAN_TAKEN_AWAY,
            n09_real_data.LARGEST_OF_ALL,
            LOG_OF_A_ROUNDED_SHARE,
            *KEPT_AWAY_FROM_0,
            known.CHOSEN_FOR_LABEL,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
            known.PICKED_FOR_EVERY_ROW,
            known.OVER_THE_WRONG_AXIS,
        ),
        cases=n09_real_data.score_cases,
        hints=(
            "Two exercises of notebook 09b, one after the other: softmax, then cross-entropy.",
            "A row's shares stay the same when all its scores move together. Which score should "
            "stand at 0, so that no power is too large?",
            "np.arange(len(labels)) beside labels, in square brackets, picks one number from "
            "each row.",
            "A share far below the others is rounded to 0, and 0 has no logarithm. But the "
            "logarithm of a quotient is a difference of two logarithms, and you need not compute "
            "one of the two at all.",
        ),
        why="The share of the right class alone decides what a row costs.",
        next="This is the one number to watch. Its slope at every score is where the backward "
        "pass begins.",
        other_right=(_loss_by_logarithms, _loss_loop, _loss_one_hot),
        rows=(0, 1),
    ),
    replace(
        _base(n09_real_data, "score_slope"),
        name="my_loss_slope",
        title="the slope of the loss",
        notebook="10",
        task="The slope of that loss at every score, in the shape of the scores: the shares, less "
        "1 at the right class, divided by the rows; for scores of 1000 and -1000 too. Scores "
        "`[[0, 0]]` with label 1 give `[[0.5, -0.5]]`.",
        starter='''
def my_loss_slope(scores, labels):
    """Return the slope of my_loss at every score."""
    ...
''',
        solution="""
def my_loss_slope(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    shares[np.arange(len(labels)), labels] -= 1
    return shares / len(labels)
""",
        slips=(
            *_base(n09_real_data, "score_slope").slips,
            known.OVER_THE_WRONG_AXIS,
            n09_real_data.OVERFLOW,
            n09_real_data.MEAN_TAKEN_AWAY,
            n09_real_data.LARGEST_OF_ALL,
        ),
        next="This is what you hand to the backward pass, which needs to know nothing else about "
        "the loss.",
    ),
    Exercise(
        name="my_backward",
        title="backward",
        notebook="10",
        task="`activations` come from `my_forward`, `loss_slope` (rows, classes) from "
        "`my_loss_slope`. Return the slopes of every layer, a list of `Layer` shaped like "
        "`layers`. A hidden activation of 0 says that its gate was closed. For activations "
        "`[[1, 2]]` and `[[2]]`, one layer and a `loss_slope` of `[[3]]`, it is weights "
        "`[[3], [6]]` and bias `[3]`.",
        starter='''
def my_backward(activations, layers, loss_slope):
    """Return a list of Layer: the slopes of all weights and biases."""
    ...
''',
        solution="""
def my_backward(activations, layers, loss_slope):
    slopes, node_slope = [], loss_slope
    for number in reversed(range(len(layers))):
        weights_slope = activations[number].T @ node_slope
        slopes.insert(0, Layer(weights_slope, node_slope.sum(axis=0)))
        at_activation = node_slope @ layers[number].weights.T
        node_slope = at_activation * (activations[number] > 0)
    return slopes
""",
        program=_backward,
        slips=(
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.GATE_OF_THE_NEIGHBOUR,
            known.GATE_AT_THE_OUTPUT,
            known.PATH_WEIGHT_LEFT_OUT,
            known.BACK_BY_COLUMNS,
            known.SLOPES_TRANSPOSED,
            VALUES_THAT_LEAVE,
            known.ROWS_AVERAGED_AGAIN,
            n05_layer_by_layer.ROWS_NOT_SUMMED,
            n05_layer_by_layer.BIAS_AVERAGED,
            BIAS_OVER_THE_NODES,
            BIAS_ONE_LAYER_ON,
            n05_layer_by_layer.LAYERS_REVERSED,
            n05_layer_by_layer.FIRST_LAYER_MISSING,
        ),
        cases=_backward_cases,
        kept=("activations", "layers"),
        hints=(
            "Write a loop from the last layer to the first. One name holds the slope at the "
            "current layer's sums; it begins as the loss_slope that you were given.",
            "Each turn makes two things: this layer's slopes, and the slope at the sums one "
            "layer closer to the inputs.",
            "A layer's slopes need the values that entered it: which entry of activations is that, "
            "for layer number 0?",
            "An activation above zero says that its gate was open; a closed one left exactly 0. "
            'Notebook 05b, "all_slopes", has the same loop without a bias.',
        ),
        why="One slope for each sum, used for the weights and the bias, and passed on once: this "
        "is your own backpropagation.",
        next="Each part is right by itself. Together they have to pass a test that knows no "
        "chain rule.",
        other_right=(_backward_pairs, _backward_row_by_row, _backward_recursive),
        layer_fields=Layer._fields,
        loss=_loss_behind,
        nudged=("layers",),
    ),
    Exercise(
        name="my_slopes",
        title="the whole",
        notebook="10",
        task="Put the whole together from your own three functions: forward, the slope at the "
        "scores, backward. The check nudges every weight and bias and compares with what you "
        "return. The result is a list of `Layer`.",
        starter='''
def my_slopes(inputs, labels, layers):
    """Return the slopes of the loss for all layers, a list of Layer."""
    ...
''',
        solution="""
def my_slopes(inputs, labels, layers):
    activations = my_forward(inputs, layers)
    loss_slope = my_loss_slope(activations[-1], labels)
    return my_backward(activations, layers, loss_slope)
""",
        program=_slopes,
        slips=(
            known.ERROR_TURNED_ROUND,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            known.BIAS_LEFT_OUT,
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.GATE_OF_THE_NEIGHBOUR,
            n09_real_data.ONE_NOT_TAKEN_AWAY,
            known.ROWS_AVERAGED_AGAIN,
            n05_layer_by_layer.BIAS_AVERAGED,
            n05_layer_by_layer.LAYERS_REVERSED,
        ),
        cases=_slopes_cases,
        hints=(
            "Three lines, one for each function that you have.",
            "my_forward returns a list. Where in it are the scores?",
            "If a part is wrong, the verdict above on that part tells you more than this one can.",
        ),
        why="Central differences, weight by weight, say the same as your one backward pass.",
        next="The slopes are right. Walk down them.",
        other_right=(*_OTHER_WHOLES, _whole_recursive),
        layer_fields=Layer._fields,
        needs=("my_forward", "my_loss_slope", "my_backward"),
        rows=(0, 1),
        loss=_network_loss,
        nudged=("layers",),
    ),
    Exercise(
        name="my_update",
        title="one step",
        notebook="10",
        task="Take one step downhill: return new layers, with `learning_rate` times its slope "
        "subtracted from every weight and bias. The layers that came in stay as they are. A "
        "weight of 3 with the slope 2 becomes 1 at a learning rate of 1.",
        starter='''
def my_update(layers, slopes, learning_rate):
    """Return a list of new Layer, one step downhill."""
    ...
''',
        solution="""
def my_update(layers, slopes, learning_rate):
    updated = []
    for layer, slope in zip(layers, slopes):
        weights = layer.weights - learning_rate * slope.weights
        updated.append(Layer(weights, layer.bias - learning_rate * slope.bias))
    return updated
""",
        program=_update,
        slips=(
            known.UPHILL,
            known.RATE_LEFT_OUT,
            known.MINUS_STEP,
            known.LAST_LAYER_ONLY,
            known.FIRST_LAYER_ONLY,
            n07_gradient_descent.BIAS_NOT_UPDATED,
            IN_PLACE,
        ),
        cases=_update_cases,
        hints=(
            "zip walks through layers and slopes together.",
            "If a slope is above zero, a larger weight makes the loss larger. Which way is the "
            "step?",
            "a = a - b makes something new; a -= b also changes the array for everybody else who "
            "uses it.",
        ),
        why="Every number moved against its own slope, and the caller still has the old ones.",
        next="A step uses one batch. So cut the rows into batches next.",
        other_right=(_update_pairs, _update_on_copies, _update_by_field, _update_mapped),
        layer_fields=Layer._fields,
        nudged=("layers",),
        rate="learning_rate",
    ),
    replace(
        _base(n08_batches_and_sgd, "split_batches"),
        name="my_batches",
        title="batches",
        notebook="10",
        task="`order` holds the row numbers, shuffled. Return a list of batches: each takes the "
        "next `batch_size` of them, and the last one takes what is left. `[3, 0, 2]` in batches of "
        "two gives `[3, 0]` and `[2]`.",
        starter='''
def my_batches(order, batch_size):
    """Return a list of batches of row numbers."""
    ...
''',
        solution="""
def my_batches(order, batch_size):
    starts = range(0, len(order), batch_size)
    return [order[start : start + batch_size] for start in starts]
""",
        next="All parts are there. One loop puts them together.",
    ),
    Exercise(
        name="my_training",
        title="training",
        notebook="10",
        task="Mini-batch training: `orders` has one shuffled order of the rows for each epoch. "
        "For each batch, compute the slopes of its rows, then update; the last batch takes what "
        "is left. Return the layers at the end. Those that came in stay as they are.",
        starter='''
def my_training(inputs, labels, layers, learning_rate, batch_size, orders):
    """Return the layers after one epoch for each of the orders."""
    for order in orders:
        ...
    return layers
''',
        solution="""
def my_training(inputs, labels, layers, learning_rate, batch_size, orders):
    for order in orders:
        for batch in my_batches(order, batch_size):
            slopes = my_slopes(inputs[batch], labels[batch], layers)
            layers = my_update(layers, slopes, learning_rate)
    return layers
""",
        program=_training,
        slips=(
            known.STALE_PREDICTIONS,
            known.ORDER_IGNORED,
            known.LAST_BATCH_DROPPED,
            n08_batches_and_sgd.EVEN_PARTS,
            n08_batches_and_sgd.SIZE_TAKEN_FOR_COUNT,
            n08_batches_and_sgd.ALL_ROWS_USED,
            n08_batches_and_sgd.TARGETS_NOT_PICKED,
            known.SUM_FOR_MEAN,
            n08_batches_and_sgd.DIVIDED_BY_ALL,
            known.FIRST_UPDATE_ONLY,
            known.SLOPES_NOT_RESET,
            known.UPHILL,
            known.RATE_LEFT_OUT,
            ONE_EPOCH_ONLY,
            known.STEPS_NOT_KEPT,
            EPOCHS_NOT_KEPT,
        ),
        cases=_training_cases,
        hints=(
            "You need two loops, one inside the other: over the epochs, and over the batches of "
            "an epoch.",
            "An array of row numbers in square brackets picks rows. Which two tables need it?",
            "The next batch has to start from the layers that this one left.",
        ),
        why="Every batch gave its slopes at the newest weights, and every row was used once in "
        "each epoch.",
        next="This is a complete learning network. Give it something to read.",
        other_right=(
            _training_with(_OTHER_WHOLES[0], _update_pairs),
            _training_shuffled_first,
            _training_while,
            _training_recursive,
        ),
        layer_fields=Layer._fields,
        loss=_loss_of_one_batch,
        nudged=("layers",),
        rate="learning_rate",
        needs=(
            "my_forward",
            "my_loss_slope",
            "my_backward",
            "my_slopes",
            "my_update",
            "my_batches",
        ),
    ),
)
