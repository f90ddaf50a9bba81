"""Run one handed-in notebook: python -m tools.report.one_run FOLDER SECONDS, a process of its own.

FOLDER holds `notebook.ipynb`; what `check` says there comes to `verdicts.jsonl`, and what became of
the run to `outcome.json`.
"""

import asyncio
import json
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient.exceptions import DeadKernelError

from helpers.exercises.links import address
from helpers.notebooks import NOTEBOOKS
from tools import fresh_kernel
from tools.copies import copy_of, known_edition
from tools.notebook_runs import NOTEBOOKS as PUBLISHED
from tools.report.confinement import limit_this_process

TITLE = re.compile(r"^#\s+(\d\d[a-z]?)\b", re.MULTILINE)


def main(folder: Path, seconds: float) -> int:
    limit_this_process()
    notebook = _read(folder / "notebook.ipynb")
    if notebook is None:
        _write(folder, {"trouble": "no notebook"})
        return 0
    number = number_of(notebook)
    about = {"number": number, "is_older": is_older(notebook, number)}
    _write(folder, about)
    about |= _ran(notebook, folder / "work", seconds)
    _write(folder, about)
    return 0


def _read(path):
    try:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = []
            cell.source = str(cell.source)
    except Exception:  # whatever the file holds, it is no notebook
        return None
    return notebook


def number_of(notebook) -> str:
    """The number in the notebook's title, whatever its file is called; "" where it has none."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    found = [match[1] for text in texts for match in TITLE.finditer(text)]
    return next((number for number in found if number in NOTEBOOKS), "")


def is_older(notebook, number: str) -> bool:
    """Whether the learner's copy was laid out from another edition than today's."""
    edition = known_edition(notebook)
    if not number or edition is None:
        return False
    published = nbformat.read(PUBLISHED / address(number), as_version=4)
    return edition != known_edition(copy_of(published))


def _ran(notebook, work, seconds):
    """Run the notebook, each cell for at most half of the time that is left: what became of it."""
    end = time.monotonic() + seconds

    def seconds_of(_):
        return max(1.0, (end - time.monotonic()) / 2)

    try:
        asyncio.run(fresh_kernel.run_for_errors(notebook, work, seconds_of))
    except DeadKernelError:
        return {"trouble": "kernel died"}
    errors = [
        str(output.ename)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]
    stopped = "KeyboardInterrupt" in errors
    return {"trouble": "stopped cell" if stopped else "", "errors": errors[:100]}


def _write(folder, outcome):
    (folder / "outcome.json").write_text(json.dumps(outcome), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
