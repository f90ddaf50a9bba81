"""How a learner's server is started: what it may take, and when it is its turn.

With systemd a server is a unit, and the limits hold for all that it starts, together. Elsewhere it
is a process, and they hold for each of its processes by itself.
"""

import asyncio
import os
import pwd
import resource

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import can_connect
from systemdspawner import SystemdSpawner

AT_A_TIME = asyncio.Semaphore(2 * (os.cpu_count() or 1))
"""Servers that start at once: more would all come late, and none of them sooner."""

TASKS = 256
"""Processes and threads of one learner."""

LARGEST_FILE = 2**30
"""Bytes of the largest file that a learner can write."""

NICENESS = 5
"""Learners' programs come after the hub and the proxy where all of them want the processor."""


class InTurn:
    """A spawner whose server starts when few others do, in the order in which they were asked."""

    async def start(self):
        # A server that never listens does not keep the others waiting.
        async with AT_A_TIME, asyncio.timeout(self.http_timeout):
            ip, port = await super().start()
            # One that ends instead is JupyterHub's to report.
            while await self.poll() is None and not can_connect(ip, port):
                await asyncio.sleep(0.2)
        return ip, port


class LimitedProcessSpawner(InTurn, LocalProcessSpawner):
    """A server as a process of the learner's; mem_limit holds for each process by itself."""

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(name)
        limits = [
            (resource.RLIMIT_NPROC, TASKS),
            (resource.RLIMIT_FSIZE, LARGEST_FILE),
            (resource.RLIMIT_CORE, 0),
        ]
        if self.mem_limit:
            limits.append((resource.RLIMIT_DATA, int(self.mem_limit)))

        def preexec():
            for kind, most in limits:
                resource.setrlimit(kind, (most, most))
            os.nice(NICENESS)
            become()

        return preexec

    async def _signal(self, sig):
        # A number that was kept may be another program's since the machine has started again.
        try:
            owner = os.stat(f"/proc/{self.pid}").st_uid
        except FileNotFoundError:
            return False
        return owner == pwd.getpwnam(self.user.name).pw_uid and await super()._signal(sig)


class LimitedUnitSpawner(InTurn, SystemdSpawner):
    """A server as a unit of systemd: mem_limit and cpu_limit hold for all its processes."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.default_shell = "/bin/bash"
        self.isolate_tmp = self.isolate_devices = True
        # Together they leave something to the hub and the proxy (class/learners.slice).
        self.slice = "learners"
        self.unit_extra_properties = {
            "TasksMax": str(TASKS),
            "LimitFSIZE": str(LARGEST_FILE),
            "LimitCORE": "0",
            "MemorySwapMax": "0",
            "ProtectProc": "invisible",
        }
