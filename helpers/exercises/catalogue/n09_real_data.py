"""Exercises of notebooks 09 and 09b: preparing data, classes, and telling how good a network is."""

import numpy as np

from helpers.exercises.catalogue import slips as known
from helpers.exercises.catalogue.cases import array, normals
from helpers.exercises.catalogue.shared_steps import error, rows_that_count, share_that_counts
from helpers.exercises.exercise import Case, Exercise, Slip

OWN_STATISTICS = Slip(
    "test rows by their own mean and standard deviation",
    "rows measured",
    "You measured the rows that you then shifted. The network has learned with the training "
    "set's mean and standard deviation; new rows have to be in the same units.",
    "09#Test-set",
)
NOT_SCALED = Slip(
    "not divided by the standard deviation",
    "scale",
    "Your columns have means near 0 but still very different standard deviations. A column in "
    "large units would drown the others.",
    "09#Standardise",
)
VARIANCE_FOR_SPREAD = Slip(
    "variance in place of the standard deviation",
    "scale",
    "You divided by the variance. It has the square of the column's units; the standard deviation "
    "has its own.",
    "09#Standardise",
)
SPREAD_OF_A_SAMPLE = Slip(
    "standard deviation of a sample",
    "scale",
    "Your standard deviation divides by one less than the number of rows. Both are in use; here, "
    "as in numpy's std, the squares are averaged over all rows.",
    "09#Standardise",
)
NOT_SHIFTED = Slip(
    "mean not taken away",
    "shift",
    "Your columns have the right standard deviation, but their means are not near 0.",
    "09#Standardise",
)
ONE_MEAN_FOR_ALL = Slip(
    "one mean and standard deviation for all columns",
    "axis",
    "You measured the whole table at once. Each column has units of its own, and so a mean and a "
    "standard deviation of its own.",
    "09#Standardise",
)
OVER_EVERYTHING = Slip(
    "shares of the whole table",
    "axis",
    "All your shares together add up to 1. Each row is an example, and its own shares have to.",
    "09b#Softmax",
)
COLUMNS_ADDED_UP = Slip(
    "columns add up to 1, not rows",
    "largest",
    "You divided by the sums of the columns. Each row is an example, and its own shares have to "
    "add up to 1. (Python's own sum adds rows to rows.)",
    "09b#Softmax",
)
POWER_LEFT_OUT = Slip(
    "scores in place of their powers",
    "power",
    "You divided the scores themselves. A score may be below zero, but a share may not: first "
    "make every score positive.",
    "09b#Softmax",
)
POWER_OF_TWO = Slip(
    "powers of 2",
    "power",
    "You raised 2 to the scores. Softmax takes the number e, so that its slope comes out without "
    "a factor.",
    "09b#Softmax",
)
NOT_DIVIDED = Slip(
    "powers not divided by their sum",
    "share",
    "Your numbers are positive, but a row does not add up to 1.",
    "09b#Softmax",
)
OVERFLOW = Slip(
    "powers too large for a number",
    "largest",
    "A score of 1000 has a power that is larger than any number that a computer can hold, and "
    "infinity over infinity is no number. Softmax depends only on the differences of the scores. "
    "Use that.",
    "09b#Softmax",
)
MEAN_TAKEN_AWAY = Slip(
    "mean score taken away in place of the largest",
    "largest",
    "You moved each row by its mean. One score far above the others is then still large, and its "
    "power too large for a number. Which score has to stand at 0 so that no power is too large?",
    "09b#Softmax",
)
LARGEST_OF_ALL = Slip(
    "largest score of all rows taken away",
    "largest",
    "You moved all rows by one and the same score. Beside a row with scores of 1000 the powers of "
    "a row with small scores are then 0, and 0 is divided by 0. Every row has a largest of its "
    "own.",
    "09b#Softmax",
)
MINUS_LEFT_OUT = Slip(
    "minus left out",
    "sign",
    "The logarithm of a share is below zero. A loss is above zero, and smaller is better.",
    "09b#Cross-entropy",
)
LOG_OF_BASE_TWO = Slip(
    "logarithm to base 2",
    "logarithm",
    "You counted in bits. This course, as most libraries, takes the natural logarithm.",
    "09b#Cross-entropy",
)
LOG_LEFT_OUT = Slip(
    "logarithm left out",
    "logarithm",
    "You averaged the shares themselves. The logarithm is what makes a share near 0 cost so much.",
    "09b#Cross-entropy",
)
LOG_OF_THE_MEAN = Slip(
    "logarithm after the mean",
    "order",
    "You averaged the shares first. Each row has its own loss, and the mean comes last.",
    "09b#Cross-entropy",
)
ALL_CLASSES = Slip(
    "all classes counted",
    "classes",
    "You added up over all classes. What a row costs is decided by the share of its right class.",
    "09b#Cross-entropy",
)
ONE_NOT_TAKEN_AWAY = Slip(
    "1 not taken away at the right class",
    "right class",
    "All your slopes are above zero, so every score would fall. The right class's score should "
    "rise.",
    "09b#Cross-entropy",
)
ONE_TAKEN_EVERYWHERE = Slip(
    "1 taken away at every class",
    "right class",
    "You took 1 away from all classes. In each row there is one right class.",
    "09b#Cross-entropy",
)
COUNT_FOR_SHARE = Slip(
    "count in place of the share",
    "share",
    "You returned how many rows are right. Divided by all rows it can be compared with other sets.",
    "09b#Test-set",
)
PERCENT = Slip(
    "percent",
    "share",
    "You returned a percentage. The task asks for a share between 0 and 1.",
    "09b#Test-set",
)
WRONG_COUNTED = Slip(
    "wrong rows counted",
    "which",
    "You counted the misses. Accuracy counts the hits.",
    "09b#Test-set",
)
LOWEST_SCORE = Slip(
    "lowest score chosen",
    "choice",
    "You took the class with the lowest score. The network's choice is the highest.",
    "09b#Prediction",
)
SIDES_SWAPPED = Slip(
    "rows and columns swapped",
    "sides",
    "Your rows are what was predicted. The task asks for a row for each true class and a column "
    "for each predicted one.",
    "09b#Confusion-matrix",
)
ONE_FOR_COUNT = Slip(
    "1 in place of the count",
    "count",
    "You noted that it happened, but not how often. The same pair may appear many times. (If a "
    "place appears twice in square brackets, numpy's += adds to it only once.)",
    "09b#Confusion-matrix",
)
SHARES_OF_CLASS = Slip(
    "shares in place of counts",
    "what is returned",
    "You divided each row by its sum. That is often shown, but the task asks for counts.",
    "09b#Confusion-matrix",
)
MEAN_OF_THE_TEST = Slip(
    "mean of the test targets",
    "rows measured",
    "You looked at the answers. A baseline may know the training set and nothing else.",
    "09#Test-set",
)
LOSS_OF_THE_TRAINING_ROWS = Slip(
    "loss on the training rows",
    "rows judged",
    "You measured the loss on the rows that the guess comes from. How good a guess is shows on "
    "other rows: those of the test set.",
    "09#Test-set",
)
ZERO_PREDICTED = Slip(
    "0 predicted",
    "baseline",
    "You predicted 0 for everybody. There is a better guess that needs no inputs.",
    "09#Prediction",
)
MEDIAN_PREDICTED = Slip(
    "median in place of the mean",
    "baseline",
    "You predicted the middle value. For a loss of squares the mean does better, and the task "
    "asks for it.",
    "09#Prediction",
)


