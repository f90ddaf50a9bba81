"""Exercises of notebook 02: the error, the loss, and looking for a weight with nothing else."""

import math

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import array, normals, quarters
from helpers.exercises.catalogue.shared_steps import error, loss, square
from helpers.exercises.exercise import Case, Exercise, Slip

SQUARED_ALREADY = Slip(
    "error squared already",
    "square",
    "Squaring comes later, in the loss. The error keeps its sign: it still has to say whether "
    "the prediction is too high or too low.",
    "02#Error",
)
SIGN_DROPPED = Slip(
    "sign of the error dropped",
    "square",
    "Your error says how far off a prediction is, but no longer to which side. Too high and too "
    "low have to stay distinct.",
    "02#Error",
)
NOT_ADDED_UP = Slip(
    "squares not added up",
    "mean",
    "You returned a number for each output. A row has one loss, however many outputs it has.",
    "02#Loss",
)
ONE_FOR_EACH_ROW = Slip(
    "one loss for each row",
    "mean",
    "You added up over the outputs, as you should. But a batch has one loss: what becomes of the "
    "rows?",
    "02#Loss",
)
ONE_FOR_EACH_OUTPUT = Slip(
    "one loss for each output",
    "mean",
    "You added up down the columns, and have a number for each output. The outputs of a row "
    "belong together. (Python's own sum adds rows to rows.)",
    "02#Loss",
)
ADDED_OVER_THE_ROWS = Slip(
    "rows and outputs exchanged",
    "mean",
    "You added up over the rows and took the mean over the outputs. Which of the two should be "
    "added up, and which averaged?",
    "02#Loss",
)
FIRST_OUTPUT_ONLY = Slip(
    "first output only",
    "last step",
    "Only the first output counts in your result, but every miss of a row has to count. Is there "
    "a return inside a loop?",
    "02#Loss",
)
LAST_OUTPUT_ONLY = Slip(
    "last output only",
    "last step",
    "Only the last output counts in your result. Does each turn of a loop start afresh, where it "
    "should add to the total so far?",
    "02#Loss",
)
MEAN_OVER_OUTPUTS = Slip(
    "mean over the outputs",
    "mean",
    "You divided by the number of outputs. In this course the squared errors of one row are added "
    "up.",
    "02#Loss",
)
INPUT_LEFT_OUT = Slip(
    "input left out",
    "input",
    "You compared the weight itself with the target. What the network predicts is the input times "
    "its weight.",
    "01#Prediction",
)
MEAN_OF_ALL_WEIGHTS = Slip(
    "mean over the weights",
    "last step",
    "You averaged over the weights. Each weight is a network of its own, with a loss of its own.",
    "02#Loss",
)
SUM_OF_ALL_WEIGHTS = Slip(
    "sum over the weights",
    "last step",
    "You added up over the weights. They are not outputs of one network: each is a network of its "
    "own, with a loss of its own.",
    "02#Loss",
)
PREDICTION_IN_PLACE_OF_LOSS = Slip(
    "prediction in place of the loss",
    "what is returned",
    "You returned what the network predicts at each weight. The task asks how wrong that is.",
    "02#Loss",
)
SOLVED_FOR = Slip(
    "best weight of all, not of the list",
    "what is returned",
    "You worked out where the loss would be 0. That weight is not on the list: of those that are, "
    "which comes nearest?",
    "02#Weight",
)
PLACE_IN_LIST = Slip(
    "position in place of the weight",
    "what is returned",
    "You returned a position in the list. The task asks for a weight, not for where it stands.",
    "02#Weight",
)
LOWEST_LOSS = Slip(
    "a loss in place of the weight",
    "what is returned",
    "You returned a loss. The task asks for the weight that the loss belongs to.",
    "02#Loss",
)
HIGHEST_LOSS = Slip(
    "weight of the highest loss",
    "which",
    "You found the weight that predicts worst. A low loss is a good one.",
    "02#Loss",
)
NEVER_LOWERED = Slip(
    "lowest loss never updated",
    "which",
    "You compare every loss with the first one, and the last that is lower wins. When a better "
    "weight is found, its loss is the one to beat from then on.",
    "02#Loss",
)
FIRST_WEIGHT = Slip(
    "first weight of the list",
    "which",
    "You return the first weight, whatever the others' losses are. Is there a return inside a "
    "loop? Or does the lowest loss so far begin where no loss can be lower?",
    "02#Loss",
)
LAST_WEIGHT = Slip(
    "last weight of the list",
    "which",
    "You return the last weight, whatever its loss is. Do you compare each weight with the best "
    "so far, and do you update the lowest loss so far?",
    "02#Loss",
)


