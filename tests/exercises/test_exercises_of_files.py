"""Exercises from a teacher's file: read, judged and tested; what is wrong with a file is said."""

import asyncio
import inspect
import io
import re
import sys

import answers_outside
import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from slow_cases import slow_after

from helpers.exercises import check, exercises, exercises_from, hints, known
from helpers.exercises.checker import kinds
from helpers.exercises.checker.check import CORRECT, ERROR, NOT_ATTEMPTED, WRONG
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING, Case
from helpers.exercises.own import FileProblem, exercise
from helpers.exercises.own.__main__ import main
from helpers.exercises.own.findings_text import as_line, words_of
from helpers.exercises.own.inputs import like
from helpers.exercises.own.trying import tried
from helpers.exercises.progress_file import VARIABLE
from tools import fresh_kernel
from tools.notebook_runs import ROOT

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))
PAGE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
OF_NETWORKS = re.compile(
    r"\b(relu|gate|node|network|layer|loss|weight|course|gradient|Read again)s?\b|__"
)
HEAD = '''import numpy as np
from helpers.exercises.own import exercise


def halved(x):
    """Return half of x."""
    return x / 2


'''
HALVED = {"title": '"half"', "task": '"Return half of x."', "cases": '[("two", 2.0)]'}

ANSWERS = {
    name: function
    for name, function in vars(answers_outside).items()
    if inspect.isfunction(function)
}
WRONG_ANSWERS = {name: f for name, f in ANSWERS.items() if "__wrong_" in name}


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
    monkeypatch.setattr(known, "_OWN", {})


@pytest.fixture
def written(tmp_path):
    """A function that writes a file of exercises and returns its path."""

    def write(text, name="my_exercises.py"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def with_halved(before="", **texts):
    """A file with one exercise; its functions and what it says may be others."""
    said = ", ".join(f"{name}={text}" for name, text in {**HALVED, **texts}.items())
    return f"{HEAD}{before}EXERCISES = [exercise(halved, {said})]\n"


def read_examples():
    for path in EXAMPLES:
        yield from exercises_from(path).exercises


def no_bar(items, total, words):
    return items


# ---- answers ----


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - set(WRONG_ANSWERS)))
def test_what_is_right_is_correct_in_any_style(name):
    list(read_examples())
    verdict = check(name.partition("__")[0], ANSWERS[name])
    assert verdict.status == CORRECT, verdict.message


SAID = {
    "residuals__wrong_squared": "an extra square, in line 2",
    "residuals__wrong_intercept_added": "brackets in the wrong place, in line 2",
    "residuals__wrong_sizes": "the sign is dropped, in line 2",
    "residuals__wrong_turned_round": "line less point",
    "best_line__wrong_not_squared": "a missing square, in line 4",
    "best_line__wrong_order": "results in the wrong order, in line 6",
    "best_line__wrong_exchanged": "x and y exchanged",
    "best_line__wrong_sign_of_intercept": "operands swapped, in line 5",
    "best_line__wrong_std": "",
    "best_line__wrong_sample_covariance": "",
    "best_line__wrong_first_and_last": "",
    "nearest__wrong_farthest": "the farthest centre",
    "nearest__wrong_axis": "the nearest point of each centre",
    "nearest__wrong_distance_itself": "",
    "nearest__wrong_signed": "a missing square, in line 4",
    "nearest__wrong_counted_from_1": "an extra term, in line 5",
    "nearest__wrong_last_of_equals": "the wrong comparison, in line 7",
    "nearest__wrong_streets": "a missing square, in line 2",
    "moved__wrong_empty": "",
    "moved__wrong_axis": "the wrong axis, in line 5",
    "moved__wrong_sum": "sum and mean confused, in line 5",
    "moved__wrong_in_place": "arguments changed in place",
    "moved__wrong_zeros": "the wrong function, in line 2",
    "moved__wrong_all_points": "divided by all points",
}
LINES = {
    "best_line__wrong_sample_covariance": "In line 2, np.cov(x, y) has the wrong value",
    "nearest__wrong_distance_itself": "In line 3, distances.min(axis=1) has the wrong value",
    "moved__wrong_empty": "In line 2, np.array([points[labels == k].mean(axis=0) for k in",
}


def test_every_wrong_answer_is_looked_at():
    assert list(SAID) == list(WRONG_ANSWERS)


