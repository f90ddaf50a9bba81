"""What waits behind a click: hints, one at a time, the solution, and code to be read later."""

import html
from typing import NamedTuple

from helpers import checks
from helpers.exercises.known import exercise_named


class Hints(NamedTuple):
    """An exercise's hints: in a notebook each opens inside the one before it, with no kernel.

    As plain text nothing is given away: it says how many there are and how to read one.
    """

    exercise: str
    hints: tuple[str, ...]
    solution: str

    def __repr__(self):
        if not self.hints:
            return "No hints. In a notebook the solution opens by a click."
        return (
            f"{len(self.hints)} hints. In a notebook they open by a click; as text, "
            f'print(hints("{self.exercise}", 1)) gives the first.'
        )

    def _repr_html_(self):
        folded = _fold("The solution", _code(self.solution))
        for number in reversed(range(len(self.hints))):
            label = f"Hint {number + 1} of {len(self.hints)}"
            hint = f'<p style="margin:0.3em 0">{html.escape(self.hints[number])}</p>'
            folded = _fold(label, hint + folded)
        return _framed(folded)


class Fold(NamedTuple):
    """What fold() returns: code that opens by a click in a notebook, and stays away as text."""

    label: str
    code: str

    def __repr__(self):
        return (
            f"{self.label}. In a notebook it opens by a click; as text, "
            "print(fold(...).code) gives it."
        )

    def _repr_html_(self):
        return _framed(_fold(self.label, _code(self.code)))


def fold(label, code):
    """Return code that is hidden until a click asks for it: a Fold.

    >>> fold("Twice", "2 * number")
    Twice. In a notebook it opens by a click; as text, print(fold(...).code) gives it.
    """
    return Fold(label, code)


def hints(name, number=None):
    """Return the hints of an exercise, folded; with a number, counted from 1, that one as text.

    Raises ValueError where there is no such exercise or hint.
    """
    exercise = exercise_named(name)
    if number is None:
        return Hints(exercise.name, exercise.hints, exercise.solution)
    return exercise.hints[checks.whole_number("number", number, 1, len(exercise.hints)) - 1]


def _framed(content):
    return (
        '<div style="border-left:4px solid #6b7280;padding:0.1em 0 0.1em 1em;'
        f'max-width:52em;line-height:1.45">{content}</div>'
    )


def _code(source):
    return f"<pre>{html.escape(source)}</pre>"


def _fold(label, content):
    return (
        '<details style="margin:0.3em 0">'
        # Without the attribute, the notebook's shortcuts take the keys that open it.
        f'<summary data-lm-suppress-shortcuts="true">{html.escape(label)}</summary>'
        f"{content}</details>"
    )
