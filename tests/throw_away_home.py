"""A home folder for a test, as somebody else has it."""

import os

OTHERS = ("JUPYTER", "IPYTHON", "MATPLOTLIB", "MPL", "PYTHON", "XDG_")


def throw_away_home(folder, monkeypatch):
    """Make folder the home, with none of the variables of whoever runs the tests; return it."""
    for name in [n for n in os.environ if n.startswith(OTHERS)]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    return folder


def put(path, text):
    """Write a file, and the folders that it lies in; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
