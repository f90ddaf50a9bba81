"""Backpropagation in tables: factors that slopes share, products that are summed over rows."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from helpers import checks
from helpers.figures.style import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    ROWS_OF_WEIGHTS,
    SLOPE,
    VALUE,
    WEIGHT,
    described,
    panels,
    short,
    styled,
)
from helpers.network import Layer, Passed

MOST_WEIGHTS = 12
MOST_ROWS, MOST_INPUTS, MOST_OUTPUTS = 3, 4, 2
CELL_HEIGHT = 0.42
_SLOPE_PAPER = "#FDF1EA"


class _Block(NamedTuple):
    """A box in the picture of shared factors; `top` and `height` count lines from above."""

    column: int
    top: int
    height: int
    text: str
    color: str


@styled
def shared_factors(layers, passed, loss_slope, title=""):
    """Draw which factors the slopes of a network's weights have in common, the loss at the right.

    Returns the Figure. `layers` are two, with one output and at most 12 weights; `passed` is one
    row through them; `loss_slope` (1, 1) is the slope of the loss at the prediction. Every weight
    has a line, and its slope is the product along the line from left to right. A box that several
    lines share is needed once. Raises ValueError or TypeError where they do not fit.
    """
    layers, passed, loss_slope = _one_row(layers, passed, loss_slope)
    blocks = _blocks(layers, passed, loss_slope[0, 0])
    lines = sum(layer.weights.size for layer in layers)
    figure, axes = panels(height=1.1 + 0.5 * lines)
    for block in blocks:
        _draw_block(axes, block)
    headings = "value it multiplies", "weight × relu′", "slope at the prediction"
    for column, heading in enumerate((*headings, "slope of the weight")):
        axes.text(column + 0.5, -0.12, heading, ha="center", va="bottom", color=QUIET)
    axes.set(xlim=(0, 4), ylim=(lines, -0.5), title=title)
    axes.axis("off")
    return described(figure, _products_in_words(layers, passed, loss_slope[0, 0]))


def _one_row(layers, passed, loss_slope):
    layers = checks.layer_list(layers, Layer)
    shapes = [layer.weights.shape for layer in layers]
    if len(layers) != 2 or shapes[1][1] != 1 or np.prod(shapes, axis=1).sum() > MOST_WEIGHTS:
        raise ValueError(
            f"layers have weights of shapes {shapes}, expected two layers with one output "
            f"and at most {MOST_WEIGHTS} weights"
        )
    passed = checks.forward_pass(passed, layers, Passed)
    if len(passed.prediction) != 1:
        raise ValueError(f"passed has {len(passed.prediction)} rows, expected 1")
    return layers, passed, checks.same_shape("loss_slope", loss_slope, (1, 1), "the prediction")


def _blocks(layers, passed, at_prediction):
    """The boxes: lines of the last layer's weights first, then the first layer's, node by node."""
    (before, after), (inputs, hidden) = layers, (a[0] for a in passed.activations[:2])
    lines = before.weights.size + after.weights.size
    at_hidden = _hidden_slopes(layers, passed, at_prediction)
    blocks = [_Block(2, 0, lines, f"× {short(at_prediction)}", SLOPE)]
    for node, value in enumerate(hidden):
        blocks += _line(node, after.weights[node, 0], value, at_prediction)
        top = len(hidden) + node * len(inputs)
        gate = float(passed.pre_activations[0][0, node] > 0)
        text = f"× {short(after.weights[node, 0])} × {short(gate)}  (relu′ = {short(gate)})"
        text += f"\nmakes {short(at_hidden[node])} at the sum"
        blocks.append(_Block(1, top, len(inputs), text, SLOPE))
        for number, given in enumerate(inputs):
            blocks += _line(top + number, before.weights[number, node], given, at_hidden[node])
    return blocks


def _hidden_slopes(layers, passed, at_prediction):
    return at_prediction * layers[1].weights[:, 0] * (passed.pre_activations[0][0] > 0)


def _line(top, weight, value, node_slope):
    return (
        _Block(0, top, 1, short(value), VALUE),
        _Block(3, top, 1, f"= {short(value * node_slope)}   of weight {short(weight)}", INK),
    )


def _draw_block(axes, block):
    is_shared = block.height > 1
    axes.add_patch(
        Rectangle(
            (block.column + 0.03, block.top + 0.06),
            0.94,
            block.height - 0.12,
            facecolor=_SLOPE_PAPER if is_shared else PAPER,
            edgecolor=SLOPE if is_shared else QUIET,
            linestyle="--" if is_shared else "-",
            linewidth=1.2 if is_shared else 0.6,
        )
    )
    middle = block.top + block.height / 2
    note = f"\nonce for {block.height} weights" if is_shared else ""
    axes.text(
        block.column + 0.5, middle, block.text + note, color=block.color, ha="center", va="center"
    )


def _products_in_words(layers, passed, at_prediction):
    inputs, hidden = (activation[0] for activation in passed.activations[:2])
    at_hidden = _hidden_slopes(layers, passed, at_prediction)
    parts = [
        f"weight {short(weight)}: {short(value)} times {short(at_prediction)} is "
        f"{short(at_prediction * value)}"
        for weight, value in zip(layers[1].weights[:, 0], hidden, strict=True)
    ] + [
        f"weight {short(layers[0].weights[number, node])}: {short(value)} times "
        f"{short(at_hidden[node])} is {short(at_hidden[node] * value)}"
        for node in range(len(hidden))
        for number, value in enumerate(inputs)
    ]
    return (
        f"Slopes as products. {short(at_prediction)} at the prediction is shared by all; "
        f"{', '.join(map(short, at_hidden))} at the hidden sums, each shared by the weights "
        f"into it. {'; '.join(parts)}."
    )


@styled
def slopes_row_by_row(activation_before, node_slope, title=""):
    """Draw each row's slopes of a layer's weights, and their sum; return the Figure.

    `activation_before` (rows, inputs) and `node_slope` (rows, outputs) are those of a layer, with
    at most 3 rows, 4 inputs and 2 outputs. A row's table multiplies its values, at the left, by its
    slopes, above. The last table adds the others: activation_before.T @ node_slope. Raises
    ValueError or TypeError where the arrays do not fit.
    """
    activation_before = checks.matrix("activation_before", activation_before)
    node_slope = checks.matrix("node_slope", node_slope)
    if len(node_slope) != len(activation_before):
        raise ValueError(
            f"node_slope has {len(node_slope)} rows, expected {len(activation_before)} "
            "like activation_before"
        )
    rows, inputs, outputs = *activation_before.shape, node_slope.shape[1]
    if rows > MOST_ROWS or inputs > MOST_INPUTS or outputs > MOST_OUTPUTS:
        raise ValueError(
            f"activation_before and node_slope have {rows} rows, {inputs} inputs and {outputs} "
            f"outputs, expected at most {MOST_ROWS}, {MOST_INPUTS} and {MOST_OUTPUTS}"
        )
    figure, all_axes = panels(rows + 1, height=1.4 + CELL_HEIGHT * inputs)
    tables = activation_before[:, :, None] * node_slope[:, None, :]
    for row, axes in enumerate(all_axes[:-1]):
        _draw_table(axes, tables[row], f"row {row + 1}")
        _draw_margins(axes, activation_before[row], node_slope[row])
        sign = "+" if row < rows - 1 else "="
        axes.text(outputs + 0.28, inputs / 2, sign, fontsize=16, ha="center", va="center")
    _draw_table(all_axes[-1], tables.sum(axis=0), "sum over rows", is_sum=True)
    figure.suptitle(title, x=0.012, ha="left", fontsize=12)
    return described(figure, _tables_in_words(tables))


def _draw_table(axes, table, name, is_sum=False):
    inputs, outputs = table.shape
    for (line, column), slope in np.ndenumerate(table):
        axes.add_patch(
            Rectangle(
                (column, line),
                1,
                1,
                facecolor=_SLOPE_PAPER if is_sum else PAPER,
                edgecolor=SLOPE if is_sum else QUIET,
                linewidth=1.4 if is_sum else 0.7,
            )
        )
        place = column + 0.5, line + 0.5
        axes.text(*place, short(slope), color=SLOPE, size=9.5, ha="center", va="center")
    axes.set(xlim=(-0.65, outputs + 0.4), ylim=(inputs + 0.1, -0.75))
    axes.axis("off")
    axes.set_title(name, fontsize=10.5, color=INK if is_sum else QUIET, loc="center")


def _draw_margins(axes, values, slopes):
    for line, value in enumerate(values):
        axes.text(-0.12, line + 0.5, short(value), color=VALUE, size=9.5, ha="right", va="center")
    for column, slope in enumerate(slopes):
        axes.text(
            column + 0.5, -0.12, short(slope), color=SLOPE, size=9.5, ha="center", va="bottom"
        )


def _tables_in_words(tables):
    def listed(table):
        return "; ".join(", ".join(map(short, line)) for line in table)

    parts = [f"Row {row + 1}: {listed(table)}." for row, table in enumerate(tables)]
    return (
        f"Slopes of weights. {ROWS_OF_WEIGHTS} {' '.join(parts)} Sum: {listed(tables.sum(axis=0))}."
    )


def fade_idle(lines, slopes):
    """Let the lines of weights whose slope is 0 fade: they lie on no path that carries a slope.

    `lines` are those of a network diagram's artists, one for each weight; `slopes` is what
    `backward` returned for it. Raises ValueError or TypeError where they do not fit.
    """
    slopes = checks.layer_list(slopes, Layer, "slopes")
    in_order = np.concatenate([layer.weights.ravel() for layer in slopes])
    if len(lines) != len(in_order):
        raise ValueError(
            f"lines are {len(lines)}, expected {len(in_order)}: one for each weight in slopes"
        )
    for line, slope in zip(lines, in_order, strict=True):
        color = WEIGHT if slope else FAINT
        if line.get_color() != color:
            line.set_color(color)
