"""The door of every helper: arguments come in as float64 arrays of the right shape, or not at all.

Each check returns its argument in the form that the mathematics needs and leaves the original as it
was. What cannot be used raises ValueError or TypeError: the argument's name, what came, what was
expected and, where there is one, the mend.
"""

from collections.abc import Sequence
from functools import wraps
from itertools import pairwise
from numbers import Integral, Real

import numpy as np


def checked_by(check):
    """Return a decorator that sends a function's arguments through `check` first.

    `check` takes the same arguments and returns them as they should be. Both stay within reach, as
    `.check` and `.unchecked`, for loops that check once and then call a million times.
    """

    def decorate(function):
        @wraps(function)
        def checked(*arguments, **named):
            return function(*check(*arguments, **named))

        checked.check = check
        checked.unchecked = function
        return checked

    return decorate


def unchecked(function):
    """Return the bare function behind `checked_by`, or the function itself where there is none."""
    return getattr(function, "unchecked", function)


def numbers(name, value):
    """Return `value` as a float64 array: real, finite and not empty."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} {_is(name)} ragged, expected rows of one length") from None
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} {_is(name)} {_kind(value, array)}, expected numbers")
    if array.size == 0:
        raise ValueError(
            f"{name} {_is(name)} empty, with shape {array.shape}; expected at least one number"
        )
    with np.errstate(over="ignore"):  # what float64 cannot hold becomes infinity: found below
        array = array.astype(np.float64)
    strange = np.argwhere(~np.isfinite(array))
    if len(strange):
        place = tuple(int(i) for i in strange[0])
        at = f" at index {list(place)}" if place else ""
        raise ValueError(
            f"{name} {_have(name)} the value {array[place]}{at}, expected finite numbers"
        )
    return array


def matrix(name, value, meaning="one row per example"):
    """Return `value` as a float64 array of two dimensions."""
    array = numbers(name, value)
    if array.ndim == 2:
        return array
    mend = {
        0: f"write [[{name}]]",
        1: f"reshape with {name}[:, None] for one column or {name}[None, :] for one row",
    }.get(array.ndim, f"reshape with {name}.reshape(len({name}), -1)")
    raise ValueError(
        f"{name} {_have(name)} shape {array.shape}, expected two dimensions, {meaning}; {mend}"
    )


def same_shape(name, value, shape, like):
    """Return `value` as a float64 array of exactly `shape`: (n,) is not (n, 1)."""
    array = numbers(name, value)
    if array.shape == shape:
        return array
    raise ValueError(
        f"{name} {_have(name)} shape {array.shape}, expected {shape} like {like}"
        f"{_mend(name, array.shape, shape)}"
    )


def class_labels(name, value, rows, classes):
    """Return `value` as whole numbers of shape (rows,), each from 0 to classes - 1."""
    labels = numbers(name, value)
    if labels.shape != (rows,):
        mend = _mend(name, labels.shape, (rows,))
        if not mend and labels.shape == (rows, classes):
            mend = f"; make labels of one-hot rows with {name}.argmax(axis=1)"
        raise ValueError(
            f"{name} {_have(name)} shape {labels.shape}, "
            f"expected ({rows},): one label for each row{mend}"
        )
    strange = np.flatnonzero((labels != np.floor(labels)) | (labels < 0) | (labels >= classes))
    if len(strange):
        raise ValueError(
            f"{name} {_have(name)} the label {labels[strange[0]]:g} in row {strange[0]}, "
            f"expected whole numbers from 0 to {classes - 1}: the prediction has {classes} columns"
        )
    return labels.astype(np.int64)


def positive(name, value):
    """Return `value` as a float above zero and below infinity."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise TypeError(f"{name} is {_kind(value)}, expected a number above 0")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf") if value > 0 else float("-inf")
    if not 0 < number < float("inf"):
        raise ValueError(f"{name} is {number:g}, expected a finite number above 0")
    return number


def true_or_false(name, value):
    """Return `value` as a bool where it is True or False: nothing else counts as either."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} is {_kind(value)}, expected True or False")
    return bool(value)


def function(name, value):
    """Return `value` where it can be called."""
    if not callable(value):
        raise TypeError(f"{name} is {_kind(value)}, expected a function")
    return value


def whole_number(name, value, lowest, highest=None, reason=""):
    """Return `value` as an int from `lowest` to `highest`, both included."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
        raise TypeError(f"{name} is {_kind(value)}, expected a whole number{reason}")
    if value < lowest or (highest is not None and value > highest):
        span = f"of at least {lowest}" if highest is None else f"from {lowest} to {highest}"
        raise ValueError(f"{name} is {value}, expected a whole number {span}{reason}")
    return int(value)


