"""Which lines of a learner's function were given with the task, and stand as they were given."""

import linecache
from difflib import SequenceMatcher

GAP = "..."


def given_lines(source, starter):
    """Return the lines of a Source that stand unchanged in a starter that has gaps.

    Each comes with the number of its definition, and is counted in the file. A starter without a
    gap is a whole program, in which something is wrong: of its lines nothing is known.
    """
    texts = [text.rstrip() for text in starter.splitlines()]
    if not any(GAP in text for text in texts):
        return frozenset()
    definition = source.definitions[0]
    first, last = definition.lineno, definition.end_lineno
    own = [
        linecache.getline(source.files[0], line)[definition.col_offset :].rstrip()
        for line in range(first, last + 1)
    ]
    same = SequenceMatcher(None, texts, own, autojunk=False).get_matching_blocks()
    return frozenset(
        (0, first + block.b + at)
        for block in same
        for at, text in enumerate(texts[block.a : block.a + block.size])
        if text and GAP not in text
    )
