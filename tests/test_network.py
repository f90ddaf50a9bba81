"""Forward and backward: held against autograd, central differences and the course's example.

Run as a script, it prints the largest disagreement with autograd over many random networks.
"""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COURSE, arrays_of, make_problem, problems, relative_error

from helpers.gradient_check import numerical_slopes
from helpers.losses import SQUARED_ERROR, squared_error, squared_error_slope
from helpers.network import Layer, Passed, backward, forward
from helpers.training import slopes_of, update

EXAMPLE = [
    Layer(np.array([[0.5, 0.6], [0.1, 0.2]])),
    Layer(np.array([[0.3], [0.4]])),
]
LARGEST_DISAGREEMENT = 1e-12


def backward_slopes(problem):
    passed = forward(problem.inputs, problem.layers)
    return backward(passed, problem.layers, problem.loss.slope(passed.prediction, problem.targets))


def slopes_by_autograd(inputs, layers, loss):
    """Slopes of `loss(prediction)` from HIPS autograd, which shares no line with helpers."""

    def loss_of_parameters(parameters):
        values = inputs
        for number, (weights, *bias) in enumerate(parameters):
            values = anp.dot(values, weights) + (bias[0] if bias else 0.0)
            if number < len(parameters) - 1:
                values = anp.where(values > 0, values, 0.0)
        return loss(values)

    parameters = [[a.astype(float) for a in layer if a is not None] for layer in layers]
    return [Layer(*slopes) for slopes in autograd.grad(loss_of_parameters)(parameters)]


def autograd_slopes(problem):
    def squared(values):
        return anp.mean(anp.sum((values - problem.targets) ** 2, axis=1))

    def cross_entropy(values):
        scores = values - anp.max(values, axis=1, keepdims=True)
        shares = anp.exp(scores) / anp.sum(anp.exp(scores), axis=1, keepdims=True)
        return -anp.mean(anp.log(shares[np.arange(len(shares)), problem.targets]))

    loss = squared if problem.loss is SQUARED_ERROR else cross_entropy
    return slopes_by_autograd(problem.inputs, problem.layers, loss)


def disagreement_with_autograd(problem):
    return relative_error(backward_slopes(problem), autograd_slopes(problem))


@settings(COURSE, max_examples=250)
@given(problems())
def test_slopes_equal_those_of_autograd(problem):
    assert disagreement_with_autograd(problem) <= LARGEST_DISAGREEMENT


@pytest.mark.parametrize("is_classes", [False, True])
@pytest.mark.parametrize("has_bias", [False, True])
@pytest.mark.parametrize("rows", [1, 64])
@pytest.mark.parametrize("widths", [[1, 1], [32, 32], [1] * 7, [32] * 7, [1, 32, 1, 32, 1, 32, 2]])
def test_slopes_equal_those_of_autograd_at_the_corners(widths, rows, has_bias, is_classes):
    problem = make_problem(widths, rows, [has_bias] * 6, is_classes, seed=len(widths) + rows)
    assert disagreement_with_autograd(problem) <= LARGEST_DISAGREEMENT


def central_difference(problem, array, index, step=1e-5):
    """Nudge one number of a private copy: the slope, and whether a relu switched in between."""
    number = array[index]
    sides = []
    for nudged in (number + step, number - step):
        array[index] = nudged
        sides.append(forward(problem.inputs, problem.layers))
    array[index] = number
    rise, less = (problem.loss.value(side.prediction, problem.targets) for side in sides)
    signs = [
        np.concatenate([z.ravel() > 0 for z in side.pre_activations[:-1]] or [[]]) for side in sides
    ]
    return (rise - less) / (2 * step), bool((signs[0] != signs[1]).any())


@settings(COURSE, max_examples=200)
@given(problems(), st.integers(0, 2**32))
def test_slopes_equal_central_differences(problem, seed):
    """At places drawn from every array: all of them would take minutes."""
    generator = np.random.default_rng(seed)
    for array, slope in zip(
        arrays_of(problem.layers), arrays_of(backward_slopes(problem)), strict=True
    ):
        for _ in range(4):
            index = tuple(generator.integers(array.shape))
            measured, is_kinked = central_difference(problem, array, index)
            # The measurement rounds a loss of about 1 to 1e-16 and divides by 1e-5.
            allowed = max(1e-6 * np.abs(slope).max(), 1e-9)
            assert is_kinked or abs(measured - slope[index]) <= allowed


