"""How course.py makes, trusts, repairs and refuses environments; pip itself is a stand-in here."""

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import environment
from tools.environment import Problem
from tools.progress import Progress

COURSE = environment.ROOT
LOCK = "requirements.lock"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course in a folder of its own, with a venv and a pip that only leave traces."""
    (tmp_path / "jupyter").mkdir()
    for name in (*environment.INSTALLED_FILES, LOCK, "requirements-test.lock"):
        (tmp_path / name).write_text(f"{name}==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "SCRATCH", tmp_path / ".course")
    monkeypatch.setattr(environment, "active_place", lambda own: None)
    return tmp_path


@pytest.fixture
def steps(root, monkeypatch):
    """What was done, in order: venv, the lock, helpers."""
    done = []

    def run(command, **named):
        if "venv" in command:
            done.append("venv")
            python = Path(environment.place_in(Path(command[-1])).python)
            python.parent.mkdir()
            python.touch()
        return environment.subprocess.CompletedProcess(command, 0, "", "")

    def pip(place, arguments, watch=None):
        done.append("helpers" if "-e" in arguments else arguments[-1])
        if watch:
            watch(["Collecting numpy==2", "Installing collected packages: numpy"])

    monkeypatch.setattr(environment.subprocess, "run", run)
    monkeypatch.setattr(environment, "run_pip", pip)
    return done


def ready(lock=LOCK, **named):
    return environment.ready(lock, ".venv", **named)


def test_a_first_run_makes_everything_and_a_second_one_nothing(root, steps):
    python = ready()
    assert steps == ["venv", LOCK, "helpers"]
    assert Path(python).is_relative_to(root / ".venv")
    steps.clear()
    assert ready() == python
    assert steps == []


def test_the_tests_add_to_what_is_there_and_then_serve_both(root, steps):
    ready()
    steps.clear()
    ready("requirements-test.lock", also=LOCK)
    assert steps == ["requirements-test.lock", "helpers"]
    steps.clear()
    ready()
    assert steps == []


def test_a_changed_lock_is_installed_into_what_is_there(root, steps):
    ready()
    (root / LOCK).write_text("numpy==2\n")
    steps.clear()
    ready()
    assert steps == [LOCK, "helpers"]


def test_changed_settings_install_helpers_alone(root, steps):
    ready()
    (root / "jupyter" / "lab_settings.json").write_text("{}")
    steps.clear()
    ready()
    assert steps == ["helpers"]


@pytest.mark.parametrize("change", [{"python": "3.2"}, {"folder": "/elsewhere"}])
def test_another_python_or_a_moved_folder_makes_it_anew(root, steps, change):
    ready()
    stamp = root / ".venv" / environment.STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), **change}))
    (root / ".venv" / "old").touch()
    steps.clear()
    ready()
    assert steps == ["venv", LOCK, "helpers"]
    assert not (root / ".venv" / "old").exists()


def test_a_missing_python_makes_it_anew(root, steps):
    Path(ready()).unlink()
    steps.clear()
    ready()
    assert steps == ["venv", LOCK, "helpers"]


@pytest.mark.parametrize("stage", ["venv", LOCK])
def test_an_interrupted_installation_starts_afresh(root, steps, monkeypatch, stage):
    whole_pip, whole_run = environment.run_pip, environment.subprocess.run

    def interrupted(place, arguments, watch=None):
        whole_pip(place, arguments, watch)
        raise KeyboardInterrupt

    def interrupted_venv(command, **named):
        raise KeyboardInterrupt

    if stage == "venv":
        monkeypatch.setattr(environment.subprocess, "run", interrupted_venv)
    else:
        monkeypatch.setattr(environment, "run_pip", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ready()
    monkeypatch.setattr(environment, "run_pip", whole_pip)
    monkeypatch.setattr(environment.subprocess, "run", whole_run)
    steps.clear()
    ready()
    assert steps == ["venv", LOCK, "helpers"]


def test_an_update_interrupted_while_unpacking_starts_afresh(root, steps, monkeypatch):
    ready()
    (root / LOCK).write_text("numpy==2\n")
    whole_pip = environment.run_pip

    def interrupted(place, arguments, watch=None):
        watch(["Installing collected packages: numpy"])
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "run_pip", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ready()
    monkeypatch.setattr(environment, "run_pip", whole_pip)
    steps.clear()
    ready()
    assert steps == ["venv", LOCK, "helpers"]


def test_a_damaged_stamp_starts_afresh(root, steps):
    ready()
    (root / ".venv" / environment.STAMP).write_text('{"python": "3.1')
    steps.clear()
    ready()
    assert steps == ["venv", LOCK, "helpers"]


def test_a_lost_network_leaves_the_older_environment_trusted(root, steps, monkeypatch):
    ready()
    before = (root / ".venv" / environment.STAMP).read_text()
    (root / LOCK).write_text("numpy==2\n")

    def cut(place, arguments, watch=None):
        watch(["Collecting numpy==2"])
        raise Problem(environment.SENTENCES["network"])

    monkeypatch.setattr(environment, "run_pip", cut)
    with pytest.raises(Problem, match="network"):
        ready()
    assert (root / ".venv" / environment.STAMP).read_text() == before


def test_somebody_elses_venv_is_not_touched(root, steps):
    (root / ".venv").mkdir()
    (root / ".venv" / "precious").touch()
    with pytest.raises(Problem, match="was not made by"):
        ready()
    assert (root / ".venv" / "precious").exists()
    assert steps == []


def test_an_activated_environment_that_equals_the_lock_is_used(root, steps, monkeypatch, capsys):
    (root / "conda").mkdir()
    active = environment.Place(root / "conda", sys.executable)
    monkeypatch.setattr(environment, "active_place", lambda own: active)
    monkeypatch.setattr(environment, "equals_lock", lambda place, lock: True)
    assert ready() == sys.executable
    assert steps == ["helpers"]
    assert "Using the activated environment" in capsys.readouterr().out
    steps.clear()
    assert ready() == sys.executable
    assert steps == []


def test_an_activated_environment_that_differs_is_left_alone(root, steps, monkeypatch, capsys):
    (root / "conda").mkdir()
    active = environment.Place(root / "conda", sys.executable)
    monkeypatch.setattr(environment, "active_place", lambda own: active)
    monkeypatch.setattr(environment, "equals_lock", lambda place, lock: False)
    assert Path(ready()).is_relative_to(root / ".venv")
    assert list((root / "conda").iterdir()) == []
    assert "does not equal" in capsys.readouterr().out


def test_a_full_disk_is_told_before_anything_is_made(root, steps, monkeypatch):
    usage = environment.shutil.disk_usage(root)._replace(free=10**8)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(Problem, match="The disk is full: the course needs about 800 MB"):
        ready()
    assert not (root / ".venv").exists()


@pytest.fixture
def small_disk_for_temporary_files(root, monkeypatch):
    """A disk that is nearly full, in a folder of its own; returns that folder."""
    temporary = root / "temporary"
    temporary.mkdir()
    usage = environment.shutil.disk_usage(root)
    free = {temporary: 10**6, root: 10**10}
    monkeypatch.setattr(environment.tempfile, "gettempdir", lambda: str(temporary))
    monkeypatch.setattr(
        environment.shutil, "disk_usage", lambda path: usage._replace(free=free[path])
    )
    return temporary


def test_a_full_disk_for_temporary_files_is_told_as_such(
    steps, small_disk_for_temporary_files, root
):
    with pytest.raises(Problem) as told:
        ready()
    assert str(told.value) == (
        f"The disk for temporary files is full: {small_disk_for_temporary_files} needs about "
        "250 MB. Make room there, or let the variable TMPDIR name another folder."
    )
    assert not (root / ".venv").exists()


def test_the_disk_that_pip_found_full_is_named(small_disk_for_temporary_files):
    problem = environment.explain_output("OSError: [Errno 28] No space left on device", "")
    assert "The disk for temporary files is full" in str(problem)
    assert "disk for temporary files" in str(environment.explain(OSError(errno.ENOSPC, "full")))


def test_without_any_folder_for_temporary_files_the_folders_are_named(root, steps, monkeypatch):
    def nowhere():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(environment.tempfile, "gettempdir", nowhere)
    with pytest.raises(Problem, match=r"found in \['/tmp'\]: make room in one of these\."):
        ready()


@pytest.mark.skipif(os.name == "nt", reason="on Windows, making a link takes special rights")
@pytest.mark.parametrize("target", ["elsewhere", "nowhere", ".venv"])
def test_a_link_in_the_environment_s_place_is_left_alone(root, steps, target):
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / environment.STAMP).write_text('{"python": "3.2"}')
    (root / ".venv").symlink_to(target)
    with pytest.raises(Problem, match=rf"\.venv is a link to {target}.*remove the link"):
        ready()
    assert (root / "elsewhere" / environment.STAMP).exists()
    assert (root / ".venv").is_symlink()
    assert steps == []


@pytest.mark.skipif(os.name == "nt", reason="on Windows, making a link takes special rights")
def test_a_link_to_an_environment_that_serves_is_followed(root, steps):
    ready()
    (root / ".venv").rename(root / "elsewhere")
    (root / ".venv").symlink_to("elsewhere")
    steps.clear()
    ready()
    assert steps == []


@pytest.mark.parametrize("name", [".venv", ".course"])
def test_a_file_in_the_way_is_named_and_left_alone(root, steps, name):
    (root / name).write_text("mine")
    with pytest.raises(Problem, match=rf"\{name} is (a file|in the way): rename it"):
        ready()
    assert (root / name).read_text() == "mine"
    assert steps == []


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_named(root, steps, monkeypatch, name):
    whole = environment.importlib.util.find_spec
    monkeypatch.setattr(
        environment.importlib.util,
        "find_spec",
        lambda asked: None if asked == name else whole(asked),
    )
    with pytest.raises(Problem, match=rf"no {name} module.*apt install python3\.\d+-venv"):
        ready()
    assert steps == []


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left"), "disk is full"),
        (OSError(errno.EROFS, "Read-only"), "cannot be written to"),
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be written to"),
        (OSError(errno.ENOTEMPTY, "Directory not empty"), "close JupyterLab"),
    ],
)
def test_errors_of_the_file_system_become_one_line(root, steps, monkeypatch, error, expected):
    def fail(place, arguments, watch=None):
        raise error

    monkeypatch.setattr(environment, "run_pip", fail)
    with pytest.raises(Problem, match=expected) as told:
        ready()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "check the network"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "did not arrive as the lock"),
        ("ERROR: [Errno 13] Permission denied: '/x'", "cannot be written to"),
        ("much\nERROR: of no known kind", "pip failed: ERROR: of no known kind"),
        ("", "no reason given"),
    ],
)
def test_what_pip_says_becomes_one_line(said, expected):
    problem = environment.explain_output(said, "pip failed")
    assert expected in str(problem)
    assert "\n" not in str(problem)


def test_of_pips_settings_only_the_connection_is_kept(monkeypatch):
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    monkeypatch.setenv("PIP_TIMEOUT", "77")
    monkeypatch.setenv("PYTHONPATH", "/strange")
    kept = environment.pip_environment(environment.Place(Path(sys.prefix), sys.executable))
    assert kept["PIP_TIMEOUT"] == "77"
    assert kept["PIP_CONFIG_FILE"] == os.devnull
    assert not {"PIP_TARGET", "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT", "PYTHONPATH"} & set(kept)


def test_one_installation_at_a_time(root):
    with environment.one_at_a_time(), open(root / ".course" / "one-at-a-time", "w") as second:
        assert not environment.try_lock(second)
    with open(root / ".course" / "one-at-a-time", "w") as later:
        assert environment.try_lock(later)


PIP_THAT_RUNS_ON = """
import sys, time
from pathlib import Path
from tools import environment
root, python = map(Path, sys.argv[1:])
environment.ROOT, environment.SCRATCH = root, root / ".course"
with environment.one_at_a_time():
    environment.run_pip(environment.Place(root, str(python)), ["anything"])
