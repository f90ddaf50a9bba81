"""Some cells of a notebook, run in the Python of the tests with all that they need."""

import ast
import contextlib
import io
import symtable
from typing import NamedTuple

from tools.notebook_runs import NOTEBOOKS


class Cell(NamedTuple):
    """A code cell and the notebook's names that it reads and gives a value to."""

    source: str
    reads: frozenset
    writes: frozenset


class Ran(NamedTuple):
    """What a cell printed, and the value of its last line, None where that has none."""

    printed: str
    value: object


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


def run(cells, found):
    """Run the cells with the numbers in `found`, and those that they need; return a `Ran` for each.

    As in a kernel they run in order, with their names in common, in the notebooks' folder. But they
    run here: a test can put something in another's place first (a generator, a recorder), and look
    at values. What they display is printed. An error in a cell is raised.
    """
    names = {"__name__": "__main__"}
    with contextlib.chdir(NOTEBOOKS):
        return {at: _run_one(cells[at].source, names) for at in with_needed(cells, found)}


def _run_one(source, names):
    tree, printed = ast.parse(source), io.StringIO()
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    return Ran(printed.getvalue(), value)
