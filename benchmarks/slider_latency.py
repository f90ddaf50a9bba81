"""How fast a slider moves a figure: live figures and their peers, side by side in JupyterLab.

The peers are no part of the course. They live in an environment of the benchmark's own:

    python3 -m venv .course/benchmark
    .course/benchmark/bin/pip install . ipympl bqplot plotly
    python benchmarks/slider_latency.py .course/benchmark/bin/python

The second python needs the course's test extra. For each technique, without Nagle's algorithm on
the kernel's websocket (as `course.py lab` starts it) and with it: 20 single key presses on the
slider, from the key event to the display frame in which the figure is seen changed (median and
95th percentile), then 57 presses at 40 a second: how many changes were shown, and how long after
the last press the last one came. KB a step are what the browser received, kernel ms what a move
cost the kernel (recorded ahead: a position). Then how long after the cell was started a picture was
there, a slider, and the whole: the cell had run to its end, and every position could be shown.
What asks no kernel is measured once. All takes about four minutes.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import nbformat
from browser.laboratory import CHROMIUM
from playwright.sync_api import sync_playwright
from slider_cells import ASK_NO_KERNEL, COST, SET_UP, TECHNIQUES

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--no-sandbox"]
SINGLE, BURST, A_SECOND = 20, 57, 40
PATIENCE_MS = 90_000
OUTPUT = ".jp-CodeCell:nth-child(3) .jp-Cell-outputArea"
SLIDER = f"{OUTPUT} :is(input[type=range], [role=slider])"
PROMPT = ".jp-CodeCell:nth-child(3) .jp-InputPrompt"

WATCH = """
(output) => {
  const area = document.querySelector(output);
  const scratch = Object.assign(document.createElement("canvas"), {width: 180, height: 80});
  const pen = scratch.getContext("2d", {willReadFrequently: true});
  const large = (element) => element.clientWidth > 200 || element.width?.baseVal?.value > 200;
  const seen = () => {
    let sum = "";
    for (const element of area.querySelectorAll("canvas, img")) {
      if (!large(element) || element.complete === false) continue;
      pen.clearRect(0, 0, 180, 80);
      pen.drawImage(element, 0, 0, 180, 80);
      let hash = 0;
      for (const value of pen.getImageData(0, 0, 180, 80).data) hash = (hash * 31 + value) | 0;
      sum += hash + " ";
    }
    for (const path of area.querySelectorAll("svg path.line, svg path.js-line"))
      sum += path.getAttribute("d");
    return sum;
  };
  const watch = (window.watch = {keys: [], changes: [], last: seen()});
  addEventListener("keydown", (event) => watch.keys.push(event.timeStamp), true);
  const frame = () => {
    const now = seen();
    // An output emptied between two pictures is no picture.
    if (now && now !== watch.last) {
      watch.changes.push(performance.now());
      watch.last = now;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
"""


APPEARING = """
([output, slider, prompt]) => {
  const appearing = (window.appearing = {});
  let start;
  addEventListener("keydown", (event) => (start = event.timeStamp), true);
  const isThere = (element) =>
    element.getBoundingClientRect().width > 200 && (element.naturalWidth ?? 1) > 0;
  const frame = () => {
    const pictures = [...document.querySelectorAll(`${output} :is(canvas, img, svg)`)];
    if (pictures.some(isThere)) appearing.picture ??= performance.now() - start;
    if (document.querySelector(slider)) appearing.slider ??= performance.now() - start;
    const isRun = /\\[\\d+\\]/.test(document.querySelector(prompt).textContent);
    if (isRun) appearing.whole ??= performance.now() - start;
    if (!appearing.picture || !appearing.slider || !isRun) requestAnimationFrame(frame);
  };
  frame();
}
"""


class Result(NamedTuple):
    """Milliseconds, counts and kilobytes of one technique."""

    median: float
    high: float
    shown: int
    settled: float
    kilobytes: float
    kernel: float
    picture: float
    slider: float
    whole: float


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", help="the python that has JupyterLab, the course and the peers")
    parser.add_argument("--only", default="", help="techniques whose names match this pattern")
    parser.add_argument("--nagle", choices=["on", "off"], help="one of both ways only")
    options = parser.parse_args()
    names = [name for name in TECHNIQUES if re.search(options.only, name)]
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores")
    for nagle in [options.nagle] if options.nagle else ["off", "on"]:
        print(f"\nNagle's algorithm {nagle}:\n")
        print(
            "| technique | median, p95 ms | shown of 57 | settles ms | KB a step | kernel ms |"
            " picture, slider, whole there ms |"
        )
        print("|---|---|---|---|---|---|---|")
        with server(options.python, nagle == "off") as (address, token), browser() as chromium:
            for name in names if nagle == "off" else asking(names):
                print(row(name, measured(chromium, address, token, TECHNIQUES[name])), flush=True)


def asking(names):
    """Those that ask the kernel: the others have no use for the websocket."""
    return [name for name in names if TECHNIQUES[name] not in ASK_NO_KERNEL]


def row(name, result):
    return (
        f"| {name} | {result.median:.0f}, {result.high:.0f} | {result.shown} | "
        f"{result.settled:.0f} | {result.kilobytes:.1f} | {result.kernel:.2f} | "
        f"{result.picture:.0f}, {result.slider:.0f}, {result.whole:.0f} |"
    )


@contextlib.contextmanager
def server(python, is_prompt):
    """A JupyterLab over an empty folder; yields its address and its token."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        extension = f"{{'helpers.server.prompt_websocket': {is_prompt}}}"
        command = [python, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
        command += [
            f"--ServerApp.root_dir={folder}",
            f"--ServerApp.jpserver_extensions={extension}",
        ]
        fresh = {name: str(Path(folder) / name) for name in ("JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
        with open(log, "w") as file:
            process = subprocess.Popen(
                command, stdout=file, stderr=file, env={**os.environ, **fresh}
            )
        try:
            yield printed_address(log, process)
        finally:
            process.terminate()
            process.wait(30)


def printed_address(log, process):
    for _ in range(300):
        found = re.search(
            r"(http://(?:localhost|127\.0\.0\.1):\d+)/\S+token=(\w+)", log.read_text()
        )
        if found:
            return found.groups()
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(log.read_text())


@contextlib.contextmanager
def browser():
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def measured(chromium, address, token, cell):
    """Run a technique's cell in a notebook of its own and move its slider."""
    page = chromium.new_page(viewport={"width": 1366, "height": 1400})
    page.set_default_timeout(PATIENCE_MS)
    received = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda payload: received.append(len(payload))),
    )
    headers = {"Authorization": f"token {token}"}
    put_notebook(page, address, headers, cell)
    page.goto(f"{address}/lab/tree/bench.ipynb?token={token}&reset")
    first = run_cells(page)
    result = move(page, received)
    page.keyboard.press("Escape")
    run_cell(page, 2)
    cost = page.locator(".jp-OutputArea pre", has_text="cost").inner_text().split()[1]
    for session in page.request.get(f"{address}/api/sessions", headers=headers).json():
        page.request.delete(f"{address}/api/sessions/{session['id']}", headers=headers)
    page.close()
    return Result(*result, float(cost), *first)


def put_notebook(page, address, headers, cell):
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [nbformat.v4.new_markdown_cell("The loss is $L = e^2$.")]
    cells += [nbformat.v4.new_code_cell(source.strip()) for source in (SET_UP, cell, COST)]
    content = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    body = json.dumps({"type": "notebook", "content": content})
    answer = page.request.put(f"{address}/api/contents/bench.ipynb", headers=headers, data=body)
    assert answer.ok, answer.status_text


def run_cells(page):
    """Run the first two cells; return milliseconds from the second's start, as in a Result."""
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    page.wait_for_timeout(1000)
    run_cell(page, 0)
    page.wait_for_timeout(1000)
    page.evaluate(APPEARING, [OUTPUT, SLIDER, PROMPT])
    run_cell(page, 1)
    page.wait_for_function("appearing.picture && appearing.slider && appearing.whole")
    page.wait_for_timeout(1000)
    return page.evaluate("[appearing.picture, appearing.slider, appearing.whole]")


def run_cell(page, number):
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        r"n => /\[\d+\]/.test(document.querySelectorAll('.jp-CodeCell')[n]"
        ".querySelector('.jp-InputPrompt').textContent)",
        arg=number,
    )


def move(page, received):
    slider = page.locator(SLIDER).first
    slider.evaluate("element => element.dataset.lmSuppressShortcuts = true")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    page.evaluate(WATCH, OUTPUT)
    latencies = [one_press(page, key) for key in ("ArrowRight", "ArrowLeft") * (SINGLE // 2)]
    page.keyboard.press("Home")
    page.wait_for_timeout(1000)
    received.clear()
    page.evaluate("watch.keys.length = watch.changes.length = 0")
    start = time.perf_counter()
    for number in range(BURST):
        time.sleep(max(0, start + number / A_SECOND - time.perf_counter()))
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1000)
    keys, changes = page.evaluate("[watch.keys, watch.changes]")
    settled = changes[-1] - keys[-1] if changes else float("nan")
    kilobytes = sum(received) / 1000 / BURST
    latencies.sort()
    high = latencies[round(0.95 * (len(latencies) - 1))]
    return statistics.median(latencies), high, len(changes), settled, kilobytes


def one_press(page, key):
    page.evaluate("watch.keys.length = watch.changes.length = 0")
    page.keyboard.press(key)
    page.wait_for_function("watch.changes.length > 0")
    page.wait_for_timeout(250)
    return page.evaluate("watch.changes.at(0) - watch.keys.at(-1)")


if __name__ == "__main__":
    main()
