"""What is said of a learner's own lines: which line, which change, in whose words."""

import inspect
import itertools
import time
from unittest import mock

import learner_answers
import numpy as np
import pytest
from answer_cells import answer

from helpers.exercises import check
from helpers.exercises.checker import edited, feedback, kinds, own_lines, repair, steps
from helpers.exercises.checker.error_location import NOWHERE
from helpers.exercises.checker.mistaken import misspelt
from helpers.exercises.checker.more_cases import more_cases


def written_as(answer, name):
    """The source of an answer to an exercise, as a learner's function of that exercise."""
    return inspect.getsource(answer).replace(answer.__name__, name)


def verdict_on(source, name):
    return check(name, answer(source, name))


# ---- which line ----

REVERSED_IN_A_HELPER = """
def my_relu(z):
    z = z.copy()
    z[z > 0] = 0
    return z

def two_layers(inputs, first, second):
    hidden = my_relu(inputs @ first)
    return hidden @ second
"""
UNDER_ANOTHER_NAME = """
def one_weight_slope(value, weight, target):
    prediction = value * weight
    slope_at_prediction = 2 * (prediction - target)
    link = prediction
    return link * slope_at_prediction
"""
TURNED_ROUND = """
def slope_at_prediction(prediction, target):
    error = target - prediction
    return 2 * error
"""
TURNED_LATER = """
def slope_at_prediction(prediction, target):
    error = prediction - target
    return -2 * error
"""
ENDS_EARLY = """
def bias_slope(node_slope):
    total = np.zeros(node_slope.shape[1])
    row = 0
    while row < len(node_slope) - 1:
        total = total + node_slope[row]
        row = row + 1
    return total
"""
IN_EITHER_FUNCTION = """
def one_step(number, rate, gradient):
    return number - rate * gradient

def updated_weight(weight, slope, learning_rate):
    return one_step(slope, learning_rate, weight)
"""
PICKED_OUT = """
def two_layer_slopes(inputs, targets, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 0)
    slope = 2 * (hidden @ second - targets) / len(inputs)
    back = slope @ second.T
    return inputs.T @ back[sums > 0], hidden.T @ slope
"""
COMPUTED_AND_NOT_RETURNED = """
def two_layer_slopes(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    slope = 2 * (hidden @ second - targets) / len(inputs)
    first_slopes = inputs.T @ ((slope @ second.T) * (hidden > 0))
    second_slopes = hidden.T @ slope
    return first, second
"""
GATE_OF_WEIGHTS_AND_NO_MEAN = """
def two_layer_slopes(inputs, targets, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 0)
    slope = 2 * (hidden @ second - targets)
    back = slope @ second.T * (second.T[0] > 0)
    return inputs.T @ back, hidden.T @ slope
"""
LIST_ENDS_EARLY_AND_SO_DOES_THE_LOOP = """
def all_slopes(inputs, targets, weights):
    values = [inputs]
    hidden = inputs
    for table in weights[:-1]:
        hidden = np.maximum(hidden @ table, 0)
    values.append(hidden)
    slope = 2 * (hidden @ weights[-1] - targets) / len(inputs)
    slopes = []
    for at in range(len(weights) - 1, 0, -1):
        slopes.insert(0, values[at].T @ slope)
        slope = (slope @ weights[at].T) * (values[at] > 0)
    return slopes
"""
BACKWARDS_AND_RELU_AT_THE_END = written_as(
    learner_answers.all_layers_backwards_and_relu_at_the_end, "all_layers"
)
A_NUMBER_FOR_THE_PREDICTION = written_as(
    learner_answers.listing_13_prediction_of_an_example, "listing_13"
)
TWO_IN_ONE_LINE = """
def node_value(inputs, weights, bias):
    total = np.sum(inputs * weights)
    return total - bias
"""
NOTHING_LEFT_ASIDE = """
def weight_slope(value, node_slope, relu_slope):
    back = node_slope**2
    return back + value * relu_slope
"""
NO_LOOP_LEFT_ASIDE = """
def relu(pre_activation):
    values = []
    for number in pre_activation.ravel():
        if number < 0:
            values.append(-number)
        else:
            values.append(number)
    return np.array(values)
"""
NO_SLIP_OF_THE_KEYBOARD = """
def node_value(inputs, weights, bias):
    total = inputs @ weights + bias
    if total < 0:
        total = -total
    return total
"""


