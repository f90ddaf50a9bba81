"""All exercises, in the order of the notebooks: one module for each notebook.

To add one, write its program (parts.py has the steps, slips.py the slips that recur), its cases, at
least three slips, three hints, three right functions written in other ways (with a loop and
without), its texts, and, where it asks for a slope, the loss that the slope belongs to; put it into
EXERCISES of its module. The task is what its notebook says, word for word. The tests then tell
whether its cases keep all its slips apart, and from the right answer: where two look alike, add a
case in which they differ. CONTRIBUTING.md lists the steps outside of this package.
"""

from functools import cache

from helpers.exercises.catalogue import (
    n00_start_here,
    n00b_the_numpy_that_you_need,
    n01_forward_propagation,
    n02_error_and_loss,
    n03_slope_of_a_weight,
    n04_relu_and_its_slope,
    n05_layer_by_layer,
    n06_check_your_slopes,
    n07_gradient_descent,
    n08_batches_and_sgd,
    n09_real_data,
    n10_from_a_blank_cell,
)

_MODULES = (
    n00_start_here,
    n00b_the_numpy_that_you_need,
    n01_forward_propagation,
    n02_error_and_loss,
    n03_slope_of_a_weight,
    n04_relu_and_its_slope,
    n05_layer_by_layer,
    n06_check_your_slopes,
    n07_gradient_descent,
    n08_batches_and_sgd,
    n09_real_data,
    n10_from_a_blank_cell,
)


def exercises():
    """Return all exercises as a tuple of Exercise."""
    return tuple(exercise for module in _MODULES for exercise in module.EXERCISES)


@cache
def _by_name():
    return {exercise.name: exercise for exercise in exercises()}


def names():
    """Return the names of all exercises, in order."""
    return list(_by_name())


def exercise_named(name):
    """Return the Exercise of that name; raises ValueError where there is none."""
    if not isinstance(name, str) or name not in _by_name():
        raise ValueError(f"name is {name!r}, expected one of: {', '.join(names())}")
    return _by_name()[name]
