"""Check slopes by measuring them: nudge one number, see how far the loss moves, divide.

The measured slope needs no backpropagation, only the forward pass, so the two ways can convict
each other. It is slow (two forward passes for every weight) and slightly off (rounding), which is
why it checks and does not train.
"""

from typing import NamedTuple

import numpy as np

from helpers import checks
from helpers.checks import checked_by
from helpers.losses import SQUARED_ERROR
from helpers.network import Layer, forward
from helpers.training import loss_arguments

ROUNDING = 1e-6
"""Differences up to this share of the largest slope beside them are put down to rounding."""


class Place(NamedTuple):
    """Where one number of a network stands: `layers[layer].<array>[index]`."""

    layer: int
    array: str
    index: tuple[int, ...]

    def __str__(self):
        return f"layers[{self.layer}].{self.array}[{', '.join(map(str, self.index))}]"


class SlopeCheck(NamedTuple):
    """The outcome of a check: `agree`, the largest difference, where it is, and all that in words.

    `relative_difference` is the difference as a share of the largest slope in the same array.
    `kinks` are the places where a relu opens or closes within the nudge, so that the measured
    slope there mixes two slopes and proves nothing.
    """

    agree: bool
    difference: float
    relative_difference: float
    worst: Place
    kinks: tuple[Place, ...]
    message: str


def _numerical_arguments(inputs, targets, layers, loss=SQUARED_ERROR, step=1e-5):
    return *loss_arguments(inputs, targets, layers, loss), checks.positive("step", step)


@checked_by(_numerical_arguments)
def numerical_slopes(inputs, targets, layers, loss=SQUARED_ERROR, step=1e-5):
    """Return the measured slope of the loss for every weight and bias: a list of Layer.

    Each number is nudged by `step` up and down, one at a time: slope = (loss above - loss below) /
    (2 x step), the central difference. Its error shrinks with the square of the step, until
    rounding takes over (Press et al., Numerical Recipes, 3rd edition, section 5.7).

    `inputs` have shape (rows, inputs), `targets` are as `loss` takes them. Raises ValueError or
    TypeError where they do not fit.
    """
    slopes = [_zeros_like(layer) for layer in layers]
    for place in _places(layers):
        above, below = (
            loss.value(forward.unchecked(inputs, _nudged(layers, place, nudge)).prediction, targets)
            for nudge in (step, -step)
        )
        getattr(slopes[place.layer], place.array)[place.index] = (above - below) / (2 * step)
    return slopes


def _check_arguments(slopes, inputs, targets, layers, loss=SQUARED_ERROR, step=1e-5):
    inputs, targets, layers, loss, step = _numerical_arguments(inputs, targets, layers, loss, step)
    slopes = checks.layer_list(slopes, Layer, "slopes")
    return checks.same_shapes("slopes", slopes, layers), inputs, targets, layers, loss, step


@checked_by(_check_arguments)
def check_slopes(slopes, inputs, targets, layers, loss=SQUARED_ERROR, step=1e-5):
    """Compare slopes with the measured ones; say in words what the difference means: a SlopeCheck.

    `slopes` is a list of Layer, shaped as `layers`: what backward returned, or your own. The other
    arguments and the errors are those of `numerical_slopes`.
    """
    measured = numerical_slopes.unchecked(inputs, targets, layers, loss, step)
    kinks = tuple(_kinks(inputs, layers, step))
    shares = {place: _share(place, slopes, measured) for place in _places(layers)}
    trusted = {place: share for place, share in shares.items() if place not in kinks}
    worst = max(trusted or shares, key=shares.get)
    given, true = _at(slopes, worst), _at(measured, worst)
    agree = shares[worst] <= ROUNDING
    message = _words(agree, worst, given, true, shares[worst], kinks)
    return SlopeCheck(agree, abs(given - true), shares[worst], worst, kinks, message)


def _words(agree, worst, given, true, share, kinks):
    if agree:
        verdict = (
            f"The slopes agree. The largest difference, {abs(given - true):.1e} at {worst}, "
            f"is {share:.1e} of the slopes beside it: rounding."
        )
    else:
        verdict = (
            f"The slopes differ. At {worst} yours is {given:.6f}, measured {true:.6f}: "
            f"a difference of {share:.1%} of the slopes beside it is a slip, not rounding."
        )
    if not kinks:
        return verdict
    named = ", ".join(map(str, kinks[:3])) + (", ..." if len(kinks) > 3 else "")
    return (
        f"{verdict} Left out: {named} ({len(kinks)} in all). A relu opens or closes within the "
        "nudge there, so the measured slope mixes two. Try another input or a smaller step."
    )


def _share(place, slopes, measured):
    """The difference at a place as a share of the largest slope in its array; 0 where all are 0."""
    difference = abs(_at(slopes, place) - _at(measured, place))
    beside = np.abs(getattr(measured[place.layer], place.array)).max()
    overall = max(np.abs(array).max() for layer in measured for array in layer if array is not None)
    # An array of dead units has only zeros: the whole network's slopes say what is small there.
    scale = max(beside, ROUNDING * overall)
    if scale > 0:
        return difference / scale
    return 0.0 if difference == 0 else float("inf")


def _kinks(inputs, layers, step):
    """The places whose nudge switches some relu on or off for some row."""
    for place in _places(layers):
        above, below = (
            forward.unchecked(inputs, _nudged(layers, place, nudge)).pre_activations[:-1]
            for nudge in (step, -step)
        )
        if any(((up > 0) != (down > 0)).any() for up, down in zip(above, below, strict=True)):
            yield place


def _places(layers):
    return [
        Place(number, name, index)
        for number, layer in enumerate(layers)
        for name, array in zip(layer._fields, layer, strict=True)
        if array is not None
        for index in np.ndindex(array.shape)
    ]


def _at(layers, place):
    return float(getattr(layers[place.layer], place.array)[place.index])


def _nudged(layers, place, nudge):
    """New layers that differ at one place."""
    layer = layers[place.layer]
    array = getattr(layer, place.array).copy()
    array[place.index] += nudge
    changed = layer._replace(**{place.array: array})
    return [*layers[: place.layer], changed, *layers[place.layer + 1 :]]


def _zeros_like(layer):
    return Layer(*(None if array is None else np.zeros_like(array) for array in layer))
