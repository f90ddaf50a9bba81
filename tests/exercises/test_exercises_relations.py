"""What is said of an answer without a name: each relation where it holds, and only there."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from helpers.exercises import check
from helpers.exercises.checker.compare import compare, read
from helpers.exercises.checker.relations import relations
from helpers.exercises.checker.wrong_results import Kind, Seen
from helpers.network import Layer

pytestmark = pytest.mark.usefixtures("no_line_is_found")

RIGHT = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])
SQUARE = np.array([[1.0, -2.0], [3.0, 0.5]])
THREE = np.arange(1.0, 10.0).reshape(3, 3)


def seen(given, right, **known):
    return Seen(tuple(map(np.asarray, given)), tuple(map(np.asarray, right)), **known)


def said(*cases, **kind):
    return [finding.words for finding in relations(list(cases), Kind(**kind))]


@pytest.mark.parametrize(
    ("given", "right", "words"),
    [
        (-RIGHT, RIGHT, "-1 times the right one"),
        (RIGHT / 2, RIGHT, "1/2 times the right one"),
        (RIGHT * 1.7, RIGHT, "17/10 times the right one"),
        (RIGHT * np.pi, RIGHT, "3.142 times the right one"),
        (RIGHT + 0.25, RIGHT, "the right one plus 1/4"),
        (RIGHT - 0.25, RIGHT, "the right one less 1/4"),
        (SQUARE.T, SQUARE, "changed places"),
        (RIGHT.T, RIGHT, "changed places"),
        (RIGHT.reshape(3, 2), RIGHT, "Only the shape differs"),
        (RIGHT, RIGHT.sum(axis=0), "Added up over the rows"),
        (RIGHT, RIGHT.sum(axis=1), "Added up over the columns"),
        (np.ones((4, 4)), np.ones((4, 1)) * 2, "spreads out into (n, n)"),
        (np.ones((4, 4)), np.ones(4) * 2, "spreads out into (n, n)"),
        (np.abs(RIGHT), RIGHT, "never a number below 0"),
        (np.maximum(RIGHT, 0), RIGHT, "Yours is 0 wherever the right number is below 0"),
        (RIGHT * [[1], [-1]], RIGHT, "sizes are right"),
        (RIGHT * 1.01 + 0.001, RIGHT, "two parts in a hundred"),
        (np.round(RIGHT / 3, 1), RIGHT / 3, "rounded to 1 decimal."),
        (np.round(RIGHT / 3, 2), RIGHT / 3, "rounded to 2 decimals."),
        (np.round(1.7 * RIGHT), 1.7 * RIGHT, "rounded to a whole number."),
        (np.floor(1.7 * RIGHT), 1.7 * RIGHT, "cut off after the decimal point"),
        (np.trunc(1.7 * RIGHT), 1.7 * RIGHT, "cut off after the decimal point"),
        (np.array([1.0, 5.0, 2.0]), np.array([1.0, 0.0, 2.0]), "only where the right answer is 0"),
        (np.array([1.0, 0.0, 2.0]), np.array([1.0, 5.0, 2.0]), "only where yours is 0"),
        (THREE * [[1], [2], [3]], THREE, "Only the first row of yours is right."),
        (THREE * [[2], [3], [1]], THREE, "Only the last row of yours is right."),
        (THREE * [1, 2, 3], THREE, "Only the first column of yours is right."),
        (RIGHT[1:], RIGHT, "one row short: the first is missing"),
        (RIGHT[:-1], RIGHT, "one row short: the last is missing"),
        (RIGHT[0, 1:], RIGHT[0], "one entry short: the first is missing"),
        (RIGHT.sum(axis=0), RIGHT, "Yours is the sum of the right one over its rows."),
        (RIGHT.mean(axis=1), RIGHT, "Yours is the mean of the right one over its columns."),
    ],
)
def test_a_relation_that_holds_is_said(given, right, words):
    assert words in " ".join(said(seen([given], [right])))


def test_one_number_may_stand_for_many():
    cases = seen([RIGHT.sum()], [RIGHT]), seen([SQUARE.sum()], [SQUARE])
    assert said(*cases) == ["Yours is one number, the sum of the right ones. Each is asked for."]
    assert said(cases[0]) == []


def test_of_flat_arrays_the_first_entry_may_be_the_right_one():
    cases = [seen([np.array([a, 4.0, 9.0])], [np.array([a, 2.0, 3.0])]) for a in (1.0, 5.0)]
    assert said(*cases) == ["Only the first entry of yours is right."]
    assert said(cases[0]) == []


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ([3.0], [1.5]),
        ([2.0, 2.0], [1.0, 1.0]),
        ([2.0, 0.0], [1.0, 0.0]),
        ([1.5], [1.0]),
        ([-1.0], [1.0]),
        ([1.0, 0.0], [1.0, -2.0]),
        ([0.4], [0.39]),
        ([1.01], [1.0]),
        ([1.0, 5.0], [1.0, 0.0]),
    ],
)
def test_a_single_number_says_nothing_of_every_number(given, right):
    assert said(seen([given], [right])) == []


def test_a_relation_has_to_hold_in_every_case():
    assert said(seen([-RIGHT], [RIGHT])) == ["Every number of yours is -1 times the right one."]
    assert said(seen([-RIGHT], [RIGHT]), seen([RIGHT + RIGHT**2], [RIGHT])) == []
    rounded = [np.round(RIGHT / 3, 1)], [RIGHT / 3]
    assert said(seen(*rounded)) == ["Yours is the right one, rounded to 1 decimal."]
    assert said(seen(*rounded), seen([RIGHT / 7], [RIGHT / 7])) == []


def test_numbers_without_a_relation_get_no_words():
    generator = np.random.default_rng(0)
    assert said(seen([generator.normal(size=(3, 4))], [generator.normal(size=(3, 4))])) == []
    assert said(seen([np.ones((3, 3))], [np.ones((1, 1))])) == []


def test_a_factor_that_grows_with_the_rows_is_said_as_that():
    times = [seen([rows * RIGHT], [RIGHT], rows=rows) for rows in (5, 3)]
    assert "times the number of rows: 5 times where there are 5 rows" in said(*times)[0]
    shared = [seen([3 * RIGHT / rows], [RIGHT], rows=rows) for rows in (5, 2)]
    assert "divided by the number of rows, and 3 times that" in said(*shared)[0]
    assert relations(times, Kind())[0].about_rows
    assert said(*shared, seen([RIGHT], [RIGHT], rows=3)) == said(*shared)
    assert said(*shared, seen([RIGHT], [RIGHT], rows=1)) == []
    assert said(*(case._replace(rows=None) for case in times)) == []
    twice = [seen([rows**2 * RIGHT], [RIGHT], rows=rows) for rows in (5, 3)]
    assert "the right one times the number of rows, twice: 25 times" in said(*twice)[0]
    parts = [seen([SQUARE, n * RIGHT], [SQUARE, RIGHT], rows=n) for n in (5, 3)]
    assert said(*parts, part_names=("first", "second"))[1].startswith(
        "In every case yours in the second is the right one times the number of rows: 5 times"
    )


def test_the_part_that_is_wrong_is_named_and_looked_at():
    names = {"part_names": ("first", "second")}
    assert said(seen([RIGHT, SQUARE**2], [RIGHT, SQUARE]), **names) == [
        "Right: first. Wrong: second."
    ]
    assert said(seen([RIGHT, 3 * SQUARE], [RIGHT, SQUARE]), **names) == [
        "Right: first. Wrong: second.",
        "Every number of yours in the second is 3 times the right one.",
    ]
    assert "opposite order" in said(seen([RIGHT, SQUARE], [SQUARE, RIGHT]), **names)[0]


def test_layers_are_counted_as_layers():
    fields = {"layer_fields": ("weights", "bias")}
    bias = np.array([0.5, -1.0])
    right = [RIGHT, bias, SQUARE, bias]
    assert said(seen([RIGHT, 2 * bias, SQUARE, 2 * bias], right), **fields) == [
        "Right: weights. Wrong: bias.",
        "Every number of yours in the bias is 2 times the right one.",
    ]
    assert said(seen([RIGHT**2, bias**2, SQUARE, bias], right), **fields)[0] == (
        "Only the first layer is wrong."
    )


DEEP = [RIGHT, SQUARE, RIGHT.T, SQUARE.T]


def amiss(*wrong, count=4):
    parts = DEEP[-count:]
    return seen([p * np.pi**p if i in wrong else p for i, p in enumerate(parts)], parts)


@pytest.mark.parametrize(
    ("cases", "words"),
    [
        ([amiss(0), amiss(0, count=2)], "Only the first entry is wrong."),
        ([amiss(3), amiss(1, count=2)], "Only the last entry is wrong."),
        ([amiss(1, 2, 3), amiss(1, count=2)], "Only the first entry is right."),
        ([amiss(0, 1, 2), amiss(0, 1, count=3)], "Only the last entry is right."),
        ([amiss(0, 2), amiss(0, count=2)], "Counted from the end, one is right and the next"),
        ([amiss(2), amiss(2, 3)], "Counted from the beginning, 2 are right and the next"),
        ([amiss(1, 2), amiss(0, 1)], "In every case the last one is right."),
        ([amiss(1, 3), amiss(2, 3)], "In every case the first one is right."),
        ([amiss(0, 3), amiss(1, 2)], None),
    ],
)
def test_of_a_list_it_is_said_what_is_the_same_in_every_case(cases, words):
    found = said(*cases)
    assert found[0].startswith(words) if words else found == []


def test_another_count_is_said_where_it_is_the_same_in_every_case():
    cases = [DEEP, DEEP[:2]]
    for cut, words in (
        (slice(1, None), "one entry short: the first is missing."),
        (slice(None, -1), "one entry short: the last is missing."),
    ):
        assert said(*(seen(parts[cut], parts) for parts in cases)) == [
            f"In every case yours is {words}"
        ]
    squared = [seen([part**2 for part in parts[1:]], parts) for parts in cases]
    assert said(*squared) == ["In every case yours is one entry short."]
    assert said(*(seen([*parts, RIGHT], parts) for parts in cases)) == [
        "In every case yours has one entry too many."
    ]
    assert said(squared[0]) == []
    assert said(squared[0], seen(DEEP[:1], DEEP)) == []
    layered = seen(DEEP[2:], DEEP), seen([], DEEP[:2])
    assert said(*layered, layer_fields=("weights", "bias")) == [
        "In every case yours is one layer short: the first is missing."
    ]


def test_the_place_that_an_argument_decides_is_said():
    sums = np.array([-2.0, 0.0, 3.0, 0.0, -1.0, 4.0])
    other = np.array([1.0, 2.0, -1.0, -2.0, -3.0, 5.0])
    right = np.maximum(sums, 0)

    def words(given, times=2, **arguments):
        return said(*[seen([given], [right], arguments={"sums": sums, **arguments})] * times)

    assert words(right + (sums == 0)) == ["It differs only where sums is exactly 0."]
    once = words(np.where(sums < 0, 0.01 * sums, sums), times=1, other=other)
    assert not any("where sums is" in words for words in once)
    assert words(np.where(sums < 0, 0.01 * sums, sums), other=other)[0] == (
        "It differs only where sums is below 0."
    )
    assert words(right + (sums == 0), again=sums) == [
        "It differs only where the right answer is 0."
    ]
    cases = [seen([v**2], [abs(v) + v], arguments={"value": v}) for v in (-1.0, -3.0)]
    right_ones = [seen([v], [v], arguments={"value": v}) for v in (1.0, 3.0)]
    assert said(*cases, *right_ones) == []


def test_of_truth_values_no_number_is_said():
    right = np.array([1.0, 0.0, 1.0, 0.0])
    kind = {"is_truth": True}
    assert said(seen([np.ones(4)], [right]), **kind) == [
        "It differs only where the right answer is False."
    ]
    assert said(seen([np.zeros(4)], [right]), **kind) == [
        "It differs only where the right answer is True."
    ]
    assert said(seen([1 - right], [right]), **kind) == []


STEP = 0.1 * RIGHT
AFTER = SQUARE.repeat(2)[:6].reshape(2, 3)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (AFTER, "Yours is what came in: nothing has moved."),
        (-STEP, "Yours is the change alone, without what came in."),
        (STEP, "Yours is the step alone."),
        (RIGHT, "Yours is the slope."),
        (AFTER - 3 * STEP, "Every change is 3 times the right one."),
        (AFTER + STEP, "Every change has the right size and the wrong direction."),
        (AFTER + 2 * STEP, "Every change is 2 times the right one, in the wrong direction."),
        (AFTER - np.abs(STEP), "Yours moves as far as is right, in some places the wrong way."),
        (AFTER - STEP * [[1], [0]], "It differs only where yours has not moved."),
        (AFTER - 1.01 * STEP - 1e-4, "It is close"),
        (AFTER - STEP**2, ""),
    ],
)
def test_of_a_step_it_is_said_how_far_it_goes(given, words):
    """The numbers after a small step are all close to the right ones, whichever way it went."""
    found = said(seen([given], [AFTER - STEP], before=(AFTER,), rate=0.1))
    assert any(words in sentence for sentence in found) if words else found == []


def two_layer_slopes_by(divisor, factor=2):
    def two_layer_slopes(inputs, targets, first, second):
        hidden = np.maximum(inputs @ first, 0)
        slope = factor * (hidden @ second - targets) / divisor(len(inputs))
        return inputs.T @ (slope @ second.T * (hidden > 0)), hidden.T @ slope

    return two_layer_slopes


def test_a_mean_that_is_none_shows_when_the_batch_is_repeated():
    message = check("two_layer_slopes", two_layer_slopes_by(lambda rows: (rows + 1) / 2)).message
    assert "every row put in twice" in message
    both = two_layer_slopes_by(lambda rows: (rows + 1) / 2, factor=5)
    assert "every row put in twice" not in check("two_layer_slopes", both).message


def test_what_takes_rows_to_be_seen_is_shown_with_rows():
    message = check("two_layer_slopes", two_layer_slopes_by(lambda rows: rows**2, 3)).message
    assert "divided by the number of rows, and 3/2 times that" in message
    assert "The smallest input that shows it: the course's network" not in message


@pytest.mark.parametrize(
    ("result", "expected", "kind"),
    [
        ([], [1.1], "shape"),
        ([[1.0], [2.0], [3.0]], [1.0, 2.0, 3.0], "shape"),
        ([[1.0]], 1.0, "shape"),
        ([[1.0, 2.0, 3.0]], [1.0, 2.0, 3.0], "shape"),
        (np.ones((1, 3)).view(np.matrix), [1.0, 1.0], "shape"),
        (np.ones((2, 2)).view(np.matrix), [1.0, 1.0, 1.0, 1.0], "shape"),
        ([np.nan, 2.0], [1.0, 2.0], "finiteness"),
        ([np.inf, 2.0], [1.0, 2.0], "finiteness"),
        ([1.0, 2.1], [1.0, 2.0], "values"),
        ([1e-7], [0.0], "values"),
        ([1e6, 10.1], [1e6, 0.0], "values"),
    ],
)
def test_what_differs_is_found_in_order(result, expected, kind):
    right = np.asarray(expected)
    assert compare(read(result, right), read(right, right)).kind == kind


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (np.float32([0.1, 0.2]), [0.1, 0.2]),
        ((0.1, 0.2), [0.1, 0.2]),
        (np.array([[1.0, 2.0]]).view(np.matrix), [[1.0, 2.0]]),
        (np.array(3), 3.0),
        (np.int8(3), 3.0),
        (3, 3.0),
        ([True, False], [1.0, 0.0]),
        ([1e6, 1.0], [1e6, 0.0]),
        ([1e-12], [0.0]),
        (np.array([1, 2], dtype=object), [1.0, 2.0]),
        ([Fraction(1, 2), Decimal("0.25")], [0.5, 0.25]),
        (np.array([[1.0, 2.0]]).view(np.matrix), [1.0, 2.0]),
        (np.array([[1.0], [2.0]]).view(np.matrix), [1.0, 2.0]),
        (np.array([[3.0]]).view(np.matrix), 3.0),
    ],
)
def test_the_same_answer_in_another_form_is_the_same(result, expected):
    right = np.asarray(expected)
    assert compare(read(result, right), read(right, right)) is None


def test_matrices_may_stand_for_flat_parts_and_biases():
    flat = np.array([[1.0, 2.0]]).view(np.matrix)
    right = [np.ones((1, 2)), np.array([1.0, 2.0])]
    assert compare(read([np.ones((1, 2)), flat], right), read(right, right)) is None
    assert compare(read([*right, flat], right), read(right, right)).kind == "structure"
    layers = [Layer(np.ones((3, 2)), np.array([1.0, 2.0]))]
    answer = [(np.ones((3, 2)).view(np.matrix), flat)]
    assert compare(read(answer, layers), read(layers, layers)) is None


def test_several_results_may_stand_in_an_array_or_a_tuple():
    right = [np.ones(2), np.zeros(2)]
    for result in (np.array(right), tuple(right), [[1.0, 1.0], [0, 0]]):
        assert compare(read(result, right), read(right, right)) is None
    assert compare(read(right[:1], right), read(right, right)).kind == "structure"
