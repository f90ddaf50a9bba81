"""HTML that works in a notebook's output and in a saved page: a picture, and what replaces it."""

import json
from pathlib import Path

from helpers.figures.display import STYLE_SHEET, bundle
from helpers.page_source import own_element, page_source

FOLDER = Path(__file__).parent


def outputs(figure, scripts, arguments, attributes=""):
    """Return what to display: `figure` as a still picture, and the scripts that bring it to life.

    `scripts` names the files; the last one's function gets what the others return, then the
    element to fill, then `arguments`, which must survive JSON. Where no script may run, as in a
    notebook that is not trusted, the picture stays. `attributes` go on the element.
    """
    shown = bundle(figure)
    style = "\n".join(map(page_source, (STYLE_SHEET, FOLDER / "hands_on.css")))
    *libraries, main = (page_source(FOLDER / name) for name in scripts)
    given = [f"({library})()" for library in libraries]
    given += [own_element("hands-on"), *map(_safe_json, arguments)]
    shown["text/html"] = (
        f'<div class="hands-on"{attributes}><style>{style}</style>'
        f"{shown['text/html']}<script>({main})({', '.join(given)})</script></div>"
    )
    return shown


def _safe_json(value):
    """JSON within a script: no text in it may end the script."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
