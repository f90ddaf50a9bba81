"""Hand-ins that mean harm: what the report stops, in a sandbox and without one, and what it says.

What a sandbox alone can stop is tried in one alone: without it, it would be done.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from made_up_class import IMPORTS, RELU_SLOPE, Pupil, checked, hand_in

from helpers.exercises.verdict_file import VARIABLE
from tools.notebook_runs import ROOT
from tools.report import confinement
from tools.report.__main__ import main
from tools.report.judging import LARGEST, TROUBLES, HandIn, _judged, _outcome, found, judge
from tools.report.page import page_of

RIGHT = checked(RELU_SLOPE.format(">"), "relu_slope")
MOVED = "not wanted in this test"

in_a_sandbox = pytest.mark.usefixtures("sandbox")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells")
with_limits = pytest.mark.skipif(confinement.resource is None, reason="the system has no limits")


@pytest.fixture
def sandbox():
    trouble = confinement.sandbox_trouble()
    if trouble:
        pytest.skip(trouble)


@pytest.fixture
def without_a_sandbox(monkeypatch):
    monkeypatch.setattr(confinement, "sandbox_trouble", lambda: MOVED)


@pytest.fixture(params=["sandbox", "without_a_sandbox"])
def held(request):
    """Both ways in which a run can be held, as far as this system has them."""
    request.getfixturevalue(request.param)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Judge a notebook of these sources; nothing that it started is left."""
    # The names of a kernel's sockets have to be short. pytest removes no folder that is very deep.
    temporary, tokens, end_all = tempfile.mkdtemp(), [], confinement.end_all
    monkeypatch.setattr(tempfile, "tempdir", temporary)

    def remembered(process, token):
        tokens.append(token)
        end_all(process, token)

    def judged(*sources):
        hand_in(tmp_path, Pupil("one.ipynb", "# 04 ReLU and its slope", sources, {}))
        judged = judge(found([tmp_path / "one.ipynb"])[0], seconds=40)
        assert [confinement.processes_of(-1, token) for token in tokens] == [set()]
        return judged

    monkeypatch.setattr(confinement, "end_all", remembered)
    yield judged
    monkeypatch.undo()
    if sys.platform == "linux":
        subprocess.run(["rm", "-rf", temporary], check=True)
    else:
        shutil.rmtree(temporary, ignore_errors=True)


def is_solved(judged):
    """Whether the exercise that stands after what does harm was judged."""
    return [said.status for said in judged.said] == ["correct"]


@pytest.mark.slow
@in_a_sandbox
def test_nothing_is_written_outside_of_its_folder(run, tmp_path):
    folders = ["/", "/dev", "/tmp", "/usr", Path.home(), tmp_path, sys.prefix]
    folders += [ROOT, ROOT / "helpers", ROOT / "tests"]
    places = [Path(folder) / "written_by_a_hand_in" for folder in folders]
    writes = [f"open({str(place)!r}, 'w').write('here')" for place in places]
    try:
        judged = run(*writes, "open('own', 'w').write('here')", RIGHT)
        assert not any(place.exists() for place in places)
    finally:
        for place in places:
            place.unlink(missing_ok=True)
    assert len(judged.errors) == len(places)
    assert is_solved(judged)


@pytest.mark.slow
@in_a_sandbox
def test_other_hand_ins_and_the_teachers_files_are_not_there(run, tmp_path):
    (tmp_path / "grades.csv").write_text("Ada, 6")
    places = [tmp_path / "grades.csv", tmp_path / "one.ipynb", ROOT / "course.py", "/etc/hostname"]
    places.append(f"/proc/{os.getpid()}/environ")
    judged = run(*(f"open({str(place)!r}).read()" for place in places), RIGHT)
    assert judged.errors == ("FileNotFoundError",) * len(places)
    assert is_solved(judged)


@pytest.mark.slow
@in_a_sandbox
def test_no_connection_reaches_this_machine_or_leaves_it(run):
    connects = "import socket\nsocket.create_connection(('127.0.0.1', {}), 3)"
    ways_out = "if [name for _, name in socket.if_nameindex()] == ['lo']: raise LookupError"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        judged = run(connects.format(server.getsockname()[1]), ways_out)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert judged.errors == ("ConnectionRefusedError", "LookupError")


