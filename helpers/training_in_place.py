"""Gradient descent in place: the form of network, losses and update that `train` runs, for speed.

It finds the same numbers as forward, backward and update, which are the listing to read. The tests
hold it against them; benchmarks/README.md says what each trick is worth.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from helpers.checks import unchecked
from helpers.losses import SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR
from helpers.network import Layer, forward

ROWS_AT_ONCE = 480
"""Rows that are passed on together: few enough for their values to stay in the processor's cache.

Not a power of two: the nodes of a layer would then take each other's places in that cache.
"""

NUMBERS_AT_ONCE = 2**16
"""Numbers in the rows that are picked together: half a megabyte, for the same cache."""


class Descent(NamedTuple):
    """A network on its way downhill, by `numbers -= steps_of(*batch)` for each of `batches()`.

    `layers` are views into `numbers`, where all weights and biases stand one after the other.
    `batches()` deals out one epoch; `steps_of` returns learning rate x slope for each number.
    `predict()` returns what the layers predict for all rows, shape (rows, outputs). Where a batch
    is all rows, a step goes back from what `predict` passed forward: it is called before each.
    """

    layers: list[Layer]
    numbers: np.ndarray
    batches: Callable
    steps_of: Callable
    predict: Callable


def descend_in_place(inputs, targets, layers, learning_rate, loss, batch_size, generator):
    """Return the Descent that begins at a copy of `layers`. The arguments are those of `train`."""
    network, loss = _in_place(layers), _loss_in_place(loss, layers)
    rows = inputs, targets, learning_rate
    if batch_size == len(inputs):
        return _with_all_rows(network, loss, *rows)
    return _with_batches(network, loss, *rows, batch_size, generator)


def _with_all_rows(network, loss, inputs, targets, learning_rate):
    """The Descent where every update takes all rows: in parts, whose steps are added up."""
    at_once = len(inputs) if loss.takes_all_rows else ROWS_AT_ONCE
    parts = [
        (
            network.room(len(inputs[some])),
            _with_ones(network, inputs[some]),
            loss.wanted(targets[some]),
        )
        for some in _parts(len(inputs), at_once)
    ]
    predictions, steps = [], np.empty_like(network.steps)

    def steps_of():
        steps[:] = 0
        for prediction, (room, some_inputs, wanted) in zip(predictions, parts, strict=True):
            slopes = loss.slopes(prediction, wanted)
            _backward(room, some_inputs, slopes, learning_rate / len(inputs))
            np.add(steps, network.steps, out=steps)
        return steps

    def predict():
        predictions[:] = [_forward(room, some_inputs) for room, some_inputs, _ in parts]
        return np.hstack(predictions).T

    return Descent(network.layers, network.numbers, lambda: [()], steps_of, predict)


def _with_batches(network, loss, inputs, targets, learning_rate, batch_size, generator):
    """The Descent where an update takes `batch_size` rows."""
    # To pick many rows at once costs less than batch by batch, while the cache holds them until
    # their batch comes: with 480 rows of 784 inputs, 3 MB, a step took 1.4 times as long.
    rows = min(ROWS_AT_ONCE, NUMBERS_AT_ONCE // inputs.shape[1])
    together = batch_size * max(1, rows // batch_size)
    # Of any others, `take` would copy all rows each time.
    inputs = np.ascontiguousarray(inputs)
    # An epoch's last batch may be smaller, and needs a room of its own.
    room_for = cache(network.room)

    def batches():
        order = generator.permutation(len(inputs))
        for some in _parts(len(inputs), together):
            picked = order[some]
            some_inputs = _with_ones(network, inputs.take(picked, axis=0))
            wanted = loss.wanted(targets.take(picked, axis=0))
            for batch in _parts(len(picked), batch_size):
                yield some_inputs[batch], wanted[..., batch]

    def steps_of(inputs, wanted):
        room = room_for(len(inputs))
        slopes = loss.slopes(_forward(room, inputs), wanted)
        _backward(room, inputs, slopes, learning_rate / len(inputs))
        return network.steps

    def predict():
        return _prediction(inputs, network.layers)

    return Descent(network.layers, network.numbers, batches, steps_of, predict)


def _parts(rows, at_once):
    return [slice(start, start + at_once) for start in range(0, rows, at_once)]


def _prediction(inputs, layers):
    """What the layers predict, in parts where there are many rows: hidden nodes need room."""
    parts = _parts(len(inputs), ROWS_AT_ONCE)
    pass_forward = unchecked(forward)
    return np.concatenate([pass_forward(inputs[part], layers).prediction for part in parts])


class _NetworkInPlace(NamedTuple):
    """The second form of a network: what `_forward` and `_backward` need, and what they fill.

    `layers` are views into `numbers`, where all weights and biases stand one after the other.
    `_backward` fills `steps`, laid out alike: numbers less steps is an update. `room(rows)` makes
    the _Room that the two need for so many rows.
    """

    layers: list[Layer]
    numbers: np.ndarray
    steps: np.ndarray
    room: Callable


class _Room(NamedTuple):
    """Where so many rows go through, with what is needed at each layer but one, in turn.

    `there` has (weights and bias turned, hidden values, the same and the ones); at the last layer
    `last` is enough. `back` has (steps, hidden values and the ones, weights, hidden values); at the
    first layer `first` is enough. Hidden values are written over by each pass.
    """

    there: list[tuple]
    last: np.ndarray
    back: list[tuple]
    first: np.ndarray


def _in_place(layers):
    """Return what `helpers.network` and `update` work on in a second form, made for speed.

    A bias is the last row of its layer's matrix, and a row of ones stands beside the values that
    meet it: one product does for both. Values have a row for each node here and a column for each
    example, so that hidden values lie in one piece even so, and softmax goes class by class. What
    nobody will read again is written over. benchmarks/README.md says what each of these is worth.
    """
    joined = [w if bias is None else np.vstack([w, bias]) for w, bias in layers]
    numbers, matrices = _in_one_array(joined)
    steps, step_matrices = _in_one_array(joined)
    # Views: one subtraction, of all steps from all numbers, moves every layer.
    moving = [
        Layer(matrix[: len(w)], None if bias is None else matrix[-1])
        for matrix, (w, bias) in zip(matrices, layers, strict=True)
    ]
    weights = [layer.weights for layer in moving[1:]]

    def room(rows):
        with_ones = [np.ones((len(matrix), rows)) for matrix in matrices[1:]]
        hidden = [both[: len(w)] for both, w in zip(with_ones, weights, strict=True)]
        turned = [matrix.T for matrix in matrices]
        there = list(zip(turned[:-1], hidden, with_ones, strict=True))
        back = list(zip(step_matrices[1:], with_ones, weights, hidden, strict=True))[::-1]
        return _Room(there, turned[-1], back, step_matrices[0])

    return _NetworkInPlace(moving, numbers, steps, room)


def _in_one_array(arrays):
    """Return all numbers of the arrays in a new one, and arrays that are views into it."""
    numbers = np.concatenate([array.ravel() for array in arrays])
    pieces = np.split(numbers, np.cumsum([array.size for array in arrays])[:-1])
    return numbers, [p.reshape(a.shape) for p, a in zip(pieces, arrays, strict=True)]


def _with_ones(network, inputs):
    """The inputs and, where the first layer has a bias that will meet them, a column of ones."""
    if network.layers[0].bias is None:
        return inputs
    rows, columns = inputs.shape
    with_ones = np.empty((rows, columns + 1))
    with_ones[:, :columns], with_ones[:, columns] = inputs, 1.0
    return with_ones


def _forward(room, inputs):
    """Return the prediction (outputs, rows); the hidden nodes' values stay in the room."""
    there, last, _, _ = room
    values = inputs.T
    # `dot` asks less than @ before it begins, and with `out` it makes no array.
    for matrix, hidden, with_ones in there:
        matrix.dot(values, out=hidden)
        np.maximum(hidden, 0.0, out=hidden)
        values = with_ones
    return last.dot(values)


