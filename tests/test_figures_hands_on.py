"""What the learner draws or places by hand is drawn as given, said in words, and not changed."""

import numpy as np
import pytest
from readable_pictures import assert_readable

from helpers.figures.hands_on_pictures import digit_reading

STROKES = [[(0.2, 0.1), (0.8, 0.1), (0.4, 0.9)]]
PIXELS = np.linspace(0, 1, 64)
SHARES = np.array([0.01, 0.02, 0.01, 0.02, 0.01, 0.01, 0.01, 0.9, 0.005, 0.005])
PICTURES = {"digit reading": lambda: digit_reading(STROKES, PIXELS, SHARES)}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_words_are_readable(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


def test_a_reading_holds_the_drawing_its_pixels_and_the_shares():
    figure = digit_reading(STROKES, PIXELS, SHARES)
    drawing, image, bars = figure.axes
    np.testing.assert_array_equal(drawing.lines[0].get_xydata(), STROKES[0])
    np.testing.assert_array_equal(image.images[0].get_array().ravel(), PIXELS)
    np.testing.assert_array_equal([bar.get_width() for bar in bars.patches], SHARES)
    assert figure.alt_text.endswith("the share that the network gives to each digit: most to 7.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((STROKES, PIXELS[:9], SHARES), r"pixels have shape \(9,\), expected \(64,\)"),
        ((STROKES, PIXELS, SHARES[:3]), r"shares have shape \(3,\), expected \(10,\)"),
        ((STROKES, PIXELS * np.nan, SHARES), "pixels have the value nan"),
    ],
)
def test_a_reading_that_does_not_fit_is_told_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        digit_reading(*arguments)