def _error_of(slips, prediction, target):
    errors = error(prediction, target, slips)
    if SQUARED_ALREADY in slips:
        return errors**2
    return np.abs(errors) if SIGN_DROPPED in slips else errors


def _error_cases(generator):
    return [
        Case("the course's network", (array(0.61), array(0.5))),
        Case("one too high, one too low", (array(2.0, -1.0), array(0.5, 1.0))),
        Case("a prediction that is right", (array(3.0), array(3.0))),
        Case("two equal predictions", (array(2.0, 2.0), array(0.5, 3.0))),
        Case("five predictions", (normals(generator, 5), normals(generator, 5))),
    ]


def _row_loss(slips, prediction, target):
    errors = error(prediction, target, slips)
    if FIRST_OUTPUT_ONLY in slips:
        errors = errors[:1]
    elif LAST_OUTPUT_ONLY in slips:
        errors = errors[-1:]
    if known.SQUARED_AFTER_ADDING in slips:
        value = errors.sum() ** 2
    elif NOT_ADDED_UP in slips:
        return square(errors, slips)
    else:
        value = square(errors, slips).sum()
    value = value / len(target) if MEAN_OVER_OUTPUTS in slips else value
    value = value / 2 if known.HALVED in slips else value
    return np.sqrt(value) if known.ROOT_TAKEN in slips else value


def _row_loss_cases(generator):
    return [
        Case("the course's network", (array(0.61), array(0.5))),
        Case("two outputs that miss by -2 and 3", (array(1.0, 4.0), array(3.0, 1.0))),
        Case("a prediction that is right", (array(3.0, -1.0), array(3.0, -1.0))),
        Case("one output, too low", (array(-1.0), array(1.5))),
        Case("two equal outputs", (array(2.0, 2.0), array(0.5, 3.0))),
        Case("five outputs", (normals(generator, 5), normals(generator, 5))),
    ]


def _row_loss_loop(prediction, target):
    total = 0.0
    for position in range(len(prediction)):
        total = total + (target[position] - prediction[position]) ** 2
    return total


def _loss(slips, prediction, targets):
    squares = square(error(prediction, targets, slips), slips)
    if ONE_FOR_EACH_ROW in slips:
        return squares.sum(axis=1)
    if ONE_FOR_EACH_OUTPUT in slips:
        return squares.mean(axis=0)
    if ADDED_OVER_THE_ROWS in slips:
        return squares.sum() / prediction.shape[1]
    return loss(prediction, targets, slips)


def _loss_cases(generator):
    return [
        Case("two rows, too low and too high", (array([1], [4]), array([3], [1]))),
        Case("two outputs, all right", (array([1, 2], [3, 4]), array([1, 2], [3, 4]))),
        Case("one row, three outputs", (quarters(generator, 1, 3), normals(generator, 1, 3))),
        Case("five rows, three outputs", (normals(generator, 5, 3), normals(generator, 5, 3))),
        Case("seven rows, two outputs", (normals(generator, 7, 2), normals(generator, 7, 2))),
    ]


def _loss_loop(prediction, targets):
    total = 0.0
    for predicted, wanted in zip(prediction, targets, strict=True):
        for a, b in zip(predicted, wanted, strict=True):
            total += (a - b) * (a - b)
    return total / len(prediction)


def _losses_along(slips, weights, value, target):
    prediction = weights if INPUT_LEFT_OUT in slips else weights * value
    if PREDICTION_IN_PLACE_OF_LOSS in slips:
        return prediction
    losses = square(error(prediction, target, slips), slips)
    losses = losses / 2 if known.HALVED in slips else losses
    if known.ROOT_TAKEN in slips:
        return np.sqrt(losses)
    if SUM_OF_ALL_WEIGHTS in slips:
        return losses.sum()
    return losses.mean() if MEAN_OF_ALL_WEIGHTS in slips else losses


def _losses_along_cases(generator):
    return [
        Case("three weights", (array(0.0, 0.5, 1.0), 2.0, 0.5)),
        Case("an input below zero", (array(-1.0, 0.25), -3.0, 1.0)),
        Case("an input of 0", (array(-1.0, 1.0), 0.0, 2.0)),
        Case("a weight that comes twice, a target of 0", (array(0.5, 1.0, 0.5), 2.0, 0.0)),
        Case("six weights", (normals(generator, 6), 1.5, -0.75)),
    ]


def _best_weight(slips, weights, value, target):
    if SOLVED_FOR in slips:
        return target / value
    losses = square(error(weights * value, target, slips), slips)
    place = _place_chosen(slips, losses)
    if PLACE_IN_LIST in slips:
        return float(place)
    return losses[place] if LOWEST_LOSS in slips else weights[place]


