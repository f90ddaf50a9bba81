"""A check in a cell of nbgrader's, as the page for teachers says: nbgrader itself gives the points.

nbgrader, and what it needs beside the course's own packages, lies in a folder of its own. In the
environment it would put itself into every JupyterLab.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from made_up_class import RELU_SLOPE

from course import RUNTIME_LOCK
from helpers.exercises import check
from helpers.exercises.catalogue import exercise_named
from tools import environment
from tools.notebook_runs import ROOT, published_notebooks

FOLDER, LOCKS = environment.SCRATCH / "nbgrader", ("requirements-nbgrader.lock", RUNTIME_LOCK)
EXERCISE, POINTS = "relu_slope", 2
[PUBLISHED] = [path for path in published_notebooks() if path.name.startswith("04_")]
PAGE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
[TESTS] = re.findall(r"^```python\n(.+?is_correct.+?)```$", PAGE, re.MULTILINE | re.DOTALL)


def is_the_answer(cell):
    return f"def {EXERCISE}(" in cell.source


def is_the_tests(cell):
    return "nbgrader" in cell.metadata


def one_at_0(pre_activation):
    return 1.0 * (pre_activation >= 0)


HAND_INS = {
    "right": (is_the_answer, RELU_SLOPE.format(">"), POINTS),
    "wrong": (is_the_answer, RELU_SLOPE.format(">="), 0),
    "untouched": (is_the_tests, "pass", 0),
}
"""Of each learner: the cell that they change, what stands in it then, and their points."""


@pytest.fixture(scope="module")
def packages():
    """The folder with nbgrader, which is filled in CI alone."""
    wanted, made_from = additions(), FOLDER / "made_from.txt"
    if made_from.exists() and made_from.read_text(encoding="utf-8") == wanted:
        return FOLDER
    if os.environ.get("CI") != "true":
        pytest.skip("CI=true python3 course.py test tests/test_nbgrader.py installs nbgrader")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    requirements = FOLDER / "requirements.txt"
    requirements.write_text(wanted, encoding="utf-8")
    chosen = ["--require-hashes", "--no-deps", "--target", str(FOLDER), "-r", str(requirements)]
    environment.run_pip(Path(sys.prefix), chosen)
    made_from.write_text(wanted, encoding="utf-8")
    return FOLDER


def additions():
    """The lines of nbgrader's lock that the course's own does not have."""
    of_nbgrader, of_the_course = (
        re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip()) for lock in LOCKS
    )
    return "\n".join(line for line in of_nbgrader if line not in of_the_course)


def assignment():
    """Notebook 04 to the exercise, with a cell of tests below it that is worth POINTS."""
    notebook = nbformat.read(PUBLISHED, as_version=4)
    [place] = [i for i, cell in enumerate(notebook.cells) if is_the_answer(cell)]
    marks = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    marks |= {"grade_id": EXERCISE, "points": POINTS, "cell_type": "code"}
    tests = nbformat.v4.new_code_cell(TESTS.strip(), metadata={"nbgrader": marks})
    notebook.cells[place + 1 :] = [tests]
    return notebook


def handed_in(released, is_changed, source):
    """What a learner makes of the released notebook: `source` in the cell that is changed."""
    notebook = nbformat.read(released, as_version=4)
    [cell] = filter(is_changed, notebook.cells)
    cell.source = source
    return notebook


def nbgrader(packages, course, *arguments):
    """Run nbgrader in a course's folder, apart from the settings of whoever tests."""
    # It looks there for programs that came with it.
    beside = str(packages / "bin"), os.path.dirname(sys.executable)
    programs = os.pathsep.join([*beside, os.environ["PATH"]])
    variables = {**os.environ, "HOME": str(course), "SLOPE_BY_SLOPE_PROGRESS": "off"}
    variables |= {"JUPYTER_CONFIG_DIR": str(course / "jupyter"), "PATH": programs}
    variables["PYTHONPATH"] = str(packages)
    command = [sys.executable, "-m", "nbgrader", *arguments]
    run = subprocess.run(command, cwd=course, env=variables, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]


def test_the_lines_of_the_page_let_a_right_answer_through_alone():
    exec(TESTS, {EXERCISE: exercise_named(EXERCISE).reference})
    with pytest.raises(AssertionError) as raised:
        exec(TESTS, {EXERCISE: one_at_0})
    assert str(raised.value) == check(EXERCISE, one_at_0).message


def test_a_verdict_is_true_where_it_is_correct():
    assert check(EXERCISE, exercise_named(EXERCISE).reference)
    assert not check(EXERCISE, one_at_0)


@pytest.mark.slow
def test_a_check_decides_on_the_points(packages, tmp_path):
    for folder in ("source/slopes", *(f"submitted/{name}/slopes" for name in HAND_INS)):
        (tmp_path / folder).mkdir(parents=True)
    nbformat.write(assignment(), tmp_path / "source" / "slopes" / PUBLISHED.name)
    nbgrader(packages, tmp_path, "generate_assignment", "slopes", "--create")
    released = tmp_path / "release" / "slopes" / PUBLISHED.name
    for name, (is_changed, source, _) in HAND_INS.items():
        notebook = handed_in(released, is_changed, source)
        nbformat.write(notebook, tmp_path / "submitted" / name / "slopes" / PUBLISHED.name)
    nbgrader(packages, tmp_path, "autograde", "slopes", "--create")
    nbgrader(packages, tmp_path, "export")
    with open(tmp_path / "grades.csv", encoding="utf-8") as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert points == {name: points for name, (*_, points) in HAND_INS.items()}
    assert said_to(tmp_path, "wrong") == check(EXERCISE, one_at_0).message


def said_to(course, name):
    """What the cell of tests says to a learner after the autograder's run."""
    path = course / "autograded" / name / "slopes" / PUBLISHED.name
    [tests] = filter(is_the_tests, nbformat.read(path, as_version=4).cells)
    [error] = tests.outputs
    return error.evalue
