"""Run a notebook from a fresh kernel: for course.py rebuild, and for tests that need a kernel."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty

from nbclient import NotebookClient
from nbformat import NotebookNode

SECONDS_A_CELL = 300


class _Client(NotebookClient):
    """nbclient's, looking for the kernel's answer once a second.

    Where an Output widget makes nbclient send while it waits for an answer, the answer's
    arrival can go unnoticed (its issue 312), and the notebook stands still until the timeout.
    """

    async def async_start_new_kernel_client(self):
        client = await super().async_start_new_kernel_client()
        get_once = client.shell_channel.get_msg

        async def get(timeout: float) -> dict:
            end = time.monotonic() + timeout
            while time.monotonic() < end:
                with contextlib.suppress(Empty):
                    return await get_once(timeout=1)
            raise Empty

        client.shell_channel.get_msg = get
        return client


async def run(
    notebook: NotebookNode,
    folder: Path,
    allow_errors: bool = False,
    seconds_of: Callable[[NotebookNode], float] | None = None,
) -> None:
    """Run all cells in a new kernel in `folder`; what they show takes the place of their outputs.

    Where `seconds_of` says how long a cell may take, one that takes longer is interrupted, and the
    next one runs. Raises nbclient's CellExecutionError where a cell raises, unless `allow_errors`,
    and DeadKernelError where the kernel ends.
    """
    client = _Client(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        timeout=SECONDS_A_CELL,
        timeout_func=seconds_of,
        interrupt_on_timeout=seconds_of is not None,
        allow_errors=allow_errors,
        record_timing=False,
        coalesce_streams=True,
    )
    await client.async_execute()
