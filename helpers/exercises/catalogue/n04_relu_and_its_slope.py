"""Exercises of notebook 04: relu, its slope, what it lets through, and why it is there."""

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_SECOND,
    array,
    normals,
    quarters,
)
from helpers.exercises.catalogue.shared_steps import gate, rows_that_count
from helpers.exercises.catalogue.shared_steps import relu as relu_of
from helpers.exercises.exercise import IN_PLACE, Case, Exercise, Slip

SIGN_DROPPED = Slip(
    "absolute value",
    "below zero",
    "You turned values below zero into values above zero. Relu lets none of them through.",
    "04#ReLU",
)
SLOPE_FOR_RELU = Slip(
    "slope in place of the value",
    "what is returned",
    "You returned 1 for every value above zero. That is how steep relu is there; its height is the "
    "value itself.",
    "04#ReLU",
)
LEFT_AS_IT_IS = Slip(
    "nothing changed",
    "below zero",
    "Values below zero came back as they were. That is the identity; relu has a flat half.",
    "04#ReLU",
)
SIGN_FOR_GATE = Slip(
    "-1 below zero",
    "gate",
    "You gave the sign. Below zero relu is flat: a nudge there changes nothing, in either "
    "direction.",
    "04#ReLU",
)
HALF_AT_ZERO = Slip(
    "slope one half at exactly 0",
    "kink",
    "At exactly 0 relu has a kink and no slope of its own, so somebody has to choose one. This "
    "course chooses 0, as PyTorch does; your function takes the middle between 0 and 1.",
    "04#Kink",
)
ALWAYS_OPEN = Slip(
    "slope 1 everywhere",
    "gate",
    "A line without a bend has the same slope everywhere. Relu has a flat half.",
    "04#ReLU",
)
ANY_FOR_ALL = Slip(
    "one closed row taken for all",
    "rows",
    "You call a unit dead as soon as a single row closes it. It still learns from the others.",
    "04#Dead-unit",
)
ROWS_TAKEN_TOGETHER = Slip(
    "all rows taken together in place of each row",
    "rows",
    "You put all rows together before you asked whether a unit is closed. A single row may open "
    "it all the same, and from that one it learns.",
    "04#Dead-unit",
)
LIVE_FOR_DEAD = Slip(
    "live units in place of dead ones",
    "which",
    "You marked the units that some row opens. The question is which ones no row opens.",
    "04#Dead-unit",
)
ZERO_TAKEN_FOR_OPEN = Slip(
    "0 taken for open",
    "kink",
    "A sum of exactly 0 counted as open in yours. Relu gives 0 there, and in this course its slope "
    "is 0 too.",
    "04#Kink",
)
ONE_FOR_THE_LAYER = Slip(
    "one answer for the whole layer",
    "axis",
    "You have one answer for all units together. Each unit needs its own: over which axis do you "
    "gather its sums?",
    "04#Dead-unit",
)
ROWS_FOR_UNITS = Slip(
    "rows and units confused",
    "axis",
    "You have one answer for each row. A row is an example; the question is about each unit, "
    "which is a column of the sums.",
    "04#Dead-unit",
)
ONE_FOR_EACH_SUM = Slip(
    "one answer for each row and unit",
    "axis",
    "You say of every sum whether it closes the gate. That is a step on the way: a unit is dead "
    "only if all of its sums do, and it needs one answer.",
    "04#Dead-unit",
)
OTHER_ORDER = Slip(
    "tables in the other order",
    "order",
    "You multiplied the second table by the first. The inputs meet the first table first.",
    "04#Matrix-product",
)
NUMBER_BY_NUMBER = Slip(
    "multiplied element by element",
    "product",
    "You multiplied each number by the one in the same place. Along every path from an input to an "
    "output two weights multiply, and the paths add up.",
    "04#Matrix-product",
)
TABLES_ADDED = Slip(
    "tables added",
    "product",
    "You added the two tables. What passes through both is multiplied twice.",
    "04#Matrix-product",
)


def _relu(slips, pre_activation):
    values = -pre_activation if known.WRONG_HALF in slips else pre_activation
    if SLOPE_FOR_RELU in slips:
        made = np.where(values > 0, 1.0, 0.0)
    elif SIGN_DROPPED in slips:
        made = np.abs(values)
    else:
        made = values if LEFT_AS_IT_IS in slips else relu_of(values)
    made = -made if known.WRONG_HALF in slips and SLOPE_FOR_RELU not in slips else made
    if IN_PLACE in slips:
        pre_activation[:] = made
    return made


