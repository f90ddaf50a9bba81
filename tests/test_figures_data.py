"""The pictures of the data say in words what they show, can be read, and change nothing."""

import io
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from readable_pictures import assert_readable

from helpers.datasets import load_digits, load_wages
from helpers.figures.data_pictures import (
    Fit,
    confusion_matrix,
    digit_grid,
    points_and_fits,
    round_end,
    slope_images,
)

DIGITS = load_digits()
WAGES = load_wages()
YEARS = np.linspace(2.0, 18.0, 30)


def random_slopes(digits):
    return np.random.default_rng(0).normal(size=(digits, 64))


def some_fits(count, apart=0.1):
    return [Fit(f"line {number}", YEARS, YEARS / 2 + apart * number) for number in range(count)]


PICTURES = {
    "digits": lambda: digit_grid(DIGITS.pixels[:20], DIGITS.labels[:20], title="Twenty digits"),
    "one digit": lambda: digit_grid(DIGITS.pixels[:1], DIGITS.labels[:1]),
    "judged digits": lambda: digit_grid(
        DIGITS.pixels[:13], DIGITS.labels[:13], DIGITS.labels[1:14], title="All wrong"
    ),
    "many digits": lambda: digit_grid(
        DIGITS.pixels[:60], DIGITS.labels[:60], DIGITS.labels[:60], title="All right"
    ),
    "confusion": lambda: confusion_matrix(DIGITS.labels, np.roll(DIGITS.labels, 3), title="Few"),
    "right digits": lambda: confusion_matrix(DIGITS.labels, DIGITS.labels, title="All right"),
    "slopes": lambda: slope_images(
        DIGITS.pixels[:10], random_slopes(10), DIGITS.labels[:10], title="Ten digits"
    ),
    "one slope": lambda: slope_images(DIGITS.pixels[:1], random_slopes(1), DIGITS.labels[:1]),
    "fits": lambda: points_and_fits(
        WAGES.inputs[:, 0],
        WAGES.targets[:, 0],
        some_fits(4),
        "education, years",
        "wage, dollars an hour",
        title="Four lines that end close together",
    ),
}
EACH_PICTURE = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())


def visible_texts(figure):
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


@EACH_PICTURE
def test_every_text_can_be_read(draw, monkeypatch):
    assert_readable(draw(), monkeypatch)


@EACH_PICTURE
def test_the_same_data_gives_the_same_picture(draw):
    def pixels():
        file = io.BytesIO()
        draw().savefig(file, format="raw", dpi=50)
        return file.getvalue()

    assert pixels() == pixels()


@EACH_PICTURE
def test_every_picture_is_a_figure_with_alt_text_of_one_paragraph(draw):
    figure = draw()
    assert isinstance(figure, Figure)
    assert figure.alt_text.endswith(".")
    assert "\n" not in figure.alt_text


