"""Questions of notebook 07: how many updates, how long a step, what a slope of 0 says."""

import numpy as np

from helpers.exercises.catalogue.cases import (
    RUNNING_FIRST,
    RUNNING_INPUTS,
    RUNNING_SECOND,
    RUNNING_TARGETS,
)
from helpers.exercises.questions.question import (
    Choice,
    ChooseOne,
    InYourWords,
    NumberSlip,
    TypeNumber,
)
from helpers.network import Layer, forward
from helpers.training import slopes_of, update

VALUE, TARGET, START = 2.0, 3.0, 0.5
"""The smallest network: one input, one target, and the weight that it starts with."""


def _slope_at_the_start():
    return 2 * (VALUE * START - TARGET) * VALUE


def _rate_for_one_step():
    return (START - TARGET / VALUE) / _slope_at_the_start()


def _errors_until(smallest):
    """The running example's error before each update, until it is below `smallest`."""
    layers, errors = [Layer(RUNNING_FIRST), Layer(RUNNING_SECOND)], [np.inf]
    while abs(errors[-1]) >= smallest:
        errors.append((forward(RUNNING_INPUTS, layers).prediction - RUNNING_TARGETS).item())
        slopes = slopes_of(RUNNING_INPUTS, RUNNING_TARGETS, layers)
        layers = update(layers, slopes, learning_rate=0.01)
    return errors[1:]


_ERRORS = _errors_until(0.001)

QUESTIONS = (
    ChooseOne(
        "07_how_many_updates",
        "07",
        "The prediction is 0.61, the target 0.5. At a learning rate of 0.01, after how many "
        "updates do they differ by less than 0.001?",
        (
            Choice(
                "About 10",
                f"The first update brings them nearer by {_ERRORS[0] - _ERRORS[1]:.3f}, and the "
                "steps shorten as the error does. After 10 updates they still differ by "
                f"{_ERRORS[10]:.3f}.",
            ),
            Choice(
                "About 100",
                f"It takes {len(_ERRORS) - 1}. Each update takes away about the same share of the "
                "error, not the same amount, so the last thousandths take as long as the first "
                "hundredths.",
                right=True,
            ),
            Choice(
                "About 1,000",
                f"Each update leaves about {_ERRORS[1] / _ERRORS[0]:.2f} of the error. How many "
                "times can you multiply by that before 0.11 has become 0.001?",
            ),
        ),
    ),
    TypeNumber(
        "07_one_step",
        "07",
        "The loss is (2 × weight - 3)², a parabola with its bottom at the weight 1.5. At the "
        "weight 0.5 its slope is -8. Which learning rate arrives at the bottom in a single step?",
        _rate_for_one_step,
        3,
        "The distance is 1, and {answer} × 8 is 1. The slope is below zero, so the step goes up "
        "to 1.5.",
        (
            NumberSlip(
                lambda: -_rate_for_one_step(),
                "A learning rate is above zero. The update subtracts rate × slope, and the slope "
                "is below zero here.",
            ),
            NumberSlip(
                lambda: 1 / _rate_for_one_step(),
                "You have the slope. Which number times 8 makes a step of 1?",
            ),
            NumberSlip(
                lambda: 2 * _rate_for_one_step(),
                "That step lands at 2.5, as far from the bottom as it began, but on the other "
                "side.",
            ),
        ),
    ),
    InYourWords(
        "07_slope_zero",
        "07",
        'A colleague stops training as soon as the slopes are 0, "because then the loss is as '
        'low as it gets". What do you answer?',
        "Slope 0 says only that a small nudge changes nothing. That is so at the bottom of a "
        "valley, but also on a plateau, where every ReLU is closed, and on a saddle, where one "
        "direction goes down and another up. The loss there can be high. So look at the loss as "
        "well, and try another start.",
        (
            "slope 0 is a statement about small nudges only",
            "plateau and saddle have slope 0 too",
            "compare the losses of several starts",
        ),
    ),
)
