"""What a function may change outside of itself by accident, and how it is put back.

After every call: numpy's error state and way of printing, what numpy's own names mean, warnings and
streams, the depth of recursion, the working folder, what an interrupt does. After all calls: both
random states; put back any sooner, they would hide that a function draws random numbers.
"""

import io
import os
import random
import signal
import sys
import tracemalloc
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from operator import is_
from pathlib import Path
from warnings import catch_warnings, simplefilter

import numpy as np
from IPython import get_ipython

ASSIGNED_BY_ACCIDENT = (np, np.random, np.linalg)
"""Modules that a line such as np.sum = total, or np.random.seed = 0, writes into."""


def _folder():
    with suppress(OSError):  # a folder that was deleted has no name
        return os.getcwd()
    return None


def _back_to(folder):
    if folder is not None and _folder() != folder:
        with suppress(OSError):
            os.chdir(folder)


def _interrupt():
    return signal.getsignal(signal.SIGINT)


def _interrupt_does(handler):
    if handler is not None and _interrupt() is not handler:
        signal.signal(signal.SIGINT, handler)


_AFTER_A_CALL = (
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (_folder, _back_to),
    (_interrupt, _interrupt_does),
)
_AFTER_ALL_CALLS = (
    (np.random.get_state, np.random.set_state),
    (random.getstate, random.setstate),
)


@contextmanager
def kept_after_a_call():
    """Keep what one call may change. Gives the stream that it prints to and a list of warnings."""
    printed, noise = io.StringIO(), io.StringIO()
    with (
        _put_back(_AFTER_A_CALL),
        catch_warnings(record=True) as warned,
        redirect_stdout(printed),
        redirect_stderr(noise),
        # As numpy does by itself: of what comes down to 0 it says nothing.
        np.errstate(all="warn", under="ignore"),
        np.printoptions(),
        _exit_raises(),
    ):
        simplefilter("always")
        yield printed, warned


@contextmanager
def kept_after_all_calls():
    """Keep what a number of calls may change together."""
    with _put_back(_AFTER_ALL_CALLS):
        yield


@contextmanager
def _put_back(pairs):
    before = [(put_back, now()) for now, put_back in pairs]
    try:
        yield
    finally:
        for put_back, state in before:
            put_back(state)


@contextmanager
def _exit_raises():
    """Let exit() and quit() raise SystemExit. Those of IPython end the kernel a moment later."""
    shell = get_ipython()
    if shell is None:
        yield
        return
    # A kernel that is a browser's has none: there exit() is an error of its own.
    before = getattr(shell, "ask_exit", None)
    shell.ask_exit = sys.exit
    try:
        yield
    finally:
        if before is None:
            del shell.ask_exit
        else:
            shell.ask_exit = before


@contextmanager
def numpys_names_kept():
    """Give numpy's names back what they meant."""
    before = [(vars(module), dict(vars(module))) for module in ASSIGNED_BY_ACCIDENT]
    try:
        yield
    finally:
        for names, meanings in before:
            if not all(map(is_, map(names.get, meanings), meanings.values())):
                names.update(meanings)


def rewrites_numpy(function, arguments):
    """Return whether a call gives names of numpy's another meaning; it is put back either way."""
    before = [(vars(module), dict(vars(module))) for module in ASSIGNED_BY_ACCIDENT]
    with numpys_names_kept():
        try:
            function(*arguments)
        except KeyboardInterrupt:
            raise
        except BaseException:  # what it raises is known already
            pass
        return not all(
            all(map(is_, map(names.get, meanings), meanings.values())) for names, meanings in before
        )


@contextmanager
def most_memory_taken():
    """Give a function that says how many bytes were taken at once, when all is done; 0 before.

    Where somebody else is counting already, it says 0.
    """
    taken = []
    if tracemalloc.is_tracing():
        yield lambda: 0
        return
    tracemalloc.start()
    try:
        yield lambda: sum(taken)
    finally:
        taken.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()


@contextmanager
def memory_kept_small(spare=2**30):
    """Let nothing take more than `spare` further bytes: it gets a MemoryError of its own instead.

    Only where the system can be asked, as on Linux; elsewhere nothing is limited.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = pages * resource.getpagesize() + spare
        if soft == resource.RLIM_INFINITY or wanted < soft:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
