"""Wheels with what a kernel imports at first compiled, and without what nobody reads."""

import importlib
import subprocess
import sys
import zipfile

import pytest

from tools.environment import Problem
from tools.site import compiled
from tools.site.compile_wheels import PACKAGES, compile_wheel, imported_files

CHOSEN = {"room/__init__.py", "room/used.py"}
FILES = {
    "room/__init__.py": "",
    "room/used.py": "def where():\n    raise ValueError('here')\n",
    "room/other.py": "LATER = 1\n",
    "room/data.txt": "as it is",
    "room/font.afm": "for another printer",
}


@pytest.fixture
def wheel(tmp_path):
    path = tmp_path / "room-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in FILES.items():
            packed.writestr(name, content)
    return path


def compiled_wheel(wheel, chosen):
    result = wheel.with_name("compiled.whl")
    compile_wheel(wheel, result, chosen, "afm$")
    return result


def test_chosen_files_are_compiled_and_the_others_stay(wheel):
    with zipfile.ZipFile(compiled_wheel(wheel, CHOSEN)) as packed:
        names = set(packed.namelist())
        assert packed.read("room/data.txt") == b"as it is"
        assert packed.testzip() is None
    assert names == {"room/__init__.pyc", "room/used.pyc", "room/other.py", "room/data.txt"}


def test_what_is_compiled_is_imported_and_says_where_it_would_be(wheel, monkeypatch, tmp_path):
    with zipfile.ZipFile(compiled_wheel(wheel, CHOSEN)) as packed:
        packed.extractall(tmp_path / "unpacked")
    monkeypatch.syspath_prepend(str(tmp_path / "unpacked"))
    used, other = (importlib.import_module(f"room.{name}") for name in ("used", "other"))
    assert (used.__file__[-3:], other.LATER) == ("pyc", 1)
    assert used.where.__code__.co_filename == str(PACKAGES / "room" / "used.py")
    with pytest.raises(ValueError, match="here"):
        used.where()


def test_what_is_imported_stays_whatever_else_is_left_out(wheel):
    result = wheel.with_name("compiled.whl")
    compile_wheel(wheel, result, CHOSEN, "^room/")
    assert set(zipfile.ZipFile(result).namelist()) == {"room/__init__.pyc", "room/used.pyc"}


def test_a_wheel_of_which_nothing_is_imported_is_not_written(wheel):
    assert not compiled_wheel(wheel, {"elsewhere/used.py"}).exists()


def test_files_are_those_of_packages_that_are_imported():
    files = imported_files()
    assert "pytest/__init__.py" in files
    assert not any(name.startswith(("/", "tools/")) for name in files)


def test_without_node_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled.shutil, "which", lambda name: None)
    with pytest.raises(Problem, match=r"Node\.js compiles the packages"):
        compiled.compile_wheels(tmp_path, tmp_path, [], [], {})


def test_what_fails_is_said_without_the_line_that_is_all_of_pyodide(monkeypatch, tmp_path):
    failing = [sys.executable, "-c", "import sys; sys.exit('x' * 5000 + '\\nthe reason')"]
    run = subprocess.run
    monkeypatch.setattr(compiled.subprocess, "run", lambda _, **options: run(failing, **options))
    monkeypatch.setattr(compiled.shutil, "which", lambda name: name)
    with pytest.raises(Problem) as problem:
        compiled.compile_wheels(tmp_path, tmp_path, [], [], {})
    assert str(problem.value).splitlines()[1:] == ["the reason"]
