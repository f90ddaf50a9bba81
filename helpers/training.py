"""Gradient descent: take the slopes of a batch, step downhill, repeat.

One function serves all three kinds. A batch of all rows is gradient descent in its plain form, a
batch of one row is stochastic gradient descent (SGD), and what lies between is mini-batches.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.activations import relu_slope
from helpers.checks import checked_by
from helpers.losses import SQUARED_ERROR, Loss
from helpers.network import Layer, backward, forward

ROWS_AT_ONCE = 4096
"""Rows that are passed forward, or put into a new order, together: few enough to stay at hand."""


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
    return inputs, targets, layers, Loss(*map(checks.unchecked, loss))


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

    An epoch uses every row once, `batch_size` rows an update; None means all rows in one update.
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
    batches = _batch_maker(inputs, targets, batch_size, generator)
    moving, move = _mover(layers, loss.slope, learning_rate)

    is_whole = batch_size in (None, len(inputs))
    passed = []

    def loss_now():
        if not is_whole:
            return loss.value(_prediction(inputs, moving), targets)
        # Where a batch is all rows, its next step begins with what this loss is computed from.
        passed[:] = [_activations(inputs, moving)]
        return loss.value(passed[0][-1], targets)

    def step(batch_inputs, batch_targets):
        activations = passed.pop() if passed else _activations(batch_inputs, moving)
        move(activations, batch_targets)

    # A rate that is too high ends in infinity: the history says so, numpy need not.
    with np.errstate(over="ignore", invalid="ignore"):
        epochs = progress(range(1, epochs + 1))
        return _descend(moving, step, loss_now, batches, epochs, record_updates)


def _descend(moving, step, loss_now, batches, epochs, record_updates):
    epoch_losses = [loss_now()]
    update_losses, layers_along = (
        (epoch_losses[:], [_copied(moving)]) if record_updates else ([], [])
    )
    diverged_at = None
    for epoch in epochs:
        for batch_inputs, batch_targets in batches():
            step(batch_inputs, batch_targets)
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


def _each_part(layers, change):
    """New layers, each array changed; what is None stays so."""
    return [Layer(*(part if part is None else change(part) for part in layer)) for layer in layers]


def _copied(layers):
    return _each_part(layers, np.copy)


def _mover(layers, loss_slope, learning_rate):
    """Return layers, and `move(activations, targets)`, which moves them downhill in place.

    What `forward`, `loss_slope`, `backward` and `update` do one after the other, in less time:
    all weights and biases lie in one array, and so do their slopes, so that an update is one
    product and one difference; arrays that nobody will read again are written over. The numbers are
    the same to the last digit. benchmarks/README.md says what each of these is worth.
    """
    numbers, moving = _in_one_array(layers)
    steps, slopes = _in_one_array(layers)

    def move(activations, targets):
        node_slope = loss_slope(activations[-1], targets)
        for number in reversed(range(len(moving))):
            np.dot(activations[number].T, node_slope, out=slopes[number].weights)
            if slopes[number].bias is not None:
                np.add.reduce(node_slope, axis=0, out=slopes[number].bias)
            if number > 0:
                node_slope = np.dot(node_slope, moving[number].weights.T)
                # An activation of relu is 0, or above 0 where relu's slope is 1.
                node_slope *= np.sign(activations[number])
        np.multiply(steps, learning_rate, out=steps)
        np.subtract(numbers, steps, out=numbers)

    return moving, move


def _in_one_array(layers):
    """Return all numbers of the layers in a new array, and layers that are views into it."""
    parts = [part for layer in layers for part in layer if part is not None]
    numbers = np.concatenate([part.ravel() for part in parts])
    ends = np.cumsum([part.size for part in parts])[:-1]
    pieces = iter(np.split(numbers, ends))
    return numbers, _each_part(layers, lambda part: next(pieces).reshape(part.shape))


def _activations(inputs, layers):
    """The activations of `forward`, without what only its reader needs."""
    activations = [inputs]
    for layer in layers:
        if len(activations) > 1:
            np.maximum(activations[-1], 0.0, out=activations[-1])
        values = np.dot(activations[-1], layer.weights)
        if layer.bias is not None:
            values += layer.bias
        activations.append(values)
    return activations


def _prediction(inputs, layers):
    """What the layers predict, in parts where there are many rows: hidden nodes need room."""
    rows = len(inputs)
    if rows <= ROWS_AT_ONCE:
        return _activations(inputs, layers)[-1]
    prediction = np.empty((rows, layers[-1].weights.shape[1]))
    for start in range(0, rows, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        prediction[part] = _activations(inputs[part], layers)[-1]
    return prediction


def _batch_maker(inputs, targets, batch_size, generator):
    """Return a function that gives one epoch's batches: rows of the inputs and of the targets."""
    rows = len(inputs)
    if generator is not None:
        checks.random_generator("generator", generator)
    if batch_size is not None:
        reason = f": there are {rows} rows"
        batch_size = checks.whole_number("batch_size", batch_size, 1, rows, reason)
    if batch_size in (None, rows):
        return lambda: [(inputs, targets)]
    checks.random_generator("generator", generator)
    # To pick many rows at once costs less than batch by batch; to pick all would need their room.
    together = batch_size * max(1, ROWS_AT_ONCE // batch_size)

    def shuffled():
        order = generator.permutation(rows)
        for first in range(0, rows, together):
            picked = order[first : first + together]
            some_inputs, some_targets = inputs[picked], targets[picked]
            for start in range(0, len(picked), batch_size):
                batch = slice(start, start + batch_size)
                yield some_inputs[batch], some_targets[batch]

    return shuffled


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