"""
STAND_IN_FOR_PIP = """#!{python}
import sys, time
from pathlib import Path
if "install" in sys.argv:
    Path("started").touch()
    while not Path("go on").exists():
        time.sleep(0.05)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="on Windows, files in use say that pip runs on")
def test_where_pip_runs_on_without_its_parent_the_next_run_waits(root):
    python = root / "python"
    python.write_text(STAND_IN_FOR_PIP.format(python=sys.executable))
    python.chmod(0o700)
    command = [sys.executable, "-c", PIP_THAT_RUNS_ON, str(root), str(python)]
    parent = subprocess.Popen(command, cwd=COURSE)
    wait_until((root / "started").exists)
    parent.kill()
    parent.wait()
    with open(root / ".course" / "one-at-a-time", "w") as later:
        assert not environment.try_lock(later)
        (root / "go on").touch()
        wait_until(lambda: environment.try_lock(later))


def wait_until(done):
    for _ in range(1200):
        if done():
            return
        time.sleep(0.05)
    raise TimeoutError


def test_who_has_to_wait_is_told(root, capsys, monkeypatch):
    answers = iter([False, False, True])
    monkeypatch.setattr(environment, "try_lock", lambda handle: next(answers))
    monkeypatch.setattr(environment.time, "sleep", lambda seconds: None)
    with environment.one_at_a_time():
        said = "An installation into this folder is still running: waiting for its end.\n"
        assert capsys.readouterr().out == said