HIDDEN = """import os, subprocess, sys
sleep = [sys.executable, "-c", "import time; time.sleep(300)", {mark!r}]
if not os.fork():
    os.setsid()
    subprocess.Popen(sleep, env={{}}, start_new_session=True)
    os._exit(0)"""


@pytest.mark.slow
@in_a_sandbox
def test_a_process_that_hides_itself_ends_with_the_run(run, tmp_path):
    assert is_solved(run(HIDDEN.format(mark=str(tmp_path)), RIGHT))
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True
    )
    assert not [line for line in listed.stdout.splitlines() if line.endswith(str(tmp_path))]


@pytest.mark.slow
@in_a_sandbox
@pytest.mark.parametrize("folder", [".", "/dev/shm"])
def test_what_it_may_fill_has_a_size(run, folder):
    fills = f"for n in range(20):\n    open(f'{folder}/{{n}}', 'wb').write(bytes(40 * 2**20))"
    empties = f"import glob, os\nfor name in glob.glob('{folder}/*'):\n    os.remove(name)"
    judged = run(fills, empties, RIGHT)
    assert judged.errors == ("OSError",)
    assert is_solved(judged)


@pytest.mark.slow
@in_a_sandbox
def test_the_file_of_verdicts_stays_where_it_is(run):
    path = f"import os\npath = os.environ['{VARIABLE}']"
    removes = "os.remove(path)"
    replaces = "os.symlink('/etc/passwd', 'link')\nos.rename('link', path)"
    judged = run(path, removes, replaces, RIGHT)
    assert judged.errors == ("OSError", "OSError")
    assert is_solved(judged)


@pytest.mark.slow
@with_limits
@pytest.mark.parametrize(
    ("source", "error"),
    [
        pytest.param("np.ones(2**33)", "MemoryError", marks=on_linux),
        ("with open('f', 'wb') as f:\n    for _ in range(300): f.write(bytes(2**20))", "OSError"),
    ],
    ids=["memory", "a large file"],
)
def test_a_limit_shows_as_an_error_of_its_cell(held, run, source, error):
    judged = run(source, RIGHT)
    assert [name.removeprefix("_Array") for name in judged.errors] == [error]
    assert is_solved(judged)


FORKS = "import os, time\nfor _ in range(120):\n    os.fork() or time.sleep(300)"
TOGETHER = "import os, time\nos.fork()\nmany = np.ones(400 * 2**17)\ntime.sleep(300)"
PRINTS = "for _ in range(1000): print('x' * 2**20)"


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        (FORKS, "too many processes"),
        (TOGETHER, "too much memory"),
        (PRINTS, "too much memory"),
    ],
    ids=["forks", "memory of several processes", "a gigabyte printed"],
)
def test_what_takes_too_much_is_ended(held, run, monkeypatch, source, trouble):
    monkeypatch.setattr(confinement, "MEMORY_TOGETHER", 700 * confinement.MEGABYTE)
    assert run(source).troubles == (trouble,)


@pytest.mark.slow
def test_without_a_sandbox_a_full_folder_ends_the_run(run, without_a_sandbox):
    fills = "for n in range(20):\n    open(f'{n}', 'wb').write(bytes(40 * 2**20))"
    assert run(fills + "\nwhile True: pass").troubles == ("too much disk",)


@pytest.mark.slow
@on_linux
def test_without_a_sandbox_a_process_that_leaves_its_parent_is_ended(run, without_a_sandbox):
    leaves = HIDDEN.format(mark="").replace(", env={}", "")
    assert is_solved(run(leaves, RIGHT))


@pytest.mark.slow
def test_an_endless_loop_that_prints_takes_no_other_cell_along(run):
    judged = run("while True: print('x')", RIGHT)
    assert judged.troubles == ("stopped cell",)
    assert is_solved(judged)


@pytest.mark.slow
def test_a_long_line_takes_no_other_cell_along(run):
    judged = run("print('x' * 2**22)", RIGHT)
    assert judged.troubles == ()
    assert is_solved(judged)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere paths are too short for it")
def test_folders_in_folders_do_not_end_the_report(held, run):
    deep = "import os\nfor _ in range(1200):\n    os.mkdir('d'); os.chdir('d')"
    assert is_solved(run(deep, "import os\nos.chdir(os.environ['HOME'])", RIGHT))


