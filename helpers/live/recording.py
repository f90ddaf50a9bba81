"""Record a figure: what never moves once, and what moves for each position of its sliders."""

import base64
import re
import zlib
from contextlib import contextmanager
from inspect import signature
from itertools import product
from time import perf_counter
from typing import NamedTuple

from matplotlib import rc_context, rcParams
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Annotation, Text

from helpers.figures.display import PIXEL_DENSITY
from helpers.figures.style import INCH_IN_PIXELS, ON_DARK, Scene, described, styled
from helpers.live.recorder import Recorder
from helpers.live.sliders import Guess, Part, Slider, flat, typeset
from helpers.live.tape import Tape

MOST_SECONDS = 0.5
MOST_BYTES = 2_000_000
"""What combinations of several sliders may cost to be recorded ahead."""

MOST_AHEAD = 20_000
"""Positions that are recorded ahead where that is asked for: some seconds, some megabytes."""

DENSITY = INCH_IN_PIXELS * PIXEL_DENSITY
"""Pixels to an inch of a recording, as in a still picture: texts are laid out the same."""

WIDEST = 2600
"""Pixels of a figure's longer side that coordinates on the tape have room for."""

UNAWARE = Annotation, Collection, PathPatch
"""Artists that do not notice when their xy, their array or their path is set: never not stale."""

MISSING = -1


class Recording(NamedTuple):
    """A recorded figure.

    `packed` is for the browser; `session` can record further positions where `is_complete` is not
    true; `figure` is as it was at the start; `header` says what no position changes.
    """

    figure: Figure
    packed: bytes
    is_complete: bool
    session: "RecordingSession"
    header: dict

    def text(self):
        """Return the packed recording deflated and as base64."""
        return base64.b64encode(zlib.compress(self.packed, 9)).decode()


class RecordingSession:
    """A figure's moving parts, and the tape and the recorder that they are drawn with."""

    def __init__(self, figure, parts):
        self.parts = parts
        self.tape = Tape()
        self._recorder = Recorder(figure, self.tape)
        self._chunks = [[MISSING] * len(part.moving) for part in parts]
        self._look = dict(rcParams.copy())
        # rc_context leaves the backend alone too: what is set here would not be put back.
        del self._look["backend"]

    @property
    def answer(self):
        """The artists that stay hidden until the learner has placed a guess."""
        return self.parts[0].moving if len(self.parts) > 1 else []

    @contextmanager
    def look(self):
        """Draw later in the style in which the session was made, without checking it again."""
        with rc_context():
            # Past rcParams' own update: it checks each of 300 values again, at every position.
            dict.update(rcParams, self._look)
            yield

    def draw_all(self, figure):
        """Draw the figure once; return its layers in order: (part, which artist) or (-1, chunk)."""
        layers, slots = [], {}
        for number, part in enumerate(self.parts):
            for index, artist in enumerate(part.moving):
                slots[artist] = number, index
                # Only the figure knows the order in which it draws. So it draws, and whatever moves
                # answers with its slot: an attribute of the artist comes before its class's method.
                artist.draw = self._instead(layers, artist, (number, index))
        try:
            figure.draw(self._recorder)
        finally:
            for artist in slots:
                del artist.draw
        self._leave_still(layers)
        absent = [artist for artist, slot in slots.items() if slot not in layers]
        if absent:
            raise ValueError(f"moving has {absent[0]}, which the figure does not draw by itself")
        return layers

    def state(self, part, values):
        """Return the words and chunks of a part of the figure for values of its sliders.

        What goes wrong on the way is returned as the state's `error`, for the learner to read in
        place of the picture.
        """
        try:
            return self.moved(part, values)
        except Exception as problem:
            self._recorder.taken()
            sliders = self.parts[part].sliders
            pairs = zip(sliders, values, strict=True)
            said = typeset(", ".join(f"{slider.label} {value:g}" for slider, value in pairs))
            return {"error": f"No picture for {said}. {type(problem).__name__}: {problem}"}

    def moved(self, part, values):
        """Return what `state` does; raise what goes wrong."""
        words = self.parts[part].move_to(values)
        chunks = self._chunks[part]
        for index, artist in enumerate(self.parts[part].moving):
            is_stale = artist.stale or isinstance(artist, UNAWARE)
            if is_stale or chunks[index] == MISSING:
                artist.draw(self._recorder)
                chunks[index] = self._recorder.taken()
        return {"words": words, "chunks": list(chunks)}

    def forget(self, lengths):
        """Cut the tape back to what it was at these lengths."""
        self.tape.cut(lengths)
        self._recorder.forget()
        self._chunks = [[MISSING] * len(part.moving) for part in self.parts]

    def _instead(self, layers, artist, slot):
        def draw(_renderer):
            self._leave_still(layers)
            layers.append(slot)
            artist.stale = True

        return draw

    def _leave_still(self, layers):
        # A sheet with nothing on it would cost as much to lay down as a full one.
        if self._recorder.has_drawn:
            layers.append((MISSING, self._recorder.taken()))


