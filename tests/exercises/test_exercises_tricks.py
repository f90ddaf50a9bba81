"""No change is shown that is right by accident, and no line is blamed that came with the task."""

from collections import Counter

import numpy as np
import pytest
from answer_cells import answer

from helpers.exercises import check
from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker.edited import Runner
from helpers.exercises.checker.given_lines import given_lines
from helpers.exercises.checker.more_cases import more_cases
from helpers.exercises.checker.source import source_of
from helpers.exercises.checker.steps import Watching
from helpers.exercises.checker.tricks import (
    goes_through_nan,
    idle,
    questions_in,
    reads_as_a_trick,
    without_idle_lines,
)


def function(body):
    lines = "\n    ".join(body.split("\n"))
    return f"def f(a, b, rows):\n    {lines}"


# ---- what reads as a trick ----

LOOP = "for x in a:\n    {}\nreturn total"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return -a", "return -0"),
        ("return a", "return a - a"),
        ("return a", "return a.astype(float) - a"),
        ("return range(a - 1)", "return range(a - 1 + 1)"),
        ("return a * b", "return a / b * b"),
        ("return b * (rows - a)", "return b * (rows / b - a)"),
        ("return np.where(a > 0, b, rows)", "return np.where(a > 0, b, a > 0)"),
        ("return np.where(a, 1, -1)", "return np.where(a, 1, -1) * (b > 0)"),
        ("c = (a > 0).any(axis=0)\nreturn b[c]", "c = (a > 0).any(axis=0)\nreturn b[c] * (a > 0)"),
        ("a.append(b)", "i = a.append(b)"),
        ("return a / b", "return a / b - b"),
        ("return abs(a)", "return abs(a) * (a > 0)"),
        (
            "for i in np.ndindex(a.shape):\n    a[i] /= b\nreturn a",
            "for i in np.ndindex(a.shape):\n    a[i] /= b * len(i)\nreturn a",
        ),
        ("return max(a, -a)", "return max(a, -(a * (a > 0)))"),
        ("return max(a, -a)", "return max(a, -np.maximum(a, 0))"),
        ("return 1 if a > 0 else 0", "return 2 if a > 0 else 0"),
        ("return np.where(a > 0, 1, 0)", "return np.where(a > 0, 3, 0)"),
        ("return a[b, rows]", "return a.T[b, rows]"),
        ("return a * np.maximum(b, 0)", "return a * (np.maximum(b, 0) > 0)"),
        ("return range(a // b)", "return range(a // b + 1)"),
        (
            "for x in a:\n    b = x\nc = a - rows\nreturn c",
            "for x in a:\n    b = x\nc = x - rows\nreturn c",
        ),
        ("a = a / len(b)\nreturn a", "a = a / len(b)\nreturn a * len(b)"),
        ("return a[b:b + rows]", "return a[b:b + 1]"),
        ("return a if b > 0 else 0", "return a if np.exp(b > 0) else 0"),
        ("return range(len(a))", "return range(len(a.T))"),
        ("return np.full(a.shape, b)", "return np.full(a.shape, a)"),
        ("return 1 if a > 0 else -1", "return -1 if a > 0 else -1"),
        ("return np.where(a > 0, 1, 0)", "return np.where(a > 0, 1, 1)"),
        ("return np.round(a, 3)", "return np.round(a, 0)"),
        ("return 1 if a > 0 else -1", "return 1 if np.abs(a) > 0 else -1"),
        ("return np.full(a.shape, b)", "return np.full(a.shape, a @ b)"),
        ("return np.clip(a, 0, 1)", "return np.clip(a > 0, 0, 1)"),
        (
            "for x in a:\n    if x < 0:\n        continue\n    b += rows * x\nreturn b",
            "for x in a:\n    if x < 0:\n        continue\n    b += rows * x * (x > 0)\nreturn b",
        ),
        (
            f"total = 0\n{LOOP.format('total += x * b')}",
            f"total = 0\n{LOOP.format('total += x + b / len(a)')}",
        ),
        (f"total = 0\n{LOOP.format('total += 1')}", f"total = 1\n{LOOP.format('total += 1')}"),
        (
            "row = 0\nwhile row < b:\n    row = row + 1\nreturn a[row]",
            "row = -1\nwhile row < b:\n    row = row + 1\nreturn a[row]",
        ),
        ("return a[b][0]", "return a.T[b][0]"),
        ("return a.shape[1]", "return a.T.shape[1]"),
        ("return np.argmax(a) + 1", "return np.argmax(a + 1)"),
        (f"total = 0\n{LOOP.format('total += x * b')}", f"total = 0\n{LOOP.format('total += b')}"),
        (
            "for i in range(len(a)):\n    b = b + a[i]\nreturn b",
            "for i in range(len(a)):\n    b = b + a\nreturn b",
        ),
        ("new_a, new_b = b, a\nreturn new_a, new_b", "new_a, new_b = b, a\nreturn new_b, new_a"),
        ("a = b\nif a < 0:\n    a = 0\nreturn a", "a = b\nif a < 0:\n    b = 0\nreturn a"),
        ("return a < 1e-8", "return (a > 0) < 1e-8"),
        ("return range(a, b)", "return range(-a, b)"),
        ("return np.maximum(a, 0.1 * a)", "return np.maximum(a, 0.1 * np.maximum(a, 0))"),
        ("return a if b else 0", "return a if np.maximum(b, 0) else 0"),
        ("return not a", "return not a * (a > 0)"),
        ("return max(a.shape)", "return max(np.sum(a, axis=1).shape)"),
        ("if a > 0:\n    return a\nreturn b", "return a\nreturn b"),
        (
            "c = a\nif c < 0:\n    c = 0\nreturn b * c",
            "c = a\nif c < 0:\n    b = 0\nreturn b * c",
        ),
    ],
)
def test_what_is_right_by_accident_reads_as_a_trick(before, after):
    assert reads_as_a_trick(function(before), function(after))
    # What the learner wrote is no trick of the change's.
    assert not reads_as_a_trick(function(after), function(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return a - b", "return a + b"),
        ("return a", "return 2 * a / rows"),
        ("return a[b:b + 2]", "return a[b:b + 1]"),
        ("return -a", "return -1 * a"),
        ("return a if b else 1", "return a if b else 0"),
        ("return np.full(a, b)", "return np.full(a, a)"),
        ("for x in a:\n    b = x\nreturn a", "for x in a:\n    b = x\nreturn b"),
        ("return a * len(b)", "return a / len(b)"),
        (
            "row = 0\nwhile row < b:\n    a += x[row]\n    row += 1\nreturn a",
            "row = 1\nwhile row < b:\n    a += x[row]\n    row += 1\nreturn a",
        ),
        ("total = 1\n" + LOOP.format("total += x"), "total = 0\n" + LOOP.format("total += x")),
        ("for i in range(b):\n    a = a * i\nreturn a", "for i in range(b):\n    a = a\nreturn a"),
        ("new_a, new_b = b, a\nreturn new_b, new_a", "new_a, new_b = b, a\nreturn new_a, new_b"),
        (
            "while b < 3:\n    b = b + 1\n    a = b\nreturn a",
            "while b < 3:\n    a = a + 1\n    b = a\nreturn a",
        ),
    ],
)
def test_what_a_tutor_would_show_is_none(before, after):
    assert not reads_as_a_trick(function(before), function(after))


