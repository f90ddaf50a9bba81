"""The kinds of slip that beginners make in a line, each with its name and words: once for all.

A kind says what is wrong with the learner's own line. Its words lead back to the idea; which change
mends the line is never in them.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of slip. `read_again` is a notebook's number and a word of the glossary."""

    name: str
    words: str
    read_again: str


SIGN = Kind(
    "a wrong sign",
    "A minus turns the number round. Take one row, say aloud whether the result should be above "
    "or below zero, and follow the sign through the line.",
    "02#Error",
)
SIDES = Kind(
    "two sides the wrong way round",
    "What stands left and what stands right of the operation have changed places. For -, / and @ "
    "that is not the same.",
    "02#Error",
)
FACTOR_MISSING = Kind(
    "a factor is missing",
    "A product in this line lacks one of its factors. Write down what the result should depend "
    "on: double each of these numbers in turn, and ask what should double with it.",
    "03#Chain-rule",
)
FACTOR_TOO_MANY = Kind(
    "a factor too many",
    "This line multiplies by something that does not belong here. Go through its factors: why is "
    "each of them there?",
    "03#Chain-rule",
)
TERM_MISSING = Kind(
    "something is not added",
    "A sum in this line lacks one of its terms. What else takes part in it?",
    "01#Node",
)
TERM_TOO_MANY = Kind(
    "something too many is added",
    "This line adds or subtracts something that does not belong here. Go through its terms: why is "
    "each of them there?",
    "01#Node",
)
DIVISION_MISSING = Kind(
    "a division is missing",
    "The result of this line is not yet divided by what it should be divided by. Is it to be a "
    "total or a mean?",
    "02#Loss",
)
DIVISION_TOO_MANY = Kind(
    "a division too many",
    "This line divides, and here nothing is to be divided. Has the mean been taken somewhere else "
    "already?",
    "02#Loss",
)
PRODUCT_CONFUSED = Kind(
    "* and @ confused",
    "* multiplies number by number, place by place. @ multiplies and adds up: each row with each "
    "column. Write down the two shapes and the shape that you need.",
    "01#Matrix-product",
)
MATRIX_PRODUCT_MISSING = Kind(
    "a matrix product is missing",
    "Something should pass through a table of weights in this line, and does not.",
    "01#Matrix-product",
)
MATRIX_PRODUCT_TOO_MANY = Kind(
    "a matrix product too many",
    "This line passes something through a table that it has passed already, or never should.",
    "01#Matrix-product",
)
OPERATION = Kind(
    "another operation is needed",
    "The right numbers meet in this line, but by the wrong operation. Do it by hand for one pair "
    "of small numbers.",
    "01#Node",
)
BRACKETS = Kind(
    "brackets in another place",
    "Python multiplies and divides before it adds and subtracts. Which part of this line should "
    "come first?",
    "02#Error",
)
COMPARISON = Kind(
    "another comparison is needed",
    "The comparison decides wrongly for some numbers. Try one below, one above, and one that is "
    "exactly equal.",
    "04#Kink",
)
NAME = Kind(
    "another name is meant",
    "One of the names in this line stands for something else than what is needed here. Say for "
    "each what it holds, and what its shape is.",
    "05#Layer",
)
NUMBER = Kind(
    "another number is needed",
    "One of the numbers written in this line is not the one that is needed. Where does each of "
    "them come from?",
    "03#Slope",
)
TRANSPOSE_MISSING = Kind(
    "a transpose is missing",
    "Rows and columns of something in this line need to change places. Write the shapes below the "
    "names: which neighbours have to be equal, and what do the rows of the result stand for?",
    "05#Matrix-product",
)
TRANSPOSE_TOO_MANY = Kind(
    "a transpose too many",
    "Rows and columns change places in this line, and should not. Write the shapes below the "
    "names: what do the rows of the result stand for?",
    "05#Matrix-product",
)
SUM_MISSING = Kind(
    "a sum is missing",
    "There are still several numbers where their sum is asked for. Over what is it taken?",
    "05#Gradient",
)
SUM_TOO_MANY = Kind(
    "a sum too many",
    "Numbers are added up in this line that should stay apart.",
    "05#Gradient",
)
MEAN_MISSING = Kind(
    "a mean is missing",
    "There are still several numbers where their mean is asked for. Over what is it taken?",
    "02#Loss",
)
MEAN_TOO_MANY = Kind(
    "a mean too many",
    "A mean is taken in this line over numbers that should stay apart.",
    "02#Loss",
)
SUM_OR_MEAN = Kind(
    "sum and mean confused",
    "A sum grows with the count of what is added, a mean does not. Which of the two is asked for "
    "here, and over what?",
    "02#Loss",
)
LARGEST = Kind(
    "the largest of all, or the larger of two",
    "One function finds the largest number of a whole array, another compares two arrays place by "
    "place. They look alike and do different things.",
    "01#ReLU",
)
FUNCTION = Kind(
    "another function is needed",
    "The function in this line does something close to what is needed, but not that. Try it on "
    "three small numbers.",
    "01#Node",
)
CALL_TOO_MANY = Kind(
    "something is done that should not be",
    "A function is applied in this line to something that should stay as it is.",
    "01#Node",
)
CALL_MISSING = Kind(
    "a function is not applied",
    "Something in this line goes on as it is, and a function should be applied to it first.",
    "01#Node",
)
AXIS = Kind(
    "another axis is needed",
    "Axis 0 goes down the rows and leaves one number for each column; axis 1 goes along the "
    "columns and leaves one for each row; with no axis a single number is left. What should be "
    "left here?",
    "09#Batch",
)
SHAPE = Kind(
    "another shape is needed",
    "The numbers have another shape than the line, or whoever uses it, needs. (n,) is not (n, 1). "
    "Write the shapes below the names.",
    "01#Batch",
)
RELU_MISSING = Kind(
    "relu is missing",
    "A sum below zero gets through this line. Where does relu stand in the network?",
    "01#ReLU",
)
RELU_TOO_MANY = Kind(
    "relu where there is none",
    "Numbers below zero are cut off in this line. Is what is cut off here an activation of a "
    "hidden layer?",
    "01#ReLU",
)
GATE_MISSING = Kind(
    "a gate is missing",
    "Something gets through this line although the node was closed: its sum was not above zero.",
    "04#Gate",
)
GATE_TOO_MANY = Kind(
    "a gate where there is none",
    "Something is closed off in this line that should come through.",
    "04#Gate",
)
SIZE_MISSING = Kind(
    "the sign is not dropped",
    "Numbers below zero stay below zero in this line, and only their size is asked for.",
    "06#Numerical-slope",
)
SIZE_TOO_MANY = Kind(
    "the sign is dropped",
    "After this line it can no longer be seen which numbers were below zero. Does their sign "
    "matter?",
    "03#Slope",
)
SQUARE_MISSING = Kind(
    "the square is missing",
    "In this line numbers of opposite sign can cancel, or count the same whether small or large.",
    "02#Squared-error",
)
SQUARE_TOO_MANY = Kind(
    "a square too many",
    "Something is squared in this line that should not be.",
    "02#Squared-error",
)
PLACE = Kind(
    "another place is meant",
    "The square brackets take out another entry than is needed. Count from 0; the last is -1. In "
    "a table the row comes first.",
    "01#Layer",
)
OTHER_END = Kind(
    "the list grows at the other end",
    "append puts an entry at the end of a list, insert(0, ...) at its beginning. In which order do "
    "the entries come, and in which are they needed?",
    "05#Backpropagation",
)
ONE_FOR_ALL = Kind(
    "one entry where all are needed",
    "This line takes out a single entry, or a part, and goes on with that alone.",
    "01#Batch",
)
ALL_FOR_ONE = Kind(
    "all entries where one is needed",
    "This line works with the whole, where one entry of it is needed.",
    "01#Batch",
)
TURNS = Kind(
    "the loop takes other turns",
    "The loop begins or ends at another number than it should. Write down its first and its last "
    "turn. Python counts from 0 and leaves the end out.",
    "05#Layer",
)
COPY_MISSING = Kind(
    "no copy is taken",
    "Two names stand for the same array here: whoever changes one changes the other. What has to "
    "stay as it was?",
    "07#Update",
)
REPLACED = Kind(
    "replaced, not added to",
    "Each time this line is reached, it throws away what was there. Should it add to it?",
    "05#Gradient",
)
ADDED_TO = Kind(
    "added to, not replaced",
    "This line adds to what is there already, where only the new value should be left.",
    "05#Gradient",
)
MINUS_AFTER_EQUALS = Kind(
    "=- in place of -=",
    "x =- y is read as x = (-y): the old x is gone. It looks almost like the operation that was "
    "meant.",
    "03#Update",
)
REPEATED_PLACES = Kind(
    "a repeated place counts once",
    "Where the places in the square brackets repeat, += adds only once: numpy computes all the "
    "sums first and writes them afterwards. numpy has a function that adds at every place, and a "
    "loop does so too.",
    "08#Batch",
)
INDENT = Kind(
    "another indentation is needed",
    "How far a line is indented decides whether it belongs to the loop, or to the if, above it. "
    "How often should this line run?",
    "05#Layer",
)
ORDER_OF_LINES = Kind(
    "lines in another order",
    "Two steps come in an order that lets one of them see something that is too old or too new.",
    "07#Update",
)
LINE_TOO_MANY = Kind(
    "a line too many",
    "Without this line it would come right. What is it there for?",
    "05#Layer",
)
RETURNED = Kind(
    "something else is returned",
    "What is asked for may well be computed, but the line with return hands over something else.",
    "01#Prediction",
)
NOT_RETURNED = Kind(
    "nothing is returned",
    "What the function has found is lost when it ends. A function hands over only what stands "
    "behind return.",
    "01#Prediction",
)
PRINTED = Kind(
    "printed, not returned",
    "print shows a value on the screen and hands nothing over.",
    "01#Prediction",
)
NOT_FED_BACK = Kind(
    "the result is kept under another name",
    "What this line computes is kept under a name that nobody goes on with, or that should have "
    "stayed as it was.",
    "05#Layer",
)
CONDITION = Kind(
    "the condition is the wrong way round",
    "The two cases have changed places. Take one number for each and go through the lines.",
    "04#Gate",
)
CONDITION_TOO_MANY = Kind(
    "a condition too many",
    "This line runs only in some cases, and should run in all.",
    "04#Gate",
)
LEAVES_EARLY = Kind(
    "the loop is left too early",
    "The loop ends here before its last turn.",
    "05#Layer",
)
RESULTS = Kind(
    "another number of results",
    "Count what the task asks for, and in which order, and what this line hands over.",
    "05#Gradient",
)
ORDER_OF_RESULTS = Kind(
    "results in another order",
    "What is handed over is complete. Which result does the task want first?",
    "05#Gradient",
)
WHOLE_NUMBERS = Kind(
    "rounded on the way",
    "Part of the number is cut off in this line: // and int() keep whole numbers only.",
    "02#Loss",
)

GENERAL = (
    NUMBER,
    NAME,
    FUNCTION,
    OPERATION,
    CALL_TOO_MANY,
    CALL_MISSING,
    RESULTS,
    PLACE,
    SHAPE,
    LINE_TOO_MANY,
    RETURNED,
    NOT_FED_BACK,
    ALL_FOR_ONE,
    SIGN,
)
"""Kinds that say less than others: where another kind mends the same line, that one is named."""

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Kind))
