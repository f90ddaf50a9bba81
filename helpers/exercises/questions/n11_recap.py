"""The mixed questions of notebook 11, in the order in which it asks them."""

import numpy as np

from helpers.activations import relu
from helpers.exercises.questions.question import InYourWords, NumberSlip, TypeNumber

VALUES, WEIGHTS = np.array([2.0, -3.0]), np.array([0.5, 1.0])

QUESTIONS = (
    TypeNumber(
        "11_node_with_relu",
        "11",
        "A node receives 2 and -3 through the weights 0.5 and 1, and applies ReLU. What does it "
        "hand on?",
        answer=lambda: relu(VALUES @ WEIGHTS),
        digits=1,
        words="The sum is below zero, so the gate is closed and the node hands on 0. See 01 and "
        "04.",
        slips=(
            NumberSlip(
                lambda: VALUES @ WEIGHTS,
                "That is the sum, the pre-activation. ReLU comes after it.",
            ),
            NumberSlip(
                lambda: relu(VALUES) @ WEIGHTS,
                "You applied ReLU to what comes in. It is applied once, to the sum.",
            ),
        ),
    ),
    InYourWords(
        "11_why_backward",
        "11",
        "Why does backpropagation begin at the loss and not at the inputs?",
        "Every slope of an early weight is a product that ends with the slopes of the layers "
        "behind it. Begun at the loss, each node's slope is computed once and serves every "
        "weight before it; begun at the inputs, the same products are computed again for each "
        "weight.",
        (
            "each node's slope is needed by every weight in front of it",
            "from the back, it is there when it is needed, and is computed once",
        ),
    ),
)
