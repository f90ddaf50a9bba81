"""The picture that a link to the course shows where it is shared: one of the course's figures."""

import io
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from helpers.figures.display import png
from helpers.figures.first_look import running_example
from helpers.figures.network_diagram import network_diagram
from helpers.figures.style import INK, PAPER, QUIET, styled
from helpers.losses import squared_error_slope
from helpers.network import backward

SIZE = 1200, 630
"""Pixels, in the shape that places where links are shared ask for."""

WIDTH_OF_THE_NETWORK = 1080
MARGIN = 60


def write(place: Path) -> None:
    """Write the picture into a PNG file: the running example with its slopes, and the title."""
    drawn().savefig(place, dpi=100, facecolor=PAPER)


@styled
def drawn() -> Figure:
    """Return the picture as a Figure of SIZE in pixels."""
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100))
    network = running_example_with_slopes()
    height = round(network.height * WIDTH_OF_THE_NETWORK / network.width)
    network = network.resize((WIDTH_OF_THE_NETWORK, height), Image.Resampling.LANCZOS)
    figure.figimage(network, xo=MARGIN, yo=MARGIN // 2)
    left = MARGIN / SIZE[0]
    figure.text(left, 0.925, "Slope by Slope", fontsize=40, color=INK, weight="bold", va="top")
    words = "an interactive course on backpropagation"
    figure.text(left, 0.79, words, fontsize=22, color=QUIET, va="top")
    return figure


def running_example_with_slopes() -> Image.Image:
    """Return the course's running example as it is drawn in notebook 00."""
    layers, passed = running_example(0.3)
    slopes = backward(passed, layers, squared_error_slope(passed.prediction, [[0.5]]))
    return Image.open(io.BytesIO(png(network_diagram(layers, passed, slopes)))).convert("RGB")
