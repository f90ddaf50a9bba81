"""Two experiments that say something of a wrong answer: every row put in twice, a weight nudged."""

import numpy as np

from helpers.exercises import comparing

STEP = 1e-5


def about_repeating(trial, twice):
    """Return a sentence where the answer, but not the right one, changes with every row put twice.

    `twice` is a case's number, the answer then, and the right one; or None.
    """
    if twice is None or twice[1] is None:
        return []
    number, answer, right = twice
    before = trial.outcomes[number].parts
    if not comparing.same_parts(right, trial.expected[number]):
        return []
    if _shapes(answer) != _shapes(before) or comparing.same_parts(answer, before):
        return []
    return [
        "With every row put in twice, the right answer stays the same and yours does not. "
        "What do you do with the number of rows?"
    ]


def about_measuring(exercise, trial):
    """Return a sentence on the slope, measured, where the first wrong answer is farthest off."""
    first = trial.wrong[0]
    given, right = trial.outcomes[first].parts, trial.expected[first]
    mismatch = comparing.compare(given, right)
    if exercise.loss is None or mismatch.kind != "values":
        return []
    yours = given[mismatch.part]
    place = farthest_apart(yours, right[mismatch.part])
    return [_measurement(exercise, trial.cases[first], mismatch.part, place, yours[place])]


@np.errstate(over="ignore")  # a wrong answer may be as large as numbers get
def farthest_apart(yours, right):
    """Return the place at which two arrays of one shape differ most."""
    flat = np.abs(yours - right).argmax()
    return tuple(int(index) for index in np.unravel_index(flat, right.shape))


def _measurement(exercise, case, part, place, yours):
    position = exercise.nudged[part]
    measured = _measured(exercise, case.arguments, position, place)
    name = exercise.argument_names[position]
    return (
        f"Measured, with {case.words}: nudge {name}{list(place) if place else ''}, and the loss "
        f"changes by {measured:.4g} for each unit. Yours says {yours:.4g}."
    )


def _shapes(parts):
    return [part.shape for part in parts]


def _measured(exercise, arguments, position, place):
    losses = []
    for nudge in (STEP, -STEP):
        moved = np.array(arguments[position], dtype=np.float64)
        moved[place] += nudge
        losses.append(exercise.loss(*arguments[:position], moved, *arguments[position + 1 :]))
    return (losses[0] - losses[1]) / (2 * STEP)
