"""The questions of notebooks 09 and 09b: before a cell runs, and after an idea."""

import numpy as np

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.losses import softmax, softmax_cross_entropy

TEN_EQUAL_SCORES = np.zeros((1, 10))

QUESTIONS = (
    ChooseOne(
        "09_how_much_better",
        "09",
        "If you guess the mean wage for everybody, you are about 5 dollars an hour off. How far "
        "off will a network be that knows a worker's years of education and of experience?",
        (
            Choice(
                "Below 1 dollar",
                "Then two numbers would say nearly everything about a wage. Think of two people "
                "with equal schooling and equal years at work.",
            ),
            Choice(
                "About half as far",
                "Education and experience matter. But much of what makes a wage is not in the "
                "table, and no network can learn what is not there.",
            ),
            Choice(
                "Hardly less: more than 4 dollars",
                "Two numbers say a little, and the rest is not in the table. The notebook measures "
                "how little.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "09_loss_on_other_rows",
        "09",
        "64 hidden nodes learn from 60 workers for 400 epochs, and their loss falls all the way. "
        "What does the loss on workers whom the network does not learn from do?",
        (
            Choice(
                "It falls as well",
                "At first it does: what holds for some workers holds for others. Later the network "
                "learns what is peculiar to its own.",
            ),
            Choice(
                "It falls, and then rises",
                "First it learns what all workers have in common, then the accidents of its own "
                "rows, and that does harm elsewhere.",
                right=True,
            ),
            Choice(
                "It stays where it is",
                "Then nothing of what it learned would hold for others. Education does pay for "
                "them too.",
            ),
        ),
    ),
    InYourWords(
        "09_why_three_sets",
        "09",
        "Why must the epoch at which you stop not be chosen by the loss on the test rows?",
        "The test rows stand for workers whom nobody has looked at. Whoever picks the epoch that "
        "suits them best has fitted one number to them, luck included, and their loss then says "
        "less than it should. The validation rows are there to be picked by; the test rows are "
        "to measure with, when nothing is left to choose.",
        (
            "choosing by rows is a way of learning from them",
            "the best of many epochs is partly luck",
            "test rows only measure, and choose nothing",
        ),
    ),
    TypeNumber(
        "09b_loss_of_knowing_nothing",
        "09b",
        "A network gives the same score to each of ten digits. What is its cross-entropy, "
        "whichever digit is right?",
        answer=lambda: softmax_cross_entropy(TEN_EQUAL_SCORES, [3]),
        digits=2,
        words="Ten equal shares of 0.1, and minus the logarithm of 0.1 is {answer}. An untrained "
        "network begins near this number; remember it.",
        slips=(
            NumberSlip(
                lambda: softmax(TEN_EQUAL_SCORES)[0, 3],
                "That is the share of the right digit. The loss is minus its logarithm.",
            ),
            NumberSlip(
                lambda: np.log2(10), "That counts in bits. The course takes the natural logarithm."
            ),
            NumberSlip(
                lambda: np.log10(10), "That is the logarithm to base 10. The course takes base e."
            ),
        ),
    ),
    ChooseOne(
        "09b_where_the_slope_is_negative",
        "09b",
        "Scores of 2, 1 and −1 for the classes 0, 1 and 2; class 1 is right. At which scores is "
        "the slope of the loss below zero?",
        (
            Choice(
                "At the score of class 1 alone",
                "A step downhill has to raise the right score, and to lower the two others.",
                right=True,
            ),
            Choice(
                "At the score of class 2, which is below zero",
                "The sign of a score is not the sign of its slope. Ask of each: should it rise or "
                "fall to make the loss smaller?",
            ),
            Choice(
                "At the scores of classes 0 and 2, the wrong ones",
                "A slope below zero means that more of this score makes the loss smaller. Do the "
                "wrong classes deserve more?",
            ),
        ),
    ),
    InYourWords(
        "09b_why_the_slopes_add_up_to_zero",
        "09b",
        "Add up the three slopes at the scores of a row. Why must the sum be 0, whatever the "
        "scores?",
        "If all scores of a row rise by the same number, the shares stay as they are, and so does "
        "the loss. Its slope in that direction is the sum of the slopes. In numbers: the shares "
        "add up to 1, and 1 is taken away at the right class.",
        (
            "shares depend on differences of scores alone",
            "shares add up to 1, and 1 is taken away",
        ),
    ),
    ChooseOne(
        "09b_small_start_weights",
        "09b",
        "Seven layers of weights, and each starts at a third of what He's rule says. What happens "
        "in the first epochs?",
        (
            Choice(
                "Nothing: it learns nothing",
                "Each layer makes the values smaller on their way to the loss, and the slopes on "
                "their way to the inputs: hardly any slope arrives at the first layer.",
                right=True,
            ),
            Choice(
                "It learns a little more slowly",
                "That would be so with one layer. Here the factor enters once for each layer, in "
                "the forward and in the backward pass.",
            ),
            Choice(
                "It learns faster: less to unlearn",
                "Small weights would be no hindrance in one layer. In seven their product is what "
                "reaches the other end.",
            ),
        ),
    ),
    ChooseOne(
        "09b_unknown_writers",
        "09b",
        "The file seems to be ordered by writers. You train on its first four fifths and test on "
        "the last fifth, instead of a random fifth. What will the accuracy be?",
        (
            Choice(
                "About the same",
                "There are as many digits to learn from, and as many to test. But whose hands are "
                "they?",
            ),
            Choice(
                "Clearly lower",
                "The last fifth holds hands that the network hardly knows. A random fifth is new "
                "digits of known hands.",
                right=True,
            ),
            Choice("Clearly higher", "Order helps nobody here: the test rows are further away."),
        ),
    ),
    InYourWords(
        "09b_measured_on_whom",
        "09b",
        'A leaflet says: "reads 98% of handwritten digits". What do you ask before you believe it?',
        "On whose digits was it measured: writers that it learned from, or others? Were the rows "
        "used to choose anything? How many are there, how much does the number change from one "
        "deal to the next, and what does a plain baseline reach?",
        (
            "known or unknown writers",
            "test rows that chose nothing",
            "the standard deviation, not one number alone",
            "the baseline",
        ),
    ),
)
