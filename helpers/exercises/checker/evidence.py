"""What there is to show of a wrong answer: one case, what the slip gives on it, what can be said.

Programs run here, so that feedback has nothing left to do but to say.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker import compare
from helpers.exercises.checker.call import run_program
from helpers.exercises.checker.diagnose import does_the_same
from helpers.exercises.checker.experiments import (
    about_measuring,
    about_one_row,
    about_repeating,
    about_unused,
    array_at,
    arrays_nudged,
    named_arguments,
    rows_of,
)
from helpers.exercises.checker.relations import relations
from helpers.exercises.checker.wrong_results import Kind, Seen
from helpers.exercises.checker.wrong_shapes import ONLY_THE_SHAPE

ABOUT_ROWS = ("axis", "rows")
"""The places of slips that a single row hides."""


class Evidence(NamedTuple):
    """`shown` is the number of the case to show, None where there is none with a wrong result.

    `is_smallest` says that no smaller one goes wrong. `made` are the parts that the one set of
    slips that fits gives on it, or None. `findings` are sentences on what no known slip explains.
    """

    shown: int | None
    is_smallest: bool
    made: tuple[np.ndarray, ...] | None
    findings: tuple[str, ...]

    @property
    def is_about_shape_alone(self):
        """Whether all numbers are right: then none of them is to be looked for."""
        return ONLY_THE_SHAPE in self.findings


def evidence_of_slips(exercise, trial, diagnosis):
    """Return the Evidence for the slips that fit, if any, where there are results to show."""
    wrong = [number for number in trial.wrong if trial.outcomes[number].parts is not None]
    telling = [number for number in wrong if _tells_a_pair(exercise, trial, diagnosis, number)]
    about_rows = any(slip.place in ABOUT_ROWS for slip in diagnosis.certain)
    shown = _best_to_show(exercise, trial, telling or wrong, about_rows)
    made = _made(exercise, trial, diagnosis, shown)
    return Evidence(shown, _is_smallest(trial, shown), made, ())


def evidence_of_relations(exercise, function, trial):
    """Return the Evidence for wrong results that no known slip explains."""
    found = []
    if all(_is_finite(trial.outcomes[number].parts) for number in trial.wrong):
        found = relations(_seen(exercise, trial), _kind(exercise, trial))
        if not any(finding.says_all for finding in found):
            found += _from_calls(exercise, function, trial, found)
    about_rows = any(finding.about_rows for finding in found)
    shown = _best_to_show(exercise, trial, trial.wrong, about_rows)
    if not any(finding.says_all for finding in found):
        found += about_measuring(exercise, trial, shown)
    findings = tuple(finding.words for finding in found)
    return Evidence(shown, _is_smallest(trial, shown), None, findings)


def _from_calls(exercise, function, trial, found):
    unused = about_unused(exercise, function, trial)
    if any(_kind_of_mismatch(trial, number) == "structure" for number in trial.wrong):
        return unused
    of_rows = about_one_row(exercise, trial)
    if not any(finding.about_rows for finding in found):
        of_rows += about_repeating(exercise, function, trial)
    return [*of_rows, *unused]


def _is_finite(parts):
    return all(np.isfinite(part).all() for part in parts)


def _kind_of_mismatch(trial, number):
    return compare.compare(trial.outcomes[number].parts, trial.expected[number]).kind


def _seen(exercise, trial):
    cases = zip(trial.cases, trial.outcomes, trial.expected, strict=True)
    return [_seen_in(exercise, *case) for case in cases]


def _seen_in(exercise, case, outcome, right):
    named = named_arguments(exercise, case, right)
    before = rate = None
    if exercise.rate:
        arrays = arrays_nudged(exercise, named)
        before = tuple(np.asarray(array_at(named, array)) for array in arrays)
        rate = named[exercise.rate]
    arguments = {name: named[name] for name in exercise.argument_names}
    return Seen(outcome.parts, right, rows_of(exercise, case), arguments, before, rate)


def _kind(exercise, trial):
    return Kind(exercise.part_names, exercise.layer_fields, trial.asks_for_truth)


def _tells_a_pair(exercise, trial, diagnosis, number):
    """Whether a pair of slips gives something else in a case than each of the two alone."""
    if len(diagnosis.candidates) != 1 or len(diagnosis.candidates[0]) < 2:
        return False
    return not any(
        does_the_same(exercise.with_slips({slip}), trial, number)
        for slip in diagnosis.candidates[0]
    )


def _best_to_show(exercise, trial, numbers, about_rows):
    """The case that shows the difference best, the smallest of these; None where there is none."""
    if not numbers:
        return None

    def rank(number):
        right = trial.expected[number]
        given = trial.outcomes[number].parts
        hides = about_rows and (rows_of(exercise, trial.cases[number]) or 2) < 2
        return _says_less(given, right), hides, _size(trial, number)

    return min(numbers, key=rank)


def _size(trial, number):
    """How many numbers there are to look at in a case."""
    arguments = _flat(trial.cases[number].arguments)
    return sum(map(np.size, [*arguments, *trial.expected[number]]))


def _is_smallest(trial, shown):
    if shown is None:
        return False
    return _size(trial, shown) == min(_size(trial, number) for number in trial.wrong)


def _says_less(given, right):
    """Whether a case hides what others show: another count of results, or of numbers in one."""
    if len(given) != len(right):
        return 0
    return 1 if any(a.size != b.size for a, b in zip(given, right, strict=True)) else 2


def _flat(argument):
    if isinstance(argument, (list, tuple)):
        return [part for item in argument for part in _flat(item)]
    return [] if callable(argument) else [argument]


def _made(exercise, trial, diagnosis, shown):
    """What the one set of slips that fits gives on the case that is shown."""
    if shown is None or len(diagnosis.candidates) != 1:
        return None
    program = exercise.with_slips(diagnosis.candidates[0])
    read = partial(compare.read, expected=trial.rights[shown])
    made = run_program(program, trial.cases[shown].arguments, read)
    return None if isinstance(made, str) else made
