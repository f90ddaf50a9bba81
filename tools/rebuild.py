"""Run notebooks from a fresh kernel and save their outputs with clean metadata.

python tools/rebuild.py runs all of them, python tools/rebuild.py 01 07 those two.
"""

import asyncio
import hashlib
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import nbformat
from nbclient.exceptions import CellExecutionError

from tools import contents, fresh_kernel, teaching
from tools.copies import ANSWERS
from tools.notebook_runs import (
    METADATA,
    NOTEBOOKS,
    ROOT,
    number_of,
    published_notebooks,
    quiet_the_surroundings,
)
from tools.whole_files import write_whole

AT_ONCE = 2
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WITHOUT_KERNEL = "Run this cell to use its widgets."
# A live figure's way to its kernel: the kernel has gone, and every run names another way.
CHANNEL = re.compile(r'(^<div class="(?:live-figure|hands-on)" data-channel=")\w+')
# What outputs of a page share (helpers/page_source.py): its name.
SHARED = re.compile(r'\n<script data-shared="([\w-]+)">.*?</script>', re.DOTALL)
WITH_LISTS = {
    "README.md": contents.in_the_readme,
    "docs/teaching.md": teaching.in_the_teaching_page,
}
# What an author sets on a cell on purpose; everything else is a front end's bookkeeping.
KEPT_CELL_METADATA = ("jupyter", "tags")


class Failed(Exception):
    """A notebook did not run to its end; the text says where and why."""


def main(numbers: list[str]) -> int:
    quiet_the_surroundings()
    try:
        paths = chosen(numbers)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    write_lists()
    return asyncio.run(rebuild_all(paths))


def chosen(numbers: list[str], folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks in folder whose names start with the numbers; all of them for no number.

    Raises ValueError for a number that no notebook has.
    """
    everything = published_notebooks(folder)
    known = {number_of(path) for path in everything}
    for number in numbers:
        if number not in known:
            raise ValueError(f"No notebook is numbered {number}: there are {sorted(known)}")
    return [path for path in everything if not numbers or number_of(path) in numbers]


def write_lists() -> None:
    """Bring the lists of README.md, docs/teaching.md and notebook 00 to helpers/notebooks.py."""
    first = published_notebooks()[0]
    for name, with_lists in WITH_LISTS.items():
        text = with_lists((ROOT / name).read_text(encoding="utf-8"))
        write_whole(ROOT / name, text.encode())
    notebook = nbformat.read(first, as_version=4)
    sources = contents.in_the_first_notebook([cell.source for cell in notebook.cells])
    for cell, source in zip(notebook.cells, sources, strict=True):
        cell.source = source
    save(notebook, first)


async def rebuild_all(paths: list[Path]) -> int:
    """Run the notebooks, AT_ONCE at a time; return 1 where one failed, else 0."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(path: Path) -> bool:
        async with places:
            start = time.perf_counter()
            try:
                await rebuild(path)
            except Failed as failure:
                print(failure, file=sys.stderr)
                return False
            print(f"{path.name}: saved after {time.perf_counter() - start:.1f} s", flush=True)
            return True

    return 0 if all(await asyncio.gather(*map(one, paths))) else 1


async def rebuild(path: Path) -> None:
    """Run one notebook and save it; raises Failed, and saves nothing, where a cell raises."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(METADATA)
    try:
        await fresh_kernel.run(notebook, path.parent)
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}"
        raise Failed(f"{path.name}, cell {failed_cell(notebook)}: {reason}") from error
    clean(notebook, path.stem)
    save(notebook, path)


def failed_cell(notebook: nbformat.NotebookNode) -> int:
    """The position, from 1 and counting prose cells, of the cell that holds an error."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return number
    raise LookupError("no cell holds an error")


def clean(notebook: nbformat.NotebookNode, stem: str) -> None:
    """Leave in the notebook what a reader needs and what every run repeats."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    for position, cell in enumerate(notebook.cells):
        cell.metadata = nbformat.from_dict(
            {name: cell.metadata[name] for name in KEPT_CELL_METADATA if name in cell.metadata}
        )
        if "id" not in cell:
            cell["id"] = hashlib.sha256(f"{stem} {position}".encode()).hexdigest()[:8]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            # Without its kernel a widget is an error line.
            if data.pop(WIDGET_VIEW, None) and set(data) == {"text/plain"}:
                data["text/plain"] = WITHOUT_KERNEL
            if "text/html" in data:
                data["text/html"] = CHANNEL.sub(r"\1", data["text/html"])
    share_scripts(notebook)


def share_scripts(notebook: nbformat.NotebookNode) -> None:
    """Leave each shared script in one output alone: the first that learners' copies have as well.

    The other outputs wait for it. A cell that runs brings its scripts again, whatever is saved.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    known: set[str] = set()

    def once(found: re.Match) -> str:
        is_known = found[1] in known
        known.add(found[1])
        return "" if is_known else found[0]

    for cell in sorted(cells, key=lambda cell: ANSWERS in cell.metadata.get("tags", ())):
        for output in cell.outputs:
            data = output.get("data", {})
            if "text/html" in data:
                data["text/html"] = SHARED.sub(once, data["text/html"])


def save(notebook: nbformat.NotebookNode, path: Path) -> None:
    nbformat.validate(notebook)
    # One form on every system: LF, and a newline at the end.
    write_whole(path, (nbformat.writes(notebook).rstrip("\n") + "\n").encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
