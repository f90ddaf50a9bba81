"""Notebook 10b's own classes and functions find the slopes that other programs find."""

import autograd
import autograd.numpy as anp
import nbformat
import numpy as np
import pytest
from notebook_cells import cell_of, with_needed

from helpers import network
from helpers.gradient_check import check_slopes
from helpers.losses import squared_error_slope
from helpers.training import random_layers
from tools.notebook_runs import NOTEBOOKS

PATH = NOTEBOOKS / "10b_automatic_differentiation.ipynb"
NAMES = "Value", "add", "relu", "backward", "matrix_product", "network_loss", "by_torch", "by_jax"
TOLERANCE = 1e-12
EXPRESSIONS = 200
MOST_STEPS = 12


@pytest.fixture(scope="module")
def cell():
    """What the notebook's cells define: those that give a value to NAMES, and what they need."""
    code = [c for c in nbformat.read(PATH, 4).cells if c.cell_type == "code"]
    cells, names = [cell_of(c.source) for c in code], {"__name__": "__main__"}
    wanted = [min(at for at, c in enumerate(cells) if name in c.writes) for name in NAMES]
    for at in with_needed(cells, wanted):
        exec(compile(cells[at].source, f"cell {at}", "exec"), names)
    return names


def expression(seed):
    """Numbers, and steps (operation, places of what it takes) that make one number of them all.

    Some numbers are used twice, some at once and later, and a relu is open or closed.
    """
    generator = np.random.default_rng(seed)
    numbers = generator.normal(size=generator.integers(2, 6))
    steps, count = [], len(numbers)
    for _ in range(generator.integers(1, MOST_STEPS)):
        operation = generator.choice(["+", "-", "*", "relu"])
        takes = generator.integers(count, size=1 if operation == "relu" else 2)
        steps.append((operation, takes))
        count += 1
    used = {int(place) for _, takes in steps for place in takes}
    # What nothing uses is added up, so that all of it leads to the loss.
    for place in sorted(set(range(count)) - used - {count - 1}):
        steps.append(("+", np.array([place, count - 1])))
        count += 1
    return numbers, steps


def made_of(values, steps, relu):
    made = list(values)
    for operation, takes in steps:
        a, b = made[takes[0]], made[takes[-1]]
        if operation == "relu":
            made.append(relu(a))
        else:
            made.append({"+": a + b, "-": a - b, "*": a * b}[operation])
    return made[-1]


@pytest.mark.parametrize("seed", range(EXPRESSIONS))
def test_values_find_the_slopes_of_autograd(cell, seed):
    numbers, steps = expression(seed)
    values = [cell["Value"](number, "number") for number in numbers]
    loss = made_of(values, steps, cell["relu"])
    loss.backward()

    def of_autograd(numbers):
        return made_of(list(numbers), steps, lambda a: a * (a > 0))

    slopes = autograd.grad(of_autograd)(numbers)
    assert float(loss.data) == pytest.approx(of_autograd(numbers), rel=TOLERANCE, abs=TOLERANCE)
    size = max(1.0, np.abs(slopes).max())
    np.testing.assert_allclose(
        [value.slope for value in values], slopes, rtol=0, atol=TOLERANCE * size
    )


def test_the_expressions_use_numbers_twice_and_close_gates(cell):
    twice = closed = 0
    for seed in range(EXPRESSIONS):
        numbers, steps = expression(seed)
        uses = [int(place) for _, takes in steps for place in takes]
        twice += len(uses) > len(set(uses))
        values = [cell["Value"](number, "number") for number in numbers]
        order = cell["going_back"](made_of(values, steps, cell["relu"]))
        closed += any(value.name == "relu" and value.data == 0 for value in order)
    assert min(twice, closed) > EXPRESSIONS / 4


@pytest.fixture(params=[[3, 1], [2, 2, 1], [4, 6, 5, 2], [3, 4, 4, 4, 3]], ids=str)
def problem(request):
    """Rows, targets and layers of a network."""
    widths, generator = request.param, np.random.default_rng(1)
    layers = random_layers(widths, generator, bias=True)
    layers = [network.Layer(w, generator.normal(size=b.shape)) for w, b in layers]
    return generator.normal(size=(7, widths[0])), generator.normal(size=(7, widths[-1])), layers


def slopes_of_values(cell, rows, targets, layers):
    value = cell["Value"]
    learned = [[value(array, "learned") for array in layer] for layer in layers]
    cell["network_loss"](value(rows, "inputs"), value(targets, "targets"), learned).backward()
    return [network.Layer(weights.slope, bias.slope) for weights, bias in learned]


def assert_equal(slopes, others):
    for own, other in zip(slopes, others, strict=True):
        for array, expected in zip(own, other, strict=True):
            np.testing.assert_allclose(array, np.asarray(expected), rtol=0, atol=TOLERANCE)


def test_arrays_find_the_slopes_of_backward_and_of_nudging(cell, problem):
    rows, targets, layers = problem
    slopes = slopes_of_values(cell, *problem)
    passed = network.forward(rows, layers)
    loss_slope = squared_error_slope(passed.prediction, targets)
    assert_equal(slopes, network.backward(passed, layers, loss_slope))
    assert check_slopes(slopes, rows, targets, layers).agree


def test_arrays_find_the_slopes_of_autograd(cell, problem):
    rows, targets, layers = problem

    def loss(layers):
        entering = rows
        for number, (weights, bias) in enumerate(layers):
            entering = anp.dot(entering, weights) + bias
            if number < len(layers) - 1:
                entering = entering * (entering > 0)
        return anp.sum((entering - targets) ** 2) / len(rows)

    assert_equal(slopes_of_values(cell, *problem), autograd.grad(loss)(list(map(tuple, layers))))


@pytest.mark.parametrize(("library", "slopes_by"), [("torch", "by_torch"), ("jax", "by_jax")])
def test_arrays_find_the_slopes_of_pytorch_and_jax(cell, problem, library, slopes_by):
    pytest.importorskip(library)
    assert_equal(slopes_of_values(cell, *problem), cell[slopes_by](*problem))


def test_the_cells_that_name_a_library_run_without_it_and_say_so():
    cells = [c for c in nbformat.read(PATH, 4).cells if c.cell_type == "code"]
    optional = [c for c in cells if "nbval-ignore-output" in c.metadata.get("tags", ())]
    assert [c.source.count("compared(") for c in optional] == [2, 1]
    for c, library in zip(optional, ("PyTorch", "JAX"), strict=True):
        assert c.outputs[0].text.startswith(library)
        assert "what it prints depends on what is installed" in c.source
