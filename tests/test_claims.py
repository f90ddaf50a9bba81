"""What the notebooks say of chance holds for other seeds than those printed, too."""

import ast
from typing import NamedTuple

import nbformat
import numpy as np
import pytest
from notebook_cells import cell_of, run

from tools.notebook_runs import number_of, published_notebooks

RAISED_BY = 1000
"""By how much every seed is raised.

All claims hold by 0, which is what the page prints, by 2000 and by 3000, too. A new one is tried
there before it is written.
"""

PATHS = {number_of(path): path for path in published_notebooks()}


class Claim(NamedTuple):
    """What the prose says about a cell's numbers: an expression of the notebook's names."""

    number: str
    cell: str
    holds: str


CLAIMS = (
    Claim("08", "08-batches-and-sgd-08", "apart < 1e-14"),
    Claim("08", "08-batches-and-sgd-14", "abs(power + 0.5) < 0.05"),
    Claim("08", "08-batches-and-sgd-14", "dealt[-2] < replaced[-2] and dealt[-1] == 0"),
    Claim("08", "08-batches-and-sgd-35", "(np.diff(best_rates) >= 0).all()"),
    Claim("08", "08-batches-and-sgd-39", "detours == sorted(detours, reverse=True)"),
    Claim("08", "08-batches-and-sgd-52", "long[-1] > long[0] / 2"),
    Claim("08", "08-batches-and-sgd-52", "short[0] > long[0]"),
    Claim("08", "08-batches-and-sgd-52", "(halved < np.minimum(long, short))[1:].all()"),
    Claim(
        "08",
        "08-batches-and-sgd-55",
        "above_by_draw['without replacement'] < above_by_draw['with replacement']",
    ),
    Claim("08", "08-batches-and-sgd-61", "crossed[3] > 90 and max(crossed[:3]) == 0"),
    Claim("08", "08-batches-and-sgd-61", "max(returned) == 0"),
    Claim("08", "08-batches-and-sgd-64", "max(by_mean) < 1.5 * min(by_mean)"),
    Claim("08", "08-batches-and-sgd-64", "max(by_sum) > 50 * min(by_sum)"),
    Claim("08", "08-batches-and-sgd-70", "min(nines[:3]) > 0.5"),
    Claim("08", "08-batches-and-sgd-70", "min(right['shuffled']) > 3 * max(right['sorted'])"),
    Claim("08", "08-batches-and-sgd-80", "max(epochs[1]) < min(epochs[everything])"),
    Claim("08", "08-batches-and-sgd-80", "max(updates[everything]) < min(updates[1])"),
    Claim("08", "08-batches-and-sgd-80", "epochs[everything].mean() > 15 * epochs[1].mean()"),
    Claim("09", "09-real-data-26", "max(line_off.mean(), network.mean()) < mean.mean()"),
    Claim("09", "09-real-data-26", "abs(network.mean() - line_off.mean()) < 0.1 * line_off.std()"),
    Claim("09", "09-real-data-31", "apart < 0.2 * network.std()"),
    Claim("09", "09-real-data-37", "line_off.mean() < np.mean(stopped) < mean.mean()"),
    Claim("09", "09-real-data-37", "mean.mean() < np.mean(to_the_end)"),
    Claim("09b", "09b-handwritten-digits-27", "vanished.slopes[0] < 0.01 * vanished.slopes[-1]"),
    Claim("09b", "09b-handwritten-digits-27", "lasting.slopes[0] > 0.1 * lasting.slopes[-1]"),
    Claim("09b", "09b-handwritten-digits-27", "exploded.slopes[0] > 20 * exploded.slopes[-1]"),
    Claim("09b", "09b-handwritten-digits-34", "means[0.3] > 0.93 and means[3.0] < 0.9"),
    Claim("09b", "09b-handwritten-digits-34", "max(means.values()) - means[0.03] < 0.02"),
    Claim("09b", "09b-handwritten-digits-39", "(hidden.mean(axis=1) > plain.mean(axis=1)).all()"),
    Claim("09b", "09b-handwritten-digits-42", "max(read) < hidden.min()"),
    Claim(
        "09b",
        "09b-handwritten-digits-47",
        "abs(hidden[0].mean() - np.mean(library)) < hidden[0].std()",
    ),
    Claim("09b", "09b-handwritten-digits-67", "misread['uphill'] > 5 * misread['random']"),
    Claim("10", "10-from-a-blank-cell-50", "share > 0.95"),
    Claim("10", "10-from-a-blank-cell-55", "apart < deviation"),
)
NUMBERS = sorted({claim.number for claim in CLAIMS})


def code_of(number):
    return [cell for cell in nbformat.read(PATHS[number], 4).cells if cell.cell_type == "code"]


def raised(by):
    """numpy's default_rng with every seed that is a number raised; libraries give others, too."""
    make = np.random.default_rng
    return lambda seed=None: make(seed + by if isinstance(seed, int | np.integer) else seed)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_claim_is_about_a_cell_and_the_names_known_after_it(number):
    cells = code_of(number)
    ids = [cell.id for cell in cells]
    for claim in CLAIMS:
        if claim.number == number:
            before = cells[: ids.index(claim.cell) + 1]
            known = set().union(*(cell_of(cell.source).writes for cell in before))
            names = {node.id for node in ast.walk(ast.parse(claim.holds)) if _is_name(node)}
            assert names - known <= {"abs", "max", "min", "sorted"}, claim


def _is_name(node):
    return isinstance(node, ast.Name)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_no_page_prints_a_test_in_place_of_numbers(path):
    for cell in code_of(number_of(path)):
        for output in cell.outputs:
            if output.output_type == "stream":
                claims = [line for line in output.text.splitlines() if line.endswith(": True")]
                assert not claims, cell.id


def with_values_of(source, claims):
    """A cell's source with the claims about it as its last line, so that they are its value."""
    return "\n".join([source, f"({', '.join(claims)},)"]) if claims else source


@pytest.mark.slow
@pytest.mark.parametrize("number", NUMBERS)
def test_every_claim_holds_for_other_seeds(number, monkeypatch):
    code = code_of(number)
    claims = {cell.id: [c.holds for c in CLAIMS if c.cell == cell.id] for cell in code}
    cells = [cell_of(with_values_of(cell.source, claims[cell.id])) for cell in code]
    monkeypatch.setattr(np.random, "default_rng", raised(RAISED_BY))
    ran = run(cells, [at for at, cell in enumerate(code) if claims[cell.id]])
    for at, cell in enumerate(code):
        if claims[cell.id]:
            for holds, value in zip(claims[cell.id], ran[at].value, strict=True):
                assert value, f"{cell.id}: {holds}"
