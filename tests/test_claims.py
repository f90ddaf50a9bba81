"""What notebooks 08, 09 and 09b say of chance holds for other seeds than those printed, too."""

import nbformat
import numpy as np
import pytest
from notebook_cells import cell_of, run

from tools.notebook_runs import number_of, published_notebooks

RAISED_BY = 1000, 2000, 3000
"""By how much every seed is raised, a run each; nbval makes the printed one."""

PATHS = {number_of(path): path for path in published_notebooks()}


def claims(text):
    return [line for line in text.splitlines() if line.endswith(" True")]


def raised(by):
    """numpy's default_rng with every seed that is a number raised; libraries give others, too."""
    make = np.random.default_rng
    return lambda seed=None: make(seed + by if isinstance(seed, int | np.integer) else seed)


def printed(cell):
    return "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream")


def test_claims_are_found_where_the_notebooks_make_them():
    saved = [printed(cell) for cell in nbformat.read(PATHS["08"], 4).cells]
    found = [line for text in saved for line in claims(text)]
    assert "dealt rows end closer: True" in found
    assert claims("nine: False\nTrue\nleads: True") == ["leads: True"]


@pytest.mark.slow
@pytest.mark.parametrize("by", RAISED_BY)
@pytest.mark.parametrize("number", ["08", "09", "09b"])
def test_every_claim_holds_for_other_seeds(number, by, monkeypatch):
    code = [cell for cell in nbformat.read(PATHS[number], 4).cells if cell.cell_type == "code"]
    cells = [cell_of(cell.source) for cell in code]
    expected = {at: claims(printed(cell)) for at, cell in enumerate(code)}
    monkeypatch.setattr(np.random, "default_rng", raised(by))
    for at, ran in run(cells, [at for at, lines in expected.items() if lines]).items():
        assert claims(ran.printed) == expected[at]
