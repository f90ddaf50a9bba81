"""Packages whose Python files are compiled before any visitor comes: a kernel starts sooner.

Pyodide compiles every file that it imports, at every start of a kernel: a third of that time. What
a kernel imports is compiled here once, by the same Python, which Node.js runs. A compiled file is
half as large again as its source, and takes its place; files that nobody needs go for it. The
course's own stay as they are: their sources are read.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.environment import Problem

SCRIPT = Path(__file__).parent / "compile_wheels.mjs"
START = """
import io
import pyodide_kernel
import matplotlib.pyplot as plt
import matplotlib_inline.backend_inline
import helpers.exercises, helpers.figures, helpers.live, helpers.network, helpers.walks
plt.figure().savefig(io.BytesIO(), format="png")
"""
"""What a kernel does at first: with it comes all that is worth being compiled."""

UNUSED_FILES = "|".join(
    (
        r"^matplotlib/mpl-data/(fonts/(afm|pdfcorefonts)|sample_data)/",
        r"^jedi/third_party/(django-stubs|typeshed/(third_party|stdlib/2))/",
        r"^pygments/lexers/",
        r"\.(a|h|pxd)$",
    )
)
"""What no kernel here reads unless it imports it as it starts: 2.3 MB.

Fonts for PDF files and examples of data; what is known of Django and Python 2; the colours of other
languages than Python; headers for C.
"""

LONGEST_SAID = 1_000


def compile_wheels(
    pyodide: Path,
    result: Path,
    wheels: Iterable[str],
    packages: list[str],
    environment: Mapping[str, str],
) -> None:
    """Write the wheels of a folder with a complete Pyodide, compiled, to the folder `result`.

    Those of which a kernel imports nothing at its start are left out. `packages` are loaded first,
    with the variables of `environment`. Raises Problem where Node.js is missing, or where it fails.
    """
    node = shutil.which("node")
    if node is None:
        raise Problem("Node.js compiles the packages of the Lab and was not found.")
    told = {
        "packages": packages,
        "environment": dict(environment),
        "start": START,
        "wheels": list(wheels),
        "unused": UNUSED_FILES,
    }
    ran = subprocess.run(
        [node, SCRIPT, pyodide, result],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        # Node.js repeats the line of Pyodide's that it was in, and all of Pyodide is one line.
        said = [line for line in ran.stderr.splitlines() if len(line) < LONGEST_SAID]
        raise Problem("\n".join(["The packages of the Lab could not be compiled:", *said]))