def _backward(room, inputs, node_slope, factor):
    """Fill the steps with factor x slope: `node_slope` (outputs, rows) is where they begin."""
    _, _, back, first = room
    # At the prediction there are fewer numbers to multiply than there are weights.
    node_slope *= factor
    for steps, with_ones, weights, hidden in back:
        with_ones.dot(node_slope.T, out=steps)
        node_slope = weights.dot(node_slope)
        # A value of relu is 0, or above 0 where relu's slope is 1.
        node_slope *= np.sign(hidden)
    inputs.T.dot(node_slope.T, out=first)


class _LossInPlace(NamedTuple):
    """The second form of a loss, for predictions of shape (outputs, rows).

    `slopes(prediction, wanted(targets))` are each row's own: not divided by the rows, so that parts
    can be added up, and written over the prediction.
    """

    wanted: Callable
    slopes: Callable
    takes_all_rows: bool


def _loss_in_place(loss, layers):
    if loss.slope is unchecked(SQUARED_ERROR.slope):
        return _LossInPlace(np.transpose, _error_slopes, False)
    if loss.slope is unchecked(SOFTMAX_CROSS_ENTROPY.slope):
        classes = np.arange(layers[-1].weights.shape[1])[:, None]
        return _LossInPlace(lambda labels: (classes == labels).astype(float), _share_slopes, False)

    def slopes(prediction, wanted):
        # What the caller's own loss returns may be whole numbers, or an array that it keeps.
        slope = np.asarray(loss.slope(prediction.T, wanted.T), dtype=np.float64)
        return len(slope) * slope.T

    # It may be no mean over the rows, so that parts do not add up.
    return _LossInPlace(np.transpose, slopes, True)


def _error_slopes(prediction, wanted):
    """Twice the error."""
    prediction -= wanted
    prediction *= 2
    return prediction


def _share_slopes(scores, wanted):
    """Softmax's share of each class, less 1 at the right one."""
    scores -= np.maximum.reduce(scores)
    np.exp(scores, out=scores)
    scores /= np.add.reduce(scores)
    scores -= wanted
    return scores
