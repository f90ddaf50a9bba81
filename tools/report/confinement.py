"""What holds a stranger's notebook while it runs: limits everywhere, a sandbox where there is one.

Limits on memory, processes and the size of a file are the system's, where it has them. A sandbox is
bubblewrap's, on Linux, where `bwrap` is installed and may be used: then nothing outside of the
throw-away folder can be written, there is no network, and no process outlives the run.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from helpers import home
from helpers.exercises import verdict_file
from tools.notebook_runs import ROOT, quiet

try:
    import resource
except ImportError:  # Windows has none
    resource = None

MEGABYTE = 2**20
MEMORY = 4096 * MEGABYTE
FILE = 64 * MEGABYTE
FOLDER = 256 * MEGABYTE
MOST_PROCESSES = 40
MOST_THREADS = 200

TOKEN = "SLOPE_BY_SLOPE_RUN"
HANDED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "WINDIR", "PATHEXT", "COMSPEC")
"""Of the teacher's variables, those that a run needs; no password or key among them goes along."""


def variables(folder: Path, token: str) -> dict[str, str]:
    """The environment's variables of a run whose files all lie in `folder`."""
    kept = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    own = {
        **kept,
        "HOME": str(folder / "work"),
        "USERPROFILE": str(folder / "work"),
        "JUPYTER_RUNTIME_DIR": str(folder / "jupyter-data" / "runtime"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "temporary")),
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        home.VARIABLE: str(folder / "work"),
        verdict_file.VARIABLE: str(folder / "verdicts.jsonl"),
        TOKEN: token,
    }
    return quiet(own, folder)


@cache
def has_sandbox() -> bool:
    """Whether bubblewrap is there and may be used."""
    if not shutil.which("bwrap"):
        return False
    tried = [*sandboxed(Path(tempfile.gettempdir()).resolve()), "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def sandboxed(folder: Path) -> list[str]:
    """What stands before a command that is to run in bubblewrap, with `folder` its own."""
    hidden = [place for place in ("/tmp", "/run", "/var/tmp", str(Path.home())) if place != "/"]
    needed = (Path(sys.prefix).resolve(), Path(sys.prefix), Path(sys.base_prefix))
    # In the course's own folder an environment may be a link, and is seen with it.
    others = [place for place in needed if not place.is_relative_to(ROOT)]
    shown = dict.fromkeys(map(str, (ROOT, *others)))
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session"),
        *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"),
        *(part for place in hidden if os.path.isdir(place) for part in ("--tmpfs", place)),
        *(part for place in shown for part in ("--ro-bind", place, place)),
        *("--bind", str(folder), str(folder)),
    ]


def command(folder: Path, own: list[str]) -> list[str]:
    """The command line that runs `own`, in the sandbox where there is one."""
    return [*(sandboxed(folder) if has_sandbox() else []), *own]


def limit_this_process() -> None:
    """Set the limits of this process and of all that it starts, as far as the system has them."""
    if resource is None:
        return
    limits = {"RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": FILE, "RLIMIT_CORE": 0}
    limits["RLIMIT_NPROC"] = MOST_THREADS + _threads_of_this_user()
    for name, most in limits.items():
        # A system may lack one, or refuse a number that another may take.
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _threads_of_this_user() -> int:
    """How many threads run already for this user: the system counts these as well."""
    count = 0
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if place.stat().st_uid == os.getuid():
                count += len(os.listdir(place / "task"))
    return count


def processes_with(token: str) -> list[int]:
    """The processes of a run, also those that have left their parent; only Linux tells."""
    marked, found = f"{TOKEN}={token}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marked in (place / "environ").read_bytes():
                found.append(int(place.name))
    return found


def end_all(process: subprocess.Popen, token: str) -> None:
    """End a run: its first process, and whatever it has started that is still there."""
    with suppress(OSError):
        process.kill()
    process.wait()
    for _ in range(50):
        left = processes_with(token)
        for number in left:
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)
        if not left:
            return


def size_of(folder: Path) -> int:
    """The bytes on disk of all files in a folder."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                found = os.lstat(os.path.join(place, name))
                total += getattr(found, "st_blocks", found.st_size // 512) * 512
    return total


def what_holds() -> list[str]:
    """Sentences for the report: how the notebooks were held."""
    if has_sandbox():
        return [
            "Every notebook ran in a sandbox (bubblewrap): it could write to a throw-away folder "
            "alone, it had no network, and nothing that it started is left."
        ]
    limits = "on time, memory, processes and the size of files" if resource else "on time"
    return [
        f"Every notebook ran as you, in a throw-away folder, with limits {limits}. Without a "
        "sandbox, its code could read and write what you can, and use the network. On Linux, "
        "install bubblewrap for one; elsewhere, run the report in a container."
    ]
