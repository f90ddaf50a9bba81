"""Losses: one number for how wrong a prediction is, and its slope at every predicted number.

Rows are examples. Both losses are means over the rows, so that their size, and the size of their
slopes, does not depend on how many rows a batch has.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.checks import checked_by


class Loss(NamedTuple):
    """A loss for training: `value(prediction, targets)` and `slope(prediction, targets)`."""

    value: Callable
    slope: Callable


def _like_prediction(prediction, targets):
    prediction = checks.matrix("prediction", prediction)
    return prediction, checks.same_shape("targets", targets, prediction.shape, "the predictions")


def _labels_of_rows(prediction, targets):
    prediction = checks.matrix("prediction", prediction)
    return prediction, checks.class_labels("targets", targets, *prediction.shape)


@checked_by(_like_prediction)
def squared_error(prediction, targets):
    """Return the squared error, summed over the outputs and averaged over the rows: a float.

    Both arguments have shape (rows, outputs). Raises ValueError or TypeError where they do not fit.

    >>> round(squared_error([[0.61]], [[0.5]]), 4)
    0.0121
    """
    error = prediction - targets
    return float(np.sum(error**2) / len(error))


@checked_by(_like_prediction)
def squared_error_slope(prediction, targets):
    """Return the slope of `squared_error` at every number of the prediction: shape (rows, outputs).

    >>> squared_error_slope([[0.61]], [[0.5]]).round(2)
    array([[0.22]])
    """
    error = prediction - targets
    return 2 * error / len(error)


@checked_by(_labels_of_rows)
def softmax_cross_entropy(prediction, targets):
    """Return the mean over the rows of -log(softmax's share of the right class): a float.

    `prediction` has shape (rows, classes), any real scores; `targets` are the right classes, whole
    numbers of shape (rows,), counted from 0. Raises ValueError or TypeError where they do not fit.
    Formula: Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4.

    >>> round(softmax_cross_entropy([[0.0, 0.0]], [1]), 6)  # two equal scores: log 2
    0.693147
    """
    scores = _below_largest(prediction)
    of_right_class = scores[targets, np.arange(len(targets))]
    powers = np.exp(scores, out=scores)
    return float(np.mean(np.log(powers.sum(axis=0)) - of_right_class))


@checked_by(_labels_of_rows)
def softmax_cross_entropy_slope(prediction, targets):
    """Return the slope of `softmax_cross_entropy` at every score: shape (rows, classes).

    It is softmax's share of each class, less 1 at the right one, divided by the number of rows.

    >>> softmax_cross_entropy_slope([[0.0, 0.0]], [1])
    array([[ 0.5, -0.5]])
    """
    slope = _shares(prediction)
    slope[np.arange(len(slope)), targets] -= 1
    return slope / len(slope)


def _scores(prediction):
    return (checks.matrix("prediction", prediction),)


@checked_by(_scores)
def softmax(prediction):
    """Return each row's scores as shares: positive, summing to 1. Shape (rows, classes) in and out.

    >>> softmax([[0.0, 0.0]])
    array([[0.5, 0.5]])
    """
    return _shares(prediction)


def _shares(prediction):
    powers = np.exp(_below_largest(prediction))
    return (powers / powers.sum(axis=0)).T


def _below_largest(prediction):
    """Each row's scores less its largest, with a row here for each class: (classes, rows).

    Softmax is the same for scores that move together; with the largest at 0, exp stays finite.
    Class by class numpy goes through all rows at once, in half the time.
    """
    scores = prediction.T.copy()
    scores -= scores.max(axis=0)
    return scores


SQUARED_ERROR = Loss(squared_error, squared_error_slope)
SOFTMAX_CROSS_ENTROPY = Loss(softmax_cross_entropy, softmax_cross_entropy_slope)
