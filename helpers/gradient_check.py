"""Check slopes by measuring them: nudge one number, see how far the loss moves, divide.

The measured slope needs no backpropagation, only the forward pass, so the two ways can convict
each other. It is slow (two forward passes for every weight) and slightly off (rounding), which is
why it checks and does not train.
"""

from typing import NamedTuple

import numpy as np

from helpers import checks, network
from helpers.checks import checked_by, unchecked
from helpers.losses import SQUARED_ERROR
from helpers.network import Layer
from helpers.training import loss_arguments, pass_forward

# Arguments are checked at the doors of the two public functions, and not again within.
forward = unchecked(network.forward)

ROUNDING = 1e-6
"""Differences up to this share of the largest slope beside them are put down to rounding."""

SAFETY = 10
"""So many times the gap between two measurements is put down to the measurement."""

BLUNT = 0.01
"""Where a measurement may be off by more than this share of the largest slope, the words say so."""

EPSILON = float(np.finfo(np.float64).eps)


class ParameterPlace(NamedTuple):
    """Where one number of a network stands: `layers[layer].<array>[index]`."""

    layer: int
    array: str
    index: tuple[int, ...]

    def __str__(self):
        return f"layers[{self.layer}].{self.array}[{', '.join(map(str, self.index))}]"


class SlopeCheck(NamedTuple):
    """The outcome of a check: `agree`, the largest difference, where it is, and all that in words.

    `relative_difference` is the difference as a share of the largest slope measured in the same
    array. Slopes agree where it is at most `ROUNDING`, or where the difference is no larger than
    what the measurement is off by, which is found by measuring again with half the step.
    `kinks` are the places where a relu opens or closes within the nudge, so that the measured
    slope there mixes two slopes and proves nothing.
    """

    agree: bool
    difference: float
    relative_difference: float
    worst: ParameterPlace
    kinks: tuple[ParameterPlace, ...]
    message: str


def _numerical_arguments(inputs, targets, layers, loss=SQUARED_ERROR, step=1e-5):
    inputs, targets, layers, loss = loss_arguments(inputs, targets, layers, loss)
    pass_forward(inputs, layers)  # refuses layers that predict infinity, before any nudge
    step = checks.positive("step", step)
    largest = max(np.abs(array).max() for layer in layers for array in layer if array is not None)
    if step > 1 or largest + step / 2 == largest - step / 2:
        raise ValueError(
            f"step is {step:g}, expected at most 1, and enough to change the number {largest:g}"
        )
    return inputs, targets, layers, loss, step


@checked_by(_numerical_arguments)
def numerical_slopes(inputs, targets, layers, loss=SQUARED_ERROR, step=1e-5):
    """Return the measured slope of the loss for every weight and bias: a list of Layer.

    Each number is nudged by `step` up and down, one at a time: slope = (loss above - loss below) /
    (number above - number below), the central difference. Its error shrinks with the square of the
    step, until rounding takes over (Press et al., Numerical Recipes, 3rd edition, section 5.7).

    `inputs` have shape (rows, inputs), `targets` are as `loss` takes them. Raises ValueError or
    TypeError where they do not fit, or where the step is above 1 or lost in rounding.
    """
    slopes = [_zeros_like(layer) for layer in layers]
    for place in _places(layers):
        above, below = (_nudged(layers, place, nudge) for nudge in (step, -step))
        rise = loss.value(forward(inputs, above).prediction, targets)
        rise -= loss.value(forward(inputs, below).prediction, targets)
        # What was meant as 2 x step is rounded too, when it meets the number.
        run = _at(above, place) - _at(below, place)
        getattr(slopes[place.layer], place.array)[place.index] = rise / run
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
    kinks = tuple(_kinks(inputs, layers, step))
    # The last layer's sums meet no relu, so some places are always left.
    skipped = set(kinks)
    trusted = [place for place in _places(layers) if place not in skipped]
    measured, blurs = _measured_with_blurs(inputs, targets, layers, loss, step, trusted)

    def excess(place):
        allowed = max(ROUNDING * _beside(measured, place), blurs[place[:2]])
        return _apart(slopes, measured, place) / allowed

    worst = max(trusted, key=excess)
    difference = _apart(slopes, measured, worst)
    share = _share(difference, _beside(measured, worst))
    if excess(worst) <= 1:
        message = _words_of_agreement(worst, difference, share, blurs)
        message += _words_on_blur(slopes, measured, blurs)
    else:
        message = _words_of_slip(worst, _at(slopes, worst), _at(measured, worst), share)
    message += _words_on_kinks(kinks)
    return SlopeCheck(excess(worst) <= 1, difference, share, worst, kinks, message)


