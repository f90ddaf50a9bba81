"""What the browser-only Lab is made of: notebooks that JupyterLite can show, packages, settings."""

import hashlib
import json

import nbformat
import pytest

from tools.copies import ANSWERS
from tools.notebook_runs import NOTEBOOKS, ROOT, published_notebooks
from tools.site import LAB, SITE, browser_notebooks, browser_packages, laboratory
from tools.site.pyodide import LOCK

FILES = SITE / LAB / "files"
PYODIDE = SITE / LAB / "static" / "pyodide"
each_notebook = pytest.mark.parametrize("path", published_notebooks(), ids=lambda path: path.stem)


def written(path):
    return json.loads((FILES / path.name).read_text(encoding="utf-8"))


@each_notebook
def test_outputs_are_whole_strings_and_trusted(path):
    for cell in written(path)["cells"]:
        assert isinstance(cell["source"], str)
        if cell["cell_type"] == "code":
            assert cell["metadata"]["trusted"] is True
        for output in cell.get("outputs", ()):
            texts = [output["text"]] if "text" in output else [*output.get("data", {}).values()]
            assert not any(isinstance(text, list) for text in texts), cell["id"]


@each_notebook
def test_answers_are_left_out_and_all_else_is_as_published(path):
    published = nbformat.read(path, as_version=4).cells
    for cell, original in zip(written(path)["cells"], published, strict=True):
        if ANSWERS in original.metadata.get("tags", ()):
            assert cell["outputs"] == []
        elif original.cell_type == "code":
            assert (cell["source"], cell["outputs"]) == (original.source, original.outputs)


def test_what_is_said_otherwise_stands_in_a_cell_that_is_there():
    cells = {
        cell.id: cell.source
        for path in published_notebooks()
        for cell in nbformat.read(path, as_version=4).cells
    }
    for cell_id in browser_notebooks.OTHER_WORDS:
        assert "my_course" in cells[cell_id]
    said = [text for text in map(said_in, published_notebooks()) if "my_course" in text]
    assert said == []


def said_in(path):
    return "".join(cell["source"] for cell in written(path)["cells"])


def test_what_a_notebook_links_to_is_beside_it():
    text = said_in(NOTEBOOKS / "09_real_data.ipynb")
    assert "(data/README.md)" in text
    assert (FILES / "data" / "README.md").read_bytes() == (ROOT / "data/README.md").read_bytes()


def test_every_package_is_there_as_the_lock_says_and_has_what_it_needs():
    packages = json.loads((PYODIDE / LOCK).read_text(encoding="utf-8"))["packages"]
    for entry in packages.values():
        content = (PYODIDE / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        needed = {name.replace("_", "-").lower() for name in entry["depends"]}
        assert needed <= packages.keys(), entry["name"]
    assert {*browser_packages.PRELOADED} <= packages.keys()


def test_a_wheel_of_other_content_has_another_name(tmp_path):
    wheel = tmp_path / "slope_by_slope-0.1.0-py3-none-any.whl"
    packages, names = tmp_path / "packages", []
    packages.mkdir()
    for content in (b"one", b"another"):
        wheel.write_bytes(content)
        entry = browser_packages.put({"file_name": wheel.name}, [tmp_path], packages)
        names.append(entry["file_name"])
        assert (packages / entry["file_name"]).read_bytes() == content
    assert names[0] != names[1]
    assert all(name.startswith("slope_by_slope-0.1.0+") for name in names)


def test_the_course_s_own_versions_are_taken_where_pyodide_has_none():
    lines = browser_packages.requirements().splitlines()
    names = [line.split("==")[0] for line in lines if "==" in line]
    assert names == [*browser_packages.FROM_THE_LOCK]
    assert all("--hash=sha256:" in line for line in lines if "==" not in line)


def test_the_settings_are_those_of_the_course():
    own = laboratory.settings()
    assert own["@jupyterlab/apputils-extension:notification"] == {
        "checkForUpdates": False,
        "doNotDisturbMode": False,
        "fetchNews": "false",
    }
