"""In a real JupyterLab: a wrong answer and its diagnosis, hints, a right one, the map, a reload."""

import json

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import Lab, lab_on
from playwright.sync_api import expect

from helpers.exercises.catalogue import exercise_named
from helpers.exercises.progress_file import VARIABLE
from tools.notebook_runs import METADATA, NOTEBOOKS

STARTER = exercise_named("carried").starter.strip()
CALL = '\n\n\ncheck("carried", carried)'
WRONG = f"def carried(value, weight):\n    return value + weight{CALL}"
RIGHT = f"def carried(value, weight):\n    return weight * value{CALL}"
SHOWN = ".jp-OutputArea-output"
MAP = 6

# One line to look at; two, of which either will do; wide arrays where the values first differ.
SLIPS = [
    (
        "two_layers",
        """def two_layers(inputs, first, second):
    sums = inputs @ first
    hidden = np.maximum(sums, 1)
    return hidden @ second""",
    ),
    (
        "node_sum",
        """def node_sum(inputs, weights):
    products = list(inputs * weights)
    return products * 1.0""",
    ),
    (
        "two_layers",
        """def two_layers(inputs, first, second):
    hidden = np.tile(np.maximum(inputs[0] @ first, 0), (len(inputs), 1))
    return hidden @ second""",
    ),
]
THEMES = "lab/api/settings/@jupyterlab/apputils-extension:themes"
# What is wider than its place, but for arrays: those scroll by themselves.
TOO_WIDE = """() => [...document.querySelectorAll(".jp-OutputArea-output, .jp-OutputArea-output *")]
  .filter((node) => node.clientWidth && !node.matches("dd pre"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => `${node.tagName} ${node.textContent.slice(0, 60)}`)"""
IS_LAID_OUT = """() => {
  const { left, right } = document.querySelector(".jp-NotebookPanel").getBoundingClientRect();
  return left < 60 && right <= innerWidth && right > innerWidth - 60;
}"""
TITLES = ("what a line carries", "count the confusions")
STOPS_ON_THE_WAY = 8


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
    # JupyterLab's body is 0 px high and hides what overflows: axe would see no text to look at.
    lab.page.locator("body").evaluate("body => (body.style.height = '100vh')")
    results = Axe().run(lab.page, context=SHOWN)
    assert results.violations_count == 0, results.generate_report()


def solve_with_hints(lab):
    lab.open("exercise.ipynb")
    lab.run_to_the_end()
    shows(lab, 1, "Not attempted yet.")
    shows(lab, MAP, "00 Start here□0 of 10 of 2", "Nothing is answered yet. Begin with “what a")
    answer(lab, 1, WRONG)
    shows(lab, 1, "Not right yet: value and weight added.", "with this slip", "Read again: 00")
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
    expect(row).to_have_text("00 Start here■1 of 11 of 2")
    next_one = "Next: “the mean of each column”, in 00b The numpy that you need."
    shows(lab, MAP, "■ done, ◧ begun, □ open. 1 of", next_one)


@pytest.mark.fast
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


def test_the_map_leads_to_an_exercise_in_this_notebook_and_in_another(lab):
    published = json.loads((NOTEBOOKS / "00_start_here.ipynb").read_text(encoding="utf-8"))
    lab.put("notebooks/00_start_here.ipynb", published)
    page = lab.open("notebooks/00_start_here.ipynb")
    # A laptop's page, where neither exercise is in sight by itself.
    page.set_viewport_size({"width": 1366, "height": 700})
    lab.run_to_the_end()
    own, another = (page.get_by_role("link", name=f"{title}: open") for title in TITLES)
    another.scroll_into_view_if_needed()
    own.click()
    is_in_sight(page, TITLES[0])
    # By the keyboard, where the notebook's shortcuts would take the key. A notebook that is only
    # being opened may stay at its top: JupyterLab does not always wait for the cell.
    another.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="09b_handwritten_digits.ipynb")).to_have_count(1)
    expect(page.locator("h3").filter(has_text=TITLES[1])).to_have_count(1)
    page.get_by_role("tab", name="00_start_here.ipynb").click()
    another.click()
    is_in_sight(page, TITLES[1])


