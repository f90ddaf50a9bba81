"""What an exception raised by a learner's function means: their line, and a sentence or two.

All that is needed is read from the traceback at once, as text: no frame, array or exception of the
learner's outlives the call.
"""

import ast
import difflib
import linecache
import re
import traceback
from typing import NamedTuple

import numpy as np

LONGEST_TEXT = 300
NOTHING_TO_TAKE_OUT = (
    "Square brackets take an entry out of a list or an array, and this is a number."
)
WHOLE_PLACES = "Square brackets take a place, a whole number. A name stands behind a dot."
# Before Python 3.12 each is a function to Python, and none to the learner.
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
OWN_FOLDER = __name__.rpartition(".checker.")[0].replace(".", "/")


class Raised(NamedTuple):
    """An exception in words: its type, its own text, the learner's line, and what it means."""

    kind: str
    text: str
    line_number: int | None
    line: str
    meaning: str


class _Scene(NamedTuple):
    """The learner's frame where the exception passed: its line, its part at fault, its names."""

    line_number: int | None
    line: str
    expression: ast.expr | None
    names: dict


def describe_raised(error, function):
    """Return a Raised for an exception that came out of `function`."""
    kind, text = type(error).__name__, _text_of(error)
    scene = _scene(error, function)
    for kinds, explain in _EXPLANATIONS:
        if isinstance(error, kinds):
            meaning = explain(text, scene)
            if meaning:
                break
    else:
        meaning = ""
    return Raised(kind, text, scene.line_number, scene.line, meaning)


def _text_of(error):
    try:
        return str(error)[:LONGEST_TEXT]
    except BaseException:
        return ""


def _scene(error, function):
    """Find the innermost frame of the learner's own file."""
    frames = list(traceback.walk_tb(error.__traceback__))
    entries = list(_tracebacks(error.__traceback__))
    code = getattr(function, "__code__", None)
    own = [i for i, (frame, _) in enumerate(frames) if code and _file(frame) == code.co_filename]
    others = [i for i, (frame, _) in enumerate(frames) if OWN_FOLDER not in _file(frame)]
    chosen = own[-1] if own else (others[0] if others else None)
    if chosen is None:
        return _Scene(None, "", None, {})
    frame, number = frames[chosen]
    line = linecache.getline(_file(frame), number).strip()
    expression = _expression(frame.f_code, entries[chosen].tb_lasti)
    names = {**frame.f_globals, **frame.f_locals}
    around = [f.f_code for f, _ in frames[: chosen + 1] if f.f_code.co_name not in COMPREHENSIONS]
    return _Scene(number - around[-1].co_firstlineno + 1, line, expression, names)


def _tracebacks(entry):
    while entry is not None:
        yield entry
        entry = entry.tb_next


def _file(frame):
    return frame.f_code.co_filename


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
    try:
        # In brackets an expression may run over several lines.
        return ast.parse(f"({b''.join(lines).decode()})", mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _operands(scene):
    """Return the source and the shape of the two sides of the operation that failed."""
    node = scene.expression
    if isinstance(node, ast.BinOp):
        sides = [node.left, node.right]
    elif isinstance(node, ast.Call) and len(node.args) == 2:
        sides = node.args
    elif isinstance(node, ast.Compare):
        sides = [node.left, node.comparators[0]]
    else:
        return []
    return [(ast.unparse(side), _shape(side, scene.names)) for side in sides]


def _shape(node, names):
    """Return the shape of a number, a name or its transpose; None for what may do anything."""
    value = _value(node, names)
    if isinstance(value, (np.ndarray, np.number, int, float)):
        return np.shape(value)
    return None


def _value(node, names):
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Attribute) and node.attr == "T":
        value = _value(node.value, names)
        return value.T if type(value) is np.ndarray else None
    return None


def _shapes_in_words(text, scene):
    """Return both operands with their shapes, those that Python named where ours are not known."""
    operands = _operands(scene)
    if operands and all(shape for _, shape in operands):
        return " and ".join(f"{source} has shape {shape}" for source, shape in operands)
    named = re.findall(r"\([\d, ]+\)", text)
    if operands and len(named) == len(operands):
        pairs = zip(operands, named, strict=True)
        return " and ".join(f"{source} has shape {shape}" for (source, _), shape in pairs)
    return f"the shapes are {' and '.join(named)}" if named else ""


def _truth_value(text, _):
    if "truth value" not in text:
        return ""
    return (
        "An if, and, or, not needs one True or False. A comparison of an array gives one for each "
        "of its numbers, and Python does not choose. Ask the question of every number by itself: "
        "numpy has functions that do."
    )


def _alignment(text, scene):
    if "matmul" not in text and "not aligned" not in text:
        return ""
    if "enough dimensions" in text:
        return "A matrix product needs an array on both sides, and one of these is a single number."
    shapes = _shapes_in_words(text, scene)
    found = f"Here {shapes}. " if shapes else ""
    return (
        f"{found}In a matrix product the neighbours have to be equal: (a, b) @ (b, c) gives "
        "(a, c). Write down both shapes and what shape you need."
    )


def _broadcast(text, scene):
    if "broadcast" not in text:
        return ""
    shapes = _shapes_in_words(text, scene)
    found = f"Here {shapes}. " if shapes else ""
    return (
        f"{found}Number by number, arrays need one shape. "
        "Write beside each name what its rows and columns stand for."
    )