def _pre_activation_cases(generator):
    return [
        Case("one below zero, 0, one above", (array(-2.0, 0.0, 3.0),)),
        Case("all below zero", (array(-0.5, -3.0),)),
        Case("a table", (quarters(generator, 2, 3),)),
        Case("a larger table", (normals(generator, 5, 7),)),
        Case("a single number in an array", (array(4.0),)),
    ]


def _relu_loop(pre_activation):
    made = np.array(pre_activation, dtype=float)
    for place in np.ndindex(made.shape):
        if made[place] < 0:
            made[place] = 0
    return made


def _relu_slope(slips, pre_activation):
    if SIGN_FOR_GATE in slips:
        made = np.sign(pre_activation)
        return np.where(pre_activation == 0, 1.0, made) if known.OPEN_AT_ZERO in slips else made
    if ALWAYS_OPEN in slips:
        return np.ones_like(pre_activation)
    if HALF_AT_ZERO in slips:
        return np.heaviside(pre_activation, 0.5)
    return gate(pre_activation, slips)


def _relu_slope_loop(pre_activation):
    made = np.zeros(pre_activation.shape, dtype=np.int64)
    for place in np.ndindex(pre_activation.shape):
        if pre_activation[place] > 0:
            made[place] = 1
    return made


def _through_relu(slips, activation_slope, pre_activation):
    if known.GATE_OF_THE_SLOPE in slips:
        return relu_of(activation_slope)
    return activation_slope * gate(pre_activation, slips)


def _through_relu_cases(generator):
    return [
        Case("an open and a closed gate", (array([0.5, -2.0]), array([3.0, -1.0]))),
        Case("a slope below zero through an open gate", (array([-0.25]), array([2.0]))),
        Case("a sum of exactly 0", (array([1.5, 1.0, 0.0]), array([0.0, 0.5, 2.0]))),
        Case("four rows", (normals(generator, 4, 3), normals(generator, 4, 3))),
    ]


def _through_relu_loop(activation_slope, pre_activation):
    return [
        [slope if total > 0 else 0 for slope, total in zip(slopes, totals, strict=True)]
        for slopes, totals in zip(activation_slope.tolist(), pre_activation.tolist(), strict=True)
    ]


def _through_relu_mask(activation_slope, pre_activation):
    passed = activation_slope.copy()
    passed[pre_activation <= 0] = 0.0
    return passed


def _dead_units(slips, inputs, weights, bias):
    (inputs,) = rows_that_count(slips, inputs)
    sums = inputs @ weights + (0.0 if known.BIAS_LEFT_OUT in slips else bias)
    axis = 1 if ROWS_FOR_UNITS in slips else 0
    axis = None if ONE_FOR_THE_LAYER in slips else axis
    if ROWS_TAKEN_TOGETHER in slips:
        sums = sums.mean(axis=axis, keepdims=True)
    closed = sums < 0 if ZERO_TAKEN_FOR_OPEN in slips else sums <= 0
    if ONE_FOR_EACH_SUM in slips:
        return ~closed if LIVE_FOR_DEAD in slips else closed
    dead = closed.any(axis=axis) if ANY_FOR_ALL in slips else closed.all(axis=axis)
    return ~dead if LIVE_FOR_DEAD in slips else dead


def _dead_units_cases(generator):
    weights = array([0.5, 0.5, -1, 1], [1, -1, -1, 0.5], [0.25, 2, -0.5, -2])
    inputs = np.abs(normals(generator, 5, 3)) + 0.1
    barely_open = (array([-4, 1], [1, 0.5], [-2, -1]), array([1e-6, 0.5], [0, -1]))
    many = (normals(generator, 4, 3), normals(generator, 3, 40), normals(generator, 40) - 1.0)
    return [
        Case(
            "one row", (array([1, 2]), array([0.5, 0.6, -1], [0.1, 0.2, 0.25]), array(0.2, -1.5, 0))
        ),
        Case(
            "sums of exactly 0", (array([1, 2], [-2, -4]), array([1, 2], [1, -1]), array(0.0, 0.0))
        ),
        Case("inputs of 0", (array([0, 0], [1, 2]), array([1, 2], [1, -1]), array(0.0, 0.0))),
        Case("closed by one row only", (array([1, 2], [-4, 1]), RUNNING_FIRST, array(0.0, -2.0))),
        Case("opened by the bias", (array([1, 1], [2, 1]), -RUNNING_FIRST, array(2.0, 0.25))),
        Case("one input, one unit", (array([2]), array([0.75]), array(-1.0))),
        Case("opened a little by one row", (*barely_open, array(0, -0.25))),
        Case("five rows, four units", (inputs, weights, array(-0.5, 0.0, 0.1, -9.0))),
        Case("four rows, forty units", many),
    ]


