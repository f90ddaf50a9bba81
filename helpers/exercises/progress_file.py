"""What has been answered, kept in one small file in the learner's folder.

The file is a log: each verdict is one line of JSON, added at the end in a single write. So two
notebooks may write at once, and a crash can tear at most the last line, which readers skip. Nothing
is ever overwritten. A file in which no line can be read is set aside under another name.
"""

import errno
import hashlib
import json
import os
import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from IPython import get_ipython

from helpers.exercises.catalogue import exercise_named, exercises, names
from helpers.home import SCRATCH, home

VARIABLE = "SLOPE_BY_SLOPE_PROGRESS"
"""Names another file than the usual one, or is "off", so that nothing is kept."""

KEPT = ("correct", "wrong", "error")
MOST_SLIPS = 5
MAY_BE_SKIPPED = ("00b",)
"""Notebooks whose first question sends those on who know what they teach."""


class Answer(NamedTuple):
    """One line of the log: the exercise, its version then, the status, the slips recognised."""

    exercise: str
    version: str
    status: str
    misconceptions: tuple[str, ...]


class Progress(NamedTuple):
    """What the log says, oldest first, and how many of its lines could not be read.

    `trouble` is a sentence where the log cannot be read or added to, "" elsewhere.
    """

    answers: tuple[Answer, ...]
    damaged_lines: int
    trouble: str = ""

    @property
    def _current(self):
        """The answers to exercises as they are now."""
        versions = {name: version_of(exercise_named(name)) for name in names()}
        return [
            answer for answer in self.answers if versions.get(answer.exercise) == answer.version
        ]

    @property
    def done(self):
        """The names of the exercises answered correctly as they are now."""
        return {answer.exercise for answer in self._current if answer.status == "correct"}

    @property
    def begun(self):
        """The names of the exercises that were tried, as they are now, and are not done."""
        return {answer.exercise for answer in self._current} - self.done

    @property
    def done_before_a_change(self):
        """The names of exercises answered correctly in an earlier version only."""
        known = set(names())
        right = {answer.exercise for answer in self.answers if answer.status == "correct"}
        return (right & known) - self.done

    @property
    def done_under_a_former_name(self):
        """The names under which exercises were answered correctly that the course has no more."""
        right = {answer.exercise for answer in self.answers if answer.status == "correct"}
        return right - set(names())

    @property
    def slips_that_come_back(self):
        """Pairs of a slip and the number of exercises it was made in, from two on; most first."""
        made = {
            (answer.exercise, slip) for answer in self.answers for slip in answer.misconceptions
        }
        counts = Counter(slip for _, slip in made)
        return sorted(
            ((slip, count) for slip, count in counts.items() if count > 1),
            key=lambda pair: (-pair[1], pair[0]),
        )[:MOST_SLIPS]

    @property
    def next(self):
        """The first Exercise that is not done, or None.

        Those of a notebook that may be skipped come last once a later notebook is begun.
        """
        done = self.done
        begun = {exercise_named(answer.exercise).notebook for answer in self._current}
        skipped = [number for number in MAY_BE_SKIPPED if number < max(begun, default="")]
        left = [exercise for exercise in exercises() if exercise.name not in done]
        return min(left, key=lambda exercise: exercise.notebook in skipped, default=None)


def version_of(exercise):
    """Return a short text that changes when what the exercise asks changes.

    >>> len(version_of(exercise_named("relu")))
    12
    """
    asked = json.dumps([exercise.task, exercise.starter, exercise.solution])
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def progress_path():
    """Return the file that verdicts are kept in, or None where nothing is to be kept.

    In a notebook it is .course/progress.jsonl in the folder that home() names. Outside of one, in
    tests and scripts, nothing is kept unless the environment variable names a file.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return None if named == "off" else Path(named)
    if not hasattr(get_ipython(), "kernel"):
        return None
    return home() / SCRATCH / "progress.jsonl"


def record(verdict, path):
    """Add a verdict to the log at `path`; nothing where the same was said of it the last time.

    Only what was attempted is kept. Raises OSError where the file cannot be written.
    """
    if path is None or verdict.status not in KEPT or verdict.exercise not in names():
        return
    answer = Answer(
        verdict.exercise,
        version_of(exercise_named(verdict.exercise)),
        verdict.status,
        verdict.misconceptions,
    )
    earlier = [known for known in read(path).answers if known.exercise == answer.exercise]
    if earlier and earlier[-1] == answer:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # The line break in front ends a line that a crash may have torn.
    line = f"\n{json.dumps(answer._asdict())}\n".encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        written = os.write(descriptor, line)
    finally:
        os.close(descriptor)
    # On a disk that becomes full, a part of a line is written without a complaint.
    if written < len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def read(path):
    """Return the Progress kept at `path`: empty where there is none, whatever the file holds.

    A file without a single readable line is moved aside, to a name that is still free.
    """
    if path is None:
        return Progress((), 0)
    try:
        lines = _lines(path)
    except OSError:
        return Progress((), 0, f"What you have answered cannot be read: {path}.")
    parsed = [_answer(line) for line in lines]
    answers = tuple(answer for answer in parsed if answer)
    if lines and not answers:
        # Where it cannot be moved, what is added stands after what is damaged.
        with suppress(OSError):
            _set_aside(path)
    return Progress(answers, len(lines) - len(answers), _trouble(path))


def obstacle(error, path):
    """Return in a few words why `record` could not write to `path`: what its OSError says."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return f"{path} cannot be written to"


def _lines(path):
    if not path.is_file():
        return []
    return [line for line in path.read_bytes().splitlines() if line.strip()]


def _trouble(path):
    """Why nothing can be added to the log, as far as it is seen without writing: a sentence."""
    place = next(filter(os.path.exists, (path, *path.parents)), path)
    fits = os.path.isfile(place) if place == path else os.path.isdir(place)
    if not (fits and os.access(place, os.W_OK)):
        return f"Your answers cannot be kept: {path} cannot be written to."
    size = shutil.disk_usage(place)
    # Some file systems do not tell their size.
    if size.total and not size.free:
        return "The disk is full: your next answers may not be kept."
    return ""


def _answer(line):
    """Return the Answer on a line of the log, or None where it cannot be read."""
    try:
        fields = json.loads(line)
        answer = Answer(**{**fields, "misconceptions": tuple(fields["misconceptions"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (answer.exercise, answer.version, answer.status, *answer.misconceptions)
    return answer if all(isinstance(text, str) for text in texts) else None


def _set_aside(path):
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    os.rename(path, aside)
