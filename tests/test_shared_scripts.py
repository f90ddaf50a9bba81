"""A saved notebook has each script that its outputs share once; learners' copies have it too."""

import re
from itertools import chain

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.exercises.question_html import question
from helpers.hands_on.digit_pad import pad
from helpers.page_source import shared_script
from helpers.training import random_layers
from tools.copies import ANSWERS, copy_of
from tools.notebook_runs import published_notebooks
from tools.rebuild import share_scripts

BROUGHT = re.compile(r'<script data-shared="([\w-]+)">')
USED = re.compile(r'}\)\("([\w-]+)", \(document\.currentScript')
QUESTION = question("00_which_way")._repr_html_()
PAD = pad(random_layers([64, 4, 10], np.random.default_rng(0)), 0.0, 1.0)["text/html"]


def notebook_of(*cells):
    """A notebook whose cells have such HTML for an output, and such tags."""
    made = [
        new_code_cell(
            "",
            outputs=[new_output("display_data", data={"text/html": html})],
            metadata={"tags": tags},
        )
        for html, tags in cells
    ]
    return new_notebook(cells=made)


def scripts(notebook, pattern):
    """What a pattern finds in each output."""
    return [
        pattern.findall("".join(output.get("data", {}).get("text/html", "")))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    ]


def test_each_script_stays_in_the_first_output_that_copies_have_too():
    notebook = notebook_of((QUESTION, [ANSWERS]), (PAD, [ANSWERS]), (QUESTION, []), (QUESTION, []))
    share_scripts(notebook)
    brought = scripts(notebook, BROUGHT)
    assert [len(names) for names in brought] == [0, 1, 1, 0]
    assert [len(names) for names in scripts(notebook, USED)] == [1, 1, 1, 1]
    # What is in place stays there.
    share_scripts(notebook)
    assert scripts(notebook, BROUGHT) == brought


def test_a_script_with_another_style_has_another_name(tmp_path):
    names = set()
    for color in ("red", "blue"):
        sheet = tmp_path / f"{color}.css"
        sheet.write_text(f"p {{ color: {color}; }}", encoding="utf-8")
        names.add(shared_script("live", "() => {}", [sheet]).name)
    assert len(names) == 2


def test_the_rest_of_an_output_stays_as_it_is():
    notebook = notebook_of((QUESTION, []), (QUESTION, []))
    share_scripts(notebook)
    first, second = (cell.outputs[0]["data"]["text/html"] for cell in notebook.cells)
    assert first == QUESTION
    begins, ends = QUESTION.split("\n<script data-shared")
    assert second == begins + ends.partition("</script>")[2]


@pytest.mark.parametrize("path", published_notebooks(), ids=lambda path: path.stem)
def test_every_notebook_and_copy_has_the_scripts_that_it_uses_once(path):
    published = nbformat.read(path, as_version=4)
    for notebook in (published, copy_of(published)):
        brought = [*chain(*scripts(notebook, BROUGHT))]
        assert len(brought) == len(set(brought))
        assert set(brought) == {*chain(*scripts(notebook, USED))}
