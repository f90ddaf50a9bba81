"""Further inputs, on which a change has to hold that makes the cases of an exercise come right.

The cases are few, and a number put in somewhere may be right on them alone.
"""

from functools import partial

import numpy as np

from helpers.exercises.checker.call import Trial, call
from helpers.exercises.checker.compare import Strange, compare, read

SEED, TIMES = 1, 3.0


def more_cases(exercise):
    """Return a Trial of other random numbers, and of larger ones, without outcomes.

    Where an exercise has further cases of its own, these stand in place of the larger ones.
    An input is one only where all right programs agree on it.
    """
    found = filter(None, (agreed(exercise, case) for case in _beside(exercise)))
    chosen, rights, readers, expected = map(list, zip(*found, strict=True))
    return Trial(chosen, rights, readers, expected, [])


def _beside(exercise):
    generator = np.random.default_rng(SEED)
    cases = exercise.cases(generator)
    if exercise.further_cases:
        return [*cases, *exercise.further_cases(generator)]
    return [*cases, *map(_larger, cases)]


def _larger(case):
    arguments = (changed(argument, lambda array: array * TIMES) for argument in case.arguments)
    return case._replace(arguments=tuple(arguments))


def changed(argument, change):
    """Return an argument with a change made to every array of floating numbers in it."""
    if isinstance(argument, np.ndarray) and argument.ndim and argument.dtype.kind == "f":
        return np.asarray(change(argument), dtype=np.float64)
    if isinstance(argument, list):
        return [changed(item, change) for item in argument]
    if hasattr(argument, "_fields"):
        return type(argument)(*(changed(item, change) for item in argument))
    return argument


def agreed(exercise, case):
    """Return a case, its right result, how to read one, and its parts; None where it is no input.

    An input is one only where all right programs have one finite result.
    """
    try:
        right = exercise.reference(*case.arguments)
    except (ArithmeticError, LookupError, ValueError):
        return None
    reader = partial(read, expected=right)
    parts = reader(right)
    if isinstance(parts, Strange) or not all(np.isfinite(part).all() for part in parts):
        return None
    for other in exercise.other_right:
        made = call(other, case.arguments, reader).parts
        if made is None or compare(made, parts):
            return None
    return case, right, reader, parts
