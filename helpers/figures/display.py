"""Put a figure into a notebook with its alt text, sharp, small, the same in every front end."""

import base64
import html
import io
from pathlib import Path

import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.figures.style import INCH_IN_PIXELS, styled
from helpers.page_source import page_source

STYLE_SHEET = Path(__file__).parent / "paper.css"

OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
"""Where a picture is scrolled, the notebook's shortcuts would take the keys."""

PIXEL_DENSITY = 2

SAMPLE = 50_000
"""About how many pixels of a picture its colours are chosen for."""

MOST_COLOURS = 96
"""So many keep every colour of an area as it was drawn; with 64 some fills change."""


def show(figure):
    """Display a figure that one of the drawing functions returned.

    The picture has two pixels for each one of the page, as good screens do. It stands in the output
    three times: as HTML with alt text, which JupyterLab shows; as PNG, for exports; as words, for
    a plain terminal. Raises TypeError where there is no figure, ValueError where alt text lacks.
    """
    display(bundle(figure), raw=True)


def bundle(figure):
    """Return the figure as a dict from mime type to content."""
    if not isinstance(figure, Figure):
        raise TypeError(f"figure is of type {type(figure).__name__}, expected a matplotlib Figure")
    alt_text = getattr(figure, "alt_text", "")
    if not alt_text:
        raise ValueError("figure has no alt text: return described(figure, alt_text)")
    picture = base64.b64encode(png(figure)).decode()
    return {
        "text/html": (
            f'<div class="course-picture" {OWN_KEYS}><style>{page_source(STYLE_SHEET)}</style>'
            f"{image_tag(figure, picture)}</div>"
        ),
        "image/png": picture,
        "text/plain": f"Figure: {alt_text}",
    }


def image_tag(figure, picture):
    """Return the HTML for a figure and its base64 PNG: as wide as the figure, with its alt text."""
    width, height = (round(inches * INCH_IN_PIXELS) for inches in figure.get_size_inches())
    return (
        f'<img width="{width}" height="{height}" style="--widest:{width}px" '
        f'alt="{html.escape(figure.alt_text)}" '
        f'src="data:image/png;base64,{picture}">'
    )


@styled
def png(figure):
    """Return the figure as a PNG of few colours: small, and no visible loss."""
    file = io.BytesIO()
    # The last tenth of the size would take as long as the drawing.
    _of_few_colours(_drawn(figure)).save(file, "png", compress_level=7)
    return file.getvalue()


def _drawn(figure):
    """The figure's pixels, RGBA. Figure.savefig would draw it twice."""
    dpi, canvas = figure.dpi, figure.canvas
    try:
        figure.set_dpi(INCH_IN_PIXELS * PIXEL_DENSITY)
        painter = FigureCanvasAgg(figure)
        painter.draw()
        return np.asarray(painter.buffer_rgba())
    finally:
        figure.set_canvas(canvas)
        figure.set_dpi(dpi)


def _of_few_colours(pixels):
    """The image in few colours, chosen for a sample: in a third of the time that all would take."""
    colours = (pixels.view("<u4")[..., 0] & 0xFFFFFF).ravel()
    # Most pixels are like their left neighbour: one lookup does for a run of them.
    starts = np.flatnonzero(np.diff(colours, prepend=~colours[0]))
    lengths = np.diff(starts, append=colours.size)
    known, numbers = np.unique(colours[starts], return_inverse=True)
    # Every colour at least once, and as often as its share of the picture.
    # The counts are floats, which hold them times SAMPLE where an integer has 32 bits, too.
    counts = np.bincount(numbers, weights=lengths)
    shares = 1 + (counts * SAMPLE // colours.size).astype(np.intp)
    sample = np.repeat(known.astype("<u4"), shares).view(np.uint8).reshape(1, -1, 4)
    rgb = Image.fromarray(np.ascontiguousarray(sample[..., :3]))
    few = rgb.quantize(MOST_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    places = np.repeat(np.asarray(few)[0, shares.cumsum() - 1][numbers], lengths)
    image = Image.fromarray(places.reshape(pixels.shape[:2]))
    image.putpalette(few.getpalette())
    return image
