"""The map of the course: what is done, which slips come back, what to do next."""

import html
from typing import NamedTuple

from helpers.exercises.catalogue import exercises
from helpers.exercises.checker import kinds
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING
from helpers.exercises.progress import Progress, progress_path, read
from helpers.exercises.reading import NOTEBOOKS, links

DONE, BEGUN, OPEN = "■", "◧", "□"


class Row(NamedTuple):
    """A notebook on the map: one square for each of its exercises, in their order."""

    number: str
    squares: str

    @property
    def title(self):
        return f"{self.number} {NOTEBOOKS[self.number].title}"

    @property
    def file(self):
        return f"{NOTEBOOKS[self.number].file}.ipynb"

    @property
    def words(self):
        begun = self.squares.count(BEGUN)
        return f"{self.squares.count(DONE)} of {len(self.squares)}" + (
            f", {begun} begun" if begun else ""
        )


class CourseMap(NamedTuple):
    """What progress_map() returns: a table in a notebook, the same words as text elsewhere."""

    progress: Progress

    def __repr__(self):
        rows = _rows(self.progress)
        titles = max(len(row.title) for row in rows)
        squares = max(len(row.squares) for row in rows)
        lines = [
            f"{row.title.ljust(titles)}   {row.squares.ljust(squares)}   {row.words}"
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
        head = "".join(
            f'<th scope="col" style="text-align:left">{title}</th>'
            for title in ("notebook", "exercises", "done")
        )
        return (
            f'<div style="max-width:52em;line-height:1.5"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{remarks}</div>"
        )


def progress_map():
    """Return the map of the course as far as it is done: a CourseMap. Nothing is run for it."""
    return CourseMap(read(progress_path()))


def _rows(progress):
    """The rows of the notebooks that have exercises."""
    done, begun = progress.done, progress.begun
    squares = dict.fromkeys(NOTEBOOKS, "")
    for exercise in exercises():
        state = DONE if exercise.name in done else BEGUN if exercise.name in begun else OPEN
        squares[exercise.notebook] += state
    return [Row(number, line) for number, line in squares.items() if line]


def _row_html(row):
    cell = '<td style="text-align:left">'
    return (
        f'<tr><th scope="row" style="text-align:left;font-weight:normal">'
        f'<a href="{row.file}">{html.escape(row.title)}</a></th>'
        # The words beside them say the same to whoever cannot see the squares.
        f'{cell}<span aria-hidden="true" style="letter-spacing:0.2em">{row.squares}</span></td>'
        f"{cell}{row.words}</td></tr>"
    )


def _link(words, address):
    if not address:
        return html.escape(words)
    # In a sentence, a notebook's links differ from other words by too little in colour alone.
    underlined = 'style="text-decoration:underline"'
    return f'<a href="{html.escape(address)}" {underlined}>{html.escape(words)}</a>'


def _remarks(progress):
    """What is said below the table: for each paragraph its parts, words and address or ""."""
    said = []
    if progress.answers:
        said.append([(f"{DONE} done, {BEGUN} begun, {OPEN} open. {_total(progress)}", "")])
    said += [_slip_remark(slip, count) for slip, count in progress.slips_that_come_back]
    if progress.done_before_a_change:
        changed = ", ".join(sorted(progress.done_before_a_change))
        said.append([(f"Changed since you answered, so open again: {changed}.", "")])
    if progress.damaged_lines:
        lines = f"{progress.damaged_lines} lines of the progress file could not be read."
        said.append([(lines, "")])
    if progress.trouble:
        said.append([(progress.trouble, "")])
    return [*said, _next_remark(progress)]


def _total(progress):
    return f"{len(progress.done)} of {len(exercises())} exercises are done."


def _slip_remark(slip, count):
    read_again = _read_again(slip)
    said = f"A slip that came back: {slip}, in {count} exercises."
    if not read_again:
        return [(said, "")]
    parts = [(f"{said} Read again: ", "")]
    for at, (words, address) in enumerate(links(read_again)):
        parts += [("; ", "")] * (at > 0) + [(words, address)]
    return [*parts, (".", "")]


def _read_again(name):
    """Where to read about the slip of this name, "" for one of Python's or one that is no more."""
    slips = (slip for exercise in exercises() for slip in exercise.slips)
    known = [*IN_THE_WAY_OF_WORKING, *slips, *kinds.ALL]
    return next((slip.read_again for slip in known if slip.name == name), "")


def _next_remark(progress):
    if progress.next is None:
        return [("Every exercise is done.", "")]
    known = progress.answers or progress.trouble
    lead = "Next: " if known else "Nothing is answered yet. Begin with "
    row = Row(progress.next.notebook, "")
    return [(f"{lead}{progress.next.name}, in ", ""), (row.title, row.file), (".", "")]
