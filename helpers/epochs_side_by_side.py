"""One epoch of a network of one layer for many orders of the rows, side by side: for comparisons.

What notebook 08 says of shuffles it says of several, and one after the other they would take long.
"""

import numpy as np

from helpers import checks


def epochs_side_by_side(inputs, targets, weights, *, learning_rate, batch_size, orders):
    """Return the weights along one epoch for each run: (updates + 1, runs, inputs, outputs).

    The prediction is inputs @ weights, without bias or relu, and the loss the squared error. Each
    run has its start, `weights` (runs, inputs, outputs), and its row numbers, `orders` (runs, rows
    used), which it takes `batch_size` at a time; the last batch takes what is left. The result
    begins with the start and holds the weights after every update. Where steps are too long,
    weights grow without end. Raises ValueError or TypeError where arguments do not fit.

    >>> first, second = [0, 1], [1, 0]
    >>> settings = {"learning_rate": 0.5, "batch_size": 1, "orders": [first, second]}
    >>> epochs_side_by_side([[1.0], [2.0]], [[1.0], [0.0]], np.zeros((2, 1, 1)), **settings)[..., 0]
    array([[[ 0.],
            [ 0.]],
    <BLANKLINE>
           [[ 1.],
            [ 0.]],
    <BLANKLINE>
           [[-3.],
            [ 1.]]])
    """
    learning_rate = checks.positive("learning_rate", learning_rate)
    inputs, targets, weights = _fitting(inputs, targets, weights)
    orders = _orders(orders, len(weights), len(inputs))
    batch_size = checks.whole_number("batch_size", batch_size, 1, orders.shape[1])
    along = [weights]
    for start in range(0, orders.shape[1], batch_size):
        batch = orders[:, start : start + batch_size]
        error = inputs[batch] @ along[-1] - targets[batch]
        # Each of the runs has a table of its own in these stacks: .mT transposes every one of them.
        slopes = inputs[batch].mT @ (2 * error / batch.shape[1])
        along.append(along[-1] - learning_rate * slopes)
    return np.array(along)


def _fitting(inputs, targets, weights):
    inputs = checks.matrix("inputs", inputs)
    targets = checks.matrix("targets", targets)
    weights = checks.numbers("weights", weights)
    if len(targets) != len(inputs):
        raise ValueError(f"targets have {len(targets)} rows, expected {len(inputs)} as the inputs")
    wanted = inputs.shape[1], targets.shape[1]
    if weights.ndim != 3 or weights.shape[1:] != wanted:
        raise ValueError(
            f"weights have shape {weights.shape}, expected (runs, {wanted[0]}, {wanted[1]}): a "
            "table for each run, such as np.tile(table, (runs, 1, 1))"
        )
    return inputs, targets, weights


def _orders(orders, runs, rows):
    orders = np.asarray(orders)
    if orders.dtype.kind not in "iu":
        raise TypeError(f"orders hold {orders.dtype}, expected row numbers: whole numbers")
    if orders.ndim != 2 or len(orders) != runs or orders.size == 0:
        raise ValueError(
            f"orders have shape {orders.shape}, expected ({runs}, rows): an order for each run"
        )
    if orders.min() < 0 or orders.max() >= rows:
        raise ValueError(
            f"orders go from {orders.min()} to {orders.max()}, expected row numbers from 0 to "
            f"{rows - 1}"
        )
    return orders
