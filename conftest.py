"""Notebooks under pytest: nbval is switched on, and runs a cell as JupyterLab does.

nbval 0.11 differs from JupyterLab in two ways that notebooks notice. It takes what an Output widget
has caught for output of the cell (its issue 194). And it knows of no output that is replaced by a
later one, as every live figure's is. Both are mended here. Its kernels are reached without ports,
as everywhere in the course (tools/fresh_kernel.py).

With --every, a part of the slow cases is run.
"""

from collections import Counter, deque

import nbval.kernel
import pytest

from tools.fresh_kernel import without_ports
from tools.notebook_runs import NOTEBOOKS, ROOT, published_notebooks, quiet_the_surroundings

# A copy that somebody made beside a published notebook ("05_...-Copy1") is none of the course's.
collect_ignore = sorted({*map(str, NOTEBOOKS.glob("*.ipynb"))} - {*map(str, published_notebooks())})
# It runs in a browser's kernel alone.
collect_ignore.append(str(ROOT / "tests" / "site" / "notebook_run.py"))
CAUGHT_BY_OUTPUT_WIDGETS = {"stream", "display_data", "execute_result", "clear_output"}
get_any_message = nbval.kernel.RunningKernel.get_message
manager_with = nbval.kernel.KernelManager


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every",
        type=int,
        default=1,
        metavar="N",
        help="of the slow cases of each test, run the first and each N-th that follows",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each test's slow cases keep the first and every N-th after it."""
    every, seen = config.option.every, Counter()
    chosen, left_out = [], []
    for item in items:
        name = item.nodeid.partition("[")[0]
        is_slow = item.get_closest_marker("slow") is not None
        (left_out if is_slow and seen[name] % every else chosen).append(item)
        seen[name] += is_slow
    config.hook.pytest_deselected(items=left_out)
    items[:] = chosen


def pytest_configure(config: pytest.Config) -> None:
    quiet_the_surroundings()
    config.option.nbval = True
    # The environment that runs the tests is the one that is tested.
    config.option.nbval_current_env = True
    config.option.nbval_sanitize_with = str(ROOT / "tests" / "nbval_sanitize.cfg")


def manager_without_ports(**settings):
    return manager_with(config=without_ports(), **settings)


def get_message_of_the_cell(kernel, stream: str, timeout: float | None = None) -> dict:
    """The kernel's next message that is not meant for an Output widget alone."""
    if not hasattr(kernel, "holders"):
        kernel.holders = {}
    while True:
        message = get_any_message(kernel, stream, timeout=timeout)
        content = message["content"]
        if message["msg_type"] == "comm_msg":
            state = content["data"].get("state", {})
            if "msg_id" in state:
                kernel.holders[content["comm_id"]] = state["msg_id"]
        held = message["parent_header"].get("msg_id") in kernel.holders.values()
        # An error inside a widget's callback is let through: it has to fail the test.
        if not (held and message["msg_type"] in CAUGHT_BY_OUTPUT_WIDGETS):
            return message


def get_message_as_it_stands(kernel, stream: str, timeout: float | None = None) -> dict:
    """The kernel's next message; an output that is replaced in its run is what replaces it."""
    if stream != "iopub":
        return get_message_of_the_cell(kernel, stream, timeout)
    if not hasattr(kernel, "run"):
        kernel.run, kernel.ready = [], deque()
    while not kernel.ready:
        kernel.run.append(get_message_of_the_cell(kernel, stream, timeout))
        if kernel.run[-1]["content"].get("execution_state") == "idle":
            kernel.ready.extend(with_replacements(kernel.run))
            kernel.run = []
    return kernel.ready.popleft()


def with_replacements(messages: list[dict]) -> list[dict]:
    """The messages of a run, each output with the data that it has at the end."""
    kept, shown = [], {}
    for message in messages:
        content = message["content"]
        name = content.get("transient", {}).get("display_id")
        if message["msg_type"] == "update_display_data" and name in shown:
            shown[name]["data"] = content["data"]
            continue
        kept.append(message)
        if name:
            shown[name] = content
    return kept


nbval.kernel.KernelManager = manager_without_ports
nbval.kernel.RunningKernel.get_message = get_message_as_it_stands
