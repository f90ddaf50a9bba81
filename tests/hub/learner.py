"""A learner of a class as the hub knows one: logs in over HTTP, runs cells, moves a slider."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import nbformat
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 300
"""Seconds: a busy machine takes its time; what fails, fails for another reason."""


class Learner(NamedTuple):
    """Somebody who has logged in, in a browser of their own: `client` has their cookies."""

    name: str
    client: httpx.AsyncClient

    def path(self, rest: str) -> str:
        """The path of something on the learner's own server."""
        return f"/user/{self.name}/{rest}"

    @property
    def headers(self) -> dict[str, str]:
        """What shows the learner's server that a request is its own page's."""
        own = self.path("")
        tokens = [c.value for c in self.client.cookies.jar if c.name == "_xsrf" and c.path == own]
        return {"X-XSRFToken": tokens[-1]}


class Kernel(NamedTuple):
    """A kernel of a learner's notebook, and the socket that leads to it."""

    id: str
    socket: WebSocketClientConnection


class Message(NamedTuple):
    """A message of a kernel; of its buffers only that there are some."""

    type: str
    content: dict
    parent: str
    has_buffers: bool

    @property
    def is_picture(self):
        return self.type == "display_data" and "text/html" in self.content["data"]


@asynccontextmanager
async def browser(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has been nowhere yet; paths are those of the hub at address."""
    async with httpx.AsyncClient(
        base_url=address, follow_redirects=True, timeout=PATIENCE
    ) as client:
        yield client


async def filled_in(client: httpx.AsyncClient, name: str, password: str) -> dict[str, str]:
    """The form of the hub's first page, as a browser sends it."""
    await client.get("/hub/login")
    return {"username": name, "password": password, "_xsrf": client.cookies["_xsrf"]}


async def log_in(client: httpx.AsyncClient, name: str, password: str) -> Learner | None:
    """Send the form of the hub's first page; None where it is refused."""
    form = await filled_in(client, name, password)
    answer = await client.post("/hub/login", data=form)
    if answer.status_code == 403:
        return None
    answer.raise_for_status()
    return Learner(name, client)


async def start(learner: Learner) -> None:
    """Wait for the server that logging in has asked for, as its page does."""
    own = learner.path("")
    while True:
        answer = await learner.client.get(f"/hub/spawn-pending/{learner.name}")
        if answer.url.path.startswith(own):
            return
        if answer.status_code >= 400 or "is not running" in answer.text:
            raise RuntimeError(f"the server of {learner.name} did not start: {answer.text[-2000:]}")
        await asyncio.sleep(0.5)


async def notebook(learner: Learner, path: str) -> nbformat.NotebookNode:
    """A notebook of the learner's, by its path in their folder."""
    answer = await learner.client.get(learner.path(f"api/contents/{path}"))
    answer.raise_for_status()
    return nbformat.from_dict(answer.json()["content"])


async def save(learner: Learner, path: str, content: nbformat.NotebookNode) -> None:
    body = {"type": "notebook", "content": content}
    answer = await learner.client.put(
        learner.path(f"api/contents/{path}"), json=body, headers=learner.headers
    )
    answer.raise_for_status()


@asynccontextmanager
async def kernel_of(learner: Learner, path: str) -> AsyncIterator[Kernel]:
    """A kernel for a notebook of the learner's, or the one that it has already."""
    body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
    answer = await learner.client.post(
        learner.path("api/sessions"), json=body, headers=learner.headers
    )
    answer.raise_for_status()
    async with connected(learner, answer.json()["kernel"]["id"]) as kernel:
        yield kernel


@asynccontextmanager
async def connected(learner: Learner, kernel_id: str) -> AsyncIterator[Kernel]:
    """A kernel that runs, reached by a new socket."""
    path = learner.path(f"api/kernels/{kernel_id}/channels?session_id={uuid4().hex}")
    address = learner.client.base_url.join(path)
    # The cookies, as the client would send them there.
    cookies = learner.client.build_request("GET", path).headers["Cookie"]
    request = HTTPRequest(
        str(address.copy_with(scheme="ws")),
        headers={"Cookie": cookies, "Origin": origin_of(str(address))},
        connect_timeout=PATIENCE,
        request_timeout=PATIENCE,
    )
    socket = await websocket_connect(request, max_message_size=2**28)
    try:
        yield Kernel(kernel_id, socket)
    finally:
        socket.close()


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


async def send(kernel: Kernel, kind: str, content: dict) -> str:
    """Send a message on the shell channel; return its id."""
    header = {"msg_id": uuid4().hex, "msg_type": kind, "username": "", "session": "", "date": ""}
    message = {"header": {**header, "version": "5.3"}, "parent_header": {}, "metadata": {}}
    await kernel.socket.write_message(
        json.dumps({**message, "content": content, "channel": "shell", "buffers": []})
    )
    return header["msg_id"]


async def received(kernel: Kernel) -> Message:
    """The kernel's next message. Raises ConnectionError where socket or kernel have ended."""
    frame = await kernel.socket.read_message()
    if frame is None:
        raise ConnectionError("the socket to the kernel is closed")
    has_buffers = isinstance(frame, bytes)
    if has_buffers:
        # First a count of the parts, then where each begins; the first of them is the message.
        count = int.from_bytes(frame[:4], "big")
        begins = [int.from_bytes(frame[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)]
        frame = frame[begins[0] : [*begins, None][1]]
    told = json.loads(frame)
    if told["content"].get("execution_state") in ("restarting", "dead"):
        raise ConnectionError("the kernel has ended")
    parent = told["parent_header"].get("msg_id", "")
    return Message(told["msg_type"], told["content"], parent, has_buffers)


async def run(kernel: Kernel, code: str) -> AsyncIterator[Message]:
    """Run a cell; yield its messages until the kernel has nothing left to do for it."""
    asked = await send(kernel, "execute_request", {"code": code, "stop_on_error": False})
    async for message in answers_to(kernel, asked):
        yield message


async def answers_to(kernel: Kernel, asked: str) -> AsyncIterator[Message]:
    """The messages that a request calls up, until the kernel is idle again."""
    while True:
        message = await received(kernel)
        if message.parent == asked:
            yield message
            if message.content.get("execution_state") == "idle":
                return


async def printed(kernel: Kernel, code: str) -> str:
    """What a cell prints."""
    messages = [message async for message in run(kernel, code)]
    return "".join(m.content["text"] for m in messages if m.type == "stream")


async def figure_on_demand(kernel: Kernel, cells: Iterable[str]) -> str:
    """Run cells, of which one shows a live figure; return the name of its way to the kernel."""
    found = [
        message.content["comm_id"]
        for code in cells
        async for message in run(kernel, code)
        if message.type == "comm_open" and "_sliders" in message.content["data"]["state"]
    ]
    return found[-1]


async def move(kernel: Kernel, figure: str, at: list[int]) -> None:
    """Move a figure's sliders as its page does, and wait for the picture that the kernel makes."""
    question = {"part": 0, "at": at, "token": 1}
    content = {"comm_id": figure, "data": {"method": "custom", "content": question}}
    asked = await send(kernel, "comm_msg", content)
    answers = [m async for m in answers_to(kernel, asked)]
    if not any(m.type == "comm_msg" and m.has_buffers for m in answers):
        raise RuntimeError(f"no picture came: {answers}")
