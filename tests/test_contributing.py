"""The figure with a slider that CONTRIBUTING shows runs as it stands there."""

import re
import textwrap
from pathlib import Path

from test_live_recording import unpacked

from helpers.live import figure as live_figure
from helpers.live.recording import finish

CONTRIBUTING = Path(__file__).resolve().parents[1] / "CONTRIBUTING.md"
MOST_LINES = 10
BLOCK = re.compile(r"(?:^(?: {4}.*)?\n)+", re.MULTILINE)


def code_with_a_slider():
    """The one block of CONTRIBUTING that displays a live figure."""
    blocks = map(textwrap.dedent, BLOCK.findall(CONTRIBUTING.read_text(encoding="utf-8")))
    (code,) = [block.strip() for block in blocks if "\nlive(" in block]
    return code


def test_the_figure_runs_and_every_position_is_another_picture(monkeypatch):
    recordings, shown = [], []

    def kept(*arguments):
        recordings.append(finish(*arguments))
        return recordings[-1]

    monkeypatch.setattr(live_figure, "finish", kept)
    monkeypatch.setattr(live_figure, "display", lambda data, **_: shown.append(data))
    exec(compile(code_with_a_slider(), "CONTRIBUTING.md", "exec"), {"__name__": "__main__"})
    (recording,) = recordings
    (part,) = unpacked(recording.packed)[0]["parts"]
    assert recording.is_complete
    assert not [state["error"] for state in part["states"] if "error" in state]
    drawn = {tuple(state["chunks"]) for state in part["states"]}
    assert len(drawn) == len(part["states"]) == 50
    assert part["states"][49]["words"] == "Learning rate 0.50: the loss falls to 0.000."
    assert "Learning rate 0.01" in shown[0]["text/plain"]


def test_it_is_ten_lines():
    lines = [line for line in code_with_a_slider().splitlines() if line]
    assert len([line for line in lines if not line.startswith(("import", "from"))]) <= MOST_LINES
