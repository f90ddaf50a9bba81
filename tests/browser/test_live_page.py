"""A live figure as one file: no server, no network; keyboard, mouse, sizes, themes, errors."""

import io
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from line_that_rises import guessed_height, rising_line
from matplotlib.colors import to_rgb
from PIL import Image
from playwright.sync_api import expect

from helpers.figures.display import bundle
from helpers.figures.style import ON_DARK, PAPER, VALUE, Scene
from helpers.live import Asked, Guess, Slider, to_html

AWAITED = "Type the result to go on, or show it."


def picture():
    scene = rising_line()

    def move_to(height):
        if height == 7:
            raise ValueError("seven is not allowed")
        # These words take several lines.
        further = " It is neither high nor low." * 20 if height == 6 else ""
        return scene.move_to(height) + further

    return scene._replace(move_to=move_to), guessed_height(scene.figure)


def height(**options):
    return Slider("height", np.arange(11), start=3, unit="cm", **options)


@pytest.fixture
def opened(page, tmp_path):
    """Open a file with a live figure whose page asks for nothing but itself."""

    def opened(*sliders, guess=False):
        scene, level = picture()
        drag = (scene.figure.axes[0], "y")
        place = Slider("guess", np.arange(11), start=5, drag=drag)
        guess = Guess(level, level.move_to, place) if guess else None
        sliders = sliders or [height()]
        to_html(tmp_path / "live.html", scene, scene.move_to, *sliders, guess=guess)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((tmp_path / "live.html").as_uri())
        page.locator("canvas").wait_for()
        return page

    return opened


def painted(page):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def words(page):
    return page.locator("canvas").get_attribute("aria-label")


@pytest.mark.parametrize(
    ("key", "value"),
    [("ArrowRight", 4), ("ArrowLeft", 2), ("ArrowUp", 4), ("End", 10), ("Home", 0)],
)
def test_a_key_moves_the_picture_and_its_words(opened, key, value):
    page = opened()
    before = painted(page)
    slider = page.get_by_role("slider", name="height")
    slider.focus()
    page.keyboard.press(key)
    assert words(page) == f"Height {value}."
    assert page.get_by_role("group", name="A line that rises", exact=True).count() == 1
    assert page.locator("output").inner_text() == f"Height {value}."
    assert slider.get_attribute("aria-valuetext") == f"{value} cm"
    after = painted(page)
    assert after != before
    page.get_by_role("button", name="Reset").click()
    assert painted(page) == before
    assert words(page) == "Height 3."
    assert page.complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.asked)


def test_page_keys_move_further_than_arrows(opened):
    page = opened(Slider("height", np.linspace(0, 6, 101), start=0))
    page.get_by_role("slider").focus()
    page.keyboard.press("PageUp")
    assert float(words(page).split()[1].rstrip(".")) > 0.1


@pytest.mark.fast
def test_the_mouse_moves_it_to_both_ends(opened):
    page = opened()
    box = page.get_by_role("slider").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 50, middle, steps=20)
    assert words(page) == "Height 10."
    page.mouse.move(box["x"] - 50, middle, steps=20)
    assert words(page) == "Height 0."
    page.mouse.up()


def test_nothing_jumps_while_it_moves(opened):
    page = opened()
    tall = page.evaluate("document.body.offsetHeight")
    page.get_by_role("slider").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.body.offsetHeight") == tall


def test_what_a_key_changes_is_painted_before_the_next_frame(opened):
    page = opened()
    is_changed = page.evaluate("""async () => {
      // The first picture's own frame has to be over.
      for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
      const canvas = document.querySelector("canvas"), before = canvas.toDataURL();
      const input = document.querySelector("input");
      input.value = 9;
      input.dispatchEvent(new Event("input"));
      return canvas.toDataURL() !== before;
    }""")
    assert is_changed


