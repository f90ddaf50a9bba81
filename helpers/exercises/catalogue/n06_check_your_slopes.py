"""Exercises of notebook 06: slopes by measuring, how to compare them, and the bug hunt."""

import numpy as np

from helpers.exercises.catalogue import bug_hunt
from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import array, normals
from helpers.exercises.exercise import IN_PLACE, Case, Exercise, Slip

NOT_DIVIDED = Slip(
    "not divided by the run",
    "divisor",
    "You returned how much the loss changes. A slope is that change divided by how far the "
    "weight moved.",
    "06#Numerical-slope",
)
LEFT_TO_RIGHT = Slip(
    "divided by 2, then multiplied by the step",
    "divisor",
    "Without brackets, / 2 * step divides by 2 and then multiplies by the step. Divide by the "
    "whole run, which is 2 * step.",
    "06#Numerical-slope",
)
ONLY_ONE_LOSS_DIVIDED = Slip(
    "only one of the losses divided",
    "divisor",
    "Python divides before it subtracts: your second loss is divided, and the first is not. "
    "Brackets hold a difference together.",
    "06#Numerical-slope",
)
ONE_NUDGE_TWO_STEPS = Slip(
    "one nudge, divided by two steps",
    "divisor",
    "You went one step up from the weight itself and divided by two steps. Rise and run have to "
    "belong to the same two points.",
    "06#Numerical-slope",
)
SHARE_OF_THE_WEIGHT = Slip(
    "nudged by a share of the weight",
    "size of the nudge",
    "Your nudge grows with the weight, and a weight of 0 does not move at all. How far should "
    "each weight move, whatever it is?",
    "06#Numerical-slope",
)
NUDGES_STAY = Slip(
    "nudges left standing",
    "nudged",
    "You did not undo one nudge before the next. From the second weight on you measure at other "
    "weights than those you were asked about.",
    "06#Numerical-slope",
)
NUDGES_PILE_UP = Slip(
    "nudges piled up in one table",
    "nudged",
    "Earlier nudges are never taken back, so more and more weights move. For each place, begin "
    "with a table in which only that one weight is nudged.",
    "06#Numerical-slope",
)
ALL_NUDGED_AT_ONCE = Slip(
    "all weights nudged at once",
    "nudged",
    "You moved all weights together and gave each of them the combined effect. Move one at a "
    "time, with all others held still.",
    "06#Numerical-slope",
)
ONLY_ONE_MEASURED = Slip(
    "only the first weight measured",
    "nudged",
    "All slopes but the first are still 0. Each weight needs its own two losses.",
    "06#Numerical-slope",
)
NO_GUARD = Slip(
    "0 divided by 0",
    "zeros",
    "For a weight into a dead unit both slopes are 0, and your share is then nan, not a number: it "
    "is neither above nor below any limit. Two zeros agree.",
    "06#Dead-unit",
)
SIGN_KEPT = Slip(
    "sign kept",
    "sign",
    "Your difference can be below zero, and then it is below any limit, however wrong the slope. "
    "Its size is what counts.",
    "06#Slope",
)
DIFFERENCE_ALONE = Slip(
    "difference alone",
    "share",
    "You did not compare the difference with the slopes. For a slope of 1000 a difference of "
    "0.001 is nothing; for one of 0.001 it is everything.",
    "06#Slope",
)
SHARE_OF_THE_MEASURED = Slip(
    "share of the measured one",
    "share",
    "You divided by the measured slope, whichever is larger. Where yours is far too large, the "
    "share then has no bound; where the measured one is 0, it has no answer.",
    "06#Slope",
)
SHARE_OF_THE_SUM = Slip(
    "share of both together",
    "share",
    "You divided by the two sizes added up. The task asks for a share of the larger one alone.",
    "06#Slope",
)
LARGER_WITH_ITS_SIGN = Slip(
    "the larger number, not the larger size",
    "share",
    "Of -2 and -0.5 the larger number is -0.5, and the larger size is 2. Take the signs away "
    "before you choose.",
    "06#Slope",
)
TINY_TAKEN_FOR_ZERO = Slip(
    "tiny slopes taken for zeros",
    "zeros",
    "For tiny slopes that differ, your share comes to nothing. Does a small number decide: a floor "
    "under the size, one added to it, a limit such as np.isclose has? Only two zeros need a guard.",
    "06#Slope",
)
SIZES_COMPARED = Slip(
    "difference of the sizes",
    "what is compared",
    "You compared the sizes alone, so that -0.5 and 0.5 agree. One of them says up and the other "
    "down. When may a sign go?",
    "06#Slope",
)
ZERO_FOR_ONE_ZERO = Slip(
    "0 where only one of them is 0",
    "zeros",
    "A slope of 0 beside one of 0.5 does not agree with it, and your share says that it does. Only "
    "two zeros agree.",
    "06#Dead-unit",
)
SMALLER_OF_BOTH = Slip(
    "share of the smaller one",
    "share",
    "You divided by the smaller of the two. Where one of them is 0, that has no answer.",
    "06#Slope",
)


