"""Many cases alike: some in every run, the others where slow tests are run."""

import pytest


def slow_after(count, cases):
    """Return the cases as parameters of a test; those after the first count are slow."""
    cases = list(cases)
    others = [pytest.param(case, marks=pytest.mark.slow) for case in cases[count:]]
    return [*cases[:count], *others]
