"""What the tests of the core share: random networks, and one way of running hypothesis.

hypothesis draws shapes and a seed, numpy draws the numbers: a failing example is then small in the
shape, and its numbers are as generic as random ones are.
"""

from typing import NamedTuple

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from helpers.losses import SOFTMAX_CROSS_ENTROPY, SQUARED_ERROR, Loss
from helpers.network import Layer

# The same examples in every run and on every machine, however slow it is.
COURSE = settings(derandomize=True, deadline=None, database=None)


class Problem(NamedTuple):
    """Rows, targets, layers and a loss that fit together."""

    inputs: np.ndarray
    targets: np.ndarray
    layers: list[Layer]
    loss: Loss


def make_problem(widths, rows, has_bias, is_classes, seed):
    """Return a Problem with numbers from a seed; `has_bias` has one bool for each layer."""
    generator = np.random.default_rng(seed)
    layers = [
        Layer(
            generator.normal(0, np.sqrt(2 / before), (before, after)),
            generator.normal(0, 0.5, after) if bias else None,
        )
        for before, after, bias in zip(widths, widths[1:], has_bias, strict=False)
    ]
    inputs = generator.normal(size=(rows, widths[0]))
    if is_classes:
        return Problem(
            inputs, generator.integers(0, widths[-1], rows), layers, SOFTMAX_CROSS_ENTROPY
        )
    return Problem(inputs, generator.normal(size=(rows, widths[-1])), layers, SQUARED_ERROR)


@st.composite
def problems(draw, most_layers=6, widest=32, most_rows=64):
    """Problems of 1 to `most_layers` layers, 1 to `widest` nodes, 1 to `most_rows` rows."""
    count = draw(st.integers(1, most_layers))
    widths = draw(st.lists(st.integers(1, widest), min_size=count + 1, max_size=count + 1))
    has_bias = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    return make_problem(
        widths,
        draw(st.integers(1, most_rows)),
        has_bias,
        draw(st.booleans()),
        draw(st.integers(0, 2**32)),
    )


def arrays_of(layers):
    """Every weights and bias array of a list of Layer, in order."""
    return [array for layer in layers for array in layer if array is not None]


def relative_error(found, expected):
    """The largest difference as a share of the largest slope of the same array, over all arrays.

    Where an array's slopes are all 0 (dead units) any difference counts in full.
    """
    worst = 0.0
    for one, other in zip(arrays_of(found), arrays_of(expected), strict=True):
        assert one.shape == other.shape
        scale = np.abs(other).max()
        worst = max(worst, np.abs(one - other).max() / (scale if scale > 0 else 1.0))
    return worst
