"""Every notebook in the kernel of the browser-only Lab: what it prints is what is saved."""

import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from helpers.exercises.progress_file import VARIABLE
from tools.notebook_runs import NOTEBOOKS, published_notebooks
from tools.site import LAB, SITE
from tools.site.browser_packages import PRELOADED
from tools.site.laboratory import ENVIRONMENT

pytestmark = pytest.mark.site

PYODIDE = SITE / LAB / "static" / "pyodide"
SCRIPT = Path(__file__).parent / "notebooks_in_node.mjs"
SANITIZE = Path(__file__).resolve().parents[1] / "nbval_sanitize.cfg"
# As where they are saved: no bar, no learner's progress.
SETTINGS = {**ENVIRONMENT, VARIABLE: "off", "TQDM_DISABLE": "1"}
NAMES = [path.stem for path in published_notebooks()]
# Each with about half of the time.
HALVES = (NAMES[:12], NAMES[12:])
NOT_COMPARED = "nbval-ignore-output"


@cache
def runs():
    """What every notebook put out under Pyodide, by its name; two processes share the cores."""
    with ThreadPoolExecutor(len(HALVES)) as pool:
        lines = [line for printed in pool.map(run, HALVES) for line in printed.splitlines()]
    return {done["name"]: done["cells"] for done in map(json.loads, lines)}


def run(names):
    node = shutil.which("node")
    assert node, "Node.js runs Pyodide here, and was not found"
    told = {"PRELOADED": json.dumps(PRELOADED), "KERNEL_ENVIRONMENT": json.dumps(SETTINGS)}
    result = subprocess.run(
        [node, SCRIPT, PYODIDE, NOTEBOOKS, *names],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def texts(outputs):
    """What is printed and said of outputs: their texts, as far as these are compared elsewhere."""
    said = [(output["output_type"], output.get("name", ""), text_of(output)) for output in outputs]
    # Of what displays itself, this kernel publishes one more result, and there is nothing in it.
    said = [part for part in said if part[-1]]
    return [
        (*kind, "".join(text for *_, text in group))
        for kind, group in groupby(said, key=lambda part: part[:2])
    ]


def text_of(output):
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    text = "".join(output.get("data", {}).get("text/plain", output.get("text", "")))
    for pattern, replacement in replacements():
        text = re.sub(pattern, replacement, text)
    return text


@cache
def replacements():
    rules = ConfigParser(interpolation=None)
    rules.read(SANITIZE, encoding="utf-8")
    return [(rules[name]["regex"], rules[name]["replace"]) for name in rules.sections()]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_prints_in_a_browser_s_kernel_what_is_saved(name):
    saved = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in saved if cell["cell_type"] == "code"]
    for cell, fresh in zip(cells, runs()[name], strict=True):
        if NOT_COMPARED not in cell["metadata"].get("tags", ()):
            assert texts(fresh["outputs"]) == texts(cell["outputs"]), cell["id"]
