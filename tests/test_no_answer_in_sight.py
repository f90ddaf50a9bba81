"""In a learner's fresh copy no question's answer stands in an output before it was asked for."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from helpers.exercises.questions import question_named
from helpers.exercises.questions.question import ChooseOne, TypeNumber
from helpers.exercises.spaced_practice import USUAL
from tools.copies import copy_of
from tools.notebook_runs import published_notebooks

ASKED = re.compile(r"\bquestion\(\"(\w+)\"\)")
ASKED_AGAIN = re.compile(r"\bpractice\(\"(\w+)\"\)")
NUMBER = re.compile(r"(?<![\w.])[-+\u2212]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
SECTION = re.compile(r"^## ", re.MULTILINE)

# Questions and cells whose outputs hold the answer as a number or words of their own, and why.
BY_CHANCE = {
    ("00_what_it_prints", "00-start-here-02"): "a hidden node's value, which nobody can link to it",
    ("00_what_it_prints", "00-start-here-09"): "the same",
    ("02_lower_loss", "02-error-and-loss-11"): "0.2 as a part of other numbers",
    ("02_lower_loss", "02-error-and-loss-13"): "the same",
    ("02_lower_loss", "02-error-and-loss-15"): "the same",
    ("02_column_and_list", "02-error-and-loss-13"): "nine times an error squared",
    ("03_how_far", "03-slope-of-a-weight-03"): "another step's rise, of the loss",
    ("04_where_it_bends", "04-relu-and-its-slope-08"): "one of five numbers put into relu",
    ("04_where_it_bends", "04-relu-and-its-slope-30"): "a target",
    ("08_rows_never_drawn", "09b-handwritten-digits-04"): "the power of a score of -1",
    ("11_node_with_relu", "11-recap-06"): "errors and losses near 0",
    ("11_weight_slope", "11-recap-06"): "the number of a step",
    ("11_weight_slope", "11-recap-09"): "an input of the running example",
    ("11_bias_slope", "11-recap-06"): "predictions that begin with 0.6",
    ("11_bias_slope", "11-recap-09"): "a weight of the running example",
    ("11_measured_slope", "11-recap-09"): "a slope of the running example, asked for a week later",
    ("11_measured_slope", "11-recap-16"): "the same",
}


class Sight(NamedTuple):
    """A question and a cell in sight of it whose output holds its answer."""

    question: str
    cell: str


def answers_in_sight(path: Path) -> Iterator[Sight]:
    """In sight of a question is what stands above it, and below it up to the next section."""
    cells = copy_of(nbformat.read(path, 4)).cells
    for place, cell in enumerate(cells):
        for name in questions_in(cell):
            after = [at for at in range(place, len(cells)) if SECTION.search(cells[at].source)]
            for other in cells[: min(after, default=len(cells))]:
                if not questions_in(other) and holds(said(other), question_named(name)):
                    yield Sight(name, other.id)


def questions_in(cell: nbformat.NotebookNode) -> list[str]:
    if cell.cell_type != "code":
        return []
    again = [name for number in ASKED_AGAIN.findall(cell.source) for name in USUAL[number]]
    return ASKED.findall(cell.source) + again


def said(cell: nbformat.NotebookNode) -> str:
    outputs = cell.get("outputs", ())
    return "\n".join(o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs)


def holds(text: str, question) -> bool:
    if isinstance(question, TypeNumber):
        answer, half = round(float(question.answer()), question.digits), 0.5 / 10**question.digits
        return any(abs(number - answer) < half for number in numbers(text))
    if isinstance(question, ChooseOne):
        return any(
            choice.right and choice.text.lower() in text.lower() for choice in question.choices
        )
    return False


def numbers(text: str) -> Iterator[float]:
    for found in NUMBER.findall(text):
        yield float(found.replace("\u2212", "-").replace(",", ""))


@pytest.mark.parametrize("path", published_notebooks(), ids=lambda path: path.stem)
def test_no_answer_is_in_sight_of_its_question(path):
    assert [sight for sight in answers_in_sight(path) if sight not in BY_CHANCE] == []


def test_what_is_called_chance_is_still_there():
    found = {sight for path in published_notebooks() for sight in answers_in_sight(path)}
    assert set(BY_CHANCE) <= found


def test_numbers_and_words_are_found():
    number = TypeNumber("q", "00", "?", lambda: 0.7, 2, "")
    assert holds("it is 0.7000, or 0.70", number)
    assert not holds("it is 0.71, 10.7 and x0.7", number)
    assert list(numbers("1,797 rows, \u22120.5 and 2e-3")) == [1797.0, -0.5, 0.002]
