"""The learner's own copies of the notebooks: laid out, trusted, brought up to date.

notebooks/ is what is published. A learner works in my_course/, in copies without the outputs that
would answer a question before it is asked: those of cells tagged `hide-output`, a tag that
Jupyter Book knows as well. A copy remembers which edition it is, so that an update can tell an
untouched one from a changed one.

python tools/copies.py lays out what is missing or untouched; python tools/copies.py 05 lays out
notebook 05 anew and keeps the learner's own beside it.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import nbformat
from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import NotebookNotary

from helpers.home import COPIES, home
from tools.changed_before import changed_notebooks, set_aside
from tools.notebook_runs import NOTEBOOKS, number_of, published_notebooks
from tools.whole_files import write_whole

ANSWERS = "hide-output"
"""The tag of a cell whose output answers a question, a prediction or an exercise."""

OURS = "slope_by_slope"

NOTE = "newer_editions.txt"
"""Beside the copies: which of them have a newer edition, for those who see no terminal."""

LINKED = Path("data") / "README.md"
"""What a notebook links to outside of its folder, from the folder around."""


class Laid(NamedTuple):
    """What became of the copies: names of files.

    `new` were not there, `replaced` had not been changed by the learner, `kept` had, and there is a
    newer edition. `carried` had been changed in notebooks/, and are copies now.
    """

    new: list[str]
    replaced: list[str]
    kept: list[str]
    carried: list[str]


def copy_of(published: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a learner's copy: without the outputs that would give answers away."""
    copy = nbformat.from_dict(published)
    for cell in copy.cells:
        if ANSWERS in cell.metadata.get("tags", ()):
            cell.outputs, cell.execution_count = [], None
    copy.metadata[OURS] = {"edition": edition_of(copy)}
    return copy


def edition_of(notebook: nbformat.NotebookNode) -> str:
    """Return a short text that changes when a cell or an output does.

    What a front end changes by itself when it saves, metadata and numbers of runs, is left out.
    """
    said = [(cell.cell_type, cell.source, _outputs(cell)) for cell in notebook.cells]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _outputs(cell):
    left_out = ("execution_count", "metadata")
    return [
        {name: part for name, part in output.items() if name not in left_out}
        for output in cell.get("outputs", ())
    ]


def lay_out(folder: Path, published: Path = NOTEBOOKS) -> Laid:
    """Bring the copies in `folder` up to date with the notebooks in `published`, and trust them.

    A copy that the learner has changed is left as it is. Where there are no copies yet, what the
    learner has changed in `published` becomes one, and is put back there. Where the copies lie
    outside of the course, what they link to is laid beside them. While there is a newer edition of
    what the learner has changed, NOTE says so.
    """
    notary = _notary()
    carried = [] if folder.exists() else _carry_over(folder, published, notary)
    folder.mkdir(parents=True, exist_ok=True)
    _lay_along(folder.parent / LINKED, published.parent / LINKED)
    fates = {path.name: _bring_up(folder, path, notary) for path in published_notebooks(published)}
    named = {
        fate: [name for name, one in fates.items() if one == fate]
        for fate in ("new", "replaced", "kept")
    }
    _note(folder, named["kept"])
    return Laid(**named, carried=carried)


def _note(folder, kept):
    if kept:
        numbers = _numbers(kept)
        said = f"{newer_edition(numbers)} To have it beside yours, run in a cell of a notebook:"
        write_whole(folder / NOTE, f"{said}\n\n%run -m tools.copies {numbers}\n".encode())
    else:
        (folder / NOTE).unlink(missing_ok=True)


def newer_edition(numbers: str) -> str:
    """Return what a learner is told of newer editions of copies that they have changed."""
    return f"Yours is kept, and there is a newer edition: {numbers}."


def _lay_along(place, linked):
    # A file that is there already may be the learner's own.
    if linked.exists() and not place.exists():
        place.parent.mkdir(exist_ok=True)
        write_whole(place, linked.read_bytes())


def _bring_up(folder, path, notary):
    """Bring one copy up to date where that loses nothing; return its fate, "" where none is."""
    place, copy = folder / path.name, copy_of(nbformat.read(path, as_version=4))
    if not place.exists():
        _save(copy, place, notary)
        return "new"
    here, newest = _read(place), copy.metadata[OURS]["edition"]
    if _is_changed(here):
        return "kept" if known_edition(here) != newest else ""
    if known_edition(here) != newest:
        _save(copy, place, notary)
        return "replaced"
    # Somebody else's account, or a new home folder: there nobody has trusted it yet.
    notary.sign(here)
    return ""


def fresh(folder: Path, numbers: list[str], published: Path = NOTEBOOKS) -> list[str]:
    """Lay out the notebooks of these numbers anew, or "all"; return what to say of each.

    What the learner has changed is kept beside it, under a name that is still free. Raises
    ValueError, before anything is changed, for a number that no notebook has.
    """
    chosen = _chosen(numbers, published)
    notary = _notary()
    folder.mkdir(parents=True, exist_ok=True)
    said = [_lay_anew(folder / path.name, path, notary) for path in chosen]
    _note(folder, [path.name for path in published_notebooks(published) if _keeps(folder, path)])
    return said


