"""The loss over two weights, seen from above like a map, with the paths that training took."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.transforms import Bbox

from helpers import checks
from helpers.figures.style import (
    INK,
    LOSS,
    PAPER,
    SLOPE,
    VALUE,
    WEIGHT,
    Scene,
    described,
    panels,
    short,
    styled,
)

POINTS = 121
"""Places along each side at which the loss is computed."""

LEVELS = 7
MOST_PATHS = 4
LABEL_SIZE = 9.5
LINE_HEIGHT = 15
EDGE = 0.04
CLEAR = 0.07
"""How far from a path a loss stays that is written into its contour line, in axes' sides."""

CHARACTER_WIDTH = 6.6

# Light throughout, so that paths and words stand out on any part of it.
_HEIGHTS = LinearSegmentedColormap.from_list("low to high loss", [PAPER, "#E6DAEC", "#BFA3CD"])
_LOOKS = [(INK, "-", "o"), (SLOPE, "--", "s"), (VALUE, "-.", "^"), (WEIGHT, ":", "D")]
# Where a label may stand beside its mark: steps to the right and upwards, the best first.
_SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
_SIDES += [(side, above) for above in (2, -2, 3, -3) for side in (1, -1, 0)]


class DescentPath(NamedTuple):
    """Where two weights went: a `name`, and `weights` of shape (places, 2), the start first."""

    name: str
    weights: np.ndarray


class PathArtists(NamedTuple):
    """What draws a path: its line with a mark at each place, a ring at its start, one at its end.

    The last two are what a slider moves along with the line: see `move_path`.
    """

    line: Artist
    start: Artist
    end: Artist


class Surface(NamedTuple):
    """The loss on a grid: `losses[i, j]` belongs to `second[i]` and `first[j]`."""

    first: np.ndarray
    second: np.ndarray
    losses: np.ndarray


@styled
def loss_surface(
    loss_at, first_range, second_range, paths=(), names=("first weight", "second weight"), title=""
):
    """Draw the loss over two weights as a map with contour lines; return the Figure.

    `loss_at(first, second)` takes two arrays of one shape and returns the loss at each pair, in
    that shape; a function of two numbers is wrapped as `np.vectorize(loss_at)`. Each range is a
    pair (low, high). `paths` are up to four `DescentPath`, drawn with start and end marked.

    Raises ValueError or TypeError where a range is no range, where `loss_at` returns another shape
    or numbers that are not finite, or where a path does not start inside the two ranges.
    """
    surface = surface_of(loss_at, first_range, second_range)
    paths = check_paths(paths, surface)
    figure, axes = panels(height=4.8, width=6.8)
    draw_surface(axes, surface, names, title)
    for number, path in enumerate(paths):
        draw_path(axes, path, number)
    label_paths(axes, surface, paths, loss_at)
    return described(figure, surface_in_words(surface, names, paths, loss_at))


class PlaceArtists(NamedTuple):
    """What marks one place on a map, says its loss, and leads to it from the start."""

    trail: Artist
    point: Artist
    words: Artist


@styled
def place_scene(loss_at, first_range, second_range, start, names, title=""):
    """Draw the map of `loss_surface`, and on it a place that will move; return its `Scene`.

    A ring stays at `start` (2,). `move_to(first, second)` goes to another pair of weights and
    leaves a trail of the earlier places; at the start again, the trail begins afresh.
    """
    surface = surface_of(loss_at, first_range, second_range)
    (path,) = check_paths([DescentPath("start", np.atleast_2d(start))], surface)
    figure, axes = panels(height=4.8, width=6.8)
    draw_surface(axes, surface, names, title)
    axes.plot(*path.weights.T, "o", color=INK, markerfacecolor=PAPER, markersize=9, zorder=4)
    place = _draw_place(axes)
    figure.draw_without_rendering()
    # Kept as they are now: whoever saves the figure may change its resolution for a while.
    to_pixels, room, dpi = axes.transData.frozen(), axes.get_window_extent().frozen(), figure.dpi
    labels = [text.get_window_extent() for text in axes.texts if text is not place.words]
    trail = []

    def move_to(first, second):
        if np.allclose((first, second), path.weights[0]):
            trail.clear()
        trail.append((first, second))
        place.trail.set_data(*np.transpose(trail))
        text = f"loss {short(_loss(loss_at, np.array([first, second])))}"
        point = to_pixels.transform((first, second))
        box = _free_box(point, text, [], labels, room)
        middle = np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
        place.point.set_data([first], [second])
        place.words.set(text=text, position=(middle - point) * 72 / dpi)
        place.words.xy = first, second

    move_to(*path.weights[0])
    return Scene(
        described(figure, surface_in_words(surface, names, [path], loss_at)), place, move_to
    )


def _draw_place(axes):
    return PlaceArtists(
        trail=axes.plot([], [], color=INK, linewidth=1.4, linestyle=":", zorder=4)[0],
        point=axes.plot([], [], "o", color=INK, markersize=8, zorder=7, clip_on=False)[0],
        words=axes.annotate(
            "",
            (0, 0),
            (0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=LABEL_SIZE,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "linewidth": 0},
            zorder=6,
        ),
    )


