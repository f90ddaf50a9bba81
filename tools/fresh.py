"""Put notebooks back as they were published, and keep the learner's copy beside them.

What was published comes from git where there is a history: it is exact, and follows updates. A
download without one has only its own files, so `course.py lab` keeps a copy of each notebook that
no front end has saved yet. Either may be missing (no git program, never started): the other serves.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.environment import Problem
from tools.notebook_runs import METADATA, number_of, published_notebooks

KEPT = Path(".course") / "published"


def keep_published(root: Path) -> None:
    """Copy each notebook that is new here and that no front end has saved to .course/published."""
    for path in published_notebooks(root / "notebooks"):
        copy = root / KEPT / path.name
        if copy.exists() and copy.stat().st_mtime >= path.stat().st_mtime:
            continue
        if _is_untouched(path):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)


def fresh(root: Path, numbers: list[str]) -> list[str]:
    """Put the notebooks of these numbers back as published; return what to say of each.

    Raises Problem, before anything is changed, for a number that no notebook has and for a notebook
    whose published form cannot be found.
    """
    if not numbers:
        raise Problem("Say which notebook: python3 course.py fresh 05")
    names = [_name_of(root, number) for number in numbers]
    contents = [_published(root, name) for name in names]
    return [_put_back(root / "notebooks" / n, c) for n, c in zip(names, contents, strict=True)]


def _name_of(root, number):
    """The file name of a notebook, which may have been deleted, from its number."""
    found = [*published_notebooks(root / "notebooks"), *published_notebooks(root / KEPT)]
    found += map(Path, _git(root, "ls-files", "notebooks/[0-9]*.ipynb").splitlines())
    known = {number_of(path): path.name for path in found}
    # 5 is 05, and a file's name will do.
    wanted = re.sub(r"^\d(?!\d)", r"0\g<0>", number_of(Path(number)))
    if wanted not in known:
        raise Problem(f"No notebook is numbered {number}: there are {', '.join(sorted(known))}.")
    return known[wanted]


def _published(root, name):
    """A notebook's content as published, from git or from the copy kept of it."""
    # A learner who commits their own work has it in HEAD: what is shared with upstream has not.
    shared = _git(root, "merge-base", "HEAD", "@{upstream}").strip() or "HEAD"
    content = _git(root, "show", f"{shared}:notebooks/{name}").encode()
    copy = root / KEPT / name
    if not content and copy.exists():
        content = copy.read_bytes()
    if not content:
        raise Problem(
            f"notebooks/{name} as published is not to be found: this folder has no git history "
            "that can be read, and no copy was kept. Take the file from a new download of the "
            "course."
        )
    return content


def _put_back(path, content):
    """Let content take the file's place; what stood there goes to a name that is still free."""
    here = path.read_bytes() if path.exists() else content
    said = f"{path.name} is as published already."
    if here != content:
        said = f"{path.name} is as published again; yours is {_keep_own(path, here).name} now."
    if here != content or not path.exists():
        new = path.with_name(f"{path.name}.new")
        new.write_bytes(content)
        os.replace(new, path)
    return said


def _keep_own(path, here):
    number = 1
    while True:
        copy = path.with_name(f"{path.stem}.mine-{number}.ipynb")
        try:
            # Fails where the file is there: an earlier copy is never overwritten.
            with open(copy, "xb") as file:
                file.write(here)
        except FileExistsError:
            number += 1
        else:
            return copy


def _is_untouched(path):
    """Whether its metadata are as published: JupyterLab adds to them when it saves a notebook."""
    try:
        return json.loads(path.read_bytes()).get("metadata") == METADATA
    except (OSError, ValueError, AttributeError):
        return False


def _git(root, *arguments):
    """What git says of this course's own history, "" where it has none or git is missing."""
    command = ["git", "-C", str(root)]
    try:
        prefix = _said([*command, "rev-parse", "--show-prefix"])
        # The folder may lie inside somebody's own repository: that is another history.
        return "" if prefix.strip() else _said([*command, *arguments])
    except (OSError, subprocess.CalledProcessError):
        return ""


def _said(command):
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return result.stdout