def random_generator(name, value):
    """Return `value` where it is a numpy.random.Generator."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(f"{name} is {_kind(value)}, expected numpy.random.default_rng(seed)")
    return value


def list_of(name, value, kind, most):
    """Return `value`, a list of one to `most` of a NamedTuple `kind`, as it is."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, kind) for item in value):
        made = f"[{kind.__name__}({', '.join(kind._fields)})]"
        raise TypeError(f"{name} are not a list of {kind.__name__}, expected {made}")
    if not 1 <= len(value) <= most:
        raise ValueError(f"{name} are {len(value)}, expected one to {most}")
    return value


def layer_list(layers, make, name="layers"):
    """Return `layers` as a list of `make(weights, bias)` in float64, each as wide as the next."""
    if isinstance(layers, make):
        raise TypeError(f"{name} is a single {make.__name__}, expected a list: write [layer]")
    if not isinstance(layers, Sequence) or isinstance(layers, (str, bytes)):
        raise TypeError(f"{name} is {_kind(layers)}, expected a list of {make.__name__}")
    if not layers:
        raise ValueError(f"{name} is empty, expected at least one {make.__name__}")
    clean = [_layer(f"{name}[{number}]", layer, make) for number, layer in enumerate(layers)]
    for number, (before, after) in enumerate(pairwise(clean)):
        if before.weights.shape[1] != after.weights.shape[0]:
            raise ValueError(
                f"{name}[{number + 1}].weights have {after.weights.shape[0]} rows, expected "
                f"{before.weights.shape[1]}: one for each column of {name}[{number}].weights"
            )
    return clean


def widths_of(layers):
    """Return how many numbers each column of a network holds, the inputs first."""
    return [len(layers[0].weights)] + [layer.weights.shape[1] for layer in layers]


def forward_pass(passed, layers, make, name="passed"):
    """Return `passed` as `make(pre_activations, activations)` in float64, as `layers` make them."""
    if not isinstance(passed, make):
        raise TypeError(f"{name} is {_kind(passed)}, expected what forward returns")
    clean = make(*(_matrices(f"{name}.{field}", passed._asdict()[field]) for field in make._fields))
    rows = len(clean.activations[0]) if clean.activations else 0
    expected = [(rows, width) for width in widths_of(layers)]
    for field, wanted in zip(make._fields, (expected[1:], expected), strict=True):
        came = [array.shape for array in getattr(clean, field)]
        if came != wanted:
            raise ValueError(
                f"{name}.{field} have the shapes {came}, expected {wanted}: "
                "pass the same layers forward first"
            )
    return clean


def same_shapes(name, layers, expected):
    """Return `layers` where each has weights and bias of the shapes that `expected` has."""
    if len(layers) != len(expected):
        raise ValueError(f"{name} have {len(layers)} layers, expected {len(expected)} like layers")
    for number, pair in enumerate(zip(layers, expected, strict=True)):
        came, wanted = ([None if a is None else a.shape for a in layer] for layer in pair)
        if came != wanted:
            raise ValueError(
                f"{name}[{number}] has weights and bias of shapes {came[0]} and {came[1]}, "
                f"expected {wanted[0]} and {wanted[1]} like layers[{number}]"
            )
    return layers


def _layer(name, layer, make):
    # Not by its type: a learner's own Layer serves as well, if it holds the same two arrays.
    if not all(hasattr(layer, field) for field in make._fields):
        raise TypeError(f"{name} is {_kind(layer)}, expected a {make.__name__}(weights, bias)")
    weights = matrix(
        f"{name}.weights", layer.weights, "(inputs of the layer, outputs of the layer)"
    )
    if layer.bias is None:
        return make(weights, None)
    like = f"the columns of {name}.weights"
    return make(weights, same_shape(f"{name}.bias", layer.bias, weights.shape[1:], like))


def _matrices(name, values):
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"{name} {_is(name)} {_kind(values)}, expected a list of arrays")
    return [matrix(f"{name}[{number}]", array) for number, array in enumerate(values)]


def _mend(name, came, wanted):
    if len(came) == 1 and (*came, 1) == wanted:
        return f"; reshape with {name}[:, None]"
    if came == (*wanted, 1):
        return f"; flatten with {name}[:, 0]"
    if came == (1, *wanted):
        return f"; flatten with {name}[0]"
    if len(came) == 2 and came[::-1] == wanted:
        return f"; transpose with {name}.T"
    return ""


def _plural(name):
    return name.endswith("s") and not name.endswith(("ss", "bias"))


def _is(name):
    return "are" if _plural(name) else "is"


def _have(name):
    return "have" if _plural(name) else "has"


def _kind(value, array=None):
    if value is None:
        return "None"
    if isinstance(value, (str, bytes)):
        return f"the text {value!r}"
    if array is not None and array.dtype.kind == "O" and array.size and array.ndim:
        odd = (item for item in array.flat if not isinstance(item, Real))
        return f"partly {_kind(next(odd, array.flat[0]))}"
    if array is not None:
        return {"b": "True or False", "c": "complex", "U": "text", "S": "text"}.get(
            array.dtype.kind, f"of type {type(value).__name__}"
        )
    return f"of type {type(value).__name__}"
