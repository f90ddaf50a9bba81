"""Put a question into a notebook: commit to an answer first, then see.

The HTML holds everything in words, the answer folded. Where scripts may run, question.js builds
from these same words what one answers with, and keeps in the browser what was committed to; no
kernel is asked.
"""

import hashlib
import html
import json
import re
import textwrap
from functools import cache
from pathlib import Path
from typing import NamedTuple

from helpers.exercises.questions import question_named
from helpers.exercises.questions.question import ChooseOne, InYourWords, TypeNumber
from helpers.page_source import page_source, shared_script, used

FOLDER = Path(__file__).parent / "questions"
LETTERS = "abcd"
SPARE_DIGITS = 6
EACH = """(ask) => (place, told) =>
place.querySelectorAll(".course-question").forEach((root, i) => ask(root, told[i]))"""
FOLDED = "The answer. To commit to yours first, run this cell."
# Where a notebook is not trusted yet, scripts and style sheets are left out, and this stays.
PLAIN_STYLE = "border-left:4px solid #1769c2;padding:0.2em 0 0.2em 1em;max-width:52em"
LEADS = {ChooseOne: "Question.", TypeNumber: "Question.", InYourWords: "In your words."}


class Question(NamedTuple):
    """What question() returns: something to answer in a notebook, its prompt as text elsewhere.

    `again_in` is the number of a later notebook that asks it once more, "" in its own.
    """

    data: ChooseOne | TypeNumber | InYourWords
    again_in: str = ""

    @property
    def answer(self):
        """The answer as text."""
        return "\n".join(_plain(line) for line in _answer_lines(self.data))

    @property
    def key(self):
        """The name that a browser keeps the answer under; with other words it is a new question."""
        words = f"{self!r}\n{self.answer}"
        version = hashlib.sha256(words.encode()).hexdigest()[:8]
        again = f"again-in-{self.again_in}/" if self.again_in else ""
        return f"slope-by-slope/{again}{self.data.name}/{version}"

    def __repr__(self):
        choices = getattr(self.data, "choices", ())
        listed = [
            f"  {letter}) {choice.text}" for letter, choice in zip(LETTERS, choices, strict=False)
        ]
        lines = [f"{LEADS[type(self.data)]} {self.data.prompt}", *listed]
        if isinstance(self.data, TypeNumber):
            lines.append(f"  ({decimals(self.data.digits)})")
        lines.append(f'Commit to an answer, then: print(question("{self.data.name}").answer)')
        return "\n".join(lines)

    def _repr_html_(self):
        return questions_html((self,))


def question(name):
    """Return the question called `name`, to be answered in a notebook.

    Raises ValueError where there is no such question.
    """
    return Question(question_named(name))


def questions_html(asked):
    """Return the HTML of one Question after the other; one style sheet and script serve all."""
    # Of the data's text only the names are in the script, so nothing in it can end the script.
    told = json.dumps([{"key": one.key, **_told(one.data)} for one in asked])
    shown = "".join(map(_question_html, asked))
    scripts = used(_script(), "course-questions", told)
    return f'<div class="course-questions">{shown}{scripts}</div>'


@cache
def _script():
    function = f"({EACH})({page_source(FOLDER / 'question.js')})"
    return shared_script("questions", function, [FOLDER / "question.css"])


def _question_html(asked):
    return (
        f'<div class="course-question" style="{PLAIN_STYLE}">'
        f'<div class="question-prompt">{_prompt_html(asked.data)}</div>'
        f"{_choices_html(asked.data)}"
        f"<details><summary>{FOLDED}</summary>{_answer_html(asked.data)}</details></div>"
    )


def number_text(value, digits):
    """Return a number as it is printed in a question.

    >>> number_text(0.6099999, 2), number_text(-0.0001, 2), number_text(1797, 0)
    ('0.61', '0.00', '1797')
    """
    return f"{round(float(value), digits) + 0.0:.{digits}f}"


