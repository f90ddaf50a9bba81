"""What every text in a picture has to be: large enough, inside the picture, apart from the rest."""

import io
from itertools import combinations

from matplotlib.text import Text


def assert_readable(figure, monkeypatch):
    """Draw the figure and check all texts that are really painted."""
    texts = _painted(figure, monkeypatch)
    assert min(text.get_fontsize() for text in texts) >= 9
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for words, box in boxes:
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, words
        assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, words
    for (one, box), (other, other_box) in combinations(boxes, 2):
        assert not box.overlaps(other_box), (one, other)


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
