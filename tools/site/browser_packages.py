"""The packages of the browser-only Lab: Pyodide's, those of widgets and kernel, and the course."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.environment import Problem, pip_environment
from tools.notebook_runs import ROOT
from tools.site.pyodide import CORE_FILES, LOCK, needed, read_lock

COURSE = "slope-by-slope"
COURSE_LOCK = ROOT / "requirements.lock"
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
KERNEL_WHEELS = EXTENSIONS / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "pypi"

OF_THE_COURSE = [
    "anywidget",
    "ipywidgets",
    "matplotlib",
    "numpy",
    "pillow",
    "threadpoolctl",
    "tqdm",
]
# Plain Python that Pyodide does not have, in the versions of the course's lock.
FROM_THE_LOCK = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "comm": ["traitlets"],
    # Its front ends are part of JupyterLab here: their Python packages are not needed.
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "psygnal": [],
}
OF_THE_KERNEL = {
    "ipykernel": [],
    "piplite": ["micropip"],
    "pyodide-kernel": ["comm", "ipykernel", "ipython"],
}
OWN = {COURSE: OF_THE_COURSE, **FROM_THE_LOCK, **OF_THE_KERNEL}
"""The packages that are added to Pyodide's, and those that each needs."""

UNUSED = ("fonttools", "pytz")
"""What Pyodide loads along with matplotlib, 1.7 MB: the one for PDF files, the other for nothing.

Both are there for a cell that imports them.
"""

PRELOADED = [
    "comm", "ipykernel", "ipython", "jedi", "micropip", "piplite", "pyodide-kernel", COURSE,
]  # fmt: skip
"""What is loaded at once as a kernel starts; the names in the form that JupyterLite looks for.

With these come those that they need: helpers' imports are in no cell, where Pyodide looks for what
to load. scikit-learn and scipy come when a cell imports them.
"""


def write(folder: Path, pyodide: Path) -> None:
    """Write Pyodide into folder, with all packages."""
    folder.mkdir(parents=True)
    lock = read_lock(pyodide)
    kept = needed(lock)
    for name in (*CORE_FILES, *(entry["file_name"] for entry in kept)):
        shutil.copyfile(pyodide / name, folder / name)
    packages = {canonicalize_name(entry["name"]): without_the_unused(entry) for entry in kept}
    with tempfile.TemporaryDirectory() as scratch:
        for wheel in own_wheels(Path(scratch)):
            entry = put(wheel, folder)
            packages[entry["name"]] = entry
    text = json.dumps({"info": lock["info"], "packages": packages}, indent=1)
    (folder / LOCK).write_text(text, encoding="utf-8")


def without_the_unused(entry: dict) -> dict:
    """A lock file's entry that does not ask for UNUSED."""
    return {**entry, "depends": [name for name in entry["depends"] if name not in UNUSED]}


def put(wheel: Path, folder: Path) -> dict:
    """Copy a wheel into folder; return its entry in the lock file."""
    content = wheel.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    name, version = wheel.name.split("-")[:2]
    name = canonicalize_name(name)
    # The course changes under one version: a browser must not take an old one for the new one.
    file_name = wheel.name.replace(f"-{version}-", f"-{version}+{digest[:12]}-")
    (folder / file_name).write_bytes(content)
    return {
        "name": name,
        "version": version,
        "file_name": file_name,
        "sha256": digest,
        "depends": OWN[name],
        "imports": ["helpers"] if name == COURSE else [name.replace("-", "_")],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def own_wheels(scratch: Path) -> list[Path]:
    """Return the wheels of OWN, those that are made or fetched in the folder scratch."""
    (scratch / "requirements.txt").write_text(requirements(), encoding="utf-8")
    run_pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", scratch, ROOT)
    # No version of Python has them built for it: psygnal's wheels for this machine are left out.
    download = ["--no-deps", "--only-binary=:all:", "--platform", "any", "--require-hashes"]
    run_pip("download", *download, "-d", scratch, "-r", scratch / "requirements.txt")
    kernel = [
        wheel
        for wheel in KERNEL_WHEELS.glob("*.whl")
        if canonicalize_name(wheel.name.split("-")[0]) in OF_THE_KERNEL
    ]
    return sorted([*scratch.glob("*.whl"), *kernel])


def requirements() -> str:
    """The lines of the course's lock for the packages that the browser needs of it."""
    text = COURSE_LOCK.read_text(encoding="utf-8")
    found = [re.search(rf"^{name}==(?:.+\\\n)*.+$", text, re.M) for name in FROM_THE_LOCK]
    return "\n".join(match[0] for match in found)


def run_pip(command: str, *arguments) -> None:
    """Run pip, with the settings by which packages are reached; raises Problem where it fails."""
    line = [sys.executable, "-m", "pip", command, "--quiet", "--no-input", *map(str, arguments)]
    settings = pip_environment(Path(sys.prefix))
    result = subprocess.run(line, capture_output=True, text=True, check=False, env=settings)
    if result.returncode != 0:
        raise Problem(f"pip could not {command} the packages of the Lab:\n{result.stderr}")
