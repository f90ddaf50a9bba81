"""A walk in JupyterLab: every step forward and back, by keys and buttons, reading the words."""

import nbformat
import pytest
from laboratory import lab_on, seen
from playwright.sync_api import expect

from helpers.network import Layer
from helpers.walks.steps import steps_of

SET_UP = """
import numpy as np
from helpers.network import Layer
from helpers.walks import explain, walk

layers = [Layer(np.array([[0.5, 0.6], [0.1, 0.2]])), Layer(np.array([[0.3], [0.4]]))]
"""
WALK = "walk(layers, [[1.0, 2.0]], [[0.5]])"
EXPLAIN = "explain(layers, [[1.0, 2.0]], [[0.5]], layer=0, weight=(1, 0))"
GUESS = "walk(layers, [[1.0, 2.0]], part='forward', guess=True)"
WALKED, EXPLAINED, GUESSED = 1, 2, 1
STEPS = steps_of([Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])], [[1.0, 2.0]], [[0.5]])


def notebook_of(*sources):
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in sources]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture
def lab(page, lab_address):
    lab = lab_on(page, lab_address)
    lab.put("walk.ipynb", notebook_of(SET_UP, WALK, EXPLAIN))
    lab.put("guess.ipynb", notebook_of(SET_UP, GUESS))
    yield lab
    lab.end_kernels()


def test_the_running_example_is_stepped_through_forward_and_back(lab):
    page = lab.open("walk.ipynb")
    lab.run_to_the_end()
    expect(page.locator("canvas.live-canvas")).to_have_count(2)
    cell = lab.cell(WALKED)
    words, slider = cell.locator("output"), cell.get_by_role("slider", name="step")
    expect(words).to_contain_text("A question mark is a number that is not known yet.")
    start, tall = seen(cell).picture, cell.bounding_box()["height"]
    slider.focus()
    for number, step in enumerate(STEPS.steps, 1):
        page.keyboard.press("ArrowRight")
        told = words.inner_text()
        assert told.startswith(f"Step {number}, ")
        assert told.endswith(f"{step.says}: {step.rule}. {step.arithmetic}.")
    assert cell.bounding_box()["height"] == tall
    back = cell.get_by_role("button", name="Step back")
    for step in STEPS.steps[-2::-1]:
        back.click()
        assert words.inner_text().endswith(f" {step.arithmetic}.")
    back.click()
    assert seen(cell).picture == start
    cell.get_by_role("button", name="Last").click()
    assert words.inner_text().endswith(f"{STEPS.steps[-1].arithmetic}.")
    cell.get_by_role("button", name="First").click()
    assert seen(cell).picture == start
    chapters = cell.get_by_role("group", name="Chapters")
    chapters.get_by_role("button", name="update").click()
    expect(words).to_contain_text(", update. The new weight from input 1 to hidden node 1")
    expect(chapters.locator("[aria-current]")).to_have_text("update")
    cell.get_by_role("button", name="First").click()
    cell.get_by_role("button", name="Play").click()
    expect(words).to_contain_text("Step 1, forward.")
    picks_another_weight(lab)
    assert page.complaints == []


def picks_another_weight(lab):
    cell = lab.cell(EXPLAINED)
    words = cell.locator("output")
    expect(words).to_contain_text("2 × 0.066 × 1 = 0.132")
    cell.get_by_role("slider", name="weight").press("End")
    expect(words).to_contain_text("1 × 0.22 = 0.22")
    expect(words).to_contain_text("by nudging 0.22")
    assert words.bounding_box()["height"] < 5  # the picture says it all
    # The line from the first input to the first hidden node lies flat between them.
    page, box = lab.page, cell.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 155 / 900, box["y"] + box["height"] * 152 / 487)
    expect(words).to_contain_text("1 × 0.066 × 1 = 0.066")
    expect(cell.get_by_role("slider", name="weight")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(words).to_contain_text("1 × 0.088 × 1 = 0.088")


def test_a_walk_that_asks_is_answered_by_keyboard_alone(lab):
    page = lab.open("guess.ipynb")
    lab.run_to_the_end()
    cell = lab.cell(GUESSED)
    expect(cell.locator("canvas.live-canvas")).to_have_count(1)
    words, cells = cell.locator("output"), page.locator(".jp-CodeCell").count()
    slider = cell.get_by_role("slider", name="step")
    slider.focus()
    for number, (result, typed) in enumerate((("1 × 0.5", "0.5"), ("2 × 0.1", "0.3")), 1):
        expect(slider).to_be_focused()
        page.keyboard.press("Enter")
        field = cell.get_by_role("textbox", name=f": {result}")
        expect(field).to_be_focused()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        verdict = "Yes, 0.5." if number == 1 else "You said 0.3."
        expect(words).to_contain_text(f"{verdict} Step {number}, forward.")
    page.keyboard.press("Enter")
    cell.get_by_role("button", name="Step forward").click()
    expect(words).to_contain_text("Type the result to go on, or show it. Step 3, forward.")
    expect(cell.locator(".live-question input")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(cell.get_by_role("button", name="Show it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(words).to_contain_text("Shown: Step 3, forward.")
    assert page.locator(".jp-CodeCell").count() == cells