@pytest.mark.slow
def test_another_kernel_than_the_courses_is_not_run(tmp_path):
    cells = map(nbformat.v4.new_code_cell, [IMPORTS, RIGHT])
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    notebook.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}
    nbformat.write(notebook, tmp_path / "bash.ipynb")
    assert is_solved(judge(found([tmp_path])[0], seconds=40))


@pytest.mark.parametrize("target", ["one.ipynb", ".", "nowhere"])
def test_a_link_is_not_followed_and_said(tmp_path, target):
    hand_in(tmp_path, Pupil("one.ipynb", "# 04 ReLU", (RIGHT,), {}))
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "a.ipynb").symlink_to(tmp_path / target)
    [one] = found([tmp_path / "class"])
    assert judge(one, seconds=40).troubles == ("link",)


def test_a_link_that_the_teacher_names_is_followed(tmp_path):
    (tmp_path / "one.ipynb").write_text("")
    (tmp_path / "a.ipynb").symlink_to(tmp_path / "one.ipynb")
    assert found([tmp_path / "a.ipynb"]) == [HandIn((tmp_path / "one.ipynb").resolve(), "a.ipynb")]


def test_a_file_of_100_mb_is_not_run(tmp_path):
    with open(tmp_path / "large.ipynb", "wb") as file:
        file.truncate(2 * LARGEST)
    assert judge(found([tmp_path])[0], seconds=40).troubles == ("too large",)


FORGED = (
    *("", "[", "[]", "null", '{"trouble": []}', '{"trouble": {}}', '{"number": ["04"]}'),
    *('{"errors": 3}', '{"errors": [[], "<b>", "\\ud800"]}', '{"is_older": "yes"}', "[" * 50_000),
)


@pytest.mark.parametrize("text", FORGED, ids=range(len(FORGED)))
def test_whatever_a_run_says_of_itself_is_no_trouble_for_the_report(tmp_path, text):
    (tmp_path / "outcome.json").write_text(text)
    judged = _judged(HandIn(None, "a.ipynb"), _outcome(tmp_path / "outcome.json"), [], [""])
    assert judged[1:] == ("", False, (), ("no verdict",), ())


def written(line):
    return f"import os\nopen(os.environ['{VARIABLE}'], 'a').write({line!r} + '\\n')"


@pytest.mark.slow
def test_a_verdict_that_a_hand_in_writes_itself_counts_and_the_report_says_that_it_can(run):
    judged = run(written(json.dumps(["relu_slope", "correct", [], None])))
    assert is_solved(judged)
    assert "can write code that claims more" in page_of([judged], False, [])


@pytest.mark.slow
def test_what_is_no_character_is_no_trouble_for_the_report(tmp_path):
    half = '["relu_slope", "wrong", ["slope 1 at exactly 0"], ["\\ud800", [["\\udfff", ["1"]]]]]'
    hand_in(tmp_path, Pupil("a.ipynb", "# 04 ReLU", (written(half),), {}))
    if sys.platform == "linux":
        # As a folder may have it that was packed on another system.
        shutil.move(tmp_path / "a.ipynb", tmp_path / os.fsdecode(b"caf\xe9.ipynb"))
    assert main([str(tmp_path), "--names", "--output", str(tmp_path / "report")]) == 0
    assert "Slope 1 at exactly 0" in (tmp_path / "report" / "report.html").read_text("utf-8")


def test_that_there_is_no_sandbox_is_said_with_the_reason(without_a_sandbox):
    [said] = confinement.what_holds()
    assert f"There is no sandbox: {MOVED}." in said
    assert "can read and write what you can" in said


@pytest.mark.skipif(sys.platform != "linux", reason="a sandbox is for Linux")
def test_a_sandbox_that_the_system_forbids_is_said_with_its_words(tmp_path, monkeypatch):
    stand_in = tmp_path / "bwrap"
    words = "bwrap: setting up uid map: Permission denied"
    stand_in.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    said = confinement.sandbox_trouble.__wrapped__()
    assert said.endswith(f"does not let it work ({words})")


def test_every_trouble_can_be_said(tmp_path):
    class_ = [_judged(HandIn(None, "a.ipynb"), {}, [], [trouble]) for trouble in TROUBLES]
    page = page_of(class_, False, [])
    assert all(f"This file {words}." in page for words in TROUBLES.values())