def _measured_slope(slips, loss_at, weight, step):
    nudge = step * weight if SHARE_OF_THE_WEIGHT in slips else step
    below = weight if _goes_one_way(slips) else weight - nudge
    return _rise_over_run(slips, loss_at(weight + nudge), loss_at(below), step)


def _goes_one_way(slips):
    return known.ONE_SIDED in slips or ONE_NUDGE_TWO_STEPS in slips


def _rise_over_run(slips, above, below, step):
    if known.DIFFERENCE_TURNED_ROUND in slips:
        above, below = below, above
    run = step if known.ONE_SIDED in slips else 2 * step
    if ONLY_ONE_LOSS_DIVIDED in slips:
        return above - below / run
    if NOT_DIVIDED in slips:
        return above - below
    if LEFT_TO_RIGHT in slips:
        return (above - below) / 2 * step
    return (above - below) / (run / 2 if known.DIVIDED_BY_ONE_STEP in slips else run)


def _parabola(weight):
    return (2.0 * weight - 0.5) ** 2


def _cubic(weight):
    return weight**3 - 2.0 * weight


def _line(weight):
    return 3.0 - 4.0 * weight


def _measured_slope_cases(generator):
    return [
        Case("a parabola", (_parabola, 0.5, 0.1)),
        Case("on its way down", (_parabola, -1.5, 0.5)),
        Case("a straight line", (_line, 2.0, 0.5)),
        Case("a curve of third degree", (_cubic, float(generator.normal()), 0.2)),
        Case("a curve of third degree, farther out", (_cubic, -2.0, 0.25)),
    ]


def _measured_slope_named(loss_at, weight, step):
    above, below = weight + step, weight - step
    return (loss_at(above) - loss_at(below)) / (above - below)


def _measured_slopes(slips, loss_at, weights, step):
    slopes, standing = np.zeros_like(weights), weights.copy()
    nudge = np.zeros_like(weights)
    for place in np.ndindex(weights.shape):
        if ONLY_ONE_MEASURED in slips and any(place):
            continue
        nudge = nudge if NUDGES_PILE_UP in slips else np.zeros_like(weights)
        moved = ... if ALL_NUDGED_AT_ONCE in slips else place
        nudge[moved] = step * standing[moved] if SHARE_OF_THE_WEIGHT in slips else step
        below = standing if _goes_one_way(slips) else standing - nudge
        slopes[place] = _rise_over_run(slips, loss_at(standing + nudge), loss_at(below), step)
        standing = standing + nudge if NUDGES_STAY in slips else standing
    if IN_PLACE in slips:
        weights += step
    return slopes


def _bowl(weights):
    inputs, targets = array([1.0, 2.0], [3.0, -1.0]), array([0.5], [1.0])
    return float(((inputs @ weights - targets) ** 2).sum() / 2)


def _bent(weights):
    return float((weights**3).sum() + weights[0, 0] * weights[-1, -1] ** 2)


def _measured_slopes_cases(generator):
    return [
        Case("two weights", (_bowl, array([0.5], [-0.25]), 0.01)),
        Case("at other weights", (_bowl, array([1.0], [2.0]), 0.125)),
        Case("a single weight", (_bent, array([1.5]), 0.5)),
        # Here a step down and a step up end beside the weight, in its last digit.
        Case("a small step", (_bowl, array([-1.0], [0.5]), 0.001)),
        Case("losses below zero", (_bent, array([-1, 0.5], [0, -2], [0.25, -1.5]), 0.25)),
        Case("a table of six weights", (_bent, normals(generator, 2, 3), 0.05)),
    ]


def _measured_slopes_copying(loss_at, weights, step):
    slopes = []
    for row in range(weights.shape[0]):
        for column in range(weights.shape[1]):
            above, below = weights.copy(), weights.copy()
            above[row, column] += step
            below[row, column] -= step
            slopes.append((loss_at(above) - loss_at(below)) / (2 * step))
    return np.reshape(slopes, weights.shape)


