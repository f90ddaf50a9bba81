"""Check a network of anyone's own design: measure its slopes, compare, and train it.

`gradient_check` knows the course's layers. Here a network may be any object, with any names: three
functions say where its numbers are, how wrong it is, and which slopes it found.
"""

from copy import deepcopy
from typing import NamedTuple

import numpy as np

from helpers import checks

STEP = 1e-5
"""How far each number is nudged, up and down."""

ROUNDING = 1e-6
"""Differences up to this share of the largest slope in the same array are put down to rounding."""

SAFETY = 10
"""So many times what a measurement may be off by is put down to the measurement."""


class OwnCheck(NamedTuple):
    """The outcome: whether the slopes agree, the loss before and after training, two sentences."""

    agree: bool
    loss_before: float
    loss_after: float
    message: str


def check_own_network(network, parameters, loss, slopes, learning_rate=0.01, updates=100):
    """Compare a network's slopes with measured ones, then train it with them; an OwnCheck.

    `network` is anything that can be copied; all is done to copies. `parameters(network)` returns
    the arrays of floats that `loss` reads, themselves and not copies of them: one array, or a list,
    tuple or dict of arrays, nested at will; None stands for no array. `loss(network)` returns one
    number, and `slopes(network)` the slope of it at each number, in arrays of the same shapes and
    in the same order. Each number is nudged up and down by 1e-5, and by half of that, to find what
    the measurement is off by. Training takes `updates` steps.

    Raises TypeError or ValueError where these do not fit, or where no nudge moves the loss.
    """
    learning_rate = checks.positive("learning_rate", learning_rate)
    updates = checks.whole_number("updates", updates, 1)
    found = _slopes_of(deepcopy(network), parameters, slopes)
    measured = _measured(network, parameters, loss, STEP)
    finer = _measured(network, parameters, loss, STEP / 2)
    if not any(array.any() for array in measured):
        raise ValueError(
            "no nudge of the parameters moves the loss, expected the arrays that loss reads: "
            "return these themselves, not copies of them"
        )
    before = _loss_of(deepcopy(network), loss)
    after = _loss_after(network, parameters, loss, slopes, learning_rate, updates)
    noise = SAFETY * np.finfo(np.float64).eps * max(abs(before), 1.0) / STEP
    wrong = _first_wrong(found, measured, finer, noise)
    count = sum(array.size for array in measured)
    message = wrong or f"All {count} slopes agree with the measured ones."
    message += f"\n{updates} updates at learning rate {learning_rate:g}: "
    message += f"the loss goes from {before:.4f} to {after:.4f}."
    return OwnCheck(not wrong, before, after, message)


def _arrays(name, found):
    """Return the arrays in lists, tuples and dicts, one after the other."""
    if found is None:
        return []
    if isinstance(found, np.ndarray):
        return [found]
    if isinstance(found, dict):
        found = list(found.values())
    if not isinstance(found, list | tuple):
        raise TypeError(
            f"{name} return something of type {type(found).__name__}, expected numpy arrays, "
            "or a list, tuple or dict of them"
        )
    return [array for part in found for array in _arrays(name, part)]


def _parameters_of(network, parameters):
    arrays = _arrays("parameters", parameters(network))
    if not arrays:
        raise ValueError("parameters return no array, expected one at least")
    for number, array in enumerate(arrays):
        if array.dtype != np.float64:
            raise TypeError(
                f"parameters[{number}] has dtype {array.dtype}, expected float64: "
                "a nudge would be lost in it"
            )
    return arrays


def _slopes_of(network, parameters, slopes):
    shapes = [array.shape for array in _parameters_of(network, parameters)]
    found = _arrays("slopes", slopes(network))
    if [array.shape for array in found] != shapes:
        raise ValueError(
            f"slopes have the shapes {[array.shape for array in found]}, expected {shapes}: "
            "those of the parameters, in their order"
        )
    return [np.array(array, dtype=float) for array in found]


def _loss_of(network, loss):
    return float(checks.same_shape("loss", loss(network), (), "a single number"))


def _measured(network, parameters, loss, step):
    """Return the measured slopes, an array for each of the parameters."""
    moved, measured = deepcopy(network), []
    for array in _parameters_of(moved, parameters):
        measured.append(np.zeros(array.shape))
        for place, value in np.ndenumerate(array):
            array[place] = value + step
            above = _loss_of(moved, loss)
            array[place] = value - step
            measured[-1][place] = (above - _loss_of(moved, loss)) / (2 * step)
            array[place] = value
    return measured


def _loss_after(network, parameters, loss, slopes, learning_rate, updates):
    trained = deepcopy(network)
    for _ in range(updates):
        found = _slopes_of(trained, parameters, slopes)
        for array, slope in zip(_parameters_of(trained, parameters), found, strict=True):
            array -= learning_rate * slope
    return float(loss(trained))


def _first_wrong(found, measured, finer, noise):
    """Say in words which slope is furthest off in the first array with a wrong one, or nothing."""
    for number, (own, right, again) in enumerate(zip(found, measured, finer, strict=True)):
        blur = np.maximum(ROUNDING * np.abs(right).max(initial=0), SAFETY * np.abs(right - again))
        excess = np.abs(own - right) - np.maximum(blur, noise)
        if not (excess <= 0).all():
            place = np.unravel_index(np.argmax(excess), excess.shape)
            where = f"parameters[{number}][{', '.join(map(str, place))}]"
            return (
                f"{where}: your slope is {own[place]:.6g}, the measured one is {right[place]:.6g}."
            )
    return ""
