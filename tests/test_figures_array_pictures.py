"""The pictures of arrays hold their numbers, say them in words, and can be read."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from readable_pictures import assert_readable

from helpers.figures.array_pictures import array_axes, column_beside_table, row_meets_column
from helpers.figures.style import LIT_PAPER

AMOUNTS = np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 6.0]])
PRICES = np.array([[0.5, 0.75], [2.0, 1.5], [0.25, 0.25]])
LARGEST = -np.arange(1, 13).reshape(4, 3) / 7

PICTURES = {
    "axes": lambda: array_axes(AMOUNTS, "Title"),
    "axes of the largest": lambda: array_axes(LARGEST, "Title"),
    "row meets column": lambda: row_meets_column(AMOUNTS, PRICES, 1, 0, "Title"),
    "rows meet the largest": lambda: row_meets_column(LARGEST, LARGEST[:3], 3, 2, "Title"),
    "column beside a table": lambda: column_beside_table([[2.0], [3.0]], AMOUNTS, "Title"),
    "column beside the largest": lambda: column_beside_table(LARGEST[:, :1], LARGEST, "Title"),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_every_picture_can_be_read_and_has_words(draw, monkeypatch):
    figure = draw()
    assert figure.alt_text.endswith(".")
    assert_readable(figure, monkeypatch)


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def lit(figure):
    """The numbers on coloured paper."""
    boxes = [p for p in figure.axes[0].patches if p.get_facecolor() == to_rgba(LIT_PAPER)]
    middles = [(box.get_x() + 0.5, box.get_y() + 0.5) for box in boxes]
    at = {text.get_position(): text.get_text() for text in figure.axes[0].texts}
    return [at[middle] for middle in middles]


def test_the_axes_come_with_the_sums_over_each():
    figure = array_axes(AMOUNTS)
    assert lit(figure) == ["4", "3", "8", "6", "9"]
    assert "the sums over it are 4, 3, 8, one for each column" in figure.alt_text
    assert "the sums over it are 6, 9, one for each row" in figure.alt_text


def test_a_row_and_a_column_are_lit_with_the_number_that_they_make():
    figure = row_meets_column(AMOUNTS, PRICES, 1, 0)
    assert lit(figure) == ["1", "2", "6", "0.5", "2", "0.25", "6"]
    assert texts(figure)[-1] == "1 × 0.5 + 2 × 2 + 6 × 0.25 = 6"
    assert "= 4, 4.25; 6, 5.25. Row 1" in figure.alt_text
    assert {"(2, 3)", "(3, 2)", "(2, 2)", "@", "="} <= set(texts(figure))


def test_a_column_multiplies_each_row():
    figure = column_beside_table([[2.0], [3.0]], AMOUNTS)
    assert figure.alt_text.endswith("whole row: 6, 2, 4; 3, 6, 18.")
    assert texts(figure)[:10] == ["2", "3", "(2, 1)", "→", "2", "2", "2", "3", "3", "3"]
    assert texts(figure)[-7:] == ["6", "2", "4", "3", "6", "18", "(2, 3)"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: array_axes(np.ones((5, 2))), r"table has shape \(5, 2\), expected at most 4"),
        (lambda: array_axes([1.0, 2.0]), "table"),
        (lambda: row_meets_column(AMOUNTS, AMOUNTS), "as many columns in left as rows in right"),
        (lambda: row_meets_column(AMOUNTS, PRICES, 2, 0), "row is 2 and column 0, expected a pl"),
        (lambda: column_beside_table([[2.0, 3.0]], AMOUNTS), r"expected \(2, 1\): one number"),
    ],
)
def test_what_does_not_fit_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
