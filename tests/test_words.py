"""One meaning for each word in all that a learner reads: prose, titles, hints, docstrings."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from helpers.exercises.catalogue import exercises
from helpers.exercises.links import links
from tools.notebook_runs import number_of, published_notebooks

HELPERS = Path(__file__).parents[1] / "helpers"

SAYING_MORE = "00", "11"
"""The overview says words that it leaves for later; the glossary is where they are explained."""

NODE = r"(?:(?:the|a|its|each|every|one|that|this|both|all|hidden|output|input|first|second)\s+)*"
TWO_SLOPES = re.compile(
    rf"\bslopes?(?: of the loss)? (?:at|of) {NODE}nodes?\b"
    r"(?!['’]s? (?:own )?(?:activation|sum|bias))"
    r"|\bnodes?['’]s? slopes?\b|\bnode slopes?\b",
    re.IGNORECASE,
)
"""The slope at a node, where it is not said whether at its activation or at its sum."""

PLACES = r"(?:node|weight|layer|gate|relu|value|prediction|hidden|inputs?|loss|sum|activation)"
MOVES = r"(?:comes?|came|coming|goes|going|went|gone|pass(?:es|ed)?|carry|carries|sent|handed)"
DIRECTIONS = re.compile(
    r"\b(?:behind|ahead of|in front of) (?:the |a |an |that |this |its |each )?"
    rf"(?:\w+ )?{PLACES}s?\b"
    r"|\b(?:layers?|nodes?|slopes?|values?|weights?) (?:behind|ahead|in front)\b"
    r"|\b(?:layer|step|node) back\b|\blayers? before\b|\bvalues? before (?:it|the|a|each)\b"
    rf"|\bslopes? (?:that )?(?:\w+ )?{MOVES}(?: \w+)? back\b"
    r"|\bback (?:through|from the loss|to the (?:inputs?|hidden|first|sums?|layer))\b"
    r"|\b(?:way|path) back\b|\bway forward\b",
    re.IGNORECASE,
)
"""Directions in a network that point either way: it is "towards the loss" or "the inputs"."""

FIELD = re.compile(
    r"\b(?:rows|numbers) put back\b|\bputting back\b"
    r"|\bnumber by number\b|\bentry by entry\b|\bplace by place\b"
    r"|\bspreads?\b(?! out| where)",
    re.IGNORECASE,
)
"""The field says standard deviation, with or without replacement, element by element."""

NO_DEVIATION = ("Spread evenly",)


class Text(NamedTuple):
    """Something that a learner reads, and where it stands."""

    where: str
    words: str


@cache
def read_by_learners():
    """Everything that a learner reads, each with where it stands."""
    return [*of_notebooks(), *of_helpers()]


def of_notebooks():
    """Prose cells, and the strings of code cells."""
    for path in published_notebooks():
        for cell in nbformat.read(path, 4).cells:
            where = f"{path.name} {cell.id}"
            if cell.cell_type == "markdown":
                yield Text(where, cell.source)
            else:
                yield from _strings(cell.source, where)


def of_helpers():
    """Every string in helpers, docstrings included."""
    for path in sorted(HELPERS.rglob("*.py")):
        yield from _strings(path.read_text(encoding="utf-8"), str(path.relative_to(HELPERS)))


@cache
def in_reading_order():
    """Every prose cell: where it stands, and its source. A notebook's first is a preview."""
    return [
        (f"{path.name} {cell.id}", cell.source)
        for path in published_notebooks()
        if number_of(path) not in SAYING_MORE
        for cell in [c for c in nbformat.read(path, 4).cells if c.cell_type == "markdown"][1:]
    ]


def read(source):
    """The words of a cell, without code, formulas, headings and the names of notebooks."""
    without_code = re.sub(
        r"```.*?```|\$\$.*?\$\$|`[^`]*`|\$[^$\n]*\$", " ", source, flags=re.DOTALL
    )
    lines = [line for line in without_code.splitlines() if not line.startswith(("#", "|"))]
    without_notebooks = re.sub(r"\[[^\]]*\]\(\d\d[^)#]*\)", " ", "\n".join(lines))
    return re.sub(r"\]\([^)]*\)", "]", without_notebooks)


def glossary():
    """The words of the glossary, as they are written in its headings."""
    path = next(path for path in published_notebooks() if number_of(path) == "11")
    prose = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    return [word for source in prose for word in re.findall(r"^### (.+)$", source, re.MULTILINE)]


def _strings(source, where):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(f"{where}:{node.lineno}", re.sub(r"\s+", " ", node.value))


def found(pattern, allowed=()):
    """Where the pattern is met, but for sentences that hold something allowed."""
    return [
        f"{text.where}: ...{text.words[max(0, hit.start() - 40) : hit.end() + 20]}..."
        for text in read_by_learners()
        for hit in pattern.finditer(text.words)
        if not any(phrase in text.words for phrase in allowed)
    ]


def test_a_slope_of_a_node_is_at_its_activation_or_at_its_sum():
    assert found(TWO_SLOPES) == []


def test_a_direction_is_towards_the_loss_or_towards_the_inputs():
    assert found(DIRECTIONS) == []


def test_words_are_the_field_s():
    assert found(FIELD, NO_DEVIATION) == []


@pytest.mark.parametrize("word", glossary())
def test_a_word_is_linked_where_it_is_first_used(word):
    link = re.compile(rf"\]\(11_recap\.ipynb#{re.escape(word.replace(' ', '-'))}\)")
    used = re.compile(rf"(?<![\w-]){re.escape(word)}(?:e?s|d)?(?![\w-])", re.IGNORECASE)
    for where, source in in_reading_order():
        if link.search(source):
            return
        assert not used.search(read(source)), f"{where} uses {word}, and links it only later"
    pytest.fail(f"{word} is linked nowhere")


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (TWO_SLOPES, "the slope of the loss at its output node"),
        (TWO_SLOPES, "the slopes at the hidden nodes"),
        (TWO_SLOPES, "A node's slope is a sum over paths"),
        (DIRECTIONS, "one layer back"),
        (DIRECTIONS, "the value before the weight"),
        (DIRECTIONS, "the slopes behind it"),
        (DIRECTIONS, "A slope that comes back to the node"),
        (DIRECTIONS, "the node ahead"),
        (DIRECTIONS, "the weight behind that node"),
        (FIELD, "the rows put back"),
        (FIELD, "a spread of 0.5"),
        (FIELD, "multiplied number by number"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, sentence):
    assert pattern.search(sentence)


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (TWO_SLOPES, "the slope at the node's activation"),
        (TWO_SLOPES, "the slope at the activation of the hidden node"),
        (DIRECTIONS, "hidden behind a click"),
        (DIRECTIONS, "the row before it"),
    ],
)
def test_the_patterns_leave_alone_what_is_meant_otherwise(pattern, sentence):
    assert not pattern.search(sentence)


def test_a_verdict_writes_the_words_of_the_glossary_as_it_does():
    told = {links(slip.read_again)[1][0] for own in exercises() for slip in own.slips}
    assert told <= {f'"{word}" in 11' for word in glossary()}
