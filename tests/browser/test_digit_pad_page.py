"""The drawing pad in a page without a kernel: mouse, keyboard, and numpy's own numbers."""

import json

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from laboratory import draw
from playwright.sync_api import expect

from helpers.datasets import load_digits
from helpers.hands_on.digit_pad import EXAMPLE, pad
from helpers.hands_on.page import FOLDER
from helpers.hands_on.strokes import pixels_of
from helpers.losses import SOFTMAX_CROSS_ENTROPY, softmax
from helpers.network import forward
from helpers.training import random_layers, train

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Pad</title>'
PAGE = HEAD + "<main><h1>Pad</h1>{}</main>"
TWO = [(0.3, 0.27), (0.4, 0.12), (0.55, 0.1), (0.68, 0.2), (0.66, 0.4), (0.3, 0.88), (0.72, 0.88)]
SEVEN = "Space" + " ArrowRight" * 6 + " ArrowLeft ArrowDown ArrowDown" * 4 + " ArrowDown" * 2


@pytest.fixture(scope="module")
def network():
    """Layers that read digits, the mean and the standard deviation that they were trained with."""
    digits, generator = load_digits(), np.random.default_rng(0)
    mean, deviation = digits.pixels.mean(axis=0), digits.pixels.std()
    layers = train(
        (digits.pixels - mean) / deviation,
        digits.labels,
        random_layers([64, 64, 10], generator),
        learning_rate=0.2,
        batch_size=32,
        epochs=30,
        generator=generator,
        loss=SOFTMAX_CROSS_ENTROPY,
    ).layers
    return layers, mean, deviation


@pytest.fixture
def opened(page, tmp_path, network):
    (tmp_path / "pad.html").write_text(PAGE.format(pad(*network)["text/html"]), encoding="utf-8")
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto((tmp_path / "pad.html").as_uri())
    page.get_by_role("application").wait_for()
    return page


@pytest.mark.fast
def test_a_digit_drawn_with_the_mouse_is_read_and_undone_and_cleared(opened):
    words = opened.locator("output")
    empty = "Nothing is drawn yet. Draw a digit from 0 to 9."
    expect(words).to_have_text(empty)
    draw(opened.get_by_role("application"), TWO)
    expect(words).to_contain_text("The network reads 2, with")
    expect(opened.locator(".hands-on-first")).to_have_text("2>99%")
    assert "2 more than 99%" in opened.locator(".hands-on-rows").get_attribute("aria-label")
    with_two = words.inner_text()
    draw(opened.get_by_role("application"), [(0.1, 0.1), (0.9, 0.9)])
    expect(words).not_to_have_text(with_two)
    opened.get_by_role("button", name="Undo").click()
    expect(words).to_have_text(with_two)
    opened.get_by_text("The 64 pixels").click()
    written = opened.get_by_role("textbox").input_value()
    counts = json.loads(written.removeprefix("pixels = np.array(").removesuffix(") / 16"))
    assert len(counts) == 64
    assert max(counts) == 16
    axe = Axe().run(opened)
    assert axe.violations_count == 0, axe.generate_report()
    opened.get_by_role("button", name="Clear").click()
    expect(words).to_have_text(empty)
    assert opened.complaints == []
    assert all(url.startswith(("file:", "data:")) for url in opened.asked)


def test_a_digit_drawn_with_the_keyboard_is_read(opened):
    opened.get_by_role("application").focus()
    # From the middle to the upper left corner, and there the pen goes down.
    for key in f"{'ArrowLeft ' * 3}{SEVEN}".split():
        opened.keyboard.press(key)
    expect(opened.locator("output")).to_contain_text("The network reads 7")
    opened.keyboard.press("Backspace")
    expect(opened.locator("output")).to_contain_text("Nothing is drawn yet.")
    assert opened.complaints == []


@pytest.mark.fast
def test_the_browser_computes_what_numpy_computes(opened, network):
    generator = np.random.default_rng(0)
    drawings = [EXAMPLE, [[(0.5, 0.5)]], [[(0.2, 0.2), (0.8, 0.2)]], [[(0.2, 0.2)], [(0.2, 0.9)]]]
    for _ in range(60):
        sizes = generator.integers(1, 9, size=generator.integers(1, 4))
        drawings.append([generator.random((size, 2)).tolist() for size in sizes])
    layers, mean, deviation = network
    pixels = np.array([pixels_of(drawing) for drawing in drawings])
    shares = softmax(forward((pixels - mean) / deviation, layers).prediction)
    source = (FOLDER / "digit_recognition.js").read_text(encoding="utf-8").rstrip().rstrip(";")
    script = f"([drawings, network]) => drawings.map((drawing) => {{ const it = ({source})(); "
    script += (
        "const counts = it.countsOf(drawing); return [counts, it.sharesOf(counts, network)]; })"
    )
    model = {
        "mean": mean.tolist(),
        "deviation": [float(deviation)] * 64,
        "layers": [
            {"weights": layer.weights.tolist(), "bias": layer.bias.tolist()} for layer in layers
        ],
    }
    found = opened.evaluate(script, [drawings, model])
    assert [counts for counts, _ in found] == (16 * pixels).tolist()
    assert np.allclose([of_digits for _, of_digits in found], shares, rtol=0, atol=1e-12)


@pytest.mark.parametrize("room", [900, 557, 288])
def test_the_answer_stands_beside_or_below_the_pad_without_scrolling(opened, room):
    opened.locator(".hands-on").evaluate("(pad, room) => { pad.style.width = `${room}px`; }", room)
    drawing, shares, words, picture = (
        opened.locator(f".hands-on {name}").bounding_box()
        for name in ("[role=application]", ".hands-on-rows", "output", "canvas[role=img]")
    )
    bottom = drawing["y"] + drawing["height"]
    for box in (drawing, shares, words, picture):
        assert box["x"] + box["width"] <= drawing["x"] + room
    assert words["y"] < bottom + 20
    assert (shares["y"] < bottom) == (room > 288)
    # The pixels are the first to step back.
    assert (picture["y"] < bottom) == (room == 900)
