"""Slider, walk, question and pad in a page of each browser: by keyboard and by mouse, no kernel."""

from collections.abc import Iterator

import numpy as np
import pytest
from laboratory import chromium, firefox, started
from line_that_rises import rising_line
from playwright.sync_api import Browser, expect

from helpers.exercises.question_html import question
from helpers.hands_on.digit_pad import pad
from helpers.live import Slider, to_html
from helpers.network import Layer
from helpers.training import random_layers
from helpers.walks.stepping import walk_figure

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><main>{}</main>'


@pytest.fixture(
    scope="module",
    params=[pytest.param(chromium, marks=pytest.mark.fast), firefox],
    ids=["Chromium", "Firefox"],
)
def browser(request) -> Iterator[Browser]:
    with started(request.param) as browser:
        yield browser


@pytest.fixture
def shown(page, tmp_path):
    """Show a figure with its moving parts and sliders, or HTML, as a page of its own."""

    def shown(*parts):
        path = tmp_path / "page.html"
        if len(parts) > 1:
            to_html(path, *parts)
        else:
            path.write_text(PAGE.format(*parts), encoding="utf-8")
        page.goto(path.as_uri())
        return page

    yield shown
    assert page.complaints == []


def painted(page):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def test_a_slider_moves_its_figure(shown):
    scene = rising_line()
    page = shown(scene, scene.move_to, Slider("height", np.arange(11), start=3, plays=1))
    words, slider = page.locator("output"), page.get_by_role("slider", name="height")
    expect(words).to_have_text("Height 3.")
    start = painted(page)
    slider.press("ArrowRight")
    expect(words).to_have_text("Height 4.")
    expect(page.get_by_role("img", name="Height 4.")).to_be_visible()
    assert painted(page) != start
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect(words).to_have_text("Height 10.")
    page.get_by_role("button", name="Play").click()
    expect(words).to_have_text("Height 1.")
    page.get_by_role("button", name="Reset").click()
    assert painted(page) == start
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_walk_waits_for_its_numbers_and_goes_on(shown):
    page = shown(*walk_figure([Layer([[0.5], [0.1]])], [[1.0, 2.0]], [[0.5]], guess=True))
    words, slider = page.locator("output"), page.get_by_role("slider", name="step")
    slider.press("End")
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    expect(words).to_contain_text("Yes, 0.5. Step 1, forward.")
    slider.press("End")
    page.keyboard.type("7")
    page.get_by_role("button", name="Check").click()
    expect(words).to_contain_text("You said 7. Step 2, forward.")


def test_a_question_is_answered_by_keyboard_and_by_mouse_and_kept(shown):
    page = shown(question("00_which_way")._repr_html_())
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Right.")
    said = page.get_by_role("status").inner_text()
    page.reload()
    expect(page.get_by_role("status")).to_have_text(said)
    page.get_by_role("button", name="Answer again").click()
    page.get_by_role("radio").nth(1).click()
    page.get_by_role("button", name="Commit").click()
    expect(page.get_by_role("status")).to_contain_text("Not this one.")


def test_a_pad_reads_what_is_drawn_on_it(shown):
    layers = random_layers([64, 4, 10], np.random.default_rng(0))
    page = shown(pad(layers, 0.0, 1.0)["text/html"])
    drawing, words = page.get_by_role("application"), page.locator("output")
    box = drawing.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 180, steps=5)
    page.mouse.up()
    expect(words).to_contain_text("The network reads ")
    page.get_by_role("button", name="Undo").click()
    expect(words).to_contain_text("Nothing is drawn yet.")
    drawing.focus()
    for key in ("Space", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(words).to_contain_text("The network reads ")