@pytest.mark.parametrize(
    ("source", "name", "said"),
    [
        (REVERSED_IN_A_HELPER, "two_layers", "The problem is in line 3 of my_relu:"),
        (UNDER_ANOTHER_NAME, "one_weight_slope", "in line 4 or line 5."),
        (TURNED_ROUND, "slope_at_prediction", "Look at line 2:"),
        (TURNED_LATER, "slope_at_prediction", "The problem is in line 3:"),
        (ENDS_EARLY, "bias_slope", "The problem is in line 4:"),
        (IN_EITHER_FUNCTION, "updated_weight", "in line 2, or in line 2 of one_step."),
        (PICKED_OUT, "two_layer_slopes", "Numbers picked out in place of a gate."),
        (COMPUTED_AND_NOT_RETURNED, "two_layer_slopes", "The problem is in line 6:"),
        (NO_SLIP_OF_THE_KEYBOARD, "node_value", "The problem is in line 4:"),
        (GATE_OF_WEIGHTS_AND_NO_MEAN, "two_layer_slopes", "The problem is in lines 4 and 5:"),
        (LIST_ENDS_EARLY_AND_SO_DOES_THE_LOOP, "all_slopes", "The problem is in lines 6 and 9:"),
        (A_NUMBER_FOR_THE_PREDICTION, "listing_13", "Begin with the first slopes. In line 4, "),
        (TWO_IN_ONE_LINE, "node_value", "The problem is in line 3:"),
        (NOTHING_LEFT_ASIDE, "weight_slope", "The problem is in lines 2 and 3:"),
        (NO_LOOP_LEFT_ASIDE, "relu", "See lines 2, 4, 5 and 7, and what goes into them."),
    ],
    ids=lambda text: text if len(text) < 40 else "",
)
def test_a_line_is_called_the_problem_where_no_other_is_as_likely(source, name, said):
    assert said in verdict_on(source, name).message


@pytest.mark.filterwarnings("ignore:'int' object is not callable:SyntaxWarning")
def test_a_line_that_python_stops_in_is_not_explained_together_with_another():
    # It has no times sign.
    called = """
def slope_at_prediction(prediction, target):
    slope = 2(prediction - target)
    return slope
"""
    said = verdict_on(called, "slope_at_prediction").message
    assert "Is a multiplication sign missing" in said
    assert "The problem is in" not in said
    # It asks all numbers at once; "if 1 > 0" and a gate in the line before would do.
    asked = """
def hidden_slope(node_slope, weights, pre_activation):
    at_activation = node_slope @ weights.T
    if pre_activation > 0:
        return at_activation
    else:
        return 0 * at_activation
"""
    said = verdict_on(asked, "hidden_slope").message
    assert "You need a decision for every element" in said
    assert "The problem is in" not in said


def test_where_python_stops_a_program_no_second_slip_is_guessed():
    said = verdict_on(BACKWARDS_AND_RELU_AT_THE_END, "all_layers").message
    assert "In line 4 of your function:" in said
    assert "One slip" not in said


def test_a_change_has_to_hold_on_further_inputs_too(monkeypatch):
    def unlike_any_program(exercise):
        trial = more_cases(exercise)
        return trial._replace(expected=[[part + 1 for part in parts] for parts in trial.expected])

    assert "Look at line 2:" in verdict_on(TURNED_ROUND, "slope_at_prediction").message
    monkeypatch.setattr(own_lines, "more_cases", unlike_any_program)
    assert "Look at line" not in verdict_on(TURNED_ROUND, "slope_at_prediction").message


