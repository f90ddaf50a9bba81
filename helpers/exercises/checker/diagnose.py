"""Find which slips make the program do exactly what the learner's function did.

Every slip alone, then every pair, runs on every case. A candidate fits where it does the same on
all of them: the same numbers, or an exception of the same type. A pair is asked only where no
single slip fits.
"""

from typing import NamedTuple

from helpers.exercises.checker.call import run_program
from helpers.exercises.checker.compare import same_parts
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING


class Diagnosis(NamedTuple):
    """`candidates` are the sets of slips that fit; `certain` are the slips that all of them share.

    One candidate names the slip or the pair. Several cannot be told apart by what the function
    does: all are offered, and only what they share is certain.
    """

    candidates: tuple[frozenset, ...]

    @property
    def certain(self):
        if not self.candidates:
            return frozenset()
        return frozenset.intersection(*self.candidates)


def diagnose(exercise, trial):
    """Return the Diagnosis for what a learner's function did in the Trial of an exercise."""
    if all(outcome.raised for outcome in trial.outcomes):
        return Diagnosis(())
    if any(outcome.strange for outcome in trial.outcomes):
        return Diagnosis(())
    singles = [frozenset({slip}) for slip in exercise.slips]
    for group in (singles, exercise.pairs()):
        seen_in_results = [
            slips for slips in group if not slips.intersection(IN_THE_WAY_OF_WORKING)
        ]
        fitting = tuple(
            slips for slips in seen_in_results if _fits(exercise.with_slips(slips), trial)
        )
        if fitting:
            return Diagnosis(fitting)
    return Diagnosis(())


def does_the_same(program, trial, number):
    """Return whether a program gives on one case of a Trial what the learner's function gave."""
    outcome = trial.outcomes[number]
    made = run_program(program, trial.cases[number].arguments, trial.readers[number])
    if outcome.raised:
        return made == outcome.raised.kind
    return not isinstance(made, str) and same_parts(outcome.parts, made)


def _fits(program, trial):
    return all(does_the_same(program, trial, number) for number in range(len(trial.cases)))
