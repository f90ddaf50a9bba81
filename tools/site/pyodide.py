"""Pyodide's official release: its core and the packages that the course needs, each by its hash."""

import hashlib
import json
import shutil
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.environment import SCRATCH, Problem
from tools.site.npm import NpmPackage, unpacked
from tools.whole_files import write_whole

CORE = NpmPackage(
    "pyodide",
    # The release that jupyterlite-pyodide-kernel was made for.
    "314.0.6",
    "sha512-BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ==",
)
LOCK = "pyodide-lock.json"
CORE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)

ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{CORE.version}/full"
"""Where the release keeps its packages."""

ROOTS = (
    # What helpers and notebooks import; anywidget and psygnal need the last.
    "matplotlib", "numpy", "pillow", "scikit-learn", "threadpoolctl", "tqdm", "typing-extensions",
    # What the kernel is made of.
    "ipython", "jedi", "micropip",
)  # fmt: skip

PATIENCE_SECONDS = 60


def fetch(folder: Path) -> Path:
    """Return a folder with a complete Pyodide, fetched where it is not there yet.

    The core comes from npm, each package from where the release keeps it, with the hash that the
    core's lock file has. What is there already is not fetched again. Raises Problem where something
    cannot be fetched, or is not what is known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = put_core(folder)
    for package in needed(lock):
        path = folder / package["file_name"]
        if not (path.exists() and _has_hash(path.read_bytes(), package)):
            print(f"Fetching {path.name} of Pyodide.", flush=True)
            write_whole(path, _fetched(package))
    return folder


def put_core(folder: Path) -> dict:
    """Put Pyodide's core into a folder, and return what its lock file says."""
    core = unpacked(CORE, SCRATCH / "npm")
    for name in CORE_FILES:
        shutil.copyfile(core / name, folder / name)
    return read_lock(folder)


def read_lock(folder: Path) -> dict:
    """Return what the lock file of a Pyodide says."""
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))


def needed(lock: Mapping) -> list[dict]:
    """Return the entries of the packages that the course needs and those that these need, by name.

    Raises KeyError where the lock file lacks one.
    """
    entries = {canonicalize_name(name): entry for name, entry in lock["packages"].items()}
    found, left = {}, list(ROOTS)
    while left:
        name = canonicalize_name(left.pop())
        if name not in found:
            found[name] = entries[name]
            left += entries[name]["depends"]
    return [found[name] for name in sorted(found)]


def _fetched(package):
    name = package["file_name"]
    try:
        with urllib.request.urlopen(f"{ADDRESS}/{name}", timeout=PATIENCE_SECONDS) as answer:
            content = answer.read()
    except OSError as error:
        raise Problem(
            f"{name} of Pyodide could not be fetched ({error}): check the network, run this again."
        ) from error
    if not _has_hash(content, package):
        raise Problem(f"{name} did not arrive as Pyodide's lock file has it: run this again.")
    return content


def _has_hash(content, package):
    return hashlib.sha256(content).hexdigest() == package["sha256"]
