"""What a learner draws and places by hand, in a JupyterLab: by mouse and by keyboard."""

import pytest
from laboratory import lab_on, notebook_of
from playwright.sync_api import expect

PLANE = """
from helpers.hands_on import digit_pad, point_plane
plane = point_plane("empty")
"""
READ = """
print(plane.inputs.tolist(), plane.targets.tolist())
"""
PAD = """
import numpy as np
from helpers.training import random_layers
digit_pad(random_layers([64, 4, 10], np.random.default_rng(0)))
"""


@pytest.fixture
def lab(page, lab_address):
    lab = lab_on(page, lab_address)
    lab.put("hands_on.ipynb", notebook_of(PLANE, READ, PAD))
    yield lab
    lab.end_kernels()


def run(lab, number):
    lab.cell(number).locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Enter")


def test_points_reach_the_kernel_and_keys_reach_the_pads(lab):
    page = lab.open("hands_on.ipynb")
    lab.wait_for_kernel()
    run(lab, 0)
    plane, words = lab.cell(0).get_by_role("application"), lab.cell(0).locator("output")
    expect(words).to_have_text("0 circles and 0 crosses.")
    run(lab, 1)
    expect(lab.cell(1)).to_contain_text("the plane has no circles and no crosses: place points of")
    page.wait_for_timeout(1000)
    box = plane.bounding_box()
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
    expect(words).to_contain_text("New: circle at ")
    lab.cell(0).get_by_role("button", name="Place crosses").click()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    for key in ("ArrowRight", "ArrowUp", "c", "Space"):
        page.keyboard.press(key)
    expect(words).to_contain_text("2 circles and 1 cross.")
    run(lab, 1)
    expect(lab.cell(1)).to_contain_text("[[1.0], [-1.0], [1.0]]")
    run(lab, 2)
    pad = lab.cell(2).get_by_role("application")
    pad.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(lab.cell(2).locator("output")).to_contain_text("The network reads")
    assert page.locator(".jp-CodeCell").count() == 3
    assert page.complaints == []
