"""Two experiments that say something of a wrong answer: every row put in twice, a weight nudged."""

import numpy as np

from helpers.exercises import comparing

STEP = 1e-5


def about_repeating(outcomes, expected, again):
    if again is None or again[1] is None:
        return []
    number, doubled, right = again
    given = outcomes[number].parts
    unmoved = comparing.same_parts(right, expected[number])
    if not unmoved or len(given) != len(doubled) or comparing.same_parts(doubled, given):
        return []
    if any(a.shape != b.shape for a, b in zip(given, doubled, strict=True)):
        return []
    return [
        "With every row put in twice, the right answer stays the same and yours does not. "
        "What do you do with the number of rows?"
    ]


def about_measuring(exercise, cases, expected, outcomes, wrong):
    """Nudge the weight where the answer is farthest off, in the first case that can be measured."""
    for number in wrong if exercise.loss else ():
        given, right = outcomes[number].parts, expected[number]
        if comparing.compare(given, right).kind != "values":
            continue
        part = comparing.compare(given, right).part
        place = tuple(
            int(i)
            for i in np.unravel_index(np.abs(given[part] - right[part]).argmax(), right[part].shape)
        )
        measured = _measured(exercise, cases[number].arguments, exercise.nudged[part], place)
        name = exercise.argument_names[exercise.nudged[part]]
        where = f"{name}{list(place)}" if place else name
        return [
            f"Measured, with {cases[number].words}: nudge {where}, and the loss changes by "
            f"{measured:.4g} for each unit. Yours says {given[part][place]:.4g}."
        ]
    return []


def _measured(exercise, arguments, position, place):
    losses = []
    for nudge in (STEP, -STEP):
        moved = np.array(arguments[position], dtype=np.float64)
        moved[place] += nudge
        losses.append(exercise.loss(*arguments[:position], moved, *arguments[position + 1 :]))
    return (losses[0] - losses[1]) / (2 * STEP)
