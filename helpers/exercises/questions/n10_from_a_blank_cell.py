"""Questions of notebook 10: how much there is to learn, where it begins, what a library adds."""

import numpy as np

from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.losses import softmax_cross_entropy
from helpers.training import random_layers

CLASSES = 10


def _arrays(bias=True):
    layers = random_layers([64, 64, CLASSES], np.random.default_rng(0), bias=bias)
    return [array for layer in layers for array in layer if array is not None]


QUESTIONS = (
    TypeNumber(
        name="10_how_many_numbers",
        notebook="10",
        prompt="64 inputs, 64 hidden nodes, 10 outputs, a bias for every node that has one. How "
        "many numbers does the network learn?",
        answer=lambda: sum(array.size for array in _arrays()),
        digits=0,
        words="64 x 64 weights and 64 biases, then 64 x 10 weights and 10 biases: {answer}.",
        slips=(
            NumberSlip(
                lambda: sum(array.size for array in _arrays(bias=False)),
                "Those are the weights. Every hidden node and every output has a bias too.",
            ),
            NumberSlip(
                lambda: sum(array.size for array in _arrays()) + _arrays()[0].shape[0],
                "You gave a bias to the inputs. They are what comes in; nothing is added to them.",
            ),
            NumberSlip(
                lambda: sum(sum(array.shape) for array in _arrays(bias=False)),
                "You added up nodes. A weight belongs to a pair of nodes, so the numbers multiply.",
            ),
        ),
    ),
    TypeNumber(
        name="10_first_loss",
        notebook="10",
        prompt="A network that knows nothing gives ten equal scores to every image. What is its "
        "cross-entropy loss?",
        answer=lambda: softmax_cross_entropy(np.zeros((1, CLASSES)), np.array([0])),
        digits=2,
        words="Every share is 1/10, and minus the natural logarithm of that is log 10 = {answer}. "
        "A loss much above it, before training, means start weights that are too large.",
        slips=(
            NumberSlip(
                lambda: 1 / CLASSES,
                "That is the share of the right class. The loss is minus its logarithm.",
            ),
            NumberSlip(
                lambda: float(np.log2(CLASSES)),
                "You took the logarithm to base 2. The course takes the natural one.",
            ),
            NumberSlip(
                lambda: float(np.log10(CLASSES)),
                "You took the logarithm to base 10. The course takes the natural one.",
            ),
            NumberSlip(
                lambda: -softmax_cross_entropy(np.zeros((1, CLASSES)), np.array([0])),
                "The logarithm of a share is below zero. The loss is minus that.",
            ),
        ),
    ),
    InYourWords(
        name="10_which_first",
        notebook="10",
        prompt="In each turn of the loop, the slope at this layer's sums is first used for this "
        "layer's slopes, and then taken one layer towards the inputs. Why in this order, and why "
        "does it go through this layer's weights and the gates of the layer that it goes to?",
        model_answer="The slopes of a layer need the slope at that layer's own sums. Once it has "
        "been taken towards the inputs, it belongs to the sums of another layer and no longer "
        "fits. To get there it goes along the weights that join the two layers, which are this "
        "layer's, and that gives the slope at the activations. From there it goes through relu "
        "to the sums, and so through their gates.",
        look_for=(
            "a layer's slopes need the slope at its own sums",
            "the slope passes through the same weights as the values",
            "the gates belong to the sums that the slope arrives at",
        ),
    ),
    ChooseOne(
        name="10_beside_a_library",
        notebook="10",
        prompt="Same kind of network, same settings, another program with other random start "
        "weights. How will scikit-learn's share of digits read compare, over five splits?",
        choices=(
            Choice(
                "Clearly better: a library has been tuned for years",
                "It has many more choices: other ways to step, to stop, to keep weights small. "
                "They are switched off here, and what remains is the mathematics that you have "
                "written.",
            ),
            Choice(
                "Clearly worse: it knows nothing of this course's data",
                "Neither does the network here, before training. Both get the same rows.",
            ),
            Choice(
                "About the same: the difference is smaller than that between splits",
                "At equal settings the two do the same computation from other start weights.",
                right=True,
            ),
        ),
    ),
    InYourWords(
        name="10_what_changed",
        notebook="10",
        prompt="Think back to notebook 01. Somebody shows you a tutorial with a backward pass and "
        "a table of numbers. What do you do now that you could not do then?",
        model_answer="Run it, and never trust a printed number. Compute the forward pass by hand "
        "or in a cell. Measure the slopes with nudges on several random rows, divide, and read "
        "from the pattern where a slip stands. And where something is missing, write it yourself.",
        look_for=(
            "computing instead of believing",
            "measuring slopes, on several rows",
            "naming the slip from what it does",
        ),
    ),
)
