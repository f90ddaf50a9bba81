"""Experiments with a wrong answer: rows put in twice, an argument changed, a number nudged.

Each calls the learner's function or the course's own once more and says what came of it.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker import compare
from helpers.exercises.checker.call import call
from helpers.exercises.checker.surroundings import kept_after_all_calls
from helpers.exercises.checker.wrong_results import Finding, shapes_of

STEP = 1e-5
ROUNDING = 1e-9


def rows_of(exercise, case):
    """Return the number of rows in a case, None where the exercise has no rows."""
    return len(case.arguments[exercise.rows[0]]) if exercise.rows else None


@kept_after_all_calls()
def about_repeating(exercise, function, trial):
    """Return a finding where the answers, but not the right ones, change with every row put twice.

    Where an answer for a single row is wrong as well, rows are not what to look at. An answer of
    nothing but 0 says nothing; all others have to change.
    """
    if not exercise.rows or any(rows_of(exercise, trial.cases[i]) < 2 for i in trial.wrong):
        return []
    telling = [i for i in trial.wrong if any(part.any() for part in trial.outcomes[i].parts)]
    if not telling or not all(_changes_with_rows(exercise, function, trial, i) for i in telling):
        return []
    words = (
        "With every row put in twice, the right answer stays the same and yours does not. "
        "What do you do with the number of rows?"
    )
    return [Finding(words, about_rows=True)]


def _changes_with_rows(exercise, function, trial, number):
    twice = [
        np.concatenate([argument, argument]) if position in exercise.rows else argument
        for position, argument in enumerate(trial.cases[number].arguments)
    ]
    right = _right_answer(exercise, twice)
    if right is None or not compare.same_parts(right[1], trial.expected[number]):
        return False
    answer, before = _answer(function, twice, right[0]), trial.outcomes[number].parts
    return (
        answer is not None
        and shapes_of(answer) == shapes_of(before)
        and not compare.same_parts(answer, before)
    )


def about_one_row(exercise, trial):
    """Return a finding where all answers are right for the first row alone, or for the last."""
    if not exercise.rows:
        return []
    several = [
        (case.arguments, outcome.parts)
        for case, outcome in zip(trial.cases, trial.outcomes, strict=True)
        if rows_of(exercise, case) > 1
    ]
    for row, word in ((slice(None, 1), "first"), (slice(-1, None), "last")):
        pairs = [(_right_for(exercise, row, arguments), given) for arguments, given in several]
        telling = [right for right, _ in pairs if any(part.any() for part in right)]
        if len(telling) > 1 and all(compare.same_parts(given, right) for right, given in pairs):
            return [Finding(f"Yours is the right answer for the {word} row alone.")]
    return []


def _right_for(exercise, rows, arguments):
    chosen = [a[rows] if i in exercise.rows else a for i, a in enumerate(arguments)]
    right = _right_answer(exercise, chosen)
    return right[1] if right else ()


@kept_after_all_calls()
def about_unused(exercise, function, trial):
    """Return a finding on the arguments that the right answer changes with and this one does not.

    An argument counts where at least two cases say so and none says otherwise.
    """
    if len(trial.wrong) > 1 and _are_all_the_same(trial):
        return [Finding("Your answer is the same for every input tried.")]
    unused = [
        name
        for position, name in enumerate(exercise.argument_names)
        if _is_unused(exercise, function, trial, position)
    ]
    if not unused:
        return []
    listed = " or ".join(unused)
    words = f"Change {listed}, and the right answer changes; yours does not."
    return [Finding(words)]


def _are_all_the_same(trial):
    first, *others = (outcome.parts for outcome in trial.outcomes)
    return all(compare.same_parts(parts, first) for parts in others)


def _is_unused(exercise, function, trial, position):
    """Whether no answer moves with an argument, though in several wrong cases the right does."""
    moves = 0
    for number, case in enumerate(trial.cases):
        arguments, has_moved = list(case.arguments), False
        for other in _others(arguments[position]):
            arguments[position] = other
            right = _right_answer(exercise, arguments)
            if right is None:
                continue
            answer = _answer(function, arguments, right[0])
            if answer is None or not compare.same_parts(answer, trial.outcomes[number].parts):
                return False
            if number in trial.wrong and not compare.same_parts(right[1], trial.expected[number]):
                has_moved = True
        moves += has_moved
    return moves > 1


def _others(value):
    """What an argument could be as well: of other signs or sizes, in another order, shorter.

    Whole numbers become all the same as well: in another order they may make the same choices.
    """
    if callable(value):
        return [lambda *arguments: 1.5 * value(*arguments)]
    if isinstance(value, list):
        return [list(entries) for entries in zip(*map(_others, value), strict=False)]
    if hasattr(value, "_fields"):
        return [type(value)(*entries) for entries in zip(*map(_others, value), strict=True)]
    if np.asarray(value).dtype.kind in "iu":
        if not np.ndim(value):
            return [value + 1]
        return [np.full_like(value, value.flat[0] if value.size else 0), np.flip(value), value[:-1]]
    return [0.1234 - 1.3 * value, 0.2345 + 0.6 * value]


@np.errstate(all="ignore")
def _right_answer(exercise, arguments):
    """Return the right result and its parts, None where the arguments do not go together."""
    try:
        right = exercise.reference(*arguments)
    except (ArithmeticError, LookupError, ValueError):
        return None
    parts = compare.read(right, right)
    return (right, parts) if all(np.isfinite(part).all() for part in parts) else None


def _answer(function, arguments, right):
    """Return the parts of the learner's answer, None where there are none."""
    outcome = call(function, tuple(arguments), partial(compare.read, expected=right))
    if outcome.interrupted:
        raise KeyboardInterrupt
    return outcome.parts


