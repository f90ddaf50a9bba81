"""The course's notebooks, in reading order: all that lists, counts or links them goes by this."""

from typing import NamedTuple


class Notebook(NamedTuple):
    """A notebook: its file's name without the ending, its title, and what lists say of it.

    `asks` is the question that it answers, `practice` the names of the two older questions that
    are asked again at its start, where no slip has come back. No other notebook builds on one
    that is `optional`.
    """

    file: str
    title: str
    asks: str
    minutes: int
    practice: tuple[str, ...] = ()
    optional: bool = False

    @property
    def number(self):
        return self.file.partition("_")[0]


_IN_ORDER = (
    Notebook("00_start_here", "Start here", "What is this course about?", 20),
    Notebook(
        "00b_the_numpy_that_you_need",
        "The numpy that you need",
        "How much numpy do I need?",
        40,
    ),
    Notebook(
        "01_forward_propagation",
        "Forward propagation",
        "How do inputs become a prediction?",
        75,
    ),
    Notebook("02_error_and_loss", "Error and loss", "How wrong is it, as one number?", 65),
    Notebook(
        "03_slope_of_a_weight",
        "The slope of a weight",
        "Which way should one weight go?",
        75,
        ("01_third_node", "02_sign"),
    ),
    Notebook(
        "04_relu_and_its_slope",
        "ReLU and its slope",
        "What does ReLU do in a node, and why?",
        70,
        ("02_lower_loss", "03_how_far"),
    ),
    Notebook(
        "05_layer_by_layer",
        "Layer by layer",
        "What about all weights of all layers?",
        80,
        ("03_up_or_down", "04_two_nudges"),
    ),
    Notebook(
        "05b_deeper_networks",
        "Deeper networks",
        "And with more layers?",
        40,
        ("01_gate_opens", "05_which_are_shared"),
    ),
    Notebook(
        "06_check_your_slopes",
        "Check your slopes",
        "How do I know that my slopes are right?",
        60,
        ("03_uphill", "05_two_paths"),
    ),
    Notebook(
        "06b_bug_hunt",
        "The bug hunt",
        "What is wrong with this listing?",
        110,
        ("04_where_it_bends", "06_smaller_step"),
    ),
    Notebook(
        "07_gradient_descent",
        "Gradient descent",
        "How large should a step be?",
        60,
        ("04_closed_gate", "06_growth"),
    ),
    Notebook(
        "07b_training_a_network",
        "Training a network",
        "How does a whole network learn?",
        35,
        ("05_two_paths", "07_one_step"),
    ),
    Notebook(
        "08_batches_and_sgd",
        "Batches and SGD",
        "How many examples for one step?",
        110,
        ("02_bottom", "07_how_many_updates"),
    ),
    Notebook(
        "09_real_data",
        "Real data",
        "Does it work on real data?",
        50,
        ("07b_eight_starts", "08_spread_of_larger_batches"),
    ),
    Notebook(
        "09b_handwritten_digits",
        "Handwritten digits",
        "Which digit did somebody write?",
        110,
        ("08_rows_never_drawn", "09_loss_on_other_rows"),
    ),
    Notebook(
        "10_from_a_blank_cell",
        "From a blank cell",
        "Can I write all of it myself?",
        105,
        ("05_two_paths", "09b_where_the_slope_is_negative"),
    ),
    Notebook(
        "10b_automatic_differentiation",
        "Automatic differentiation",
        "How does PyTorch find the same slopes by itself?",
        75,
        ("05_which_are_shared", "10_how_many_numbers"),
    ),
    Notebook("11_recap", "Recap", "What do I keep?", 50),
    Notebook(
        "12_your_own_picture",
        "Your own picture",
        "How do I make such a picture?",
        30,
        optional=True,
    ),
)

NOTEBOOKS = {notebook.number: notebook for notebook in _IN_ORDER}
"""Each notebook by its number, such as "05b"."""