def record(scene, move, *sliders, guess=None, ahead=None, captioned=True):
    """Record a scene for the positions of its sliders; return the Recording.

    The arguments are those of `helpers.live.live`.
    """
    options = {"guess": guess, "ahead": ahead, "captioned": captioned}
    return finish(begin(scene, move, *sliders, **options), ahead)


@styled
def begin(scene, move, *sliders, guess=None, ahead=None, captioned=True):
    """Draw a scene and record it at its start alone; return the Recording, for `finish`."""
    parts = _parts(scene, move, sliders, guess)
    _check_count(parts[0], ahead)
    figure = scene.figure
    figure.set_dpi(DENSITY)
    session = RecordingSession(figure, parts)
    words = [part.move_to(part.start) for part in parts]
    label = _label(figure, session, words[0])
    if guess is not None:
        described(figure, f"{_sentence(label)} The answer is hidden. {words[1]}")
    elif not getattr(figure, "alt_text", ""):
        described(figure, words[0])
    layers = session.draw_all(figure)
    # Laid out once more, things would lie a hair beside where they have been recorded.
    figure.set_layout_engine("none")
    header = {
        "width": float(figure.bbox.width),
        "height": float(figure.bbox.height),
        "widest": figure.get_figwidth() * INCH_IN_PIXELS,
        "paper": to_hex(figure.get_facecolor()),
        "onDark": {color.lower(): dark for color, dark in ON_DARK.items()},
        "label": label,
        "hidden": guess is not None,
        "captioned": captioned,
        "layers": layers,
    }
    states = [[session.moved(number, part.start)] for number, part in enumerate(parts)]
    return _packed(figure, session, header, states)


@styled
def finish(beginning, ahead=None):
    """Record all positions of a figure that has been begun; return the whole Recording."""
    figure, session = beginning.figure, beginning.session
    states = [_states(session, number, ahead) for number in range(len(session.parts))]
    for number, part in enumerate(session.parts):
        session.moved(number, part.start)
    session.tape.rewind()
    return _packed(figure, session, beginning.header, states)


def _packed(figure, session, header, states):
    told = [_told(part, known) for part, known in zip(session.parts, states, strict=True)]
    packed = session.tape.packed(**header, parts=told)
    return Recording(figure, packed, all(part["isComplete"] for part in told), session, header)


def _label(figure, session, start):
    """The figure's name at every position: how its alt text begins, or its titles.

    The titles where the alt text gives an answer away, or begins with what `start` says.
    """
    name = re.split(r"[.:](?!\d)", getattr(figure, "alt_text", ""))[0]
    if session.answer or start.startswith(name):
        name = _titles(figure, [artist for part in session.parts for artist in part.moving])
    names = ", ".join(slider.label for part in session.parts for slider in part.sliders)
    return name or f"Figure that follows {names}"


def _titles(figure, moving):
    titles = [axes.get_title(side) for axes in figure.axes for side in ("left", "center", "right")]
    told = {artist.get_text() for artist in moving if isinstance(artist, Text)}
    shown = [title for title in [figure.get_suptitle(), *titles] if title and title not in told]
    return " ".join(map(_sentence, shown))