def _standardised(slips, train, test):
    measured = _rows_measured(slips, train, test)
    test = train if known.SETS_EXCHANGED in slips else test
    axis = None if ONE_MEAN_FOR_ALL in slips else 0
    mean, deviation = measured.mean(axis=axis), measured.std(axis=axis)
    if SPREAD_OF_A_SAMPLE in slips:
        rows = measured.size / mean.size
        deviation = deviation * np.sqrt(np.divide(rows, rows - 1))
    if NOT_SHIFTED in slips:
        mean = 0.0
    if NOT_SCALED in slips:
        return test - mean
    return (test - mean) / (deviation**2 if VARIANCE_FOR_SPREAD in slips else deviation)


def _rows_measured(slips, train, test):
    if known.BOTH_SETS_MEASURED in slips:
        return np.concatenate([train, test])
    of_the_test = {OWN_STATISTICS, MEAN_OF_THE_TEST, known.SETS_EXCHANGED} & slips
    return test if of_the_test else train


def _standardised_cases(generator):
    wide, shift = array(1.0, 20.0, 0.1), array(5.0, -30.0, 0.5)
    return [
        Case("one column", (array([1], [3], [5]), array([2], [7]))),
        Case(
            "two columns of different width", (array([0, 100], [4, 500]), array([1, 200], [3, 600]))
        ),
        Case("one test row", (array([-3], [1], [5]), array([-2]))),
        Case(
            "six and four rows",
            (normals(generator, 6, 3) * wide + shift, normals(generator, 4, 3) * wide + 2.0),
        ),
    ]


