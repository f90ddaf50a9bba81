"""Say that a check is still looking, once it has taken longer than a moment."""

import sys
import time
from contextlib import contextmanager

A_MOMENT = 0.5
WORDS = "Not right yet. Looking for the slip in your lines ... (Interrupt the kernel to stop.)"


@contextmanager
def search_notice():
    """Give a function to call now and then: after half a second a notebook shows that it looks.

    What is shown is gone when the work is done. Outside of a notebook nothing is shown.
    """
    begun, shown = time.monotonic(), []

    def looking():
        if not shown and time.monotonic() - begun > A_MOMENT:
            shown.append(_shown(WORDS))

    try:
        yield looking
    finally:
        if shown and shown[0] is not None:
            shown[0].update({"text/plain": ""}, raw=True)


def _shown(words):
    """Show words in a running notebook: the handle to take them away by, None elsewhere."""
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    if getattr(shell, "kernel", None) is None:
        return None
    from IPython.display import display

    return display({"text/plain": words}, raw=True, display_id=True)
