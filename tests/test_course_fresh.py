"""course.py fresh: a notebook as published again, and nothing of the learner's lost."""

import json
import os
import subprocess

import pytest

import course
from tools import fresh
from tools.notebook_runs import METADATA

NAME = "05_layers.ipynb"


def content(source, **more):
    cell = {"cell_type": "code", "source": source, "outputs": [], "metadata": {}}
    return json.dumps({"cells": [cell], "metadata": {**METADATA, **more}}, indent=1) + "\n"


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    """A small course without a history, inside of a repository of somebody's own."""
    git(tmp_path, "init")
    root = tmp_path / "course"
    (root / "notebooks").mkdir(parents=True)
    (root / "notebooks" / NAME).write_text(content("published"))
    (root / "notebooks" / "06_more.ipynb").write_text(content("published too"))
    monkeypatch.setattr(course, "ROOT", str(root))
    return root


@pytest.fixture
def cloned(unpacked):
    """The same with a history of its own."""
    git(unpacked, "init", "-b", "main")
    git(unpacked, "add", ".")
    git(unpacked, "commit", "-m", "Publish")
    return unpacked


def write(root, text, name=NAME):
    path = root / "notebooks" / name
    path.write_text(text)
    # A file system may keep times to the second.
    os.utime(path, (2e9, 2e9))


def read(root, name=NAME):
    return (root / "notebooks" / name).read_text()


def names(root):
    return sorted(path.name for path in (root / "notebooks").iterdir())


def test_it_puts_a_notebook_back_and_keeps_every_copy(cloned, capsys):
    for attempt in ("first", "second"):
        write(cloned, content(attempt))
        assert course.main(["fresh", "05"]) == 0
        assert read(cloned) == content("published")
    assert read(cloned, "05_layers.mine-1.ipynb") == content("first")
    assert read(cloned, "05_layers.mine-2.ipynb") == content("second")
    assert read(cloned, "06_more.ipynb") == content("published too")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "05_layers.ipynb is as published again; yours is 05_layers.mine-1.ipynb now."
    )
    assert said[1] == "Where one is open in JupyterLab: File, Reload Notebook from Disk."
    assert said[2] == "What you have answered stays on the map in notebook 00."


def test_what_is_as_published_stays_and_leaves_no_copy(cloned, capsys):
    before = names(cloned)
    assert course.main(["fresh", "05", "06"]) == 0
    assert names(cloned) == before
    assert capsys.readouterr().out.startswith("05_layers.ipynb is as published already.\n06_more")


@pytest.mark.parametrize("named", ["5", NAME, f"notebooks/{NAME}"])
def test_other_ways_to_name_a_notebook_are_understood(cloned, named):
    write(cloned, content("own"))
    fresh.fresh(cloned, [named])
    assert read(cloned) == content("published")


def test_a_deleted_notebook_comes_back(cloned):
    (cloned / "notebooks" / NAME).unlink()
    assert course.main(["fresh", "05"]) == 0
    assert read(cloned) == content("published")
    assert names(cloned) == [NAME, "06_more.ipynb"]


def test_own_work_that_was_committed_is_not_taken_for_published(cloned, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", str(cloned), str(clone))
    write(clone, content("own"))
    git(clone, "commit", "-a", "-m", "My answers")
    fresh.fresh(clone, ["05"])
    assert read(clone) == content("published")


def test_without_a_history_the_copy_kept_by_lab_serves(unpacked):
    fresh.keep_published(unpacked)
    write(unpacked, content("own", saved_by="JupyterLab"))
    fresh.keep_published(unpacked)
    fresh.fresh(unpacked, ["05"])
    assert read(unpacked) == content("published")
    assert read(unpacked, "05_layers.mine-1.ipynb") == content("own", saved_by="JupyterLab")


def test_a_newer_course_unpacked_over_the_old_one_is_what_is_published(unpacked):
    fresh.keep_published(unpacked)
    write(unpacked, content("newer"))
    fresh.keep_published(unpacked)
    write(unpacked, content("own", saved_by="JupyterLab"))
    fresh.fresh(unpacked, ["05"])
    assert read(unpacked) == content("newer")


def test_a_copy_is_served_where_git_is_missing(cloned, monkeypatch):
    fresh.keep_published(cloned)
    monkeypatch.setenv("PATH", "")
    write(cloned, "no notebook at all")
    fresh.fresh(cloned, ["05"])
    assert read(cloned) == content("published")
    assert read(cloned, "05_layers.mine-1.ipynb") == "no notebook at all"


def test_lab_keeps_copies(unpacked, monkeypatch):
    monkeypatch.setattr(course, "hand_over", lambda command: 0)
    monkeypatch.setattr(course.environment, "ready", lambda lock, folder: "PYTHON")
    course.main(["lab"])
    kept = sorted(path.name for path in (unpacked / fresh.KEPT).iterdir())
    assert kept == [NAME, "06_more.ipynb"]


def test_what_cannot_be_done_is_said_and_nothing_is_changed(unpacked, capsys):
    write(unpacked, content("own"))
    for arguments, said in (
        ([], "Say which notebook: python3 course.py fresh 05"),
        (["44"], "No notebook is numbered 44: there are 05, 06."),
        (["05"], "notebooks/05_layers.ipynb as published is not to be found"),
    ):
        assert course.main(["fresh", *arguments]) == 1
        assert capsys.readouterr().err.startswith(said)
    assert names(unpacked) == [NAME, "06_more.ipynb"]
    assert read(unpacked) == content("own")


def test_a_folder_that_cannot_be_written_to_is_said(cloned, monkeypatch, capsys):
    write(cloned, content("own"))

    def refuse(path, here):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(fresh, "_keep_own", refuse)
    assert course.main(["fresh", "05"]) == 1
    assert "cannot be written to" in capsys.readouterr().err
    assert read(cloned) == content("own")
