"""Where the course lists its notebooks, it lists all of them, with their titles and minutes."""

import re

import nbformat
import pytest

from helpers.exercises.reading import NOTEBOOKS
from tools.notebook_runs import ROOT, number_of, published_notebooks

PATHS = published_notebooks()
ROW = re.compile(r"^\| \[(.+?)\]\((?:notebooks/)?(\w+\.ipynb)\) \|.*\| (\d+) \|$", re.MULTILINE)


def prose(path):
    cells = nbformat.read(path, 4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def minutes(path):
    return re.search(r"[Aa]bout (\d+) minutes", prose(path))[1]


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_links_to_a_notebook_know_its_file_and_title(path):
    notebook = NOTEBOOKS[number_of(path)]
    assert path.stem == notebook.file
    assert prose(path).startswith(f"# {number_of(path)} {notebook.title}\n")


def test_the_readme_lists_all_of_them():
    listed = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    titles = {number: f"{number} {notebook.title}" for number, notebook in NOTEBOOKS.items()}
    assert listed == [(titles[number_of(path)], path.name, minutes(path)) for path in PATHS]


def test_notebook_00_lists_all_the_others():
    listed = ROW.findall(prose(PATHS[0]))
    assert listed == [(number_of(path), path.name, minutes(path)) for path in PATHS[1:]]
