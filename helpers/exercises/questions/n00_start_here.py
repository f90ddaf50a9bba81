"""The question of notebook 00."""

from helpers.exercises.questions.question import Choice, ChooseOne

QUESTIONS = (
    ChooseOne(
        "00_which_way",
        "00",
        "The prediction is above the target. The node above that line holds a value above zero, "
        "and its weight is 0.3. Should the weight be larger or smaller?",
        (
            Choice(
                "Larger",
                "What passes along the line is value times weight. A larger weight sends more, "
                "and the prediction climbs further away.",
            ),
            Choice(
                "Smaller",
                "What passes along the line is value times weight. A smaller weight sends less, "
                "and the prediction comes down.",
                right=True,
            ),
        ),
    ),
)