@settings(COURSE, max_examples=60)
@given(problems(widest=7, most_rows=9))
def test_numerical_slopes_equal_autograd(problem):
    for found, expected, array in zip(
        arrays_of(numerical_slopes(*problem)),
        arrays_of(autograd_slopes(problem)),
        arrays_of(problem.layers),
        strict=True,
    ):
        for index in np.ndindex(array.shape):
            if not central_difference(problem, array, index)[1]:
                allowed = max(1e-6 * np.abs(expected).max(), 1e-9)
                assert abs(found[index] - expected[index]) <= allowed


@settings(COURSE, max_examples=60)
@given(problems(), st.integers(0, 2**32))
def test_slopes_are_exact_where_every_number_is_whole(problem, seed):
    """Sums of small whole numbers do not round, and many pre-activations are exactly 0."""
    generator = np.random.default_rng(seed)

    def whole(array):
        return None if array is None else generator.integers(-1, 2, array.shape)

    layers = [Layer(*map(whole, layer)) for layer in problem.layers[:4]]
    inputs = whole(problem.inputs)
    loss_slope = generator.integers(-3, 4, (len(inputs), layers[-1].weights.shape[1]))
    passed = forward(inputs, layers)

    def weighted(values):
        return anp.sum(values * loss_slope)

    expected = slopes_by_autograd(inputs.astype(float), layers, weighted)
    found = backward(passed, layers, loss_slope)
    for slope, true in zip(arrays_of(found), arrays_of(expected), strict=True):
        np.testing.assert_array_equal(slope, true)


@settings(COURSE, max_examples=60)
@given(problems())
def test_forward_leaves_every_array_as_a_sum_over_nodes_makes_it(problem):
    """One row and one node at a time, without a matrix product."""
    passed = forward(problem.inputs, problem.layers)
    assert len(passed.pre_activations) == len(problem.layers)
    assert len(passed.activations) == len(problem.layers) + 1
    np.testing.assert_array_equal(passed.activations[0], problem.inputs)
    row = len(problem.inputs) - 1
    for number, (weights, bias) in enumerate(problem.layers):
        before, pre = passed.activations[number][row], passed.pre_activations[number][row]
        for node in range(weights.shape[1]):
            total = sum(
                value * weight for value, weight in zip(before, weights[:, node], strict=True)
            )
            total += 0 if bias is None else bias[node]
            assert pre[node] == pytest.approx(total, rel=1e-12, abs=1e-12)
        is_last = number == len(problem.layers) - 1
        after = passed.activations[number + 1][row]
        assert after.tolist() == [z if is_last or z > 0 else 0 for z in pre]
    assert passed.prediction is passed.activations[-1]


def exactly(value):
    return pytest.approx(np.array(value), rel=0, abs=1e-12)


def test_running_example_gives_every_number_of_the_course():
    passed = forward([[1, 2]], EXAMPLE)
    assert passed.activations[1] == exactly([[0.7, 1.0]])
    assert passed.pre_activations[0] == exactly([[0.7, 1.0]])
    assert passed.prediction == exactly([[0.61]])
    assert passed.prediction - 0.5 == exactly([[0.11]])
    assert squared_error(passed.prediction, [[0.5]]) == pytest.approx(0.0121, rel=0, abs=1e-12)
    loss_slope = squared_error_slope(passed.prediction, [[0.5]])
    assert loss_slope == exactly([[0.22]])
    # The slopes at the hidden nodes are those of a bias there, for one row.
    with_bias = [layer._replace(bias=np.zeros(layer.weights.shape[1])) for layer in EXAMPLE]
    slopes = backward(passed, with_bias, loss_slope)
    assert slopes[1].weights == exactly([[0.154], [0.22]])
    assert slopes[0].bias == exactly([0.066, 0.088])
    assert slopes[0].weights == exactly([[0.066, 0.088], [0.132, 0.176]])
    for slope, biased in zip(backward(passed, EXAMPLE, loss_slope), slopes, strict=True):
        assert slope.bias is None
        np.testing.assert_array_equal(slope.weights, biased.weights)
    after = update(EXAMPLE, slopes_of([[1, 2]], [[0.5]], EXAMPLE), 0.01)
    assert after[0].weights == exactly([[0.49934, 0.59912], [0.09868, 0.19824]])
    assert after[1].weights == exactly([[0.29846], [0.3978]])
    assert [layer.bias for layer in after] == [None, None]


