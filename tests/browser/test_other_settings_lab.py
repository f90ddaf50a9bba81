"""JupyterLab starts, as `course.py lab` starts it, whatever a learner has set at home."""

import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import nbformat
import pytest
from laboratory import lab_on, notebook_of, served
from playwright.sync_api import expect
from throw_away_home import put, throw_away_home

CONFIGURATION = Path(".jupyter") / "jupyter_server_config.py"
# Each of these lines ends JupyterLab where it is read.
FATAL = """
c.ServerApp.contents_manager_class = "elsewhere.Manager"
c.FileContentsManager.preferred_dir = "/"
c.LabApp.collaborative = True
"""
TRACE = "open({!r}, 'w').close()"
WHICH_PYTHON = "import sys, os; print(os.path.samefile(sys.prefix, {!r}))"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A learner's home folder with a course in it: one notebook that says in which Python it is."""
    throw_away_home(tmp_path, monkeypatch)
    (tmp_path / "course").mkdir()
    notebook = notebook_of(WHICH_PYTHON.format(sys.prefix))
    nbformat.write(notebook, tmp_path / "course" / "which.ipynb")
    return tmp_path


def test_settings_that_would_end_it_are_not_read(home):
    put(home / CONFIGURATION, FATAL)
    with served(home) as address:
        lab = lab_on(None, address)
        asked = Request(f"{lab.root}/api/contents/which.ipynb", headers=lab.headers)
        with urlopen(asked) as answer:
            assert json.load(answer)["name"] == "which.ipynb"


def lay_traps(home, monkeypatch):
    """Put another kernel, start-up files and an extension where Jupyter and IPython find them."""
    trace = TRACE.format(str(home / "caught"))
    kernel = {"argv": [sys.executable, "-c", trace], "display_name": "x", "language": "python"}
    for data in (home / "data", home / "other data"):
        put(data / "kernels" / "python3" / "kernel.json", json.dumps(kernel))
    put(home / ".ipython" / "profile_default" / "startup" / "00.py", trace)
    put(home / "startup.py", trace)
    extension = {"name": "elsewhere", "version": "1", "jupyterlab": {"_build": {"load": "x.js"}}}
    put(home / "data" / "labextensions" / "elsewhere" / "package.json", json.dumps(extension))
    monkeypatch.setenv("JUPYTER_PATH", str(home / "other data"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")


def test_the_kernel_and_the_page_are_the_course_s_own(home, monkeypatch, page):
    lay_traps(home, monkeypatch)
    with served(home) as address:
        lab = lab_on(page, address)
        lab.open("which.ipynb")
        lab.run_all()
        expect(lab.cell(0).locator(".jp-OutputArea-output")).to_have_text("True")
        told = page.evaluate("document.querySelector('#jupyter-config-data').textContent")
        lab.end_kernels()
    extensions = {each["name"] for each in json.loads(told)["federated_extensions"]}
    assert "@jupyter-widgets/jupyterlab-manager" in extensions
    assert "elsewhere" not in extensions
    assert not (home / "caught").exists()


THEMES = "@jupyterlab/apputils-extension/themes.jupyterlab-settings"


@pytest.mark.parametrize(
    ("theme", "is_light"), [("JupyterLab Dark", "false"), ("A Theme from Elsewhere", "true")]
)
def test_the_look_comes_along_where_it_can(home, page, theme, is_light):
    put(home / ".jupyter" / "lab" / "user-settings" / THEMES, json.dumps({"theme": theme}))
    with served(home) as address:
        lab = lab_on(page, address)
        lab.open("which.ipynb")
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", is_light)
        lab.wait_for_kernel()
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        lab.end_kernels()