def test_a_line_that_gives_a_name_its_own_value_is_left_out():
    assert without_idle_lines(function("a = a\nreturn b")) == function("return b")
    alone = function("if b:\n    a = a\nreturn b")
    assert without_idle_lines(alone).split() == alone.split()


# ---- what does nothing ----


def idle_in(source, name):
    runner = Runner(source_of(answer(source, name)), more_cases(exercise_named(name)))
    return idle(Watching(runner), frozenset())


@pytest.mark.parametrize(
    ("line", "operation"),
    [
        ("np.abs(np.sum(inputs * weights) ** 2)", "abs"),
        ("np.mean(np.sum(inputs * weights))", "mean"),
        ("np.maximum(np.sum(inputs * weights) > 0, 0)", "maximum"),
        ("np.sum(inputs * weights) * 1", "Mult"),
        ("np.sum(inputs * weights) - 0", "Sub"),
        ("np.zeros(3) @ np.ones(3) / len(inputs)", "Div"),
        ("np.sum(inputs * weights) * (len(inputs) > 0)", "Compare"),
        ("(np.sum(inputs * weights) > 0) > 0", "Compare"),
        ("np.sum(inputs * weights.T)", "T"),
    ],
)
def test_an_operation_does_nothing_where_it_gives_what_it_was_given(line, operation):
    source = f"def node_sum(inputs, weights):\n    return {line}\n"
    assert idle_in(source, "node_sum")[operation] == 1


