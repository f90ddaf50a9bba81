"""How many wrong answers are named, located, or left bare, and how long that takes.

    OPENBLAS_NUM_THREADS=1 python benchmarks/diagnosis.py [read | unread | later | latest | newest]
        [--every N] [--show KIND]

answers/ holds answers written from the notebooks' text alone, by people who had not seen the
catalogue. Each wrong one says in which lines its slip is. `read` was there to look at while the
checker was worked on; `unread` was set aside until it was measured, `later`, `latest` and `newest`
written against the checker as it was then. Of all, verdicts have been read since.
"""

import argparse
import ast
import contextlib
import io
import json
import linecache
import os
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.exercises import check, exercises
from helpers.exercises.catalogue import exercise_named
from helpers.exercises.checker import check as check_module
from helpers.exercises.checker.feedback import MOST_PLACES_SAID
from helpers.network import Layer
from helpers.notebooks import NOTEBOOKS

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("single", "pair", "right")
SETS = ("read", "unread", "later", "latest", "newest")
LEFT_OUT = {"check", "hints", "question", "progress_map"}


class Answer(NamedTuple):
    """An answer, and what its author says of it; `lines` are those that hold the slip."""

    exercise: str
    kind: str
    source: str
    slip: str
    lines: tuple[int, ...]


class Judged(NamedTuple):
    """What check said of an answer, and the diagnosis that it went by, None where all was right."""

    answer: Answer
    verdict: object
    diagnosis: object
    seconds: float

    @property
    def places(self):
        """The sets of lines that the verdict names as the one, or as several possible places."""
        own = self.diagnosis.own if self.diagnosis else None
        if own is None:
            return []
        if own.departure and self.diagnosis.candidates:
            return []
        if own.half_way:
            return [] if self.diagnosis.candidates else [{own.half_way.number}]
        if own.departure:
            return [{own.departs_at.number, *(line.number for line in own.made_at)}]
        shown = own.places[:MOST_PLACES_SAID]
        return [{line.number for line in place} for place in shown]

    @property
    def result(self):
        if self.verdict.status == "correct":
            return "correct"
        if self.verdict.misconceptions:
            return "named"
        if self.places:
            return "located"
        found = any("have in common" in getattr(block, "text", "") for block in self.verdict.blocks)
        return "related" if found or self.verdict.status == "error" else "bare"

    @property
    def is_beside(self):
        """Whether lines are said, and none of them is one that the author named."""
        said = set().union(*self.places)
        return bool(said) and not said & set(self.answer.lines)


def answers(name):
    """Return a set of answers, "read", "unread", "later" or "latest"."""
    rows = json.loads((ROOT / "benchmarks" / "answers" / f"{name}.json").read_text("utf-8"))
    return [
        Answer(row["exercise"], row["kind"], row["source"], row["slip"], tuple(row["lines"]))
        for row in rows
    ]


def function_of(answer, number):
    """Return the function of an answer, defined where a notebook would have defined it."""
    exercise = exercise_named(answer.exercise)
    space = {"__name__": "__main__", "Layer": Layer, **_notebook_names(exercise.notebook)}
    before = [e for e in exercises() if e.notebook == exercise.notebook]
    before = before[: before.index(exercise)]
    for earlier in [*before, *map(exercise_named, exercise.needs)]:
        _run(earlier.solution, space, f"<solution of {earlier.name}>")
    _run(answer.source, space, f"<answer {number}>")
    return space[answer.exercise]


@cache
def _notebook_names(number):
    """What a notebook imports, and the functions that it defines outside of its exercises."""
    path = ROOT / "notebooks" / f"{NOTEBOOKS[number].file}.ipynb"
    space = {"np": np}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code" or "check(" in source:
            continue
        for node in ast.parse(source).body:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef)):
                # A function whose defaults the page computes on its way is none that answers need.
                with contextlib.suppress(NameError):
                    exec(compile(ast.Module([node], []), str(path), "exec"), space)
    return {name: value for name, value in space.items() if name not in LEFT_OUT}


def _run(source, space, name):
    # As IPython keeps a cell's lines.
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    exec(compile(source, name, "exec"), space)


def judged(answer, number):
    """Return an answer Judged."""
    function = function_of(answer, number)
    seen = []
    diagnose = check_module.diagnose
    check_module.diagnose = lambda *arguments: seen.append(diagnose(*arguments)) or seen[-1]
    begun = time.perf_counter()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            verdict = check(answer.exercise, function)
    finally:
        check_module.diagnose = diagnose
    return Judged(answer, verdict, seen[-1] if seen else None, time.perf_counter() - begun)


def print_table(rows):
    """Print for each kind of answer what became of it."""
    print(f"{'':8}{'answers':>8}{'named':>8}{'located':>9}{'related':>9}{'bare':>6}", end="")
    print(f"{'correct':>9}{'beside':>8}{'median s':>10}{'p95':>6}{'most':>6}")
    for kind in KINDS:
        mine = [row for row in rows if row.answer.kind == kind]
        if not mine:
            continue
        count, times = Counter(row.result for row in mine), [row.seconds for row in mine]
        shares = [count[name] for name in ("named", "located", "related", "bare", "correct")]
        beside = sum(row.is_beside for row in mine)
        print(f"{kind:8}{len(mine):8}{shares[0]:8}{shares[1]:9}{shares[2]:9}{shares[3]:6}", end="")
        print(f"{shares[4]:9}{beside:8}{np.median(times):10.2f}", end="")
        print(f"{np.quantile(times, 0.95):6.2f}{max(times):6.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("answers", nargs="?", default="read", choices=SETS)
    parser.add_argument("--every", type=int, default=1, help="only every N-th answer")
    parser.add_argument("--show", default="", help="print answers with this result, or 'beside'")
    options = parser.parse_args()
    os.environ["SLOPE_BY_SLOPE_PROGRESS"] = "off"
    rows = []
    for number, answer in enumerate(answers(options.answers)[:: options.every]):
        row = judged(answer, number)
        rows.append(row)
        if options.show and (
            row.result == options.show or (options.show == "beside" and row.is_beside)
        ):
            print(f"---- {answer.exercise} ({answer.kind}): {answer.slip} {answer.lines}")
            print(f"{answer.source}\n{row.verdict}\n{row.verdict.change}\n")
    print_table(rows)


if __name__ == "__main__":
    main()
