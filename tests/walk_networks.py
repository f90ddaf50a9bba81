"""Networks that the tests of walks step through, and arithmetic read the way a reader would."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers.losses import squared_error, squared_error_slope
from helpers.network import Layer, backward, forward
from helpers.training import update

LEARNING_RATE = 0.01
NUMBER = r"−?\d+(?:\.\d+)?(?:e−?\d+)?"


class Example(NamedTuple):
    """A network with one row of inputs and targets."""

    layers: list[Layer]
    inputs: np.ndarray
    targets: np.ndarray


RUNNING = Example(
    [Layer(np.array([[0.5, 0.6], [0.1, 0.2]])), Layer(np.array([[0.3], [0.4]]))],
    np.array([[1.0, 2.0]]),
    np.array([[0.5]]),
)
CLOSED = RUNNING._replace(layers=[Layer(np.array([[0.5, 0.6], [-0.4, 0.2]])), RUNNING.layers[1]])
DEEP = Example(
    [
        Layer(np.array(table))
        for table in (
            [[0.5, -0.4], [0.1, 0.3]],
            [[1.0, 0.4, -0.5], [0.5, -0.3, 0.8]],
            [[0.5, 0.2], [0.4, 0.3], [0.8, 0.6]],
            [[1.0], [0.8]],
        )
    ],
    RUNNING.inputs,
    np.array([[0.2]]),
)


def random_example(seed, widest=3, deepest=3):
    """Up to `deepest` layers of up to `widest` nodes, with and without bias, of several sizes."""
    generator = np.random.default_rng(seed)
    widths = generator.integers(1, widest + 1, generator.integers(2, deepest + 2))
    size, has_bias = 10.0 ** generator.integers(-2, 3), generator.random() < 0.4
    return example_of(widths, has_bias, generator, size)


def example_of(widths, has_bias, generator, size=1.0):
    """A network of random weights, with inputs and targets of a size."""
    layers = [
        Layer(
            generator.normal(size=(before, after)),
            generator.normal(size=after) if has_bias else None,
        )
        for before, after in pairwise(widths)
    ]
    inputs = size * generator.normal(size=(1, widths[0]))
    return Example(layers, inputs, size * generator.normal(size=(1, widths[-1])))


def numbers_by_numpy(example):
    """Every number of a walk by the name of its place, from the course's own functions."""
    layers, inputs, targets = example
    passed = forward(inputs, layers)
    slopes = backward(passed, layers, squared_error_slope(passed.prediction, targets))
    new_layers = update(layers, slopes, LEARNING_RATE)
    numbers = {"target": [None] * len(layers) + [targets[0]]}
    numbers["slope of weight"] = [layer.weights for layer in slopes]
    numbers["slope of bias"] = [layer.bias for layer in slopes]
    numbers["slope of value"] = _slopes_of_values(layers, passed, targets)
    numbers["gate"] = [None, *((z[0] > 0).astype(float) for z in passed.pre_activations[:-1])]
    numbers["path"] = _at_both_ends(layers, numbers)
    for network, is_new in ((layers, ""), (new_layers, "new ")):
        numbers |= _of_one_network(network, inputs, targets, is_new)
    change = np.array(numbers["new loss"][-1] - numbers["loss"][-1])
    numbers["new change"] = [*numbers["loss"][:-1], change]
    return numbers


def _of_one_network(layers, inputs, targets, new):
    passed = forward(inputs, layers)
    error = passed.prediction - targets
    befores = passed.activations[:-1]
    return {
        f"{new}value": [activation[0] for activation in passed.activations],
        f"{new}sum": [None, *(z[0] for z in passed.pre_activations)],
        f"{new}weight": [layer.weights for layer in layers],
        f"{new}bias": [layer.bias for layer in layers],
        f"{new}product": [a.T * layer.weights for a, layer in zip(befores, layers, strict=True)],
        f"{new}error": [None] * len(layers) + [error[0]],
        f"{new}square": [None] * len(layers) + [error[0] ** 2],
        f"{new}loss": [None] * len(layers) + [np.array(squared_error(passed.prediction, targets))],
    }


def _slopes_of_values(layers, passed, targets):
    """The slope at every activation but the inputs, column by column."""
    gates = [*(z > 0 for z in passed.pre_activations[:-1]), 1.0]
    slope = squared_error_slope(passed.prediction, targets)
    slopes = [slope[0]]
    for number in reversed(range(1, len(layers))):
        slope = (slope * gates[number]) @ layers[number].weights.T
        slopes.insert(0, slope[0])
    return [None, *slopes]


def _at_both_ends(layers, numbers):
    """What each path adds to a slope at an activation: weight x slope at the next sum."""
    gates = [*numbers["gate"][1:], 1.0]
    slopes = numbers["slope of value"][1:]
    return [
        layer.weights * (gate * slope)
        for layer, gate, slope in zip(layers, gates, slopes, strict=True)
    ]


def at(numbers, place):
    """The number that belongs at a place of a walk."""
    new = "new " if place.is_new else ""
    return float(numbers[new + place.quantity][place.layer][place.index])


def shows(text, number):
    """Whether a printed number is the number, to the digits shown: five, or all."""
    printed = Decimal(text.replace("−", "-"))
    digits = min(printed.as_tuple().exponent, printed.adjusted() - 4)
    slack = abs(number) * 1e-12
    return abs(float(printed) - number) <= float(Decimal(1).scaleb(digits) / 2) + slack


def read(arithmetic, digits=5):
    """Work an equation out as a reader does, with the printed numbers; check that it holds.

    It holds to so many `digits`, or to all that are printed. Returns the printed result as a float.
    """
    left, sign, right = re.fullmatch(r"(.+) ([=≈]) (.+)", arithmetic).groups()
    is_rounded = right.endswith(" (rounded)")
    printed = Decimal(right.removesuffix(" (rounded)").replace("−", "-"))
    value = _worked_out(left)
    if sign == "=":
        assert value == printed, arithmetic
    elif not is_rounded:
        last_digit = min(printed.as_tuple().exponent, printed.adjusted() - digits + 1)
        assert abs(value - printed) <= Decimal(1).scaleb(last_digit) / 2, arithmetic
    return float(printed)


def _worked_out(text):
    names = {"Decimal": Decimal, "relu": lambda x: max(x, 0), "gate": lambda x: Decimal(x > 0)}
    text = text.replace("relu′", "gate").replace("×", "*").replace("²", "**2").replace("−", "-")
    text = re.sub(r"(\d+(?:\.\d+)?(?:e-?\d+)?)(?!\d)", r"Decimal('\1')", text.replace("**2", "^"))
    return Decimal(eval(text.replace("^", "**2"), {"__builtins__": {}}, names))
