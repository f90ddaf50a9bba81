"""The course's environment: made, checked and repaired with the standard library alone.

A stamp, written last, says for which Python, folder and locks an environment is complete.
A matching stamp means that nothing has to be looked at again.
"""

import ast
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRATCH = ROOT / ".course"
STAMP = "slope-by-slope.json"
UNFINISHED = {"unfinished": True}
PYTHON = f"python{sys.version_info[0]}.{sys.version_info[1]}"

# What helpers' installation copies or reads: when one of these changes, it is installed again.
INSTALLED_FILES = ("pyproject.toml", "jupyter/server_extension.json", "jupyter/lab_settings.json")

# Of a learner's pip settings, those that say how packages are reached. The others (user,
# target, constraint, ...) would put packages elsewhere or change which ones are taken.
CONNECTION_SETTINGS = {
    "cache-dir", "cert", "client-cert", "default-timeout", "extra-index-url", "find-links",
    "index-url", "keyring-provider", "no-cache-dir", "no-index", "proxy", "timeout",
    "trusted-host", "use-feature",
}  # fmt: skip

STRAYS = (
    "MPLBACKEND", "PYTHONDEVMODE", "PYTHONHOME", "PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONPATH",
    "PYTHONSTARTUP", "PYTHONWARNINGS", "__PYVENV_LAUNCHER__",
)  # fmt: skip

READ_ONLY = f"{ROOT} cannot be written to: copy the course to a folder of your own."
IN_USE = "Close JupyterLab and whatever else uses this folder, then run this again."
# What an error of the system or pip's output says, and what a learner can do then.
DISK_IS_FULL = r"Errno (28|69|122)\b|WinError 112\b|No space left on device|not enough space on"
FAILURES = (
    (
        r"DO NOT MATCH THE HASHES",
        "A package did not arrive as the lock describes it. Run the same command again.",
    ),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ConnectionReset"
        r"|ConnectionError|Connection aborted|Max retries exceeded|connection broken",
        "The package index cannot be reached: check the network, then run this again.",
    ),
    # On Windows a file that a program holds open cannot be removed.
    (r"WinError 32\b|WinError 5\b.*\.venv", IN_USE),
    (r"Errno (13|30)\b|WinError 5\b|Permission denied|Read-only file system", READ_ONLY),
)


STARTS_ANYHOW = ".venv-site"
"""The environment that nobody waits for: Python compiles of it what is used, when it is."""


class Problem(Exception):
    """Something that the person at the keyboard can mend; its text is one line and says how."""


def ready(lock: str, folder_name: str, also: str | None = None) -> str:
    """Return the Python of an environment that is complete for lock, making it where needed.

    also names a lock that lock includes, so that one environment is known to serve both.
    Raises Problem where the person at the keyboard has to do something first.
    """
    folder, wanted = ROOT / folder_name, fingerprint(lock, also)
    try:
        if not serves(folder, wanted):
            with one_at_a_time(folder_name):
                # Whoever had to wait may find the work done.
                if not serves(folder, wanted):
                    build(folder, lock, wanted)
    except (FileExistsError, NotADirectoryError) as error:
        raise Problem(f"{error.filename} is in the way: rename it, run this again.") from error
    except OSError as error:
        raise explain(str(error), IN_USE) from error
    return str(python_in(folder))


