"""What an exception raised by a learner's function means: their line, and a sentence or two.

All that is needed is read from the traceback at once, as text: no frame, array or exception of the
learner's outlives the call.
"""

import ast
import re
from typing import NamedTuple

from helpers.exercises.checker.edits import called_name
from helpers.exercises.checker.error_location import operands, scene_of, shape_of, value_of
from helpers.exercises.checker.mistaken import (
    is_pythons,
    largest_of_two,
    list_in_use,
    misspelt,
    pythons_own,
    some_list,
    uncalled,
)

LONGEST_TEXT = 300
COMPARE_AS_WHOLES = ("max", "min", "sorted")
REFUSED = re.compile(
    r"Cannot cast ufunc '\w+' output from .* to dtype\('(?P<type>bool|u?int\d+)'\)"
)
NO_ENTRIES = "Square brackets stand for an entry of a list or an array, and this is a number."
NOTHING_IN_USE = (
    "A None is in use as if it were a number. Which function did it come from: does that one end "
    "in a return? print and append, for instance, give None."
)
NO_MATRICES = "A matrix product needs an array on both sides. A single number is not one."
NOT_RUN = (
    "has not been run since the kernel started. In the menu, choose Run, then Run All Above "
    "Selected Cell."
)
SUCH_AS = ", such as a hidden layer"
WHOLE_PLACES = "Square brackets take a place, a whole number. A name follows a dot."


class Raised(NamedTuple):
    """An exception in words: its type, its own text, the learner's line, and what it means."""

    kind: str
    text: str
    place: str
    line: str
    meaning: str


def describe_raised(error, function):
    """Return a Raised for an exception that came out of `function`."""
    kind, text = type(error).__name__, _text_of(error)
    scene = scene_of(error, function)
    for kinds, explain in _EXPLANATIONS:
        if isinstance(error, kinds):
            meaning = explain(text, scene)
            if meaning:
                break
    else:
        meaning = ""
    return Raised(kind, text, scene.place, scene.line, meaning)


def meaning_in(exercise, raised):
    """Return what an exception means; without an example from networks where there is none."""
    return raised.meaning if exercise.notebook else raised.meaning.replace(SUCH_AS, "")


def _text_of(error):
    try:
        return str(error)[:LONGEST_TEXT]
    except BaseException:
        return ""


# ---- values ----


def _looks_for_an_entry(node):
    """Whether a list is searched: entries.index(x), entries.remove(x), x in entries."""
    if isinstance(node, ast.Compare):
        return isinstance(node.ops[0], (ast.In, ast.NotIn))
    return called_name(node) in ("index", "remove", "count")


