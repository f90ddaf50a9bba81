"""The stopwatch hands on what a function returns, and lets it use one core while it runs."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from helpers.stopwatch import seconds_on_one_core


def threads_of_numpy():
    np.ones((2, 2)) @ np.ones((2, 2))
    return [pool["num_threads"] for pool in threadpool_info()]


def test_it_returns_what_the_function_returns():
    result, seconds = seconds_on_one_core(divmod, 17, 5)
    assert result == (3, 2)
    assert isinstance(seconds, float)


def test_the_function_has_one_core_and_others_have_theirs_again():
    before = threads_of_numpy()
    if max(before) == 1:
        pytest.skip("there is one core only")
    inside, _ = seconds_on_one_core(threads_of_numpy)
    assert set(inside) == {1}
    assert threads_of_numpy() == before


def test_a_second_is_that_of_the_processor_and_begins_with_the_function(monkeypatch):
    told = iter([10.0, 12.5])
    monkeypatch.setattr("helpers.stopwatch.process_time", lambda: next(told))
    assert seconds_on_one_core(len, "ab") == (2, 2.5)
