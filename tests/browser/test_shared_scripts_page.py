"""Outputs whose script is in another output of the page: they wait, and say what else to do."""

import re

import numpy as np
import pytest
from line_that_rises import rising_line
from playwright.sync_api import expect

from helpers.exercises.question_html import question
from helpers.hands_on import digit_pad
from helpers.live import Slider, live
from helpers.training import random_layers

SHARED = re.compile(r'\n<script data-shared="[\w-]+">.*?</script>', re.DOTALL)
PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><main>{}</main>'
# As JupyterLab does it: scripts that come with innerHTML do not run by themselves.
ATTACH = """([markup, id]) => {
  const output = document.createElement("div");
  output.id = id;
  output.innerHTML = markup;
  document.querySelector("main").append(output);
  for (const old of output.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}"""


def show_figure():
    scene = rising_line()
    live(scene, scene.move_to, Slider("height", np.arange(11), 3))


def show_pad():
    digit_pad(random_layers([64, 4, 10], np.random.default_rng(0)))


def show_question():
    return question("00_which_way")._repr_html_()


def figure_moves(root):
    root.get_by_role("slider", name="height").press("ArrowRight")
    expect(root.locator("output")).to_have_text("Height 4.")


def pad_is_drawn_on(root):
    root.get_by_role("application").click()
    expect(root.locator("output")).to_contain_text("The network reads ")


def question_is_asked(root):
    expect(root.get_by_role("button", name="Commit")).to_be_visible()


@pytest.mark.parametrize(
    ("show", "says", "works"),
    [
        (show_figure, "Run this cell, and it moves.", figure_moves),
        (show_pad, "Run this cell to draw here.", pad_is_drawn_on),
        (show_question, "To commit to yours first, run this cell.", question_is_asked),
    ],
)
def test_an_output_waits_for_its_script_and_keeps_it(page, shown, show, says, works):
    whole = show() or shown[-1]
    page.set_content(PAGE.format(f"<div id='first'>{SHARED.sub('', whole)}</div>"))
    first, second = page.locator("#first"), page.locator("#second")
    expect(first).to_contain_text(says)
    expect(first.locator("canvas, button")).to_have_count(0)
    page.evaluate(ATTACH, [whole, "second"])
    for root in (first, second):
        works(root)
        expect(root).not_to_contain_text(says)
    looks = first.locator("button").first.evaluate("it => getComputedStyle(it).cssText")
    # The output that brought it is cleared, and the cell of the other runs again.
    second.evaluate("output => output.remove()")
    assert first.locator("button").first.evaluate("it => getComputedStyle(it).cssText") == looks
    page.evaluate(ATTACH, [SHARED.sub("", whole), "second"])
    works(second)
    assert page.complaints == []
