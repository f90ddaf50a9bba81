"""Exercises of notebook 08: batches, epochs, and the three kinds of gradient descent.

The networks here have one layer and no relu, so that what is new stands alone.
"""

import math

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import array, normals, quarters
from helpers.exercises.catalogue.shared_steps import (
    error,
    loss,
    node_slope_that_counts,
    stepped,
    two,
)
from helpers.exercises.exercise import IN_PLACE, Case, Exercise, Slip

ONE_TOO_MANY = Slip(
    "one batch too many",
    "count",
    "Where the rows divide evenly, nothing is left over, and there is no further batch.",
    "08#Epoch",
)
ROWS_COUNTED = Slip(
    "rows counted in place of batches",
    "count",
    "You gave one update to each row. An update uses a whole batch.",
    "08#Mini-batch",
)
SHARE_NOT_ROUNDED = Slip(
    "not a whole number",
    "last batch",
    "Your count has a fraction. A batch that is not full is still a batch.",
    "08#Mini-batch",
)
OVERLAPPING = Slip(
    "overlapping batches",
    "starts",
    "Your batches begin one row after the other, so that rows come several times. An epoch uses "
    "every row once.",
    "08#Epoch",
)
EVEN_PARTS = Slip(
    "even parts in place of full batches",
    "last batch",
    "Your batches are as even as they can be. The task is different: each takes batch_size rows, "
    "and the last one takes what is left.",
    "08#Mini-batch",
)
SIZE_TAKEN_FOR_COUNT = Slip(
    "batch size taken for the number of batches",
    "last batch",
    "You cut the order into batch_size parts. batch_size says how many rows stand in each batch; "
    "how many batches that makes depends on how many rows there are.",
    "08#Mini-batch",
)
FIRST_BATCH_ONLY = Slip(
    "list ends after the first batch",
    "starts",
    "Your list holds the first batch and no other. Is the return inside the loop?",
    "08#Epoch",
)
REPEATED_ROW_ONCE = Slip(
    "a repeated row counted once",
    "rows used",
    "A row that appears in the batch twice counts twice, and yours counts it once. If a place "
    "appears twice in square brackets, numpy writes to it only once, even with +=.",
    "08#Batch",
)
REPEATED_ROW_LEFT_OUT = Slip(
    "a repeated row taken once",
    "rows used",
    "A row that appears in the batch twice counts twice, in the sum and in the number of rows. A "
    "set, np.unique and an array of True and False know whether a row is in the batch, and not how "
    "often.",
    "08#Batch",
)
ALL_ROWS_USED = Slip(
    "all rows used",
    "rows used",
    "You used all the rows and ignored the batch. A step of a mini-batch looks at its own rows "
    "alone.",
    "08#Mini-batch",
)
FIRST_ROWS_USED = Slip(
    "first rows used",
    "rows used",
    "You took as many rows as the batch has, from the top. The batch says which ones.",
    "08#Mini-batch",
)
TARGETS_NOT_PICKED = Slip(
    "inputs and targets from different rows",
    "targets used",
    "The inputs are those of the batch, the targets are not. Each row keeps its own target, "
    "however it is shuffled.",
    "08#Target",
)
DIVIDED_BY_ALL = Slip(
    "divided by all rows",
    "mean",
    "You divided by the number of rows in the whole set. The mean of a batch is over its own rows.",
    "08#Batch",
)
DIVIDED_BY_BATCH_SIZE = Slip(
    "smaller batch divided by the full batch size",
    "mean",
    "In the last batch there are fewer rows, and you divided by the usual number. Its step came "
    "out too short.",
    "08#Mini-batch",
)
DIVIDED_BY_ROWS = Slip(
    "each row's step divided by the rows",
    "mean",
    "Each of your updates is made for one row and divided by all of them. One row's loss is the "
    "mean over one row.",
    "08#SGD",
)


def _updates_per_epoch(slips, rows, batch_size):
    if ROWS_COUNTED in slips:
        return rows
    if ONE_TOO_MANY in slips:
        return rows // batch_size + 1
    if SHARE_NOT_ROUNDED in slips:
        return rows / batch_size
    return rows // batch_size if known.LAST_BATCH_DROPPED in slips else -(-rows // batch_size)


