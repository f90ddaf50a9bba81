"""In a JupyterLab, what has the focus in an output keeps its keys from the notebook's shortcuts."""

import inspect

import line_that_rises
import nbformat
import pytest
from laboratory import lab_on
from playwright.sync_api import expect

FIGURE = f"""
{inspect.getsource(line_that_rises)}
import numpy as np
from helpers.live import Slider, live
scene = rising_line()
live(scene, scene.move_to, Slider("height", range(11), start=3, plays=1))
"""
QUESTIONS = """
from helpers.exercises import hints, question
from IPython.display import display
for name in ("00_which_way", "01_first_hidden", "01_closed_gate"):
    display(question(name))
"""
HINTS = """
hints("accuracy")
"""
PADS = """
from helpers.hands_on import digit_pad, point_plane
from helpers.training import random_layers
digit_pad(random_layers([64, 4, 10], np.random.default_rng(0)))
point_plane()
"""
SOURCES = FIGURE, QUESTIONS, HINTS, PADS
# These delete a cell, cut it, put one above it, make it Markdown, go to the next.
SHORTCUTS = ("d", "d", "x", "a", "m", "j")
FOCUSABLE = ".jp-OutputArea-output :is(button, input, textarea, summary, [tabindex='0'])"

# The kind of every cell, in order.
CELLS = """() => [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")]
  .map((cell) => cell.classList.contains("jp-CodeCell"))"""


@pytest.fixture
def lab(page, lab_address):
    lab = lab_on(page, lab_address)
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in SOURCES]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    lab.put("keys.ipynb", nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}))
    yield lab
    lab.end_kernels()


@pytest.mark.parametrize("width", [640, 1024])
def test_no_key_reaches_the_notebook_from_what_has_the_focus(lab, width):
    # A workspace keeps how wide its file browser was.
    page = lab.open("keys.ipynb", f"lab/workspaces/keys{width}/tree")
    lab.run_to_the_end()
    expect(page.get_by_role("application")).to_have_count(2)
    page.set_viewport_size({"width": width, "height": 2000})
    paper = lab.cell(0).locator(".live-paper")
    scrolls = lab.cell(0).get_by_role("group", name="Picture, scrolls sideways")
    expect(scrolls).to_have_count(int(width == 640))
    order = page.evaluate(CELLS)
    for place in page.locator(FOCUSABLE).all():
        # A player's buttons come and go; what is hidden or shut takes no focus.
        if not place.is_visible() or not place.is_enabled():
            continue
        place.focus()
        for key in SHORTCUTS:
            page.keyboard.press(key)
        expect(place).to_be_focused()
        assert page.evaluate(CELLS) == order, place.evaluate("it => it.outerHTML.slice(0, 100)")
    if width == 640:
        scrolls.focus()
        for _ in range(10):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("paper => paper.scrollLeft > 100", arg=paper.element_handle())
    assert page.complaints == []