def build(folder: Path, lock: str, wanted: dict) -> None:
    """Bring folder to the lock: in place where its last state is known, else from nothing."""
    share, disk_is_full = scarcest_room()
    if share < 1:
        raise Problem(disk_is_full)
    stamp = read_stamp(folder)
    is_ours = all(stamp.get(name) == wanted[name] for name in ("python", "folder"))
    if not (is_ours and python_in(folder).exists()):
        make_empty(folder, stamp)
        stamp = {}
    if stamp.get(lock) != wanted[lock]:
        install_lock(folder, lock)
        packages = {name: value for name, value in wanted.items() if name != "helpers"}
        write_stamp(folder, packages)
    # `import helpers` then works from any folder, and Jupyter's files are in their places.
    run_pip(folder, ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-e", "."])
    write_stamp(folder, {**stamp, **wanted})


def make_empty(folder: Path, stamp: dict) -> None:
    """Make a new environment where an old or half-made one of ours may stand."""
    # Through a link, an environment would be removed and made in another folder.
    if folder.is_symlink():
        raise Problem(f"{folder} is a link to {os.readlink(folder)}: rename it, run this again.")
    if not stamp and folder.exists() and any(folder.iterdir()):
        raise Problem(f"{folder} was not made by course.py: rename it, run this again.")
    check_venv_module()
    if folder.exists():
        print(f"{folder.name} is unfinished or made for another Python or folder: made anew.")
        shutil.rmtree(folder)
    print(f"Packages are installed into {folder.name}: about 650 MB, once.", flush=True)
    folder.mkdir()
    write_stamp(folder, UNFINISHED)
    # The base interpreter: this one may itself live in the folder that was removed.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run(folder, [base, "-m", "venv", str(folder)], without_strays(os.environ))


def check_venv_module() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise Problem(
            f"This Python has no {missing[0]} module. On Debian or Ubuntu: "
            f"sudo apt install {PYTHON}-venv; elsewhere: python.org"
        )


def install_lock(folder: Path, lock: str) -> None:
    """Bring the packages to the versions of lock; a failure before one is touched costs nothing."""
    packages, stamp = site_packages(folder), read_stamp(folder)
    before = set(packages.glob("*"))
    # Whatever ends this process while pip unpacks leaves word of it.
    write_stamp(folder, UNFINISHED)
    try:
        # Compiled afterwards, on all cores: pip itself uses one.
        run_pip(folder, ["--require-hashes", "--no-deps", "--no-compile", "-r", lock])
    except BaseException:
        if set(packages.glob("*")) == before:
            write_stamp(folder, stamp)
        raise
    if folder.name == STARTS_ANYHOW:
        return
    print("Preparing the packages for a quick start.", flush=True)
    command = [str(python_in(folder)), "-m", "compileall", "-qq", "-j", "0", str(packages)]
    # Packages carry templates that are no valid Python: their failure is of no interest.
    subprocess.run(command, check=False, env=without_strays(os.environ), close_fds=False)


def run_pip(folder: Path, arguments: list[str]) -> None:
    """Run pip install, with no settings but those of the connection."""
    command = [str(python_in(folder)), "-m", "pip", "install", "--no-input", "--retries=2"]
    run(folder, [*command, "--disable-pip-version-check", *arguments], pip_environment(folder))


def run(folder: Path, command: list[str], variables: Mapping[str, str]) -> None:
    """Run a program for an environment: a terminal shows how far it is, a log what went wrong."""
    SCRATCH.mkdir(exist_ok=True)
    log = SCRATCH / f"installation{folder.name}.log"
    with open(log, "wb") as sink:
        shown = None if sys.stdout.isatty() else sink
        result = subprocess.run(
            command, stdout=shown, stderr=sink, cwd=ROOT, env=variables, close_fds=False
        )
    if result.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace")
        raise explain(said, f"Python's {command[2]} failed; why is in {log}:")


def pip_environment(folder: Path) -> dict[str, str]:
    """The variables for pip: of the learner's own settings only how packages are reached."""
    settings = without_strays(os.environ)
    command = [str(python_in(folder)), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, env=settings, check=False)
    kept = {name: value for name, value in settings.items() if not name.startswith("PIP_")}
    for option, value in re.findall(r"^.*?\.([a-z-]+)=(.*)$", listed.stdout, re.MULTILINE):
        if option in CONNECTION_SETTINGS:
            kept["PIP_" + option.upper().replace("-", "_")] = str(ast.literal_eval(value))
    return {**kept, "PIP_CONFIG_FILE": os.devnull}


def without_strays(variables: Mapping[str, str]) -> dict[str, str]:
    """variables with which Python and matplotlib look at nothing outside the course.

    Nor do they run otherwise than usual: as errors, pip's own warnings end an installation.
    """
    kept = {name: value for name, value in variables.items() if name not in STRAYS}
    return {**kept, "PYTHONNOUSERSITE": "1"}


def python_in(folder: Path) -> Path:
    """The Python of the environment in folder."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages(folder: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))


def fingerprint(*locks: str | None) -> dict[str, str]:
    """What an environment must have been made from: Python, folder, locks, own files."""
    own = b"".join((ROOT / name).read_bytes() for name in INSTALLED_FILES)
    return {
        "python": PYTHON,
        "folder": str(ROOT),
        "helpers": hashlib.sha256(own).hexdigest(),
        **{name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks if name},
    }


def serves(folder: Path, wanted: Mapping[str, str]) -> bool:
    """Whether the environment in folder is complete and was made from what is wanted."""
    python = python_in(folder)
    try:
        python.stat()
        if not os.access(python, os.X_OK):
            raise PermissionError(errno.EACCES, "Permission denied", str(python))
        return wanted.items() <= read_stamp(folder).items()
    except PermissionError as error:
        raise Problem(
            f"{error.filename} may not be used from this account: ask whoever set up the course "
            "to allow it, or copy the course to a folder of your own."
        ) from error
    except OSError:
        return False


def read_stamp(folder: Path) -> dict:
    try:
        return json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except PermissionError:
        raise
    except OSError:
        return {}
    except ValueError:
        return UNFINISHED


def write_stamp(folder: Path, content: Mapping) -> None:
    (folder / STAMP).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


@contextmanager
def one_at_a_time(folder_name: str) -> Iterator[None]:
    """Let one process at a time work on an environment; the system frees it at any end.

    Programs started with close_fds=False hold it too: pip goes on where whoever started it is
    killed, and the next one waits for that end (on Windows, it is told of files in use).
    """
    SCRATCH.mkdir(exist_ok=True)
    with open(SCRATCH / f"one-at-a-time{folder_name}", "w") as handle:
        os.set_inheritable(handle.fileno(), True)
        if not try_lock(handle):
            print(f"An installation into {folder_name} is still running: waiting for its end.")
            while not try_lock(handle):
                time.sleep(0.5)
        yield


def try_lock(handle) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def scarcest_room() -> tuple[float, str]:
    """How much of what is needed is free on the fuller one of two disks, and what to say of it."""
    try:
        temporary = Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise Problem(f"{error.strerror}: make room in one of these.") from error
    full = "The disk is full: the course needs about {} MB in {}"
    # pip fetches into it.
    temporary_full = (
        "The disk for temporary files is full: {1} needs about {0} MB. Make room there, or let "
        "the variable TMPDIR name another folder."
    )
    return min(
        (shutil.disk_usage(folder).free / (needed * 10**6), words.format(needed, folder))
        for folder, needed, words in ((ROOT, 800, full), (temporary, 250, temporary_full))
    )


def explain(said: str, otherwise: str) -> Problem:
    """The sentence for what an error, or a program before it failed, has said."""
    if re.search(DISK_IS_FULL, said):
        return Problem(scarcest_room()[1])
    for pattern, sentence in FAILURES:
        if re.search(pattern, said):
            return Problem(sentence)
    lines = said.splitlines() or ["no reason given"]
    errors = [line for line in lines if line.startswith(("ERROR", "error", "Error"))]
    return Problem(f"{otherwise} {(errors or lines)[-1]}")
