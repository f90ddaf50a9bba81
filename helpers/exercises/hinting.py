"""Hints that unfold one at a time, and the solution behind the last of them."""

import html
from typing import NamedTuple

from helpers import checks
from helpers.exercises.catalogue import exercise_named


class Hints(NamedTuple):
    """An exercise's hints: in a notebook each opens inside the one before it, with no kernel.

    As plain text nothing is given away: it says how many there are and how to read one.
    """

    exercise: str
    hints: tuple[str, ...]
    solution: str

    def __repr__(self):
        return (
            f"{len(self.hints)} hints. In a notebook they open by a click; as text, "
            f'print(hints("{self.exercise}", 1)) gives the first.'
        )

    def _repr_html_(self):
        folded = _fold("The solution", f"<pre>{html.escape(self.solution)}</pre>")
        for number in reversed(range(len(self.hints))):
            label = f"Hint {number + 1} of {len(self.hints)}"
            hint = f'<p style="margin:0.3em 0">{html.escape(self.hints[number])}</p>'
            folded = _fold(label, hint + folded)
        return (
            '<div style="border-left:4px solid #6b7280;padding:0.1em 0 0.1em 1em;'
            f'max-width:52em;line-height:1.45">{folded}</div>'
        )


def hints(name, number=None):
    """Return the hints of an exercise, folded; with a number, counted from 1, that one as text.

    Raises ValueError where there is no such exercise or hint.
    """
    exercise = exercise_named(name)
    if number is None:
        return Hints(exercise.name, exercise.hints, exercise.solution)
    return exercise.hints[checks.whole_number("number", number, 1, len(exercise.hints)) - 1]


def _fold(label, content):
    return (
        '<details style="margin:0.3em 0">'
        # Without the attribute, the notebook's shortcuts take the keys that open it.
        f'<summary data-lm-suppress-shortcuts="true">{html.escape(label)}</summary>'
        f"{content}</details>"
    )