def _place_chosen(slips, losses):
    if NEVER_LOWERED in slips:
        return max([0, *np.flatnonzero(losses < losses[0])])
    if FIRST_WEIGHT in slips:
        return 0
    if LAST_WEIGHT in slips:
        return len(losses) - 1
    return losses.argmax() if HIGHEST_LOSS in slips else losses.argmin()


def _best_weight_cases(generator):
    return [
        Case("three weights", (array(0.1, 0.5, 0.9), 2.0, 0.9)),
        Case("the first weight best", (array(-0.5, 0.5, 3.0), 2.0, -1.0)),
        Case("the last weight best", (array(0.5, -1.0, 2.0, 1.0), -2.0, -2.5)),
        Case("the best between two good ones", (array(2.0, 0.75, -1.0, 0.25), 1.5, -2.0)),
        Case("an input below zero", (array(-1.0, 0.3, 1.0, 2.0), -3.0, 1.0)),
        Case("a target of 0", (array(-1.0, 0.75, 0.625, -2.0), -1.0, 0.0)),
        Case("a single weight, 0", (array(0.0), 2.0, 1.0)),
        Case("thirty weights", (normals(generator, 30), 0.8, 0.4)),
        Case("thirty weights, a target below zero", (normals(generator, 30), -1.1, -0.9)),
    ]


def _best_weight_loop(weights, value, target):
    best, lowest = None, math.inf
    for weight in weights:
        loss_here = (weight * value - target) ** 2
        if loss_here < lowest:
            best, lowest = weight, loss_here
    return best


