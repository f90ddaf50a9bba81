"""Gradient descent: take the slopes of a batch, step downhill, repeat.

One function serves all three kinds. A batch of all rows is gradient descent in its plain form, a
batch of one row is stochastic gradient descent (SGD), and what lies between is mini-batches.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers import activations, checks, network
from helpers.checks import checked_by, unchecked
from helpers.losses import SQUARED_ERROR, Loss
from helpers.network import Layer
from helpers.training_in_place import descend_in_place

# Every function here checks its arguments at its own door; within, nothing is checked again.
forward, backward = unchecked(network.forward), unchecked(network.backward)
relu_slope = unchecked(activations.relu_slope)


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
    rows, layers = network.forward.check(inputs[:1] if is_ready else inputs, layers)
    inputs = inputs if is_ready else rows
    targets = _checked_targets(loss, (len(inputs), layers[-1].weights.shape[1]), targets)
    return inputs, targets, layers, Loss(*map(unchecked, loss))


def _is_ready(inputs):
    """Whether a check would only copy: a million rows are not copied without need."""
    is_matrix = type(inputs) is np.ndarray and inputs.dtype == np.float64 and inputs.ndim == 2
    return is_matrix and inputs.size > 0 and bool(np.isfinite(inputs).all())


def _checked_targets(loss, shape, targets):
    """The targets, where they fit a prediction of this shape."""
    if hasattr(loss.value, "check"):
        return loss.value.check(np.broadcast_to(0.0, shape), targets)[1]
    # A loss of the caller's own has to say itself what else it asks of its targets.
    targets = checks.numbers("targets", targets)
    if targets.shape[:1] != shape[:1]:
        raise ValueError(
            f"targets have shape {targets.shape}, expected {shape[0]} rows like the inputs"
        )
    return targets


def pass_forward(inputs, layers):
    """Return what `forward` makes of rows that are checked; refuse layers that predict infinity."""
    with np.errstate(over="ignore", invalid="ignore"):
        passed = forward(inputs, layers)
    _finite(passed.prediction)
    return passed


def _finite(prediction):
    if not np.isfinite(prediction).all():
        raise ValueError(
            "layers predict infinity for these inputs, expected finite numbers: "
            "scale the inputs, or begin with smaller weights"
        )
    return prediction


@checked_by(loss_arguments)
def loss_of(inputs, targets, layers, loss=SQUARED_ERROR):
    """Return the loss of what the layers predict for these rows: a float.

    `inputs` have shape (rows, inputs); `targets` are as `loss` takes them. Raises ValueError or
    TypeError where they do not fit.
    """
    return loss.value(pass_forward(inputs, layers).prediction, targets)


@checked_by(loss_arguments)
def slopes_of(inputs, targets, layers, loss=SQUARED_ERROR):
    """Return the slope of the loss on these rows for every weight and bias: a list of Layer.

    Forward, the slope at the prediction, backward. Arguments and errors are those of `loss_of`.
    """
    passed = pass_forward(inputs, layers)
    return backward(passed, layers, loss.slope(passed.prediction, targets))


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

    An update is `layers = update(layers, slopes_of(inputs, targets, layers, loss), learning_rate)`
    on the rows of its batch, made faster: all weights and biases stand in one array, and
    `helpers.training_in_place` finds their steps, each learning_rate x slope.

    >>> inputs, targets, layers = [[1.0], [2.0]], [[2.0], [3.0]], [Layer([[0.5]], [0.0])]
    >>> history = train(inputs, targets, layers, learning_rate=0.1, epochs=3)
    >>> for _ in range(3):
    ...     layers = update(layers, slopes_of(inputs, targets, layers), learning_rate=0.1)
    >>> np.allclose(layers[0].weights, history.layers[0].weights, rtol=1e-12)
    True
    """
    inputs, targets, layers, loss = loss_arguments(inputs, targets, layers, loss)
    learning_rate = checks.positive("learning_rate", learning_rate)
    epochs = checks.whole_number("epochs", epochs, 1)
    record_updates = checks.true_or_false("record_updates", record_updates)
    progress = checks.function("progress", progress)
    batch_size = _checked_batch_size(batch_size, generator, len(inputs))
    layers, numbers, batches, steps_of, predict = descend_in_place(
        inputs, targets, layers, learning_rate, loss, batch_size, generator
    )
    # A rate that is too high ends in infinity: the history says so, numpy need not.
    with np.errstate(over="ignore", invalid="ignore"):
        epoch_losses, diverged_at = [loss.value(_finite(predict()), targets)], None
        update_losses = epoch_losses[:] if record_updates else []
        layers_along = [_copied(layers)] if record_updates else []
        for epoch in progress(range(1, epochs + 1)):
            for batch in batches():
                numbers -= steps_of(*batch)
                if record_updates:
                    update_losses.append(loss.value(predict(), targets))
                    layers_along.append(_copied(layers))
            now = update_losses[-1] if record_updates else loss.value(predict(), targets)
            epoch_losses.append(now)
            if not np.isfinite(now):
                diverged_at = epoch
                break
    return History(
        _copied(layers), np.array(epoch_losses), np.array(update_losses), layers_along, diverged_at
    )


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


def _copied(layers):
    return [Layer(*(part if part is None else part.copy() for part in layer)) for layer in layers]


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
        passed = pass_forward(inputs, stack)
        losses = [_stacked_losses(passed, targets)]
        for _ in range(epochs):
            slopes = _stacked_slopes(passed, stack, targets)
            moved = update.unchecked(stack, slopes, steps)
            stack = _where(np.isfinite(losses[-1]), moved, stack)
            passed = forward(inputs, stack)
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
            gate = relu_slope(passed.pre_activations[number - 1])
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