def _measured_slopes_there_and_back(loss_at, weights, step):
    slopes = np.empty(weights.shape)
    for place, kept in np.ndenumerate(weights):
        weights[place] = kept + step
        above = loss_at(weights)
        weights[place] = kept - step
        below = loss_at(weights)
        weights[place] = kept
        slopes[place] = (above - below) / step / 2
    return slopes


def _measured_slopes_by_unit_nudges(loss_at, weights, step):
    nudges = step * np.eye(weights.size).reshape(-1, *weights.shape)
    rises = [loss_at(weights + nudge) - loss_at(weights - nudge) for nudge in nudges]
    return (np.array(rises) / (2 * step)).reshape(weights.shape)


def _measured_slopes_mapped(loss_at, weights, step):
    nudges = step * np.eye(weights.size).reshape(-1, *weights.shape)
    above = list(map(loss_at, weights + nudges))
    below = list(map(loss_at, weights - nudges))
    return np.subtract(above, below).reshape(weights.shape) / (2 * step)


def _relative_difference(slips, slope, measured):
    sizes = abs(slope), abs(measured)
    yours, other = sizes if SIZES_COMPARED in slips else (slope, measured)
    difference = yours - other if SIGN_KEPT in slips else abs(yours - other)
    if DIFFERENCE_ALONE in slips:
        return difference
    if _taken_for_agreement(slips, slope, measured):
        return 0.0
    added = 1e-12 if TINY_TAKEN_FOR_ZERO in slips else 0.0
    return np.divide(difference, _size(slips, slope, measured) + added)


def _taken_for_agreement(slips, slope, measured):
    if ZERO_FOR_ONE_ZERO in slips:
        return measured == 0 or (slope == 0 and SHARE_OF_THE_MEASURED not in slips)
    return slope == measured == 0 and NO_GUARD not in slips


def _size(slips, slope, measured):
    sizes = abs(slope), abs(measured)
    if SHARE_OF_THE_MEASURED in slips:
        return sizes[1]
    if SHARE_OF_THE_SUM in slips:
        return sum(sizes)
    if LARGER_WITH_ITS_SIGN in slips:
        return max(slope, measured)
    return min(sizes) if SMALLER_OF_BOTH in slips else max(sizes)


def _relative_difference_cases(_):
    pairs = (
        ("yours the smaller", 0.25, 0.5),
        ("yours the larger", 0.5, 0.25),
        ("equal sizes, yours below 0", -0.5, 0.5),
        ("equal sizes, the measured one below 0", 0.5, -0.5),
        ("both below 0", -1.0, -2.0),
        ("both below 0, yours the larger", -2.0, -1.0),
        ("yours the larger and below 0", -3.0, 1.0),
        ("yours 0", 0.0, -0.5),
        ("the measured one 0", -0.5, 0.0),
        ("both 0", 0.0, 0.0),
        ("tiny slopes", 2e-30, 3e-30),
    )
    return [
        Case(words, (np.float64(slope), np.float64(measured))) for words, slope, measured in pairs
    ]


def _relative_difference_guarded(slope, measured):
    if slope == measured:
        return 0
    return np.abs(slope - measured) / np.maximum(np.abs(slope), np.abs(measured))


def _relative_difference_sorted(slope, measured):
    larger = sorted([abs(slope), abs(measured)])[-1]
    return float(abs(measured - slope) / larger) if larger else 0.0


def _relative_difference_array(slope, measured):
    pair = np.array([slope, measured])
    size = np.abs(pair).max()
    return np.ptp(pair) / np.where(size > 0, size, 1.0)


