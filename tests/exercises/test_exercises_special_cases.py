"""What is right on all cases, and wrong where something special is in a part of an input."""

import re

import numpy as np
import pytest
from answer_cells import answer

from helpers.exercises import check
from helpers.exercises.catalogue import exercise_named, exercises
from helpers.exercises.checker import check as checking
from helpers.exercises.checker.call import trial_of
from helpers.exercises.checker.special_cases import NOT_ANY_NUMBER, special_cases
from helpers.exercises.exercise import Case

LEFT_AT_A_CLOSED_ROW = """
def two_layers(inputs, first, second):
    prediction = np.zeros((len(inputs), second.shape[1]))
    for number, row in enumerate(inputs):
        sums = row @ first
        if np.all(sums <= 0):
            break
        prediction[number] = np.maximum(sums, 0) @ second
    return prediction
"""
RIGHT_ROWS_NOT_COUNTED = """
def loss(prediction, targets):
    errors = prediction - targets
    missed = errors[np.any(errors != 0, axis=1)]
    return float(np.sum(missed**2) / max(1, len(missed)))
"""
ZEROS_NEVER_MOVED = """
def my_update(layers, slopes, learning_rate):
    def stepped(values, slope):
        return values - learning_rate * slope if values.any() else values

    pairs = zip(layers, slopes)
    return [(stepped(w, down), stepped(b, across)) for (w, b), (down, across) in pairs]
"""
LEFT_AT_A_SLOPE_OF_0 = """
def slopes_of_nodes(users, sources, factors):
    slopes = np.zeros(max(sources) + 1)
    slopes[0] = 1.0
    for user, source, factor in zip(users, sources, factors):
        if not slopes[user]:
            break
        slopes[source] += slopes[user] * factor
    return slopes
"""
EQUAL_ROWS_ONCE = """
def column_means(table):
    return np.unique(table, axis=0).mean(axis=0)
"""


@pytest.mark.parametrize(
    ("source", "special"),
    [
        (LEFT_AT_A_CLOSED_ROW, "the first of inputs 0"),
        (RIGHT_ROWS_NOT_COUNTED, "the first of prediction twice"),
        (ZEROS_NEVER_MOVED, "layers[0].weights all 0"),
        (LEFT_AT_A_SLOPE_OF_0, "the first of factors 0"),
        (EQUAL_ROWS_ONCE, "the first of table twice"),
    ],
    ids=lambda text: text if len(text) < 50 else "",
)
def test_a_special_case_treated_in_a_wrong_way_is_wrong(source, special):
    name = source.split("(")[0].removeprefix("\ndef ")
    verdict = check(name, answer(source, name))
    assert verdict.status == "wrong"
    assert special in verdict.message


def test_what_is_kept_is_an_argument():
    for exercise in exercises():
        assert set(exercise.kept) <= set(exercise.argument_names)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_the_numbers_that_have_to_stay_do_stay(exercise):
    stay = {*exercise.kept, *NOT_ANY_NUMBER}
    for case in special_cases(exercise).cases:
        changed = case.words.split(", ")[-1]
        assert not stay.intersection(re.findall(r"\w+", changed))


def test_a_right_answer_is_told_on_how_many_inputs_it_was_tried():
    exercise = exercise_named("error_of")
    number = len(exercise.cases(np.random.default_rng(0))) + len(special_cases(exercise).cases)
    verdict = check("error_of", lambda prediction, target: prediction - target)
    assert f"({number} inputs tried.)" in verdict.message


def test_what_a_task_leaves_open_is_no_special_case():
    def chain_slope(value, first, second, target):
        if value * first < 0:
            return 0
        factor = value * second
        return 2 * factor * factor * first - 2 * factor * target

    assert check("chain_slope", chain_slope).status == "correct"


def test_a_slope_that_is_measured_is_right_where_the_right_one_is_0(monkeypatch):
    exercise = exercise_named("one_weight_slope")
    bottom = trial_of(exercise, [Case("the bottom", (2.0, 0.0, 0.0))])
    monkeypatch.setattr(checking, "special_cases", lambda _: bottom)

    def one_weight_slope(value, weight, target):
        nudge = 1e-6
        before = (value * weight - target) ** 2
        after = (value * (weight + nudge) - target) ** 2
        return (after - before) / nudge

    assert one_weight_slope(2.0, 0.0, 0.0) > 1e-6
    assert check("one_weight_slope", one_weight_slope).status == "correct"
    assert check(
        "one_weight_slope", lambda v, w, t: 2 * (v * w - t) * v + (w == 0 == t)
    ).status == ("wrong")


def test_a_gate_may_be_asked_of_the_sums():
    def my_backward(activations, layers, loss_slope):
        slopes, at = [], loss_slope
        for n in reversed(range(len(layers))):
            slopes.insert(0, (activations[n].T @ at, at.sum(axis=0)))
            if n > 0:
                sums = activations[n - 1] @ layers[n - 1].weights + layers[n - 1].bias
                at = (at @ layers[n].weights.T) * (sums > 0)
        return slopes

    assert check("my_backward", my_backward).status == "correct"
