"""Exercises of notebook 03: one slope from three factors, and one step against it."""

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.shared_steps import error, two
from helpers.exercises.exercise import Case, Exercise, Slip


def _rise_over_run(step):
    return Slip(
        f"rise over a run of {step}",
        "what is computed",
        "You divided the rise of the loss by the step that made it. That comes close, but some of "
        "the step is left over in it. What remains of the formula when the step shrinks to "
        "nothing?",
        "03#Slope",
    )


RISE_OVER_RUN = {
    float(step): _rise_over_run(step) for step in ("0.1", "0.01", "0.001", "0.0001", "0.00001")
}


def _loss_divided(by):
    return Slip(
        f"loss divided by the {by}",
        "what is computed",
        f"You divided the loss itself by the {by} itself. A slope compares changes: nudge the {by} "
        "a little, and divide how far the loss has moved by how far you nudged.",
        "03#Slope",
    )


LOSS_OVER_PREDICTION, LOSS_OVER_WEIGHT = map(_loss_divided, ("prediction", "weight"))
HIDDEN_VALUE = Slip(
    "value of the wrong node",
    "value",
    "You used the value at the weight's output node. The value that counts is the one that the "
    "weight multiplies, at its input node.",
    "03#Chain-rule",
)
# Their homes are notebooks that come later.
GATE_LEFT_OUT = known.GATE_LEFT_OUT._replace(read_again="03#Chain-rule")
PATH_WEIGHT_LEFT_OUT = known.PATH_WEIGHT_LEFT_OUT._replace(read_again="03#Chain-rule")
NO_RELU = Slip(
    "relu left out of the chain",
    "gate",
    "Your chain runs straight through. Where the sum is below zero, relu passes on 0 whatever you "
    "nudge, so no slope gets through either.",
    "03#Chain-rule",
)
STEP_ALONE = Slip(
    "step in place of the new weight",
    "what is returned",
    "You returned how far to go. The new weight is where you arrive: it starts from the old one.",
    "03#Update",
)
SLOPE_NOT_USED = Slip(
    "slope not used",
    "slope",
    "Your step is the same wherever you stand. How steep the curve is should count, and so should "
    "the sign of its slope.",
    "03#Update",
)
SIGN_OF_THE_SLOPE = Slip(
    "only the sign of the slope used",
    "slope",
    "Your step goes the right way, and is as long where the curve is steep as where it is flat. "
    "How steep it is should count too.",
    "03#Update",
)
SLOPE_TIMES_WEIGHT = Slip(
    "step times the weight",
    "step",
    "Your step grows with the weight itself. How far to go depends on the slope and the learning "
    "rate alone.",
    "03#Update",
)


def _slope_at_prediction(slips, prediction, target):
    gap = error(prediction, target, slips)
    left_over = sum(step for step, slip in RISE_OVER_RUN.items() if slip in slips)
    if LOSS_OVER_PREDICTION in slips:
        return gap**2 / prediction
    return gap**2 if known.LOSS_FOR_SLOPE in slips else two(slips) * gap + left_over


def _slope_at_prediction_cases(generator):
    return [
        Case("the course's network", (0.61, 0.5)),
        Case("a prediction that is too low", (-1.0, 2.0)),
        Case("a prediction that is right", (1.5, 1.5)),
        Case("a prediction that is far too high", (10.0, 0.25)),
        Case("random numbers", tuple(generator.normal(size=2).tolist())),
    ]


def _weight_slope(slips, value, activation_slope, relu_slope):
    factors = [
        1.0 if known.VALUE_LEFT_OUT in slips else value,
        1.0 if known.ACTIVATION_SLOPE_LEFT_OUT in slips else activation_slope,
        _gate_factor(slips, relu_slope),
    ]
    slope = sum(factors) if known.FACTORS_ADDED in slips else float(np.prod(factors))
    return 2 * slope if known.TWO_TWICE in slips else slope


def _gate_factor(slips, relu_slope):
    if GATE_LEFT_OUT in slips:
        return 1.0
    return 1.0 - relu_slope if known.GATE_TURNED_ROUND in slips else relu_slope


def _weight_slope_cases(generator):
    return [
        Case("an open gate", (2.0, 0.066, 1.0)),
        Case("a closed gate", (2.0, 0.066, 0.0)),
        Case("a value of 0", (0.0, 3.0, 1.0)),
        Case("a slope below zero", (4.0, -0.5, 1.0)),
        Case("a value below zero", (-3.0, 0.25, 1.0)),
        Case("both below zero", (-2.0, -0.75, 1.0)),
        Case("both below zero, a closed gate", (-2.0, -0.75, 0.0)),
        Case("a slope of 0", (1.5, 0.0, 1.0)),
        Case("random numbers", (*generator.normal(size=2).tolist(), 1.0)),
    ]


