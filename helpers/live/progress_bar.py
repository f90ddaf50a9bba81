"""A bar that grows while something takes its time, and stays away where pages are made."""

import os
import sys

if sys.platform == "emscripten":
    # By the name of its kernel, tqdm.auto takes a browser for a terminal.
    from tqdm.notebook import tqdm
else:
    from tqdm.auto import tqdm


def progress_bar(items):
    """Return `items` wrapped so that a bar counts them as a loop takes them.

    Where the environment variable TQDM_DISABLE is set there is no bar, so that a saved notebook
    holds none: in a notebook tqdm itself passes over that variable.

    >>> sum(progress_bar([1, 2, 3]))
    6
    """
    # A kernel inside a browser has no thread to give to the watch over slow loops.
    tqdm.monitor_interval = 0
    return tqdm(items, disable=os.environ.get("TQDM_DISABLE", "0") not in ("", "0"))
