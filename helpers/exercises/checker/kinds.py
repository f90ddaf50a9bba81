"""The kinds of slip that beginners make in a line, each with its name and words: once for all.

A kind says what is wrong with the learner's own line. Its words lead back to the idea; which change
mends the line is never in them.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of slip. `read_again` is a notebook's number and a word of the glossary.

    It is "" for slips of Python's, about which no notebook says more.
    """

    name: str
    words: str
    read_again: str


SIGN = Kind(
    "a wrong sign",
    "Should this be plus or minus? Take one small example, say whether the result should be above "
    "or below zero, and follow the sign through the line.",
    "02#Error",
)
SIDES = Kind(
    "operands swapped",
    "Two values in this line have changed places. With -, / and @ it matters which side a value "
    "stands on, and a function takes its arguments in order.",
    "",
)
FACTOR_MISSING = Kind(
    "a missing factor",
    "Something in this line should be multiplied by one more value. What should it depend on, and "
    "on which of these does it not depend yet?",
    "03#Chain-rule",
)
FACTOR_TOO_MANY = Kind(
    "an extra factor",
    "This line multiplies by something that does not belong here. Go through its factors: why is "
    "each of them there?",
    "03#Chain-rule",
)
NUMBER_MISSING = Kind(
    "a missing constant factor",
    "Something in this line should be multiplied by a number that is always the same. Which step "
    "of the calculation brings it in?",
    "03#Chain-rule",
)
TERM_MISSING = Kind(
    "a missing term",
    "Something should be added or subtracted in this line, and is not. What else does the result "
    "depend on?",
    "",
)
TERM_TOO_MANY = Kind(
    "an extra term",
    "This line adds or subtracts something that does not belong here. Go through its terms: why "
    "is each of them there?",
    "",
)
DIVISION_MISSING = Kind(
    "a missing division",
    "The result of this line should be divided by something, and is not. By what?",
    "",
)
DIVISION_TOO_MANY = Kind(
    "an extra division",
    "This line divides where nothing should be divided. What would the result be without the "
    "division?",
    "",
)
PRODUCT_CONFUSED = Kind(
    "* and @ confused",
    "* multiplies element by element. @ multiplies and adds up: each row with each column. Write "
    "down the two shapes and the shape that you need.",
    "01#Matrix-product",
)
EACH_WITH_EACH = Kind(
    "a product element by element",
    "In this product every element of the one should meet every element of the other. How many "
    "numbers should come out?",
    "05#Gradient",
)
MATRIX_PRODUCT_MISSING = Kind(
    "a missing matrix product",
    "Something in this line should pass through a table of numbers, and does not. Which shape do "
    "you have, and which do you need?",
    "01#Matrix-product",
)
MATRIX_PRODUCT_TOO_MANY = Kind(
    "an extra matrix product",
    "This line multiplies by a table that the values have passed through already, or never should.",
    "01#Matrix-product",
)
OPERATION = Kind(
    "the wrong operation",
    "The right values are combined here, but with the wrong operation. Work it out by hand for "
    "one pair of small numbers.",
    "",
)
BRACKETS = Kind(
    "brackets in the wrong place",
    "Python takes what stands in brackets first, then powers, then it multiplies and divides, "
    "then it adds and subtracts. In which order are the parts of this line needed?",
    "",
)
APPLIED_ELSEWHERE = Kind(
    "a step taken too early or too late",
    "All the steps of this line are needed, but not in this order. Which comes first? Work it out "
    "by hand for two small numbers, one of them below zero.",
    "",
)
COMPARISON = Kind(
    "the wrong comparison",
    "The comparison decides wrongly for some numbers. Try one below, one above, and one that is "
    "exactly equal.",
    "",
)
NAME = Kind(
    "the wrong variable",
    "A variable in this line is not the one that is needed here. For each name, say what it "
    "holds, and of an array what its shape is.",
    "",
)
NUMBER_NEEDED = Kind(
    "a variable in place of a number",
    "A variable stands in this line where the same number is needed whatever the inputs are. Which "
    "number?",
    "",
)
NUMBER = Kind(
    "the wrong number",
    "A number in this line is not the one that is needed. What does it stand for, and where does "
    "it come from?",
    "",
)
TRANSPOSE_MISSING = Kind(
    "a missing transpose",
    "Rows and columns of something in this line need to change places. Write the shapes below the "
    "names: which neighbours have to be equal, and what do the rows of the result stand for?",
    "05#Matrix-product",
)
RESHAPED = Kind(
    "reshaped instead of transposed",
    "A new shape keeps the numbers in the order in which they lie, row after row. Rows and columns "
    "do not change places that way.",
    "05#Matrix-product",
)
TRANSPOSE_TOO_MANY = Kind(
    "an extra transpose",
    "Rows and columns change places in this line, and should not. Write the shapes below the "
    "names: what do the rows of the result stand for?",
    "05#Matrix-product",
)
SUM_MISSING = Kind(
    "a missing sum",
    "Several numbers are left here where only their sum is wanted. Which of them should be added "
    "up?",
    "05#Gradient",
)
SUM_TOO_MANY = Kind(
    "an extra sum",
    "This line adds up numbers that should stay separate.",
    "05#Gradient",
)
MEAN_MISSING = Kind(
    "a missing mean",
    "Several numbers are left here where only their mean is wanted. Over what should it be taken?",
    "02#Loss",
)
MEAN_TOO_MANY = Kind(
    "an extra mean",
    "This line takes the mean of numbers that should stay separate.",
    "02#Loss",
)
SUM_OR_MEAN = Kind(
    "sum and mean confused",
    "A sum grows with how many numbers are added, a mean does not. Which of the two is asked for "
    "here, and over what?",
    "02#Loss",
)
LARGEST = Kind(
    "np.maximum and max confused",
    "Python's max looks for the largest of all, and so does np.max, or with an axis for the "
    "largest of each row or column; np.maximum compares element by element. They look alike and "
    "do different things.",
    "01#ReLU",
)
FUNCTION = Kind(
    "the wrong function",
    "A function in this line is close to the one that is needed, but does something else. Try it "
    "on a small example.",
    "",
)
CALL_TOO_MANY = Kind(
    "an unneeded function call",
    "A function is applied in this line to something that should stay as it is.",
    "",
)
CALL_MISSING = Kind(
    "a missing function call",
    "A value in this line is used as it is; a function should be applied to it first.",
    "",
)
ARGUMENT_MISSING = Kind(
    "a missing argument",
    "A function in this line compares two values, and is given only one. With what should that be "
    "compared?",
    "",
)
AXIS = Kind(
    "the wrong axis",
    "Axis 0 goes down, from row to row, and leaves one number for each column; axis 1 goes across "
    "and leaves one for each row; with no axis a single number is left. What should be left here?",
    "00b#Axis",
)
SHAPE = Kind(
    "the wrong shape",
    "The numbers have the wrong shape for this line, or for what uses the result. (n,) is not "
    "(n, 1). Write the shapes below the names.",
    "00b#Shape",
)
OPTION = Kind(
    "an option that changes the result",
    "A function in this line is given an option, and computes something else because of it. What "
    "does the function do without it, and what is asked for?",
    "",
)
RELU_MISSING = Kind(
    "a missing relu",
    "A number below zero gets through this line. What does relu make of it, and where does it "
    "stand in the network?",
    "01#ReLU",
)
RELU_TOO_MANY = Kind(
    "relu where none belongs",
    "Numbers below zero are cut off in this line. Does the task have a relu at this place?",
    "01#ReLU",
)
GATE_MISSING = Kind(
    "a missing gate",
    "This line lets something through where the node is closed. Whether a node is open was "
    "decided by its sum, in the forward pass.",
    "04#Gate",
)
GATE_TOO_MANY = Kind(
    "a gate where none belongs",
    "This line closes something off that should come through.",
    "04#Gate",
)
RELU_FOR_GATE = Kind(
    "relu in place of a gate",
    "This line cuts off numbers because they are below zero themselves. Whether a gate is open was "
    "decided by the node's sum, in the forward pass, and what comes through may well be below "
    "zero.",
    "04#Gate",
)
VALUE_FOR_GATE = Kind(
    "a value in place of its gate",
    "A number is used in this line as it is. Should it matter how large it is, or only whether it "
    "is above zero?",
    "04#Gate",
)
GATE_FOR_VALUE = Kind(
    "a gate in place of its value",
    "A comparison only says whether a number is above zero: 1 or 0. The number itself is lost in "
    "this line.",
    "04#Gate",
)
GATE_PICKS_OUT = Kind(
    "numbers picked out in place of a gate",
    "A comparison in square brackets picks out the numbers for which it is true, one after the "
    "other. The shape is lost with the numbers that are left out. Should they be left out?",
    "04#Gate",
)
SIZE_MISSING = Kind(
    "the sign is not dropped",
    "Numbers below zero stay below zero in this line, where only their size is asked for.",
    "06#Numerical-slope",
)
SIZE_TOO_MANY = Kind(
    "the sign is dropped",
    "After this line it can no longer be seen which numbers were below zero. Does their sign "
    "matter?",
    "03#Slope",
)
SQUARE_MISSING = Kind(
    "a missing square",
    "Something in this line should be squared, and is not. Squares make large errors count more, "
    "and keep errors of opposite sign from cancelling.",
    "02#Squared-error",
)
SQUARE_TOO_MANY = Kind(
    "an extra square",
    "Something is squared in this line that should not be.",
    "02#Squared-error",
)
PLACE = Kind(
    "the wrong place in an array",
    "The square brackets take out the wrong entry. Count from 0; the last is -1. In a table the "
    "row comes first.",
    "",
)
COUNT = Kind(
    "the wrong count",
    "This line counts something. Does it count rows, columns, or all entries, and which of these "
    "are to be counted here?",
    "00b#Shape",
)
OTHER_END = Kind(
    "the list built from the wrong end",
    "append puts an entry at the end of a list, insert(0, ...) at its beginning. In which order "
    "do the entries come, and in which are they needed?",
    "",
)
ONE_FOR_ALL = Kind(
    "only part of it used",
    "This line takes out one entry, or a part, and continues with that alone. What becomes of "
    "the rest, and does what comes later take out its part itself?",
    "",
)
PICKED = Kind(
    "entries picked out or reordered",
    "A name in square brackets picks out the entries that it lists, in the order of its list. Are "
    "only these needed in this line, and in that order?",
    "",
)
ALL_FOR_ONE = Kind(
    "all of it used",
    "This line uses the whole of something where only one entry, or a part, is needed.",
    "",
)
REVERSED = Kind(
    "entries in the reverse order",
    "All the entries are there, but the first stands where the last should stand. Which one is "
    "wanted first?",
    "",
)
TURNS = Kind(
    "a loop over the wrong range",
    "The loop begins or ends at the wrong number, or goes in the wrong steps. Write down its "
    "first and its last pass. Python counts from 0 and leaves the end out.",
    "",
)
COPY_MISSING = Kind(
    "a missing copy",
    "The same array, or list, is reached in two ways here: whoever changes it in one way changes "
    "it in the other too. What has to stay as it was?",
    "07#Update",
)
REPLACED = Kind(
    "the old value thrown away",
    "This line throws away what was there before. Should the old value stay a part of the new one?",
    "",
)
ENTRIES_LEFT = Kind(
    "a loop that changes no entry",
    "A loop gives each entry a name for one pass. A new value under that name leaves the "
    "entry as it was.",
    "",
)
ADDED_TO = Kind(
    "added to instead of replaced",
    "This line adds to what is there already, where only the new value should remain.",
    "",
)
COMPARED = Kind(
    "== instead of =",
    "== only asks whether two values are equal, and the answer goes nowhere. A single = is what "
    "gives a name, or an entry, its value.",
    "",
)
NOT_KEPT = Kind(
    "a result that is not kept",
    "This line computes something, and no name gets the result: it is gone when the line ends. "
    "Most functions of numpy leave what they are given as it was.",
    "",
)
MINUS_AFTER_EQUALS = Kind(
    "=- instead of -=",
    "=- is not an operator: Python reads =, and then a minus sign. The old value is not changed "
    "by an amount, it is replaced.",
    "",
)
REPEATED_PLACES = Kind(
    "a repeated place counts once",
    "Where the places in the square brackets repeat, += adds only once: numpy computes all the "
    "sums first and writes them afterwards. A loop adds at every place, and numpy has a function "
    "that does so too.",
    "",
)
ONE_CASE = Kind(
    "the wrong value in one case",
    "In one of the cases that your code tells apart, something else should come out. In which "
    "case, and what?",
    "",
)
ONCE = Kind(
    "once for all passes of a loop",
    "This line runs once, before the loop, and each pass goes on with what the pass before has "
    "left. With what should every pass begin?",
    "",
)
IN_EVERY_PASS = Kind(
    "the same in every pass",
    "This line does the same in every pass of the loop. In one of them, the first or the last, "
    "something else should happen. What is different there?",
    "01#Layer",
)
ANOTHER_PASS = Kind(
    "the first and the last pass confused",
    "In one pass of the loop something else happens than in the others. Should that be the first "
    "pass, or the last?",
    "01#Layer",
)
INDENT = Kind(
    "the wrong indentation",
    "How far a line is indented decides whether it belongs to the loop, or to the if, above it. "
    "How often should this line run?",
    "",
)
OLD_VALUE_NEEDED = Kind(
    "the old value lost too early",
    "After this line its name stands for the new value, and something that runs later still needs "
    "the old one. What is that?",
    "07#Update",
)
ORDER_OF_LINES = Kind(
    "lines in the wrong order",
    "Two steps come in the wrong order, so that one of them uses a value that is already changed, "
    "or not yet.",
    "07#Update",
)
LINE_TOO_MANY = Kind(
    "an extra line",
    "Without this line the result would be right. What is it there for?",
    "",
)
RETURNED = Kind(
    "the wrong thing returned",
    "What the task asks for may well be computed, but this line returns something else.",
    "",
)
NOT_RETURNED = Kind(
    "nothing is returned",
    "What the function has found is lost when it ends. A function gives back only what stands "
    "after return.",
    "",
)
PRINTED = Kind(
    "printed instead of returned",
    "print only shows a value; return gives it back to the caller.",
    "",
)
NONE_KEPT = Kind(
    "a list replaced by None",
    "The call in this line changes what stands before its dot, and returns None. The line "
    "uses that None.",
    "",
)
ENTRIES_ADDED = Kind(
    "+= on a list in place of append",
    "With +=, every entry of what comes goes into the list: of a table, every row. What should be "
    "one entry of the list?",
    "",
)
NOT_FED_BACK = Kind(
    "the result goes to the wrong name",
    "What this line computes is kept under a name that nothing later uses, or under one that "
    "should have kept its value.",
    "",
)
FEEDING_BACK_MISSING = Kind(
    "the result is not fed back",
    "What this line computes should be used from then on, and what follows still uses the old "
    "value. Under which name does it look for it?",
    "",
)
CONDITION = Kind(
    "the condition reversed",
    "The two cases have changed places. Take one number for each and follow it through the lines.",
    "",
)
START = Kind(
    "the wrong start of a search",
    "The search for the largest or the smallest begins with this value. With what should it "
    "begin, so that the result is right whichever number comes first?",
    "",
)
NUMBER_AS_CONDITION = Kind(
    "a number as a condition",
    "Where a yes or no is asked for, Python takes every number but 0 for yes, also one below zero. "
    "For which numbers should it be yes here?",
    "",
)
CONDITION_MISSING = Kind(
    "a missing condition",
    "What this line asks settles only a part of the matter. What else decides which case it is?",
    "",
)
CONDITION_TOO_MANY = Kind(
    "an extra condition",
    "This line asks something that should make no difference. For which values does it make one?",
    "",
)
CASE_TOO_MANY = Kind(
    "an extra case",
    "Without this special case the result would be right. Which values does it catch, and what "
    "should become of them?",
    "",
)
LEAVES_EARLY = Kind(
    "the loop is left too early",
    "The loop stops here, before it has gone through everything.",
    "",
)
RESULTS = Kind(
    "the wrong number of results",
    "Count what the task asks for, and what this line returns.",
    "",
)
ORDER_OF_RESULTS = Kind(
    "results in the wrong order",
    "All the results are there. Which one does the task want first?",
    "",
)
ENTRIES = Kind(
    "the wrong entries",
    "A list in this line, or a group of values in brackets, does not have the entries that are "
    "needed.",
    "",
)
WHOLE_NUMBERS = Kind(
    "rounded too early",
    "What comes after the decimal point, or a part of it, is lost in this line. Is a rounded "
    "number wanted here?",
    "",
)
ARRAY_TYPE = Kind(
    "an array of the wrong type",
    "All entries of an array have one type: whole numbers, say, or True and False. What is put "
    "into such an array loses what comes after the decimal point, or is refused.",
    "00b#Array",
)
GENERAL = (
    NUMBER,
    NUMBER_NEEDED,
    NAME,
    FUNCTION,
    OPERATION,
    CALL_TOO_MANY,
    CALL_MISSING,
    ENTRIES,
    PLACE,
    SHAPE,
    LINE_TOO_MANY,
    RETURNED,
    NOT_FED_BACK,
    FEEDING_BACK_MISSING,
    ALL_FOR_ONE,
    GATE_FOR_VALUE,
    SIGN,
)
"""Kinds that say less than others: where another kind mends the same line, that one is named."""

