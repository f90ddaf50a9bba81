"""The report on a class: what was put in is what it counts."""

import csv
import signal
import threading
from html.parser import HTMLParser

import pytest
from made_up_class import BROKEN, ONE_AT_0, Pupil, hand_in, pupils

from helpers.exercises.catalogue import exercise_named, exercises
from helpers.exercises.checker.check import check
from helpers.exercises.verdict_file import VARIABLE, Example, Said, read_file, read_in_full
from tools.report import confinement
from tools.report.__main__ import main
from tools.report.counting import KINDS, count_slips, slips_of, state_of
from tools.report.judging import HandIn, Judged, found, judge
from tools.report.lesson_plans import FIGURES, _cells, _has_a_figure, lesson
from tools.report.page import page_of
from tools.report.table import counts_table, names_table


def judged_by_hand(*said, name="a.ipynb", number="04", troubles=()):
    return Judged(HandIn(None, name), number, False, said, troubles, ())


WRONG = Said("relu_slope", "wrong", (ONE_AT_0,), Example("exactly 0.", (("yours", ("[1]",)),)))
RIGHT = Said("relu_slope", "correct", (), None)
NP_MAX = "np.max in place of np.maximum"


def test_check_keeps_its_verdict_with_its_numbers(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "verdicts.jsonl"))
    verdict = check("relu_slope", lambda pre_activation: 1.0 * (pre_activation >= 0))
    [said], unreadable = read_file(tmp_path / "verdicts.jsonl")
    assert (said.exercise, said.status, said.misconceptions) == verdict[:3]
    titles = [title for title, _ in said.example.columns]
    assert titles[-3:] == ["yours", "expected", "with this slip"]
    assert unreadable == 0


NO_VERDICTS = (
    *("[", "{}", "3", "null", '["a", "b", 3, null]', '[1, "b", [], 0]'),
    '["a", "b", [], ["", {"x": 1}]]',
)


@pytest.mark.parametrize("line", NO_VERDICTS)
def test_a_line_that_is_no_verdict_is_counted_and_left_out(line):
    assert read_in_full(line) == ([], 1)


def test_a_link_in_place_of_the_verdicts_is_not_followed(tmp_path):
    (tmp_path / "other").write_text('["relu", "correct", [], null]')
    (tmp_path / "verdicts.jsonl").symlink_to(tmp_path / "other")
    assert read_file(tmp_path / "verdicts.jsonl") == ([], 0)


def test_one_right_answer_is_enough_and_the_slip_still_counts():
    judged = judged_by_hand(WRONG, RIGHT)
    assert state_of(judged, "relu_slope") == "correct"
    assert slips_of(judged) == {(ONE_AT_0, "relu_slope")}


def test_a_slip_counts_once_for_each_hand_in():
    [count] = count_slips([judged_by_hand(WRONG, WRONG), judged_by_hand(WRONG), judged_by_hand()])
    assert (count.hand_ins, dict(count.by_exercise)) == (2, {"relu_slope": 2})
    assert count.example == WRONG.example


def test_exercises_in_which_a_slip_was_made_equally_often_go_by_their_names():
    one, other = (
        judged_by_hand(Said(exercise, "wrong", ("arguments changed in place",), None))
        for exercise in ("relu", "relu_slope")
    )
    for class_ in [one, other], [other, one]:
        [count] = count_slips(class_)
        assert count.by_exercise.most_common() == [("relu", 1), ("relu_slope", 1)]


def test_a_heading_leaves_code_as_python_has_it():
    [exercise] = [e for e in exercises() if any(s.name == NP_MAX for s in e.slips)]
    said = Said(exercise.name, "wrong", (NP_MAX,), None)
    page = page_of([judged_by_hand(said, WRONG)], False, [])
    assert f"<h3>{NP_MAX}</h3>" in page
    assert f"<h3>{ONE_AT_0.capitalize()}</h3>" in page


def test_what_the_course_does_not_know_is_not_shown():
    forged = Said("relu_slope", "wrong", ("<script>alert(1)</script>",), None)
    forged_exercise = Said("<b>mine</b>", "correct", (), None)
    class_ = [judged_by_hand(forged, forged_exercise)]
    assert count_slips(class_) == []
    assert "alert(1)" not in page_of(class_, True, []) + counts_table(class_)
    assert "<b>mine" not in page_of(class_, True, []) + names_table(class_)


def test_an_example_that_holds_markup_is_shown_as_text():
    example = Example("<img src=x>", (("<i>yours</i>", ("<svg onload=x>",)),))
    page = page_of([judged_by_hand(WRONG._replace(example=example))], False, [])
    assert not any(mark in page for mark in ("<img", "<i>", "<svg"))


def test_an_exercise_that_three_tried_and_nobody_solved_is_said():
    three = [judged_by_hand(WRONG)] * 3
    assert "Nobody has solved" in page_of(three, False, [])
    assert "Nobody has solved" not in page_of([*three, judged_by_hand(RIGHT)], False, [])


def test_what_one_alone_did_is_no_matter_for_the_class():
    once, twice = ([judged_by_hand(WRONG)] * number for number in (1, 2))
    talk, _, others = page_of(once, False, []).partition("Other slips")
    assert "No slip was made twice" in talk
    assert "Slope 1 at exactly 0" in others
    talk, _, others = page_of(twice, False, []).partition("Other slips")
    assert "2 of 2 hand-ins that tried 04 the slope of relu." in talk
    assert "There are no others." in others


