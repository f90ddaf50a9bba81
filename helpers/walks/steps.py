"""One example's way through a network and back, in steps as small as they get.

Each step makes one number: a product, a sum, an activation, an error, a factor, a slope, a new
weight. It says so in words, and writes its arithmetic out. Nothing is drawn here.
"""

from collections.abc import Callable
from math import prod
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.checks import widths_of
from helpers.figures.network_plan import NetworkNumber
from helpers.network import forward
from helpers.walks.arithmetic import (
    Expression,
    difference,
    equation,
    product,
    single,
    square,
    total,
    value_of,
    written,
)

NODE_SLOPE = "slope of value"
FORWARD, LOSS, BACKWARD, UPDATE, AGAIN = "forward", "loss", "backward", "update", "again"

MOST_DETAILED = 3
"""So many terms of a sum are written as products."""


class Step(NamedTuple):
    """One number made: where it belongs, how, and out of what.

    `part` is "forward", "loss", "backward", "update" or "again". `says` names the number, `rule`
    says how it comes about; `question` is its arithmetic without the result, `arithmetic` with it;
    `uses` are the places of the numbers that went in.
    """

    part: str
    place: NetworkNumber
    says: str
    rule: str
    question: str
    arithmetic: str
    result: float
    uses: tuple[NetworkNumber, ...]


class Way(NamedTuple):
    """All steps of a walk, and the numbers that are known before the first."""

    given: dict[NetworkNumber, float]
    steps: list[Step]


def steps_of(layers, inputs, targets=None, learning_rate=0.01, row=None):
    """Return one example's Way: forward, to the loss, back, through one update, forward again.

    `inputs` has shape (rows, inputs) and `targets` (rows, outputs); of several rows `row` says
    which one, counted from 0. The loss is that row's squared error, summed over the outputs.
    Without targets the walk ends at the prediction. The new network's steps are those of "again".
    Raises ValueError or TypeError where arguments do not fit or several rows come without `row`.
    """
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    learning_rate = checks.positive("learning_rate", learning_rate)
    given = _given(layers, inputs, targets)
    walk = _Walk(dict(given), [], names_of(widths_of(layers)), len(layers))
    _pass_forward(walk, layers, FORWARD)
    if targets is None:
        return Way(given, walk.steps)
    _find_loss(walk, layers, LOSS)
    _pass_backward(walk, layers)
    _update(walk, layers, learning_rate)
    _pass_forward(walk, layers, AGAIN)
    _find_loss(walk, layers, AGAIN)
    _compare(walk, NetworkNumber("loss", len(layers)))
    return Way(given, walk.steps)


def one_example(layers, inputs, targets, row):
    """Return layers, one row's inputs and its targets (or None), both of one dimension."""
    inputs, layers = forward.check(inputs, layers)
    if targets is not None:
        shape = (len(inputs), layers[-1].weights.shape[1])
        targets = checks.same_shape("targets", targets, shape, "the predictions")
    if row is None:
        if len(inputs) > 1:
            raise ValueError(
                f"inputs have {len(inputs)} rows, expected one, for a walk follows one example: "
                f"choose it with row=0 to row={len(inputs) - 1}"
            )
        row = 0
    row = checks.whole_number("row", row, 0, len(inputs) - 1)
    return layers, inputs[row], None if targets is None else targets[row]


def weight_slope(layers, layer, weight):
    """Return the NetworkNumber of the slope of `layers[layer].weights[weight]`.

    Raises ValueError or TypeError where there is no such weight.
    """
    layer = checks.whole_number("layer", layer, 0, len(layers) - 1)
    shape = layers[layer].weights.shape
    if not isinstance(weight, (tuple, list)) or len(weight) != 2:
        raise TypeError(f"weight is {weight!r}, expected (start, end), counted from 0")
    index = [
        checks.whole_number(f"weight[{at}]", number, 0, shape[at] - 1)
        for at, number in enumerate(weight)
    ]
    return NetworkNumber("slope of weight", layer, tuple(index))


def needed_for(way, place):
    """Return the steps of a Way that `place` needs, its own last.

    Raises ValueError where no step makes it.
    """
    by_place = {step.place: step for step in way.steps}
    if place not in by_place:
        raise ValueError(f"{place} is made by no step of this walk")
    needed, ahead = set(), [place]
    while ahead:
        step = by_place.get(ahead.pop())
        if step is not None and step.place not in needed:
            needed.add(step.place)
            ahead += step.uses
    return [step for step in way.steps if step.place in needed]


