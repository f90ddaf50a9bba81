"""Every live figure of every notebook: found, moved to both ends by keyboard, put back.

The first slider of each notebook is dragged with the mouse, too: all are one kind of input.

A notebook that is trusted moves from what was saved. Where the kernel has to record what is asked
for, all of its cells are run first, and so every figure is moved after all later cells have run.
"""

import json
import re
import shutil
from functools import cache

import nbformat
import pytest
from laboratory import lab_on, seen, served
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect

from helpers.live.figure import live_script
from helpers.live.tape import headers_in
from tools.notebook_runs import NOTEBOOKS

LIVE_CALL = re.compile(r"^\s*(live|walk|explain)\(", re.MULTILINE)
SHOWN = '<div class="live-figure"'
# Cells that are out of sight are on the page too, and nothing asks or tells anything.
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "doNotDisturbMode": True},
}
STEPS = 5
LOOKS, A_WHILE_MS = 20, 250
# All heights that a figure's cell has had in any frame since.
ALL_HAVE_A_WAY = """
() => [...document.querySelectorAll(".live-figure[data-channel]")].every(
  (figure) => globalThis.slopeBySlopeChannels?.has(figure.dataset.channel))
"""
HEIGHTS = """(figure) => {
  const cell = figure.closest(".jp-CodeCell"), heights = new Set();
  new ResizeObserver(() => heights.add(cell.offsetHeight)).observe(cell);
  return heights;
}"""


