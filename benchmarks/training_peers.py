"""What training.py measures: the course's `train`, and others that do the same work.

Each maker returns a function without arguments that trains from the start for a number of epochs.
"""

import importlib.metadata
import warnings
from functools import partial
from importlib.util import find_spec

import numpy as np

from helpers.checks import unchecked
from helpers.losses import SQUARED_ERROR, Loss
from helpers.network import Layer, backward, forward
from helpers.training import random_layers, train, update
from helpers.training_in_place import descend_in_place

LEARNING_RATE = 0.05


def versions():
    """The versions of the peers, and which are not installed: those are left out."""
    said = (
        f"{name} {importlib.metadata.version(name)}" if _is_there(name) else f"no {name}: left out"
        for name in ("scikit-learn", "torch", "jax")
    )
    return ", ".join(said)


def _is_there(name):
    return find_spec({"scikit-learn": "sklearn"}.get(name, name)) is not None


def runs(task, batch_size, epochs):
    """Return each run by name, with the number of epochs that it trains for.

    A peer that is not installed has none. Row by row one epoch is long enough. Where a batch is all
    rows their order is all the same, and nobody shuffles, but for scikit-learn as it comes.
    """
    makers = {
        "train": course,
        "its steps": steps_alone,
        "the listing": listing,
        "row by row": row_by_row,
        "scikit-learn": scikit_learn,
        "scikit-learn, in order": partial(scikit_learn, shuffle=False),
        "PyTorch": pytorch,
        "JAX, compiled": jax_scan,
        "matrix products": matrix_products,
    }
    packages = {"PyTorch": "torch", "JAX, compiled": "jax"}
    here = [name for name in makers if name not in packages or _is_there(packages[name])]
    lengths = {name: 1 if name == "row by row" else epochs for name in here}
    return {name: (makers[name](task, batch_size, lengths[name]), lengths[name]) for name in here}


def start_of(task):
    return random_layers(list(task.widths), np.random.default_rng(0))


def course(task, batch_size, epochs):
    layers = start_of(task)

    def run():
        return train(
            task.inputs,
            task.targets,
            layers,
            learning_rate=LEARNING_RATE,
            epochs=epochs,
            batch_size=batch_size,
            generator=np.random.default_rng(0),
            loss=task.loss,
        )

    return run


def steps_alone(task, batch_size, epochs):
    """What `train` does, without the loss on all rows after every epoch."""
    start = start_of(task)
    loss = Loss(*map(unchecked, task.loss))

    def run():
        generator = np.random.default_rng(0)
        layers, numbers, batches, steps_of, predict = descend_in_place(
            task.inputs, task.targets, start, LEARNING_RATE, loss, batch_size, generator
        )
        for _ in range(epochs):
            if batch_size == len(task.inputs):
                predict()  # the way forward, where all rows take it before a step
            for batch in batches():
                numbers -= steps_of(*batch)
        return layers

    return run


def batches(rows, batch_size, generator):
    order = generator.permutation(rows)
    return [order[start : start + batch_size] for start in range(0, rows, batch_size)]


def slopes_of(inputs, targets, layers, loss):
    passed = forward.unchecked(inputs, layers)
    return backward.unchecked(passed, layers, loss.slope(passed.prediction, targets))


def listing(task, batch_size, epochs):
    """helpers.network as the learner wrote it: forward, loss slope, backward, update."""
    start, loss = start_of(task), Loss(*map(unchecked, task.loss))

    def run():
        layers, generator = start, np.random.default_rng(0)
        for _ in range(epochs):
            for batch in batches(len(task.inputs), batch_size, generator):
                rows = task.inputs[batch], task.targets[batch]
                slopes = slopes_of(*rows, layers, loss)
                layers = update.unchecked(layers, slopes, LEARNING_RATE)
        return layers

    return run


def row_by_row(task, batch_size, epochs):
    """The same, with a loop over the rows of a batch, whose slopes are added up."""
    start, loss = start_of(task), Loss(*map(unchecked, task.loss))

    def slopes_of_row(row, layers):
        here = slice(row, row + 1)
        return slopes_of(task.inputs[here], task.targets[here], layers, loss)

    def run():
        layers, generator = start, np.random.default_rng(0)
        for _ in range(epochs):
            for batch in batches(len(task.inputs), batch_size, generator):
                total = slopes_of_row(batch[0], layers)
                for row in batch[1:]:
                    total = [
                        Layer(a.weights + b.weights, a.bias + b.bias)
                        for a, b in zip(total, slopes_of_row(row, layers), strict=True)
                    ]
                layers = update.unchecked(layers, total, LEARNING_RATE / len(batch))
        return layers

    return run


