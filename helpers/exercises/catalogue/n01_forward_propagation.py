"""Exercises of notebook 01: from one node to any number of layers."""

import math
from itertools import pairwise

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_INPUTS,
    RUNNING_SECOND,
    array,
    normals,
    quarters,
)
from helpers.exercises.catalogue.shared_steps import hidden, layer_sum, relu
from helpers.exercises.exercise import Case, Exercise, Slip

NOT_ADDED_UP = Slip(
    "products not added up",
    "sum",
    "You returned one product for each input. A node gives one number: the whole bill, not its "
    "lines.",
    "01#Node",
)
MEAN_IN_NODE = Slip(
    "mean in place of the sum",
    "sum",
    "You divided by the number of inputs. A node adds up: a second input makes the bill longer "
    "and does not dilute it.",
    "01#Node",
)
INPUTS_ADDED_TO_WEIGHTS = Slip(
    "inputs added to the weights",
    "product",
    "A weight is a price and an input an amount. What do three apples at 0.5 cost?",
    "01#Weight",
)
SUMS_MULTIPLIED = Slip(
    "every input times every weight",
    "product",
    "Your result is the sum of the inputs times the sum of the weights: every input meets every "
    "weight. Each input has a weight of its own.",
    "01#Weight",
)
FIRST_INPUT_ONLY = Slip(
    "first input only",
    "inputs",
    "Your result does not move when the second input does. All inputs reach the node. Is there a "
    "return inside a loop?",
    "01#Node",
)
LAST_INPUT_ONLY = Slip(
    "last input only",
    "inputs",
    "Only the last input counts in your result. Does each turn of a loop start afresh, where it "
    "should add to the total so far?",
    "01#Node",
)
BIAS_FOR_EVERY_INPUT = Slip(
    "bias added for every input",
    "bias",
    "You added the bias to each product. It is the delivery fee: once on the bill, however many "
    "lines there are.",
    "01#Bias",
)
GATE_IN_PLACE_OF_VALUE = Slip(
    "1 in place of the sum",
    "relu",
    "You returned whether the node is open. A sum above zero passes through as it is.",
    "01#ReLU",
)
LAST_LAYER_LEFT_OUT = Slip(
    "last layer left out",
    "loop",
    "The values never pass through the last table of weights. Count: how many tables are there, "
    "and how many products does your function compute?",
    "01#Forward-propagation",
)
EVERY_LAYER_FED_THE_INPUTS = Slip(
    "every layer fed with the inputs",
    "fed",
    "In your function, a layer after the first works on the inputs themselves. A layer works on "
    "the result of the previous layer.",
    "01#Forward-propagation",
)
INPUTS_NOT_KEPT = Slip(
    "inputs not kept",
    "kept first",
    "Your list begins with the first hidden layer. The slopes of the first weights will need the "
    "inputs: they are the values that those weights multiply.",
    "01#Activation",
)
PREDICTION_NOT_KEPT = Slip(
    "prediction not kept",
    "kept last",
    "Your list ends before the prediction. The error needs it.",
    "01#Prediction",
)
SUMS_KEPT = Slip(
    "pre-activations kept in place of activations",
    "kept value",
    "You kept the sums that went into relu. The next layer's weights multiply what comes out of "
    "it.",
    "01#Activation",
)


def _node_sum(slips, inputs, weights):
    if FIRST_INPUT_ONLY in slips:
        inputs, weights = inputs[:1], weights[:1]
    elif LAST_INPUT_ONLY in slips:
        inputs, weights = inputs[-1:], weights[-1:]
    if INPUTS_ADDED_TO_WEIGHTS in slips:
        products = inputs + weights
    elif SUMS_MULTIPLIED in slips:
        products = inputs.sum() * weights
    else:
        products = inputs * weights
    if NOT_ADDED_UP in slips:
        return products
    return products.mean() if MEAN_IN_NODE in slips else products.sum()


