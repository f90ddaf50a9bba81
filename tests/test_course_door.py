"""course.py itself: what it says, and what it hands over to."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import course
from tools.notebook_runs import ROOT

SOURCE = (ROOT / "course.py").read_text(encoding="utf-8")


@pytest.fixture
def handed(monkeypatch):
    """The commands that course.py would give its place to; environments count as ready."""
    commands = []
    monkeypatch.setattr(
        course, "hand_over", lambda command, variables=None: commands.append(command) or 0
    )
    monkeypatch.setattr(course.environment, "ready", lambda lock, folder, also=None: "PYTHON")
    monkeypatch.setattr(course.own_settings, "prepared", lambda folder: {})
    return commands


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def notebook(source: str, **metadata: str) -> str:
    cell = {"cell_type": "code", "source": source, "outputs": [], "metadata": {}}
    return json.dumps({"cells": [cell], "metadata": metadata})


def test_old_pythons_can_read_it():
    ast.parse(SOURCE, feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed():
    pretend = "import sys; sys.version_info = (3, 8, 18, 'final', 0); exec(sys.stdin.read())"
    result = subprocess.run(
        [sys.executable, "-c", pretend], input=SOURCE, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    expected = "Python 3.11 or newer is needed; this is 3.8. Get it from python.org\n"
    assert result.stderr == expected


def test_without_a_command_it_prints_help(capsys):
    with pytest.raises(SystemExit) as ended:
        course.main([])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(command in said for command in ("lab", "test", "rebuild", "lock"))


def test_lab_opens_the_first_notebook(handed):
    assert course.main(["lab", "--no-browser"]) == 0
    [command] = handed
    assert command[:3] == ["PYTHON", "-m", "jupyterlab"]
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in command
    assert command[-1] == "--no-browser"
    assert not any("token" in argument or "password" in argument for argument in command)
    assert ("--allow-root" in command) == (getattr(os, "geteuid", lambda: 1)() == 0)


def test_an_argument_to_lab_replaces_its_own(handed):
    course.main(["lab", "--LabApp.default_url=/lab"])
    urls = [argument for argument in handed[0] if "default_url" in argument]
    assert urls == ["--LabApp.default_url=/lab"]


def test_arguments_of_test_go_on_to_pytest_in_order(handed, monkeypatch):
    monkeypatch.setattr(course, "name_own_work", lambda: None)
    course.main(["test", "-k", "relu", "tests/test_network.py", "-x", "--lf"])
    assert handed[0][-5:] == ["-k", "relu", "tests/test_network.py", "-x", "--lf"]
    assert handed[0][1:3] == ["-m", "pytest"]


def test_lowest_runs_the_fast_tests(handed, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 11, 0, "final", 0))
    course.main(["test", "--lowest", "-q"])
    assert "not browser and not slow" in handed[0]
    assert handed[0][-1] == "-q"


def test_lowest_needs_the_oldest_python(handed, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 13, 0, "final", 0))
    assert course.main(["test", "--lowest"]) == 1
    assert "Python 3.11" in capsys.readouterr().err
    assert not handed


def test_lock_without_uv_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(course.shutil, "which", lambda name: None)
    assert course.main(["lock"]) == 1
    assert "pip install uv" in capsys.readouterr().err


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A small course with two committed notebooks."""
    (tmp_path / "notebooks").mkdir()
    for name in ("01_a.ipynb", "02_b.ipynb"):
        (tmp_path / "notebooks" / name).write_text(notebook("1"))
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Start")
    monkeypatch.setattr(course, "ROOT", str(tmp_path))
    return tmp_path / "notebooks"


def test_untouched_or_only_opened_notebooks_are_nobodys_work(copy, capsys):
    (copy / "02_b.ipynb").write_text(notebook("1", opened="yes"))
    course.name_own_work()
    assert capsys.readouterr().out == ""


def test_changed_and_new_notebooks_are_named(copy, capsys):
    (copy / "02_b.ipynb").write_text(notebook("2"))
    (copy / "my own é.ipynb").write_text(notebook("3"))
    course.name_own_work()
    said = capsys.readouterr().out
    assert "notebooks/02_b.ipynb" in said
    assert "notebooks/my own é.ipynb" in said
    assert "01_a" not in said


def test_a_copy_without_git_says_that_it_cannot_tell(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(course, "ROOT", str(tmp_path))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    course.name_own_work()
    assert "cannot be told apart" in capsys.readouterr().out
