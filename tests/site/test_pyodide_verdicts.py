"""Verdicts in the kernel of the browser-only Lab: those of an installed course, word for word."""

import inspect
import json
import re

import nbformat
from exercises import learner_answers
from nbclient import NotebookClient
from node_kernel import run_in_node, texts

from helpers.exercises.catalogue import names
from helpers.exercises.progress_file import VARIABLE

NAME = "verdicts"
IMPORTS = "import math\nimport sys\n\nimport numpy as np\nfrom helpers.exercises import check\n"
# Every fourth will do: each costs a second. What asks for input, or for all memory, does not end.
STEP, LEFT_OUT = 4, re.compile(r"input|memory|stopped|waits")
# In 32 bits numpy says so itself, before there is a result to look at.
TOO_LARGE_FOR_32_BITS = "softmax_huge"
# A browser's Python does not survive to find out what another one does.
TAKEN_ALONG = "bias_slope_in_itself"
FAULT = "a fault of its own"
# What Python itself says of an error differs between its versions.
OF_PYTHON = re.compile(r"\b\w+(Error|Exit|Interrupt)\b|Traceback")


def answers():
    """Triples of an exercise, and a learner's function for it: its name and its lines."""
    for name, function in inspect.getmembers(learner_answers, inspect.isfunction):
        fitting = [exercise for exercise in names() if name.startswith(f"{exercise}_")]
        if fitting and function.__code__.co_filename == learner_answers.__file__:
            source = inspect.getsource(function)
            # What uses the file's own helpers could not stand in a cell.
            if not re.search(r"\b_[a-zA-Z]", source):
                yield max(fitting, key=len), name, source


def notebook():
    fitting = [answer for answer in answers() if not LEFT_OUT.search(answer[1])]
    along = [answer for answer in fitting if answer[1] == TAKEN_ALONG]
    chosen = list(dict.fromkeys([*fitting[::STEP], *along]))
    chosen = [answer for answer in chosen if answer[1] != TOO_LARGE_FOR_32_BITS]
    cells = [
        nbformat.v4.new_code_cell(f'{source}\n\ncheck("{exercise}", {name})')
        for exercise, name, source in chosen
    ]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(IMPORTS), *cells])


def test_verdicts_are_those_of_an_installed_course(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "off")
    made = notebook()
    nbformat.write(made, tmp_path / f"{NAME}.ipynb")
    (line,) = run_in_node(tmp_path, [NAME]).splitlines()
    in_the_browser = json.loads(line)["cells"]
    NotebookClient(made, kernel_name="python3", allow_errors=True).execute()
    compared = said_less = 0
    for cell, fresh in zip(made.cells, in_the_browser, strict=True):
        here, there = texts(cell.outputs), texts(fresh["outputs"])
        assert FAULT not in str(there), cell.source
        if not OF_PYTHON.search(str(here)):
            compared += 1
            if first_lines(there) != first_lines(here):
                # The search for a change looks at the clock, which runs out on a busy machine.
                for less, more in zip(first_lines(there), first_lines(here), strict=True):
                    assert says_less(less, more), cell.source
                said_less += 1
    assert compared > 20
    assert said_less <= compared / 10


def first_lines(said):
    """What is said of each output first: of a verdict its status, and the slip that it names."""
    return [text.splitlines()[0] for *_, text in said]


def says_less(line, other):
    """Whether a first line has the same status as another, and names some of its slips alone."""
    (status, *slips), (same_status, *more) = map(parts_of, (line, other))
    return status == same_status and set(slips) <= set(more)


def parts_of(line):
    """The status, and the slips, in a first line: "Not right yet: one slip; another."."""
    status, _, slips = line.removesuffix(".").partition(": ")
    return [status, *filter(None, slips.split("; "))]
