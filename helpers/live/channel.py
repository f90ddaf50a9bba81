"""The way between an element of the page and its kernel."""

from pathlib import Path

import anywidget
import traitlets

from helpers.live.execution import running

_open_channels = {}


class Wire(anywidget.AnyWidget):
    """What an element of the page finds by its data-channel."""

    # The text, not the path: anywidget watches a path, and the watch keeps every channel alive.
    _esm = (Path(__file__).parent / "channel.js").read_text(encoding="utf-8")
    figure_id = traitlets.Unicode().tag(sync=True)


def keep_open(wire):
    """Keep a Wire as long as its output stands: until the cell that made it runs again."""
    run, cell = running()
    for channel, (its_run, its_cell) in list(_open_channels.items()):
        if its_cell == cell and its_run != run:
            del _open_channels[channel]
            channel.layout.close()
            channel.close()
    _open_channels[wire] = run, cell
