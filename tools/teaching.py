"""The tables of docs/teaching.md: plans by session, what to project, slips to expect.

Minutes come from helpers/notebooks.py, the words of a slip from the catalogue of exercises.
"""

import re
from typing import NamedTuple

from helpers.exercises.catalogue import exercises
from helpers.exercises.links import address
from helpers.notebooks import NOTEBOOKS

BLOCK = re.compile(r"(<!-- (\w+), written by rebuild -->\n).*?(<!-- end -->)", re.DOTALL)

BEFOREHAND = "00b"
"""The notebook that learners do before the first session, where they need it."""


class Session(NamedTuple):
    """The numbers of notebooks that a session goes through, and of those to be done after it."""

    in_class: tuple[str, ...]
    at_home: tuple[str, ...] = ()


class Plan(NamedTuple):
    """A course in a class: how many sessions, in a word, what they lead to, and each of them."""

    name: str
    leads_to: str
    sessions: tuple[Session, ...]


class Lesson(NamedTuple):
    """What a teacher wants to know of a notebook.

    `project` and `skip` are headings: of figures that are worth a large screen, and of sections
    that nothing later needs. "" is the beginning. `slips` are names from the catalogue.
    """

    project: tuple[str, ...]
    skip: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()


PLANS = (
    Plan(
        "Four sessions",
        "Learners can write the backward pass of a network with a hidden layer, check it, and "
        "go downhill with it.",
        (
            Session(("00", "01")),
            Session(("02", "03")),
            Session(("04", "05"), ("05b",)),
            Session(("06", "07"), ("07b",)),
        ),
    ),
    Plan(
        "Eight sessions",
        "Learners have written backpropagation from a blank cell, and their network reads "
        "handwritten digits.",
        (
            Session(("00", "01")),
            Session(("02", "03")),
            Session(("04", "05")),
            Session(("05b", "06")),
            Session(("07", "07b")),
            Session(("08",), ("09",)),
            Session(("09b",)),
            Session(("10",), ("11",)),
        ),
    ),
    Plan(
        "Twelve sessions",
        "The same, with shorter sessions, and with real data and the bug hunt in class. Leave "
        "listings 11 and 12 of the hunt until after 08.",
        (
            Session(("00", "01")),
            Session(("02",)),
            Session(("03",)),
            Session(("04",)),
            Session(("05",)),
            Session(("05b", "06")),
            Session(("06b",)),
            Session(("07", "07b")),
            Session(("08",)),
            Session(("09",)),
            Session(("09b",)),
            Session(("10",), ("11", "10b")),
        ),
    ),
)

LESSONS = {
    "00": Lesson(("",), (), ("value and weight added",)),
    "00b": Lesson(
        ("Axis 0 goes down, axis 1 goes across",), (), ("* in place of @", "mean of each row")
    ),
    "01": Lesson(
        ("ReLU lets through what is above zero", "Turn the weights"),
        ("A tutorial's answer, checked",),
        ("bias after relu", "relu on the prediction too", "weights transposed"),
    ),
    "02": Lesson(
        ("Tuning blind", "Two weights make a landscape"),
        ("Why not the plain distance?", "Other books, other losses"),
        ("error turned round", "mean over rows and outputs", "flat array beside a column"),
    ),
    "03": Lesson(
        ("Rise over run", "The first layer has one more link"),
        (),
        ("factor 2 left out", "value at the input node left out", "step uphill"),
    ),
    "04": Lesson(
        ("The plot and its slope", "A gate in both directions"),
        ("What came before ReLU",),
        ("relu in place of its slope", "slope 1 at exactly 0", "gate decided by the slope"),
    ),
    "05": Lesson(
        ("The long way", "Two slopes: at the activation, at the sum"),
        (),
        ("first path only", "slopes transposed", "mean over the rows taken again"),
    ),
    "05b": Lesson(
        ("A deeper network", "Any weight, all its paths"),
        ("What keeping saves (optional)",),
        (
            "gate of the neighbouring layer",
            "first layer's slopes missing",
            "weights updated too early",
        ),
    ),
    "06": Lesson(
        ("How small a step?", "A kink within the step"),
        (),
        ("one nudge, divided by two steps", "nudges piled up in one table", "0 divided by 0"),
    ),
    "06b": Lesson(
        ("A worked hunt", "Listing 2"),
        (),
        (
            "relu's slope where there is no relu",
            "bias stepped once for each incoming weight",
            "prediction typed in",
        ),
    ),
    "07": Lesson(
        ("A path over a surface", "Where you start"),
        ("Momentum (optional)",),
        ("learning rate left out", "slope taken only once", "arguments changed in place"),
    ),
    "07b": Lesson(
        ("Eight hidden nodes", "Your own points"), (), ("only the second weights updated",)
    ),
    "08": Lesson(
        ("One epoch, seen from above", "The race"),
        ("A poor valley",),
        ("last, smaller batch dropped", "stale predictions", "divided by all rows"),
    ),
    "09": Lesson(
        ("Learned by heart",),
        ("The same with a library",),
        ("test rows by their own mean and standard deviation", "mean of the test targets"),
    ),
    "09b": Lesson(
        ("What it gets wrong", "Your own hand"),
        ("The same with a library", "What it looks for"),
        (
            "rows and columns confused",
            "1 taken away at every class",
            "powers too large for a number",
        ),
    ),
    "10": Lesson(
        ("Look inside", "Your own hand"),
        ("Beside a library", "A design of your own"),
        (
            "values that the layer makes in place of those that enter it",
            "bias slope averaged over the rows",
            "logarithm of a share that is rounded to 0",
        ),
    ),
    "10b": Lesson(
        ("A picture of the steps", "Whose turn is it?"),
        ("A vector times a table",),
        ("slope written over in place of added up", "level by level from the loss"),
    ),
    "11": Lesson(("The picture", "Mixed questions, for today"), ("What the field calls it",)),
    "12": Lesson(("Yours",)),
}
"""Each notebook by its number."""


