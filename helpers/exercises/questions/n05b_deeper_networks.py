"""Questions of notebook 05b: how many paths there are, and what going backward saves."""

import numpy as np

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

HIDDEN_WIDTHS = (2, 3, 2)
"""The deeper network's hidden layers. A path from a node of the first leads through the others."""

DEPTH, WIDTH = 7, 3
"""The network whose multiplications are counted: so many hidden layers of so many nodes."""


def _worked_out_again():
    """The multiplications for all slopes, where every slope asked for is worked out anew."""
    for_node, count = 0, WIDTH
    for layer in reversed(range(DEPTH)):
        paths = 1 if layer == DEPTH - 1 else WIDTH
        for_node = paths * for_node + paths + 1
        count += WIDTH * WIDTH * (for_node + 1)
    return count


def _kept():
    """The multiplications where the slope at every sum is worked out once."""
    weights = DEPTH * WIDTH * WIDTH + WIDTH
    return weights + (DEPTH - 1) * WIDTH * (WIDTH + 1) + WIDTH * 2


QUESTIONS = (
    TypeNumber(
        "05b_how_many_paths",
        "05b",
        "Three hidden layers of 2, 3 and 2 nodes, one output. How many paths lead from one node "
        "of the first hidden layer to the prediction?",
        lambda: float(np.prod(HIDDEN_WIDTHS[1:])),
        0,
        "From the node to each of 3, from each of these to each of 2, then on to the output: "
        "{answer}.",
        (
            NumberSlip(
                lambda: float(np.sum(HIDDEN_WIDTHS[1:])),
                "You added the layers. Each of the 3 ways on splits again into 2.",
            ),
            NumberSlip(
                lambda: float(np.prod(HIDDEN_WIDTHS)),
                "These are the paths from both nodes of the first layer. You start at one.",
            ),
        ),
    ),
    ChooseOne(
        "05b_how_many_times_more",
        "05b",
        "Three inputs, seven hidden layers of three nodes, one output. You want the slopes of "
        "all weights, and never keep the slope at a sum once you have found it. How many times "
        "as many multiplications does that take?",
        (
            Choice(
                "About 7 times, once for each layer",
                "A node asks three nodes of the next layer, and each of these asks three again. "
                "With each layer the paths are multiplied by three, not counted up by one.",
            ),
            Choice(
                "About 20 times, once for each hidden node",
                "There are far more paths than nodes: a path chooses one of three nodes in each "
                "layer that it passes.",
            ),
            Choice(
                "More than 2,000 times, once for each path from an input",
                f"From an input {WIDTH**DEPTH:,} paths lead on. But most weights are closer to the "
                "loss, where fewer paths are left, and the other way multiplies as well.",
            ),
            Choice(
                "More than 200 times",
                f"{_worked_out_again():,} against {_kept()}. A node asks three nodes of the next "
                "layer, and each of these asks three again: the work grows as the paths do.",
                right=True,
            ),
        ),
    ),
    InYourWords(
        "05b_why_backward",
        "05b",
        "Why does the computation begin at the loss and not at the inputs?",
        "All slopes share the factors near the loss. If you begin there, the slope at each sum "
        "can be made from slopes that are known already, those one layer closer to the loss, and "
        "it serves all weights that lead into the node. If you begin at the inputs, you have to "
        "follow each weight's way to the loss separately.",
        (
            "the slopes share their factors near the loss",
            "the slope at a sum needs only the slopes one layer closer to the loss",
            "each is computed once and used by all weights into the node",
        ),
    ),
)
