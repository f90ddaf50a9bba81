"""Exercises of 05 and 05b: every move of the backward pass, then the whole of it."""

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_INPUTS,
    RUNNING_SECOND,
    RUNNING_TARGETS,
    array,
    normals,
    quarters,
)
from helpers.exercises.catalogue.shared_steps import (
    back_through_weights,
    gate,
    loss,
    node_slope_that_counts,
    relu,
    rows_that_count,
    slope_at_prediction,
    two_layer_loss,
    weights_slope,
)
from helpers.exercises.exercise import Case, Exercise, Slip

FIRST_PATH_ONLY = Slip(
    "first path only",
    "paths",
    "You followed one path. The node reaches the loss through every node of the next layer.",
    "05#Backpropagation",
)
LAST_PATH_ONLY = Slip(
    "last path only",
    "paths",
    "Only the last path counts in your result. Does each turn of a loop start afresh, where it "
    "should add to the total so far?",
    "05#Backpropagation",
)
MEAN_OVER_PATHS = Slip(
    "mean over the paths",
    "paths",
    "You divided by the number of paths. A nudge goes along all of them at once, and their effects "
    "add up.",
    "05#Backpropagation",
)
PATHS_NOT_ADDED_UP = Slip(
    "paths not added up",
    "paths",
    "You have one number for each path. The node's activation has one slope: what all paths do "
    "together.",
    "05#Backpropagation",
)
SUMS_MULTIPLIED = Slip(
    "every weight times every slope",
    "paths",
    "Your result is the sum of the weights times the sum of the slopes: every weight meets every "
    "slope. Along a path a single weight meets a single slope.",
    "05#Backpropagation",
)
PATH_SLOPE_LEFT_OUT = Slip(
    "slope at the end of the path left out",
    "path slope",
    "You added up the weights. What is missing is how much the loss depends on the sum where "
    "each path ends.",
    "05#Chain-rule",
)
GATE_FOR_VALUE = Slip(
    "1 in place of the value",
    "value",
    "You used only whether the node was open. The slope of a weight grows with the value that "
    "the weight multiplies.",
    "05#Activation",
)
ROWS_NOT_SUMMED = Slip(
    "bias slope not summed over the rows",
    "rows",
    "You have a slope for each row. The node has one bias, used in every row, so the rows add up.",
    "05#Bias",
)
BIAS_AVERAGED = Slip(
    "bias slope averaged over the rows",
    "rows",
    "The slopes that come from the loss have already been divided by the number of rows. You "
    "divided again.",
    "05#Bias",
)
SUMMED_OVER_NODES = Slip(
    "summed over the nodes",
    "axis",
    "You added up along the rows and have one number for each example. Every node has a bias of "
    "its own.",
    "05#Bias",
)
PATHS_MULTIPLIED = Slip(
    "paths multiplied together",
    "paths",
    "You multiplied what comes along one path by what comes along the others. Each path moves the "
    "loss by itself. How far does it move when all of them do so at once?",
    "05#Backpropagation",
)
ALL_ADDED_UP = Slip(
    "everything added up",
    "rows",
    "You have one number for the whole layer. Every node has a bias of its own.",
    "05#Bias",
)
SUM_FOR_VALUE = Slip(
    "pre-activation in place of the activation",
    "value",
    "You used the hidden nodes' sums. What enters the next weights is what relu let through.",
    "05#Activation",
)
LAYERS_REVERSED = Slip(
    "layers in reverse order",
    "list order",
    "The slopes are found from the last layer to the first, and your list has them in that order. "
    "The first entry has to belong to the first layer.",
    "05#Layer",
)
FIRST_LAYER_MISSING = Slip(
    "first layer's slopes missing",
    "loop",
    "Your loop stops one layer short of the inputs. Layer 0 has weights, and they have slopes.",
    "05#Layer",
)


