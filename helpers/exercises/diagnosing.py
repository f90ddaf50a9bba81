"""Find which slips make the program do exactly what the learner's function did.

Every slip alone, then every pair, runs on every case. A candidate fits where it does the same on
all of them: the same numbers, or an exception of the same type. A pair is asked only where no
single slip fits.
"""

from typing import NamedTuple

from helpers.exercises.comparing import same_parts
from helpers.exercises.running import run_program


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


def diagnose(exercise, cases, outcomes, read):
    """Return the Diagnosis for the outcomes that a learner's function left on the cases."""
    if any(outcome.parts is None and outcome.raised is None for outcome in outcomes):
        return Diagnosis(())
    if all(outcome.raised for outcome in outcomes):
        return Diagnosis(())
    singles = [frozenset({slip}) for slip in exercise.slips]
    for group in (singles, exercise.pairs()):
        fitting = tuple(
            slips for slips in group if _fits(exercise.with_slips(slips), cases, outcomes, read)
        )
        if fitting:
            return Diagnosis(fitting)
    return Diagnosis(())


def _fits(program, cases, outcomes, read):
    return all(
        _alike(outcome, run_program(program, case.arguments, expected))
        for case, outcome, expected in zip(cases, outcomes, read, strict=True)
    )


def _alike(outcome, programmed):
    if outcome.raised:
        return programmed == outcome.raised.kind
    return not isinstance(programmed, str) and same_parts(outcome.parts, programmed)
