"""The course's outputs as VS Code places them: scripts run elsewhere, on a page of other colours.

What VS Code does is read off its own renderer of HTML; no VS Code is started here.
"""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from line_that_rises import guessed_height, rising_line
from playwright.sync_api import expect

from helpers.exercises.checker.blocks import Code, Columns, Reading, Words, html_of
from helpers.exercises.hints_html import hints
from helpers.exercises.question_html import Question
from helpers.exercises.questions.question import Choice, ChooseOne, InYourWords
from helpers.hands_on import digit_pad, point_plane
from helpers.live import Guess, Slider, live
from helpers.network import Layer
from helpers.training import random_layers
from helpers.walks import walk

# Text, paper and links in the themes Light Modern and Dark Modern.
COLOURS = {
    "vscode-light": ("#3b3b3b", "#ffffff", "#005fb8"),
    "vscode-dark": ("#cccccc", "#1f1f1f", "#4daafc"),
}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Notebook</title>
<style>
  :root {{ --vscode-editor-foreground: {1}; --vscode-textLink-foreground: {3}; }}
  body {{ color: var(--vscode-editor-foreground); background: {2}; font: 14px/19px monospace; }}
  a {{ color: var(--vscode-textLink-foreground); }}
</style>
<body class="{0}"><main><h1>Notebook</h1></main></body>
<script>
  const heard = [];
  addEventListener("keydown", ({{ key }}) => heard.push(key));
</script></html>"""

# Every script runs from a copy at the end of the output, which is gone before the next one runs.
PLACE = """(markup) => {
  const output = document.createElement("div");
  output.innerHTML = markup;
  document.querySelector("main").append(output);
  for (const { text } of output.querySelectorAll("script")) {
    const copy = Object.assign(document.createElement("script"), { text });
    output.append(copy);
    copy.remove();
  }
}"""


def show_figure():
    scene = rising_line()
    height = Slider("height", np.arange(11), start=3, plays=1)
    place = Slider("guess", np.arange(11), start=5)
    level = guessed_height(scene.figure)
    live(scene, scene.move_to, height, guess=Guess(level, level.move_to, place))


def use_figure(root):
    root.get_by_role("button", name="Show the answer").click()
    root.get_by_role("slider", name="height").press("ArrowRight")
    expect(root.locator("output")).to_have_text("Height 4. Your guess: 5.")
    assert root.locator("canvas").bounding_box()["height"] > 200


def show_walk():
    walk([Layer([[0.5], [0.1]])], [[1.0, 2.0]], [[0.5]], guess=True)


def use_walk(root):
    root.get_by_role("slider", name="step").press("End")
    field = root.get_by_role("textbox", name="To the prediction, from input 1: 1 × 0.5")
    expect(field).to_be_focused()
    field.fill("0.5")
    field.press("Enter")
    expect(root.locator("output")).to_contain_text("Yes, 0.5. Step 1, forward.")


def show_pad():
    digit_pad(random_layers([64, 4, 10], np.random.default_rng(0)))


def use_pad(root):
    root.get_by_role("application").click()
    expect(root.locator("output")).to_contain_text("The network reads ")


def show_plane():
    point_plane("empty")


def use_plane(root):
    """It tells the kernel through the channel that its element names."""
    root.evaluate("""(root) => {
      const channel = { set: (name, points) => (root.told = points), save_changes: () => {} };
      globalThis.slopeBySlopeChannels = new Map([[root.dataset.channel, channel]]);
    }""")
    root.get_by_role("application").click()
    assert root.evaluate("root => root.told") == [[0, 0, 1]]


def a_question():
    wrong = Choice("Up", "Uphill."), Choice("Neither", "It moves.")
    choices = (*wrong, Choice("Down", "Downhill.", right=True))
    return Question(ChooseOne("00_three", "00", "Which `way`?", choices))._repr_html_()


def use_question(root):
    root.get_by_role("radio", name="Up").press("Space")
    root.get_by_role("button", name="Commit").press("Enter")
    expect(root.get_by_role("status")).to_contain_text("Not this one. Uphill.")
    expect(root.get_by_role("radio", name="Neither")).to_be_focused()
    root.get_by_role("radio", name="Down").press("Space")
    root.get_by_role("button", name="Commit").press("Enter")
    expect(root.get_by_role("status")).to_have_text("Right. Downhill.")
    expect(root.locator(".course-question")).to_have_class(re.compile("question-right"))


def a_question_in_words():
    return Question(InYourWords("00_words", "00", "Why?", "It is so."))._repr_html_()


def use_words(root):
    answer = root.get_by_label("Your answer")
    answer.fill("is so")
    answer.press("Home")
    answer.press_sequentially("It ")
    root.get_by_role("button", name="Commit").click()
    expect(answer).to_have_value("It is so")
    expect(root.get_by_role("status")).to_contain_text("A model answer")


def a_verdict():
    said = Words("Shapes differ.", "First."), Reading([("Layers", "01.ipynb")]), Code("a = 1")
    return html_of("wrong", "Not yet.", [*said, Columns((("yours", ("1",)), ("right", ("2",))))])


def open_page(page, theme):
    page.set_content(PAGE.format(theme, *COLOURS[theme]))


@pytest.mark.parametrize(
    ("show", "use", "name"),
    [
        (show_figure, use_figure, "live-figure"),
        (show_walk, use_walk, "live-figure"),
        (show_pad, use_pad, "hands-on"),
        (show_plane, use_plane, "hands-on"),
        (a_question, use_question, "course-questions"),
        (a_question_in_words, use_words, "course-questions"),
    ],
)
def test_it_is_built_in_its_own_element_and_works(page, shown, show, use, name):
    markup = show() or shown[0]
    open_page(page, "vscode-dark")
    page.evaluate(PLACE, markup)
    use(page.locator(f"main > div > .{name}:only-child"))
    assert page.complaints == []
    # With these, VS Code goes to another cell.
    assert not {"Home", "End"} & set(page.evaluate("heard"))


def test_words_and_controls_can_be_read_in_its_themes(page, shown):
    for show in (show_figure, show_walk, show_pad, show_plane):
        show()
    others = a_question(), a_verdict(), hints("node_sum")._repr_html_()
    for theme in COLOURS:
        open_page(page, theme)
        for markup in (*shown, *others):
            page.evaluate(PLACE, markup)
        page.locator("canvas").first.wait_for()
        results = Axe().run(page)
        assert results.violations_count == 0, (theme, results.generate_report())
