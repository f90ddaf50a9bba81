"""HTML that works in a notebook's output and in a saved page: a picture, and what replaces it."""

import json
from functools import cache
from pathlib import Path

from helpers.figures.display import STYLE_SHEET, bundle
from helpers.page_source import shared_script, used, waiting, with_libraries

FOLDER = Path(__file__).parent


def outputs(figure, script, libraries, arguments, invitation, attributes=""):
    """Return what to display: `figure` as a still picture, and what brings it to life.

    The function of the file `script` gets what those of the `libraries` return, then the element to
    fill, then `arguments`, which must survive JSON. Where no script may run, as in a notebook that
    is not trusted, the picture stays, and the words of the `invitation`. `attributes` go on the
    element.
    """
    shown = bundle(figure)
    scripts = used(_shared(script, *libraries), "hands-on", *map(_safe_json, arguments))
    picture = shown["text/html"] + waiting(invitation)
    shown["text/html"] = f'<div class="hands-on"{attributes}>{picture}{scripts}</div>'
    return shown


@cache
def _shared(script, *libraries):
    function = with_libraries(FOLDER / script, [FOLDER / name for name in libraries])
    return shared_script(Path(script).stem, function, [STYLE_SHEET, FOLDER / "hands_on.css"])


def _safe_json(value):
    """JSON within a script: no text in it may end the script."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
