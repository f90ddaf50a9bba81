"""All there is to know about the slope of a weight or bias: factors, paths, measurement, curve.

Nothing is drawn here.
"""

from numbers import Real
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.figures.network_plan import NetworkNumber, edges_of
from helpers.gradient_check import ROUNDING, ParameterPlace, check_slopes, numerical_slopes
from helpers.losses import SQUARED_ERROR
from helpers.network import Layer
from helpers.training import loss_of
from helpers.walks.arithmetic import (
    BRIEF_DIGITS,
    brief,
    equation,
    product,
    single,
    total,
    written,
)
from helpers.walks.paths import SlopePath, count_of_paths, paths_from
from helpers.walks.steps import Step, capital, one_example, steps_of, weight_slope

MOST_PATHS = 8
"""So many paths are written out; of more, their number is said."""

MOST_WEIGHTS = 120
POINTS = 61
NEAR = 5e-3
"""A typed guess counts as right within this share of the slope, as in a walk.

Slopes that a program has worked out have to be as near as rounding leaves them: ROUNDING.
"""

_ARRAYS = {"weight": "weights", "bias": "bias"}


class Explanation(NamedTuple):
    """Everything about the slope of one weight or bias.

    `place` is that of the weight or bias, `number` what stands there. `step` is the step of the
    walk that makes the slope. `paths` are empty where they are more than `MOST_PATHS`; `count` says
    how many there are. `measured` is the numerical slope, `is_kinked` says that a relu opens or
    closes within its nudge; `guess` is the learner's slope, or None, and `is_right` says whether it
    is near enough. `numbers` and `losses` are the loss as a curve over this one weight or bias.
    """

    place: NetworkNumber
    step: Step
    number: float
    loss: float
    paths: list[SlopePath]
    count: int
    measured: float
    is_kinked: bool
    guess: float | None
    is_right: bool
    numbers: np.ndarray
    losses: np.ndarray

    @property
    def slope(self):
        """The slope by backpropagation."""
        return self.step.result


