"""Every live figure of the notebooks shows at each position what matplotlib would draw afresh."""

import re

import nbformat
import numpy as np
import pytest
from notebook_cells import cell_of, run
from slow_cases import slow_after

from helpers.live import figure as live_figure
from helpers.live.recording import finish
from tools.notebook_runs import number_of, published_notebooks

SHOWS = re.compile(r"^\s*(?:\w+ = )?(?:live|walk|explain)\(", re.MULTILINE)
PATHS = {number_of(path): path for path in published_notebooks()}
POSITIONS = 4


def shown(number, monkeypatch):
    """Run the cells that show live figures; return the recording of each figure."""
    recordings = []

    def kept(*arguments, **options):
        recordings.append(finish(*arguments, **options))
        return recordings[-1]

    monkeypatch.setattr(live_figure, "finish", kept)
    code = [c for c in nbformat.read(PATHS[number], as_version=4).cells if c.cell_type == "code"]
    cells = [cell_of(cell.source) for cell in code]
    showing = [at for at, cell in enumerate(cells) if SHOWS.search(cell.source)]
    run(cells, showing)
    assert len(recordings) == sum(len(SHOWS.findall(cells[at].source)) for at in showing)
    return recordings


def drawn_afresh(session, part):
    """The chunks of a part's artists, drawn whatever they think has changed."""
    chunks = []
    for artist in session.parts[part].moving:
        artist.draw(session._recorder)
        chunks.append(session._recorder.taken())
    return chunks


def some_positions(sliders, generator):
    """The first and the last position of all sliders, and a few between."""
    first, last = [s.values[0] for s in sliders], [s.values[-1] for s in sliders]
    between = [[generator.choice(s.values) for s in sliders] for _ in range(POSITIONS)]
    return [last, first, *between, last]


@pytest.mark.parametrize("number", slow_after(3, PATHS))
def test_what_is_recorded_of_a_position_is_what_is_drawn_there(number, monkeypatch):
    generator = np.random.default_rng(0)
    for recording in shown(number, monkeypatch):
        session = recording.session
        for part, (_, _, sliders) in enumerate(session.parts):
            for values in some_positions(sliders, generator):
                with session.look():
                    state = session.state(part, values)
                    assert state["chunks"] == drawn_afresh(session, part), values
