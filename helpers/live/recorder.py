"""A matplotlib renderer that paints nothing: it keeps what artists draw, for a browser to paint.

matplotlib has done all of the work by then: layout, ticks, text, colours, clips. What reaches the
renderer are outlines, images and how to paint them. Whatever cannot be kept raises
NotImplementedError with the name of the feature: it is never left out in silence.
"""

import json

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.colors import to_hex, to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from helpers.live.tape import UNITS_IN_A_PIXEL, units

REACH = 2 * 32767 // UNITS_IN_A_PIXEL // 3
"""Pixels from the figure's corner within which every outline has to lie."""

_FONT_UNITS = 64
"""Parts of a pixel that FreeType counts in."""

MOST_SNAPPED = 1024
"""Agg leaves paths with more vertices than this where they are."""


class Recorder(RendererBase):
    """Keep on a tape what is drawn between two calls of `taken`, in the pixels of a figure."""

    def __init__(self, figure, tape):
        super().__init__()
        self.width, self.height = figure.bbox.size
        self.dpi = figure.dpi
        # Agg measures texts, so that they lie where they lie in a still picture. It paints nothing:
        # a pixel is enough.
        self._measure = RendererAgg(1, 1, self.dpi)
        self._tape = tape
        self._operations = []
        self._glyphs = {}

    @property
    def has_drawn(self):
        """Whether anything has been drawn since the last call of `taken`."""
        return bool(self._operations)

    def taken(self):
        """Return the index of the chunk with everything drawn since the last call."""
        chunk = np.array(self._operations, dtype="<i4").tobytes()
        self._operations = []
        return self._tape.keep("chunks", chunk)

    def forget(self):
        """Hold no index of the tape any more: the tape has been cut."""
        self._operations = []
        self._glyphs = {}

    def get_text_width_height_descent(self, s, prop, ismath):
        if ismath == "TeX":
            raise NotImplementedError("text set by TeX cannot be recorded: use mathtext")
        return self._measure.get_text_width_height_descent(s, prop, ismath)

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points * self.dpi / 72

    def option_image_nocomposite(self):
        return True

    def option_scale_image(self):
        return True

    def flipy(self):
        return False

    def draw_path(self, gc, path, transform, rgbFace=None):
        codes, points = self._outline(path, transform, is_filled=rgbFace is not None)
        if len(codes):
            snaps = _snaps(gc, codes, points)
            self._put(self._pen(gc, rgbFace, snap=snaps), [self._shape(codes, points)])

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        places = path.cleaned(trans, remove_nans=True)
        places = self._down(places.vertices[places.codes != Path.STOP])
        codes, points = _cleaned(marker_path, marker_trans)
        points = points * [1, -1]
        if not len(codes) or not len(places):
            return
        shape, x, y = self._shape(codes, points)
        pen = self._pen(gc, rgbFace, snap=_snaps(gc, codes, points))
        self._put(pen, [(shape, x + px, y + py) for px, py in units(places).tolist()])

    def draw_image(self, gc, x, y, im, transform=None):
        rows, columns = im.shape[:2]
        is_resampled = transform is None
        if is_resampled:
            size = Affine2D().scale(columns, rows)
            transform = size.translate(round(x), round(y))
        else:
            transform = transform + Affine2D().translate(x, y)
        image = self._tape.keep("images", (columns, rows, np.ascontiguousarray(im).tobytes()))
        corners = self._down(transform.transform([(0, 0), (1, 1)]))
        matrix = transform.get_matrix()
        if matrix[0, 1] or matrix[1, 0]:
            raise NotImplementedError("a turned or slanted image cannot be recorded")
        box = _rounded(corners.ravel())
        # The alpha of a resampled image is in its pixels already.
        alpha = 1 if is_resampled else gc.get_alpha()
        how = {"image": image, "smooth": is_resampled, "box": box, "alpha": alpha}
        pen = self._pen(gc, None, **how)
        self._put(pen, [(0, 0, 0)])

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, **_further):
        size = self.points_to_pixels(prop.get_size_in_points()) / self._text2path.FONT_SCALE
        place = Affine2D().rotate_deg(angle).translate(x, y)
        glyphs, outlines, bars = self._laid_out(s, prop, ismath)
        strokes = []
        for name, left, rise, scale in glyphs:
            shape, dx, dy = self._glyph(name, outlines, size * scale, angle)
            origin = self._down(place.transform([(left * size, rise * size)]))
            px, py = units(origin)[0].tolist()
            strokes.append((shape, px + dx, py + dy))
        for vertices, codes in bars:
            bar = Path(np.array(vertices) * size, codes)
            strokes.append(self._shape(*self._outline(bar, place, is_filled=True)))
        if strokes:
            self._put(self._pen(gc, gc.get_rgb(), width=0, together=True), strokes)

    def draw_gouraud_triangles(self, gc, triangles_array, colors_array, transform):
        raise NotImplementedError("Gouraud shading cannot be recorded: shade flat")

    def start_filter(self):
        raise NotImplementedError("an agg_filter cannot be recorded: take it off the artist")

    def _put(self, pen, strokes):
        self._operations += (pen, len(strokes))
        for stroke in strokes:
            self._operations += stroke

    def _down(self, points):
        return np.column_stack([points[:, 0], self.height - points[:, 1]])

    def _outline(self, path, transform, is_filled):
        """Codes and points of a path in pixels, y downwards, cut where it leaves the figure."""
        # A pixel outside of it, as Agg cuts a line: its dashes begin there.
        window = None if is_filled else (0, 0, self.width, self.height)
        codes, points = _cleaned(path, transform, clip=window, is_filled=is_filled)
        if is_filled and len(points) and np.abs(points).max() > REACH:
            far = REACH / 4
            box = Bbox.from_extents(-far, -far, self.width + far, self.height + far)
            polygon = Path(points, codes).clip_to_bbox(box)
            codes, points = _cleaned(polygon, None)
        return codes, self._down(points)

    def _shape(self, codes, points):
        """Index and place: an outline counts from its first point, to be the same anywhere."""
        points = units(points)
        x, y = points[0].tolist()
        outline = (points - points[0]).clip(-32768, 32767).astype("<i2")
        return self._tape.keep("shapes", (codes.tobytes(), outline.tobytes())), x, y

    def _laid_out(self, text, prop, is_math):
        """Glyphs with their places as Agg sets them, their outlines, and bars of fractions."""
        # Three privates of matplotlib's here: no public call tells where Agg sets each glyph. A
        # version without them fails loudly, in tests/test_live_recording.py.
        if is_math:
            return self._text2path.get_glyphs_mathtext(prop, text)
        own_font = self._text2path._get_font(prop)
        glyphs, outlines, bars = self._text2path.get_glyphs_with_font(own_font, text)
        font = self._measure._prepare_font(prop)
        places = font.set_text(text, 0, flags=get_hinting_flag()) / _FONT_UNITS
        if len(places) == len(glyphs):
            size = self.points_to_pixels(prop.get_size_in_points()) / self._text2path.FONT_SCALE
            glyphs = [
                (name, left / size, rise / size, scale)
                for (name, _, _, scale), (left, rise) in zip(glyphs, places, strict=True)
            ]
        return glyphs, outlines, bars

    def _glyph(self, name, outlines, size, angle):
        key = name, size, angle
        if key not in self._glyphs:
            vertices, codes = outlines[name]
            turned = Affine2D().scale(size).rotate_deg(angle)
            if not len(vertices):
                vertices, codes = [(0, 0)], [Path.MOVETO]
            codes, points = _cleaned(Path(vertices, codes), turned)
            self._glyphs[key] = self._shape(codes, points * [1, -1])
        return self._glyphs[key]

    def _pen(self, gc, face, **further):
        """Index of the pen for a graphics context, with lengths in pixels."""
        if gc.get_hatch() is not None:
            raise NotImplementedError("a hatch cannot be recorded: use a colour or an edge")
        if gc.get_sketch_params() is not None:
            raise NotImplementedError("a sketched line cannot be recorded: set no sketch_params")
        pixel = self.points_to_pixels(1)
        offset, dashes = gc.get_dashes()
        pen = {"width": gc.get_linewidth() * pixel, "stroke": _css(gc.get_rgb()), **further}
        if face is not None:
            pen["fill"] = _css(face, gc.get_alpha() if _takes_alpha(gc, face) else None)
            if not pen["width"] and not gc.get_antialiased():
                # Neighbours without antialiasing meet without a seam; a thin edge does the same.
                pen |= {"width": 0.5, "stroke": pen["fill"]}
        if dashes is not None:
            pen |= {"dashes": [d * pixel for d in dashes], "offset": (offset or 0) * pixel}
        pen |= {"cap": gc.get_capstyle(), "join": gc.get_joinstyle(), **self._clips(gc)}
        return self._tape.keep("pens", json.dumps(pen, default=float))

    def _clips(self, gc):
        clips = {}
        box, (path, transform) = gc.get_clip_rectangle(), gc.get_clip_path()
        if box is not None:
            clips["clip"] = _rounded((box.x0, self.height - box.y1, box.x1, self.height - box.y0))
        if path is not None:
            outline = self._outline(path, transform, is_filled=True)
            clips["inside"] = self._shape(*outline)
        return clips


def _takes_alpha(gc, face):
    return gc.get_forced_alpha() or len(face) == 3


def _css(color, alpha=None):
    return to_hex(to_rgba(color, alpha), keep_alpha=True)


def _rounded(numbers):
    return [round(float(number), 2) for number in numbers]


def _cleaned(path, transform, clip=None, is_filled=True):
    simplify = not is_filled and path.should_simplify
    cleaned = path.cleaned(transform, remove_nans=True, clip=clip, simplify=simplify, curves=True)
    ends = cleaned.codes != Path.STOP
    return cleaned.codes[ends], cleaned.vertices[ends]


def _snaps(gc, codes, points):
    """Whether Agg would move this outline to whole pixels: if told to, or if all is upright."""
    if gc.get_snap() is not None:
        return bool(gc.get_snap())
    if len(codes) > MOST_SNAPPED or ((codes == Path.CURVE3) | (codes == Path.CURVE4)).any():
        return False
    # Agg's own rule, and its own number (PathSnapper): it can be asked only by painting.
    steps = np.abs(np.diff(points, axis=0)) >= 1e-4
    return not (steps.all(axis=1) & (codes[1:] == Path.LINETO)).any()