def _node_sum_cases(generator):
    return [
        Case("the first hidden node of the course's network", (array(1.0, 2.0), array(0.5, 0.1))),
        Case("an input below zero", (array(2.0, -3.0, 1.0), array(0.5, 1.0, -0.25))),
        Case("a single input", (array(3.0), array(0.25))),
        Case("inputs of 0", (np.zeros(3), array(0.5, 1.0, 2.0))),
        Case("two equal inputs, two equal weights", (array(2.0, 2.0, 1.0), array(0.5, -1.0, -1.0))),
        Case("five inputs", (quarters(generator, 5), normals(generator, 5))),
    ]


def _node_sum_loop(inputs, weights):
    total = 0
    for value, weight in zip(inputs, weights, strict=True):
        total += value * weight
    return total


def _bias_in_sum(slips, bias, inputs):
    if {known.BIAS_LEFT_OUT, known.BIAS_AFTER_RELU} & slips:
        return 0.0
    if BIAS_FOR_EVERY_INPUT in slips:
        return bias * len(inputs)
    return -bias if known.BIAS_SUBTRACTED in slips else bias


def _node_value(slips, inputs, weights, bias):
    products = (inputs * weights).sum()
    total = products + _bias_in_sum(slips, bias, inputs)
    if GATE_IN_PLACE_OF_VALUE in slips:
        return float(total > 0) + (bias if known.BIAS_AFTER_RELU in slips else 0.0)
    is_open = (products if known.GATE_BEFORE_BIAS in slips else total) > 0
    is_kept = not is_open if known.WRONG_HALF in slips else is_open
    value = total if is_kept or known.RELU_LEFT_OUT in slips else 0.0
    return value + bias if known.BIAS_AFTER_RELU in slips else value


def _node_value_cases(generator):
    return [
        Case("a bias above zero", (array(1.0, 2.0), array(0.5, 0.1), 0.2)),
        Case("a bias that closes the node", (array(1.0, 2.0), array(0.2, 0.6), -1.5)),
        Case("a bias that opens the node", (array(1.0, -2.0), array(0.5, 0.5), 0.75)),
        Case("a sum of exactly 0", (array(1.0, 2.0), array(0.5, 0.25), -1.0)),
        Case("no bias, a closed node", (array(2.0, 1.0), array(-1.5, 0.5), 0.0)),
        Case("no bias, an open node", (array(-3.0, 1.0), array(-0.5, 0.0), 0.0)),
        Case("a single input", (array(2.0), array(0.5), -0.75)),
        Case("three inputs", (array(3.0, -1.0, 0.0), array(0.5, -0.25, -1.0), -0.5)),
        Case(
            "two equal inputs, two equal weights",
            (array(2.0, 2.0, 1.0), array(0.75, -0.5, -0.5), 0.75),
        ),
        Case("four inputs", (normals(generator, 4), normals(generator, 4), 4.0)),
    ]


def _node_value_loop(inputs, weights, bias):
    total = bias
    for position in range(len(inputs)):
        total = total + inputs[position] * weights[position]
    if total > 0:
        return total
    return 0


def _hidden_layer(slips, inputs, weights, bias):
    if known.RELU_ON_THE_INPUTS in slips:
        inputs = relu(inputs)
    products = sums = layer_sum(inputs, weights, slips)
    if known.BIAS_SUBTRACTED in slips:
        sums = sums - bias
    elif not {known.BIAS_LEFT_OUT, known.BIAS_AFTER_RELU} & slips:
        sums = sums + bias
    if {known.RELU_LEFT_OUT, known.RELU_ON_THE_INPUTS} & slips:
        values = sums
    else:
        values = np.where((products if known.GATE_BEFORE_BIAS in slips else sums) > 0, sums, 0.0)
    return values + bias if known.BIAS_AFTER_RELU in slips else values


def _hidden_layer_cases(generator):
    return [
        Case("the course's network", (RUNNING_INPUTS, RUNNING_FIRST, array(0.2, -1.5))),
        Case("one input, one node", (array([2]), array([0.75]), array(-0.5))),
        Case("two rows", (array([1, 2], [-3, 1]), array([1, 2], [0.5, -1]), array(0.0, 3.0))),
        Case("inputs of 0", (np.zeros((1, 2)), RUNNING_FIRST, array(-1.0, 0.25))),
        Case(
            "five rows, three inputs, seven nodes",
            (normals(generator, 5, 3), normals(generator, 3, 7), normals(generator, 7)),
        ),
    ]


