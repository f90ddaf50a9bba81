"""The step-through: a network worked through by hand, one small step at a time."""

import numpy as np

from helpers import checks
from helpers.checks import widths_of
from helpers.figures.network_plan import UNKNOWN
from helpers.figures.style import ROWS_OF_WEIGHTS
from helpers.live import Asked, Slider, live
from helpers.walks.arithmetic import written
from helpers.walks.picture import walk_scene
from helpers.walks.plan import moments_of
from helpers.walks.steps import (
    AGAIN,
    BACKWARD,
    FORWARD,
    LOSS,
    UPDATE,
    Way,
    needed_for,
    one_example,
    steps_of,
    weight_slope,
)

PARTS = {
    "forward": (FORWARD, LOSS),
    "backward": (BACKWARD,),
    "all": (FORWARD, LOSS, BACKWARD, UPDATE, AGAIN),
}
MOST_STEPS = 300
"""More would make a page heavy, and nobody takes so many."""

SECONDS_A_STEP = 1.5

_NAMES = {LOSS: "error and loss", AGAIN: "forward again"}


def walk(layers, inputs, targets=None, learning_rate=0.01, **options):
    """Display one example's walk through a network; a slider, keys and buttons take its steps.

    All steps are recorded in the page: no kernel is needed to take them. Returns what `live` does,
    with a trait `step`. The arguments and errors are those of `walk_figure`.
    """
    figure = walk_figure(layers, inputs, targets, learning_rate, **options)
    return live(*figure, captioned=False)


def walk_figure(
    layers,
    inputs,
    targets=None,
    learning_rate=0.01,
    *,
    part="all",
    layer=0,
    weight=None,
    row=None,
    guess=False,
):
    """Return what `live` and `to_html` take to show a walk: a Scene, move and a Slider.

    `part` is "forward" (to the loss, or to the prediction where there are no targets), "backward"
    (the slopes of a network whose values are known) or "all" (with one update, the updated network
    beside the old one). With `weight`, `layers[layer].weights[weight]`, "backward" takes the steps
    alone that this weight's slope needs. `guess` asks for each result before it shows it.

    The other arguments are those of `steps_of`. Raises ValueError or TypeError where arguments do
    not fit, and where the network has too many steps, or numbers, for a picture.
    """
    way = steps_of(layers, inputs, targets, learning_rate, row)
    layers, inputs, targets = one_example(layers, inputs, targets, row)
    given, steps = _part_of(way, part, targets)
    if weight is not None:
        if part != "backward":
            raise ValueError(f'weight goes with part="backward", not with part="{part}"')
        steps = needed_for(Way(given, steps), weight_slope(layers, layer, weight))
    if len(steps) > MOST_STEPS:
        raise ValueError(
            f"layers make a walk of {len(steps)} steps, expected at most {MOST_STEPS}: "
            'take a smaller network, or part="forward" or part="backward"'
        )
    moments = moments_of(given, steps, checks.true_or_false("guess", guess))
    start = _start_in_words(layers, inputs, targets, learning_rate, steps)
    scene = walk_scene(layers, moments, f"A walk of {len(steps)} steps. {start}")
    numbers = {step.place: number for number, step in enumerate(steps, 1)}
    told = [_told(moment, numbers, start) for moment in moments]

    def move(step):
        scene.move_to(moments[step])
        return told[step]

    def position(step):
        at = moments[step].step
        return f"{numbers[at.place] if at else 0} of {len(steps)}"

    questions = {
        at: Asked(f"{moment.step.says}: {moment.step.question}", moment.step.result)
        for at, moment in enumerate(moments)
        if not moment.is_shown
    }
    slider = Slider(
        "step",
        range(len(moments)),
        start=0,
        words=position,
        plays=SECONDS_A_STEP,
        asks=questions,
        chapters=_chapters(moments),
    )
    return scene, move, slider


def steps_in_words(layers, inputs, targets=None, learning_rate=0.01, row=None):
    """Return all steps of a walk as text, one on a line, for readers who cannot see the picture.

    The arguments and errors are those of `steps_of`.
    """
    way = steps_of(layers, inputs, targets, learning_rate, row)
    return "\n".join(f"{step.says}: {step.rule}. {step.arithmetic}." for step in way.steps)


def _part_of(way, part, targets):
    """The numbers known before a part of a walk, and its steps."""
    if part not in PARTS:
        raise ValueError(f"part is {part!r}, expected one of {', '.join(map(repr, PARTS))}")
    if targets is None and part != "forward":
        raise ValueError(f'targets are None, expected numbers for part="{part}"')
    steps = [step for step in way.steps if step.part in PARTS[part]]
    if part != "backward":
        return way.given, steps
    before = {step.place: step.result for step in way.steps if step.part in PARTS["forward"]}
    return {**way.given, **before}, steps


def _chapters(moments):
    """Where each part of a walk begins, by name; none where there is one part alone."""
    names = [_name(moment.step) if moment.step else "" for moment in moments]
    begins = {names.index(name): name for name in dict.fromkeys(names) if name}
    return begins if len(begins) > 1 else {}


def _name(step):
    """The name of the part that a step belongs to."""
    return _NAMES.get(step.part, step.part)


def _told(moment, numbers, start):
    step = moment.step
    if step is None:
        return f"{start} A question mark is a number that is not known yet."
    result = f"{step.arithmetic}." if moment.is_shown else f"{step.question} = {UNKNOWN}"
    return f"Step {numbers[step.place]}, {_name(step)}. {step.says}: {step.rule}. {result}"


def _start_in_words(layers, inputs, targets, learning_rate, steps):
    parts = [f"A network of {' to '.join(map(str, widths_of(layers)))} nodes.", ROWS_OF_WEIGHTS]
    parts.append(f"Inputs {_listed(inputs)}.")
    for number, layer in enumerate(layers, 1):
        rows = "; ".join(map(_listed, layer.weights))
        parts.append(f"Weights {number}: {rows}.")
        if layer.bias is not None:
            parts.append(f"Bias {number}: {_listed(layer.bias)}.")
    if targets is not None:
        parts.append(f"Target {_listed(targets)}.")
    if any(step.part == UPDATE for step in steps):
        parts.append(f"Learning rate {written(learning_rate)}.")
    return " ".join(parts)


def _listed(numbers):
    return ", ".join(map(written, np.atleast_1d(numbers)))
