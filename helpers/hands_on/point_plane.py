"""A plane in which the learner places points of two classes, for a network to tell apart."""

from uuid import uuid4

import numpy as np
import traitlets
from IPython.display import display

from helpers.figures.hands_on_pictures import CIRCLE_INK, CROSS_INK, REACH, plane_of_points
from helpers.hands_on.page import outputs
from helpers.live.channel import Wire, keep_open

CLASSES = {"circles": 1, "crosses": -1}
SEED, NOISE = 0, 0.13


class PointPlane:
    """The points of a plane on the page, as they are when asked.

    `inputs` (points, 2) are their places, from -2 to 2; `targets` (points, 1) are 1 for a circle
    and -1 for a cross. Both raise ValueError where one of the classes has no point.
    """

    def __init__(self, widget):
        self._widget = widget

    @property
    def inputs(self):
        return self._table()[:, :2]

    @property
    def targets(self):
        return self._table()[:, 2:]

    def _table(self):
        table = np.array(self._widget.points, dtype=np.float64).reshape(-1, 3)
        missing = [name for name, sign in CLASSES.items() if sign not in table[:, 2]]
        if missing:
            raise ValueError(
                f"the plane has no {' and no '.join(missing)}: place points of both classes, then "
                "run this cell again"
            )
        return table


class _PointsWire(Wire):
    """What the page tells the kernel its points through."""

    points = traitlets.List().tag(sync=True)


def point_plane(start="two moons"):
    """Display a plane to place points of two classes in; return the PointPlane that knows them.

    `start` names the points to begin with: "two moons", "ring", "four corners" or "empty". The
    page has a button for each. Points are placed by mouse, finger or keyboard, and are in the
    returned object at once. Raises ValueError where `start` is none of the names.
    """
    sets = start_sets()
    if start not in sets:
        raise ValueError(f"start is {start!r}, expected one of {', '.join(sets)}")
    wire = _PointsWire(figure_id=uuid4().hex, points=sets[start])
    table = np.array(sets[start]).reshape(-1, 3)
    given = {"reach": REACH, "sets": sets, "start": start}
    given["colors"] = {"circle": CIRCLE_INK, "cross": CROSS_INK}
    way = f' data-channel="{wire.figure_id}"'
    figure = plane_of_points(table[:, :2], table[:, 2:])
    invitation = "Run this cell to place points here."
    shown = outputs(figure, "point_plane.js", ["page_elements.js"], [given], invitation, way)
    display(shown, raw=True)
    keep_open(wire)
    return PointPlane(wire)


def start_sets():
    """Return the points to start from, by name: lists of [x, y, 1 or -1], the same every time.

    >>> [len(points) for points in start_sets().values()]
    [60, 60, 60, 0]
    """
    generator = np.random.default_rng(SEED)
    angles = np.linspace(0, np.pi, 30)
    moon = np.column_stack([np.cos(angles), np.sin(angles)])
    shift = np.array([0.5, 0.25])
    moons = [1.2 * (moon - shift), 1.2 * (shift - moon)]
    around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = 1.5 * np.column_stack([np.cos(around), np.sin(around)])
    inside = 0.5 * ring[::2] * generator.uniform(0.1, 1, (20, 1))
    corner = np.array([[1.0, 1.0]] * 15)
    return {
        "two moons": _noisy(moons, generator),
        "ring": _noisy([inside, ring], generator),
        "four corners": _noisy(
            [
                np.concatenate([corner, -corner]),
                np.concatenate([corner * [1, -1], corner * [-1, 1]]),
            ],
            generator,
            3 * NOISE,
        ),
        "empty": [],
    }


def _noisy(classes, generator, noise=NOISE):
    """Circles and crosses near these places, to two decimals."""
    points = []
    for places, sign in zip(classes, CLASSES.values(), strict=True):
        moved = np.clip(places + generator.normal(0, noise, places.shape), -REACH, REACH)
        points += [[x, y, sign] for x, y in (moved.round(2) + 0.0).tolist()]
    return points
