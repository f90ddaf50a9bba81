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
from traitlets import Dict

AT_A_TIME = asyncio.Semaphore(2 * (os.cpu_count() or 1))
"""Servers that start at once: more would all come late, and none of them sooner."""

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

    limits = Dict(config=True, help="Of each process, by the names that setrlimit has for them.")

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(name)
        memory = {"DATA": int(self.mem_limit)} if self.mem_limit else {}
        limits = [
            (getattr(resource, f"RLIMIT_{kind}"), most)
            for kind, most in {**self.limits, **memory}.items()
        ]

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
    """A server as a unit of systemd; mem_limit and cpu_limit hold for all that runs in it."""