def test_a_change_does_not_go_through_what_is_no_number():
    source = "def relu_slope(pre_activation):\n    return pre_activation / abs(pre_activation){}\n"
    wrong = source_of(answer(source.format(" > 0"), "relu_slope"))
    with np.errstate(invalid="ignore"):
        runner = Runner(wrong, more_cases(exercise_named("relu_slope")))
        assert goes_through_nan(Watching(runner))
    verdict = check("relu_slope", answer(source.format(""), "relu_slope"))
    assert "+    return pre_activation > 0" in verdict.change


def test_an_entry_that_a_name_counts_from_the_end_is_nobodys_meaning():
    source = "def node_sum(inputs, weights):\n    at = {}\n    return inputs[at]\n"
    assert idle_in(source.format("-1"), "node_sum") == Counter(Subscript=1)
    assert idle_in(source.format("0"), "node_sum") == Counter()


def test_what_does_something_in_one_case_is_not_idle():
    source = "def node_sum(inputs, weights):\n    return abs(np.sum(inputs * weights))\n"
    assert idle_in(source, "node_sum") == Counter()


def test_of_a_program_that_fails_nothing_is_idle():
    source = "def node_sum(inputs, weights):\n    return inputs[99]\n"
    assert idle_in(source, "node_sum") is None


def test_lists_of_tables_are_no_numbers():
    source = """
def all_layers(inputs, weights):
    tables = list(weights)
    return tables[-1] * 1
"""
    assert idle_in(source, "all_layers")["Mult"] == 1


@pytest.mark.parametrize("question", ["len(inputs) > 0", "len([x for x in inputs]) > 0"])
def test_a_question_of_a_learner_s_own_may_have_nothing_left_to_decide(question):
    source = f"def node_sum(inputs, weights):\n    return 1 if {question} else 0\n"
    runner = Runner(source_of(answer(source, "node_sum")), more_cases(exercise_named("node_sum")))
    watching = Watching(runner)
    assert questions_in(runner.definitions) == {question}
    assert idle(watching, frozenset())["Compare"] == 1
    assert not idle(watching, questions_in(runner.definitions))


# ---- the verdict ----

MEAN_OF_ONE = """
def slope_over_paths(weights, node_slopes):
    along_paths = weights * node_slopes
    return np.mean(along_paths)
"""
INDEX_OFF = """
def best_weight(weights, value, target):
    losses = list((weights * value - target) ** 2)
    where = losses.index(min(losses))
    return weights[where - 1]
"""
COUNTED_TOO_FEW = """
def updates_per_epoch(rows, batch_size):
    count = 0
    remaining = rows
    while remaining > batch_size:
        remaining = remaining - batch_size
        count = count + 1
    return count
"""
ROWS_COUNTED = """
def updates_per_epoch(rows, batch_size):
    numbers = np.arange(rows)
    updates = 0
    for cut in range(0, rows, batch_size):
        batch = numbers[cut : cut + batch_size]
        updates += len(batch)
    return updates
"""
ONE_ROW_FOR_ALL = """
def hidden_layer(inputs, weights, bias):
    table = [[0.0] * len(bias)] * len(inputs)
    for r, row in enumerate(inputs):
        for n in range(len(bias)):
            table[r][n] = max(0.0, row @ weights[:, n] + bias[n])
    return np.array(table)
"""
SIGN_TURNED = """
def relu(pre_activation):
    result = np.array(pre_activation, dtype=float)
    result[result < 0] *= -1
    return result
"""
BIAS_EVERY_TIME = """
def node_value(inputs, weights, bias):
    total = 0
    for x, w in zip(inputs, weights):
        total += x * w + bias
    return max(total, 0)
"""
ROUNDED = """
def updates_per_epoch(rows, batch_size):
    return max(1, round(rows / batch_size))
"""
SIGNS_KEPT = """
def relative_difference(slope, measured):
    if slope == measured:
        return 0
    size = max(slope, measured)
    return abs((slope - measured) / size) if size != 0 else 1
"""
SHARE_FOR_EACH = """
def batch_slope_at_prediction(prediction, targets):
    doubled = 2 * (prediction - targets)
    return doubled.mean(axis=0)
"""


