"""Where what is the learner's own lies: the copies of the notebooks, and what the map knows."""

import os
from pathlib import Path

VARIABLE = "SLOPE_BY_SLOPE_HOME"
"""Names another folder than the usual one."""

COPIES = "my_course"
SCRATCH = ".course"

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = "slope-by-slope"


def home() -> Path:
    """Return the folder that holds what is a learner's: COPIES and SCRATCH.

    It is the course's own, unless SLOPE_BY_SLOPE_HOME names another. Where the course lies in a
    folder that cannot be written to, or helpers is installed without the course around it, it is
    `slope-by-slope` in the learner's home folder.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    is_own = (ROOT / "course.py").is_file() and os.access(ROOT, os.W_OK)
    return ROOT if is_own else Path.home() / OUTSIDE
