"""Wrong programs made of right ones, and inputs by the hundred that show that they are wrong.

What the cases of an exercise let through, though it is wrong on an input of its battery, would be
told that it is correct.
"""

from collections import Counter
from functools import cache, partial

import numpy as np

from helpers.exercises.checker.changes import changes
from helpers.exercises.checker.edited import NoProgram, text_of
from helpers.exercises.checker.more_cases import agreed, changed

SEEDS = range(1, 13)
COSTS = (0, 1, 2, 3)
MOST_INPUTS = 200


@cache
def battery(exercise):
    """Return up to MOST_INPUTS further inputs of an exercise, as Cases.

    They are its further cases of many seeds. An exercise that has none is given its cases of these
    seeds, each as it is and in other_forms(). An input counts only where all right programs agree
    on it: others are none that can be asked.
    """
    made = []
    for seed in SEEDS:
        made += _inputs(exercise, np.random.default_rng(seed))
    return [case for case in made[:MOST_INPUTS] if is_agreed(exercise, case)]


def _inputs(exercise, generator):
    if exercise.further_cases:
        return exercise.further_cases(generator)
    return [
        case._replace(arguments=arguments)
        for case in exercise.cases(generator)
        for arguments in (case.arguments, *other_forms(exercise, case.arguments, generator))
    ]


def other_forms(exercise, arguments, generator):
    """Return arguments with their floating numbers changed in one way each."""
    zeroed = partial(with_zeros, generator)
    for change in (np.negative, lambda a: a * 1e-3, lambda a: a * 30, np.round, zeroed):
        yield tuple(changed(argument, change) for argument in arguments)
    if exercise.rows:
        for rows in (lambda a: a[:1], lambda a: np.concatenate([a, a])):
            yield tuple(
                rows(argument) if position in exercise.rows else argument
                for position, argument in enumerate(arguments)
            )


def with_zeros(generator, array):
    """Return an array with some of its numbers 0."""
    return np.where(generator.random(array.shape) < 0.3, 0.0, array)


def is_agreed(exercise, case):
    """Return whether all right programs of an exercise have one finite result for a case."""
    with np.errstate(all="ignore"):
        return agreed(exercise, case) is not None


def spoiling(runner, first, every):
    """Yield the changes that are tried: of a kind the `first`, of the others each `every`-th."""
    counted = Counter()
    for cost in COSTS:
        for change in changes(runner.definitions, range(runner.near), cost, "spoil"):
            counted[change.kind] += 1
            if counted[change.kind] <= first or counted[change.kind] % every == 0:
                yield change


def line_of(change, definitions):
    """The line of a change that is put in, as Python writes it."""
    definition = definitions[change.definition]
    (statement,) = change.statements
    lines = text_of(definition).splitlines()
    return lines[min(statement.lineno - definition.lineno, len(lines) - 1)].strip()


def first_wrong(runner, definition):
    """The number of the first case that an edited program gets wrong, None where it is right.

    It is -1 where it is no program.
    """
    try:
        function = runner.compiled(definition)
    except NoProgram:
        return -1
    try:
        numbers = range(len(runner.trial.cases))
        return next((n for n in numbers if not runner.run(function, n).is_right), None)
    finally:
        runner.restore(definition)
