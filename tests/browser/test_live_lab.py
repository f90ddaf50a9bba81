"""Live figures in JupyterLab and Notebook 7: with a kernel, after it, and not trusted."""

import inspect
import re
from typing import NamedTuple

import line_that_rises
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import RUN, lab_on, notebook_of, run_of, seen
from playwright.sync_api import expect

SET_UP = f"""
{inspect.getsource(line_that_rises)}
import gc
import sys
import ipywidgets
from matplotlib.figure import Figure
from helpers.live import Slider, live


def picture():
    scene = rising_line()
    (line,) = scene.moving

    def move_to(x, y=10):
        if x == 7:
            raise ValueError("seven is not allowed")
        line.set_data([0, 10], [x, y])
        return f"From {{x}} to {{y}}."

    return scene._replace(move_to=move_to)
"""
ONE_SLIDER = """
scene = picture()
live(scene, scene.move_to, Slider("x", range(11), start=3))
"""
ON_DEMAND = """
scene = picture()
axes = scene.figure.axes[0]
sliders = [Slider(name, range(11), start=3, drag=(axes, name)) for name in "xy"]
live(scene, scene.move_to, *sliders, ahead=False)
"""
# What waits goes on when the test has put a notebook of this name beside its own.
LATE_GOES_ON, SLOW_GOES_ON = "late_goes_on.ipynb", "slow_goes_on.ipynb"
LATE = f"""
import time
from pathlib import Path
from helpers.live import figure


def late(*given):
    while not Path({LATE_GOES_ON!r}).exists():
        time.sleep(0.05)
    return soon(*given)


soon, figure._widget = figure._widget, late
"""
SLOW = f"""
import time
from pathlib import Path
scene = picture()


def move_slowly(x):
    while x > 0 and not Path({SLOW_GOES_ON!r}).exists():
        time.sleep(0.05)
    return scene.move_to(x)


live(scene, move_slowly, Slider("x", range(11), start=0))
"""
CAUGHT = """
out = ipywidgets.Output()
with out:
    scene = picture()
    live(scene, scene.move_to, Slider("x", range(11), start=3))
display(out)
"""
LEFT = """
gc.collect()
figures = sum(isinstance(o, Figure) for o in gc.get_objects())
print(len(ipywidgets.Widget.widgets), figures, sys.getallocatedblocks(), "left")
"""
ONE, DEMANDED = 1, 2


@pytest.fixture
def lab(page, lab_address):
    lab = lab_on(page, lab_address)
    lab.put("live.ipynb", notebook_of(SET_UP, ONE_SLIDER, ON_DEMAND, LEFT))
    yield lab
    lab.end_kernels()


def go_on(lab, name):
    lab.put(name, notebook_of())


def run_all(lab):
    lab.run_to_the_end()
    expect(lab.page.locator("canvas.live-canvas")).to_have_count(2)


@pytest.mark.parametrize("place", [None, "notebooks"], ids=["JupyterLab", "Notebook 7"])
def test_both_ways_of_recording_follow_the_keyboard(lab, place):
    page = lab.open("live.ipynb", place)
    page.wait_for_timeout(1000)
    # Notebook 7 has complaints of its own when it opens.
    known = list(page.complaints)
    run_all(lab)
    for number, label in ((ONE, "From {} to 10."), (DEMANDED, "From {} to 3.")):
        cell = lab.cell(number)
        slider = cell.get_by_role("slider", name="x")
        before, tall = seen(cell).picture, cell.bounding_box()["height"]
        page.keyboard.press("Escape")
        slider.focus()
        keys = {"ArrowRight": 4, "PageDown": 3, "PageUp": 4, "Home": 0, "End": 10}
        for key, value in keys.items():
            page.keyboard.press(key)
            expect(cell.locator("output")).to_have_text(label.format(value))
            assert seen(cell).words == label.format(value)
            assert cell.bounding_box()["height"] == tall
        assert seen(cell).picture != before
        cell.get_by_role("button", name="Reset").click()
        expect(cell.locator("output")).to_have_text(label.format(3))
        assert seen(cell).picture == before
    assert Axe().run(page, context=".live-figure").violations_count == 0
    assert page.complaints == known