def test_no_figure_is_kept_by_pyplot():
    code = (
        "import sys; import numpy as np; from helpers.figures import data_pictures as d; "
        "d.confusion_matrix([1], [2]); d.slope_images(np.ones((2, 64)), np.ones((2, 64)), [0, 1]); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_digit_grid_says_which_were_wrong():
    figure = digit_grid(DIGITS.pixels[:4], DIGITS.labels[:4], [0, 7, 2, 8])
    assert figure.alt_text == (
        "4 handwritten digits, 2 of them taken for another. Wrong: 1 taken for 7, 3 taken for 8. "
        "Right: 0, 2."
    )
    words = [text.get_text() for text in visible_texts(figure)]
    assert words == ["said 0", "right", "said 7", "is 1", "said 2", "right", "said 8", "is 3"]
    bold = [text.get_text() for text in visible_texts(figure) if text.get_fontweight() == "bold"]
    assert bold == ["said 7", "is 1", "said 8", "is 3"]


def test_digit_grid_shows_the_pixels_in_reading_order():
    figure = digit_grid(DIGITS.pixels[:2], DIGITS.labels[:2])
    images = figure.axes[0].images
    np.testing.assert_array_equal(images[1].get_array(), DIGITS.pixels[1].reshape(8, 8))
    assert images[0].origin == "upper"
    assert images[0].get_extent()[0] < images[1].get_extent()[0]
    assert figure.alt_text == "2 handwritten digits: 0, 1."


def test_confusion_matrix_counts_digits_in_rows_and_words_in_columns():
    figure = confusion_matrix([3, 3, 3, 1], [3, 5, 5, 1])
    assert figure.alt_text == (
        "Of 4 digits 2 were named correctly, 50.0%. Taken for another, and how often: 3 for 5 (2)."
    )
    axes = figure.axes[0]
    counts = {text.get_position(): text.get_text() for text in axes.texts}
    assert counts[5, 3] == "2"
    assert counts[1, 1] == "1"
    assert counts[9.8, 3] == "1 of 3 right"
    assert counts[9.8, 0] == "none here"
    assert axes.get_ylim() == (9.5, -0.5)


def test_slope_images_stand_below_their_digits_and_share_a_scale_with_white_at_zero():
    slopes = random_slopes(3)
    slopes[0, 0], slopes[2, 9] = -6.0, 0.0
    figure = slope_images(DIGITS.pixels[:3], slopes, DIGITS.labels[:3])
    images = figure.axes[0].images
    np.testing.assert_array_equal(images[1].get_array(), DIGITS.pixels[1].reshape(8, 8))
    assert {image.get_clim() for image in images[3:]} == {(-6.0, 6.0)}
    np.testing.assert_array_equal(images[5].get_array(), slopes[2].reshape(8, 8))
    np.testing.assert_allclose(images[5].to_rgba(images[5].get_array())[1, 1], 1)
    assert images[1].get_extent()[:2] == images[4].get_extent()[:2]
    assert figure.alt_text == (
        "3 handwritten digits: 0, 1, 2. Below each the slope of its loss at every pixel, on one "
        f"scale without colour at 0, from −6 to {slopes.max():.3g}."
    )


def test_slopes_well_below_zero_wear_a_dash_so_that_grey_print_shows_their_sign():
    slopes = np.zeros((2, 64))
    slopes[1, 8 * 2 + 5] = -1.0  # row 2, column 5 of the second digit
    slopes[1, [0, 7]] = 1.0, -0.1
    axes = slope_images(PIXELS[:2], slopes, [0, 1]).axes[0]
    (dash,) = axes.collections[0].get_segments()
    left, right, _, top = axes.images[3].get_extent()
    pixel = (right - left) / 8
    np.testing.assert_allclose(dash.mean(axis=0), [left + 5.5 * pixel, top - 2.5 * pixel])


@pytest.mark.parametrize(
    ("largest", "end"), [(0.621, 0.7), (1.5, 1.6), (9.4, 10), (0.0123, 0.016), (20.0, 20), (0, 1)]
)
def test_a_scale_ends_at_a_round_number(largest, end):
    assert round_end(largest) == pytest.approx(end)


def test_the_words_beside_the_scale_say_from_where_on_slopes_wear_a_dash():
    slopes = np.linspace(-0.621, 0.3, 64)[None]
    figure = slope_images(PIXELS[:1], slopes, [0])
    words = [text.get_text() for text in figure.axes[1].texts]
    assert words == ["ink lowers the loss (dashes: below −0.21)", "ink raises the loss"]
    drawn = len(figure.axes[0].collections[0].get_segments())
    assert drawn == np.sum(slopes < -0.21)


def test_slopes_of_zero_are_drawn_white():
    image = slope_images(PIXELS[:1], PIXELS[:1], [0]).axes[0].images[1]
    np.testing.assert_allclose(image.to_rgba(image.get_array()), 1)


def test_fits_are_named_in_the_order_of_their_ends():
    fits = [Fit("high", [0.0, 1.0], [0.0, 9.0]), Fit("low", [0.0, 1.0], [2.0, 3.0])]
    figure = points_and_fits([0.0, 1.0], [1.0, 5.0], fits, "time, years", "length, metres")
    assert figure.alt_text == (
        "2 points: time, years, from 0 to 1, and length, metres, from 1 to 5. "
        "Line high: 0 at 0, 9 at 1. Line low: 2 at 0, 3 at 1."
    )
    heights = {text.get_text(): text.xy[1] for text in figure.axes[0].texts}
    assert heights == {"high": 9, "low": 3}


def test_fits_are_named_at_the_end_at_which_they_are_further_apart():
    fits = [Fit("one", [0.0, 1.0], [0.0, 9.0]), Fit("other", [0.0, 1.0], [5.0, 8.0])]
    texts = points_and_fits([0.0, 1.0], [1.0, 5.0], fits, "x", "y").figure.axes[0].texts
    assert {text.get_text(): text.xy for text in texts} == {"one": (0, 0), "other": (0, 5)}


def test_arguments_are_left_as_they_were():
    arrays = [
        DIGITS.pixels[:9].copy(),
        DIGITS.labels[:9].copy(),
        DIGITS.labels[1:10].copy(),
        random_slopes(9),
        WAGES.targets.copy(),
        WAGES.inputs[:, 0].copy(),
        YEARS.copy(),
    ]
    before = [array.copy() for array in arrays]
    pixels, labels, predicted, slopes, targets, education, years = arrays
    digit_grid(pixels, labels, predicted)
    confusion_matrix(labels, predicted)
    slope_images(pixels, slopes, labels)
    points_and_fits(education, targets[:, 0], [Fit("line", years, years)], "x", "y")
    for array, original in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, original)


