"""The check of slopes: it says rounding for rounding, slip for a slip, and when it cannot tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COURSE, arrays_of, make_problem, problems

from helpers.gradient_check import ROUNDING, ParameterPlace, check_slopes, numerical_slopes
from helpers.losses import SOFTMAX_CROSS_ENTROPY
from helpers.network import Layer, backward, forward
from helpers.training import random_layers, slopes_of, train

EXAMPLE = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])]
INPUTS, TARGETS = [[1.0, 2.0]], [[0.5]]
PROBLEM = make_problem([4, 4, 3], 6, [True, True], False, seed=3)


def with_array(slopes, number, name, change):
    """The slopes with one array changed."""
    changed = list(slopes)
    changed[number] = slopes[number]._replace(**{name: change(getattr(slopes[number], name))})
    return changed


def check(slopes, problem=PROBLEM, **named):
    return check_slopes(slopes, *problem[:3], loss=problem.loss, **named)


def test_the_slopes_of_the_running_example_agree():
    slopes = slopes_of(INPUTS, TARGETS, EXAMPLE)
    found = check_slopes(slopes, INPUTS, TARGETS, EXAMPLE)
    assert found.agree is True
    assert found.relative_difference < 1e-9
    assert found.kinks == ()
    assert found.message.startswith("The slopes agree.\nThe largest difference, ")
    assert found.message.endswith("of the slopes beside it: rounding.")
    assert str(found.worst) in found.message


def test_a_difference_of_1e_10_is_rounding_and_says_so():
    slopes = with_array(
        slopes_of(INPUTS, TARGETS, EXAMPLE), 0, "weights", lambda a: a + np.diag([0.0, 1e-10])
    )
    found = check_slopes(slopes, INPUTS, TARGETS, EXAMPLE)
    assert found.agree is True
    assert found.difference == pytest.approx(1e-10, rel=0.1)
    assert found.worst == ParameterPlace(0, "weights", (1, 1))
    assert found.message.startswith("The slopes agree.")
    assert "at layers[0].weights[1, 1]" in found.message
    assert found.message.endswith("rounding.")


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("name", ["weights", "bias"])
@pytest.mark.parametrize(
    "slip",
    [
        lambda array: -array,
        lambda array: 2 * array,
        lambda array: array / 2,
        lambda array: array * 6,
        lambda array: array * 1.0001,
        np.zeros_like,
    ],
    ids=["sign", "twice", "the 2 lost", "sum for mean", "one in 10,000", "never computed"],
)
def test_a_slip_is_called_one_and_its_array_is_named(number, name, slip):
    found = check(with_array(slopes_of(*PROBLEM), number, name, slip))
    assert found.agree is False
    assert found.worst[:2] == (number, name)
    assert found.message.startswith(f"The slopes differ.\nAt layers[{number}].{name}[")
    assert found.message.endswith("is a slip, not rounding.")


def test_a_transposed_array_is_a_slip():
    found = check(with_array(slopes_of(*PROBLEM), 0, "weights", np.transpose))
    assert found.agree is False
    assert found.worst[:2] == (0, "weights")


@pytest.mark.parametrize("index", [(0, 0), (3, 1), (2, 2)])
def test_one_wrong_number_is_found_where_it_is(index):
    def slip(array):
        changed = array.copy()
        changed[index] += 0.01 * np.abs(array).max()
        return changed

    found = check(with_array(slopes_of(*PROBLEM), 0, "weights", slip))
    assert found.worst == ParameterPlace(0, "weights", index)
    assert found.relative_difference == pytest.approx(0.01, rel=1e-4)
    place = f"layers[0].weights[{index[0]}, {index[1]}]"
    assert str(found.worst) == place
    given = slip(slopes_of(*PROBLEM)[0].weights)[index]
    true = slopes_of(*PROBLEM)[0].weights[index]
    assert found.message == (
        f"The slopes differ.\nAt {place} yours is {given:.6g}, measured {true:.6g}:\n"
        "a difference of 1.0% of the slopes beside it is a slip, not rounding."
    )


def test_a_slip_in_a_small_array_is_not_hidden_by_large_slopes_elsewhere():
    problem = make_problem([2, 3, 1], 5, [True, True], False, seed=9)
    layers = [problem.layers[0], Layer(problem.layers[1].weights * 1e-4, problem.layers[1].bias)]
    slopes = slopes_of(problem.inputs, problem.targets, layers)
    assert np.abs(slopes[0].weights).max() < 1e-3 * np.abs(slopes[1].bias).max()
    wrong = with_array(slopes, 0, "weights", lambda array: 1.001 * array)
    assert check_slopes(slopes, problem.inputs, problem.targets, layers).agree
    found = check_slopes(wrong, problem.inputs, problem.targets, layers)
    assert not found.agree
    assert found.worst[:2] == (0, "weights")


def test_dead_units_are_0_of_0_and_no_division_by_it():
    layers = [Layer([[1.0, 1.0]], [-50.0, 0.5]), Layer([[1.0], [1.0]], [0.0])]
    slopes = slopes_of([[1.0], [2.0]], [[0.0], [1.0]], layers)
    found = check_slopes(slopes, [[1.0], [2.0]], [[0.0], [1.0]], layers)
    assert found.agree is True
    leaky = with_array(slopes, 0, "weights", lambda array: array + np.array([[0.5, 0.0]]))
    assert check_slopes(leaky, [[1.0], [2.0]], [[0.0], [1.0]], layers).worst.index == (0, 0)


def test_a_layer_of_dead_units_alone_agrees_and_a_slope_there_is_a_slip():
    layers = [Layer([[1.0, 1.0]], [-50.0, -60.0]), Layer([[1.0], [1.0]], [0.3])]
    slopes = slopes_of([[1.0]], [[0.0]], layers)
    assert check_slopes(slopes, [[1.0]], [[0.0]], layers).agree is True
    leaky = with_array(slopes, 0, "weights", lambda array: array + 0.5)
    found = check_slopes(leaky, [[1.0]], [[0.0]], layers)
    assert found.agree is False
    assert found.relative_difference == float("inf")
    assert found.message == (
        "The slopes differ.\nAt layers[0].weights[0, 0] yours is 0.5, measured 0:\n"
        "a difference of many times the slopes beside it is a slip, not rounding."
    )


def test_all_slopes_0_agree_and_prove_little():
    layers = [Layer([[1.0]], [-5.0]), Layer([[1.0]])]
    slopes = slopes_of([[1.0]], [[0.0]], layers)
    found = check_slopes(slopes, [[1.0]], [[0.0]], layers)
    assert found[:3] == (True, 0.0, 0.0)
    assert "Every slope is 0, so that proves little" in found.message


def test_a_kink_within_the_nudge_is_left_out_and_named():
    # The hidden node receives exactly 0: a nudge of weight or bias opens and closes it.
    layers = [Layer([[0.5], [-0.25]], [0.0]), Layer([[2.0]], [1.0])]
    inputs, targets = [[1.0, 2.0]], [[0.0]]
    slopes = slopes_of(inputs, targets, layers)
    measured = numerical_slopes(inputs, targets, layers)
    assert abs(slopes[0].weights[0, 0] - measured[0].weights[0, 0]) > 0.5
    found = check_slopes(slopes, inputs, targets, layers)
    assert found.agree is True
    assert list(map(str, found.kinks)) == [
        "layers[0].weights[0, 0]",
        "layers[0].weights[1, 0]",
        "layers[0].bias[0]",
    ]
    assert found.message.endswith(
        "Left out: layers[0].weights[0, 0], layers[0].weights[1, 0], layers[0].bias[0] "
        "(3 in all).\nA relu opens or closes within the nudge there, so the measured slope mixes "
        "two.\nTry another input or a smaller step."
    )


def test_a_kink_near_by_is_within_a_wide_step_only():
    layers = [Layer([[1.0]], [-0.999]), Layer([[2.0]])]
    slopes = slopes_of([[1.0]], [[5.0]], layers)
    wide = check_slopes(slopes, [[1.0]], [[5.0]], layers, step=0.01)
    assert [str(place) for place in wide.kinks] == ["layers[0].weights[0, 0]", "layers[0].bias[0]"]
    narrow = check_slopes(slopes, [[1.0]], [[5.0]], layers, step=1e-5)
    assert narrow.kinks == ()
    assert wide.agree
    assert narrow.agree


def test_a_kink_hides_no_slip_beside_it():
    layers = [Layer([[0.0, 1.0]]), Layer([[2.0], [1.0]])]
    slopes = slopes_of([[1.0]], [[0.0]], layers)
    wrong = with_array(slopes, 0, "weights", lambda array: -array)
    found = check_slopes(wrong, [[1.0]], [[0.0]], layers)
    assert found.agree is False
    assert found.worst == ParameterPlace(0, "weights", (0, 1))
    assert [str(place) for place in found.kinks] == ["layers[0].weights[0, 0]"]


def test_a_minimum_with_error_left_over_is_no_slip():
    generator = np.random.default_rng(0)
    inputs, targets = generator.normal(size=(2, 20, 1))
    layers = train(inputs, targets, [Layer([[0.0]], [0.0])], learning_rate=0.3, epochs=200).layers
    slopes = slopes_of(inputs, targets, layers)
    assert max(np.abs(array).max() for array in arrays_of(slopes)) < 1e-12
    found = check_slopes(slopes, inputs, targets, layers)
    assert found.agree is True
    assert "Too small to be measured well: the slopes of layers[0]." in found.message


def test_an_exact_fit_is_no_slip():
    slopes = slopes_of(INPUTS, [[0.61]], EXAMPLE)
    assert check_slopes(slopes, INPUTS, [[0.61]], EXAMPLE).agree is True


def test_large_inputs_curve_the_loss_and_are_no_slip():
    generator = np.random.default_rng(0)
    inputs = 1000 * generator.normal(size=(5, 2))
    layers = [Layer(generator.normal(size=(2, 3)) / 1000)]
    labels = [0, 1, 2, 0, 1]
    slopes = slopes_of(inputs, labels, layers, SOFTMAX_CROSS_ENTROPY)
    found = check_slopes(slopes, inputs, labels, layers, SOFTMAX_CROSS_ENTROPY)
    assert found.relative_difference > ROUNDING
    assert found.agree is True
    assert found.message.startswith("The slopes agree as well as they can be measured.")
    wrong = with_array(slopes, 0, "weights", lambda array: array / 2)
    assert not check_slopes(wrong, inputs, labels, layers, SOFTMAX_CROSS_ENTROPY).agree


@settings(COURSE, max_examples=150)
@given(
    problems(most_layers=4, widest=5, most_rows=6),
    st.integers(-3, 3),
    st.sampled_from(["random", "near", "exact"]),
)
def test_right_slopes_agree_whatever_the_size_of_inputs_and_errors(problem, size, fit):
    inputs, targets, layers, loss = problem._replace(inputs=problem.inputs * 10.0**size)
    if loss is not SOFTMAX_CROSS_ENTROPY:
        error = {"random": 10.0**size, "near": 1e-6, "exact": 0.0}[fit]
        targets = forward(inputs, layers).prediction + error * targets
    slopes = slopes_of(inputs, targets, layers, loss)
    assert check_slopes(slopes, inputs, targets, layers, loss).agree


@settings(COURSE, max_examples=100)
@given(problems(most_layers=4, widest=5, most_rows=6), st.integers(0, 99))
def test_an_array_of_the_wrong_sign_never_passes_in_silence(problem, choice):
    slopes = slopes_of(*problem)
    number = choice % len(slopes)
    wrong = with_array(slopes, number, "weights", np.negative)
    found = check(wrong, problem)
    places = [place for place in found.kinks if place[:2] == (number, "weights")]
    seen = slopes[number].weights.copy()
    for place in places:
        seen[place.index] = 0
    is_visible = np.abs(seen).max() > 1e-8
    assert found.agree is not is_visible or "Too small to be measured" in found.message


def test_measured_slopes_are_the_quotient_that_the_docstring_states():
    step = 1e-3

    def loss(weight):
        return (weight * 3.0 - 1.0) ** 2

    expected = (loss(0.5 + step) - loss(0.5 - step)) / (2 * step)
    found = numerical_slopes([[3.0]], [[1.0]], [Layer([[0.5]])], step=step)
    assert found[0].weights[0, 0] == pytest.approx(expected, rel=1e-12)
    assert found[0].bias is None


def test_a_nudge_that_rounding_would_swallow_is_refused():
    sentence = r"^step is 1e-17, expected at most 1, and enough to change the number 0\.6$"
    with pytest.raises(ValueError, match=sentence):
        numerical_slopes(INPUTS, TARGETS, EXAMPLE, step=1e-17)
    large = [Layer([[1e6]])]
    slopes = slopes_of([[1.0]], [[5e5]], large)
    assert check_slopes(slopes, [[1.0]], [[5e5]], large).agree


def test_backward_s_own_slips_are_found_in_a_network_of_classes():
    generator = np.random.default_rng(2)
    layers = random_layers([3, 6, 4], generator)
    inputs, labels = generator.normal(size=(5, 3)), generator.integers(0, 4, 5)
    passed = forward(inputs, layers)
    loss_slope = SOFTMAX_CROSS_ENTROPY.slope(passed.prediction, labels)
    arguments = inputs, labels, layers, SOFTMAX_CROSS_ENTROPY
    assert check_slopes(backward(passed, layers, loss_slope), *arguments).agree
    summed = check_slopes(backward(passed, layers, loss_slope * 5), *arguments)
    assert summed.relative_difference == pytest.approx(4, rel=1e-6)
    gate_lost = passed._replace(pre_activations=[np.ones((5, 6)), passed.pre_activations[1]])
    found = check_slopes(backward(gate_lost, layers, loss_slope), *arguments)
    assert found.worst.layer == 0
