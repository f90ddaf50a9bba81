"""A class on this machine: the course where every account can read it, accounts, and a hub."""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil

from tools.environment import ROOT, python_in

ENVIRONMENT = ".venv-hub"
LEFT_OUT = shutil.ignore_patterns(".*", "site", "my_course", "tests", "benchmarks", "__pycache__")
SECONDS = 120


def missing() -> str:
    """What keeps a class from being held on this machine: a sentence, or ""."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "a hub starts servers for other accounts: run this as root, on Linux"
    python = python_in(ROOT / ENVIRONMENT)
    if not python.exists():
        return "the hub is not installed: python3 course.py test --hub installs it"
    if not python.resolve().exists() or not everybody_can_reach(python.resolve()):
        return (
            f"other accounts may not use {python.resolve()}: let the system's Python run course.py"
        )
    return ""


def everybody_can_reach(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in [path, *path.parents])


@contextmanager
def installation() -> Iterator[Path]:
    """The course in a folder that every account can read, with the environment of its hub."""
    with tempfile.TemporaryDirectory(prefix="class-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        course = folder / "course"
        shutil.copytree(ROOT, course, ignore=LEFT_OUT)
        environment = course / ENVIRONMENT
        shutil.copytree(ROOT / ENVIRONMENT, environment, symlinks=True, copy_function=linked)
        [path_file] = [
            file for file in environment.rglob("*.pth") if file.read_text().strip() == str(ROOT)
        ]
        path_file.unlink()
        path_file.write_text(f"{course}\n")
        yield course


def linked(source: str, target: str) -> None:
    """Let a file have one more name, where that can be: hundreds of megabytes are not copied."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def accounts(course: Path, names: list[str], group: str = "learners") -> Iterator[dict[str, str]]:
    """New accounts of this machine: each name's password. In the end they are gone."""
    with tempfile.TemporaryDirectory() as folder:
        listed, table = Path(folder) / "names.txt", Path(folder) / "passwords.csv"
        listed.write_text("\n".join(names))
        make = [sys.executable, str(course / "class" / "accounts.py"), str(listed), str(table)]
        try:
            subprocess.run([*make, "--group", group], check=True, capture_output=True)
            with open(table, newline="") as file:
                yield dict(csv.reader(file))
        finally:
            for name in names:
                end_account(name)


def end_account(name: str) -> None:
    processes = processes_of(name)
    # Asked to end, servers take along what they have in the folder for temporary files.
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    psutil.wait_procs(processes, timeout=SECONDS)
    end_all(processes)
    subprocess.run(["userdel", "--remove", name], capture_output=True, check=False)


def processes_of(name: str) -> list[psutil.Process]:
    """The programs that run under an account."""
    return [each for each in psutil.process_iter(["username"]) if each.info["username"] == name]


def end_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=SECONDS)


class Hub:
    """A hub of a class, as `course.py hub` starts it: at free ports, its files in a folder."""

    def __init__(self, course: Path, folder: Path, *options: str) -> None:
        self.course, self.folder, self.log = course, folder, folder / "log"
        public, own, proxy = free_ports(3)
        self.address = f"http://127.0.0.1:{public}"
        self.options = [
            f"--JupyterHub.bind_url={self.address}",
            f"--JupyterHub.hub_bind_url=http://127.0.0.1:{own}",
            f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{proxy}",
            f"--ConfigurableHTTPProxy.pid_file={folder / 'proxy.pid'}",
            *options,
        ]
        self.started = []

    def start(self) -> None:
        """Start it, and wait until somebody can log in."""
        command = [str(python_in(self.course / ENVIRONMENT)), "-m", "tools.hub", *self.options]
        variables = {**os.environ, "SLOPE_BY_SLOPE_HUB": str(self.folder)}
        variables.pop("PYTHONPATH", None)
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                command, cwd=self.course, env=variables, stdout=log, stderr=log
            )
        end = time.monotonic() + SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the hub did not start:\n{self.log.read_text()[-5000:]}")
            time.sleep(0.2)
        self.started += psutil.Process(self.process.pid).children(recursive=True)

    def answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/hub/login").status_code == 200
        return False

    def running(self, name: str) -> list[psutil.Process]:
        """The programs whose command has this name, of those that it has ever started itself."""
        return [
            each
            for each in self.started
            if each.is_running() and any(name in part for part in each.cmdline())
        ]

    def kill(self) -> None:
        """End the hub as a fault would, and nothing that it has started."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """End the hub and all that it has started itself: its proxy and its services."""
        with suppress(psutil.NoSuchProcess):
            self.started += psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        self.process.wait(SECONDS)
        end_all(self.started)


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens at; each is another one."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def held(course: Path, *options: str) -> Iterator[Hub]:
    """A hub over a course, as long as this lasts."""
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(course, Path(folder), *options)
        try:
            hub.start()
            yield hub
        finally:
            hub.end()
