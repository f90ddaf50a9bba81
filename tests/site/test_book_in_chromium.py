"""The book in Chromium: figures, walks, questions and pads live; phone, dark, print, axe."""

import pytest
from browser.laboratory import draw, seen, violations
from playwright.sync_api import Locator, Page, expect

from helpers.figures.style import ON_DARK, PAPER
from helpers.notebooks import NOTEBOOKS
from tools.site import RUN

TEXTS = ("index", "teaching", "contributing", "data", "network", "licence", "search")
PAGES = [notebook.file for notebook in NOTEBOOKS.values()] + list(TEXTS)
WITH_SLIDERS = ["index", "00_start_here", "03_slope_of_a_weight", "05b_deeper_networks"]
LOOKED_AT = ["index", "00_start_here", "05_layer_by_layer", "09b_handwritten_digits", "data"]
PHONE = {"width": 390, "height": 844}
# A zigzag that every network takes for something.
STROKE = [(0.3, 0.2), (0.7, 0.25), (0.35, 0.8), (0.7, 0.8)]
SPOKEN = """() => [...document.querySelectorAll("mjx-container")]
    .every((formula) => formula.dataset.speechAttached)"""
# A table of the notebooks has nothing to say above its first column.
LET_THROUGH = {"empty-table-header"}


@pytest.fixture
def book(page, site_address):
    """Open a page of the book by its name; nothing may be reported by its console."""

    def book(name: str) -> Page:
        page.goto(f"{site_address}/{name}.html")
        return page

    yield book
    assert page.complaints == []


def first_figure(page: Page) -> Locator:
    figure = page.locator(".live-figure:has(canvas)").first
    figure.locator("canvas").scroll_into_view_if_needed()
    expect(figure.locator("canvas")).to_be_visible()
    return figure


@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_a_slider_moves_its_figure(book, name):
    figure = first_figure(book(name))
    slider = figure.get_by_role("slider").first
    slider.press("Home")
    first = seen(figure)
    slider.press("End")
    last = seen(figure)
    assert first.words != last.words
    assert first.picture != last.picture


def test_a_walk_goes_step_by_step(book):
    figure = first_figure(book("05_layer_by_layer"))
    expect(figure.get_by_text("0 of 44")).to_be_visible()
    before = seen(figure)
    figure.get_by_role("button", name="+1").click()
    expect(figure.get_by_text("1 of 44")).to_be_visible()
    assert seen(figure).picture != before.picture
    figure.get_by_role("button", name="Go to backward").click()
    expect(figure.locator("output").first).to_contain_text("The slope at the prediction")


def test_a_question_is_answered_and_the_answer_kept(book):
    page = book("00_start_here")
    question = page.locator(".course-question").first
    question.get_by_role("radio", name="Smaller").check()
    question.get_by_role("button", name="Commit").click()
    expect(question).to_contain_text("Right")
    page.reload()
    expect(page.locator(".course-question").first).to_contain_text("Right")
    # The map on the same page counts it.
    page.locator(".course-map").scroll_into_view_if_needed()
    expect(page.locator(".course-map tbody tr").first).to_contain_text("1 of 2")


def test_what_is_drawn_is_read(book):
    pad = book("09b_handwritten_digits").locator(".hands-on").first
    canvas = pad.get_by_role("application")
    canvas.scroll_into_view_if_needed()
    draw(canvas, STROKE)
    expect(pad).to_contain_text("The network reads")


def test_what_needs_python_says_so_and_leads_to_it(book):
    page = book("07b_training_a_network")
    plane = page.locator(".hands-on").first
    plane.get_by_role("application").click(position={"x": 100, "y": 100})
    expect(plane).to_contain_text("Only Python can answer this: run it in your browser.")
    below = page.locator(".cell", has=page.locator(".hands-on")).first.locator("a.book-button")
    notebook, cell = "07b_training_a_network.ipynb", "07b-training-a-network-17"
    address = f"{RUN}?path={notebook}#{cell}"
    expect(below).to_have_attribute("href", address)


def test_hints_and_results_open_by_a_click(book):
    page = book("05_layer_by_layer")
    hint = page.get_by_text("Hint 1 of 3").first
    words = page.get_by_text("Write the loss of two rows as one sum of squares")
    expect(words).to_be_hidden()
    hint.click()
    expect(words).to_be_visible()
    result = page.get_by_text("slope of the weight 0.5: 1 x 0.3 x 0.22 x 1 = 0.066")
    expect(result).to_be_hidden()
    page.get_by_text("Show the result").first.click()
    expect(result).to_be_visible()


def test_search_finds_a_word(book):
    page = book("index")
    page.keyboard.press("Control+K")
    page.keyboard.type("transpose")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li")
    expect(found.filter(has_text="05 Layer by layer").first).to_be_visible()


def test_formulas_are_set(book):
    page = book("05_layer_by_layer")
    page.wait_for_function(SPOKEN)
    formulas = page.locator("mjx-container")
    assert formulas.count() > 10
    expect(formulas.first).to_be_visible()
    assert page.locator("mjx-merror").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(book, page, name):
    page.set_viewport_size(PHONE)
    book(name).wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_first_figure_is_whole_on_a_phone(book, page):
    page.set_viewport_size(PHONE)
    box = first_figure(book("index")).locator("canvas").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def paper(figure: Locator) -> str:
    """The colour of a figure's corner."""
    seen(figure)
    pixel = "canvas => [...canvas.getContext('2d').getImageData(2, 2, 1, 1).data.slice(0, 3)]"
    return "#" + "".join(f"{part:02X}" for part in figure.locator("canvas").evaluate(pixel))


def test_figures_follow_the_pages_theme(book, page):
    page.emulate_media(color_scheme="dark")
    figure = first_figure(book("00_start_here"))
    assert paper(figure) == ON_DARK[PAPER]
    still = page.locator(".course-picture img").last
    expect(still).to_have_css("filter", "invert(0.89) hue-rotate(185deg) saturate(1.15)")
    page.get_by_role("button", name="Color mode").click()
    page.get_by_role("button", name="Light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(figure.locator("canvas")).not_to_have_class("live-canvas live-dark")
    assert paper(figure) == PAPER
    expect(still).to_have_css("filter", "none")


def test_on_paper_it_is_light_and_without_buttons(book, page):
    page.emulate_media(color_scheme="dark")
    book("05_layer_by_layer")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("a.book-button").count() > 0
    expect(page.locator("a.book-button:visible")).to_have_count(0)
    expect(page.locator("h1:visible")).to_have_text("05 Layer by layer")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_accessibility(book, page, name, look):
    page.emulate_media(color_scheme="dark" if look == "dark" else "light")
    if look == "phone":
        page.set_viewport_size(PHONE)
    book(name).wait_for_load_state("networkidle")
    page.wait_for_function(SPOKEN)
    told = violations(page)
    assert {key: nodes for key, nodes in told.items() if key not in LET_THROUGH} == {}
