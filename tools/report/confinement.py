"""What holds a stranger's notebook while it runs: limits everywhere, a sandbox where there is one.

Limits on memory, processes and the size of a file are the system's, where it has them. A sandbox is
bubblewrap's, on Linux, where `bwrap` is installed and may be used. Then a run sees Python, the
course and its own notebook. Its folder lies in memory, of a stated size. It can write nowhere else,
there is no network, and no process outlives the run.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
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
SHARED_MEMORY = 64 * MEGABYTE
MEMORY_TOGETHER = 2048 * MEGABYTE
"""Of all processes of a run, as far as it is in use."""
MOST_PROCESSES = 40
MOST_THREADS = 200

RESULTS = ("outcome.json", "verdicts.jsonl")
"""The files that a run leaves."""

PARTS = ("data", "helpers", "jupyter", "notebooks", "tools")
"""Of the course's folder, what a sandbox shows: hand-ins and copies may lie there too."""

SYSTEM = (
    *("/bin", "/lib", "/lib64", "/sbin", "/usr", "/gnu/store", "/nix/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/group", "/etc/ld.so.cache", "/etc/localtime"),
    *("/etc/nsswitch.conf", "/etc/passwd"),
)

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
def sandbox_trouble() -> str:
    """Why there is no sandbox, as half a sentence; "" where there is one."""
    if sys.platform != "linux":
        return "bubblewrap is for Linux"
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve()
        tried = [*sandboxed(folder), sys.executable, "-c", "import tools.report.one_run"]
        own = {"cwd": ROOT, "env": variables(folder, ""), "stdin": subprocess.DEVNULL}
        run = subprocess.run(tried, capture_output=True, text=True, check=False, **own)
    if run.returncode == 0:
        return ""
    said = run.stderr.strip().splitlines() or [f"it ended with {run.returncode}"]
    return f"bubblewrap is installed, and this system does not let it work ({said[-1]})"


def sandboxed(folder: Path) -> list[str]:
    """What stands before a command that is to run in bubblewrap, with `folder` its own.

    What `folder` holds is there too. What is written to it goes with the sandbox, but for RESULTS.
    """
    pythons = (Path(sys.prefix), Path(sys.base_prefix))
    own = [ROOT / name for name in PARTS]
    shown = [*SYSTEM, *own, *pythons, *(python.resolve() for python in pythons)]
    inside = sorted(folder.rglob("*"))
    given = [place for place in inside if place.is_file() and place.name not in RESULTS]
    options = [
        *(("--ro-bind-try", place, place) for place in dict.fromkeys(map(str, shown))),
        *(("--proc", "/proc"), ("--dev", "/dev")),
        *(("--size", SHARED_MEMORY, "--tmpfs", "/dev/shm"), ("--size", FOLDER, "--tmpfs", folder)),
        *(("--dir", place) for place in inside if place.is_dir()),
        *(("--ro-bind", place, place) for place in given),
        *(("--bind", folder / name, folder / name) for name in RESULTS if (folder / name).exists()),
        # What bubblewrap itself has made can be written to before this.
        *(("--remount-ro", "/dev"), ("--remount-ro", "/")),
    ]
    start = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    return [*start, *(str(part) for option in options for part in option)]


def command(folder: Path, own: list[str]) -> list[str]:
    """The command line that runs `own`, in the sandbox where there is one."""
    return [*([] if sandbox_trouble() else sandboxed(folder)), *own]


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


def processes_of(first: int, token: str) -> set[int]:
    """What the process `first` of a run has started, and whatever has its token; Linux alone tells.

    A process that has left its parent is found by the token, one without it by its parents.
    """
    marked, parents, found = f"{TOKEN}={token}".encode(), {}, {first}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            after_the_name = (place / "stat").read_text("utf-8", "replace").rpartition(")")[2]
            parents[int(place.name)] = int(after_the_name.split()[1])
            if marked in (place / "environ").read_bytes():
                found.add(int(place.name))
    while more := {number for number, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {first}


def memory_of(processes: Iterable[int]) -> int:
    """The bytes that processes have in use together, what they share counted once; Linux tells."""
    kilobytes = 0
    for number in processes:
        with suppress(OSError):
            said = Path(f"/proc/{number}/smaps_rollup").read_text()
            # A process that has just ended says nothing.
            kilobytes += sum(map(int, re.findall(r"^Pss: +(\d+)", said, re.MULTILINE)))
    return kilobytes * 1024


def end_all(process: subprocess.Popen, token: str) -> None:
    """End a run: its first process, and whatever it has started that is still there."""
    for _ in range(50):
        left = processes_of(process.pid, token)
        with suppress(OSError):
            process.kill()
        for number in left:
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)
        process.wait()
        if not left:
            return


def size_of(folder: Path) -> int:
    """The bytes on disk of all files in a folder, however deep it is."""
    total, folders = 0, [str(folder)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as inside:
            for entry in inside:
                found = entry.stat(follow_symlinks=False)
                total += getattr(found, "st_blocks", found.st_size // 512) * 512
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    return total


def what_holds() -> list[str]:
    """Sentences for the report: how the notebooks are held."""
    trouble = sandbox_trouble()
    if not trouble:
        return [
            "Every notebook runs in a sandbox (bubblewrap): it sees Python, the course and itself, "
            "it writes to a throw-away folder alone, it has no network, and nothing that it starts "
            "is left."
        ]
    limits = "on time, memory, processes and the size of files" if resource else "on time"
    return [
        f"Every notebook runs as you, in a throw-away folder, with limits {limits}. There is no "
        f"sandbox: {trouble}. So its code can read and write what you can, and use the network. "
        "docs/teaching.md says how to have a sandbox, or a container."
    ]