def is_in_sight(page, title):
    heading = page.locator(".jp-NotebookPanel:visible h3").filter(has_text=f"Exercise: {title}")
    expect(heading).to_be_in_viewport()


@pytest.fixture
def slips(lab):
    """JupyterLab over a notebook of SLIPS, dark where the browser prefers it."""

    def set_themes(settings):
        body = json.dumps({"raw": json.dumps(settings)})
        answer = lab.page.request.put(f"{lab.root}/{THEMES}", headers=lab.headers, data=body)
        assert answer.ok

    begin = (
        f"import os\n\nimport numpy as np\n\nos.environ[{VARIABLE!r}] = 'off'\n"
        "from helpers.exercises import check"
    )
    checks = [f'{lines}\n\n\ncheck("{name}", {name})' for name, lines in SLIPS]
    lab.put("slips.ipynb", notebook(begin, *checks))
    set_themes({"adaptive-theme": True})
    yield lab
    set_themes({})


def say_their_lines(lab):
    shows(lab, 1, "Not right yet: ", ", in line 3.", "The problem is in line 3:")
    line = lab.cell(1).locator(f"{SHOWN} pre", has_text="hidden = np.maximum(sums, 1)").first
    expect(line).to_be_visible()
    shows(lab, 2, "You can fix this in more than one place: in line 2 or line 3.")
    shows(lab, 3, "In line 2, np.tile(", "needed (5, 7)")


def opens_by(lab, number, key, *changes):
    """Go from a cell to its folded changes by the Tab key, open and close them by another key."""
    keys, fold = lab.page.keyboard, lab.cell(number).locator("details")
    summary = fold.locator("summary")
    expect(fold.locator("pre")).to_have_count(len(changes))
    expect(fold.locator("pre").first).not_to_be_visible()
    lab.cell(number).locator(".cm-content").click()
    keys.press("Escape")
    for _ in range(STOPS_ON_THE_WAY):
        keys.press("Tab")
        if summary.evaluate("node => node === document.activeElement"):
            break
    expect(summary).to_be_focused()
    keys.press(key)
    for at, lines in enumerate(changes):
        expect(fold.locator("pre").nth(at)).to_be_visible()
        assert lines in fold.locator("pre").nth(at).inner_text()
    keys.press(key)
    expect(fold.locator("pre").first).not_to_be_visible()
    expect(summary).to_be_focused()


def fits_and_anybody_can_use_it(lab, scheme, width):
    lab.page.emulate_media(color_scheme=scheme)
    lab.page.set_viewport_size({"width": width, "height": 2000})
    is_light = json.dumps(scheme == "light")
    expect(lab.page.locator("body")).to_have_attribute("data-jp-theme-light", is_light)
    lab.page.wait_for_function(IS_LAID_OUT)
    for is_open in ("false", "true"):
        folds = lab.page.locator(f"{SHOWN} details")
        folds.evaluate_all(f"all => all.forEach((fold) => (fold.open = {is_open}))")
        assert lab.page.evaluate(TOO_WIDE) == [], (scheme, width, is_open)
        anybody_can_use_it(lab)


def test_a_slip_s_line_is_shown_and_its_change_opens_by_keys(slips):
    slips.open("slips.ipynb")
    slips.run_to_the_end()
    say_their_lines(slips)
    # On a narrow page the file browser would leave a notebook no room.
    slips.page.keyboard.press("Control+B")
    put = "-    hidden = np.maximum(sums, 1)\n+    hidden = np.maximum(sums, 0)\n"
    opens_by(slips, 1, "Enter", put)
    opens_by(slips, 2, "Space", "-    products = list(", "-    return products * 1.0\n+    return ")
    for scheme in ("light", "dark"):
        for width in (1280, 500):
            fits_and_anybody_can_use_it(slips, scheme, width)
