"""The presenter's view of a notebook's page, in Chromium, at a projector's size."""

from collections.abc import Iterator

import pytest
from browser.laboratory import seen, violations
from playwright.sync_api import Locator, Page, expect

from helpers.notebooks import NOTEBOOKS

PROJECTOR = {"width": 1280, "height": 720}
FILES = [notebook.file for notebook in NOTEBOOKS.values()]
ON_SLIDES = ".live-figure, .course-picture, .course-question, .hands-on"
IS_FULL = "document.fullscreenElement !== null"
# Of a page, what stands on it and in which order.
ORDER = f"""() => [...document.querySelectorAll("article section :is({ON_SLIDES}, p, h2, h3)")]
    .map((element) => element.className + element.textContent)"""


@pytest.fixture
def page_of(page, site_address) -> Iterator:
    """Open a notebook's page by its file's name; nothing may be reported by its console."""
    page.set_viewport_size(PROJECTOR)

    def page_of(name: str) -> Page:
        page.goto(f"{site_address}/{name}.html")
        page.wait_for_load_state("networkidle")
        return page

    yield page_of
    assert page.complaints == []


def present(page: Page) -> Locator:
    """Press Present; return the screen."""
    page.get_by_role("button", name="Present").click()
    screen = page.get_by_role("dialog")
    expect(screen).to_be_visible()
    return screen


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_keys_turn_the_slides(page_of):
    page = page_of("05_layer_by_layer")
    screen = present(page)
    expect(screen.get_by_text("1 of 8")).to_be_visible()
    press(page, "ArrowLeft")
    expect(screen.get_by_text("1 of 8")).to_be_visible()
    press(page, "ArrowRight", "PageDown")
    expect(screen.get_by_text("3 of 8")).to_be_visible()
    press(page, "PageUp")
    expect(screen.get_by_text("2 of 8")).to_be_visible()
    press(page, "End")
    expect(screen.get_by_text("8 of 8")).to_be_visible()
    expect(screen).to_have_accessible_name("The slope at an activation is a sum over paths")
    expect(screen.get_by_role("button", name="Next")).to_be_disabled()
    press(page, "Home")
    expect(screen.get_by_text("1 of 8")).to_be_visible()
    screen.get_by_role("button", name="Next").click()
    expect(screen.get_by_text("2 of 8")).to_be_visible()


def test_it_fills_the_screen_and_escape_leads_back_to_the_same_place(page_of):
    page = page_of("05_layer_by_layer")
    before = page.evaluate(ORDER)
    screen = present(page)
    page.wait_for_function(IS_FULL)
    press(page, "End", "Escape")
    expect(screen).to_be_hidden()
    page.wait_for_function(f"!({IS_FULL})")
    expect(page.locator("article .course-question").last).to_be_in_viewport()
    assert page.evaluate(ORDER) == before


def test_leaving_the_full_screen_leaves_the_slides(page_of):
    page = page_of("05_layer_by_layer")
    screen = present(page)
    page.wait_for_function(IS_FULL)
    page.evaluate("document.exitFullscreen()")
    expect(screen).to_be_hidden()


def test_it_begins_where_the_page_stands(page_of):
    page = page_of("05_layer_by_layer")
    page.locator(".live-figure").scroll_into_view_if_needed()
    screen = present(page)
    expect(screen).to_have_accessible_name("Two slopes: at the activation, at the sum")


def test_a_sliders_keys_are_its_own(page_of):
    page = page_of("05_layer_by_layer")
    screen = present(page)
    press(page, *["ArrowRight"] * 5)
    slider = screen.get_by_role("slider")
    before = seen(screen.locator(".live-figure"))
    slider.press("ArrowRight")
    expect(screen.get_by_text("1 of 44")).to_be_visible()
    expect(screen.get_by_text("5 of 8")).to_be_visible()
    assert seen(screen.locator(".live-figure")).picture != before.picture
    slider.press("End")
    expect(screen.get_by_text("5 of 8")).to_be_visible()
    # A remote control's keys go on; so do the arrows, once the slider is left.
    slider.press("PageDown")
    expect(screen.get_by_text("6 of 8")).to_be_visible()
    press(page, "ArrowRight")
    expect(screen.get_by_text("7 of 8")).to_be_visible()