def _compares_with_an_entry(node, scene):
    """Whether a name is compared with the first or the last entry of a list: x == entries[-1]."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return False
    sides = [node.left, node.comparators[0]]
    entry = next((side for side in sides if isinstance(side, ast.Subscript)), None)
    if entry is None or not any(isinstance(side, ast.Name) for side in sides):
        return False
    is_at_an_end = ast.unparse(entry.slice) in ("0", "-1")
    return is_at_an_end and isinstance(value_of(entry.value, scene), list)


def _truth_value(text, scene):
    if "truth value" not in text:
        return ""
    node = scene.expression
    if _looks_for_an_entry(node):
        return (
            "To find an entry in a list, Python compares it with each of them, and a comparison of "
            "arrays is no single True or False. Count the turns of the loop in place of searching."
        )
    if _compares_with_an_entry(node, scene):
        return (
            "Between arrays, == and != compare element by element, and that is no single True or "
            "False. To know which entry of the list this is, count the turns of the loop."
        )
    name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if name in COMPARE_AS_WHOLES and is_pythons(name, scene):
        return (
            f"{name} is Python's own and compares things as a whole, which an array does not "
            "allow. To compare element by element, numpy has a function."
        )
    return (
        "An if, and, or, not needs one True or False. A comparison of an array gives one for "
        "each of its numbers, and Python does not choose. You need a decision for every element: "
        "numpy has functions that make it."
    )


def _shapes_in_words(text, scene):
    """Return both operands with their shapes, those that Python named where ours are not known."""
    sides = [(ast.unparse(node), shape_of(node, scene)) for node in operands(scene)]
    if sides and all(shape for _, shape in sides):
        return " and ".join(f"{source} has shape {shape}" for source, shape in sides)
    named = re.findall(r"\([\d, ]+\)", text)[:2]
    if sides and len(named) == len(sides):
        pairs = zip(sides, named, strict=True)
        return " and ".join(f"{source} has shape {shape}" for (source, _), shape in pairs)
    return f"the shapes are {' and '.join(named)}" if named else ""


def _alignment(text, scene):
    if "matmul" not in text and "not aligned" not in text:
        return ""
    if "enough dimensions" in text:
        if any(value_of(node, scene) is None for node in operands(scene)):
            return NOTHING_IN_USE
        return NO_MATRICES
    shapes = _shapes_in_words(text, scene)
    found = f"Here {shapes}. " if shapes else ""
    return (
        f"{found}In a matrix product the inner numbers have to be equal: (a, b) @ (b, c) gives "
        "(a, c). Write down both shapes and what shape you need."
    )


def _broadcast(text, scene):
    if "broadcast" not in text:
        return ""
    shapes = _shapes_in_words(text, scene)
    found = f"Here {shapes}. " if shapes else ""
    needed = "To be combined element by element, arrays need matching shapes."
    if _have_a_matrix_product(scene):
        needed = (
            "* multiplies element by element, and that takes matching shapes. Should each number "
            "meet one other here, or each row a whole column?"
        )
    return f"{found}{needed} Write beside each name what its rows and columns stand for."


def _have_a_matrix_product(scene):
    """Whether * stands between two tables of which there is a matrix product, one way or another.

    It may take a transpose, put on or taken off.
    """
    node = scene.expression
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
        return False
    left, right = (shape_of(side, scene) or () for side in operands(scene))
    return len(left) == len(right) == 2 and not set(left).isdisjoint(right)


def _ragged(text, _):
    if "inhomogeneous" not in text:
        return ""
    return "All rows of an array have the same length. Arrays of different shapes stay in a list."


def _setting(text, _):
    if "setting an array element" not in text:
        return ""
    return "One place of an array holds one number. Here a whole array, or something else, goes in."


def is_refused_by_an_array(raised):
    """Return whether numpy refuses to put numbers into an array that was made for others."""
    return bool(REFUSED.match(raised.text))


def _casting(text, _):
    refused = REFUSED.match(text)
    if not refused:
        return ""
    made_for = "True and False" if refused["type"] == "bool" else "whole numbers"
    return f"What is computed here cannot go back into an array that was made for {made_for}."


def _unpacking(text, _):
    if "to unpack" not in text:
        return ""
    if "at least" in text:
        return "Each name on the left side needs a value; only the one with the star may have none."
    return (
        "The number of names on the left side differs from the number of values on the right side."
    )


def _one_branch(text, _):
    if "both or neither" not in text:
        return ""
    return "np.where needs two more things after the condition: one for True, and one for False."


def _axis(text, _):
    found = re.search(r"axis (-?\d+) is out of bounds for array of dimension (\d+)", text)
    if not found:
        return ""
    axis, dimension = found.groups()
    has = {"0": "is a single number and has none", "1": "has one axis, number 0"}
    there = has.get(dimension, f"has {dimension} axes, counted from 0")
    return f"Axis {axis} was asked for, and this array {there}."


# ---- names and places ----


def _name(text, scene):
    missing = re.search(r"'(\w+)'", text)
    name = missing.group(1) if missing else ""
    if "not associated" in text or "referenced before" in text:
        where = scene.function or "your function"
        return (
            f"{name} is given a value in {where}, but not before this line on this path. "
            "Was its first value forgotten, or is it set only inside an if or a loop?"
        )
    if name == "np":
        return f"The cell with import numpy as np {NOT_RUN}"
    near = misspelt(name, scene)
    meant = f"Did you mean {near}?" if near else "Is it misspelt?"
    return (
        f"Python does not know the name {name} here. {meant} If a cell above defines it, that "
        f"cell {NOT_RUN}"
    )


def _brackets(text, _):
    """An IndexError that is not about a place which is not there."""
    if "too many indices" in text:
        return (
            "More places are asked for in the square brackets than the array has axes: an array "
            "of shape (n,) has one, an array of shape (n, m) two."
        )
    if "invalid index to scalar" in text:
        return NO_ENTRIES
    if "only integers" in text or "must be of integer" in text:
        return WHOLE_PLACES
    if "boolean index" in text:
        return "An array of True and False picks entries only if it has the same shape."
    return ""


def _index(text, scene):
    size = re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", text)
    if size:
        index, axis, length = size.groups()
        return (
            f"Place {index} was asked for, where axis {axis} has {length}: counted from 0, the "
            f"last is {int(length) - 1}. Is this the right array, and all of it? Does a list lack "
            f"an entry{SUCH_AS}, or does a loop go one too far?"
        )
    if "out of range" not in text:
        return ""
    node = scene.expression
    value = value_of(node.value, scene) if isinstance(node, ast.Subscript) else None
    if isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "shape":
        return (
            f"A shape has one number for each axis, and this one is {value}. May the array have "
            "fewer axes than your lines need?"
        )
    length = f" It has {len(value)}." if isinstance(value, (list, tuple)) else ""
    return (
        f"A list was asked for an entry that it does not have.{length} Counted from 0, the last "
        f"is one less than the length. Does the list lack an entry{SUCH_AS}, or does a loop go one "
        "too far?"
    )


def _weighted(text, _):
    if "Weights sum to zero" not in text:
        return ""
    return "np.average divides by the sum of the weights. Should anything be divided here?"


def _type(text, _):
    if "ellipsis" in text:
        return "A gap is still open: there is a ... to replace."
    if "bitwise_xor" in text or "for ^" in text:
        return "In Python ^ is not a power. A power is written with two stars, such as error ** 2."
    if "NoneType" in text:
        return NOTHING_IN_USE
    if "not callable" in text:
        return (
            "Round brackets call a function, and this is not one. Is a multiplication sign "
            "missing, did you mean square brackets, or has a function's name been given to "
            "something else?"
        )
    if "indices must be integers" in text and "not tuple" in text:
        return (
            "A list has one place in its square brackets. A table inside it is asked for its own "
            "places in brackets of its own."
        )
    if "indices must be integers" in text:
        return WHOLE_PLACES
    if "positional argument" in text or "keyword argument" in text:
        return "A function was called with more or fewer arguments than it takes."
    if "for @" in text:
        return NO_MATRICES
    if re.search("only (length-1|0-dimensional|integer scalar) arrays", text):
        return "One number is needed here, and this is a whole array."
    if "as a data type" in text:
        return "A shape goes in as one thing: its numbers in round brackets of their own."
    if "interpreted as an integer" in text:
        return "A whole number is needed here. / always gives a decimal number, // a whole one."
    if "did not contain a loop" in text:
        return "One of these is text, or something else that numpy does not calculate with."
    return ""


def _single_number(text, _):
    if not re.search(r"'(int|float|bool|numpy\.\w+)'", text):
        return ""
    if "not subscriptable" in text or "item assignment" in text:
        return NO_ENTRIES
    if "has no len" in text or "not iterable" in text:
        return "This is a single number, where a list or an array was expected."
    return ""


def _attribute(text, _):
    if "NoneType" in text:
        return (
            "This is None. Does the function that it came from end in a return? A list's append "
            "gives None, because it changes the list itself: write it on a line of its own."
        )
    if "'list'" in text:
        return (
            "A list is not an array and lacks this. np.array(...) turns a list of numbers into "
            "an array; go through a list of tables or layers one at a time."
        )
    if "'dict'" in text:
        return "A dict's entries are asked for in square brackets, such as slopes['weights']."
    if "set attribute" in text:
        return "A Layer cannot be changed. Make a new one from the new numbers."
    return "There is no such name after the dot: look at its spelling, and at what it belongs to."


def _recursion(_, scene):
    who = f"{scene.function} calls" if scene.function else "Your function calls"
    return (
        f"{who} itself, again and again, with nothing that makes it stop. "
        "Did you mean to call another function?"
    )


def _saying(words):
    return lambda _text, _scene: words


_EXPLANATIONS = (
    (
        KeyboardInterrupt,
        _saying(
            "You stopped the cell while your function was running. A loop that never ends? Look at "
            "what should make it stop, and whether that changes inside the loop."
        ),
    ),
    (
        SystemExit,
        _saying("exit() would end the whole notebook's Python. Leave a function with return."),
    ),
    (RecursionError, _recursion),
    (
        MemoryError,
        _saying("That array is larger than the memory. Look at the shapes that go into it."),
    ),
    (ZeroDivisionError, _weighted),
    (ZeroDivisionError, _saying("Something is divided by 0. Which value is 0 here?")),
    (
        KeyError,
        _saying(
            "A dict was asked for a key, or a set for an entry, that it does not have. What is in "
            "it when this line runs? Look at the spelling, too."
        ),
    ),
    (
        (ImportError, AssertionError, NotImplementedError),
        _saying("This line ended it."),
    ),
    ((TypeError, ValueError, AttributeError), pythons_own),
    ((TypeError, ValueError, AttributeError), uncalled),
    ((TypeError, ValueError), largest_of_two),
    (ValueError, _axis),
    (ValueError, _truth_value),
    ((TypeError, ValueError, AttributeError), list_in_use),
    (ValueError, _alignment),
    (ValueError, _broadcast),
    (ValueError, _ragged),
    (ValueError, _setting),
    (ValueError, _unpacking),
    (ValueError, _one_branch),
    (NameError, _name),
    (IndexError, _broadcast),
    (IndexError, _brackets),
    (IndexError, _index),
    (TypeError, _casting),
    (TypeError, _type),
    (TypeError, _single_number),
    (TypeError, some_list),
    (AttributeError, _attribute),
)
