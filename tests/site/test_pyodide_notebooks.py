"""Every notebook in the kernel of the browser-only Lab: what it prints is what is saved."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from node_kernel import run_in_node, texts

from tools.notebook_runs import NOTEBOOKS, published_notebooks

NAMES = [path.stem for path in published_notebooks()]
# Each with about half of the time.
HALVES = (NAMES[:12], NAMES[12:])
NOT_COMPARED = "nbval-ignore-output"


@cache
def runs():
    """What every notebook put out under Pyodide, by its name; two processes share the cores."""
    with ThreadPoolExecutor(len(HALVES)) as pool:
        halves = pool.map(lambda names: run_in_node(NOTEBOOKS, names), HALVES)
        lines = [line for printed in halves for line in printed.splitlines()]
    return {done["name"]: done["cells"] for done in map(json.loads, lines)}


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_prints_in_a_browser_s_kernel_what_is_saved(name):
    saved = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in saved if cell["cell_type"] == "code"]
    for cell, fresh in zip(cells, runs()[name], strict=True):
        if NOT_COMPARED not in cell["metadata"].get("tags", ()):
            assert texts(fresh["outputs"]) == texts(cell["outputs"]), cell["id"]
