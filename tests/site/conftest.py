"""The built site as a host would send it, and a browser to look at it with."""

from collections.abc import Iterator
from threading import Thread

import pytest
from browser.laboratory import chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.site import SITE
from tools.site.serving import served

# A busy machine takes its time; what fails, fails for another reason.
PATIENCE_MS = 120_000


@pytest.fixture(scope="session")
def site_address() -> Iterator[str]:
    """Where the built site is served: http://127.0.0.1 and a port."""
    assert SITE.is_dir(), "the site is not built: python3 course.py test --site builds it"
    with served(SITE, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


# Not for the session: Playwright's event loop runs until it is closed, and while it does, other
# modules in the same process can run none of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, site_address) -> Iterator[Page]:
    """An empty page of a laptop's size, in a browser that knows nothing yet.

    page.complaints lists what its console reports. Whatever is asked of another host fails the
    test.
    """
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    yield page
    context.close()
    own = (site_address, "blob:", "data:", "about:")
    assert [url for url in asked if not url.startswith(own)] == []
