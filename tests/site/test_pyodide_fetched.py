"""Fetching Pyodide's official release, from a stand-in for its host; and the tests' own Pyodide."""

import hashlib
import json

import pytest

from tools.environment import Problem
from tools.site import pyodide

CONTENT = b"a wheel"
# ipython needs a package under a name that is written in two ways.
DEPENDS = {name: [] for name in pyodide.ROOTS} | {"ipython": ["prompt_toolkit"]}


def entry(name, depends):
    return {
        "name": name,
        "file_name": f"{name}-1.0-py3-none-any.whl",
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
        "depends": depends,
    }


@pytest.fixture
def release(tmp_path, monkeypatch):
    """The folder of a host, with a release in it; its core is what npm would unpack."""
    host, core = tmp_path / "host", tmp_path / "core"
    host.mkdir()
    core.mkdir()
    packages = {**DEPENDS, "prompt-toolkit": [], "not-needed": []}
    lock = {"packages": {name: entry(name, depends) for name, depends in packages.items()}}
    for name in pyodide.CORE_FILES:
        (core / name).write_bytes(name.encode())
    (core / pyodide.LOCK).write_text(json.dumps(lock), encoding="utf-8")
    for one in lock["packages"].values():
        (host / one["file_name"]).write_bytes(CONTENT)
    monkeypatch.setattr(pyodide, "ADDRESS", host.as_uri())
    monkeypatch.setattr(pyodide, "unpacked", lambda package, scratch: core)
    return host


def test_what_the_course_needs_is_there_and_nothing_else(release, tmp_path):
    folder = pyodide.fetch(tmp_path / "pyodide")
    wheels = {path.name.split("-1.0")[0] for path in folder.glob("*.whl")}
    assert wheels == {*pyodide.ROOTS, "prompt-toolkit"}
    assert {*pyodide.CORE_FILES} <= {path.name for path in folder.iterdir()}


def test_what_is_there_is_not_fetched_again_and_what_is_damaged_is(release, tmp_path):
    folder = pyodide.fetch(tmp_path / "pyodide")
    damaged = folder / "numpy-1.0-py3-none-any.whl"
    damaged.write_bytes(b"half a wh")
    for path in release.iterdir():
        if path.name != damaged.name:
            path.unlink()
    pyodide.fetch(folder)
    assert damaged.read_bytes() == CONTENT


def test_another_file_than_the_lock_says_is_refused(release, tmp_path):
    (release / "numpy-1.0-py3-none-any.whl").write_bytes(b"another wheel")
    with pytest.raises(Problem, match=r"numpy-1\.0-py3-none-any\.whl did not arrive as"):
        pyodide.fetch(tmp_path / "pyodide")
    assert not (tmp_path / "pyodide" / "numpy-1.0-py3-none-any.whl").exists()


def test_a_host_that_is_not_reached_is_said(release, tmp_path):
    (release / "numpy-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Problem, match=r"numpy-1\.0.* could not be fetched .*check the network"):
        pyodide.fetch(tmp_path / "pyodide")


def test_a_lock_file_that_lacks_a_package_is_not_taken():
    with pytest.raises(KeyError, match="micropip"):
        pyodide.needed(
            {"packages": {name: entry(name, []) for name in DEPENDS if name != "micropip"}}
        )
