"""Questions of notebook 02: signs, sums and means, and what trying can find."""

import numpy as np

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.losses import squared_error

PREDICTION = np.array([[0.6, 0.2], [0.5, 0.9], [0.1, 0.4]])
TARGETS = np.array([[0.5, 0.4], [0.5, 0.6], [0.3, 0.4]])
ERRORS = PREDICTION - TARGETS

QUESTIONS = (
    ChooseOne(
        name="02_sign",
        notebook="02",
        prompt="The prediction is 0.61, the target 0.5. Which sign does the error have, and what "
        "does that sign tell you?",
        choices=(
            Choice(
                "Above zero: the prediction is too high",
                "Prediction minus target says by how much the prediction is too high.",
                right=True,
            ),
            Choice(
                "Below zero: the prediction has to come down",
                "Down is the way to go, and target minus prediction would say so. The error says "
                "where you are: it is prediction minus target.",
            ),
            Choice(
                "Below zero: the prediction is too low",
                "0.61 is above 0.5. Which sign does prediction minus target have, then?",
            ),
            Choice(
                "No sign: an error is a distance",
                "A distance says how far, but no longer in which direction. You will need both.",
            ),
        ),
    ),
    TypeNumber(
        name="02_three_rows",
        notebook="02",
        prompt="Three rows, two outputs, as above. What is their loss, as this course counts it?",
        answer=lambda: squared_error(PREDICTION, TARGETS),
        digits=2,
        words="Squared errors, added up over each row's outputs, then the mean over the three "
        "rows: {answer}.",
        slips=(
            NumberSlip(
                lambda: float((ERRORS**2).sum()),
                "You have the sum of all the squares. Three rows share it: take the mean over "
                "them.",
            ),
            NumberSlip(
                lambda: float((ERRORS**2).mean()),
                "Did you divide by six, the count of all numbers? The mean is over the three rows.",
            ),
            NumberSlip(
                lambda: float((ERRORS.sum(axis=1) ** 2).mean()),
                "You added up a row's errors before you squared. Square first, or they cancel.",
            ),
            NumberSlip(
                lambda: float(np.abs(ERRORS).sum(axis=1).mean()),
                "You added up the errors without their signs, and not their squares.",
            ),
        ),
    ),
    InYourWords(
        name="02_copied_batch",
        notebook="02",
        prompt="Copy all the rows of a batch below themselves: twice as many rows, the same "
        "predictions and targets. What happens to the loss? What would happen to the sum of all "
        "squared errors? Why is that a reason to take the mean?",
        model_answer="The loss stays as it is, and the sum doubles. The network is exactly as "
        "wrong as before, so the number that says how wrong it is should not move. With a mean "
        "over the rows you can compare batches of different sizes.",
        look_for=(
            "The mean stays as it is.",
            "The sum doubles.",
            "How wrong the network is does not depend on how many rows you count.",
        ),
    ),
    ChooseOne(
        name="02_lower_loss",
        notebook="02",
        prompt="The weight 0.4 gives a prediction of 0.61, with a loss of 0.0121. This weight "
        "multiplies a hidden value of 1. You may try 0.5, 0.2 and 0.05. Which has a lower loss "
        "than 0.4 has?",
        choices=(
            Choice(
                "0.5",
                "The prediction is too high already, and a larger weight times 1 makes it higher.",
            ),
            Choice(
                "0.2",
                "The prediction falls by 0.2, past the target, and ends closer to it than it was.",
                right=True,
            ),
            Choice(
                "0.05",
                "Down is right. But then the prediction falls by 0.35, past the target and far "
                "out on the other side.",
            ),
            Choice(
                "0.2 and 0.05 both",
                "Both go the right way. How far also counts: one of them goes past the target and "
                "far out on the other side.",
            ),
        ),
    ),
    ChooseOne(
        name="02_bottom",
        notebook="02",
        prompt="Start at the weights 0.3 and 0.4. Change the first until the loss is lowest. Leave "
        "it there, and change the second until the loss is lowest. Are you at the bottom then?",
        choices=(
            Choice(
                "Yes: each weight stands at its best place",
                "The first stood at its best place for the old second weight. The second has moved "
                "since, and the best place of the first moved with it.",
            ),
            Choice(
                "No: now there is a better place for the first weight again",
                "The valley runs diagonally across the map. Each time one weight moves, the best "
                "place for the other moves too.",
                right=True,
            ),
            Choice(
                "No: the loss is higher than at the start",
                "That cannot be: each of the two moves went to the lowest loss within reach, and "
                "staying where you were was within reach as well.",
            ),
        ),
    ),
    TypeNumber(
        name="02_column_and_list",
        notebook="02",
        prompt="A column of predictions, shape (3, 1), minus a flat array of targets, shape (3,). "
        "How many numbers come out?",
        answer=lambda: float((np.zeros((3, 1)) - np.zeros(3)).size),
        digits=0,
        words="numpy lines up the flat array as a row, and pairs every number of the column with "
        "every number of the row: {answer}.",
        slips=(
            NumberSlip(
                lambda: float((np.zeros((3, 1)) - np.zeros((3, 1))).size),
                "That is what you want, and what two columns give. But a flat array is no "
                "column: numpy lines it up as a row.",
            ),
            NumberSlip(
                lambda: float(np.zeros((3, 1)).size + np.zeros(3).size),
                "The two are not put side by side. Each number of the one is combined with "
                "numbers of the other.",
            ),
        ),
    ),
)
