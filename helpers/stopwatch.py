"""How long something takes: for comparisons that what else runs on the machine must not decide."""

from time import process_time

from threadpoolctl import threadpool_limits


def seconds_on_one_core(function, *arguments):
    """Return what `function(*arguments)` returns, and the processor seconds that it took.

    They are those of this program alone, on a single core: numpy may not share a product out among
    several, which helps large arrays and not small ones.

    >>> total, seconds = seconds_on_one_core(sum, [1, 2, 3])
    >>> total
    6
    """
    with threadpool_limits(1):
        begin = process_time()
        result = function(*arguments)
        return result, process_time() - begin
