"""The first picture of the course: the running example with one weight left open."""

from typing import NamedTuple

from matplotlib.artist import Artist

from helpers.figures.network_diagram import network_scene
from helpers.figures.network_drawing import draw_band, move_band
from helpers.figures.style import INK, QUIET, SLOPE, VALUE, Scene, described, short, styled
from helpers.losses import squared_error_slope
from helpers.network import Layer, backward, forward

INPUTS = [[1.0, 2.0]]
FIRST_WEIGHTS = [[0.5, 0.6], [0.1, 0.2]]
OPEN_EDGE = 4
"""The open weight's place among all weights."""

STEEPEST = 0.3
"""The slope at which the band around the open weight has its full width."""

REACH, GAUGE, GAUGE_HALF = 0.5, (8.05, -0.85), 0.8
"""How far the gauge goes to both sides of the target, and its middle and half its length."""


class TargetArtists(NamedTuple):
    """What moves in the gauge below the prediction: the error as a length, the prediction."""

    error: Artist
    prediction: Artist


@styled
def open_weight_scene(start, target):
    """Draw the running example with `start` as the weight from its first hidden node.

    The title says how far the prediction is from `target`, and so does a gauge below it. The
    steeper the open weight's slope is, the wider the band around its line. Returns the Scene, whose
    `move_to(weight)` returns words.
    """
    figure, network, move_network = network_scene(*running_example(start))
    axes, line = figure.axes[0], network.lines[OPEN_EDGE]
    band, gauge = draw_band(axes, line.get_xydata()), _draw_gauge(axes, target)
    words = "the wider the band, the harder the error pulls at this weight"
    axes.text(1.6, axes.get_ylim()[0] + 0.15, words, color=SLOPE, fontsize=9.5, va="bottom")

    def move_to(weight):
        layers, passed = running_example(weight)
        prediction = passed.prediction.item()
        error = f"{prediction - target:+.3f}".replace("-", "−")
        move_network(layers, passed, title=f"prediction − target = {error}")
        slopes = backward(passed, layers, squared_error_slope(passed.prediction, [[target]]))
        move_band(band, line, min(abs(slopes[1].weights[0, 0]) / STEEPEST, 1))
        _move_gauge(gauge, prediction - target)
        return (
            f"Weight {weight:.2f}: the network predicts {prediction:.3f}, the target is {target}."
        )

    move_to(start)
    described(figure, f"{figure.alt_text} Target: {short(target)}.")
    return Scene(figure, (network, band, gauge), move_to)


def _draw_gauge(axes, target):
    """Draw a short number line around the target; return what moves on it."""
    x, y = GAUGE
    axes.plot([x - GAUGE_HALF, x + GAUGE_HALF], [y, y], color=QUIET, linewidth=1)
    axes.plot([x, x], [y - 0.09, y + 0.09], color=INK, linewidth=2, zorder=4)
    axes.text(x, y - 0.14, f"target {short(target)}", ha="center", va="top", fontsize=9.5)
    return TargetArtists(
        error=axes.plot([], [], color=VALUE, linewidth=4, solid_capstyle="butt", zorder=3)[0],
        # A pointer: round, it would look like a slider's knob.
        prediction=axes.plot([], [], "v", color=VALUE, markersize=8, zorder=5)[0],
    )


def _move_gauge(gauge, error):
    x, y = GAUGE
    end = x + GAUGE_HALF * max(-1, min(1, error / REACH))
    gauge.error.set_data([x, end], [y, y])
    gauge.prediction.set_data([end], [y + 0.12])


def running_example(weight):
    """Return the layers of the running example with one weight open, and their forward pass.

    >>> running_example(0.3)[1].prediction.round(2)
    array([[0.61]])
    """
    layers = [Layer(FIRST_WEIGHTS), Layer([[weight], [0.4]])]
    return layers, forward(INPUTS, layers)
