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
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tools.progress import Progress

ROOT = Path(__file__).resolve().parents[1]
SCRATCH = ROOT / ".course"
STAMP = "slope-by-slope.json"
NEEDED_BYTES = 800_000_000
# pip fetches into the folder for temporary files.
TEMPORARY_BYTES = 250_000_000
UNFINISHED = {"unfinished": True}

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

FAILURES = (
    (r"No space left on device|Errno 28|not enough space on the disk", "disk"),
    (r"DO NOT MATCH THE HASHES", "hashes"),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ConnectionReset"
        r"|ConnectionError|Connection aborted|Max retries exceeded|connection broken",
        "network",
    ),
    (r"Permission denied|Read-only file system|Access is denied", "read-only"),
)
SENTENCES = {
    "hashes": "A package did not arrive as the lock describes it. Run the same command again.",
    "network": "The package index cannot be reached: check the network, then run this again.",
    "read-only": f"{ROOT} cannot be written to: copy the course to a folder of your own.",
}


class Problem(Exception):
    """Something that the person at the keyboard can mend; its text is one line and says how."""


class Place(NamedTuple):
    """An environment: its folder and its Python."""

    folder: Path
    python: str


def ready(lock: str, folder_name: str, also: str | None = None) -> str:
    """Return the Python of an environment that is complete for lock, making it where needed.

    also names a lock that lock includes, so that one environment is known to serve both.
    An activated environment that already equals the lock is preferred to ROOT / folder_name.
    Raises Problem where the person at the keyboard has to do something first.
    """
    own = place_in(ROOT / folder_name)
    wanted = fingerprint(lock, also)
    for place in (own, active_place(own)):
        if place and serves(place, wanted):
            return place.python
    try:
        with one_at_a_time():
            return make_ready(own, lock, wanted)
    except OSError as error:
        raise explain(error) from error


def make_ready(own: Place, lock: str, wanted: dict) -> str:
    # Whoever had to wait may find the work done.
    if serves(own, wanted):
        return own.python
    active = active_place(own)
    if active and equals_lock(active, lock):
        print(f"Using the activated environment {active.folder}: it equals {lock}.")
        install_helpers(active)
        write_stamp(active, wanted)
        return active.python
    if active:
        print(f"The activated environment does not equal {lock}: {own.folder.name} is used.")
    build(own, lock, wanted)
    return own.python


def build(place: Place, lock: str, wanted: dict) -> None:
    """Bring place to the lock: in place where its last state is known, else from nothing."""
    stamp = read_stamp(place)
    lasting = ("python", "folder")
    known = Path(place.python).exists() and all(stamp.get(k) == wanted[k] for k in lasting)
    check_room()
    if not known:
        make_empty(place, stamp)
        stamp = {}
    if stamp.get(lock) != wanted[lock]:
        install_lock(place, lock)
        packages = {name: value for name, value in wanted.items() if name != "helpers"}
        write_stamp(place, packages)
    install_helpers(place)
    write_stamp(place, {**stamp, **wanted})