def decimals(digits):
    """Return how a number is to be given.

    >>> decimals(0), decimals(1), decimals(3)
    ('a whole number', 'to 1 decimal', 'to 3 decimals')
    """
    return f"to {digits} decimal{'s' * (digits > 1)}" if digits else "a whole number"


def _told(data):
    """What the script has to know beside the words."""
    if isinstance(data, ChooseOne):
        return {"kind": "choose", "right": [c.right for c in data.choices].index(True)}
    if isinstance(data, InYourWords):
        return {"kind": "words"}
    answer, *slips = (
        # The last digits of a sum depend on the machine, and a saved page should not.
        round(float(value()), data.digits + SPARE_DIGITS)
        for value in (data.answer, *(slip.value for slip in data.slips))
    )
    form = decimals(data.digits)
    return {"kind": "number", "digits": data.digits, "form": form, "answer": answer, "slips": slips}


def _answer_lines(data):
    """The answer as text, line by line: what is right first."""
    if isinstance(data, ChooseOne):
        pairs = sorted(zip(LETTERS, data.choices, strict=False), key=lambda pair: not pair[1].right)
        return [
            f"{letter}) {'Right' if choice.right else 'Not this one'}. {choice.words}"
            for letter, choice in pairs
        ]
    if isinstance(data, InYourWords):
        points = [f"  - {point}" for point in data.look_for]
        return [data.model_answer, *(["Look for:", *points] if points else [])]
    return [f"{_answer_text(data)}. {_words(data, data.words)}", *_slip_lines(data)]


def _slip_lines(data):
    return [
        f"If you have {number_text(slip.value(), data.digits)}: {_words(data, slip.words)}"
        for slip in data.slips
    ]


def _answer_text(data):
    return number_text(data.answer(), data.digits)


def _words(data, words):
    return words.replace("{answer}", _answer_text(data))


def _plain(text):
    return text.replace("`", "")


def _prompt_html(data):
    first, *others = data.prompt.split("\n\n")
    form = ""
    if isinstance(data, TypeNumber):
        form = f'<span class="question-form"> ({decimals(data.digits)})</span>'
    lead = f"<p><strong>{LEADS[type(data)]}</strong> {_inline(first)}{form}</p>"
    return lead + "".join(map(_paragraph, others))


def _paragraph(text):
    if all(line.startswith("    ") for line in text.splitlines()):
        return f"<pre>{html.escape(textwrap.dedent(text))}</pre>"
    return f"<p>{_inline(text)}</p>"


def _choices_html(data):
    if not isinstance(data, ChooseOne):
        return ""
    items = "".join(f"<li>{_inline(choice.text)}</li>" for choice in data.choices)
    return f'<ol class="question-choices" type="a">{items}</ol>'


def _answer_html(data):
    """The folded answer: a block for each thing that can be said, in the order of the data."""
    if isinstance(data, ChooseOne):
        items = "".join(
            f"<li><strong>{'Right' if choice.right else 'Not this one'}.</strong> "
            f"<span>{_inline(choice.words)}</span></li>"
            for choice in data.choices
        )
        return f'<ol type="a">{items}</ol>'
    if isinstance(data, InYourWords):
        points = "".join(f"<li>{_inline(point)}</li>" for point in data.look_for)
        listed = f"<p>Look for:</p><ul>{points}</ul>" if points else ""
        return f"<p>{_inline(data.model_answer)}</p>{listed}"
    slips = "".join(
        f"<li>If you have {number_text(slip.value(), data.digits)}: "
        f"<span>{_inline(_words(data, slip.words))}</span></li>"
        for slip in data.slips
    )
    right = (
        f"<strong>{_answer_text(data)}.</strong> <span>{_inline(_words(data, data.words))}</span>"
    )
    return f"<p>{right}</p>" + (f"<ul>{slips}</ul>" if slips else "")


def _inline(text):
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
