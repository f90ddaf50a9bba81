"""Verdicts in full, with their numbers: what a report on a class is counted from.

Where the environment variable names a file, `check` adds a line of JSON for every verdict, also for
what was not attempted. A learner's own Jupyter has no such variable. Whoever reads the file reads
what a stranger's program may have written: only what the course knows is believed.
"""

import json
import os
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from helpers.exercises.checker.blocks import Columns, Words

VARIABLE = "SLOPE_BY_SLOPE_VERDICTS"
"""Names the file; without it nothing is written."""

MOST_LINES = 1000
MOST_COLUMNS = 12
MOST_ROWS = 12
LONGEST = 200


class Example(NamedTuple):
    """An input that goes wrong, in words, and columns: pairs of a title and lines."""

    words: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]


class Said(NamedTuple):
    """A verdict as it is kept: its words are left out, but for those of the example, if any."""

    exercise: str
    status: str
    misconceptions: tuple[str, ...]
    example: Example | None


def add_in_full(verdict):
    """Add a verdict to the file that VARIABLE names, if it names one.

    Raises OSError where the file cannot be written.
    """
    path = os.environ.get(VARIABLE)
    if path:
        said = Said(verdict.exercise, verdict.status, verdict.misconceptions, example_of(verdict))
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(json.dumps(said) + "\n")


def example_of(verdict):
    """Return the Example that a verdict shows, None where it shows no numbers."""
    blocks = list(verdict.blocks)
    before = list(takewhile(lambda block: not isinstance(block, Columns), blocks))
    shown = takewhile(lambda block: isinstance(block, Columns), blocks[len(before) :])
    columns = tuple(column for block in shown for column in block.columns)
    if not columns:
        return None
    lead = before[-1].text if before and isinstance(before[-1], Words) else ""
    return Example(lead, columns)


def read_in_full(text):
    """Return the Said of each line of a file's text that is one, and how many lines are none.

    >>> read_in_full('["relu", "correct", [], null]\\nnonsense')
    ([Said(exercise='relu', status='correct', misconceptions=(), example=None)], 1)
    """
    lines = [line for line in text.splitlines() if line.strip()]
    said = [_said(line) for line in lines[:MOST_LINES]]
    known = [one for one in said if one]
    return known, len(lines) - len(known)


def read_file(path: Path):
    """Return the same for the file at `path`; nothing where there is no ordinary file."""
    if path.is_symlink() or not path.is_file():
        return [], 0
    with open(path, "rb") as file:
        return read_in_full(file.read(MOST_LINES * 4 * LONGEST).decode("utf-8", "replace"))


def _said(line):
    try:
        exercise, status, misconceptions, example = json.loads(line)
        said = Said(exercise, status, tuple(misconceptions), _example(example))
    except (ValueError, TypeError, RecursionError):
        return None
    return said if all(isinstance(t, str) for t in (exercise, status, *misconceptions)) else None


def _example(given):
    if given is None:
        return None
    words, columns = given
    cut = tuple(
        (str(title)[:LONGEST], tuple(str(line)[:LONGEST] for line in list(lines)[:MOST_ROWS]))
        for title, lines in list(columns)[:MOST_COLUMNS]
    )
    return Example(str(words)[: 2 * LONGEST], cut)
