"""Find which slips make the program do exactly what the learner's function did, and in which line.

Every slip alone, then every pair, runs on every case. A candidate fits where it does the same on
all of them: the same numbers, or an exception of the same type. A pair is asked only where no
single slip fits. Then the learner's own lines are searched for the smallest change that makes all
cases come right. Where both know something, the lines decide: a slip of which they hold no trace
is not named.
"""

from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.call import run_program
from helpers.exercises.checker.compare import same_parts
from helpers.exercises.checker.kinds import NOT_RETURNED, RETURNED, Kind, in_any_topic
from helpers.exercises.checker.known_slips import ideas_that_fit, spoiled
from helpers.exercises.checker.own_lines import NOTHING_FOUND, OwnLines, look
from helpers.exercises.checker.surroundings import kept_after_a_call
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING

ABOUT_A_RETURN = (RETURNED, NOT_RETURNED)
"""Kinds that say nothing without a line of the learner's own."""


class Diagnosis(NamedTuple):
    """`candidates` are the sets of slips that fit; `certain` are the slips that all of them share.

    One candidate names the slip or the pair. Several cannot be told apart by what the function
    does: all are offered, and only what they share is certain. `own` is what the search in the
    learner's own lines came to. `kind` is the one kind of edit of the solution that does the same,
    where nothing else is known.
    """

    candidates: tuple[frozenset, ...] = ()
    own: OwnLines = NOTHING_FOUND
    kind: Kind | None = None

    @property
    def certain(self):
        if not self.candidates:
            return frozenset()
        return frozenset.intersection(*self.candidates)

    def in_any_topic(self):
        """Return the same with kinds as they are said outside of the course."""
        kinds = tuple(map(in_any_topic, self.own.kinds))
        kind = self.kind and in_any_topic(self.kind)
        return self._replace(own=self.own._replace(kinds=kinds), kind=kind)


def diagnose(exercise, function, trial, looking):
    """Return the Diagnosis for what a learner's function did in the Trial of an exercise.

    `looking()` is called now and then while its lines are searched.
    """
    candidates = _candidates(exercise, trial)
    own = look(exercise, function, trial, looking)
    candidates = tuple(slips for slips in candidates if not _is_denied(slips, own))
    if candidates and len(set(own.kinds)) > len(candidates[0]):
        own = NOTHING_FOUND  # a slip with a name explains it more simply
    kind = None
    if not candidates and (own == NOTHING_FOUND or own.is_about_a_part):
        kind = _kind(exercise, trial)
        own = NOTHING_FOUND if kind else own
    return Diagnosis(candidates, own, kind)


def _is_denied(slips, own):
    """Whether the learner's own lines say that it was something else, or less."""
    if not own.places:
        return False
    if len(slips) > 1 and any(len(place) == 1 for place in own.places):
        return True
    return any(slip.shows_as and not own.all_kinds.intersection(slip.shows_as) for slip in slips)


def _kind(exercise, trial):
    """The one kind of edit that makes of the solution what the learner's function does, or None."""
    given = [(number, outcome.parts) for number, outcome in enumerate(trial.outcomes)]
    if any(parts is None for _, parts in given):
        return None
    with kept_after_a_call(), np.errstate(all="ignore"):
        fitting = ideas_that_fit(spoiled(exercise, trial), given)
    if len(fitting) != 1 or fitting[0] in ABOUT_A_RETURN:
        return None
    return fitting[0]


def _candidates(exercise, trial):
    if not trial.wrong:
        return ()
    if all(outcome.raised for outcome in trial.outcomes):
        return ()
    if any(outcome.strange for outcome in trial.outcomes):
        return ()
    singles = [frozenset({slip}) for slip in exercise.slips]
    for group in (singles, exercise.pairs()):
        seen_in_results = [
            slips for slips in group if not slips.intersection(IN_THE_WAY_OF_WORKING)
        ]
        fitting = tuple(
            slips for slips in seen_in_results if _fits(exercise.with_slips(slips), trial)
        )
        if fitting:
            return fitting
    return ()


def does_the_same(program, trial, number):
    """Return whether a program gives on one case of a Trial what the learner's function gave."""
    outcome = trial.outcomes[number]
    made = run_program(program, trial.cases[number].arguments, trial.readers[number])
    if outcome.raised:
        return made == outcome.raised.kind
    return not isinstance(made, str) and same_parts(outcome.parts, made)


def _fits(program, trial):
    return all(does_the_same(program, trial, number) for number in range(len(trial.cases)))