@pytest.mark.parametrize(
    ("source", "name", "line", "change"),
    [
        (MEAN_OF_ONE, "slope_over_paths", 3, "return np.sum(along_paths)"),
        (INDEX_OFF, "best_weight", 4, "return weights[where]"),
        (COUNTED_TOO_FEW, "updates_per_epoch", 4, "while remaining > 0:"),
        (ROWS_COUNTED, "updates_per_epoch", 6, "updates += 1"),
        (ONE_ROW_FOR_ALL, "hidden_layer", 2, "table = [[0.0] * len(bias) for _ in"),
        (ROUNDED, "updates_per_epoch", 2, "return max(1, np.ceil(rows / batch_size))"),
        (SIGNS_KEPT, "relative_difference", 4, "size = max(np.abs(slope), np.abs(measured))"),
        (SIGN_TURNED, "relu", 3, "result[result < 0] *= 0"),
        (SHARE_FOR_EACH, "batch_slope_at_prediction", 3, "return doubled / len(doubled)"),
    ],
)
def test_the_change_shown_is_one_that_a_tutor_would_show(source, name, line, change):
    verdict = check(name, answer(source, name))
    assert f" in line {line}:" in verdict.message or f"at line {line}:" in verdict.message
    added = [text[1:].strip() for text in verdict.change.splitlines() if text.startswith("+")]
    assert [text.startswith(change) for text in added] == [True]


def test_a_part_in_every_turn_is_not_the_whole():
    verdict = check("node_value", answer(BIAS_EVERY_TIME, "node_value"))
    assert "Bias added for every input." in verdict.message
    assert "len(inputs)" not in verdict.change


ALWAYS_ONE_MORE = """
def updates_per_epoch(rows, batch_size):
    full_batches = rows // batch_size
    last_batch = 1
    return full_batches + last_batch
"""


def test_a_line_in_which_all_is_right_is_not_called_the_problem():
    verdict = check("updates_per_epoch", answer(ALWAYS_ONE_MORE, "updates_per_epoch"))
    assert verdict.misconceptions == ("one batch too many",)
    assert "line 3" not in verdict.message
    assert not verdict.change


# ---- what was given ----

DIVIDED_AGAIN = """
def training_step(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope / len(inputs)
    first_slope = inputs.T @ (node_slope @ second.T * (hidden > 0)) / len(inputs)
    new_second = second - learning_rate * second_slope
    new_first = first - learning_rate * first_slope
    return new_first, new_second
"""
OTHER_LOGARITHM = """
def cross_entropy(shares, labels):
    of_right_class = shares[np.arange(len(labels)), labels]
    logs = np.log10(of_right_class)
    return -logs.mean()
"""


def given_in(source, name):
    return {line for _, line in given_lines(source_of(answer(source, name)), starter_of(name))}


def starter_of(name):
    return exercise_named(name).starter


def test_lines_of_a_starter_with_gaps_are_given_where_they_stand_unchanged():
    assert given_in(DIVIDED_AGAIN, "training_step") == {2, 3, 4, 9}
    changed = DIVIDED_AGAIN.replace("/ len(inputs)\n    second", "\n    second")
    assert given_in(changed, "training_step") == {2, 3, 9}
    indented = DIVIDED_AGAIN.replace("    return", "    if True:\n        return")
    assert given_in(indented, "training_step") == {2, 3, 4}


def test_of_a_starter_without_a_gap_nothing_is_given():
    listing = exercise_named("listing_2")
    assert "..." not in listing.starter
    assert not given_lines(source_of(answer(listing.starter, "listing_2")), listing.starter)


@pytest.mark.parametrize(
    ("source", "name", "given"),
    [(DIVIDED_AGAIN, "training_step", 3), (OTHER_LOGARITHM, "cross_entropy", 2)],
)
def test_a_line_that_was_given_is_not_called_the_problem(source, name, given):
    verdict = check(name, answer(source, name))
    assert verdict.misconceptions
    assert f"line {given}" not in verdict.message
    assert f"lines {given}" not in verdict.message


DIVIDED_AGAIN_IN_MORE_LINES = """
def training_step(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    m = len(inputs)
    gate = np.where(hidden > 0, 1, 0)
    second_slope = hidden.T @ node_slope / m
    first_slope = inputs.T @ (node_slope @ second.T * gate) / m
    new_second = second - learning_rate * second_slope
    new_first = first - learning_rate * first_slope
    return new_first, new_second
"""


