"""The server extension: loaded by real servers, and harmless where it has nothing to work on."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
import types
import urllib.request

import pytest

from helpers.server import prompt_websocket


class Handler:
    def __init__(self):
        self.nodelay = None

    def set_nodelay(self, value):
        self.nodelay = value


class Connection:
    websocket_handler = None

    def __init__(self, handler):
        self.websocket_handler = handler

    def connect(self, *arguments, **named):
        return "connected", arguments, named


def server_with(connection_class):
    settings = {"kernel_websocket_connection_class": connection_class}
    application = types.SimpleNamespace(settings=settings)
    return types.SimpleNamespace(web_app=application, log=logging.getLogger("test"))


def loaded(connection_class):
    server = server_with(connection_class)
    prompt_websocket._load_jupyter_server_extension(server)
    return server.web_app.settings["kernel_websocket_connection_class"]


def test_nodelay_is_set_and_connect_is_passed_on():
    handler = Handler()
    result = loaded(Connection)(handler).connect(1, two=2)
    assert handler.nodelay is True
    assert result == ("connected", (1,), {"two": 2})


def test_the_servers_own_class_is_what_is_built_on():
    channels = pytest.importorskip("jupyter_server.services.kernels.connection.channels")
    own = channels.ZMQChannelsWebsocketConnection
    assert issubclass(loaded(own), own)
    assert loaded(own) is not own


@pytest.mark.parametrize("other", [None, object, type("Other", (), {"connect": None})])
def test_an_unknown_class_is_left_alone(other):
    assert loaded(other) is other


def test_a_handler_without_set_nodelay_still_connects():
    assert loaded(Connection)(object()).connect()[0] == "connected"


PATIENCE = 120
"""Seconds: a busy machine takes its time; what fails, fails for another reason."""
STEP = 0.2

SPY = """
import socket
from jupyter_server.services.kernels import websocket

inner = websocket.KernelWebsocketHandler.open

async def open_and_tell(self, kernel_id):
    await inner(self, kernel_id)
    sock = self.ws_connection.stream.socket
    print("NODELAY", sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0, flush=True)

websocket.KernelWebsocketHandler.open = open_and_tell
"""


@pytest.mark.slow
@pytest.mark.parametrize("module", ["jupyterlab", "notebook", "jupyter_server"])
def test_a_real_server_sets_nodelay_on_a_kernels_websocket(module, tmp_path):
    """A kernel's websocket is opened by hand; a spy in the server tells the socket's option."""
    websocket = pytest.importorskip("websocket")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.py").write_text(SPY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", module, "--no-browser", f"--ServerApp.port={port}"]
    command += ["--ServerApp.token=secret", f"--ServerApp.root_dir={tmp_path}", "--allow-root"]
    variables = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    with open(tmp_path / "log", "w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=variables)
    try:
        address = f"127.0.0.1:{port}"
        kernel = asked(f"http://{address}/api/kernels?token=secret", server)
        path = f"ws://{address}/api/kernels/{kernel['id']}/channels?token=secret"
        opened = websocket.create_connection(path, timeout=PATIENCE)
        told = waited_for(tmp_path / "log", r"NODELAY (\w+)")
        opened.close()
        assert told == "True"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def asked(url: str, server: subprocess.Popen) -> dict:
    """The answer to a POST to a server that may still be starting."""
    for _ in range(int(PATIENCE / STEP)):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, b"{}")) as answer:
                return json.load(answer)
        except OSError:
            assert server.poll() is None, "the server ended"
            time.sleep(STEP)
    raise TimeoutError("the server did not answer")


def waited_for(log, pattern: str) -> str:
    for _ in range(int(PATIENCE / STEP)):
        if found := re.search(pattern, log.read_text()):
            return found[1]
        time.sleep(STEP)
    raise TimeoutError(log.read_text())
