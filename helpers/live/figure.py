"""Put a recorded figure into a notebook, or into a file of its own."""

import html
import re
import zlib
from pathlib import Path
from string import Template
from uuid import uuid4

from IPython.display import display, update_display

from helpers.figures.display import STYLE_SHEET, bundle
from helpers.live.execution import can_replace
from helpers.live.recording import begin, finish, record
from helpers.page_source import own_element, page_source

FOLDER = Path(__file__).parent


def live(scene, move, *sliders, guess=None, ahead=None, captioned=True):
    """Display a figure that follows its sliders.

    `scene` is a Scene (helpers/figures/style.py): the figure, and its artists that move. `move` is
    called with the value of every slider by name, lets the scene move and returns words for what is
    shown then: where the scene's own `move_to` does so, it is the `move`. The figure's alt text,
    where it has none, is what `move` says at the start; later it is what `move` says then.

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
    beginning = begin(scene, move, *sliders, **options)
    name, figure_id = f"{zlib.crc32(beginning.packed):08x}", uuid4().hex
    is_begun = can_replace()
    if is_begun:
        # The figure can be seen at its start while its other positions are recorded.
        page = _markup(beginning, "", f', "{name}", true')
        display({"text/html": page}, raw=True, display_id=figure_id)
    recording = finish(beginning, ahead)
    shown = still(recording)
    way = "" if recording.is_complete else f' data-channel="{figure_id}"'
    shown["text/html"] = _markup(recording, shown["text/html"], f', "{name}"', way)
    (update_display if is_begun else display)(shown, raw=True, display_id=figure_id)
    if not recording.is_complete:
        # Only here: what it imports would keep the figure waiting.
        from helpers.live.channel import open_channel

        open_channel(recording.studio, figure_id)


def to_html(path, scene, move, *sliders, guess=None, captioned=True):
    """Write a live figure as one HTML file that needs neither a kernel nor a network.

    The arguments after `path` are those of `live`; every combination of the sliders is recorded.
    """
    options = {"guess": guess, "ahead": True, "captioned": captioned}
    recording = record(scene, move, *sliders, **options)
    page = Template((FOLDER / "page.html").read_text(encoding="utf-8"))
    title = html.escape(re.split(r"\.(?!\d)", scene.figure.alt_text)[0])
    markup = _markup(recording, still(recording)["text/html"])
    text = page.substitute(title=title, figure=markup)
    Path(path).write_text(text, encoding="utf-8")


def still(recording):
    """The picture at the start in every form; what a guess has to come before is not drawn."""
    hidden = set(recording.studio.answer)
    for artist in hidden:
        artist.draw = lambda _renderer: None
    try:
        return bundle(recording.figure)
    finally:
        for artist in hidden:
            del artist.draw


def _markup(recording, picture, beginning="", way=""):
    """The still picture, and a script that puts the live one in its place where scripts may run."""
    names = "live.css", "paint.js", "live.js"
    style, painter, script = (page_source(FOLDER / name) for name in names)
    style = f"{page_source(STYLE_SHEET)}\n{style}"
    return (
        f'<div class="live-figure"{way}><style>{style}</style>{picture}<script>({script})('
        f'({painter})(), {own_element("live-figure")}, "{recording.text()}"{beginning})'
        "</script></div>"
    )
