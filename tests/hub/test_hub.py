"""Two learners of a class: each has their own, and nobody else's; nothing is lost."""

import asyncio
import json
import os
import secrets
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path

import nbformat
import pytest
from hub.learner import (
    browser,
    connected,
    filled_in,
    kernel_of,
    log_in,
    notebook,
    printed,
    save,
    start,
)

from helpers.notebooks import NOTEBOOKS

FIRST, SECOND = "my_course/00_start_here.ipynb", "my_course/01_forward_propagation.ipynb"
RIGHT = """
from helpers.exercises import check
def carried(value, weight):
    return value * weight
print(check("carried", carried).status)
"""


@pytest.fixture
def ada(names):
    return names[0]


@pytest.fixture
def emmy(names):
    return names[1]


@asynccontextmanager
async def at_work(class_, name):
    """A learner who has logged in, and whose server is there."""
    async with browser(class_.hub.address) as client:
        learner = await log_in(client, name, class_.passwords[name])
        await start(learner)
        yield learner


@pytest.fixture
def stranger(names):
    """An account of this machine, with a password, that is in no group of the class."""
    name, password = f"mallory-{os.getpid()}", secrets.token_urlsafe(12)
    subprocess.run(["useradd", name], check=True)
    subprocess.run(["chpasswd"], input=f"{name}:{password}", text=True, check=True)
    yield name, password
    subprocess.run(["userdel", name], check=True)


async def is_let_in(class_, name, password):
    async with browser(class_.hub.address) as client:
        return await log_in(client, name, password) is not None


def test_only_members_of_the_class_are_let_in(class_, ada, emmy, stranger):
    async def look():
        # At once: a wrong password is answered late.
        let_in = await asyncio.gather(
            is_let_in(class_, ada, class_.passwords[ada]),
            is_let_in(class_, ada, class_.passwords[emmy]),
            is_let_in(class_, ada, ""),
            is_let_in(class_, *stranger),
            is_let_in(class_, "nobody-has-this-name", "password"),
        )
        assert let_in == [True, False, False, False, False]

    asyncio.run(look())


def test_behind_a_web_server_a_login_is_for_tls_alone(class_, ada):
    async def look():
        async with browser(class_.hub.address) as client:
            client.headers["X-Forwarded-Proto"] = "https"
            form = await filled_in(client, ada, class_.passwords[ada])
            answer = await client.post("/hub/login", data=form, follow_redirects=False)
            [login] = [
                cookie
                for cookie in answer.headers.get_list("Set-Cookie")
                if cookie.startswith("jupyterhub-hub-login=")
            ]
            assert {"Secure", "HttpOnly"} <= set(login.split("; "))

    asyncio.run(look())


def test_each_has_copies_of_their_own_and_without_answers(class_, names):
    async def look(name):
        async with at_work(class_, name) as learner:
            answer = await learner.client.get(learner.path("api/contents/my_course"))
            files = {each["name"] for each in answer.json()["content"]}
            assert files == {f"{each.file}.ipynb" for each in NOTEBOOKS.values()}
            answers = [
                cell.outputs
                for cell in (await notebook(learner, FIRST)).cells
                if "hide-output" in cell.metadata.get("tags", ())
            ]
            assert answers
            assert not any(answers)

    for name in names:
        asyncio.run(look(name))
        folder = Path(f"/home/{name}/slope-by-slope")
        assert folder.owner() == name
        assert folder.stat().st_mode & 0o077 == 0


def test_nobody_reads_what_is_another_s(class_, ada, emmy):
    other = f"/home/{emmy}/slope-by-slope/{FIRST}"
    asks = f"""
import os, urllib.error, urllib.request
for path in {other!r}, os.path.dirname({other!r}), "/home/{emmy}":
    try:
        open(path).read() if path.endswith("ipynb") else os.listdir(path)
    except OSError as error:
        print(type(error).__name__)
request = urllib.request.Request(
    "{class_.hub.address}/user/{emmy}/api/contents/{FIRST}",
    headers={{"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}})
try:
    print(urllib.request.urlopen(request).read())
except urllib.error.HTTPError as error:
    print(error.code)
"""

    async def look():
        async with at_work(class_, emmy), at_work(class_, ada) as learner:
            theirs = f"/user/{emmy}/api/contents/{FIRST}"
            assert (await learner.client.get(theirs)).status_code in (403, 404)
            assert Path(other).exists()
            async with kernel_of(learner, FIRST) as kernel:
                told = await printed(kernel, asks)
            assert told.split() == ["PermissionError"] * 3 + ["403"]

    asyncio.run(look())


