"""A change of a program as it is shown: lines that stay or go as the learner wrote them.

The search edits syntax trees, and Python writes a tree in its own way: without comments, with other
brackets. Only what is new has to be shown so.
"""

import ast
import linecache
from difflib import SequenceMatcher

AROUND = 1
"""How many lines are shown before and after those that change."""
GAP = " ..."


def difference(source, number, before, after):
    """Return the lines of a definition of a Source that a change is about.

    `before` and `after` are the definition as Python writes it. Each line begins with a space, or
    with - where it goes and + where it comes. Between changes that are far apart stands GAP.
    """
    old, new = before.splitlines(), after.splitlines()
    own = _own_lines(source, number, before)
    shown = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        shown += [GAP] if shown else []
        begin, end = group[0][1], group[-1][2]
        for tag, first, last, new_first, new_last in group:
            mine = [text for texts in own[first:last] for text in texts]
            if tag == "equal":
                # Of a statement of several lines those next to the change are enough.
                mine = mine[-AROUND:] if first == begin else mine
                mine = mine[:AROUND] if last == end else mine
                shown += [f" {text}" for text in mine]
            else:
                shown += [f"-{text}" for text in mine]
                shown += [f"+{text}" for text in _as_own(new[new_first:new_last], old, own)]
    return shown


def _as_own(lines, old, own):
    """New lines indented as the learner does it; one that has only moved keeps its text."""
    pairs = [(line, texts[0]) for line, texts in zip(old, own, strict=True) if len(texts) == 1]
    indents = {_indent(line): _indent(text) for line, text in pairs}
    moved = {line.strip(): text.strip() for line, text in pairs}
    for line in lines:
        indent, words = _indent(line), line.strip()
        yield indents.get(indent, indent) + moved.get(words, _without_brackets(words))


def _without_brackets(words):
    """What hands over, or takes in, several values, without the brackets that Python adds.

    >>> _without_brackets("return (a, b)"), _without_brackets("x, y = (0, 1)")
    ('return a, b', 'x, y = 0, 1')
    """
    head, opened, inside = words.partition("return (" if words.startswith("return") else " = (")
    is_one_name = opened == " = (" and "," not in head
    if is_one_name or not opened or not inside.endswith(")"):
        return words
    plain = f"{head}{opened[:-1]}{inside[:-1]}"
    try:
        is_same = ast.dump(ast.parse(plain)) == ast.dump(ast.parse(words))
    except SyntaxError:
        return words
    return plain if is_same else words


def _indent(line):
    return line[: len(line) - len(line.lstrip())]


def _own_lines(source, number, before):
    """For each line of a definition as Python writes it, the lines that the learner wrote for it.

    Where several statements share a line of theirs, or for a lambda, these are Python's own.
    """
    pythons = [[line] for line in before.splitlines()]
    definition, written = source.definitions[number], ast.parse(before).body[0]
    own, taken = list(pythons), set()
    for mine, other in zip(_statements(definition), _statements(written), strict=True):
        lines = range(mine.lineno, _last_line(mine, source.files[number]) + 1)
        if taken.intersection(lines):
            return pythons
        taken.update(lines)
        first, last = other.lineno - 1, _last_of(other)
        texts = [_text(source.files[number], line, definition) for line in lines]
        own[first:last] = [texts, *[[]] * (last - first - 1)]
    return own


def _statements(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def _last_line(statement, file):
    """The last line of a statement, or of the head of one that has others in it."""
    body = getattr(statement, "body", None)
    if not body:
        return statement.end_lineno
    last = max(statement.lineno, body[0].lineno - 1)
    while last > statement.lineno and _is_empty(linecache.getline(file, last)):
        last -= 1
    return last


def _is_empty(line):
    return line.strip() == "" or line.lstrip().startswith("#")


def _last_of(written):
    return written.lineno if getattr(written, "body", None) else written.end_lineno


def _text(file, line, definition):
    """A line, indented as if its definition stood at the margin."""
    text = linecache.getline(file, line).rstrip()
    margin = text[: definition.col_offset]
    return text if margin.strip() else text[definition.col_offset :]
