"""Progress survives crashes, damage, two writers and changed exercises."""

import errno
import html
import json
import multiprocessing
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.exercises import check, exercises, progress_map
from helpers.exercises import progress_file as kept
from helpers.exercises.catalogue import exercise_named, names
from helpers.exercises.progress_file import Answer, Progress, read, record, version_of
from helpers.exercises.progress_map import CourseMap
from helpers.notebooks import NOTEBOOKS


@pytest.fixture
def path(tmp_path, monkeypatch):
    file = tmp_path / "folder" / "progress.jsonl"
    monkeypatch.setenv(kept.VARIABLE, str(file))
    return file


def right(name):
    return check(name, exercise_named(name).reference)


def test_nothing_is_kept_outside_a_notebook(tmp_path, monkeypatch):
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    assert kept.progress_path() is None
    monkeypatch.setenv(kept.VARIABLE, "off")
    assert kept.progress_path() is None
    right("relu")
    assert list(tmp_path.iterdir()) == []


def test_in_a_notebook_it_lies_in_the_folder_that_git_leaves_out(monkeypatch):
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    monkeypatch.setattr(kept, "get_ipython", lambda: SimpleNamespace(kernel="a kernel"))
    assert kept.progress_path().parts[-2:] == (".course", "progress.jsonl")


def test_an_answer_is_there_when_it_is_read_again(path):
    right("relu")
    check("relu_slope", lambda pre_activation: 1.0 * (pre_activation >= 0))
    progress = read(path)
    assert progress.done == {"relu"}
    assert progress.answers[1].misconceptions == ("slope 1 at exactly 0",)
    assert progress.damaged_lines == 0


def test_what_is_not_attempted_and_what_is_said_again_is_not_written(path):
    check("relu", None)
    check("no such exercise", right)
    assert len(read(path).answers) == 1  # a check without a function is an error of the learner's
    right("relu")
    size = path.stat().st_size
    right("relu")
    assert path.stat().st_size == size


def test_a_done_exercise_stays_done_when_it_is_broken_later(path):
    right("relu")
    check("relu", lambda pre_activation: pre_activation)
    assert read(path).done == {"relu"}


@pytest.mark.parametrize("length", range(0, 90, 7))
def test_a_crash_in_the_middle_of_a_line_loses_that_line_alone(path, length):
    right("relu")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:length])
    right("relu_slope")
    assert read(path).done == {"relu", "relu_slope"}


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\xff\xfe not text",
        b"{}",
        b"[1, 2]",
        b"null",
        b'{"exercise": "relu"}',
        b'{"exercise": 1, "version": "", "status": "correct", "misconceptions": []}',
        b'{"exercise": "relu", "version": "", "status": "correct", "misconceptions": 3}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_never_overwritten(path, damage):
    path.parent.mkdir()
    for count in (1, 2):
        path.write_bytes(damage)
        right("relu")
        asides = sorted(path.parent.glob("*.damaged-*"))
        assert len(asides) == count
        assert asides[-1].read_bytes() == damage
        assert read(path).done == {"relu"}


def test_damaged_lines_among_good_ones_are_skipped_and_said(path):
    right("relu")
    path.write_bytes(b"garbage\n" + path.read_bytes() + b"\xff\xff\n")
    assert read(path).damaged_lines == 2
    assert read(path).done == {"relu"}
    assert "2 lines of the progress file could not be read" in repr(progress_map())
    assert path.exists()


def test_a_changed_exercise_keeps_its_old_answer_and_is_open_again(path):
    exercise = exercise_named("relu")
    changed = replace(exercise, task=exercise.task + " And now something else.")
    assert version_of(changed) != version_of(exercise)
    old = Answer("relu", version_of(changed), "correct", ())
    progress = Progress((old,), 0)
    assert progress.done == set()
    assert progress.done_before_a_change == {"relu"}


NOT_KEPT = "Your answer could not be kept for the map in notebook 00: "


def refusing(number):
    def refuse(*arguments, **named):
        raise OSError(number, os.strerror(number))

    return refuse


