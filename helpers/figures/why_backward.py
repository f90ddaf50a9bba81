"""Why backward: one slope written out over all paths, and multiplications counted both ways."""

from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    SLOPE,
    VALUE,
    WEIGHT,
    described,
    panels,
    short,
    styled,
)
from helpers.network import Layer, Passed

MOST_PATHS, MOST_LAYERS = 12, 4
ROW_HEIGHT = 0.42
FRAMED = "#FEF7F2"
"""Pale enough for grey numbers."""


class _Factor(NamedTuple):
    """A factor of one path's product; two with one `term` are the same number, written again."""

    term: tuple
    number: float
    color: str


class _Derivative(NamedTuple):
    """A slope over all its paths: `nodes` (hidden nodes, towards the loss) and `factors`."""

    weight: float
    nodes: list[tuple[int, ...]]
    factors: list[list[_Factor]]

    @property
    def products(self):
        return [float(np.prod([factor.number for factor in path])) for path in self.factors]

    @property
    def written(self):
        return sum(map(len, self.factors))

    @property
    def different(self):
        return len({factor.term for path in self.factors for factor in path})


@styled
def long_derivative(layers, passed, loss_slope, weight=(0, 0), title=""):
    """Write out the slope of one weight of the first layer, a line for each path; a Figure.

    `layers` are two to four with one output, `passed` is one row through them, `loss_slope` (1, 1)
    the slope of the loss at the prediction, and `weight` the weight's place (input, node), with at
    most 12 paths to the loss. A path's product ends at the loss; the sum of all products is the
    slope that `backward` finds. A factor stands in a box where it is new, and grey where it was
    written before; a dashed frame holds what paths share from the last hidden layer on.
    Without a title the picture counts its factors. Raises ValueError or TypeError where the
    arguments do not fit.
    """
    derivative = _derivative(*_one_row(layers, passed, loss_slope, weight), weight)
    paths, columns = len(derivative.nodes), len(derivative.factors[0])
    figure, axes = panels(height=1.35 + ROW_HEIGHT * (paths + 1))
    _draw_frames(axes, derivative.nodes, columns)
    seen = set()
    for line, (path, result) in enumerate(
        zip(derivative.factors, derivative.products, strict=True)
    ):
        _draw_path(axes, line, path, seen)
        axes.text(columns + 0.1, line + 0.5, f"= {short(result)}", color=SLOPE, va="center")
    _draw_headings(axes, derivative)
    marks = "box: new · grey: written before · dashed frame: in common"
    axes.text(0, paths + 0.55, marks, color=QUIET, size=9.5, va="center")
    axes.text(columns - 0.1, paths + 0.55, "all paths together", ha="right", va="center")
    total = f"= {short(sum(derivative.products))}"
    axes.text(columns + 0.1, paths + 0.55, total, color=SLOPE, weight="bold", va="center")
    axes.set(xlim=(-1.3, columns + 1), ylim=(paths + 1, -0.9))
    axes.set_title(title or _counted(derivative))
    axes.axis("off")
    return described(figure, _in_words(derivative))


def _one_row(layers, passed, loss_slope, weight):
    layers = checks.layer_list(layers, Layer)
    shapes = [layer.weights.shape for layer in layers]
    paths = int(np.prod([outputs for _, outputs in shapes[1:]]))
    if not 2 <= len(layers) <= MOST_LAYERS or shapes[-1][1] != 1 or paths > MOST_PATHS:
        raise ValueError(
            f"layers have weights of shapes {shapes}, expected two to {MOST_LAYERS} layers with "
            f"one output and at most {MOST_PATHS} paths from a node of the first to it"
        )
    passed = checks.forward_pass(passed, layers, Passed)
    if len(passed.prediction) != 1:
        raise ValueError(f"passed has {len(passed.prediction)} rows, expected 1")
    if weight not in list(np.ndindex(shapes[0])):
        raise ValueError(
            f"weight is {weight!r}, expected a place (input, node) in layers[0].weights, "
            f"which have shape {shapes[0]}"
        )
    return layers, passed, checks.same_shape("loss_slope", loss_slope, (1, 1), "the prediction")


def _derivative(layers, passed, loss_slope, weight):
    at_input, at_node = weight
    between = [range(layer.weights.shape[1]) for layer in layers[-2:0:-1]]
    # Paths through the same node of the last hidden layer stand below each other.
    nodes = [(at_node, *reversed(chosen)) for chosen in product(*between)]
    factors = [
        [
            _Factor(("input",), passed.activations[0][0, at_input], VALUE),
            *_factors_between(layers, passed, path),
            _Factor(("prediction",), loss_slope[0, 0], SLOPE),
        ]
        for path in nodes
    ]
    return _Derivative(layers[0].weights[weight], nodes, factors)


def _factors_between(layers, passed, path):
    """A gate and a weight for each hidden node of a path."""
    factors = []
    for number, (node, after) in enumerate(pairwise((*path, 0)), 1):
        gate = float(passed.pre_activations[number - 1][0, node] > 0)
        weight = layers[number].weights[node, after]
        factors.append(_Factor(("gate", number, node), gate, INK))
        factors.append(_Factor(("weight", number, node, after), weight, WEIGHT))
    return factors


