"""Errors from a function or a list that stands where a number or an array was meant.

Each function takes the text of an exception and its Scene, and returns what it means, or "".
"""

import ast
import builtins
import difflib
import re

import numpy as np

from helpers.exercises.checker.error_location import operands, value_of

A_FUNCTION = re.compile(
    r"'(function|method|builtin_function_or_method|type|numpy\.ufunc|numpy\._ArrayFunctionDispatcher)'"
)
PAIR_OF_LARGEST = ("max", "min", "amax", "amin")


def pythons_own(text, scene):
    """A name of Python's own, such as input, where one of the learner's names was meant."""
    if not (A_FUNCTION.search(text) or "enough dimensions" in text) or scene.expression is None:
        return ""
    called = {id(node.func) for node in ast.walk(scene.expression) if isinstance(node, ast.Call)}
    for node in ast.walk(scene.expression):
        if isinstance(node, ast.Name) and id(node) not in called and is_pythons(node.id, scene):
            meant = misspelt(node.id, scene)
            if meant:
                return (
                    f"{node.id} is a function of Python's own, and no name of yours. "
                    f"Did you mean {meant}?"
                )
    return ""


def is_pythons(name, scene):
    """Whether a name means a function of Python's own there."""
    return name not in scene.names and callable(getattr(builtins, name, None))


def misspelt(name, scene):
    """Return the name that a learner may have meant by one that is unknown, "" where there is none.

    A name of more words, or of fewer, stands for something else: activation is no slip of the
    finger for at_activation.
    """
    words = name.strip("_").count("_")
    known = [other for other in scene.names if not other.startswith("_")]
    alike = [other for other in known if other.count("_") == words]
    return next(iter(difflib.get_close_matches(name, alike, n=1)), "")


def uncalled(text, scene):
    """A function's name without the brackets that call it."""
    in_product = "enough dimensions" in text and any(
        callable(value_of(node, scene)) for node in operands(scene)
    )
    if A_FUNCTION.search(text) or in_product:
        return (
            "A function is used as if it were a number or an array. It gives one when you call "
            "it: write its name, then in round brackets what it should work on, or () if it "
            "needs nothing."
        )
    return ""


def largest_of_two(text, scene):
    """np.max(values, 0) and the like: the second argument is an axis."""
    node = scene.expression
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return ""
    is_of_numpy = value_of(node.func.value, scene) is np and node.func.attr in PAIR_OF_LARGEST
    if len(node.args) != 2 or not is_of_numpy or not re.search("axis|integer|index", text):
        return ""
    return (
        f"{ast.unparse(node.func)} looks for one number along an axis, and its second argument "
        "says which axis. To compare two things element by element, numpy has another function."
    )


def list_in_use(text, scene):
    """A list that was to do arithmetic, or was asked for what an array has."""
    if "can only concatenate list" in text:
        return (
            "Between two lists + joins them end to end, and here one side is not a list. To add "
            "one entry to a list, use append, on a line of its own."
        )
    if ("indices must" in text and "not tuple" not in text) or "item assignment" in text:
        return ""
    if not re.search("list|tuple|sequence|inhomogeneous", text):
        return ""
    for node in _parts_at_fault(scene):
        value = value_of(node, scene)
        if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
            return _about_list(ast.unparse(node), value)
    return ""


def _parts_at_fault(scene):
    node = scene.expression
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return [node.value]
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    return operands(scene) or (node.args if isinstance(node, ast.Call) else [])


def _about_list(name, value):
    if any(np.ndim(entry) > 1 for entry in value if isinstance(entry, np.ndarray)):
        return f"{name} is a list of tables, not a table. Go through it, one table at a time."
    if any(isinstance(entry, tuple) and hasattr(entry, "_fields") for entry in value):
        return f"{name} is a list of layers, not a layer. Go through it, one layer at a time."
    if not value:
        return f"{name} is a list, not an array, and nothing is in it."
    if all(isinstance(entry, (int, float, np.number)) for entry in value):
        return f"{name} is a list of numbers, not an array. np.array(...) turns it into one."
    return f"{name} is a list, not an array. Go through it, one entry at a time."


def some_list(text, _):
    """A list of which no more is known than that Python does not calculate with it."""
    if "can't multiply sequence" in text or ("'list'" in text and "support" in text):
        return (
            "A list does no arithmetic. np.array(...) turns a list of numbers into an array; go "
            "through a list of tables or layers one at a time."
        )
    return ""