def _standardised_columns(train, test):
    columns = []
    for known_column, column in zip(train.T, test.T, strict=True):
        mean = sum(known_column) / len(known_column)
        variance = sum((known_column - mean) ** 2) / len(known_column)
        columns.append((column - mean) / variance**0.5)
    return np.array(columns).T


def softmax_of(slips, scores):
    axis = 0 if known.OVER_THE_WRONG_AXIS in slips else 1
    if POWER_LEFT_OUT in slips:
        powers = scores
    else:
        shared = None if LARGEST_OF_ALL in slips else axis
        moved_by = scores.mean if MEAN_TAKEN_AWAY in slips else scores.max
        largest = 0.0 if OVERFLOW in slips else moved_by(axis=shared, keepdims=True)
        powers = np.exp2(scores - largest) if POWER_OF_TWO in slips else np.exp(scores - largest)
    if NOT_DIVIDED in slips:
        return powers
    axis = 0 if COLUMNS_ADDED_UP in slips else axis
    axis = None if OVER_EVERYTHING in slips else axis
    return powers / powers.sum(axis=axis, keepdims=True)


def _softmax_cases(generator):
    return [
        Case("equal scores", (array([0.5, 0.5], [0.0, 0.0]),)),
        Case("two rows", (array([1.0, 2.0], [0.5, -1.0]),)),
        Case("large scores", (array([2000.0, 1999.0, 1998.0, 1997.0, 1999.0]),)),
        Case("one score far above the others", (array([0.0, 1.0, 0.0, 2.0, 3000.0]),)),
        Case("scores far below zero", (array([-2000.0, -1999.0, -1998.0, -1997.0, -1999.0]),)),
        Case(
            "a row of large scores between small ones",
            (array([-1.0, 1.0], [2000.0, 1999.0], [0.5, 1.0]),),
        ),
        Case("five rows, three classes", (normals(generator, 5, 3),)),
    ]


def _softmax_loop(scores):
    rows = []
    for row in scores:
        powers = [float(np.exp(score - max(row))) for score in row]
        rows.append([power / sum(powers) for power in powers])
    return rows


def _softmax_pairwise(scores):
    with np.errstate(over="ignore"):
        return 1 / np.exp(scores[:, None, :] - scores[:, :, None]).sum(axis=2)


def _softmax_by_logarithms(scores):
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None])


def log_shares_of(scores):
    """Return the logarithms of softmax's shares, of those too that are rounded to 0."""
    below_largest = scores - scores.max(axis=1, keepdims=True)
    return below_largest - np.log(np.exp(below_largest).sum(axis=1, keepdims=True))


def cross_entropy_of(slips, shares, labels):
    return cross_entropy_with(slips, shares, np.log(shares), labels)


