"""The whole course in a JupyterLab that runs in the browser alone."""

from pathlib import Path


def build(folder: Path, pyodide: Path) -> None:
    """Write JupyterLite with the course into folder, from a folder with a complete Pyodide."""
    folder.mkdir(parents=True)
