"""A network of layers, forward and backward.

Rows are examples. Every layer multiplies by its weights and adds its bias; every layer but the last
then applies relu. A slope is a derivative of the loss: how fast the loss grows with this number.
"""

from typing import NamedTuple

import numpy as np

from helpers import activations, checks
from helpers.checks import checked_by, unchecked

# Arguments are checked at the doors of forward and backward, and not again within.
relu, relu_slope = unchecked(activations.relu), unchecked(activations.relu_slope)


class Layer(NamedTuple):
    """Weights of shape (inputs, outputs) and a bias of shape (outputs,), or None for no bias.

    The slopes of a layer have the same two shapes, so they are kept in a Layer too.
    """

    weights: np.ndarray
    bias: np.ndarray | None = None


class Passed(NamedTuple):
    """What a forward pass leaves behind, layer by layer: all that the backward pass will need.

    `activations` begins with the inputs and ends with the prediction, so it is one longer than
    `pre_activations`: layer l makes pre_activations[l] of activations[l], then activations[l + 1].
    """

    pre_activations: list[np.ndarray]
    activations: list[np.ndarray]

    @property
    def prediction(self):
        """The last layer's output, shape (rows, outputs)."""
        return self.activations[-1]


def _forward_arguments(inputs, layers):
    inputs, layers = checks.matrix("inputs", inputs), checks.layer_list(layers, Layer)
    if inputs.shape[1] != len(layers[0].weights):
        raise ValueError(
            f"inputs have {inputs.shape[1]} columns, expected {len(layers[0].weights)}: "
            "one for each row of layers[0].weights"
        )
    return inputs, layers


def _backward_arguments(passed, layers, loss_slope):
    layers = checks.layer_list(layers, Layer)
    passed = checks.forward_pass(passed, layers, Passed)
    shape = passed.prediction.shape
    return passed, layers, checks.same_shape("loss_slope", loss_slope, shape, "the predictions")


@checked_by(_forward_arguments)
def forward(inputs, layers):
    """Pass inputs of shape (rows, inputs) through the layers; return what every layer made of them.

    Raises ValueError or TypeError where shapes do not fit or numbers are not finite.

    >>> layers = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])]
    >>> forward([[1.0, 2.0]], layers).prediction.round(2)
    array([[0.61]])
    """
    pre_activations, activations = [], [inputs]
    for number, layer in enumerate(layers):
        pre_activation = activations[-1] @ layer.weights
        if layer.bias is not None:
            pre_activation = pre_activation + layer.bias
        is_last = number == len(layers) - 1
        pre_activations.append(pre_activation)
        activations.append(pre_activation if is_last else relu(pre_activation))
    return Passed(pre_activations, activations)


@checked_by(_backward_arguments)
def backward(passed, layers, loss_slope):
    """Return the slope of the loss for every weight and bias: a list of Layer, shaped as `layers`.

    `passed` is what `forward` returned at these layers; `loss_slope`, of shape (rows, outputs), is
    the slope of the loss at the prediction. Nothing is kept between calls and nothing is changed.
    Raises ValueError or TypeError where shapes do not fit or numbers are not finite.

    >>> layers = [Layer([[0.5, 0.6], [0.1, 0.2]]), Layer([[0.3], [0.4]])]
    >>> passed = forward([[1.0, 2.0]], layers)
    >>> backward(passed, layers, [[0.22]])[0].weights.round(3)
    array([[0.066, 0.088],
           [0.132, 0.176]])
    """
    slopes, node_slope = [], loss_slope
    for number in reversed(range(len(layers))):
        weights_slope = passed.activations[number].T @ node_slope
        bias_slope = None if layers[number].bias is None else node_slope.sum(axis=0)
        slopes.insert(0, Layer(weights_slope, bias_slope))
        if number > 0:  # towards the inputs: along the weights, through relu
            gate = relu_slope(passed.pre_activations[number - 1])
            node_slope = (node_slope @ layers[number].weights.T) * gate
    return slopes
