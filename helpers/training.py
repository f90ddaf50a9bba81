"""Gradient descent: take the slopes of a batch, step downhill, repeat.

One function serves all three kinds. A batch of all rows is gradient descent in its plain form, a
batch of one row is stochastic gradient descent (SGD), and what lies between is mini-batches.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.activations import relu_slope
from helpers.checks import checked_by, unchecked
from helpers.losses import SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, Loss
from helpers.network import Layer, backward, forward

ROWS_AT_ONCE = 480
"""Rows that are passed on together: few enough for their values to stay in the processor's cache.

Not a power of two: the nodes of a layer would then take each other's places in that cache.
"""

NUMBERS_AT_ONCE = 2**16
"""Numbers in the rows that are picked together: half a megabyte, for the same cache."""


class History(NamedTuple):
    """What a training run leaves behind.

    `epoch_losses[e]` is the loss on all rows after e epochs; `epoch_losses[0]` is before the first.
    Where updates were recorded, `update_losses[u]` is the loss on all rows after u updates and
    `layers_along[u]` the layers then; where not, both are empty. `diverged_at` is the epoch after
    which the loss was no longer a finite number, or None. The run stops there.
    """

    layers: list[Layer]
    epoch_losses: np.ndarray
    update_losses: np.ndarray
    layers_along: list[list[Layer]]
    diverged_at: int | None


def _random_layers_arguments(widths, generator, bias=True):
    if not isinstance(widths, (list, tuple)) or len(widths) < 2:
        raise ValueError(
            f"widths are {widths!r}, expected a list of two or more, such as [2, 8, 1]"
        )
    widths = [checks.whole_number(f"widths[{i}]", width, 1) for i, width in enumerate(widths)]
    generator = checks.random_generator("generator", generator)
    return widths, generator, checks.true_or_false("bias", bias)


@checked_by(_random_layers_arguments)
def random_layers(widths, generator, bias=True):
    """Return layers of random weights; [2, 8, 1] is two inputs, eight hidden nodes, one output.

    Weights are normal with variance 2 / inputs, so that values neither grow nor fade on their way
    through relu: He, Zhang, Ren and Sun, Delving Deep into Rectifiers (2015), equation 10. Every
    bias starts at 0; with `bias=False` there is none.

    >>> [layer.weights.shape for layer in random_layers([2, 8, 1], np.random.default_rng(0))]
    [(2, 8), (8, 1)]
    """
    return [
        Layer(
            generator.normal(0.0, np.sqrt(2 / inputs), (inputs, outputs)),
            np.zeros(outputs) if bias else None,
        )
        for inputs, outputs in pairwise(widths)
    ]


def _update_arguments(layers, slopes, learning_rate):
    layers = checks.layer_list(layers, Layer)
    slopes = checks.same_shapes("slopes", checks.layer_list(slopes, Layer, "slopes"), layers)
    return layers, slopes, checks.positive("learning_rate", learning_rate)


@checked_by(_update_arguments)
def update(layers, slopes, learning_rate):
    """Return new layers, one step downhill: each number less learning_rate x its slope.

    The layers that came in stay as they are. Raises ValueError or TypeError where the shapes
    differ, numbers are not finite, or the learning rate is not above 0.
    """
    return [
        Layer(
            layer.weights - learning_rate * slope.weights,
            None if layer.bias is None else layer.bias - learning_rate * slope.bias,
        )
        for layer, slope in zip(layers, slopes, strict=True)
    ]


def loss_arguments(inputs, targets, layers, loss=SQUARED_ERROR):
    """Check rows, targets, layers and loss against each other; return them ready for use."""
    if not isinstance(loss, Loss):
        raise TypeError(
            f"loss is of type {type(loss).__name__}, expected a Loss such as SQUARED_ERROR"
        )
    for field, part in loss._asdict().items():
        checks.function(f"loss.{field}", part)
    is_ready = _is_ready(inputs)
    rows, layers = forward.check(inputs[:1] if is_ready else inputs, layers)
    inputs = inputs if is_ready else rows
    with np.errstate(over="ignore", invalid="ignore"):
        prediction = _prediction(inputs, layers)
    if not np.isfinite(prediction).all():
        raise ValueError(
            "layers predict infinity for these inputs, expected finite numbers: "
            "scale the inputs, or begin with smaller weights"
        )
    targets = _checked_targets(loss, prediction, targets)
    return inputs, targets, layers, Loss(*map(unchecked, loss))


def _is_ready(inputs):
    """Whether a check would only copy: a million rows are not copied without need."""
    is_matrix = type(inputs) is np.ndarray and inputs.dtype == np.float64 and inputs.ndim == 2
    return is_matrix and inputs.size > 0 and bool(np.isfinite(inputs).all())


def _checked_targets(loss, prediction, targets):
    if hasattr(loss.value, "check"):
        return loss.value.check(prediction, targets)[1]
    # A loss of the caller's own has to say itself what else it asks of its targets.
    targets = checks.numbers("targets", targets)
    if targets.shape[:1] != (len(prediction),):
        raise ValueError(
            f"targets have shape {targets.shape}, expected {len(prediction)} rows like the inputs"
        )
    return targets


@checked_by(loss_arguments)
def loss_of(inputs, targets, layers, loss=SQUARED_ERROR):
    """Return the loss of what the layers predict for these rows: a float.

    `inputs` have shape (rows, inputs); `targets` are as `loss` takes them. Raises ValueError or
    TypeError where they do not fit.
    """
    return loss.value(forward.unchecked(inputs, layers).prediction, targets)


@checked_by(loss_arguments)
def slopes_of(inputs, targets, layers, loss=SQUARED_ERROR):
    """Return the slope of the loss on these rows for every weight and bias: a list of Layer.

    Forward, the slope at the prediction, backward. Arguments and errors are those of `loss_of`.
    """
    passed = forward.unchecked(inputs, layers)
    return backward.unchecked(passed, layers, loss.slope(passed.prediction, targets))


def train(
    inputs,
    targets,
    layers,
    *,
    learning_rate,
    epochs,
    batch_size=None,
    generator=None,
    loss=SQUARED_ERROR,
    record_updates=False,
    progress=iter,
):
    """Go downhill from `layers` for a number of epochs and return the History.

    An epoch uses every row once, `batch_size` rows per update; None means all rows in one update.
    Smaller batches are drawn in a new random order each epoch, by `generator`; where the rows do
    not divide evenly, an epoch's last batch is smaller. `inputs` have shape (rows, inputs),
    `targets` are as `loss` takes them. With `record_updates` the loss on all rows and the layers
    are kept after every update. `progress` wraps the range of epochs: tqdm.auto.tqdm draws a bar.

    Nothing that is passed in changes. Raises ValueError or TypeError where arguments do not fit.
    """
    inputs, targets, layers, loss = loss_arguments(inputs, targets, layers, loss)
    learning_rate = checks.positive("learning_rate", learning_rate)
    epochs = checks.whole_number("epochs", epochs, 1)
    record_updates = checks.true_or_false("record_updates", record_updates)
    progress = checks.function("progress", progress)
    batch_size = _checked_batch_size(batch_size, generator, len(inputs))
    network, loss = _in_place(layers), _loss_in_place(loss, layers)
    rows = inputs, targets, learning_rate
    if batch_size == len(inputs):
        ways = _with_all_rows(network, loss, *rows)
    else:
        ways = _with_batches(network, loss, *rows, batch_size, generator)
    # A rate that is too high ends in infinity: the history says so, numpy need not.
    with np.errstate(over="ignore", invalid="ignore"):
        epochs = progress(range(1, epochs + 1))
        return _descend(network.layers, ways, epochs, record_updates)


def _checked_batch_size(batch_size, generator, rows):
    if generator is not None:
        checks.random_generator("generator", generator)
    if batch_size is None:
        return rows
    reason = f": there are {rows} rows"
    batch_size = checks.whole_number("batch_size", batch_size, 1, rows, reason)
    if batch_size < rows:
        checks.random_generator("generator", generator)
    return batch_size


class _Ways(NamedTuple):
    """How to go: `step(*batch)` for each of an epoch's `batches()`, and the loss on all rows."""

    step: Callable
    batches: Callable
    loss_now: Callable


