"""Losses and their slopes: against autograd, scikit-learn, exact fractions and extreme scores."""

from fractions import Fraction
from math import log

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COURSE

from helpers.losses import (
    SOFTMAX_CROSS_ENTROPY,
    SQUARED_ERROR,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_slope,
    squared_error,
    squared_error_slope,
)

ROWS, OUTPUTS, SEED = st.integers(1, 20), st.integers(1, 12), st.integers(0, 2**32)


def scores_and_labels(rows, classes, seed, scale=3.0):
    generator = np.random.default_rng(seed)
    scores = scale * generator.normal(size=(rows, classes))
    return scores, generator.integers(0, classes, rows)


@settings(COURSE, max_examples=100)
@given(ROWS, OUTPUTS, SEED)
def test_squared_error_is_the_exact_mean_over_rows_of_sums_over_outputs(rows, outputs, seed):
    generator = np.random.default_rng(seed)
    prediction, targets = generator.normal(size=(2, rows, outputs))
    exact = sum(
        (Fraction(p) - Fraction(t)) ** 2
        for p, t in zip(prediction.ravel(), targets.ravel(), strict=True)
    )
    found = squared_error(prediction, targets)
    assert type(found) is float
    assert found == pytest.approx(float(exact / rows), rel=1e-14)


@settings(COURSE, max_examples=100)
@given(ROWS, OUTPUTS, SEED)
def test_squared_error_slope_is_that_of_autograd(rows, outputs, seed):
    generator = np.random.default_rng(seed)
    prediction, targets = generator.normal(size=(2, rows, outputs))
    expected = autograd.grad(lambda p: anp.mean(anp.sum((p - targets) ** 2, axis=1)))(prediction)
    found = squared_error_slope(prediction, targets)
    np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-15)


@settings(COURSE, max_examples=100)
@given(ROWS, st.integers(2, 12), SEED)
def test_cross_entropy_is_scikit_learn_s_log_loss(rows, classes, seed):
    metrics = pytest.importorskip("sklearn.metrics")
    special = pytest.importorskip("scipy.special")
    scores, labels = scores_and_labels(rows, classes, seed)
    shares = special.softmax(scores, axis=1)
    np.testing.assert_allclose(softmax(scores), shares, rtol=1e-13)
    expected = metrics.log_loss(labels, shares, labels=range(classes))
    found = softmax_cross_entropy(scores, labels)
    assert type(found) is float
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-14)


@settings(COURSE, max_examples=100)
@given(ROWS, OUTPUTS, SEED)
def test_cross_entropy_and_its_slope_are_those_of_autograd(rows, classes, seed):
    scores, labels = scores_and_labels(rows, classes, seed)

    def unstabilised(scores):
        shares = anp.exp(scores) / anp.sum(anp.exp(scores), axis=1, keepdims=True)
        return -anp.mean(anp.log(shares[np.arange(rows), labels]))

    value = softmax_cross_entropy(scores, labels)
    assert value == pytest.approx(unstabilised(scores), rel=1e-12, abs=1e-14)
    found = softmax_cross_entropy_slope(scores, labels)
    np.testing.assert_allclose(found, autograd.grad(unstabilised)(scores), rtol=1e-12, atol=1e-15)


@settings(COURSE, max_examples=50)
@given(ROWS, OUTPUTS, SEED)
def test_softmax_gives_shares_that_do_not_move_with_the_scores(rows, classes, seed):
    scores, labels = scores_and_labels(rows, classes, seed)
    shares = softmax(scores)
    assert (shares > 0).all()
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(scores + 8.0), shares, rtol=1e-12)
    slope = softmax_cross_entropy_slope(scores, labels)
    np.testing.assert_allclose(slope.sum(axis=1), 0, atol=1e-15)


@pytest.mark.parametrize("large", [800.0, 1e5, 1e300])
def test_extreme_scores_stay_finite_and_warn_of_nothing(large):
    scores = np.array([[large, -large, 0.0], [-large, large, 0.0]])
    right, wrong = np.array([0, 1]), np.array([1, 0])
    with np.errstate(all="raise", under="ignore"):
        assert softmax_cross_entropy(scores, right) == 0
        assert softmax_cross_entropy(scores, wrong) == 2 * large
        np.testing.assert_array_equal(softmax(scores), [[1, 0, 0], [0, 1, 0]])
        slope = softmax_cross_entropy_slope(scores, wrong)
    np.testing.assert_array_equal(slope, [[0.5, -0.5, 0], [-0.5, 0.5, 0]])


def test_equal_scores_cost_the_logarithm_of_their_number():
    for score in (0.0, -1e300, 1e300):
        scores = np.full((2, 5), score)
        assert softmax_cross_entropy(scores, [0, 4]) == pytest.approx(log(5), rel=1e-15)


def test_both_losses_are_means_so_that_repeating_the_rows_changes_nothing():
    generator = np.random.default_rng(5)
    prediction, targets = generator.normal(size=(2, 4, 3))
    labels = generator.integers(0, 3, 4)
    for loss, right in ((SQUARED_ERROR, targets), (SOFTMAX_CROSS_ENTROPY, labels)):
        twice = np.concatenate([prediction, prediction]), np.concatenate([right, right])
        assert loss.value(*twice) == pytest.approx(loss.value(prediction, right), rel=1e-14)
        half = loss.slope(prediction, right) / 2
        np.testing.assert_allclose(loss.slope(*twice)[:4], half, rtol=1e-14)


@pytest.mark.parametrize("labels", [[0, 1], [0.0, 1.0], np.array([0, 1], np.uint8)])
def test_whole_labels_of_any_kind_count(labels):
    scores = [[2.0, 1.0], [0.0, 3.0]]
    assert softmax_cross_entropy(scores, labels) == softmax_cross_entropy(scores, np.array([0, 1]))


def test_small_unsigned_targets_do_not_wrap_around():
    assert squared_error(np.array([[1]], np.uint8), np.array([[3]], np.uint8)) == 4
    slope = squared_error_slope(np.array([[1]], np.uint8), np.array([[3]], np.uint8))
    assert slope.tolist() == [[-4.0]]