def _draw_frames(axes, nodes, columns):
    """Frame, for each node of the last hidden layer, the factors that its paths have in common."""
    last = [path[-1] for path in nodes]
    for node in sorted(set(last)):
        top, height = last.index(node), last.count(node)
        if height > 1:
            axes.add_patch(
                Rectangle(
                    (columns - 2.98, top + 0.03),
                    2.96,
                    height - 0.06,
                    facecolor=FRAMED,
                    edgecolor=SLOPE,
                    linestyle="--",
                    linewidth=1.2,
                )
            )


def _draw_path(axes, line, path, seen):
    """Write a path's factors, those not yet in `seen` in a box; they are in it afterwards."""
    for column, factor in enumerate(path):
        is_new = factor.term not in seen
        seen.add(factor.term)
        if is_new:
            axes.add_patch(
                Rectangle(
                    (column + 0.09, line + 0.14),
                    0.82,
                    0.72,
                    facecolor=PAPER,
                    edgecolor=factor.color,
                    linewidth=0.8,
                )
            )
        sign = "× " if column else ""
        axes.text(
            column + 0.5,
            line + 0.5,
            sign + short(factor.number),
            color=factor.color if is_new else QUIET,
            weight="bold" if is_new else "normal",
            size=9.5,
            ha="center",
            va="center",
        )


def _draw_headings(axes, derivative):
    names = ["input"]
    for number in range(1, len(derivative.nodes[0]) + 1):
        names += [f"gate in\nlayer {number}", f"weight\nof layer {number + 1}"]
    for column, name in enumerate([*names, "slope at\nprediction"]):
        axes.text(column + 0.5, -0.1, name, color=QUIET, size=9.5, ha="center", va="bottom")
    axes.text(-0.1, -0.1, "path through\nnodes", color=QUIET, size=9.5, ha="right", va="bottom")
    for line, path in enumerate(derivative.nodes):
        axes.text(-0.1, line + 0.5, _through(path), color=QUIET, size=9.5, ha="right", va="center")


def _through(path):
    return ", ".join(str(node + 1) for node in path)


def _counted(derivative):
    return f"{derivative.written} factors are written, {derivative.different} are different"


def _in_words(derivative):
    lines = [
        f"Through nodes {_through(path)}: {' × '.join(short(factor.number) for factor in factors)} "
        f"= {short(result)}"
        for path, factors, result in zip(
            derivative.nodes, derivative.factors, derivative.products, strict=True
        )
    ]
    return (
        f"The slope of the weight {short(derivative.weight)}, written out over each path to the "
        f"loss. {'. '.join(lines)}. Together {short(sum(derivative.products))}. "
        f"{_counted(derivative)}."
    )


@styled
def multiplications(depths, worked_out_again, kept_once, title=""):
    """Draw as bars how many multiplications two ways of finding all slopes take; a Figure.

    `depths` are numbers of hidden layers, `worked_out_again` and `kept_once` the counts at each:
    positive, all of shape (depths,). Raises ValueError or TypeError where they do not fit.
    """
    depths = checks.numbers("depths", depths)
    if depths.ndim != 1:
        raise ValueError(f"depths have shape {depths.shape}, expected one dimension")
    counts = {"worked_out_again": worked_out_again, "kept_once": kept_once}
    for name, count in counts.items():
        counts[name] = checks.same_shape(name, count, depths.shape, "depths")
        if counts[name].min() <= 0:
            raise ValueError(f"{name} has the count {counts[name].min():g}, expected positive")
    figure, axes = panels(height=3.9)
    again, kept = counts.values()
    _draw_bars(axes, again, -1, "each slope worked out again", FAINT)
    _draw_bars(axes, kept, 1, "each slope kept", INK)
    axes.set(xticks=range(len(depths)), xticklabels=[f"{depth:g}" for depth in depths])
    axes.set(xlabel="hidden layers", ylabel="multiplications (logarithmic)", title=title)
    # Of counts that grow a thousandfold an even axis would show the largest alone.
    axes.set_yscale("log")
    axes.set_ylim(0.5 * kept.min(), 3 * max(again.max(), kept.max()))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.legend(loc="upper left")
    return described(figure, _counts_in_words(depths, again, kept))


def _draw_bars(axes, counts, side, name, color):
    """One bar for each count, left or right of its place, the count above it."""
    places = np.arange(len(counts)) + side * 0.21
    bars = axes.bar(places, counts, 0.4, color=color, edgecolor=INK, linewidth=0.8, label=name)
    axes.bar_label(bars, [f"{count:,.0f}" for count in counts], padding=2, fontsize=9.5)


def _counts_in_words(depths, again, kept):
    parts = [
        f"{depth:g} hidden {'layer' if depth == 1 else 'layers'}: "
        f"{more:,.0f} worked out again, {less:,.0f} kept"
        for depth, more, less in zip(depths, again, kept, strict=True)
    ]
    return f"Multiplications for all slopes, on a logarithmic axis. {'; '.join(parts)}."
