"""The mixed questions of notebook 11, in the order in which it asks them.

Neighbours come from different notebooks on purpose: choosing what a question needs is half of it.
"""

import math

import numpy as np

from helpers.activations import relu
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.losses import (
    softmax,
    softmax_cross_entropy,
    squared_error,
    squared_error_slope,
)
from helpers.network import Layer, forward

VALUES, WEIGHTS = np.array([2.0, -3.0]), np.array([0.5, 1.0])
PREDICTION, TARGET = np.array([[3.0]]), np.array([[6.0]])
INPUT, HIDDEN_SLOPE = 4.0, 0.5
NODE_SLOPES = np.array([0.3, -0.1, 0.4])
WEIGHT, LEARNING_RATE = 3.0, 0.1
ROWS, BATCH_SIZE = 100, 32
NUDGE = 0.01
SCORES, LABEL = np.array([[2.0, 2.0, 2.0]]), np.array([0])


def _loss_at(weight):
    """The loss of the running example with another upper weight into the prediction."""
    layers = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[weight], [0.4]])]
    return squared_error(forward([[1.0, 2.0]], layers).prediction, [[0.5]])


ABOVE, BELOW = _loss_at(0.3 + NUDGE), _loss_at(0.3 - NUDGE)

LAST_IN_A_STEP = ChooseOne(
    "11_last_in_a_step",
    "11",
    "Which of these comes last in a training step?",
    (
        Choice("The error", "The error comes second: it needs the prediction, and nothing else."),
        Choice(
            "The backward pass",
            "It comes third. When it ends, every slope is known and no weight has moved yet.",
        ),
        Choice(
            "The update",
            "It needs every slope, and all of them have to be taken at the same weights. So it "
            "waits for the backward pass to end.",
            right=True,
        ),
        Choice("The forward pass", "It comes first: the error needs a prediction to compare."),
    ),
)

