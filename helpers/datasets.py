"""Two small real data sets, and what a fair test on them needs.

The files are in the folder data/ of the repository; data/README.md says where they come from, under
which licence, and what they can and cannot say. They are installed along with helpers, so that a
notebook may stand in any folder. Every file is held against its checksum when it is read.
"""

import csv
import hashlib
from importlib.resources import files
from numbers import Real
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers import checks

INSTALLED = files("helpers") / "data"
# In the repository the folder lies beside helpers.
DATA = INSTALLED if INSTALLED.is_dir() else Path(__file__).resolve().parents[1] / "data"
DARKEST_PIXEL = 16
YEARS = ("education", "experience", "age")
# Columns of two groups become numbers: 1 for the group that stands here, 0 for the other.
GROUP_OF_ONE = {"union": "yes", "married": "yes", "region": "south", "gender": "female"}


class Digits(NamedTuple):
    """Handwritten digits: `pixels` (1797, 64) from 0 (paper) to 1 (ink), `labels` (1797,) 0 to 9.

    A row of pixels is an image of 8 x 8, read row by row: `pixels[i].reshape(8, 8)` draws it.
    """

    pixels: np.ndarray
    labels: np.ndarray


class Wages(NamedTuple):
    """Workers of May 1985: `inputs` (534, columns), `targets` (534, 1) in dollars an hour.

    `names` has one name for each column of the inputs.
    """

    inputs: np.ndarray
    targets: np.ndarray
    names: tuple[str, ...]


class Split(NamedTuple):
    """Row numbers, each row in one of the two: `inputs[train_rows]`, `inputs[test_rows]`."""

    train_rows: np.ndarray
    test_rows: np.ndarray


class Scaling(NamedTuple):
    """What standardising subtracts and divides by: both (columns,), one number for each."""

    mean: np.ndarray
    deviation: np.ndarray


def load_digits():
    """Return 1,797 handwritten digits with their labels, as Digits.

    Raises FileNotFoundError where the file is missing, ValueError where it is not the original.
    Source: UCI Machine Learning Repository, optdigits test set (Alpaydin and Kaynak, 1998).

    >>> digits = load_digits()
    >>> digits.pixels.shape, digits.labels[:3].tolist()
    ((1797, 64), [0, 1, 2])
    """
    table = np.loadtxt(_lines("digits.csv")[1:], delimiter=",", dtype=np.int64)
    return Digits(table[:, :-1] / DARKEST_PIXEL, table[:, -1].copy())


def load_wages(columns=("education", "experience")):
    """Return what 534 workers earned in May 1985, in dollars an hour, and these columns as inputs.

    "education", "experience" and "age" are in years. "union" (1 on a union job), "married" (1 if
    so), "region" (1 in the South) and "gender" (1 for a woman, as the survey coded it) are 0 or 1.
    Raises TypeError or ValueError where `columns` name anything else, FileNotFoundError where the
    file is missing, ValueError where it is not the original.
    Source: Current Population Survey, US Census Bureau, in a random sample of Berndt (1991).

    >>> wages = load_wages()
    >>> wages.inputs[0].tolist(), wages.targets[0].tolist(), wages.names
    ([8.0, 21.0], [5.1], ('education', 'experience'))
    """
    names = _column_names(columns)
    rows = list(csv.DictReader(_lines("wages.csv")))
    inputs = np.array([[_as_number(name, row[name]) for name in names] for row in rows])
    return Wages(inputs, np.array([[float(row["wage"])] for row in rows]), names)


def train_and_test(number_of_rows, test_fraction, generator):
    """Return which rows train and which test, drawn at random without overlap, as Split.

    The test rows are `number_of_rows` x `test_fraction`, rounded; the others train. The same seed
    gives the same rows. Raises TypeError or ValueError where an argument does not fit, or where
    one side would be empty.

    >>> train_rows, test_rows = train_and_test(10, 0.2, np.random.default_rng(0))
    >>> len(train_rows), len(test_rows)
    (8, 2)
    """
    number_of_rows = checks.whole_number("number_of_rows", number_of_rows, 2)
    checks.random_generator("generator", generator)
    test_size = round(number_of_rows * _fraction("test_fraction", test_fraction))
    if not 0 < test_size < number_of_rows:
        raise ValueError(
            f"test_fraction is {test_fraction}, which takes {test_size} of {number_of_rows} rows, "
            "expected a fraction that leaves at least one row to train and one to test"
        )
    shuffled = generator.permutation(number_of_rows)
    return Split(shuffled[test_size:], shuffled[:test_size])


