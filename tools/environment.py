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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

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

READ_ONLY = "{} cannot be written to: copy the course to a folder of your own."
# What pip says when it fails, and what a learner can do then.
DISK_IS_FULL = r"No space left on device|Errno 28|not enough space on the disk"
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
    (r"Permission denied|Read-only file system|Access is denied", READ_ONLY.format(ROOT)),
)


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
            with one_at_a_time():
                # Whoever had to wait may find the work done.
                if not serves(folder, wanted):
                    build(folder, lock, wanted)
    except OSError as error:
        raise explain(error) from error
    return str(python_in(folder))


def build(folder: Path, lock: str, wanted: dict) -> None:
    """Bring folder to the lock: in place where its last state is known, else from nothing."""
    stamp = read_stamp(folder)
    lasting = ("python", "folder")
    known = python_in(folder).exists() and all(stamp.get(k) == wanted[k] for k in lasting)
    check_room()
    if not known:
        make_empty(folder, stamp)
        stamp = {}
    if stamp.get(lock) != wanted[lock]:
        install_lock(folder, lock)
        packages = {name: value for name, value in wanted.items() if name != "helpers"}
        write_stamp(folder, packages)
    install_helpers(folder)
    write_stamp(folder, {**stamp, **wanted})


def make_empty(folder: Path, stamp: dict) -> None:
    """Make a new environment where an old or half-made one of ours may stand."""
    check_name(folder)
    if folder.exists():
        if not stamp and any(folder.iterdir()):
            raise Problem(f"{folder} was not made by course.py: rename it, run this again.")
        print(f"{folder.name} is unfinished or made for another Python or folder: made anew.")
        shutil.rmtree(folder)
    check_venv_module()
    print(f"Packages are installed into {folder.name}: about 650 MB, once.", flush=True)
    folder.mkdir()
    write_stamp(folder, UNFINISHED)
    # The base interpreter: this one may itself live in the folder that was removed.
    base = getattr(sys, "_base_executable", None) or sys.executable
    result = subprocess.run(
        [base, "-m", "venv", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=without_strays(os.environ),
        close_fds=False,
    )
    if result.returncode != 0:
        raise explain_output(result.stdout, "Python's venv module failed")


def check_name(folder: Path) -> None:
    """Refuse a link or a file in the environment's place: somebody else has put it there."""
    # Through a link an environment would be removed and made in another folder.
    if folder.is_symlink():
        raise Problem(
            f"{folder} is a link to {os.readlink(folder)}, and the environment has to be "
            "made in its place: remove the link, run this again."
        )
    if folder.is_file():
        raise Problem(f"{folder} is a file: rename it, run this again.")


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
    print("Preparing the packages for a quick start.", flush=True)
    command = [str(python_in(folder)), "-m", "compileall", "-qq", "-j", "0", str(packages)]
    # Packages carry templates that are no valid Python: their failure is of no interest.
    subprocess.run(command, check=False, env=without_strays(os.environ), close_fds=False)


def install_helpers(folder: Path) -> None:
    """Make `import helpers` work from any folder, with no network; put Jupyter's files in place."""
    run_pip(folder, ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-e", "."])


def run_pip(folder: Path, arguments: list[str]) -> None:
    """Run pip install: a terminal shows how far it has come, a log keeps what went wrong."""
    command = [str(python_in(folder)), "-m", "pip", "install", "--no-input", "--retries=2"]
    command += ["--disable-pip-version-check", *arguments]
    SCRATCH.mkdir(exist_ok=True)
    log = SCRATCH / "pip.log"
    with open(log, "wb") as sink:
        result = subprocess.run(
            command,
            stdout=None if sys.stdout.isatty() else sink,
            stderr=sink,
            cwd=ROOT,
            env=pip_environment(folder),
            close_fds=False,
            check=False,
        )
    if result.returncode != 0:
        raise explain_output(read(log), f"pip failed; why is in {log}")


def pip_environment(folder: Path) -> dict[str, str]:
    """The variables for pip: of the learner's own settings only how packages are reached."""
    settings = without_strays(os.environ)
    command = [str(python_in(folder)), "-m", "pip", "config", "list"]
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


def python_in(folder: Path) -> Path:
    """The Python of the environment in folder."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages(folder: Path) -> Path:
    if os.name == "nt":
        return folder / "Lib" / "site-packages"
    return folder / "lib" / python_version("python{}.{}") / "site-packages"


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


def serves(folder: Path, wanted: Mapping[str, str]) -> bool:
    """Whether the environment in folder is complete and was made from what is wanted."""
    try:
        python_in(folder).stat()
        return wanted.items() <= read_stamp(folder).items()
    except PermissionError as error:
        raise Problem(
            f"{error.filename} may not be read from this account: ask whoever set up the course "
            "to allow it, or copy the course to a folder of your own."
        ) from error
    except OSError:
        return False


def read_stamp(folder: Path) -> dict:
    try:
        return json.loads(read(folder / STAMP))
    except PermissionError:
        raise
    except OSError:
        return {}
    except ValueError:
        return UNFINISHED


def write_stamp(folder: Path, content: Mapping) -> None:
    (folder / STAMP).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


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
        return Problem(READ_ONLY.format(ROOT))
    return Problem(f"{error}: close JupyterLab and whatever else uses this folder, try again.")


def in_use(error: OSError) -> bool:
    """On Windows a file that a program holds open cannot be removed, which is also an EACCES."""
    return os.name == "nt" and str(error.filename or "").startswith(str(ROOT / ".venv"))


def explain_output(said: str, otherwise: str) -> Problem:
    """The sentence for what pip or venv printed before it failed."""
    if re.search(DISK_IS_FULL, said):
        return full_disk()
    for pattern, sentence in FAILURES:
        if re.search(pattern, said):
            return Problem(sentence)
    errors = [line for line in said.splitlines() if line.startswith(("ERROR", "error", "Error"))]
    return Problem(f"{otherwise}: {errors[-1] if errors else 'no reason given'}")
