"""What several tests of exercises share."""

import pytest

from helpers.exercises.checker import diagnose
from helpers.exercises.checker.own_lines import NOTHING_FOUND

LONGEST = "test_exercises_spoiled.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first: begun last, it would keep one worker when the others end."""
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture
def no_line_is_found(monkeypatch):
    """Let no search find a line: for tests of what is said where none is found."""
    monkeypatch.setattr(diagnose, "look", lambda *_: NOTHING_FOUND)
    monkeypatch.setattr(diagnose, "spoiled", lambda *_: [])