def cross_entropy_with(slips, shares, logs, labels):
    """Return the loss from the shares and their logarithms."""
    chosen, logs = (_of_the_right_class(slips, table, labels) for table in (shares, logs))
    divisor = len(chosen) / share_that_counts(slips, len(labels))
    divisor = chosen.size if known.PICKED_FOR_EVERY_ROW in slips else divisor
    divisor = 1 if known.SUM_FOR_MEAN in slips else divisor
    if LOG_LEFT_OUT in slips:
        value = chosen.sum() / divisor
    elif LOG_OF_THE_MEAN in slips:
        value = np.log(chosen.sum() / divisor)
    else:
        value = logs.sum() / divisor
    value = value / np.log(2) if LOG_OF_BASE_TWO in slips and LOG_LEFT_OUT not in slips else value
    return value if MINUS_LEFT_OUT in slips else -value


def _of_the_right_class(slips, table, labels):
    if known.PICKED_FOR_EVERY_ROW in slips:
        return table[:, labels]
    table, labels = rows_that_count(slips, table, labels)
    if ALL_CLASSES in slips:
        return table
    labels = table.argmax(axis=1) if known.CHOSEN_FOR_LABEL in slips else labels
    return table[np.arange(len(labels)), labels]


def _cross_entropy_cases(generator):
    powers = np.exp(normals(generator, 5, 3))
    return [
        Case("one row, sure and right", (array([0.125, 0.875]), np.array([1]))),
        Case("two rows", (array([0.25, 0.75], [0.5, 0.5]), np.array([0, 1]))),
        Case("a row that is nearly sure and wrong", (array([0.999, 0.001]), np.array([1]))),
        # The product of so many shares is 0 to a computer; the sum of their logarithms is not.
        Case(
            "three hundred rows alike",
            (np.tile(array(0.0625, 0.9375), (300, 1)), np.zeros(300, dtype=int)),
        ),
        Case("five rows", (powers / powers.sum(axis=1)[:, None], np.array([0, 2, 2, 0, 0]))),
    ]


def _cross_entropy_loop(shares, labels):
    total = 0.0
    for row in range(len(labels)):
        total -= np.log(shares[row][labels[row]])
    return total / len(labels)


def score_slope_of(slips, scores, labels):
    shares = softmax_of(slips, scores)
    right = np.zeros_like(shares)
    if known.CHOSEN_FOR_LABEL in slips:
        labels = scores.argmax(axis=1)
    if ONE_TAKEN_EVERYWHERE in slips:
        right[:] = 1.0
    elif known.PICKED_FOR_EVERY_ROW in slips:
        right[:, labels] = 1.0
    elif ONE_NOT_TAKEN_AWAY not in slips:
        right[np.arange(len(labels)), labels] = 1.0
    divisor = shares.size if known.MEAN_OVER_ALL in slips else len(shares)
    return error(shares, right, slips) / (1 if known.SUM_FOR_MEAN in slips else divisor)


def _scores_loss(scores, labels):
    return -log_shares_of(scores)[np.arange(len(labels)), labels].mean()


def score_cases(generator):
    return [
        Case("equal scores", (array([0.0, 0.0], [0.0, 0.0]), np.array([1, 0]))),
        Case("two rows", (array([1.0, 2.0], [0.5, -1.0]), np.array([0, 1]))),
        Case("a row that is sure and wrong", (array([1000.0, 0.0], [0.5, 1.0]), np.array([1, 1]))),
        Case(
            "scores far below zero",
            (array([-2000.0, -1999.0, -1998.0, -1997.0, -1999.0]), np.array([2])),
        ),
        Case("one score far above", (array([0.0, 1.0, 0.0, 2.0, 3000.0]), np.array([4]))),
        Case(
            "a row of large scores between small ones",
            (array([-1.0, 1.0], [2000.0, 1999.0], [0.5, 1.0]), np.array([0, 1, 0])),
        ),
        Case("five rows, three classes", (normals(generator, 5, 3), np.array([0, 2, 2, 0, 2]))),
    ]


def score_slope_loop(scores, labels):
    slope = []
    for row, label in zip(scores, labels, strict=True):
        powers = np.exp(row - np.max(row))
        shares = (powers / np.sum(powers)).tolist()
        shares[label] -= 1
        slope.append([share / len(scores) for share in shares])
    return slope


def score_slope_one_hot(scores, labels):
    return (_softmax_by_logarithms(scores) - np.eye(scores.shape[1])[labels]) / len(labels)


