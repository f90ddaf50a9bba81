"""course.py itself: what it says, and what it hands over to."""

import ast
import os
import subprocess
import sys
from itertools import pairwise

import pytest

import course
from tools.notebook_runs import ROOT

SOURCE = (ROOT / "course.py").read_text(encoding="utf-8")


@pytest.fixture
def handed(monkeypatch):
    """The commands that course.py would give its place to; environments count as ready."""
    commands = []
    monkeypatch.setattr(
        course, "hand_over", lambda command, *_, **__: commands.append(command) or 0
    )
    monkeypatch.setattr(course.environment, "ready", lambda lock, folder, also=None: "PYTHON")
    monkeypatch.setattr(course.own_settings, "prepared", lambda folder: {})
    return commands


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
    assert all(command in said for command in ("lab", "hub", "test", "rebuild", "site", "lock"))


def test_lab_opens_the_first_notebook(handed):
    assert course.main(["lab", "--no-browser"]) == 0
    [command] = handed
    assert command[:2] == ["PYTHON", str(ROOT / "tools" / "lab.py")]
    assert "--LabApp.default_url=/lab/tree/my_course/00_start_here.ipynb" in command
    assert command[-1] == "--no-browser"
    assert not any("token" in argument or "password" in argument for argument in command)
    assert ("--allow-root" in command) == (getattr(os, "geteuid", lambda: 1)() == 0)


def test_an_argument_to_lab_replaces_its_own(handed):
    course.main(["lab", "--LabApp.default_url=/lab"])
    urls = [argument for argument in handed[0] if "default_url" in argument]
    assert urls == ["--LabApp.default_url=/lab"]


def test_arguments_of_test_go_on_to_pytest_in_order(handed):
    course.main(["test", "-k", "relu", "tests/test_network.py", "-x", "--lf"])
    assert handed[0][-5:] == ["-k", "relu", "tests/test_network.py", "-x", "--lf"]
    assert handed[0][1:3] == ["-m", "pytest"]


def leaves_slow_tests_out(command):
    return ("-m", "not slow") in pairwise(command)


@pytest.mark.parametrize("arguments", [[], ["-x", "-k", "relu"], ["--lf"]])
def test_without_a_name_the_slow_tests_are_left_out(handed, arguments):
    course.main(["test", *arguments])
    assert leaves_slow_tests_out(handed[0])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--all"],
        ["--all", "-k", "relu"],
        ["tests/browser"],
        ["-x", "tests/test_network.py"],
        ["tests/test_network.py::test_a_name", "-q"],
        [str(ROOT / "tests" / "test_network.py")],
    ],
)
def test_all_and_what_is_named_are_run_whole(handed, arguments):
    course.main(["test", *arguments])
    assert not leaves_slow_tests_out(handed[0])


def test_all_leaves_the_site_and_the_hub_to_commands_of_their_own(handed):
    course.main(["test", "--all"])
    assert {"--ignore=tests/site", "--ignore=tests/hub"} <= {*handed[0]}


def test_site_builds_it_for_its_tests_and_runs_these(handed, monkeypatch):
    called = []
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: called.append(command) or 0)
    course.main(["test", "--site", "-q"])
    parts, build = called
    assert parts[1].endswith("registry_pyodide.py")
    assert build[:3] == ["PYTHON", "-m", "tools.site.build"]
    assert ("--pyodide", parts[2]) in pairwise(build)
    assert handed[0][-2:] == ["tests/site", "-q"]


def test_hub_runs_its_own_tests(handed):
    course.main(["test", "--hub", "-q"])
    assert handed[0][-2:] == ["tests/hub", "-q"]


def test_the_hub_is_for_root_alone(handed, monkeypatch, capsys):
    monkeypatch.setattr(course.os, "geteuid", lambda: 1000, raising=False)
    assert course.main(["hub"]) == 1
    assert "run it as root" in capsys.readouterr().err
    assert not handed


def test_arguments_of_hub_go_on_to_jupyterhub(handed, monkeypatch):
    monkeypatch.setattr(course.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(course.os, "umask", lambda mask: 0)
    course.main(["hub", "--JupyterHub.bind_url=http://127.0.0.1:9000"])
    hub = ["PYTHON", "-m", "tools.hub", "--JupyterHub.bind_url=http://127.0.0.1:9000"]
    assert handed == [hub]


def test_a_site_that_cannot_be_built_is_not_tested(handed, monkeypatch, capsys):
    monkeypatch.setattr(course.subprocess, "call", lambda command, **_: 1)
    assert course.main(["test", "--site"]) == 1
    assert "could not be built" in capsys.readouterr().err
    assert not handed


def test_site_hands_its_arguments_on(handed):
    course.main(["site", "--serve", "8001"])
    assert handed == [["PYTHON", "-m", "tools.site.build", "--serve", "8001"]]


def test_lowest_runs_the_fast_tests(handed, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 11, 0, "final", 0))
    course.main(["test", "--lowest", "-q"])
    assert "not browser and not slow" in handed[0]
    assert {"--ignore=tests/site", "--ignore=tests/hub"} <= {*handed[0]}
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


def test_report_is_handed_its_arguments_where_it_was_called(handed):
    assert course.main(["report", "class", "--names", "--seconds", "20"]) == 0
    [command] = handed
    assert command[1].endswith("__main__.py")
    assert command[2:] == ["class", "--names", "--seconds", "20"]


@pytest.mark.parametrize("arguments", [["new", "mine.py"], ["test", "mine.py"], ["--help"]])
def test_exercises_are_handed_their_arguments(handed, arguments):
    assert course.main(["exercises", *arguments]) == 0
    assert handed == [["PYTHON", "-P", "-m", "helpers.exercises.own", *arguments]]
