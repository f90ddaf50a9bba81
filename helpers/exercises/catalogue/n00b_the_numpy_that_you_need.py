"""Exercises of notebook 00b: an axis, a matrix product, a column beside a table."""

import numpy as np

from helpers.exercises.catalogue.cases import array, normals, quarters
from helpers.exercises.exercise import Case, Exercise, Slip

MEAN_OF_EACH_ROW = Slip(
    "mean of each row",
    "axis",
    "You have one number for each row: the mean went across, from column to column. Which way do "
    "the numbers of one column lie?",
    "00b#Axis",
)
MEAN_OF_EVERYTHING = Slip(
    "one mean for the whole table",
    "axis",
    "You have a single number for the whole table. Without an axis, numpy takes all the numbers "
    "together.",
    "00b#Axis",
)
COLUMN_SUMS = Slip(
    "sum of each column",
    "mean",
    "Your numbers grow with the number of rows. A mean is a sum divided by how many numbers went "
    "into it.",
    "00b#Axis",
)
WRONG_COUNT = Slip(
    "divided by the wrong count",
    "mean",
    "You added up the right numbers, and divided by the other side of the table. How many numbers "
    "went into each sum?",
    "00b#Shape",
)
STAR_FOR_AT = Slip(
    "* in place of @",
    "sum",
    "You have a whole table of products. * multiplies element by element and stops there; a row "
    "and the weights should come to one number.",
    "00b#Matrix-product",
)
ADDED_DOWN = Slip(
    "products added down the columns",
    "sum",
    "You have one number for each column. The products are right; they have to be added up across, "
    "within each row.",
    "00b#Axis",
)
ADDED_ALL = Slip(
    "all products added together",
    "sum",
    "You have a single number for the whole table. Each row has a sum of its own.",
    "00b#Axis",
)
MEAN_OF_PRODUCTS = Slip(
    "mean of the products",
    "sum",
    "You divided by the number of columns. One more thing on a bill adds to it, and does not make "
    "the rest cheaper.",
    "00b#Matrix-product",
)
TABLE_TRANSPOSED = Slip(
    "table transposed",
    "weights",
    "Your weights met the columns of the table, and they belong to its rows. In a square table "
    "nothing complains: say what a row stands for.",
    "00b#Transpose",
)
WEIGHTS_UNUSED = Slip(
    "weights not used",
    "weights",
    "Change the weights, and your result stays as it is. You added up the numbers of each row as "
    "they came.",
    "00b#Matrix-product",
)
WEIGHTS_ADDED = Slip(
    "weights added to the numbers",
    "weights",
    "You added each weight to its number. What do three apples at 0.5 cost?",
    "00b#Matrix-product",
)
FACTORS_TO_COLUMNS = Slip(
    "factors given to the columns",
    "factors",
    "Your factors went to the columns, and each belongs to a row. numpy lines up a flat array with "
    "the columns; where there are as many rows as columns, it does not complain.",
    "00b#Shape",
)
FACTORS_UNUSED = Slip(
    "factors not used",
    "factors",
    "Change the factors, and your result stays as it is. Each row should be multiplied by its own "
    "factor first.",
    "00b#Array",
)
AT_FOR_STAR = Slip(
    "@ in place of *",
    "factors",
    "Your rows have been added up. @ multiplies and adds; here each number stays in its place.",
    "00b#Matrix-product",
)
MAX_FOR_MAXIMUM = Slip(
    "np.max in place of np.maximum",
    "below zero",
    "np.max looks for the largest number, and a 0 after the comma is an axis for it: you have one "
    "number for each column. np.maximum compares each number with 0.",
    "00b#Axis",
)
MINIMUM_FOR_MAXIMUM = Slip(
    "np.minimum in place of np.maximum",
    "below zero",
    "You kept what is below zero, and put 0 in place of the rest. Of a number and 0, which one "
    "should stay?",
    "00b#Array",
)
LEFT_BELOW_ZERO = Slip(
    "numbers below zero left in",
    "below zero",
    "The rows have their factors, and numbers below zero are still there.",
    "00b#Array",
)
CUT_TOO_EARLY = Slip(
    "0 decided before the factors",
    "below zero",
    "You decided which numbers become 0 by their signs before the factors. A factor below zero "
    "turns every sign of its row round.",
    "00b#Array",
)


def _column_means(slips, table):
    rows, columns = table.shape
    if MEAN_OF_EVERYTHING in slips:
        total, count, other = table.sum(), table.size, rows
    elif MEAN_OF_EACH_ROW in slips:
        total, count, other = table.sum(axis=1), columns, rows
    else:
        total, count, other = table.sum(axis=0), rows, columns
    if COLUMN_SUMS in slips:
        return total
    return total / (other if WRONG_COUNT in slips else count)