def test_a_figure_keeps_its_place_on_the_page(page_of):
    page = page_of("05_layer_by_layer")
    present(page)
    press(page, *["ArrowRight"] * 5)
    page.get_by_role("dialog").get_by_role("button", name="+1").click()
    press(page, "Escape")
    figure = page.locator("section .live-figure")
    expect(figure.get_by_text("1 of 44")).to_be_visible()
    figure.get_by_role("button", name="+1").click()
    expect(figure.get_by_text("2 of 44")).to_be_visible()


def test_a_question_is_answered_on_its_slide(page_of):
    page = page_of("05_layer_by_layer")
    screen = present(page)
    choice = screen.get_by_role("radio", name="It goes up: the slopes are positive")
    choice.check()
    choice.press("ArrowLeft")
    expect(screen.get_by_role("radio", name="It goes down, towards the target")).to_be_checked()
    expect(screen.get_by_text("1 of 8")).to_be_visible()
    screen.get_by_role("button", name="Commit").click()
    expect(screen.locator(".course-question")).to_contain_text("Right")


def test_what_is_folded_opens_before_the_next_slide_comes(page_of):
    page = page_of("05_layer_by_layer")
    screen = present(page)
    press(page, *["ArrowRight"] * 3)
    picture = screen.get_by_role("img", name="Slopes as products")
    expect(screen.get_by_text("4 of 8")).to_be_visible()
    expect(picture).to_be_hidden()
    press(page, "ArrowRight")
    expect(picture).to_be_in_viewport(ratio=1)
    press(page, "ArrowRight")
    expect(screen.get_by_text("5 of 8")).to_be_visible()


def test_the_answer_to_a_question_comes_open(page_of):
    page = page_of("07b_training_a_network")
    screen = present(page)
    press(page, *["ArrowRight"] * 2)
    expect(screen.get_by_text("3 of 9")).to_be_visible()
    expect(screen.locator(".course-question")).to_be_visible()
    press(page, "ArrowRight")
    expect(screen.locator(".live-figure canvas")).to_be_in_viewport(ratio=1)


def fills_half(box) -> bool:
    """Whether a box is at least half as wide or half as high as the screen."""
    return any(2 * box[side] >= PROJECTOR[side] for side in PROJECTOR)


@pytest.mark.parametrize("name", FILES)
def test_every_slide_is_whole_and_large(page_of, name):
    page = page_of(name)
    standing = page.locator(f"article :is({ON_SLIDES})").count()
    screen = present(page)
    last = int(screen.locator(".present-count").text_content().split()[-1])
    shown = 0
    for number in range(1, last + 1):
        expect(screen.get_by_text(f"{number} of {last}", exact=True)).to_be_visible()
        shown += screen.locator(f":is({ON_SLIDES})").count()
        if screen.locator("details.hide:not([open])").count():
            press(page, "ArrowRight")
        for picture in screen.locator(".present-stage :is(canvas, img)").all():
            expect(picture).to_be_in_viewport(ratio=1)
            assert fills_half(picture.bounding_box()) or screen.locator(".hands-on").count()
        press(page, "PageDown")
    # Nothing is left out, and nothing comes twice.
    assert shown == standing


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(page_of, page, scheme):
    page.emulate_media(color_scheme=scheme)
    present(page_of("05_layer_by_layer"))
    for _ in range(6):
        assert violations(page) == {}
        press(page, "ArrowRight")


def test_a_small_window_has_no_presenting(page_of, page):
    page_of("05_layer_by_layer")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Present")).to_be_hidden()


def test_texts_are_not_presented(page, site_address):
    page.goto(f"{site_address}/teaching.html")
    expect(page.get_by_role("button", name="Present")).to_have_count(0)
