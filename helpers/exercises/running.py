"""Call a function that may do anything, and keep the world as it was.

The function gets copies of its arguments. What it prints, warns and raises is caught; numpy's error
state, both random states, the builtins and numpy's own names are put back after every call. There
are no threads and no time limit: a loop without end is stopped by the learner, with the kernel's
interrupt.
"""

import builtins
import contextlib
import copy
import io
import random
import sys
import warnings

# Putting the builtins back cannot rely on them: these are bound before any learner comes.
from builtins import all, len, map, setattr, vars  # noqa: UP029
from collections.abc import Callable
from operator import is_
from typing import NamedTuple

import numpy as np

from helpers.exercises.comparing import Strange, compare
from helpers.exercises.errors import Raised, describe_raised
from helpers.exercises.exercise import Case

MOST_PRINTED = 400


class Outcome(NamedTuple):
    """What one call did.

    `parts` are the results as arrays, or None where there are none; then `strange` or `raised` says
    why. `changed` are the positions of the arguments that are no longer what they were.
    """

    parts: tuple[np.ndarray, ...] | None
    strange: Strange | None
    raised: Raised | None
    changed: tuple[int, ...]
    printed: str
    warned: tuple[str, ...]

    @property
    def interrupted(self):
        return self.raised is not None and self.raised.kind == "KeyboardInterrupt"


class Trial(NamedTuple):
    """A function tried on all cases: what is right for each and what it did.

    `readers` turn a result into parts; `outcomes` are fewer than `cases` where the learner stopped
    the cell.
    """

    cases: list[Case]
    readers: list[Callable]
    expected: list[tuple[np.ndarray, ...]]
    outcomes: list[Outcome]

    @property
    def wrong(self):
        """The numbers of the cases with no result, or another than the right one."""
        return [
            number
            for number, (outcome, right) in enumerate(
                zip(self.outcomes, self.expected, strict=False)
            )
            if outcome.parts is None or compare(outcome.parts, right)
        ]

    def first(self, condition):
        """The number of the first outcome that the condition holds for, or None."""
        return next((i for i, outcome in enumerate(self.outcomes) if condition(outcome)), None)


def call(function, arguments, read):
    """Call `function` with copies of `arguments`, read its result with `read`: an Outcome."""
    arguments_given = copy.deepcopy(arguments)
    names = [(module, dict(vars(module))) for module in (builtins, np)]
    parts = caught = None
    with _surroundings_kept() as (printed, warned):
        try:
            result = _then_put_back(names, function, *arguments_given)
            parts = _then_put_back(names, read, result)  # what was returned may misbehave too
        except BaseException as error:  # SystemExit and the interrupt too: nothing passes here
            caught = error
    raised = None if caught is None else describe_raised(caught, function)
    parts, strange = (None, parts) if isinstance(parts, Strange) else (parts, None)
    changed = tuple(
        position
        for position, (before, after) in enumerate(zip(arguments, arguments_given, strict=True))
        if not _unchanged(before, after)
    )
    words = tuple(dict.fromkeys(_text_of(warning.message) for warning in warned))
    return Outcome(parts, strange, raised, changed, _text_written_to(printed), words)


def _then_put_back(names, action, *arguments):
    try:
        return action(*arguments)
    finally:
        for module, before in names:
            _put_back(module, before)


def _put_back(module, before):
    now = vars(module)
    if len(now) == len(before) and all(map(is_, now.values(), before.values())):
        return
    for name, value in before.items():
        if now.get(name, now) is not value:
            setattr(module, name, value)


def run_program(function, arguments, read):
    """Call one of the course's own programs: its parts, or the name of the exception it raised."""
    with np.errstate(all="ignore"):
        try:
            parts = read(function(*copy.deepcopy(arguments)))
        except Exception as error:
            return type(error).__name__
    return type(parts).__name__ if isinstance(parts, Strange) else parts


@contextlib.contextmanager
def _surroundings_kept():
    numpy_random = np.random.get_state()  # noqa: NPY002 - the learner may use the old, shared one
    python_random = random.getstate()
    depth = sys.getrecursionlimit()
    printed, noise = io.StringIO(), io.StringIO()
    with (
        warnings.catch_warnings(record=True) as warned,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(noise),
        np.errstate(all="warn"),
    ):
        warnings.simplefilter("always")
        try:
            yield printed, warned
        finally:
            sys.setrecursionlimit(depth)
            np.random.set_state(numpy_random)  # noqa: NPY002
            random.setstate(python_random)


def _text_written_to(stream):
    return "" if stream.closed else stream.getvalue()[:MOST_PRINTED]


def _text_of(thing):
    try:
        return str(thing)
    except Exception:
        return type(thing).__name__


def _unchanged(before, after):
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        return (
            before.shape == after.shape
            and before.dtype == after.dtype
            and np.array_equal(before, after)
        )
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return before == after or callable(before)