class _Walk(NamedTuple):
    """A walk under way: the numbers known so far, the steps that made them, the nodes' names."""

    known: dict[NetworkNumber, float]
    steps: list[Step]
    name: Callable
    last_column: int

    def take(self, part, place, says, rule, expression, result, uses):
        """Make one number; `uses` are the places of what goes in."""
        if not np.isfinite(result):
            raise ValueError(
                f"layers make {place.quantity} infinite for these inputs, expected finite numbers: "
                "take smaller inputs, weights or a smaller learning_rate"
            )
        self.known[place] = result
        arithmetic = equation(expression, result)
        step = Step(part, place, says, rule, expression.text, arithmetic, result, tuple(uses))
        self.steps.append(step)

    def add_up(self, part, place, says, rule, places, terms=()):
        """Make the sum of the numbers at some places; `terms` say them in greater detail."""
        numbers = [self.known[place] for place in places]
        expression = total(*(terms or map(single, numbers)))
        self.take(part, place, says, rule, expression, sum(numbers), places)


def _given(layers, inputs, targets):
    given = {NetworkNumber("value", 0, (node,)): float(value) for node, value in enumerate(inputs)}
    for number, layer in enumerate(layers):
        for array, quantity in zip(layer, ("weight", "bias"), strict=True):
            for index, value in () if array is None else np.ndenumerate(array):
                given[NetworkNumber(quantity, number, index)] = float(value)
    for node, target in enumerate(() if targets is None else targets):
        given[NetworkNumber("target", len(layers), (node,))] = float(target)
    return given


def names_of(widths):
    """Return the function that names a node: (column, node) -> words."""

    def name(column, node):
        if column == 0:
            return f"input {node + 1}"
        if column == len(widths) - 1:
            return "the prediction" if widths[-1] == 1 else f"prediction {node + 1}"
        if len(widths) == 3:
            return f"hidden node {node + 1}"
        return f"node {node + 1} of hidden layer {column}"

    return name


def _pass_forward(walk, layers, part):
    for number, layer in enumerate(layers):
        is_last = number == len(layers) - 1
        for end in range(layer.weights.shape[1]):
            # The last layer has no relu: its sum is the prediction.
            place = NetworkNumber("value" if is_last else "sum", number + 1, (end,), part == AGAIN)
            _gather(walk, layer, number, place, part)
            if not is_last:
                _apply_relu(walk, place, part)


def _gather(walk, layer, number, place, part):
    """The products that reach a node, and their sum."""
    (end,), is_new = place.index, place.is_new
    node, places, terms = walk.name(number + 1, end), [], []
    for start in range(len(layer.weights)):
        # Inputs are no part of the network: an update leaves them as they are.
        value = NetworkNumber("value", number, (start,), is_new and number > 0)
        weight = NetworkNumber("weight", number, (start, end), is_new)
        factors = walk.known[value], walk.known[weight]
        says = f"To {node}, from {walk.name(number, start)}"
        places.append(NetworkNumber("product", number, (start, end), is_new))
        terms.append(product(*factors))
        uses = value, weight
        walk.take(part, places[-1], says, "value × weight", terms[-1], prod(factors), uses)
    rule = "its products added up"
    if layer.bias is not None:
        places.append(NetworkNumber("bias", number, (end,), is_new))
        terms.append(single(walk.known[places[-1]]))
        rule = "its products and its bias added up"
    # A long sum is written with the products that have just been worked out.
    detail = terms if len(terms) <= MOST_DETAILED else ()
    says = capital(node) if number + 1 == walk.last_column else f"The sum at {node}"
    walk.add_up(part, place, says, rule, places, detail)


def _apply_relu(walk, place, part):
    before = walk.known[place]
    rule = "ReLU of its sum: the sum where it is above 0, else 0"
    says = f"The value of {walk.name(place.layer, *place.index)}"
    result = max(before, 0.0)
    expression = _called("relu", before, result)
    walk.take(part, place._replace(quantity="value"), says, rule, expression, result, [place])


def _called(function, argument, result):
    """A function of one number, whose value is looked up rather than worked out."""
    return Expression(f"{function}({written(argument)})", value_of(result))


def _find_loss(walk, layers, part):
    is_new, column, outputs = part == AGAIN, len(layers), layers[-1].weights.shape[1]
    loss, squares = NetworkNumber("loss", column, (), is_new), []
    for node in range(outputs):
        which = "" if outputs == 1 else f" of prediction {node + 1}"
        value, target = (
            NetworkNumber("value", column, (node,), is_new),
            NetworkNumber("target", column, (node,)),
        )
        numbers = walk.known[value], walk.known[target]
        error = NetworkNumber("error", column, (node,), is_new)
        expression, result = difference(numbers[0], single(numbers[1])), numbers[0] - numbers[1]
        rule = "prediction − target"
        walk.take(part, error, f"The error{which}", rule, expression, result, (value, target))
        squares.append(loss if outputs == 1 else error._replace(quantity="square"))
        says = "The loss" if outputs == 1 else f"The squared error{which}"
        expression = square(result)
        walk.take(part, squares[-1], says, "error squared", expression, result * result, [error])
    if outputs > 1:
        walk.add_up(part, loss, "The loss", "the squared errors added up", squares)


