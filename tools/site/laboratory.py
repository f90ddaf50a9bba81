"""The whole course in a JupyterLab that runs in the browser alone: JupyterLite, with Pyodide."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.home import VARIABLE as HOME
from tools.environment import ROOT, SCRATCH, Problem
from tools.site import browser_notebooks, browser_packages
from tools.site.npm import NpmPackage, unpacked

EXTENSION = Path(__file__).parent / "lab_extension"
ZIP = NpmPackage(
    "fflate",
    "0.8.3",
    "sha512-tbZNuJrLwGUp3zshBtdy4W+ORxZuIh8a5ilyIEQDC5rY1f3U20JMry0Ll3WBzU58EZKsEuJFXhb5gwv8CsPvgA==",
)
SETTINGS = ROOT / "jupyter" / "lab_settings.json"
DRIVE = "/drive"
"""Where a kernel in the browser finds the files that JupyterLab shows."""

ENVIRONMENT = {
    HOME: DRIVE,
    # It uses what Pyodide has renamed since, and says so in a notebook that limits threads.
    "PYTHONWARNINGS": "ignore::RuntimeWarning:threadpoolctl",
}
"""The variables of a kernel in the browser."""

OTHER_WORDS = {
    "<title>JupyterLite</title>": "<title>Slope by Slope</title>",
    "WASM powered Jupyter running in the browser.": "The whole course in your browser.",
    "Loading JupyterLite...": "Loading the notebooks ...",
}
"""What the page says before JupyterLab is there, and what it says here."""

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
EDITIONS = "slope-by-slope:editions"


def build(folder: Path, pyodide: Path) -> None:
    """Write JupyterLite with the course into folder, from a folder with a complete Pyodide.

    Raises Problem where JupyterLite's own build fails; what it said stands in the error.
    """
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch)
        editions = browser_notebooks.write(source / "contents")
        browser_packages.write(source / "static" / "pyodide", pyodide, ENVIRONMENT)
        _write(source / "jupyter-lite.json", configuration(editions))
        _write(source / "overrides.json", settings())
        extension = source / EXTENSION.name
        shutil.copytree(EXTENSION, extension)
        library = unpacked(ZIP, SCRATCH / "npm") / "esm" / "browser.js"
        shutil.copyfile(library, extension / "static" / "fflate.js")
        _run_jupyterlite(source, folder)
    _say_what_it_is(folder / "lab" / "index.html")


def configuration(editions: dict[str, str]) -> dict:
    """What jupyter-lite.json says: of the packages that a kernel starts with, and of the notebooks.

    course.js holds the editions against those of the copies that a learner's browser has saved.
    """
    kernel = {
        # Nothing is asked of another host.
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": browser_packages.PRELOADED, "env": ENVIRONMENT},
    }
    told = {"editions": editions}
    data = {"appName": "Slope by Slope", "litePluginSettings": {KERNEL: kernel, EDITIONS: told}}
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
        "federated_extensions": [EXTENSION.name],
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


def _say_what_it_is(page):
    """Let the page speak of the course where it speaks of JupyterLite."""
    text = page.read_text(encoding="utf-8")
    for said, better in OTHER_WORDS.items():
        if said not in text:
            raise Problem(f"{page} does not say {said!r} any more: see OTHER_WORDS.")
        text = text.replace(said, better)
    page.write_text(text, encoding="utf-8")


def _write(path, content):
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
