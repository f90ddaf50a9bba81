"""Read what a function returned as arrays, and compare it: structure, shape, finiteness, values.

What counts as the same answer, in one place:
- A number may be a Python number, a numpy number or an array of no dimensions.
- An array may be nested lists or tuples, a numpy matrix, of whole numbers, truth values, float32,
  fractions or decimals. A matrix of one row or column is flat where the right answer is.
- Several results may stand in a list, a tuple or an array with one entry for each.
- A layer may be of any kind: an object or a dict with the right names, a pair in the right order.
- Shapes have to be equal: (n,) is not (n, 1), and (1, 1) is not a number.
- Values may be apart by TOLERANCE of the largest right one: float32 passes, no slip does.
"""

import inspect
import numbers
from decimal import Decimal
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

TOLERANCE = 1e-5
ROUNDING = 1e-9
ROUGH = 1e-4
LARGEST_SIZE = 1_000_000
MOST_NAMED = 4
TOO_LARGE = "That is more than"
DEEPEST, MOST_ENTRIES = 6, 20
REAL = (numbers.Real, Decimal)


class Strange(NamedTuple):
    """A result that cannot be read as numbers: `words` complete "Your function returned ..."."""

    words: str
    mend: str = ""


class Mismatch(NamedTuple):
    """Where an answer first differs: in its "structure", "shape", "finiteness" or "values"."""

    kind: str
    part: int
    words: str = ""


def several(result):
    """Return whether a reference's result has several parts."""
    return isinstance(result, (list, tuple))


def read(result, expected):
    """Return the parts of `result` as new float64 arrays, as many as `expected` has; or Strange.

    The copies share no memory with the learner's objects. Arrays of other shapes are read too:
    comparing comes later. Where `expected` is a list of layers, the parts are their arrays, layer
    by layer.
    """
    too_large = _too_large(result)
    if too_large:
        return too_large
    if not several(expected):
        array = _read_array(_as_flat(result, expected))
        return array if isinstance(array, Strange) else (array,)
    if len(expected) and several(expected[0]):
        return _read_layers(result, expected[0])
    if isinstance(result, np.ndarray) and result.ndim > 0:
        result = list(result)
    if not isinstance(result, (list, tuple)):
        return _strange(result) or Strange(
            "one thing", f"The task asks for {len(expected)} results, in a list or a tuple."
        )
    if len(result) > LARGEST_SIZE:
        return Strange(f"a list of {len(result):,} entries", f"{TOO_LARGE} can be looked at.")
    beyond = repeat(0.0)  # where more results came than are expected
    parts = tuple(map(_read_array, map(_as_flat, result, chain(expected, beyond))))
    odd = next(((i, part) for i, part in enumerate(parts) if isinstance(part, Strange)), None)
    if odd:
        return _inside(odd[1], f"as result number {odd[0] + 1}")
    return parts


def _inside(strange, where):
    """Return the Strange for a result that holds one; a None in it was returned with it."""
    mend = "" if strange == NOTHING else strange.mend
    return Strange(f"{strange.words} {where}", mend)


def _too_large(value):
    """Return a Strange for an array larger than any is here, before anything goes through it."""
    if isinstance(value, np.ndarray) and value.size > LARGEST_SIZE:
        return Strange(
            f"an array of {value.size:,} numbers", f"{TOO_LARGE} this exercise can need."
        )
    return None


def _as_flat(value, right):
    """Return a matrix, which has two axes whatever it holds, as flat as the right answer is."""
    if not isinstance(value, np.matrix) or np.ndim(right) > 1:
        return value
    as_right = 1 in value.shape and value.size == np.size(right)
    return np.asarray(value).reshape(np.shape(right)) if as_right else value