def _slope_over_paths(slips, weights, node_slopes):
    if SUMS_MULTIPLIED in slips:
        return weights.sum() * node_slopes.sum()
    slopes = np.ones_like(node_slopes) if PATH_SLOPE_LEFT_OUT in slips else node_slopes
    along = slopes if known.PATH_WEIGHT_LEFT_OUT in slips else weights * slopes
    if PATHS_NOT_ADDED_UP in slips:
        return along
    if PATHS_MULTIPLIED in slips:
        return along.prod()
    if FIRST_PATH_ONLY in slips:
        return along[0]
    if LAST_PATH_ONLY in slips:
        return along[-1]
    return along.mean() if MEAN_OVER_PATHS in slips else along.sum()


def _paths_cases(generator):
    return [
        Case("two paths", (array(0.5, -1.0), array(2.0, 0.5))),
        Case("three paths, one without a slope", (array(1.0, 2.0, -3.0), array(0.5, 0.0, 1.0))),
        Case("a single path", (array(0.25), array(3.0))),
        Case("two equal weights", (array(0.5, 0.5, 1.0), array(2.0, -1.0, 3.0))),
        Case("six paths", (normals(generator, 6), normals(generator, 6))),
    ]


def _slope_over_paths_loop(weights, node_slopes):
    total = 0
    for position in range(len(weights)):
        total += node_slopes[position] * weights[position]
    return total


def _batch_cases(generator):
    return [
        Case("the course's network", (array([0.61]), RUNNING_TARGETS)),
        Case("two rows", (array([1.0], [-2.0]), array([0.5], [1.0]))),
        Case("one row, three outputs", (quarters(generator, 1, 3), normals(generator, 1, 3))),
        Case("two outputs, all right", (array([1, 2], [3, 4]), array([1, 2], [3, 4]))),
        Case("five rows, three outputs", (normals(generator, 5, 3), normals(generator, 5, 3))),
    ]


def _batch_slope_loop(prediction, targets):
    rows, outputs = prediction.shape
    slope = np.empty((rows, outputs))
    for row in range(rows):
        for output in range(outputs):
            slope[row, output] = (prediction[row, output] - targets[row, output]) / rows * 2
    return slope


def _weights_table(slips, values, node_slope):
    values = np.where(values > 0, 1.0, 0.0) if GATE_FOR_VALUE in slips else values
    return weights_slope(*rows_that_count(slips, values, node_slope), slips)


def _weights_table_cases(generator):
    return [
        Case("the course's second weights", (array([0.7, 1.0]), array([0.22]))),
        Case("the course's first weights", (RUNNING_INPUTS, array([0.066, 0.088]))),
        Case("two rows", (array([1, 2], [3, 0]), array([0.5, -1], [2, 0.25]))),
        Case("square", (normals(generator, 4, 3), normals(generator, 4, 3))),
        Case(
            "five rows, three values, seven nodes",
            (normals(generator, 5, 3), normals(generator, 5, 7)),
        ),
    ]


def _weights_table_loop(values, node_slope):
    table = np.zeros((values.shape[1], node_slope.shape[1]))
    for value, slope in zip(values, node_slope, strict=True):
        table += np.outer(value, slope)
    return table


def _weights_table_one_by_one(values, node_slope):
    return [
        [float(np.sum(values[:, i] * node_slope[:, j])) for j in range(node_slope.shape[1])]
        for i in range(values.shape[1])
    ]


def _bias_slope(slips, node_slope):
    (node_slope,) = rows_that_count(slips, node_slope)
    if ALL_ADDED_UP in slips:
        return node_slope.sum()
    if ROWS_NOT_SUMMED in slips:
        return node_slope
    axis = 1 if SUMMED_OVER_NODES in slips else 0
    return node_slope.mean(axis=axis) if BIAS_AVERAGED in slips else node_slope.sum(axis=axis)


def _bias_slope_cases(generator):
    return [
        Case("two rows", (array([0.5, -1.0], [2.0, 0.25]),)),
        Case("three rows, one node", (array([0.5], [1.0], [-0.25]),)),
        Case("one row", (array([0.066, 0.088, -0.5, 0.25, 1]),)),
        Case("five rows, seven nodes", (normals(generator, 5, 7),)),
    ]


