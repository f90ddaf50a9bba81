"""Every exercise and question stands in its notebook once, and the solutions run through."""

import asyncio
import re
from collections import Counter

import nbformat
import pytest
from notebook_cells import cell_of, run, with_needed

from helpers.exercises import check, exercises, hints, question
from helpers.exercises.progress_file import VARIABLE, read
from helpers.exercises.questions import questions
from tools import fresh_kernel
from tools.notebook_runs import number_of, published_notebooks
from tools.rebuild import SHARED

CHECK = re.compile(r'^check\("(\w+)", (\w+)\)$', re.MULTILINE)
ASKED = re.compile(r'question\("(\w+)"\)')
NOTEBOOKS = {number_of(path): nbformat.read(path, 4) for path in published_notebooks()}
FOLDER = published_notebooks()[0].parent
HIDDEN_SOURCE = {"source_hidden": True}
EXERCISES = {exercise.name: exercise for exercise in exercises()}


def shown(cell, mime="text/plain"):
    """What the value of a cell's last line is shown as."""
    return next((o.data[mime] for o in cell.outputs if o.output_type == "execute_result"), None)


def placed(number):
    """The triples of cells from the one before a check on: prose, check, hints."""
    cells = NOTEBOOKS[number].cells
    return [
        (CHECK.search(cell.source)[1], *cells[at - 1 : at + 2])
        for at, cell in enumerate(cells)
        if cell.cell_type == "code" and CHECK.search(cell.source)
    ]


each_notebook = pytest.mark.parametrize("number", NOTEBOOKS)


@each_notebook
def test_its_exercises_are_placed_once_each_and_no_others(number):
    here = Counter(name for name, *_ in placed(number))
    assert here == Counter(e.name for e in exercises() if e.notebook == number)


@each_notebook
def test_an_exercise_is_prose_then_starter_and_check_then_hints(number):
    for name, prose, cell, after in placed(number):
        starter = EXERCISES[name].starter.strip()
        asked = CHECK.search(cell.source)
        assert prose.cell_type == "markdown", name
        heading = f"### Exercise: {EXERCISES[name].title}"
        assert heading in prose.source.splitlines(), name
        assert prose.id == f"exercise-{name}", f"{name}: the map's link leads to this id"
        assert cell.source == f"{starter}\n\n\n{asked[0]}", f"{name}: not the starter, then check"
        assert f"def {asked[2]}(" in starter, name
        assert after.source == f'hints("{name}")', name


def without_shared_scripts(html):
    """A saved notebook has each script once, in whichever output comes first."""
    return SHARED.sub("", html)


def page_of(cell):
    return without_shared_scripts(shown(cell, "text/html"))


@each_notebook
def test_a_task_is_what_its_prose_says_under_the_heading(number):
    for name, prose, *_ in placed(number):
        under_the_heading = re.split(r"^### Exercise.*\n\n", prose.source, flags=re.MULTILINE)[-1]
        assert under_the_heading == EXERCISES[name].task, name


@each_notebook
def test_what_is_saved_is_what_is_said_now(number):
    for name, _, cell, after in placed(number):
        scope = {}
        exec(EXERCISES[name].starter, scope)  # a starter of the course's own
        verdict = check(name, scope[CHECK.search(cell.source)[2]])
        assert verdict.status == "not attempted", name
        for saved, now in ((cell, verdict), (after, hints(name))):
            assert shown(saved) == repr(now), name
            assert page_of(saved) == without_shared_scripts(now._repr_html_()), name


@each_notebook
def test_its_questions_are_placed_once_each_in_a_cell_of_their_own(number):
    cells = [cell for cell in NOTEBOOKS[number].cells if cell.cell_type == "code"]
    asking = [cell for cell in cells if ASKED.search(cell.source)]
    names = [name for cell in asking for name in ASKED.findall(cell.source)]
    assert Counter(names) == Counter(q.name for q in questions() if q.notebook == number)
    for name, cell in zip(names, asking, strict=True):
        assert cell.source.splitlines()[-1] == f'question("{name}")'
        assert shown(cell) == repr(question(name)), name
        assert page_of(cell) == without_shared_scripts(question(name)._repr_html_()), name