def _dead_units_loop(inputs, weights, bias):
    dead = []
    for unit in range(weights.shape[1]):
        is_open = False
        for row in inputs:
            if row @ weights[:, unit] + bias[unit] > 0:
                is_open = True
        dead.append(not is_open)
    return dead


def _one_table(slips, first, second):
    left, right = (second, first) if OTHER_ORDER in slips else (first, second)
    if NUMBER_BY_NUMBER in slips:
        return left * right
    return left + right if TABLES_ADDED in slips else left @ right


def _one_table_cases(generator):
    return [
        Case("the course's tables", (RUNNING_FIRST, RUNNING_SECOND)),
        Case("a single path", (array([2]), array([-0.5]))),
        Case("square tables", (array([1, 2], [0, -1]), array([0.5, 1], [3, 0.25]))),
        Case("three by three", (normals(generator, 3, 3), normals(generator, 3, 3))),
        Case("a wide layer between", (normals(generator, 3, 7), normals(generator, 7, 2))),
    ]


def _one_table_by_unit_inputs(first, second):
    return np.array([(np.eye(len(first))[i] @ first) @ second for i in range(len(first))])


def _one_table_over_paths(first, second):
    table = np.zeros((first.shape[0], second.shape[1]))
    for i in range(first.shape[0]):
        for k in range(second.shape[1]):
            for j in range(first.shape[1]):
                table[i, k] += first[i, j] * second[j, k]
    return table


