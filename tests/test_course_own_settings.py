"""What a learner has set at home, or for other work, and what of it holds in the course."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jupyter_core.paths
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from throw_away_home import put, throw_away_home

from tools import lab, own_settings
from tools.environment import without_strays
from tools.notebook_runs import ROOT

DATA = Path(".local") / "share" / "jupyter"
KERNEL = {"argv": ["another python"], "display_name": "Another Python", "language": "python"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A learner's home folder, whose folders have the same names on every system."""
    throw_away_home(tmp_path, monkeypatch)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("APPDATA", str(tmp_path / DATA.parent))
    return tmp_path


def prepared(home):
    return own_settings.prepared(home / "course")


@pytest.fixture
def said(capsys):
    """A function that gives what was printed since it was last called."""
    return lambda: capsys.readouterr().out.replace("\\", "/")


def kernel_found(variables, monkeypatch):
    """The folder of the kernel called python3 for whoever has these variables."""
    with monkeypatch.context() as patch:
        for name in set(os.environ) - set(variables):
            patch.delenv(name)
        for name, value in variables.items():
            patch.setenv(name, value)
        return Path(KernelSpecManager().get_kernel_spec("python3").resource_dir)


def test_where_nothing_is_set_nothing_is_said(home, said):
    prepared(home)
    assert said() == ""


@pytest.mark.parametrize("setting", ["JUPYTER_PATH", "JUPYTER_PREFER_ENV_PATH"])
def test_another_kernel_of_the_same_name_is_set_aside(home, monkeypatch, said, setting):
    put(home / DATA / "kernels" / "python3" / "kernel.json", json.dumps(KERNEL))
    value = {"JUPYTER_PATH": str(home / DATA), "JUPYTER_PREFER_ENV_PATH": "0"}[setting]
    monkeypatch.setenv(setting, value)
    assert kernel_found(os.environ, monkeypatch).is_relative_to(home)
    assert kernel_found(prepared(home), monkeypatch).is_relative_to(sys.prefix)
    line = said()
    assert line.startswith(f"Set aside for the course: {setting}, ~/.local/share/jupyter/kernels")
    assert line.count("\n") == 1


def test_an_environment_that_somebody_else_owns_has_its_own_kernel(home, monkeypatch):
    """On a shared machine, Jupyter by itself prefers the home folder's."""
    put(home / DATA / "kernels" / "python3" / "kernel.json", json.dumps(KERNEL))
    monkeypatch.setattr(jupyter_core.paths, "_do_i_own", lambda path: False)
    assert kernel_found(os.environ, monkeypatch).is_relative_to(home)
    assert kernel_found(prepared(home), monkeypatch).is_relative_to(sys.prefix)


def test_a_kernel_on_another_machine_is_set_aside(home, monkeypatch, said):
    monkeypatch.setenv("JUPYTER_GATEWAY_URL", "http://elsewhere")
    assert "JUPYTER_GATEWAY_URL" not in prepared(home)
    assert "JUPYTER_GATEWAY_URL" in said()


def test_how_the_server_is_reached_is_left_to_the_learner(home, monkeypatch, said):
    monkeypatch.setenv("JUPYTER_PORT", "9000")
    monkeypatch.setenv("JUPYTER_TOKEN", "mine")
    variables = prepared(home)
    assert (variables["JUPYTER_PORT"], variables["JUPYTER_TOKEN"]) == ("9000", "mine")
    assert said() == ""


def test_files_of_jupyter_ipython_and_matplotlib_are_named(home, said):
    put(home / ".jupyter" / "jupyter_server_config.py", "")
    put(home / ".ipython" / "profile_default" / "startup" / "00.py", "")
    put(home / ".config" / "matplotlib" / "matplotlibrc", "")
    put(home / ".ipython" / "profile_default" / "history.sqlite", "")
    prepared(home)
    assert said() == (
        "Set aside for the course: ~/.jupyter/jupyter_server_config.py, "
        "~/.ipython/profile_default/startup/00.py, ~/.config/matplotlib/matplotlibrc.\n"
    )


def test_many_files_are_still_one_line(home, said):
    for number in range(9):
        put(home / ".jupyter" / "jupyter_server_config.d" / f"{number}.json", "{}")
    prepared(home)
    line = said()
    assert line.endswith("2.json and 6 more.\n")
    assert line.count("\n") == 1


