"""Many cases alike: some in every run, the others where slow tests are run."""

import pytest


def slow_after(count, cases):
    """Return the cases as parameters of a test; those after the first count are slow.

    A tuple is a case of several parameters.
    """
    cases = list(cases)
    values = [case if type(case) is tuple else (case,) for case in cases[count:]]
    return [*cases[:count], *(pytest.param(*value, marks=pytest.mark.slow) for value in values)]
