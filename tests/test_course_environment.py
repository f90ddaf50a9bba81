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
    return tmp_path


@pytest.fixture
def steps(root, monkeypatch):
    """What was done, in order: venv, the lock, helpers."""
    done = []

    def run(command, **named):
        if "venv" in command:
            done.append("venv")
            python = environment.python_in(Path(command[-1]))
            python.parent.mkdir()
            python.touch(0o700)
        return environment.subprocess.CompletedProcess(command, 0, "", "")

    def pip(folder, arguments):
        done.append("helpers" if "-e" in arguments else arguments[-1])
        unpack(folder, "numpy")

    monkeypatch.setattr(environment.subprocess, "run", run)
    monkeypatch.setattr(environment, "run_pip", pip)
    return done


def unpack(folder, name):
    (environment.site_packages(folder) / name).mkdir(parents=True, exist_ok=True)


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

    def interrupted(folder, arguments):
        whole_pip(folder, arguments)
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

    def interrupted(folder, arguments):
        unpack(folder, "numpy-2.dist-info")
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "run_pip", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ready()
    monkeypatch.setattr(environment, "run_pip", whole_pip)
    steps.clear()
    ready()
    assert steps == ["venv", LOCK, "helpers"]


def test_until_pip_has_ended_nothing_counts_as_complete(root, steps, monkeypatch):
    """However the process ends: a machine that is switched off runs no handler."""
    ready()
    (root / LOCK).write_text("numpy==2\n")
    stamps, whole_pip = [], environment.run_pip

    def pip(folder, arguments):
        stamps.append(environment.read_stamp(folder))
        whole_pip(folder, arguments)

    monkeypatch.setattr(environment, "run_pip", pip)
    ready()
    assert stamps[0] == environment.UNFINISHED
    assert stamps[1].keys() == {"python", "folder", LOCK}


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

    def cut(folder, arguments):
        raise Problem("check the network")

    monkeypatch.setattr(environment, "run_pip", cut)
    with pytest.raises(Problem, match="network"):
        ready()
    assert (root / ".venv" / environment.STAMP).read_text() == before


@pytest.mark.parametrize("name", ["python", environment.STAMP])
def test_an_environment_that_this_account_may_not_read_is_named(root, steps, monkeypatch, name):
    """As where root made it with a Python of its own; stood in for, as root may read all."""
    unreachable = {"python": Path(ready()), environment.STAMP: root / ".venv" / environment.STAMP}
    whole = {name: getattr(Path, name) for name in ("stat", "read_text")}

    def refused(attribute):
        def access(path, **named):
            if path == unreachable[name]:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return whole[attribute](path, **named)

        return access

    for attribute in whole:
        monkeypatch.setattr(Path, attribute, refused(attribute))
    steps.clear()
    with pytest.raises(Problem, match=rf"{name} may not be used from this account: ask") as told:
        ready()
    assert "\n" not in str(told.value)
    assert steps == []


@pytest.mark.skipif(os.name == "nt", reason="on Windows, any file may be run")
def test_a_python_that_this_account_may_not_run_is_named(root, steps):
    Path(ready()).chmod(0o600)
    steps.clear()
    with pytest.raises(Problem, match="python may not be used from this account: ask"):
        ready()
    assert steps == []


def test_somebody_elses_venv_is_not_touched(root, steps):
    (root / ".venv").mkdir()
    (root / ".venv" / "precious").touch()
    with pytest.raises(Problem, match="was not made by"):
        ready()
    assert (root / ".venv" / "precious").exists()
    assert steps == []


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
    problem = environment.explain("OSError: [Errno 28] No space left on device", "")
    assert "The disk for temporary files is full" in str(problem)


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
    with pytest.raises(Problem, match=rf"\.venv is a link to {target}: rename it"):
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
    with pytest.raises(Problem, match=rf"\{name} is in the way: rename it"):
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
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "disk is full"),
        (OSError(errno.ENOTEMPTY, "Directory not empty"), "Close JupyterLab.* Directory not empty"),
    ],
)
def test_errors_of_the_file_system_become_one_line(root, steps, monkeypatch, error, expected):
    def fail(folder, arguments):
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
        ("ERROR: [WinError 32] a program uses the file: 'C:\\x'", "Close JupyterLab"),
        ("ERROR: [WinError 5] denied: 'C:\\course\\.venv\\x'", "Close JupyterLab"),
        ("ERROR: [WinError 5] denied: 'C:\\course'", "cannot be written to"),
        ("much\nERROR: of no known kind\nmore", "pip failed: ERROR: of no known kind"),
        ("much\nof no kind", "pip failed: of no kind"),
        ("", "no reason given"),
    ],
)
def test_what_a_program_says_becomes_one_line(said, expected):
    problem = environment.explain(said, "pip failed:")
    assert expected in str(problem)
    assert "\n" not in str(problem)


def test_of_pips_settings_only_the_connection_is_kept(monkeypatch):
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    monkeypatch.setenv("PIP_TIMEOUT", "77")
    monkeypatch.setenv("PYTHONPATH", "/strange")
    kept = environment.pip_environment(Path(sys.prefix))
    assert kept["PIP_TIMEOUT"] == "77"
    assert kept["PIP_CONFIG_FILE"] == os.devnull
    assert not {"PIP_TARGET", "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT", "PYTHONPATH"} & set(kept)


def test_one_installation_at_a_time(root):
    with (
        environment.one_at_a_time(".venv"),
        open(root / ".course" / "one-at-a-time.venv", "w") as second,
    ):
        assert not environment.try_lock(second)
    with open(root / ".course" / "one-at-a-time.venv", "w") as later:
        assert environment.try_lock(later)


PIP_THAT_RUNS_ON = """
import sys, time
from pathlib import Path
from tools import environment
root = Path(sys.argv[1])
environment.ROOT, environment.SCRATCH = root, root / ".course"
with environment.one_at_a_time(".venv"):
    environment.run_pip(root, ["anything"])
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
    python = environment.python_in(root)
    python.parent.mkdir()
    python.write_text(STAND_IN_FOR_PIP.format(python=sys.executable))
    python.chmod(0o700)
    command = [sys.executable, "-c", PIP_THAT_RUNS_ON, str(root)]
    parent = subprocess.Popen(command, cwd=COURSE)
    wait_until((root / "started").exists)
    parent.kill()
    parent.wait()
    with open(root / ".course" / "one-at-a-time.venv", "w") as later:
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
    with environment.one_at_a_time(".venv"):
        said = "An installation into .venv is still running: waiting for its end.\n"
        assert capsys.readouterr().out == said


@pytest.mark.slow
def test_warnings_made_errors_do_not_stop_pip(root, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    environment.run_pip(Path(sys.prefix), ["--dry-run", "--no-index", "numpy"])


PIP_THAT_SPEAKS = """#!{python}
import sys
print("a bar")
print("a reason", file=sys.stderr)
"""


@pytest.mark.skipif(os.name == "nt", reason="on Windows, a script is no program")
@pytest.mark.parametrize("terminal", [True, False])
def test_a_terminal_shows_how_far_pip_is_and_a_log_keeps_its_errors(
    root, capfd, monkeypatch, terminal
):
    python = environment.python_in(root)
    python.parent.mkdir()
    python.write_text(PIP_THAT_SPEAKS.format(python=sys.executable))
    python.chmod(0o700)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    environment.run_pip(root, ["anything"])
    assert capfd.readouterr().out == ("a bar\n" if terminal else "")
    assert "a reason" in (root / ".course" / f"installation{root.name}.log").read_text()
