"""Call a function that may do anything, and keep the world as it was.

The function gets copies of its arguments. What it prints, warns and raises is caught; what it
changes outside of itself is put back (surroundings.py). There are no threads and no time limit: a
loop without end is stopped by the learner, with the kernel's interrupt.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.compare import Strange, compare, read
from helpers.exercises.checker.errors import Raised, describe_raised
from helpers.exercises.checker.surroundings import kept_after_a_call, numpys_names_kept
from helpers.exercises.exercise import Case

MOST_PRINTED = 400


class Outcome(NamedTuple):
    """What one call did.

    `parts` are the results as arrays, or None where there are none; then `strange` or `raised` says
    why. `changed` are the positions of the arguments that are no longer what they were, and
    `is_rounding` says that they differ by rounding alone.
    """

    parts: tuple[np.ndarray, ...] | None
    strange: Strange | None
    raised: Raised | None
    changed: tuple[int, ...]
    printed: str
    warned: tuple[str, ...]
    is_rounding: bool

    @property
    def interrupted(self):
        return self.raised is not None and self.raised.kind == "KeyboardInterrupt"


class Trial(NamedTuple):
    """A function tried on all cases: what is right for each and what it did.

    `rights` are the right results as they are, `expected` their parts; `readers` turn a result into
    parts. `outcomes` are fewer than `cases` where the learner stopped the cell.
    """

    cases: list[Case]
    rights: list
    readers: list[Callable]
    expected: list[tuple[np.ndarray, ...]]
    outcomes: list[Outcome]

    @property
    def wrong(self):
        """The numbers of the cases with no result, or another than the right one."""
        return [n for n, outcome in enumerate(self.outcomes) if self.is_wrong(n, outcome)]

    def is_wrong(self, number, outcome):
        """Whether what a call did on a case has no result, or another than the right one."""
        return outcome.parts is None or bool(compare(outcome.parts, self.expected[number]))

    def some(self, numbers, outcomes):
        """Return a Trial of some of the cases, with what a function did on them."""
        return Trial(*([part[number] for number in numbers] for part in self[:-1]), outcomes)

    def joined(self, other):
        """Return a Trial with the cases and outcomes of another one behind its own."""
        return Trial(*([*own, *others] for own, others in zip(self, other, strict=True)))

    @property
    def asks_for_truth(self):
        """Whether the right results are True and False, not numbers."""
        return all(getattr(right, "dtype", None) == np.bool_ for right in self.rights)

    def first(self, condition):
        """The number of the first outcome that the condition holds for, or None."""
        return next((i for i, outcome in enumerate(self.outcomes) if condition(outcome)), None)


def trial_of(exercise, cases):
    """Return a Trial of these cases, without outcomes."""
    rights = [exercise.reference(*case.arguments) for case in cases]
    readers = [partial(read, expected=right) for right in rights]
    expected = [reader(right) for reader, right in zip(readers, rights, strict=True)]
    return Trial(cases, rights, readers, expected, [])


def call(function, arguments, read):
    """Call `function` with copies of `arguments`, read its result with `read`: an Outcome."""
    arguments_given = deepcopy(arguments)
    parts = caught = None
    with kept_after_a_call() as (printed, warned):
        try:
            with numpys_names_kept():
                result = function(*arguments_given)
            parts = read(result)  # what was returned may raise too
        except BaseException as error:  # SystemExit and the interrupt too: nothing passes here
            caught = error
    raised = None if caught is None else describe_raised(caught, function)
    parts, strange = (None, parts) if isinstance(parts, Strange) else (parts, None)
    changed = tuple(
        position
        for position, (before, after) in enumerate(zip(arguments, arguments_given, strict=True))
        if not _unchanged(before, after)
    )
    is_rounding = all(_is_rounded(arguments[at], arguments_given[at]) for at in changed)
    words = tuple(dict.fromkeys(_text_of(warning.message) for warning in warned))
    printed = _text_written_to(printed)
    return Outcome(parts, strange, raised, changed, printed, words, is_rounding)


def run_program(function, arguments, read):
    """Call one of the course's own programs: its parts, or the name of the exception it raised."""
    with np.errstate(all="ignore"):
        try:
            parts = read(function(*deepcopy(arguments)))
        except Exception as error:
            return type(error).__name__
    return type(parts).__name__ if isinstance(parts, Strange) else parts


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


def _is_rounded(before, after):
    """Whether two arrays differ in their last digits alone."""
    if not all(
        isinstance(value, np.ndarray) and value.dtype.kind == "f" for value in (before, after)
    ):
        return False
    return before.shape == after.shape and np.allclose(before, after, rtol=1e-12, atol=1e-12)