def _descend(moving, ways, epochs, record_updates):
    step, batches, loss_now = ways
    epoch_losses = [loss_now()]
    update_losses, layers_along = (
        (epoch_losses[:], [_copied(moving)]) if record_updates else ([], [])
    )
    diverged_at = None
    for epoch in epochs:
        for batch in batches():
            step(*batch)
            if record_updates:
                update_losses.append(loss_now())
                layers_along.append(_copied(moving))
        epoch_losses.append(update_losses[-1] if record_updates else loss_now())
        if not np.isfinite(epoch_losses[-1]):
            diverged_at = epoch
            break
    return History(
        _copied(moving), np.array(epoch_losses), np.array(update_losses), layers_along, diverged_at
    )


def _copied(layers):
    return [Layer(*(part if part is None else part.copy() for part in layer)) for layer in layers]


def _with_all_rows(network, loss, inputs, targets, learning_rate):
    """The ways to go where every update takes all rows: in parts, whose steps are added up.

    What was passed forward for the loss is where the next step begins.
    """
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

    def step():
        steps[:] = 0
        for prediction, (room, some_inputs, wanted) in zip(predictions, parts, strict=True):
            slopes = loss.slopes(prediction, wanted)
            _backward(room, some_inputs, slopes, learning_rate / len(inputs))
            np.add(steps, network.steps, out=steps)
        np.subtract(network.numbers, steps, out=network.numbers)

    def loss_now():
        predictions[:] = [_forward(room, some_inputs) for room, some_inputs, _ in parts]
        return loss.value(np.hstack(predictions).T, targets)

    return _Ways(step, lambda: [()], loss_now)