TODAY = (
    TypeNumber(
        "11_node_with_relu",
        "11",
        "A hidden node receives 2 and -3 through the weights 0.5 and 1. What does it pass on?",
        answer=lambda: relu(VALUES @ WEIGHTS),
        digits=1,
        words="The sum is below zero, so the gate is closed and the node passes on 0. Notebooks 01 "
        "and 04.",
        slips=(
            NumberSlip(
                lambda: VALUES @ WEIGHTS,
                "That is the sum, the pre-activation. A hidden node passes on what ReLU makes of "
                "it.",
            ),
            NumberSlip(
                lambda: relu(VALUES) @ WEIGHTS,
                "You applied ReLU to what comes in. It is applied once, to the sum.",
            ),
        ),
    ),
    ChooseOne(
        "11_copied_rows",
        "11",
        "You copy every row of a batch once more, so that it is twice as long. What happens to the "
        "slopes of the weights?",
        (
            Choice(
                "They stay as they are",
                "The loss is a mean over the rows, and a row that counts twice is divided by twice "
                "as many. Notebook 08.",
                right=True,
            ),
            Choice(
                "They double",
                "That would be so for a loss that adds up its rows. Here it is a mean.",
            ),
            Choice(
                "They become half as large",
                "Twice as many rows divide the loss, but twice as many are added up as well.",
            ),
        ),
    ),
    TypeNumber(
        "11_slope_at_prediction",
        "11",
        "One row, one output: the prediction is 3, its target 6. What is the slope of the loss at "
        "the prediction?",
        answer=lambda: squared_error_slope(PREDICTION, TARGET).item(),
        digits=0,
        words="Twice the error, and the error is prediction - target. Below zero: the prediction "
        "has to grow. Notebooks 02 and 03.",
        slips=(
            NumberSlip(
                lambda: squared_error_slope(TARGET, PREDICTION).item(),
                "You took target - prediction. With this sign a step downhill would go uphill.",
            ),
            NumberSlip(
                lambda: (PREDICTION - TARGET).item(),
                "That is the error. The loss is its square, and squaring brings a factor of 2 into "
                "the slope.",
            ),
            NumberSlip(
                lambda: (TARGET - PREDICTION).item(),
                "Two slips at once: the error is prediction - target, and squaring it brings a "
                "factor of 2 into the slope.",
            ),
            NumberSlip(
                lambda: squared_error(PREDICTION, TARGET),
                "That is the loss: how high the curve is. The question is how steep it is.",
            ),
        ),
    ),
    ChooseOne(
        "11_shape_of_slopes",
        "11",
        "A layer with 3 inputs and 7 outputs works on 5 rows. What shape do the slopes of its "
        "weights have?",
        (
            Choice(
                "(5, 7)",
                "That is a slope for each row and each node. A weight has one slope: the rows are "
                "added up.",
            ),
            Choice(
                "(7, 3)",
                "One slope for each weight, but turned round. The weights have a row for each "
                "input.",
            ),
            Choice(
                "(3, 7)",
                "One slope for each weight, so the shape of the weights: inputs by outputs. The 5 "
                "rows are added up. Notebook 05.",
                right=True,
            ),
            Choice(
                "(5, 3, 7)",
                "That would be one slope for each row and each weight. The slopes of the rows "
                "are added up.",
            ),
        ),
    ),
    TypeNumber(
        "11_one_update",
        "11",
        "Let the loss be weight², and the weight 3. What is the weight after one update at a "
        "learning rate of 0.1?",
        answer=lambda: WEIGHT - LEARNING_RATE * 2 * WEIGHT,
        digits=1,
        words="The slope of weight² at 3 is 6, and 3 - 0.1 times 6 is {answer}. Notebook 07.",
        slips=(
            NumberSlip(
                lambda: WEIGHT + LEARNING_RATE * 2 * WEIGHT,
                "You added. The slope points uphill, and you want to go down.",
            ),
            NumberSlip(
                lambda: WEIGHT - LEARNING_RATE * WEIGHT**2,
                "You stepped by the loss. A step goes by the slope.",
            ),
            NumberSlip(
                lambda: WEIGHT - LEARNING_RATE * WEIGHT,
                "You used the weight in place of the slope. How fast does weight² grow at 3?",
            ),
            NumberSlip(
                lambda: WEIGHT - 2 * WEIGHT,
                "The slope is right, but you went the whole of it. The learning rate says how "
                "much of it to go.",
            ),
        ),
    ),
    InYourWords(
        "11_why_relu",
        "11",
        "Why does a network need ReLU, or something like it, between its layers?",
        "Without it every layer is a weighted sum, and weighted sums of weighted sums are weighted "
        "sums again: any number of layers could do no more than one. ReLU bends, so that the next "
        "layer has something new to add up. Notebook 04.",
        (
            "layers without a bend collapse into one",
            "the bend makes shapes possible that no single line has",
        ),
    ),
    TypeNumber(
        "11_weight_slope",
        "11",
        "An input of 4 reaches a hidden node whose gate is open. The slope at that node's "
        "activation is 0.5. What is the slope of the weight between them?",
        answer=lambda: INPUT * HIDDEN_SLOPE,
        digits=1,
        words="The value at its input node, times the slope at the activation of its output "
        "node, times 1 for the open gate: {answer}. Notebook 03.",
        slips=(
            NumberSlip(
                lambda: INPUT + HIDDEN_SLOPE,
                "You added. If one thing moves a second and that moves a third, the slopes "
                "multiply.",
            ),
            NumberSlip(
                lambda: HIDDEN_SLOPE,
                "That is the slope at the node's activation. The weight multiplies the input, so "
                "the input is a factor too.",
            ),
            NumberSlip(
                lambda: 0.0,
                "That would be the answer with the gate closed. It is open.",
            ),
        ),
    ),
    ChooseOne(
        "11_rounding_or_slip",
        "11",
        "Your slopes and the measured ones differ by 1e-10 of their size. What do you do?",
        (
            Choice(
                "Look for the slip",
                "A slip changes slopes by a tenth, by half, or turns their sign round. It does "
                "not leave differences as small as this.",
            ),
            Choice(
                "Go on",
                "A measured slope is rounded in its last digits. So small a difference is that "
                "rounding, and the slopes agree. Notebook 06.",
                right=True,
            ),
            Choice(
                "Make the nudge smaller",
                "The difference comes from rounding, and a smaller nudge makes rounding worse.",
            ),
        ),
    ),
    TypeNumber(
        "11_updates_in_an_epoch",
        "11",
        "100 rows, mini-batches of 32. How many updates does an epoch have?",
        answer=lambda: math.ceil(ROWS / BATCH_SIZE),
        digits=0,
        words="Three full batches, and one of the 4 rows that are left. Every row takes part once. "
        "Notebook 08.",
        slips=(
            NumberSlip(
                lambda: ROWS // BATCH_SIZE,
                "Three batches are full. What about the rows that are left?",
            ),
            NumberSlip(
                lambda: ROWS,
                "That would be one update for every row. A mini-batch shares one.",
            ),
            NumberSlip(
                lambda: BATCH_SIZE,
                "That is the number of rows in a batch. How many batches are there?",
            ),
        ),
    ),
)