def _column_means_cases(generator):
    return [
        Case("two rows of two", (array([1, 6], [3, 2]),)),
        Case("two rows of three", (array([3, 1, 2], [1, 2, 6]),)),
        Case("a single row", (array([2, -1, 4, 0, 5]),)),
        Case("a single column", (np.arange(8.0)[:, None],)),
        Case("numbers below zero", (array([-1, 4], [3, -2], [-5, -8]),)),
        Case("whole numbers", (np.array([[1, 4], [2, 9]]),)),
        Case("five rows of three, drawn at random", (quarters(generator, 5, 3),)),
        Case("four rows of four, drawn at random", (normals(generator, 4, 4),)),
    ]


def _column_means_loop(table):
    totals = [0.0] * table.shape[1]
    for row in table:
        for column, number in enumerate(row):
            totals[column] += number
    return [total / len(table) for total in totals]


def _weighted_sums(slips, table, weights):
    table = table.T if TABLE_TRANSPOSED in slips else table
    if WEIGHTS_UNUSED in slips:
        products = table
    else:
        products = table + weights if WEIGHTS_ADDED in slips else table * weights
    if STAR_FOR_AT in slips:
        return products
    if ADDED_ALL in slips:
        return products.sum()
    if MEAN_OF_PRODUCTS in slips:
        return products.mean(axis=1)
    return products.sum(axis=0 if ADDED_DOWN in slips else 1)


def _weighted_sums_cases(generator):
    return [
        Case("two rows of two", (array([1, 2], [3, 4]), array(10, 1))),
        Case("two rows of three", (array([3, 1, 2], [1, 2, 6]), array(0.5, 2, 0.25))),
        Case("a single row", (array([2, -1, 4, 0, 5]), array(1, 3, -0.5, 2, 1))),
        Case("a single column", (array([2], [-1], [5], [0], [4]), array(3))),
        Case("weights of 0", (array([1, 2], [3, 5], [4, -2]), np.zeros(2))),
        Case("whole numbers", (np.array([[1, 4], [2, 9]]), array(0.5, 0.25))),
        Case(
            "three rows of three, drawn at random",
            (normals(generator, 3, 3), normals(generator, 3)),
        ),
        Case(
            "five rows of four, drawn at random",
            (quarters(generator, 5, 4), quarters(generator, 4)),
        ),
    ]


def _weighted_sums_loop(table, weights):
    sums = []
    for row in table:
        total = 0.0
        for number, weight in zip(row, weights, strict=True):
            total += number * weight
        sums.append(total)
    return sums


def _scaled(slips, table, factors):
    if FACTORS_UNUSED in slips:
        return table
    if AT_FOR_STAR in slips:
        return factors @ table
    return table * (factors if FACTORS_TO_COLUMNS in slips else factors[:, None])


def _scaled_rows(slips, table, factors):
    table = np.maximum(table, 0.0) if CUT_TOO_EARLY in slips else table
    scaled = _scaled(slips, table, factors)
    if {LEFT_BELOW_ZERO, CUT_TOO_EARLY} & slips:
        return scaled
    if MAX_FOR_MAXIMUM in slips:
        return np.max(scaled, 0)
    return np.minimum(scaled, 0.0) if MINIMUM_FOR_MAXIMUM in slips else np.maximum(scaled, 0.0)


def _scaled_rows_cases(generator):
    return [
        Case("two rows of two", (array([1, -2], [3, -4]), array(2, -1))),
        Case("two rows of three", (array([3, -1, 2], [-1, 2, 6]), array(2, 3))),
        Case("a single row", (array([2, -1, 4, 0, 5]), array(-0.5))),
        Case("a single column", (array([2], [-1], [5], [0], [4]), array(3, -2, 0.5, 1, -1))),
        Case("a factor of 0", (array([1, 2], [-3, 5], [4, -2]), array(0, 1, -1))),
        Case("two equal rows", (array([1, -2], [1, -2]), array(3, 0.5))),
        Case("whole numbers", (np.array([[1, -4], [2, 9]]), array(0.5, 0.25))),
        Case(
            "three rows of three, drawn at random",
            (normals(generator, 3, 3), normals(generator, 3)),
        ),
        Case(
            "five rows of four, drawn at random",
            (quarters(generator, 5, 4), quarters(generator, 5)),
        ),
    ]


def _scaled_rows_loop(table, factors):
    rows = []
    for row, factor in zip(table, factors, strict=True):
        rows.append([max(number * factor, 0.0) for number in row])
    return rows


def _scaled_rows_where(table, factors):
    scaled = (table.T * factors).T
    return np.where(scaled > 0, scaled, 0)


