"""A class made up for the purpose: hand-ins with known answers, and some broken on purpose."""

import json
from typing import NamedTuple

import nbformat

from helpers.exercises.catalogue import exercise_named
from tools.notebook_runs import ROOT

IMPORTS = "import numpy as np\nfrom helpers.exercises import check"
RELU_SLOPE = "def relu_slope(pre_activation):\n    return 1.0 * (pre_activation {} 0)"
ONE_AT_0 = "slope 1 at exactly 0"


class Pupil(NamedTuple):
    """A hand-in: its file, title and cells; the states of its exercises, and slips where known."""

    file: str
    title: str
    sources: tuple[str, ...]
    states: dict
    slips: frozenset = frozenset()


def checked(source, name):
    """Return the source of a cell with an answer and its check."""
    return f'{source}\n\ncheck("{name}", {name})'


def pupils():
    """Return 18 pupils with answers that others wrote from the notebooks' text alone, and eight."""
    rows = json.loads((ROOT / "benchmarks" / "answers" / "later.json").read_text("utf-8"))
    chosen = [
        row for row in rows if row["exercise"] in ("carried", "node_sum", "relu", "relu_slope")
    ]
    answers = [
        Pupil(
            f"from_the_text_{number:02}.ipynb",
            "# My homework",
            (checked(row["source"], row["exercise"]),),
            {row["exercise"]: "correct" if row["kind"] == "right" else "not correct"},
        )
        for number, row in enumerate(chosen[:18])
    ]
    return [*answers, *_known_slips()]


def _known_slips():
    wrong, right = (checked(RELU_SLOPE.format(sign), "relu_slope") for sign in (">=", ">"))
    slip, title = frozenset({(ONE_AT_0, "relu_slope")}), "# 04 ReLU and its slope"
    done, open_ = {"relu_slope": "correct"}, {"relu_slope": "not correct"}
    return [
        *(Pupil(f"at_0_{n}.ipynb", title, (wrong,), open_, slip) for n in range(3)),
        Pupil("renamed by hand (2).ipynb", title, (wrong, right), done, slip),
        Pupil("endless.ipynb", title, ("while True:\n    pass", right), done),
        Pupil("syntax.ipynb", title, ("def f(:\n    pass", right), done),
        Pupil("half_done.ipynb", title, (checked(_starter("relu"), "relu"),), {"relu": "open"}),
        Pupil("ends.ipynb", title, (right, "import os; os._exit(1)"), done),
    ]


def _starter(name):
    return exercise_named(name).starter


BROKEN = {
    "picture.ipynb": (b"\x89PNG\r\n\x1a\n", "no notebook"),
    "empty.ipynb": (b"", "no notebook"),
    "notes.txt": (b"What I did not understand", "no notebook"),
    "homework.zip": (b"PK\x03\x04" + bytes(100), "no notebook"),
    "deep.ipynb": (b"[" * 100_000, "no notebook"),
}


def hand_in(folder, pupil):
    """Write a pupil's notebook into a folder."""
    cells = [nbformat.v4.new_markdown_cell(pupil.title), nbformat.v4.new_code_cell(IMPORTS)]
    cells += map(nbformat.v4.new_code_cell, pupil.sources)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / pupil.file)