def test_the_last_of_many_values_is_what_shows(lab):
    page = lab.open("live.ipynb")
    run_all(lab)
    cell = lab.cell(DEMANDED)
    cell.get_by_role("slider", name="y").focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowLeft"] * 20:
        page.keyboard.press(key)
    expect(cell.locator("output")).to_have_text("From 3 to 9.")


def test_a_point_dragged_in_the_picture_sets_both_sliders(lab):
    page = lab.open("live.ipynb")
    run_all(lab)
    cell = lab.cell(DEMANDED)
    cell.locator("canvas").scroll_into_view_if_needed()
    box = cell.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 2, steps=10)
    page.mouse.up()
    expect(cell.locator("output")).to_have_text("From 10 to 10.")


def test_an_error_of_the_kernel_is_one_message_and_goes(lab):
    lab.open("live.ipynb")
    run_all(lab)
    cell = lab.cell(DEMANDED)
    slider = cell.get_by_role("slider", name="x")
    slider.fill("7")
    expect(cell.get_by_role("alert")).to_contain_text("seven is not allowed")
    slider.fill("8")
    expect(cell.locator("output")).to_have_text("From 8 to 3.")
    expect(cell.get_by_role("alert")).to_be_hidden()


class Left(NamedTuple):
    """What a notebook's kernel and page hold: the kernel's blocks, the page's megabytes."""

    widgets: int
    figures: int
    blocks: int
    channels: int
    megabytes: float


def left(lab, last):
    """Run the notebook's last cell, which counts."""
    page, cell = lab.page, lab.cell(last)
    cell.locator(".jp-InputPrompt").click()
    with run_of(cell):
        page.keyboard.press("Control+Enter")
    said = cell.locator(".jp-OutputArea").first.inner_text()
    counts = map(int, re.search(r"(\d+) (\d+) (\d+) left", said).groups())
    inspector = page.context.new_cdp_session(page)
    inspector.send("HeapProfiler.collectGarbage")
    heap = inspector.send("Runtime.getHeapUsage")["usedSize"] / 2**20
    return Left(*counts, page.evaluate("slopeBySlopeChannels.size"), heap)


def run_again(lab, number, times):
    prompt = lab.cell(number).locator(".jp-InputPrompt")
    prompt.click()
    for _ in range(times):
        lab.page.keyboard.press("Control+Enter")
        expect(prompt).to_have_text(RUN)


def test_ten_figures_and_thirty_runs_leave_no_more_than_the_first(lab):
    content = lab.content("live.ipynb")
    set_up, one, demanded, count = content["cells"]
    cells = [set_up, *[one, demanded] * 5, count]
    content["cells"] = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    lab.put("ten.ipynb", content)
    page = lab.open("ten.ipynb")
    page.set_viewport_size({"width": 1366, "height": 6000})
    lab.run_all()
    expect(page.locator("canvas.live-canvas")).to_have_count(10)
    run_again(lab, DEMANDED, 5)
    early = left(lab, 11)
    # Ten figures' widgets with their layouts; five need the figure itself still.
    assert (early.widgets, early.figures, early.channels) == (20, 5, 10)
    run_again(lab, DEMANDED, 25)
    late = left(lab, 11)
    assert late[:2] == early[:2]
    assert late.channels == early.channels
    # A figure is some 10,000 blocks, its output some 0.2 megabytes.
    assert late.blocks <= early.blocks + 20_000
    assert late.megabytes <= early.megabytes + 4
    cell = lab.cell(DEMANDED)
    cell.get_by_role("slider", name="x").fill("5")
    expect(cell.locator("output")).to_have_text("From 5 to 3.")
    assert page.complaints == []


def test_a_slider_moved_before_its_channel_is_open_is_followed(lab):
    content = lab.content("live.ipynb")
    content["cells"][ONE]["source"] = LATE
    lab.put("late.ipynb", content)
    lab.open("late.ipynb")
    lab.run_all()
    cell = lab.cell(DEMANDED)
    cell.get_by_role("slider", name="x").fill("6")
    expect(cell.locator("output")).to_have_text("Run this cell to move the figure.")
    go_on(lab, LATE_GOES_ON)
    expect(cell.locator("output")).to_have_text("From 6 to 3.")


