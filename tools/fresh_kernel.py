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


class _ErrorsAlone(_Client):
    """Keeps no output but errors: a stranger's notebook may show more than memory holds."""

    def output(self, outs, msg, display_id, cell_index):
        if msg["msg_type"] != "error":
            return None
        return super().output(outs, msg, display_id, cell_index)


async def run(notebook: NotebookNode, folder: Path, allow_errors: bool = False) -> None:
    """Run all cells in a new kernel in `folder`; what they show takes the place of their outputs.

    Raises nbclient's CellExecutionError where a cell raises, unless `allow_errors`, and
    DeadKernelError where the kernel ends.
    """
    shown = {"timeout": SECONDS_A_CELL, "coalesce_streams": True}
    await _client(_Client, notebook, folder, allow_errors=allow_errors, **shown).async_execute()


async def run_for_errors(
    notebook: NotebookNode, folder: Path, seconds_of: Callable[[NotebookNode], float]
) -> None:
    """Run all cells in a new kernel in `folder`; of what they show, errors alone are kept.

    `seconds_of` says how long a cell may take. One that takes longer is interrupted, and the next
    one runs. Raises nbclient's DeadKernelError where the kernel ends.
    """
    limits = {"timeout_func": seconds_of, "interrupt_on_timeout": True}
    kept = {"allow_errors": True, "store_widget_state": False}
    await _client(_ErrorsAlone, notebook, folder, **limits, **kept).async_execute()


def _client(kind, notebook, folder, **options):
    return kind(
        notebook,
        kernel_name="python3",
        config=without_ports(),
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        **options,
    )
