"""Every edit of every right program is judged wrong by its exercise's own cases, or does no harm.

An edit does harm if it behaves otherwise than the reference on a large battery of inputs. What the
cases let through is listed in let_through.txt with a reason; run this file with names of exercises
to see what would have to be listed, or better, caught by a case.
"""

import sys
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from helpers.exercises import exercises
from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker import compare
from helpers.exercises.checker.call import Trial, call
from helpers.exercises.checker.changes import changes
from helpers.exercises.checker.edited import Runner, text_of
from helpers.exercises.checker.steps import right_sources
from helpers.exercises.checker.surroundings import kept_after_a_call, kept_after_all_calls

LISTED = Path(__file__).with_name("let_through.txt")
SEEDS = range(1, 13)
COSTS = (0, 1, 2, 3)
MOST_INPUTS = 300
by_name = pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)


class Survivor(NamedTuple):
    """An edited program that all cases let through and that is wrong on an input of the battery."""

    line: str
    kind: str
    seed: int

    def __str__(self):
        return f"{self.line}   # {self.kind}"


def trial_of(exercise, cases):
    rights = [exercise.reference(*case.arguments) for case in cases]
    readers = [partial(compare.read, expected=right) for right in rights]
    expected = [read(right) for read, right in zip(readers, rights, strict=True)]
    return Trial(cases, rights, readers, expected, [])


def battery(exercise):
    """Inputs by the hundred: the cases of other seeds, negated, tiny, large, with zeros, repeated.

    An input counts only where all right programs agree on it: others are none that can be asked.
    """
    made = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        for case in exercise.cases(generator):
            forms = [case.arguments, *other_forms(exercise, case.arguments, generator)]
            made += [case._replace(arguments=arguments) for arguments in forms]
    return [case for case in made[:MOST_INPUTS] if is_agreed(exercise, case)]


def other_forms(exercise, arguments, generator):
    """Return arguments with their floating numbers changed in one way each."""
    zeroed = partial(with_zeros, generator)
    for change in (np.negative, lambda a: a * 1e-3, lambda a: a * 30, np.round, zeroed):
        yield tuple(changed(argument, change) for argument in arguments)
    if exercise.rows:
        for rows in (lambda a: a[:1], lambda a: np.concatenate([a, a])):
            yield tuple(
                rows(argument) if position in exercise.rows else argument
                for position, argument in enumerate(arguments)
            )


def with_zeros(generator, array):
    return np.where(generator.random(array.shape) < 0.3, 0.0, array)


def changed(argument, change):
    if isinstance(argument, np.ndarray) and argument.ndim and argument.dtype.kind == "f":
        return np.asarray(change(argument), dtype=np.float64)
    if isinstance(argument, list):
        return [changed(item, change) for item in argument]
    if hasattr(argument, "_fields"):
        return type(argument)(*(changed(item, change) for item in argument))
    return argument


def is_agreed(exercise, case):
    with np.errstate(all="ignore"):
        try:
            right = exercise.reference(*case.arguments)
            read = partial(compare.read, expected=right)
            expected = read(right)
            outcomes = [call(other, case.arguments, read) for other in exercise.other_right]
        except (ArithmeticError, IndexError, ValueError):
            return False
    return (
        not isinstance(expected, compare.Strange)
        and all(np.isfinite(part).all() for part in expected)
        and all(
            outcome.parts is not None and compare.compare(outcome.parts, expected) is None
            for outcome in outcomes
        )
    )


def survivors(exercise):
    """Return the Survivors of all edits of an exercise's right programs, each program once."""
    found = {}
    with kept_after_all_calls(), kept_after_a_call(), np.errstate(all="ignore"):
        cases = trial_of(exercise, exercise.cases(np.random.default_rng(0)))
        inputs = trial_of(exercise, battery(exercise))
        for source in right_sources(exercise.name):
            for text, survivor in survivors_of(source, cases, inputs):
                found.setdefault(text, survivor)
    return sorted(found.values())


def survivors_of(source, cases, inputs):
    judge, ask = Runner(source, cases), Runner(source, inputs)
    if not all(result.is_right for result in ask.results):
        return
    # The same trees: an edit that is put in for the one is put in for the other.
    ask.definitions = judge.definitions
    seen = set()
    for cost in COSTS:
        for change in changes(judge.definitions, range(judge.near), cost, "spoil"):
            text = text_of(judge.definitions[change.definition])
            if text in seen or not is_let_through(judge, change.definition):
                continue
            seen.add(text)
            wrong = first_wrong(ask, change.definition)
            if wrong is not None:
                (statement,) = change.statements
                number = statement.lineno - judge.definitions[change.definition].lineno
                line = text.splitlines()[min(number, len(text.splitlines()) - 1)].strip()
                yield text, Survivor(line, change.kind.name, wrong)


def is_let_through(runner, definition):
    return first_wrong(runner, definition) is None


def first_wrong(runner, definition):
    """The number of the first case that an edited program gets wrong, None where it is right."""
    try:
        function = runner.compiled(definition)
    except (SyntaxError, ValueError, TypeError):
        return -1
    try:
        numbers = range(len(runner.trial.cases))
        return next((n for n in numbers if not runner.run(function, n).is_right), None)
    finally:
        runner.restore(definition)


@cache
def listed():
    """What may survive: for each exercise the lines, with the reason that stands above them."""
    found, name = {}, ""
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name = line[3:]
        elif line.startswith("    "):
            found.setdefault(name, set()).add(line.strip())
    return found


@pytest.mark.slow
@by_name
def test_what_does_harm_is_judged_wrong(exercise):
    found = {str(survivor) for survivor in survivors(exercise)}
    assert found <= listed().get(exercise.name, set())


def test_the_battery_is_large_and_every_input_is_agreed_on():
    sizes = [len(battery(exercise_named(name))) for name in ("relu", "all_slopes", "softmax")]
    assert min(sizes) > 100


if __name__ == "__main__":
    for name in sys.argv[1:] or [exercise.name for exercise in exercises()]:
        print(f"## {name}")
        for survivor in survivors(exercise_named(name)):
            print(f"    {survivor}")