def test_no_port_of_the_machine_leads_to_a_kernel(class_, ada):
    asks = "from ipykernel.kernelapp import IPKernelApp as A; print(A.instance().transport)"

    async def look():
        async with at_work(class_, ada) as learner, kernel_of(learner, FIRST) as kernel:
            assert await printed(kernel, asks) == "ipc\n"

    asyncio.run(look())


def test_nobody_changes_the_course(class_, ada):
    asks = f"""
for path in "notebooks/00_start_here.ipynb", "helpers/new.py", ".venv-hub/new":
    try:
        open("{class_.course}/" + path, "a")
    except OSError as error:
        print(type(error).__name__)
"""

    async def look():
        async with at_work(class_, ada) as learner, kernel_of(learner, FIRST) as kernel:
            assert (await printed(kernel, asks)).split() == ["PermissionError"] * 3

    asyncio.run(look())


def test_who_takes_too_much_is_told_and_goes_on(class_, ada):
    asks = """
import os, signal
children = []
try:
    bytearray(2 * 2**30)
except MemoryError:
    print("MemoryError")
try:
    while len(children) < 1000:
        child = os.fork()
        if not child:
            signal.pause()
        children.append(child)
except BlockingIOError:
    print("BlockingIOError")
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""

    async def look():
        async with at_work(class_, ada) as learner, kernel_of(learner, FIRST) as kernel:
            assert (await printed(kernel, asks)).split() == ["MemoryError", "BlockingIOError"]
            assert await printed(kernel, "print(1 + 1)") == "2\n"

    asyncio.run(look())


def test_progress_is_each_one_s_own(class_, ada, emmy):
    async def look():
        async with (
            at_work(class_, emmy),
            at_work(class_, ada) as learner,
            kernel_of(learner, FIRST) as kernel,
        ):
            assert await printed(kernel, RIGHT) == "correct\n"

    asyncio.run(look())
    [log] = Path(f"/home/{ada}").rglob("progress*")
    assert log.is_relative_to(f"/home/{ada}/slope-by-slope/.course")
    assert json.loads(log.read_text().splitlines()[-1])["exercise"] == "carried"
    assert not list(Path(f"/home/{emmy}").rglob("progress*"))
    assert not list(class_.course.rglob("progress*.jsonl"))


def edition(path, text):
    """Publish a notebook in a newer edition."""
    content = nbformat.read(path, 4)
    content.cells[0].source += text
    nbformat.write(content, path)


def test_an_update_of_the_course_leaves_work_alone(class_, ada):
    published = class_.course / "notebooks"

    async def work():
        async with at_work(class_, ada) as learner:
            mine = await notebook(learner, FIRST)
            mine.cells[0].source += "\n\nMine."
            await save(learner, FIRST, mine)
            await end_server(learner)

    async def look():
        async with at_work(class_, ada) as learner:
            kept, newer = await notebook(learner, FIRST), await notebook(learner, SECOND)
            assert kept.cells[0].source.endswith("Mine.")
            assert newer.cells[0].source.endswith("Newer.")
            # What the page for teachers says of a newer edition beside one's own.
            async with kernel_of(learner, FIRST) as kernel:
                note = await printed(kernel, "print(open('newer_editions.txt').read())")
                assert note.endswith("%run -m tools.copies 00\n\n")
                told = await printed(kernel, "%run -m tools.copies 00")
            assert "yours is 00_start_here.mine-1.ipynb now" in told
            assert (await notebook(learner, FIRST)).cells[0].source.endswith("Newer.")

    asyncio.run(work())
    for path in (FIRST, SECOND):
        edition(published / Path(path).name, "\n\nNewer.")
    asyncio.run(look())


async def end_server(learner):
    """What the button on the hub's page does."""
    [token] = {
        c.value for c in learner.client.cookies.jar if c.name == "_xsrf" and c.path == "/hub/"
    }
    path = f"/hub/api/users/{learner.name}/server"
    answer = await learner.client.delete(
        path, headers={"X-XSRFToken": token, "Referer": "/hub/home"}
    )
    answer.raise_for_status()
    while (await learner.client.get(learner.path("api/status"))).status_code == 200:
        await asyncio.sleep(0.2)


def test_nothing_is_lost_when_the_hub_is_killed(class_, ada):
    async def look():
        async with at_work(class_, ada) as learner, kernel_of(learner, FIRST) as kernel:
            await printed(kernel, "kept = 41")
            class_.hub.kill()
            # The way to the kernel does not lead through the hub.
            assert await printed(kernel, "kept += 1; print(kept)") == "42\n"
            class_.hub.start()
            # Whoever was logged in still is, and finds the same server.
            await start(learner)
            async with connected(learner, kernel.id) as again:
                assert await printed(again, "print(kept)") == "42\n"
            assert len(class_.hub.running("jupyterhub_idle_culler")) == 1
            assert len(class_.hub.running("configurable-http-proxy")) == 1

    asyncio.run(look())
