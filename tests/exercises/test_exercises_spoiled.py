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
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from helpers.exercises import exercises
from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker.call import trial_of
from helpers.exercises.checker.edited import Runner, text_of
from helpers.exercises.checker.spoiling import battery, first_wrong, line_of, spoiling
from helpers.exercises.checker.steps import right_sources
from helpers.exercises.checker.surroundings import (
    kept_after_a_call,
    kept_after_all_calls,
    memory_kept_small,
)

LISTED = Path(__file__).with_name("let_through.txt")
# What trains for many steps is asked less often.
MOST_TURNS = 3000
FIRST, EVERY = 20, 32
ALL = 1
by_name = pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)


class Survivor(NamedTuple):
    """An edited program that all cases let through and that is wrong on an input of the battery."""

    line: str
    kind: str
    seed: int

    def __str__(self):
        return f"{self.line}   # {self.kind}"


def survivors(exercise, every=EVERY):
    """Return the Survivors of the edits of an exercise's right programs, sorted."""
    solution, *others = right_sources(exercise)
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
