"""A class of two on this machine, over loopback, and somebody who is not in it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hub.classroom import Hub, accounts, held, installation, missing


class Class(NamedTuple):
    """A hub, the course that it serves, and the passwords of who may log in."""

    hub: Hub
    course: Path
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def course() -> Iterator[Path]:
    """The course in a folder of its own, which a test may change."""
    if reason := missing():
        # Where everything is set up for the tests, what is missing is a defect.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with installation() as folder:
        yield folder


@pytest.fixture(scope="session")
def names() -> list[str]:
    """Two learners; with a number, so that they are nobody else's on this machine."""
    return [f"{name}-{os.getpid()}" for name in ("ada", "emmy")]


@pytest.fixture(scope="session")
def class_(course, names) -> Iterator[Class]:
    with accounts(course, names) as passwords, held(course) as hub:
        yield Class(hub, course, passwords)
