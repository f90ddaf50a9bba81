"""The packages of the browser-only Lab: Pyodide's, those of widgets and kernel, and the course."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.environment import Problem, pip_environment
from tools.notebook_runs import ROOT
from tools.site.compiled import compile_wheels
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


def write(folder: Path, pyodide: Path, environment: Mapping[str, str]) -> None:
    """Write Pyodide into folder, with all packages, for kernels with the variables of environment.

    What a kernel imports as it starts is compiled. Raises Problem where that cannot be done.
    """
    with tempfile.TemporaryDirectory() as scratch:
        whole, compiled = Path(scratch) / "whole", Path(scratch) / "compiled"
        lock = gather(whole, pyodide)
        compiled.mkdir()
        wheels = {
            name: entry["file_name"]
            for name, entry in lock["packages"].items()
            if entry["file_name"].endswith(".whl")
        }
        others = [wheel for name, wheel in wheels.items() if name != COURSE]
        compile_wheels(whole, compiled, others, PRELOADED, environment)
        shutil.copytree(whole, folder, ignore=lambda *_: wheels.values())
        for name in wheels:
            lock["packages"][name] = put(lock["packages"][name], [compiled, whole], folder)
        write_lock(folder, lock)


def gather(folder: Path, pyodide: Path) -> dict:
    """Put a Pyodide and all packages into a new folder, as they are; return its lock file."""
    folder.mkdir()
    lock = read_lock(pyodide)
    entries = needed(lock)
    for name in (*CORE_FILES, *(entry["file_name"] for entry in entries)):
        shutil.copyfile(pyodide / name, folder / name)
    packages = {canonicalize_name(entry["name"]): without_the_unused(entry) for entry in entries}
    with tempfile.TemporaryDirectory() as scratch:
        for wheel in own_wheels(Path(scratch)):
            shutil.copyfile(wheel, folder / wheel.name)
            entry = own_entry(wheel)
            packages[entry["name"]] = entry
    lock = {"info": lock["info"], "packages": packages}
    write_lock(folder, lock)
    return lock


def write_lock(folder: Path, lock: Mapping) -> None:
    """Write a lock file into a folder with a Pyodide."""
    (folder / LOCK).write_text(json.dumps(lock, indent=1), encoding="utf-8")


def without_the_unused(entry: dict) -> dict:
    """A lock file's entry that does not ask for UNUSED."""
    return {**entry, "depends": [name for name in entry["depends"] if name not in UNUSED]}


def own_entry(wheel: Path) -> dict:
    """Return what the lock file says of a wheel of OWN."""
    name, version = wheel.name.split("-")[:2]
    name = canonicalize_name(name)
    return {
        "name": name,
        "version": version,
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "depends": OWN[name],
        "imports": ["helpers"] if name == COURSE else [name.replace("-", "_")],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def put(entry: dict, sources: list[Path], folder: Path) -> dict:
    """Copy a wheel into folder, from the first source that has it; return its new entry."""
    name = entry["file_name"]
    content = next(path for source in sources if (path := source / name).exists()).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    distribution, version, rest = name.split("-", 2)
    # One version may be compiled again, and the course changes under one: a browser must not take
    # an old file for the new one.
    file_name = f"{distribution}-{version}+{digest[:12]}-{rest}"
    (folder / file_name).write_bytes(content)
    return {**entry, "file_name": file_name, "sha256": digest}


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
