"""Where the course lists its notebooks, it lists all of them, with their titles and minutes."""

import re

import nbformat
import pytest

from helpers.notebooks import NOTEBOOKS, Notebook
from tools import contents
from tools.notebook_runs import ROOT, number_of, published_notebooks

PATHS = published_notebooks()
REBUILD = "run: python3 course.py rebuild 00"
MADE_UP = {
    "00": Notebook("00_begin", "Begin", "Where?", 5),
    "01": Notebook("01_go_on", "Go on", "How?", 10),
    "01b": Notebook("01b_aside", "Aside", "What else?", 20, optional=True),
    "02": Notebook("02_end", "End", "Why?", 30),
}


def sources(path):
    return [cell.source for cell in nbformat.read(path, 4).cells]


def test_the_notebooks_are_those_of_the_table_in_its_order():
    assert [path.stem for path in PATHS] == [notebook.file for notebook in NOTEBOOKS.values()]


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_a_notebook_says_the_title_and_the_minutes_that_the_table_has(path):
    notebook = NOTEBOOKS[number_of(path)]
    text = "\n\n".join(sources(path))
    assert text.startswith(f"# {notebook.number} {notebook.title}\n")
    assert re.search(r"[Aa]bout (\d+) minutes", text)[1] == str(notebook.minutes)


def test_the_readme_lists_all_of_them():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"| [{number} " in text for number in NOTEBOOKS), REBUILD
    assert contents.in_the_readme(text) == text, REBUILD


def test_notebook_00_lists_all_the_others():
    cells = sources(PATHS[0])
    text = "\n".join(cells)
    assert all(f"\n| [{number}](" in text for number in NOTEBOOKS if number != "00"), REBUILD
    assert contents.in_the_first_notebook(cells) == cells, REBUILD


def test_a_table_goes_on_to_where_the_next_one_begins(monkeypatch):
    monkeypatch.setattr(contents, "NOTEBOOKS", MADE_UP)
    head = "| | you ask | minutes |\n|---|---|---|"
    before = [
        "# Begin",
        f"{head}\n| [01](old.ipynb) | old | 1 |\n| [02](x) |",
        "",
        f"{head}\n| [02](y) |\n\nGo.",
    ]
    assert contents.in_the_first_notebook(before) == [
        "# Begin",
        f"{head}\n| [01](01_go_on.ipynb) | How? | 10 |\n"
        "| [01b](01b_aside.ipynb), optional | What else? | 20 |",
        "",
        f"{head}\n| [02](02_end.ipynb) | Why? | 30 |\n\nGo.",
    ]
    readme = contents.in_the_readme(f"{head}\n| [00 x](y) |\n\nMore.")
    assert readme.count("\n| [") == 4
    assert "| [01b Aside](notebooks/01b_aside.ipynb), optional | What else? | 20 |\n" in readme
    assert readme.endswith("| [02 End](notebooks/02_end.ipynb) | Why? | 30 |\n\nMore.")
