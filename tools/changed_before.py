"""Notebooks changed where they are published: what learners did before they had copies."""

import json
import re
import subprocess
from pathlib import Path

from tools.notebook_runs import METADATA, published_notebooks

KEPT = ".course/published"
"""Where earlier editions kept the notebooks as published, for those without a git history."""


def changed_notebooks(published: Path) -> dict[Path, bytes]:
    """Return the notebooks that a front end has saved, with what stood there before.

    Where nobody knows any more what stood there, a notebook is not among them.
    """
    saved = [path for path in published_notebooks(published) if _was_saved_by_a_front_end(path)]
    found = {path: _as_published(path) for path in saved}
    return {path: content for path, content in found.items() if content is not None}


def set_aside(published: Path) -> list[Path]:
    """Return what an earlier `course.py fresh` kept of a learner's own beside the notebooks."""
    found = sorted(published.glob("*.ipynb"))
    return [path for path in found if re.search(r"\.mine-\d+$", path.stem)]


def _was_saved_by_a_front_end(path):
    """Whether its metadata are not as published: JupyterLab adds to them when it saves."""
    try:
        return json.loads(path.read_bytes()).get("metadata") != METADATA
    except (ValueError, AttributeError):
        return True


def _as_published(path):
    root = path.parents[1]
    content = _git(root, "show", f"HEAD:{path.relative_to(root).as_posix()}")
    kept = root / KEPT / path.name
    return kept.read_bytes() if content is None and kept.exists() else content


def _git(root, *arguments):
    """What git says of this course's own history, None where it has none or git is missing."""
    command = ["git", "-C", str(root)]
    try:
        prefix = _said([*command, "rev-parse", "--show-prefix"])
        # The folder may lie inside somebody's own repository: that is another history.
        return None if prefix.strip() else _said([*command, *arguments])
    except (OSError, subprocess.CalledProcessError):
        return None


def _said(command):
    return subprocess.run(command, capture_output=True, check=True).stdout