def test_a_figure_is_there_before_its_positions_and_goes_on_as_it_was_left(lab):
    content = lab.content("live.ipynb")
    content["cells"][ONE]["source"] = SLOW
    lab.put("slow.ipynb", content)
    page = lab.open("slow.ipynb")
    lab.run_all()
    cell = lab.cell(ONE)
    slider = cell.get_by_role("slider", name="x")
    slider.fill("6")
    expect(cell.locator("output")).to_have_text(
        "The figure moves when this cell has run to its end."
    )
    assert "[*]" in cell.locator(".jp-InputPrompt").inner_text()
    before = cell.locator("canvas").element_handle()
    at_start = seen(cell).picture
    go_on(lab, SLOW_GOES_ON)
    expect(cell.locator("output")).to_have_text("From 6 to 10.")
    assert seen(cell).picture != at_start
    assert before.evaluate("canvas => canvas.isConnected")
    slider.fill("4")
    assert seen(cell).words == "From 4 to 10."
    assert page.complaints == []


def test_what_an_output_widget_takes_in_is_whole(lab):
    content = lab.content("live.ipynb")
    content["cells"][ONE]["source"] = CAUGHT
    lab.put("caught.ipynb", content)
    lab.open("caught.ipynb")
    run_all(lab)
    cell = lab.cell(ONE)
    cell.get_by_role("slider", name="x").fill("6")
    expect(cell.locator("output")).to_have_text("From 6 to 10.")


def test_after_a_restart_the_cell_is_asked_for_and_then_follows(lab):
    page = lab.open("live.ipynb")
    run_all(lab)
    cell = lab.cell(DEMANDED)
    cell.get_by_role("slider", name="x").fill("5")
    expect(cell.locator("output")).to_have_text("From 5 to 3.")
    lab.restart()
    page.wait_for_function("slopeBySlopeChannels.size === 0")
    cell.get_by_role("slider", name="x").fill("6")
    expect(cell.locator("output")).to_have_text("Run this cell to move the figure.")
    lab.run_all()
    page.wait_for_function("slopeBySlopeChannels.size === 2")
    cell.get_by_role("slider", name="x").fill("8")
    expect(cell.locator("output")).to_have_text("From 8 to 3.")
    assert page.complaints == []


def saved(lab, page):
    for _ in range(20):
        page.keyboard.press("Control+s")
        page.wait_for_timeout(500)
        if lab.content("live.ipynb")["cells"][DEMANDED]["outputs"]:
            return
    raise AssertionError("the notebook was not saved")


def test_a_notebook_reopened_without_its_kernel_still_moves(lab):
    page = lab.open("live.ipynb")
    run_all(lab)
    saved(lab, page)
    lab.end_kernels()
    lab.open("live.ipynb")
    lab.cell(ONE).get_by_role("slider", name="x").fill("5")
    assert seen(lab.cell(ONE)).words == "From 5 to 10."
    demanded = lab.cell(DEMANDED)
    before = seen(demanded).picture
    demanded.get_by_role("slider", name="x").fill("5")
    expect(demanded.locator("output")).to_have_text("Run this cell to move the figure.")
    assert seen(demanded).picture == before
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    lab.run_all()
    # Not the old output, which the page still shows while the kernel starts.
    page.wait_for_function("globalThis.slopeBySlopeChannels?.size")
    demanded.get_by_role("slider", name="x").fill("6")
    expect(demanded.locator("output")).to_have_text("From 6 to 3.")


def test_a_notebook_that_is_not_trusted_shows_the_picture(lab):
    page = lab.open("live.ipynb")
    run_all(lab)
    saved(lab, page)
    content = lab.content("live.ipynb")
    content["metadata"]["changed"] = "by somebody else"
    for cell in content["cells"]:
        cell["metadata"].pop("trusted", None)
    lab.put("copied.ipynb", content)
    lab.open("copied.ipynb")
    for number in (ONE, DEMANDED):
        image = lab.cell(number).get_by_role("img", name="A line that rises.")
        expect(image).to_be_visible()
        assert image.evaluate("image => image.naturalWidth") > 0
        expect(lab.cell(number).locator("canvas")).to_have_count(0)