def _updates_cases(generator):
    rows = int(generator.integers(30, 99))
    return [
        Case("rows that divide evenly", (12, 4)),
        Case("rows left over", (10, 4)),
        Case("one row left over", (9, 4)),
        Case("fewer rows than a batch", (3, 8)),
        Case("single rows", (7, 1)),
        Case("the whole batch", (9, 9)),
        Case("random numbers", (rows, 8)),
        Case("the digits", (1437, 32)),
    ]


def _updates_counted(rows, batch_size):
    updates, used = 0, 0
    while used < rows:
        used += batch_size
        updates += 1
    return updates


def batches_of(slips, order, batch_size):
    order = np.arange(len(order)) if known.ORDER_IGNORED in slips else order
    last = len(order)
    if known.LAST_BATCH_DROPPED in slips:
        last -= len(order) % batch_size
    step = 1 if OVERLAPPING in slips else batch_size
    batches = [order[start : min(start + batch_size, last)] for start in range(0, last, step)]
    if ONE_TOO_MANY in slips and len(order) % batch_size == 0:
        batches.append(order[last:])
    if EVEN_PARTS in slips:
        batches = np.array_split(order, len(batches))
    if SIZE_TAKEN_FOR_COUNT in slips:
        batches = np.array_split(order, batch_size)
    return batches[:1] if FIRST_BATCH_ONLY in slips else batches


def _split_cases(generator):
    return [
        Case("rows that divide evenly", (np.array([2, 0, 3, 1]), 2)),
        Case("a row left over", (np.array([4, 1, 0, 3, 2]), 2)),
        Case("single rows", (np.array([1, 3, 2, 0]), 1)),
        Case("a batch of all rows", (np.array([1, 2, 0]), 3)),
        Case("fewer rows than a batch", (np.array([0]), 3)),
        Case("ten rows, batches of four", (generator.permutation(10), 4)),
    ]


def _split_growing(order, batch_size):
    batches, batch = [], []
    for row in order:
        batch.append(row)
        if len(batch) == batch_size:
            batches.append(batch)
            batch = []
    return [*batches, batch] if batch else batches


def _linear_slope(slips, inputs, targets, weights, divisor):
    errors = node_slope_that_counts(slips, error(inputs @ weights, targets, slips))
    outputs = targets.shape[1] if known.MEAN_OVER_ALL in slips else 1
    return two(slips) * inputs.T @ errors / (divisor * outputs)


def _batch_slope(slips, inputs, targets, weights, batch):
    if ALL_ROWS_USED in slips:
        used = np.arange(len(inputs))
    else:
        used = np.arange(len(batch)) if FIRST_ROWS_USED in slips else batch
    used = np.unique(used) if REPEATED_ROW_LEFT_OUT in slips else used
    wanted = np.arange(len(used)) if TARGETS_NOT_PICKED in slips else used
    divisor = 1 if known.SUM_FOR_MEAN in slips else len(used)
    divisor = len(inputs) if DIVIDED_BY_ALL in slips else divisor
    if REPEATED_ROW_ONCE in slips:
        used = wanted = np.unique(used)
    return _linear_slope(slips, inputs[used], targets[wanted], weights, divisor)


def _batch_slope_cases(generator):
    small = (array([1, 2], [3, 0], [-1, 1]), array([1], [0], [2]), array([0.5], [-1]))
    return [
        Case("two of three rows", (*small, np.array([2, 1]))),
        Case("a single row", (*small, np.array([1]))),
        Case("all rows, in another order", (*small, np.array([1, 2, 0]))),
        Case("a row that comes twice", (*small, np.array([2, 0, 2]))),
        Case(
            "four of seven rows, two outputs",
            (
                normals(generator, 7, 3),
                normals(generator, 7, 2),
                normals(generator, 3, 2),
                np.array([5, 2, 6, 3]),
            ),
        ),
    ]


def _batch_loss(inputs, targets, weights, batch):
    return loss(inputs[batch] @ weights, targets[batch])