def surface_of(loss_at, first_range, second_range, points=POINTS):
    """Return the `Surface` of `loss_at` on a grid of points x points; see `loss_surface`."""
    first = np.linspace(*_range("first_range", first_range), points)
    second = np.linspace(*_range("second_range", second_range), points)
    grid = np.meshgrid(first, second)
    losses = np.asarray(loss_at(*grid))
    if losses.shape != grid[0].shape:
        raise ValueError(
            f"loss_at returns shape {losses.shape} for two arrays of shape {grid[0].shape}, "
            "expected the same shape; wrap a function of two numbers as np.vectorize(loss_at)"
        )
    return Surface(first, second, checks.numbers("loss_at's losses", losses))


def _range(name, value):
    pair = checks.numbers(name, value)
    if pair.shape != (2,) or not pair[0] < pair[1]:
        raise ValueError(f"{name} is {value}, expected a pair (low, high) with low below high")
    return pair


def check_paths(paths, surface):
    """Return `paths` as a list of `DescentPath` in float64, each starting on the surface."""
    paths = list(paths)
    if len(paths) > MOST_PATHS:
        raise ValueError(f"paths has {len(paths)} paths, expected at most {MOST_PATHS} in a figure")
    return [_path(f"paths[{number}]", path, surface) for number, path in enumerate(paths)]


def _path(name, path, surface):
    if not isinstance(path, DescentPath):
        raise TypeError(
            f"{name} is of type {type(path).__name__}, expected DescentPath(name, weights)"
        )
    weights = checks.matrix(f"{name}.weights", path.weights, "(places, 2)")
    if weights.shape[1] != 2:
        raise ValueError(f"{name}.weights have shape {weights.shape}, expected (places, 2)")
    if not _is_inside(weights, surface.first, surface.second)[0]:
        raise ValueError(
            f"{name}.weights start at {tuple(weights[0].tolist())}, outside the ranges drawn; "
            "make first_range and second_range wide enough"
        )
    return DescentPath(path.name, weights)


def _is_inside(weights, first, second):
    low, high = np.array([first, second])[:, [0, -1]].T
    return np.all((weights >= low) & (weights <= high), axis=1)


def draw_surface(axes, surface, names=("first weight", "second weight"), title="", clear=None):
    """Draw the map of a `Surface` on given axes, its contour lines labelled with their losses.

    No loss is written where the path of the weights `clear`, of shape (places, 2), would cover it.
    """
    levels = contour_levels(surface.losses)
    grid = surface.first, surface.second, surface.losses
    axes.contourf(*grid, levels=levels, cmap=_HEIGHTS, extend="both")
    lines = axes.contour(*grid, levels=levels, colors=LOSS, linewidths=0.7, alpha=0.55)
    axes.set(
        xlabel=names[0],
        ylabel=names[1],
        title=title,
        xlim=surface.first[[0, -1]],
        ylim=surface.second[[0, -1]],
    )
    _label_lines(axes, lines, levels[1::2], clear)


def _label_lines(axes, lines, levels, clear):
    """Write the losses into their contour lines, except where an edge or a path would hide them."""
    proposed = axes.clabel(lines, levels, fmt=short, fontsize=9, inline=False)
    places = [text.get_position() for text in proposed]
    for text in proposed:
        text.remove()
    in_axes = axes.transData + axes.transAxes.inverted()
    inside = [
        place for place in places if np.all(np.abs(in_axes.transform(place) - 0.5) < 0.5 - EDGE)
    ]
    if clear is not None:
        path = in_axes.transform(clear)
        inside = [place for place in inside if _distance(in_axes.transform(place), path) > CLEAR]
    if not inside:
        return
    # Each place lies on its line: the levels need no choice, which matplotlib 3.10 loses count of.
    for text in axes.clabel(lines, fmt=short, fontsize=9, inline_spacing=3, manual=inside):
        text.set(alpha=1, color=LOSS)


def _distance(point, path):
    """Return how far a point (2,) is from the nearest segment of a path of shape (places, 2)."""
    starts, ways = path[:-1], np.diff(path, axis=0)
    lengths = np.maximum((ways**2).sum(axis=1), np.finfo(float).tiny)
    shares = np.clip(((point - starts) * ways).sum(axis=1) / lengths, 0, 1)
    return np.linalg.norm(starts + shares[:, None] * ways - point, axis=1).min()


def contour_levels(losses, count=LEVELS):
    """Return losses for contour lines, closer together where the loss is low.

    The square roots of what they lie above the lowest loss have equal steps: around the bottom of
    a bowl the lines then stand at equal distances. Rounded to two digits, to be read.
    """
    low, high = losses.min(), losses.max()
    if low == high:
        return np.array([low, np.nextafter(low, np.inf)])
    exact = low + (high - low) * np.linspace(0, 1, count + 2)[1:-1] ** 2
    rounded = np.unique([float(f"{level:.2g}") for level in exact])
    # Where the whole surface is almost flat, two digits cannot tell the lines apart.
    return rounded if len(rounded) == count and low < rounded[0] else exact