def test_the_course_s_own_settings_are_not_set_aside_when_lab_is_started_from_within(
    home, monkeypatch, said
):
    for name, value in prepared(home).items():
        monkeypatch.setenv(name, value)
    assert prepared(home) == without_strays(os.environ)
    assert said() == ""


@pytest.mark.parametrize("at", [DATA, DATA / "runtime"])
def test_a_home_that_cannot_be_written_to_is_done_without(home, said, at):
    put(home / at, "a file where the folder should be")
    variables = prepared(home)
    assert Path(variables["JUPYTER_DATA_DIR"]).is_relative_to(home / "course")
    assert Path(variables["JUPYTER_RUNTIME_DIR"]).is_relative_to(home / "course")
    assert said() == (
        "Set aside for the course: ~/.local/share/jupyter (it cannot be written to).\n"
    )


def test_signatures_lie_where_they_lie_by_hand(home):
    assert not {"JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"} & set(prepared(home))


def test_packages_in_the_home_folder_stay_outside():
    assert without_strays({})["PYTHONNOUSERSITE"] == "1"


def test_a_look_comes_along_once(home):
    theirs = home / ".jupyter" / own_settings.USER_SETTINGS
    ours = home / "course" / "jupyter" / own_settings.USER_SETTINGS
    look, keys, _ = own_settings.TASTE
    put(theirs / look, '{"theme": "JupyterLab Dark"}')
    put(theirs / "@jupyterlab" / "docmanager-extension" / "plugin.jupyterlab-settings", "{}")
    prepared(home)
    assert [path for path in ours.rglob("*") if path.is_file()] == [ours / look]
    assert (ours / look).read_text() == '{"theme": "JupyterLab Dark"}'
    put(ours / look, '{"theme": "JupyterLab Light"}')
    put(theirs / keys, "{}")
    prepared(home)
    assert (ours / look).read_text() == '{"theme": "JupyterLab Light"}'
    assert not (ours / keys).exists()


def test_figures_do_not_follow_a_matplotlibrc_at_home(home):
    rc = put(home / ".config" / "matplotlib" / "matplotlibrc", "savefig.dpi: 17\n")
    put(home / ".matplotlib" / "matplotlibrc", rc.read_text())
    asked = "import matplotlib; print(matplotlib.rcParams['savefig.dpi'])"
    command = [sys.executable, "-c", asked]
    seen = [
        subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout
        for variables in (os.environ, prepared(home))
    ]
    assert seen == ["17.0\n", "figure\n"]


LAB_ON_ANOTHER_MACHINE = """
import sys, jupyter_core.paths
jupyter_core.paths.SYSTEM_CONFIG_PATH[:] = [sys.argv.pop(1)]
from tools import lab
lab.main()
"""


def test_a_setting_of_the_machine_that_ends_lab_is_named_last(home):
    file = put(home / "etc" / "jupyter_server_config.py", 'c.ServerApp.certfile = "/nowhere"')
    options = ["--no-browser", "--allow-root", f"--ServerApp.root_dir={home}"]
    command = [sys.executable, "-c", LAB_ON_ANOTHER_MACHINE, str(file.parent), *options]
    ended = subprocess.run(command, env=prepared(home), cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        "JupyterLab ended with an error. If it did not start, look at this machine's settings: "
        f"{file}."
    )


@pytest.mark.parametrize(("code", "lines"), [(1, 1), (0, 0), (None, 0)])
def test_only_a_lab_that_fails_names_settings(home, monkeypatch, code, lines):
    put(home / "jupyter_server_config.py", "")
    said = []
    monkeypatch.setattr(lab, "SYSTEM_CONFIG_PATH", [str(home)])
    monkeypatch.setattr(lab.labapp, "main", lambda: sys.exit(code))
    monkeypatch.setattr(lab.atexit, "register", lambda show, line, file: said.append(line))
    with pytest.raises(SystemExit):
        lab.main()
    assert len(said) == lines


def test_without_settings_of_the_machine_none_is_named(home):
    assert own_settings.of_the_machine([str(home / "etc")]) == ""
