"""The learner's copies: laid out, trusted, brought up to date, and nothing lost."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from helpers import home
from tools import copies
from tools.notebook_runs import METADATA, ROOT

NAME, OTHER = "05_layers.ipynb", "06_more.ipynb"


@pytest.fixture(autouse=True)
def jupyter_data(tmp_path, monkeypatch):
    """A learner who has never used Jupyter: no secret, no signatures."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    return tmp_path / "jupyter"


@pytest.fixture
def published(tmp_path):
    """The notebooks' folder of a small course without a history of its own."""
    folder = tmp_path / "course" / "notebooks"
    folder.mkdir(parents=True)
    for name in (NAME, OTHER):
        write(folder / name, "ask()", "answer()")
    return folder


@pytest.fixture
def own(published):
    """Where its copies go; there are none yet."""
    return published.parent / home.COPIES


def write(path, *sources, **metadata):
    """Write a notebook whose last cell answers what the others ask."""
    cells = [cell(source, f"{source} printed this\n") for source in sources]
    cells[-1].metadata["tags"] = [copies.ANSWERS]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={**METADATA, **metadata})
    nbformat.write(notebook, path)


def cell(source, printed):
    made = nbformat.v4.new_code_cell(source, execution_count=1)
    made.outputs = [nbformat.v4.new_output("stream", text=printed)]
    made.id = source[:3]
    return made


def learn(path, addition="mine"):
    """Work in a notebook: add a cell, and save it as JupyterLab does."""
    notebook = nbformat.read(path, 4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.1"}
    notebook.cells.append(nbformat.v4.new_code_cell(addition, id="own"))
    nbformat.write(notebook, path)


def sources(path):
    return [cell.source for cell in nbformat.read(path, 4).cells]


def sources_of_prose(path):
    return [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "markdown"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def is_trusted(path, data):
    return NotebookNotary(data_dir=str(data)).check_signature(nbformat.read(path, 4))


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def publish(course):
    git(course, "init", "-b", "main")
    git(course, "add", ".")
    git(course, "commit", "-m", "Publish")


def test_copies_are_laid_out_trusted_and_without_answers(published, own, jupyter_data):
    assert copies.lay_out(own, published) == copies.Laid([NAME, OTHER], [], [], [])
    ask, answer = nbformat.read(own / NAME, 4).cells
    assert ask.outputs[0].text == "ask() printed this\n"
    assert (answer.outputs, answer.execution_count, answer.source) == ([], None, "answer()")
    assert is_trusted(own / NAME, jupyter_data)
    assert not is_trusted(published / NAME, jupyter_data)


def test_the_published_notebooks_stay_as_they_are(published, own):
    before = {path.name: path.read_bytes() for path in published.iterdir()}
    copies.lay_out(own, published)
    assert {path.name: path.read_bytes() for path in published.iterdir()} == before


def test_a_second_time_nothing_happens(published, own):
    copies.lay_out(own, published)
    before = {path: path.stat().st_mtime_ns for path in own.iterdir()}
    assert copies.lay_out(own, published) == copies.Laid([], [], [], [])
    assert {path: path.stat().st_mtime_ns for path in own.iterdir()} == before


def test_a_new_account_trusts_untouched_copies_too(published, own, tmp_path, monkeypatch):
    copies.lay_out(own, published)
    learn(own / OTHER)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "another"))
    copies.lay_out(own, published)
    assert is_trusted(own / NAME, tmp_path / "another")
    # What is not as the course laid it out may hold anything.
    assert not is_trusted(own / OTHER, tmp_path / "another")


def test_an_update_replaces_what_is_untouched_and_keeps_the_rest(published, own, jupyter_data):
    copies.lay_out(own, published)
    learn(own / OTHER)
    for name in (NAME, OTHER):
        write(published / name, "ask()", "better()")
    assert copies.lay_out(own, published) == copies.Laid([], [NAME], [OTHER], [])
    assert sources(own / NAME) == ["ask()", "better()"]
    assert sources(own / OTHER) == ["ask()", "answer()", "mine"]
    assert is_trusted(own / NAME, jupyter_data)


def test_a_note_says_what_has_a_newer_edition_until_it_is_laid_out(published, own):
    note = own / copies.NOTE
    copies.lay_out(own, published)
    learn(own / NAME)
    learn(own / OTHER)
    copies.lay_out(own, published)
    assert not note.exists()
    for name in (NAME, OTHER):
        write(published / name, "ask()", "better()")
    copies.lay_out(own, published)
    both = " ".join(map(copies.number_of, (own / NAME, own / OTHER)))
    assert f"there is a newer edition: {both}." in note.read_text()
    assert f"\n%run -m tools.copies {both}\n" in note.read_text()
    copies.fresh(own, [NAME], published)
    assert f"edition: {copies.number_of(own / OTHER)}." in note.read_text()
    copies.fresh(own, [OTHER], published)
    assert not note.exists()


