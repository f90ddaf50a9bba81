"""course.py rebuild on notebooks made for these tests, and nbval on what it saved."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbval.kernel import RunningKernel

from helpers.figures.style import Scene, panels
from helpers.live import Slider, live
from tools import rebuild
from tools.notebook_runs import ROOT, quiet_the_surroundings

SHOW_PICTURE = """\
from IPython.display import display
import base64, os
picture = base64.b64encode(os.urandom(90)).decode()
html = f'<img alt="a line" src="data:image/png;base64,{picture}">'
display({"image/png": picture, "text/html": html, "text/plain": "Figure: a line"}, raw=True)"""
SHOW_WIDGET = """\
import ipywidgets
def show(value):
    print("caught by the widget", value)
shown = ipywidgets.interact(show, value=(0, 4))
print("shown")"""

REPLACE_OUTPUT = """\
from IPython.display import display, update_display
display({"text/plain": "begun"}, raw=True, display_id="one")
update_display({"text/html": "<b>whole</b>", "text/plain": "whole"}, raw=True, display_id="one")"""


def written(folder: Path, *sources: str) -> Path:
    cells = [new_markdown_cell("# A notebook"), *map(new_code_cell, sources)]
    notebook = new_notebook(cells=cells, metadata={"widgets": {}, "stray": 1})
    notebook.cells[1].metadata = {"tags": ["kept"], "execution": {"stray": 1}}
    path = folder / "01_made_up.ipynb"
    nbformat.write(notebook, path)
    return path


def rebuilt(path: Path) -> dict:
    quiet_the_surroundings()
    asyncio.run(rebuild.rebuild(path))
    return json.loads(path.read_bytes())


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A rebuilt notebook with the outputs that nbval and front ends trip over."""
    folder = tmp_path_factory.mktemp("notebooks")
    path = written(folder, "x = 1", "print(0.5 + 0.11)", SHOW_PICTURE, SHOW_WIDGET, REPLACE_OUTPUT)
    return path, rebuilt(path)


def test_a_rebuilt_notebook_is_clean(saved):
    path, notebook = saved
    assert notebook["metadata"] == rebuild.METADATA
    assert [cell["metadata"] for cell in notebook["cells"]] == [
        {},
        {"tags": ["kept"]},
        *[{}] * 4,
    ]
    assert [cell.get("execution_count") for cell in notebook["cells"]] == [None, 1, 2, 3, 4, 5]
    assert rebuild.WIDGET_VIEW not in path.read_text()
    assert path.read_bytes().endswith(b"}\n")


@pytest.fixture
def no_port_is_free(monkeypatch):
    """Every port that is chosen for a kernel is one that a program listens at already."""
    with socket.create_server(("127.0.0.1", 0)) as other_program:
        port = other_program.getsockname()[1]
        monkeypatch.setattr(LocalPortCache, "find_available_port", lambda _cache, _ip: port)
        yield


@pytest.mark.skipif(os.name == "nt", reason="kernels have ports on Windows")
def test_a_kernel_starts_whatever_ports_are_taken(tmp_path, no_port_is_free):
    assert rebuilt(written(tmp_path, "x = 1"))["cells"][1]["execution_count"] == 1


@pytest.mark.skipif(os.name == "nt", reason="kernels have ports on Windows")
def test_nbval_s_kernel_starts_whatever_ports_are_taken(tmp_path, no_port_is_free):
    kernel = RunningKernel("python3", cwd=str(tmp_path))
    try:
        assert kernel.is_alive()
    finally:
        kernel.stop()


def cleaned(data: dict) -> str:
    """The HTML of an output as it is saved, alone in its notebook."""
    cell = new_code_cell("", outputs=[new_output("display_data", data=data)])
    rebuild.clean(new_notebook(cells=[cell]), "01_made_up")
    return cell.outputs[0]["data"]["text/html"]


def test_a_live_figure_leaves_no_way_to_a_kernel_that_has_gone(monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.live.figure.display", lambda data, **_: shown.append(data))
    for _ in range(2):
        figure, axes = panels()
        scene = Scene(figure, axes.plot([0, 1]), lambda x: "Words.")
        live(scene, scene.move_to, Slider("x", [1, 2], 1))
    assert shown[0] != shown[1]
    one, other = map(cleaned, shown)
    assert one == other
    assert one.startswith('<div class="live-figure" data-channel="">')


CHANGES = {
    "nothing": (1, lambda outputs: None),
    "only the picture": (3, lambda outputs: outputs[0]["data"].update({"image/png": "AAAA"})),
    "number": (2, lambda outputs: outputs[0].update(text=["0.32\n"])),
    "words": (3, lambda outputs: outputs[0]["data"].update({"text/plain": "Figure: a curve"})),
    "alt text": (3, lambda outputs: outputs[0]["data"].update({"text/html": '<img alt="b">'})),
    "later output": (5, lambda outputs: outputs[0]["data"].update({"text/plain": "begun"})),
    "later page": (5, lambda outputs: outputs[0]["data"].pop("text/html")),
    "callback": (4, lambda outputs: outputs[-1].update(text=["caught by the widget 2\n"])),
}
UNNOTICED = "nothing", "only the picture"


def test_an_output_that_was_replaced_is_saved_as_it_stands(saved):
    (output,) = saved[1]["cells"][5]["outputs"]
    assert output["data"]["text/html"] == ["<b>whole</b>"]


@pytest.fixture(scope="module")
def failures(saved, tmp_path_factory):
    """The cells in which the course's nbval sees a difference, for each change."""
    folder = tmp_path_factory.mktemp("changed")
    for name, (cell, change) in CHANGES.items():
        notebook = json.loads(saved[0].read_bytes())
        change(notebook["cells"][cell]["outputs"])
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), f"--junit-xml={folder / 'report'}", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    cases = list(ElementTree.parse(folder / "report").iter("testcase"))
    assert len(cases) == 5 * len(CHANGES)
    return {
        name: [case.get("name") for case in cases if name in case.get("classname") and len(case)]
        for name in CHANGES
    }


@pytest.mark.parametrize("name", UNNOTICED)
def test_what_a_fresh_run_repeats_passes(failures, name):
    assert failures[name] == []


@pytest.mark.parametrize("name", [name for name in CHANGES if name not in UNNOTICED])
def test_a_changed_output_fails(failures, name):
    # nbval counts code cells from 0, and the first cell is prose.
    assert failures[name] == [f"Cell {CHANGES[name][0] - 1}"]


def test_a_cell_that_raises_is_named_and_nothing_is_saved(tmp_path):
    path = written(tmp_path, "x = 1", "raise ValueError('three')")
    before = path.read_bytes()
    with pytest.raises(rebuild.Failed, match=r"01_made_up\.ipynb, cell 3: ValueError: three"):
        rebuilt(path)
    assert path.read_bytes() == before


def test_notebooks_are_chosen_by_their_numbers(tmp_path):
    for name in ("00_a.ipynb", "07_b.ipynb", "notes.ipynb"):
        (tmp_path / name).touch()
    names = [path.name for path in rebuild.chosen(["07"], tmp_path)]
    assert names == ["07_b.ipynb"]
    assert [path.name for path in rebuild.chosen([], tmp_path)] == ["00_a.ipynb", "07_b.ipynb"]
    with pytest.raises(ValueError, match="No notebook is numbered 8"):
        rebuild.chosen(["8"], tmp_path)
