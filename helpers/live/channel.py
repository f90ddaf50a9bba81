"""The way between a page in the browser and its kernel."""

from pathlib import Path

import anywidget
import traitlets

from helpers.live.execution import running

MOST_KEPT = 4_000_000
"""Bytes on a tape, recorded on demand, before it is cut back to its beginning."""

_open_channels = {}


class Wire(anywidget.AnyWidget):
    """What an element of the page finds by its data-channel; it shows nothing itself."""

    # The text, not the path: anywidget watches a path, and the watch keeps every channel alive.
    _esm = (Path(__file__).parent / "channel.js").read_text(encoding="utf-8")
    figure_id = traitlets.Unicode().tag(sync=True)


class Channel(Wire):
    """What the browser asks the kernel through, for positions that are recorded on demand."""

    def __init__(self, studio, figure_id):
        super().__init__(figure_id=figure_id)
        self._studio = studio
        self._beginning = studio.tape.lengths()
        self.on_msg(self._answer)

    def _answer(self, _widget, content, _buffers):
        tape = self._studio.tape
        if "hello" in content or tape.size > MOST_KEPT:
            self._studio.forget(self._beginning)
        if "hello" in content:
            return
        sliders = self._studio.parts[content["part"]].sliders
        values = [s.values[at] for s, at in zip(sliders, content["at"], strict=True)]
        with self._studio.look():
            state = self._studio.state(content["part"], values)
        self.send({}, buffers=[tape.packed(token=content["token"], state=state)])


def open_channel(studio, figure_id):
    """Let a figure ask the kernel."""
    keep_open(Channel(studio, figure_id))


def keep_open(wire):
    """Keep a Wire as long as its output stands: until the cell that made it runs again."""
    run, cell = running()
    for channel, (its_run, its_cell) in list(_open_channels.items()):
        if its_cell == cell and its_run != run:
            del _open_channels[channel]
            channel.layout.close()
            channel.close()
    _open_channels[wire] = run, cell