def test_what_is_added_is_doubtful_where_it_leads_to_steps_that_nobody_expects():
    line = repair.Line(kinds.FACTOR_MISSING, 0, 2)
    added = repair.Repair((line,), own_lines.ADDED, (), frozenset({"own", "foreign"}), 0)
    exchanged = added._replace(cost=own_lines.ADDED - 1)
    right, before = frozenset({"right"}), frozenset({"own"})
    assert own_lines._is_doubtful([added], right, before)
    assert not own_lines._is_doubtful([exchanged], right, before)
    assert not own_lines._is_doubtful([added], right | {"foreign"}, before)
    # The program fails: what it computes is not known, and the error is evidence enough.
    assert not own_lines._is_doubtful([added], right, frozenset())


def test_minus_after_equals_is_a_slip_only_where_it_is_typed():
    typed = NO_SLIP_OF_THE_KEYBOARD.replace("= -total", "=- total")
    assert "=- instead of -=" in verdict_on(typed, "node_value").message
    assert "=- instead of -=" not in verdict_on(NO_SLIP_OF_THE_KEYBOARD, "node_value").message


# ---- which change ----

IN_OWN_STYLE = """
def two_layer_slopes(inputs, targets, first, second):
  sums = inputs@first   # a row for each example
  hidden = np.maximum(sums,0)

  # how far off
  error = (targets
           - hidden@second)
  slope = 2*error/len(inputs)
  return inputs.T@(slope@second.T*(sums>0)), hidden.T@slope
"""


def test_around_a_change_the_lines_are_the_learner_s_own():
    assert verdict_on(IN_OWN_STYLE, "two_layer_slopes").change.splitlines() == [
        "   hidden = np.maximum(sums,0)",
        "-  error = (targets",
        "-           - hidden@second)",
        "+  error = hidden @ second - targets",
        "   slope = 2*error/len(inputs)",
    ]


def test_results_in_a_change_have_no_brackets_that_nobody_wrote():
    change = verdict_on(COMPUTED_AND_NOT_RETURNED, "two_layer_slopes").change
    assert change.splitlines()[-1] == "+    return first_slopes, second_slopes"


def test_a_line_that_only_moves_keeps_its_words():
    source = """
def losses_along(weights, value, target):
  losses = []
  total = 0  # so far
  for weight in weights:
    total += (weight*value - target)**2
    losses.append(total)
  return np.array(losses)
"""
    moved, _ = verdict_on(source, "losses_along").change.split("\nor\n")
    assert moved.splitlines() == [
        "   losses = []",
        "-  total = 0  # so far",
        "   for weight in weights:",
        "+    total = 0  # so far",
        "     total += (weight*value - target)**2",
    ]


# ---- which rows of a step ----


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([1, 0, 0], "Its first number is right, the others are not."),
        ([1, 0, 3], "2 of its 3 numbers are right."),
        ([0, 2, 0], "1 of its 3 numbers is right."),
        ([1, 2, 3], ""),
        ([0, 0, 0], ""),
        ([1, 2], ""),
    ],
)
def test_how_many_numbers_of_a_step_are_right_is_counted(given, said):
    values = np.array(given, float), np.array([1.0, 2.0, 3.0])
    found = steps.Departure(None, *values, is_the_result=False, is_foreign=True, case="three")
    assert feedback._rows_that_are_right(found) == said


# ---- how long ----


def test_a_program_that_sleeps_is_searched_without_sleeping():
    source = """
def relu_slope(pre_activation):
    time.sleep(0.002)
    return pre_activation >= 0.0
"""
    message = verdict_on(source, "relu_slope").message
    assert "Look at line 3:" in message
    assert "sleep" not in message