def _keeps(folder, path):
    """Whether a learner has an own copy of a published notebook that has a newer edition."""
    place = folder / path.name
    if not place.exists():
        return False
    here, copy = _read(place), copy_of(nbformat.read(path, as_version=4))
    return _is_changed(here) and known_edition(here) != copy.metadata[OURS]["edition"]


def _chosen(numbers, published):
    known = {number_of(path): path for path in published_notebooks(published)}
    if numbers == ["all"]:
        return list(known.values())
    # 5 is 05, and a file's name will do.
    wanted = [re.sub(r"^\d(?!\d)", r"0\g<0>", number_of(Path(number))) for number in numbers]
    for number, name in zip(wanted, numbers, strict=True):
        if number not in known:
            raise ValueError(f"No notebook is numbered {name}: there are {', '.join(known)}.")
    return [known[number] for number in dict.fromkeys(wanted)]


def _lay_anew(place, path, notary):
    here, copy = _read(place), copy_of(nbformat.read(path, as_version=4))
    if here is not None and edition_of(here) == copy.metadata[OURS]["edition"]:
        notary.sign(here)
        return f"{place.name} is as published already."
    own = f"; yours is {_keep_beside(place)} now" if place.exists() and _is_changed(here) else ""
    _save(copy, place, notary)
    return f"{place.name} is as published again{own}."


def _keep_beside(place):
    number = 1
    while True:
        kept = place.with_name(f"{place.stem}.mine-{number}.ipynb")
        try:
            # Fails where the file is there: an earlier one is never overwritten.
            with open(kept, "xb") as file:
                file.write(place.read_bytes())
        except FileExistsError:
            number += 1
        else:
            return kept.name


def _carry_over(folder, published, notary):
    """Make copies of what was changed where it is published, and put back what stood there."""
    if folder.parent != published.parent:
        # In a course that others use as well, a change is not this learner's.
        return []
    folder.mkdir(parents=True, exist_ok=True)
    carried = []
    for path, content in changed_notebooks(published).items():
        before, here = nbformat.reads(content.decode(), as_version=4), _read(path)
        if here is None:
            shutil.copyfile(path, folder / path.name)
        elif edition_of(here) != edition_of(before):
            here.metadata[OURS] = copy_of(before).metadata[OURS]
            _save(here, folder / path.name, notary)
        carried += [path.name] * (folder / path.name).exists()
        write_whole(path, content)
    for path in set_aside(published):
        shutil.move(path, folder / path.name)
        carried.append(path.name)
    return carried


def _read(place):
    """The notebook in a file; None where there is none that can be read."""
    try:
        return nbformat.read(place, as_version=4)
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None


def _is_changed(here):
    return here is None or edition_of(here) != known_edition(here)


def known_edition(here):
    """The edition that a copy says it was laid out from; None where it says nothing of it."""
    ours = here.metadata.get(OURS) if here else None
    return ours.get("edition") if isinstance(ours, dict) else None


def _notary():
    """Jupyter's own, as JupyterLab will ask it, whatever other settings there are."""
    folder = Path(jupyter_data_dir())
    folder.mkdir(parents=True, exist_ok=True)
    return NotebookNotary(data_dir=str(folder))


def _save(notebook, place, notary):
    """Write a notebook and trust it."""
    text = nbformat.writes(notebook) + "\n"
    notary.sign(nbformat.reads(text, as_version=4))
    write_whole(place, text.encode())


def what_to_say(laid: Laid, folder: Path) -> list[str]:
    """Return the lines that tell a learner what became of the copies; none where nothing did."""
    said = []
    if laid.carried:
        there = f"What you changed in notebooks is there already: {_numbers(laid.carried)}."
        said.append(f"You work in {folder} from now on. {there}")
    elif laid.new and not laid.replaced and not laid.kept:
        said.append(f"Your own copies of the notebooks are in {folder}.")
    if laid.replaced:
        numbers = _numbers(laid.replaced)
        said.append(f"A newer edition took the place of {numbers}, which you had not changed.")
    if laid.kept:
        numbers = _numbers(laid.kept)
        beside = f"To have it beside yours: python3 course.py fresh {numbers}"
        said.append(f"{newer_edition(numbers)} {beside}")
    return said


def _after_fresh(lines):
    return [
        *lines,
        "Where one is open in JupyterLab: File, Reload Notebook from Disk.",
        "What you have answered stays on the map in notebook 00.",
    ]


def _numbers(names):
    return " ".join(dict.fromkeys(number_of(Path(name)) for name in names))


def main(numbers: list[str]) -> int:
    folder = home() / COPIES
    try:
        if numbers:
            lines = _after_fresh(fresh(folder, numbers))
        else:
            lines = what_to_say(lay_out(folder), folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(lines), end="\n" * bool(lines), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