def draw_path(axes, path, number=0):
    """Draw a `DescentPath` on given axes in the look of its number; return its `PathArtists`."""
    color, dashes, mark = _LOOKS[number]
    line, start, end = (
        axes.plot([], [], color=color, linestyle=dashes, linewidth=1.6, marker=mark, markersize=3),
        axes.plot([], [], "o", color=INK, markerfacecolor=PAPER, markersize=8, zorder=5),
        axes.plot([], [], mark, color=color, markersize=8, zorder=5),
    )
    artists = PathArtists(line[0], start[0], end[0])
    move_path(artists, path.weights)
    return artists


def move_path(artists, weights):
    """Let the artists of a path show other `weights`, shape (places, 2).

    A path that ends outside the picture is drawn up to its first step out. Returns whether it ends
    inside.
    """
    axes = artists.line.axes
    inside = _is_inside(weights, axes.get_xlim(), axes.get_ylim())
    drawn = weights if inside[-1] else weights[: np.argmin(inside) + 1]
    artists.line.set_data(drawn[:, 0], drawn[:, 1])
    artists.start.set_data(weights[:1, 0], weights[:1, 1])
    artists.end.set_data(weights[-1:, 0], weights[-1:, 1])
    return inside[-1]


def label_paths(axes, surface, paths, loss_at):
    """Write beside each start and end what it is and what the loss is there, where there is room.

    Call it after all else is drawn: it needs the final limits of the axes.
    """
    axes.figure.draw_without_rendering()
    to_pixels = axes.transData.transform
    obstacles = [point for path in paths for point in to_pixels(path.weights)]
    room = axes.get_window_extent()
    taken = [text.get_window_extent() for text in axes.texts]
    for place, text in _labels(paths, surface, loss_at):
        box = _free_box(to_pixels(place), text, obstacles, taken, room)
        taken.append(box)
        axes.text(
            *axes.transData.inverted().transform(((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)),
            text,
            ha="center",
            va="center",
            fontsize=LABEL_SIZE,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "alpha": 0.8, "linewidth": 0},
            zorder=6,
        )


def _labels(paths, surface, loss_at):
    """The places (2,) that want a label, and its words; a start that paths share is named once."""
    labels, starts = [], set()
    for path in paths:
        start, inside = path.weights[0], _is_inside(path.weights, surface.first, surface.second)
        if tuple(start) not in starts:
            starts.add(tuple(start))
            name = "start" if len(path.weights) > 1 else path.name
            labels.append((start, f"{name}: loss {short(_loss(loss_at, start))}"))
        if len(path.weights) == 1:
            continue
        if inside[-1]:
            end = path.weights[-1]
            labels.append((end, f"{path.name}: loss {short(_loss(loss_at, end))}"))
        else:
            last_inside = path.weights[np.argmin(inside) - 1]
            labels.append((last_inside, f"{path.name} leaves the picture"))
    return labels


def _loss(loss_at, place):
    """The loss at one place (2,), asked for as a grid of one point, as `loss_at` expects."""
    return np.asarray(loss_at(*(np.full((1, 1), weight) for weight in place))).item()


def _free_box(point, text, obstacles, taken, room):
    """The box in pixels beside a point that covers the fewest marks and labels."""
    width, height = CHARACTER_WIDTH * len(text) + 6, LINE_HEIGHT

    def cost(box):
        outside = not (
            room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
        )
        labels = sum(box.overlaps(other) for other in taken)
        return 1000 * (labels + 3 * outside) + sum(box.contains(*mark) for mark in obstacles)

    boxes = []
    for side, above in _SIDES:
        x = point[0] + side * (width / 2 + 10)
        y = point[1] + above * (height / 2 + 10)
        boxes.append(
            Bbox.from_extents(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        )
    return min(boxes, key=cost)


def surface_in_words(surface, names, paths, loss_at):
    """Return the map in words: its ranges, its lowest and highest place, where each path went."""
    first, second, losses = surface.first, surface.second, without_rounding(surface.losses)
    parts = [
        f"Loss over {names[0]} from {short(first[0])} to {short(first[-1])} and {names[1]} from "
        f"{short(second[0])} to {short(second[-1])}."
    ]
    for word, place in (("Lowest", losses.argmin()), ("Highest", losses.argmax())):
        row, column = np.unravel_index(place, losses.shape)
        parts.append(
            f"{word} {short(losses[row, column])} at {short(first[column])}, {short(second[row])}."
        )
    for path in paths:
        parts.append(_path_in_words(path, loss_at))
    return " ".join(parts)


def without_rounding(losses):
    """Return losses to a millionth of their range: words made of them are the same everywhere."""
    span = np.ptp(losses)
    return losses if span == 0 else np.round(losses, 6 - int(np.floor(np.log10(span))))


def _path_in_words(path, loss_at):
    ends = [
        f"{short(first)}, {short(second)}, loss {short(_loss(loss_at, np.array([first, second])))}"
        for first, second in path.weights[[0, -1]]
    ]
    if len(path.weights) == 1:
        return f"{path.name}: at {ends[0]}."
    return f"{path.name}: {len(path.weights) - 1} steps, from {ends[0]}, to {ends[1]}."
