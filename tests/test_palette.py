"""The four colours of quantities keep apart for every eye, on the paper that figures bring."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.figures import style
from helpers.walks.picture import LIT_PAPER

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


@pytest.mark.parametrize("eye", EYES)
def test_the_colours_of_quantities_keep_apart(eye):
    for one, other in combinations(QUANTITIES, 2):
        colors = getattr(style, one), getattr(style, other)
        distance = np.linalg.norm(np.subtract(*(seen_by(eye, color) for color in colors)))
        assert distance > CLEARLY_APART, (one, other)


def contrast(color, paper):
    """The contrast ratio of WCAG 2.1."""
    light, dark = sorted((linear(c) @ TO_XYZ[1] for c in (color, paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# A figure brings its paper along: it is the same on a light page and on a dark one.
@pytest.mark.parametrize("paper", [style.PAPER, LIT_PAPER])
@pytest.mark.parametrize("name", TEXTS)
def test_words_can_be_read_on_their_paper_on_any_page(name, paper):
    assert contrast(getattr(style, name), paper) >= 4.5
    assert style.panels()[0].get_facecolor() == (1, 1, 1, 1)
