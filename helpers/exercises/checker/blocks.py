"""A verdict in blocks: paragraphs, arrays side by side, lines of code. Once as text, once as HTML.

Both say the same in the same order. Words carry the meaning; colour only repeats it.
"""

import html
from typing import NamedTuple

import numpy as np

MOST_ROWS = 6
MOST_COLUMNS = 6
WIDEST = 96
GAP = 3
DIGITS = (4, 6, 9)
# As wide as the columns of an output on a page of 500 px: what is wider scrolls, also by keys.
WITHOUT_SCROLLING = 40
# By themselves, notebooks set code larger here than in a cell, and break it within a name.
CODE_FONT = "font-size:var(--jp-code-font-size,0.93em);line-height:1.4"
CODE = (
    f"{CODE_FONT};margin:0.4em 0 0.6em;padding:0.3em 0.6em;background:#8080801c;"
    "white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere"
)
LINE = (
    "display:inline-block;width:100%;box-sizing:border-box;vertical-align:top;"
    "padding-left:8ch;text-indent:-8ch"
)
# The gap is wider than that between two numbers of one array, or three arrays read as one.
BESIDE = "display:flex;flex-wrap:wrap;gap:0.5em 1.8em;margin:0.6em 0 0.8em"
# In a notebook a title stands to the left of what belongs to it.
STACKED = "float:none;width:auto;margin:0"
ARRAY = f"{CODE_FONT};margin:0.2em 0 0;background:none;white-space:pre;overflow-x:auto"
# Without this attribute, the notebook's shortcuts take the keys.
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
TINTS = {"-": "background:#b4530930;", "+": "background:#2e7d3238;"}
COLOURS = {"correct": "#2e7d32", "wrong": "#b45309", "error": "#b45309"}


class Words(NamedTuple):
    """A paragraph; `lead` is what it begins with, set in bold."""

    text: str
    lead: str = ""


class Reading(NamedTuple):
    """Where to read again: pairs of words and address."""

    links: list[tuple[str, str]]


class Code(NamedTuple):
    """Lines of a program, or of what it printed."""

    text: str


class Folded(NamedTuple):
    """Changes of a program behind a click, any of which will do; as text, where they are to be had.

    Each is lines that begin with a space, or with - where they go and + where they come.
    """

    summary: str
    changes: tuple[str, ...]


