"""Notebook 10: the parts of a network of one's own, against the core, with layers of any kind."""

from typing import NamedTuple

import numpy as np
import pytest

from helpers.exercises import check
from helpers.exercises.catalogue import exercise_named
from helpers.gradient_check import numerical_slopes
from helpers.losses import SOFTMAX_CROSS_ENTROPY
from helpers.network import backward, forward
from helpers.training import slopes_of, train, update


class Layer(NamedTuple):
    """As a learner defines it: same names, another type."""

    weights: np.ndarray
    bias: np.ndarray


class Fields:
    def __init__(self, weights, bias):
        self.weights, self.bias = weights, bias


class Named:
    def __init__(self, weights, bias):
        self.W, self.b = weights, bias


def cases(name):
    exercise = exercise_named(name)
    for case in exercise.cases(np.random.default_rng(3)):
        yield exercise.reference(*case.arguments), case.arguments


def assert_alike(made, right, rtol=1e-12):
    for own, of_core in zip(made, right, strict=True):
        np.testing.assert_allclose(own[0], of_core[0], rtol=rtol, atol=rtol)
        np.testing.assert_allclose(own[1], of_core[1], rtol=rtol, atol=rtol)


def test_forward_backward_and_update_are_the_core_s():
    for made, (inputs, layers) in cases("my_forward"):
        for own, right in zip(made, forward(inputs, layers).activations, strict=True):
            np.testing.assert_allclose(own, right, rtol=1e-12, atol=1e-12)
    for made, (activations, layers, loss_slope) in cases("my_backward"):
        assert_alike(made, backward(forward(activations[0], layers), layers, loss_slope))
    for made, (layers, slopes, rate) in cases("my_update"):
        assert_alike(made, update(layers, slopes, rate))


def test_loss_and_its_slope_are_the_core_s():
    for made, (scores, labels) in cases("my_loss"):
        assert made == pytest.approx(SOFTMAX_CROSS_ENTROPY.value(scores, labels))
    for made, (scores, labels) in cases("my_loss_slope"):
        np.testing.assert_allclose(made, SOFTMAX_CROSS_ENTROPY.slope(scores, labels), atol=1e-12)


def test_the_whole_is_judged_by_measuring():
    for made, (inputs, labels, layers) in cases("my_slopes"):
        measured = numerical_slopes(inputs, labels, layers, SOFTMAX_CROSS_ENTROPY)
        assert_alike(made, measured, rtol=1e-8)
        right = slopes_of(inputs, labels, layers, SOFTMAX_CROSS_ENTROPY)
        assert_alike(made, right, rtol=1e-7)
        assert not np.array_equal(made[-1].bias, right[-1].bias)


def test_training_is_the_core_s():
    for made, (inputs, labels, layers, rate, batch_size, orders) in cases("my_training"):
        now = layers
        for order in orders:
            for start in range(0, len(order), batch_size):
                batch = order[start : start + batch_size]
                rows = {"learning_rate": rate, "epochs": 1, "loss": SOFTMAX_CROSS_ENTROPY}
                now = train(inputs[batch], labels[batch], now, **rows).layers
        assert_alike(made, now)


KINDS = [Layer, Fields, lambda weights, bias: (weights, bias), lambda *pair: list(pair)]
KINDS += [lambda weights, bias: {"bias": bias, "weights": weights}]


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_may_be_of_any_kind(kind):
    def updated(layers, slopes, learning_rate):
        return [
            kind(w - learning_rate * dw, b - learning_rate * db)
            for (w, b), (dw, db) in zip(layers, slopes, strict=True)
        ]

    def uphill(layers, slopes, learning_rate):
        return updated(layers, slopes, -learning_rate)

    assert check("my_update", updated).status == "correct"
    assert check("my_update", uphill).misconceptions == ("step uphill",)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda layers, *_: layers[0].weights, "one thing"),
        (lambda layers, *_: [layer.weights for layer in layers], "without weights and bias"),
        (lambda layers, *_: [{"weights": w} for w, _ in layers], "with weights, but without"),
        (lambda layers, *_: [{"W": w, "b": b} for w, b in layers], "with W, b, but without"),
        (lambda layers, *_: [Named(w, b) for w, b in layers], "with W, b, but without"),
        (lambda layers, *_: [[w for w, _ in layers], []], "a list of 1 without"),
        (lambda layers, *_: ([layers[0]] * 2, []), "a list of 2 arrays as the weights of entry 0"),
        (lambda layers, *_: Fields(*layers[0]), "a list with an entry for each layer"),
        (lambda layers, *_: [(w, None) for w, _ in layers], "None as the bias of entry 0"),
        (lambda layers, *_: [(w, ...) for w, _ in layers], "no number as the bias of entry 0"),
        (lambda layers, *_: [*layers, layers[0]], "2 layers, expected 1"),
        (lambda layers, *_: [(w[:, :1] @ w[:1], b) for w, b in layers], "the weights of layer 0"),
        (lambda layers, *_: None, "None"),
    ],
)
def test_what_is_no_list_of_layers_is_told_so(answer, words):
    verdict = check("my_update", answer)
    assert verdict.status == "wrong"
    assert words in verdict.message


@pytest.mark.parametrize("kind", [Layer, Fields])
def test_the_core_takes_a_layer_of_another_type_with_the_same_names(kind):
    own = [
        kind(np.array([[0.5, 0.6], [0.1, 0.2]]), np.zeros(2)),
        kind(np.array([[0.3], [0.4]]), None),
    ]
    assert forward([[1.0, 2.0]], own).prediction == pytest.approx(0.61)
