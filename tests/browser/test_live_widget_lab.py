"""Live figures as widgets, in JupyterLab and Notebook 7: moved by ipywidgets, and moving them."""

import inspect

import line_that_rises
import pytest
from laboratory import lab_on, notebook_of, seen
from playwright.sync_api import expect

SET_UP = f"""
{inspect.getsource(line_that_rises)}
import time
import ipywidgets
from helpers.live import Slider, live


def shown(**options):
    scene = rising_line()
    (line,) = scene.moving

    def move(x):
        line.set_data([0, 10], [x, 10])
        return f"From {{x}}."

    return live(scene, move, Slider("x", range(11), start=3), **options)
"""
SHOW = """
figure, heard = shown(), []
figure.observe(lambda change: heard.append(change.new), "x")
"""
READ = """
print(figure.x, heard)
"""
PLACE = """
figure.x = 7.4
"""
LINKED = """
steps = ipywidgets.IntSlider(max=20, description="steps")
ipywidgets.jslink((figure, "x"), (steps, "value"))
steps
"""
BUSY = """
time.sleep(3600)
"""
BOXED = """
demanded = shown(ahead=False)
other = ipywidgets.IntSlider(max=20, description="other")
ipywidgets.jslink((demanded, "x"), (other, "value"))
ipywidgets.HBox([demanded, other])
"""
TAB = """
ipywidgets.Tab([demanded, ipywidgets.VBox([demanded])], titles=["one", "two"])
"""
CELLS = SET_UP, SHOW, READ, PLACE, LINKED, BUSY, BOXED, TAB


@pytest.fixture
def lab(page, lab_address):
    lab = lab_on(page, lab_address)
    lab.put("widget.ipynb", notebook_of(*CELLS))
    yield lab
    lab.end_kernels()


@pytest.fixture(params=[None, "notebooks"], ids=["JupyterLab", "Notebook 7"])
def opened(lab, request):
    lab.open("widget.ipynb", request.param)
    lab.wait_for_kernel()
    return lab


def run(lab, *sources):
    """Run cells of CELLS, each to its end."""
    for source in sources:
        prompt = lab.cell(CELLS.index(source)).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        prompt.click()
        lab.page.keyboard.press("Control+Enter")
        if source != BUSY:
            expect(prompt).not_to_have_text(before)
            expect(prompt).not_to_have_text("[*]:")


def drag(place, value):
    """Drag the ipywidgets slider in a place; Notebook 7 keeps the arrow keys for itself."""
    mouse = place.page.mouse
    handle, track = (
        place.locator(part).bounding_box() for part in (".noUi-handle", ".noUi-target")
    )
    middle = handle["y"] + handle["height"] / 2
    mouse.move(handle["x"] + handle["width"] / 2, middle)
    mouse.down()
    mouse.move(track["x"] + value / 20 * track["width"], middle, steps=4)
    mouse.up()


def cell(lab, source):
    return lab.cell(CELLS.index(source))


def test_a_trait_moves_the_figure_and_the_figure_the_trait(opened):
    lab, figure = opened, cell(opened, SHOW)
    run(lab, SET_UP, SHOW)
    expect(figure.locator("canvas.live-canvas")).to_have_count(1)
    before = seen(figure).picture
    run(lab, PLACE)
    expect(figure.locator("output")).to_have_text("From 7.")
    assert seen(figure).picture != before
    figure.get_by_role("slider", name="x").press("ArrowRight")
    expect(figure.locator("output")).to_have_text("From 8.")
    run(lab, READ)
    expect(cell(lab, READ)).to_contain_text("8 [7, 8]")


def test_a_linked_slider_moves_it_while_the_kernel_is_busy(opened):
    lab, figure, linked = opened, cell(opened, SHOW), cell(opened, LINKED)
    steps = linked.locator(".noUi-handle")
    run(lab, SET_UP, SHOW, LINKED)
    expect(steps).to_have_attribute("aria-valuenow", "3.0")
    run(lab, BUSY)
    drag(linked, 4)
    expect(figure.locator("output")).to_have_text("From 4.")
    figure.get_by_role("slider", name="x").press("End")
    expect(steps).to_have_attribute("aria-valuenow", "10.0")
    # Further than the figure goes: both stay at its end.
    drag(linked, 15)
    expect(steps).to_have_attribute("aria-valuenow", "10.0")
    assert seen(figure).words == "From 10."


def test_in_a_box_it_is_there_once_and_moves(opened):
    lab, box = opened, cell(opened, BOXED)
    run(lab, SET_UP, BOXED)
    expect(box.locator(".widget-hbox canvas.live-canvas")).to_be_visible()
    expect(box.locator("canvas.live-canvas")).to_have_count(1)
    shown, room = (box.locator(f".live-{part}").bounding_box() for part in ("figure", "canvas"))
    assert shown["width"] >= room["width"] > 600
    before = seen(box).picture
    drag(box, 4)
    expect(box.locator("output")).to_have_text("From 4.")
    assert seen(box).picture != before
    # A tab asks the kernel for two more, and all of them follow each other.
    run(lab, TAB)
    tab = cell(lab, TAB)
    for name in ("two", "one"):
        tab.get_by_role("tab", name=name).click()
        expect(tab.locator("canvas.live-canvas:visible")).to_have_count(1)
        expect(tab.locator("output:visible")).to_have_text("From 4.")
        tab.locator("input[type=range]:visible").press("ArrowRight")
        expect(box.locator("output")).to_have_text("From 5.")
        drag(box, 4)
        expect(tab.locator("output:visible")).to_have_text("From 4.")


def test_what_is_saved_moves_without_a_kernel(opened):
    lab = opened
    run(lab, SET_UP, SHOW, LINKED)
    cell(lab, SHOW).get_by_role("slider", name="x").press("ArrowRight")
    # A slider that has the focus would keep the key.
    cell(lab, READ).locator(".jp-InputPrompt").click()
    while not lab.content("widget.ipynb")["cells"][CELLS.index(SHOW)]["outputs"]:
        lab.page.keyboard.press("Control+s")
        lab.page.wait_for_timeout(500)
    lab.end_kernels()
    lab.open("widget.ipynb")
    figure = cell(lab, SHOW)
    expect(figure.locator("canvas.live-canvas")).to_have_count(1)
    figure.get_by_role("slider", name="x").press("ArrowRight")
    expect(figure.locator("output")).to_have_text("From 4.")
