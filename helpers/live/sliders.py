"""What an author says about a live figure: which artists move, how, and by which sliders."""

import keyword
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from numbers import Real
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from helpers.figures.style import Scene, short


class Asked(NamedTuple):
    """A number that a slider asks for: its name, for who hears rather than sees, and its value."""

    name: str
    number: float


@dataclass(frozen=True)
class Slider:
    """A slider: the keyword that it sets, the values it can take in order, where it starts.

    `start` is moved to the nearest value. For a learning rate take np.geomspace. `unit` follows
    the number, or `words(value)` says the value in full. `plays` adds play and step buttons, for
    sliders that stand for time: True plays all in six seconds, a number so many seconds for each
    position. `drag=(axes, "x")` or `(axes, "y")` lets the value be set in the picture too, along
    that axis. `label` is the name as a reader sees it: without one, the keyword in words.
    `asks={position: Asked(name, number)}` stops the slider at a position, counted from 0, until the
    learner has typed a number, or asked to see it; the next position's words then say first whether
    it was this one, to half a percent. `chapters={position: name}` names where parts of a long way
    begin, with a button for each. `lines` are what may be clicked in the picture, each a Line2D or
    a Circle that stays where it is: one for each value, which it sets, or one alone, which leads to
    the slider and is lit while that moves.

    Raises TypeError or ValueError where one of these does not fit: the name is no keyword, values
    are none or not finite, `drag` is no pair of an Axes and "x" or "y", and so on; it says which.

    >>> Slider("learning_rate", [0.01, 0.1, 1.0], start=0.1).label
    'learning rate'
    """

    name: str
    values: Sequence[float]
    start: float
    unit: str = ""
    words: Callable[[float], str] = short
    plays: bool | float = False
    drag: tuple[Axes, str] | None = None
    label: str = ""
    asks: Mapping[int, Asked] = field(default_factory=dict)
    chapters: Mapping[int, str] = field(default_factory=dict)
    lines: Sequence[Line2D | Circle] = ()

    def __post_init__(self):
        if not str(self.name).isidentifier() or keyword.iskeyword(self.name):
            raise ValueError(f"name is {self.name!r}, expected a keyword that move takes")
        values = np.asarray(self.values)
        if values.ndim != 1 or values.size == 0:
            raise ValueError(
                f"values of the slider {self.name} have the shape {values.shape}, expected at "
                "least one position in a row: np.linspace(low, high, count) makes such a row"
            )
        strange = [value for value in values.tolist() if not _is_finite(value)]
        if strange:
            raise ValueError(
                f"values of the slider {self.name} have {strange[0]!r} among them, expected finite "
                "numbers"
            )
        if not _is_finite(self.start):
            raise ValueError(f"start of the slider {self.name} is {self.start}, expected a number")
        if not callable(self.words):
            raise TypeError(
                f"words of the slider {self.name} are {self.words!r}, expected a function that "
                "says a value"
            )
        if self.drag is not None and not _is_drag(self.drag):
            raise TypeError(f'drag of the slider {self.name} must be (axes, "x") or (axes, "y")')
        if not isinstance(self.plays, Real) or not 0 <= self.plays < np.inf:
            raise ValueError(
                f"plays of the slider {self.name} is {self.plays!r}, expected True, False or the "
                "seconds for each position"
            )
        if not isinstance(self.label, str):
            raise TypeError(f"label of the slider {self.name} is no text: {self.label!r}")
        if not _is_asks(self.asks, values.size):
            raise ValueError(
                f"asks of the slider {self.name} must map positions before the last, from 0, to "
                f"Asked(name, number) with finite numbers, not {self.asks!r}"
            )
        if not _is_chapters(self.chapters, values.size):
            raise ValueError(
                f"chapters of the slider {self.name} must map positions, from 0, to names, not "
                f"{self.chapters!r}"
            )
        if not _is_lines(self.lines, values.size):
            raise ValueError(
                f"lines of the slider {self.name} must be lines or circles of a figure: none, one, "
                f"or one for each of its {values.size} values"
            )
        object.__setattr__(self, "label", self.label or self.name.replace("_", " "))

    @property
    def pause(self):
        """Milliseconds between two positions when it plays; 0 where it does not."""
        if self.plays is True:
            return max(40, 6000 / len(self.values))
        return 1000 * self.plays

    @property
    def position(self):
        """The index of the value nearest to the start."""
        return int(np.abs(np.asarray(self.values) - self.start).argmin())

    def said(self):
        """Return every value in words, with its unit."""
        return [typeset(f"{self.words(value)} {self.unit}".strip()) for value in self.values]

    def pixels(self):
        """Return where each value lies along the axis it is dragged by, from the top left corner.

        Needs a figure that has been laid out.
        """
        axes, along = self.drag
        values = np.asarray(self.values, dtype=float)
        if along == "x":
            places = [axes.transData.transform((value, axes.get_ylim()[0])) for value in values]
            return [round(float(x), 1) for x, _ in places]
        height = axes.figure.bbox.height
        places = [axes.transData.transform((axes.get_xlim()[0], value)) for value in values]
        return [round(float(height - y), 1) for _, y in places]

    def clickable(self):
        """Return where the `lines` lie, in pixels from the top left corner, each as a dict.

        `ends` are those of a line, or twice the middle of a circle; `reach` is the circle's radius.
        """
        return [_place_of(line) for line in self.lines]


