"""What tests in several folders share."""

import os
from pathlib import Path

import pytest

OTHERS = ("JUPYTER", "IPYTHON", "MATPLOTLIB", "MPL", "PYTHON", "XDG_")


@pytest.fixture
def learners_home(tmp_path, monkeypatch) -> Path:
    """A learner's home folder, with none of the variables of whoever runs the tests."""
    for name in [n for n in os.environ if n.startswith(OTHERS)]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path
