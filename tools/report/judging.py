"""Run hand-ins, several at a time, each in a process and a throw-away folder of its own."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import NamedTuple

import matplotlib.font_manager
from tqdm import tqdm

from helpers.exercises.verdict_file import Said, read_file
from helpers.notebooks import NOTEBOOKS
from tools.notebook_runs import ROOT
from tools.report import confinement

LARGEST = 50 * confinement.MEGABYTE
EVERY = 0.3
NEVER = Event()
GRACE = 15
"""Seconds for what comes before the first cell and after the last, on a machine that is busy."""

TROUBLES = {
    "not read": "could not be read",
    "link": "is a link to another place, and was not followed",
    "too large": "is larger than 50 MB, and was not run",
    "no notebook": "is not a notebook",
    "out of time": "ran out of time, and was ended",
    "stopped cell": "has a cell that was interrupted because it took too long",
    "kernel died": "ended its own kernel, or needed too much memory",
    "too much memory": "needed too much memory, and was ended",
    "too many processes": "started too many processes, and was ended",
    "too much disk": "wrote too much to the disk, and was ended",
    "ended early": "ended its own run",
    "no verdict": "has no check that ran",
    "unreadable verdicts": "left lines in the file of verdicts that are none",
}
"""What can be wrong with a hand-in, and how the report says it: "This notebook ..."."""


class HandIn(NamedTuple):
    """A file that was handed in, and its name in the report where names are asked for."""

    path: Path
    name: str


class Judged(NamedTuple):
    """What became of a hand-in.

    `number` is the course's notebook that it is, "" where that is not known. `said` are its
    verdicts, in their order. `troubles` are keys of TROUBLES. `errors` are the kinds of exceptions
    that its cells ended with.
    """

    hand_in: HandIn
    number: str
    is_older: bool
    said: tuple[Said, ...]
    troubles: tuple[str, ...]
    errors: tuple[str, ...]


def found(paths: Iterable[Path]) -> list[HandIn]:
    """Return the hand-ins among files and in folders, in the order of their names.

    In a folder every file counts that is not hidden. A link in it is not followed: whoever handed
    it in may have made it. Raises FileNotFoundError for a path that is not there.
    """
    hand_ins = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_symlink() or p.is_file())
            shown = [p for p in inside if not _is_hidden(p.relative_to(path))]
            hand_ins += [HandIn(p, p.relative_to(path).as_posix()) for p in shown]
        elif path.exists():
            hand_ins.append(HandIn(path.resolve(), path.name))
        else:
            raise FileNotFoundError(f"There is no file or folder {path}.")
    return hand_ins


def _is_hidden(path):
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def judged(hand_ins: list[HandIn], seconds: float, at_once: int | None = None) -> list[Judged]:
    """Run every hand-in, `at_once` at a time, each for `seconds` at most; show how far it is.

    Raises KeyboardInterrupt where it is stopped: what was running is ended then.
    """
    stopped = Event()
    with ThreadPoolExecutor(at_once or os.cpu_count() or 1) as pool:
        try:
            running = pool.map(lambda one: judge(one, seconds, stopped), hand_ins)
            bar = tqdm(running, total=len(hand_ins), unit="notebook", disable=None)
            if bar.disable:
                print(f"Running {len(hand_ins)} notebooks.", flush=True)
            return list(bar)
        except KeyboardInterrupt:
            stopped.set()
            raise


def judge(hand_in: HandIn, seconds: float, stopped: Event = NEVER) -> Judged:
    """Run one hand-in, and read what its own checks said. Whatever the file holds, it returns.

    It ends the run where `stopped` is set.
    """
    place = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    try:
        folder = Path(place.name).resolve()
        trouble = _laid_out(hand_in.path, folder)
        if trouble:
            return Judged(hand_in, "", False, (), (trouble,), ())
        trouble = _watched(folder, seconds, stopped)
        outcome = _outcome(folder / "outcome.json")
        said, unreadable = read_file(folder / "verdicts.jsonl")
    finally:
        # Without a sandbox, folders in folders may be deeper than Python can follow.
        with suppress(RecursionError):
            place.cleanup()
    return _judged(hand_in, outcome, said, [trouble, "unreadable verdicts" * bool(unreadable)])


def _laid_out(path, folder):
    for name in ("work", "temporary", "matplotlib"):
        (folder / name).mkdir()
    # Without it, every run would look for the machine's fonts anew.
    for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copyfile(fonts, folder / "matplotlib" / fonts.name)
    # A sandbox can keep no others.
    for name in confinement.RESULTS:
        (folder / name).touch()
    if path.is_symlink():
        return "link"
    try:
        if path.stat().st_size > LARGEST:
            return "too large"
        shutil.copyfile(path, folder / "notebook.ipynb")
    except OSError:
        return "not read"
    return ""


def _watched(folder, seconds, stopped):
    """Run what lies in the folder; return why it had to be ended, "" where it had not."""
    token = secrets.token_hex(16)
    own = [sys.executable, "-m", "tools.report.one_run", str(folder), str(seconds)]
    process = subprocess.Popen(
        confinement.command(folder, own),
        cwd=ROOT,
        env=confinement.variables(folder, token),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return _why_ended(process, folder, token, time.monotonic() + seconds + GRACE, stopped)
    finally:
        confinement.end_all(process, token)


def _why_ended(process, folder, token, end, stopped):
    while process.poll() is None and not stopped.is_set():
        if time.monotonic() > end:
            return "out of time"
        if confinement.size_of(folder) > confinement.FOLDER:
            return "too much disk"
        processes = confinement.processes_of(process.pid, token)
        if len(processes) > confinement.MOST_PROCESSES:
            return "too many processes"
        if confinement.memory_of(processes) > confinement.MEMORY_TOGETHER:
            return "too much memory"
        stopped.wait(EVERY)
    return "ended early" if process.returncode else ""


def _outcome(path):
    """What the run says of itself: the learner's code may have written anything there."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 100_000:
            return {}
        outcome = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return outcome if isinstance(outcome, dict) else {}


def _judged(hand_in, outcome, said, troubles):
    number, errors = outcome.get("number"), outcome.get("errors")
    troubles = [*troubles, outcome.get("trouble")]
    troubles = list(dict.fromkeys(t for t in troubles if isinstance(t, str) and t in TROUBLES))
    if not said and not troubles:
        troubles = ["no verdict"]
    kinds = [e for e in errors if _is_a_name(e)] if isinstance(errors, list) else []
    return Judged(
        hand_in,
        number if isinstance(number, str) and number in NOTEBOOKS else "",
        outcome.get("is_older") is True,
        tuple(said),
        tuple(troubles),
        tuple(kinds),
    )


def _is_a_name(text):
    return isinstance(text, str) and text.isidentifier() and len(text) < 40
