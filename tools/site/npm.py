"""Packages of the npm registry, each checked against the hash that the course knows it by."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import NamedTuple

from tools.environment import Problem


class NpmPackage(NamedTuple):
    """A package of the npm registry: its name, its version, and the sha512 of its archive.

    `integrity` is written as npm writes it: "sha512-" and base64.
    """

    name: str
    version: str
    integrity: str


def unpacked(package: NpmPackage, scratch: Path) -> Path:
    """Return a folder with the package's files, fetched by npm where it is not there yet.

    It lies in the folder scratch. Raises Problem where npm is missing, does not reach its registry,
    or brings something else than the package that is known.
    """
    folder = scratch / f"{package.name.replace('/', '-')}-{package.version}"
    if not folder.exists():
        scratch.mkdir(parents=True, exist_ok=True)
        archive = _fetched(package, scratch)
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        with tarfile.open(archive) as files:
            files.extractall(partial, filter="data")
        archive.unlink()
        # Whatever ends this process before: what has the name is whole.
        (partial / "package").rename(folder)
        partial.rmdir()
    return folder


def _fetched(package, scratch):
    npm = shutil.which("npm")
    if npm is None:
        raise Problem("npm fetches parts of the site and was not found: it comes with Node.js.")
    wanted = f"{package.name}@{package.version}"
    print(f"Fetching {wanted} from the npm registry.", flush=True)
    command = [npm, "pack", "--silent", "--pack-destination", str(scratch), wanted]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=scratch)
    if result.returncode != 0:
        said = result.stderr.strip().splitlines()
        raise Problem(f"npm could not fetch {wanted}: {said[-1] if said else 'no reason given'}")
    archive = scratch / result.stdout.split()[-1]
    check(archive, package.integrity)
    return archive


def check(archive: Path, integrity: str) -> None:
    """Remove an archive, and raise Problem, where its sha512 is not the one that is known."""
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if integrity != f"sha512-{found}":
        archive.unlink()
        raise Problem(f"{archive.name} is not the archive that the course knows: run this again.")
