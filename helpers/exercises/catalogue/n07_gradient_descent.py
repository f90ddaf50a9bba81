"""Exercises of 07 and 07b: the update, repeated."""

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import array, normals
from helpers.exercises.catalogue.n05_layer_by_layer import network_cases, two_layers_back
from helpers.exercises.catalogue.shared_steps import error, stepped, two, two_layer_loss
from helpers.exercises.exercise import IN_PLACE, Case, Exercise, Slip

BIAS_ONCE_PER_WEIGHT = Slip(
    "bias stepped once for each incoming weight",
    "bias step",
    "Your bias takes its step again for every weight that leads into its node. It is one number "
    "and takes one step.",
    "07#Bias",
)
BIAS_NOT_UPDATED = Slip(
    "bias not updated",
    "bias step",
    "Your bias is returned unchanged. It has a slope like any weight, and it learns like any "
    "weight.",
    "07#Bias",
)
HISTORY_WITHOUT_START = Slip(
    "history without the start",
    "history",
    "Your first loss is the one after the first update. The loss at the start belongs to the "
    "history too.",
    "07#Loss",
)
HISTORY_WITHOUT_END = Slip(
    "history without the end",
    "history",
    "Your last loss is the one before the last update. What that update achieved is not in the "
    "history.",
    "07#Loss",
)
LOSS_BEFORE_ITS_UPDATE = Slip(
    "loss noted before its update",
    "history",
    "Your first loss stands twice, and the last one is missing. When is a loss noted: before the "
    "update, or after it?",
    "07#Loss",
)
LOSS_FOR_SLOPE = known.LOSS_FOR_SLOPE._replace(
    words="Your steps are made of the squared error, which is how high the curve is. The question "
    "is how steep it is, and that has a sign.",
)
SECOND_WEIGHTS_ONLY = Slip(
    "only the second weights updated",
    "layers",
    "The first weights are returned unchanged. They make the hidden values, and they learn too.",
    "07#Update",
)


def _updated_weights(slips, weights, slopes, learning_rate):
    updated = [
        table
        if known.LAST_LAYER_ONLY in slips and number < len(weights) - 1
        else stepped(table, slope, learning_rate, slips)
        for number, (table, slope) in enumerate(zip(weights, slopes, strict=True))
    ]
    return updated[:1] if known.FIRST_LAYER_ONLY in slips else updated


def _updated_weights_cases(generator):
    return [
        Case(
            "the course's network",
            (
                [array([0.5, 0.6], [0.1, 0.2]), array([0.3], [0.4])],
                [array([0.066, 0.088], [0.132, 0.176]), array([0.154], [0.22])],
                0.01,
            ),
        ),
        Case("a single table", ([array([5, -1])], [array([2, -3])], 0.5)),
        Case("slopes of 0", ([array([1.0]), array([2.0])], [array([0.0]), array([0.0])], 0.1)),
        Case(
            "three layers",
            (
                [normals(generator, 3, 4), normals(generator, 4, 2), normals(generator, 2, 5)],
                [normals(generator, 3, 4), normals(generator, 4, 2), normals(generator, 2, 5)],
                0.3,
            ),
        ),
    ]


def _updated_weights_loop(weights, slopes, learning_rate):
    updated = []
    for number in range(len(weights)):
        updated.append(weights[number] - slopes[number] * learning_rate)
    return updated


def _updated_weights_on_copies(weights, slopes, learning_rate):
    updated = [table.copy() for table in weights]
    for table, slope in zip(updated, slopes, strict=True):
        table -= learning_rate * slope
    return updated


def _updated_layer(slips, weights, bias, weights_slope, bias_slope, learning_rate):
    rate = learning_rate * (len(weights) if BIAS_ONCE_PER_WEIGHT in slips else 1)
    weights = stepped(weights, weights_slope, learning_rate, slips)
    if BIAS_NOT_UPDATED in slips:
        return weights, bias
    if known.RATE_LEFT_OUT in slips and BIAS_ONCE_PER_WEIGHT in slips:
        bias_slope = bias_slope * len(weights)
    return weights, stepped(bias, bias_slope, rate, slips)