def test_slopes_of_a_batch_are_the_mean_of_those_of_its_rows():
    inputs, targets, layers, loss = make_problem([3, 5, 2], 7, [True, True], False, seed=1)
    together = slopes_of(inputs, targets, layers, loss)
    alone = [slopes_of(inputs[i : i + 1], targets[i : i + 1], layers, loss) for i in range(7)]
    for position, slope in enumerate(arrays_of(together)):
        mean = np.mean([arrays_of(one)[position] for one in alone], axis=0)
        np.testing.assert_allclose(slope, mean, rtol=1e-13, atol=1e-13)


def test_backward_twice_gives_the_same_and_adds_nothing_up():
    problem = make_problem([3, 4, 2], 5, [True, False], True, seed=2)
    first, second = backward_slopes(problem), backward_slopes(problem)
    for one, other in zip(arrays_of(first), arrays_of(second), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_unit_closed_on_every_row_has_slopes_of_exactly_zero():
    layers = [Layer([[1.0, 1.0]], [0.0, -10.0]), Layer([[1.0], [1.0]], [0.0])]
    slopes = slopes_of([[1.0], [2.0]], [[0.0], [0.0]], layers)
    assert slopes[0].weights[0, 1] == slopes[0].bias[1] == slopes[1].weights[1, 0] == 0
    assert slopes[0].weights[0, 0] != 0


@pytest.mark.parametrize(
    "kind", [np.int8, np.uint8, np.int64, np.float16, np.float32, "<f8", ">f8"]
)
def test_whole_numbers_and_short_floats_are_converted_first(kind):
    weights = [np.array([[1, 2], [3, 0]], kind), np.array([[2], [1]], kind)]
    layers = [Layer(weights[0], np.array([1, 0], kind)), Layer(weights[1])]
    passed = forward(np.array([[100, 100]], kind), layers)
    assert passed.prediction.tolist() == [[1002.0]]
    slopes = backward(passed, layers, np.array([[2]], kind))
    assert slopes[0].weights.tolist() == [[400.0, 200.0], [400.0, 200.0]]
    assert {array.dtype for array in arrays_of(slopes)} == {np.dtype(np.float64)}
    assert passed.activations[0].dtype == np.float64
    after = update(layers, slopes, 0.0005)
    assert after[0].weights.tolist() == [[0.8, 1.9], [2.8, -0.1]]


def test_what_forward_returns_shares_no_memory_with_what_it_was_given():
    problem = make_problem([3, 4, 2], 5, [True, True], False, seed=3)
    passed = forward(problem.inputs, problem.layers)
    given = [problem.inputs, *arrays_of(problem.layers)]
    assert not any(np.shares_memory(one, array) for one in passed.activations for array in given)


def test_backward_needs_the_pass_of_these_layers():
    layers = make_problem([2, 3, 1], 4, [True, True], False, seed=4).layers
    passed = forward(np.ones((4, 2)), layers)
    wrong = Passed(passed.pre_activations, [np.ones((5, 2)), *passed.activations[1:]])
    with pytest.raises(ValueError, match=r"^passed\.pre_activations have the shapes .*expected"):
        backward(wrong, layers, np.ones((4, 1)))


def largest_disagreement(count):
    """The largest over `count` random networks of the sizes that the tests draw."""
    generator = np.random.default_rng(0)

    def problem(seed):
        layers = generator.integers(1, 7)
        return make_problem(
            generator.integers(1, 33, layers + 1),
            generator.integers(1, 65),
            generator.random(layers) < 0.5,
            generator.random() < 0.5,
            seed,
        )

    return max(disagreement_with_autograd(problem(seed)) for seed in range(count))


if __name__ == "__main__":
    largest = largest_disagreement(2000)
    print(f"Largest relative disagreement with autograd, 2000 random networks: {largest:.1e}")