@pytest.mark.parametrize("name", slow_after(8, SAID))
def test_what_is_wrong_is_told_by_its_name_and_in_words_of_no_topic(name):
    list(read_examples())
    verdict = check(name.partition("__")[0], ANSWERS[name])
    assert verdict.status == WRONG
    said = SAID[name]
    assert verdict.headline == (f"Not right yet: {said}." if said else "Not right yet.")
    assert LINES.get(name, "") in verdict.message
    assert not OF_NETWORKS.findall(verdict.message.replace("__wrong", ""))
    assert "<a " not in verdict._repr_html_()


def test_kinds_of_slip_are_said_without_networks():
    said = [*map(kinds.in_any_topic, kinds.ALL), *IN_THE_WAY_OF_WORKING]
    for kind in said:
        assert not OF_NETWORKS.findall(f"{kind.name} {kind.words}")
    assert {kind.read_again for kind in map(kinds.in_any_topic, kinds.ALL)} == {""}
    names = [kinds.in_any_topic(kind).name for kind in kinds.ALL]
    assert len(set(names)) == len(names)


def test_a_cut_at_0_is_no_relu(written):
    cases = '[("three", np.array([-1.0, 2.0, -3.0])), ("two", np.array([4.0, -2.0]))]'
    exercises_from(written(with_halved(cases=cases)))
    by_line = check("halved", lambda x: np.maximum(x, 0) / 2)
    by_numbers = check("halved", np.vectorize(lambda x: x / 2 * (x > 0)))
    for verdict in (by_line, by_numbers):
        assert verdict.misconceptions == ("numbers below zero cut off",), verdict.message
        assert not OF_NETWORKS.findall(verdict.message)


def test_an_entry_too_far_is_no_hidden_layer(written):
    exercises_from(written(with_halved(cases='[("two", np.array([2.0, 3.0]))]')))
    verdict = check("halved", lambda x: x[2])
    assert verdict.status == ERROR
    assert "Does a list lack an entry, or does a loop go one too far?" in verdict.message


# ---- what a file gives ----


def test_the_least_that_a_file_has_is_an_exercise(written):
    shown = exercises_from(written(with_halved()))
    assert repr(shown) == (
        'Exercise: half\nReturn half of x.\n\ndef halved(x):\n    """Return half of x."""\n    ...'
        "\n\n\n"
        'check("halved", halved)'
    )
    assert "Return half of x." in shown._repr_html_()
    assert check("halved", lambda x: 0.5 * x).message == "Correct.\n(1 input tried.)"
    space = {}
    exec(shown.exercises[0].starter, space)
    begun = check("halved", space["halved"])
    assert begun.status == NOT_ATTEMPTED
    assert "hints" not in begun.message
    wrong = check("halved", lambda x: x * x + 1)
    assert wrong.message.endswith('check("halved", lambda x: x * x + 1)')
    assert "hints" not in wrong.message
    assert repr(hints("halved")) == "No hints. In a notebook the solution opens by a click."
    assert "return x / 2" in hints("halved").solution
    with pytest.raises(ValueError, match=r"name is 'halve', expected one of: carried, .*, halved$"):
        hints("halve")


def test_the_solution_brings_the_helpers_that_it_calls(written):
    text = with_halved().replace("x / 2", "x / parts()")
    text = text.replace("EXERCISES", "def parts():\n    # two of them\n    return 2\n\n\nEXERCISES")
    exercises_from(written(text))
    assert hints("halved").solution == (
        "\ndef parts():\n    # two of them\n    return 2\n\n\n"
        'def halved(x):\n    """Return half of x."""\n    return x / parts()\n'
    )
    verdict = check("halved", ANSWERS["nearest__norm"])
    assert verdict.headline == "Your function takes other arguments."


def test_a_file_that_is_read_again_takes_its_own_place(written):
    exercises_from(written(with_halved()))
    exercises_from(written(with_halved().replace("x / 2", "x / 2 + 1")))
    assert check("halved", lambda x: x / 2 + 1).status == CORRECT
    assert check("halved", lambda x: x / 2).status == WRONG
    with pytest.raises(FileProblem):
        exercises_from(written("nonsense"))
    assert check("halved", lambda x: x / 2).headline == 'There is no exercise "halved".'


def test_nothing_of_it_is_kept_for_the_map(written, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "progress.jsonl"))
    exercises_from(written(with_halved()))
    assert check("halved", lambda x: x / 2).status == CORRECT
    assert not (tmp_path / "progress.jsonl").exists()
    check("relu_slope", lambda pre_activation: 1.0 * (pre_activation > 0))
    assert (tmp_path / "progress.jsonl").exists()


def test_a_right_function_that_ends_on_its_cases_alone_stops_no_check(written):
    body = "def halved(x):\n    while x != 1:\n        x = x - 1\n    return x\n\n\n"
    exercises_from(written(with_halved(body, cases='[("three", 3.0)]')))
    assert check("halved", lambda x: x - 1.5).status == WRONG