def test_names_come_only_where_they_are_asked_for():
    class_ = [judged_by_hand(WRONG, name="ada.ipynb", troubles=("out of time",))]
    assert "ada" not in page_of(class_, False, []) + counts_table(class_)
    assert "ada.ipynb" in page_of(class_, True, [])
    assert "ada.ipynb" in names_table(class_)


def test_no_cell_of_a_table_is_a_formula():
    class_ = [judged_by_hand(WRONG, name='=HYPERLINK("x")')]
    assert not any(
        cell.startswith("=") for row in csv.reader(names_table(class_).splitlines()) for cell in row
    )


def test_the_page_fetches_nothing_and_is_well_formed():
    page = page_of([judged_by_hand(WRONG)], True, ["Held."])
    assert not any(word in page for word in ("<script", "http:", "https:", "url(", "<link"))
    opened = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    Balance().feed(page)
    assert opened == []


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_every_slip_has_a_lesson_plan_with_a_figure(exercise):
    for name in [*(slip.name for slip in exercise.slips), *KINDS]:
        plan = lesson(name, exercise)
        assert _has_a_figure(_cells(plan.notebook)[plan.cell - 1]), name
        assert plan.ask.endswith(("?", ".")), name
        assert plan.heading, name


def test_every_place_that_a_slip_leads_to_has_its_figure_and_no_other():
    slips = [slip for exercise in exercises() for slip in exercise.slips]
    assert set(FIGURES) == {slip.read_again for slip in [*slips, *KINDS.values()]} - {""}


def test_what_comes_later_in_the_course_is_not_projected():
    relu = exercise_named("relu")
    assert lesson("arguments changed in place", relu).notebook == "04"
    assert lesson("a missing copy", relu).notebook == "04"
    assert lesson("a missing relu", relu).notebook == "01"


def test_a_hidden_file_is_no_hand_in(tmp_path):
    for name in (".DS_Store", "b.ipynb", "a.ipynb"):
        (tmp_path / name).write_text("x")
    assert [one.name for one in found([tmp_path])] == ["a.ipynb", "b.ipynb"]


def test_without_files_it_says_so(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert main([str(tmp_path / "none")]) == 2
    said = capsys.readouterr().err
    assert "no files" in said
    assert "There is no file or folder" in said


def test_a_folder_for_the_report_is_made_where_there_are_files_alone(tmp_path):
    assert main([str(tmp_path), "--output", str(tmp_path / "report")]) == 2
    assert not (tmp_path / "report").exists()


def test_where_the_report_cannot_lie_nothing_is_run(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("tools.report.__main__.judged", None)
    (tmp_path / "a.ipynb").write_text("x")
    assert main([str(tmp_path), "--output", str(tmp_path / "a.ipynb")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "a.ipynb" in line


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows stops it otherwise")
def test_a_report_that_is_stopped_ends_its_runs_and_says_so(tmp_path, capsys, monkeypatch):
    (tmp_path / "class").mkdir()
    hand_in(tmp_path / "class", Pupil("a.ipynb", "# 04 ReLU", ("while True:\n    pass",), {}))
    ended = []
    end_all = confinement.end_all

    def stop(*_):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        return 0

    def remembered(process, token):
        ended.append(process.poll())
        end_all(process, token)

    monkeypatch.setattr(confinement, "size_of", stop)
    monkeypatch.setattr(confinement, "end_all", remembered)
    arguments = ["--seconds", "86400", "--output", str(tmp_path / "report")]
    assert main([str(tmp_path / "class"), *arguments]) == 130
    assert ended == [None]
    assert "No report was written" in capsys.readouterr().err
    assert not (tmp_path / "report" / "report.html").exists()


def test_a_hand_in_is_run_and_its_checks_are_read(tmp_path):
    [pupil] = [one for one in pupils() if one.file == "at_0_0.ipynb"]
    hand_in(tmp_path, pupil)
    judged = judge(found([tmp_path])[0], seconds=100)
    assert (judged.number, judged.troubles, judged.errors) == ("04", (), ())
    assert slips_of(judged) == set(pupil.slips)


@pytest.mark.slow
def test_a_class_comes_to_what_was_put_in(tmp_path):
    class_, folder = pupils(), tmp_path / "class"
    folder.mkdir()
    for pupil in class_:
        hand_in(folder, pupil)
    for name, (content, _) in BROKEN.items():
        (folder / name).write_bytes(content)
    arguments = [str(folder), "--names", "--seconds", "40", "--output", str(tmp_path / "report")]
    assert main(arguments) == 0
    rows = list(csv.DictReader((tmp_path / "report" / "report.csv").read_text().splitlines()))
    came_to = {(row["file"], row["exercise"]): row["state"] for row in rows}
    slips = {(row["file"], row["exercise"]): row["slips"] for row in rows}
    for pupil in class_:
        for name, state in pupil.states.items():
            assert (came_to[pupil.file, name] == "correct") == (state == "correct"), pupil.file
        for slip, name in pupil.slips:
            assert slip in slips[pupil.file, name]
    page = (tmp_path / "report" / "report.html").read_text()
    assert page.startswith("<!doctype html>")
    assert f"A class of {len(class_) + len(BROKEN)} hand-ins" in page
    for words in ("is not a notebook", "was interrupted", "SyntaxError"):
        assert words in page


def test_the_teachers_variables_stay_with_the_teacher(tmp_path, monkeypatch):
    monkeypatch.setenv("A_PASSWORD", "secret")
    given = confinement.variables(tmp_path, "t")
    assert "A_PASSWORD" not in given
    assert given["HOME"].startswith(str(tmp_path))
