"""ReLU, the rectified linear unit, and its slope: arrays in, arrays of the same shape out."""

import numpy as np

from helpers import checks
from helpers.checks import checked_by


def _pre_activation(pre_activation):
    return (checks.numbers("pre_activation", pre_activation),)


@checked_by(_pre_activation)
def relu(pre_activation):
    """Return the values above zero as they are, and zero for the rest.

    Raises ValueError or TypeError where `pre_activation` is empty, not finite or not numbers.

    >>> relu([-2.0, 0.0, 3.0])
    array([0., 0., 3.])
    """
    return np.maximum(pre_activation, 0.0)


@checked_by(_pre_activation)
def relu_slope(pre_activation):
    """Return relu's slope at each value: 1 above zero, 0 below.

    At exactly zero the curve has a kink and no slope of its own. The course takes 0 there, as
    PyTorch and jax.nn.relu do.

    Raises ValueError or TypeError where `pre_activation` is empty, not finite or not numbers.

    >>> relu_slope([-2.0, 0.0, 3.0])
    array([0., 0., 1.])
    """
    return np.where(pre_activation > 0, 1.0, 0.0)
