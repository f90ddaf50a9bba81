"""Two questions of older notebooks at the start of a later one: what comes back, stays.

They are about the slips that came back in the learner's exercises. Where there are none, or none
that an older notebook asks about, they are those of USUAL.
"""

from typing import NamedTuple

from helpers.exercises.links import read_again
from helpers.exercises.progress_file import progress_path, read
from helpers.exercises.question_html import Question, questions_html
from helpers.exercises.questions import question_named
from helpers.notebooks import NOTEBOOKS

# Each makes sense by itself, and its answer stands at the start of no later notebook.
USUAL = {number: notebook.practice for number, notebook in NOTEBOOKS.items() if notebook.practice}
"""For each later notebook the questions that are asked where no slip has come back."""

ABOUT = {
    "Axis": ("00b_which_axis",),
    "Backpropagation": ("05_two_paths", "05_which_are_shared"),
    "Batch": ("08_what_the_batch_wants", "08_spread_of_larger_batches"),
    "Bias": ("01_gate_opens", "04_where_it_bends"),
    "Chain-rule": ("03_how_far", "05_which_are_shared", "05_two_paths"),
    "Cross-entropy": ("09b_where_the_slope_is_negative",),
    "Epoch": ("08_rows_never_drawn", "08_sorted_digits"),
    "Error": ("02_sign", "03_uphill"),
    "Gate": ("04_closed_gate", "04_two_nudges"),
    "Gradient": ("05_two_paths", "08_what_the_batch_wants"),
    "Gradient-descent": ("07_how_many_updates", "07_one_step"),
    "Kink": ("04_where_it_bends",),
    "Layer": ("01_third_node",),
    "Learning-rate": ("07_one_step", "02_lower_loss"),
    "Loss": ("02_lower_loss", "02_bottom"),
    "Matrix-product": ("01_third_node",),
    "Mini-batch": ("08_spread_of_larger_batches", "08_what_the_batch_wants"),
    "Numerical-slope": ("06_growth", "06_smaller_step"),
    "ReLU": ("04_two_nudges", "04_closed_gate", "01_gate_opens"),
    "SGD": ("08_sorted_digits", "08_rows_never_drawn"),
    "Shape": ("00b_row_or_column",),
    "Slope": ("03_how_far", "06_growth"),
    "Softmax": ("09b_where_the_slope_is_negative",),
    "Squared-error": ("02_lower_loss",),
    "Test-set": ("09_loss_on_other_rows",),
    "Transpose": ("00b_which_product",),
    "Update": ("03_up_or_down", "03_uphill", "07_one_step"),
}
"""For each word of the glossary that slips lead back to: questions about it."""


class Practice(NamedTuple):
    """What practice() returns: questions to answer in a notebook, their prompts as text."""

    questions: tuple[Question, ...]

    def __repr__(self):
        return "\n\n".join(map(repr, self.questions))

    def _repr_html_(self):
        return questions_html(self.questions)


def practice(notebook):
    """Return two questions of older notebooks, to be asked again at the start of `notebook`.

    They go by the slips that came back, those of most exercises first. The same record and the
    same notebook bring the same questions. Raises ValueError where no practice stands.

    >>> [asked.data.name for asked in practice("03").questions]
    ['01_third_node', '02_sign']
    """
    if notebook not in USUAL:
        raise ValueError(f"notebook is {notebook!r}, expected one of: {', '.join(USUAL)}")
    slips = [slip for slip, _ in read(progress_path()).slips_that_come_back]
    chosen = [*(_about(slip, notebook) for slip in slips), *USUAL[notebook]]
    first, second, *_ = dict.fromkeys(filter(None, chosen))
    return Practice(tuple(Question(question_named(name), notebook) for name in (first, second)))


def _about(slip, notebook):
    """The name of a question of an older notebook about this slip, "" where there is none."""
    order = list(NOTEBOOKS)
    place = order.index(notebook)
    word = read_again(slip).partition("#")[2]
    asked = [name for name in ABOUT.get(word, ()) if order.index(name.partition("_")[0]) < place]
    # The same slip brings another question in the next notebook.
    return asked[place % len(asked)] if asked else ""
