"""What a learner does in the browser-only Lab: answers, hints, the map; another day; figures."""

import inspect

import pytest
from browser import line_that_rises
from browser.laboratory import seen
from browser_lab import BrowserLab
from playwright.sync_api import expect

from helpers.exercises.catalogue import exercise_named

STARTER = exercise_named("carried").starter.strip()
CALL = '\n\n\ncheck("carried", carried)'
WRONG = f"def carried(value, weight):\n    return value + weight{CALL}"
RIGHT = f"def carried(value, weight):\n    return weight * value{CALL}"
IMPORTS = "from helpers.exercises import check, hints, progress_map"
EXERCISE, HINTS, MAP = 6, 7, 8

ON_DEMAND = f"""
{inspect.getsource(line_that_rises)}
from helpers.live import Slider, live

scene = rising_line()
live(scene, scene.move_to, Slider("height", range(11), start=3), ahead=False)
"""
EXPLAIN = """
from helpers.network import Layer
from helpers.walks import explain

layers = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])]
explain(layers, [[1, 2]], [[0.5]], layer=0, weight=(0, 0))
"""
PAD = """
import numpy as np
from helpers.hands_on import digit_pad
from helpers.training import random_layers

digit_pad(random_layers([64, 4, 10], np.random.default_rng(0)))
"""
PLANE = """
from helpers.hands_on import point_plane

plane = point_plane("empty")
"""
LINE = """
def node_sum(inputs, weights):
    products = list(inputs * weights)
    return products * 1.0


check("node_sum", node_sum)
"""


@pytest.fixture(scope="module")
def lab(shared_page, site_address):
    lab = BrowserLab(shared_page, site_address)
    lab.open("00_start_here")
    lab.wait_for_python()
    lab.run_to_the_end(1, IMPORTS)
    return lab


def test_a_verdict_names_line_and_change(lab):
    lab.run(EXERCISE, f"import numpy as np\nfrom helpers.exercises import check\n\n{LINE}")
    expect(lab.output(EXERCISE)).to_contain_text("You can fix this in more than one place")
    lab.output(EXERCISE).locator("details summary").first.click()
    expect(lab.output(EXERCISE).locator("details pre").first).to_contain_text("return products")


def test_what_asks_the_kernel_gets_its_answers(lab):
    lab.run_to_the_end(2, ON_DEMAND)
    lab.cell(2).get_by_role("slider", name="height").focus()
    lab.page.keyboard.press("End")
    expect(lab.cell(2).locator("output")).to_have_text("Height 10.")
    lab.run_to_the_end(3, EXPLAIN)
    expect(lab.cell(3).locator("canvas.live-canvas")).to_be_visible()
    before = seen(lab.cell(3))
    lab.cell(3).get_by_role("slider").first.focus()
    lab.page.keyboard.press("ArrowRight")
    expect(lab.cell(3).locator("output").first).to_contain_text("input 1 to hidden node 2")
    assert seen(lab.cell(3)).picture != before.picture


def test_what_is_drawn_reaches_the_kernel(lab):
    lab.run_to_the_end(2, PAD)
    lab.cell(2).get_by_role("application").focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "ArrowLeft"):
        lab.page.keyboard.press(key)
    expect(lab.cell(2).locator("output")).to_contain_text("The network reads")
    lab.run_to_the_end(3, PLANE)
    plane = lab.cell(3).get_by_role("application")
    expect(lab.cell(3).locator("output")).to_have_text("0 circles and 0 crosses.")
    plane.click(position={"x": 100, "y": 100})
    expect(lab.cell(3).locator("output")).to_contain_text("New: circle at ")
    lab.run_to_the_end(5, "print(len(plane.inputs))")
    expect(lab.output(5)).to_contain_text("the plane has no crosses")


# The last one: it opens the notebook again, with a Python that knows nothing of the first one.
def test_an_exercise_from_the_first_try_to_another_day(lab):
    lab.run(EXERCISE, WRONG)
    expect(lab.output(EXERCISE)).to_contain_text("Not right yet: value and weight added")
    expect(lab.output(EXERCISE)).to_contain_text("line 2")
    lab.run(HINTS, 'hints("carried")')
    lab.cell(HINTS).locator("summary").first.click()
    expect(lab.cell(HINTS).get_by_text("Hint 2 of 3")).to_be_visible()
    lab.run(EXERCISE, RIGHT)
    expect(lab.output(EXERCISE)).to_contain_text("Correct.")
    lab.run(MAP, "progress_map()")
    expect(lab.output(MAP)).to_contain_text("1 of 1")
    lab.save()
    lab.open("00_start_here")
    # What was saved is there, and alive without a kernel.
    expect(lab.cell(EXERCISE)).to_contain_text("return weight * value")
    expect(lab.output(EXERCISE)).to_contain_text("Correct.")
    lab.wait_for_python()
    lab.run(1, IMPORTS)
    lab.run(MAP, "progress_map()")
    expect(lab.output(MAP)).to_contain_text("1 of 1")
