"""All that one works with, on one page: reached by keyboard, seen in any theme's colours."""

from io import BytesIO

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from line_that_rises import guessed_height, rising_line
from PIL import Image
from playwright.sync_api import expect

from helpers.exercises.question_html import question
from helpers.figures.display import bundle
from helpers.figures.style import described, panels, styled
from helpers.hands_on import digit_pad, point_plane
from helpers.live import Asked, Guess, Slider, live
from helpers.training import random_layers

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>All</title>
<meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width">
<main><h1>All</h1>{}</main></html>"""
QUESTIONS = "00_which_way", "01_first_hidden", "01_closed_gate"
# JupyterLab's own: what it takes for text, lines and what is chosen, and what stands behind them.
THEMES = {
    "light": {
        "background": "white",
        "color": "rgba(0, 0, 0, 0.87)",
        "--jp-border-color1": "#bdbdbd",
        "--jp-brand-color1": "#1976d2",
    },
    "dark": {
        "background": "#111",
        "color": "white",
        "--jp-border-color1": "#616161",
        "--jp-brand-color1": "#2196f3",
    },
}
USED = "button:enabled, input:not([type=range]), textarea, canvas[tabindex]"


def show_figure():
    scene = rising_line()
    asks = {4: Asked("The fourth", 0.25)}
    height = Slider("height", np.arange(11), start=3, plays=1, asks=asks, chapters={0: "first"})
    place = Slider("guess", np.arange(11), start=5)
    level = guessed_height(scene.figure)
    live(scene, scene.move_to, height, guess=Guess(level, level.move_to, place))


@styled
def still_figure():
    return described(panels()[0], "Nothing yet.")


@pytest.fixture
def opened(page, tmp_path, shown):
    """A page with a figure whose answer is shown and waits for a number, a still one, three
    questions, a pad and a plane."""
    show_figure()
    shown.append(bundle(still_figure())["text/html"])
    shown.extend(question(name)._repr_html_() for name in QUESTIONS)
    digit_pad(random_layers([64, 4, 10], np.random.default_rng(0)))
    point_plane()
    (tmp_path / "all.html").write_text(PAGE.format("".join(shown)), encoding="utf-8")
    page.goto((tmp_path / "all.html").as_uri())
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("slider", name="height").press("End")
    expect(page.get_by_role("textbox", name="The fourth")).to_be_visible()
    return page


# What takes the focus, a still picture where it scrolls; of radio buttons with one name the arrow
# keys reach the others.
FOCUSABLE = """() => {
  const all = document.querySelectorAll(
    "a[href], button, input, textarea, summary, [tabindex], .course-picture");
  const isShown = (it) => it.checkVisibility({ visibilityProperty: true });
  const isReached = (it) => it.tabIndex >= 0 || it.scrollWidth > it.clientWidth;
  const open = [...all].filter((it) => !it.disabled && isReached(it) && isShown(it));
  const names = open.map((it) => it.type === "radio" ? it.name : it);
  return new Set(names).size;
}"""
# What has the focus: whether it is seen, whether that is seen, and whether its keys are its own.
FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
  if (it === document.body) return null;
  const isFirst = !it.hasReached;
  it.hasReached = true;
  // In the middle of what the window shows of it.
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const seen = document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2);
  return {
    name: `${it.tagName} ${it.ariaLabel ?? it.textContent}`,
    isFirst,
    isInSight: it.contains(seen),
    isInside: box.left >= 0 && box.right <= innerWidth,
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    keepsItsKeys: it.dataset.lmSuppressShortcuts === "true",
  };
}"""


@pytest.mark.parametrize("width", [320, pytest.param(640, marks=pytest.mark.fast), 1024])
def test_tab_reaches_everything_and_everything_is_seen_there(opened, width):
    opened.set_viewport_size({"width": width, "height": 700})
    opened.wait_for_timeout(300)
    # From the page's beginning.
    opened.mouse.click(1, 1)
    reached = []
    while True:
        opened.keyboard.press("Tab")
        focused = opened.evaluate(FOCUSED)
        if focused is None:
            break
        assert all(focused.values()), focused
        reached.append(focused["name"])
    assert len(reached) == opened.evaluate(FOCUSABLE), reached
    assert ("DIV Picture, scrolls sideways" in reached) == (width == 320)
    picture = opened.get_by_role("img", name="Nothing yet.")
    assert picture.bounding_box()["width"] == {320: 520, 640: 624, 1024: 900}[width]
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    assert opened.complaints == []


# What of it is seen: its markup's beginning, its middle and its lower edge on the page.
BOXES = """(used) => [...document.querySelectorAll(used)]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }))
  .map((it) => {
    const box = it.getBoundingClientRect();
    return [it.outerHTML.slice(0, 100), box.x + box.width / 2 + scrollX, box.bottom + scrollY];
  })"""


def use_theme(page, scheme):
    page.emulate_media(color_scheme=scheme)
    theme = ";".join(f"{name}: {value}" for name, value in THEMES[scheme].items())
    page.locator("body").evaluate("(body, theme) => { body.style.cssText = theme; }", theme)


@pytest.mark.parametrize("scheme", THEMES)
def test_the_border_of_whatever_is_used_stands_out(opened, scheme):
    use_theme(opened, scheme)
    opened.get_by_role("radio", name="Smaller").click()
    opened.get_by_role("button", name="Commit").first.click()
    expect(opened.get_by_role("radio", name="Smaller")).to_be_disabled()
    boxes = opened.evaluate(BOXES, USED)
    assert len(boxes) > 15
    page = np.asarray(Image.open(BytesIO(opened.screenshot(full_page=True))).convert("RGB"))
    for name, x, bottom in boxes:
        # Pixels, for a filter turns over what a style says.
        edge = brightness(page[round(bottom) - 2 : round(bottom) + 2, round(x)])
        both = edge, brightness(page[0, 0])
        contrast = np.maximum(*both) / np.minimum(*both)
        assert contrast.max() >= 3, name


def brightness(colours):
    """The relative luminance of WCAG for colours (..., 3) up to 255, and 0.05 more."""
    parts = colours / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722] + 0.05


def test_in_forced_colours_nothing_is_told_by_a_background_alone(opened):
    opened.emulate_media(forced_colors="active")
    opened.get_by_role("radio", name="Smaller").click()
    opened.get_by_role("application", name="Drawing pad").click()
    expect(opened.locator(".hands-on-first")).to_have_count(1)
    for place, other in (
        (".hands-on-first .hands-on-bar", ".hands-on-first .hands-on-share"),
        ("button[aria-pressed=true]", "button[aria-pressed=false]"),
    ):
        assert corner(opened.locator(place).last) != corner(opened.locator(other).last)
    chosen, other = (opened.get_by_role("radio", name=name) for name in ("Smaller", "Larger"))
    assert border_width(chosen) > 2 * border_width(other)
    results = Axe().run(opened)
    assert results.violations_count == 0, results.generate_report()


def corner(place):
    """The colour near the upper left corner of a place, inside of its border."""
    place.scroll_into_view_if_needed()
    return Image.open(BytesIO(place.screenshot())).convert("RGB").getpixel((4, 4))


def border_width(place):
    return place.evaluate("it => parseFloat(getComputedStyle(it).borderBottomWidth)")


@pytest.mark.fast
@pytest.mark.parametrize("scheme", THEMES)
def test_axe_finds_nothing(opened, scheme):
    use_theme(opened, scheme)
    results = Axe().run(opened)
    assert results.violations_count == 0, results.generate_report()
