"""Every exercise and question stands in its notebook once, and the solutions run through."""

import asyncio
import re
from collections import Counter

import nbformat
import pytest

from helpers.exercises import check, exercises, hints, question
from helpers.exercises.progress import VARIABLE, read
from helpers.exercises.questions import questions
from tools.notebook_runs import number_of, published_notebooks, quiet_the_surroundings
from tools.rebuild import AT_ONCE, SECONDS_A_CELL, Client

CHECK = re.compile(r'^check\("(\w+)", (\w+)\)$', re.MULTILINE)
ASKED = re.compile(r'question\("(\w+)"\)')
NOTEBOOKS = {number_of(path): nbformat.read(path, 4) for path in published_notebooks()}
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
        assert re.search(r"^### Exercise", prose.source, re.MULTILINE), name
        assert cell.source == f"{starter}\n\n\n{asked[0]}", f"{name}: not the starter, then check"
        assert f"def {asked[2]}(" in starter, name
        assert after.source == f'hints("{name}")', name


@each_notebook
def test_what_is_saved_is_what_is_said_now(number):
    for name, _, cell, after in placed(number):
        scope = {}
        exec(EXERCISES[name].starter, scope)  # a starter of the course's own
        verdict = check(name, scope[CHECK.search(cell.source)[2]])
        assert verdict.status == "not attempted", name
        for saved, now in ((cell, verdict), (after, hints(name))):
            assert shown(saved) == repr(now), name
            assert shown(saved, "text/html") == now._repr_html_(), name


@each_notebook
def test_its_questions_are_placed_once_each_in_a_cell_of_their_own(number):
    cells = [cell for cell in NOTEBOOKS[number].cells if cell.cell_type == "code"]
    asking = [cell for cell in cells if ASKED.search(cell.source)]
    names = [name for cell in asking for name in ASKED.findall(cell.source)]
    assert Counter(names) == Counter(q.name for q in questions() if q.notebook == number)
    for name, cell in zip(names, asking, strict=True):
        assert cell.source.splitlines()[-1] == f'question("{name}")'
        assert shown(cell) == repr(question(name)), name
        assert shown(cell, "text/html") == question(name)._repr_html_(), name


def solved(number):
    """The notebook with every starter replaced by its solution."""
    notebook = nbformat.from_dict(NOTEBOOKS[number])
    for cell in notebook.cells:
        if cell.cell_type == "code" and (asked := CHECK.search(cell.source)):
            solution = EXERCISES[asked[1]].solution.strip()
            cell.source = f"{solution}\n\n\n{asked[0]}"
    return notebook


async def run_all(notebooks, folder):
    places = asyncio.Semaphore(AT_ONCE)

    async def run(notebook):
        resources = {"metadata": {"path": str(folder)}}
        async with places:
            await Client(notebook, resources=resources, timeout=SECONDS_A_CELL).async_execute()

    await asyncio.gather(*map(run, notebooks))


def test_with_all_solutions_every_notebook_runs_through_and_all_is_done(tmp_path, monkeypatch):
    quiet_the_surroundings()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "progress.jsonl"))
    numbers = [number for number in NOTEBOOKS if placed(number)]
    notebooks = [solved(number) for number in numbers]
    asyncio.run(run_all(notebooks, published_notebooks()[0].parent))
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type == "code" and (asked := CHECK.search(cell.source)):
                assert shown(cell).startswith("Correct."), f"{asked[1]}: {shown(cell)}"
    progress = read(tmp_path / "progress.jsonl")
    assert progress.done == set(EXERCISES)
    assert progress.damaged_lines == 0