def _sentence(text):
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _parts(scene, move, sliders, guess):
    _check_scene("scene", scene)
    inches = max(scene.figure.get_size_inches())
    if inches * DENSITY > WIDEST:
        raise ValueError(f"figure is {inches:g} inches long, expected at most {WIDEST / DENSITY:g}")
    if not sliders or not all(isinstance(slider, Slider) for slider in sliders):
        raise TypeError(
            "sliders must be one Slider or several, after move, or ipywidgets in their place"
        )
    if guess is not None and not isinstance(guess, Guess):
        raise TypeError(f"guess is of type {type(guess).__name__}, expected a Guess")
    parts = [Part(flat(scene.moving), move, sliders)]
    if guess is not None:
        _check_scene("guess.scene", guess.scene)
        parts.append(Part(flat(guess.scene.moving), guess.move, [guess.slider]))
    _check_names([name for part in parts for name in part.names])
    for part in parts:
        _check_move(part)
        _check_drags(scene.figure, part.sliders)
        _check_moving(scene.figure, part.moving)
    return parts


def _check_scene(name, scene):
    if not isinstance(scene, Scene):
        raise TypeError(
            f"{name} is of type {type(scene).__name__}, expected a Scene: "
            "Scene(figure, [the artists that move], move_to) makes one"
        )
    if not isinstance(scene.figure, Figure):
        kind = type(scene.figure).__name__
        raise TypeError(f"{name}.figure is of type {kind}, expected a matplotlib Figure")


def _check_moving(figure, moving):
    for artist in moving:
        if not isinstance(artist, Artist):
            raise TypeError(f"moving has a {type(artist).__name__}, expected matplotlib artists")
        if artist.figure is not figure:
            raise ValueError(f"moving has {artist}, which is not in the figure")


def _check_names(names):
    if len(set(names)) < len(names):
        raise ValueError(f"sliders set {', '.join(names)}, expected keywords that differ")


def _check_move(part):
    if not callable(part.move):
        raise TypeError(f"move is of type {type(part.move).__name__}, expected a function")
    try:
        signature(part.move).bind(**dict.fromkeys(part.names))
    except TypeError as problem:
        expected = f"def move({', '.join(part.names)})"
        raise TypeError(f"move does not fit its sliders ({problem}), expected {expected}") from None


def _check_drags(figure, sliders):
    for slider in sliders:
        if slider.drag is not None and slider.drag[0].figure is not figure:
            raise ValueError(f"drag of the slider {slider.name} has axes of another figure")


def _check_count(part, ahead):
    if ahead and part.positions > MOST_AHEAD:
        raise ValueError(
            f"sliders have {part.positions:,} positions together, expected at most "
            f"{MOST_AHEAD:,} to record ahead: take fewer values or fewer sliders"
        )


def _told(part, states):
    """What the browser is told of a part: all states, or the start's alone."""
    start = 0
    for slider in part.sliders:
        start = start * len(slider.values) + slider.position
    return {
        "sliders": [_slider(slider) for slider in part.sliders],
        "isComplete": len(states) == part.positions,
        "start": start,
        "states": states,
    }


def _states(session, number, ahead):
    """All states of a part in order of its combinations, or, if they cost too much, the start's."""
    sliders, start = session.parts[number].sliders, session.parts[number].start
    at_start = [session.moved(number, start)]
    if ahead is False and number == 0:
        return at_start
    lengths, began, states = session.tape.lengths(), perf_counter(), []
    is_limited = ahead is None and len(sliders) > 1
    for values in product(*(slider.values for slider in sliders)):
        states.append(session.state(number, values))
        costs = perf_counter() - began > MOST_SECONDS or session.tape.size > MOST_BYTES
        if is_limited and costs:
            session.forget(lengths)
            return at_start
    return states


def _slider(slider):
    described = {
        "label": slider.label,
        "words": slider.said(),
        "start": slider.position,
        "plays": slider.pause,
        "asks": [
            {"at": int(at), "name": typeset(asked.name), "number": float(asked.number)}
            for at, asked in sorted(slider.asks.items())
        ],
        "chapters": [{"at": int(at), "name": name} for at, name in sorted(slider.chapters.items())],
    }
    if slider.lines:
        described["lines"] = slider.clickable()
    if slider.drag is not None:
        described["drag"] = {"along": slider.drag[1], "pixels": slider.pixels()}
    return described