def make_empty(place: Place, stamp: dict) -> None:
    """Make a new environment where an old or half-made one of ours may stand."""
    check_name(place)
    if place.folder.exists():
        if not stamp and any(place.folder.iterdir()):
            raise Problem(f"{place.folder} was not made by course.py: rename it, run this again.")
        print(f"{place.folder.name} is unfinished or made for another Python or folder: made anew.")
        shutil.rmtree(place.folder)
    check_venv_module()
    print(f"Packages are installed into {place.folder.name}: about 650 MB, once.")
    place.folder.mkdir()
    write_stamp(place, UNFINISHED)
    # The base interpreter: this one may itself live in the folder that was removed.
    base = getattr(sys, "_base_executable", None) or sys.executable
    result = subprocess.run(
        [base, "-m", "venv", str(place.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=without_strays(os.environ),
        close_fds=False,
    )
    if result.returncode != 0:
        raise explain_output(result.stdout, "Python's venv module failed")


def check_name(place: Place) -> None:
    """Refuse a link or a file in the environment's place: somebody else has put it there."""
    # Through a link an environment would be removed and made in another folder.
    if place.folder.is_symlink():
        raise Problem(
            f"{place.folder} is a link to {os.readlink(place.folder)}, and the environment has to "
            "be made in its place: remove the link, run this again."
        )
    if place.folder.is_file():
        raise Problem(f"{place.folder} is a file: rename it, run this again.")


def install_lock(place: Place, lock: str) -> None:
    """Bring place's packages to the versions of lock, showing how far it has come."""
    required = len(re.findall(r"^[A-Za-z0-9]\S*==", read(ROOT / lock), flags=re.MULTILINE))
    with Progress(required, site_packages(place)) as progress:

        def watch(lines: list[str]) -> None:
            # Until then nothing in the environment has changed: a lost network costs nothing.
            if any(line.startswith("Installing collected packages") for line in lines):
                write_stamp(place, UNFINISHED)
            progress.follow(lines)

        # Compiled afterwards, on all cores: pip itself uses one.
        run_pip(place, ["--require-hashes", "--no-deps", "--no-compile", "-r", lock], watch)
        progress.say("Preparing the packages for a quick start")
        command = [place.python, "-m", "compileall", "-qq", "-j", "0", str(site_packages(place))]
        # Packages carry templates that are no valid Python: their failure is of no interest.
        subprocess.run(command, check=False, env=without_strays(os.environ), close_fds=False)


def install_helpers(place: Place) -> None:
    """Make `import helpers` work from any folder, with no network; put Jupyter's files in place."""
    run_pip(place, ["--no-deps", "--no-build-isolation", "--no-index", "-e", "."])


def run_pip(
    place: Place, arguments: list[str], watch: Callable[[list[str]], None] | None = None
) -> None:
    """Run pip install; what it says goes to a log and, in whole lines as it comes, to watch."""
    command = [place.python, "-m", "pip", "install", "--no-input", "--no-color", "--retries=2"]
    command += ["--progress-bar=off", "--disable-pip-version-check", *arguments]
    SCRATCH.mkdir(exist_ok=True)
    log = SCRATCH / "pip.log"
    # A file, not a pipe: the line on the screen moves on while pip unpacks and says nothing.
    with open(log, "wb") as sink, open(log, encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(
            command,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=pip_environment(place),
            close_fds=False,
        )
        rest, running = "", True
        try:
            while running:
                time.sleep(0.1)
                running = process.poll() is None
                *lines, rest = (rest + said.read()).split("\n")
                if watch:
                    watch(lines)
        finally:
            process.wait()
    if process.returncode != 0:
        raise explain_output(read(log), f"pip failed; all that it said is in {log}")


def pip_environment(place: Place) -> dict[str, str]:
    """The variables for pip: of the learner's own settings only how packages are reached."""
    settings = without_strays(os.environ)
    command = [place.python, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, env=settings, check=False)
    kept = {name: value for name, value in settings.items() if not name.startswith("PIP_")}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        option = name.rpartition(".")[2]
        if option in CONNECTION_SETTINGS:
            kept["PIP_" + option.upper().replace("-", "_")] = str(ast.literal_eval(value))
    kept["PIP_CONFIG_FILE"] = os.devnull
    return kept


def without_strays(variables: Mapping[str, str]) -> dict[str, str]:
    """variables with which Python and matplotlib look at nothing outside the course.

    Nor do they run otherwise than usual: as errors, pip's own warnings end an installation.
    """
    kept = {name: value for name, value in variables.items() if name not in STRAYS}
    return {**kept, "PYTHONNOUSERSITE": "1"}


def place_in(folder: Path) -> Place:
    python = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    return Place(folder, str(folder / python))


def active_place(own: Place) -> Place | None:
    """The activated venv or conda environment that runs this, unless it is our own."""
    prefix = Path(sys.prefix)
    is_environment = sys.prefix != sys.base_prefix or (prefix / "conda-meta").is_dir()
    if not is_environment or prefix.resolve() == own.folder.resolve():
        return None
    return Place(prefix, sys.executable)


def equals_lock(place: Place, lock: str) -> bool:
    """Whether pip would have nothing to install from the lock; it is asked without a network."""
    # Saves the second that pip takes, in the many environments that have no JupyterLab.
    if importlib.util.find_spec("jupyterlab") is None:
        return False
    command = [place.python, "-m", "pip", "install", "--dry-run", "--no-index", "--no-deps"]
    command += ["--require-hashes", "-r", str(ROOT / lock)]
    variables = {k: v for k, v in without_strays(os.environ).items() if not k.startswith("PIP_")}
    variables["PIP_CONFIG_FILE"] = os.devnull
    result = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
    return result.returncode == 0 and "Would install" not in result.stdout


def site_packages(place: Place) -> Path:
    if os.name == "nt":
        return place.folder / "Lib" / "site-packages"
    return place.folder / "lib" / python_version("python{}.{}") / "site-packages"


def python_version(form: str = "{}.{}") -> str:
    return form.format(*sys.version_info[:2])


def fingerprint(*locks: str | None) -> dict[str, str]:
    """What an environment must have been made from: Python, folder, locks, own files."""
    own = b"".join((ROOT / name).read_bytes() for name in INSTALLED_FILES)
    return {
        "python": python_version(),
        "folder": str(ROOT),
        "helpers": hashlib.sha256(own).hexdigest(),
        **{name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks if name},
    }


def serves(place: Place, wanted: Mapping[str, str]) -> bool:
    return wanted.items() <= read_stamp(place).items() and Path(place.python).exists()


def read_stamp(place: Place) -> dict:
    try:
        return json.loads(read(place.folder / STAMP))
    except OSError:
        return {}
    except ValueError:
        return UNFINISHED


def write_stamp(place: Place, content: Mapping) -> None:
    (place.folder / STAMP).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one process at a time work on the environments; the system frees it at any end.

    Programs started with close_fds=False hold it too: pip goes on where whoever started it is
    killed, and the next one waits for that end (on Windows, it is told of files in use).
    """
    SCRATCH.mkdir(exist_ok=True)
    with open(SCRATCH / "one-at-a-time", "w") as handle:
        os.set_inheritable(handle.fileno(), True)
        if not try_lock(handle):
            print("An installation into this folder is still running: waiting for its end.")
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


def check_room() -> None:
    if min(rooms().values()) < 1:
        raise full_disk()


def full_disk() -> Problem:
    """The sentence for a full disk: that of the course, or that of temporary files."""
    room = rooms()
    if room[ROOT] == min(room.values()):
        return Problem(f"The disk is full: the course needs {megabytes(NEEDED_BYTES)} in {ROOT}")
    [temporary] = room.keys() - {ROOT}
    return Problem(
        f"The disk for temporary files is full: {temporary} needs {megabytes(TEMPORARY_BYTES)}. "
        "Make room there, or let the variable TMPDIR name another folder."
    )


def rooms() -> dict[Path, float]:
    """What is free of what an installation needs, as a ratio, in the folders it writes to."""
    try:
        temporary = Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise Problem(f"{error.strerror}: make room in one of these.") from error
    needs = ((temporary, TEMPORARY_BYTES), (ROOT, NEEDED_BYTES))
    return {folder: shutil.disk_usage(folder).free / need for folder, need in needs}


def megabytes(size: int) -> str:
    return f"about {size // 10**6} MB"


def check_venv_module() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise Problem(
            f"This Python has no {missing[0]} module. On Debian or Ubuntu: "
            f"sudo apt install {python_version('python{}.{}-venv')}; elsewhere: python.org"
        )


def explain(error: OSError) -> Problem:
    """The sentence for an error of the file system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or getattr(error, "winerror", None) == 112:
        return full_disk()
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Problem(f"{error.filename} is in the way: rename it, run this again.")
    if error.errno == errno.EROFS or (error.errno == errno.EACCES and not in_use(error)):
        return Problem(SENTENCES["read-only"])
    return Problem(f"{error}: close JupyterLab and whatever else uses this folder, try again.")


def in_use(error: OSError) -> bool:
    """On Windows a file that a program holds open cannot be removed, which is also an EACCES."""
    return os.name == "nt" and str(error.filename or "").startswith(str(ROOT / ".venv"))


def explain_output(said: str, otherwise: str) -> Problem:
    """The sentence for what pip or venv printed before it failed."""
    for pattern, name in FAILURES:
        if re.search(pattern, said):
            return full_disk() if name == "disk" else Problem(SENTENCES[name])
    errors = [line for line in said.splitlines() if line.startswith(("ERROR", "error", "Error"))]
    return Problem(f"{otherwise}: {errors[-1] if errors else 'no reason given'}")