def explanations_of(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Return an Explanation for every weight, then for every bias, in the order of their arrays.

    The arguments and errors are those of `explain_figure`.
    """
    way = steps_of(layers, inputs, checks.numbers("targets", targets), row=row)
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    count = sum(layer.weights.size for layer in layers)
    if count > MOST_WEIGHTS:
        raise ValueError(
            f"layers have {count} weights, expected at most {MOST_WEIGHTS} to explain: "
            "take a smaller network"
        )
    guesses = _guesses(guess, layers, place_of(layers, layer, weight))
    measured, kinks = _measured(layers, inputs, targets)
    near = NEAR if isinstance(guess, Real) else ROUNDING
    example = layers, inputs[None], targets[None], numbers_before_update(way)
    steps = {step.place: step for step in way.steps}
    return [
        _explained(example, place, steps, measured, kinks, guesses.get(place), near)
        for place in places_of(layers)
    ]


def told(explanation):
    """Return an Explanation in words, every number included."""
    step = explanation.step
    slopes, *paths = notes_of(explanation)
    ways = "; ".join(paths)
    number = f"{explanation.place.quantity} {written(explanation.number)}"
    here = f"{capital(number)}, loss {written(explanation.loss)}."
    return f"{step.says}: {step.rule}. {step.arithmetic}. {slopes}. {ways}. {here}"


def notes_of(explanation):
    """Return the lines of the picture: the slopes side by side, the count of paths, each path."""
    count, paths = explanation.count, explanation.paths
    if not paths:
        quantity = explanation.place.quantity
        counted = f"{count} paths lead from this {quantity} to the loss, too many to write out"
        return [_slopes(explanation), counted]
    counted = "1 path" if count == 1 else f"{count} paths"
    notes = [_slopes(explanation), f"{counted} to the loss: {_along(explanation)}"]
    is_one_output = len({path.nodes[-1] for path in paths}) == 1
    for path in paths:
        # Paths that are closed add nothing: more than one line they are not worth.
        if path.is_open or count == 1:
            way = _in_brief(product(*map(brief, path.telling)), path.product)
            notes.append(f"through {_nodes(path, is_one_output)}: {way}" if count > 1 else way)
    closed = [_nodes(path, is_one_output) for path in paths if not path.is_open]
    if closed and count > 1:
        notes.append(f"closed: through {'; '.join(closed)}")
    if count > 1:
        products = [path.product for path in paths if path.product] or [0.0]
        terms = [single(brief(number)) for number in products]
        notes.append(f"sum {_in_brief(total(*terms), sum(products))}")
    return notes


def _in_brief(expression, result):
    """The equation with three digits, as in the network: more would tell nothing here."""
    return equation(expression, brief(result), BRIEF_DIGITS)


def _along(explanation):
    """What is multiplied along each path, towards the loss."""
    first = "1" if explanation.place.quantity == "bias" else "value"
    path = explanation.paths[0]
    following = len(path.nodes) - 1
    # A closed path that is the only one is written out, with the slope of relu that makes it 0.
    gate = "" if path.is_open or explanation.count > 1 else "relu′ × "
    weights = "" if following == 0 else "weight × " if following == 1 else "weights × "
    return f"{first} × {gate}{weights}slope at the prediction"


def _nodes(path, is_one_output):
    """The nodes of a path by their numbers, towards the loss."""
    nodes = [str(node + 1) for node in path.nodes[: -1 if is_one_output else None]]
    return f"{'nodes' if len(nodes) > 1 else 'node'} {', '.join(nodes)}"


def _slopes(explanation):
    text = f"Slope by backpropagation {written(explanation.slope)}"
    text += f", by nudging {written(explanation.measured)}"
    if explanation.is_kinked:
        text += " (a ReLU switches within it)"
    if explanation.guess is None:
        return text
    if explanation.is_right:
        return f"{text}; yours {written(explanation.guess)} agrees"
    guess = written(explanation.guess)
    if guess == written(explanation.slope):  # so near that the usual digits hide the difference
        guess = f"{explanation.guess:.12g}".replace("-", "−")
    return f"{text}; yours {guess} differs"


def numbers_before_update(way):
    """Return every number of a Way that belongs to the network before its update."""
    known = {step.place: step.result for step in way.steps if not step.place.is_new}
    return {**way.given, **known}


def place_of(layers, layer, weight):
    """Return the NetworkNumber of `layers[layer].weights[weight]`; errors as for its slope."""
    return weight_slope(layers, layer, weight)._replace(quantity="weight")


def places_of(layers):
    """Return the NetworkNumber of every weight, then every bias, in the order of their arrays."""
    weights = [
        NetworkNumber("weight", edge.layer, (edge.start, edge.end)) for edge in edges_of(layers)
    ]
    return weights + [
        NetworkNumber("bias", number, (node,))
        for number, layer in enumerate(layers)
        for node in range(0 if layer.bias is None else len(layer.bias))
    ]


def _at(layers, place):
    """The number at the place of a weight or bias; in layers of slopes, its slope."""
    return float(getattr(layers[place.layer], _ARRAYS[place.quantity])[place.index])


def _guesses(guess, layers, place):
    """The learner's slopes by place: one, all, or none."""
    if guess is None:
        return {}
    if isinstance(guess, Real):
        return {place: float(checks.numbers("guess", guess))}
    slopes = checks.same_shapes("guess", checks.layer_list(guess, Layer, "guess"), layers)
    return {place: _at(slopes, place) for place in places_of(layers)}


def _measured(layers, inputs, targets):
    """The numerical slopes, and the places where a relu switches within the nudge."""
    measured = numerical_slopes(inputs[None], targets[None], layers)
    return measured, check_slopes(measured, inputs[None], targets[None], layers).kinks


def _explained(example, place, steps, measured, kinks, guess, near):
    layers, inputs, targets, known = example
    step = steps[place._replace(quantity=f"slope of {place.quantity}")]
    count = count_of_paths(layers, place)
    loss = known[NetworkNumber("loss", len(layers))]
    numbers = known[place] + _reach(loss, step.result) * np.linspace(-1, 1, POINTS)
    return Explanation(
        place,
        step,
        known[place],
        loss,
        paths_from(layers, known, place) if count <= MOST_PATHS else [],
        count,
        _at(measured, place),
        ParameterPlace(place.layer, _ARRAYS[place.quantity], place.index) in kinks,
        guess,
        guess is not None and abs(guess - step.result) <= near * abs(step.result) + 1e-12,
        numbers,
        _losses(layers, inputs, targets, place, numbers),
    )


def _reach(loss, slope):
    """How far to both sides the curve goes: beyond the bottom of the parabola that it is here."""
    return float(np.clip(4.4 * loss / abs(slope), 0.2, 3)) if slope else 1.0


def _losses(layers, inputs, targets, place, numbers):
    """The loss with each of the numbers at a place, all others as they are."""
    return np.array(
        [
            loss_of.unchecked(inputs, targets, _with(layers, place, number), SQUARED_ERROR)
            for number in numbers
        ]
    )


def _with(layers, place, number):
    name = _ARRAYS[place.quantity]
    array = getattr(layers[place.layer], name).copy()
    array[place.index] = number
    changed = layers[place.layer]._replace(**{name: array})
    return [*layers[: place.layer], changed, *layers[place.layer + 1 :]]