def attempts_on(source, name):
    attempt, made = repair._Attempts.attempt, []
    counted = lambda *given: made.append(given) or attempt(*given)  # noqa: E731
    with mock.patch.object(repair._Attempts, "attempt", counted):
        verdict_on(source, name)
    return len(made)


UNMENDED = """
def relu_slope(pre_activation):
    ones = np.ones({size})
    return np.sin(pre_activation) * ones[0]
"""


def test_a_program_with_large_arrays_is_tried_less_often():
    sizes = ("900_000", "10")
    few, many = (attempts_on(UNMENDED.format(size=size), "relu_slope") for size in sizes)
    assert 0 < few < many / 2


def test_a_machine_ten_times_as_slow_says_the_same(monkeypatch):
    said = verdict_on(UNDER_ANOTHER_NAME, "one_weight_slope").message
    clock = time.process_time
    monkeypatch.setattr(repair.time, "process_time", lambda: 10 * clock())
    assert verdict_on(UNDER_ANOTHER_NAME, "one_weight_slope").message == said


def test_what_takes_long_only_once_costs_nothing(monkeypatch):
    source = UNMENDED.format(size=10)
    tried, asked = attempts_on(source, "relu_slope"), itertools.count(1)
    # Every tenth run takes half a second, but not when it is run again.
    seconds = itertools.accumulate(0.5 if number % 20 == 0 else 1e-4 for number in asked)
    monkeypatch.setattr(repair.time, "process_time", lambda: next(seconds))
    assert attempts_on(source, "relu_slope") == tried


CHEAPER_IN_ANOTHER_LINE = """
def hidden_slope(node_slope, weights, pre_activation):
    rows, nodes = pre_activation.shape
    result = np.zeros((rows, nodes))
    for r in range(rows):
        for n in range(nodes):
            if pre_activation[r, n] >= 0:
                result[r, n] = np.mean(weights[n] * node_slope[r])
    return result
"""


def test_a_second_change_that_costs_less_is_looked_for_in_lines_that_seem_right():
    verdict = verdict_on(CHEAPER_IN_ANOTHER_LINE, "hidden_slope")
    assert verdict.misconceptions == ("the wrong comparison", "sum and mean confused")
    assert "The problem is in lines 6 and 7:" in verdict.message


# ---- which name ----


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("activation", {"at_activation": 1}, ""),
        ("activation", {"at_activation": 1, "activations": 2}, "activations"),
        ("weigths", {"weights": 1}, "weights"),
        ("input_", {"inputs": 1}, "inputs"),
        ("anything", {}, ""),
    ],
)
def test_a_name_of_more_words_is_not_the_one_that_was_meant(name, known, meant):
    assert misspelt(name, NOWHERE._replace(names=known)) == meant


LONG = """
def all_slopes(inputs, targets, weights):
    activations = [inputs]
    for table in weights[:-1]:
        activations.append(np.maximum(activations[-1] @ table, 0))
    prediction = activations[-1] @ weights[-1]
    node_slope = 2 * (prediction - targets) / len(inputs)
    slopes = []
    for layer in range(len(weights) - 1, -1, -1):
        slopes.append(activations[layer].T @ node_slope)
        node_slope = node_slope @ weights[layer].T
    return slopes[::-1]
"""


def test_what_is_missing_late_in_a_long_function_is_still_reached():
    verdict = verdict_on(LONG, "all_slopes")
    assert verdict.headline == "Not right yet: relu's slope left out."
    assert "node_slope = node_slope @ weights[layer].T" in verdict.message
    assert "(activations[layer] > 0)" in verdict.change


def test_a_list_that_is_in_itself_is_not_followed():
    knot, twice = [1.0], [0.0]
    knot.append(knot)
    with pytest.raises(RecursionError, match="in itself"):
        edited.fresh(knot)
    assert edited.fresh([twice, (twice, 2)]) == [[0.0], ([0.0], 2)]
