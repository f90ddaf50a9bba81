"""What to do about a slip in the next lesson: a figure of the course to project, a question to ask.

The catalogue knows where a slip leads back to, and often its words ask a question themselves.
FIGURES says which cell of that notebook to project for each such place, and what to ask where the
words do not. A slip that leads nowhere is one of Python: its exercise's own notebook serves.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from helpers.exercises.catalogue import exercise_named
from helpers.exercises.exercise import IN_PLACE, REMEMBERS
from helpers.exercises.links import address, comes_later
from helpers.notebooks import NOTEBOOKS
from tools.notebook_runs import NOTEBOOKS as PUBLISHED
from tools.report.counting import KINDS, SlipCount


class Figure(NamedTuple):
    """A cell of a notebook whose figure is projected, and a question to ask in front of it."""

    cell: str
    ask: str


class LessonPlan(NamedTuple):
    """Which notebook, the heading under which the figure is, and the question to ask.

    `cell` counts the notebook's cells from 1, prose cells among them.
    """

    notebook: str
    heading: str
    cell: int
    ask: str

    @property
    def project(self):
        """The line that says what to project."""
        title = NOTEBOOKS[self.notebook].title
        return f"{self.notebook} {title}, the figure under “{self.heading}” (cell {self.cell})."


BY_HAND = "What does such a line give for small numbers? Work it out by hand, then run it."
ASKS = {
    IN_PLACE.name: "Who else still needs the numbers that were there before?",
    REMEMBERS.name: "The same call twice, two answers: where is the first call remembered?",
}
"""What to ask about the slips in how a function works."""

FIGURES = {
    "00#Weight": Figure("00-start-here-02", "If the weight doubles, what happens to what it adds?"),
    "00b#Array": Figure(
        "00b-the-numpy-that-you-need-21", "Which numbers of the table does this line touch?"
    ),
    "00b#Axis": Figure(
        "00b-the-numpy-that-you-need-13", "How many numbers are left, one a row or one a column?"
    ),
    "00b#Matrix-product": Figure(
        "00b-the-numpy-that-you-need-21", "Which row meets which column, and what is added up?"
    ),
    "00b#Shape": Figure(
        "00b-the-numpy-that-you-need-31", "What is the shape before this line, and after it?"
    ),
    "00b#Transpose": Figure(
        "00b-the-numpy-that-you-need-21", "Where is the number of row 0, column 1 afterwards?"
    ),
    "01#Activation": Figure(
        "01-forward-propagation-05", "Which numbers does the next layer need from this one?"
    ),
    "01#Batch": Figure(
        "01-forward-propagation-14", "If a second row came in, what would be computed again?"
    ),
    "01#Bias": Figure(
        "01-forward-propagation-26", "All inputs are 0. What does the node pass on now?"
    ),
    "01#Forward-propagation": Figure(
        "01-forward-propagation-44-2", "Which numbers enter the last layer, and who made them?"
    ),
    "01#Layer": Figure(
        "01-forward-propagation-44-2", "How many layers does this network have? Count its tables."
    ),
    "01#Matrix-product": Figure(
        "01-forward-propagation-05", "Which row and which column meet for the second hidden node?"
    ),
    "01#Node": Figure("01-forward-propagation-05", "Which lines end in this node? Name every one."),
    "01#Prediction": Figure(
        "01-forward-propagation-14", "Can the prediction be below zero? Which weights make it so?"
    ),
    "01#ReLU": Figure(
        "01-forward-propagation-14", "Does relu act on each product, or on their sum?"
    ),
    "01#Weight": Figure(
        "01-forward-propagation-18", "This weight is 0. What does its input still do?"
    ),
    "02#Error": Figure(
        "02-error-and-loss-13", "The prediction is above the target. Is the error above or below 0?"
    ),
    "02#Loss": Figure(
        "02-error-and-loss-35", "What if every row came twice: should the loss change?"
    ),
    "02#Squared-error": Figure(
        "02-error-and-loss-13", "Two errors, 1 and -1: what does each rule say of them?"
    ),
    "02#Weight": Figure(
        "02-error-and-loss-35", "Read off the picture: where is the best weight, how high is it?"
    ),
    "03#Chain-rule": Figure(
        "03-slope-of-a-weight-42", "Name the links between this weight and the loss, one by one."
    ),
    "03#Learning-rate": Figure(
        "03-slope-of-a-weight-51", "The slope is 100. How far do you go, and who decides?"
    ),
    "03#Slope": Figure(
        "03-slope-of-a-weight-08", "What is left of rise over run when the run shrinks to nothing?"
    ),
    "03#Update": Figure(
        "03-slope-of-a-weight-51", "Here the slope is below zero. Which way is down?"
    ),
    "04#Dead-unit": Figure(
        "04-relu-and-its-slope-35", "How many rows have to be closed before this node is dead?"
    ),
    "04#Gate": Figure(
        "04-relu-and-its-slope-23", "The gate is shut. What passes forwards, and what back?"
    ),
    "04#Kink": Figure(
        "04-relu-and-its-slope-06", "Which slope has relu at exactly 0, and who says so?"
    ),
    "04#Matrix-product": Figure(
        "04-relu-and-its-slope-33", "Two tables, one after the other: which comes first?"
    ),
    "04#ReLU": Figure(
        "04-relu-and-its-slope-06", "Sum -2, then 0, then 3: what comes out, and with which slope?"
    ),
    "05#Activation": Figure(
        "05-layer-by-layer-10", "Which value does this weight multiply on the way to the loss?"
    ),
    "05#Backpropagation": Figure(
        "05-layer-by-layer-10", "By how many paths does this node reach the loss?"
    ),
    "05#Bias": Figure("05-layer-by-layer-16", "The bias serves every row. What is its slope then?"),
    "05#Chain-rule": Figure(
        "05-layer-by-layer-06", "Where does the long product begin, and where does it end?"
    ),
    "05#Gradient": Figure(
        "05-layer-by-layer-16", "Which shape have the weights, so which shape have the slopes?"
    ),
    "05#Layer": Figure(
        "05-layer-by-layer-10", "In which order are the slopes found, in which are they kept?"
    ),
    "05#Matrix-product": Figure(
        "05-layer-by-layer-16", "Write the shapes below the line: which neighbours must be equal?"
    ),
    "06#Dead-unit": Figure(
        "06-check-your-slopes-50", "Both slopes are 0. Do they agree, and what is 0 by 0?"
    ),
    "06#Numerical-slope": Figure(
        "06-check-your-slopes-14", "One step to the left, one to the right: how long is the run?"
    ),
    "06#Slope": Figure(
        "06-check-your-slopes-20", "A difference of 0.001: is that much, for a slope of 1000?"
    ),
    "07#Bias": Figure(
        "07-gradient-descent-33", "Which numbers of a layer move in a step? Name all."
    ),
    "07#Gradient-descent": Figure(
        "07-gradient-descent-20b", "Where is the slope taken for the second step?"
    ),
    "07#Loss": Figure(
        "07-gradient-descent-20b", "Three steps: how many losses are there to write down?"
    ),
    "07#Update": Figure(
        "07-gradient-descent-33", "Which weights do the slopes belong to, the old or the new ones?"
    ),
    "08#Batch": Figure("08-batches-and-sgd-10", "The mean of these slopes: over how many rows?"),
    "08#Epoch": Figure(
        "08-batches-and-sgd-34", "How many updates are one epoch, if rows are left over?"
    ),
    "08#Mini-batch": Figure(
        "08-batches-and-sgd-15", "Ten rows in batches of four: which batches are there?"
    ),
    "08#SGD": Figure("08-batches-and-sgd-34", "At which weights is the second row's slope taken?"),
    "08#Target": Figure("08-batches-and-sgd-10", "Row 3 is drawn. Whose target belongs to it?"),
    "09#Batch": Figure("09-real-data-21", "What is a row here, and what is a column?"),
    "09#Prediction": Figure(
        "09-real-data-21", "Without any input, which one number would you say for all?"
    ),
    "09#Standardise": Figure(
        "09-real-data-21", "A column of years beside one of dollars: what makes them alike?"
    ),
    "09#Test-set": Figure("09-real-data-35", "Which rows may decide anything before the last day?"),
    "09b#Confusion-matrix": Figure(
        "09b-handwritten-digits-51", "A 9 was taken for a 4. In which row is that, which column?"
    ),
    "09b#Cross-entropy": Figure(
        "09b-handwritten-digits-16", "Which of the ten shares does the loss look at?"
    ),
    "09b#Prediction": Figure("09b-handwritten-digits-16", "Which score decides, and by what?"),
    "09b#Softmax": Figure(
        "09b-handwritten-digits-16", "What do the shares of one image add up to?"
    ),
    "09b#Test-set": Figure(
        "09b-handwritten-digits-53", "Ten wrong of four hundred: say it as a share."
    ),
    "10b#Backpropagation": Figure(
        "10b-automatic-differentiation-12", "Two arrows leave this box. What happens to the slopes?"
    ),
    "10b#Computation-graph": Figure(
        "10b-automatic-differentiation-28", "Which boxes have to be done before this one?"
    ),
    "10b#Slope": Figure(
        "10b-automatic-differentiation-12", "Nudge the loss by 0.1. How much does the loss change?"
    ),
}


def plan_for(slip: SlipCount) -> LessonPlan:
    """Return the LessonPlan for a slip as a class made it: every slip of the course has one."""
    return lesson(slip.name, exercise_named(slip.by_exercise.most_common(1)[0][0]))


def lesson(name: str, exercise) -> LessonPlan:
    """Return the LessonPlan for the slip of this name, made in an Exercise."""
    own = {slip.name: slip for slip in exercise.slips}
    slip = own.get(name) or KINDS[name]
    figure = FIGURES.get(slip.read_again)
    ask = ASKS.get(name) or question_in(slip.words) or (figure.ask if figure else BY_HAND)
    # What the class has not come to yet explains nothing; an exercise's own slips were placed.
    is_placed = name in own and name not in ASKS
    is_later = bool(figure) and not is_placed and comes_later(slip.read_again, exercise.notebook)
    if figure is None or is_later:
        return _beside(exercise, ask)
    number = slip.read_again.partition("#")[0]
    return _plan(number, _at(number, figure.cell), ask)


def question_in(words: str) -> str:
    """Return the last sentence of a slip's words that is a question, "" where none is.

    >>> question_in("Half of it is lost. By what is it divided? Try np.sum.")
    'By what is it divided?'
    """
    sentences = re.split(r"(?<=[.?!])\s+", words)
    return next((s for s in reversed(sentences) if s.endswith("?")), "")


def _beside(exercise, ask):
    """The figure that stands before an exercise, or else the first one after it."""
    number = exercise.notebook
    here = _at(number, f"exercise-{exercise.name}")
    drawn = [at for at, cell in enumerate(_cells(number), start=1) if _has_a_figure(cell)]
    first = min(drawn, default=here)
    return _plan(number, max((at for at in drawn if at < here), default=first), ask)


def _plan(number, at, ask):
    return LessonPlan(number, _heading_above(number, at), at, ask)


def _at(number, cell_id):
    """The position of a cell, from 1."""
    for position, cell in enumerate(_cells(number), start=1):
        if cell["id"] == cell_id:
            return position
    raise LookupError(f"notebook {number} has no cell {cell_id}")


def _heading_above(number, at):
    """The last heading down to this position, without its marks; "" where none is."""
    texts = ["".join(c["source"]) for c in _cells(number)[:at] if c["cell_type"] == "markdown"]
    headings = re.findall(r"^#+ (.+)$", "\n".join(texts), re.MULTILINE)
    return headings[-1].replace("`", "") if headings else ""


def _has_a_figure(cell):
    return any("image/png" in output.get("data", ()) for output in cell.get("outputs", ()))


@cache
def _cells(number):
    return json.loads((PUBLISHED / address(number)).read_text("utf-8"))["cells"]
