"""Why a function returned None, as far as its lines show it."""

import ast

from helpers.exercises.checker.compare import NOTHING
from helpers.exercises.checker.lines import gives_nothing
from helpers.exercises.checker.source import source_of

LONGEST_SHOWN = 80
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def why_nothing(function, outcome):
    """Return what to say of a function that returned None: a cause only where its lines hold it."""
    values = _values_on_all_paths(function)
    if outcome.printed.strip() and (not values or any(map(_is_print, values))):
        return "print only shows a value; return gives it back to the caller."
    if not values:
        return NOTHING.mend
    if len(values) > 1:
        return "Every path through it ends in a return. Which of them hands over None?"
    if gives_nothing(values[0]):
        return _about_change(values[0].func)
    shown = ast.unparse(values[0])
    return f"What it returns, {shown}, is None." if len(shown) <= LONGEST_SHOWN else ""


def _about_change(called):
    """What is said of x.append and the like."""
    changed = "the list"
    if isinstance(called.value, (ast.Name, ast.Attribute, ast.Subscript)):
        changed = ast.unparse(called.value)
    return (
        f"{called.attr} changes {changed} itself and returns None. Call it on a line of its own, "
        f"then return {changed}."
    )


def _is_print(value):
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "print"


def _values_on_all_paths(function):
    """The values of all returns where every path ends in one with a value; [] for all else."""
    # What stands around a function may return something else than it does.
    source = None if hasattr(function, "__wrapped__") else source_of(function)
    definition = source and source.definitions[0]
    if definition is None or not _always_returns(definition.body):
        return []
    values = [node.value for node in _own_nodes(definition) if isinstance(node, ast.Return)]
    return [] if any(map(_is_none, values)) else values


def _is_none(value):
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _own_nodes(definition):
    """The nodes of a function, without those of the functions inside of it."""
    found = list(definition.body)
    for node in found:  # it grows while it is gone through
        if not isinstance(node, SCOPES):
            found.extend(ast.iter_child_nodes(node))
    return found


def _always_returns(body):
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        return _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise))
