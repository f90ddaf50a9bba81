"""Where an exception passed through a learner's lines: the line, what was computed, its names.

All is read from the traceback at once. The names of a frame are kept no longer than it takes to say
what the exception means.
"""

import ast
import inspect
import linecache
import traceback
from typing import NamedTuple

import numpy as np

# Before Python 3.12 each is a function to Python, and none to the learner.
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
UNKNOWN = type("Unknown", (), {})()
OWN_FOLDER = __name__.rpartition(".checker.")[0].replace(".", "/")


class Scene(NamedTuple):
    """The learner's frame where an exception passed.

    `place` says where its line is, "" where that is not known; `function` is the name of another
    function of theirs, "" for the one that was checked. `expression` is the part of the line that
    was being computed, or None; `names` is what the names meant there.
    """

    place: str
    line: str
    function: str
    expression: ast.expr | None
    names: dict


NOWHERE = Scene("", "", "", None, {})


class _Step(NamedTuple):
    """A frame of a traceback, the line that it was at, and the instruction."""

    frame: object
    line_number: int
    instruction: int

    @property
    def code(self):
        return self.frame.f_code


def scene_of(error, function):
    """Return the Scene in the innermost lines that are the learner's own."""
    steps = [
        _Step(frame, number, entry.tb_lasti)
        for (frame, number), entry in zip(
            traceback.walk_tb(error.__traceback__), _tracebacks(error.__traceback__), strict=True
        )
    ]
    code = getattr(function, "__code__", None)
    chosen = _innermost_of_the_learner(steps, code, getattr(function, "__globals__", None))
    if chosen is None:
        return NOWHERE
    step = steps[chosen]
    name, line_number = _function_around(steps[: chosen + 1], code)
    place = f"line {line_number} of your function"
    if name:
        place = f"line {line_number} of {name}{_called_from(steps, code)}"
    return Scene(
        place,
        linecache.getline(step.code.co_filename, step.line_number).strip(),
        name,
        _expression(step.code, step.instruction),
        {**step.frame.f_globals, **step.frame.f_locals},
    )


def _innermost_of_the_learner(steps, code, names):
    """The place of the innermost step in a cell of the learner's: all cells share their names."""
    own = [i for i, step in enumerate(steps) if code and _is_own(step, code, names)]
    if own:
        return own[-1]
    others = (i for i, step in enumerate(steps) if OWN_FOLDER not in step.code.co_filename)
    return next(others, None)


def _is_own(step, code, names):
    return step.frame.f_globals is names or step.code.co_filename == code.co_filename


def _function_around(steps, code):
    """Return the name of the function that the last step is in, and its line, counted from 1.

    The name is "" where it is the function checked, or one that stands inside of it.
    """
    around = [step.code for step in steps if step.code.co_name not in COMPREHENSIONS]
    inner = around[-1]
    if code is None or _is_inside(inner, code):
        inner = code or inner
        return "", steps[-1].line_number - inner.co_firstlineno + 1
    name = "a lambda" if inner.co_name == "<lambda>" else inner.co_name
    return name, steps[-1].line_number - inner.co_firstlineno + 1


def _is_inside(inner, code):
    return inner is code or any(
        inspect.iscode(constant) and _is_inside(inner, constant) for constant in code.co_consts
    )


def _called_from(steps, code):
    lines = [step.line_number for step in steps if step.code is code]
    called = lines[-1] - code.co_firstlineno + 1 if lines else None
    return f", called in line {called} of your function" if called else ""


def _tracebacks(entry):
    while entry is not None:
        yield entry
        entry = entry.tb_next


def _expression(code, instruction):
    """Return the part of the source that was being computed, or None where it is not known."""
    positions = list(code.co_positions())
    if instruction < 0 or instruction // 2 >= len(positions):
        return None
    first, last, start, end = positions[instruction // 2]
    if None in (first, last, start, end):
        return None
    lines = [linecache.getline(code.co_filename, i).encode() for i in range(first, last + 1)]
    if not all(lines):
        return None
    lines[-1] = lines[-1][:end]  # the end first: on one line, both cuts count from its beginning
    lines[0] = lines[0][start:]
    return _parsed(b"".join(lines))


def _parsed(source):
    """Return an expression; of `total += value` the sum that it takes; None for all else."""
    try:
        # In brackets an expression may run over several lines.
        return ast.parse(b"(%b)" % source, mode="eval").body
    except (SyntaxError, ValueError):
        pass
    try:
        statement = ast.parse(source).body[0]
    except (SyntaxError, ValueError, IndexError):
        return None
    if not isinstance(statement, ast.AugAssign):
        return None
    target = ast.parse(ast.unparse(statement.target), mode="eval").body
    return ast.BinOp(target, statement.op, statement.value)


def operands(scene):
    """Return the two sides of the operation that failed, as parts of the syntax tree."""
    node = scene.expression
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.Call) and len(node.args) == 2:
        return node.args
    if isinstance(node, ast.Compare):
        return [node.left, node.comparators[0]]
    return []


def shape_of(node, scene):
    """Return the shape of a number, a name or its transpose; None for what may do anything."""
    value = value_of(node, scene)
    if isinstance(value, (np.ndarray, np.number, int, float)):
        return np.shape(value)
    return None


def value_of(node, scene):
    """Return what a number, a name, or one behind the dot of an array or module stands for.

    UNKNOWN for all else: to compute it again may do anything.
    """
    if isinstance(node, ast.Name):
        return scene.names.get(node.id, UNKNOWN)
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Attribute):
        value = value_of(node.value, scene)
        if type(value) is np.ndarray or inspect.ismodule(value):
            return getattr(value, node.attr, UNKNOWN)
    return UNKNOWN
