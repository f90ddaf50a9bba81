"""The four colours of quantities keep apart for every eye, on white paper and on dark."""

import re
from itertools import combinations
from math import cos, radians, sin

import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba

from helpers.figures import style, why_backward
from helpers.figures.display import STYLE_SHEET

QUANTITIES = ("VALUE", "WEIGHT", "SLOPE", "LOSS")
TEXTS = (*QUANTITIES, "INK", "QUIET")
CLEARLY_APART = 20
"""In CIELAB (1976), where about 2.3 is the least difference that an eye notices."""

# Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision
# Deficiency (2009), severity 1, on linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = [0.95047, 1.0, 1.08883]


def linear(color):
    parts = np.array(to_rgb(color))
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen_by(eye, color):
    """CIELAB coordinates of a colour as an eye sees it."""
    rgb = np.clip(np.array(EYES[eye]) @ linear(color), 0, 1)
    share = np.array(TO_XYZ) @ rgb / WHITE
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


FILTER = r"--on-dark: invert\(([\d.]+)\) hue-rotate\((\d+)deg\) saturate\(([\d.]+)\);"


def turned_over(color):
    """What the filter of paper.css makes of a colour (Filter Effects, Level 1, section 8)."""
    ((invert, degrees, saturation),) = set(re.findall(FILTER, STYLE_SHEET.read_text("utf-8")))
    light = np.array([0.213, 0.715, 0.072])
    colors = np.eye(3) - light
    turn = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
    angle = radians(float(degrees))
    hue_rotate = light + cos(angle) * colors + sin(angle) * turn
    inverted = float(invert) + (1 - 2 * float(invert)) * np.array(to_rgb(color))
    turned = np.clip(hue_rotate @ inverted, 0, 1)
    return tuple(np.clip((light + float(saturation) * colors) @ turned, 0, 1))


# What each colour of the style is on a light page, in a live figure on a dark one, in a still one.
PAINTED = {
    "light": lambda color: color,
    "dark": style.ON_DARK.get,
    "dark, still": turned_over,
}
each_paint = pytest.mark.parametrize("paint", PAINTED.values(), ids=PAINTED)


@each_paint
@pytest.mark.parametrize("eye", EYES)
def test_the_colours_of_quantities_keep_apart(eye, paint):
    for one, other in combinations(QUANTITIES, 2):
        colors = (paint(getattr(style, name)) for name in (one, other))
        distance = np.linalg.norm(np.subtract(*(seen_by(eye, color) for color in colors)))
        assert distance > CLEARLY_APART, (one, other)


def contrast(color, paper):
    """The contrast ratio of WCAG 2.1."""
    light, dark = sorted((linear(c) @ TO_XYZ[1] for c in (color, paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@each_paint
@pytest.mark.parametrize("paper", [style.PAPER, style.LIT_PAPER])
@pytest.mark.parametrize("name", TEXTS)
def test_words_can_be_read_on_their_paper_on_any_page(name, paper, paint):
    assert contrast(paint(getattr(style, name)), paint(paper)) >= 4.5


@pytest.mark.parametrize("paint", [PAINTED["light"], turned_over])
def test_grey_numbers_can_be_read_in_the_frames_around_them(paint):
    assert contrast(paint(style.QUIET), paint(why_backward.FRAMED)) >= 4.5


def test_every_figure_has_the_same_paper():
    assert style.panels()[0].get_facecolor() == to_rgba(style.PAPER)
    dark = to_rgb(style.ON_DARK[style.PAPER])
    assert turned_over(style.PAPER) == pytest.approx(dark, abs=1 / 255)
    papers = re.findall(r"--paper: (#\w+)", STYLE_SHEET.read_text("utf-8"))
    assert {to_rgb(paper) for paper in papers} == {to_rgb(style.PAPER), dark}
