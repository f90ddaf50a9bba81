"""The notebooks as the browser-only Lab has them: learners' copies that need no kernel to live."""

import json
import shutil
from pathlib import Path

import nbformat

from tools.copies import LINKED, OURS, copy_of
from tools.notebook_runs import NOTEBOOKS, published_notebooks

KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
"""What JupyterLite calls its kernel: one of another name is not found."""


LANGUAGE = {
    "codemirror_mode": {"name": "python", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.8",
}
"""What that kernel says of itself. A notebook that says the same is not changed by being opened."""

OTHER_WORDS = {
    "00-start-here-15": """\
This is your own copy, and this browser keeps it, on this computer. Pictures and results are there \
already, except where they would give an answer away: such a cell is empty until you run it.

If you want a notebook as it was in the beginning, choose *Notebook as Published Again* in the \
*File* menu. Your own version is kept beside it. *Download All Files* there takes everything along.

A cell that does not come to an end stops with the square above the notebook.""",
}
"""What is said otherwise than in an installed course, by the ids of cells."""


def write(folder: Path, published: Path = NOTEBOOKS) -> dict[str, str]:
    """Write the notebooks in `published` into folder, and what they link to.

    Returns the edition of each, by its file's name.
    """
    folder.mkdir(parents=True)
    editions = {}
    for path in published_notebooks(published):
        copy = in_the_browser(nbformat.read(path, as_version=4))
        # Not as nbformat writes it: JupyterLite does not join the lines of an output.
        text = json.dumps(copy, ensure_ascii=False)
        (folder / path.name).write_text(text, encoding="utf-8")
        editions[path.name] = copy.metadata[OURS]["edition"]
    (folder / LINKED.parent).mkdir()
    shutil.copyfile(published.parent / LINKED, folder / LINKED)
    return editions


def in_the_browser(published: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a learner's copy for JupyterLite: trusted, and for the kernel that is there."""
    copy = copy_of(published)
    copy.metadata |= {"kernelspec": KERNEL, "language_info": LANGUAGE}
    for cell in copy.cells:
        if cell.cell_type == "code":
            # A signature, as in an installed course, JupyterLite does not know.
            cell.metadata.trusted = True
        else:
            cell.source = OTHER_WORDS.get(cell.id, cell.source)
            # The notebooks lie at the top of its drive: there is no folder around them.
            cell.source = cell.source.replace(f"(../{LINKED.as_posix()})", f"({LINKED.as_posix()})")
    return copy
