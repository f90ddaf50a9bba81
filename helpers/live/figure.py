"""Put a recorded figure into a notebook, or into a file of its own."""

import html
import json
import re
import sys
import zlib
from functools import cache
from pathlib import Path
from string import Template
from uuid import uuid4

from IPython.display import display, update_display

from helpers.figures.display import STYLE_SHEET, bundle
from helpers.live.execution import can_replace, running
from helpers.live.recording import begin, finish, record
from helpers.page_source import shared_script, used, waiting, with_libraries

FOLDER = Path(__file__).parent


def live(scene, move, *sliders, guess=None, ahead=None, captioned=True):
    """Display a figure that follows its sliders; return it as a widget, a LiveFigure.

    `scene` is a Scene (helpers/figures/style.py): the figure, and its artists that move. `move` is
    called with the value of every slider by name, lets the scene move and returns words for what is
    shown then: where the scene's own `move_to` does so, it is the `move`. The figure's alt text,
    where it has none, is what `move` says at the start; later it is what `move` says then.

    In place of a Slider an ipywidgets slider, selection or Play can stand, its description the name
    (`helpers.live.widget.slider_of`): it and the figure then follow each other.

    All positions of one slider are recorded now, and moving it needs no kernel. So are all
    combinations of several sliders where they take less than half a second and 2 MB; otherwise the
    kernel records what the learner asks for (`ahead` True or False decides it). With a `guess`, a
    Guess that the learner places first, what moves, its words and its sliders are hidden until the
    answer is asked for; the alt text then is the figure's titles and what the guess says. A picture
    that says everything itself needs no words below it: with `captioned` False they are there for
    screen readers alone, but for what became of a number that was asked for.

    Raises TypeError or ValueError where an argument does not fit, NotImplementedError where an
    artist cannot be recorded, and what `move` raises at the start. What it raises elsewhere stands
    in place of the picture there.
    """
    options = {"guess": guess, "ahead": ahead, "captioned": captioned}
    own = _own(sliders)
    beginning = begin(scene, move, *own, **options)
    name, figure_id = f"{zlib.crc32(beginning.packed):08x}", uuid4().hex
    is_begun = can_replace()
    if is_begun:
        # The figure can be seen at its start while its other positions are recorded.
        page = _markup(beginning, "", name, True)
        display({"text/html": page}, raw=True, display_id=figure_id)
    recording = finish(beginning, ahead)
    shown = still(recording)
    picture = shown["text/html"] + waiting("Run this cell, and it moves.")
    shown["text/html"] = _markup(recording, picture, name, figure_id=figure_id)
    (update_display if is_begun else display)(shown, raw=True, display_id=figure_id)
    widget = _widget(recording, figure_id, shown)
    for slider, given in zip(own, sliders, strict=True):
        if slider is not given:
            widget.follow(given, slider)
    return widget


def to_html(path, scene, move, *sliders, guess=None, captioned=True):
    """Write a live figure as one HTML file that needs neither a kernel nor a network.

    The arguments after `path` are those of `live`; every combination of the sliders is recorded.
    """
    options = {"guess": guess, "ahead": True, "captioned": captioned}
    recording = record(scene, move, *_own(sliders), **options)
    page = Template((FOLDER / "page.html").read_text(encoding="utf-8"))
    title = html.escape(re.split(r"\.(?!\d)", scene.figure.alt_text)[0])
    markup = _markup(recording, still(recording)["text/html"])
    text = page.substitute(title=title, figure=markup)
    Path(path).write_text(text, encoding="utf-8")


def still(recording):
    """The picture at the start in every form; what a guess has to come before is not drawn."""
    hidden = set(recording.session.answer)
    for artist in hidden:
        artist.draw = lambda _renderer: None
    try:
        return bundle(recording.figure)
    finally:
        for artist in hidden:
            del artist.draw


def _own(sliders):
    """The sliders, with a Slider for each of ipywidgets."""
    widgets = sys.modules.get("ipywidgets")
    if not widgets or not any(isinstance(slider, widgets.Widget) for slider in sliders):
        return sliders
    from helpers.live.widget import slider_of

    return [slider_of(it) if isinstance(it, widgets.Widget) else it for it in sliders]


def _widget(recording, figure_id, shown):
    """The figure as a widget, open where there is a kernel that the page can ask."""
    # Only here: what this imports would keep the figure waiting.
    from helpers.live.channel import keep_open
    from helpers.live.widget import LiveFigure

    widget = LiveFigure(recording, figure_id, shown)
    if running()[0]:
        keep_open(widget)
    else:
        widget.close()
    return widget


def _markup(recording, picture, *told, figure_id=""):
    """The still picture, and scripts that put the live one in its place where they may run.

    `told` is what live.js takes after the recording.
    """
    given = [f'"{recording.text()}"', *map(json.dumps, told)]
    scripts = used(live_script(), "live-figure", *given)
    way = f' data-channel="{figure_id}"' if figure_id else ""
    return f'<div class="live-figure"{way}>{picture}{scripts}</div>'


@cache
def live_script():
    """Return the script that the live figures of a page share."""
    function = with_libraries(FOLDER / "live.js", [FOLDER / "paint.js"])
    return shared_script("live", function, [STYLE_SHEET, FOLDER / "live.css"])
