"""What every text in a picture has to be: large enough, inside the picture, apart from the rest."""

import io

import drawn_with
import numpy as np
from matplotlib.collections import Collection, LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

INK_HEIGHT = 0.5
"""The share of a text's height, around its middle, where a line goes through its letters."""

OPAQUE = 0.75
"""Paper that hides this much of what is behind it keeps words readable."""


def assert_readable(figure, monkeypatch):
    """Draw the figure and check all texts that are really painted."""
    painted = _painted(figure, monkeypatch)
    texts = [artist for artist in painted if _is_text(artist)]
    assert min(text.get_fontsize() for text in texts) >= 9
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for words, box in boxes:
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, words
        assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, words
    outlines = [turned_box(text, slack=0.01) for text in texts]
    over = overlaps(outlines, outlines)
    assert not [(boxes[one][0], boxes[other][0]) for one, other in over if one < other]
    struck = struck_through(painted)
    assert not struck or not drawn_with.THE_LOCK, f"a line goes through {struck}"


def struck_through(painted):
    """The words that a line goes through, among artists in the order in which they are painted.

    A line behind paper does no harm: the text's own, or a shape's that lies under all of the text.
    """
    lines = [(at, line) for at, artist in enumerate(painted) for line in _lines_of(artist)]
    papers = [(at, artist) for at, artist in enumerate(painted) if _is_paper(artist)]
    struck = []
    for at, text in enumerate(painted):
        if not _is_text(text):
            continue
        ink = _ink_of(text)
        own = text.get_bbox_patch()
        covered = [under for under, paper in papers if under < at and _lies_on(ink, paper)]
        covered += [at] if own is not None and _is_paper(own) else []
        hidden = max(covered, default=-1)
        if any(over > hidden and line.intersects_path(ink, filled=False) for over, line in lines):
            struck.append(text.get_text())
    return struck


def _is_text(artist):
    return isinstance(artist, Text) and artist.get_visible() and bool(artist.get_text().strip())


def _ink_of(text):
    """The outline of the middle of a text, where every letter has ink."""
    corners = turned_box(text, slack=1.0)
    low, high = (corners[[0, 1]] + corners[[3, 2]]) / 2, (corners[[3, 2]] - corners[[0, 1]]) / 2
    corners = np.concatenate([low - INK_HEIGHT * high, (low + INK_HEIGHT * high)[::-1]])
    return Path(np.vstack([corners, corners[:1]]))


def _lines_of(artist):
    """The lines that an artist draws: unbroken paths in pixels, cut where it is clipped."""
    if isinstance(artist, Line2D):
        is_drawn = artist.get_linestyle() not in ("None", "", " ") and artist.get_linewidth() > 0
        paths = [artist.get_path()] if is_drawn else []
    else:
        paths = artist.get_paths() if isinstance(artist, LineCollection) else []
    if not artist.get_visible():
        return []
    clip = artist.get_clip_box() if artist.get_clip_on() else None
    extents = None if clip is None else tuple(clip.extents)
    cut = [
        artist.get_transform().transform_path(path).cleaned(remove_nans=True, clip=extents)
        for path in paths
    ]
    return [Path(points) for path in cut for points in path.to_polygons(closed_only=False)]


def _is_paper(shape):
    """Whether an artist is a shape that can be seen, and nothing through it."""
    if not isinstance(shape, Patch) or not shape.get_visible() or not shape.get_fill():
        return False
    return shape.get_facecolor()[3] >= OPAQUE


def _lies_on(ink, shape):
    outline = shape.get_transform().transform_path(shape.get_path())
    return outline.contains_points(ink.vertices).all()


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
    """Texts, lines and shapes in the order in which they are painted.

    A tick outside the axes has a label too, which is never painted.
    """
    painted = {}
    for kind in (Text, Line2D, Collection, Patch):
        monkeypatch.setattr(kind, "draw", _noted(kind.draw, painted))
    figure.savefig(io.BytesIO(), format="raw")
    return list(painted)


def _noted(draw, painted):
    """A drawing method that notes its artist before it draws."""

    def noted(artist, renderer):
        painted[artist] = True
        draw(artist, renderer)

    return noted