def in_the_teaching_page(text: str) -> str:
    """The page for teachers with its three blocks made anew."""
    made = {"plans": plans(), "lessons": lessons(), "slips": slips()}
    return BLOCK.sub(lambda block: f"{block[1]}\n{made[block[2]]}\n\n{block[3]}", text)


def plans() -> str:
    """Every plan: its minutes, a row for each session, what is left out."""
    return "\n\n".join(_plan(plan) for plan in PLANS)


def _plan(plan):
    in_class = [minutes_of(session.in_class) for session in plan.sessions]
    at_home = sum(minutes_of(session.at_home) for session in plan.sessions)
    head = f"### {plan.name}\n\n{plan.leads_to} A session takes {min(in_class)} to "
    head += f"{max(in_class)} minutes, all together {sum(in_class)}, and {at_home} more at home."
    rows = [_session(*numbered) for numbered in enumerate(plan.sessions, start=1)]
    title = [
        "| session | in class | minutes | at home, afterwards | minutes |",
        "|---|---|---|---|---|",
    ]
    left_out = f"Left out: {links_to(left_out_of(plan))}."
    return "\n\n".join([head, "\n".join(title + rows), left_out])


def _session(number, session):
    in_class = f"| {number} | {links_to(session.in_class)} | {minutes_of(session.in_class)} |"
    return f"{in_class} {links_to(session.at_home)} | {minutes_of(session.at_home) or ''} |"


def left_out_of(plan: Plan) -> list[str]:
    """The numbers of the notebooks that a plan has no room for."""
    taken = {number for session in plan.sessions for part in session for number in part}
    return [number for number in NOTEBOOKS if number not in {*taken, BEFOREHAND}]


def minutes_of(numbers: tuple[str, ...]) -> int:
    return sum(NOTEBOOKS[number].minutes for number in numbers)


def links_to(numbers: tuple[str, ...] | list[str]) -> str:
    return ", ".join(_link(f"{number} {NOTEBOOKS[number].title}", number) for number in numbers)


def _link(words, number, place=""):
    return f"[{words}](../notebooks/{address(number, place)})"


def lessons() -> str:
    """A table with a row for each notebook: what to project, what can be left out."""
    title = "| notebook | minutes | to project | can be skipped |\n|---|---|---|---|\n"
    return title + "\n".join(_lesson(number) for number in NOTEBOOKS)


def _lesson(number):
    lesson, notebook = LESSONS[number], NOTEBOOKS[number]
    project = "; ".join(_place(number, heading) for heading in lesson.project)
    return f"| {links_to([number])} | {notebook.minutes} | {project} | {'; '.join(lesson.skip)} |"


def _place(number, heading):
    return _link(heading, number, heading) if heading else "the first figure"


def slips() -> str:
    """For each notebook with exercises some slips, with what `check` says of them."""
    return "\n\n".join(_slips(number) for number in NOTEBOOKS if LESSONS[number].slips)


def _slips(number):
    own = {slip.name: slip for it in exercises() if it.notebook == number for slip in it.slips}
    named = [own[name] for name in LESSONS[number].slips]
    told = [f"- *{_plain(slip.name)}*: {_plain(slip.words)}" for slip in named]
    return f"**{number} {NOTEBOOKS[number].title}**\n\n" + "\n".join(told)


def _plain(words):
    """Words in which Markdown finds no marks of its own."""
    return re.sub(r"[*_`<>\[\]]", r"\\\g<0>", words)