def _one_weight_slope(slips, value, weight, target):
    gap = error(value * weight, target, slips)
    left_over = sum(step for step, slip in RISE_OVER_RUN.items() if slip in slips)
    if LOSS_OVER_WEIGHT in slips:
        return gap**2 / weight
    at_prediction = two(slips) * gap + value * left_over
    if known.LOSS_FOR_SLOPE in slips:
        at_prediction = gap**2
    if known.VALUE_LEFT_OUT in slips:
        return at_prediction
    return at_prediction * (weight if known.WEIGHT_FOR_VALUE in slips else value)


def _one_weight_loss(value, weight, target):
    return (value * weight - target) ** 2


def _one_weight_cases(generator):
    return [
        Case("a prediction that is too high", (2.0, 0.5, 0.25)),
        Case("a prediction that is too low", (3.0, 0.5, 4.0)),
        Case("an input below zero", (-2.0, 1.5, 1.0)),
        Case("an input of 0", (0.0, 1.5, 1.0)),
        Case("a weight of 0", (2.0, 0.0, 1.5)),
        Case("a target below zero", (1.5, 0.5, -2.0)),
        Case("a target of 0", (2.0, 0.25, 0.0)),
        Case("more than half of the target", (1.0, 3.0, 5.0)),
        Case("all below zero", (-0.5, -2.0, -1.0)),
        Case("random numbers", tuple(generator.normal(size=3).tolist())),
    ]


def _one_weight_in_steps(value, weight, target):
    prediction = value * weight
    derivative_of_square = 2 * (prediction - target)
    derivative_of_product = value
    return derivative_of_square * derivative_of_product


def _chain_slope(slips, value, first, second, target):
    total = value * first
    hidden = total if NO_RELU in slips else max(total, 0.0)
    slope = two(slips) * error(hidden * second, target, slips)
    if PATH_WEIGHT_LEFT_OUT not in slips:
        slope = slope * second
    if known.GATE_OF_THE_SLOPE in slips:
        slope = max(slope, 0.0)
    elif not {GATE_LEFT_OUT, NO_RELU} & slips:
        slope = slope * (1.0 if total > 0 else 0.0)
    if known.VALUE_LEFT_OUT in slips:
        return slope
    return slope * (hidden if HIDDEN_VALUE in slips else value)


def _chain_loss(value, first, second, target):
    return (max(value * first, 0.0) * second - target) ** 2


def _chain_cases(_):
    return [
        Case("an open gate", (2.0, 0.75, 0.5, 0.25)),
        Case("a closed gate", (0.5, -0.5, 0.5, 1.0)),
        Case("a prediction that is too low", (0.5, 0.5, 2.0, 1.5)),
        Case("a second weight below zero, a target of 0", (3.0, 0.5, -2.0, 0.0)),
        Case("a closed gate, a second weight below zero", (2.0, -0.75, -2.0, 1.0)),
        Case("an input and a target below zero", (-2.0, -1.5, 0.25, -1.0)),
        Case("a closed gate, an input below zero", (-0.5, 1.5, 0.75, -0.5)),
        Case("an input and a first weight of 0", (0.0, 0.0, 0.5, 1.0)),
        Case("a second weight of 0", (2.0, 0.75, 0.0, 0.25)),
        Case("a target below zero", (2.0, 0.75, 0.5, -1.0)),
    ]


def _chain_open_at_zero(value, first, second, target):
    # What the slope is at a sum of exactly 0, the task leaves open.
    factor = value * second
    return 0 if value * first < 0 else 2 * factor * (factor * first - target)


def _chain_stages(value, first, second, target):
    pre_activation = value * first
    hidden = max(pre_activation, 0.0)
    slope = 2 * (hidden * second - target)
    slope = slope * second
    if pre_activation <= 0:
        slope = 0.0
    return slope * value


def _chain_if(value, first, second, target):
    total = value * first
    if total <= 0:
        return 0.0
    prediction = total * second
    return (prediction - target) * 2 * second * value


def _chain_factors(value, first, second, target):
    hidden = np.maximum(value * first, 0)
    factors = [value, float(hidden > 0), second, 2 * (hidden * second - target)]
    return np.prod(factors)


def _chain_expanded(value, first, second, target):
    gate = np.heaviside(value * first, 0)
    return gate * (2 * value**2 * first * second**2 - 2 * target * value * second)


def _updated_weight(slips, weight, slope, learning_rate):
    rate = 1.0 if known.RATE_LEFT_OUT in slips else learning_rate
    slope = 1.0 if SLOPE_NOT_USED in slips else slope
    slope = np.sign(slope) if SIGN_OF_THE_SLOPE in slips else slope
    step = rate * slope * (weight if SLOPE_TIMES_WEIGHT in slips else 1.0)
    step = -step if known.UPHILL in slips else step
    if known.MINUS_STEP in slips:
        return -step
    return step if STEP_ALONE in slips else weight - step