def _hidden_layer_loop(inputs, weights, bias):
    rows = []
    for row in inputs:
        nodes = []
        for node in range(weights.shape[1]):
            total = bias[node]
            for position in range(len(row)):
                total += row[position] * weights[position, node]
            nodes.append(max(total, 0))
        rows.append(nodes)
    return rows


def _hidden_layer_where(inputs, weights, bias):
    sums = np.dot(inputs, weights) + bias[None, :]
    return np.where(sums > 0, sums, 0)


def _two_layers(slips, inputs, first, second):
    if known.RELU_ON_THE_INPUTS in slips:
        inputs = relu(inputs)
    sums = layer_sum(inputs, first, slips)
    values = sums if known.RELU_ON_THE_INPUTS in slips else hidden(sums, slips)
    prediction = values @ second
    return relu(prediction) if known.RELU_ON_THE_PREDICTION in slips else prediction


def _two_layers_cases(generator):
    return [
        Case("the course's network", (RUNNING_INPUTS, RUNNING_FIRST, RUNNING_SECOND)),
        Case("a hidden sum below zero", (array([-1, 2]), RUNNING_FIRST, RUNNING_SECOND)),
        Case("a prediction below zero", (array([1, 2]), array([1, 0], [2, 1]), array([-1], [0.5]))),
        Case("all inputs 0", (np.zeros((1, 2)), RUNNING_FIRST, RUNNING_SECOND)),
        Case(
            "four rows, square tables, two outputs",
            (quarters(generator, 4, 3), normals(generator, 3, 3), normals(generator, 3, 2)),
        ),
        Case(
            "five rows, three inputs, seven hidden nodes",
            (normals(generator, 5, 3), normals(generator, 3, 7), normals(generator, 7, 3)),
        ),
    ]


def _two_layers_einsum(inputs, first, second):
    values = np.einsum("ni,ij->nj", inputs, first)
    return np.einsum("nj,jk->nk", values * (values > 0), second)


def _two_layers_loop(inputs, first, second):
    predictions = []
    for row in inputs:
        values = [max(sum(row * first[:, node]), 0.0) for node in range(first.shape[1])]
        predictions.append([float(np.dot(values, second[:, k])) for k in range(second.shape[1])])
    return np.array(predictions)


def _two_layers_half_precision(inputs, first, second):
    first, second = first.astype(np.float32), second.astype(np.float32)
    return np.maximum(inputs.astype(np.float32) @ first, 0) @ second


def _all_layers(slips, inputs, weights):
    chosen = list(weights)
    if LAST_LAYER_LEFT_OUT in slips:
        chosen = chosen[:-1]
    if known.STARTS_ONE_LAYER_LATE in slips:
        chosen = chosen[1:]
    activation = inputs
    for number, table in enumerate(chosen):
        entering = inputs if EVERY_LAYER_FED_THE_INPUTS in slips else activation
        activation = layer_sum(entering, table, slips)
        if number < len(chosen) - 1 or LAST_LAYER_LEFT_OUT in slips:
            activation = hidden(activation, slips)
    return relu(activation) if known.RELU_ON_THE_PREDICTION in slips else activation


def _weights(generator, *widths):
    return [normals(generator, *shape) / math.sqrt(shape[0]) for shape in pairwise(widths)]


def _all_layers_cases(generator):
    square = [quarters(generator, 3, 3) for _ in range(3)]
    return [
        Case("the course's network", (RUNNING_INPUTS, [RUNNING_FIRST, RUNNING_SECOND])),
        Case("a single layer", (array([1, -2]), [array([0.5], [1.5])])),
        Case("a hidden sum below zero", (array([-1, 4]), [RUNNING_FIRST, array([-0.5], [2])])),
        Case("a hidden layer of one node", (array([1, 2]), [array([1], [-1]), array([2, -1])])),
        Case("three square layers", (normals(generator, 4, 3), square)),
        Case(
            "four layers of different widths, two outputs",
            (normals(generator, 5, 3), _weights(generator, 3, 7, 4, 6, 2)),
        ),
    ]


