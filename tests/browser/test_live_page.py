"""A live figure as one file: no server, no network; keyboard, mouse, sizes, themes, errors."""

import io

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from matplotlib.colors import to_rgb
from PIL import Image
from playwright.sync_api import expect

from helpers.figures.display import bundle
from helpers.figures.style import ON_DARK, PAPER, VALUE, described, panels, styled
from helpers.live import Guess, Slider, to_html


@styled
def picture():
    figure, axes = panels(height=3)
    (line,) = axes.plot([], [])
    axes.set(xlim=(0, 10), ylim=(0, 10))
    level = axes.axhline(5, color="red")
    return described(figure, "A line that rises."), line, level


def move(height):
    if height == 7:
        raise ValueError("seven is not allowed")
    # These words take several lines.
    further = " It is neither high nor low." * 20 if height == 6 else ""
    return f"Height {height:g}.{further}", {"data": ([0, 10], [0, height])}


def height(**options):
    return Slider("height", np.arange(11), start=3, unit="cm", **options)


@pytest.fixture
def opened(page, tmp_path):
    """Open a file with a live figure whose page asks for nothing but itself."""

    def opened(*sliders, guess=False):
        figure, line, level = picture()
        place = Slider("final_height", np.arange(11), start=5, drag=(figure.axes[0], "y"))
        guess = (
            Guess(
                [level],
                lambda final_height: (
                    f"Your guess: {final_height:g}.",
                    {"ydata": [final_height] * 2},
                ),
                place,
            )
            if guess
            else None
        )
        to_html(tmp_path / "live.html", figure, [line], move, *(sliders or [height()]), guess=guess)
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
    assert shown <= min(max(width, 560), 900)
    assert pixels == shown * page.evaluate("devicePixelRatio")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # What has no room to be read is scrolled, by keyboard too; what belongs together stays so.
    assert shown >= 560
    assert page.locator(".live-paper").get_attribute("tabindex") == ("0" if width == 400 else "-1")
    tops = {button.bounding_box()["y"] for button in page.get_by_role("button").all()}
    assert len(tops) == 1


def test_it_plays_pauses_and_steps(opened):
    page = opened(height(plays=True))
    page.get_by_role("button", name="Step forward").click()
    assert words(page) == "Height 4."
    page.get_by_role("button", name="Step back").click()
    assert words(page) == "Height 3."
    for name, value in (("Last", 10), ("First", 0), ("Reset", 3)):
        page.get_by_role("button", name=name).click()
        assert words(page) == f"Height {value}."
    play = page.get_by_role("button", name="Play or pause")
    play.click()
    expect(play).to_have_text("Pause")
    expect(page.locator("output")).to_have_text("Height 5.")
    play.click()
    stopped = words(page)
    page.wait_for_timeout(1500)
    assert words(page) == stopped
    page.get_by_role("slider").fill("10")
    play.click()
    expect(page.locator("output")).to_have_text("Height 0.")
    page.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(1500)
    assert words(page) == "Height 3."


def test_it_asks_for_a_number_before_it_goes_on(opened):
    page = opened(height(asks={4: 0.25, 8: -3}, label="true height"))
    slider, last = page.get_by_role("slider", name="true height"), page.get_by_label("Your number")
    expect(last).to_be_hidden()
    for typed, verdict, then in (("2,51e−1", "Yes, 2,51e−1.", 8), ("−3.1", "You said −3.1.", 10)):
        slider.press("End")
        stopped = words(page)
        for nonsense in ("", "three"):
            last.fill(nonsense)
            last.press("Enter")
            assert words(page) == stopped
        last.fill(typed)
        last.press("Enter")
        assert words(page).startswith(f"{verdict} ")
        expect(last).to_be_hidden()
        slider.press("End")
        assert words(page).startswith(f"Height {then}.")
    page.get_by_role("button", name="Reset").click()
    slider.press("End")
    assert words(page) == "Height 4."
    expect(last).to_be_visible()
    assert Axe().run(page).violations_count == 0


def test_nothing_plays_for_whoever_wants_less_motion(opened, page):
    page.emulate_media(reduced_motion="reduce")
    opened(height(plays=True))
    expect(page.get_by_role("button", name="Play or pause")).to_have_count(0)
    page.get_by_role("button", name="Step forward").click()
    assert words(page) == "Height 4."


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
    page.get_by_role("slider", name="final height").press("ArrowLeft")
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
    figure, *_ = picture()
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
    figure, line, _ = picture()
    line.set(color=VALUE, linewidth=20)
    to_html(tmp_path / "value.html", figure, [line], move, height())
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
