"""In a real JupyterLab: a wrong answer and its diagnosis, hints, a right one, the map, a reload."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import Lab, lab_on
from playwright.sync_api import expect

from helpers.exercises.catalogue import exercise_named
from helpers.exercises.progress import VARIABLE
from tools.notebook_runs import METADATA, NOTEBOOKS

STARTER = exercise_named("carried").starter.strip()
CALL = '\n\n\ncheck("carried", carried)'
WRONG = f"def carried(value, weight):\n    return value + weight{CALL}"
RIGHT = f"def carried(value, weight):\n    return weight * value{CALL}"
SHOWN = ".jp-OutputArea-output"
MAP = 6


def code(source):
    return nbformat.v4.new_code_cell(source)


def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[code(source) for source in sources], metadata=METADATA)


def map_cell():
    """The cell of notebook 00 that shows the map."""
    cells = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", 4).cells
    (source,) = [cell.source for cell in cells if cell.source.startswith("progress_map(")]
    return source


@pytest.fixture
def lab(lab_address, page, tmp_path) -> Lab:
    """JupyterLab with an exercise and a map that keep their progress in a file of this test."""
    lab = lab_on(page, lab_address)
    begin = (
        f"import os\n\nos.environ[{VARIABLE!r}] = {str(tmp_path / 'progress.jsonl')!r}\n"
        "from helpers.exercises import check, hints, progress_map, question"
    )
    asked = ('question("00_which_way")', 'question("11_one_update")', 'question("11_why_relu")')
    sources = (begin, STARTER + CALL, 'hints("carried")', *asked, map_cell())
    lab.put("exercise.ipynb", notebook(*sources))
    yield lab
    lab.end_kernels()


def answer(lab, number, source):
    """Replace a cell's lines as a learner does, and run it."""
    lab.cell(number).locator(".cm-content").click()
    lab.page.keyboard.press("Control+A")
    lab.page.keyboard.insert_text(source)
    lab.page.keyboard.press("Control+Enter")


def shows(lab, number, *texts):
    for text in texts:
        expect(lab.cell(number).locator(SHOWN).last).to_contain_text(text)


def anybody_can_use_it(lab):
    results = Axe().run(lab.page, context=SHOWN)
    assert results.violations_count == 0, results.generate_report()


def solve_with_hints(lab):
    lab.open("exercise.ipynb")
    lab.run_all()
    shows(lab, 1, "Not attempted yet.")
    shows(lab, MAP, "00 Start here□0 of 1", "Nothing is answered yet. Begin with carried")
    answer(lab, 1, WRONG)
    shows(lab, 1, "Not right yet: value and weight added.", "this slip gives", "Read again: 00")
    anybody_can_use_it(lab)
    open_hints(lab)
    answer(lab, 1, RIGHT)
    shows(lab, 1, "Correct.", "That is the first step of notebook 01.")


def open_hints(lab):
    """Each hint opens inside the one before it; the first by the keyboard."""
    folds = lab.cell(2).locator("details")
    labels = [*(f"Hint {n} of 3" for n in (1, 2, 3)), "The solution"]
    for at, label in enumerate(labels):
        summary = folds.nth(at).locator("> summary")
        expect(summary).to_have_text(label)
        assert not folds.nth(at).evaluate("fold => fold.open")
        if at:
            summary.click()
        else:
            summary.focus()
            lab.page.keyboard.press("Enter")
        assert folds.nth(at).evaluate("fold => fold.open")
    expect(lab.cell(2).get_by_text("return value * weight")).to_be_visible()


def answer_questions(lab):
    """By keys alone, in the notebook's command mode, where shortcuts wait for every letter."""
    keys = lab.page.keyboard
    lab.cell(3).get_by_role("radio").first.focus()
    for key in ("Space", "ArrowDown", "ArrowUp", "Enter"):
        keys.press(key)
    lab.cell(4).get_by_label("Your number").focus()
    keys.type("3,6")
    keys.press("Enter")
    shows(lab, 4, "Not yet: 3,6 is not the answer. You added.", "You have one more try.")
    # The first number is selected, and the next one takes its place.
    keys.type("2,1")
    keys.press("Enter")
    field = lab.cell(5).get_by_label("Your answer")
    field.focus()
    keys.type("add cd")
    keys.press("Enter")
    keys.type("dd")
    keys.press("Tab")
    keys.press("Enter")
    answers_are_there(lab)


def answers_are_there(lab):
    shows(lab, 3, "Right. What passes along a line")
    shows(lab, 4, "Not yet: you have 2,1, the answer is 2.4.", "You stepped by the loss.")
    shows(lab, 5, "A model answer, to hold beside yours.")
    expect(lab.cell(5).get_by_label("Your answer")).to_have_value("add cd\ndd")


def is_done_on_the_map(lab):
    row = lab.cell(MAP).locator("tbody tr").first
    expect(row).to_have_text("00 Start here■1 of 1")
    shows(lab, MAP, "■ done, ◧ begun, □ open. 1 of", "Next: node_sum, in 01 Forward propagation.")


def test_an_exercise_from_the_first_try_to_the_map(lab):
    page = lab.page
    solve_with_hints(lab)
    answer_questions(lab)
    answer(lab, MAP, map_cell())
    is_done_on_the_map(lab)
    anybody_can_use_it(lab)
    page.keyboard.press("Control+S")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    lab.end_kernels()
    lab.open("exercise.ipynb")
    is_done_on_the_map(lab)
    answers_are_there(lab)
    lab.run_all()
    shows(lab, 1, "Correct.")
    is_done_on_the_map(lab)