def test_a_position_that_fails_says_so_and_the_next_works(opened):
    page = opened()
    slider = page.get_by_role("slider")
    slider.fill("7")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("No picture for height 7. ValueError: seven is not allowed")
    slider.fill("8")
    expect(alert).to_be_hidden()
    assert words(page) == "Height 8."


@pytest.mark.parametrize("width", [400, 600, 900, 2000])
def test_it_is_sharp_and_fits_at_any_width(opened, width):
    page = opened(height(plays=True))
    page.set_viewport_size({"width": width, "height": 700})
    painted(page)
    shown, pixels = page.locator("canvas").evaluate("c => [c.clientWidth, c.width]")
    assert shown <= min(max(width, 520), 900)
    assert pixels == shown * page.evaluate("devicePixelRatio")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # What has no room to be read is scrolled, by keyboard too; what belongs together stays so.
    assert shown >= 520
    scrolled = page.get_by_role("group", name="Picture, scrolls sideways")
    assert scrolled.count() == (width == 400)
    buttons = page.locator(".live-buttons button:not(:text-is('Full size'))").all()
    assert len({button.bounding_box()["y"] for button in buttons}) == 1


@pytest.mark.fast
def test_it_plays_pauses_and_steps(opened):
    page = opened(height(plays=True))
    page.get_by_role("button", name="Step forward").click()
    assert words(page) == "Height 4."
    page.get_by_role("button", name="Step back").click()
    assert words(page) == "Height 3."
    for name, value in (("Last", 10), ("First", 0), ("Reset", 3)):
        page.get_by_role("button", name=name).click()
        assert words(page) == f"Height {value}."
    play, pause = (page.get_by_role("button", name=name) for name in ("Play", "Pause"))
    play.click()
    expect(page.locator("output")).to_have_text("Height 5.")
    pause.click()
    stopped = words(page)
    page.wait_for_timeout(1500)
    assert words(page) == stopped
    page.get_by_role("slider").fill("10")
    play.click()
    expect(page.locator("output")).to_have_text("Height 0.")
    page.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(1500)
    assert words(page) == "Height 3."


ASKS = {4: Asked("The fourth", 0.25), 8: Asked("The eighth", -3)}


@pytest.mark.fast
def test_it_asks_for_a_number_before_it_goes_on(opened):
    page = opened(height(asks=ASKS, label="true height"))
    slider = page.get_by_role("slider", name="true height")
    expect(page.get_by_role("textbox")).to_have_count(0)
    for typed, name, verdict, then in (
        ("2,51e−1", "The fourth", "Yes, 2,51e−1.", 8),
        ("−3.1", "The eighth", "You said −3.1.", 10),
    ):
        slider.press("End")
        field = page.get_by_role("textbox", name=name, exact=True)
        expect(field).to_be_focused()
        stopped = words(page)
        for nonsense in ("", "three"):
            field.fill(nonsense)
            field.press("Enter")
            assert words(page) == stopped
        field.fill(typed)
        field.press("Enter")
        assert words(page).startswith(f"{verdict} ")
        expect(page.get_by_role("textbox")).to_have_count(0)
        expect(slider).to_be_focused()
        slider.press("End")
        assert words(page).endswith(f"Height {then}.")
    page.get_by_role("button", name="Reset").click()
    slider.press("End")
    assert words(page) == f"{AWAITED} Height 4."
    assert Axe().run(page).violations_count == 0


