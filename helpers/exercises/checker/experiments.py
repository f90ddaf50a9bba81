"""Two experiments that say something of a wrong answer: every row put in twice, a weight nudged."""

from itertools import islice
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker import compare

STEP = 1e-5
ROUNDING = 1e-9


def about_repeating(trial, twice):
    """Return a sentence where the answer, but not the right one, changes with every row put twice.

    `twice` is a case's number, the answer then, and the right one; or None.
    """
    if twice is None or twice[1] is None:
        return []
    number, answer, right = twice
    before = trial.outcomes[number].parts
    if not compare.same_parts(right, trial.expected[number]):
        return []
    if _shapes(answer) != _shapes(before) or compare.same_parts(answer, before):
        return []
    return [
        "With every row put in twice, the right answer stays the same and yours does not. "
        "What do you do with the number of rows?"
    ]


def about_measuring(exercise, trial):
    """Return a sentence on the slope, measured, where the first wrong answer is farthest off.

    Where any answer has another shape than the right one, its numbers are not the first thing to
    look at, and nothing is said.
    """
    parts = [(trial.outcomes[number].parts, trial.expected[number]) for number in trial.wrong]
    if exercise.loss is None or any(compare.compare(*pair).kind != "values" for pair in parts):
        return []
    said = filter(None, (_measurement(exercise, trial, number) for number in trial.wrong))
    return list(islice(said, 1))


@np.errstate(over="ignore")  # a wrong answer may be as large as numbers get
def farthest_apart(yours, right):
    """Return the place at which two arrays of one shape differ most."""
    flat = np.abs(yours - right).argmax()
    return tuple(int(index) for index in np.unravel_index(flat, right.shape))


class Nudged(NamedTuple):
    """A number to nudge: the argument it is in, the way from there to its array, its place in it.

    The way has a number for each step into a list and a name for each into a layer.
    """

    argument: str
    way: tuple[int | str, ...]
    place: tuple[int, ...] = ()

    @property
    def words(self):
        """What a learner would write: layers[1].weights[0, 2]."""
        steps = "".join(f".{key}" if isinstance(key, str) else f"[{key}]" for key in self.way)
        return f"{self.argument}{steps}{list(self.place) if self.place else ''}"


def arrays_nudged(exercise, arguments):
    """Return for each part of a right answer the array that it is the slope at: as Nudged.

    `arguments` are those of named_arguments.
    """
    return [
        Nudged(name, way)
        for name in exercise.nudged
        for way in (_ways_into(arguments[name]) if name else [()])
    ]


def losses_around(exercise, arguments, nudged):
    """Return the loss after a nudge down, with none, and after a nudge up; nan where it has none.

    `arguments` are those of named_arguments; `nudged` is the number to nudge.
    """
    handed = {name: value for name, value in arguments.items() if name != exercise.rate}
    whole = handed[nudged.argument]
    losses = []
    for nudge in (-STEP, 0.0, STEP):
        handed[nudged.argument] = _with_nudge(whole, nudged.way, nudged.place, nudge)
        losses.append(float(exercise.loss(*handed.values())))
    return losses


def named_arguments(exercise, case, right):
    """Return the arguments of a case by name, and one array of zeros more where the loss has it.

    Of such an array the loss is a multiple: its slope is the same everywhere. `right` are the parts
    of the right answer.
    """
    named = dict(zip(exercise.argument_names, case.arguments, strict=True))
    for name, part in zip(exercise.nudged, right, strict=False):
        if name:
            named.setdefault(name, np.zeros(part.shape))
    return named


def as_slopes(exercise, arguments, nudged, part):
    """Return a part of an answer as slopes: itself, or those that a step like it belongs to."""
    if not exercise.rate:
        return part
    before = arguments[nudged.argument]
    for key in nudged.way:
        before = getattr(before, key) if isinstance(key, str) else before[key]
    return (before - part) / arguments[exercise.rate]


@np.errstate(over="ignore", invalid="ignore")
def _measurement(exercise, trial, number):
    case, right, given = trial.cases[number], trial.expected[number], trial.outcomes[number].parts
    arguments = named_arguments(exercise, case, right)
    told = zip(arrays_nudged(exercise, arguments), given, right, strict=True)
    wrong = [parts for parts in told if parts[0].argument and not compare.close(*parts[1:])]
    if not wrong:
        return ""
    nudged, *parts = wrong[0]
    yours, wanted = (as_slopes(exercise, arguments, nudged, part) for part in parts)
    place = farthest_apart(yours, wanted)
    nudged = nudged._replace(place=place)
    said = _what_nudging_says(exercise, arguments, nudged, wanted[place])
    own = "Your step is that of a slope of" if exercise.rate else "Yours says"
    return said and f"Measured, with {case.words}: {said} {own} {yours[place]:.4g}."


def _what_nudging_says(exercise, arguments, nudged, wanted):
    """Return the measured slope in words; both of them at a kink; "" where nothing is measured."""
    below, here, above = losses_around(exercise, arguments, nudged)
    if not np.isfinite([below, here, above]).all():
        return ""
    measured = (above - below) / (2 * STEP)
    if abs(measured - wanted) <= 1e-4 * max(1.0, abs(wanted)):
        return (
            f"nudge {nudged.words}, and {exercise.measures} changes by {_number(measured)} for "
            "each unit."
        )
    up, down = (above - here) / STEP, (here - below) / STEP
    return (
        f"nudge {nudged.words} up, and {exercise.measures} changes by {_number(up)} for each unit; "
        f"nudge it down, and by {_number(down)}. Between the two relu has its kink, where this "
        "course takes a slope of 0."
    )


def _number(measured):
    return f"{0.0 if abs(measured) < ROUNDING else measured:.4g}"


def _ways_into(value):
    if isinstance(value, list):
        return [(i, *way) for i, item in enumerate(value) for way in _ways_into(item)]
    fields = getattr(value, "_fields", ())
    ways = [(field, *way) for field in fields for way in _ways_into(getattr(value, field))]
    return ways or [()]


def _with_nudge(value, way, place, nudge):
    """Return a value with one number of it moved: what it is made of stays as it was."""
    if not way:
        moved = np.array(value, dtype=np.float64)
        moved[place] += nudge
        return moved
    key, *rest = way
    if isinstance(key, str):
        return value._replace(**{key: _with_nudge(getattr(value, key), rest, place, nudge)})
    return [
        _with_nudge(item, rest, place, nudge) if number == key else item
        for number, item in enumerate(value)
    ]


def _shapes(parts):
    return [part.shape for part in parts]
