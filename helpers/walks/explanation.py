"""All there is to know about the slope of one weight: factors, paths, measurement, loss over it.

Nothing is drawn here.
"""

from numbers import Real
from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.figures.network_labels import Edge, edges_of
from helpers.gradient_check import ROUNDING, check_slopes, numerical_slopes
from helpers.gradient_check import Place as CheckedPlace
from helpers.losses import SQUARED_ERROR
from helpers.network import Layer
from helpers.training import loss_of
from helpers.walks.arithmetic import equation, product, single, total, written
from helpers.walks.paths import Path, count_of_paths, paths_from
from helpers.walks.steps import Place, Step, one_example, steps_of, weight_slope

MOST_PATHS = 8
"""So many paths are written out; of more, their number is said."""

MOST_WEIGHTS = 120
POINTS = 61
NEAR = 1e-3
"""A typed guess counts as right within this share of the slope: three digits of it.

Slopes that a program has worked out have to be as near as rounding leaves them: ROUNDING.
"""


class Explanation(NamedTuple):
    """Everything about the slope of one weight.

    `step` is the step of the walk that makes it. `paths` are empty where they are more than
    `MOST_PATHS`; `count` says how many there are. `measured` is the numerical slope, `is_kinked`
    says that a relu opens or closes within its nudge; `guess` is the learner's slope, or None, and
    `is_right` says whether it is near enough.
    `weights` and `losses` are the loss as a curve over this one weight.
    """

    edge: Edge
    step: Step
    weight: float
    loss: float
    paths: list[Path]
    count: int
    measured: float
    is_kinked: bool
    guess: float | None
    is_right: bool
    weights: np.ndarray
    losses: np.ndarray

    @property
    def slope(self):
        """The slope by backpropagation."""
        return self.step.result


def explanations_of(layers, inputs, targets, layer=0, weight=(0, 0), row=None, guess=None):
    """Return an Explanation for every weight, in the order of their arrays.

    The arguments and errors are those of `explain_figure`.
    """
    way = steps_of(layers, inputs, checks.numbers("targets", targets), row=row)
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    edges = edges_of(layers)
    if len(edges) > MOST_WEIGHTS:
        raise ValueError(
            f"layers have {len(edges)} weights, expected at most {MOST_WEIGHTS} to explain: "
            "take a smaller network"
        )
    guesses = _guesses(guess, layers, edge_of(layers, layer, weight))
    measured, kinks = _measured(layers, inputs, targets)
    near = NEAR if isinstance(guess, Real) else ROUNDING
    example = layers, inputs[None], targets[None], numbers_before_update(way)
    steps = {step.place: step for step in way.steps}
    return [
        _explained(example, edge, steps, measured, kinks, guesses.get(edge), near) for edge in edges
    ]


def told(explanation):
    """Return an Explanation in words, every number included."""
    step = explanation.step
    slopes, *paths = notes_of(explanation)
    ways = "; ".join(paths)
    here = f"Weight {written(explanation.weight)}, loss {written(explanation.loss)}."
    return f"{step.says}: {step.rule}. {step.arithmetic}. {slopes}. {ways}. {here}"


def notes_of(explanation):
    """Return the lines of the picture: the slopes side by side, the count of paths, each path."""
    count, paths = explanation.count, explanation.paths
    if not paths:
        counted = f"{count} paths lead from this weight to the loss, too many to write out"
        return [_slopes(explanation), counted]
    counted = "1 path" if count == 1 else f"{count} paths"
    notes = [_slopes(explanation), f"{counted} to the loss: {_along(paths)}"]
    is_one_output = len({path.nodes[-1] for path in paths}) == 1
    for path in paths:
        way = equation(product(*path.telling), path.product)
        way += "" if path.is_open else ", closed"
        notes.append(f"{_over(path, is_one_output)}{way}" if count > 1 else way)
    if count > 1:
        # Paths that add nothing are not written out, unless all of them are such.
        products = [path.product for path in paths if path.product] or [0.0]
        notes.append(f"sum {equation(total(*map(single, products)), sum(products))}")
    return notes