def _updated_weight_cases(generator):
    return [
        Case("the course's first weight", (0.5, 0.066, 0.01)),
        Case("a slope below zero", (0.5, -2.0, 0.1)),
        Case("a slope of 0", (1.5, 0.0, 0.1)),
        Case("a weight below zero", (-0.75, 0.5, 0.5)),
        Case("a weight of 0", (0.0, 2.0, 0.25)),
        Case("random numbers", (*generator.normal(size=2).tolist(), 0.3)),
    ]


EXERCISES = (
    Exercise(
        name="slope_at_prediction",
        title="the slope at the prediction",
        notebook="03",
        task="One prediction, one target, both numbers; the loss is the squared error. Return the "
        "slope of the loss at the prediction: 0.22 for a prediction of 0.61 and a target of 0.5.",
        starter='''
def slope_at_prediction(prediction, target):
    """Return how fast the loss grows when the prediction does."""
    ...
''',
        solution="""
def slope_at_prediction(prediction, target):
    return 2 * (prediction - target)
""",
        program=_slope_at_prediction,
        slips=(
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.TWO_TWICE,
            known.LOSS_FOR_SLOPE,
            LOSS_OVER_PREDICTION,
            *RISE_OVER_RUN.values(),
        ),
        cases=_slope_at_prediction_cases,
        hints=(
            "Nudge the prediction from 0.61 to 0.62: from what to what does the loss grow?",
            "Divide that growth by 0.01. What is it, roughly, as a multiple of the error 0.11?",
            "The sign has to fit as well: if the prediction is too high already, going up makes "
            "it worse.",
        ),
        why="It is zero at the target, and it gets steeper the farther away you are.",
        next="This is where every backward pass begins. From here, slopes travel towards the "
        "inputs.",
        other_right=(
            lambda prediction, target: prediction - target + prediction - target,
            lambda prediction, target: -2 * (target - prediction),
            lambda prediction, target: np.multiply(2.0, np.subtract(prediction, target)),
        ),
        loss=lambda prediction, target: (prediction - target) ** 2,
        nudged=("prediction",),
    ),
    Exercise(
        name="weight_slope",
        title="three factors",
        notebook="03",
        task="The three factors of one weight are given, in the order of the formula: the value "
        "at its input node, the slope at the activation of its output node, and relu's slope "
        "there. Return the slope of the weight.\n\n"
        "For the weight 0.1 above, the factors 2, 0.066 and 1 give 0.132.",
        starter='''
def weight_slope(value, activation_slope, relu_slope):
    """Return the slope of one weight from its three factors."""
    ...
''',
        solution="""
def weight_slope(value, activation_slope, relu_slope):
    return value * activation_slope * relu_slope
""",
        program=_weight_slope,
        slips=(
            known.VALUE_LEFT_OUT,
            known.ACTIVATION_SLOPE_LEFT_OUT,
            GATE_LEFT_OUT,
            known.GATE_TURNED_ROUND,
            known.TWO_TWICE,
            known.FACTORS_ADDED,
        ),
        cases=_weight_slope_cases,
        hints=(
            "A nudge of the weight reaches the node multiplied by something. By what?",
            "The loss then moves with the node. When one effect follows another, do they add or "
            "multiply?",
            "Try a closed gate, where relu's slope is 0: what has to come out?",
        ),
        why="One effect follows the other, so they multiply; where one of them is 0, nothing "
        "gets through.",
        next="In a network the three numbers are there already: the value and the gate from the "
        "forward pass, the slope at the activation from the backward pass.",
        other_right=(
            lambda value, activation_slope, relu_slope: np.prod(
                [value, activation_slope, relu_slope]
            ),
            lambda value, activation_slope, relu_slope: (
                value * activation_slope if relu_slope else 0
            ),
            lambda value, activation_slope, relu_slope: (
                np.array(relu_slope * value) * activation_slope
            ),
        ),
        loss=lambda value, activation_slope, relu_slope, weight: (
            weight * value * relu_slope * activation_slope
        ),
        nudged=("weight",),
    ),
    Exercise(
        name="one_weight_slope",
        title="a network of one weight",
        notebook="03",
        task="A network of one weight: prediction = value * weight, loss = squared error. Return "
        "the slope of the loss at the weight, one number.\n\n"
        "For value 2, weight 3 and target 5 it is 4: the prediction is 6, one too high.",
        starter='''
def one_weight_slope(value, weight, target):
    """Return how fast the loss grows when the weight does."""
    prediction = value * weight
    slope_at_prediction = ...
    return ...
''',
        solution="""
def one_weight_slope(value, weight, target):
    prediction = value * weight
    slope_at_prediction = 2 * (prediction - target)
    return slope_at_prediction * value
""",
        program=_one_weight_slope,
        slips=(
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            known.TWO_TWICE,
            known.LOSS_FOR_SLOPE,
            known.VALUE_LEFT_OUT,
            known.WEIGHT_FOR_VALUE,
            LOSS_OVER_WEIGHT,
            *RISE_OVER_RUN.values(),
        ),
        cases=_one_weight_cases,
        hints=(
            "Two numbers move in turn: the prediction with the weight, the loss with the "
            "prediction.",
            "You have the second of the two already, from the exercise before.",
            "Raise the weight by 0.01 while the input is 3. By how much does the prediction rise?",
        ),
        why="The input says how far the prediction moves, and the error says how much that "
        "matters.",
        next="A hidden node in between adds one more factor, and nothing else.",
        other_right=(
            _one_weight_in_steps,
            lambda value, weight, target: 2 * value**2 * weight - 2 * value * target,
            lambda value, weight, target: np.prod([2.0, value, value * weight - target]),
        ),
        loss=_one_weight_loss,
        nudged=("weight",),
    ),
    Exercise(
        name="chain_slope",
        title="a whole chain",
        notebook="03",
        task="Here hidden = max(0, value * first), which is relu; prediction = hidden * second; "
        "loss = squared error. All are numbers. Return the slope of the loss at the first "
        "weight.\n\n"
        "For value 2, first 3, second 1 and target 5 it is 4. Where the sum is below zero, relu "
        "gives 0 whatever you nudge: what is the slope then?",
        starter='''
def chain_slope(value, first, second, target):
    """Return how fast the loss grows when the first weight does."""
    ...
''',
        solution="""
def chain_slope(value, first, second, target):
    pre_activation = value * first
    prediction = max(pre_activation, 0.0) * second
    slope_at_prediction = 2 * (prediction - target)
    relu_slope = 1.0 if pre_activation > 0 else 0.0
    return value * second * slope_at_prediction * relu_slope
""",
        program=_chain_slope,
        slips=(
            known.ERROR_TURNED_ROUND,
            known.TWO_LEFT_OUT,
            PATH_WEIGHT_LEFT_OUT,
            GATE_LEFT_OUT,
            known.GATE_OF_THE_SLOPE,
            NO_RELU,
            known.VALUE_LEFT_OUT,
            HIDDEN_VALUE,
        ),
        cases=_chain_cases,
        hints=(
            "Go forward first and keep every number: the sum, the hidden value, the prediction.",
            "Then go from the loss towards the inputs. At every stage ask: what is a nudge "
            "multiplied by here?",
            "There are four stages: the square, the second weight, relu, the first weight. What "
            "does relu do to a nudge where its sum is below zero?",
        ),
        why="Every stage on the way from the weight to the loss gave its factor, once.",
        next="You have done backpropagation. With many nodes the stages become tables.",
        other_right=(
            _chain_stages,
            _chain_if,
            _chain_open_at_zero,
            _chain_factors,
            _chain_expanded,
        ),
        loss=_chain_loss,
        nudged=("first",),
    ),
    Exercise(
        name="updated_weight",
        title="one update",
        notebook="03",
        task="Return the weight after one update. The course's first weight, 0.5, with the slope "
        "0.066 and a learning rate of 0.01 becomes 0.49934.",
        starter='''
def updated_weight(weight, slope, learning_rate):
    """Return the weight after one step downhill."""
    ...
''',
        solution="""
def updated_weight(weight, slope, learning_rate):
    return weight - learning_rate * slope
""",
        program=_updated_weight,
        slips=(
            known.UPHILL,
            known.RATE_LEFT_OUT,
            STEP_ALONE,
            known.MINUS_STEP,
            SLOPE_TIMES_WEIGHT,
            SLOPE_NOT_USED,
            SIGN_OF_THE_SLOPE,
        ),
        cases=_updated_weight_cases,
        hints=(
            "The slope is above zero here: a larger weight makes a larger loss. Which way should "
            "you go?",
            "The slope says how steep it is. What says how far to go?",
            "Check with the example: from 0.5 to 0.49934 is a step of 0.00066.",
        ),
        why="Downhill is against the slope, and the learning rate sets how far.",
        next="Repeat it, and you have gradient descent: notebook 07.",
        other_right=(
            lambda weight, slope, learning_rate: weight + -slope * learning_rate,
            lambda weight, slope, learning_rate: np.subtract(
                weight, np.multiply(slope, learning_rate)
            ),
            lambda weight, slope, learning_rate: sum([weight, -1 * learning_rate * slope]),
        ),
        nudged=("weight",),
        rate="learning_rate",
    ),
)
