"""A browser, and JupyterLab under test: starting it, running notebooks, reading live figures."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

import course
from helpers.home import VARIABLE
from tools import own_settings
from tools.notebook_runs import METADATA

CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FIREFOX = ("firefox-esr", "firefox")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
RUN = re.compile(r"\[\d+\]")
ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1):\d+/\S+token=\w+")
# The kernel has answered the last question, and the answer has been painted.
SETTLED = """async (place) => {
  const canvas = place.querySelector("canvas.live-canvas");
  const frame = () => new Promise(requestAnimationFrame);
  const end = performance.now() + 60000;
  do {
    await frame();
    if (performance.now() > end) throw Error("the kernel does not answer");
  } while (canvas.ariaBusy === "true");
  await frame();
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return [canvas.getAttribute("aria-label"), [...digest].join()];
}"""


def notebook_of(*sources: str) -> NotebookNode:
    """A notebook whose code cells have these sources; it opens with the environment's kernel."""
    return new_notebook(
        cells=[new_code_cell(source.strip()) for source in sources], metadata=METADATA
    )


class Seen(NamedTuple):
    """What a live figure shows: its words for who cannot see it, and its pixels' digest."""

    words: str
    picture: str


class Lab(NamedTuple):
    """A page with a JupyterLab, and its server's address."""

    page: Page
    root: str
    headers: dict

    def put(self, name, notebook):
        body = {"type": "notebook", "content": notebook}
        address = f"{self.root}/api/contents/{name}"
        answer = self.page.request.put(address, headers=self.headers, data=json.dumps(body))
        assert answer.ok

    def content(self, name):
        address = f"{self.root}/api/contents/{name}"
        return self.page.request.get(address, headers=self.headers).json()["content"]

    def sessions(self):
        return self.page.request.get(f"{self.root}/api/sessions", headers=self.headers).json()

    def end_kernels(self):
        for session in self.sessions():
            address = f"{self.root}/api/sessions/{session['id']}"
            assert self.page.request.delete(address, headers=self.headers).ok

    def open(self, name, place=None):
        # In a workspace of its own no other notebook's tab is opened again.
        place = place or f"lab/workspaces/{Path(name).stem}/tree"
        token = self.headers["Authorization"].split()[1]
        # Cells that are out of sight are not put on the page.
        self.page.set_viewport_size({"width": 1366, "height": 2000})
        self.page.goto(f"{self.root}/{place}/{name}?token={token}")
        expect(self.page.locator(".jp-CodeCell").first).to_be_visible()
        return self.page

    def cell(self, number):
        return self.page.locator(".jp-NotebookPanel:visible .jp-CodeCell").nth(number)

    def wait_for_kernel(self):
        """A run asked for before the kernel answers is lost."""
        for _ in range(100):
            if any(s["kernel"]["execution_state"] == "idle" for s in self.sessions()):
                break
            self.page.wait_for_timeout(200)
        # Nor does the page send it before it has heard that.
        idle = ".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status=idle]"
        expect(self.page.locator(idle)).to_have_count(1)
        self.page.wait_for_timeout(1000)

    def restart(self):
        """Restart the kernel; a page that is left before the server has done so gets an error."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).first.click()
        with self.page.expect_response("**/restart*"):
            self.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(self.page.locator(".jp-Dialog")).to_have_count(0)

    def run_all(self):
        self.wait_for_kernel()
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def run_to_the_end(self):
        """Run all cells; when a run ends, the notebook takes the focus from whatever has it."""
        with run_of(self.page.locator(".jp-NotebookPanel:visible .jp-CodeCell").last):
            self.run_all()
        self.wait_for_kernel()


@contextmanager
def run_of(cell: Locator) -> Iterator[None]:
    """Wait at the end until the cell, whose run is asked for in here, has been run.

    At once every cell that waits has a star, also where it gets the same number again.
    """
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    yield
    expect(prompt).not_to_have_text(before)
    expect(prompt).to_have_text(RUN)


def installed(names: tuple[str, ...]) -> str:
    """The first of these browsers that is there; a test that finds none is left out."""
    found = [path for path in map(shutil.which, names) if path]
    if not found:
        missing = f"none of these browsers is installed: {', '.join(names)}"
        # Where everything is set up for the tests, a missing browser is a defect.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    return found[0]


def chromium(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=installed(CHROMIUM), args=FLAGS)


def firefox(playwright: Playwright) -> Browser:
    # By WebDriver BiDi, which needs no Firefox of its own, as Playwright's other way does.
    path = installed(FIREFOX)
    return playwright.firefox.launch(channel="moz-firefox", executable_path=path)


@contextmanager
def started(launch: Callable[[Playwright], Browser]) -> Iterator[Browser]:
    """A browser, chromium or firefox, as long as this lasts.

    A fixture of it is a module's, not the session's: Playwright's event loop runs until it is
    closed, and while it does, other modules in the same process can run none of their own.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def listened_to(page: Page, patience_ms: int) -> Page:
    """Give a page the time that a busy machine takes, and complaints, what its console reports."""
    page.set_default_timeout(patience_ms)
    expect.set_options(timeout=patience_ms)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    return page


def violations(page: Page) -> dict[str, list[str]]:
    """What axe finds on a page: by its rule, the beginnings of the elements that break it."""
    # Otherwise axe asks for style sheets by itself, which may not be where it asks.
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return {each["id"]: [node["html"][:200] for node in each["nodes"]] for each in found}


def draw(canvas: Locator, line: Iterable[tuple[float, float]]) -> None:
    """Draw a line of places, each from 0 to 1, with the mouse."""
    canvas.hover()  # only now does it stay where it is
    box, mouse = canvas.bounding_box(), canvas.page.mouse
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=8)
    mouse.up()


def lab_on(page: Page, address: str) -> Lab:
    parts = urlsplit(address)
    headers = {"Authorization": f"token {parse_qs(parts.query)['token'][0]}"}
    return Lab(page, f"{parts.scheme}://{parts.netloc}", headers)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The printed address of a JupyterLab over home/course, with the course's own settings.

    The learner's copies are in home/course too, as `course.py lab` lays them out.
    """
    options = ["--no-browser", "--allow-root", f"--ServerApp.root_dir={home / 'course'}"]
    options.append(f"--LabApp.workspaces_dir={home / 'workspaces'}")
    command = course.lab_command(sys.executable, options)
    # No signature of whoever runs the tests counts.
    learners = {**os.environ, "JUPYTER_DATA_DIR": str(home / "data")}
    learners[VARIABLE] = str(home / "course")
    own = own_settings.own_variables(learners, home / "settings")
    own_settings.take_along(learners, own)
    with open(home / "log", "w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=own)
    try:
        yield _printed_address(home / "log", server)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            # Told to end while a kernel starts, a server may wait for that kernel for ever.
            server.kill()


def _printed_address(log: Path, server: subprocess.Popen) -> str:
    for _ in range(300):
        if (found := ADDRESS.search(log.read_text())) and _listens(found[0]):
            return found[0]
        assert server.poll() is None, log.read_text()
        time.sleep(0.2)
    raise TimeoutError(log.read_text())


def _listens(address: str) -> bool:
    """Whether a connection is accepted there: the address is printed a moment before."""
    parts = urlsplit(address)
    with suppress(OSError), socket.create_connection((parts.hostname, parts.port), 1):
        return True
    return False


def seen(place: Locator) -> Seen:
    """What the one live figure in a place shows, once it has come to rest."""
    return Seen(*place.evaluate(SETTLED))