@pytest.mark.slow
def test_warnings_made_errors_do_not_stop_pip(root, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    place = environment.Place(Path(sys.prefix), sys.executable)
    environment.run_pip(place, ["--dry-run", "--no-index", "numpy"])


PIP_SAYS = [
    "Ignoring appnope: markers 'sys_platform == \"darwin\"' don't match your environment",
    "Collecting anyio==4.16.0 (from -r requirements.lock (line 3))",
    "Requirement already satisfied: attrs==26 in x",
    "Installing collected packages: anyio, numpy",
]


def test_without_a_terminal_progress_is_plain_lines(tmp_path, capsys):
    with Progress(3, tmp_path) as progress:
        progress.follow(PIP_SAYS)
    assert capsys.readouterr().out.splitlines() == [
        "Fetching about 3 packages",
        "Unpacking 2 packages (10 seconds to a minute)",
    ]


def test_in_a_terminal_progress_is_one_moving_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with Progress(3, tmp_path) as progress:
        progress.follow(PIP_SAYS[:3])
        progress.follow(PIP_SAYS[3:])
        (tmp_path / "numpy-2.dist-info").mkdir()
        progress.follow([])
    said = capsys.readouterr().out
    assert "\n" not in said
    shown = [text.strip() for text in said.split("\r")]
    assert "Fetching 2 of 2: attrs" in shown
    assert "Unpacking 1 of 2 packages" in shown
