"""The report as a table for a spreadsheet."""

import csv
import io

from tools.report.counting import (
    ALL_STATES,
    count_exercises,
    count_slips,
    exercises_of,
    slips_of,
    state_of,
)
from tools.report.judging import Judged

HEAD = ("notebook", "exercise", "what", "hand-ins")


def counts_table(class_: list[Judged]) -> str:
    """Return CSV: for each exercise how many hand-ins came to what, and made which slip."""
    slips = count_slips(class_)
    rows = []
    for count in count_exercises(class_):
        lead = count.exercise.notebook, count.exercise.name
        rows += [(*lead, state, count.states[state]) for state in ALL_STATES]
        made = [(slip, slip.by_exercise[count.exercise.name]) for slip in slips]
        rows += [(*lead, f"slip: {slip.name}", number) for slip, number in made if number]
    return _written([HEAD, *rows])


def names_table(class_: list[Judged]) -> str:
    """Return CSV with a line for each hand-in and exercise: what it came to, and its slips."""
    rows = []
    for judged in class_:
        made = slips_of(judged)
        for name in exercises_of(judged):
            slips = "; ".join(sorted(slip for slip, exercise in made if exercise == name))
            rows.append((judged.hand_in.name, name, state_of(judged, name), f"slips: {slips}"))
    return _written([("file", "exercise", "state", "slips"), *rows])


def _written(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([map(_harmless, row) for row in rows])
    return text.getvalue()


def _harmless(cell):
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