def _words_of_agreement(worst, difference, share, blurs):
    if share <= ROUNDING:
        return (
            f"The slopes agree.\nThe largest difference, {difference:.1e} at {worst}, "
            f"is {share:.1e} of the slopes beside it: rounding."
        )
    return (
        f"The slopes agree as well as they can be measured.\nThe difference of {difference:.1e} "
        f"at {worst} is within the {blurs[worst[:2]]:.1e} that the measurement may be off by."
    )


def _words_on_blur(slopes, measured, blurs):
    largest = {
        array: max(_beside(layers, ParameterPlace(*array, ())) for layers in (slopes, measured))
        for array in blurs
    }
    if not any(largest.values()):
        return "\nEvery slope is 0, so that proves little: check again at other weights or inputs."
    faint = [
        f"layers[{layer}].{name}"
        for layer, name in blurs
        if 0 < largest[layer, name] < blurs[layer, name] / BLUNT
    ]
    if not faint:
        return ""
    return (
        f"\nToo small to be measured well: the slopes of {', '.join(faint)}.\n"
        "Check again at other weights or inputs."
    )


def _words_of_slip(worst, given, true, share):
    size = f"{share:.1%} of" if share < 10 else "many times"
    return (
        f"The slopes differ.\nAt {worst} yours is {given:.6g}, measured {true:.6g}:\n"
        f"a difference of {size} the slopes beside it is a slip, not rounding."
    )


def _words_on_kinks(kinks):
    if not kinks:
        return ""
    named = ", ".join(map(str, kinks[:3])) + (", ..." if len(kinks) > 3 else "")
    return (
        f"\nLeft out: {named} ({len(kinks)} in all).\nA relu opens or closes within the "
        "nudge there, so the measured slope mixes two.\nTry another input or a smaller step."
    )


def _measured_with_blurs(inputs, targets, layers, loss, step, places):
    """The measured slopes, and how far those of each (layer, array) may be off.

    Rounding and the curve of the loss move a measurement with one step and one with half the step
    apart: the widest gap in an array stands for all of it.
    """
    measured, again = (
        numerical_slopes.unchecked(inputs, targets, layers, loss, nudge)
        for nudge in (step, step / 2)
    )
    prediction = forward(inputs, layers).prediction
    # What float64 cannot keep of predictions and their loss, the step magnifies.
    size = 1 + float(np.abs(prediction).max()) + loss.value(prediction, targets)
    finest, blurs = EPSILON * size / step, {}
    for place in places:
        gap = SAFETY * _apart(measured, again, place)
        blurs[place[:2]] = max(gap, blurs.get(place[:2], finest))
    return measured, blurs


def _apart(slopes, others, place):
    return abs(_at(slopes, place) - _at(others, place))


def _beside(layers, place):
    return float(np.abs(getattr(layers[place.layer], place.array)).max())


def _share(difference, beside):
    """The difference as a share of the slopes beside it; 0 of 0 is none, where units are dead."""
    if beside > 0:
        return difference / beside
    return 0.0 if difference == 0 else float("inf")


def _kinks(inputs, layers, step):
    """The places whose nudge switches some relu on or off for some row."""
    for place in _places(layers):
        above, below = (
            forward(inputs, _nudged(layers, place, nudge)).pre_activations[:-1]
            for nudge in (step, -step)
        )
        if any(((up > 0) != (down > 0)).any() for up, down in zip(above, below, strict=True)):
            yield place


def _places(layers):
    return [
        ParameterPlace(number, name, index)
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
