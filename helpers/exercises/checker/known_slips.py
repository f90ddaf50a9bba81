"""What the wrong programs of an exercise give that are known beforehand.

Some have a slip that was written by hand, with words of its own; the others are made of the
solution by one edit. Two programs have the same idea behind them where they give the same on every
case.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.call import run_program
from helpers.exercises.checker.changes import changes
from helpers.exercises.checker.compare import same_parts
from helpers.exercises.checker.edited import NoProgram, Runner
from helpers.exercises.checker.kinds import Kind
from helpers.exercises.checker.steps import right_sources
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING, Slip

MOST_SPOILED = 800
SPOILING_COSTS = (0, 3, 2, 1)
"""What leaves something out comes in few forms, and before what adds something."""
DIGITS = 6


class Wrong(NamedTuple):
    """A wrong program: the idea in it, and `gives`, from a case's number to parts or None."""

    idea: Slip | Kind
    gives: Callable


def mark(parts):
    """Return what is equal for answers that are alike but for their last digits, None for none."""
    return None if parts is None else tuple(map(_mark_of, parts))


def _mark_of(part):
    largest = np.abs(part[np.isfinite(part)]).max(initial=0.0)
    digits = DIGITS - int(np.log10(largest)) if 1e-200 < largest < 1e200 else DIGITS
    return part.shape, (np.round(part, digits) + 0.0).tobytes()


def hand_written(exercise, trial):
    """Return the Wrongs whose slips were written by hand."""
    return [
        Wrong(slip, partial(_parts_of, exercise.with_slips({slip}), trial))
        for slip in exercise.slips
        if slip not in IN_THE_WAY_OF_WORKING
    ]


def _parts_of(program, trial, number):
    made = run_program(program, trial.cases[number].arguments, trial.readers[number])
    return None if isinstance(made, str) else made


def spoiled(exercise, trial):
    """Return the Wrongs that one edit makes of the exercise's solution."""
    if exercise not in _SPOILED:
        _SPOILED[exercise] = _spoiled_programs(exercise, trial)
    first, programs = _SPOILED[exercise]
    runner = first.on(trial)
    return [Wrong(kind, partial(_given_by, runner, function)) for kind, function in programs]


# Compiling them takes longer than running them, and a learner checks an exercise more than once.
_SPOILED = {}


def _spoiled_programs(exercise, trial):
    runner, made = Runner(right_sources(exercise)[0], trial), []
    for cost in SPOILING_COSTS:
        for change in changes(runner.definitions, [0], cost, "spoil"):
            if len(made) == MOST_SPOILED:
                return runner, made
            try:
                made.append((change.kind, runner.compiled(0)))
            except NoProgram:
                continue
            finally:
                runner.restore(0)
    return runner, made


def _given_by(runner, function, number):
    return runner.run(function, number).parts


def table_of(wrongs, number):
    """Return the Wrongs by the mark of what they give on a case."""
    table = {}
    for wrong in wrongs:
        table.setdefault(mark(wrong.gives(number)), []).append(wrong)
    table.pop(None, None)
    return table


def ideas_that_fit(wrongs, given):
    """Return the ideas of those Wrongs that give on every case what was given, each once.

    `given` are pairs of a case's number and parts.
    """
    fitting = [
        wrong.idea
        for wrong in wrongs
        if all(_gives(wrong, number, parts) for number, parts in given)
    ]
    return list(dict.fromkeys(fitting))


def _gives(wrong, number, parts):
    made = wrong.gives(number)
    return made is not None and parts is not None and same_parts(made, parts)