def _ragged(text, _):
    if "inhomogeneous" not in text:
        return ""
    return "The rows of an array need one length. Arrays of different shapes stay in a list."


def _setting(text, _):
    if "setting an array element" not in text:
        return ""
    return "One place of an array holds one number. Here a whole array, or something else, goes in."


def _unpacking(text, _):
    if "to unpack" not in text:
        return ""
    return "The left side has another number of names than the right side has values."


def _name(text, scene):
    missing = re.search(r"'(\w+)'", text)
    name = missing.group(1) if missing else ""
    if "not associated" in text or "referenced before" in text:
        return (
            f"{name} is given a value in your function, but not before this line on this path. "
            "Was its first value forgotten, or is it set only inside an if or a loop?"
        )
    if name == "np":
        return "Run the cell that says import numpy as np, near the top of the notebook."
    meant = [known for known in scene.names if not known.startswith("_")]
    near = difflib.get_close_matches(name, meant, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"Python knows no {name} here.{hint} A cell that defines it may not have been run."


def _brackets(text, _):
    """An IndexError that is not about a place which is not there."""
    if "too many indices" in text:
        return (
            "More places are asked for in the square brackets than the array has axes: an array "
            "of shape (n,) has one, an array of shape (n, m) two."
        )
    if "invalid index to scalar" in text:
        return NOTHING_TO_TAKE_OUT
    if "only integers" in text:
        return WHOLE_PLACES
    if "boolean index" in text:
        return "An array of True and False picks entries only where it has the same shape."
    return ""


def _index(text, scene):
    size = re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", text)
    if size:
        index, axis, length = size.groups()
        return (
            f"Place {index} was asked for, where axis {axis} has {length}: counted from 0, the "
            f"last is {int(length) - 1}. Does a list lack an entry, such as a hidden layer, or "
            "does a loop go one too far?"
        )
    node = scene.expression
    value = _value(node.value, scene.names) if isinstance(node, ast.Subscript) else None
    length = f" It has {len(value)}." if isinstance(value, (list, tuple)) else ""
    return (
        f"A list was asked for an entry that it does not have.{length} Counted from 0, the last "
        "is one less than the length. Does the list lack an entry, such as a hidden layer, or "
        "does a loop go one too far?"
    )


def _type(text, _):
    if "ellipsis" in text:
        return "A gap is still open: there is a ... to replace."
    if "bitwise_xor" in text or "for ^" in text:
        return "In Python ^ is no power. A power is written with two stars, such as error ** 2."
    if "NoneType" in text:
        return (
            "A None is in use as if it were a number. Which function did it come from: does that "
            "one end in a return? print and append, for instance, give None."
        )
    if "not callable" in text:
        return (
            "Round brackets call a function, and this is none. Is a multiplication sign missing, "
            "or has a function's name been given to a number?"
        )
    if "not subscriptable" in text:
        return NOTHING_TO_TAKE_OUT
    if "indices must be integers" in text:
        return WHOLE_PLACES
    if "has no len" in text or "not iterable" in text:
        return "This is a single number, where a list or an array was expected."
    if "positional argument" in text or "keyword argument" in text:
        return "A function was called with another number of arguments than it takes."
    if "only length-1 arrays" in text or "only 0-dimensional arrays" in text:
        return "One number is needed here, and this is a whole array."
    if "'function'" in text and "operand" in text:
        return (
            "A function is in use as if it were a number. It gives one when it is called: its "
            "name, then in round brackets what it is to work on."
        )
    if "can't multiply sequence" in text or "list" in text:
        return "A list is not an array: it does no arithmetic. np.array(...) makes one of it."
    return ""


def _attribute(text, _):
    if "NoneType" in text:
        return (
            "This is None. Does the function that it came from end in a return? A list's append "
            "gives None, for it changes the list itself: write it on a line of its own."
        )
    if "'list'" in text:
        return "A list is not an array and lacks this. np.array(...) makes one of it."
    if "'dict'" in text:
        return "A dict's entries are asked for in square brackets, such as slopes['weights']."
    if "set attribute" in text:
        return "A Layer keeps what it was made of. Make a new one of the new numbers."
    return "There is no such name behind the dot: look at its spelling, and at what stands before."


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
    (
        RecursionError,
        _saying(
            "Your function calls itself, again and again, with nothing that makes it stop. "
            "Was another function's name meant?"
        ),
    ),
    (
        MemoryError,
        _saying("That array is larger than the memory. Look at the shapes that go into it."),
    ),
    (ZeroDivisionError, _saying("Something is divided by 0. Which length or sum is 0 here?")),
    (
        KeyError,
        _saying("A dict was asked for a key that it does not have. Look at the key's spelling."),
    ),
    (
        (ImportError, AssertionError, NotImplementedError),
        _saying("This line of your function ended it."),
    ),
    (ValueError, _truth_value),
    (ValueError, _alignment),
    (ValueError, _broadcast),
    (ValueError, _ragged),
    (ValueError, _setting),
    (ValueError, _unpacking),
    (NameError, _name),
    (IndexError, _brackets),
    (IndexError, _index),
    (TypeError, _type),
    (AttributeError, _attribute),
)