CALLS = {CALL_MISSING, CALL_TOO_MANY}
OPPOSITES = (
    CALLS,
    {RELU_MISSING, RELU_TOO_MANY},
    {SUM_MISSING, SUM_TOO_MANY},
    {MEAN_MISSING, MEAN_TOO_MANY},
    {GATE_MISSING, GATE_TOO_MANY},
    {FACTOR_MISSING, FACTOR_TOO_MANY},
    {NUMBER_MISSING, FACTOR_TOO_MANY},
    {TERM_MISSING, TERM_TOO_MANY},
    {DIVISION_MISSING, DIVISION_TOO_MANY},
    {DIVISION_MISSING, MEAN_TOO_MANY},
    {TRANSPOSE_MISSING, TRANSPOSE_TOO_MANY},
)
"""Kinds of which the one puts on what the other takes off."""

ALONE = {NOT_FED_BACK, FEEDING_BACK_MISSING, LINE_TOO_MANY, CASE_TOO_MANY}
"""Kinds that say what is true only of a single slip."""

GIVING_NOTHING = {
    NOT_RETURNED,
    RETURNED,
    PRINTED,
    NONE_KEPT,
    INDENT,
    ORDER_OF_LINES,
    LINE_TOO_MANY,
    CASE_TOO_MANY,
    LEAVES_EARLY,
    CONDITION_TOO_MANY,
    START,
    TURNS,
}
"""Kinds by which a function comes to its end without a value to return."""

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Kind))

