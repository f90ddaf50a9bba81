"""Experiments with wrong answers: every slope asked for can be measured, every argument changed."""

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

pytestmark = pytest.mark.usefixtures("no_line_is_found")

ASK_FOR_NO_SLOPE = {
    *("column_means", "weighted_sums", "scaled_rows"),
    *("carried", "node_sum", "node_value", "hidden_layer", "two_layers", "all_layers"),
    *("kept_values", "error_of", "row_loss", "loss", "losses_along", "best_weight", "relu"),
    *("dead_units", "one_table", "updates_per_epoch", "split_batches", "standardised"),
    *("baseline_loss", "softmax", "cross_entropy", "accuracy", "confusion_matrix", "my_forward"),
    *("my_loss", "my_batches", "loss_history", "order_back"),
}
ARE_HANDED_THE_SLOPES = {
    *("updated_weight", "updated_weights", "updated_layer", "listing_9", "my_update"),
}
ASK_FOR_THE_MEASURING = {"measured_slope", "measured_slopes", "relative_difference"}
WITH_A_SUM_OF_0 = {
    *("relu_slope", "through_relu", "hidden_slope", "two_layer_slopes", "all_slopes"),
    *("training_step", "my_backward", "listing_1", "listing_2", "listing_3"),
    *("listing_5", "listing_6", "listing_7", "listing_8"),
    *("listing_10", "listing_13"),
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
    assert without == ASK_FOR_NO_SLOPE | ASK_FOR_THE_MEASURING | ARE_HANDED_THE_SLOPES


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
def test_a_wrong_slope_without_a_name_is_told_what_measuring_says_where_no_table_does(exercise):
    verdict = judge(exercise, distorted(exercise), np.random.default_rng(0))
    assert verdict.misconceptions == ()
    assert ("Measured, with " in verdict.message) == bool(exercise.rate)
    assert ("Your step is that of a slope of" in verdict.message) == bool(exercise.rate)


def distorted(exercise):
    """The right function, with the size of every number grown in a way that no slip explains."""

    def grown(part):
        return part * (1.25 + np.sqrt(np.abs(part))) + 0.015625

    return lambda *arguments: made_of(exercise.reference(*arguments), grown)


def said(name, function):
    lines = check(name, function).message.splitlines()
    return next(line for line in lines if line.startswith("Measured"))


def test_what_is_nudged_is_written_as_a_learner_would_write_it():
    assert Nudged("first", (), (1, 0)).words == "first[1, 0]"
    assert Nudged("weight", ()).words == "weight"
    assert Nudged("weights", (2,), (0, 1)).words == "weights[2][0, 1]"
    assert Nudged("layers", (1, "bias"), (2,)).words == "layers[1].bias[2]"


def test_layers_are_measured():
    right = exercise_named("my_training").reference

    def my_training(inputs, labels, layers, learning_rate, batch_size, orders):
        after = right(inputs, labels, layers, learning_rate, batch_size, orders)
        return [(a.weights, 3 * a.bias - 2 * b.bias) for a, b in zip(after, layers, strict=True)]

    assert said("my_training", my_training).startswith(
        "Measured, with one epoch, one batch: nudge layers[0].bias["
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
    def through_relu(activation_slope, pre_activation):
        return activation_slope * np.heaviside(pre_activation, 0.5)

    assert said("through_relu", through_relu) == (
        "Measured, with a sum of exactly 0: nudge pre_activation[0, 0] up, and the loss changes by "
        "1.5 for each unit; nudge it down, and by 0. Between the two relu has its kink, where this "
        "course takes a slope of 0. Yours says 0.75."
    )


def test_a_kink_is_no_explanation_of_what_is_wrong_elsewhere_too():
    def through_relu(activation_slope, pre_activation):
        return activation_slope * np.where(pre_activation > 0, 1.0, 0.5)

    assert "Measured" not in check("through_relu", through_relu).message


@pytest.mark.parametrize("power", [1, 2])
def test_of_slopes_in_place_of_weights_no_step_is_said(power):
    def training_step(inputs, targets, first, second, learning_rate):
        hidden = np.maximum(inputs @ first, 0)
        slope = 2 * (hidden @ second - targets) / len(inputs)
        at_hidden = slope @ second.T * (hidden > 0)
        return (inputs.T @ at_hidden) ** power, (hidden.T @ slope) ** power

    message = check("training_step", training_step).message
    assert ("Yours is the slope." in message) == (power == 1)
    assert ("Your step is that of" in message) == (power == 2)


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


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_an_answer_that_never_changes_is_told_so(exercise):
    arguments = exercise.cases(np.random.default_rng(0))[-1].arguments
    given = made_of(exercise.reference(*arguments), lambda part: 0 * part + 0.123)
    message = judge(exercise, lambda *_: given, np.random.default_rng(0)).message
    assert "Your answer is the same for every input tried." in message


def test_an_answer_that_depends_on_the_shapes_alone_is_not_said_to_be_the_same():
    message = check("batch_slope_at_prediction", lambda prediction, _: 0 * prediction + 7).message
    assert "the same for every input" not in message
    assert "Change prediction or targets, and the right answer changes" in message


def made_of(right, change):
    """The right result with every array changed."""
    if isinstance(right, tuple) and hasattr(right, "_fields"):
        return type(right)(*(made_of(part, change) for part in right))
    if isinstance(right, (list, tuple)):
        return [made_of(part, change) for part in right]
    return change(right)


def test_an_argument_that_is_not_used_is_named():
    right = exercise_named("weight_slope").reference

    def weight_slope(value, activation_slope, relu_slope):
        return 3 * value * activation_slope

    message = check("weight_slope", weight_slope).message
    assert "Change relu_slope, and the right answer changes; yours does not." in (message)
    doubled = check("weight_slope", lambda *arguments: 3 * right(*arguments)).message
    assert "the right answer changes" not in doubled


def test_a_case_that_says_otherwise_clears_an_argument():
    def hidden_layer(inputs, weights, bias):
        return np.maximum(inputs @ weights * 1.5 + bias * (len(inputs) > 4), 0)

    assert "the right answer changes" not in check("hidden_layer", hidden_layer).message


@pytest.mark.parametrize(("row", "word"), [(slice(0, 1), "first"), (slice(-1, None), "last")])
def test_an_answer_for_one_row_alone_is_known(row, word):
    right = exercise_named("score_slope").reference
    message = check("score_slope", lambda *both: right(*(a[row] for a in both))).message
    assert f"Yours is the right answer for the {word} row alone." in message


def test_what_is_kept_between_calls_is_no_matter_of_rows():
    right = exercise_named("two_layer_slopes").reference
    kept = {}

    def two_layer_slopes(inputs, targets, first, second):
        slopes = right(inputs, targets, first, second)
        if len(inputs) > 4:
            slopes = [a + b for a, b in zip(slopes, kept.get("slopes", slopes), strict=True)]
            kept["slopes"] = slopes
        return slopes

    verdict = check("two_layer_slopes", two_layer_slopes)
    assert verdict.misconceptions == ("not a function of its arguments alone",)
    assert "number of rows" not in verdict.message


@pytest.mark.parametrize("chosen", [np.unique, lambda labels: labels[:1]])
def test_of_an_argument_that_is_used_in_part_it_is_not_said_that_it_is_not(chosen):
    def my_loss(scores, labels):
        moved = scores - scores.max(axis=1, keepdims=True)
        shares = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
        return -shares[:, chosen(labels)].mean()

    assert "Change labels" not in check("my_loss", my_loss).message
