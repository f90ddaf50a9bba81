"""What a function may change outside of itself, and how it is put back.

After every call: numpy's error state and way of printing, the depth of recursion, the working
folder, what an interrupt does, and what the names of builtins, of numpy and of the reading of
results mean. After all calls, because it takes longer: both random states, and what the names mean
in every module that the engine stands on.
"""

import builtins
import inspect
import io
import os
import random
import signal
import sys

# Putting back cannot rely on what may have been changed: these are bound before any learner comes.
from builtins import all, dict, len, map  # noqa: UP029
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cache
from operator import is_
from warnings import catch_warnings, simplefilter

import numpy as np
from IPython import get_ipython

from helpers.exercises.checker import compare


def _folder():
    with suppress(OSError):  # a folder that was deleted has no name
        return _getcwd()
    return None


def _back_to(folder):
    if folder is not None and _folder() != folder:
        with suppress(OSError):
            _chdir(folder)


def _interrupt():
    return _getsignal(signal.SIGINT)


def _interrupt_does(handler):
    if handler is not None and _interrupt() is not handler:
        _set_signal(signal.SIGINT, handler)


_getcwd, _chdir, _getsignal, _set_signal = os.getcwd, os.chdir, signal.getsignal, signal.signal
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
    before = [(put_back, now()) for now, put_back in _AFTER_A_CALL]
    with (
        catch_warnings(record=True) as warned,
        redirect_stdout(printed),
        redirect_stderr(noise),
        np.errstate(all="warn"),
        np.printoptions(),
        _exit_raises(),
    ):
        simplefilter("always")
        try:
            yield printed, warned
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
    before = shell.ask_exit
    shell.ask_exit = sys.exit
    try:
        yield
    finally:
        shell.ask_exit = before


def then_put_back(names, action, *arguments):
    """Return what an action returns, after giving names back what they meant in names_now()."""
    try:
        return action(*arguments)
    finally:
        for meanings, before in names:
            _put_back(meanings, before)


def names_now():
    """Return what the names mean that reading a result relies on: for then_put_back()."""
    return [(vars(module), dict(vars(module))) for module in (builtins, np, compare)]


@contextmanager
def kept_after_all_calls():
    """Keep what a number of calls may change, as far as it takes too long after each of them."""
    names = [(meanings, dict(meanings)) for meanings in _namespaces()]
    before = [(put_back, now()) for now, put_back in _AFTER_ALL_CALLS]
    try:
        yield
    finally:
        for meanings, earlier in names:
            _put_back(meanings, earlier)
        for put_back, state in before:
            put_back(state)


@cache
def _namespaces():
    own = [module for name, module in sys.modules.items() if name.partition(".")[0] == "helpers"]
    named = {_module_of(value) for module in own for value in vars(module).values()} - {None}
    return [sys.modules, *map(vars, {*own, *named, np.random, np.linalg})]


def _module_of(value):
    return value if inspect.ismodule(value) else sys.modules.get(getattr(value, "__module__", None))


def _put_back(meanings, before):
    if len(meanings) == len(before) and all(map(is_, meanings.values(), before.values())):
        return
    for name, value in before.items():
        if meanings.get(name, meanings) is not value:
            meanings[name] = value
