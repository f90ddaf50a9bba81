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
WALKED, EXPLAINED = 1, 2
STEPS = steps_of([Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])], [[1.0, 2.0]], [[0.5]])


@pytest.fixture
def lab(page, lab_address):
    lab = lab_on(page, lab_address)
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in (SET_UP, WALK, EXPLAIN)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    lab.put("walk.ipynb", nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}))
    yield lab
    lab.end_kernels()


def test_the_running_example_is_stepped_through_forward_and_back(lab):
    page = lab.open("walk.ipynb")
    lab.run_all()
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
    cell.get_by_role("button", name="Play").click()
    expect(words).to_contain_text("Step 1, forward.")
    picks_another_weight(lab)
    assert page.complaints == []


def picks_another_weight(lab):
    cell = lab.cell(EXPLAINED)
    words = cell.locator("output")
    expect(words).to_contain_text("2 × 1 × 0.066 = 0.132")
    cell.get_by_role("slider", name="weight").press("End")
    expect(words).to_contain_text("1 × 1 × 0.22 = 0.22")
    expect(words).to_contain_text("by nudging 0.22")