def _all_layers_recursive(inputs, weights):
    if len(weights) == 1:
        return inputs @ weights[0]
    return _all_layers_recursive(np.maximum(inputs @ weights[0], 0), weights[1:])


def _all_layers_numbered(inputs, weights):
    values = np.asarray(inputs)
    for number in range(len(weights)):
        values = np.einsum("ni,ij->nj", values, weights[number])
        if number + 1 != len(weights):
            values[values < 0] = 0
    return values


def _all_layers_row_by_row(inputs, weights):
    predictions = []
    for row in inputs:
        for table in weights[:-1]:
            row = np.clip(row @ table, 0, None)
        predictions.append(row @ weights[-1])
    return np.vstack(predictions)


def _kept_values(slips, inputs, weights):
    kept, activation = [inputs], inputs
    for number, table in enumerate(weights):
        sums = layer_sum(activation, table, slips)
        is_last = number == len(weights) - 1
        activation = sums if is_last else hidden(sums, slips)
        kept.append(sums if SUMS_KEPT in slips else activation)
    if known.RELU_ON_THE_PREDICTION in slips:
        kept[-1] = relu(kept[-1])
    first = 1 if INPUTS_NOT_KEPT in slips else 0
    return kept[first : len(kept) - (1 if PREDICTION_NOT_KEPT in slips else 0)]


def _kept_values_comprehension(inputs, weights):
    kept = (inputs,)
    for table in weights[:-1]:
        kept += (np.maximum(0, kept[-1] @ table),)
    return (*kept, kept[-1] @ weights[-1])


def _kept_values_while(inputs, weights):
    kept, number = [inputs.copy()], 0
    while number < len(weights):
        sums = np.dot(kept[number], weights[number])
        number += 1
        kept.append(sums if number == len(weights) else sums * (sums > 0))
    return kept


def _kept_values_recursive(inputs, weights):
    sums = inputs @ weights[0]
    if len(weights) == 1:
        return [inputs, sums]
    return [inputs, *_kept_values_recursive(np.where(sums > 0, sums, 0), weights[1:])]


def _kept_values_lists(inputs, weights):
    return [np.asarray(values).tolist() for values in _kept_values_while(inputs, weights)]


