"""The lists of notebooks, in README.md and in notebook 00: written from helpers/notebooks.py."""

import re
from collections.abc import Callable

from helpers.notebooks import NOTEBOOKS, Notebook

# Some lines that begin with a link to a notebook, each in the first column of a table.
ROWS = re.compile(r"\n\| \[(\d\d[a-z]?)\b.*(?:\n\| \[\d\d.*)*")


def in_the_readme(text: str) -> str:
    """The README with a row for every notebook."""
    (text,) = with_rows([text], _long_row)
    return text


def in_the_first_notebook(sources: list[str]) -> list[str]:
    """The cells of notebook 00 with a row for every other notebook, in one of their tables."""
    return with_rows(sources, _short_row)


def with_rows(texts: list[str], row: Callable[[Notebook], str]) -> list[str]:
    """The texts with the rows of their tables made anew, at most one table in each text.

    A table begins with the notebook that it began with, and goes on to where the next one begins.
    """
    tables = {at: found for at, text in enumerate(texts) if (found := ROWS.search(text))}
    numbers = list(NOTEBOOKS)
    begins = [numbers.index(found[1]) for found in tables.values()]
    made = list(texts)
    for at, begin, end in zip(tables, begins, [*begins[1:], len(numbers)], strict=True):
        rows = "".join(f"\n{row(NOTEBOOKS[number])}" for number in numbers[begin:end])
        made[at] = texts[at].replace(tables[at][0], rows)
    return made


def _long_row(notebook):
    title = f"[{notebook.number} {notebook.title}](notebooks/{notebook.file}.ipynb)"
    return f"| {title}{_remark(notebook)} | {notebook.asks} | {notebook.minutes} |"


def _short_row(notebook):
    number = f"[{notebook.number}]({notebook.file}.ipynb)"
    return f"| {number}{_remark(notebook)} | {notebook.asks} | {notebook.minutes} |"


def _remark(notebook):
    return ", optional" if notebook.optional else ""
