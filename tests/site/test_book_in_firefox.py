"""The book in Firefox: a slider, a question and a formula of one page."""

from collections.abc import Iterator

import pytest
from browser.laboratory import firefox, started
from playwright.sync_api import Browser, expect


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started(firefox) as browser:
        yield browser


def test_a_page_lives_in_firefox(page, site_address):
    page.goto(f"{site_address}/05_layer_by_layer.html")
    figure = page.locator(".live-figure:has(canvas)").first
    figure.get_by_role("slider").press("ArrowRight")
    expect(figure.get_by_text("1 of 44")).to_be_visible()
    question = page.locator(".course-question").first
    question.get_by_role("radio", name="It goes down, towards the target").check()
    question.get_by_role("button", name="Commit").click()
    expect(question).to_contain_text("Right")
    expect(page.locator("mjx-container > svg").first).to_be_visible()
    assert page.complaints == []


def test_a_page_is_presented_in_firefox(page, site_address):
    page.goto(f"{site_address}/05_layer_by_layer.html")
    page.get_by_role("button", name="Present").click()
    screen = page.get_by_role("dialog")
    expect(screen.get_by_text("1 of 8")).to_be_visible()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(screen.get_by_text("5 of 8")).to_be_visible()
    screen.get_by_role("slider").press("ArrowRight")
    expect(screen.get_by_text("1 of 44")).to_be_visible()
    page.keyboard.press("Escape")
    expect(screen).to_be_hidden()
    assert page.complaints == []