def _read_layers(result, right):
    fields = right._fields
    if not isinstance(result, (list, tuple)) or len(result) > LARGEST_SIZE:
        asked = "The task asks for a list with an entry for each layer."
        strange = _strange(result) or Strange("one thing", asked)
        return strange._replace(mend=asked) if hasattr(result, "__dict__") else strange
    parts = []
    for number, layer in enumerate(result):
        values = _values_of(layer, fields)
        if values is None:
            return _too_large(layer) or _no_layer(layer, fields, number)
        arrays = map(_read_array, map(_as_flat, values, right))
        for field, array in zip(fields, arrays, strict=True):
            if isinstance(array, Strange):
                return _inside(array, f"as the {field} of entry {number}")
            parts.append(array)
    return tuple(parts)


def _no_layer(layer, fields, number):
    """Say what was found in place of a layer, so that names of a learner's own can be mended."""
    named = " and ".join(fields)
    found = list(layer if isinstance(layer, dict) else getattr(layer, "__dict__", {}))
    what = "something"
    if found:
        what = f"something with {', '.join(map(str, found[:MOST_NAMED]))}, but"
    elif isinstance(layer, (list, tuple)):
        what = f"a list of {len(layer)}"
    elif isinstance(layer, np.ndarray):
        what = "an array"
    return Strange(
        f"{what} without {named} as entry {number}",
        f"Each layer has both, under these names or as the pair ({', '.join(fields)}).",
    )


def _values_of(layer, fields):
    """The arrays of a layer, by name where it has names, else in order; None where it is none."""
    if isinstance(layer, dict):
        return [layer[field] for field in fields] if set(fields) <= set(layer) else None
    if all(hasattr(layer, field) for field in fields):
        return [getattr(layer, field) for field in fields]
    in_order = isinstance(layer, (list, tuple)) and len(layer) == len(fields)
    return list(layer) if in_order else None


def compare(parts, expected):
    """Return the first Mismatch between the parts of an answer and the right ones, or None."""
    if len(parts) != len(expected):
        return Mismatch("structure", 0)
    for number, (given, right) in enumerate(zip(parts, expected, strict=True)):
        if given.shape != right.shape:
            words = f"{shape_words(given)}, expected {shape_words(right)}"
            return Mismatch("shape", number, words)
    # Most often equal to the last digit, and right answers are finite: the rest takes longer.
    if all(map(_same_bytes, parts, expected)):
        return None
    for number, given in enumerate(parts):
        if not np.isfinite(given).all():
            words = "not a number (nan)" if np.isnan(given).any() else "infinity"
            return Mismatch("finiteness", number, words)
    for number, (given, right) in enumerate(zip(parts, expected, strict=True)):
        if not close(given, right):
            return Mismatch("values", number)
    return None


def _same_bytes(given, right):
    return given.tobytes() == right.tobytes()


def close(given, right):
    """Return whether two arrays of one shape hold the same numbers, nan and infinity included."""
    if given.shape != right.shape:
        return False
    return _same_bytes(given, right) or not differing(given, right).any()


@np.errstate(over="ignore", invalid="ignore")  # a wrong answer may be as large as numbers get
def differing(given, right):
    """Return for each place of two arrays of one shape whether their numbers differ there."""
    finite = np.isfinite(right)
    largest = np.abs(right[finite]).max(initial=0.0)
    apart = np.abs(given - right) <= max(TOLERANCE * largest, ROUNDING)
    alike = (given == right) | (np.isnan(given) & np.isnan(right))
    return ~np.where(finite, apart, alike)


@np.errstate(over="ignore")  # a wrong answer may be as large as numbers get
def farthest_apart(yours, right):
    """Return the place at which two arrays of one shape differ most."""
    flat = np.abs(yours - right).argmax()
    return tuple(int(index) for index in np.unravel_index(flat, right.shape))


def same_parts(parts, others):
    """Return whether two answers are alike, part by part."""
    return len(parts) == len(others) and all(map(close, parts, others))