def matrix_products(task, batch_size, epochs):
    """Nothing but the matrix products of every step: forward, and both kinds of slopes."""
    weights = [layer.weights for layer in start_of(task)]
    inputs = task.inputs[:batch_size].copy()
    values = [inputs, *(np.ones((batch_size, width)) for width in task.widths[1:])]

    def run():
        for _ in range(epochs * -(-len(task.inputs) // batch_size)):
            for number, matrix in enumerate(weights):
                values[number] @ matrix
            for number in reversed(range(len(weights))):
                values[number].T @ values[number + 1]
                if number > 0:
                    values[number + 1] @ weights[number].T

    return run


def scikit_learn(task, batch_size, epochs, shuffle=True):
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    is_regression = task.loss is SQUARED_ERROR
    kind = MLPRegressor if is_regression else MLPClassifier
    targets = task.targets[:, 0] if is_regression else task.targets
    settings = {"alpha": 0, "tol": 0, "max_iter": epochs, "n_iter_no_change": epochs + 1}

    def run():
        model = kind(
            hidden_layer_sizes=task.widths[1:-1],
            solver="sgd",
            momentum=0,
            nesterovs_momentum=False,
            learning_rate_init=LEARNING_RATE,
            batch_size=batch_size,
            shuffle=shuffle,
            random_state=0,
            **settings,
        )
        with warnings.catch_warnings():
            # That it has not converged after so few epochs is no news.
            warnings.simplefilter("ignore")
            return model.fit(task.inputs, targets)

    return run


def pytorch(task, batch_size, epochs):
    import torch

    torch.set_default_dtype(torch.float64)
    # As many as the environment allows: OMP_NUM_THREADS.
    inputs, targets = torch.from_numpy(task.inputs), torch.from_numpy(task.targets)
    is_regression, is_whole = task.loss is SQUARED_ERROR, batch_size == len(task.inputs)
    loss_of = torch.nn.MSELoss() if is_regression else torch.nn.CrossEntropyLoss()
    parts = []
    for i, (before, after) in enumerate(zip(task.widths, task.widths[1:], strict=False)):
        parts += [torch.nn.ReLU()] * (i > 0) + [torch.nn.Linear(before, after)]
    network = torch.nn.Sequential(*parts)
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)

    def run():
        for _ in range(epochs):
            batches = [slice(None)] if is_whole else torch.randperm(len(inputs)).split(batch_size)
            for batch in batches:
                optimizer.zero_grad()
                loss_of(network(inputs[batch]), targets[batch]).backward()
                optimizer.step()

    return run


def jax_scan(task, batch_size, epochs):
    """Compiled once: a whole epoch, its order drawn inside; compiling is not counted."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    inputs, targets = jnp.asarray(task.inputs), jnp.asarray(task.targets)
    start = [(jnp.asarray(layer.weights), jnp.asarray(layer.bias)) for layer in start_of(task)]
    is_regression = task.loss is SQUARED_ERROR

    def loss_of(layers, rows, wanted):
        for number, (weights, bias) in enumerate(layers):
            rows = (rows if number == 0 else jax.nn.relu(rows)) @ weights + bias
        if is_regression:
            return jnp.mean(jnp.sum((rows - wanted) ** 2, axis=1))
        scores = jax.nn.log_softmax(rows)
        return -jnp.mean(jnp.take_along_axis(scores, wanted[:, None], axis=1))

    def step(layers, batch):
        slopes = jax.grad(loss_of)(layers, inputs[batch], targets[batch])
        moved = jax.tree.map(lambda a, slope: a - LEARNING_RATE * slope, layers, slopes)
        return moved, None

    @jax.jit
    def epoch(layers, key):
        if batch_size == len(inputs):
            return step(layers, slice(None))[0]
        order = jax.random.permutation(key, len(inputs)).reshape(-1, batch_size)
        return jax.lax.scan(step, layers, order)[0]

    def run():
        layers = start
        for key in jax.random.split(jax.random.key(0), epochs):
            layers = epoch(layers, key)
        return jax.block_until_ready(layers)

    run()
    return run