def _batch_slope_loop(inputs, targets, weights, batch):
    slope = np.zeros(weights.shape)
    for row in batch:
        gap = inputs[row] @ weights - targets[row]
        slope += 2 * np.outer(inputs[row], gap) / len(batch)
    return slope


def _batch_slope_masked(inputs, targets, weights, batch):
    counted = np.bincount(batch, minlength=len(inputs))[:, None] * 2 / len(batch)
    return inputs.T @ (counted * (inputs @ weights - targets))


def batches_with_targets(slips, batches, rows):
    """Return pairs of row numbers, one for each update: of its inputs and of its targets."""
    if ALL_ROWS_USED in slips:
        batches = [np.arange(rows) for _ in batches]
    pairs, used = [], 0
    for batch in batches:
        in_order = np.arange(used, used + len(batch))
        pairs.append((batch, in_order if TARGETS_NOT_PICKED in slips else batch))
        used += len(batch)
    return pairs[:1] if known.FIRST_UPDATE_ONLY in slips else pairs


def _epoch(slips, inputs, targets, weights, learning_rate, batches, usual_size):
    first, added_up = weights.copy(), 0.0
    for batch, wanted in batches_with_targets(slips, batches, len(inputs)):
        at = first if {known.STALE_PREDICTIONS, known.STEPS_NOT_KEPT} & slips else weights
        divisor = usual_size if DIVIDED_BY_BATCH_SIZE in slips else len(batch)
        divisor = 1 if known.SUM_FOR_MEAN in slips else divisor
        divisor = len(inputs) if {DIVIDED_BY_ROWS, DIVIDED_BY_ALL} & slips else divisor
        slope = _linear_slope(slips, inputs[batch], targets[wanted], at, divisor)
        added_up = added_up + slope
        slope = added_up if known.SLOPES_NOT_RESET in slips else slope
        start = first.copy() if known.STEPS_NOT_KEPT in slips else weights
        weights = stepped(start, slope, learning_rate, slips)
    return weights


def _sgd_epoch(slips, inputs, targets, weights, learning_rate, order):
    batches = batches_of(slips, order, 1)
    return _epoch(slips, inputs, targets, weights, learning_rate, batches, 1)


def _sgd_epoch_cases(generator):
    small = (array([1, 2], [3, 0], [-1, 1]), array([1], [0], [2]), array([0.5], [-1]))
    return [
        Case("one row", (array([1, 2]), array([0.5]), array([0.5], [0.25]), 0.1, np.array([0]))),
        Case("three rows", (*small, 0.1, np.array([2, 0, 1]))),
        Case("three rows in order", (*small, 0.05, np.array([0, 1, 2]))),
        Case(
            "six rows, three outputs",
            (
                normals(generator, 6, 4),
                normals(generator, 6, 3),
                normals(generator, 4, 3),
                0.05,
                np.array([3, 0, 5, 1, 4, 2]),
            ),
        ),
    ]


def _loss_of_one_batch(inputs, targets, weights, order, batch_size=1):
    one_batch = len(order) <= batch_size
    return loss(inputs[order] @ weights, targets[order]) if one_batch else np.nan


def _sgd_epoch_outer(inputs, targets, weights, learning_rate, order):
    weights = weights.copy()
    for row in order:
        weights -= learning_rate * 2 * np.outer(inputs[row], inputs[row] @ weights - targets[row])
    return weights


def _sgd_epoch_shuffled_first(inputs, targets, weights, learning_rate, order):
    for x, y in zip(inputs[order], targets[order], strict=True):
        weights = weights - 2 * learning_rate * x[:, None] * (x[None, :] @ weights - y)
    return weights


def _sgd_epoch_numbers(inputs, targets, weights, learning_rate, order):
    table = weights.tolist()
    for row in order:
        gaps = [
            sum(inputs[row, i] * table[i][k] for i in range(len(table))) - targets[row, k]
            for k in range(targets.shape[1])
        ]
        table = [
            [table[i][k] - learning_rate * 2 * inputs[row, i] * gap for k, gap in enumerate(gaps)]
            for i in range(len(table))
        ]
    return table


