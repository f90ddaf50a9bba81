"""Where a notebook, an exercise or an idea is: what a verdict says to read again."""

from helpers.exercises.catalogue import exercises
from helpers.exercises.checker import kinds
from helpers.exercises.exercise import IN_THE_WAY_OF_WORKING
from helpers.notebooks import NOTEBOOKS

WITH_A_HYPHEN = "Cross-entropy", "Mini-batch", "One-hot", "Pre-activation"
"""Words of the glossary that keep their hyphen; in an address every space becomes one, too."""


def address(number, place=""):
    """Return where a notebook is, or a place in it, as a link in another notebook says it.

    >>> address("05"), address("11", "Error")
    ('05_layer_by_layer.ipynb', '11_recap.ipynb#Error')
    >>> address("05", "The long way")
    '05_layer_by_layer.ipynb#The-long-way'
    """
    # JupyterLab and the book name a heading's place so.
    place = place.replace(" ", "-")
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
    >>> links("03#Chain-rule")[1][0], links("08#Mini-batch")[1][0]
    ('"Chain rule" in 11', '"Mini-batch" in 11')
    """
    number, _, word = read_again.partition("#")
    if notebook is not None and comes_later(read_again, notebook):
        number = notebook
    found = [(f"{number} {NOTEBOOKS[number].title}", address(number))]
    if word:
        as_written = word if word in WITH_A_HYPHEN else word.replace("-", " ")
        found.append((f'"{as_written}" in 11', address("11", word)))
    return found


def comes_later(read_again, notebook):
    """Return whether a slip's `read_again` leads to a notebook after the one of that number.

    >>> comes_later("03#Chain-rule", "00b"), comes_later("03#Chain-rule", "03")
    (True, False)
    """
    order = list(NOTEBOOKS)
    return order.index(read_again.partition("#")[0]) > order.index(notebook)


def read_again(slip):
    """Return where to read about the slip of this name, for `links`.

    It is "" for a kind of slip that is Python's, and for a slip that is no more.

    >>> read_again("error turned round")
    '02#Error'
    """
    slips = (own for exercise in exercises() for own in exercise.slips)
    known = (*IN_THE_WAY_OF_WORKING, *slips, *kinds.ALL)
    return next((each.read_again for each in known if each.name == slip), "")