EXERCISES = (
    Exercise(
        name="relu",
        title="relu",
        notebook="04",
        task="Write relu for arrays of any shape: values above zero stay, all others become 0. "
        "Return a new array; the one that came in stays as it is. For `[-2, 3]` it is `[0, 3]`.",
        starter='''
def relu(pre_activation):
    """Return relu of every number, in an array of the same shape."""
    ...
''',
        solution="""
def relu(pre_activation):
    return np.maximum(pre_activation, 0)
""",
        program=_relu,
        slips=(SIGN_DROPPED, known.WRONG_HALF, SLOPE_FOR_RELU, LEFT_AS_IT_IS, IN_PLACE),
        cases=_pre_activation_cases,
        hints=(
            "For one number you would write if. For an array you need something that decides for "
            "every number.",
            "Of the number and 0, relu is always the same one of the two. Which?",
            "np.minimum and np.maximum compare element by element and return an array.",
        ),
        why="Above zero the value itself, below it 0, whatever the shape.",
        next="Its curve has two straight pieces. Each has one slope.",
        other_right=(
            _relu_loop,
            lambda pre_activation: np.where(pre_activation > 0, pre_activation, 0),
            lambda pre_activation: pre_activation * (pre_activation > 0),
            lambda pre_activation: (np.abs(pre_activation) + pre_activation) / 2,
        ),
    ),
    Exercise(
        name="relu_slope",
        title="the slope of relu",
        notebook="04",
        task="Return relu's slope at every number: an array of the same shape. At exactly 0 this "
        "course takes 0. For `[-2, 3]` it is `[0, 1]`.",
        starter='''
def relu_slope(pre_activation):
    """Return relu's slope at every number, in an array of the same shape."""
    ...
''',
        solution="""
def relu_slope(pre_activation):
    return np.where(pre_activation > 0, 1.0, 0.0)
""",
        program=_relu_slope,
        slips=(
            known.OPEN_AT_ZERO,
            known.VALUE_FOR_GATE,
            known.GATE_TURNED_ROUND,
            SIGN_FOR_GATE,
            ALWAYS_OPEN,
            HALF_AT_ZERO,
        ),
        cases=_pre_activation_cases,
        hints=(
            "Relu's curve is flat on one side and rises on the other. How steep is each piece?",
            "The answer is one of two numbers everywhere. Which question decides?",
            "An if wants a single yes or no. np.where decides element by element.",
        ),
        why="A gate: 1 where the sum is above zero, so that slopes pass, 0 where it is not.",
        next="Multiplied by a slope that arrives from the loss, it lets that slope through or "
        "stops it.",
        other_right=(
            _relu_slope_loop,
            lambda pre_activation: pre_activation > 0,
            lambda pre_activation: np.heaviside(pre_activation, 0),
            lambda pre_activation: (pre_activation > 0).astype(np.float32),
            lambda pre_activation: np.maximum(np.sign(pre_activation), 0),
        ),
        loss=lambda pre_activation: relu_of(pre_activation).sum(),
        nudged=("pre_activation",),
        measures="relu",
    ),
    Exercise(
        name="through_relu",
        title="through relu, towards the inputs",
        notebook="04",
        task="Slopes have arrived at a hidden layer: `activation_slope` holds the slope at each "
        "activation. Return the slope at each sum, the pre-activation, in a new array. All "
        "shapes are (rows, nodes). A sum of exactly 0 closes the gate. For slopes `[[5, 7]]` and "
        "pre-activations `[[-1, 2]]` it is `[[0, 7]]`.",
        starter='''
def through_relu(activation_slope, pre_activation):
    """Return the slope at the sums, the pre-activations."""
    ...
''',
        solution="""
def through_relu(activation_slope, pre_activation):
    return activation_slope * (pre_activation > 0)
""",
        program=_through_relu,
        slips=(
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.GATE_TURNED_ROUND,
            known.OPEN_AT_ZERO,
            known.GATE_OF_THE_SLOPE,
        ),
        cases=_through_relu_cases,
        rows=(0, 1),
        hints=(
            "When one effect follows another, what do you do with the two slopes?",
            "Relu's slope is 1 or 0, so each slope passes either as it is or not at all.",
            "Which of the two arguments says whether a gate is open?",
        ),
        why="An open gate passes the slope unchanged, also one below zero; a closed gate stops it.",
        next="In a backward pass this is one of two moves. The other goes through the weights.",
        other_right=(
            _through_relu_loop,
            _through_relu_mask,
            lambda activation_slope, pre_activation: np.where(
                pre_activation > 0, activation_slope, 0
            ),
        ),
        loss=lambda activation_slope, pre_activation: (
            activation_slope * relu_of(pre_activation)
        ).sum(),
        nudged=("pre_activation",),
    ),
    Exercise(
        name="dead_units",
        title="find the dead units",
        notebook="04",
        task="Which units (hidden nodes) of a layer are dead for these rows? `inputs` "
        "has shape (rows, inputs), `weights` (inputs, units), and `bias` (units,). Return True or "
        "False for each unit. A sum of exactly 0 counts as closed. For the network just trained "
        "it is `[False, False, True]`.",
        starter='''
def dead_units(inputs, weights, bias):
    """Return for each unit whether it is closed for every row, shape (units,)."""
    pre_activation = inputs @ weights + bias
    ...
''',
        solution="""
def dead_units(inputs, weights, bias):
    pre_activation = inputs @ weights + bias
    return np.all(pre_activation <= 0, axis=0)
""",
        program=_dead_units,
        slips=(
            ANY_FOR_ALL,
            ROWS_TAKEN_TOGETHER,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
            LIVE_FOR_DEAD,
            ZERO_TAKEN_FOR_OPEN,
            ROWS_FOR_UNITS,
            ONE_FOR_THE_LAYER,
            ONE_FOR_EACH_SUM,
            known.BIAS_LEFT_OUT,
        ),
        cases=_dead_units_cases,
        rows=(0,),
        hints=(
            "In the table of sums a row is an example and a column is a unit.",
            "A comparison gives a table of True and False: closed or not.",
            "np.all and np.any take an axis. Which fits: closed for any row, or for all? And "
            "which axis has to remain?",
        ),
        why="No row opens such a unit, so no slope reaches its weights and it stays as it is.",
        next="With a high learning rate units can die in training. You can count them now.",
        other_right=(
            _dead_units_loop,
            lambda inputs, weights, bias: (inputs @ weights + bias).max(axis=0) <= 0,
            lambda inputs, weights, bias: ~np.any(inputs @ weights > -bias, axis=0),
        ),
    ),
    Exercise(
        name="one_table",
        title="one table for two",
        notebook="04",
        task="Return the single table of weights, of shape (inputs, outputs), that predicts the "
        "same as `first` and then `second`. For `[[1, 2]]` and then `[[3], [4]]` it is `[[11]]`.",
        starter='''
def one_table(first, second):
    """Return the table that does the work of both."""
    ...
''',
        solution="""
def one_table(first, second):
    return first @ second
""",
        program=_one_table,
        slips=(OTHER_ORDER, NUMBER_BY_NUMBER, TABLES_ADDED),
        cases=_one_table_cases,
        hints=(
            "The prediction is (inputs @ first) @ second. What does not depend on the inputs?",
            "You may move the brackets in a matrix product, as long as the order stays.",
            "Check the shape: a row for each input, a column for each output.",
        ),
        why="However many layers there are without relu, one table does the same.",
        next="That is why relu is there: with a bend between them, layers add something.",
        other_right=(
            _one_table_by_unit_inputs,
            _one_table_over_paths,
            lambda first, second: (second.T @ first.T).T,
        ),
    ),
)
