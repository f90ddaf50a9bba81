"""How a class fares on this machine: learners who log in, run notebook 00, and ask its kernel.

    python benchmarks/class.py 1 5 20 60

It needs root, on Linux, the course's test extra, and the hub's environment, which
`/usr/bin/python3 course.py test --hub` makes; the accounts that it makes are gone in the end. For
each number of learners one row, with the limits of class/jupyterhub_config.py, and one with
JupyterHub's own spawner in their place (--limits with or without: one of the two).

All log in at the same moment, and each waits for their server (from the login to its page). When
all have one, they open their copies of 00, one after the other, --apart seconds apart, and run all
cells (from opening to the first picture), then those of 02 up to a figure that only the kernel can
move. When all have come so far, all move its sliders at the same time, four times a second;
meanwhile the hub is killed. It starts again, and "lost" counts those who then miss a variable of
their kernel or have to log in anew. Then ten of them compute without end, at most half, and the
others, at most twenty, check an exercise, one after the other: a wrong answer, then a right one. MB
are proportional shares (PSS). A dash: there was none.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import psutil
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hub import learner as at_work
from hub.classroom import Hub, accounts, held, installation, missing, processes_of

FIRST, SECOND = "my_course/00_start_here.ipynb", "my_course/02_error_and_loss.ipynb"
WITHOUT_LIMITS = "--JupyterHub.spawner_class=jupyterhub.spawner.LocalProcessSpawner"
HEADINGS = (
    "learners",
    "limits",
    "server: first, median, last s",
    "first picture: median, p95 s",
    "slider: median, p95 ms",
    "computing",
    "check, wrong: median, most s",
    "check, right: median, most s",
    "server, kernel MB",
    "hub and proxy MB",
    "lost",
)
MOVES, A_SECOND = 20, 4
MOST_COMPUTING, MOST_CHECKING = 10, 20
ANSWER = """
def carried(value, weight):
    return value {} weight
print(check("carried", carried).status)
"""


class Place(NamedTuple):
    """A learner at work: who, their kernel, and the figure that it moves."""

    learner: at_work.Learner
    kernel: at_work.Kernel
    figure: str


class Memory(NamedTuple):
    """Megabytes: of a learner's server and of a kernel in the median, of the hub and its proxy."""

    server: float
    kernel: float
    hub: float


class Row(NamedTuple):
    """What was measured with one number of learners; times in seconds."""

    learners: int
    limits: str
    servers: list[float]
    pictures: list[float]
    moves: list[float]
    computing: int
    wrong: list[float]
    right: list[float]
    memory: Memory
    lost: int


