"""Every exercise against every answer it knows: right, wrong, wrong twice, not begun."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest
from slow_cases import slow_after

from helpers.exercises import check, exercises, fold, hints
from helpers.exercises.catalogue import bug_hunt, exercise_named, names
from helpers.exercises.checker.call import run_program
from helpers.exercises.checker.check import CORRECT, NOT_ATTEMPTED, WRONG, judge
from helpers.exercises.checker.compare import read
from helpers.exercises.exercise import IN_PLACE
from helpers.network import Layer
from helpers.notebooks import NOTEBOOKS

EXERCISES = exercises()
LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
by_name = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


def seeds(count):
    """Give a test the first seed, and where slow tests are run, the others up to count too."""
    parts = slow_after(1, [range(1), range(1, count)])
    return pytest.mark.parametrize("seeds", parts, ids=["one seed", "other seeds"])


def written(source, name):
    """Return the function that a learner would have after running this source in a cell.

    The functions that the exercise needs are there from earlier cells.
    """
    cell = {"np": np, "Layer": Layer}
    for needed in exercise_named(name).needs:
        exec(exercise_named(needed).solution, cell)
    exec(source, cell)
    return cell[name]


def judged(exercise, function, seed=0):
    return judge(exercise, function, np.random.default_rng(seed))


@cache
def marks(exercise):
    """What each single slip of an exercise gives on the inputs of check(), and what is right."""
    return [_mark(exercise, frozenset({slip})) for slip in exercise.slips if slip != IN_PLACE] + [
        _mark(exercise, frozenset())
    ]


def _mark(exercise, slips):
    made = []
    for case in exercise.cases(np.random.default_rng(0)):
        expected = exercise.reference(*case.arguments)
        parts = run_program(
            exercise.with_slips(slips), case.arguments, lambda r, e=expected: read(r, e)
        )
        made.append(parts if isinstance(parts, str) else [part.round(9).tolist() for part in parts])
    return repr(made)


@cache
def composed(exercise):
    """The pairs of slips that together do something that neither does alone."""
    return [
        pair
        for pair in exercise.pairs()
        if IN_PLACE not in pair and _mark(exercise, pair) not in marks(exercise)
    ]


def test_there_are_enough_of_them():
    assert len(EXERCISES) >= 30
    assert sum(len(exercise.misconceptions) for exercise in EXERCISES) >= 100
    assert len(bug_hunt.EXERCISES) >= 10
    with_exercises = {exercise.notebook for exercise in EXERCISES}
    assert [n for n in NOTEBOOKS if n not in with_exercises and not NOTEBOOKS[n].optional] == ["11"]
    assert len(names()) == len(EXERCISES)


@by_name
def test_an_exercise_is_complete(exercise):
    assert len(exercise.hints) >= 3
    assert len(exercise.other_right) >= 3
    assert len(exercise.misconceptions) >= 3
    assert exercise.task
    assert exercise.why
    assert exercise.next
    for source in (exercise.starter, exercise.solution):
        signature = f"def {exercise.name}({', '.join(exercise.argument_names)}"
        assert signature in source
    for slip in exercise.slips:
        notebook, _, word = slip.read_again.partition("#")
        assert notebook in NOTEBOOKS
        assert word


def has_loop(function):
    """Whether a function, or one of the catalogue that it calls, has a for or a while."""
    called = inspect.getclosurevars(function)
    behind = [*called.nonlocals.values(), *called.globals.values()]
    own = [f for f in behind if isinstance(f, FunctionType) and "catalogue" in f.__module__]
    others = [f for f in own if f is not function]
    return _loops_itself(function) or any(map(has_loop, others))


def _loops_itself(function):
    lines, first = inspect.getsourcelines(function)
    own = range(first, first + len(lines))
    return not _lines_of_loops(inspect.getsourcefile(function)).isdisjoint(own)


@cache
def _lines_of_loops(file):
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return {node.lineno for node in ast.walk(tree) if isinstance(node, LOOPS)}


def takes_only_numbers(exercise):
    arguments = [a for case in exercise.cases(np.random.default_rng(0)) for a in case.arguments]
    return not any(isinstance(argument, (list, np.ndarray)) for argument in arguments)


@by_name
def test_the_right_ways_have_a_loop_and_none(exercise):
    with_a_loop = [has_loop(function) for function in exercise.other_right]
    assert not all(with_a_loop)
    assert any(with_a_loop) or takes_only_numbers(exercise)


def test_a_loop_is_seen_wherever_it_stands():
    def calls(values):
        return catalogued(values)

    def catalogued(values):
        return sum(value for value in values)

    def recursive(values):
        return values[0] + recursive(values[1:]) if values else 0

    def turns(count):
        while count:
            count -= 1

    def mapped(values):
        return list(map(abs, values))

    catalogued.__module__ = "helpers.exercises.catalogue"
    assert all(map(has_loop, (calls, catalogued, turns, lambda values: [v + 1 for v in values])))
    assert not any(map(has_loop, (recursive, mapped)))


@by_name
def test_no_hint_is_a_line_of_the_solution(exercise):
    lines = [line.strip() for line in exercise.solution.splitlines() if "=" in line]
    told = " ".join((*exercise.hints, *(slip.words for slip in exercise.slips)))
    assert not [line for line in lines if line in told]


@by_name
def test_the_starter_is_not_attempted(exercise):
    verdict = check(exercise.name, written(exercise.starter, exercise.name))
    assert verdict.status == NOT_ATTEMPTED
    assert verdict.misconceptions == ()


@by_name
def test_the_solution_is_correct(exercise):
    verdict = check(exercise.name, written(exercise.solution, exercise.name))
    assert (verdict.status, verdict.misconceptions) == (CORRECT, ())
    assert exercise.why in verdict.message


@seeds(20)
@by_name
def test_right_ways_are_right_whatever_the_numbers(exercise, seeds):
    for seed in seeds:
        for function in (written(exercise.solution, exercise.name), *exercise.other_right):
            verdict = judged(exercise, function, seed)
            assert verdict.status == CORRECT, verdict.message


@seeds(3)
@by_name
def test_a_misconception_is_recognised_as_itself_and_as_nothing_else(exercise, seeds):
    for misconception in exercise.misconceptions:
        for seed in seeds:
            verdict = judged(exercise, misconception.wrong, seed)
            assert verdict.misconceptions == (misconception.name,), verdict.message
            assert verdict.status != CORRECT
        if misconception.name != IN_PLACE.name:
            assert misconception.words in verdict.message


@by_name
def test_the_inputs_keep_all_slips_apart(exercise):
    assert len(set(marks(exercise))) == len(marks(exercise))


@pytest.mark.slow
@by_name
def test_two_slips_together_are_recognised_and_never_taken_for_others(exercise):
    pairs = composed(exercise)
    recognised = 0
    for pair in pairs:
        wanted = {slip.name for slip in pair}
        verdict = judged(exercise, exercise.with_slips(pair))
        assert set(verdict.misconceptions) <= wanted, verdict.message
        recognised += set(verdict.misconceptions) == wanted
    assert recognised >= 0.9 * len(pairs)


@pytest.mark.slow
def test_there_are_pairs_enough_to_judge_by():
    assert sum(len(composed(exercise)) for exercise in EXERCISES) > 500


@pytest.mark.slow
@by_name
def test_a_slip_and_a_change_of_the_arguments_are_both_named(exercise):
    for pair in exercise.pairs():
        if IN_PLACE in pair:
            (other,) = pair - {IN_PLACE}
            names_found = judged(exercise, exercise.with_slips(pair)).misconceptions
            assert names_found in ((other.name, IN_PLACE.name), (other.name,))


FOUND_IN = {
    "listing_2": "error turned round",
    "listing_3": "relu in place of its slope",
    "listing_4": "relu's slope where there is no relu",
    "listing_6": "gate of the neighbouring layer",
    "listing_7": "weights updated too early",
    "listing_8": "arguments changed in place",
    "listing_9": "bias stepped once for each incoming weight",
    "listing_11": "sum over the rows in place of the mean",
    "listing_12": "stale predictions",
    "listing_10": "not a function of its arguments alone",
    "listing_13": "prediction typed in",
}


@pytest.mark.parametrize("exercise", bug_hunt.EXERCISES, ids=lambda exercise: exercise.name)
def test_a_listing_has_the_slip_it_is_known_for(exercise):
    signature, body = re.split(r"(?<=:)\n", exercise.starter.strip(), maxsplit=1)
    touched = f"{signature}\n    looked_at = True\n{body}"
    verdict = check(exercise.name, written(touched, exercise.name))
    if exercise.name in FOUND_IN:
        assert FOUND_IN[exercise.name] in verdict.misconceptions
        assert verdict.status in (WRONG, "error")
    else:
        assert verdict.status == "error"


@by_name
def test_hints_are_folded_and_the_solution_is_behind_the_last(exercise):
    folded = hints(exercise.name)
    page = folded._repr_html_()
    assert page.count("<details") == len(exercise.hints) + 1
    assert page.index("The solution") > page.index(f"Hint {len(exercise.hints)} of")
    assert "open" not in page.split(">")[0]
    assert exercise.solution.strip() not in repr(folded)
    assert hints(exercise.name, 1) == exercise.hints[0]


def test_folded_code_is_behind_a_click_on_the_page_and_away_as_text():
    folded = fold("The loop", "for a in b:\n    a & b < c")
    assert "for a in b" not in repr(folded)
    page = folded._repr_html_()
    assert page.index("<details") < page.index("<pre>for a in b:\n    a &amp; b &lt; c</pre>")
    assert "open" not in page[: page.index("<summary")]


def test_there_is_no_hint_beyond_the_last():
    with pytest.raises(ValueError, match="number is 9"):
        hints("relu", 9)
    with pytest.raises(ValueError, match="name is 'rely'"):
        hints("rely")


def print_confusion_matrix():
    """Print for each exercise which answers are recognised as what; * marks what is not itself."""
    pairs_in_all = recognised_in_all = 0
    for exercise in EXERCISES:
        print(f"{exercise.name} (notebook {exercise.notebook})")
        for slip in exercise.misconceptions:
            found = judged(exercise, slip.wrong).misconceptions
            print(f"  {' ' if found == (slip.name,) else '*'} {slip.name} -> {', '.join(found)}")
        pairs = composed(exercise)
        found = [judged(exercise, exercise.with_slips(pair)).misconceptions for pair in pairs]
        recognised = sum(
            set(names_found) == {slip.name for slip in pair}
            for names_found, pair in zip(found, pairs, strict=True)
        )
        print(f"  {recognised} of {len(pairs)} pairs recognised as that pair")
        pairs_in_all += len(pairs)
        recognised_in_all += recognised
    print(f"{recognised_in_all} of {pairs_in_all} pairs in all")


if __name__ == "__main__":
    print_confusion_matrix()
