"""Questions of notebook 00b: whether to skip it, and which axis, column and product is meant."""

import numpy as np

from helpers.exercises.questions.question import Choice, ChooseOne, NumberSlip, TypeNumber

TABLE, FACTORS, WEIGHTS = np.array([[1, -2], [3, 4]]), np.array([1, 3]), np.array([2, 1])


def _printed(factors=FACTORS[:, None], lowest=0, axis=0, weights=WEIGHTS):
    return np.maximum(TABLE * factors, lowest).sum(axis=axis) @ weights


QUESTIONS = (
    TypeNumber(
        name="00b_skip_it",
        notebook="00b",
        prompt="Do you know numpy already?\n\n"
        "    table = np.array([[1, -2], [3, 4]])\n"
        "    factors = np.array([1, 3])[:, None]\n"
        "    weights = np.array([2, 1])\n"
        "    kept = np.maximum(table * factors, 0)\n"
        "    print(kept.sum(axis=0) @ weights)\n\n"
        "What does this print?",
        answer=_printed,
        digits=0,
        words="Each row gets its factor, what is below zero becomes 0, each column is added up, "
        "and the weighted sum is {answer}. You know this numpy already: go on to notebook 01.",
        slips=(
            NumberSlip(
                lambda: _printed(axis=1),
                "You added up within each row. This notebook has a picture of the two axes.",
            ),
            NumberSlip(
                lambda: _printed(factors=FACTORS),
                "You gave the factors to the columns. What `[:, None]` does comes further down.",
            ),
            NumberSlip(
                lambda: _printed(lowest=TABLE.min() * FACTORS.max()),
                "A number below zero has come through. What `np.maximum` does comes further down.",
            ),
            NumberSlip(
                lambda: _printed(weights=np.ones(2)),
                "You left the weights out. What `@` does comes further down.",
            ),
        ),
    ),
    ChooseOne(
        name="00b_which_axis",
        notebook="00b",
        prompt="`errors` has shape (100, 3): a row for each of 100 examples. What is the shape of "
        "`errors.sum(axis=1)`?",
        choices=(
            Choice(
                "`(3,)`",
                "That is one number for each column. Axis 1 goes across, from column to column: "
                "what does it leave?",
            ),
            Choice(
                "`(100,)`",
                "Axis 1 goes across the three columns, and that axis goes. One sum is left for "
                "each example.",
                right=True,
            ),
            Choice(
                "`(100, 3)`",
                "That is the shape before. A sum over an axis puts one number in place of many.",
            ),
            Choice(
                "`()`: a single number",
                "That is what a sum without an axis leaves. This one goes across, and no further.",
            ),
        ),
    ),
    ChooseOne(
        name="00b_row_or_column",
        notebook="00b",
        prompt="Here there are as many rows as columns.\n\n"
        "    table = np.array([[1, 2], [3, 4]])\n"
        "    factors = np.array([10, 1])\n\n"
        "What does `table * factors` do?",
        choices=(
            Choice(
                "It multiplies each row by its own factor",
                "That needs a column, of shape (2, 1). A flat array, of shape (2,), lines up with "
                "the other side of the table.",
            ),
            Choice(
                "It multiplies each column by its own factor",
                "A flat array lines up with the columns. And if you meant the rows, nothing "
                "tells you.",
                right=True,
            ),
            Choice(
                "It multiplies and adds up: two numbers are left",
                "Adding up is what `@` does. With `*` the table keeps its shape.",
            ),
            Choice(
                "It stops with an error",
                "It would, with two rows and three columns. Here the 2 of the factors fits.",
            ),
        ),
    ),
    ChooseOne(
        name="00b_which_product",
        notebook="00b",
        prompt="`left` has shape (5, 4) and `right` has shape (5, 3). Which product works?",
        choices=(
            Choice(
                "`left @ right`",
                "Here 4 meets 5. The neighbours have to be equal.",
            ),
            Choice(
                "`left @ right.T`",
                "The shapes are (5, 4) and (3, 5): 4 meets 3. The neighbours have to be equal.",
            ),
            Choice(
                "`left.T @ right`",
                "(4, 5) @ (5, 3) gives (4, 3). You will meet this product in notebook 05.",
                right=True,
            ),
        ),
    ),
)
