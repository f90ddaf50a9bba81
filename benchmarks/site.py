"""How soon something moves: a page of the book, the Lab in the browser, and a peer's page.

    python3 course.py site
    python benchmarks/site.py [--peer NAME=FOLDER] [--runs 3]

The python needs the course's test extra. What was built in the folder site is sent over loopback,
compressed as static hosts send it. A cold visit begins in a browser that has nothing of the site;
the warm one follows in the same browser. Of a page of the book: until the slider of its first
figure has been found, and until a key on it has changed the picture. Of the Lab, with notebook 00:
until cells are there, until the recorded slider has moved, until Python is ready, until a cell that
is run has drawn its figure anew; then the whole notebooks 00 and 07, by Run All. Bytes are those
that came over the wire, compressed, and files those that were asked for. A peer is a folder with an
index.html, such as a build of TensorFlow Playground: until its first canvas holds a picture.
Seconds are medians of the runs. It takes about a minute a run.
"""

import argparse
import gzip
import shutil
import statistics
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser.laboratory import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tools.site import RUN, SITE
from tools.site.serving import Quiet, sent

FLAGS = ["--disable-background-networking", "--disable-gpu", "--disable-quic", "--no-sandbox"]
PATIENCE_MS = 180_000
# What static hosts compress; wheels and pictures are compressed already.
COMPRESSED = (".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg", ".wasm")
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
CELLS = f"{NOTEBOOK} .jp-CodeCell"
# The notebook's own mark is that of an idle kernel before there is one.
IDLE = "#jp-bottom-panel :text-matches('[|] Idle$')"
DIGEST = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value) => (sum * 31 + value) | 0, 7);
}"""
PAINTED = """() => [...document.querySelectorAll("canvas")].some((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(data).size > 8;
})"""


class Compressing(Quiet):
    """Files as a static host sends them: what can be compressed is, and a browser may keep all."""

    caching = "max-age=3600"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            return self.send_error(404)
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in COMPRESSED:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None


class Visit(NamedTuple):
    """A page that is being measured: since when, and what it has come to."""

    page: Page
    began: float
    laps: dict[str, float]

    def lap(self, name: str) -> None:
        self.laps[name] = time.perf_counter() - self.began


def main() -> None:
    options = parse()
    folders = {"site": SITE, **dict(peer.split("=", 1) for peer in options.peer)}
    with sync_playwright() as playwright, ExitStack() as servers:
        roots = {
            name: servers.enter_context(sent(Path(folder), Compressing))
            for name, folder in folders.items()
        }
        path = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        print(f"Chromium {browser.version}, medians of {options.runs} runs")
        measures = {"page of the book": (visit_book, roots["site"])}
        measures["Lab, 00"] = (visit_lab, roots["site"])
        measures["Lab, 07 whole"] = (visit_whole, roots["site"])
        for name in folders.keys() - {"site"}:
            measures[name] = (visit_peer, roots[name])
        for name, (measure, root) in measures.items():
            report(name, [visits(browser, measure, root) for _ in range(options.runs)])


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


def visits(browser: Browser, measure, root: str) -> dict[str, dict[str, float]]:
    """What a cold visit and then a warm one measure, in a browser of their own."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    found = {kind: visit(context, measure, root) for kind in ("cold", "warm")}
    context.close()
    return found


def visit(context: BrowserContext, measure, root: str) -> dict[str, float]:
    page, finished = context.new_page(), []

    def hear(request):
        finished.append(request)

    # Of a worker's requests, Python's own, only the context hears.
    context.on("requestfinished", hear)
    current = Visit(page, time.perf_counter(), {})
    measure(current, root)
    context.remove_listener("requestfinished", hear)
    received = [request.sizes()["responseBodySize"] for request in finished]
    page.close()
    return {**current.laps, "MB": sum(received) / 1e6, "files": len(received)}


def visit_book(visit: Visit, root: str) -> None:
    visit.page.goto(f"{root}/00_start_here.html", wait_until="commit")
    move_first_slider(visit, visit.page.locator(".live-figure").first)


def visit_lab(visit: Visit, root: str) -> None:
    open_lab(visit, root, "00_start_here")
    move_first_slider(visit, visit.page.locator(CELLS).first)
    visit.page.wait_for_selector(IDLE)
    visit.lap("Python ready")
    cell = visit.page.locator(CELLS).first
    cell.locator(".cm-content").click()
    visit.page.keyboard.press("Control+Enter")
    # Only a figure that a kernel has drawn has a way to it.
    cell.locator(".live-figure[data-channel]").wait_for(state="attached")
    visit.lap("first new picture")
    run_all(visit)
    visit.lap("whole notebook")


def visit_whole(visit: Visit, root: str) -> None:
    open_lab(visit, root, "07_gradient_descent")
    visit.page.wait_for_selector(IDLE)
    visit.lap("Python ready")
    visit.page.set_viewport_size({"width": 1366, "height": 20000})
    run_all(visit)
    visit.lap("whole notebook")


def visit_peer(visit: Visit, root: str) -> None:
    visit.page.goto(f"{root}/index.html", wait_until="commit")
    visit.page.wait_for_function(PAINTED, polling="raf")
    visit.lap("first picture")


def open_lab(visit: Visit, root: str, name: str) -> None:
    address = f"{root}/{RUN}?path={name}.ipynb"
    visit.page.goto(address, wait_until="commit")
    visit.page.wait_for_selector(CELLS)
    visit.lap("cells")


def move_first_slider(visit: Visit, place) -> None:
    slider, canvas = place.get_by_role("slider").first, place.locator("canvas").first
    slider.focus()
    visit.lap("slider there")
    before = canvas.evaluate(DIGEST)
    visit.page.keyboard.press("Home")
    while canvas.evaluate(DIGEST) == before:
        visit.page.wait_for_timeout(5)
    visit.lap("slider moved")


def run_all(visit: Visit) -> None:
    """Run all cells of the notebook, and wait until none of them waits any longer."""
    for name in ("Run", "Run All Cells"):
        visit.page.get_by_role("menuitem", name=name, exact=True).click()
    waiting = visit.page.locator(f"{CELLS} .jp-InputPrompt", has_text="[*]:")
    waiting.first.wait_for()
    expect(waiting).to_have_count(0)
    visit.page.wait_for_selector(IDLE)


def report(name: str, runs: list[dict[str, dict[str, float]]]) -> None:
    """Print the medians, a row for the cold visit and one for the warm."""
    for kind in ("cold", "warm"):
        columns = defaultdict(list)
        for run in runs:
            for what, number in run[kind].items():
                columns[what].append(number)
        medians = {what: statistics.median(numbers) for what, numbers in columns.items()}
        print(f"{name}, {kind}: " + ", ".join(f"{w} {m:.3g}" for w, m in medians.items()))


if __name__ == "__main__":
    main()
