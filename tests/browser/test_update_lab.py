"""The course is updated under a learner's copies: what JupyterLab shows of them afterwards."""

import re

import nbformat
import pytest
from laboratory import lab_on, served
from playwright.sync_api import expect

from helpers.home import COPIES
from tools import copies
from tools.notebook_runs import NOTEBOOKS

UNTOUCHED, CHANGED = "00_start_here.ipynb", "05_layer_by_layer.ipynb"
NEWS = "This sentence is new in this edition."


@pytest.fixture
def learner(tmp_path):
    """The home of somebody who starts the course for the first time."""
    return tmp_path


@pytest.fixture
def lab(page, learner):
    with served(learner) as address:
        lab = lab_on(page, address)
        yield lab
        lab.end_kernels()


@pytest.fixture
def newer(tmp_path):
    """Where a newer edition of two notebooks is published: each begins with one sentence more."""
    folder = tmp_path / "newer" / "notebooks"
    folder.mkdir(parents=True)
    for name in (UNTOUCHED, CHANGED):
        notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
        notebook.cells[0].source += f"\n\n{NEWS}"
        nbformat.write(notebook, folder / name)
    return folder


def notebook_on(page):
    return page.locator(".jp-NotebookPanel:visible")


def expect_life(page):
    expect(notebook_on(page).locator("canvas.live-canvas").first).to_be_visible()
    expect(
        notebook_on(page).locator(".course-question").first.get_by_role("button")
    ).to_be_visible()


def answer_and_save(lab):
    """Write an answer of one's own into the second code cell, run it, and save."""
    page = lab.open(f"{COPIES}/{CHANGED}")
    lab.wait_for_kernel()
    lab.cell(1).locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("print('of my own')")
    page.keyboard.press("Shift+Enter")
    expect(lab.cell(1).locator(".jp-OutputArea-output")).to_have_text("of my own")
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url
    ):
        page.keyboard.press("Control+s")
    lab.end_kernels()


def test_an_update_replaces_the_untouched_copy_and_keeps_the_changed_one(
    lab, learner, newer, monkeypatch
):
    own = learner / "course" / COPIES
    answer_and_save(lab)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(learner / "data"))
    laid = copies.lay_out(own, newer)
    assert (laid.replaced, laid.kept) == ([UNTOUCHED], [CHANGED])

    page = lab.open(f"{COPIES}/{UNTOUCHED}")
    expect(notebook_on(page)).to_contain_text(NEWS)
    expect_life(page)

    page = lab.open(f"{COPIES}/{CHANGED}")
    expect(lab.cell(1).locator(".jp-OutputArea-output")).to_have_text("of my own")
    expect(notebook_on(page)).not_to_contain_text(NEWS)
    expect_life(page)

    # Laid beside it on request, the newer one stands under its name, and one's own is as alive.
    assert re.match(f"{CHANGED} is as .*; yours is", *copies.fresh(own, ["05"], newer))
    page = lab.open(f"{COPIES}/{CHANGED}")
    expect(notebook_on(page)).to_contain_text(NEWS)
    expect_life(page)
    kept = CHANGED.replace(".ipynb", ".mine-1.ipynb")
    page = lab.open(f"{COPIES}/{kept}", "lab/workspaces/kept/tree")
    expect(lab.cell(1).locator(".jp-OutputArea-output")).to_have_text("of my own")
    expect_life(page)
    lab.wait_for_kernel()
    assert page.complaints == []