def _sgd_epoch_recursive(inputs, targets, weights, learning_rate, order):
    return _mini_batch_epoch_recursive(inputs, targets, weights, learning_rate, order, 1)


def _mini_batch_epoch(slips, inputs, targets, weights, learning_rate, order, batch_size):
    batches = batches_of(slips, order, batch_size)
    return _epoch(slips, inputs, targets, weights, learning_rate, batches, batch_size)


def _mini_batch_epoch_cases(generator):
    small = (
        quarters(generator, 5, 2),
        array([1], [0], [2], [-1], [0.5]),
        array([0.5], [-1]),
    )
    two_rows = (array([1, 2], [3, -1]), array([1], [0]), array([0.5], [-1]))
    return [
        Case("five rows, batches of two", (*small, 0.1, np.array([4, 2, 0, 1, 3]), 2)),
        Case("batches of one row", (*two_rows, 0.05, np.array([1, 0]), 1)),
        Case("one batch of all rows", (*small, 0.1, np.array([3, 2, 4, 1, 0]), 5)),
        Case(
            "eight rows, batches of five, three outputs",
            (
                normals(generator, 8, 4),
                normals(generator, 8, 3),
                normals(generator, 4, 3),
                0.05,
                np.array([3, 0, 7, 5, 1, 4, 6, 2]),
                5,
            ),
        ),
    ]


def _mini_batch_epoch_sliced(inputs, targets, weights, learning_rate, order, batch_size):
    inputs, targets = inputs[order], targets[order]
    for start in range(0, len(order), batch_size):
        x, y = inputs[start : start + batch_size], targets[start : start + batch_size]
        weights = weights - learning_rate * (2 / len(x)) * x.T @ (x @ weights - y)
    return weights


def _mini_batch_epoch_split(inputs, targets, weights, learning_rate, order, batch_size):
    for batch in np.split(order, range(batch_size, len(order), batch_size)):
        weights = weights - learning_rate * _batch_slope_loop(inputs, targets, weights, batch)
    return weights


def _mini_batch_epoch_while(inputs, targets, weights, learning_rate, order, batch_size):
    weights, left = weights.copy(), list(order)
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        gap = np.array([inputs[row] @ weights - targets[row] for row in batch])
        weights -= 2 * learning_rate * np.mean(inputs[batch][:, :, None] * gap[:, None, :], axis=0)
    return weights


def _mini_batch_epoch_recursive(inputs, targets, weights, learning_rate, order, batch_size):
    if len(order) == 0:
        return weights
    batch = order[:batch_size]
    moved = weights - learning_rate * _batch_slope_masked(inputs, targets, weights, batch)
    rest = order[batch_size:]
    return _mini_batch_epoch_recursive(inputs, targets, moved, learning_rate, rest, batch_size)


