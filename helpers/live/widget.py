"""A live figure as a widget among ipywidgets, and ipywidgets in place of its sliders."""

from collections.abc import Mapping
from numbers import Real

import ipywidgets
import numpy as np
import traitlets
from IPython.display import display

from helpers.live.channel import Wire
from helpers.live.execution import running
from helpers.live.sliders import Slider

MOST_KEPT = 4_000_000
"""Bytes on a tape, recorded on demand, before it is cut back to its beginning."""

DIGITS = 12
"""To so many decimals a slider's values are multiples of its step: 0.3, not 0.30000000000000004."""


class Position(traitlets.TraitType):
    """The value of a slider: of its values the one nearest to what it is set to."""

    info_text = "a finite number"

    def __init__(self, slider):
        self.values = np.asarray(slider.values).tolist()
        super().__init__(self.values[slider.position])

    def validate(self, obj, value):
        if not isinstance(value, Real) or not np.isfinite(value):
            self.error(obj, value)
        return self.nearest(value)

    def nearest(self, value):
        """Return the slider's value nearest to a number."""
        return min(self.values, key=lambda known: abs(known - value))


class LiveFigure(Wire):
    """What `live` returns: a widget with a trait for each slider, its value, by the slider's name.

    A trait can be read, set, observed and linked; set between two values of its slider, it takes
    the nearest. The figure is displayed already: in a box of the same cell it moves into the box,
    in that of another there is one more. A name that every widget has, such as `layout`, is
    followed by an underscore.
    """

    _sliders = traitlets.List().tag(sync=True)
    _links = ()

    def __init__(self, recording, figure_id, shown):
        sliders = [slider for part in recording.session.parts for slider in part.sliders]
        positions = {trait_of(slider): Position(slider) for slider in sliders}
        for position in positions.values():
            # An echo of what the page has set would undo what it has set since.
            position.tag(sync=True, echo_update=False)
        self.add_traits(**positions)
        told = [{"name": name, "values": known.values} for name, known in positions.items()]
        super().__init__(figure_id=figure_id, _sliders=told)
        self._shown, self._run = shown, running()[0]
        # Where all has been recorded, nothing but the page needs the figure.
        self._session = None if recording.is_complete else recording.session
        self._beginning = self._session and self._session.tape.lengths()
        self.on_msg(self._answer)

    def follow(self, widget, slider):
        """Keep the value of another widget and that of a slider the same."""
        link = traitlets.link((widget, "value"), (self, trait_of(slider)))
        self._links = (*self._links, link)

    def set_state(self, sync_data):
        # The page goes to the nearest by itself: an answer would come late, as an echo would.
        traits, snapped = self.traits(), dict(sync_data)
        for name, value in sync_data.items():
            if isinstance(traits.get(name), Position):
                snapped[name] = traits[name].nearest(value)
        super().set_state(snapped)

    def close(self):
        # IPython keeps what a cell's last line returned, however often the cell runs.
        for link in self._links:
            link.unlink()
        self._links, self._session, self._shown = (), None, {}
        super().close()

    def _ipython_display_(self):
        """Display the figure, in another run than the one that has displayed it already."""
        if running()[0] != self._run:
            display(self._shown, raw=True)

    def _answer(self, _widget, content, _buffers):
        if "show" in content:
            self.send({"html": self._shown.get("text/html", "")})
        elif "hello" in content:
            self._session.forget(self._beginning)
            # Another place that shows this figure has to ask again.
            self.send({"forgotten": content["hello"]})
        else:
            self._record(**content)

    def _record(self, part, at, token):
        if self._session.tape.size > MOST_KEPT:
            self._session.forget(self._beginning)
        sliders = self._session.parts[part].sliders
        values = [slider.values[i] for slider, i in zip(sliders, at, strict=True)]
        with self._session.look():
            state = self._session.state(part, values)
        self.send({}, buffers=[self._session.tape.packed(token=token, state=state)])


def trait_of(slider):
    """Return the name of the trait for a slider: its own, where no widget has that already."""
    return f"{slider.name}_" if hasattr(LiveFigure, slider.name) else slider.name


def slider_of(widget):
    """Return the Slider that an ipywidgets slider, selection or Play stands for.

    Its description is the name, its values are those that the widget can take. Raises TypeError for
    a widget that does not choose one number, ValueError for one without a description.

    >>> rate = ipywidgets.FloatLogSlider(0.1, min=-2, max=0, step=1, description="learning rate")
    >>> slider_of(rate).name, slider_of(rate).values
    ('learning_rate', [0.01, 0.1, 1.0])
    """
    kind, label = type(widget).__name__, getattr(widget, "description", "").strip(" :")
    if not label.replace(" ", "_").isidentifier():
        raise ValueError(
            f"description of the {kind} is {label!r}, expected the keyword that move takes, as in "
            f'{kind}(description="learning rate") for move(learning_rate)'
        )
    named = _options_of(widget)
    values = list(named) if named else _range_of(widget)
    given = {"words": named.get} if named else {}
    if isinstance(widget, ipywidgets.Play):
        given["plays"] = widget.interval / 1000
    return Slider(label.replace(" ", "_"), values, widget.value, label=label, **given)


def _options_of(widget):
    """The values that a selection offers, each with its words; none where it is no selection."""
    options = getattr(widget, "options", ())
    pairs = options.items() if isinstance(options, Mapping) else options
    pairs = [pair if isinstance(pair, tuple) else (str(pair), pair) for pair in pairs]
    for label, value in pairs:
        if not isinstance(value, Real):
            raise TypeError(
                f"options of the {type(widget).__name__} have {value!r}, expected numbers: give it "
                f'pairs such as ("{label}", 0), and let move look up what stands at 0'
            )
    return {value: label for label, value in pairs}


def _range_of(widget):
    """The values of a widget that has ends and a step."""
    ends = [getattr(widget, name, None) for name in ("min", "max", "step")]
    if not all(isinstance(end, Real) and np.isfinite(end) for end in [*ends, widget.value]):
        raise TypeError(
            f"sliders have a {type(widget).__name__}, expected a widget that chooses one number: "
            "with min, max and step, or with options"
        )
    low, high, step = ends
    steps = low + step * np.arange(round((high - low) / step, DIGITS) // 1 + 1)
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return (float(widget.base) ** steps.round(DIGITS)).tolist()
    return [type(low)(value) for value in steps.round(DIGITS).tolist()]
