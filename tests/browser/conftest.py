"""A JupyterLab as `course.py lab` starts it, and a browser to look at it with."""

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from laboratory import chromium, listened_to, served, started
from playwright.sync_api import Browser, Page

from tools.notebook_runs import NOTEBOOKS

# A busy machine takes its time; what fails, fails for another reason.
PATIENCE_MS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("fast"):
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def lab_address(tmp_path_factory) -> Iterator[str]:
    """The printed address of a JupyterLab over a copy of the notebooks, for a new user."""
    home = tmp_path_factory.mktemp("learner")
    # No settings, no signatures: every notebook is untrusted, as in a fresh clone.
    shutil.copytree(NOTEBOOKS, home / "course" / "notebooks")
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started(chromium) as browser:
        yield browser


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """An empty page of a laptop's size; page.complaints lists what its console reports."""
    page = listened_to(browser.new_page(viewport={"width": 1366, "height": 768}), PATIENCE_MS)
    yield page
    page.close()


@pytest.fixture
def shown(monkeypatch):
    """The HTML of what is displayed."""
    outputs = []
    for name in ("live.figure", "hands_on.digit_pad", "hands_on.point_plane"):
        module = import_module(f"helpers.{name}")
        monkeypatch.setattr(module, "display", lambda data, **_: outputs.append(data["text/html"]))
    return outputs