# ---- what is wrong with a file ----

BROKEN = {
    "not Python": (HEAD + "def f(:\n", "line 10: this is not Python: invalid syntax"),
    "unknown name": (HEAD + "x = y\n", "line 10: NameError: name 'y' is not defined"),
    "no table": (HEAD, "has no EXERCISES: end it with EXERCISES = [exercise(...)]"),
    "empty": (HEAD + "EXERCISES = []\n", "EXERCISES is empty, expected at least one exercise(...)"),
    "no list": (
        with_halved().replace("[exercise", "exercise").replace(")]\n", "\n"),
        "line 10: this is not Python: '(' was never closed",
    ),
    "texts in the table": (
        HEAD + 'EXERCISES = ["halved"]\n',
        "entry 1 of EXERCISES is of type str, expected a list: EXERCISES = [exercise(...)]",
    ),
    "no task": (
        with_halved().replace('task="Return half of x.", ', ""),
        "line 10: TypeError: exercise() missing 1 required keyword-only argument: 'task'",
    ),
    "too many arguments": (
        with_halved(cases='[("two", 2.0, 3.0)]'),
        'line 10: case 1, "two", has 3 entries, expected ("what is special about it", x)',
    ),
    "no words": (
        with_halved(cases="[(2.0,)]"),
        'line 10: case 1 is (2.0,), expected a tuple: ("what is special about it", x)',
    ),
    "text": (
        with_halved(cases='[("two", "2")]'),
        'line 10: x in case 1, "two", is of type str, expected a number, an array of numbers, '
        "a list of these, or a function",
    ),
    "nan": (
        with_halved(cases='[("two", np.array([np.nan]))]'),
        'line 10: x in case 1, "two", is not finite: no nan and no infinity can be asked',
    ),
    "raises": (
        with_halved(cases='[("two", 2.0), ("a list", [1.0])]'),
        'line 10: in case 2, "a list", halved stops at `return x / 2` with TypeError: unsupported '
        "operand type(s) for /: 'list' and 'int'",
    ),
    "no end": (
        with_halved("def halved(x):\n    while x:\n        pass\n\n\n"),
        'line 15: in case 1, "two", halved does not end: its loops take more than 100,000 turns',
    ),
    "in place": (
        with_halved("def halved(x):\n    x /= 2\n    return x\n\n\n", cases='[("a", np.ones(2))]'),
        'line 15: in case 1, "a", halved changes its arguments in place: let it make new arrays',
    ),
    "random": (
        with_halved("def halved(x):\n    return x * np.random.random()\n\n\n"),
        'line 14: in case 1, "two", halved gives something else when it is called again',
    ),
    "prints": (
        with_halved("def halved(x):\n    print(x)\n    return x\n\n\n"),
        'line 15: in case 1, "two", halved prints: take the print out',
    ),
    "nothing returned": (
        with_halved("def halved(x):\n    x / 2\n\n\n"),
        'line 14: in case 1, "two", halved returns None: does every path through it end in a '
        "return with a value?",
    ),
    "lists returned": (
        with_halved("def halved(x):\n    return [[x], [x]]\n\n\n"),
        'line 14: in case 1, "two", halved returns lists in a list: return an array, or a list of '
        "arrays",
    ),
    "another right one differs": (
        with_halved("def doubled(x):\n    return 2 * x\n\n\n", other_right="[doubled]"),
        'line 14: in case 1, "two", doubled of other_right differs from halved',
    ),
    "one hint": (
        with_halved(hints='"divide"'),
        "line 10: hints is of type str, expected a list of texts: [...]",
    ),
    "slip without function": (
        with_halved(slips='[("name", "words")]'),
        "line 10: number 1 of slips is ('name', 'words'), expected (wrong_function, its name, "
        "words for the learner)",
    ),
    "lambda": (
        with_halved().replace("exercise(halved", "exercise(lambda x: x"),
        "line 10: the right function has no name: write it with def",
    ),
    "numpy's": (
        with_halved().replace("exercise(halved", "exercise(np.sqrt"),
        "line 10: the lines of sqrt are not at hand: write it into this file",
    ),
    "star": (
        with_halved("def halved(*x):\n    return x[0] / 2\n\n\n"),
        "line 14: halved takes *x: give each argument a name, no star",
    ),
    "rows": (with_halved(rows='["y"]'), 'line 10: rows names "y", expected one of: x'),
    "rows of a number": (
        with_halved(rows='["x"]'),
        'line 10: rows names arrays with as many entries each, and case "two" has the shapes x ()',
    ),
    "results": (
        with_halved(results='["a", "b"]'),
        "line 10: results has 2 names, and halved returns 1",
    ),
    "further": (
        with_halved(further="lambda generator: 3.0"),
        "line 10: further(generator) returns 3.0, expected (x,)",
    ),
    "the course's": (
        with_halved().replace("halved", "relu"),
        "line 5: call relu something else: the course has an exercise of that name",
    ),
    "twice": (
        with_halved() + "EXERCISES = EXERCISES * 2\n",
        "line 5: call halved something else: two exercises of this file have that name",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_one_sentence_with_file_and_line(name, written):
    text, sentence = BROKEN[name]
    with pytest.raises(FileProblem) as problem:
        exercises_from(written(text))
    said = str(problem.value)
    assert said.removeprefix("my_exercises.py").lstrip(":, ") == sentence
    assert problem.value._render_traceback_() == [said]


def test_two_files_cannot_have_one_name(written):
    first = written(with_halved(), "first.py")
    exercises_from(first)
    with pytest.raises(FileProblem, match=f"{re.escape(str(first))} has an exercise of that name"):
        exercises_from(written(with_halved(), "second.py"))


def test_a_file_that_is_not_there_is_said_with_one_that_is(written):
    path = written(with_halved())
    with pytest.raises(FileProblem) as problem:
        exercises_from(path.with_name("my_exercise.py"))
    near = f"there is no file my_exercise.py in {path.parent}: did you mean my_exercises.py?"
    assert str(problem.value) == near


# ---- further inputs ----


def test_further_inputs_have_the_form_of_the_cases():
    generator = np.random.default_rng(0)
    cases = [
        Case("a", (np.ones((4, 2)), np.array([0, 2, 1, 1]), 3, np.array([1.0, 0.0, 1.0]), 0.1)),
        Case("b", (-np.ones((5, 3)), np.array([1, 0, 2, 3, 0]), 4, np.eye(4), 0.2)),
    ]
    made = [case for _ in range(50) for case in like(cases, generator)]
    rows = set()
    for case in made:
        points, labels, count, ones, rate = case.arguments
        assert len(points) == len(labels)
        assert labels.min() >= 0
        assert labels.max() < min(count, len(ones))
        assert set(np.unique(ones)) <= {0, 1}
        assert 0.05 <= rate <= 0.3
        assert abs(np.sign(points).sum()) == np.count_nonzero(points)
        rows.add(len(points))
    assert rows == {3, 4, 5, 6, 7}
    assert {len(case.arguments[3]) for case in made} > {3, 4}


def test_a_teacher_s_own_further_inputs_are_asked_and_no_others(written):
    further = "lambda generator: (generator.dirichlet([1.0, 1.0, 1.0]),)"
    text = with_halved(cases='[("a", np.ones(3) / 3)]', further=further)
    [one] = exercises_from(written(text)).exercises
    made = one.further_cases(np.random.default_rng(0))
    assert len(made) == 4
    assert all(np.isclose(case.arguments[0].sum(), 1) for case in made)


# ---- the test of a file ----

WEAK = """
import numpy as np
from helpers.exercises.own import exercise


def above_mean(x):
    # everything is measured from the mean
    return (x - x.mean()) / 2


EXERCISES = [
    exercise(
        above_mean,
        title="above the mean",
        task="Return how far each is above the mean, halved.",
        cases=[
            ("two numbers around 0", np.array([-1.0, 1.0])),
        ],
    ),
]
"""


def test_what_the_cases_let_through_is_shown_with_a_case_that_catches_it(written):
    [one] = exercises_from(written(WEAK)).exercises
    found = tried(one, no_bar)
    assert found.let_through
    assert not found.are_good
    said = words_of(found)
    assert "      -    return (x - x.mean()) / 2\n      +    return (x + x.mean()) / 2" in said
    assert f"{found.let_through} are wrong" in said
    lines = [as_line(suggestion.case) for suggestion in found.suggestions]
    assert lines[0] in said
    last = '("two numbers around 0", np.array([-1.0, 1.0])),'
    mended = WEAK.replace(last, "\n            ".join([last, *lines]))
    [one] = exercises_from(written(mended)).exercises
    assert tried(one, no_bar).let_through == 0


def test_a_slip_that_no_case_tells_from_another_is_said(written):
    slips = "[(tripled, 'three', 'By how much?'), (again, 'also three', 'By how much?')]"
    before = "def tripled(x):\n    return 3 * x\n\n\ndef again(x):\n    return x + x + x\n\n\n"
    [one] = exercises_from(written(with_halved(before, slips=slips))).exercises
    said = words_of(tried(one, no_bar))
    assert "Your slips: 0 of 2 are recognised by their names." in said
    assert '"three" is told: Not right yet.' in said


def test_few_further_inputs_are_said(written):
    body = "def halved(x):\n    if x.sum() != 7:\n        raise ValueError\n    return x / 2\n\n\n"
    text = with_halved(body, cases='[("a", np.array([3.0, 4.0]))]')
    [one] = exercises_from(written(text)).exercises
    assert "further=..." in words_of(tried(one, no_bar))


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_cases_of_the_examples_let_nothing_through(path):
    for one in exercises_from(path).exercises:
        found = tried(one, no_bar)
        assert found.are_good, words_of(found)
        assert found.wrong > 1000
        assert found.inputs > 100


# ---- the commands ----


def test_new_writes_a_file_that_passes_its_test_and_never_over_another(tmp_path, capsys):
    path = tmp_path / "my_exercises.py"
    assert main(["new", str(path)]) == 0
    assert main(["test", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Right functions: 2 of 2" in said
    counts = re.search(r"one edit of a right one: (\d+) of (\d+) are told", said)
    assert counts[1] == counts[2]
    path.write_text("mine")
    assert main(["new", str(path)]) == 1
    assert path.read_text() == "mine"
    assert main(["test", str(path)]) == 1
    said = "my_exercises.py, line 1: NameError: name 'mine' is not defined"
    assert capsys.readouterr().err.splitlines()[-1] == said


def test_test_ends_with_1_where_something_is_let_through(written, capsys):
    assert main(["test", str(written(WEAK))]) == 1
    assert "add it to cases:" in capsys.readouterr().out


def test_a_terminal_sees_how_far_it_is(written, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    main(["test", str(written(with_halved()))])
    assert "halved, halved: " in terminal.getvalue()
    assert "halved, what is said: " in terminal.getvalue()


# ---- in a notebook ----


def test_in_a_notebook_of_any_topic(tmp_path, monkeypatch):
    for example in EXAMPLES:
        (tmp_path / example.name).write_bytes(example.read_bytes())
    (tmp_path / "broken.py").write_text(HEAD + "x = y\n")
    right, wrong = (
        inspect.getsource(ANSWERS[name]).replace(name, "nearest")
        for name in ("nearest__norm", "nearest__wrong_signed")
    )
    cells = [
        "import numpy as np\nfrom helpers.exercises import check, exercises_from",
        # However busy the machine, no search tells of itself.
        "from helpers.exercises.checker import notice\nnotice.A_MOMENT = np.inf",
        'exercises_from("k_means.py")',
        f'{right}\ncheck("nearest", nearest)',
        f'{wrong}\ncheck("nearest", nearest)',
        'exercises_from("broken.py")',
    ]
    notebook = new_notebook(cells=list(map(new_code_cell, cells)))
    monkeypatch.setenv(VARIABLE, "off")
    asyncio.run(fresh_kernel.run(notebook, tmp_path, allow_errors=True))
    nbformat.validate(notebook)
    _, _, tasks, correct, line, broken = (cell.outputs for cell in notebook.cells)
    assert "the nearest centre" in tasks[0].data["text/html"]
    assert correct[0].data["text/plain"].startswith("Correct.")
    assert "The problem is in line 4:" in line[0].data["text/plain"]
    assert broken[0].traceback == ["broken.py, line 10: NameError: name 'y' is not defined"]


# ---- the page for teachers ----


def test_the_page_for_teachers_says_what_there_is(tmp_path, monkeypatch, capsys):
    part = PAGE.partition("## Exercises of your own")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.+?) \|", part, re.MULTILINE))))
    options = set(inspect.signature(exercise).parameters) - {"right", "further"}
    assert named == options
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^    python3 course.py exercises (.+)$", part, re.MULTILINE)
    assert [main(command.split()) for command in commands] == [0, 0]
    lines = re.findall(r"^    (from .+\n)    (exercises_from.+)$", part, re.MULTILINE)
    exec("".join(lines[0]), {})
    asked = re.findall(r"`(check|hints)\(\"(\w+)\"", part)
    assert [name for _, name in asked] == ["distance", "distance"]
    assert check("distance", lambda one, other: np.linalg.norm(one - other)).status == CORRECT
    assert all((ROOT / path).is_file() for path in re.findall(r"`(docs/examples/.+?)`", part))


def test_no_example_has_a_name_of_the_course():
    assert {one.name for one in read_examples()}.isdisjoint(one.name for one in exercises())


def test_examples_are_found():
    assert [path.name for path in EXAMPLES] == ["k_means.py", "linear_regression.py"]