@pytest.mark.parametrize("way", ["Step forward", "Last", "Play", "ArrowRight", "third"])
def test_what_is_pressed_instead_of_a_number_makes_its_field_stand_out(opened, way):
    page = opened(height(asks=ASKS, plays=True, chapters={0: "first", 6: "third"}))
    slider, group = page.get_by_role("slider"), page.get_by_role("group", name="The fourth")
    slider.press("ArrowRight")
    field = page.get_by_role("textbox", name="The fourth")
    expect(field).to_be_focused()
    expect(group).not_to_have_class(re.compile("live-awaited"))
    tall, plain = page.evaluate("document.body.offsetHeight"), border_of(field)
    if way == "ArrowRight":
        slider.press(way)
    else:
        page.get_by_role("button", name=way).click()
    assert words(page) == f"{AWAITED} Height 4."
    assert page.locator("output").inner_text() == words(page)
    expect(group).to_have_class(re.compile("live-awaited"))
    expect(field).to_be_focused()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert border_of(field) != plain
    assert page.evaluate("document.body.offsetHeight") == tall
    page.keyboard.type("1")
    expect(group).not_to_have_class(re.compile("live-awaited"))
    page.keyboard.press("Enter")
    assert words(page) == "You said 1. Height 5."
    page.keyboard.press("Enter")
    assert words(page).startswith("Height 6. It is")


def border_of(field):
    return field.evaluate("field => getComputedStyle(field).boxShadow")


def test_a_number_is_shown_to_whoever_asks_for_it(opened):
    page = opened(height(asks=ASKS))
    page.get_by_role("slider").press("End")
    page.get_by_role("button", name="Show it").press("Enter")
    assert words(page) == "Shown: Height 5."
    expect(page.get_by_role("slider")).to_be_focused()
    page.get_by_role("slider").press("End")
    expect(page.get_by_role("textbox", name="The eighth")).to_have_value("")


def test_playing_stops_where_a_number_is_awaited(opened):
    page = opened(height(asks=ASKS, plays=0.05))
    page.get_by_role("button", name="Play").click()
    field = page.get_by_role("textbox", name="The fourth")
    expect(field).to_be_focused()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert words(page) == "Height 4."


def test_a_number_is_checked_where_forms_are_not_allowed(opened, page):
    opened(height(asks=ASKS))
    page.evaluate("""() => {
      const frame = document.createElement("iframe");
      frame.sandbox = "allow-scripts";
      frame.width = 900;
      frame.height = 700;
      frame.src = location.href;
      document.body.replaceChildren(frame);
    }""")
    frame = page.frame_locator("iframe")
    frame.get_by_role("slider").press("End")
    frame.get_by_role("textbox").fill("0.25")
    frame.get_by_role("button", name="Check").click()
    expect(frame.locator("output")).to_have_text("Yes, 0.25. Height 5.")


def test_chapters_lead_to_their_beginnings_and_say_where_the_slider_is(opened):
    page = opened(height(chapters={1: "low", 4: "middle", 8: "high"}))
    chapters = page.get_by_role("group", name="Chapters")
    current = chapters.locator("[aria-current=step]")
    expect(current).to_have_text("low")
    before = boxes_of(chapters)
    for name, at in (("middle", 4), ("high", 8), ("low", 1)):
        chapters.get_by_role("button", name=name).press("Enter")
        assert words(page) == f"Height {at}."
        expect(current).to_have_text(name)
        assert boxes_of(chapters) == before
    page.get_by_role("slider").press("Home")
    expect(current).to_have_count(0)
    page.get_by_role("slider").press("End")
    expect(current).to_have_text("high")
    assert Axe().run(page).violations_count == 0


def boxes_of(buttons):
    return [button.bounding_box() for button in buttons.get_by_role("button").all()]


def steps_scene(count):
    """A scene with a line at every third of the picture; nothing in it moves."""
    figure = picture()[0].figure
    lines = [figure.axes[0].axhline(9 - 3 * number) for number in range(count)]
    return Scene(figure, figure.axes[0].lines[:2], lambda height: f"Height {height:g}."), lines


def test_without_a_caption_what_became_of_a_number_is_seen(page, tmp_path):
    scene, _ = steps_scene(1)
    slider = Slider("height", [0, 1, 2], start=0, asks={1: Asked("The first", 3)})
    to_html(tmp_path / "live.html", scene, scene.move_to, slider, captioned=False)
    page.goto((tmp_path / "live.html").as_uri())
    seen = page.locator("div.live-words > span")
    page.get_by_role("slider").press("End")
    room = page.locator("div.live-words").bounding_box()
    expect(seen).to_have_text(AWAITED)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(seen).to_have_text("You said 4.")
    assert page.locator("div.live-words").bounding_box() == room
    assert words(page) == "You said 4. Height 2."


