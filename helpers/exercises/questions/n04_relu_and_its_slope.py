"""Questions of notebook 04: the gate, its kink, and the node that never opens."""

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)

WEIGHT, BIAS = 2.0, 1.0
"""The node whose kink is asked for."""

QUESTIONS = (
    ChooseOne(
        "04_two_nudges",
        "04",
        "ReLU turns 3 into 3, and -2 into 0. Nudge each of the two up by 0.01. How far does the "
        "result move, at 3 and at -2?",
        (
            Choice(
                "By 0.01 at both",
                "That is a line without a bend. Below zero ReLU gives 0 before the nudge and 0 "
                "after it.",
            ),
            Choice(
                "By 0.01 at 3, by 0 at -2",
                "Above zero ReLU passes on the nudge as it is: slope 1. Below zero nothing comes "
                "out, before or after: slope 0.",
                right=True,
            ),
            Choice(
                "By 0.03 at 3, by 0 at -2",
                "You multiplied the nudge by the value 3. The value says how high the plot is "
                "there. How steep it is does not depend on the height.",
            ),
        ),
    ),
    ChooseOne(
        "04_closed_gate",
        "04",
        "The network of notebook 01 with two biases: the second hidden node's pre-activation is "
        "-0.5, so its gate is closed. Its outgoing weight is 0.4. In the backward pass, what "
        "slopes do the two weights into this node get?",
        (
            Choice(
                "Both 0",
                "Their slopes have the gate's slope as a factor, and it is 0: nudge such a "
                "weight, and the gate still lets nothing through.",
                right=True,
            ),
            Choice(
                "The same as with an open gate",
                "A slope arrives at the activation. To reach the sum, it is multiplied by ReLU's "
                "slope, which is 0 at -0.5.",
            ),
            Choice(
                "Slopes below zero, as the pre-activation is",
                "The sign of the pre-activation decides open or closed, and has no other effect. "
                "Closed means times 0.",
            ),
        ),
    ),
    InYourWords(
        "04_why_stopped",
        "04",
        "Say why a slope that reaches a closed gate has to stop there. Begin with a nudge.",
        "Nudge a weight into the node a little. Its pre-activation moves, but stays below zero, "
        "so ReLU gives 0 as before. Nothing from the gate to the loss moves, so the loss does "
        "not move either. A loss that does not move has slope 0.",
        (
            "the activation is 0 before and after the nudge",
            "so the loss stays where it is",
            "the slope at the sum is therefore 0, however large the slope at the activation",
        ),
    ),
    TypeNumber(
        "04_where_it_bends",
        "04",
        "A node with one input computes relu(weight × input + bias). It bends where that sum is "
        "zero. At which input does it bend with weight 2 and bias 1?",
        lambda: -BIAS / WEIGHT,
        1,
        "2 × {answer} + 1 is 0: left of it the gate is closed, right of it open.",
        (
            NumberSlip(
                lambda: BIAS / WEIGHT,
                "At this input the sum is 2, not 0. A bias above zero moves the bend to the left.",
            ),
            NumberSlip(
                lambda: -BIAS,
                "At this input the sum is -1. The weight counts too: it multiplies the input.",
            ),
            NumberSlip(
                lambda: -WEIGHT / BIAS,
                "You divided weight by bias. Which of the two has to be divided by the other?",
            ),
        ),
    ),
    InYourWords(
        "04_dead_for_good",
        "04",
        "A large enough weight would open the gate of a dead node again. Why does gradient "
        "descent not find it?",
        "An update moves a weight by learning rate times slope. The node is closed on every row, "
        "so on every row the slope of its weights and of its bias is 0, and the sum over the rows "
        "is 0. Every update moves them by 0, so the node stays closed.",
        (
            "closed on every row: slope 0 on every row",
            "the update is learning rate times 0",
            "the bias is no way out: its slope has the gate as a factor too",
        ),
    ),
    ChooseOne(
        "04_kinks_at_the_start",
        "04",
        "Eight nodes have learned a wave, each with a kink where its gate opens. Before training "
        "every bias was 0. Where were the eight kinks then?",
        (
            Choice(
                "Spread evenly",
                "A kink is at -bias / weight. The weights were random, but what is divided by "
                "them?",
            ),
            Choice(
                "All at input 0",
                "A kink is at -bias / weight, and 0 divided by any weight is 0. Training had to "
                "move each bias.",
                right=True,
            ),
            Choice(
                "There were none",
                "Every weight × input passes zero somewhere, and there the gate opens. Without a "
                "bias it does so as well.",
            ),
        ),
    ),
)
