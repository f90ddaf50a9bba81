"""The exercise of notebook 00: one line of a network, to see how exercises feel."""

import numpy as np

from helpers.exercises.catalogue.cases import array, normals
from helpers.exercises.exercise import Case, Exercise, Slip

ADDED = Slip(
    "value and weight added",
    "product",
    "A weight is a price and a value an amount: what do three apples at 0.5 cost? You added the "
    "two.",
    "00#Weight",
)
WEIGHT_UNUSED = Slip(
    "weight left out",
    "product",
    "You passed the value on as it came. Change the weight, and your result stays where it is.",
    "00#Weight",
)
VALUE_UNUSED = Slip(
    "value left out",
    "product",
    "You returned the weight alone. A line carries something only where a value enters it.",
    "00#Weight",
)


def _carried(slips, value, weight):
    if ADDED in slips:
        return value + weight
    if WEIGHT_UNUSED in slips:
        return value
    return weight if VALUE_UNUSED in slips else value * weight


def _cases(generator):
    value, weight = normals(generator, 2)
    return [
        Case("a weight of one half", (3.0, 0.5)),
        Case("a weight below zero", (2.0, -0.25)),
        Case("a whole weight", (3.0, 2.0)),
        Case("a weight above one", (2.0, 3.5)),
        Case("a value below zero", (-4.0, 0.5)),
        Case("both below zero", (-2.0, -1.5)),
        Case("a value of 0", (0.0, 0.75)),
        Case("a weight of 0", (3.0, 0.0)),
        Case("two numbers drawn at random", (float(value), float(weight))),
    ]


EXERCISES = (
    Exercise(
        name="carried",
        title="what a line carries",
        notebook="00",
        task="Return what a line carries: the value that enters it, times its weight. For 3 and 2 "
        "it is 6.",
        starter='''
def carried(value, weight):
    """Return what a line with this weight carries."""
    ...
''',
        solution="""
def carried(value, weight):
    return value * weight
""",
        program=_carried,
        slips=(ADDED, WEIGHT_UNUSED, VALUE_UNUSED),
        cases=_cases,
        hints=(
            "The line begins at a node that holds the value. The weight says how much of it "
            "arrives.",
            "Three at 0.5 each make 1.5. Which sign stands between the two numbers?",
            "Begin the line with return; otherwise the result is lost.",
        ),
        why="The weight says how much of a value arrives; a weight below zero changes the "
        "value's sign.",
        next="A node adds up what its lines carry. That is the first step of notebook 01.",
        other_right=(
            lambda value, weight: weight * value,
            lambda value, weight: np.multiply(value, weight),
            lambda value, weight: array(value) @ array(weight),
        ),
    ),
)
