"""The page for teachers says what the notebooks, their table and the exercises say."""

import re

import nbformat
import pytest

from helpers.exercises.catalogue import exercises
from helpers.notebooks import NOTEBOOKS
from tools import teaching
from tools.notebook_runs import ROOT, number_of, published_notebooks

PATHS = {number_of(path): path for path in published_notebooks()}
PAGE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
NEEDED = re.compile(r"You need notebooks? ([^.;]+)")
NUMBER = re.compile(r"\d\d[a-z]?")
SESSION = re.compile(r"^\| \d+ \| (.+) \| (\d+) \| (.*) \| (\d*) \|$", re.MULTILINE)
TOTAL = re.compile(r"takes (\d+) to (\d+) minutes, all together (\d+), and (\d+) more at home")
ON_SLIDES = re.compile(r'class="(?:live-figure|course-picture|course-question|hands-on)"')

each_plan = pytest.mark.parametrize("plan", teaching.PLANS, ids=lambda plan: plan.name)
each_notebook = pytest.mark.parametrize("number", NOTEBOOKS)


def cells(number):
    return nbformat.read(PATHS[number], 4).cells


def section(number, heading):
    """The cells under a heading of a notebook, up to the next one of the same rank or above."""
    if not heading:
        return cells(number)
    found, rank = [], 0
    for cell in cells(number):
        headings = re.findall(r"^(#+) (.+)$", cell.source, re.MULTILINE)
        own = cell.cell_type == "markdown" and headings
        if own and rank and len(own[0][0]) <= rank:
            break
        if own and own[0][1] == heading:
            rank = len(own[0][0])
        if rank:
            found.append(cell)
    assert found, f"{number} has no heading {heading!r}"
    return found


def test_the_page_is_as_rebuild_writes_it():
    assert teaching.in_the_teaching_page(PAGE) == PAGE, "run: python3 course.py rebuild 00"
    assert len(teaching.BLOCK.findall(PAGE)) == 3


@each_plan
def test_a_notebook_comes_once_and_after_those_that_it_needs(plan):
    done = [teaching.BEFOREHAND]
    for session in plan.sessions:
        for number in (*session.in_class, *session.at_home):
            assert number not in done
            needs = NEEDED.search(cells(number)[0].source)
            # What is needed from one to another: the last of them is enough here.
            assert set(NUMBER.findall(needs[1]) if needs else []) <= set(done), number
            done.append(number)
    assert sorted([*done, *teaching.left_out_of(plan)]) == sorted(NOTEBOOKS)


@each_plan
def test_the_minutes_of_the_page_are_the_sums_of_the_notebooks(plan):
    part = PAGE.partition(f"### {plan.name}\n")[2].partition("\nLeft out")[0]
    in_class, at_home = [], []
    for here, minutes, home, minutes_home in SESSION.findall(part):
        in_class.append(minutes_said(here))
        at_home.append(minutes_said(home))
        assert int(minutes) == in_class[-1]
        assert int(minutes_home or 0) == at_home[-1]
    assert len(in_class) == len(plan.sessions)
    told = [int(number) for number in TOTAL.search(part).groups()]
    assert told == [min(in_class), max(in_class), sum(in_class), sum(at_home)]


def minutes_said(links):
    """The minutes that notebooks in links say themselves, at their top."""
    numbers = re.findall(r"\[(\d\d[a-z]?) ", links)
    texts = ["\n".join(cell.source for cell in cells(number)) for number in numbers]
    return sum(int(re.search(r"[Aa]bout (\d+) minutes", text)[1]) for text in texts)


def test_a_plan_has_as_many_sessions_as_its_name_says():
    counts = {plan.name: len(plan.sessions) for plan in teaching.PLANS}
    assert counts == {"Four sessions": 4, "Eight sessions": 8, "Twelve sessions": 12}


@each_notebook
def test_what_is_to_be_projected_is_there(number):
    for heading in teaching.LESSONS[number].project:
        outputs = [o for cell in section(number, heading) for o in cell.get("outputs", ())]
        pages = [output.get("data", {}).get("text/html", "") for output in outputs]
        assert any(map(ON_SLIDES.search, pages)), heading


@each_notebook
def test_what_can_be_skipped_has_no_exercise(number):
    for heading in teaching.LESSONS[number].skip:
        sources = [cell.source for cell in section(number, heading)]
        assert not any("### Exercise" in source for source in sources), heading


def test_notebooks_with_exercises_have_slips():
    with_exercises = {exercise.notebook for exercise in exercises()}
    assert {n for n, lesson in teaching.LESSONS.items() if lesson.slips} == with_exercises
    assert list(teaching.LESSONS) == list(NOTEBOOKS)


def test_a_slip_is_told_as_check_tells_it():
    [told] = re.findall(r"^- \*first path only\*: (.+)$", PAGE, re.MULTILINE)
    [slip] = {
        slip
        for exercise in exercises()
        for slip in exercise.slips
        if slip.name == "first path only"
    }
    assert told == slip.words
    assert "\n- *\\* in place of @*: You have" in PAGE


def test_the_page_names_the_notebooks_with_a_break():
    with_a_break = [n for n in NOTEBOOKS if "place for a break" in cells(n)[0].source]
    assert f"{', '.join(with_a_break[:-1])} and {with_a_break[-1]} say" in PAGE
