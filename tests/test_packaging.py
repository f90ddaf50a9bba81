"""The files around the course agree with each other: package, locks, conda, CI, licences."""

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec

from tools.notebook_runs import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
GITHUB_WORKFLOW = ["--builtin-schema", "vendor.github-workflows"]
CITATION = ["--builtin-schema", "vendor.citation-file-format"]
WORKFLOWS = ROOT / ".github" / "workflows"
LOCKS = (
    "requirements.lock",
    "requirements-test.lock",
    "requirements-lowest.lock",
    "requirements-site.lock",
    "requirements-nbgrader.lock",
    "requirements-hub.lock",
)
EXTRAS = ((), ("test", "comparison"), ("test",), ("site",), ("nbgrader",), ("hub",))
"""What each of LOCKS has beside the course's own dependencies."""

PYTHONS = [
    classifier.rpartition(" ")[2]
    for classifier in PROJECT["classifiers"]
    if re.search(r":: 3\.\d+$", classifier)
]


def pinned(lock: str) -> dict[tuple[str, str], Version]:
    """The version for each package and marker of a lock."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = map(Requirement, re.findall(r"^[a-z0-9].*?(?= \\$)", text, flags=re.MULTILINE))
    return {
        (canonicalize_name(each.name), str(each.marker or "")): Version(str(each.specifier)[2:])
        for each in requirements
    }


def declared(*extras: str) -> dict[str, SpecifierSet]:
    """The packages that pyproject.toml asks for by itself."""
    lines = PROJECT["dependencies"] + [
        line for extra in extras for line in PROJECT["optional-dependencies"][extra]
    ]
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}


def checked(schema: list[str], path: Path) -> subprocess.CompletedProcess:
    """What check-jsonschema says of a file, given the options that name its schema."""
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes_and_nothing_else(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if not line.startswith(("#", " "))]
    assert len(packages) > 100
    for package, after in zip(lines, [*lines[1:], ""], strict=True):
        if package in packages:
            assert re.fullmatch(r"[a-z0-9.-]+==\S+( ; .+)? \\", package)
            assert after.startswith("    --hash=sha256:")
    # No host, no folder of a machine.
    assert not re.search(r"://|--index|--find-links| @ |file:", "\n".join(lines))


def test_the_test_lock_holds_the_runtime_lock():
    assert pinned("requirements.lock").items() <= pinned("requirements-test.lock").items()


@pytest.mark.parametrize("lock", LOCKS[3:])
def test_site_nbgrader_and_hub_have_the_courses_versions(lock):
    # Of markers, packages of its own may ask for others.
    course, own = (
        {(name, version) for (name, _), version in pinned(one).items()} for one in (LOCKS[0], lock)
    )
    assert course <= own


@pytest.mark.parametrize(
    ("lock", "extras"),
    list(zip(LOCKS, EXTRAS, strict=True)),
)
def test_a_lock_has_all_that_pyproject_asks_for(lock, extras):
    versions = pinned(lock)
    for name, specifier in declared(*extras).items():
        found = [version for (package, _), version in versions.items() if package == name]
        assert found, name
        assert all(version in specifier for version in found), name


def test_the_lowest_lock_is_at_the_declared_lower_bounds():
    versions = pinned("requirements-lowest.lock")
    for name, specifier in declared("test").items():
        [bound] = [each.version for each in specifier if each.operator == ">="]
        assert versions[(name, "")] == Version(bound), name


BOUNDED_ABOVE = {"playwright": "1.65 sends Firefox a command that ESR 153 does not know"}


def test_each_dependency_has_a_lower_bound_alone():
    for name, specifier in declared("test").items():
        expected = ["<", ">="] if name in BOUNDED_ABOVE else [">="]
        assert sorted(each.operator for each in specifier) == expected, name


@pytest.mark.skipif(
    Path(sys.prefix).resolve() != (ROOT / ".venv").resolve(), reason="not in course.py's .venv"
)
def test_what_is_installed_is_what_the_lock_says():
    text = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    for line in re.findall(r"^[a-z0-9].*?(?= \\$)", text, flags=re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            installed = importlib.metadata.version(requirement.name)
            assert installed in requirement.specifier, line


def test_the_conda_environment_has_the_right_form():
    assert set(CONDA) == {"name", "channels", "dependencies"}
    assert CONDA["channels"] == ["conda-forge"]
    for spec in CONDA["dependencies"]:
        MatchSpec(spec, strict=True)


def test_conda_and_pyproject_declare_the_same_pythons():
    [python] = CONDA["dependencies"]
    in_conda = SpecifierSet(python.removeprefix("python").strip())
    in_project = SpecifierSet(PROJECT["requires-python"])
    for minor in range(8, 20):
        version = f"3.{minor}"
        assert (version in in_conda) == (version in PYTHONS), version
        if version in PYTHONS:
            assert version in in_project
    assert f"3.{int(PYTHONS[0][2:]) - 1}" not in in_project


@pytest.mark.parametrize("name", ["course.yml", "site.yml"])
def test_a_workflow_has_the_right_form(name):
    result = checked(GITHUB_WORKFLOW, WORKFLOWS / name)
    assert result.returncode == 0, result.stdout


def test_the_form_check_can_fail(tmp_path):
    broken = tmp_path / "course.yml"
    right = (WORKFLOWS / "course.yml").read_text(encoding="utf-8")
    broken.write_text(right.replace("runs-on", "runs"))
    assert checked(GITHUB_WORKFLOW, broken).returncode != 0


def test_the_workflow_runs_tests_at_both_ends_of_the_range_and_all_of_them_at_night():
    workflow = yaml.safe_load((WORKFLOWS / "course.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["test"]
    assert set(job["strategy"]["matrix"]["python"]) >= {PYTHONS[0], PYTHONS[-1]}
    by_day, at_night = (step["run"] for step in job["steps"] if "run" in step)
    assert by_day == "python course.py test --all --every 6"
    assert at_night == "python course.py test --all"
    conditions = [step["if"] for step in job["steps"] if "run" in step]
    assert conditions == ["github.event_name != 'schedule'", "github.event_name == 'schedule'"]
    # YAML takes the word on for a truth value.
    assert workflow[True]["schedule"]


def test_the_citation_has_the_right_form():
    result = checked(CITATION, ROOT / "CITATION.cff")
    assert result.returncode == 0, result.stdout
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]


def test_the_licences_are_named_alike():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "BSD 3-Clause" in text
    assert "CC BY 4.0" in text
    assert PROJECT["license"] == "BSD-3-Clause AND CC-BY-4.0"


def test_an_editable_installation_brings_jupyters_files(tmp_path):
    """Built with no network from what is installed, as course.py does it."""
    build = "import sys, hatchling.build as b; print(b.build_editable(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        files = {name.partition(".data/data/")[2]: name for name in archive.namelist()}
        server = files["etc/jupyter/jupyter_server_config.d/slope_by_slope.json"]
        settings = files["share/jupyter/lab/settings/overrides.d/slope_by_slope.json"]
        extensions = json.loads(archive.read(server))["ServerApp"]["jpserver_extensions"]
        news = json.loads(archive.read(settings))["@jupyterlab/apputils-extension:notification"]
        [path_file] = [name for name in archive.namelist() if name.endswith(".pth")]
        assert archive.read(path_file).decode().strip() == str(ROOT)
    assert extensions == {"helpers.server.prompt_websocket": True}
    assert news["fetchNews"] == "false"
    assert news["checkForUpdates"] is False


def test_the_code_is_as_ruff_wants_it():
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
