"""Serve the course to a class: what `course.py hub` runs. Further arguments are JupyterHub's."""

import grp
import os
import sys
from pathlib import Path

from tools.environment import ROOT, Problem
from tools.hub import proxy

CONFIGURATION = ROOT / "class" / "jupyterhub_config.py"
GROUPS = ("learners", "teachers")
VARIABLE = "SLOPE_BY_SLOPE_HUB"
"""Names another folder than the usual one for what the hub keeps."""

USUAL_FOLDER = "/var/lib/slope-by-slope"


def main(arguments: list[str]) -> int:
    """Let JupyterHub take this process's place, once all that it needs is there."""
    try:
        check_groups()
        proxy.ready()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    # JupyterHub keeps its database and its secrets in the folder that it is started in.
    folder = Path(os.environ.get(VARIABLE, USUAL_FOLDER))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(folder)
    command = [sys.executable, "-m", "jupyterhub", f"--config={CONFIGURATION}"]
    return os.execv(sys.executable, [*command, *arguments])


def check_groups() -> None:
    """Raise Problem where a group is missing that says who may log in."""
    for name in GROUPS:
        try:
            grp.getgrnam(name)
        except KeyError as error:
            raise Problem(
                f"There is no group {name}, whose members may log in: groupadd {name}"
            ) from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