def test_a_listing_of_the_bug_hunt_is_folded_and_unnamed_where_a_question_asks_for_its_slip():
    asked = {q.name for q in questions() if q.name.startswith("06b_listing_")}
    folded = [
        name for name, _, cell, _ in placed("06b") if cell.metadata.get("jupyter") == HIDDEN_SOURCE
    ]
    assert {f"06b_{name}" for name in folded} == asked
    headings = [line for c in NOTEBOOKS["06b"].cells for line in c.source.splitlines()]
    named = [line for line in headings if line.startswith("### Listing ")]
    assert named == [f"### Listing {number}" for number in range(1, 13)]


def solved(number):
    """The notebook with every starter replaced by its solution."""
    notebook = nbformat.from_dict(NOTEBOOKS[number])
    for cell in notebook.cells:
        if cell.cell_type == "code" and (asked := CHECK.search(cell.source)):
            solution = EXERCISES[asked[1]].solution.strip()
            cell.source = f"{solution}\n\n\n{asked[0]}"
    return notebook


def affected(cells):
    """The numbers of the cells that can notice a learner's function.

    All other cells do with the solutions what they do without, and nbval has run them.
    """
    found = {at for at, cell in enumerate(cells) if CHECK.search(cell.source)}
    while True:
        theirs = frozenset().union(*(cells[at].writes for at in found))
        more = {at for at, cell in enumerate(cells) if cell.reads & theirs} - found
        if not more:
            return found
        found |= more


def verdicts_with_solutions(number):
    """Run what the solutions can change, and return the verdict of each check."""
    cells = [cell_of(c.source) for c in solved(number).cells if c.cell_type == "code"]
    ran = run(cells, affected(cells))
    checks = {at: CHECK.search(cells[at].source) for at in ran}
    return {asked[1]: ran[at].value for at, asked in checks.items() if asked}


@each_notebook
def test_with_its_solutions_a_notebook_runs_through(number, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "progress.jsonl"))
    verdicts = verdicts_with_solutions(number)
    own = {exercise.name for exercise in exercises() if exercise.notebook == number}
    assert {name: verdict.status for name, verdict in verdicts.items()} == dict.fromkeys(
        own, "correct"
    )
    assert read(tmp_path / "progress.jsonl").done == own


def test_cells_that_notice_a_learner_s_function_are_found():
    sources = [
        "import numpy as np\na = 1",
        "def turn():\n    return forward(a)",
        'def forward(a):\n    b = 2\n    return a\n\n\ncheck("x", forward)',
        "b = 3",
        "c = turn()",
        "print(c)",
        "print(b, a)",
    ]
    cells = list(map(cell_of, sources))
    assert affected(cells) == {1, 2, 4, 5}
    assert with_needed(cells, affected(cells)) == [0, 1, 2, 4, 5]


def notices_beyond_its_checks(number):
    cells = [cell_of(c.source) for c in solved(number).cells if c.cell_type == "code"]
    return any(not CHECK.search(cells[at].source) for at in affected(cells))


# In all others the checks alone notice a solution: that is tried above, and nbval has run the rest.
@pytest.mark.slow
@pytest.mark.parametrize("number", [*filter(notices_beyond_its_checks, NOTEBOOKS)])
def test_a_whole_notebook_whose_cells_use_what_is_written_runs_through_with_its_solutions(number):
    notebook = solved(number)
    asyncio.run(fresh_kernel.run(notebook, FOLDER))
    checks = [c for c in notebook.cells if c.cell_type == "code" and CHECK.search(c.source)]
    assert [
        shown(cell).split("\n")[0] for cell in checks if not shown(cell).startswith("Correct.")
    ] == []