@cache
def live_cells(path):
    """The code cells that show live figures, by their position: how many they show, their HTML."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    shown = {position: html_of(cell) for position, cell in enumerate(cells)}
    lost = [
        p for p, html in shown.items() if LIVE_CALL.search(cells[p].source) and SHOWN not in html
    ]
    assert not lost, f"the cells {lost} of {path.name} were saved without their figures"
    return {p: (html.count(SHOWN), html) for p, html in shown.items() if SHOWN in html}


def html_of(cell):
    return "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)


def is_recorded_on_demand(html):
    return not all(part["isComplete"] for header in headers_in(html) for part in header["parts"])


PATHS = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if live_cells(path)]
each_notebook = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])


@pytest.fixture(scope="module")
def trusting_lab_address(tmp_path_factory):
    """A JupyterLab whose learner has run, and so trusts, every notebook as it was saved."""
    home = tmp_path_factory.mktemp("trusting")
    shutil.copytree(NOTEBOOKS, home / "course" / "notebooks")
    configuration = home / "settings" / "jupyter" / "labconfig"
    configuration.mkdir(parents=True)
    (configuration / "default_setting_overrides.json").write_text(json.dumps(SETTINGS))
    (home / "data").mkdir()
    notary = NotebookNotary(data_dir=str(home / "data"))
    for path in PATHS:
        notary.sign(nbformat.read(path, as_version=4))
    notary.store.close()
    with served(home) as address:
        yield address


@pytest.fixture
def lab(page, trusting_lab_address):
    lab = lab_on(page, trusting_lab_address)
    yield lab
    lab.end_kernels()


@pytest.mark.fast
def test_live_figures_are_where_the_course_has_them():
    numbers = {path.name[:2] for path in PATHS}
    assert numbers >= {"00", "01", "02", "03", "04", "05", "06", "07", "08", "09"}


@each_notebook
@pytest.mark.fast
def test_saved_figures_have_the_present_scripts(path):
    """Otherwise the walk below would test scripts of the past."""
    own = re.escape(live_script().name)
    for count, html in live_cells(path).values():
        is_there = len(re.findall(rf'"{own}", \(document', html)) == count
        assert is_there, f"run: python3 course.py rebuild {path.name[:2]}"


@each_notebook
def test_every_live_figure_moves_and_goes_back(lab, path):
    cells = live_cells(path)
    # Alone: other notebooks would be in the workspace that was left.
    page = lab.open(f"notebooks/{path.name}")
    counts = {position: count for position, (count, _) in cells.items()}
    expect(page.locator("canvas.live-canvas")).to_have_count(sum(counts.values()))
    if any(is_recorded_on_demand(html) for _, html in cells.values()):
        run_to_the_end(lab, cells)
    is_first = True
    for position, count in counts.items():
        figures = lab.cell(position).locator(".live-figure")
        expect(figures.locator("canvas.live-canvas")).to_have_count(count)
        for figure in figures.all():
            walk(page, figure, is_first)
            is_first = False
    assert page.complaints == []


def run_to_the_end(lab, cells):
    lab.run_to_the_end()
    for position, (_, html) in cells.items():
        if is_recorded_on_demand(html):
            # Every run has a way of its own to its kernel; a saved figure has none.
            without = lab.cell(position).locator(".live-figure[data-channel='']")
            expect(without).to_have_count(0)
    lab.page.wait_for_function(ALL_HAVE_A_WAY)


def walk(page, figure, is_dragged):
    """Move all that can be moved in a figure, look that it follows, and put it back each time.

    `is_dragged` says whether its first slider is moved with the mouse, too.
    """
    take_the_mouse_away(page)
    start = seen(figure)
    heights = figure.evaluate_handle(HEIGHTS)
    guesses_or_all = figure.get_by_role("slider").all()
    for slider in guesses_or_all:
        ends = move_to_both_ends(page, figure, slider)
        if is_dragged and slider is guesses_or_all[0]:
            drag_to_both_ends(page, figure, slider, ends)
        put_back(figure, start)
    if figure.locator(".live-draggable").count():
        drag_in_the_picture(page, figure)
        put_back(figure, start)
    answer = figure.get_by_role("button", name="Show the answer")
    if answer.count():
        show_the_answer(figure, guesses_or_all, answer)
        for slider in figure.get_by_role("slider").all()[len(guesses_or_all) :]:
            move_to_both_ends(page, figure, slider)
        put_back(figure, start)
    expect(figure.get_by_role("alert")).to_have_count(0)
    assert heights.evaluate("heights => [...heights]") == [cell_height(figure)]


def move_to_both_ends(page, figure, slider):
    """Move a slider by keyboard, and return what its figure shows at the first and the last end."""
    slider.scroll_into_view_if_needed()
    slider.focus()
    answer_what_is_asked(figure, slider)
    take_the_mouse_away(page)
    pressed = {}
    for key in ("End", "Home", "ArrowRight"):
        before = seen(figure)
        page.keyboard.press(key)
        now = seen_at_last(figure, lambda now, before=before: now.picture != before.picture)
        pressed[key] = now, slider.get_attribute("aria-valuetext")
    (last, last_value), (first, first_value), (second, second_value) = pressed.values()
    assert len({first_value, second_value, last_value}) == 3
    assert len({first.picture, second.picture, last.picture}) == 3
    assert first.words != last.words
    return first, last


def drag_to_both_ends(page, figure, slider, ends):
    first, last = ends
    box = pressed_at_its_middle(page, slider)
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] + 40, middle, steps=STEPS)
    assert seen_at_last(figure, lambda now: now == last) == last
    page.mouse.move(box["x"] - 40, middle, steps=STEPS)
    assert seen_at_last(figure, lambda now: now == first) == first
    page.mouse.up()


def seen_at_last(figure, is_expected):
    """What a figure shows once it is what is expected, or at the end of all patience.

    A busy machine may paint some frames after the words have changed.
    """
    for _ in range(LOOKS):
        now = seen(figure)
        if is_expected(now):
            break
        figure.page.wait_for_timeout(A_WHILE_MS)
    return now


def pressed_at_its_middle(page, element):
    """Press the mouse on an element, and return where that is.

    What stands above may still be laid out: the mouse goes there once it stays where it is.
    """
    element.hover()
    page.mouse.down()
    return element.bounding_box()


def take_the_mouse_away(page):
    """A line under the mouse is lit, and a page that scrolls brings other lines there."""
    page.mouse.move(0, 0)


def answer_what_is_asked(figure, slider):
    """A slider that asks for a number goes on only then."""
    field = figure.locator(".live-question input")
    slider.press("End")
    while field.count() and field.is_visible():
        field.fill("0")
        field.press("Enter")
        slider.press("End")
    # What it said of the last number goes with the position.
    slider.press("Home")


def drag_in_the_picture(page, figure):
    box = pressed_at_its_middle(page, figure.locator("canvas.live-canvas"))
    page.mouse.move(box["x"] + box["width"] - 5, box["y"] + 5, steps=STEPS)
    upper_right = seen(figure)
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5, steps=STEPS)
    lower_left = seen(figure)
    page.mouse.up()
    assert upper_right.picture != lower_left.picture
    assert upper_right.words != lower_left.words


def show_the_answer(figure, guesses, answer):
    guesses[0].press("ArrowRight")
    placed = seen(figure)
    answer.click()
    shown = seen(figure)
    assert shown.picture != placed.picture
    assert shown.words != placed.words
    assert shown.words.endswith(placed.words)


def put_back(figure, start):
    figure.get_by_role("button", name="Reset").click()
    assert seen_at_last(figure, lambda now: now == start) == start


def cell_height(figure):
    return figure.evaluate("figure => figure.closest('.jp-CodeCell').offsetHeight")
