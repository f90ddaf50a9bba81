"""JupyterHub for a class on one machine: what `python3 course.py hub` starts (docs/class.md).

What you want otherwise goes into YOUR_OWN below, in the same form: it is read last, and an update
of the course leaves it alone.
"""

import sys
from pathlib import Path

from helpers import home
from tools.hub import proxy
from tools.hub.spawners import LimitedProcessSpawner, LimitedUnitSpawner

c = get_config()  # noqa: F821 (JupyterHub puts it there)

YOUR_OWN = Path("/etc/slope-by-slope/jupyterhub_config.py")
MINUTE, HOUR = 60, 3600

# Where it listens: on this machine alone. What the class sees is a web server with a certificate.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# Who may log in: accounts of this machine, with their passwords, that are in one of these groups.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"learners", "teachers"}
c.PAMAuthenticator.admin_groups = {"teachers"}

# What a learner may take. With systemd a server is a unit, and memory, processor (in cores) and
# tasks are those of all that runs in it; without systemd, memory is that of each process.
TASKS, LARGEST_FILE = 256, 2**30
c.Spawner.mem_limit = "1G"
c.Spawner.cpu_limit = 1.0
c.LimitedProcessSpawner.limits = {"NPROC": TASKS, "FSIZE": LARGEST_FILE, "CORE": 0}
c.SystemdSpawner.unit_extra_properties = {
    "TasksMax": str(TASKS),
    "LimitFSIZE": str(LARGEST_FILE),
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "ProtectProc": "invisible",
}
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.isolate_devices = True
# All of them together leave something to the hub and its proxy (learners.slice).
c.SystemdSpawner.slice = "learners"
c.SystemdSpawner.default_shell = "/bin/bash"
has_systemd = Path("/run/systemd/system").is_dir()
c.JupyterHub.spawner_class = LimitedUnitSpawner if has_systemd else LimitedProcessSpawner

# Each server runs as its learner, in the environment that also runs the hub. -I: nothing in a
# learner's folders takes the place of a module before the server has started.
c.Spawner.cmd = [sys.executable, "-I", "-m", "tools.hub.server"]
c.Spawner.default_url = f"/lab/tree/{home.COPIES}/00_start_here.ipynb"
c.Spawner.ip = "127.0.0.1"
c.Spawner.args = [
    # Files in a folder of the learner's. A port of this machine would be everybody's: who connects
    # to it can read what a kernel prints.
    "--KernelManager.transport=ipc",
    # A kernel that has run nothing for so long is ended, also where its page is still open.
    f"--MappingKernelManager.cull_idle_timeout={1 * HOUR}",
    f"--MappingKernelManager.cull_interval={5 * MINUTE}",
    "--MappingKernelManager.cull_connected=True",
    "--Application.log_level=WARN",
]
# As many threads as learners would wait for each other.
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# Where all start at once, servers are started a few at a time, and the others wait.
c.JupyterHub.concurrent_spawn_limit = 0
c.Spawner.start_timeout = 10 * MINUTE
c.Spawner.http_timeout = 2 * MINUTE

# Servers that nobody has used for an hour are ended, and every one after twelve.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            # Where the hub is killed, this ends with it: the next hub starts one of its own.
            *("setpriv", "--pdeathsig", "TERM"),
            *(sys.executable, "-m", "jupyterhub_idle_culler"),
            *(f"--timeout={1 * HOUR}", f"--cull-every={5 * MINUTE}", f"--max-age={12 * HOUR}"),
        ],
        "user": "nobody",
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]

# Where the hub ends, learners go on: their servers stay, and the proxy in front of them. A hub that
# starts again takes both over, the proxy by starting it anew.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.cleanup_proxy = False
# Gone when the machine starts again, when its number may be another program's.
c.ConfigurableHTTPProxy.pid_file = "/run/slope-by-slope-proxy.pid"

c.ConfigurableHTTPProxy.command = proxy.ready()

if YOUR_OWN.is_file():
    load_subconfig(str(YOUR_OWN))  # noqa: F821 (as above)

if not c.JupyterHub.bind_url.startswith("https:"):
    # The web server in front says that it came over TLS; cookies are then for TLS alone.
    c.ConfigurableHTTPProxy.command += ["--no-x-forward"]
