"""A network of anyone's own design, whatever its names, is measured, compared and trained."""

import numpy as np
import pytest

from helpers.own_network import check_own_network

X = np.array([[1.0, 2.0], [3.0, 0.0], [-4.0, 1.0], [0.5, -1.5]])
Y = np.array([[0.5], [0.9], [-0.3], [0.2]])


class Own:
    """Two layers, with names that the course does not use; `slip` spoils one slope."""

    def __init__(self, slip=1.0):
        generator = np.random.default_rng(0)
        self.W1, self.b1 = generator.normal(size=(2, 3)), np.zeros(3)
        self.W2, self.slip = generator.normal(size=(3, 1)), slip

    def ahead(self):
        self.sums = X @ self.W1 + self.b1
        self.error = np.maximum(self.sums, 0) @ self.W2 - Y
        return np.mean(self.error**2)

    def back(self):
        self.ahead()
        at_sums = 2 * self.error / len(X) @ self.W2.T * (self.sums > 0)
        self.dW2 = np.maximum(self.sums, 0).T @ (2 * self.error / len(X))
        self.dW1, self.db1 = X.T @ at_sums, self.slip * at_sums.sum(axis=0)
        return {"dW1": self.dW1, "rest": (self.db1, self.dW2)}


def numbers(network):
    return [network.W1, network.b1, network.W2]


def test_a_class_with_names_of_its_own_agrees_and_learns():
    network = Own()
    outcome = check_own_network(network, numbers, Own.ahead, Own.back, 0.05, 200)
    assert outcome.agree
    assert outcome.loss_after < 0.2 * outcome.loss_before
    assert outcome.message.startswith("All 12 slopes agree with the measured ones.\n200 updates at")


def test_the_network_itself_stays_as_it_is():
    network, fresh = Own(), Own()
    check_own_network(network, numbers, Own.ahead, Own.back)
    assert vars(network).keys() == vars(fresh).keys()
    for array, before in zip(numbers(network), numbers(fresh), strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize("slip", [0.999, 2.0, 0.0, np.nan])
def test_a_wrong_slope_is_named(slip):
    outcome = check_own_network(Own(slip), numbers, Own.ahead, Own.back, updates=1)
    assert not outcome.agree
    assert outcome.message.startswith("parameters[1][")


def test_functions_of_a_dict_are_as_good():
    start = {"slope": np.array(0.5), "shift": np.array([0.1]), "nothing": None}

    def error(line):
        return X[:, 0] * line["slope"] + line["shift"] - Y[:, 0]

    def slopes(line):
        return [np.array(2 * np.mean(error(line) * X[:, 0])), np.array([2 * np.mean(error(line))])]

    outcome = check_own_network(start, lambda it: it, lambda it: np.mean(error(it) ** 2), slopes)
    assert outcome.agree
    assert outcome.loss_after < outcome.loss_before


BAD = [
    ({"parameters": lambda it: [it.W1.copy(), it.b1.copy(), it.W2.copy()]}, "no nudge of the"),
    ({"parameters": lambda it: None}, "parameters return no array"),
    ({"parameters": lambda it: 3.0}, "parameters return something of type float"),
    ({"parameters": lambda it: [it.W1.astype(int)]}, r"parameters\[0\] has dtype int"),
    ({"slopes": lambda it: [it.W1, it.W2, it.b1]}, r"slopes have the shapes \[\(2, 3\), \(3, 1\)"),
    ({"slopes": lambda it: "dW"}, "slopes return something of type str"),
    ({"loss": lambda it: it.W1}, "loss has shape"),
    ({"learning_rate": 0}, "learning_rate"),
    ({"updates": 0}, "updates"),
]


@pytest.mark.parametrize(("changed", "message"), BAD)
def test_what_cannot_be_checked_gives_one_sentence(changed, message):
    given = {"parameters": numbers, "loss": Own.ahead, "slopes": Own.back} | changed
    with pytest.raises((ValueError, TypeError), match=message):
        check_own_network(Own(), **given)