def about_measuring(exercise, trial, shown):
    """Return a finding on the slope, measured, where the first wrong answer is farthest off.

    The case that is shown comes first. Where any answer has another shape than the right one, its
    numbers are not the first thing to look at, and nothing is said; nor where measuring would say
    what the table of the answers says already.
    """
    parts = [(trial.outcomes[number].parts, trial.expected[number]) for number in trial.wrong]
    if exercise.loss is None or any(compare.compare(*pair).kind != "values" for pair in parts):
        return []
    numbers = sorted(trial.wrong, key=lambda number: number != shown)
    said = [_measurement(exercise, trial, number) for number in numbers]
    # A kink explains an answer that is wrong at kinks alone. Of steps, one that can be measured.
    shown = list(filter(None, said)) if exercise.rate or all(said) else []
    return [Finding(words) for words in shown[:1]]


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
    return (array_at(arguments, nudged) - part) / arguments[exercise.rate]


def array_at(arguments, nudged):
    """Return the array that is to be nudged, out of the arguments of named_arguments."""
    found = arguments[nudged.argument]
    for key in nudged.way:
        found = getattr(found, key) if isinstance(key, str) else found[key]
    return found


@np.errstate(over="ignore", invalid="ignore")
def _measurement(exercise, trial, number):
    case, right, given = trial.cases[number], trial.expected[number], trial.outcomes[number].parts
    arguments = named_arguments(exercise, case, right)
    answers = zip(arrays_nudged(exercise, arguments), given, right, strict=True)
    wrong = [parts for parts in answers if parts[0].argument and not compare.close(*parts[1:])]
    if not wrong:
        return ""
    nudged, *parts = wrong[0]
    yours, wanted = (as_slopes(exercise, arguments, nudged, part) for part in parts)
    place = compare.farthest_apart(yours, wanted)
    nudged = nudged._replace(place=place)
    said = _what_nudging_says(exercise, arguments, nudged, wanted[place])
    own = "Your step is that of a slope of" if exercise.rate else "Yours says"
    return said and f"Measured, with {case.words}: {said} {own} {yours[place]:.4g}."


def _what_nudging_says(exercise, arguments, nudged, wanted):
    """Return the measured slope in words; both of them at a kink.

    "" where nothing is measured, and where what is measured is the right answer itself.
    """
    below, here, above = losses_around(exercise, arguments, nudged)
    if not np.isfinite([below, here, above]).all():
        return ""
    measured = (above - below) / (2 * STEP)
    if abs(measured - wanted) <= 1e-4 * max(1.0, abs(wanted)):
        return exercise.rate and (
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