def _hidden_slope(slips, node_slope, weights, pre_activation):
    back = back_through_weights(node_slope, weights, slips)
    back = back / len(back) if known.ROWS_AVERAGED_AGAIN in slips else back
    return relu(back) if known.GATE_OF_THE_SLOPE in slips else back * gate(pre_activation, slips)


def _hidden_slope_cases(generator):
    return [
        Case("the course's hidden nodes", (array([0.22]), RUNNING_SECOND, array([0.7, 1.0]))),
        Case("one node", (array([0.5]), array([-2]), array([1.5]))),
        Case("a closed gate", (array([0.5]), array([2], [-1]), array([1.5, -0.5]))),
        Case("a sum of exactly 0", (array([0.5]), array([2], [1]), array([0.0, 2.0]))),
        Case(
            "a square table and a sum of exactly 0",
            (array([1.0, 0.5]), array([0.5, 2], [3, -0.5]), array([0.0, 1.5])),
        ),
        Case("slopes below zero", (array([-1.0]), RUNNING_SECOND, array([2.0, -3.0]))),
        Case(
            "square", (normals(generator, 4, 3), normals(generator, 3, 3), normals(generator, 4, 3))
        ),
        Case(
            "five rows, seven nodes, two outputs",
            (normals(generator, 5, 2), normals(generator, 7, 2), normals(generator, 5, 7)),
        ),
    ]


def _hidden_slope_loop(node_slope, weights, pre_activation):
    made = np.zeros(pre_activation.shape)
    for row in range(len(made)):
        for node in range(made.shape[1]):
            if pre_activation[row, node] > 0:
                made[row, node] = sum(node_slope[row] * weights[node])
    return made


def two_layers_back(slips, inputs, targets, first, second, *, back=None):
    """Return the slopes of both tables; `back` is the table that the slope passes through."""
    sums = inputs @ first
    hidden = relu(sums)
    prediction = hidden @ second
    node_slope = slope_at_prediction(prediction, targets, slips)
    if known.GATE_AT_THE_OUTPUT in slips:
        node_slope = node_slope * (prediction > 0)
    node_slope = node_slope_that_counts(slips, node_slope)
    entering = sums if SUM_FOR_VALUE in slips else hidden
    second_slope = weights_slope(entering, node_slope, slips)
    node_slope = back_through_weights(node_slope, second if back is None else back, slips)
    return weights_slope(inputs, node_slope * gate(sums, slips), slips), second_slope


def _two_layer_slopes(slips, inputs, targets, first, second):
    back = second
    if known.UPDATED_TOO_EARLY in slips:
        back = second - two_layers_back(slips, inputs, targets, first, second)[1]
    return two_layers_back(slips, inputs, targets, first, second, back=back)


def network_cases(generator):
    """Two-layer networks: a small one, closed gates and sums of 0, predictions below zero, ..."""
    return [
        Case(
            "the course's network",
            (RUNNING_INPUTS, RUNNING_TARGETS, RUNNING_FIRST, RUNNING_SECOND),
        ),
        Case(
            "a closed gate",
            (
                array([-4, 1], [1, 2]),
                array([0.5], [1]),
                array([0.5, -1], [1, 0.25]),
                RUNNING_SECOND,
            ),
        ),
        Case(
            "a sum of exactly 0",
            (array([2, 1], [3, 1]), array([1], [2]), array([0.5, 0], [-1, 0.5]), array([1], [0])),
        ),
        Case(
            "a prediction below zero",
            (
                array([1, 2], [2, 1]),
                array([1], [2]),
                array([1, 0.5], [0.5, 1]),
                array([-1], [0.25]),
            ),
        ),
        Case(
            "a dead unit",
            (
                np.abs(normals(generator, 3, 2)),
                normals(generator, 3, 1),
                array([1, -1], [2, -1]),
                array([0.5], [2.0]),
            ),
        ),
        Case(
            "four rows, square tables, three outputs",
            (
                normals(generator, 4, 3),
                normals(generator, 4, 3),
                normals(generator, 3, 3),
                normals(generator, 3, 3),
            ),
        ),
        Case(
            "five rows, three inputs, seven hidden nodes, two outputs",
            (
                normals(generator, 5, 3),
                normals(generator, 5, 2),
                normals(generator, 3, 7),
                normals(generator, 7, 2),
            ),
        ),
    ]