def test_opening_and_saving_is_no_change(published, own):
    copies.lay_out(own, published)
    notebook = nbformat.read(own / NAME, 4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.1"}
    notebook.cells[0].metadata["collapsed"] = True
    nbformat.write(notebook, own / NAME)
    write(published / NAME, "ask()", "better()")
    assert copies.lay_out(own, published).replaced == [NAME]


def test_what_a_front_end_notes_beside_an_output_is_no_change(published, own):
    notebook = nbformat.read(published / NAME, 4)
    data = {"image/png": "AAAA"}
    output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    notebook.cells[0].outputs = [output]
    nbformat.write(notebook, published / NAME)
    copies.lay_out(own, published)
    notebook = nbformat.read(own / NAME, 4)
    notebook.cells[0].outputs[0].metadata = {"image/png": {"width": 640}}
    notebook.cells[0].outputs[0].execution_count = 2
    nbformat.write(notebook, own / NAME)
    write(published / NAME, "ask()", "better()")
    assert copies.lay_out(own, published).replaced == [NAME]


def test_running_a_cell_is_a_change(published, own):
    copies.lay_out(own, published)
    notebook = nbformat.read(own / NAME, 4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="4.5\n")]
    nbformat.write(notebook, own / NAME)
    write(published / NAME, "ask()", "better()")
    assert copies.lay_out(own, published).kept == [NAME]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}', "\x00\xff"])
def test_what_is_no_notebook_is_kept(published, own, content):
    copies.lay_out(own, published)
    (own / NAME).write_text(content)
    assert copies.lay_out(own, published).kept == [NAME]
    assert (own / NAME).read_text() == content
    copies.fresh(own, ["05"], published)
    assert (own / "05_layers.mine-1.ipynb").read_text() == content


def test_fresh_lays_out_anew_and_keeps_every_one(published, own, jupyter_data):
    copies.lay_out(own, published)
    for number in (1, 2):
        learn(own / NAME, f"mine {number}")
        said = copies.fresh(own, ["05"], published)
        kept = f"05_layers.mine-{number}.ipynb"
        assert said == [f"{NAME} is as published again; yours is {kept} now."]
        assert sources(own / kept)[-1] == f"mine {number}"
        assert sources(own / NAME) == ["ask()", "answer()"]
    assert is_trusted(own / NAME, jupyter_data)


def test_fresh_trusts_a_copy_that_is_as_published(published, own, tmp_path, monkeypatch):
    copies.lay_out(own, published)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "another"))
    copies.fresh(own, ["05"], published)
    assert is_trusted(own / NAME, tmp_path / "another")


def test_fresh_all_leaves_what_is_as_published(published, own):
    copies.lay_out(own, published)
    learn(own / OTHER)
    said = copies.fresh(own, ["all"], published)
    assert said[0] == f"{NAME} is as published already."
    assert names(own) == [NAME, OTHER, "06_more.mine-1.ipynb"]


@pytest.mark.parametrize("named", ["5", "05", NAME, f"my_course/{NAME}"])
def test_a_notebook_can_be_named_in_several_ways(published, own, named):
    assert copies.fresh(own, [named], published) == [f"{NAME} is as published again."]


def test_a_number_that_no_notebook_has_changes_nothing(published, own):
    with pytest.raises(ValueError, match=r"No notebook is numbered 44: there are 05, 06\."):
        copies.fresh(own, ["05", "44"], published)
    assert not own.exists()


def test_copies_beside_the_published_notebooks_are_none_of_the_course(published, own):
    for stray in ("05_layers-Copy1.ipynb", "05_layers (1).ipynb", "Untitled.ipynb"):
        write(published / stray, "stray()")
    copies.lay_out(own, published)
    assert names(own) == [NAME, OTHER]


def test_work_done_in_the_published_notebooks_is_carried_over_once(published, own, jupyter_data):
    publish(published.parent)
    before = (published / NAME).read_bytes()
    learn(published / NAME)
    write(published / "06_more.mine-1.ipynb", "earlier()")
    laid = copies.lay_out(own, published)
    assert laid.carried == [NAME, "06_more.mine-1.ipynb"]
    assert laid.new == [OTHER]
    assert sources(own / NAME)[-1] == "mine"
    assert is_trusted(own / NAME, jupyter_data)
    assert (published / NAME).read_bytes() == before
    assert names(published) == [NAME, OTHER]
    # From now on whoever changes a published notebook does it on purpose.
    learn(published / OTHER)
    assert copies.lay_out(own, published) == copies.Laid([], [OTHER], [], [])


def test_what_a_maintainer_changed_by_other_means_is_left_alone(published, own):
    publish(published.parent)
    write(published / NAME, "ask()", "better()")
    assert copies.lay_out(own, published).carried == []
    assert sources(published / NAME) == ["ask()", "better()"]