def roughly_same(parts, others):
    """Return whether two answers are alike as far as a slope by a small nudge can be."""
    return len(parts) == len(others) and all(
        given.shape == right.shape and np.allclose(given, right, ROUGH, ROUGH, equal_nan=True)
        for given, right in zip(parts, others, strict=True)
    )


def shape_words(array):
    """Return "one number" or "shape (2, 3)"."""
    return "one number" if array.ndim == 0 else f"shape {array.shape}"


def _holds_too_much(value, depth=0):
    """Whether a list goes deeper than any result does: one that is its own entry has no end."""
    if depth > DEEPEST:
        return True
    return isinstance(value, (list, tuple)) and any(
        _holds_too_much(item, depth + 1) for item in value[:MOST_ENTRIES]
    )


def _read_array(value):
    # As most results come; the questions below take ten times as long.
    if type(value) is np.ndarray and value.dtype == np.float64 and value.size <= LARGEST_SIZE:
        return value.copy()
    strange = _strange(value) or _too_large(value)
    if strange:
        return strange
    if _holds_too_much(value):
        return Strange("a list in a list in a list, without end", "Is a list an entry of itself?")
    try:
        array = np.array(value, subok=False)
    except ValueError:
        return _uneven(value)
    return _as_floats(array)


def _uneven(value):
    if all(isinstance(entry, np.ndarray) and entry.ndim for entry in value):
        return Strange(
            f"a list of {len(value)} arrays",
            "One array is expected there. Do you return more than the task asks for?",
        )
    return Strange("a list whose rows have different lengths or kinds", "Rows need one length.")


def _as_floats(array):
    if array.size > LARGEST_SIZE:
        return Strange(f"a list of {array.size:,} numbers", f"{TOO_LARGE} can be looked at.")
    if array.dtype.kind == "c":
        return Strange("complex numbers", "All numbers here are real.")
    if array.dtype.kind == "O" and any(item is ... for item in array.flat):
        return Strange("... in a list", "A gap is still open.")
    if array.dtype.kind == "O" and not all(isinstance(item, REAL) for item in array.flat):
        odd = next(item for item in array.flat if not isinstance(item, REAL))
        kind = "None" if odd is None else type(odd).__name__
        mend = "It has to hold numbers of Python's or numpy's own, and nothing else."
        return Strange(f"an array with {kind} in it", mend)
    if array.dtype.kind in "US":
        return Strange("texts", "Return the numbers themselves, not their texts.")
    if array.dtype.kind not in "biufO":
        return Strange(f"an array of {array.dtype.name}", "It has to hold numbers.")
    with np.errstate(all="ignore"):
        return array.astype(np.float64)


NOTHING = Strange("None", "Does every path through it end in a return with a value?")
_WORDS = (
    (type(None), *NOTHING),
    (type(...), "... and no number", "A gap is still open."),
    (str, "text", "Return the number itself, not its text."),
    (bytes, "text", "Return the number itself, not its text."),
    (dict, "a dict", "Return the values themselves, in the order that the task gives."),
    ((set, frozenset), "a set", "A set has no order: return a list or an array."),
    (range, "a range", "Return a list or an array."),
    (complex, "a complex number", "All numbers here are real."),
)


def _strange(value):
    """Return words for what can never be numbers, None for what may be."""
    for kinds, words, mend in _WORDS:
        if isinstance(value, kinds):
            return Strange(words, mend)
    if inspect.iscoroutine(value):
        value.close()  # or Python complains, later and elsewhere, that nobody waited for it
        return Strange("a promise of a result", "Leave out the async before def.")
    if hasattr(value, "__next__"):
        return Strange(
            "a generator: numbers that are still to be made",
            "Is there a yield, or round brackets around a for? Return a list or an array.",
        )
    if callable(value):
        return Strange("a function", "Call it, or return what it gives.")
    if isinstance(value, (list, tuple, numbers.Number)) or hasattr(value, "__array__"):
        return None
    return Strange(f"an object of type {type(value).__name__}", "Return numbers or arrays.")