_IN_OTHER_TOPICS = {
    RELU_MISSING: (
        "numbers below zero let through",
        "A number below zero gets through this line. Should it?",
    ),
    RELU_TOO_MANY: (
        "numbers below zero cut off",
        "Numbers below zero are cut off in this line. Does the task ask for that?",
    ),
    GATE_MISSING: (
        "a missing condition on the values",
        "This line lets every number through. Which of them should count, and which should not?",
    ),
    GATE_TOO_MANY: (
        "an extra condition on the values",
        "This line leaves some numbers out that should count.",
    ),
    RELU_FOR_GATE: (
        "the numbers' own sign in place of a condition",
        "This line cuts off numbers because they are below zero themselves. Is that what decides "
        "which of them should count?",
    ),
    VALUE_FOR_GATE: (
        "a value in place of a condition",
        VALUE_FOR_GATE.words,
    ),
    GATE_FOR_VALUE: (
        "a condition in place of its value",
        "A comparison only says whether it is true: 1 or 0. The number itself is lost in this "
        "line.",
    ),
    GATE_PICKS_OUT: (
        "numbers picked out in place of a condition",
        GATE_PICKS_OUT.words,
    ),
    SQUARE_MISSING: (
        SQUARE_MISSING.name,
        "Something in this line should be squared, and is not. What does a square make of a "
        "number below zero, and what of a large one?",
    ),
}
"""Kinds whose names or words belong to networks, as they are said where there is none."""


def in_any_topic(kind):
    """Return a Kind as it is said in an exercise that is not the course's."""
    return Kind(*_IN_OTHER_TOPICS.get(kind, kind[:2]), "")