def _compare(walk, old):
    new, change = old._replace(is_new=True), old._replace(quantity="change", is_new=True)
    result = walk.known[new] - walk.known[old]
    outcome = "fallen" if result < 0 else "risen" if result > 0 else "stayed as it was"
    expression = difference(walk.known[new], single(walk.known[old]))
    rule = f"new loss − old loss: it has {outcome}"
    walk.take(AGAIN, change, "The change of the loss", rule, expression, result, (new, old))


def _pass_backward(walk, layers):
    column = len(layers)
    for node in range(layers[-1].weights.shape[1]):
        error = NetworkNumber("error", column, (node,))
        says = f"The slope at {walk.name(column, node)}"
        place, number = error._replace(quantity=NODE_SLOPE), walk.known[error]
        walk.take(BACKWARD, place, says, "2 × error", product(2, number), 2 * number, [error])
    for number in reversed(range(len(layers))):
        if number < len(layers) - 1:
            for node in range(layers[number].weights.shape[1]):
                _find_gate(walk, NetworkNumber("gate", number + 1, (node,)))
        _find_slopes_of_weights(walk, layers[number], number)
        if number > 0:
            for node in range(len(layers[number].weights)):
                _find_slope_of_node(
                    walk, layers[number], NetworkNumber(NODE_SLOPE, number, (node,))
                )


def _find_gate(walk, gate):
    place = gate._replace(quantity="sum")
    before = walk.known[place]
    result = 1.0 if before > 0 else 0.0
    says = f"The slope of ReLU at {walk.name(gate.layer, *gate.index)}"
    rule = "1 where the sum is above 0, else 0"
    walk.take(BACKWARD, gate, says, rule, _called("relu′", before, result), result, [place])


def _find_slopes_of_weights(walk, layer, number):
    for end in range(layer.weights.shape[1]):
        node = walk.name(number + 1, end)
        for start in range(len(layer.weights)):
            place = NetworkNumber("slope of weight", number, (start, end))
            says = f"The slope of the weight from {walk.name(number, start)} to {node}"
            _multiply_back(
                walk, place, says, "value", NetworkNumber("value", number, (start,)), end
            )
        if layer.bias is not None:
            place = NetworkNumber("slope of bias", number, (end,))
            _multiply_back(walk, place, f"The slope of the bias of {node}", "1", None, end)


def _find_slope_of_node(walk, layer, place):
    """One product for each path on from a node, and their sum where there are several."""
    outputs, (node,) = layer.weights.shape[1], place.index
    here, paths = walk.name(place.layer, node), []
    at_activation = f"The slope at the activation of {here}"
    for end in range(outputs):
        path, says = place, at_activation
        if outputs > 1:
            path = NetworkNumber("path", place.layer, (node, end))
            says = f"Along the path from {here} to {walk.name(place.layer + 1, end)}"
        weight = NetworkNumber("weight", place.layer, (node, end))
        _multiply_back(walk, path, says, "weight", weight, end)
        paths.append(path)
    if outputs > 1:
        walk.add_up(BACKWARD, place, at_activation, "its paths added up", paths)


def _multiply_back(walk, place, says, factor, first, end):
    """A number, or 1 for a bias, times the slopes at the next node towards the loss.

    These are the slope at its activation and relu's own slope; at the prediction, where there is no
    relu, it is one slope.
    """
    column = place.layer + 1
    gate, slope = NetworkNumber("gate", column, (end,)), NetworkNumber(NODE_SLOPE, column, (end,))
    uses = [used for used in (first, slope, gate) if used in walk.known]
    factors = [walk.known.get(first, 1.0), *(walk.known[used] for used in uses if used != first)]
    is_hidden = gate in walk.known
    slopes = "slope at the activation × relu′" if is_hidden else "slope at the prediction"
    walk.take(BACKWARD, place, says, f"{factor} × {slopes}", product(*factors), prod(factors), uses)


def _update(walk, layers, learning_rate):
    for number, layer in enumerate(layers):
        for start, end in np.ndindex(layer.weights.shape):
            ends = f"from {walk.name(number, start)} to {walk.name(number + 1, end)}"
            place = NetworkNumber("weight", number, (start, end))
            _step_down(walk, place, f"The new weight {ends}", learning_rate)
        for end in range(0 if layer.bias is None else len(layer.bias)):
            says = f"The new bias of {walk.name(number + 1, end)}"
            _step_down(walk, NetworkNumber("bias", number, (end,)), says, learning_rate)


def _step_down(walk, place, says, learning_rate):
    slope = place._replace(quantity=f"slope of {place.quantity}")
    old, slope_here = walk.known[place], walk.known[slope]
    expression = difference(old, product(learning_rate, slope_here))
    rule = f"old {place.quantity} − learning rate × slope"
    new, result = place._replace(is_new=True), old - learning_rate * slope_here
    walk.take(UPDATE, new, says, rule, expression, result, (place, slope))


def capital(words):
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]