@pytest.mark.parametrize(
    ("source", "lines"), [(DIVIDED_AGAIN, "4 and 5"), (DIVIDED_AGAIN_IN_MORE_LINES, "6 and 7")]
)
def test_what_is_done_once_too_often_is_taken_off_where_it_was_put_on(source, lines):
    verdict = check("training_step", answer(source, "training_step"))
    assert f"Look at lines {lines}:" in verdict.message


# ---- which of several lines ----

WITHOUT_THE_2 = """
def one_weight_slope(value, weight, target):
    prediction = value * weight
    slope_at_prediction = prediction - target
    return slope_at_prediction * value
"""
NEVER_USED = """
def two_layers(inputs, first, second):
    hidden = inputs @ first
    activation = np.where(hidden > 0, hidden, 0)
    prediction = hidden @ second
    return prediction
"""
WEIGHTS_FOR_PREDICTIONS = """
def losses_along(weights, value, target):
    predictions = np.array(weights)
    return (predictions - target) ** 2
"""
UNDER_A_NAME_OF_ITS_OWN = WEIGHTS_FOR_PREDICTIONS.replace("predictions", "copied")
ENDS_EXCHANGED = """
def measured_slope(loss_at, weight, step):
    left, right = weight - step, weight + step
    rise = loss_at(left) - loss_at(right)
    run = 2 * step
    return rise / run
"""
TARGETS_TWICE = """
def listing_13(inputs, targets, first, second):
    hidden = np.maximum(inputs @ first, 0)
    prediction = hidden @ second
    error = prediction - targets
    node_slope = 2 * (error - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    first_slope = inputs.T @ ((node_slope @ second.T) * (hidden > 0))
    return prediction, first_slope, second_slope
"""
NO_RATE_AND_ZEROS = """
def listing_8(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_slope = hidden.T @ node_slope
    node_slope = (node_slope @ second.T) * (hidden > 0)
    new_first = np.zeros(first.shape)
    new_first -= learning_rate * inputs.T @ node_slope
    new_second = second.copy()
    new_second -= second_slope
    return new_first, new_second
"""
RATE_TWICE_AND_NO_GATE = """
def listing_7(inputs, targets, first, second, learning_rate):
    hidden = np.maximum(inputs @ first, 0)
    node_slope = 2 * (hidden @ second - targets) / len(inputs)
    second_step = learning_rate * hidden.T @ node_slope
    at_hidden = (node_slope @ second.T) * hidden
    first_step = learning_rate * inputs.T @ at_hidden
    second = second - second_step
    first = first - learning_rate * first_step
    return first, second
"""
NO_COPIES = """
def measured_slopes(loss_at, weights, step):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        up = weights
        down = weights
        up[place] += step
        down[place] -= step
        slopes[place] = (loss_at(up) - loss_at(down)) / (2 * step)
    return slopes
"""
TURNED_AND_COUNTED = """
def confusion_matrix(labels, predicted, classes):
    table = np.zeros((classes, classes))
    for true, guess in zip(labels, predicted):
        table[guess, true] += 1
    table = table / len(labels)
    return table
"""


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        (WITHOUT_THE_2, "one_weight_slope", "Look at line 3:"),
        (NEVER_USED, "two_layers", "in line 3 or line 4."),
        (WEIGHTS_FOR_PREDICTIONS, "losses_along", "Look at line 2:"),
        (UNDER_A_NAME_OF_ITS_OWN, "losses_along", "in line 2 or line 3."),
        (ENDS_EXCHANGED, "measured_slope", "Look at line 3:"),
        (TARGETS_TWICE, "listing_13", "The problem is in line 5:"),
        (NO_RATE_AND_ZEROS, "listing_8", "The problem is in lines 6 and 9:"),
        (RATE_TWICE_AND_NO_GATE, "listing_7", "The problem is in lines 5 and 8:"),
        (NO_COPIES, "measured_slopes", "Look at lines 4 and 5:"),
        (TURNED_AND_COUNTED, "confusion_matrix", "The problem is in lines 4 and 5:"),
    ],
)
def test_the_line_is_said_where_a_value_is_misused(source, name, words):
    assert words in check(name, answer(source, name)).message
