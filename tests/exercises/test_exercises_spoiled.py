"""Every edit of every right program is judged wrong by its exercise's own cases, or does no harm.

An edit does harm if it behaves otherwise than the reference on a large battery of inputs. What the
cases let through is listed in let_through.txt with a reason, or better, caught by a case.

A program of twenty lines has thousands of places where something can be put in that does not
belong there. The test takes all edits of each kind up to FIRST, and of the others every EVERY-th;
of an exercise's other right programs, which mostly do the same in other words, a half of that.
The listings of the bug hunt share programs and cases with other exercises: each is tried once.
Run this file, with names of exercises or without, to try all of them: it takes half an hour.
"""

import re
import sys
from collections import Counter
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
from helpers.exercises.checker.surroundings import (
    kept_after_a_call,
    kept_after_all_calls,
    memory_kept_small,
)

LISTED = Path(__file__).with_name("let_through.txt")
SEEDS = range(1, 13)
COSTS = (0, 1, 2, 3)
MOST_INPUTS = 200
# What trains for many steps is asked less often.
MOST_TURNS = 3000
FIRST, EVERY = 50, 8
ALL = 1
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


@cache
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


def survivors(exercise, every=EVERY):
    """Return the Survivors of the edits of an exercise's right programs, sorted."""
    solution, *others = right_sources(exercise.name)
    found = set(survivors_once(exercise, solution, FIRST, every))
    for source in others:
        share = (FIRST, ALL) if every == ALL else (FIRST // 2, 2 * every)
        found.update(survivors_once(exercise, source, *share))
    return sorted(found)


def survivors_once(exercise, source, first, every):
    """The Survivors of a program's edits; those of an equal one on the same cases, if known."""
    text = "\n".join(map(text_of, source.definitions))
    named_alike = re.sub(rf"\b{source.name}\b", "f", text)
    key = named_alike, exercise.program, exercise.cases, exercise.rows, first, every
    if key not in _FOUND:
        _FOUND[key] = all_survivors(exercise, source, first, every)
    return _FOUND[key]


_FOUND = {}


def all_survivors(exercise, source, first, every):
    with (
        kept_after_all_calls(),
        kept_after_a_call(),
        memory_kept_small(),
        np.errstate(all="ignore"),
    ):
        cases = trial_of(exercise, exercise.cases(np.random.default_rng(0)))
        inputs = trial_of(exercise, battery(exercise))
        return list(survivors_of(exercise, source, cases, inputs, first, every))


def survivors_of(exercise, source, cases, inputs, first, every):
    judge, ask = Runner(source, cases), Runner(source, inputs)
    if not all(result.is_right for result in ask.results):
        return
    turns = sum(result.turns for result in ask.results)
    ask = ask.on(trial_of(exercise, inputs.cases[:: 1 + turns // MOST_TURNS]))
    # The same trees: an edit that is put in for the one is put in for the other.
    ask.definitions = judge.definitions
    for change in spoiling(judge, first, every):
        if first_wrong(judge, change.definition) is not None:
            continue
        wrong = first_wrong(ask, change.definition)
        if wrong is not None:
            yield Survivor(line_of(change, judge.definitions), change.kind.name, wrong)


def spoiling(runner, first, every):
    """Yield the changes that are tried: of a kind the `first`, of the others each `every`-th."""
    counted = Counter()
    for cost in COSTS:
        for change in changes(runner.definitions, range(runner.near), cost, "spoil"):
            counted[change.kind] += 1
            if counted[change.kind] <= first or counted[change.kind] % every == 0:
                yield change


def line_of(change, definitions):
    """The line of a change that is put in, as Python writes it."""
    definition = definitions[change.definition]
    (statement,) = change.statements
    lines = text_of(definition).splitlines()
    return lines[min(statement.lineno - definition.lineno, len(lines) - 1)].strip()


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
        for survivor in survivors(exercise_named(name), every=ALL):
            print(f"    {survivor}")