def two_layers_row_by_row(inputs, targets, first, second):
    first_slope, second_slope = np.zeros(first.shape), np.zeros(second.shape)
    for row, target in zip(inputs, targets, strict=True):
        hidden = np.maximum(row @ first, 0)
        at_prediction = 2 * (hidden @ second - target) / len(inputs)
        second_slope += np.outer(hidden, at_prediction)
        at_hidden = (second @ at_prediction) * (hidden > 0)
        first_slope += np.outer(row, at_hidden)
    return [first_slope, second_slope]


def two_layers_einsum(inputs, targets, first, second):
    sums = np.einsum("ni,ij->nj", inputs, first)
    hidden = np.where(sums > 0, sums, 0)
    at_prediction = 2 / len(inputs) * (np.einsum("nj,jk->nk", hidden, second) - targets)
    at_hidden = np.einsum("nk,jk,nj->nj", at_prediction, second, (sums > 0).astype(float))
    return (
        np.einsum("ni,nj->ij", inputs, at_hidden),
        np.einsum("nj,nk->jk", hidden, at_prediction),
    )


def two_layers_float32(inputs, targets, first, second):
    narrow = [part.astype(np.float32) for part in (inputs, targets, first, second)]
    return two_layers_divided_last(*narrow)


def two_layers_divided_last(inputs, targets, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 0)
    error = hidden @ second - targets
    at_hidden = error @ second.T
    at_hidden[sums <= 0] = 0
    return 2 * (inputs.T @ at_hidden) / len(inputs), 2 * (hidden.T @ error) / len(inputs)


def _all_slopes(slips, inputs, targets, weights):
    sums, values = [], [inputs]
    for number, table in enumerate(weights):
        sums.append(values[-1] @ table)
        bends = number < len(weights) - 1 or known.RELU_ON_THE_PREDICTION in slips
        values.append(relu(sums[-1]) if bends else sums[-1])
    node_slope = slope_at_prediction(values[-1], targets, slips)
    if known.GATE_AT_THE_OUTPUT in slips:
        node_slope = node_slope * (values[-1] > 0)
    slopes = []
    for number in reversed(range(len(weights))):
        entering = sums[number - 1] if SUM_FOR_VALUE in slips and number > 0 else values[number]
        slopes.insert(0, weights_slope(entering, node_slope, slips))
        if number > 0:
            asked = number if known.GATE_OF_THE_NEIGHBOUR in slips else number - 1
            too_early = known.UPDATED_TOO_EARLY in slips
            back = weights[number] - slopes[0] if too_early else weights[number]
            node_slope = back_through_weights(node_slope, back, slips)
            node_slope = node_slope * gate(sums[asked], slips)
    slopes = slopes[1:] if FIRST_LAYER_MISSING in slips else slopes
    return slopes[::-1] if LAYERS_REVERSED in slips else slopes


def _deep_loss(inputs, targets, weights):
    values = inputs
    for table in weights[:-1]:
        values = relu(values @ table)
    return loss(values @ weights[-1], targets)