@pytest.mark.parametrize("captioned", [True, False])
def test_a_clicked_line_sets_its_value_and_arrows_go_on_from_there(page, tmp_path, captioned):
    scene, lines = steps_scene(3)
    figure = scene.figure
    slider = Slider("height", [0, 1, 2], start=0, lines=lines)
    to_html(tmp_path / "live.html", scene, scene.move_to, slider, captioned=captioned)
    page.goto((tmp_path / "live.html").as_uri())
    page.locator("canvas").wait_for()
    still = painted(page)
    for at in (2, 1, 0):
        page.mouse.click(*place_of(page, figure, 9 - 3 * at + 0.2))
        assert words(page) == f"Height {at}."
    expect(page.get_by_role("slider")).to_be_focused()
    page.keyboard.press("ArrowRight")
    assert words(page) == "Height 1."
    page.keyboard.press("ArrowLeft")
    page.mouse.click(*place_of(page, figure, 1.5))
    assert words(page) == "Height 0."
    page.mouse.move(*place_of(page, figure, 9))
    assert painted(page) != still
    assert page.locator("canvas").evaluate("canvas => canvas.style.cursor") == "pointer"
    page.mouse.move(*place_of(page, figure, 1.5))
    assert painted(page) == still
    assert (page.locator("output").bounding_box()["height"] > 5) == captioned
    expect(page.locator("div.live-words")).to_be_hidden()


@pytest.mark.fast
def test_a_line_of_one_slider_leads_to_it_and_is_lit_while_it_moves(page, tmp_path):
    scene, lines = steps_scene(2)
    figure = scene.figure
    named = zip("ab", lines, strict=True)
    sliders = [Slider(name, [0, 1], start=0, lines=[line]) for name, line in named]
    to_html(tmp_path / "live.html", scene, lambda a, b: f"{a} {b}", *sliders)
    page.goto((tmp_path / "live.html").as_uri())
    page.locator("canvas").wait_for()
    still = painted(page)
    page.get_by_role("slider", name="b").focus()
    second = painted(page)
    page.mouse.click(*place_of(page, figure, 9))
    page.mouse.move(0, 0)
    first = painted(page)
    expect(page.get_by_role("slider", name="a")).to_be_focused()
    assert len({still, first, second}) == 3
    assert words(page) == "0 0"
    page.get_by_role("button", name="Reset").click()
    assert painted(page) == still


def place_of(page, figure, height):
    """Where a height in the picture's axes lies on the page, in the middle of it."""
    box = page.locator("canvas").bounding_box()
    share = figure.axes[0].transData.transform((5, height)) / figure.bbox.size
    return box["x"] + share[0] * box["width"], box["y"] + (1 - share[1]) * box["height"]


def test_a_narrow_room_is_scrolled_by_keyboard_and_a_wide_one_takes_no_focus(opened):
    page = opened()
    paper = page.locator(".live-paper")
    paper.click()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    # What is left of a window of 1024 pixels beside JupyterLab's file browser.
    paper.evaluate("paper => { paper.parentElement.style.width = '557px'; }")
    painted(page)
    assert paper.evaluate("paper => paper.scrollWidth === paper.clientWidth")
    page.set_viewport_size({"width": 320, "height": 700})
    scrolled = page.get_by_role("group", name="Picture, scrolls sideways")
    expect(scrolled).to_have_attribute("data-lm-suppress-shortcuts", "true")
    # From the page's beginning: a click moves where Tab starts.
    page.mouse.click(1, 1)
    page.keyboard.press("Tab")
    expect(scrolled).to_be_focused()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.live-paper').scrollLeft > 100")
    assert words(page) == "Height 3."


