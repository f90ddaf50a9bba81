"""The browser-only Lab in Firefox: a slider before Python is there, then a verdict."""

from collections.abc import Iterator

import pytest
from browser.laboratory import firefox, started
from browser_lab import BrowserLab
from playwright.sync_api import Browser, expect

IMPORT = "from helpers.exercises import check"
WRONG = 'def carried(value, weight):\n    return value + weight\n\n\ncheck("carried", carried)'
EXERCISE = 6


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started(firefox) as browser:
        yield browser


def test_a_slider_moves_and_a_slip_is_named(page, site_address):
    lab = BrowserLab(page, site_address)
    lab.open("00_start_here")
    lab.cell(0).get_by_role("slider", name="weight").press("Home")
    expect(lab.cell(0).locator("output")).to_contain_text("the network predicts 0.260")
    lab.wait_for_python()
    lab.run_to_the_end(1, IMPORT)
    lab.run(EXERCISE, WRONG)
    expect(lab.output(EXERCISE)).to_contain_text("Not right yet: value and weight added")
    assert page.complaints == []
