"""A learner's copies in JupyterLab: alive when the page opens, and after every half-done save."""

import nbformat
import pytest
from laboratory import lab_on, served
from playwright.sync_api import expect

from helpers.home import COPIES
from tools.copies import copy_of, edition_of
from tools.notebook_runs import NOTEBOOKS

START, LAYERS = "00_start_here.ipynb", "05_layer_by_layer.ipynb"
SAVE = "Control+s"


@pytest.fixture(scope="module")
def learner(tmp_path_factory):
    """The home of somebody who starts the course for the first time."""
    return tmp_path_factory.mktemp("first time")


@pytest.fixture(scope="module")
def own_address(learner):
    with served(learner) as address:
        yield address


@pytest.fixture
def lab(page, own_address):
    lab = lab_on(page, own_address)
    yield lab
    lab.end_kernels()


def file(learner, name):
    return learner / "course" / COPIES / name


def published(name):
    return copy_of(nbformat.read(NOTEBOOKS / name, as_version=4))


def expect_life(page):
    """The first live figure has been painted, and the first question can be answered."""
    notebook = page.locator(".jp-NotebookPanel:visible")
    expect(notebook.locator("canvas.live-canvas").first).to_be_visible()
    expect(notebook.locator(".course-question").first.get_by_role("button")).to_be_visible()


def start_no_kernel(route):
    """Leave a request for a kernel without an answer, as if it took for ever to start."""
    if route.request.method != "POST":
        route.continue_()


def save(lab, learner, name):
    """Save as a learner does, and wait for it to arrive in the file."""
    before = file(learner, name).stat().st_mtime_ns
    with lab.page.expect_response(
        # The layout of the page is saved too, in its own time.
        lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url
    ):
        lab.page.keyboard.press(SAVE)
    assert file(learner, name).stat().st_mtime_ns != before


@pytest.mark.parametrize(
    "place",
    [pytest.param(None, marks=pytest.mark.fast), "notebooks"],
    ids=["JupyterLab", "Notebook 7"],
)
def test_the_first_slider_moves_before_there_is_a_kernel(lab, place):
    lab.page.route("**/api/sessions*", start_no_kernel)
    page = lab.open(f"{COPIES}/{START}", place)
    figure = page.locator(".live-figure").first
    words = figure.locator("output")
    before = words.inner_text()
    figure.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    expect(words).not_to_have_text(before)
    expect_life(page)


def test_saving_what_was_only_opened_leaves_an_untouched_copy(lab, learner):
    page = lab.open(f"{COPIES}/{START}")
    lab.wait_for_kernel()
    page.locator(".jp-NotebookPanel:visible .jp-Notebook").press("Escape")
    save(lab, learner, START)
    saved = nbformat.read(file(learner, START), as_version=4)
    assert saved.metadata != published(START).metadata
    assert edition_of(saved) == edition_of(published(START))


def test_half_of_a_notebook_done_saved_reopened_and_restarted_stays_alive(lab, learner):
    page = lab.open(f"{COPIES}/{LAYERS}")
    expect_life(page)
    question = page.locator(".course-question").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Commit").click()
    verdict = question.locator(".question-verdict")
    expect(verdict).not_to_be_empty()
    lab.wait_for_kernel()
    # Practice, a question, numbers, and prose before each.
    lab.cell(0).locator(".jp-InputPrompt").click()
    run = page.locator(
        ".jp-NotebookPanel:visible [data-command='notebook:run-cell-and-select-next']"
    )
    for _ in range(5):
        run.click()
    expect(lab.cell(2).locator(".jp-OutputArea-output")).to_contain_text("0.066")
    save(lab, learner, LAYERS)

    page = lab.open(f"{COPIES}/{LAYERS}")
    expect_life(page)
    expect(lab.cell(2).locator(".jp-OutputArea-output")).to_contain_text("0.066")
    expect(page.locator(".course-question").first.locator(".question-verdict")).not_to_be_empty()

    lab.wait_for_kernel()
    lab.restart()
    expect_life(page)
    page.locator(".jp-NotebookPanel:visible .jp-Notebook").press("Escape")
    save(lab, learner, LAYERS)
    page = lab.open(f"{COPIES}/{LAYERS}")
    expect_life(page)
    # A kernel that is still starting could not be ended.
    lab.wait_for_kernel()
    assert page.complaints == []
