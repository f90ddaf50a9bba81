"""The whole course in a JupyterLab that runs in the browser alone: JupyterLite, with Pyodide."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.home import VARIABLE as HOME
from tools.environment import Problem
from tools.notebook_runs import ROOT
from tools.site import browser_notebooks, browser_packages

EXTENSION = Path(__file__).parent / "lab_extension"
SETTINGS = ROOT / "jupyter" / "lab_settings.json"
DRIVE = "/drive"
"""Where a kernel in the browser finds the files that JupyterLab shows."""

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def build(folder: Path, pyodide: Path) -> None:
    """Write JupyterLite with the course into folder, from a folder with a complete Pyodide.

    Raises Problem where JupyterLite's own build fails; what it said stands in the error.
    """
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch)
        browser_notebooks.write(source / "contents")
        preloaded = browser_packages.write(source / "static" / "pyodide", pyodide)
        _write(source / "jupyter-lite.json", configuration(preloaded))
        _write(source / "overrides.json", settings())
        _run_jupyterlite(source, folder)


def configuration(preloaded: list[str]) -> dict:
    """What jupyter-lite.json says: the kernel loads these packages all at once as it starts."""
    kernel = {
        # Nothing is asked of another host.
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": preloaded, "env": {HOME: DRIVE}},
    }
    data = {"appName": "Slope by Slope", "litePluginSettings": {KERNEL: kernel}}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def settings() -> dict:
    """The settings of JupyterLab: those of the course, and the colours that the system asks for."""
    course = json.loads(SETTINGS.read_text(encoding="utf-8"))
    # This is how the Lab says that Python is loading.
    course["@jupyterlab/apputils-extension:notification"]["doNotDisturbMode"] = False
    return {**course, "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True}}


def _run_jupyterlite(source, folder):
    build = {
        "apps": ["lab"],
        "contents": ["contents"],
        "federated_extensions": [str(EXTENSION)],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(folder.absolute()),
    }
    _write(source / "jupyter_lite_config.json", {"LiteBuildConfig": build})
    result = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise Problem(f"JupyterLite could not be built:\n{result.stdout}{result.stderr}")


def _write(path, content):
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