def _along(paths):
    """What is multiplied along each path."""
    ahead = len(paths[0].nodes) - 1
    weights = "" if ahead == 0 else "weight × " if ahead == 1 else "weights × "
    return f"value × {weights}slope at the prediction"


def _over(path, is_one_output):
    """The nodes where a path had a choice, by their numbers."""
    nodes = [str(node + 1) for node in path.nodes[1 : -1 if is_one_output else None]]
    return f"over {'nodes' if len(nodes) > 1 else 'node'} {', '.join(nodes)}: "


def _slopes(explanation):
    text = f"Slope by backpropagation {written(explanation.slope)}"
    text += f", by nudging {written(explanation.measured)}"
    if explanation.is_kinked:
        text += " (a ReLU switches within it)"
    if explanation.guess is None:
        return text
    if explanation.is_right:
        return f"{text}, yours {written(explanation.guess)} agrees"
    guess = written(explanation.guess)
    if guess == written(explanation.slope):  # so near that the usual digits hide the difference
        guess = f"{explanation.guess:.12g}".replace("-", "−")
    return f"{text}, yours {guess} differs"


def numbers_before_update(way):
    """Return every number of a Way that belongs to the network before its update."""
    known = {step.place: step.result for step in way.steps if not step.place.is_new}
    return {**way.given, **known}


def edge_of(layers, layer, weight):
    place = weight_slope(layers, layer, weight)
    return Edge(place.layer, *place.index)


def _guesses(guess, layers, edge):
    """The learner's slopes by edge: one, all, or none."""
    if guess is None:
        return {}
    if isinstance(guess, Real):
        return {edge: float(checks.numbers("guess", guess))}
    slopes = checks.same_shapes("guess", checks.layer_list(guess, Layer, "guess"), layers)
    return {edge: float(slopes[edge.layer].weights[edge[1:]]) for edge in edges_of(layers)}


def _measured(layers, inputs, targets):
    """The numerical slopes, and the places where a relu switches within the nudge."""
    measured = numerical_slopes(inputs[None], targets[None], layers)
    return measured, check_slopes(measured, inputs[None], targets[None], layers).kinks


def _explained(example, edge, steps, measured, kinks, guess, near):
    layers, inputs, targets, numbers = example
    index = edge.start, edge.end
    step = steps[Place("slope of weight", edge.layer, index)]
    count = count_of_paths(layers, edge)
    weight = float(layers[edge.layer].weights[index])
    loss = numbers[Place("loss", len(layers))]
    weights = weight + _reach(loss, step.result) * np.linspace(-1, 1, POINTS)
    return Explanation(
        edge,
        step,
        weight,
        loss,
        paths_from(layers, numbers, edge) if count <= MOST_PATHS else [],
        count,
        float(measured[edge.layer].weights[index]),
        CheckedPlace(edge.layer, "weights", index) in kinks,
        guess,
        guess is not None and abs(guess - step.result) <= near * abs(step.result) + 1e-12,
        weights,
        _losses(layers, inputs, targets, edge, weights),
    )


def _reach(loss, slope):
    """How far to both sides the curve goes: beyond the bottom of the parabola that it is here."""
    return float(np.clip(4.4 * loss / abs(slope), 0.2, 3)) if slope else 1.0


def _losses(layers, inputs, targets, edge, weights):
    """The loss at each of the weights, all others as they are."""
    return np.array(
        [
            loss_of.unchecked(inputs, targets, _with(layers, edge, weight), SQUARED_ERROR)
            for weight in weights
        ]
    )


def _with(layers, edge, weight):
    weights = layers[edge.layer].weights.copy()
    weights[edge.start, edge.end] = weight
    changed = layers[edge.layer]._replace(weights=weights)
    return [*layers[: edge.layer], changed, *layers[edge.layer + 1 :]]
