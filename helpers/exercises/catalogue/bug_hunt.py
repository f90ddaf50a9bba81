"""The bug hunt of notebook 06b: complete small programs, each with one slip met in the wild.

The listings are the course's own, written after slips in published tutorials and in the reported
errors of well-known repositories. Most share program, inputs and slips with an exercise of another
notebook, and so are judged by the same measure.
"""

from dataclasses import replace

import numpy as np

from helpers.exercises.catalogue import (
    n04_relu_and_its_slope,
    n05_layer_by_layer,
    n07_gradient_descent,
    n08_batches_and_sgd,
)
from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.n05_layer_by_layer import network_cases, two_layers_back
from helpers.exercises.catalogue.shared_steps import (
    back_through_weights,
    gate,
    loss,
    relu,
    slope_at_prediction,
    two_layer_loss,
    weights_slope,
)
from helpers.exercises.exercise import Case, Exercise, Slip

GATE_WITHOUT_RELU = Slip(
    "relu's slope where there is no relu",
    "gate",
    "In the forward pass of this network nothing is cut off, and yet in your backward pass gates "
    "close. A function that was not applied has no slope.",
    "04#ReLU",
)
ONE_ANSWER = (
    "Python's own advice makes one answer out of many. Relu's slope works element by element, "
    "and has as many answers as there are numbers."
)
ANY_OF_THEM = Slip("any of them in place of each", "question", ONE_ANSWER, "04#ReLU")
ALL_OF_THEM = Slip("all of them in place of each", "question", ONE_ANSWER, "04#ReLU")
TYPED_IN_PREDICTION = Slip(
    "prediction typed in",
    "prediction",
    "Your prediction does not move when the inputs do: a number was typed in where it should be "
    "computed. Everything that follows from it is wrong too.",
    "01#Prediction",
)

MEASURE = (
    "Go back to the picture of the marks. Which of them are not 1: all, one table, one column? And "
    "what do they have in common?"
)


def _base(module, name):
    return next(exercise for exercise in module.EXERCISES if exercise.name == name)


TRAINING_STEP = _base(n07_gradient_descent, "training_step")
TWO_LAYER_SLOPES = _base(n05_layer_by_layer, "two_layer_slopes")
ALL_SLOPES = _base(n05_layer_by_layer, "all_slopes")
SGD_EPOCH = _base(n08_batches_and_sgd, "sgd_epoch")
MINI_BATCH_EPOCH = _base(n08_batches_and_sgd, "mini_batch_epoch")
UPDATED_LAYER = _base(n07_gradient_descent, "updated_layer")
RELU_SLOPE = _base(n04_relu_and_its_slope, "relu_slope")


def _one_question(slips, pre_activation):
    if ANY_OF_THEM in slips or ALL_OF_THEM in slips:
        ask = np.any if ANY_OF_THEM in slips else np.all
        return 1.0 if ask(pre_activation > 0) else 0.0
    return RELU_SLOPE.program(slips, pre_activation)


def _linear_slopes(slips, inputs, targets, first, second):
    hidden = inputs @ first
    node_slope = slope_at_prediction(hidden @ second, targets, slips)
    second_slope = weights_slope(hidden, node_slope, slips)
    node_slope = back_through_weights(node_slope, second, slips)
    if GATE_WITHOUT_RELU in slips:
        node_slope = node_slope * (hidden > 0)
    return weights_slope(inputs, node_slope, slips), second_slope


def _linear_loss(inputs, targets, first, second):
    return loss(inputs @ first @ second, targets)


def _linear_einsum(inputs, targets, first, second):
    slope = 2 * (inputs @ first @ second - targets) / len(inputs)
    return (
        np.einsum("ni,nk,jk->ij", inputs, slope, second),
        np.einsum("ni,ij,nk->jk", inputs, first, slope),
    )


def _linear_by_one_table(inputs, targets, first, second):
    table_slope = inputs.T @ (inputs @ (first @ second) - targets) * 2 / len(inputs)
    return table_slope @ second.T, first.T @ table_slope


def _linear_row_by_row(inputs, targets, first, second):
    slopes = [np.zeros(first.shape), np.zeros(second.shape)]
    for row, target in zip(inputs, targets, strict=True):
        gap = 2 * (row @ first @ second - target) / len(inputs)
        slopes[0] += np.outer(row, second @ gap)
        slopes[1] += np.outer(row @ first, gap)
    return slopes


