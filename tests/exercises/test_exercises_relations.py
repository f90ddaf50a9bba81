"""What is said of an answer without a name: each relation where it holds, and only there."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from helpers.exercises import check
from helpers.exercises.checker.compare import compare, read
from helpers.exercises.checker.relations import Seen, relations
from helpers.network import Layer

RIGHT = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])
SQUARE = np.array([[1.0, -2.0], [3.0, 0.5]])


def said(*pairs, rows=None, part_names=()):
    seen = [
        Seen(tuple(map(np.asarray, given)), tuple(map(np.asarray, right)), count)
        for (given, right), count in zip(pairs, rows or [None] * len(pairs), strict=True)
    ]
    return relations(seen, part_names)


@pytest.mark.parametrize(
    ("given", "right", "words"),
    [
        (-RIGHT, RIGHT, "-1 times the right one"),
        (RIGHT / 2, RIGHT, "1/2 times the right one"),
        (RIGHT * 1.7, RIGHT, "17/10 times the right one"),
        (RIGHT * np.pi, RIGHT, "3.142 times the right one"),
        (RIGHT + 0.25, RIGHT, "plus 1/4"),
        (SQUARE.T, SQUARE, "changed places"),
        (RIGHT.T, RIGHT, "changed places"),
        (RIGHT.reshape(3, 2), RIGHT, "Only the shape differs"),
        (RIGHT, RIGHT.sum(axis=0), "Added up over the rows"),
        (RIGHT, RIGHT.sum(axis=1), "Added up over the columns"),
        (np.ones((4, 4)), np.ones((4, 1)) * 2, "spreads out into (n, n)"),
        (np.ones((4, 4)), np.ones(4) * 2, "spreads out into (n, n)"),
        (np.abs(RIGHT), RIGHT, "sizes are right"),
        (RIGHT * 1.01 + 0.001, RIGHT, "two parts in a hundred"),
        (np.array([1.0, 5.0]), np.array([1.0, 0.0]), "only where the right answer is 0"),
        (np.array([1.0, 0.0]), np.array([1.0, 5.0]), "only where yours is 0"),
    ],
)
def test_a_relation_that_holds_is_said(given, right, words):
    assert words in " ".join(said(([given], [right])))


def test_a_relation_has_to_hold_in_every_case():
    assert said(([-RIGHT], [RIGHT])) == [
        "Every number of yours is -1 times the right one.",
        "The sizes are right; some signs are not.",
    ]
    assert said(([-RIGHT], [RIGHT]), ([RIGHT + RIGHT**2], [RIGHT])) == []


def test_numbers_without_a_relation_get_no_words():
    generator = np.random.default_rng(0)
    assert said(([generator.normal(size=(3, 4))], [generator.normal(size=(3, 4))])) == []
    assert said(([np.ones((3, 3))], [np.ones((1, 1))])) == []


def test_a_factor_that_grows_with_the_rows_is_said_as_that():
    pairs = [([5 * RIGHT], [RIGHT]), ([3 * RIGHT], [RIGHT])]
    assert "times the number of rows" in said(*pairs, rows=[5, 3])[0]
    shrunk = [([RIGHT / 5], [RIGHT]), ([RIGHT / 3], [RIGHT])]
    assert "divided by the number of rows" in said(*shrunk, rows=[5, 3])[0]
    assert said(*pairs) == []


def test_the_part_that_is_wrong_is_named():
    words = said(([RIGHT, SQUARE**2], [RIGHT, SQUARE]), part_names=("first", "second"))
    assert "Right: first. Wrong: second." in words
    assert "opposite order" in said(([RIGHT, SQUARE], [SQUARE, RIGHT]))[0]


def test_the_first_wrong_layer_is_counted_from_the_right_end():
    deep = [RIGHT, SQUARE, RIGHT.T]
    from_the_end = said(
        ([RIGHT**2, SQUARE**2, RIGHT.T], deep), ([RIGHT**2, SQUARE], [RIGHT, SQUARE])
    )
    assert "Counted from the end, the last one is right" in " ".join(from_the_end)
    from_the_start = said(
        ([RIGHT, SQUARE, RIGHT.T**2], deep), ([RIGHT, SQUARE**2], [RIGHT, SQUARE])
    )
    assert "Counted from the beginning, the first one is right" in " ".join(from_the_start)


def test_a_mean_that_is_none_shows_when_the_batch_is_repeated():
    def two_layer_slopes(inputs, targets, first, second):
        hidden = np.maximum(inputs @ first, 0)
        slope = 3 * (hidden @ second - targets)
        return inputs.T @ (slope @ second.T * (hidden > 0)), hidden.T @ slope

    assert "every row put in twice" in check("two_layer_slopes", two_layer_slopes).message


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
