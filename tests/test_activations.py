"""ReLU and its slope, element by element."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from strategies import COURSE

from helpers.activations import relu, relu_slope

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = arrays(np.float64, array_shapes(min_dims=0, max_dims=3), elements=FINITE)


@settings(COURSE, max_examples=100)
@given(NUMBERS)
def test_relu_is_python_s_maximum_with_0(values):
    before = values.copy()
    found = relu(values)
    assert np.shape(found) == values.shape
    assert np.ravel(found).tolist() == [max(number, 0.0) for number in values.ravel().tolist()]
    np.testing.assert_array_equal(values, before)


@settings(COURSE, max_examples=100)
@given(NUMBERS)
def test_slope_is_that_of_autograd(values):
    expected = autograd.elementwise_grad(lambda z: anp.where(z > 0, z, 0.0))(values)
    np.testing.assert_array_equal(relu_slope(values), expected)
    assert relu_slope(values).shape == values.shape


@pytest.mark.parametrize("zero", [0.0, -0.0, 0])
def test_both_are_0_at_0(zero):
    assert relu(zero) == 0
    assert relu_slope(zero) == 0


def test_the_smallest_number_above_0_is_above_0():
    smallest = np.nextafter(0.0, 1.0)
    assert relu_slope([smallest, -smallest]).tolist() == [1.0, 0.0]
    assert relu([smallest, -smallest]).tolist() == [smallest, 0.0]


@pytest.mark.parametrize("function", [relu, relu_slope])
def test_whole_numbers_become_float64_and_nothing_is_shared(function):
    values = np.array([[-3, 0, 5]])
    assert function(values).dtype == np.float64
    floats = values.astype(float)
    assert not np.shares_memory(function(floats), floats)
