"""The browser-only Lab on a page: opening a notebook, running its cells, reading what comes."""

import re
from typing import NamedTuple

from browser.laboratory import run_of
from playwright.sync_api import Locator, Page, expect

from tools.site import RUN as PAGE

NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
IN_FRONT = ".lm-DockPanel-tabBar .lm-mod-current"
# The notebook's own mark is that of an idle kernel before there is one.
IDLE = re.compile(r"\| Idle$")


class BrowserLab(NamedTuple):
    """A page with the Lab of a built site."""

    page: Page
    root: str

    def open(self, name: str, place: str = "") -> None:
        """Open the notebook of that name; `place` is the id of a cell to be led to."""
        # Cells that are out of sight are not put on the page.
        height = 768 if place else 3000
        self.page.set_viewport_size({"width": 1366, "height": height})
        fragment = f"#{place}" if place else ""
        self.page.goto(f"{self.root}/{PAGE}?path={name}.ipynb{fragment}")
        # What was left open before is laid out as well.
        expect(self.page.locator(IN_FRONT)).to_have_text(f"{name}.ipynb")
        expect(self.cell(0)).to_be_visible()

    def wait_for_python(self) -> None:
        """Wait until the kernel has been loaded: a run asked for before is lost."""
        expect(self.page.locator("#jp-bottom-panel").get_by_text(IDLE)).to_be_visible()

    def cell(self, number: int) -> Locator:
        return self.page.locator(f"{NOTEBOOK} .jp-CodeCell").nth(number)

    def output(self, number: int) -> Locator:
        return self.cell(number).locator(".jp-OutputArea-output").last

    def run(self, number: int, source: str) -> None:
        """Replace a cell's lines as a learner does, and run it."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")

    def run_to_the_end(self, number: int, source: str) -> None:
        """Run a cell; when its run ends, the notebook takes the focus from whatever has it."""
        with run_of(self.cell(number)):
            self.run(number, source)
        self.page.wait_for_timeout(500)

    def run_all(self) -> None:
        self.choose("Run", "Run All Cells")
        # What has been run last is the last to have a number.
        prompts = self.page.locator(f"{NOTEBOOK} .jp-CodeCell .jp-InputArea-prompt")
        expect(prompts.filter(has_text="[*]")).to_have_count(0)
        self.wait_for_python()

    def choose(self, menu: str, entry: str) -> None:
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def toast(self, words: str) -> Locator:
        return self.page.locator(".Toastify__toast").filter(has_text=words)

    def save(self) -> None:
        self.page.keyboard.press("Control+S")
        expect(self.page.locator(".jp-mod-dirty")).to_have_count(0)