def test_a_picture_that_has_shrunk_is_shown_in_full_size_and_back(opened):
    page = opened()
    full = page.get_by_role("button", name="Full size")
    expect(full).to_have_count(0)
    page.set_viewport_size({"width": 640, "height": 700})
    expect(full).to_have_attribute("aria-pressed", "false")
    shrunk = page.locator("canvas").bounding_box()
    for is_full in (True, False):
        full.press("Enter")
        expect(full).to_have_attribute("aria-pressed", str(is_full).lower())
        painted(page)
        width = page.locator("canvas").bounding_box()["width"]
        assert width == (900 if is_full else shrunk["width"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    painted(page)
    page.set_viewport_size({"width": 1366, "height": 700})
    expect(full).to_have_count(0)


def test_on_a_phone_the_sliders_of_a_figure_are_of_one_length(page, tmp_path):
    figure = picture()[0].figure
    scene = Scene(figure, list(figure.axes[0].lines), lambda short, long: f"{short} and {long}.")
    lengthy = "a value with words that have no room beside the slider's name"
    sliders = (
        Slider("short", [1, 2], start=1),
        Slider("long", [1, 2], start=1, words=lambda _: lengthy),
    )
    to_html(tmp_path / "live.html", scene, scene.move_to, *sliders)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto((tmp_path / "live.html").as_uri())
    page.locator("canvas").wait_for()
    boxes = [slider.bounding_box() for slider in page.get_by_role("slider").all()]
    assert len({(box["x"], box["width"]) for box in boxes}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("guess", [True, False])
@pytest.mark.parametrize("width", [320, 390])
def test_nothing_runs_out_of_a_phone(opened, width, guess):
    long = "how far the second weight of the hidden layer is moved"
    page = opened(height(plays=True, asks=ASKS, label=long), guess=guess)
    page.set_viewport_size({"width": width, "height": 700})
    if guess:
        page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("slider", name=long).press("End")
    expect(page.get_by_role("textbox")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for place in page.locator("button, input, .live-name, .live-value, output").all():
        box = place.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


# What a live region says: each change, unless the region is turned off.
SAID = """() => {
  const region = document.querySelector("output"), said = (globalThis.said = []);
  const hear = () => region.ariaLive === "off" || said.push(region.textContent);
  new MutationObserver(hear).observe(region, { childList: true, subtree: true });
}"""


def test_it_plays_in_silence_and_says_where_it_stops(opened):
    page = opened(height(plays=1))
    page.evaluate(SAID)
    page.get_by_role("button", name="Play").click()
    expect(page.locator("output")).to_have_text("Height 5.")
    assert page.evaluate("said") == []
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function("said.length > 0")
    said = [words(page)]
    assert page.evaluate("said") == said
    for press, last in (("Step back", None), ("Last", "Height 10."), ("Step back", "Height 9.")):
        page.get_by_role("button", name=press).click()
        said.append(last or words(page))
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("said") == [*said, "Height 10."]


def test_every_button_is_called_by_what_stands_on_it(opened):
    page = opened(height(plays=True, asks=ASKS, chapters={0: "first"}), guess=True)
    page.set_viewport_size({"width": 640, "height": 700})
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("slider", name="height").first.press("End")
    names = []
    for button in page.get_by_role("button").all():
        text, names = button.inner_text(), [*names, button.get_attribute("aria-label")]
        assert text.lower() in names[-1].lower()
    assert {"−1, step back", "+1, step forward", "Check", "Full size"} <= set(names)


def test_nothing_plays_for_whoever_wants_less_motion(opened, page):
    page.emulate_media(reduced_motion="reduce")
    opened(height(plays=True))
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    page.get_by_role("button", name="Step forward").click()
    assert words(page) == "Height 4."


@pytest.mark.fast
def test_a_guess_is_placed_before_the_answer_shows(opened):
    page = opened(guess=True)
    assert words(page) == "Your guess: 5."
    hidden, tall = painted(page), page.evaluate("document.body.offsetHeight")
    answering = page.get_by_role("slider", name="height", exact=True)
    expect(answering).to_have_count(0)
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 2, steps=5)
    page.mouse.up()
    assert words(page) == "Your guess: 10."
    page.get_by_role("slider", name="guess").press("ArrowLeft")
    assert words(page) == "Your guess: 9."
    guessed = painted(page)
    page.get_by_role("button", name="Show the answer").press("Enter")
    assert words(page) == "Height 3. Your guess: 9."
    assert painted(page) != guessed
    expect(answering).to_be_focused()
    page.keyboard.press("ArrowRight")
    assert words(page) == "Height 4. Your guess: 9."
    assert page.evaluate("document.body.offsetHeight") == tall
    page.get_by_role("button", name="Reset").click()
    assert words(page) == "Your guess: 5."
    assert painted(page) == hidden
    expect(answering).to_have_count(0)


# As JupyterLab, Sphinx and VS Code say it, on a system that says the contrary.
THEMES = {
    "JupyterLab's": "document.body.setAttribute('data-jp-theme-light', {dark} ? 'false' : 'true')",
    "Sphinx's": "document.documentElement.dataset.theme = {dark} ? 'dark' : 'light'",
    "VS Code's": "document.body.className = {dark} ? 'vscode-dark' : 'vscode-light'",
}


@pytest.mark.parametrize("theme", THEMES)
def test_the_paper_follows_the_theme_at_once(opened, page, theme):
    opened()
    for dark in (True, False, True):
        page.emulate_media(color_scheme="light" if dark else "dark")
        page.evaluate(THEMES[theme].format(dark=str(dark).lower()))
        painted(page)
        assert paper_of(page) == on(dark, PAPER)


@pytest.mark.parametrize("forced", ["none", "active"])
def test_without_a_theme_the_paper_follows_the_system_and_print_is_light(opened, page, forced):
    opened()
    page.emulate_media(color_scheme="dark", forced_colors=forced)
    painted(page)
    assert paper_of(page) == on(True, PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    assert np.abs(np.subtract(paper_of(page), on(False, PAPER))).max() <= 2


def test_a_still_picture_follows_too(page):
    figure = picture()[0].figure
    page.set_content(
        f'<meta name="color-scheme" content="light dark">{bundle(figure)["text/html"]}'
    )
    for dark in (True, False):
        page.emulate_media(color_scheme="dark" if dark else "light")
        pixel = paper_of(page, "img")
        assert np.abs(np.subtract(pixel, on(dark, PAPER))).max() <= 1
    page.emulate_media(media="print", color_scheme="dark")
    assert paper_of(page, "img") == on(False, PAPER)


def test_a_quantity_has_its_own_colour_on_dark_paper(page, tmp_path):
    scene, _ = picture()
    scene.moving[0].set(color=VALUE, linewidth=20)
    to_html(tmp_path / "value.html", scene, scene.move_to, height())
    page.emulate_media(color_scheme="dark")
    page.goto((tmp_path / "value.html").as_uri())
    page.locator("canvas").wait_for()
    painted(page)
    shown = Image.open(io.BytesIO(page.locator("canvas").screenshot())).convert("RGB")
    assert on(True, VALUE) in {color for _, color in shown.getcolors(2**24)}


def on(dark, color):
    return tuple(round(255 * part) for part in to_rgb(ON_DARK[color] if dark else color))


def paper_of(page, tag="canvas"):
    """The colour a little inside of the picture's upper left corner, as it is seen."""
    shown = Image.open(io.BytesIO(page.locator(tag).screenshot())).convert("RGB")
    return shown.getpixel((8, 8))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, page, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(height(plays=True), guess=True)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_without_scripts_the_picture_stands(browser, opened, page):
    address = opened().url
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    image = plain.get_by_role("img", name="A line that rises.")
    expect(image).to_be_visible()
    plain.context.close()
