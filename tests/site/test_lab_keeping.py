"""What is the learner's in the browser-only Lab: stopping, newer editions, taking it all along."""

import io
import json
import zipfile

import pytest
from browser_lab import BrowserLab
from playwright.sync_api import expect

from tools.site import LAB, SITE
from tools.site.laboratory import EDITIONS

NAME = "00_start_here"
MINE = "my_own_name = 1"


@pytest.fixture
def lab(page, without_python, site_address):
    lab = BrowserLab(page, site_address)
    lab.open(NAME)
    return lab


@pytest.fixture(scope="module")
def running_lab(shared_page, site_address):
    lab = BrowserLab(shared_page, site_address)
    lab.open(NAME)
    lab.wait_for_python()
    return lab


def test_an_interrupt_asks_nothing_where_nothing_runs(running_lab):
    running_lab.run_to_the_end(5, "print(40 + 2)")
    expect(running_lab.output(5)).to_have_text("42")
    running_lab.page.get_by_role("button", name="Interrupt the kernel").click()
    running_lab.page.wait_for_timeout(3000)
    expect(running_lab.page.get_by_role("dialog")).to_have_count(0)


def test_a_cell_without_an_end_is_stopped_and_the_notebook_stays(running_lab):
    lab = running_lab
    lab.run(2, "while True:\n    pass")
    lab.page.get_by_role("button", name="Interrupt the kernel").click()
    dialog = lab.page.get_by_role("dialog")
    expect(dialog).to_contain_text("This cell goes on")
    dialog.get_by_role("button", name="Restart Python").click()
    lab.wait_for_python()
    lab.run(5, "print(40 + 3)")
    expect(lab.output(5)).to_have_text("43")
    expect(lab.cell(2)).to_contain_text("while True:")


def write(lab):
    lab.cell(2).locator(".cm-content").click()
    lab.page.keyboard.press("Control+A")
    lab.page.keyboard.insert_text(MINE)
    # Asked for before the notebook has heard of the change, a save keeps the old text.
    expect(lab.page.locator(".jp-mod-dirty")).not_to_have_count(0)
    lab.save()


def test_a_notebook_is_laid_out_anew_and_the_learner_s_is_kept(lab):
    write(lab)
    lab.choose("File", "Notebook as Published Again")
    expect(lab.toast(f"yours is {NAME}.mine-1.ipynb now")).to_be_visible()
    expect(lab.cell(2)).to_contain_text("import running_example")
    lab.open(f"{NAME}.mine-1")
    expect(lab.cell(2)).to_contain_text(MINE)


def test_a_newer_edition_is_offered_where_a_saved_copy_hides_it(lab):
    expect(lab.toast("There is a newer edition")).to_have_count(0)
    write(lab)
    told = SITE / LAB / "jupyter-lite.json"
    configuration = json.loads(told.read_text(encoding="utf-8"))
    plugins = configuration["jupyter-config-data"]["litePluginSettings"]
    plugins[EDITIONS]["editions"][f"{NAME}.ipynb"] = "another"
    # As if the site had been built again since; a service worker asks for it.
    body = json.dumps(configuration)
    lab.page.context.route(f"**/{LAB}/jupyter-lite.json*", lambda route: route.fulfill(body=body))
    lab.open(NAME)
    expect(lab.toast("There is a newer edition")).to_be_visible()
    lab.page.get_by_role("button", name="Take it, keep mine beside it").click()
    expect(lab.toast(f"yours is {NAME}.mine-1.ipynb now")).to_be_visible()
    expect(lab.cell(2)).to_contain_text("import running_example")


def test_everything_can_be_taken_along(lab):
    write(lab)
    with lab.page.expect_download() as waiting:
        lab.choose("File", "Download All Files")
    content = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    assert MINE in content.read(f"{NAME}.ipynb").decode()
    assert "11_recap.ipynb" in content.namelist()
