"""Questions of notebook 10b: shares that add up, whose turn it is, what libraries keep."""

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.network import Layer, forward

LAYERS = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])]
PASSED = forward([[1.0, 2.0]], LAYERS)
ERROR = float(PASSED.prediction[0, 0]) - 0.5
FIRST_HIDDEN = float(PASSED.activations[1][0, 0])
ROWS, INPUTS, NODES = 32, 64, 64

QUESTIONS = (
    TypeNumber(
        name="10b_error_twice",
        notebook="10b",
        prompt="The last step is `loss = error * error`, with an error of 0.11. How fast does the "
        "loss grow when the error grows: what is the slope of the loss at the error?",
        answer=lambda: 2 * ERROR,
        digits=2,
        words="As the first of the two numbers the error moves the loss by 0.11 for each unit, as "
        "the second by 0.11 again: together {answer}.",
        slips=(
            NumberSlip(
                lambda: ERROR,
                "That would be right if only one of the two moved. But both are the error.",
            ),
            NumberSlip(
                lambda: ERROR**2,
                "That is the loss itself. Asked is how fast it grows.",
            ),
            NumberSlip(
                lambda: 2.0,
                "For an error of 1 that would be right. Where the error is smaller, its square "
                "rises less steeply.",
            ),
        ),
    ),
    ChooseOne(
        name="10b_whose_turn",
        notebook="10b",
        prompt="The loss has handed a share of its slope to `a`, and another to `relu(a)`. Whose "
        "rule has to be called next?",
        choices=(
            Choice(
                "That of `a`: it stands first in the sum",
                "Look for the arrows that leave `a`. Has everything that uses it had its turn?",
            ),
            Choice(
                "Either one: the slopes come out the same",
                "Try it. What does `a` hand to the weight if its second share has not arrived?",
            ),
            Choice(
                "That of `relu(a)`: it still owes `a` a share",
                "The slope at `a` is complete when both of its arrows have been used. Only then "
                "may it be handed on to the weight.",
                right=True,
            ),
        ),
    ),
    TypeNumber(
        name="10b_written_over",
        notebook="10b",
        prompt="In the last line of `backward` somebody writes `source.slope = slope`, and nothing "
        "is added up. Which slope does the weight 0.3 of the running example get?",
        answer=lambda: ERROR * FIRST_HIDDEN,
        digits=3,
        words="The error keeps one of its two shares, 0.11. From there on every slope is half of "
        "what it should be: 0.11 × 0.7 = {answer}.",
        slips=(
            NumberSlip(
                lambda: 2 * ERROR * FIRST_HIDDEN,
                "That is the right slope. Which value of the running example is used twice, and "
                "what becomes of its first share?",
            ),
            NumberSlip(
                lambda: 0.0,
                "The weight still gets a slope: the one that is handed to it last.",
            ),
            NumberSlip(
                lambda: ERROR,
                "That is what the error keeps. On the way to the weight one more factor comes in.",
            ),
        ),
    ),
    ChooseOne(
        name="10b_second_pass",
        notebook="10b",
        prompt="The same weights go through `loss_of` a second time, and `backward` is called on "
        "the new loss. What do the weights hold then?",
        choices=(
            Choice(
                "The same slopes as after the first pass",
                "Look at the line that stores a slope. What does it do with what is there?",
            ),
            Choice(
                "Twice the slopes",
                "Each pass adds its slopes to those that the weights still hold.",
                right=True,
            ),
            Choice(
                "Half the slopes: the mean of both passes",
                "Nothing divides here. Look at the line that stores a slope.",
            ),
        ),
    ),
    TypeNumber(
        name="10b_table_size",
        notebook="10b",
        prompt="A batch of 32 rows goes through `values @ weights`, from 64 inputs to 64 nodes. "
        "How many numbers would be in the table that says how fast each number of the product "
        "moves with each weight?",
        answer=lambda: ROWS * NODES * INPUTS * NODES,
        digits=0,
        words="32 × 64 numbers come out and 64 × 64 weights go in, and the table has an entry for "
        "each pair: {answer}. Nearly all of them are 0.",
        slips=(
            NumberSlip(
                lambda: INPUTS * NODES,
                "That is the number of weights. The table has as many columns, and a row for every "
                "number that comes out.",
            ),
            NumberSlip(
                lambda: ROWS * NODES + INPUTS * NODES,
                "You added the two counts. An entry belongs to a pair, so the counts multiply.",
            ),
            NumberSlip(
                lambda: NODES * INPUTS * NODES,
                "That is for one row of the batch. The product has a row for each of them.",
            ),
        ),
    ),
    ChooseOne(
        name="10b_one_pass",
        notebook="10b",
        prompt="One could go the other way: begin at one weight, and carry how fast each value "
        "moves with it along, up to the loss. A network has a million weights and one loss. How "
        "many such passes would all the slopes need?",
        choices=(
            Choice(
                "One, as on the way from the loss",
                "A pass that begins at one weight says how the loss moves with that weight. What "
                "does it say of the others?",
            ),
            Choice(
                "A million, one for each weight",
                "Each pass answers for one weight alone. From the loss, one pass answers for all.",
                right=True,
            ),
            Choice(
                "Two: one in each direction",
                "The two directions do not complete each other: each finds slopes by itself. What "
                "does a pass that begins at one weight find?",
            ),
        ),
    ),
    InYourWords(
        name="10b_what_backward_does",
        notebook="10b",
        prompt="A friend who trains networks asks what happens when they call `loss.backward()`. "
        "Explain it in three or four sentences.",
        model_answer="In the forward pass every result has kept what it was computed from and a "
        "rule for handing slopes back. `loss.backward()` sets the slope at the loss to 1 and goes "
        "through the results, each after all that use it. Each rule hands a share of its slope to "
        "what it was computed from, and where several shares arrive they are added up. At the end "
        "every weight holds its slope.",
        look_for=(
            "results remember what they were computed from, and a rule",
            "an order in which each comes after all that use it",
            "shares that are added up",
        ),
    ),
)
