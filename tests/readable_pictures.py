"""What every text in a picture has to be: large enough, inside the picture, apart from the rest."""

import io

import numpy as np
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D


def assert_readable(figure, monkeypatch):
    """Draw the figure and check all texts that are really painted."""
    texts = _painted(figure, monkeypatch)
    assert min(text.get_fontsize() for text in texts) >= 9
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for words, box in boxes:
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, words
        assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, words
    outlines = [turned_box(text, slack=0.01) for text in texts]
    over = overlaps(outlines, outlines)
    assert not [(boxes[one][0], boxes[other][0]) for one, other in over if one < other]


def turned_box(text, renderer=None, slack=1.0):
    """The corners of a text's box, a hair of `slack` pixels smaller: (4, 2)."""
    middle = middles(text.get_window_extent(renderer).extents[None])[0]
    angle = text.get_rotation()
    text.set_rotation(0)
    halves = np.array(text.get_window_extent(renderer).size) / 2 - slack
    text.set_rotation(angle)
    sides = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.maximum(halves, 0.1)
    return Affine2D().rotate_deg(angle).translate(*middle).transform(sides)


def overlaps(outlines, others):
    """Pairs (one, other) of outlines (each (corners, 2)) that share more than a point."""
    paths = [[Path(np.vstack([c, c[:1]])) for c in group] for group in (outlines, others)]
    boxes = [np.array([[*c.min(0), *c.max(0)] for c in group]) for group in (outlines, others)]
    return [
        (one, other)
        for one, other in np.argwhere(meetings(*boxes, slack=0))
        if paths[0][one].intersects_path(paths[1][other], filled=True)
    ]


def meetings(boxes, others, slack=1.0):
    """Which boxes share more than a hair of `slack` pixels: a text's box is wider than its ink."""
    corner = np.maximum(boxes[:, None, :2], others[None, :, :2]) + slack
    far_corner = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return (corner < far_corner).all(axis=2)


def middles(boxes):
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _painted(figure, monkeypatch):
    """A tick outside the axes has a label too, which is never painted."""
    painted = {}
    original = Text.draw

    def draw(text, renderer):
        painted[text] = True
        original(text, renderer)

    monkeypatch.setattr(Text, "draw", draw)
    figure.savefig(io.BytesIO(), format="raw")
    return [text for text in painted if text.get_visible() and text.get_text().strip()]
