"""Two older questions at the start of a later notebook: which ones, and no answer beside them."""

import json
import re

import nbformat
import pytest

from helpers.exercises import exercises, practice, question
from helpers.exercises.links import read_again
from helpers.exercises.progress_file import VARIABLE, Answer
from helpers.exercises.question_html import number_text
from helpers.exercises.questions import question_named
from helpers.exercises.questions.question import ChooseOne, TypeNumber
from helpers.exercises.spaced_practice import ABOUT, USUAL
from helpers.notebooks import NOTEBOOKS
from tools.notebook_runs import NOTEBOOKS as FOLDER

ORDER = list(NOTEBOOKS)
NEAR = 10
NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?")
# A number near by that happens to be the answer, and tells nobody so.
COINCIDENCES = {("09b", "01_gate_opens"): "one of three scores is -1.0"}
each_later_notebook = pytest.mark.parametrize("number", USUAL)


def older(name, number):
    return ORDER.index(question_named(name).notebook) < ORDER.index(number)


def candidates(number):
    """The names of all questions that may be asked again in a notebook."""
    about = {name for names in ABOUT.values() for name in names if older(name, number)}
    return sorted(about.union(USUAL[number]))


def cells_of(number):
    return nbformat.read(FOLDER / f"{NOTEBOOKS[number].file}.ipynb", 4).cells


def is_practice(cell):
    return cell.cell_type == "code" and "practice(" in cell.source


def named(asked):
    return [each.data.name for each in asked.questions]


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Let the progress file hold these slips, each in two exercises, the first in three."""
    path = tmp_path / "progress.jsonl"
    monkeypatch.setenv(VARIABLE, str(path))

    def record(*slips):
        made = [(slip, n) for at, slip in enumerate(slips) for n in range(3 - bool(at))]
        answers = [Answer(exercises()[n].name, "", "wrong", (slip,)) for slip, n in made]
        path.write_text("\n".join(map(_line, answers)))

    return record


def _line(answer):
    return json.dumps(answer._asdict())


def test_every_notebook_from_03_to_10_begins_with_it():
    between = ORDER[ORDER.index("03") : ORDER.index("11")]
    assert {number for number in between if not NOTEBOOKS[number].optional} <= set(USUAL)
    for number in ORDER:
        found = [(at, c.source) for at, c in enumerate(cells_of(number)) if is_practice(c)]
        source = f'from helpers.exercises import practice\n\npractice("{number}")'
        assert found == ([(2, source)] if number in USUAL else []), number


@each_later_notebook
def test_what_is_published_is_asked_where_nothing_is_recorded(number, monkeypatch):
    monkeypatch.setenv(VARIABLE, "off")
    asked = practice(number)
    assert tuple(named(asked)) == USUAL[number]
    (cell,) = filter(is_practice, cells_of(number))
    (output,) = cell.outputs
    assert output.data["text/plain"] == repr(asked)
    assert output.data["text/html"] == asked._repr_html_()


@each_later_notebook
def test_it_asks_two_different_questions_of_older_notebooks(number):
    assert len(set(USUAL[number])) == 2
    for name in candidates(number):
        assert older(name, number)
        assert isinstance(question_named(name), ChooseOne | TypeNumber), "somebody has to judge it"


@each_later_notebook
def test_no_answer_stands_near(number):
    near = [cell for cell in cells_of(number)[:NEAR] if not is_practice(cell)]
    outputs = [output for cell in near for output in cell.get("outputs", [])]
    texts = [cell.source for cell in near]
    texts += [o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs]
    text = "\n".join(texts).casefold()
    numbers = {found.replace("−", "-") for found in NUMBER.findall(text)}
    for name in candidates(number):
        asked = question_named(name)
        if isinstance(asked, TypeNumber):
            is_told = number_text(asked.answer(), asked.digits) in numbers
            assert is_told == ((number, name) in COINCIDENCES), name
        else:
            (right,) = [choice.text for choice in asked.choices if choice.right]
            # A number to choose, such as 0.2, is one of several that stand everywhere.
            assert NUMBER.fullmatch(right) or right.casefold() not in text, name


def test_slips_that_came_back_choose_those_of_most_exercises_first(record):
    record("weights transposed", "error turned round", "slope 1 at exactly 0")
    assert named(practice("05")) == ["01_third_node", "02_sign"]
    # Nothing of notebook 04 is asked before it.
    record("slope 1 at exactly 0", "error turned round")
    assert named(practice("04")) == ["03_uphill", "02_lower_loss"]
    assert named(practice("05")) == ["04_where_it_bends", "02_sign"]


def test_the_same_slip_brings_another_question_in_another_notebook(record):
    record("error turned round")
    first = {named(practice(number))[0] for number in USUAL}
    assert first == set(ABOUT["Error"])
    assert named(practice("05")) == named(practice("05"))


def test_a_slip_that_no_question_is_about_leaves_the_usual_ones(record):
    record("a slip of old", "loss halved", "square root taken", "sum over the rows in place of")
    assert named(practice("03"))[0] in ABOUT["Loss"]
    assert len(set(named(practice("03")))) == 2
    record("a slip of old")
    assert tuple(named(practice("03"))) == USUAL["03"]


def test_an_answer_of_old_leaves_it_open_and_answers_it_alone():
    (again, _), (later, _) = practice("03").questions, practice("10").questions
    keys = {question(again.data.name).key, again.key, again._replace(again_in="04").key, later.key}
    assert len(keys) == 4
    assert again.key in again._repr_html_()


def test_most_slips_that_can_come_back_have_a_question():
    names = {slip.name for exercise in exercises() for slip in exercise.slips}
    words = [read_again(name).partition("#")[2] for name in names]
    assert sum(word in ABOUT for word in words) >= 0.75 * len(words)
    assert not set(ABOUT) - set(words) - {"Gate"}


def test_other_notebooks_have_no_practice():
    with pytest.raises(ValueError, match="notebook is '02', expected one of: 03, 04, "):
        practice("02")