def _score_slope_measured_form(scores, labels):
    powers = np.exp(scores - scores.max(axis=1)[:, None])
    total = powers.sum(axis=1)[:, None]
    hit = np.arange(scores.shape[1])[None, :] == labels[:, None]
    return np.where(hit, powers - total, powers) / total / scores.shape[0]


def _accuracy(slips, scores, labels):
    rows = len(labels)
    scores, labels = rows_that_count(slips, scores, labels)
    axis = 0 if known.OVER_THE_WRONG_AXIS in slips else 1
    chosen = (-scores if LOWEST_SCORE in slips else scores).argmax(axis=axis)
    hits = chosen != labels if WRONG_COUNTED in slips else chosen == labels
    count = np.sum(hits) if np.ndim(hits) else float(hits)
    if COUNT_FOR_SHARE in slips:
        return count
    return count / rows * (100 if PERCENT in slips else 1)


def _accuracy_cases(generator):
    return [
        Case("three rows, one miss", (array([1, 2, 0], [3, 0, 1], [0, 1, 5]), np.array([1, 0, 0]))),
        Case("every row right", (array([2, 1], [0, 3]), np.array([0, 1]))),
        Case(
            "scores below zero",
            (array([-1, -3, -2], [-2, -4, -1], [-3, -2, -5]), np.array([0, 2, 1])),
        ),
        Case("a single row, missed", (array([0.5, 0.25, -1, 0, 0.75, -0.5]), np.array([1]))),
        Case("two equal rows", (array([1, 2], [1, 2], [3, 0]), np.array([1, 0, 0]))),
        Case(
            "seven rows, three classes",
            (normals(generator, 7, 3), np.array([0, 2, 1, 1, 2, 0, 1])),
        ),
        Case(
            "four rows, four classes",
            (array([9, 1, 2, 3], [0, 8, 1, 2], [1, 7, 0, 2], [6, 1, 2, 3]), np.array([0, 1, 1, 2])),
        ),
    ]


def _accuracy_loop(scores, labels):
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        if row.index(max(row)) == label:
            right += 1
    return right / len(labels)


def _confusion(slips, labels, predicted, classes):
    table = np.zeros((classes, classes))
    labels, predicted = rows_that_count(slips, labels, predicted)
    if SIDES_SWAPPED in slips:
        labels, predicted = predicted, labels
    if ONE_FOR_COUNT in slips:
        table[labels, predicted] = 1
    else:
        np.add.at(table, (labels, predicted), 1)
    if SHARES_OF_CLASS in slips:
        return table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    return table


def _confusion_cases(generator):
    return [
        Case("four rows, two classes", (np.array([0, 0, 1, 0]), np.array([0, 1, 1, 1]), 2)),
        Case("a class that never comes", (np.array([0, 1, 1]), np.array([0, 1, 0]), 3)),
        Case("a class that no row has", (np.array([0, 0, 1]), np.array([2, 0, 0]), 3)),
        Case("thirty rows", (generator.integers(0, 4, 30), generator.integers(0, 4, 30), 4)),
    ]


def _confusion_loop(labels, predicted, classes):
    table = np.zeros((classes, classes), dtype=int)
    for label, choice in zip(labels, predicted, strict=True):
        table[label, choice] += 1
    return table


def _confusion_counted(labels, predicted, classes):
    flat = np.bincount(labels * classes + predicted, minlength=classes * classes)
    return flat.reshape(classes, classes)


def _baseline_loss(slips, train_targets, test_targets):
    measured = _rows_measured(slips, train_targets, test_targets)
    if {LOSS_OF_THE_TRAINING_ROWS, known.SETS_EXCHANGED} & slips:
        test_targets = train_targets
    guess = 0.0 if ZERO_PREDICTED in slips else measured.mean()
    guess = np.median(measured) if MEDIAN_PREDICTED in slips else guess
    errors = guess - test_targets
    value = (np.abs(errors) if known.ABSOLUTE_ERROR in slips else errors**2).sum()
    value = value / (1 if known.SUM_FOR_MEAN in slips else len(test_targets))
    value = value / 2 if known.HALVED in slips else value
    return np.sqrt(value) if known.ROOT_TAKEN in slips else value