class Part(NamedTuple):
    """Artists that move together: `move(**values of the sliders)` says how."""

    moving: Sequence
    move: Callable
    sliders: Sequence[Slider]

    @property
    def start(self):
        """The values that the sliders start with."""
        return [slider.values[slider.position] for slider in self.sliders]

    @property
    def positions(self):
        """How many combinations the sliders' values have."""
        return prod(len(slider.values) for slider in self.sliders)

    @property
    def names(self):
        """The keywords that the sliders set."""
        return [slider.name for slider in self.sliders]

    def move_to(self, values):
        """Let the artists move to values of the sliders; return the words for them.

        Raises TypeError where `move` returns no text.
        """
        words = self.move(**dict(zip(self.names, values, strict=True)))
        if not isinstance(words, str):
            raise TypeError(
                f"move returned a {type(words).__name__}, expected a text: let it move the scene "
                "and return the words for what is shown then"
            )
        return typeset(words)


class Guess(NamedTuple):
    """What the learner places before the answer shows: a Scene of the same figure.

    `move` gets the `slider`'s value; like a live figure's own, it lets the scene move and returns
    words.
    """

    scene: Scene
    move: Callable[..., str]
    slider: Slider


def typeset(words):
    """Return words with the minus sign that figures have, where a hyphen stands before a number.

    >>> typeset("-0.5 in 3-5 steps of 1e-05")
    '−0.5 in 3-5 steps of 1e-05'
    """
    return re.sub(r"(?<![\w.)])-(?=\.?\d)", "−", words)


def flat(moving):
    """Return artists as one list, out of nested lists, tuples and named tuples of them."""
    if isinstance(moving, (list, tuple)):
        return [artist for item in moving for artist in flat(item)]
    return [moving]


def _is_finite(value):
    return isinstance(value, Real) and bool(np.isfinite(value))


def _is_drag(drag):
    return (
        isinstance(drag, tuple)
        and len(drag) == 2
        and isinstance(drag[0], Axes)
        and drag[1] in ("x", "y")
    )


def _is_lines(lines, count):
    are_drawn = all(isinstance(it, (Line2D, Circle)) and it.figure is not None for it in lines)
    return len(lines) in (0, 1, count) and are_drawn


def _place_of(line):
    """Where a line or a circle of a figure lies: see `Slider.clickable`."""
    if isinstance(line, Circle):
        points, reach = line.axes.transData.transform([line.center] * 2), _radius_of(line)
    else:
        points, reach = line.get_transform().transform(line.get_xydata()[[0, -1]]), 0.0
    pixels = points * [1, -1] + [0, line.figure.bbox.height]
    return {"ends": pixels.round(1).tolist(), "reach": reach}


def _radius_of(circle):
    return round(float(circle.get_window_extent().width / 2), 1)


def _is_asks(asks, count):
    return isinstance(asks, Mapping) and all(
        at in range(count - 1) and isinstance(asked, Asked) and _is_finite(asked.number)
        for at, asked in asks.items()
    )


def _is_chapters(chapters, count):
    return isinstance(chapters, Mapping) and all(
        at in range(count) and isinstance(name, str) for at, name in chapters.items()
    )