def _deep_cases(generator):
    return [
        Case(
            "the course's network",
            (RUNNING_INPUTS, RUNNING_TARGETS, [RUNNING_FIRST, RUNNING_SECOND]),
        ),
        Case(
            "a single layer",
            # Of two rows, the 2 of the slope would hide that the mean is missing.
            (array([1, -2], [0.5, 1], [2, 1]), array([1], [2], [-1]), [array([-1], [1.5])]),
        ),
        Case(
            "sums of exactly 0",
            (
                array([2, 1], [3, 1]),
                array([0], [2]),
                [array([0.5, 0], [-1, 0.5]), array([1, -1], [2, 0]), array([1], [-1])],
            ),
        ),
        Case(
            "a hidden layer of one node",
            (
                array([1, 2], [3, -1]),
                array([1], [0]),
                [array([1], [-1]), array([2]), array([-0.5])],
            ),
        ),
        Case(
            "three layers, two nodes each",
            (
                array([1, 2], [3, -1]),
                array([1, 0], [0, 1]),
                [array([1, -1], [0.5, 1]), array([1, 0.5], [-1, 2]), array([1, -2], [0.5, 1])],
            ),
        ),
        Case(
            "four layers, three nodes each",
            (
                normals(generator, 4, 3),
                normals(generator, 4, 3),
                [normals(generator, 3, 3) for _ in range(4)],
            ),
        ),
        Case(
            "four layers of different widths, two outputs",
            (
                normals(generator, 5, 3),
                normals(generator, 5, 2),
                [
                    normals(generator, 3, 7),
                    normals(generator, 7, 4),
                    normals(generator, 4, 6),
                    normals(generator, 6, 2),
                ],
            ),
        ),
    ]


def _all_slopes_appending(inputs, targets, weights):
    values = [inputs]
    for table in weights[:-1]:
        values.append(np.maximum(values[-1] @ table, 0))
    slope = 2 * (values[-1] @ weights[-1] - targets) / len(inputs)
    slopes = []
    for value, table in zip(values[::-1], weights[::-1], strict=True):
        slopes.append(value.T @ slope)
        slope = slope @ table.T * (value > 0)
    return slopes[::-1]


def _all_slopes_recursive(inputs, targets, weights):
    def back_from(values, number):
        if number == len(weights) - 1:
            slope = (values @ weights[number] - targets) * (2 / len(inputs))
            return [np.dot(values.T, slope)], slope @ weights[number].T
        total = values @ weights[number]
        behind, slope = back_from(np.maximum(total, 0), number + 1)
        slope = slope * (total > 0)
        return [values.T @ slope, *behind], slope @ weights[number].T

    return back_from(inputs, 0)[0]


def _all_slopes_row_by_row(inputs, targets, weights):
    totals = [np.zeros(table.shape) for table in weights]
    for row in range(len(inputs)):
        alone = _all_slopes_appending(inputs[row : row + 1], targets[row : row + 1], weights)
        totals = [total + slope / len(inputs) for total, slope in zip(totals, alone, strict=True)]
    return tuple(totals)


