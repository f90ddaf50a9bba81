"""The weights of a first layer while they are learned, beside what the network reads by then."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import Rectangle

from helpers import checks
from helpers.figures.data_pictures import (
    BELOW_AND_ABOVE,
    DASHED_FROM,
    SIDE,
    dash_the_scale,
    round_end,
)
from helpers.figures.style import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    VALUE,
    Scene,
    described,
    panels,
    short,
    styled,
)

MOST_NODES = 12
COLUMNS = 4
STEP = SIDE + 2
"""From one image to the next, in pixels of the images."""

GOAL = 0.9
"""The share of digits at which a line is drawn across: nine of ten."""

TOP = 1.14
"""How far up the axis of shares goes: above 1 there is room for the guess's label."""


class LearningArtists(NamedTuple):
    """What moves with the epoch: images, their dashes, the curve, its last point, its label."""

    images: Artist
    dashes: Artist
    curve: Artist
    last: Artist
    label: Artist


@styled
def learning_scene(weights_along, accuracies, title=""):
    """Draw what the weights of a first layer became, and the share of digits read, epoch by epoch.

    `weights_along` has shape (epochs + 1, 64, nodes) with at most 12 nodes, `accuracies`
    (epochs + 1,) with shares from 0 to 1; the first of each is before the first epoch. All images
    of all epochs share one scale with white at 0; weights well below 0 wear a dash. Return two
    Scenes of the one figure: what was learned, at the last epoch, and a line for a guess. The
    `move_to(epoch)` of the one and `move_to(your_guess)` of the other go to an epoch and return
    words. Raises ValueError or TypeError where the arguments do not fit.
    """
    weights_along, accuracies = _learning(weights_along, accuracies)
    figure, (left, right) = panels(2, height=4.7, width_ratios=[1, 1.05])
    images, dashes = _draw_images(left, weights_along)
    _frame_accuracies(right, len(accuracies) - 1)
    artists = LearningArtists(images, dashes, *_reading_artists(right))
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)

    def move_to(epoch):
        return _move_learning(artists, weights_along[epoch], accuracies[: epoch + 1])

    words = move_to(len(accuracies) - 1)
    nodes = weights_along.shape[2]
    start = f"The weights into {nodes} nodes as images. Before the first epoch, {accuracies[0]:.0%}"
    described(figure, f"{start} of the digits are read. {words}")
    return Scene(figure, artists, move_to), _guess_scene(right)


def _learning(weights_along, accuracies):
    weights_along = checks.numbers("weights_along", weights_along)
    shape = weights_along.shape
    if len(shape) != 3 or shape[0] < 2 or shape[1] != SIDE**2:
        raise ValueError(
            f"weights_along has shape {shape}, expected (epochs + 1, {SIDE**2}, nodes): the first "
            "layer's weights before the first epoch and after each"
        )
    if shape[2] > MOST_NODES:
        raise ValueError(
            f"weights_along has {shape[2]} nodes, expected at most {MOST_NODES} to draw; take "
            f"weights_along[:, :, :{MOST_NODES}]"
        )
    accuracies = checks.same_shape("accuracies", accuracies, shape[:1], "one for each epoch")
    if accuracies.min() < 0 or accuracies.max() > 1:
        raise ValueError(
            f"accuracies go from {accuracies.min():g} to {accuracies.max():g}, expected shares "
            "from 0 to 1"
        )
    return weights_along, accuracies


def _corners(nodes):
    """Return row and column of the upper left pixel of each node's image: (nodes, 2)."""
    return STEP * np.stack(np.divmod(np.arange(nodes), COLUMNS), axis=1)


def _mosaic(weights):
    """Return the images of weights (64, nodes) in rows of four, with nothing in between."""
    corners = _corners(weights.shape[1])
    mosaic = np.full(corners.max(axis=0) + SIDE, np.nan)
    for image, (row, column) in zip(weights.T.reshape(-1, SIDE, SIDE), corners, strict=True):
        mosaic[row : row + SIDE, column : column + SIDE] = image
    return mosaic