def _baseline_cases(generator):
    return [
        Case("three and two targets", (array([1], [2], [6]), array([2], [5]))),
        Case("a single test row", (array([4], [8], [3]), array([3]))),
        Case("targets below zero", (array([-4], [1], [-3]), array([-3], [0], [1]))),
        Case("wages", (np.exp(normals(generator, 9, 1)) * 5, np.exp(normals(generator, 5, 1)) * 5)),
    ]


def _baseline_loop(train_targets, test_targets):
    guess = sum(train_targets[:, 0]) / len(train_targets)
    return sum((float(target) - guess) ** 2 for target in test_targets[:, 0]) / len(test_targets)


EXERCISES = (
    Exercise(
        name="standardised",
        title="standardise",
        notebook="09",
        task="Return the `test` rows standardised, in a new table: each column minus its mean, "
        "divided by its standard deviation, numpy's `std`. Both are measured on the `train` "
        "rows. For `train` `[[1], [3]]` and `test` `[[4]]` it is `[[2]]`.",
        starter='''
def standardised(train, test):
    """Return the test rows in the training set's units, same shape as test."""
    ...
''',
        solution="""
def standardised(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    return (test - mean) / deviation
""",
        program=_standardised,
        slips=(
            OWN_STATISTICS,
            known.BOTH_SETS_MEASURED,
            known.SETS_EXCHANGED,
            NOT_SHIFTED,
            NOT_SCALED,
            VARIANCE_FOR_SPREAD,
            SPREAD_OF_A_SAMPLE,
            ONE_MEAN_FOR_ALL,
        ),
        cases=_standardised_cases,
        hints=(
            "A column that holds 0 and 4 has the mean 2 and the standard deviation 2. What does 3 "
            "become?",
            "mean and std take an axis. You need one number for each column.",
            "The test rows are new to the network. Whose mean does it know?",
        ),
        why="New rows get the same units as the rows that the network has learned from.",
        next="With columns of similar size one learning rate suits all weights.",
        other_right=(
            _standardised_columns,
            lambda train, test: (test - np.mean(train, 0)) / np.sqrt(np.var(train, 0)),
            lambda train, test: test / train.std(axis=0) - train.mean(axis=0) / train.std(axis=0),
        ),
    ),
    Exercise(
        name="baseline_loss",
        title="the baseline's loss",
        notebook="09",
        task="What does a guess without any inputs reach? Predict the mean of the training targets "
        "for every test row, and return the mean squared error. Both arguments have shape "
        "(rows, 1). For `[[1], [3]]` and `[[2], [4]]` it is 2.",
        starter='''
def baseline_loss(train_targets, test_targets):
    """Return the loss on the test rows of predicting the training mean."""
    ...
''',
        solution="""
def baseline_loss(train_targets, test_targets):
    guess = np.mean(train_targets)
    return np.mean((guess - test_targets) ** 2)
""",
        program=_baseline_loss,
        slips=(
            MEAN_OF_THE_TEST,
            known.BOTH_SETS_MEASURED,
            known.SETS_EXCHANGED,
            LOSS_OF_THE_TRAINING_ROWS,
            ZERO_PREDICTED,
            MEDIAN_PREDICTED,
            known.ABSOLUTE_ERROR,
            known.SUM_FOR_MEAN,
            known.HALVED,
            known.ROOT_TAKEN,
        ),
        cases=_baseline_cases,
        hints=(
            "One number is predicted for everybody. Which rows may it come from?",
            "The loss is then measured on other rows than the guess was.",
            "Error, square, mean: notebook 02.",
        ),
        why="A network that predicts worse than this has learned nothing.",
        next="A network has to beat it, and a straight line too.",
        other_right=(
            _baseline_loop,
            lambda train_targets, test_targets: (
                test_targets.var() + (test_targets.mean() - train_targets.mean()) ** 2
            ),
            lambda train_targets, test_targets: float(
                np.sum(np.square(test_targets - train_targets.mean())) / test_targets.size
            ),
        ),
    ),
    Exercise(
        name="softmax",
        title="softmax",
        notebook="09b",
        task="Turn scores of shape (rows, classes) into shares: none below 0, each row adding up "
        "to 1, in a new array. Scores of 1000 and -1000 have to work too, in one row or in "
        "different rows. For `[[0, 0]]` both shares are one half.",
        starter='''
def softmax(scores):
    """Return the shares of each row, same shape as the scores."""
    ...
''',
        solution="""
def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
""",
        program=softmax_of,
        slips=(
            known.OVER_THE_WRONG_AXIS,
            OVER_EVERYTHING,
            COLUMNS_ADDED_UP,
            POWER_LEFT_OUT,
            POWER_OF_TWO,
            NOT_DIVIDED,
            OVERFLOW,
            MEAN_TAKEN_AWAY,
            LARGEST_OF_ALL,
        ),
        cases=_softmax_cases,
        rows=(0,),
        hints=(
            "np.exp makes every score positive and keeps their order.",
            "Divide each row by its own sum. keepdims=True keeps the sums as a column, so that "
            "they fit.",
            "Scores of 3 and 4 have the same shares as scores of 0 and 1. How does that help with "
            "1000?",
        ),
        why="Only differences of scores matter, so you may move the largest to 0 before you take "
        "the powers.",
        next="The share of the right class is what the loss looks at.",
        other_right=(_softmax_loop, _softmax_pairwise, _softmax_by_logarithms),
    ),
    Exercise(
        name="cross_entropy",
        title="cross-entropy",
        notebook="09b",
        task="`shares` (rows, classes) come from softmax, and `labels` (rows,) are the right "
        "classes. Take minus the natural logarithm of the right class's share in each row, and "
        "return the mean of that over the rows.",
        starter='''
def cross_entropy(shares, labels):
    """Return the cross-entropy loss: one number."""
    of_right_class = shares[np.arange(len(labels)), labels]
    ...
''',
        solution="""
def cross_entropy(shares, labels):
    of_right_class = shares[np.arange(len(labels)), labels]
    return -np.mean(np.log(of_right_class))
""",
        program=cross_entropy_of,
        slips=(
            MINUS_LEFT_OUT,
            known.SUM_FOR_MEAN,
            LOG_OF_BASE_TWO,
            LOG_LEFT_OUT,
            LOG_OF_THE_MEAN,
            ALL_CLASSES,
            known.CHOSEN_FOR_LABEL,
            known.PICKED_FOR_EVERY_ROW,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
        ),
        cases=_cross_entropy_cases,
        rows=(0, 1),
        hints=(
            "of_right_class has one share for each row: what the right class was given.",
            "np.log is the natural logarithm. What is its sign for a share between 0 and 1?",
            "First the logarithm of each, then the mean.",
        ),
        why="A row that is sure and right costs almost nothing; one that is sure and wrong costs "
        "a lot.",
        next="Its slope at the scores is simpler than it looks.",
        other_right=(
            _cross_entropy_loop,
            lambda shares, labels: np.log(
                1 / np.take_along_axis(shares, labels[:, None], 1)
            ).mean(),
            lambda shares, labels: (
                -np.sum(np.eye(shares.shape[1])[labels] * np.log(shares)) / len(shares)
            ),
        ),
    ),
    Exercise(
        name="score_slope",
        title="the slope at the scores",
        notebook="09b",
        task="The slope of softmax with cross-entropy at every score: the shares, less 1 at the "
        "right class, as a mean over the rows; for scores of 1000 and -1000 too. Return it in the "
        "shape of the scores. For `[[0, 0]]` and `[1]` it is `[[0.5, -0.5]]`.",
        starter='''
def score_slope(scores, labels):
    """Return the slope of the loss at every score."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    ...
''',
        solution="""
def score_slope(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    shares[np.arange(len(labels)), labels] -= 1
    return shares / len(labels)
""",
        program=score_slope_of,
        slips=(
            ONE_NOT_TAKEN_AWAY,
            ONE_TAKEN_EVERYWHERE,
            known.CHOSEN_FOR_LABEL,
            known.PICKED_FOR_EVERY_ROW,
            known.ERROR_TURNED_ROUND,
            known.SUM_FOR_MEAN,
            known.MEAN_OVER_ALL,
        ),
        cases=score_cases,
        rows=(0, 1),
        hints=(
            "Two equal scores have shares of 0.5. If the second is right, the slopes are 0.5 and "
            "-0.5.",
            "np.arange(len(labels)) with labels picks one place in each row: the right class.",
            "The loss is a mean over the rows, and so is its slope.",
        ),
        why="It is prediction - target once more, with the shares as predictions and a target of "
        "1 at the right class.",
        next="Hand it to the backward pass: everything from the scores to the inputs stays as it "
        "was.",
        other_right=(score_slope_loop, score_slope_one_hot, _score_slope_measured_form),
        loss=_scores_loss,
        nudged=("scores",),
    ),
    Exercise(
        name="accuracy",
        title="accuracy",
        notebook="09b",
        task="The network's choice is the class with the highest score. Return the share of rows "
        "in which it is the label, a number from 0 to 1. For `[[1, 2], [3, 0]]` and `[1, 1]` it is "
        "0.5.",
        starter='''
def accuracy(scores, labels):
    """Return the share of rows that are classified right."""
    ...
''',
        solution="""
def accuracy(scores, labels):
    predicted = np.argmax(scores, axis=1)
    return np.mean(predicted == labels)
""",
        program=_accuracy,
        slips=(
            COUNT_FOR_SHARE,
            PERCENT,
            WRONG_COUNTED,
            LOWEST_SCORE,
            known.FIRST_ROW_SHARED,
            known.LAST_ROW_SHARED,
            known.OVER_THE_WRONG_AXIS,
        ),
        cases=_accuracy_cases,
        kept=("scores",),
        rows=(0, 1),
        hints=(
            "np.argmax says where the largest number stands. You need that for each row.",
            "A comparison of two arrays of numbers gives True where they are equal.",
            "True counts as 1: what is the mean of such an array?",
        ),
        why="One choice for each row, and the share of hits.",
        next="Which classes are confused with which? A table tells.",
        other_right=(
            _accuracy_loop,
            lambda scores, labels: np.count_nonzero(scores.argmax(1) == labels) / labels.size,
            lambda scores, labels: 1 - np.mean(np.argsort(scores, axis=1)[:, -1] != labels),
        ),
    ),
    Exercise(
        name="confusion_matrix",
        title="count the confusions",
        notebook="09b",
        task="Count what was predicted for what: a table of shape (classes, classes), a row for "
        "each true class, a column for each predicted one. A class that never appears has a row "
        "and a column too. For `[0, 0, 1]`, `[0, 1, 1]` and 2 it is `[[1, 1], [0, 1]]`.",
        starter='''
def confusion_matrix(labels, predicted, classes):
    """Return how often each true class was predicted as each class."""
    table = np.zeros((classes, classes))
    ...
    return table
''',
        solution="""
def confusion_matrix(labels, predicted, classes):
    table = np.zeros((classes, classes))
    for label, choice in zip(labels, predicted):
        table[label, choice] += 1
    return table
""",
        program=_confusion,
        slips=(
            SIDES_SWAPPED,
            ONE_FOR_COUNT,
            SHARES_OF_CLASS,
            known.FIRST_ROW_ONLY,
            known.LAST_ROW_ONLY,
        ),
        cases=_confusion_cases,
        rows=(0, 1),
        hints=(
            "Go through the rows of the data: each adds 1 to one place of the table.",
            "zip(labels, predicted) gives the two classes of each row.",
            "Which of the two says the row of the table?",
        ),
        why="The diagonal holds the hits, and each number off it is one kind of mistake.",
        next="Look at the largest number off the diagonal, and then at those images.",
        other_right=(
            _confusion_loop,
            _confusion_counted,
            lambda labels, predicted, classes: (
                np.eye(classes)[labels].T @ np.eye(classes)[predicted]
            ),
        ),
    ),
)
