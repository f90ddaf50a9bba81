"""Pyodide's official release: its core and the packages that the course needs.

Every file is held against its checksum. Those of the core stand here, those of the packages in the
lock file that is a part of the core.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.environment import Problem
from tools.whole_files import write_whole

VERSION = "314.0.6"
"""The release that jupyterlite-pyodide-kernel was made for."""

ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full"
"""Where the release keeps its packages."""

CORE = {
    "pyodide.mjs": "69e3f6ccec3e14b465df60be577ca62f536251406b9a00cce019eac5252a2495",
    "pyodide.asm.mjs": "2ac5eba365ec12839c75c03b39b3be1dd63b798852cc460b014b52238be042f7",
    "pyodide.asm.wasm": "3a0a00dfeaa348ac20f9ef09904233d32d33f644339662d4af368f8a2010f37a",
    "python_stdlib.zip": "80c5be6babfe03297069703410c3c29404dcf2525d2b128746bae5536f94831f",
    "pyodide-lock.json": "3fdaef09e9e365c85e002737720f8d0ab8f278c1c244a2dde6a37663cf488ad4",
}
"""The files of the core, and their SHA-256."""

LOCK = "pyodide-lock.json"

ROOTS = (
    # What helpers and notebooks import, anywidget and psygnal too.
    "matplotlib", "numpy", "pillow", "scikit-learn", "threadpoolctl", "tqdm", "typing-extensions",
    # What the kernel is made of.
    "ipython", "jedi", "micropip",
)  # fmt: skip

PATIENCE_SECONDS = 60


def fetch(folder: Path) -> Path:
    """Return a folder with a complete Pyodide, fetched where it is not there yet.

    The core comes from npm, the packages from where the release keeps them. What is there and has
    its checksum is not fetched again. Raises Problem where something cannot be fetched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    put_core(folder)
    for package in needed(read_lock(folder)):
        if not _is_there(folder / package["file_name"], package["sha256"]):
            _put_package(folder, package)
    return folder


def read_lock(folder: Path) -> dict:
    """Return what the lock file of a Pyodide says."""
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))


def needed(lock: Mapping) -> list[dict]:
    """Return the entries of the packages that the course needs, and that these need, by name.

    Raises KeyError where the lock file does not have one.
    """
    entries = {canonicalize_name(name): entry for name, entry in lock["packages"].items()}
    found, left = {}, list(ROOTS)
    while left:
        name = canonicalize_name(left.pop())
        if name not in found:
            found[name] = entries[name]
            left += entries[name]["depends"]
    return [found[name] for name in sorted(found)]


def put_core(folder: Path) -> None:
    """Put the core into a folder, from npm, where it is not there yet."""
    if all(_is_there(folder / name, digest) for name, digest in CORE.items()):
        return
    print(f"Fetching Pyodide {VERSION}: about 50 MB, once.", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        archive = _npm_archive(Path(scratch))
        with tarfile.open(archive) as packed:
            for name, digest in CORE.items():
                content = packed.extractfile(f"package/{name}").read()
                _put(folder / name, content, digest)


def _npm_archive(scratch):
    """The path of the release's core as npm packs it."""
    npm = shutil.which("npm")
    if npm is None:
        raise Problem("npm fetches Pyodide and was not found: install Node.js, run this again.")
    command = [npm, "pack", "--silent", f"pyodide@{VERSION}"]
    result = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    archives = list(scratch.glob("*.tgz"))
    if result.returncode != 0 or not archives:
        said = result.stderr.strip().splitlines() or ["no reason given"]
        raise Problem(f"npm could not fetch Pyodide: {said[-1]}")
    return archives[0]


def _put_package(folder, package):
    name = package["file_name"]
    try:
        with urllib.request.urlopen(f"{ADDRESS}/{name}", timeout=PATIENCE_SECONDS) as sent:
            content = sent.read()
    except OSError as error:
        raise Problem(
            f"{name} of Pyodide could not be fetched ({error}): check the network, run this again."
        ) from error
    _put(folder / name, content, package["sha256"])


def _put(path, content, digest):
    """Write a file that has its checksum."""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Problem(f"{path.name} is not the file of Pyodide {VERSION}: nothing is kept.")
    write_whole(path, content)


def _is_there(path, digest):
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
