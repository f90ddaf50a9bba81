"""Count what the hand-ins of a class came to: exercises, and slips."""

from collections import Counter
from typing import NamedTuple

from helpers.exercises.catalogue import exercise_named, exercises, names
from helpers.exercises.checker import kinds
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING, Exercise
from helpers.exercises.verdict_file import Example
from tools.report.judging import Judged

STATES = ("correct", "wrong", "error", "not attempted", "cannot tell")
"""What check says, from what counts first: one right answer is enough."""

NOT_REACHED = "not reached"
ALL_STATES = (*STATES, NOT_REACHED)
FEWEST = 3
"""Hand-ins that an exercise needs before the report says that nobody solves it."""

KINDS = {kind.name: kind for kind in (*IN_THE_WAY_OF_WORKING, *kinds.ALL)}


class ExerciseCount(NamedTuple):
    """An exercise, and how many hand-ins came to each of ALL_STATES."""

    exercise: Exercise
    states: Counter

    @property
    def handed_in(self):
        return self.states.total()

    @property
    def done(self):
        return self.states["correct"]

    @property
    def tried(self):
        return self.done + self.states["wrong"] + self.states["error"]

    @property
    def is_solved_by_nobody(self):
        return self.tried >= FEWEST and not self.done


class SlipCount(NamedTuple):
    """A slip by its name: how many hand-ins made it, in each exercise, and an example or None.

    `example_from` is the name of the example's exercise.
    """

    name: str
    hand_ins: int
    by_exercise: Counter
    example: Example | None
    example_from: str | None


def state_of(judged: Judged, exercise: str) -> str:
    """What a hand-in came to in an exercise: the best that its checks said."""
    said = {one.status for one in judged.said if one.exercise == exercise}
    return next((state for state in STATES if state in said), NOT_REACHED)


def exercises_of(judged: Judged) -> list[str]:
    """The exercises that a hand-in is asked for: its notebook's, and all others that it checks."""
    checked = {one.exercise for one in judged.said}
    asked = {e.name for e in exercises() if judged.number and e.notebook == judged.number}
    return [name for name in names() if name in checked | asked]


def is_known(name: str, exercise: str) -> bool:
    """Whether check can have named this slip there: a stranger's program may have written it."""
    return name in KINDS or any(slip.name == name for slip in exercise_named(exercise).slips)


def slips_of(judged: Judged) -> set[tuple[str, str]]:
    """Pairs of a slip and an exercise that a hand-in made it in."""
    return {
        (slip, one.exercise)
        for one in judged.said
        if one.exercise in names()
        for slip in one.misconceptions
        if is_known(slip, one.exercise)
    }


def count_exercises(class_: list[Judged]) -> list[ExerciseCount]:
    """Return the counts of all exercises that a hand-in is asked for, in the course's order."""
    states = {name: Counter() for name in names()}
    for judged in class_:
        for name in exercises_of(judged):
            states[name][state_of(judged, name)] += 1
    return [ExerciseCount(exercise_named(n), count) for n, count in states.items() if count]


def count_slips(class_: list[Judged]) -> list[SlipCount]:
    """Return the slips that were made, the most frequent first."""
    makers, by_exercise = Counter(), {}
    for judged in class_:
        made = slips_of(judged)
        makers.update({slip for slip, _ in made})
        for slip, exercise in made:
            by_exercise.setdefault(slip, Counter())[exercise] += 1
    counts = [_slip(name, makers[name], by_exercise[name], class_) for name in makers]
    return sorted(counts, key=lambda count: (-count.hand_ins, count.name))


def _slip(name, hand_ins, by_exercise, class_):
    # Exercises in which it was made equally often then stand in the order of their names.
    by_exercise = Counter(dict(sorted(by_exercise.items())))
    for exercise, _ in by_exercise.most_common():
        for judged in class_:
            for one in judged.said:
                # A verdict with two slips shows what both give together.
                if one.exercise == exercise and one.misconceptions == (name,) and one.example:
                    return SlipCount(name, hand_ins, by_exercise, one.example, exercise)
    return SlipCount(name, hand_ins, by_exercise, None, None)
