"""What measuring says of a wrong slope: every slope that is asked for can be measured."""

import inspect

import numpy as np
import pytest

from helpers.exercises import check, exercises
from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker.check import judge
from helpers.exercises.checker.compare import read
from helpers.exercises.checker.experiments import (
    STEP,
    Nudged,
    arrays_nudged,
    as_slopes,
    losses_around,
    named_arguments,
)

ASK_FOR_NO_SLOPE = {
    *("carried", "node_sum", "node_value", "hidden_layer", "two_layers", "all_layers"),
    *("kept_values", "error_of", "row_loss", "loss", "losses_along", "best_weight", "relu"),
    *("dead_units", "one_table", "updates_per_epoch", "split_batches", "standardised"),
    *("baseline_loss", "softmax", "cross_entropy", "accuracy", "confusion_matrix", "my_forward"),
    *("my_loss", "my_batches", "loss_history"),
}
ASK_FOR_THE_MEASURING = {"measured_slope", "measured_slopes", "relative_difference"}
WITH_A_SUM_OF_0 = {
    *("relu_slope", "through_relu", "hidden_slope", "two_layer_slopes", "all_slopes"),
    *("training_step", "my_backward", "hunt_one_question", "hunt_which_way", "hunt_gates"),
    *("hunt_the_list", "hunt_the_neighbour", "hunt_too_early", "hunt_the_caller"),
    *("hunt_the_memory", "hunt_the_published"),
}

SLOPES = [exercise for exercise in exercises() if exercise.loss]
by_name = pytest.mark.parametrize("exercise", SLOPES, ids=lambda exercise: exercise.name)


def numbers_nudged(exercise, case):
    """Every number that can be nudged, with the loss around it and the right slope."""
    right = exercise.reference(*case.arguments)
    parts = read(right, right)
    arguments = named_arguments(exercise, case, parts)
    for array, part in zip(arrays_nudged(exercise, arguments), parts, strict=True):
        if array.argument:
            slopes = as_slopes(exercise, arguments, array, part)
            for place in np.ndindex(part.shape):
                nudged = array._replace(place=place)
                yield nudged, losses_around(exercise, arguments, nudged), slopes[place]


def measured(losses):
    return (losses[2] - losses[0]) / (2 * STEP)


def test_every_exercise_that_asks_for_a_slope_can_be_measured():
    without = {exercise.name for exercise in exercises()} - {e.name for e in SLOPES}
    assert without == ASK_FOR_NO_SLOPE | ASK_FOR_THE_MEASURING


@by_name
def test_a_slope_is_the_slope_of_the_loss_it_names(exercise):
    """At a kink measuring is halfway between the two sides, and one of them is the right one."""
    told, kinks = 0, 0
    for case in exercise.cases(np.random.default_rng(3)):
        for nudged, losses, right in numbers_nudged(exercise, case):
            if not np.isfinite(losses).all():
                continue
            told += 1
            if measured(losses) != pytest.approx(right, rel=1e-4, abs=1e-6):
                kinks += 1
                assert right == pytest.approx((losses[1] - losses[0]) / STEP, rel=1e-4, abs=1e-6)
                assert "of exactly 0" in case.words or "0" in case.words or nudged.way
    assert told > kinks
    assert (kinks > 0) == (exercise.name in WITH_A_SUM_OF_0)


@by_name
def test_a_wrong_slope_without_a_name_is_told_what_measuring_says(exercise):
    verdict = judge(exercise, distorted(exercise), np.random.default_rng(0))
    assert verdict.misconceptions == ()
    assert "Measured, with " in verdict.message
    own = "Your step is that of a slope of" if exercise.rate else "Yours says"
    assert own in verdict.message


def distorted(exercise):
    """The right function, with the size of every number grown in a way that no slip explains."""

    def grown(value):
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(grown, value))
        if isinstance(value, (list, tuple)):
            return [grown(item) for item in value]
        return value * (1.25 + np.sqrt(np.abs(value))) + 0.015625

    return lambda *arguments: grown(exercise.reference(*arguments))


def said(name, function):
    lines = check(name, function).message.splitlines()
    return next(line for line in lines if line.startswith("Measured"))