EXERCISES = (
    Exercise(
        name="slope_over_paths",
        title="a slope over paths",
        notebook="05",
        task="One node with k paths to the next layer: `weights` and `node_slopes` have shape "
        "(k,), the weight of each path and the slope at the sum where it ends. Return the slope "
        "at the node's activation. For weights `[1, 2]` and slopes `[3, 4]` it is 11.",
        starter='''
def slope_over_paths(weights, node_slopes):
    """Return the slope at the node's activation: one number."""
    ...
''',
        solution="""
def slope_over_paths(weights, node_slopes):
    return np.sum(weights * node_slopes)
""",
        program=_slope_over_paths,
        slips=(
            FIRST_PATH_ONLY,
            LAST_PATH_ONLY,
            MEAN_OVER_PATHS,
            PATHS_NOT_ADDED_UP,
            PATHS_MULTIPLIED,
            SUMS_MULTIPLIED,
            PATH_SLOPE_LEFT_OUT,
            known.PATH_WEIGHT_LEFT_OUT,
        ),
        cases=_paths_cases,
        hints=(
            "Nudge the node's activation. Each sum it leads to moves by that nudge times a weight.",
            "The loss moves with each of those sums, as fast as its slope says. What is the "
            "effect along one path?",
            "All these effects reach the loss at the same time.",
        ),
        why="Along a path effects multiply; over several paths they add up.",
        next="For all nodes and rows at once this sum is a matrix product: that is where the "
        "transpose comes from.",
        other_right=(
            _slope_over_paths_loop,
            lambda weights, node_slopes: weights @ node_slopes,
            lambda weights, node_slopes: sum(np.multiply(weights, node_slopes).tolist()),
        ),
        loss=lambda weights, node_slopes, activation: (activation * weights * node_slopes).sum(),
        nudged=("activation",),
    ),
    Exercise(
        name="batch_slope_at_prediction",
        title="the slope at a batch's prediction",
        notebook="05",
        task="The [batch](11_recap.ipynb#Batch) has several rows, and the loss is the mean over "
        "them. Return the slope of the course's loss at every number of a batch's prediction. Both "
        "arguments, and the result, have shape (rows, outputs). For predictions `[[1], [3]]` and "
        "targets `[[0], [3]]` it is `[[1], [0]]`.",
        starter='''
def batch_slope_at_prediction(prediction, targets):
    """Return the slope of the loss at every predicted number."""
    ...
''',
        solution="""
def batch_slope_at_prediction(prediction, targets):
    error = prediction - targets
    return 2 * error / len(error)
""",
        program=lambda slips, prediction, targets: slope_at_prediction(prediction, targets, slips),
        slips=(
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.TWO_TWICE,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            known.FLAT_MEETS_COLUMN,
        ),
        cases=_batch_cases,
        rows=(0, 1),
        hints=(
            "Write the loss of two rows as one sum of squares, divided by something.",
            "Nudge one predicted number. How many of the squares change?",
            "One square changes, and its change is divided as the whole loss is.",
        ),
        why="Each number moves its own square and no other, and the mean gives every row an "
        "equal share.",
        next="The backward pass starts from this table, whatever the network.",
        other_right=(
            _batch_slope_loop,
            lambda prediction, targets: (prediction - targets) / (0.5 * prediction.shape[0]),
            lambda prediction, targets: np.divide(targets - prediction, -len(targets) / 2),
        ),
        loss=loss,
        nudged=("prediction",),
    ),
    Exercise(
        name="weights_slopes",
        title="the slopes of a layer's weights",
        notebook="05",
        task="`values` (rows, inputs) enter a layer, and `node_slope` (rows, nodes) is the slope "
        "at its sums. Return the slopes of its weights, of shape (inputs, nodes). For `[[1, 2]]` "
        "and `[[3]]` they are `[[3], [6]]`.",
        starter='''
def weights_slopes(values, node_slope):
    """Return the slopes of a layer's weights, shape (inputs, nodes)."""
    ...
''',
        solution="""
def weights_slopes(values, node_slope):
    return values.T @ node_slope
""",
        program=_weights_table,
        slips=(
            known.SLOPES_TRANSPOSED,
            known.ROWS_AVERAGED_AGAIN,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
            GATE_FOR_VALUE,
        ),
        cases=_weights_table_cases,
        rows=(0, 1),
        hints=(
            "For one weight and one row: the value at its input node times the slope at the sum "
            "of its output node.",
            "With more rows, their products for the same weight add up. Write that sum for the "
            "weight from the first input to the second node.",
            "A matrix product adds up over the inner axis, the last of the left array and the "
            "first of the right one. You want to add up over the rows. How do you bring the rows "
            "there in both arrays?",
        ),
        why="Each entry is a value times a slope, added up over the rows; the transpose makes "
        "the rows the axis that `@` adds up over.",
        next="The bias is the case in which the value is 1.",
        other_right=(
            _weights_table_loop,
            _weights_table_one_by_one,
            lambda values, node_slope: np.einsum("ni,nj->ij", values, node_slope),
            lambda values, node_slope: (node_slope.T @ values).T,
            lambda values, node_slope: (values[:, :, None] * node_slope[:, None, :]).sum(axis=0),
        ),
        loss=lambda values, node_slope, weights: (node_slope * (values @ weights)).sum(),
        nudged=("weights",),
    ),
    Exercise(
        name="bias_slope",
        title="the slopes of a bias",
        notebook="05",
        task="`node_slope` (rows, nodes) is the slope at a layer's sums. Return the slopes of "
        "its bias, of shape (nodes,). For `[[1, 2], [3, 4]]` they are `[4, 6]`.",
        starter='''
def bias_slope(node_slope):
    """Return the slopes of a layer's bias, shape (nodes,)."""
    ...
''',
        solution="""
def bias_slope(node_slope):
    return node_slope.sum(axis=0)
""",
        program=_bias_slope,
        slips=(
            ROWS_NOT_SUMMED,
            BIAS_AVERAGED,
            SUMMED_OVER_NODES,
            ALL_ADDED_UP,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
        ),
        cases=_bias_slope_cases,
        rows=(0,),
        hints=(
            "A bias is a weight on an input that is always 1.",
            "The same bias takes part in every row, so its slope adds up over the rows.",
            "sum takes an axis: the one that disappears from the shape.",
        ),
        why="One number for each node, added up over the rows; the loss has already divided by "
        "their number.",
        next="The weights and the bias of a layer are done. On to the next layer towards the "
        "inputs.",
        other_right=(
            lambda node_slope: [sum(column) for column in node_slope.T],
            lambda node_slope: np.ones(len(node_slope)) @ node_slope,
            lambda node_slope: np.einsum("nj->j", node_slope),
        ),
        loss=lambda node_slope, bias: (node_slope * bias).sum(),
        nudged=("bias",),
    ),
    Exercise(
        name="hidden_slope",
        title="one layer towards the inputs",
        notebook="05",
        task="`node_slope` (rows, outputs) is the slope at a layer's sums, and `weights` (nodes, "
        "outputs) are its weights. Go one layer towards the inputs: the hidden layer there has "
        "the sums `pre_activation` (rows, nodes). Return the slope at these sums. A sum of "
        "exactly 0 closes the gate. For `[[1]]`, `[[2], [3]]` and `[[5, -5]]` it is `[[2, 0]]`.",
        starter='''
def hidden_slope(node_slope, weights, pre_activation):
    """Return the slope at the hidden sums, shape (rows, nodes)."""
    at_activation = ...
    return ...
''',
        solution="""
def hidden_slope(node_slope, weights, pre_activation):
    at_activation = node_slope @ weights.T
    return at_activation * (pre_activation > 0)
""",
        program=_hidden_slope,
        slips=(
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.GATE_TURNED_ROUND,
            known.OPEN_AT_ZERO,
            known.GATE_OF_THE_SLOPE,
            known.BACK_BY_COLUMNS,
            known.PATH_WEIGHT_LEFT_OUT,
            known.ROWS_AVERAGED_AGAIN,
        ),
        cases=_hidden_slope_cases,
        rows=(0, 2),
        hints=(
            "For one node you know it already: weights times slopes, added up over the paths.",
            "The weights of a hidden node's paths stand in one row of the table.",
            "Write down the shapes: (rows, outputs) @ something has to give (rows, nodes).",
            "That gives the slope at each activation. To reach the sums it goes through relu, as "
            "in notebook 04.",
        ),
        why="The sum over paths, for every node and row at once; then each gate lets its slope "
        "through or stops it.",
        next="Two moves, through weights and through relu. Repeat them until you are at the "
        "inputs.",
        other_right=(
            _hidden_slope_loop,
            lambda node_slope, weights, pre_activation: np.where(
                pre_activation > 0, np.einsum("nk,jk->nj", node_slope, weights), 0
            ),
            lambda node_slope, weights, pre_activation: (
                (weights @ node_slope.T).T * np.heaviside(pre_activation, 0)
            ),
        ),
        loss=lambda node_slope, weights, pre_activation: (
            node_slope * (relu(pre_activation) @ weights)
        ).sum(),
        nudged=("pre_activation",),
    ),
    Exercise(
        name="two_layer_slopes",
        title="two layers",
        notebook="05",
        task="The whole backward pass of a network with one hidden layer and no bias, for the "
        "course's loss. Return the slopes of the first and of the second weights, each of its "
        "table's shape, for one output or several. A sum of exactly 0 closes the gate. For the "
        "running example these are the slopes that you stepped through.",
        starter='''
def two_layer_slopes(inputs, targets, first, second):
    """Return two tables: the slopes of the first weights and of the second weights."""
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    prediction = hidden @ second
    ...
''',
        solution="""
def two_layer_slopes(inputs, targets, first, second):
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    prediction = hidden @ second
    node_slope = 2 * (prediction - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (pre_activation > 0)
    first_slope = inputs.T @ node_slope
    return first_slope, second_slope
""",
        program=_two_layer_slopes,
        slips=(
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.TWO_TWICE,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.OPEN_AT_ZERO,
            known.GATE_AT_THE_OUTPUT,
            SUM_FOR_VALUE,
            known.SLOPES_TRANSPOSED,
            known.ROWS_AVERAGED_AGAIN,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
            known.BACK_BY_COLUMNS,
            known.PATH_WEIGHT_LEFT_OUT,
            known.UPDATED_TOO_EARLY,
        ),
        cases=network_cases,
        hints=(
            "Four moves, each an exercise that you have done: the slope at the prediction, the "
            "slopes of the second weights, the slope at the hidden sums, the slopes of the first "
            "weights.",
            "In the course's network the second weights have the slopes 0.154 and 0.22. Get "
            "these first.",
            "At the hidden sums the slopes are 0.066 and 0.088; both gates are open there.",
            "The first weights work like the second: the values that enter, times the slopes at "
            "the sums where they arrive.",
        ),
        why="Each table got its slopes from the values that it multiplies and the slopes at the "
        "sums that it makes, all at the same weights.",
        next="A deeper network repeats the two middle moves.",
        other_right=(
            two_layers_row_by_row,
            two_layers_einsum,
            two_layers_float32,
            two_layers_divided_last,
        ),
        part_names=("first weights", "second weights"),
        rows=(0, 1),
        loss=two_layer_loss,
        nudged=("first", "second"),
    ),
    Exercise(
        name="all_slopes",
        title="backpropagation",
        notebook="05b",
        task="Forward and backward, without bias, for the course's loss and any number of layers: "
        "`weights` is a list of tables, `targets` has shape (rows, outputs). Return the tables' "
        "slopes as a list in the same order. A sum of exactly 0 closes the gate. For the running "
        "example it is the two tables above.",
        starter='''
def all_slopes(inputs, targets, weights):
    """Return a list with the slopes of every table of weights."""
    ...
''',
        solution="""
def all_slopes(inputs, targets, weights):
    activations = [inputs]
    for layer_weights in weights[:-1]:
        activations.append(np.maximum(activations[-1] @ layer_weights, 0))
    prediction = activations[-1] @ weights[-1]

    node_slope = 2 * (prediction - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, activations[number].T @ node_slope)
        node_slope = (node_slope @ weights[number].T) * (activations[number] > 0)
    return slopes
""",
        program=_all_slopes,
        slips=(
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.OPEN_AT_ZERO,
            known.GATE_OF_THE_NEIGHBOUR,
            known.GATE_AT_THE_OUTPUT,
            known.RELU_ON_THE_PREDICTION,
            SUM_FOR_VALUE,
            known.SLOPES_TRANSPOSED,
            known.ROWS_AVERAGED_AGAIN,
            known.BACK_BY_COLUMNS,
            known.PATH_WEIGHT_LEFT_OUT,
            known.UPDATED_TOO_EARLY,
            LAYERS_REVERSED,
            FIRST_LAYER_MISSING,
        ),
        cases=_deep_cases,
        hints=(
            "First forward, keeping every activation in a list that begins with the inputs.",
            "Then a loop from the last layer to the first. One name holds the slope at the "
            "current layer's sums.",
            "In each turn: the slopes of this table, and the slope one layer closer to the "
            "inputs. In which order, so that both use the right slope?",
            "Where do you find the gate of the layer that you go to? An activation above zero "
            "says the same as a sum above zero.",
        ),
        why="One slope for each sum, used for the weights into it and passed on once: that is "
        "backpropagation.",
        next="Check it with another method, one that knows nothing of the chain rule: notebook 06.",
        other_right=(_all_slopes_appending, _all_slopes_recursive, _all_slopes_row_by_row),
        rows=(0, 1),
        loss=_deep_loss,
        nudged=("weights",),
    ),
)