IN_A_WEEK = (
    ChooseOne(
        "11_turned_round",
        "11",
        "Somebody takes error = target - prediction, and subtracts the slopes that follow from it. "
        "What does the loss do?",
        (
            Choice(
                "It falls as usual: the error is squared",
                "The loss forgets the sign, but its slope does not: the error is a factor of every "
                "slope.",
            ),
            Choice(
                "It stays where it is",
                "The weights do move, and as far as they should. Only the direction is another.",
            ),
            Choice(
                "It grows",
                "The sign is a factor of every slope, so every step goes uphill. Notebooks 02 and "
                "07.",
                right=True,
            ),
        ),
    ),
    TypeNumber(
        "11_bias_slope",
        "11",
        "In three rows the slopes at one node's sum, its pre-activation, are 0.3, -0.1 and 0.4. "
        "What is the slope of that node's bias?",
        answer=lambda: NODE_SLOPES.sum(),
        digits=1,
        words="The bias is added in every row, so the slopes of the rows add up: {answer}. "
        "Notebook 05.",
        slips=(
            NumberSlip(
                lambda: NODE_SLOPES.mean(),
                "You took the mean. It is in these slopes already: the loss divided by the rows.",
            ),
            NumberSlip(
                lambda: NODE_SLOPES[-1],
                "That is one row alone. The bias takes part in all three.",
            ),
            NumberSlip(
                lambda: np.abs(NODE_SLOPES).sum(),
                "One of them is below zero: that row pulls the other way.",
            ),
        ),
    ),
    ChooseOne(
        "11_dead_unit",
        "11",
        "A hidden node's gate is closed on every row. Which slopes are 0?",
        (
            Choice(
                "Those of the weights into it, and no others",
                "They are 0, since no slope gets through the gate. But look at the weights that "
                "lead on from the node: which value do they multiply?",
            ),
            Choice(
                "Those of the weights into it and out of it",
                "No slope gets through the gate, so the weights into the node have slope 0. The "
                "value that the node passes on is 0, so the weights out of it have slope 0 as "
                "well. Notebook 04.",
                right=True,
            ),
            Choice(
                "All of the network",
                "The other nodes pass on their values, and slopes reach them.",
            ),
        ),
    ),
    TypeNumber(
        "11_measured_slope",
        "11",
        f"At the weight 0.31 the loss is {ABOVE:.6f}, at 0.29 it is {BELOW:.6f}. Which slope do "
        "you measure at 0.3?",
        answer=lambda: (ABOVE - BELOW) / (2 * NUDGE),
        digits=3,
        words="How far the loss moved, divided by how far the weight moved, which is 0.02. It is "
        "the slope that backpropagation gives, {answer}. Notebook 06.",
        slips=(
            NumberSlip(
                lambda: (ABOVE - BELOW) / NUDGE,
                "You divided by the nudge of one side. From 0.29 to 0.31 the weight moved by two.",
            ),
            NumberSlip(
                lambda: ABOVE - BELOW,
                "That is how far the loss moved. A slope divides by how far the weight moved.",
            ),
            NumberSlip(
                lambda: (BELOW - ABOVE) / (2 * NUDGE),
                "The larger weight has the larger loss: the slope points uphill, above zero.",
            ),
        ),
    ),
    InYourWords(
        "11_why_backward",
        "11",
        "Why does backpropagation begin at the loss and not at the inputs?",
        "The slope at a sum is made from the slopes one layer closer to the loss. If you start "
        "at the loss, these are there when they are needed, and each is computed once, for all "
        "weights into its node. If you start at the inputs, every weight needs its own walk "
        "through the whole network. Notebook 05.",
        (
            "the slope at a sum needs the slopes one layer closer to the loss",
            "each is computed once and used for many weights",
        ),
    ),
    TypeNumber(
        "11_three_equal_scores",
        "11",
        "A network gives the scores 2, 2 and 2 to three classes. What share does softmax give to "
        "the right class?",
        answer=lambda: softmax(SCORES)[0, 0],
        digits=2,
        words="Equal scores, equal shares, whatever the score: a third. The network has not made "
        "up its mind. Notebook 09b.",
        slips=(
            NumberSlip(
                lambda: softmax_cross_entropy(SCORES, LABEL),
                "That is the loss, minus the logarithm of the share.",
            ),
            NumberSlip(
                lambda: SCORES[0, 0],
                "That is the score. Shares are above zero and add up to 1.",
            ),
            NumberSlip(
                lambda: 1 - softmax(SCORES)[0, 0],
                "That is what the two other classes have together.",
            ),
        ),
    ),
    ChooseOne(
        "11_too_early",
        "11",
        "Somebody updates the second layer, and then uses its new weights to find the slopes of "
        "the first. What is wrong with that?",
        (
            Choice(
                "The first layer's slopes belong to no network",
                "They mix values from before the update with weights from after it. All slopes of "
                "a step are taken at the same weights. Notebooks 05 and 07.",
                right=True,
            ),
            Choice(
                "Nothing: the newest weights are the best",
                "They may be better weights, but the values on the way were made with the old "
                "ones.",
            ),
            Choice(
                "The second layer gets the wrong slopes",
                "Its slopes were taken before anything moved, and are right.",
            ),
        ),
    ),
    InYourWords(
        "11_why_a_test_set",
        "11",
        "A friend reports that her network predicts every row of the training set. What do you ask "
        "her, and why?",
        "How it does on rows that it has not learned from. A network with enough weights can learn "
        "its rows by heart, noise included, and be no better than a guess on others. Only rows "
        "kept aside can tell. Notebook 09.",
        (
            "rows learned by heart say nothing about others",
            "the test rows must have had no part in training, nor in choosing",
        ),
    ),
)

QUESTIONS = (LAST_IN_A_STEP, *TODAY, *IN_A_WEEK)
