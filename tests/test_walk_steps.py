"""The steps of a walk: every number is numpy's, and every line of arithmetic holds as printed."""

import copy
import re
from math import prod

import numpy as np
import pytest
from strategies import arrays_of
from walk_networks import (
    CLOSED,
    DEEP,
    LEARNING_RATE,
    RUNNING,
    at,
    numbers_by_numpy,
    random_example,
    read,
    shows,
)

from helpers.figures.network_plan import NetworkNumber
from helpers.network import Layer
from helpers.walks import steps_in_words, walk_figure
from helpers.walks.arithmetic import ROUNDED, written
from helpers.walks.steps import needed_for, steps_of

EXAMPLES = [RUNNING, CLOSED, DEEP, *map(random_example, range(50))]


def test_the_running_example_is_walked_as_by_hand():
    said = [step.arithmetic for step in steps_of(*RUNNING).steps]
    assert said[:14] == [
        "1 × 0.5 = 0.5",
        "2 × 0.1 = 0.2",
        "1 × 0.5 + 2 × 0.1 = 0.7",
        "relu(0.7) = 0.7",
        "1 × 0.6 = 0.6",
        "2 × 0.2 = 0.4",
        "1 × 0.6 + 2 × 0.2 = 1",
        "relu(1) = 1",
        "0.7 × 0.3 = 0.21",
        "1 × 0.4 = 0.4",
        "0.7 × 0.3 + 1 × 0.4 = 0.61",
        "0.61 − 0.5 = 0.11",
        "0.11² = 0.0121",
        "2 × 0.11 = 0.22",
    ]
    assert said[14:24] == [
        "0.7 × 0.22 = 0.154",
        "1 × 0.22 = 0.22",
        "0.3 × 0.22 = 0.066",
        "0.4 × 0.22 = 0.088",
        "relu′(0.7) = 1",
        "relu′(1) = 1",
        "1 × 0.066 × 1 = 0.066",
        "2 × 0.066 × 1 = 0.132",
        "1 × 0.088 × 1 = 0.088",
        "2 × 0.088 × 1 = 0.176",
    ]
    assert said[24] == "0.5 − 0.01 × 0.066 = 0.49934"
    assert said[42:] == [
        "0.10399² ≈ 0.010813 (rounded)",
        "0.010813 − 0.0121 ≈ −0.0012868 (rounded)",
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_step_s_number_is_numpy_s_and_its_arithmetic_holds_as_printed(example):
    way = steps_of(*example, learning_rate=LEARNING_RATE)
    numbers = numbers_by_numpy(example)
    for place, number in way.given.items():
        assert number == at(numbers, place)
    for step in way.steps:
        number = at(numbers, step.place)
        assert step.result == pytest.approx(number, rel=1e-9, abs=1e-12)
        read(step.arithmetic)
        assert shows(re.split(" [=≈] ", step.arithmetic)[1].removesuffix(ROUNDED), step.result)
        assert step.arithmetic.startswith(step.question)
        assert set(step.uses) <= set(way.given) | {earlier.place for earlier in way.steps}


@pytest.mark.parametrize("example", EXAMPLES[:20])
def test_no_number_of_the_network_is_left_out(example):
    made = {step.place for step in steps_of(*example).steps}
    numbers = numbers_by_numpy(example)
    expected = {
        NetworkNumber(name.removeprefix("new "), layer, index, name.startswith("new "))
        for name, arrays in numbers.items()
        for layer, array in enumerate(arrays)
        for index in (() if array is None else np.ndindex(np.shape(array)))
    }
    given = set(steps_of(*example).given)
    several = example.targets.shape[1] > 1
    unseen = {place for place in expected - made - given if not _is_said_otherwise(place, several)}
    assert unseen == set()
    assert made | given <= expected


def _is_said_otherwise(place, several_outputs):
    """Sums that are the prediction, squares that are the loss, paths that are alone, inputs."""
    return (
        place.quantity in ("sum", "path")
        or (place.quantity == "square" and not several_outputs)
        or (place.is_new and place[:2] == ("value", 0))
    )


@pytest.mark.parametrize("example", [RUNNING, CLOSED, DEEP, *map(random_example, range(200))])
def test_the_three_factors_multiply_to_the_slope_of_backward(example):
    way = steps_of(*example)
    known = way.given | {step.place: step.result for step in way.steps}
    slopes = numbers_by_numpy(example)["slope of weight"]
    found = 0
    for step in way.steps:
        if step.place.quantity == "slope of weight":
            factors = [known[place] for place in step.uses]
            backed = slopes[step.place.layer][step.place.index]
            assert prod(factors) == pytest.approx(backed, rel=1e-12, abs=1e-15)
            found += 1
    assert found == sum(layer.weights.size for layer in example.layers)


def test_from_the_words_alone_the_slopes_of_the_running_example_can_be_worked_out():
    (figure, *_), move, slider = walk_figure(*RUNNING)
    words = [move(step) for step in slider.values]
    start = words[0]
    inputs = [float(number) for number in re.search(r"Inputs (.+?)\. W", start)[1].split(", ")]
    first = [
        [float(number) for number in row.split(", ")]
        for row in re.search(r"Weights 1: (.+?)\. W", start)[1].split("; ")
    ]
    last = [float(row) for row in re.search(r"Weights 2: (.+?)\. T", start)[1].split("; ")]
    target = float(re.search(r"Target (.+?)\. L", start)[1])
    hidden = [max(0, sum(x * w[j] for x, w in zip(inputs, first, strict=True))) for j in (0, 1)]
    at_prediction = 2 * (sum(h * w for h, w in zip(hidden, last, strict=True)) - target)
    told = " ".join(words)
    for start_node, value in enumerate(inputs):
        for node, weight in enumerate(last):
            ends = f"from input {start_node + 1} to hidden node {node + 1}"
            found = re.search(rf"The slope of the weight {ends}: .+? = (.+?)\. ", told)[1]
            assert float(found) == pytest.approx(value * weight * at_prediction)
    for node, value in enumerate(hidden):
        ends = f"from hidden node {node + 1} to the prediction"
        found = re.search(rf"The slope of the weight {ends}: .+? = (.+?)\. ", told)[1]
        assert float(found) == pytest.approx(value * at_prediction)
    assert start.startswith(figure.alt_text.split(". ", 1)[1])


def test_only_what_a_slope_needs():
    way = steps_of(*RUNNING)
    needed = needed_for(way, NetworkNumber("slope of weight", 0, (1, 0)))
    backward = [step.arithmetic for step in needed if step.part == "backward"]
    assert backward == [
        "2 × 0.11 = 0.22",
        "0.3 × 0.22 = 0.066",
        "relu′(0.7) = 1",
        "2 × 0.066 × 1 = 0.132",
    ]
    with pytest.raises(ValueError, match="is made by no step"):
        needed_for(way, NetworkNumber("slope of weight", 7, (0, 0)))


def test_one_of_several_rows_is_walked_like_it_alone():
    layers, inputs, targets = RUNNING
    rows, all_targets = np.vstack([[3.0, -1.0], inputs]), np.vstack([[9.0], targets])
    assert steps_of(layers, rows, all_targets, row=1) == steps_of(*RUNNING)
    sentence = "inputs have 2 rows, expected one, .* choose it with row=0 to row=1"
    with pytest.raises(ValueError, match=sentence):
        steps_of(layers, rows, all_targets)


def test_without_targets_the_walk_ends_at_the_prediction():
    way = steps_of(RUNNING.layers, RUNNING.inputs)
    assert way.steps[-1].place == NetworkNumber("value", 2, (0,))
    assert {step.part for step in way.steps} == {"forward"}


def test_all_steps_in_words_are_one_on_a_line():
    lines = steps_in_words(*RUNNING).split("\n")
    assert len(lines) == 44
    assert lines[21] == (
        "The slope of the weight from input 2 to hidden node 1: "
        "value × slope at the activation × relu′. 2 × 0.066 × 1 = 0.132."
    )


def test_a_walk_changes_no_argument():
    before = copy.deepcopy(DEEP)
    steps_of(*DEEP)
    for array, other in zip(arrays_of(DEEP.layers), arrays_of(before.layers), strict=True):
        assert np.array_equal(array, other)


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"layers": RUNNING.layers[0]}, TypeError, "layers is a single Layer"),
        ({"inputs": [[1.0, 2.0, 3.0]]}, ValueError, "inputs have 3 columns"),
        ({"inputs": [[1.0, np.nan]]}, ValueError, "inputs have the value nan"),
        ({"targets": [[0.5, 1.0]]}, ValueError, "targets have shape (1, 2), expected (1, 1)"),
        ({"learning_rate": 0}, ValueError, "learning_rate is 0, expected"),
        ({"row": 1}, ValueError, "row is 1, expected a whole number from 0 to 0"),
        ({"row": "first"}, TypeError, "row is the text 'first', expected a whole number"),
        ({"inputs": [[1e160, 2.0]]}, ValueError, "layers make loss infinite for these inputs"),
        ({"layers": [Layer([[1e200, 0], [0, 1]]), Layer([[1e200], [1]])]}, ValueError, "layers "),
    ],
)
def test_what_cannot_be_walked_is_named_in_one_sentence(arguments, error, sentence):
    given = RUNNING._asdict() | arguments
    with pytest.raises(error, match=rf"^{re.escape(sentence)}") as raised:
        steps_of(**given)
    assert "expected" in str(raised.value)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.7000000000000001, "0.7"),
        (-0.0, "0"),
        (1 / 3, "0.33333"),
        (123456.0, "123456"),
        (1234567.0, "1234567"),
        (106553.3866, "106553"),
        (12345678.9, "1.2346e07"),
        (-0.000012345678, "−0.000012346"),
        (1.5e-9, "1.5e−09"),
        (1.5e20, "1.5e20"),
        (0.49934, "0.49934"),
    ],
)
def test_a_number_is_written_in_full_or_with_five_digits(number, text):
    assert written(number) == text