def _updated_layer_cases(generator):
    return [
        Case(
            "two inputs, one node",
            (array([0.5], [-1.0]), array(0.25), array([2.0], [1.0]), array(0.5), 0.1),
        ),
        Case(
            "one input",
            (array([0.5, 1.0]), array(0.25, -1.0), array([2.0, -1.0]), array(-0.5, 1.5), 0.125),
        ),
        Case(
            "three inputs, four nodes",
            (
                normals(generator, 3, 4),
                normals(generator, 4),
                normals(generator, 3, 4),
                normals(generator, 4),
                0.2,
            ),
        ),
    ]


def _updated_layer_loop(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights, new_bias = weights.copy(), bias.copy()
    for node in range(len(bias)):
        for position in range(len(weights)):
            new_weights[position, node] -= learning_rate * weights_slope[position, node]
        new_bias[node] -= learning_rate * bias_slope[node]
    return new_weights, new_bias


def _one_weight_slope(slips, value, weight, target):
    if LOSS_FOR_SLOPE in slips:
        return error(value * weight, target, slips) ** 2
    slope = two(slips) * error(value * weight, target, slips)
    return slope if known.VALUE_LEFT_OUT in slips else slope * value


def _path(slips, weight, value, target, learning_rate, steps):
    """The weights along the way, the first included."""
    along, first_slope = [weight], _one_weight_slope(slips, value, weight, target)
    steps = 1 if known.FIRST_UPDATE_ONLY in slips else steps
    slope = 0.0
    for _ in range(steps - 1 if known.ONE_STEP_SHORT in slips else steps):
        kept = slope if known.SLOPES_NOT_RESET in slips else 0.0
        slope = kept + _one_weight_slope(slips, value, along[-1], target)
        slope = first_slope if known.SLOPE_TAKEN_ONCE in slips else slope
        along.append(stepped(along[-1], slope, learning_rate, slips))
    return along


def _descended(slips, weight, value, target, learning_rate, steps):
    return _path(slips, weight, value, target, learning_rate, steps)[-1]


def _descended_cases(generator):
    return [
        Case("one step", (0.5, 2.0, 0.5, 0.1, 1)),
        Case("three steps", (0.5, 2.0, 0.5, 0.1, 3)),
        Case("steps that bounce", (1.0, 2.0, 1.0, 0.2, 4)),
        Case("steps that diverge", (1.0, -2.0, 0.0, 0.3, 5)),
        Case("a weight of 0", (0.0, 1.5, 0.75, 0.1, 3)),
        Case("a target below zero", (0.5, 2.0, -1.5, 0.1, 2)),
        Case("a weight below zero", (-1.0, 2.0, 0.25, 0.1, 2)),
        Case("the bottom after one step", (0.5, 1.0, 2.0, 0.5, 3)),
        Case("random numbers", (*generator.normal(size=3).tolist(), 0.05, 10)),
    ]


def _loss_of_one_step(weight, value, target, steps):
    return (value * weight - target) ** 2 if steps == 1 else np.nan


def _descended_while(weight, value, target, learning_rate, steps):
    while steps > 0:
        prediction = weight * value
        weight -= learning_rate * 2 * (prediction - target) * value
        steps -= 1
    return weight


def _descended_in_one_line(weight, value, target, learning_rate, steps):
    best, shrink = target / value, 1 - 2 * learning_rate * value**2
    return best + (weight - best) * shrink**steps


def _descended_recursive(weight, value, target, learning_rate, steps):
    if steps == 0:
        return weight
    moved = weight - learning_rate * (2 * value * (weight * value - target))
    return _descended_recursive(moved, value, target, learning_rate, steps - 1)


def _loss_history(slips, weight, value, target, learning_rate, steps):
    along = np.array(_path(slips, weight, value, target, learning_rate, steps))
    losses = (value * along - target) ** 2 / (2 if known.HALVED in slips else 1)
    if LOSS_BEFORE_ITS_UPDATE in slips:
        losses = np.concatenate([losses[:1], losses[:-1]])
    losses = losses[1:] if HISTORY_WITHOUT_START in slips else losses
    return losses[:-1] if HISTORY_WITHOUT_END in slips else losses


def _loss_history_loop(weight, value, target, learning_rate, steps):
    history = [(value * weight - target) ** 2]
    for _ in range(steps):
        weight = weight - learning_rate * 2 * (value * weight - target) * value
        history.append((value * weight - target) ** 2)
    return history


def _loss_history_filled(weight, value, target, learning_rate, steps):
    history = np.zeros(steps + 1)
    for step in range(steps + 1):
        gap = value * weight - target
        history[step] = gap * gap
        weight = weight - 2 * learning_rate * gap * value
    return history


def _loss_history_closed(weight, value, target, learning_rate, steps):
    shrink = 1 - 2 * learning_rate * value**2
    return (value * weight - target) ** 2 * shrink ** (2 * np.arange(steps + 1))


def _training_step(slips, inputs, targets, first, second, learning_rate):
    kept = second.copy()
    _, second_slope = two_layers_back(slips, inputs, targets, first, second)
    new_second = stepped(second, second_slope, learning_rate, slips)
    back = new_second if known.UPDATED_TOO_EARLY in slips else kept
    first_slope, _ = two_layers_back(slips, inputs, targets, first, kept, back=back)
    if SECOND_WEIGHTS_ONLY in slips:
        return first, new_second
    return stepped(first, first_slope, learning_rate, slips), new_second


def _training_step_cases(generator):
    return [
        Case(case.words, (*case.arguments, rate))
        for case, rate in zip(
            network_cases(generator), (0.01, 0.1, 0.1, 0.25, 0.1, 0.05, 0.05), strict=True
        )
    ]


def _training_step_plain(inputs, targets, first, second, learning_rate):
    sums = np.dot(inputs, first)
    hidden = sums * (sums > 0)
    at_prediction = (hidden @ second - targets) * (2.0 / inputs.shape[0])
    at_hidden = np.where(sums > 0, at_prediction @ second.T, 0.0)
    return [
        first - learning_rate * np.dot(inputs.T, at_hidden),
        second - learning_rate * np.dot(hidden.T, at_prediction),
    ]


def _training_step_row_by_row(inputs, targets, first, second, learning_rate):
    share = learning_rate / len(inputs)
    new_first, new_second = first.copy(), second.copy()
    for row, target in zip(inputs, targets, strict=True):
        hidden = np.maximum(row @ first, 0)
        slope = 2 * (hidden @ second - target)
        new_second -= share * np.outer(hidden, slope)
        new_first -= share * np.outer(row, (second @ slope) * (hidden > 0))
    return new_first, new_second


def _training_step_second_first(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    slope = 2 * (hidden @ second - targets) / len(inputs)
    kept = second.copy()
    second = second - learning_rate * hidden.T @ slope
    first = first - learning_rate * inputs.T @ (slope @ kept.T * (hidden > 0))
    return first, second


EXERCISES = (
    Exercise(
        name="updated_weights",
        title="every table takes a step",
        notebook="07",
        task="`weights` and `slopes` are lists of tables of the same shapes. Return the list of "
        "tables after one update; those that came in stay as they are. For `[[5]]`, slope `[[2]]` "
        "and learning rate 1 the table becomes `[[3]]`.",
        starter='''
def updated_weights(weights, slopes, learning_rate):
    """Return a list of new tables, one step downhill."""
    ...
''',
        solution="""
def updated_weights(weights, slopes, learning_rate):
    return [table - learning_rate * slope for table, slope in zip(weights, slopes)]
""",
        program=_updated_weights,
        slips=(
            known.UPHILL,
            known.RATE_LEFT_OUT,
            known.MINUS_STEP,
            known.LAST_LAYER_ONLY,
            known.FIRST_LAYER_ONLY,
            IN_PLACE,
        ),
        cases=_updated_weights_cases,
        hints=(
            "For one table it is the line that you wrote for one weight.",
            "zip(weights, slopes) gives each table with its slopes, one pair after the other.",
            "table - something makes a new table; table -= something overwrites the old one.",
        ),
        why="Every layer took its step, and the old weights are still there for comparison.",
        next="Repeat forward, backward, update, and the network learns.",
        other_right=(
            _updated_weights_loop,
            _updated_weights_on_copies,
            lambda weights, slopes, learning_rate: tuple(
                map(lambda table, slope: table - slope * learning_rate, weights, slopes)
            ),
        ),
        nudged=("weights",),
        rate="learning_rate",
    ),
    Exercise(
        name="updated_layer",
        title="a layer with a bias",
        notebook="07",
        task="Return a layer's new weights and its new bias after one update. `weights` "
        "(inputs, nodes) and `bias` (nodes,) have slopes of the same shapes. What came in stays as "
        "it is. For `[[5]]`, `[1]`, slopes `[[2]]`, `[-3]` and learning rate 1 it is `[[3]]` and "
        "`[4]`.",
        starter='''
def updated_layer(weights, bias, weights_slope, bias_slope, learning_rate):
    """Return the new weights and the new bias."""
    ...
''',
        solution="""
def updated_layer(weights, bias, weights_slope, bias_slope, learning_rate):
    new_weights = weights - learning_rate * weights_slope
    new_bias = bias - learning_rate * bias_slope
    return new_weights, new_bias
""",
        program=_updated_layer,
        slips=(
            known.UPHILL,
            known.RATE_LEFT_OUT,
            BIAS_NOT_UPDATED,
            BIAS_ONCE_PER_WEIGHT,
            IN_PLACE,
        ),
        cases=_updated_layer_cases,
        hints=(
            "There are two updates side by side, one for the table and one for the bias.",
            "Both have the same form. A bias is a weight on an input that is always 1.",
            "Return both: the weights first, then the bias, with a comma between them.",
        ),
        why="Weights and bias each took one step against their own slopes.",
        next="A network is a list of such layers: helpers.network calls them Layer.",
        other_right=(
            _updated_layer_loop,
            lambda weights, bias, weights_slope, bias_slope, learning_rate: [
                a - b * learning_rate for a, b in ((weights, weights_slope), (bias, bias_slope))
            ],
            lambda weights, bias, weights_slope, bias_slope, learning_rate: (
                np.subtract(weights, learning_rate * weights_slope),
                np.subtract(bias, learning_rate * bias_slope).tolist(),
            ),
        ),
        part_names=("weights", "bias"),
        nudged=("weights", "bias"),
        rate="learning_rate",
    ),
    Exercise(
        name="descended",
        title="down one parabola",
        notebook="07",
        task="Return the weight after `steps` updates. For weight 0, value 1, target 1, learning "
        "rate 1 and one step it is 2. Fill both gaps.",
        starter='''
def descended(weight, value, target, learning_rate, steps):
    """Return the weight after a number of steps downhill."""
    for _ in range(steps):
        slope = ...
        weight = ...
    return weight
''',
        solution="""
def descended(weight, value, target, learning_rate, steps):
    for _ in range(steps):
        slope = 2 * (value * weight - target) * value
        weight = weight - learning_rate * slope
    return weight
""",
        program=_descended,
        slips=(
            known.UPHILL,
            known.TWO_LEFT_OUT,
            known.VALUE_LEFT_OUT,
            LOSS_FOR_SLOPE,
            known.RATE_LEFT_OUT,
            known.MINUS_STEP,
            known.SLOPE_TAKEN_ONCE,
            known.SLOPES_NOT_RESET,
            known.ONE_STEP_SHORT,
            known.FIRST_UPDATE_ONLY,
        ),
        cases=_descended_cases,
        kept=("value",),
        hints=(
            "One turn of the loop is one update: a slope, then a step.",
            "The slope is the one from notebook 03: the input, a factor, the error.",
            "After a step the weight has changed. Where must you compute the slope, before the "
            "loop or inside it?",
        ),
        why="Every step used the slope at the place where it started.",
        next="Print the weight in each turn, with a learning rate of 0.3 and an input of 2, and "
        "see what it means to go too far.",
        other_right=(_descended_while, _descended_in_one_line, _descended_recursive),
        loss=_loss_of_one_step,
        nudged=("weight",),
        rate="learning_rate",
    ),
    Exercise(
        name="loss_history",
        title="the losses on the way",
        notebook="07",
        task="Now watch the same descent. Return the losses along the way: before the first "
        "update, and after each one. That makes steps + 1 numbers. For weight 0, value 1, target "
        "1, learning rate 1 and one step they are `[1, 1]`: a jump across the bottom.",
        starter='''
def loss_history(weight, value, target, learning_rate, steps):
    """Return the loss before the first update and after each one."""
    history = []
    ...
''',
        solution="""
def loss_history(weight, value, target, learning_rate, steps):
    history = [(value * weight - target) ** 2]
    for _ in range(steps):
        weight = weight - learning_rate * 2 * (value * weight - target) * value
        history.append((value * weight - target) ** 2)
    return history
""",
        program=_loss_history,
        slips=(
            HISTORY_WITHOUT_START,
            HISTORY_WITHOUT_END,
            LOSS_BEFORE_ITS_UPDATE,
            known.HALVED,
            known.UPHILL,
            known.TWO_LEFT_OUT,
            known.VALUE_LEFT_OUT,
            known.RATE_LEFT_OUT,
            known.SLOPE_TAKEN_ONCE,
            known.SLOPES_NOT_RESET,
            known.FIRST_UPDATE_ONLY,
        ),
        cases=_descended_cases,
        kept=("value",),
        hints=(
            "Think of a fence: 3 panels need 4 posts.",
            "The first loss belongs to the weight that came in, before anything moved.",
            "In the loop, update first and then take the loss, so that the last one is included.",
        ),
        why="With both ends in the list, you see what each update achieved, the last one too.",
        next="Drawn, this list is the loss curve of every training run.",
        other_right=(_loss_history_loop, _loss_history_filled, _loss_history_closed),
    ),
    Exercise(
        name="training_step",
        title="one whole training step",
        notebook="07b",
        task="Take a network with one hidden layer and one output or several through a whole "
        "step: forward, slopes, update. Return the new first and second weights. The old ones "
        "stay as they are. A sum of exactly 0 closes the gate. For the running example and a "
        "learning rate of 0.01 they are as printed above.",
        starter='''
def training_step(inputs, targets, first, second, learning_rate):
    """Return the first and the second weights after one update."""
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    new_second = ...
    new_first = ...
    return new_first, new_second
''',
        solution="""
def training_step(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    first_slope = inputs.T @ node_slope
    return first - learning_rate * first_slope, second - learning_rate * second_slope
""",
        program=_training_step,
        slips=(
            known.UPDATED_TOO_EARLY,
            known.UPHILL,
            known.RATE_LEFT_OUT,
            known.TWO_LEFT_OUT,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
            known.ROWS_AVERAGED_AGAIN,
            known.GATE_LEFT_OUT,
            known.VALUE_FOR_GATE,
            known.OPEN_AT_ZERO,
            known.GATE_AT_THE_OUTPUT,
            known.BACK_BY_COLUMNS,
            known.PATH_WEIGHT_LEFT_OUT,
            SECOND_WEIGHTS_ONLY,
            IN_PLACE,
        ),
        cases=_training_step_cases,
        hints=(
            "You have all the parts: two_layer_slopes of notebook 05, and the update.",
            "After one step with a learning rate of 0.01 the course's second weights are 0.29846 "
            "and 0.3978.",
            "All slopes first, then all updates. What would happen to the first slopes if the "
            "second weights had moved already?",
        ),
        why="All slopes belong to the same weights, and only then did anything move.",
        next="In a loop, this is training. What it needs now is data, and a decision about "
        "batches.",
        other_right=(
            _training_step_plain,
            _training_step_row_by_row,
            _training_step_second_first,
        ),
        part_names=("first weights", "second weights"),
        rows=(0, 1),
        loss=two_layer_loss,
        nudged=("first", "second"),
        rate="learning_rate",
    ),
)
