"""Whether the cases of a teacher's exercise keep right and wrong apart.

Every edit of a right function that is wrong on some further input has to be wrong on a case too, or
check would say "Correct." to it. What the cases let through comes with an input that tells it.
"""

import ast
import linecache
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from helpers.exercises.checker.call import trial_of
from helpers.exercises.checker.check import CORRECT, SEED, Verdict, judge
from helpers.exercises.checker.difference import difference
from helpers.exercises.checker.edited import EDITED, FUEL, Runner, text_of, with_fuel
from helpers.exercises.checker.source import Source
from helpers.exercises.checker.spoiling import battery, spoiling
from helpers.exercises.checker.steps import right_sources
from helpers.exercises.checker.surroundings import (
    kept_after_a_call,
    kept_after_all_calls,
    memory_kept_small,
)
from helpers.exercises.exercise import Case, Exercise
from helpers.exercises.own.declared import name_of

FIRST, EVERY = 200, 4
MOST_TURNS = 3000
"""How many turns a program's loops may take on all further inputs: of more, some are left out."""
MOST_JUDGED = 30
NAMED, LOCATED, NEITHER = "named", "located", "neither"
A_LINE = re.compile(r"\blines? \d")


class Wrong(NamedTuple):
    """A wrong program that an edit makes of a right one.

    `line` is counted in the teacher's file, `change` shows it before and after. `told_by` are the
    numbers of the further inputs that it is wrong on, where all cases let it through; else ().
    `texts` are all its definitions, the checked one first.
    """

    source: Source
    line: int
    change: str
    told_by: tuple[int, ...]
    texts: tuple[str, ...]


class Suggestion(NamedTuple):
    """A Case to be added, and the Wrongs that it tells and the cases so far do not."""

    case: Case
    tells: tuple[Wrong, ...]


class Findings(NamedTuple):
    """What became of an exercise's programs.

    `refused` are pairs of the name of a right function and its Verdict, where that is not
    "correct". `unnamed` are pairs of a slip's name and its function's Verdict, where that does not
    name it. `wrong` counts the edited programs that are wrong on some of so many `inputs`;
    `let_through` counts those that are told "Correct.", and `suggestions` has a case against each.
    `said` counts what a sample of the others is told.
    """

    exercise: Exercise
    refused: tuple[tuple[str, Verdict], ...]
    unnamed: tuple[tuple[str, Verdict], ...]
    inputs: int
    wrong: int
    let_through: int
    suggestions: tuple[Suggestion, ...]
    said: Counter

    @property
    def are_good(self):
        return not (self.refused or self.unnamed or self.let_through)


def tried(exercise: Exercise, bar: Callable) -> Findings:
    """Return the Findings for a teacher's exercise.

    `bar(items, total, words)` hands the items on and shows how far it is.
    """
    functions = [exercise.right, *exercise.other_right]
    verdicts = [(name_of(function), _judged(exercise, function)) for function in functions]
    slips = [(slip.name, _judged(exercise, exercise.with_slips({slip}))) for slip in exercise.slips]
    inputs = sorted(battery(exercise), key=_size)
    found = [
        wrong
        for source in right_sources(exercise)
        for wrong in _spoiled(exercise, source, inputs, bar)
    ]
    let_through = [wrong for wrong in found if wrong.told_by]
    caught = [wrong for wrong in found if not wrong.told_by]
    return Findings(
        exercise,
        tuple(pair for pair in verdicts if pair[1].status != CORRECT),
        tuple(pair for pair in slips if pair[1].misconceptions != (pair[0],)),
        len(inputs),
        len(found),
        len(let_through),
        tuple(_suggestions(inputs, let_through)),
        _what_is_said(exercise, caught, bar),
    )


def _judged(exercise, function):
    return judge(exercise, function, np.random.default_rng(SEED))


def _size(case):
    return sum(map(np.size, case.arguments))


def _spoiled(exercise, source, inputs, bar):
    """The Wrongs that one edit makes of a right program."""
    with (
        kept_after_all_calls(),
        kept_after_a_call(),
        memory_kept_small(),
        np.errstate(all="ignore"),
    ):
        judging = Runner(source, trial_of(exercise, exercise.cases(np.random.default_rng(SEED))))
        asking = judging.on(trial_of(exercise, inputs))
        numbers = _numbers_asked(asking)
        total = sum(1 for _ in spoiling(judging, FIRST, EVERY))
        made = bar(spoiling(judging, FIRST, EVERY), total, f"{exercise.name}, {source.name}")
        tried = (_wrong(source, judging, asking, numbers, change) for change in made)
        return [wrong for wrong in tried if wrong]


def _numbers_asked(asking):
    """Of the further inputs those that are asked: fewer where a program takes long."""
    turns = sum(result.turns for result in asking.results)
    return range(0, len(asking.results), 1 + turns // MOST_TURNS)


def _wrong(source, judging, asking, numbers, change):
    """The Wrong that a change makes, which is put in now; None where it is no program or right."""
    at = change.definition
    try:
        function = judging.compiled(at)
    except (SyntaxError, ValueError, TypeError):
        return None
    try:
        results = (judging.run(function, n) for n in range(len(judging.trial.cases)))
        is_caught = not all(result.is_right for result in results)
        told_by = () if is_caught else [n for n in numbers if not asking.run(function, n).is_right]
    finally:
        judging.restore(at)
    if not is_caught and not told_by:
        return None
    texts = tuple(map(text_of, judging.definitions))
    before = text_of(source.definitions[at])
    shown = "\n".join(difference(source, at, before, texts[at]))
    return Wrong(source, change.line, shown, tuple(told_by), texts)


def _suggestions(inputs, let_through):
    """A few cases that tell all Wrongs apart: each time the input that tells the most of them.

    Of inputs that tell as many, the smallest: they come in the order of their size.
    """
    left = list(let_through)
    while left:
        counts = Counter(number for wrong in left for number in wrong.told_by)
        best = max(sorted(counts), key=lambda number: counts[number])
        yield Suggestion(inputs[best], tuple(w for w in left if best in w.told_by))
        left = [wrong for wrong in left if best not in wrong.told_by]


def _what_is_said(exercise, caught, bar):
    sample = caught[:: -(-len(caught) // MOST_JUDGED) or 1]
    shown = bar(sample, len(sample), f"{exercise.name}, what is said")
    return Counter(_said(_judged(exercise, _as_written(wrong))) for wrong in shown)


def _said(verdict):
    if verdict.misconceptions:
        return NAMED
    return LOCATED if A_LINE.search(verdict.message) else NEITHER


def _as_written(wrong):
    """A wrong program as a function with lines of its own, as a cell of a notebook has it."""
    text = "\n\n".join(wrong.texts)
    file = f"<{EDITED} {wrong.source.name}>"
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    refuel, function = with_fuel(wrong.source, ast.parse(text).body, file)
    # An edit may have made a loop that has no end.
    refuel(FUEL * 1000)
    return function
