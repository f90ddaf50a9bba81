"""Binder's files and the dev container's have the right form. No image is built here.

repo2docker, which Binder builds with, says what it would do; containers are left to others.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_packaging import PYTHONS, checked

from tools.notebook_runs import ROOT
from tools.report import confinement

BINDER = ROOT / "binder"
DEVELOPMENT = ROOT / ".devcontainer"
SCHEMA = Path(__file__).parent / "devcontainer_schema.json"


@pytest.fixture(scope="module")
def recipe():
    """What repo2docker would build from the repository, line by line."""
    if os.name == "nt":
        pytest.skip("repo2docker does not run on Windows")
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return (run.stdout + run.stderr).splitlines()


def test_binder_installs_the_lock_and_then_runs_our_last_step(recipe):
    [installs] = [line for line in recipe if "-r" in line and "binder/requirements.txt" in line]
    assert installs.startswith("RUN")
    assert recipe.index(installs) < recipe.index("RUN ./binder/postBuild")
    [lock] = [
        line for line in (BINDER / "requirements.txt").read_text().splitlines() if line[0] != "#"
    ]
    assert lock == "-r ../requirements.lock"
    assert os.access(BINDER / "postBuild", os.X_OK)


def test_binder_has_a_python_that_the_course_declares(recipe):
    declared = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    assert declared in PYTHONS
    assert any(f"environment.py-{declared}-" in plain(line) for line in recipe)


def plain(line):
    """A file's name in a recipe, whose marks are written as their numbers."""
    return line.replace("-2e", ".").replace("-2d", "-")


def form_of(container, folder):
    file = folder / "devcontainer.json"
    file.write_text(json.dumps(container), encoding="utf-8")
    return checked(["--schemafile", str(SCHEMA)], file)


def test_the_reports_container_has_what_the_report_runs_on():
    lines = (ROOT / "tools" / "report" / "Containerfile").read_text(encoding="utf-8").splitlines()
    [image] = [line.partition(" ")[2] for line in lines if line.startswith("FROM ")]
    assert image.removeprefix("python:").partition("-")[0] in PYTHONS
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    project = ("course.py", "pyproject.toml", "requirements.lock", "README.md", "LICENSE")
    assert sorted(copied) == sorted([*project, *confinement.PARTS])


@pytest.fixture
def container():
    return json.loads((DEVELOPMENT / "devcontainer.json").read_text(encoding="utf-8"))


def test_the_dev_container_has_the_right_form(container, tmp_path):
    result = form_of(container, tmp_path)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "slip",
    [{"postCreateComand": []}, {"forwardPorts": ["8888"]}, {"customizations": {"vsCode": {}}}],
    ids=str,
)
def test_the_form_check_of_the_dev_container_can_fail(container, tmp_path, slip):
    assert form_of(container | slip, tmp_path).returncode != 0


def test_the_dev_container_is_of_a_declared_python_and_works_as_its_user(container):
    lines = (DEVELOPMENT / container["build"]["dockerfile"]).read_text().splitlines()
    [image] = [line.partition(" ")[2] for line in lines if line.startswith("FROM ")]
    assert image.removeprefix("python:").partition("-")[0] in PYTHONS
    assert any(line.startswith("RUN useradd") for line in lines)
    assert lines[-1].endswith(f" {container['remoteUser']}")


def test_the_dev_container_s_command_is_one_of_the_course_s(container):
    python, door, *_ = container["postCreateCommand"]
    assert python == "python3"
    assert (ROOT / door).is_file()
    assert container["postCreateCommand"][2:] == ["lab", "--version"]