def main() -> None:
    options = parse()
    if reason := missing():
        sys.exit(f"A class cannot be held here: {reason}.")
    print(f"| {' | '.join(HEADINGS)} |")
    print("|---" * len(HEADINGS) + "|")
    with installation() as course:
        for count in options.learners:
            for limits in options.limits or ("with", "without"):
                print(line(measured(course, count, limits, options.apart)), flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("learners", type=int, nargs="+", help="how many, for each row")
    text = "seconds from one learner who opens a notebook to the next (%(default)s)"
    parser.add_argument("--apart", type=float, default=2.5, help=text)
    parser.add_argument("--limits", nargs=1, choices=("with", "without"), help="one of the rows")
    return parser.parse_args()


def measured(course: Path, count: int, limits: str, apart: float) -> Row:
    """Hold a class of its own, with new accounts and a new hub."""
    names = [f"learner-{number:02}" for number in range(1, count + 1)]
    options = [WITHOUT_LIMITS] if limits == "without" else []
    with accounts(course, names) as passwords, held(course, *options) as hub:
        return asyncio.run(a_class(hub, passwords, limits, apart))


async def a_class(hub: Hub, passwords: dict[str, str], limits: str, apart: float) -> Row:
    count = len(passwords)
    async with AsyncExitStack() as stack:
        with tqdm(total=2 * count, desc=f"{count} {limits} limits", leave=False) as bar:
            entering = [entered(stack, hub, *each, bar) for each in passwords.items()]
            learners, servers = zip(*await asyncio.gather(*entering), strict=True)
            opening = [
                opened(stack, learner, number * apart, bar)
                for number, learner in enumerate(learners)
            ]
            places, pictures = zip(*await asyncio.gather(*opening), strict=True)
        moves, lost = await moved_without_a_hub(hub, places)
        memory = memory_of(hub, list(passwords))
        computing = places[: min(MOST_COMPUTING, count // 2)]
        wrong, right = await checked(computing, places[len(computing) :][:MOST_CHECKING])
    return Row(count, limits, servers, pictures, moves, len(computing), wrong, right, memory, lost)


async def entered(stack, hub, name, password, bar) -> tuple[at_work.Learner, float]:
    """Log in; return who has, and how long their server took, in seconds."""
    client = await stack.enter_async_context(at_work.browser(hub.address))
    begin = time.perf_counter()
    learner = await at_work.log_in(client, name, password)
    await at_work.start(learner)
    bar.update()
    return learner, time.perf_counter() - begin


async def opened(stack, learner, wait, bar) -> tuple[Place, float]:
    """After wait seconds, open the first notebook; return also how long its first picture took."""
    await asyncio.sleep(wait)
    begin = time.perf_counter()
    cells = code_of(await at_work.notebook(learner, FIRST))
    kernel = await stack.enter_async_context(at_work.kernel_of(learner, FIRST))
    seen = [
        time.perf_counter() - begin
        for cell in cells
        async for message in at_work.run(kernel, cell)
        if message.is_picture
    ]
    others = code_of(await at_work.notebook(learner, SECOND))
    figure = await at_work.figure_on_demand(kernel, up_to_the_landscape(others))
    bar.update()
    return Place(learner, kernel, figure), seen[0]


def code_of(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def up_to_the_landscape(cells: list[str]) -> list[str]:
    """The cells up to the first figure that the kernel records when it is asked."""
    [last, *_] = [number for number, cell in enumerate(cells) if "ahead=False" in cell]
    return cells[: last + 1]


async def moved_without_a_hub(hub: Hub, places: list[Place]) -> tuple[list[float], int]:
    """Let all move their sliders while the hub is killed, then start it again.

    Returns how long each move took, in seconds, and how many have lost something.
    """
    for place in places:
        await at_work.printed(place.kernel, f"mine = {place.learner.name!r}")
    moving = [asyncio.ensure_future(moves_of(place)) for place in places]
    await asyncio.sleep(MOVES / A_SECOND / 2)
    hub.kill()
    moves = [seconds for moved in await asyncio.gather(*moving) for seconds in moved]
    await asyncio.to_thread(hub.start)
    return moves, sum(await asyncio.gather(*(has_lost(place) for place in places)))


async def moves_of(place: Place) -> list[float]:
    taken = []
    for number in range(MOVES):
        begin = time.perf_counter()
        await at_work.move(place.kernel, place.figure, [number + 1, 2 * number])
        taken.append(time.perf_counter() - begin)
        await asyncio.sleep(max(0, 1 / A_SECOND - taken[-1]))
    return taken


async def has_lost(place: Place) -> bool:
    """Whether somebody's login, server or kernel did not outlive the hub."""
    answer = await place.learner.client.get(place.learner.path("lab"))
    if not answer.url.path.startswith(place.learner.path("")):
        return True
    async with at_work.connected(place.learner, place.kernel.id) as again:
        return await at_work.printed(again, "print(mine)") != f"{place.learner.name}\n"


async def checked(computing: list[Place], checking: list[Place]) -> tuple[list[float], list[float]]:
    """Let some compute without end, and others check, one by one: seconds, wrong and right."""
    async with AsyncExitStack() as stack:
        # The hub has started its proxy anew, and with it every socket has to be opened again.
        kernels = [
            await stack.enter_async_context(at_work.connected(place.learner, place.kernel.id))
            for place in [*computing, *checking]
        ]
        for kernel in kernels[: len(computing)]:
            await at_work.send(kernel, "execute_request", {"code": "while True: pass"})
        wrong, right = [], []
        for kernel in kernels[len(computing) :]:
            wrong.append(await judged(kernel, "+", "wrong\n"))
            right.append(await judged(kernel, "*", "correct\n"))
    return wrong, right


async def judged(kernel: at_work.Kernel, sign: str, expected: str) -> float:
    begin = time.perf_counter()
    said = await at_work.printed(kernel, ANSWER.format(sign))
    if said != expected:
        raise RuntimeError(f"check said {said!r}, expected {expected!r}")
    return time.perf_counter() - begin


def memory_of(hub: Hub, names: list[str]) -> Memory:
    server, kernel = [], []
    for name in names:
        for process in processes_of(name):
            is_kernel = "ipykernel_launcher" in process.cmdline()
            (kernel if is_kernel else server).append(megabytes(process))
    own = psutil.Process(hub.process.pid)
    hubs = [own, *(each for each in own.children() if each.uids().real == 0)]
    return Memory(statistics.median(server), statistics.median(kernel), sum(map(megabytes, hubs)))


def megabytes(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 10**6


def line(row: Row) -> str:
    first, last, middle = min(row.servers), max(row.servers), statistics.median(row.servers)
    cells = [
        str(row.learners),
        row.limits,
        f"{first:.1f}, {middle:.1f}, {last:.1f}",
        median_and_high(row.pictures, "{:.1f}"),
        median_and_high([1000 * seconds for seconds in row.moves], "{:.0f}"),
        str(row.computing),
        median_and_most(row.wrong),
        median_and_most(row.right),
        f"{row.memory.server:.0f}, {row.memory.kernel:.0f}",
        f"{row.memory.hub:.0f}",
        str(row.lost),
    ]
    return f"| {' | '.join(cells)} |"


def median_and_high(values: Iterable[float], form: str) -> str:
    """The median and the 95th percentile, as in the benchmark of sliders."""
    ordered = sorted(values)
    high = ordered[round(0.95 * (len(ordered) - 1))]
    return f"{form.format(statistics.median(ordered))}, {form.format(high)}"


def median_and_most(values: list[float]) -> str:
    return f"{statistics.median(values):.2f}, {max(values):.2f}" if values else "-"


if __name__ == "__main__":
    main()