EXERCISES = (
    Exercise(
        name="updates_per_epoch",
        title="how many updates",
        notebook="08",
        task="How many updates does one epoch make? `rows` and `batch_size` are whole numbers; a "
        "last, smaller batch counts. 10 rows in batches of 4 make 3 updates.",
        starter='''
def updates_per_epoch(rows, batch_size):
    """Return the number of updates in one epoch."""
    ...
''',
        solution="""
def updates_per_epoch(rows, batch_size):
    full_batches = rows // batch_size
    if rows % batch_size > 0:
        return full_batches + 1
    return full_batches
""",
        program=_updates_per_epoch,
        slips=(
            known.LAST_BATCH_DROPPED,
            ONE_TOO_MANY,
            ROWS_COUNTED,
            SHARE_NOT_ROUNDED,
        ),
        cases=_updates_cases,
        hints=(
            "Lay out 10 rows and take away 4 at a time. How often can you do that until none is "
            "left?",
            "// counts the full batches, and % says how many rows are left over.",
            "What about 12 rows in batches of 4?",
        ),
        why="Every row is used once, and what is left over makes a batch of its own.",
        next="The number of updates, and not that of epochs, says how often the weights move.",
        other_right=(
            _updates_counted,
            lambda rows, batch_size: math.ceil(rows / batch_size),
            lambda rows, batch_size: len(range(0, rows, batch_size)),
            lambda rows, batch_size: (rows + batch_size - 1) // batch_size,
        ),
    ),
    Exercise(
        name="split_batches",
        title="deal the batches",
        notebook="08",
        task="`order` holds the row numbers in shuffled order. Return a list of batches: each "
        "takes the next `batch_size` of them, and the last one takes what is left. For `[4, 1, "
        "0, 3, 2]` and 2 it is `[[4, 1], [0, 3], [2]]`.",
        starter='''
def split_batches(order, batch_size):
    """Return a list of batches of row numbers, in the given order."""
    ...
''',
        solution="""
def split_batches(order, batch_size):
    batches = []
    for start in range(0, len(order), batch_size):
        batches.append(order[start:start + batch_size])
    return batches
""",
        program=batches_of,
        slips=(
            known.LAST_BATCH_DROPPED,
            EVEN_PARTS,
            SIZE_TAKEN_FOR_COUNT,
            known.ORDER_IGNORED,
            OVERLAPPING,
            ONE_TOO_MANY,
            FIRST_BATCH_ONLY,
        ),
        cases=_split_cases,
        hints=(
            "At which places does a batch begin, with 5 rows and batches of 2?",
            "range takes a third number: the distance from one to the next.",
            "A slice may reach past the end of an array: it then gives what is there.",
        ),
        why="Every row once, in the order that was drawn.",
        next="Each of these batches is the index of one update.",
        other_right=(
            _split_growing,
            lambda order, batch_size: [
                order[start : start + batch_size] for start in range(0, len(order), batch_size)
            ],
            lambda order, batch_size: np.split(order, range(batch_size, len(order), batch_size)),
        ),
    ),
    Exercise(
        name="batch_slope",
        title="the slope on a batch",
        notebook="08",
        task="A network of one layer: `prediction = inputs @ weights`, the course's loss, one "
        "output or several. `batch` holds row numbers. Return the slopes of the weights for "
        "those rows alone, in the shape of the weights. A row that appears in the batch twice "
        "counts twice.\n\n"
        "For inputs `[[1, 2], [3, 0]]`, targets `[[1], [0]]`, weights `[[0.5], [-1]]` and the "
        "batch `[1]` it is `[[9], [0]]`.",
        starter='''
def batch_slope(inputs, targets, weights, batch):
    """Return the slopes of the weights on the rows of the batch."""
    ...
''',
        solution="""
def batch_slope(inputs, targets, weights, batch):
    batch_inputs, batch_targets = inputs[batch], targets[batch]
    error = batch_inputs @ weights - batch_targets
    return batch_inputs.T @ (2 * error / len(batch))
""",
        program=_batch_slope,
        slips=(
            ALL_ROWS_USED,
            FIRST_ROWS_USED,
            REPEATED_ROW_ONCE,
            REPEATED_ROW_LEFT_OUT,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
            TARGETS_NOT_PICKED,
            known.SUM_FOR_MEAN,
            DIVIDED_BY_ALL,
            known.MEAN_OVER_ALL,
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
        ),
        cases=_batch_slope_cases,
        hints=(
            "An array of row numbers in square brackets picks those rows: inputs[batch].",
            "Which other table has a row for each example, and must stay in step?",
            "The rest is the last layer of notebook 05. The mean is over how many rows?",
        ),
        why="The batch's own rows, each with its own target, and the mean over them.",
        next="It is an estimate of the slope on all rows: rougher, and much cheaper.",
        other_right=(
            _batch_slope_loop,
            _batch_slope_masked,
            lambda inputs, targets, weights, batch: (
                np.einsum("ni,nk->ik", inputs[batch], inputs[batch] @ weights - targets[batch])
                / (len(batch) / 2)
            ),
        ),
        loss=_batch_loss,
        nudged=("weights",),
    ),
    Exercise(
        name="sgd_epoch",
        title="an epoch of SGD",
        notebook="08",
        task="One epoch of SGD for the same network, of one output or several: an update after "
        "every single row, in the order given. Return the weights at the end. Those that came in "
        "stay as they are.",
        starter='''
def sgd_epoch(inputs, targets, weights, learning_rate, order):
    """Return the weights after one update for each row."""
    for row in order:
        one_input, one_target = inputs[[row]], targets[[row]]
        weights = ...
    return weights
''',
        solution="""
def sgd_epoch(inputs, targets, weights, learning_rate, order):
    for row in order:
        one_input, one_target = inputs[[row]], targets[[row]]
        error = one_input @ weights - one_target
        weights = weights - learning_rate * one_input.T @ (2 * error)
    return weights
""",
        program=_sgd_epoch,
        slips=(
            known.STALE_PREDICTIONS,
            known.STEPS_NOT_KEPT,
            known.FIRST_UPDATE_ONLY,
            known.SLOPES_NOT_RESET,
            known.ORDER_IGNORED,
            ALL_ROWS_USED,
            TARGETS_NOT_PICKED,
            known.UPHILL,
            known.TWO_LEFT_OUT,
            known.RATE_LEFT_OUT,
            known.MINUS_STEP,
            DIVIDED_BY_ROWS,
            known.MEAN_OVER_ALL,
            IN_PLACE,
        ),
        cases=_sgd_epoch_cases,
        hints=(
            "inputs[row] has shape (inputs,); inputs[[row]] keeps two dimensions, (1, inputs).",
            "Inside the loop stands a whole update: predict, error, slopes, step.",
            "The second row has to see the weights that the first row left.",
        ),
        why="Each row moved the weights that the next one started from.",
        next="With batches in place of single rows, numpy does more at once and the path is "
        "smoother.",
        other_right=(
            _sgd_epoch_outer,
            _sgd_epoch_shuffled_first,
            _sgd_epoch_numbers,
            _sgd_epoch_recursive,
        ),
        loss=_loss_of_one_batch,
        nudged=("weights",),
        rate="learning_rate",
    ),
    Exercise(
        name="mini_batch_epoch",
        title="an epoch of mini-batches",
        notebook="08",
        task="One epoch of mini-batches for the same network: `batch_size` rows for each update, "
        "in the order given, and the last batch takes what is left. Return the weights at the "
        "end. Those that came in stay as they are. `split_batches` and `batch_slope` are yours "
        "to use.",
        starter='''
def mini_batch_epoch(inputs, targets, weights, learning_rate, order, batch_size):
    """Return the weights after one epoch of mini-batches."""
    ...
''',
        solution="""
def mini_batch_epoch(inputs, targets, weights, learning_rate, order, batch_size):
    for start in range(0, len(order), batch_size):
        batch = order[start:start + batch_size]
        error = inputs[batch] @ weights - targets[batch]
        slope = inputs[batch].T @ (2 * error / len(batch))
        weights = weights - learning_rate * slope
    return weights
""",
        program=_mini_batch_epoch,
        slips=(
            known.LAST_BATCH_DROPPED,
            EVEN_PARTS,
            known.ORDER_IGNORED,
            ALL_ROWS_USED,
            TARGETS_NOT_PICKED,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            DIVIDED_BY_BATCH_SIZE,
            DIVIDED_BY_ALL,
            known.STALE_PREDICTIONS,
            known.STEPS_NOT_KEPT,
            known.FIRST_UPDATE_ONLY,
            known.SLOPES_NOT_RESET,
            known.UPHILL,
            known.TWO_LEFT_OUT,
            known.RATE_LEFT_OUT,
            known.MINUS_STEP,
            IN_PLACE,
        ),
        cases=_mini_batch_epoch_cases,
        hints=(
            "You have split_batches and batch_slope. Loop over the one, and call the other.",
            "One batch, one update. The next batch starts from the new weights.",
            "How many rows does the last batch have, if 5 rows are dealt two at a time?",
        ),
        why="With batch_size 1 this is SGD, with all rows it is gradient descent: one loop for "
        "all three.",
        next="helpers.training does exactly this, for any network.",
        other_right=(
            _mini_batch_epoch_sliced,
            _mini_batch_epoch_split,
            _mini_batch_epoch_while,
            _mini_batch_epoch_recursive,
        ),
        loss=_loss_of_one_batch,
        nudged=("weights",),
        rate="learning_rate",
    ),
)
