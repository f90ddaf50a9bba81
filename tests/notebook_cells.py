"""Which cells of a notebook another cell needs: for tests that run some of them."""

import symtable
from typing import NamedTuple


class Cell(NamedTuple):
    """A code cell and the notebook's names that it reads and gives a value to."""

    source: str
    reads: frozenset
    writes: frozenset


def cell_of(source):
    """Return the `Cell` of a code cell's source."""
    top = symtable.symtable(source, "cell", "exec")
    known = top.get_symbols()
    inner = [symbol for table in _within(top) for symbol in table.get_symbols()]
    reads = [symbol for symbol in known if symbol.is_referenced()]
    reads += [symbol for symbol in inner if symbol.is_global() and symbol.is_referenced()]
    writes = [s for s in known if s.is_assigned() or s.is_imported() or s.is_namespace()]
    return Cell(source, *(frozenset(s.get_name() for s in part) for part in (reads, writes)))


def _within(table):
    for child in table.get_children():
        yield child
        yield from _within(child)


def with_needed(cells, found):
    """Return the numbers in `found`, and of all cells whose names they read, in order."""
    needed, open_ones = set(), list(found)
    while open_ones:
        at = open_ones.pop()
        if at not in needed:
            needed.add(at)
            for name in cells[at].reads:
                writers = [before for before in range(at) if name in cells[before].writes]
                open_ones += writers[-1:]
    return sorted(needed)
