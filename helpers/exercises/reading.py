"""The course's notebooks, so that a verdict can say where to read again."""

from typing import NamedTuple


class Notebook(NamedTuple):
    """A notebook's file name, without its ending, and its title."""

    file: str
    title: str


NOTEBOOKS = {
    "00": Notebook("00_start_here", "Start here"),
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
    chosen = NOTEBOOKS[number]
    found = [(f"{number} {chosen.title}", f"{chosen.file}.ipynb")]
    if word:
        found.append((f'"{word.replace("-", " ")}" in 11', f"{NOTEBOOKS['11'].file}.ipynb#{word}"))
    return found