def test_what_is_nudged_is_written_as_a_learner_would_write_it():
    assert Nudged("first", (), (1, 0)).words == "first[1, 0]"
    assert Nudged("weight", ()).words == "weight"
    assert Nudged("weights", (2,), (0, 1)).words == "weights[2][0, 1]"
    assert Nudged("layers", (1, "bias"), (2,)).words == "layers[1].bias[2]"


def test_a_list_of_tables_is_measured():
    right = exercise_named("all_slopes").reference

    def all_slopes(inputs, targets, weights):
        *before, last = right(inputs, targets, weights)
        return [*before, last * np.abs(last)]

    assert said("all_slopes", all_slopes) == (
        "Measured, with the course's network: nudge weights[1][1, 0], and the loss changes by 0.22 "
        "for each unit. Yours says 0.0484."
    )


def test_layers_are_measured():
    right = exercise_named("my_slopes").reference

    def my_slopes(inputs, labels, layers):
        slopes = right(inputs, labels, layers)
        return [(of.weights, of.bias * np.abs(of.bias)) for of in slopes]

    assert said("my_slopes", my_slopes) == (
        "Measured, with one row, two classes: nudge layers[0].bias[0], and the loss changes by "
        "0.4904 for each unit. Yours says 0.2405."
    )


def test_scores_are_measured():
    right = exercise_named("my_loss_slope").reference
    assert said("my_loss_slope", lambda s, labels: right(s, labels) * np.abs(s)) == (
        "Measured, with equal scores: nudge scores[0, 0], and the loss changes by 0.25 for each "
        "unit. Yours says 0."
    )


def test_what_a_function_is_not_handed_is_measured_too():
    assert said("bias_slope", lambda node_slope: (node_slope**3).sum(axis=0)) == (
        "Measured, with two rows: nudge bias[0], and the loss changes by 2.5 for each unit. Yours "
        "says 8.125."
    )


def test_a_step_is_measured_by_the_slope_it_belongs_to():
    right = exercise_named("training_step").reference

    def training_step(inputs, targets, first, second, learning_rate):
        new_first, new_second = right(inputs, targets, first, second, learning_rate)
        return first + 3 * (new_first - first), new_second

    assert said("training_step", training_step) == (
        "Measured, with the course's network: nudge first[1, 1], and the loss changes by 0.176 for "
        "each unit. Your step is that of a slope of 0.528."
    )


def test_many_steps_are_left_alone_and_a_single_one_is_measured():
    right = exercise_named("sgd_epoch").reference

    def sgd_epoch(inputs, targets, weights, learning_rate, order):
        moved = right(inputs, targets, weights, learning_rate, order)
        return moved if len(order) == 1 else moved * 1.5

    assert "Measured" not in check("sgd_epoch", sgd_epoch).message
    assert "Measured, with one row" in said("sgd_epoch", lambda *arguments: right(*arguments) * 1.5)


def test_at_a_kink_measuring_says_both_sides():
    def through_relu(node_slope, pre_activation):
        return node_slope * np.heaviside(pre_activation, 0.5)

    assert said("through_relu", through_relu) == (
        "Measured, with a sum of exactly 0: nudge pre_activation[0, 0] up, and the loss changes by "
        "1.5 for each unit; nudge it down, and by 0. Between the two relu has its kink, where this "
        "course takes a slope of 0. Yours says 0.75."
    )


def test_measuring_changes_no_argument():
    exercise = exercise_named("my_slopes")
    case = exercise.cases(np.random.default_rng(0))[0]
    before = repr(case)
    list(numbers_nudged(exercise, case))
    assert repr(case) == before


def test_a_loss_takes_the_arguments_in_their_order_but_not_the_rate():
    for exercise in SLOPES:
        names = list(inspect.signature(exercise.loss).parameters)
        more = [name for name in exercise.nudged if name not in ("", *exercise.argument_names)]
        handed = [name for name in exercise.argument_names if name != exercise.rate]
        assert names[: len(handed) + len(more)] == [*handed, *more]


def test_nothing_is_measured_where_a_shape_is_wrong():
    right = exercise_named("two_layer_slopes").reference
    message = check("two_layer_slopes", lambda *arguments: right(*arguments)[::-1]).message
    assert "opposite order" in message
    assert "Measured" not in message