def _published_numbers(slips, inputs, targets, first, second):
    if TYPED_IN_PREDICTION not in slips:
        first_slope, second_slope = two_layers_back(slips, inputs, targets, first, second)
        return relu(inputs @ first) @ second, first_slope, second_slope
    hidden, prediction = relu(inputs @ first), np.full(targets.shape, 0.32)
    node_slope = slope_at_prediction(prediction, targets, slips)
    back = back_through_weights(node_slope, second, slips) * gate(inputs @ first, slips)
    return prediction, weights_slope(inputs, back, slips), weights_slope(hidden, node_slope, slips)


def _published_cases(generator):
    return [Case(case.words, case.arguments) for case in network_cases(generator)]


def _with_prediction(function):
    def made(inputs, targets, first, second):
        prediction = np.einsum("nj,jk->nk", np.maximum(inputs @ first, 0), second)
        return [prediction, *function(inputs, targets, first, second)]

    return made


EXERCISES = (
    replace(
        RELU_SLOPE,
        name="listing_1",
        title="fix listing 1",
        notebook="06b",
        task="Fix the line so that it takes an array of any shape: for [-1, 0, 2] it gives "
        "[0, 0, 1].",
        starter="""
def listing_1(pre_activation):
    return 1 if pre_activation > 0 else 0
""",
        solution="""
def listing_1(pre_activation):
    return np.where(pre_activation > 0, 1.0, 0.0)
""",
        program=_one_question,
        slips=(*RELU_SLOPE.slips, ANY_OF_THEM, ALL_OF_THEM),
        hints=(
            "Run listing_1(np.array([-1.0, 2.0])). Which word of the line does Python complain "
            "about?",
            "An if goes one way or the other. An array of numbers may need both.",
            "You have written this function in notebook 04.",
        ),
        next="This listing stopped with an error, which is the kind way to be wrong. The others "
        "run through.",
    ),
    replace(
        TWO_LAYER_SLOPES,
        name="listing_2",
        title="fix listing 2",
        notebook="06b",
        task="Fix one line, so that every mark becomes 1. Return the slopes of the first and of "
        "the second weights, for any number of outputs. A sum of exactly 0 closes the gate.",
        starter="""
def listing_2(inputs, targets, first, second):
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    error = targets - hidden @ second
    node_slope = 2 * error / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (pre_activation > 0)
    return inputs.T @ node_slope, second_slope
""",
        solution="""
def listing_2(inputs, targets, first, second):
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    error = hidden @ second - targets
    node_slope = 2 * error / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (pre_activation > 0)
    return inputs.T @ node_slope, second_slope
""",
        hints=(
            MEASURE,
            "Every slope has the right size. What is the same about all of them?",
            "If all slopes are wrong in the same way, the slip happens before any of them is "
            "computed.",
        ),
        next="Two such signs, one in the error and one in the update, can cancel. Then nobody "
        "notices until somebody fixes one of them.",
    ),
    replace(
        TWO_LAYER_SLOPES,
        name="listing_3",
        title="fix listing 3",
        notebook="06b",
        task="The slip is where the slope passes through the hidden nodes. Fix one line. Return "
        "the slopes of the first and of the second weights, for any number of outputs. A sum of "
        "exactly 0 closes the gate.",
        starter="""
def listing_3(inputs, targets, first, second):
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * hidden
    return inputs.T @ node_slope, second_slope
""",
        solution="""
def listing_3(inputs, targets, first, second):
    pre_activation = inputs @ first
    hidden = np.maximum(pre_activation, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (pre_activation > 0)
    return inputs.T @ node_slope, second_slope
""",
        hints=(
            MEASURE,
            "On the course's network one column of the first slopes is right. Its hidden value is "
            "1.0, the other's is 0.7.",
            "What is the slope multiplied by where it passes through a hidden node, and what "
            "should it be multiplied by?",
        ),
        next="A value and a slope look alike in code. Their shapes are the same; only the numbers "
        "tell.",
    ),
    Exercise(
        name="listing_4",
        title="fix listing 4",
        notebook="06b",
        task="Compare the forward and the backward pass, line by line. Return the slopes of the "
        "first and of the second weights, for any number of outputs.",
        starter="""
def listing_4(inputs, targets, first, second):
    hidden = inputs @ first
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    return inputs.T @ node_slope, second_slope
""",
        solution="""
def listing_4(inputs, targets, first, second):
    hidden = inputs @ first
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = node_slope @ second.T
    return inputs.T @ node_slope, second_slope
""",
        program=_linear_slopes,
        slips=(
            GATE_WITHOUT_RELU,
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.SUM_FOR_MEAN,
            known.SLOPES_TRANSPOSED,
            known.PATH_WEIGHT_LEFT_OUT,
        ),
        cases=network_cases,
        hints=(
            "With the course's numbers the slopes are right. Measure again with an input of -4.",
            "The slopes that differ are 0, and should not be.",
            "Read the listing's forward and backward pass side by side, line by line.",
        ),
        why="The backward pass mirrors the forward pass: no relu cut anything off, so no gate "
        "stops a slope.",
        next="One row with all sums above zero does not expose this slip. Always check with "
        "several.",
        other_right=(_linear_einsum, _linear_by_one_table, _linear_row_by_row),
        part_names=("first weights", "second weights"),
        rows=(0, 1),
        loss=_linear_loss,
        nudged=("first", "second"),
    ),
    replace(
        ALL_SLOPES,
        name="listing_5",
        title="fix listing 5",
        notebook="06b",
        task="Fix it so that it returns a list with the slopes of every table of weights, however "
        "many there are, for any number of outputs. A sum of exactly 0 closes the gate.",
        starter="""
def listing_5(inputs, targets, weights):
    activations = [inputs]
    hidden = inputs
    for table in weights[:-1]:
        hidden = np.maximum(hidden @ table, 0)
    activations.append(hidden @ weights[-1])
    node_slope = 2 * (activations[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, activations[number].T @ node_slope)
        node_slope = (node_slope @ weights[number].T) * (activations[number] > 0)
    return slopes
""",
        solution="""
def listing_5(inputs, targets, weights):
    activations = [inputs]
    for table in weights[:-1]:
        activations.append(np.maximum(activations[-1] @ table, 0))
    activations.append(activations[-1] @ weights[-1])
    node_slope = 2 * (activations[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, activations[number].T @ node_slope)
        node_slope = (node_slope @ weights[number].T) * (activations[number] > 0)
    return slopes
""",
        hints=(
            "How many entries should activations have for three layers? Print its length.",
            "Every value that some weight multiplies has to be in the list.",
            "Which line of the loop makes a layer's values, and where do they go?",
        ),
        next="An error message points at the line that fell over, and not at the one that pushed "
        "it.",
    ),
    replace(
        ALL_SLOPES,
        name="listing_6",
        title="fix listing 6",
        notebook="06b",
        task="Again for any number of layers and outputs. One index is off. Return the list of all "
        "slopes. As in every network here, a sum of exactly 0 closes the gate.",
        starter="""
def listing_6(inputs, targets, weights):
    sums, activations = [], [inputs]
    for table in weights:
        sums.append(activations[-1] @ table)
        activations.append(np.maximum(sums[-1], 0))
    activations[-1] = sums[-1]
    node_slope = 2 * (activations[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, activations[number].T @ node_slope)
        if number > 0:
            node_slope = (node_slope @ weights[number].T) * (sums[number] > 0)
    return slopes
""",
        solution="""
def listing_6(inputs, targets, weights):
    sums, activations = [], [inputs]
    for table in weights:
        sums.append(activations[-1] @ table)
        activations.append(np.maximum(sums[-1], 0))
    activations[-1] = sums[-1]
    node_slope = 2 * (activations[-1] - targets) / len(inputs)
    slopes = []
    for number in reversed(range(len(weights))):
        slopes.insert(0, activations[number].T @ node_slope)
        if number > 0:
            node_slope = (node_slope @ weights[number].T) * (sums[number - 1] > 0)
    return slopes
""",
        hints=(
            MEASURE,
            "The last layer's slopes are right. Which is the first, counted from the end, that is "
            "not?",
            "After the slope has passed through the weights of layer `number`, at which layer's "
            "sums has it arrived?",
        ),
        next="The same slip, with another activation function, was reported in a widely copied "
        "tutorial.",
    ),
    replace(
        TRAINING_STEP,
        name="listing_7",
        title="fix listing 7",
        notebook="06b",
        task="Fix it so that every mark becomes 1, at any learning rate. Return the new first and "
        "second weights; the old ones stay as they are. There may be several outputs. A sum of "
        "exactly 0 closes the gate.",
        starter="""
def listing_7(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second = second - learning_rate * hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    first = first - learning_rate * inputs.T @ node_slope
    return first, second
""",
        solution="""
def listing_7(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    first_slope = inputs.T @ node_slope
    return first - learning_rate * first_slope, second - learning_rate * second_slope
""",
        hints=(
            "Take the step that the listing makes and divide it by the learning rate: that is the "
            "slope it used. Compare it with the measured one.",
            "With a learning rate ten times as large, is the difference ten times as large?",
            "Go through the lines and ask of each name: is this the value from before the step or "
            "after it?",
        ),
        next="A slip that hides in a small learning rate is the hardest to see, and measuring "
        "finds it.",
    ),
    replace(
        TRAINING_STEP,
        name="listing_8",
        title="fix listing 8",
        notebook="06b",
        task="Return the new first and second weights, the same ones however often it is called "
        "with the same arguments. There may be several outputs. A sum of exactly 0 closes the "
        "gate.",
        starter="""
def listing_8(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    first -= learning_rate * inputs.T @ node_slope
    second -= learning_rate * second_slope
    return first, second
""",
        solution="""
def listing_8(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    first = first - learning_rate * inputs.T @ node_slope
    second = second - learning_rate * second_slope
    return first, second
""",
        hints=(
            "Print the weights before the call and after it: not what it returns, what you handed "
            "in.",
            "Two of the lines do not make anything new.",
            "a = a - b gives a new array the name a. What does a -= b do?",
        ),
        next="A function that leaves its arguments alone can be called twice, and compared with "
        "itself.",
    ),
    replace(
        UPDATED_LAYER,
        name="listing_9",
        title="fix listing 9",
        notebook="06b",
        task="Return the new weights and the new bias; those that came in stay as they are. You "
        "may keep the loops.",
        starter="""
def listing_9(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights, new_bias = weights.copy(), bias.copy()
    for node in range(len(bias)):
        for source in range(len(weights)):
            new_weights[source, node] -= learning_rate * weights_slope[source, node]
            new_bias[node] -= learning_rate * bias_slope[node]
    return new_weights, new_bias
""",
        solution="""
def listing_9(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights, new_bias = weights.copy(), bias.copy()
    for node in range(len(bias)):
        for source in range(len(weights)):
            new_weights[source, node] -= learning_rate * weights_slope[source, node]
        new_bias[node] -= learning_rate * bias_slope[node]
    return new_weights, new_bias
""",
        hints=(
            "Take a layer of three inputs, with all slopes at 1. How far should the bias move, "
            "and how far does it move?",
            "How often is each line of the listing run, for one node?",
            "What belongs to a node, and what to a weight?",
        ),
        next="A line that is indented too far is a slip that no formula shows.",
    ),
    replace(
        TWO_LAYER_SLOPES,
        name="listing_10",
        title="fix listing 10",
        notebook="06b",
        task="Return the slopes of the first and of the second weights, the same ones however "
        "often it is called, for any number of outputs. A sum of exactly 0 closes the gate.",
        # Of folded lines the first is in sight, and def would give the slip away.
        starter="""
# Listing 10, as it was found.
def listing_10(inputs, targets, first, second, kept={}):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    at_hidden = (node_slope @ second.T) * (hidden > 0)
    for name, slope in (("first", inputs.T @ at_hidden), ("second", hidden.T @ node_slope)):
        before = kept.get(name)
        is_same = before is not None and before.shape == slope.shape
        kept[name] = before + slope if is_same else slope
    return kept["first"], kept["second"]
""",
        solution="""
def listing_10(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    at_hidden = (node_slope @ second.T) * (hidden > 0)
    return inputs.T @ at_hidden, hidden.T @ node_slope
""",
        hints=(
            "Call it twice with the course's network and print both results.",
            "Something survives the call. Which name is not created afresh each time?",
            "A value in the line with def is made once, when the function is defined.",
        ),
        next="In libraries that add slopes up on purpose, forgetting to clear them is a common "
        "slip.",
    ),
    replace(
        MINI_BATCH_EPOCH,
        name="listing_11",
        title="fix listing 11",
        notebook="06b",
        task="Fix one line, so that a step does not grow with the batch. Batches come in the "
        "order given, and the last one may be smaller. Return the weights after the epoch, for any "
        "number of outputs; those that came in stay as they are.",
        starter="""
def listing_11(inputs, targets, weights, learning_rate, order, batch_size):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = inputs[batch] @ weights - targets[batch]
        slope = inputs[batch].T @ (2 * error)
        weights = weights - learning_rate * slope
    return weights
""",
        solution="""
def listing_11(inputs, targets, weights, learning_rate, order, batch_size):
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        error = inputs[batch] @ weights - targets[batch]
        slope = inputs[batch].T @ (2 * error / len(batch))
        weights = weights - learning_rate * slope
    return weights
""",
        hints=(
            "Take the slope of a batch in which the same row appears twice. What should it be, "
            "and what is it?",
            "The ratio of the listing's slope to the measured one is a whole number. Which?",
            "The course's loss is a mean. Where in the listing is the mean?",
        ),
        next="When somebody says that large batches need small learning rates, look for this "
        "first.",
    ),
    replace(
        SGD_EPOCH,
        name="listing_12",
        title="fix listing 12",
        notebook="06b",
        task="Return the weights after an epoch of SGD, with an update for every single row, in "
        "the order given, for any number of outputs; those that came in stay as they are.",
        starter="""
def listing_12(inputs, targets, weights, learning_rate, order):
    error = inputs @ weights - targets
    for row in order:
        slope = inputs[row : row + 1].T @ (2 * error[row : row + 1])
        weights = weights - learning_rate * slope
    return weights
""",
        solution="""
def listing_12(inputs, targets, weights, learning_rate, order):
    for row in order:
        error = inputs[row : row + 1] @ weights - targets[row : row + 1]
        slope = inputs[row : row + 1].T @ (2 * error)
        weights = weights - learning_rate * slope
    return weights
""",
        hints=(
            "Two rows are enough. Do both updates by hand, with the listing beside you.",
            "Which weights made the error that the second update uses?",
            "What has to be done again for every row, and what only once?",
        ),
        next="Slopes grow stale. If you save a forward pass here, you pay with a wrong direction.",
    ),
    Exercise(
        name="listing_13",
        title="fix listing 13",
        notebook="06b",
        task="Return what the tutorial should have printed: the prediction, the slopes of the "
        "first weights, and those of the second. It has to be right for every such network, with "
        "several rows and outputs too. A sum of exactly 0 closes the gate.",
        starter="""
def listing_13(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    prediction = np.full(targets.shape, 0.32)
    node_slope = 2 * (prediction - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    first_slope = inputs.T @ ((node_slope @ second.T) * (hidden > 0))
    return prediction, first_slope, second_slope
""",
        solution="""
def listing_13(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    prediction = hidden @ second
    node_slope = 2 * (prediction - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    first_slope = inputs.T @ ((node_slope @ second.T) * (hidden > 0))
    return prediction, first_slope, second_slope
""",
        program=_published_numbers,
        slips=(
            TYPED_IN_PREDICTION,
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.SUM_FOR_MEAN,
            known.GATE_LEFT_OUT,
            known.SLOPES_TRANSPOSED,
        ),
        cases=_published_cases,
        hints=(
            "With a target of 0.5, is 0.32 too low or too high? And 0.61? What follows for every "
            "sign?",
            "Which line would not notice if the inputs changed?",
            "You have computed this prediction in notebook 01.",
        ),
        why="The computed prediction is too high and not too low, so every slope that was "
        "computed from 0.32 has not only the wrong size but also the wrong sign.",
        next="Whatever prints a number, run it. This notebook is here for that habit.",
        other_right=(
            _with_prediction(n05_layer_by_layer.two_layers_row_by_row),
            _with_prediction(n05_layer_by_layer.two_layers_einsum),
            _with_prediction(n05_layer_by_layer.two_layers_divided_last),
        ),
        part_names=("prediction", "first slopes", "second slopes"),
        rows=(0, 1),
        loss=two_layer_loss,
        nudged=("", "first", "second"),
    ),
)


def as_found(name):
    """Return a listing of the bug hunt as it was found, slip and all: a new function.

    Raises ValueError where no listing has that name.

    >>> as_found("listing_1")(2.0)
    1
    """
    listings = {listing.name: listing.starter for listing in EXERCISES}
    if name not in listings:
        raise ValueError(f"name is {name!r}, expected one of: {', '.join(listings)}")
    found = {"np": np}
    exec(listings[name], found)
    return found[name]
