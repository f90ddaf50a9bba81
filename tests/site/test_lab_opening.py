"""The browser-only Lab as a first visit meets it: what is there before Python, and whole runs."""

import gzip
import json
from urllib.parse import urlsplit

import pytest
from browser.laboratory import seen
from browser_lab import BrowserLab
from playwright.sync_api import expect

from tools.notebook_runs import NOTEBOOKS
from tools.site import LAB, RUN, SITE
from tools.site.pyodide import CORE

PACKED = (".png", ".whl", ".woff2", ".zip")
FIRST_VISIT = 27e6
ERRORS = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]'
STDERR = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'


@pytest.fixture
def lab(page, site_address):
    return BrowserLab(page, site_address)


def test_a_notebook_opens_where_the_address_says(lab, without_python):
    lab.open("05_layer_by_layer", "exercise-hidden_slope")
    heading = lab.page.get_by_role("heading", name="Exercise: one layer towards the inputs")
    expect(heading).to_be_in_viewport()


def test_what_was_left_open_stays_behind_what_the_address_names(lab, without_python):
    lab.open("00_start_here")
    # JupyterLab keeps what is open a moment after it was opened.
    lab.page.wait_for_timeout(3000)
    lab.open("05_layer_by_layer", "exercise-hidden_slope")
    expect(lab.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab")).to_have_count(2)
    heading = lab.page.get_by_role("heading", name="Exercise: one layer towards the inputs")
    expect(heading).to_be_in_viewport()


def test_on_a_phone_the_notebook_has_the_room(lab, without_python):
    lab.open("00_start_here")
    expect(lab.page.locator("#filebrowser")).to_be_visible()
    lab.page.set_viewport_size({"width": 390, "height": 844})
    lab.page.reload()
    expect(lab.page.get_by_role("heading", name="00 Start here")).to_be_visible()
    expect(lab.page.locator("#filebrowser")).to_be_hidden()
    assert lab.cell(0).bounding_box()["width"] > 300


def test_figures_and_questions_live_before_python(lab, without_python):
    lab.open("00_start_here")
    expect(lab.toast("Python is loading into your browser")).to_be_visible()
    cell = lab.cell(0)
    slider = cell.get_by_role("slider", name="weight")
    expect(slider).to_be_visible()
    before = seen(cell)
    slider.focus()
    lab.page.keyboard.press("Home")
    expect(cell.locator("output")).to_contain_text("Weight −0.20: the network predicts 0.260")
    assert seen(cell).picture != before.picture
    question = lab.cell(1)
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Commit").click()
    expect(question).to_contain_text("Right.")
    # What the learner has not done is not there to be saved: a saved copy hides a newer edition.
    expect(lab.page.locator(".jp-mod-dirty")).to_have_count(0)


def test_answers_are_left_out_until_their_cells_are_run(lab, without_python):
    lab.open("00_start_here")
    expect(lab.cell(2).locator(".jp-OutputArea-output")).to_have_count(0)
    expect(lab.cell(3).locator(".jp-OutputArea-output")).to_have_count(1)


@pytest.fixture(scope="module")
def first_visit(shared_page, site_address):
    """A Lab whose first notebook and whose Python are there, and the paths that it asked for."""
    lab, asked = BrowserLab(shared_page, site_address), set()
    shared_page.context.on("request", lambda request: asked.add(urlsplit(request.url).path))
    open_with_python(lab, "00_start_here")
    return lab, frozenset(asked)


def open_with_python(lab, name):
    lab.open(name)
    lab.wait_for_python()
    expect(lab.toast("Python is ready")).to_be_visible()


def test_a_first_visit_is_small(first_visit):
    """Bytes of the files that are asked for, those compressed that static hosts compress."""
    _, asked = first_visit
    paths = [path for path in (SITE / name.lstrip("/") for name in asked) if path.is_file()]
    assert any(path.name.startswith("matplotlib-") for path in paths)
    sizes = [
        len(path.read_bytes() if path.suffix in PACKED else gzip.compress(path.read_bytes(), 6))
        for path in paths
    ]
    assert sum(sizes) < FIRST_VISIT


def test_the_first_notebook_runs_as_a_whole(first_visit):
    lab, _ = first_visit
    assert_runs_as_a_whole(lab, "00_start_here")


def test_another_notebook_runs_as_a_whole(lab):
    open_with_python(lab, "07_gradient_descent")
    assert_runs_as_a_whole(lab, "07_gradient_descent")


def assert_runs_as_a_whole(lab, name):
    # All cells are on the page.
    lab.page.set_viewport_size({"width": 1366, "height": 20000})
    lab.run_all()
    saved = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in saved if cell["cell_type"] == "code"]
    expect(lab.cell(len(cells) - 1).locator(".jp-InputArea-prompt")).to_have_text(
        f"[{len(cells)}]:"
    )
    assert lab.page.locator(f"{ERRORS}, {STDERR}").all_inner_texts() == []
    for number, cell in enumerate(cells):
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                expect(lab.cell(number)).to_contain_text("".join(output["text"]).strip())
    # The figures that move have their way to the kernel that has just drawn them.
    expect(lab.page.locator(".live-figure[data-channel]").first).to_be_attached()


def test_the_kernel_is_made_for_the_pyodide_that_the_site_has():
    extension = SITE / LAB / "extensions" / "@jupyterlite" / "pyodide-kernel-extension"
    scripts = [script.read_text(encoding="utf-8") for script in extension.rglob("*.js")]
    assert any(f"pyodide/v{CORE.version}/full" in script for script in scripts)


def test_an_answer_given_in_the_book_is_given_in_the_lab(lab, without_python):
    lab.page.goto(f"{lab.root}/00_start_here.html")
    asked = lab.page.locator(".course-question").first
    asked.get_by_role("radio").first.check()
    asked.get_by_role("button", name="Commit").click()
    expect(asked).to_contain_text("Right.")
    lab.open("00_start_here")
    expect(lab.cell(1)).to_contain_text("Right.")


def test_the_book_leads_to_an_exercise_in_the_lab(lab, without_python):
    lab.page.goto(f"{lab.root}/05_layer_by_layer.html")
    leads = lab.page.locator(f'a[href*="{RUN}"][href$="#exercise-hidden_slope"]')
    address = leads.first.evaluate("link => link.href")
    lab.page.goto(address)
    heading = lab.page.get_by_role("heading", name="Exercise: one layer towards the inputs")
    expect(heading).to_be_in_viewport()


def test_the_lab_itself_opens_the_first_notebook(lab, without_python):
    lab.page.goto(f"{lab.root}/{LAB}/")
    expect(lab.page.get_by_role("heading", name="00 Start here")).to_be_visible()
