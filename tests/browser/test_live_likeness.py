"""What the browser paints from a recording is what matplotlib paints, to the half pixel."""

import io
import pkgutil
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import matplotlib.patheffects
import numpy as np
import pytest
from course_pictures import course_pictures
from laboratory import seen
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle
from PIL import Image
from scipy.ndimage import maximum_filter, minimum_filter

import helpers.figures
from helpers.figures import display
from helpers.figures.display import PIXEL_DENSITY
from helpers.figures.style import (
    INCH_IN_PIXELS,
    INK,
    ON_DARK,
    PAPER,
    Scene,
    described,
    panels,
    styled,
)
from helpers.live import Slider, to_html

MEAN_DIFFERENCE = 2
STRONG = 64
"""Of 255: a difference that antialiasing alone does not make."""
BARE = "h1 { display: none } .live-figure .live-canvas { border-radius: 0 !important }"
"""At a whole pixel, and without the round corners that matplotlib knows nothing of."""
MOST_DISPLACED = 1e-4
"""The share of pixels, tips of hinted letters, that may lie further off than half a pixel."""


@styled
def marks():
    figure, (left, right) = panels(2)
    left.hist(np.linspace(0, 1, 100) ** 2, bins=12, edgecolor="white")
    left.annotate("an arrow", (0.1, 20), (0.5, 25), arrowprops={"arrowstyle": "->"})
    left.set_title(r"Bars and $\frac{\partial L}{\partial w}$")
    left.grid(alpha=0.3)
    x = np.linspace(0, 5, 30)
    right.scatter(x, np.sin(x), c=x, s=9 * x**2 + 5, cmap="plasma", edgecolor="k")
    right.fill_between(x, np.sin(x), alpha=0.4)
    right.errorbar([1, 2], [-0.5, 0], yerr=0.3, capsize=3)
    right.plot([0, 5], [-1, 1], "s--", alpha=0.5, label="dashed")
    outline = matplotlib.patheffects.withStroke(linewidth=3, foreground="w")
    right.text(2.5, 0.5, "outlined", rotation=30, path_effects=[outline])
    right.legend(frameon=True)
    return described(figure, "Marks.")


@styled
def grids():
    figure, axes = panels(4, height=3)
    side = np.linspace(-2, 2, 24)
    heights = side**2 + side[:, None] ** 3
    axes[0].pcolormesh(side, side, heights)
    axes[1].contourf(side, side, heights)
    axes[1].clabel(axes[1].contour(side, side, heights, colors="k", linewidths=0.7))
    axes[2].imshow(heights, interpolation="none", alpha=0.6)
    axes[3].imshow(heights[:6, :5], alpha=0.6, origin="lower")
    cut = axes[3].imshow(heights[:6, :5], cmap="viridis", origin="lower")
    cut.set_clip_path(Circle((2, 2), 1.5, transform=axes[3].transData))
    return described(figure, "Grids.")


@styled
def painted_by_matplotlib(figure):
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=INCH_IN_PIXELS * PIXEL_DENSITY)
    return grey(drawn)


def grey(file):
    return np.asarray(Image.open(file).convert("L"), dtype=float)


@pytest.fixture(scope="module")
def dense_page(browser):
    page = browser.new_page(
        viewport={"width": 1000, "height": 900}, device_scale_factor=PIXEL_DENSITY
    )
    yield page
    page.close()


def painted_by_the_browser(page, figure, file):
    """Screenshots on a light page and on a dark one; back on a light one it is as it was."""
    (still,) = figure.axes[0].plot([], [])
    scene = Scene(figure, [still], lambda x: "Still.")
    to_html(file, scene, scene.move_to, Slider("x", [1, 2], start=1))
    page.goto(file.as_uri())
    page.add_style_tag(content=BARE)
    found, shots = [], []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found.append(seen(page.locator(".live-figure")))
        shots.append(page.locator("canvas").screenshot())
    page.emulate_media(color_scheme="light")
    assert seen(page.locator(".live-figure")) == found[0]
    return shots


def share_displaced(one, other):
    """The share of pixels of one picture that no pixel of the other within half a pixel matches.

    Both have two pixels for each one of the page: half of one is the next pixel.
    """
    too_dark = minimum_filter(other, 3) - one > STRONG
    too_light = one - maximum_filter(other, 3) > STRONG
    return float((too_dark | too_light).mean())


def assert_painted_alike(page, draw, folder):
    # Each its own: a figure that is drawn again may be laid out a little differently.
    ours = painted_by_matplotlib(draw())
    light, dark = painted_by_the_browser(page, draw(), folder / "figure.html")
    theirs = grey(io.BytesIO(light))
    assert theirs.shape == ours.shape
    assert np.abs(theirs - ours).mean() <= MEAN_DIFFERENCE
    assert share_displaced(theirs, ours) <= MOST_DISPLACED
    assert share_displaced(ours, theirs) <= MOST_DISPLACED
    # The same picture with its lightness turned over; what has a colour of its own is near that.
    darkest, lightest = (255 * to_rgb(ON_DARK[color])[0] for color in (PAPER, INK))
    expected = lightest - theirs * (lightest - darkest) / 255
    assert (np.abs(grey(io.BytesIO(dark)) - expected) > STRONG).mean() <= MOST_DISPLACED


@pytest.mark.fast
@pytest.mark.parametrize("draw", [marks, grids])
def test_the_browser_paints_what_matplotlib_paints(dense_page, tmp_path, draw):
    assert_painted_alike(dense_page, draw, tmp_path)


def drawing_functions():
    """What draws in the course's style: each function's name, with its code."""
    for found in pkgutil.iter_modules(helpers.figures.__path__, "helpers.figures."):
        for name, function in vars(import_module(found.name)).items():
            is_own = getattr(function, "__module__", "") == found.name != display.__name__
            # What is wrapped to be remembered measures, and draws nothing.
            is_drawing = hasattr(function, "__wrapped__") and not hasattr(function, "cache_info")
            if is_own and is_drawing:
                yield pytest.param(function.__wrapped__.__code__, id=name)


def picture_that_calls(code):
    """The first of the course's pictures that calls a function, those of its own module first."""
    module = Path(code.co_filename).stem
    pictures = sorted(course_pictures(), key=lambda picture: not picture.id.startswith(module))
    return next(draw for draw in (p.values[0] for p in pictures) if code in codes_called_by(draw))


@cache
def codes_called_by(draw):
    called = set()
    sys.setprofile(lambda frame, *_: called.add(frame.f_code))
    try:
        draw()
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("code", [*drawing_functions()])
def test_the_browser_paints_what_a_drawing_function_of_the_course_draws(dense_page, tmp_path, code):
    assert_painted_alike(dense_page, picture_that_calls(code), tmp_path)


@pytest.mark.fast
def test_a_title_moved_by_one_pixel_of_the_page_is_noticed():
    picture = painted_by_matplotlib(marks())
    moved = picture.copy()
    moved[:60] = np.roll(picture[:60], 2, axis=1)
    assert share_displaced(picture, moved) > MOST_DISPLACED
