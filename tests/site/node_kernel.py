"""The kernel of the browser-only Lab, run by Node.js: what notebooks put out there."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from configparser import ConfigParser
from functools import cache
from itertools import groupby
from pathlib import Path

from helpers.exercises.progress_file import VARIABLE
from tools.site import LAB, SITE
from tools.site.browser_packages import PRELOADED
from tools.site.laboratory import ENVIRONMENT

PYODIDE = SITE / LAB / "static" / "pyodide"
SCRIPT = Path(__file__).parent / "notebooks_in_node.mjs"
SANITIZE = Path(__file__).resolve().parents[1] / "nbval_sanitize.cfg"
# As where notebooks are saved: no bar, no learner's progress.
SETTINGS = {**ENVIRONMENT, VARIABLE: "off", "TQDM_DISABLE": "1"}


def run_in_node(folder: Path, names: Iterable[str]) -> str:
    """Run notebooks of a folder one after the other; return what each put out, as lines of JSON."""
    node = shutil.which("node")
    assert node, "Node.js runs Pyodide here, and was not found"
    told = {"PRELOADED": json.dumps(PRELOADED), "KERNEL_ENVIRONMENT": json.dumps(SETTINGS)}
    result = subprocess.run(
        [node, SCRIPT, PYODIDE, folder, *names],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, (result.returncode, result.stderr[-2000:])
    return result.stdout


def texts(outputs: list[dict]) -> list[tuple[str, str, str]]:
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