def _draw_images(axes, weights_along):
    end = round_end(np.abs(weights_along).max())
    images = axes.imshow(
        _mosaic(weights_along[-1]),
        cmap=BELOW_AND_ABOVE,
        vmin=-end,
        vmax=end,
        interpolation="none",
    )
    for row, column in _corners(weights_along.shape[2]):
        place = (column - 0.5, row - 0.5)
        frame = Rectangle(place, SIDE, SIDE, fill=False, edgecolor=FAINT, linewidth=0.8)
        axes.add_patch(frame).set_clip_on(False)
    axes.axis("off")
    bar = axes.figure.colorbar(images, ax=axes, location="bottom", shrink=0.8, aspect=24, pad=0.05)
    bar.set_ticks([-end, 0, end], labels=[short(-end), "0", short(end)])
    bar.outline.set_visible(False)
    dashes = dash_the_scale(bar.ax, end)
    bar.set_label(f"← ink lowers the node    ink raises it →\n{dashes}")
    return images, axes.hlines([], [], [], color=PAPER, linewidth=1.4, capstyle="butt")


def _frame_accuracies(axes, epochs):
    axes.axhline(GOAL, color=QUIET, linestyle=":", linewidth=1.2)
    axes.set(xlim=(-0.02 * epochs, 1.28 * epochs), ylim=(0, TOP))
    axes.set_xticks(np.unique(np.linspace(0, epochs, 7).round()))
    axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8, GOAL, 1])
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set(xlabel="epochs", ylabel="test digits read correctly")


def _reading_artists(axes):
    paper = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "alpha": 0.85, "linewidth": 0}
    return (
        axes.plot([], [], color=VALUE)[0],
        axes.plot([], [], "o", color=VALUE, markersize=8)[0],
        axes.annotate("", (0, 0), (9, 0), textcoords="offset points", color=VALUE, bbox=paper),
    )


def _guess_scene(axes):
    """A line across an epoch, and its label, for the learner to place."""
    line = axes.plot([], [], color=INK, linestyle=(0, (5, 3)), linewidth=1.4)[0]
    label = axes.text(0, TOP, "  your guess", va="top")

    def move_to(your_guess):
        line.set_data([your_guess, your_guess], [0, TOP])
        label.set_x(your_guess)
        return f"Your guess: nine of ten after epoch {your_guess}."

    move_to(0)
    return Scene(axes.figure, (line, label), move_to)


def _move_learning(artists, weights, accuracies):
    """Show the weights (64, nodes) after an epoch, and all shares until then; say it in words."""
    epoch = len(accuracies) - 1
    mosaic = _mosaic(weights)
    artists.images.set_data(mosaic)
    rows, columns = np.nonzero(mosaic < -DASHED_FROM * artists.images.norm.vmax)
    lefts, rights = np.stack([columns - 0.3, rows], 1), np.stack([columns + 0.3, rows], 1)
    artists.dashes.set_segments(np.stack([lefts, rights], axis=1))
    artists.curve.set_data(range(epoch + 1), accuracies)
    artists.last.set_data([epoch], [accuracies[-1]])
    artists.label.xy = (epoch, accuracies[-1])
    # Below the curve, which rises; above it where the axis or the line across would be in the way.
    is_below = 0.5 < accuracies[-1] < GOAL + 0.03
    artists.label.set(position=(9, -10 if is_below else 0), va="top" if is_below else "bottom")
    artists.label.set_text(f"{accuracies[-1]:.0%}")
    when = f"After epoch {epoch}" if epoch else "Before the first epoch"
    return (
        f"{when}: {accuracies[-1]:.0%} of the test digits are read. The weights go from "
        f"{short(weights.min())} to {short(weights.max())}."
    )
