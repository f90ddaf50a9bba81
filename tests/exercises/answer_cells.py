"""Answers as cells of a notebook define them."""

import linecache
import time
from itertools import count

import numpy as np

CELLS = count()


def answer(source, name):
    """The function that a cell with this source defines; its lines are kept, as IPython does it."""
    file, scope = f"<cell {next(CELLS)}>", {"np": np, "time": time}
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    exec(compile(source, file, "exec"), scope)
    return scope[name]
