"""Run a notebook from a fresh kernel: for course.py rebuild, and for tests that need a kernel."""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from uuid import uuid4

from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

SECONDS_A_CELL = 300


def without_ports() -> Config:
    """The settings of one kernel that is reached through files of its own.

    A port can be taken by another program between its choice and its use. ZeroMQ knows of no such
    files on Windows: kernels have ports there.
    """
    if os.name == "nt":
        return Config()
    sockets = os.path.join(tempfile.gettempdir(), f"kernel-{uuid4().hex}")
    return Config(ConnectionFileMixin={"transport": "ipc", "ip": sockets})


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
        config=without_ports(),
        resources={"metadata": {"path": str(folder)}},
        timeout=SECONDS_A_CELL,
        timeout_func=seconds_of,
        interrupt_on_timeout=seconds_of is not None,
        allow_errors=allow_errors,
        record_timing=False,
        coalesce_streams=True,
    )
    await client.async_execute()
