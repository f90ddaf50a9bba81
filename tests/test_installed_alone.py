"""The wheel works by itself: in an environment without the course, from any folder."""

import ast
import hashlib
import os
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.environment import python_in, site_packages, without_strays
from tools.notebook_runs import NOTEBOOKS, ROOT, published_notebooks

READS_DATA = "09_real_data.ipynb"
MAY_BE_MISSING = {"jax", "torch"}
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, kernel_name="python3", coalesce_streams=True, timeout=300).execute()
nbformat.write(notebook, sys.argv[1])
"""


def imported(code: str) -> set[str]:
    """The packages outside of the standard library that some code imports."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"helpers"}


def code_of_the_course() -> Iterator[str]:
    for path in (ROOT / "helpers").rglob("*.py"):
        yield path.read_text(encoding="utf-8")
    for path in published_notebooks():
        cells = nbformat.read(path, as_version=4).cells
        yield from (cell.source for cell in cells if cell.cell_type == "code")


def test_whatever_is_imported_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    owners = packages_distributions()
    for name in set().union(*map(imported, code_of_the_course())) - MAY_BE_MISSING:
        assert {canonicalize_name(owner) for owner in owners[name]} & declared, name


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A new environment with the wheel: what it depends on is seen in the tests' environment.

    There, a line leads to the course's folder; it is not followed from here.
    """
    folder = tmp_path_factory.mktemp("installed")
    build = "import sys, hatchling.build as b; b.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True)
    [wheel] = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = str(python_in(folder / "venv"))
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True)
    seen = site_packages(folder / "venv") / "dependencies.pth"
    seen.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "venv"


def run_in(installed, folder, *arguments):
    """What the environment's Python prints in a folder, with a home of its own there."""
    own = without_strays(os.environ).items()
    variables = {name: value for name, value in own if not name.startswith("SLOPE_BY_SLOPE")}
    variables |= {"HOME": str(folder), "USERPROFILE": str(folder)}
    command = [str(python_in(installed)), *arguments]
    return subprocess.run(
        command, cwd=folder, env=variables, check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.slow
def test_helpers_and_data_are_those_of_the_wheel(installed, tmp_path):
    ask = "import helpers, helpers.datasets as d, helpers.home as h"
    ask += "; print(helpers.__file__, d.DATA, h.home(), sep='\\n')"
    package, data, home = map(Path, run_in(installed, tmp_path, "-c", ask).splitlines())
    assert package.is_relative_to(installed)
    assert data == package.parent / "data"
    assert home == tmp_path / "slope-by-slope"
    for line in (ROOT / "data" / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        checksum, name = line.split("  ")
        assert hashlib.sha256((data / name).read_bytes()).hexdigest() == checksum


@pytest.mark.slow
def test_a_notebook_runs_in_any_folder_as_it_is_published(installed, tmp_path):
    published = nbformat.read(NOTEBOOKS / READS_DATA, as_version=4)
    copy = tmp_path / "anywhere.ipynb"
    nbformat.write(published, copy)
    run_in(installed, tmp_path, "-c", RUN, str(copy))
    again = nbformat.read(copy, as_version=4)
    for cell, other in zip(published.cells, again.cells, strict=True):
        assert printed(other) == printed(cell)


def printed(cell):
    return [output.text for output in cell.get("outputs", ()) if "text" in output]


@pytest.mark.slow
def test_exercises_of_one_s_own_need_no_course_around_them(installed, tmp_path):
    own = "-m", "helpers.exercises.own"
    said = run_in(installed, tmp_path, *own, "new", "mine.py")
    assert said.endswith("then: python -m helpers.exercises.own test mine.py\n")
    assert "Right functions: 2 of 2" in run_in(installed, tmp_path, *own, "test", "mine.py")
    ask = "from helpers.exercises import check, exercises_from; exercises_from('mine.py')"
    ask += "; print(check('distance', lambda one, other: abs(one - other).sum()).misconceptions)"
    assert run_in(installed, tmp_path, "-c", ask) == "('along the streets',)\n"


@pytest.mark.slow
def test_jupyters_settings_lie_where_it_looks(installed):
    for file in (
        "etc/jupyter/jupyter_server_config.d/slope_by_slope.json",
        "share/jupyter/lab/settings/overrides.d/slope_by_slope.json",
    ):
        assert (installed / file).is_file()