def scaling_of(train_values):
    """Return the mean and the standard deviation of each column, as Scaling.

    Give it the training rows only, shape (rows, columns): what a test row looks like must not be
    known beforehand. A column that is the same in every row gets a standard deviation of 1, so that
    it becomes all 0 and not a division by 0. Raises TypeError or ValueError where the values do not
    fit.

    >>> scaling_of([[1.0, 5.0], [3.0, 5.0]])
    Scaling(mean=array([2., 5.]), deviation=array([1., 1.]))
    """
    values = checks.matrix("train_values", train_values)
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = values.mean(axis=0), values.std(axis=0)
    if not np.isfinite(deviation).all():
        raise ValueError("train_values are too large to square, expected values below 1e150")
    # The rounded mean of a constant column can leave a deviation of 1e-17: compare the values.
    constant = (values == values[0]).all(axis=0) | (deviation == 0)
    return Scaling(mean, np.where(constant, 1.0, deviation))


def standardise(values, scaling):
    """Return (values - mean) / deviation, column by column: shape (rows, columns) as `values`.

    `scaling` comes from `scaling_of`. Raises TypeError or ValueError where the two do not fit.

    >>> standardise([[4.0, 6.0]], scaling_of([[1.0, 5.0], [3.0, 5.0]]))
    array([[2., 1.]])
    """
    values, mean, deviation = _with_scaling(values, scaling)
    return (values - mean) / deviation


def unstandardise(values, scaling):
    """Return values x deviation + mean, column by column: the inverse, for instance to dollars.

    >>> unstandardise([[2.0, 1.0]], scaling_of([[1.0, 5.0], [3.0, 5.0]]))
    array([[4., 6.]])
    """
    values, mean, deviation = _with_scaling(values, scaling)
    return values * deviation + mean


def _lines(name):
    """Return the lines of a data file whose bytes have the recorded checksum."""
    content = _bytes(name)
    recorded = _bytes("SHA256SUMS").decode(errors="replace").splitlines()
    if f"{hashlib.sha256(content).hexdigest()}  {name}" not in recorded:
        raise ValueError(
            f"{DATA / name} is not the file that the course was made with (its checksum differs "
            f"from the one in SHA256SUMS); {_mend(name)}"
        )
    return content.decode().splitlines()


def _bytes(name):
    if not DATA.is_dir():
        raise FileNotFoundError(
            f"the folder {DATA} is missing: it is installed along with helpers; "
            "download the course again, or run `pip install .` in it once more"
        )
    try:
        return (DATA / name).read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"{DATA / name} is missing; {_mend(name)}") from None


def _mend(name):
    if DATA == INSTALLED:
        return "install the course once more"
    return f"bring it back with `git checkout -- data/{name}`, or download the course again"


def _column_names(columns):
    if not isinstance(columns, (list, tuple)) or not all(isinstance(name, str) for name in columns):
        raise TypeError(f'columns are {columns!r}, expected a list of names: ["education"]')
    known = (*YEARS, *GROUP_OF_ONE)
    unknown = [name for name in columns if name not in known]
    if unknown or not columns or len(set(columns)) < len(columns):
        raise ValueError(
            f"columns are {list(columns)}, expected one or more of {', '.join(known)}, each once"
        )
    return tuple(columns)


def _as_number(name, text):
    return float(text) if name in YEARS else float(text == GROUP_OF_ONE[name])


def _fraction(name, value):
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise TypeError(f"{name} is {value!r}, expected a number between 0 and 1, such as 0.2")
    if not 0 < value < 1:
        raise ValueError(f"{name} is {value}, expected a number between 0 and 1, such as 0.2")
    return float(value)


def _with_scaling(values, scaling):
    if not isinstance(scaling, Scaling):
        raise TypeError(f"scaling is {scaling!r}, expected what scaling_of(train_values) returns")
    values = checks.matrix("values", values)
    mean, deviation = (
        checks.same_shape(f"scaling.{name}", part, values.shape[1:], "the columns of values")
        for name, part in scaling._asdict().items()
    )
    if (deviation <= 0).any():
        raise ValueError(f"scaling.deviation has the value {deviation.min():g}, expected above 0")
    return values, mean, deviation