def _with_batches(network, loss, inputs, targets, learning_rate, batch_size, generator):
    """The ways to go where an update takes `batch_size` rows."""
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

    def step(inputs, wanted):
        room = room_for(len(inputs))
        slopes = loss.slopes(_forward(room, inputs), wanted)
        _backward(room, inputs, slopes, learning_rate / len(inputs))
        np.subtract(network.numbers, network.steps, out=network.numbers)

    return _Ways(step, batches, lambda: loss.value(_prediction(inputs, network.layers), targets))


def _parts(rows, at_once):
    return [slice(start, start + at_once) for start in range(0, rows, at_once)]


def _prediction(inputs, layers):
    """What the layers predict, in parts where there are many rows: hidden nodes need room."""
    parts = _parts(len(inputs), ROWS_AT_ONCE)
    return np.concatenate([forward.unchecked(inputs[part], layers).prediction for part in parts])


class _NetworkInPlace(NamedTuple):
    """The second form of a network: what `_forward` and `_backward` need, and what they fill.

    `layers` are views into `numbers`, where all weights and biases stand one after the other.
    `_backward` fills `steps`, laid out alike: numbers less steps is an update. `room(rows)` makes
    the _Room that the two need for so many rows.
    """

    layers: list[Layer]
    outputs: int
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

    return _NetworkInPlace(moving, joined[-1].shape[1], numbers, steps, room)


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
    can be added up, and written over the prediction. `value` is the loss's own, on rows of outputs.
    """

    value: Callable
    wanted: Callable
    slopes: Callable
    takes_all_rows: bool


def _loss_in_place(loss, layers):
    if loss.slope is unchecked(SQUARED_ERROR.slope):
        return _LossInPlace(loss.value, np.transpose, _error_slopes, False)
    if loss.slope is unchecked(SOFTMAX_CROSS_ENTROPY.slope):
        classes = np.arange(layers[-1].weights.shape[1])[:, None]
        return _LossInPlace(
            loss.value, lambda labels: (classes == labels).astype(float), _share_slopes, False
        )

    def slopes(prediction, wanted):
        # What the caller's own loss returns may be whole numbers, or an array that it keeps.
        slope = np.asarray(loss.slope(prediction.T, wanted.T), dtype=np.float64)
        return len(slope) * slope.T

    # It may be no mean over the rows, so that parts do not add up.
    return _LossInPlace(loss.value, np.transpose, slopes, True)


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


def _rates_arguments(inputs, targets, layers, *, learning_rates, epochs):
    inputs, targets, layers, _ = loss_arguments(inputs, targets, layers)
    rates = checks.numbers("learning_rates", learning_rates)
    if rates.ndim != 1:
        raise ValueError(
            f"learning_rates have shape {rates.shape}, expected (rates,): one row of numbers, "
            "such as np.geomspace(0.001, 1, 40)"
        )
    for number, rate in enumerate(rates.tolist()):
        checks.positive(f"learning_rates[{number}]", rate)
    return inputs, targets, layers, rates, checks.whole_number("epochs", epochs, 1)


def train_rates(inputs, targets, layers, *, learning_rates, epochs):
    """Go downhill from the same layers at many learning rates in one pass; a History for each.

    What `train` returns for each of `learning_rates` (rates,) on its own, with all rows in every
    update and the squared error, and several times faster: the networks are stacked into arrays of
    shape (rates, inputs, outputs), and one matrix product serves all of them. A rate whose loss is
    no longer finite stays where it is while the others go on.

    Nothing that is passed in changes. Raises ValueError or TypeError where arguments do not fit.

    >>> for history in train_rates(
    ...     [[1.0]], [[2.0]], [Layer([[0.0]])], learning_rates=[0.1, 0.5], epochs=1
    ... ):
    ...     print(history.epoch_losses.round(2))
    [4.   2.56]
    [4. 0.]
    """
    inputs, targets, layers, rates, epochs = _rates_arguments(
        inputs, targets, layers, learning_rates=learning_rates, epochs=epochs
    )
    stack = [_copies(layer, len(rates)) for layer in layers]
    steps = rates[:, None, None]
    # A rate that is too high ends in infinity: the history says so, numpy need not.
    with np.errstate(over="ignore", invalid="ignore"):
        passed = forward.unchecked(inputs, stack)
        losses = [_stacked_losses(passed, targets)]
        for _ in range(epochs):
            slopes = _stacked_slopes(passed, stack, targets)
            moved = update.unchecked(stack, slopes, steps)
            stack = _where(np.isfinite(losses[-1]), moved, stack)
            passed = forward.unchecked(inputs, stack)
            losses.append(_stacked_losses(passed, targets))
    return [_history_of(number, stack, np.array(losses)) for number in range(len(rates))]


def _copies(layer, count):
    """The layer `count` times: weights (count, inputs, outputs), bias (count, 1, outputs)."""
    weights = np.repeat(layer.weights[None], count, axis=0)
    bias = None if layer.bias is None else np.repeat(layer.bias[None, None], count, axis=0)
    return Layer(weights, bias)


def _stacked_losses(passed, targets):
    error = passed.prediction - targets
    return np.sum(error**2, axis=(1, 2)) / len(targets)


def _stacked_slopes(passed, stack, targets):
    """What `backward` does, with a network in each layer of the stack: .mT transposes each."""
    slopes, node_slope = [], 2 * (passed.prediction - targets) / len(targets)
    for number in reversed(range(len(stack))):
        weights_slope = passed.activations[number].mT @ node_slope
        bias_slope = node_slope.sum(axis=1, keepdims=True)
        slopes.insert(0, Layer(weights_slope, bias_slope))
        if number > 0:
            gate = relu_slope.unchecked(passed.pre_activations[number - 1])
            node_slope = (node_slope @ stack[number].weights.mT) * gate
    return slopes


def _where(is_chosen, stack, other):
    """Each network of the stack where it is chosen, the other's where it is not."""
    chosen = is_chosen[:, None, None]
    return [
        Layer(*(a if a is None else np.where(chosen, a, b) for a, b in zip(*pair, strict=True)))
        for pair in zip(stack, other, strict=True)
    ]


def _history_of(number, stack, losses):
    """The History of one of the stacked networks; `losses` have shape (epochs + 1, networks)."""
    losses = losses[:, number]
    endless = np.flatnonzero(~np.isfinite(losses))
    diverged_at = int(endless[0]) if len(endless) else None
    layers = [
        Layer(layer.weights[number], None if layer.bias is None else layer.bias[number, 0])
        for layer in stack
    ]
    shown = losses if diverged_at is None else losses[: diverged_at + 1]
    return History(layers, shown, np.array([]), [], diverged_at)
