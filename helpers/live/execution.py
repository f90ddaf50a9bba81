"""What a cell that runs can know about itself: which it is, and who takes what it shows."""

import sys

from IPython import get_ipython


def running():
    """What identifies the execution under way, and its cell: the front end's name, or the code."""
    shell = get_ipython()
    # In a browser it is the kernel that knows, not the shell.
    knows = shell if hasattr(shell, "get_parent") else getattr(shell, "kernel", None)
    if knows is None:
        return None, None
    request = knows.get_parent()
    cell = request.get("metadata", {}).get("cellId") or request.get("content", {}).get("code")
    return request.get("header", {}).get("msg_id"), cell


def can_replace():
    """Whether what is shown now can be replaced later: not what an Output widget takes in."""
    if get_ipython() is None:
        return False
    widgets = sys.modules.get("ipywidgets")
    taking = widgets.Widget.widgets.values() if widgets else ()
    run = running()[0]
    return not any(run and getattr(widget, "msg_id", "") == run for widget in taking)
