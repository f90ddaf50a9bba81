"""The questions of notebook 00."""

import numpy as np

from helpers.exercises.questions.question import Choice, ChooseOne, NumberSlip, TypeNumber

VALUES, WEIGHTS = np.array([1.0, 2.0]), np.array([0.5, 0.1])

QUESTIONS = (
    ChooseOne(
        "00_which_way",
        "00",
        "The network predicts 0.61 and should predict 0.5. The upper line into the prediction has "
        "the weight 0.3, and the value that enters it is above zero. Should the weight be larger "
        "or smaller?",
        (
            Choice(
                "Smaller",
                "What passes along a line is value times weight. A smaller weight lets less "
                "through, and the prediction comes down.",
                right=True,
            ),
            Choice(
                "Larger",
                "What passes along a line is value times weight. A larger weight lets more "
                "through, and the prediction climbs, away from the target.",
            ),
            Choice(
                "It makes no difference",
                "That would be so if a 0 entered the line. Here the value is above zero, and what "
                "passes along the line moves with the weight.",
            ),
        ),
    ),
    TypeNumber(
        "00_what_it_prints",
        "00",
        "The next cell goes through the values 1 and 2 and the weights 0.5 and 0.1, pair by pair, "
        "multiplies each pair and adds up. What does it print?",
        answer=lambda: VALUES @ WEIGHTS,
        digits=2,
        words="1 times 0.5 and 2 times 0.1, added up, make {answer}.",
        slips=(
            NumberSlip(
                lambda: VALUES[-1] * WEIGHTS[-1],
                "That is the last product alone. The total keeps what the earlier turns of the "
                "loop have added.",
            ),
            NumberSlip(
                lambda: VALUES.sum() * WEIGHTS.sum(),
                "You added up first and multiplied once. The loop multiplies pair by pair.",
            ),
            NumberSlip(
                lambda: (VALUES + WEIGHTS).sum(),
                "You added everything. Look for the sign between value and weight.",
            ),
        ),
    ),
)
