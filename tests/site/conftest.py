"""The built site as a host would send it, and a browser to look at it with."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browser.laboratory import chromium, listened_to, started
from playwright.sync_api import Browser, Page

from tools.site import SITE
from tools.site.serving import sent

# A busy machine takes its time; what fails, fails for another reason.
PATIENCE_MS = 300_000
PYTHON = "pyodide.asm.wasm"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What takes long comes first: another worker then has something left to do beside it.
    items.sort(key=lambda item: not item.path.name.startswith("test_pyodide"))


@pytest.fixture(scope="session")
def site_address() -> Iterator[str]:
    """Where the built site is served: http://127.0.0.1 and a port."""
    assert SITE.is_dir(), "the site is not built: python3 course.py test --site builds it"
    with sent(SITE) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started(chromium) as browser:
        yield browser


@pytest.fixture
def page(browser, site_address) -> Iterator[Page]:
    """An empty page of a laptop's size, in a browser that knows nothing yet."""
    with empty_page(browser, site_address) as page:
        yield page


@pytest.fixture(scope="module")
def shared_page(browser, site_address) -> Iterator[Page]:
    """A page for several tests: on each new one a browser compiles all of Python anew."""
    with empty_page(browser, site_address) as page:
        yield page


@pytest.fixture
def without_python(page: Page) -> None:
    """Python stays away: whatever lives on the page lives without a kernel."""
    page.route(f"**/{PYTHON}", lambda route: None)


@contextmanager
def empty_page(browser: Browser, site_address: str) -> Iterator[Page]:
    """Open a page; page.complaints lists what its console reports.

    Whatever is asked of another host fails the test, or the last of those that share the page.
    """
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield listened_to(context.new_page(), PATIENCE_MS)
    context.close()
    own = (site_address, "blob:", "data:", "about:")
    assert [url for url in asked if not url.startswith(own)] == []