EXERCISES = (
    Exercise(
        name="error_of",
        title="the error",
        notebook="02",
        task="`prediction` and `target` have shape (k,). Return the error of each, as this course "
        "counts it: a prediction of 0.61 for a target of 0.5 has an error of 0.11.",
        starter='''
def error_of(prediction, target):
    """Return the errors, shape (k,)."""
    ...
''',
        solution="""
def error_of(prediction, target):
    return prediction - target
""",
        program=_error_of,
        slips=(known.ERROR_TURNED_ROUND, SIGN_DROPPED, SQUARED_ALREADY),
        cases=_error_cases,
        hints=(
            "A prediction of 0.61 is too high for a target of 0.5, and the error is above zero.",
            "Which of the two has to come first, so that a prediction that is too high gives an "
            "error above zero?",
            "Take no square and no absolute value: the sign says whether it is too high or too "
            "low.",
        ),
        why="The sign tells you: above zero, the prediction is too high.",
        next="The loss turns many errors into one number. There the signs must not cancel.",
        other_right=(
            lambda prediction, target: [a - b for a, b in zip(prediction, target, strict=True)],
            lambda prediction, target: np.subtract(prediction, target),
            lambda prediction, target: -(target - prediction),
        ),
    ),
    Exercise(
        name="row_loss",
        title="the loss of one row",
        notebook="02",
        task="One row with k outputs: both arguments have shape (k,). Return its loss, one number: "
        "the squared errors, added up. Errors of -2 and 3 make 13.",
        starter='''
def row_loss(prediction, target):
    """Return the squared errors of one row, added up over its outputs."""
    ...
''',
        solution="""
def row_loss(prediction, target):
    error = prediction - target
    return np.sum(error**2)
""",
        program=_row_loss,
        slips=(
            known.NOT_SQUARED,
            known.ABSOLUTE_ERROR,
            known.SQUARED_AFTER_ADDING,
            NOT_ADDED_UP,
            MEAN_OVER_OUTPUTS,
            FIRST_OUTPUT_ONLY,
            LAST_OUTPUT_ONLY,
            known.HALVED,
            known.ROOT_TAKEN,
        ),
        cases=_row_loss_cases,
        hints=(
            "Two outputs that miss by -2 and by 3: what is the square of each?",
            "Square first, then add up. Does the order matter? Try it with -2 and 3.",
            "** 2 squares every element of an array. In the end there has to be a single number.",
        ),
        why="Every miss counts by itself, and it no longer matters whether it was too high or "
        "too low.",
        next="For many rows, the loss is the mean of these.",
        other_right=(
            _row_loss_loop,
            lambda prediction, target: (prediction - target) @ (prediction - target),
            lambda prediction, target: np.linalg.norm(prediction - target) ** 2,
        ),
    ),
    Exercise(
        name="loss",
        title="the loss of a batch",
        notebook="02",
        task="Now take a batch: `prediction` and `targets` have shape (rows, outputs). Return "
        "the course's loss: the squared errors, added up over the outputs and averaged over the "
        "rows.\n\n"
        "For predictions `[[1, 2], [3, 4]]` and targets `[[0, 2], [3, 1]]` it is 5. In the cell "
        "above, `sum(axis=1)` added up along each row, over [axis](11_recap.ipynb#Axis) 1.",
        starter='''
def loss(prediction, targets):
    """Return the loss of a batch: one number."""
    ...
''',
        solution="""
def loss(prediction, targets):
    error = prediction - targets
    return np.sum(error**2) / len(error)
""",
        program=_loss,
        slips=(
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            ONE_FOR_EACH_ROW,
            ONE_FOR_EACH_OUTPUT,
            ADDED_OVER_THE_ROWS,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
            known.FLAT_MEETS_COLUMN,
            known.NOT_SQUARED,
            known.ABSOLUTE_ERROR,
            known.SQUARED_AFTER_ADDING,
            known.HALVED,
            known.ROOT_TAKEN,
        ),
        cases=_loss_cases,
        hints=(
            "For a single row you know it already. What remains is a mean.",
            "np.mean of the whole table divides by rows times outputs. What do you want to divide "
            "by?",
            "len of a table is its number of rows.",
        ),
        why="A batch twice as long with the same rows has the same loss: only the rows are "
        "averaged.",
        next="How fast this number grows with a weight is what the course is about.",
        other_right=(
            _loss_loop,
            lambda prediction, targets: np.mean(np.sum((prediction - targets) ** 2, axis=1)),
            lambda prediction, targets: (
                np.mean(np.square(targets - prediction)) * prediction.shape[1]
            ),
            lambda prediction, targets: (
                np.einsum("nk,nk->", prediction - targets, prediction - targets) / len(targets)
            ),
        ),
        rows=(0, 1),
    ),
    Exercise(
        name="losses_along",
        title="a loss for every weight",
        notebook="02",
        task="A network with one weight predicts `value` times weight. `weights` has shape (m,): "
        "try them all. Return the loss at each, of shape (m,).\n\n"
        "For the weights 1 and 2, value 3 and target 5: `[4, 1]`.",
        starter='''
def losses_along(weights, value, target):
    """Return the loss for each of the weights."""
    predictions = ...
    return ...
''',
        solution="""
def losses_along(weights, value, target):
    predictions = weights * value
    return (predictions - target) ** 2
""",
        program=_losses_along,
        slips=(
            INPUT_LEFT_OUT,
            known.NOT_SQUARED,
            known.ABSOLUTE_ERROR,
            known.HALVED,
            MEAN_OF_ALL_WEIGHTS,
            SUM_OF_ALL_WEIGHTS,
            PREDICTION_IN_PLACE_OF_LOSS,
        ),
        cases=_losses_along_cases,
        hints=(
            "Work out one weight by hand: 0.5 with the input 2 and the target 0.5.",
            "An array times a number gives an array: one prediction for each weight.",
            "There is only one row and one output here, so nothing is added up and nothing is "
            "averaged.",
        ),
        why="Each weight got its own prediction and its own loss: a curve, point by point.",
        next="The lowest point of that curve is the weight that you want.",
        other_right=(
            lambda weights, value, target: [(w * value - target) ** 2 for w in weights],
            lambda weights, value, target: np.square(np.multiply(weights, value) - target),
            lambda weights, value, target: np.array([pow(target - value * w, 2) for w in weights]),
        ),
    ),
    Exercise(
        name="best_weight",
        title="tune blind",
        notebook="02",
        task="Try all the `weights`, and return the one with the lowest loss. Of 0.1, 0.5 and 0.9, "
        "with value 2 and target 0.9, it is 0.5.",
        starter='''
def best_weight(weights, value, target):
    """Return the weight whose loss is lowest."""
    losses = (weights * value - target) ** 2
    ...
''',
        solution="""
def best_weight(weights, value, target):
    losses = (weights * value - target) ** 2
    return weights[np.argmin(losses)]
""",
        program=_best_weight,
        slips=(
            PLACE_IN_LIST,
            LOWEST_LOSS,
            SOLVED_FOR,
            HIGHEST_LOSS,
            NEVER_LOWERED,
            FIRST_WEIGHT,
            LAST_WEIGHT,
            known.NOT_SQUARED,
        ),
        cases=_best_weight_cases,
        kept=("value",),
        hints=(
            "The losses stand in the same order as the weights.",
            "np.min gives the lowest loss, np.argmin says where it stands. Which do you need?",
            "Once you know the place, square brackets take the entry that stands there.",
        ),
        why="The lowest loss and its weight stand at the same place in their lists.",
        next="With two weights you would have to try a whole table; with a million you would "
        "never finish. Slopes are the way out.",
        other_right=(
            _best_weight_loop,
            lambda weights, value, target: min(weights, key=lambda w: (w * value - target) ** 2),
            lambda weights, value, target: weights[np.argsort(np.abs(weights * value - target))[0]],
        ),
    ),
)
