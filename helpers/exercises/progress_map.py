"""The map of the course: what is done, which slips come back, what to do next."""

import html
from pathlib import Path
from typing import NamedTuple

from helpers.exercises.catalogue import exercises
from helpers.exercises.links import address, exercise_address, links, read_again
from helpers.exercises.progress_file import Progress, progress_path, read
from helpers.exercises.question_html import Question
from helpers.exercises.questions import questions
from helpers.notebooks import NOTEBOOKS
from helpers.page_source import own_element, page_source

DONE, BEGUN, OPEN = "■", "◧", "□"
STATES = {DONE: "done", BEGUN: "begun", OPEN: "open"}
HEADS = ("notebook", "exercises", "done", "questions")
SCRIPT = Path(__file__).parent / "progress_map.js"
# Without the attribute, the notebook's shortcuts take the key that follows a link.
LINK = '<a data-lm-suppress-shortcuts="true" href='
# Large enough to be hit, and no wider than thirteen of them may be.
SQUARE_STYLE = (
    "display:inline-block;min-width:24px;line-height:24px;text-align:center;"
    "text-decoration:none;color:inherit"
)


class Square(NamedTuple):
    """An exercise on the map: how far it is done, its title and where it stands."""

    state: str
    title: str
    address: str


class Row(NamedTuple):
    """A notebook on the map: its exercises and its questions, in their order."""

    number: str
    exercises: tuple[Square, ...]
    questions: tuple[Question, ...]

    @property
    def title(self):
        return f"{self.number} {NOTEBOOKS[self.number].title}"

    @property
    def squares(self):
        return "".join(square.state for square in self.exercises)

    @property
    def done(self):
        if not self.exercises:
            return ""
        begun = self.squares.count(BEGUN)
        done = f"{self.squares.count(DONE)} of {len(self.squares)}"
        return done + (f", {begun} begun" if begun else "")

    @property
    def question_count(self):
        count = len(self.questions)
        return f"{count} question{'s' * (count > 1)}" if count else ""


class CourseMap(NamedTuple):
    """What progress_map() returns: a table in a notebook, the same words as text elsewhere.

    Which questions are answered only the learner's browser knows: progress_map.js counts them.
    """

    progress: Progress

    def __repr__(self):
        rows = [(r.title, r.squares, r.done, r.question_count) for r in _rows(self.progress)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "   ".join(part.ljust(width) for part, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        said = ["".join(words for words, _ in remark) for remark in _remarks(self.progress)]
        return "\n".join(lines + said)

    def _repr_html_(self):
        rows = "".join(map(_row_html, _rows(self.progress)))
        remarks = "".join(
            f'<p style="margin:0.5em 0">{"".join(_link(*part) for part in remark)}</p>'
            for remark in _remarks(self.progress)
        )
        head = "".join(f'<th scope="col" style="text-align:left">{title}</th>' for title in HEADS)
        return (
            '<div class="course-map" style="max-width:52em;line-height:1.5;overflow-x:auto">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{remarks}"
            f"<script>({page_source(SCRIPT)})({own_element('course-map')})</script></div>"
        )


def progress_map():
    """Return the map of the course as far as it is done: a CourseMap. Nothing is run for it."""
    return CourseMap(read(progress_path()))


def _rows(progress):
    """The rows of all notebooks."""
    done, begun = progress.done, progress.begun
    return [
        Row(
            number,
            tuple(_square(e, done, begun) for e in exercises() if e.notebook == number),
            tuple(Question(data) for data in questions() if data.notebook == number),
        )
        for number in NOTEBOOKS
    ]


def _square(exercise, done, begun):
    state = DONE if exercise.name in done else BEGUN if exercise.name in begun else OPEN
    return Square(state, exercise.title, exercise_address(exercise))


def _row_html(row):
    cell = '<td style="text-align:left">'
    title = f'{LINK}"{address(row.number)}">{html.escape(row.title)}</a>'
    keys = " ".join(question.key for question in row.questions)
    return (
        f'<tr><th scope="row" style="text-align:left;font-weight:normal">{title}</th>'
        f"{cell}{''.join(map(_square_html, row.exercises))}</td>{cell}{row.done}</td>"
        f'<td style="text-align:left" data-questions="{keys}">{len(row.questions) or ""}</td></tr>'
    )


def _square_html(square):
    title = html.escape(f"{square.title}: {STATES[square.state]}")
    return (
        f'{LINK}"{html.escape(square.address)}" title="{title}" aria-label="{title}" '
        f'style="{SQUARE_STYLE}">{square.state}</a>'
    )


def _link(words, where):
    if not where:
        return html.escape(words)
    # In a sentence, a notebook's links differ from other words by too little in colour alone.
    underlined = 'style="text-decoration:underline"'
    return f'{LINK}"{html.escape(where)}" {underlined}>{html.escape(words)}</a>'


def _remarks(progress):
    """What is said below the table: for each paragraph its parts, words and address or ""."""
    said = []
    if progress.answers:
        said.append([(f"{DONE} done, {BEGUN} begun, {OPEN} open. {_total(progress)}", "")])
    said += [_slip_remark(slip, count) for slip, count in progress.slips_that_come_back]
    if progress.done_before_a_change:
        said.append(_changed_remark(progress))
    if progress.done_under_a_former_name:
        said.append([(_former_names(progress), "")])
    if progress.damaged_lines:
        lines = f"{progress.damaged_lines} lines of the progress file could not be read."
        said.append([(lines, "")])
    if progress.trouble:
        said.append([(progress.trouble, "")])
    return [*said, _next_remark(progress)]


def _total(progress):
    return f"{len(progress.done)} of {len(exercises())} exercises are done."


def _slip_remark(slip, count):
    where = read_again(slip)
    said = f"A slip that came back: {slip}, in {count} exercises."
    if not where:
        return [(said, "")]
    return [(f"{said} Read again: ", ""), *_listed(links(where)), (".", "")]


def _listed(parts):
    """Links one after the other, with a semicolon between them."""
    separated = [[("; ", ""), part] for part in parts]
    return [part for pair in separated for part in pair][1:]


def _changed_remark(progress):
    changed = [e for e in exercises() if e.name in progress.done_before_a_change]
    listed = _listed([(f"{e.title} in {e.notebook}", exercise_address(e)) for e in changed])
    return [("Changed since you answered, so open again: ", ""), *listed, (".", "")]


def _former_names(progress):
    listed = ", ".join(sorted(progress.done_under_a_former_name))
    return f"Renamed or taken out since you did them, and open again where renamed: {listed}."


def _next_remark(progress):
    exercise = progress.next
    if exercise is None:
        return [("Every exercise is done.", "")]
    known = progress.answers or progress.trouble
    lead = "Next: " if known else "Nothing is answered yet. Begin with "
    notebook = f", in {exercise.notebook} {NOTEBOOKS[exercise.notebook].title}."
    return [(lead, ""), (f"“{exercise.title}”", exercise_address(exercise)), (notebook, "")]