def test_a_home_elsewhere_takes_nothing_out_of_a_shared_course(published, tmp_path):
    publish(published.parent)
    learn(published / NAME)
    assert copies.lay_out(tmp_path / "elsewhere" / home.COPIES, published).carried == []
    assert sources(published / NAME)[-1] == "mine"


def test_copies_elsewhere_have_what_they_link_to_beside_them(tmp_path):
    folder = tmp_path / "elsewhere" / home.COPIES
    copies.lay_out(folder)
    sources = [source for path in folder.iterdir() for source in sources_of_prose(path)]
    outside = {link for source in sources for link in re.findall(r"\]\((\.\./[^)#]*)", source)}
    assert outside == {"../data/README.md"}
    assert (folder / "../data/README.md").read_bytes() == (ROOT / copies.LINKED).read_bytes()


def test_a_file_of_the_learner_s_is_not_replaced_by_what_copies_link_to(published, tmp_path):
    for folder, text in ((published.parent, "the course's"), (tmp_path / "own", "mine")):
        (folder / "data").mkdir(parents=True)
        (folder / copies.LINKED).write_text(text)
    copies.lay_out(tmp_path / "own" / home.COPIES, published)
    assert (tmp_path / "own" / copies.LINKED).read_text() == "mine"


def test_without_a_history_what_earlier_editions_kept_tells_the_work(published, own):
    kept = published.parent / ".course" / "published"
    kept.mkdir(parents=True)
    (kept / NAME).write_bytes((published / NAME).read_bytes())
    learn(published / NAME)
    assert copies.lay_out(own, published).carried == [NAME]
    assert sources(published / NAME) == ["ask()", "answer()"]


def test_a_notebook_that_was_only_opened_is_put_back_and_not_carried(published, own):
    publish(published.parent)
    before = (published / NAME).read_bytes()
    write(published / NAME, "ask()", "answer()", language_info={"name": "python3"})
    assert copies.lay_out(own, published).carried == []
    assert (published / NAME).read_bytes() == before


def test_the_history_of_a_folder_around_the_course_is_not_its_own(published, own, tmp_path):
    publish(tmp_path)
    learn(published / NAME)
    assert copies.lay_out(own, published).carried == []
    assert sources(own / NAME) == ["ask()", "answer()", "mine"]


def test_what_is_said():
    folder = Path("here")
    assert copies.what_to_say(copies.Laid([], [], [], []), folder) == []
    assert copies.what_to_say(copies.Laid([NAME, OTHER], [], [], []), folder) == [
        "Your own copies of the notebooks are in here."
    ]
    assert copies.what_to_say(copies.Laid([], [NAME], [OTHER], []), folder) == [
        "A newer edition took the place of 05, which you had not changed.",
        "Yours is kept, and there is a newer edition: 06. "
        "To have it beside yours: python3 course.py fresh 06",
    ]
    assert copies.what_to_say(copies.Laid([OTHER], [], [], [NAME]), folder) == [
        "You work in here from now on. What you changed in notebooks is there already: 05."
    ]


def test_another_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.delenv(home.VARIABLE, raising=False)
    assert home.home() == ROOT
    monkeypatch.setenv(home.VARIABLE, str(tmp_path))
    assert home.home() == tmp_path
    monkeypatch.setenv(home.VARIABLE, os.path.join("~", "own"))
    assert home.home() == Path.home() / "own"


def test_a_course_that_cannot_be_written_to_has_its_copies_in_the_home_folder(monkeypatch):
    monkeypatch.delenv(home.VARIABLE, raising=False)
    monkeypatch.setattr(home.os, "access", lambda path, mode: False)
    assert home.home() == Path.home() / "slope-by-slope"


def test_helpers_installed_alone_keep_what_is_a_learner_s_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(home.VARIABLE, raising=False)
    monkeypatch.setattr(home, "ROOT", tmp_path)
    assert home.home() == Path.home() / "slope-by-slope"


def test_from_the_command_line(tmp_path):
    def run(*numbers):
        command = [sys.executable, str(ROOT / "tools" / "copies.py"), *numbers]
        variables = {**os.environ, home.VARIABLE: str(tmp_path / "own")}
        return subprocess.run(command, capture_output=True, text=True, env=variables, check=False)

    first = run()
    folder = tmp_path / "own" / "my_course"
    assert first.stdout == f"Your own copies of the notebooks are in {folder}.\n"
    assert len(list(folder.iterdir())) == len(list((ROOT / "notebooks").glob("*.ipynb")))
    assert run().stdout == ""
    assert run("5").stdout.startswith("05_layer_by_layer.ipynb is as published already.\n")
    failed = run("44")
    assert failed.returncode == 2
    assert failed.stderr.startswith("No notebook is numbered 44")
    assert json.loads((folder / "00_start_here.ipynb").read_text())["metadata"]["slope_by_slope"]