def test_where_the_folder_cannot_be_made_the_verdict_and_the_map_say_so(path):
    path.parent.write_text("a file where the folder should be")
    verdict = right("relu")
    assert verdict.status == "correct"
    assert verdict.message.splitlines()[-1] == f"{NOT_KEPT}{path} cannot be written to."
    said = f"Your answers cannot be kept: {path} cannot be written to."
    begin = "Next: “what a line carries”, in 00 Start here."
    assert repr(progress_map()).splitlines()[-2:] == [said, begin]
    assert said in html.unescape(progress_map()._repr_html_())


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EROFS, "{path} cannot be written to"),
        (errno.EACCES, "{path} cannot be written to"),
    ],
)
def test_what_the_system_refuses_is_said_in_one_line(path, monkeypatch, number, said):
    with monkeypatch.context() as patch:
        patch.setattr(kept.os, "open", refusing(number))
        verdict = right("relu")
    assert verdict.message.splitlines()[-1] == NOT_KEPT + said.format(path=path) + "."
    assert verdict.message.splitlines()[:-1] == right("relu").message.splitlines()


def test_a_part_of_a_line_is_not_taken_for_the_whole(path, monkeypatch):
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(kept.os, "write", lambda file, line: write(file, line[:30]))
        verdict = right("relu")
    assert verdict.message.endswith(f"{NOT_KEPT}the disk is full.")
    right("relu_slope")
    assert read(path).done == {"relu_slope"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_is_full_in_earnest(monkeypatch):
    monkeypatch.setenv(kept.VARIABLE, "/dev/full")
    assert right("relu").message.endswith(f"{NOT_KEPT}the disk is full.")


def test_the_map_says_that_the_disk_is_full(path, monkeypatch):
    right("relu")
    full = shutil.disk_usage(path.parent)._replace(free=0)
    monkeypatch.setattr(kept.shutil, "disk_usage", lambda place: full)
    assert "The disk is full: your next answers may not be kept." in repr(progress_map())
    assert read(path).done == {"relu"}


def test_the_map_says_that_a_folder_is_read_only(path, monkeypatch):
    monkeypatch.setattr(kept.os, "access", lambda place, mode: False)
    said = f"Your answers cannot be kept: {path} cannot be written to."
    assert said in repr(progress_map())


def test_a_file_that_cannot_be_read_is_no_empty_map(path, monkeypatch):
    right("carried")
    monkeypatch.setattr(Path, "read_bytes", refusing(errno.EACCES))
    lines = repr(progress_map()).splitlines()
    assert lines[-2] == f"What you have answered cannot be read: {path}."
    assert "Nothing is answered yet" not in lines[-1]


def test_a_damaged_file_that_cannot_be_moved_is_added_to(path, monkeypatch):
    path.parent.mkdir()
    path.write_bytes(b"damaged")
    monkeypatch.setattr(kept.os, "rename", refusing(errno.EROFS))
    assert "1 lines of the progress file could not be read" in repr(progress_map())
    right("relu")
    assert read(path).done == {"relu"}
    assert path.read_bytes().startswith(b"damaged")


def test_words_of_the_file_cannot_become_html(path):
    path.parent.mkdir()
    spoiled = "<img src=x onerror=alert(1)> & <b>"
    answers = [Answer(name, spoiled, "wrong", (spoiled,)) for name in ("relu", "node_sum")]
    path.write_text("\n".join(json.dumps(answer._asdict()) for answer in answers))
    page = progress_map()._repr_html_()
    assert "<img" not in page
    assert f"A slip that came back: {html.escape(spoiled)}, in 2 exercises." in page


def _answers(path, own):
    for name in own:
        record(check(name, exercise_named(name).reference), path)


def test_two_notebooks_at_once_lose_nothing(path):
    context = multiprocessing.get_context("spawn")
    halves = (names()[::2], names()[1::2])
    writers = [context.Process(target=_answers, args=(path, half)) for half in halves]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    progress = read(path)
    assert progress.damaged_lines == 0
    assert progress.done == set(names())
    assert "Every exercise is done." in repr(progress_map())


def test_every_line_is_plain_json(path):
    right("relu")
    (line,) = [line for line in path.read_text().splitlines() if line]
    assert json.loads(line)["exercise"] == "relu"


SLIP_SAID = (
    "A slip that came back: error turned round, in 2 exercises. Read again: "
    '02 Error and loss; "Error" in 11.'
)


def test_a_new_learner_sees_an_empty_map_and_where_to_begin(path):
    lines = repr(progress_map()).splitlines()
    assert not path.exists()
    assert lines[0].split() == ["00", "Start", "here", "□", "0", "of", "1", "2", "questions"]
    assert lines[list(NOTEBOOKS).index("11")].split() == ["11", "Recap", "18", "questions"]
    assert lines[-1] == (
        "Nothing is answered yet. Begin with “what a line carries”, in 00 Start here."
    )
    assert not {"■", "◧"} & set(repr(progress_map()))


def test_the_map_says_what_is_done_what_comes_back_and_what_is_next(path):
    right("carried")
    right("node_sum")
    check("error_of", lambda prediction, target: target - prediction)
    check("slope_at_prediction", lambda prediction, target: 2 * (target - prediction))
    lines = repr(progress_map()).splitlines()
    assert " ".join(lines[2].split()) == "01 Forward propagation ■□□□□□ 1 of 6 6 questions"
    assert " ".join(lines[3].split()) == "02 Error and loss ◧□□□□ 0 of 5, 1 begun 6 questions"
    total = f"2 of {len(names())} exercises are done."
    assert lines[-3:] == [
        f"■ done, ◧ begun, □ open. {total}",
        SLIP_SAID,
        "Next: “what a hidden node passes on”, in 01 Forward propagation.",
    ]


def words_of(markup):
    return " ".join(html.unescape(re.sub(r"<script>.*</script>|<[^>]+>", "", markup)).split())


def test_the_map_s_page_says_the_same_with_links(path):
    check("error_of", lambda prediction, target: target - prediction)
    check("slope_at_prediction", lambda prediction, target: 2 * (target - prediction))
    assert path.exists()
    text, page = repr(progress_map()), progress_map()._repr_html_()
    for line in text.splitlines():
        said = re.sub(r" questions?$", "", line)
        assert re.sub(r"\s{2,}", "", said) in words_of(page).replace(" ;", ";")
    for address in ("01_forward_propagation.ipynb", "11_recap.ipynb#Error"):
        assert f'href="{address}"' in page


def test_the_map_leads_to_every_exercise_and_names_it(path):
    right("carried")
    page = progress_map()._repr_html_()
    for exercise in exercises():
        state = "done" if exercise.name == "carried" else "open"
        file = f"{NOTEBOOKS[exercise.notebook].file}.ipynb"
        link = f'href="{file}#cell-id=exercise-{exercise.name}"'
        name = html.escape(f"{exercise.title}: {state}")
        assert page.count(f'{link} title="{name}" aria-label="{name}"') == 1
    file = NOTEBOOKS["00b"].file
    assert f'href="{file}.ipynb#cell-id=exercise-column_means" style="text-' in page


def test_a_notebook_that_may_be_skipped_is_left_for_the_end_once_a_later_one_is_begun(path):
    right("carried")
    assert read(path).next.name == "column_means"
    check("node_sum", lambda inputs, weights: inputs + weights)
    assert read(path).next.name == "node_sum"
    for exercise in exercises():
        if exercise.notebook != "00b":
            right(exercise.name)
    assert read(path).next.name == "column_means"


def test_a_changed_exercise_is_called_by_its_title_on_the_map():
    old = Answer("relu", "an older version", "correct", ())
    assert "Changed since you answered, so open again: relu in 04." in repr(
        CourseMap(Progress((old,), 0))
    )


def test_an_exercise_done_under_a_former_name_is_told_on_the_map():
    former = (
        ("second <b>", "correct"),
        ("first", "correct"),
        ("tried", "wrong"),
        ("relu", "correct"),
    )
    answers = tuple(Answer(name, "a version", status, ()) for name, status in former)
    course_map = CourseMap(Progress(answers, 0))
    said = "Renamed or taken out since you did them, and open again where renamed: "
    assert f"{said}first, second <b>." in repr(course_map)
    assert f"{said}first, second &lt;b&gt;." in course_map._repr_html_()
    assert said not in repr(CourseMap(Progress(answers[2:], 0)))


def test_what_the_progress_file_says_is_text_on_the_page_and_nothing_else(path):
    path.parent.mkdir()
    slip = "<img src=x onerror=alert(1)>"
    answers = (Answer(name, "", "wrong", (slip,)) for name in ("relu", "node_sum"))
    path.write_text("\n".join(json.dumps(answer._asdict()) for answer in answers))
    page = progress_map()._repr_html_()
    assert slip not in page
    assert f"A slip that came back: {slip}, in 2 exercises." in words_of(page)


def test_a_slip_that_the_course_knows_no_more_is_named_all_the_same():
    answers = tuple(Answer(name, "", "wrong", ("an old slip",)) for name in ("relu", "node_sum"))
    assert "A slip that came back: an old slip, in 2 exercises." in repr(
        CourseMap(Progress(answers, 0))
    )