TARGETS = np.ones((3, 1))
PIXELS = np.zeros((3, 64))


@pytest.mark.parametrize(
    ("draw", "arguments", "named"),
    [
        (digit_grid, (np.zeros((3, 63)), [0, 1, 2]), "pixels have 63 columns"),
        (digit_grid, (np.zeros(64), [0]), "pixels have shape"),
        (digit_grid, (np.zeros((61, 64)), np.zeros(61)), "pixels hold 61 digits"),
        (digit_grid, (PIXELS, [0, 1]), "labels have shape"),
        (digit_grid, (PIXELS, [0, 1, 10]), "labels have the label 10"),
        (digit_grid, (PIXELS, [0, 1, 2], [0, 1, 2.5]), "predicted has the label 2.5"),
        (digit_grid, ("digits", [0]), "pixels are the text"),
        (confusion_matrix, ([], []), "labels are empty"),
        (confusion_matrix, ([1, 2], [1]), "predicted has shape"),
        (confusion_matrix, ([1, -1], [1, 1]), "labels have the label -1"),
        (confusion_matrix, ([[1], [2]], [1, 2]), "labels have shape"),
        (slope_images, (np.zeros((2, 63)), np.zeros((2, 63)), [0, 1]), "pixels have 63 columns"),
        (slope_images, (PIXELS, np.zeros((2, 64)), [0, 1, 2]), "slopes have shape"),
        (slope_images, (PIXELS, np.full((3, 64), np.nan), [0, 1, 2]), "slopes have the value nan"),
        (slope_images, (PIXELS, PIXELS, [0, 1]), "labels have shape"),
        (slope_images, (np.zeros((11, 64)), np.zeros((11, 64)), np.zeros(11)), "pixels hold 11"),
        (points_and_fits, (TARGETS, TARGETS, [], "x", "y"), "x has shape"),
        (points_and_fits, ([1.0], [1.0, 2.0], [], "x", "y"), "y has shape"),
        (points_and_fits, ([1.0], [1.0], [("a", [1], [1])], "x", "y"), "fits are not"),
        (points_and_fits, ([1.0], [1.0], some_fits(5), "x", "y"), "fits are 5 lines"),
        (points_and_fits, ([1.0], [1.0], [Fit("a", [1], [1, 2])], "x", "y"), r"fits\[0\].y has"),
        (points_and_fits, ([1.0], [1.0], [Fit("a", [], [])], "x", "y"), r"fits\[0\].x is empty"),
    ],
)
def test_what_cannot_be_drawn_is_named_in_one_sentence(draw, arguments, named):
    with pytest.raises((TypeError, ValueError), match=rf"^{named}.*expected") as told:
        draw(*arguments)
    assert "\n" not in str(told.value)
