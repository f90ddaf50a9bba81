"""Every notebook in the kernel of the browser-only Lab: what it prints is what is saved.

Those that take as long as all others together are left to test --site.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from node_kernel import run_in_node, texts

from tools.notebook_runs import NOTEBOOKS, published_notebooks

NAMES = [path.stem for path in published_notebooks()]
LONG = ("08_batches_and_sgd", "09b_handwritten_digits")
SHORT = tuple(name for name in NAMES if name not in LONG)
# Each part with about half of the time.
PARTS = {SHORT: (SHORT[:11], SHORT[11:]), LONG: (LONG[:1], LONG[1:])}
NOT_COMPARED = "nbval-ignore-output"


@cache
def runs(names):
    """What notebooks put out under Pyodide, by their names; two processes share the cores."""
    parts = PARTS[names]
    with ThreadPoolExecutor(len(parts)) as pool:
        printed = pool.map(lambda part: run_in_node(NOTEBOOKS, part), parts)
        lines = [line for text in printed for line in text.splitlines()]
    return {done["name"]: done["cells"] for done in map(json.loads, lines)}


def compare(name, fresh_cells):
    saved = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in saved if cell["cell_type"] == "code"]
    for cell, fresh in zip(cells, fresh_cells, strict=True):
        if NOT_COMPARED not in cell["metadata"].get("tags", ()):
            assert texts(fresh["outputs"]) == texts(cell["outputs"]), cell["id"]


@pytest.mark.parametrize("name", SHORT)
def test_a_notebook_prints_in_a_browser_s_kernel_what_is_saved(name):
    compare(name, runs(SHORT)[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_long_notebook_prints_in_a_browser_s_kernel_what_is_saved(name):
    compare(name, runs(LONG)[name])
