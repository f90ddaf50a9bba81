"""Questions of notebook 05: what slopes share, how paths add up, where the transpose comes from."""

import numpy as np

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

PATH_WEIGHTS = np.array([0.8, -0.6])
SLOPES_AT_SUMS = np.array([0.1, 0.3])
"""A node that feeds two others: the weights on the way, the slopes at the sums where they end."""

QUESTIONS = (
    ChooseOne(
        "05_which_are_shared",
        "05",
        "In the running example the weights 0.5 and 0.1 lead into the same hidden node. Write "
        "their slopes as products. Which factors are in both?",
        (
            Choice(
                "None, because they are different weights",
                "Follow both to the loss. From the hidden node on they take the same way.",
            ),
            Choice(
                "The slope at the prediction only",
                "That one, and more. Which weight and which gate does each of them pass through "
                "next?",
            ),
            Choice(
                "All but the input that the weight multiplies",
                "From their hidden node on both take the same way: the same gate, the same weight "
                "0.3, the same slope at the prediction.",
                right=True,
            ),
        ),
    ),
    TypeNumber(
        "05_two_paths",
        "05",
        "A hidden node feeds two others, through the weights 0.8 and -0.6. The slopes at their "
        "sums are 0.1 and 0.3. What is the slope at the node's activation?",
        lambda: float(PATH_WEIGHTS @ SLOPES_AT_SUMS),
        2,
        "0.8 × 0.1 along one path and -0.6 × 0.3 along the other: together {answer}.",
        (
            NumberSlip(
                lambda: float(PATH_WEIGHTS[0] * SLOPES_AT_SUMS[0]),
                "That is the first path. A nudge of the node goes along both.",
            ),
            NumberSlip(
                lambda: float(PATH_WEIGHTS[1] * SLOPES_AT_SUMS[1]),
                "That is the second path. A nudge of the node goes along both.",
            ),
            NumberSlip(
                lambda: float(PATH_WEIGHTS @ SLOPES_AT_SUMS / 2),
                "You took the mean of the two paths. Both movements reach the loss in full.",
            ),
            NumberSlip(
                lambda: float(np.abs(PATH_WEIGHTS) @ SLOPES_AT_SUMS),
                "The second weight is below zero: along its path the loss moves the other way.",
            ),
        ),
    ),
    InYourWords(
        "05_why_transposed",
        "05",
        "Say it to somebody who asks where the transpose in `batch.T @ node_slope` comes from.",
        "A weight takes part in every row. In each, multiply the value that it multiplies by the "
        "slope at the sum that it leads to, and add up these products over the rows: a column of "
        "the batch times a column of the slopes. A matrix product multiplies rows by columns, so "
        "the columns of the batch have to become rows.",
        (
            "the sum runs over the rows of the batch",
            "a column of values meets a column of slopes",
            "a matrix product wants the first of the two as a row",
        ),
    ),
)
