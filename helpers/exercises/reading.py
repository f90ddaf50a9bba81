"""The course's notebooks, so that a verdict can say where to read again."""

from typing import NamedTuple

from helpers.exercises.catalogue import exercises
from helpers.exercises.checker import kinds
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING


class Notebook(NamedTuple):
    """A notebook's file name, without its ending, and its title."""

    file: str
    title: str


NOTEBOOKS = {
    "00": Notebook("00_start_here", "Start here"),
    "00b": Notebook("00b_the_numpy_that_you_need", "The numpy that you need"),
    "01": Notebook("01_forward_propagation", "Forward propagation"),
    "02": Notebook("02_error_and_loss", "Error and loss"),
    "03": Notebook("03_slope_of_a_weight", "The slope of a weight"),
    "04": Notebook("04_relu_and_its_slope", "ReLU and its slope"),
    "05": Notebook("05_layer_by_layer", "Layer by layer"),
    "05b": Notebook("05b_deeper_networks", "Deeper networks"),
    "06": Notebook("06_check_your_slopes", "Check your slopes"),
    "06b": Notebook("06b_bug_hunt", "The bug hunt"),
    "07": Notebook("07_gradient_descent", "Gradient descent"),
    "07b": Notebook("07b_training_a_network", "Training a network"),
    "08": Notebook("08_batches_and_sgd", "Batches and SGD"),
    "09": Notebook("09_real_data", "Real data"),
    "09b": Notebook("09b_handwritten_digits", "Handwritten digits"),
    "10": Notebook("10_from_a_blank_cell", "From a blank cell"),
    "11": Notebook("11_recap", "Recap"),
}


def address(number, place=""):
    """Return where a notebook is, or a place in it, as a link in another notebook says it.

    >>> address("05"), address("11", "Error")
    ('05_layer_by_layer.ipynb', '11_recap.ipynb#Error')
    """
    return f"{NOTEBOOKS[number].file}.ipynb" + (f"#{place}" if place else "")


def exercise_address(exercise):
    """Return where an exercise's heading is.

    >>> exercise_address(exercises()[0])
    '00_start_here.ipynb#cell-id=exercise-carried'
    """
    # JupyterLab finds a heading by its words only in a notebook that is open already.
    return address(exercise.notebook, f"cell-id=exercise-{exercise.name}")


def links(read_again, notebook=None):
    """Return pairs of words and address for a slip's `read_again`, such as "02#Error".

    With the number of the `notebook` that the reader is in, what comes later is not named: that
    notebook stands in for it. Only the glossary at the end is open to everyone.

    >>> links("02#Error")
    [('02 Error and loss', '02_error_and_loss.ipynb'), ('"Error" in 11', '11_recap.ipynb#Error')]
    >>> links("07#Update", notebook="03")[0]
    ('03 The slope of a weight', '03_slope_of_a_weight.ipynb')
    """
    number, _, word = read_again.partition("#")
    order = list(NOTEBOOKS)
    if notebook is not None and order.index(number) > order.index(notebook):
        number = notebook
    found = [(f"{number} {NOTEBOOKS[number].title}", address(number))]
    if word:
        found.append((f'"{word.replace("-", " ")}" in 11', address("11", word)))
    return found


def read_again(slip):
    """Return where to read about the slip of this name, for `links`.

    It is "" for a kind of slip that is Python's, and for a slip that is no more.

    >>> read_again("error turned round")
    '02#Error'
    """
    slips = (own for exercise in exercises() for own in exercise.slips)
    known = (*IN_THE_WAY_OF_WORKING, *slips, *kinds.ALL)
    return next((each.read_again for each in known if each.name == slip), "")
