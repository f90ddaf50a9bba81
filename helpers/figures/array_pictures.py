"""Arrays as tables: their two axes, a row that meets a column, a column beside a table."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle

from helpers import checks
from helpers.figures.style import (
    INK,
    LIT_PAPER,
    PAPER,
    QUIET,
    VALUE,
    WEIGHT,
    described,
    panels,
    short,
    styled,
)

MOST_ROWS, MOST_COLUMNS = 4, 3
CELL_HEIGHT = 0.42
BETWEEN = 0.9
"""In columns: the room for a sign between two tables."""


class _Table(NamedTuple):
    """Numbers to draw; `lit` (rows, columns) says whose paper is coloured, `is_copy` is dashed."""

    numbers: np.ndarray
    color: str
    lit: np.ndarray
    name: str = ""
    is_copy: bool = False


@styled
def array_axes(table, title=""):
    """Draw a table with its two axes marked, and its sums over each of them; return the Figure.

    `table` (rows, columns) has at most 4 rows and 3 columns. The sums over axis 0 stand below it,
    those over axis 1 at its right. Raises ValueError or TypeError where it does not fit.
    """
    table = _small("table", table)
    rows, columns = table.shape
    figure, axes = panels(height=1.5 + CELL_HEIGHT * (rows + 1))
    _draw_table(axes, _plain(table, VALUE), (0, 0))
    _draw_axis(axes, (-0.3, 0), (-0.3, rows), "axis 0: down,\nfrom row to row", "right")
    _draw_axis(axes, (0, -0.3), (columns, -0.3), "axis 1: across, from column to column", "center")
    _draw_table(axes, _lit(table.sum(axis=0)[None, :]), (0, rows + 0.5))
    _draw_table(axes, _lit(table.sum(axis=1)[:, None]), (columns + 0.5, 0))
    axes.text(-0.2, rows + 1, "sums over axis 0", ha="right", va="center")
    axes.text(columns + 1.7, rows / 2, "sums over axis 1", ha="left", va="center")
    _frame(axes, (-2.2, columns + 3.6), (rows + 1.6, -0.95), title)
    return described(
        figure,
        f"A table of {rows} rows and {columns} columns: {_listed(table)}. Axis 0 goes down, from "
        f"row to row: the sums over it are {_listed(table.sum(axis=0)[None, :])}, one for each "
        "column. Axis 1 goes across, from column to column: the sums over it are "
        f"{_listed(table.sum(axis=1)[None, :])}, one for each row.",
    )


@styled
def row_meets_column(left, right, row=0, column=0, title=""):
    """Draw left @ right, and the one row and column that make one number; return the Figure.

    `left` (rows, shared) and `right` (shared, columns) have at most 4 rows and 3 columns; `row` and
    `column` count from 0. Raises ValueError or TypeError where they do not fit.
    """
    left, right = _small("left", left), _small("right", right)
    if left.shape[1] != right.shape[0]:
        raise ValueError(
            f"left has shape {left.shape} and right {right.shape}, expected as many columns in "
            "left as rows in right"
        )
    product = left @ right
    if row not in range(len(product)) or column not in range(product.shape[1]):
        raise ValueError(
            f"row is {row!r} and column {column!r}, expected a place in a table of shape "
            f"{product.shape}, counted from 0"
        )
    lit = [np.zeros(table.shape, dtype=bool) for table in (left, right, product)]
    lit[0][row], lit[1][:, column], lit[2][row, column] = True, True, True
    tables = [
        _Table(numbers, color, place, str(numbers.shape))
        for numbers, color, place in zip(
            (left, right, product), (VALUE, WEIGHT, INK), lit, strict=True
        )
    ]
    pairs = zip(left[row], right[:, column], strict=True)
    sums = " + ".join(f"{short(one)} × {short(other)}" for one, other in pairs)
    sums += f" = {short(product[row, column])}"
    return described(
        _equation(tables, "@=", title, sums),
        f"{_listed(left)} @ {_listed(right)} = {_listed(product)}. Row {row} of the left table "
        f"meets column {column} of the right one: {sums}.",
    )


@styled
def column_beside_table(column, table, title=""):
    """Draw column * table, where the column counts for every column; return the Figure.

    `column` (rows, 1) and `table` (rows, columns) have at most 4 rows and 3 columns. Raises
    ValueError or TypeError where they do not fit.
    """
    column, table = _small("column", column), _small("table", table)
    if column.shape != (len(table), 1):
        raise ValueError(
            f"column has shape {column.shape}, expected {(len(table), 1)}: one number for each "
            "row of the table"
        )
    copies = np.repeat(column, table.shape[1], axis=1)
    product = copies * table
    tables = [
        _plain(column, WEIGHT, str(column.shape)),
        _plain(copies, WEIGHT, f"{copies.shape}\nused for every column")._replace(is_copy=True),
        _plain(table, VALUE, str(table.shape)),
        _plain(product, INK, str(table.shape)),
    ]
    return described(
        _equation(tables, "→×=", title),
        f"A column, {_listed(column)}, beside a table, {_listed(table)}. Each number of the column "
        f"multiplies its whole row: {_listed(product)}.",
    )


def _small(name, table):
    table = checks.matrix(name, table)
    if len(table) > MOST_ROWS or table.shape[1] > MOST_COLUMNS:
        raise ValueError(
            f"{name} has shape {table.shape}, expected at most {MOST_ROWS} rows and "
            f"{MOST_COLUMNS} columns to draw"
        )
    return table


def _plain(numbers, color, name=""):
    return _Table(numbers, color, np.zeros(numbers.shape, dtype=bool), name)


def _lit(numbers):
    return _Table(numbers, INK, np.ones(numbers.shape, dtype=bool))


def _equation(tables, signs, title, below=""):
    """A figure with the tables side by side, a sign between each two, their names below them."""
    most = max(len(table.numbers) for table in tables)
    more_lines = max(table.name.count("\n") for table in tables)
    figure, axes = panels(height=1.1 + CELL_HEIGHT * (most + bool(below) + more_lines / 2))
    left = 0.0
    for table, sign in zip(tables, (*signs, ""), strict=True):
        rows, columns = table.numbers.shape
        _draw_table(axes, table, (left, (most - rows) / 2))
        axes.text(left + columns / 2, most + 0.25, table.name, color=QUIET, ha="center", va="top")
        left += columns + BETWEEN
        axes.text(left - BETWEEN / 2, most / 2, sign, fontsize=16, ha="center", va="center")
    right = left - BETWEEN
    axes.text(right / 2, most + 1.0, below, ha="center", va="top", fontsize=12)
    depth = most + (1.5 if below else 0.8) + more_lines / 2
    _frame(axes, (-0.5, right + 0.5), (depth, -0.2), title)
    return figure


def _draw_table(axes, table, corner):
    for (row, column), number in np.ndenumerate(table.numbers):
        place = corner[0] + column, corner[1] + row
        lit = table.lit[row, column]
        axes.add_patch(
            Rectangle(
                place,
                1,
                1,
                facecolor=LIT_PAPER if lit else PAPER,
                edgecolor=WEIGHT if lit else QUIET,
                linewidth=1.6 if lit else 0.7,
                linestyle="--" if table.is_copy else "-",
                # No neighbour's edge goes over that of a lit one.
                zorder=1.1 if lit else 1,
            )
        )
        axes.text(
            place[0] + 0.5,
            place[1] + 0.5,
            short(number),
            color=table.color,
            size=9.5,
            ha="center",
            va="center",
        )


def _draw_axis(axes, start, end, words, side):
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=12, color=INK, linewidth=1.4)
    )
    if side == "right":
        axes.text(start[0] - 0.15, end[1] / 2, words, ha=side, va="center")
    else:
        axes.text(end[0] / 2, start[1] - 0.12, words, ha=side, va="bottom")


def _frame(axes, across, down, title):
    axes.set(xlim=across, ylim=down, title=title)
    axes.axis("off")


def _listed(table):
    return "; ".join(", ".join(map(short, line)) for line in table)