EXERCISES = (
    Exercise(
        name="node_sum",
        title="the sum of a node",
        notebook="01",
        task="`inputs` and `weights` both have [shape](11_recap.ipynb#Shape) (k,): each is an "
        "[array](11_recap.ipynb#Array) of k numbers. Return the node's sum, one number: for "
        "inputs 2 and 3 with weights 4 and 1 it is 11.\n\n"
        "Write your lines in place of the `...` and run the cell. A loop will do, and so will "
        "numpy. Do not change the arrays that come in, here or in any exercise.",
        starter='''
def node_sum(inputs, weights):
    """Return each input times its weight, all added up."""
    ...
''',
        solution="""
def node_sum(inputs, weights):
    return np.sum(inputs * weights)
""",
        program=_node_sum,
        slips=(
            NOT_ADDED_UP,
            MEAN_IN_NODE,
            INPUTS_ADDED_TO_WEIGHTS,
            SUMS_MULTIPLIED,
            FIRST_INPUT_ONLY,
            LAST_INPUT_ONLY,
        ),
        cases=_node_sum_cases,
        hints=(
            "Think of a bill: amounts and prices. Do the example on paper first.",
            "Two arrays of the same length, multiplied with *, give one product for each input.",
            "What remains is to make a single number out of the products. numpy has a function "
            "for that.",
        ),
        why="Every input counts as much as its own weight says, and a node gives a single number.",
        next="A layer is this sum once for each node: with @, all of them at once.",
        other_right=(
            _node_sum_loop,
            lambda inputs, weights: inputs @ weights,
            lambda inputs, weights: sum(a * b for a, b in zip(inputs, weights, strict=True)),
            lambda inputs, weights: np.einsum("k,k->", inputs, weights),
        ),
    ),
    Exercise(
        name="node_value",
        title="what a hidden node passes on",
        notebook="01",
        task="One hidden node with its `bias`, a number. Return what it passes on: its sum plus "
        "its bias, through relu. Inputs 1 and 2, weights 0.5 and 0.1, bias 0.2 give 0.9.",
        starter='''
def node_value(inputs, weights, bias):
    """Return what a hidden node passes on: one number."""
    total = np.sum(inputs * weights)
    ...
''',
        solution="""
def node_value(inputs, weights, bias):
    total = np.sum(inputs * weights) + bias
    return max(total, 0.0)
""",
        program=_node_value,
        slips=(
            known.BIAS_LEFT_OUT,
            known.BIAS_SUBTRACTED,
            known.BIAS_AFTER_RELU,
            BIAS_FOR_EVERY_INPUT,
            known.GATE_BEFORE_BIAS,
            known.RELU_LEFT_OUT,
            known.WRONG_HALF,
            GATE_IN_PLACE_OF_VALUE,
        ),
        cases=_node_value_cases,
        hints=(
            "Three steps, in this order: the sum, the bias, relu. The first is there.",
            "The bias is a part of the bill. Add it before relu looks at the total.",
            "relu of a number is the larger of two numbers: that number and a fixed one.",
        ),
        why="The bias takes part in deciding whether the node opens, and an open node keeps its "
        "sum.",
        next="That is all that a hidden node does. In a layer, several nodes do it side by side.",
        other_right=(
            _node_value_loop,
            lambda inputs, weights, bias: np.maximum(inputs @ weights + bias, 0),
            lambda inputs, weights, bias: np.where((t := inputs @ weights + bias) > 0, t, 0.0),
        ),
    ),
    Exercise(
        name="hidden_layer",
        title="a hidden layer",
        notebook="01",
        task="Now a whole hidden layer. `inputs` has shape (rows, inputs), `weights` "
        "(inputs, nodes), and `bias` (nodes,). Return its activations, of shape (rows, nodes).\n\n"
        "For the network above and the biases 0.2 and -1.5 they are `[[0.9, 0]]`.",
        starter='''
def hidden_layer(inputs, weights, bias):
    """Return the activations of a hidden layer, shape (rows, nodes)."""
    ...
''',
        solution="""
def hidden_layer(inputs, weights, bias):
    pre_activation = inputs @ weights + bias
    return np.maximum(pre_activation, 0)
""",
        program=_hidden_layer,
        slips=(
            known.WEIGHTS_TRANSPOSED,
            known.BIAS_LEFT_OUT,
            known.BIAS_SUBTRACTED,
            known.BIAS_AFTER_RELU,
            known.GATE_BEFORE_BIAS,
            known.RELU_LEFT_OUT,
            known.RELU_ON_THE_INPUTS,
        ),
        cases=_hidden_layer_cases,
        rows=(0,),
        hints=(
            "Write the shapes below each other: what goes in, and what should come out.",
            "@ takes a row of the inputs and a column of the weights. Which column belongs to "
            "which node?",
            "numpy adds a bias of shape (nodes,) to every row. And what does a hidden node do "
            "after the sum?",
        ),
        why="Each column of the weights is one node, and each row of the result is one example.",
        next="Two of these in a row, the last without relu, are a network.",
        other_right=(
            _hidden_layer_loop,
            _hidden_layer_where,
            lambda inputs, weights, bias: relu((weights.T @ inputs.T).T + bias),
            lambda inputs, weights, bias: np.maximum(np.matrix(inputs) * weights + bias, 0),
        ),
    ),
    Exercise(
        name="two_layers",
        title="two layers",
        notebook="01",
        task="A network with one hidden layer and no bias. `inputs` has shape (rows, inputs), "
        "`first` (inputs, nodes), and `second` (nodes, outputs). Return its prediction, of shape "
        "(rows, outputs). For the course's network it is 0.61.",
        starter='''
def two_layers(inputs, first, second):
    """Return the prediction of a network with one hidden layer."""
    hidden = ...
    return hidden @ second
''',
        solution="""
def two_layers(inputs, first, second):
    hidden = np.maximum(inputs @ first, 0)
    return hidden @ second
""",
        program=_two_layers,
        slips=(
            known.RELU_LEFT_OUT,
            known.RELU_ON_THE_INPUTS,
            known.RELU_ON_THE_PREDICTION,
            known.WEIGHTS_TRANSPOSED,
        ),
        cases=_two_layers_cases,
        hints=(
            "Work through the course's network by hand once more: 0.7 and 1.0 in the middle, "
            "0.61 at the end.",
            "The first table of weights leads from the inputs to the hidden nodes.",
            "Only hidden nodes have relu. Where does it go, and where not?",
        ),
        why="Relu stands between the two products and nowhere else.",
        next="With a list of tables instead of two names, the same lines work for any depth.",
        other_right=(_two_layers_einsum, _two_layers_loop, _two_layers_half_precision),
        rows=(0,),
    ),
    Exercise(
        name="all_layers",
        title="any number of layers",
        notebook="01",
        task="With a loop you write it once, for any depth: this is [forward "
        "propagation](11_recap.ipynb#Forward-propagation). `weights` is a list of tables, first "
        "to last. Return the prediction. A list of one table has no hidden layer at all.",
        starter='''
def all_layers(inputs, weights):
    """Return the prediction of a network with any number of layers."""
    ...
''',
        solution="""
def all_layers(inputs, weights):
    activation = inputs
    for layer_weights in weights[:-1]:
        activation = np.maximum(activation @ layer_weights, 0)
    return activation @ weights[-1]
""",
        program=_all_layers,
        slips=(
            known.RELU_LEFT_OUT,
            known.RELU_ON_THE_PREDICTION,
            LAST_LAYER_LEFT_OUT,
            known.STARTS_ONE_LAYER_LATE,
            EVERY_LAYER_FED_THE_INPUTS,
            known.WEIGHTS_TRANSPOSED,
        ),
        cases=_all_layers_cases,
        hints=(
            "Keep one name for the result so far, and let it begin as the inputs.",
            "Each turn of the loop replaces it with what the next layer makes of it.",
            "All layers but one have relu. weights[:-1] is a list of all tables but the last.",
        ),
        why="What leaves a layer enters the next, and the last layer's sum is the prediction.",
        next="The same loop, run backward, will carry slopes. For that, its values have to be "
        "kept.",
        other_right=(_all_layers_recursive, _all_layers_numbered, _all_layers_row_by_row),
        rows=(0,),
    ),
    Exercise(
        name="kept_values",
        title="keep the values",
        notebook="01",
        task="Later you will need every value that a weight multiplies. Go forward again and "
        "keep every layer's activations in a list: the inputs first, the prediction last. It is "
        "one longer than `weights`.\n\n"
        "For the course's network they are `[[1, 2]]`, `[[0.7, 1]]` and `[[0.61]]`.",
        starter='''
def kept_values(inputs, weights):
    """Return a list: the inputs, the activations of each hidden layer, the prediction."""
    ...
''',
        solution="""
def kept_values(inputs, weights):
    activations = [inputs]
    for layer_weights in weights[:-1]:
        activations.append(np.maximum(activations[-1] @ layer_weights, 0))
    activations.append(activations[-1] @ weights[-1])
    return activations
""",
        program=_kept_values,
        slips=(
            INPUTS_NOT_KEPT,
            PREDICTION_NOT_KEPT,
            SUMS_KEPT,
            known.RELU_LEFT_OUT,
            known.RELU_ON_THE_PREDICTION,
            known.WEIGHTS_TRANSPOSED,
        ),
        cases=_all_layers_cases,
        hints=(
            "Begin with a list that has one entry already.",
            "append puts an entry at the end of a list; list[-1] is the last entry.",
            "Count in the end: how many tables are there, and how many entries? Then look at the "
            "last entry: does it have relu?",
        ),
        why="Every value that some weight multiplies is in the list, in order.",
        next="Backpropagation reads this list from its end.",
        other_right=(
            _kept_values_comprehension,
            _kept_values_while,
            _kept_values_lists,
            _kept_values_recursive,
        ),
        rows=(0,),
    ),
)
