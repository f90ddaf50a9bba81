"""A pad to draw a digit on, and what a network makes of it."""

import base64
from itertools import chain

import numpy as np
from IPython.display import display

from helpers import checks
from helpers.figures.hands_on_pictures import digit_reading
from helpers.hands_on.page import outputs
from helpers.hands_on.strokes import pixels_of
from helpers.losses import softmax
from helpers.network import Layer, forward

PIXELS, CLASSES = 64, 10

EXAMPLE = [
    [(0.3, 0.22), (0.4, 0.13), (0.55, 0.1), (0.68, 0.17), (0.71, 0.28), (0.64, 0.4), (0.47, 0.47)],
    [
        (0.47, 0.47),
        (0.66, 0.53),
        (0.74, 0.66),
        (0.69, 0.8),
        (0.55, 0.89),
        (0.38, 0.87),
        (0.27, 0.77),
    ],
]
"""A 3: what the still picture shows."""


def digit_pad(layers, mean=0.0, deviation=1.0):
    """Display a pad to draw a digit on: with every stroke it shows what the network sees and says.

    `layers` lead from 64 pixels to ten scores. The network was trained on
    (pixels - mean) / deviation, where pixels go from 0, paper, to 1, ink; both are one number or
    (64,). A drawing becomes pixels as the data set was made (`pixels_of`). Everything is computed
    in the page, by the same operations as in numpy, so the pad needs no kernel. Raises TypeError or
    ValueError where the layers do not lead from 64 to 10, numbers are not finite or the deviation
    is not above 0.
    """
    display(pad(layers, mean, deviation), raw=True)


def pad(layers, mean, deviation):
    """Return what `digit_pad` displays, as a dict from mime type to content."""
    layers = checks.layer_list(layers, Layer)
    widths = len(layers[0].weights), layers[-1].weights.shape[1]
    if widths != (PIXELS, CLASSES):
        raise ValueError(
            f"layers lead from {widths[0]} inputs to {widths[1]} outputs, expected from {PIXELS} "
            f"pixels to {CLASSES} digits"
        )
    mean, deviation = _for_each_pixel("mean", mean), _for_each_pixel("deviation", deviation)
    if (deviation <= 0).any():
        raise ValueError(f"deviation has the value {deviation.min():g}, expected above 0")
    pixels = pixels_of(EXAMPLE)
    shares = softmax(forward((pixels[None] - mean) / deviation, layers).prediction)[0]
    figure = digit_reading(EXAMPLE, pixels, shares)
    network = _packed(layers, mean, deviation)
    libraries = ["digit_recognition.js", "page_elements.js"]
    return outputs(figure, "digit_pad.js", libraries, [network], "Run this cell to draw here.")


def _for_each_pixel(name, value):
    array = checks.numbers(name, value)
    if array.shape not in ((), (1,), (PIXELS,)):
        raise ValueError(f"{name} has shape {array.shape}, expected one number or ({PIXELS},)")
    return np.broadcast_to(array, PIXELS)


def _packed(layers, mean, deviation):
    """The network for digit_pad.js: its shapes, and all numbers in a row, float64 in base64."""
    parts = chain.from_iterable(layers)
    numbers = [mean, deviation, *(part.ravel() for part in parts if part is not None)]
    text = base64.b64encode(np.concatenate(numbers).astype("<f8").tobytes()).decode()
    shapes = [[*layer.weights.shape, layer.bias is not None] for layer in layers]
    return {"shapes": shapes, "numbers": text}