EXERCISES = (
    Exercise(
        name="column_means",
        title="the mean of each column",
        notebook="00b",
        task="`table` has shape (rows, columns). Return the mean of each column, of shape "
        "(columns,). `table` may hold whole numbers; the means need not be whole.\n\n"
        "For `[[1, 6], [3, 2]]` they are `[2, 4]`.",
        starter='''
def column_means(table):
    """Return the mean of each column, shape (columns,)."""
    ...
''',
        solution="""
def column_means(table):
    return table.mean(axis=0)
""",
        program=_column_means,
        slips=(MEAN_OF_EACH_ROW, MEAN_OF_EVERYTHING, COLUMN_SUMS, WRONG_COUNT),
        cases=_column_means_cases,
        rows=(0,),
        hints=(
            "One column of the example holds 1 and 3. Which of the two arrows in the picture runs "
            "along these numbers?",
            "A table of shape (rows, columns) becomes one of shape (columns,). The axis with the "
            "rows has to go.",
            "mean takes an axis as sum does.",
        ),
        why="The axis that you name is the one that goes; one number is left for each column.",
        next="Notebook 08 shifts every column of a table by its mean, in one line.",
        other_right=(
            _column_means_loop,
            lambda table: table.sum(axis=0) / len(table),
            lambda table: np.mean(table.T, axis=1),
            lambda table: [column.sum() / column.size for column in table.T],
        ),
    ),
    Exercise(
        name="weighted_sums",
        title="a weighted sum of each row",
        notebook="00b",
        task="`table` has shape (rows, columns), `weights` (columns,). Multiply each number by the "
        "weight of its column, and add up within each row. Return the sums, of shape (rows,). "
        "`table` may hold whole numbers; the sums need not be whole. Can you do it without a "
        "loop?\n\n"
        "For `[[1, 2], [3, 4]]` and the weights 10 and 1 they are `[12, 34]`.",
        starter='''
def weighted_sums(table, weights):
    """Return the weighted sum of each row, shape (rows,)."""
    ...
''',
        solution="""
def weighted_sums(table, weights):
    return table @ weights
""",
        program=_weighted_sums,
        slips=(
            STAR_FOR_AT,
            ADDED_DOWN,
            ADDED_ALL,
            MEAN_OF_PRODUCTS,
            TABLE_TRANSPOSED,
            WEIGHTS_UNUSED,
            WEIGHTS_ADDED,
        ),
        cases=_weighted_sums_cases,
        rows=(0,),
        hints=(
            "Take the first row of the example: 1 times 10 and 2 times 1 make 12. You have met "
            "sums like this one as bills.",
            "Write the shapes side by side, (rows, columns) and (columns,). The neighbours match, "
            "and the rows are left.",
            "One operator does both, the multiplying and the adding up.",
        ),
        why="Each row meets the weights, is multiplied pair by pair, and comes to one number.",
        next="A node of a network does this with its inputs, as you will see in notebook 01.",
        other_right=(
            _weighted_sums_loop,
            lambda table, weights: (table * weights).sum(axis=1),
            lambda table, weights: weights @ table.T,
            lambda table, weights: np.array([np.sum(row * weights) for row in table]),
        ),
    ),
    Exercise(
        name="scaled_rows",
        title="a factor for each row",
        notebook="00b",
        task="`table` has shape (rows, columns), `factors` (rows,). Multiply each row by its own "
        "factor, then put 0 in place of every number below zero. Return a table of the same "
        "shape. `table` may hold whole numbers; the products need not be whole.\n\n"
        "For `[[1, -2], [3, -4]]` and the factors 2 and -1 it is `[[2, 0], [0, 4]]`.",
        starter='''
def scaled_rows(table, factors):
    """Return each row times its factor, with 0 for what is below zero."""
    scaled = ...
    return ...
''',
        solution="""
def scaled_rows(table, factors):
    scaled = table * factors[:, None]
    return np.maximum(scaled, 0)
""",
        program=_scaled_rows,
        slips=(
            FACTORS_TO_COLUMNS,
            FACTORS_UNUSED,
            AT_FOR_STAR,
            MAX_FOR_MAXIMUM,
            MINIMUM_FOR_MAXIMUM,
            LEFT_BELOW_ZERO,
            CUT_TOO_EARLY,
        ),
        cases=_scaled_rows_cases,
        rows=(0, 1),
        hints=(
            "In the example the second row, 3 and -4, is multiplied by -1. Which of the two "
            "numbers is below zero then?",
            "A flat array lines up with the columns. As a column, of shape (rows, 1), it lines up "
            "with the rows.",
            "np.maximum takes two things and compares them element by element. One of the two may "
            "be a single number.",
        ),
        why="A column of shape (rows, 1) gives each row its own factor, and np.maximum looks at "
        "each number by itself.",
        next="From 01 on, np.maximum does this in every hidden node.",
        other_right=(
            _scaled_rows_loop,
            _scaled_rows_where,
            lambda table, factors: (np.diag(factors) @ table).clip(0),
            lambda table, factors: np.maximum(np.einsum("i,ij->ij", factors, table), 0),
        ),
    ),
)
