"""Gradient descent: take the slopes of a batch, step downhill, repeat.

One function serves all three kinds. A batch of all rows is gradient descent in its plain form, a
batch of one row is stochastic gradient descent (SGD), and what lies between is mini-batches.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.checks import checked_by
from helpers.losses import SQUARED_ERROR, Loss
from helpers.network import Layer, backward, forward


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
    inputs, layers = forward.check(inputs, layers)
    with np.errstate(over="ignore", invalid="ignore"):
        prediction = forward.unchecked(inputs, layers).prediction
    if not np.isfinite(prediction).all():
        raise ValueError(
            "layers predict infinity for these inputs, expected finite numbers: "
            "scale the inputs, or begin with smaller weights"
        )
    targets = _checked_targets(loss, prediction, targets)
    return inputs, targets, layers, Loss(*map(checks.unchecked, loss))


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
    batches = _batch_maker(len(inputs), batch_size, generator)

    def step(layers, batch):
        slopes = slopes_of.unchecked(inputs[batch], targets[batch], layers, loss)
        return update.unchecked(layers, slopes, learning_rate)

    def loss_now(layers):
        return loss_of.unchecked(inputs, targets, layers, loss)

    # A rate that is too high ends in infinity: the history says so, numpy need not.
    with np.errstate(over="ignore", invalid="ignore"):
        return _descend(
            layers, step, loss_now, batches, progress(range(1, epochs + 1)), record_updates
        )


def _descend(layers, step, loss_now, batches, epochs, record_updates):
    epoch_losses = [loss_now(layers)]
    update_losses, layers_along = (epoch_losses[:], [layers]) if record_updates else ([], [])
    diverged_at = None
    for epoch in epochs:
        for batch in batches():
            layers = step(layers, batch)
            if record_updates:
                update_losses.append(loss_now(layers))
                layers_along.append(layers)
        epoch_losses.append(loss_now(layers))
        if not np.isfinite(epoch_losses[-1]):
            diverged_at = epoch
            break
    return History(
        layers, np.array(epoch_losses), np.array(update_losses), layers_along, diverged_at
    )


def _batch_maker(rows, batch_size, generator):
    """Return a function that gives one epoch's batches, each an index into the rows."""
    if generator is not None:
        checks.random_generator("generator", generator)
    if batch_size is None:
        return lambda: [slice(None)]
    batch_size = checks.whole_number("batch_size", batch_size, 1, rows, f": there are {rows} rows")
    if batch_size == rows:
        return lambda: [slice(None)]
    checks.random_generator("generator", generator)

    def shuffled():
        order = generator.permutation(rows)
        return [order[start : start + batch_size] for start in range(0, rows, batch_size)]

    return shuffled
