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

    An input is one only where all right programs agree on it.
    """
    agreed = [found for case in _beside(exercise) if (found := _agreed(exercise, case))]
    chosen, rights, readers, expected = (list(column) for column in zip(*agreed, strict=True))
    return Trial(chosen, rights, readers, expected, [])


def _beside(exercise):
    generator = np.random.default_rng(SEED)
    if exercise.further_cases:
        return [*exercise.cases(generator), *exercise.further_cases(generator)]
    cases = exercise.cases(generator)
    return [*cases, *(c._replace(arguments=tuple(map(_larger, c.arguments))) for c in cases)]


def _larger(argument):
    if isinstance(argument, np.ndarray) and argument.ndim and argument.dtype.kind == "f":
        return argument * TIMES
    if isinstance(argument, list):
        return list(map(_larger, argument))
    if hasattr(argument, "_fields"):
        return type(argument)(*map(_larger, argument))
    return argument


def _agreed(exercise, case):
    """The case, its right result, how to read one, and its parts; None where it is no input."""
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
