"""The questions of notebook 08: before a cell runs, and after an idea."""

import numpy as np

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

ROWS = 534
"""Rows of the wages, of which the notebook draws as many."""

QUESTIONS = (
    ChooseOne(
        "08_what_the_batch_wants",
        "08",
        "One weight of 2 multiplies the input. Three rows: inputs 1, 2, 3 with targets 1, 3, 8. "
        "Which weight does the whole batch want?",
        (
            Choice(
                "A smaller one",
                "Two of the three rows want that. But slopes are averaged, not counted: one row "
                "that is far off can outweigh two that are nearly right.",
            ),
            Choice(
                "A larger one",
                "Two rows pull gently down, and the third, which is far off and has the largest "
                "input, pulls hard up.",
                right=True,
            ),
            Choice(
                "The same: the rows cancel",
                "They pull in opposite directions, but not equally hard. Multiply each error by "
                "its input before you add.",
            ),
        ),
    ),
    TypeNumber(
        "08_spread_of_larger_batches",
        "08",
        "You take batches of 16 rows instead of 4. By which number is the standard deviation of "
        "the batches' gradients multiplied?",
        answer=lambda: np.sqrt(4 / 16),
        digits=2,
        words="With four times the rows it is half as large: {answer}. The standard deviation of "
        "a mean falls with the root of the number of rows.",
        slips=(
            NumberSlip(
                lambda: 4 / 16,
                "That is the ratio of the numbers of rows. The deviations of the rows cancel "
                "only in part, and that makes it the root.",
            ),
            NumberSlip(lambda: 1, "Then more rows would tell no more than fewer."),
        ),
    ),
    TypeNumber(
        "08_rows_never_drawn",
        "08",
        "534 times one row is drawn from 534, with replacement: it is put back each time. What "
        "share of the rows is never drawn? Give a number between 0 and 1.",
        answer=lambda: (1 - 1 / ROWS) ** ROWS,
        digits=2,
        words="A row is missed by one draw with a chance of 533 in 534, and by all of them with "
        "that number multiplied by itself 534 times: {answer}. More than a third learn nothing.",
        slips=(
            NumberSlip(
                lambda: 0,
                "That would be so without replacement. With replacement some rows are drawn "
                "several times.",
            ),
            NumberSlip(lambda: 0.5, "A good guess. A row has 534 chances to be drawn, though."),
        ),
    ),
    ChooseOne(
        "08_sorted_digits",
        "08",
        "1,438 handwritten digits come sorted: all zeros, then all ones, up to the nines. A "
        "network learns from them for one epoch, 32 rows per update. What will it say afterwards?",
        (
            Choice(
                "It reads as many as from shuffled rows",
                "It has seen the same rows equally often. But each update starts from what the "
                "last ones left.",
            ),
            Choice(
                "Zero to nearly everything",
                "Zeros came first, and what was learned from them has been overwritten since.",
            ),
            Choice(
                "Nine to nearly everything",
                "The last updates knew nothing but nines, and each of them raised the score of "
                "nine whatever the image.",
                right=True,
            ),
        ),
    ),
    ChooseOne(
        "08_fastest_by_the_clock",
        "08",
        "Each batch size may choose its own best learning rate. Which one brings the loss to the "
        "goal in the fewest seconds?",
        (
            Choice(
                "1 row per update",
                "It needs the fewest epochs. But an epoch of single rows is 1,438 updates, and "
                "each update costs something however small its batch.",
            ),
            Choice(
                "32 rows per update",
                "Few epochs, and few updates in each: the cost of an update is shared by 32 rows.",
                right=True,
            ),
            Choice(
                "All 1,438 rows per update",
                "It needs the fewest updates. But each looks at every row before it moves.",
            ),
        ),
    ),
    InYourWords(
        "08_one_stale_prediction",
        "08",
        "An SGD loop seen in a tutorial predicts all rows once, before the epoch. Then it "
        "updates row by row, with these old errors. It runs. Why is it not SGD?",
        "Nothing that a row teaches reaches the next one: all its small steps start from errors "
        "at the old weights. Added up they are one step against the gradient of all rows, as many "
        "times too long as there are rows. Each batch needs a forward pass of its own.",
        (
            "the errors belong to weights that are gone",
            "the small steps add up to one giant step",
            "forward, error, backward, update: again for every batch",
        ),
    ),
    InYourWords(
        "08_when_sgd_is_faster",
        "08",
        '"SGD converges faster." When is that true, and when not?',
        "If you count epochs, and so slopes computed, small batches need fewer. If you count "
        "updates, large batches need fewer, since each update is better aimed. By the clock "
        "mini-batches win: an update has a cost of its own, and single rows make thousands of "
        "updates.",
        (
            "it depends on what is counted: epochs, updates or seconds",
            "each batch size needs its own learning rate for a fair race",
            "an update costs something whatever its batch",
        ),
    ),
)