class Columns(NamedTuple):
    """Arrays or words side by side: pairs of a title and the lines below it."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]


def side_by_side(arguments, answers):
    """Return the blocks that show arguments and answers, from pairs of a title and a value.

    All stand in one row where the page is wide enough, in two where not; arguments too wide for a
    row of their own are left out. Numbers have as few digits as tell the first two answers apart.
    """
    digits = next((d for d in DIGITS if _differ(answers, d)), DIGITS[-1])
    given, made = (
        tuple(column for pair in pairs for column in _columns_of(*pair, digits))
        for pairs in (arguments, answers)
    )
    if _fits(given + made):
        return [Columns(given + made)]
    return [Columns(given), Columns(made)] if given and _fits(given) else [Columns(made)]


def _fits(row):
    return sum(_width(column) + GAP for column in row) <= WIDEST


def _differ(answers, digits):
    return number_lines(answers[0][1], digits) != number_lines(answers[1][1], digits)


def text_of(headline, blocks):
    """Return the verdict as plain text."""
    return _sendable("\n".join([headline, *("\n".join(_text_lines(block)) for block in blocks)]))


def html_of(status, headline, blocks):
    """Return the verdict as HTML: no script, no style sheet, readable without its colours."""
    colour = COLOURS.get(status, "#6b7280")
    body = "".join(_html(block) for block in blocks)
    return _sendable(
        f'<div role="status" style="border-left:4px solid {colour};padding:0.2em 0 0.2em 1em;'
        f'max-width:52em;line-height:1.45;overflow-wrap:break-word">'
        f'<p style="margin:0 0 0.4em"><strong>'
        f"{html.escape(headline)}</strong></p>{body}</div>"
    )


def _sendable(text):
    r"""A text as it can leave the kernel: half a character, which UTF-8 does not have, by its code.

    >>> _sendable("half \ud83d") == r"half \ud83d"
    True
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def number_lines(value, digits=DIGITS[0]):
    """Return an array as lines of text, cut where it is large.

    >>> number_lines(np.array([[1.0, -0.5], [0.25, 2.0]]))
    ('   1  -0.5', '0.25     2')
    >>> number_lines(np.array([True, False]))
    ('[ True  False]',)
    """
    array = np.asarray(value)
    if array.ndim == 0:
        return (_cell(array, digits),)
    if array.size == 0:
        return ("nothing",)
    rows = array.reshape(1, -1) if array.ndim == 1 else array.reshape(len(array), -1)
    cells = [[_cell(item, digits) for item in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    width = max(len(cell) for row in cells for cell in row)
    more = "  ..." if rows.shape[1] > MOST_COLUMNS else ""
    lines = ["  ".join(cell.rjust(width) for cell in row) + more for row in cells]
    if len(rows) > MOST_ROWS:
        lines.append("...")
    if array.ndim == 1:
        lines = [f"[{line}]" for line in lines]
    return tuple(lines)


def _cell(item, digits):
    return f"{item}" if item.dtype == np.bool_ else f"{item + 0.0:.{digits}g}"


def _columns_of(title, value, digits):
    if isinstance(value, (list, tuple)) and all(map(_is_array_or_layer, value)):
        return [
            column
            for name, item in zip(_entry_names(value), value, strict=True)
            for column in _columns_of(f"{title}{name}", item, digits)
        ]
    if isinstance(value, (np.ndarray, float, int)):
        array = np.asarray(value)
        size = f" {array.shape}" if max(array.shape, default=0) > MOST_ROWS else ""
        return [(f"{title}{size}", number_lines(array, digits))]
    if callable(value):
        return [(title, ("a function",))]
    return [(title, (str(value),))]


def _is_array_or_layer(item):
    return isinstance(item, np.ndarray) or hasattr(item, "_fields")


def _entry_names(value):
    fields = getattr(value, "_fields", None)
    return [f".{name}" for name in fields] if fields else [f"[{i}]" for i in range(len(value))]


def _width(column):
    title, lines = column
    return max(len(title), *map(len, lines))


def _text_lines(block):
    if isinstance(block, Words):
        return [f"{block.lead} {block.text}".lstrip()]
    if isinstance(block, Reading):
        return [f"Read again: {'; '.join(words for words, _ in block.links)}."]
    if isinstance(block, Code):
        return [f"    {line}" for line in block.text.splitlines()]
    if isinstance(block, Folded):
        return [f"{block.summary}: print(check(...).change)"]
    height = max(len(lines) for _, lines in block.columns)
    grid = [
        [line.ljust(_width(column)) for line in (column[0], *column[1], *[""] * height)]
        for column in block.columns
    ]
    return [
        ("    " + (" " * GAP).join(row)).rstrip()
        for row in list(zip(*grid, strict=False))[: height + 1]
    ]


def _html(block):
    if isinstance(block, Words):
        lead = f"<strong>{html.escape(block.lead)}</strong> " if block.lead else ""
        return f'<p style="margin:0.4em 0">{lead}{html.escape(block.text)}</p>'
    if isinstance(block, Reading):
        anchors = (
            f'<a href="{html.escape(address)}">{html.escape(words)}</a>'
            for words, address in block.links
        )
        return f'<p style="margin:0.4em 0">Read again: {"; ".join(anchors)}.</p>'
    if isinstance(block, Code):
        return code_html(block.text, {})
    if isinstance(block, Folded):
        ways = '<p style="margin:0">or</p>'.join(
            code_html(change, TINTS) for change in block.changes
        )
        return (
            f'<details style="margin:0.4em 0"><summary {OWN_KEYS} style="cursor:pointer">'
            f"{html.escape(block.summary)}</summary>{ways}</details>"
        )
    columns = "".join(_column_html(*column) for column in block.columns)
    return f'<dl style="{BESIDE}">{columns}</dl>'


def code_html(text, tints):
    """Return lines of code, tinted by how they begin.

    Where one is too long for the page, what is left of it is set further in.
    """
    lines = "\n".join(
        f'<span style="{tints.get(line[:1], "")}{LINE}">{html.escape(line)}</span>'
        for line in text.splitlines()
    )
    return f'<pre style="{CODE}">{lines}</pre>'


def _column_html(title, lines):
    # Tab stops only where there may be something to scroll.
    keys = f' tabindex="0" {OWN_KEYS}' if max(map(len, lines)) > WITHOUT_SCROLLING else ""
    return (
        f'<div style="max-width:100%"><dt style="{STACKED};font-weight:600">{html.escape(title)}'
        f'</dt><dd style="{STACKED}"><pre{keys} style="{ARRAY}">'
        f"{html.escape(chr(10).join(lines))}</pre></dd></div>"
    )