EXERCISES = (
    Exercise(
        name="measured_slope",
        title="the central slope",
        notebook="06",
        task="`loss_at` is a function: it takes a weight and gives the loss there. Return the "
        "central numerical slope at `weight`, from nudges of `step` both ways. For a loss of "
        "weight × weight, at 3 with a step of 1, it is (16 - 4) / 2 = 6.",
        starter='''
def measured_slope(loss_at, weight, step):
    """Return the slope of the loss at the weight, measured with two nudges."""
    ...
''',
        solution="""
def measured_slope(loss_at, weight, step):
    rise = loss_at(weight + step) - loss_at(weight - step)
    return rise / (2 * step)
""",
        program=_measured_slope,
        slips=(
            known.ONE_SIDED,
            ONE_NUDGE_TWO_STEPS,
            SHARE_OF_THE_WEIGHT,
            known.DIVIDED_BY_ONE_STEP,
            NOT_DIVIDED,
            LEFT_TO_RIGHT,
            ONLY_ONE_LOSS_DIVIDED,
            known.DIFFERENCE_TURNED_ROUND,
        ),
        cases=_measured_slope_cases,
        hints=(
            "Two losses are needed: a little above the weight, and a little below.",
            "A slope is rise over run. The rise is the difference of the two losses.",
            "From a step below to a step above: how many steps is the run?",
        ),
        why="It is rise over run with the weight in the middle, so that the bends of the curve "
        "cancel.",
        next="Do this for one weight after the other, and you can check any backward pass.",
        other_right=(
            _measured_slope_named,
            lambda loss_at, weight, step: (
                np.diff([loss_at(weight - step), loss_at(weight + step)])[0] / (2 * step)
            ),
            lambda loss_at, weight, step: (
                (loss_at(weight + step) / step - loss_at(weight - step) / step) / 2
            ),
        ),
    ),
    Exercise(
        name="measured_slopes",
        title="a whole table",
        notebook="06",
        task="Now `weights` is a table, and `loss_at` takes the whole table. Return the central "
        "numerical slope of every weight, in a table of the same shape. When you are done, "
        "`weights` has to be as it was, to the last digit. `np.ndindex` gives the places one after "
        "the other: (0, 0), (0, 1) and so on. Fill the gap; you may add lines.",
        starter='''
def measured_slopes(loss_at, weights, step):
    """Return the measured slope of every weight, in the shape of the weights."""
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        slopes[place] = ...
    return slopes
''',
        solution="""
def measured_slopes(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        nudge = np.zeros(weights.shape)
        nudge[place] = step
        slopes[place] = (loss_at(weights + nudge) - loss_at(weights - nudge)) / (2 * step)
    return slopes
""",
        program=_measured_slopes,
        slips=(
            known.ONE_SIDED,
            ONE_NUDGE_TWO_STEPS,
            SHARE_OF_THE_WEIGHT,
            known.DIVIDED_BY_ONE_STEP,
            NOT_DIVIDED,
            LEFT_TO_RIGHT,
            ONLY_ONE_LOSS_DIVIDED,
            known.DIFFERENCE_TURNED_ROUND,
            NUDGES_STAY,
            NUDGES_PILE_UP,
            ALL_NUDGED_AT_ONCE,
            ONLY_ONE_MEASURED,
            IN_PLACE,
        ),
        cases=_measured_slopes_cases,
        hints=(
            "np.ndindex gives every place of the table, one after the other.",
            "A table of zeros with one step at that place is a nudge of one weight.",
            "weights + nudge is a new table. The old one stays as it was, for the next place.",
        ),
        why="You moved one weight at a time, both ways, and each time started from the same "
        "weights.",
        next="Compare it with the backward pass. What difference is a slip, and what is rounding?",
        other_right=(
            _measured_slopes_copying,
            _measured_slopes_there_and_back,
            _measured_slopes_by_unit_nudges,
            _measured_slopes_mapped,
        ),
    ),
    Exercise(
        name="relative_difference",
        title="the share",
        notebook="06",
        task="You get two numbers: your slope and the measured one. Return their difference as a "
        "share of the larger of their sizes, however small these are. Two zeros agree: 0. For 3 "
        "and -1 it is 4/3.",
        starter='''
def relative_difference(slope, measured):
    """Return the difference as a share of the larger slope, never below 0."""
    ...
''',
        solution="""
def relative_difference(slope, measured):
    size = max(abs(slope), abs(measured))
    if size == 0:
        return 0.0
    return abs(slope - measured) / size
""",
        program=_relative_difference,
        slips=(
            NO_GUARD,
            ZERO_FOR_ONE_ZERO,
            SIGN_KEPT,
            SIZES_COMPARED,
            DIFFERENCE_ALONE,
            SMALLER_OF_BOTH,
            SHARE_OF_THE_MEASURED,
            SHARE_OF_THE_SUM,
            TINY_TAKEN_FOR_ZERO,
            LARGER_WITH_ITS_SIGN,
        ),
        cases=_relative_difference_cases,
        hints=(
            "A size has no sign: abs takes the sign away.",
            "What you divide by is the max of the two sizes.",
            "What if both are 0? Check before you divide.",
        ),
        why="A share means the same for small slopes and large ones, and two zeros agree.",
        next="A millionth is rounding, a thousandth is a slip. Now go and hunt some.",
        other_right=(
            _relative_difference_guarded,
            _relative_difference_sorted,
            _relative_difference_array,
        ),
    ),
    *bug_hunt.EXERCISES,
)
