"""The map of the course: what is done, which slips come back, what to do next."""

import html
from typing import NamedTuple

from helpers.exercises.catalogue import exercises
from helpers.exercises.progress import Progress, progress_path, read
from helpers.exercises.reading import NOTEBOOKS


class CourseMap(NamedTuple):
    """What progress_map() returns: a table in a notebook, the same words as text elsewhere."""

    progress: Progress

    def __repr__(self):
        width = max(len(title) for title, _, _, _ in self._rows())
        lines = [
            f"{title.ljust(width)}   {done} of {total}" for title, _, done, total in self._rows()
        ]
        return "\n".join(lines + self._remarks())

    def _repr_html_(self):
        rows = "".join(
            f'<tr><td style="text-align:left"><a href="{file}.ipynb">{html.escape(title)}</a></td>'
            f'<td style="text-align:left"><progress value="{done}" max="{total}" '
            f'aria-label="{html.escape(title)}"></progress> {done} of {total}</td></tr>'
            for title, file, done, total in self._rows()
        )
        remarks = "".join(f"<p>{html.escape(remark)}</p>" for remark in self._remarks())
        return f"<table><tbody>{rows}</tbody></table>{remarks}"

    def _rows(self):
        """For each notebook with exercises: its title, its file, how many are done, of how many."""
        done = self.progress.done
        for number, notebook in NOTEBOOKS.items():
            own = [exercise.name for exercise in exercises() if exercise.notebook == number]
            if own:
                title = f"{number} {notebook.title}"
                yield title, notebook.file, len(done.intersection(own)), len(own)

    def _remarks(self):
        said, progress = [], self.progress
        if progress.slips_that_come_back:
            told = "; ".join(
                f"{slip} (in {count} exercises)" for slip, count in progress.slips_that_come_back
            )
            said.append(f"Slips that came back: {told}.")
        if progress.done_before_a_change:
            changed = ", ".join(sorted(progress.done_before_a_change))
            said.append(f"Changed since you answered, so open again: {changed}.")
        if progress.damaged_lines:
            said.append(f"{progress.damaged_lines} lines of the progress file could not be read.")
        if progress.next:
            said.append(f"Next: {progress.next.name}, in notebook {progress.next.notebook}.")
        else:
            said.append("Every exercise is done.")
        return said


def progress_map():
    """Return the map of the course as far as it is done: a CourseMap. Nothing is run for it."""
    return CourseMap(read(progress_path()))
