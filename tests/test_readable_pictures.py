"""A picture in which a line goes through words is refused, one where paper hides it is not."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from readable_pictures import assert_readable

from helpers.figures.style import PAPER, panels, styled

ACROSS = np.array([0, 10])
PAPER_BEHIND = {"facecolor": PAPER, "linewidth": 0}


def picture(**look):
    """Empty axes with words in their middle."""
    figure, axes = panels()
    axes.set(xlim=(0, 10), ylim=(0, 10))
    axes.text(5, 5, "in the middle", ha="center", va="center", **look)
    return figure, axes


def sheet(axes, wide, **look):
    axes.add_patch(Rectangle((5 - wide / 2, 4), wide, 2, color=PAPER, **look))


def through(axes):
    axes.plot(ACROSS, 10 - ACROSS)


def over_the_paper(axes):
    axes.plot(ACROSS, [5, 5], zorder=9)


def over_a_sheet(axes):
    sheet(axes, 6, zorder=1)
    axes.plot(ACROSS, [5, 5])


def over_a_sheet_too_small(axes):
    axes.plot(ACROSS, [5, 5])
    sheet(axes, 1, zorder=2.5)


def over_a_thin_sheet(axes):
    axes.plot(ACROSS, [5, 5])
    sheet(axes, 6, zorder=2.5, alpha=0.3)


def many_lines(axes):
    axes.hlines([2, 5], 0, 10)


def under_a_sheet(axes):
    axes.plot(ACROSS, [5, 5])
    sheet(axes, 6, zorder=2.5)


def below(axes):
    axes.plot(ACROSS, [4.5, 4.5])


def broken(axes):
    axes.plot([0, 1, np.nan, 9, 10], [5, 5, np.nan, 5, 5])


def outside_its_axes(axes):
    axes.set_ylim(6, 10)
    axes.plot(ACROSS, [5, 5])


def dots_alone(axes):
    axes.plot(ACROSS, [5, 5], "o")


def without_width(axes):
    axes.plot(ACROSS, [5, 5], linewidth=0)


def unseen(axes):
    axes.plot(ACROSS, [5, 5], visible=False)


@styled
def drawn(draw, look):
    figure, axes = picture(**look)
    draw(axes)
    return figure


@pytest.mark.parametrize(
    ("draw", "look"),
    [
        (through, {}),
        (through, {"rotation": 45}),
        (many_lines, {}),
        (over_a_sheet, {}),
        (over_a_sheet_too_small, {}),
        (over_a_thin_sheet, {}),
        (over_the_paper, {"bbox": PAPER_BEHIND}),
    ],
)
def test_words_that_a_line_strikes_through_are_named(draw, look, monkeypatch):
    with pytest.raises(AssertionError, match="in the middle"):
        assert_readable(drawn(draw, look), monkeypatch)


@pytest.mark.parametrize(
    ("draw", "look"),
    [
        (under_a_sheet, {}),
        (through, {"bbox": PAPER_BEHIND}),
        (below, {}),
        (broken, {}),
        (outside_its_axes, {"clip_on": False}),
        (dots_alone, {}),
        (without_width, {}),
        (unseen, {}),
    ],
)
def test_a_line_that_does_no_harm_is_let_through(draw, look, monkeypatch):
    assert_readable(drawn(draw, look), monkeypatch)
