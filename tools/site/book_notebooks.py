"""A published notebook as a page of the book: the same cells and outputs, for a reader.

What leads to another cell or notebook leads to a page, and what only a kernel can do says so, with
a way to where there is one: the course in a browser, on the same host.
"""

import html
import re
from pathlib import Path
from urllib.parse import quote

import nbformat
from docutils.nodes import make_id

from helpers.live.tape import headers_in
from tools.site import RUN

LONGEST_DESCRIPTION = 300

NOTEBOOK_LINK = re.compile(r'href="(\d\d[a-z]?_[a-z_]+)\.ipynb(?:#([^"]*))?"')
EXERCISE = re.compile(r"^### Exercise: ", re.MULTILINE)
CHECKED = re.compile(r'^check\("(\w+)"', re.MULTILINE)

PROSE_IN_THE_BOOK = {
    "Click into the cell below and press Shift and Enter. Then choose an answer": (
        "Choose an answer below"
    ),
    "Now return to the cell with the network and run it in the same way.": (
        "Now return to the network."
    ),
    "This is your own copy, in the folder `my_course`. Pictures": (
        "This page is the course as published, with the answers folded. A click above opens your "
        "own copy, which the browser keeps; `python3 course.py lab` has one in the folder "
        "`my_course`. Pictures"
    ),
    "Run this cell whenever you return to the course. It tells you what to do next, how many "
    "questions you have answered, and": (
        "On this page it counts the questions that you have answered in this browser. In your own "
        "copy it also tells you what you have done, what to do next, and"
    ),
    "A click on the three dots under the task unfolds them.": "A click on them unfolds them.",
    "](../data/README.md": "](data.md",
}
"""What notebooks say of their cells and files, and what a page says in its place."""

IN_THE_BOOK = {
    "Run this cell to move the figure.": "Only Python can draw this: run it in your browser.",
    "Run this cell to place points.": "Only Python can answer this: run it in your browser.",
    "Run this cell, and it moves.": "It moves where scripts are allowed.",
    "Run this cell to place points here.": "Points are placed where scripts are allowed.",
    "Run this cell to draw here.": "You draw where scripts are allowed.",
    "The answer. To commit to yours first, run this cell.": "The answer.",
}
"""What outputs say of the cell that they are from, and what a page says in its place."""


def page_of(path: Path) -> str:
    """Return the source of a notebook's page, a notebook again, as text."""
    notebook = nbformat.read(path, as_version=4)
    description = description_of(notebook.cells[0].source)
    notebook.metadata["myst"] = {"html_meta": {"description": description}}
    notebook.metadata |= {"og:description": description, "notebook": path.name}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose_of(cell)
        else:
            cell.outputs = outputs_of(cell, path.name)
            fold_hidden_lines(cell)
    notebook.cells.insert(1, invitation(path.name))
    return nbformat.writes(notebook)


def description_of(opening: str) -> str:
    """Return what a notebook is about, in plain words: whole sentences of its first paragraph.

    >>> description_of("# 05 Layers\\n\\nEach is computed *once*: see [loss](11.ipynb#Loss).")
    'Each is computed once: see loss.'
    """
    paragraph = opening.split("\n\n")[1]
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", paragraph)
    plain = re.sub(r"[*`$\\]", "", plain).replace("\n", " ")
    sentences = re.split(r"(?<=[.?!]) ", plain)
    said = sentences[0]
    for sentence in sentences[1:]:
        if len(said) + len(sentence) >= LONGEST_DESCRIPTION:
            break
        said += f" {sentence}"
    return said


def invitation(name: str) -> nbformat.NotebookNode:
    """Return the cell below a page's title: what works here, and what runs elsewhere."""
    words = (
        "Sliders, walks and questions work on this page. Cells run in your browser too, with "
        "nothing to install."
    )
    source = run_button(name, "Run this notebook in your browser", words=words)
    return nbformat.v4.new_markdown_cell(source, id="run-this-notebook")


def run_button(name: str, label: str, place: str = "", words: str = "") -> str:
    """Return HTML of a link to a notebook in the browser's Lab, at a place in it, and of words."""
    address = f"{RUN}?path={quote(name)}" + (f"#{place}" if place else "")
    link = f'<a class="book-button" href="{html.escape(address)}">{label}</a>'
    return f'<p class="book-run">{link} <span>{words}</span></p>'


def prose_of(cell: nbformat.NotebookNode) -> str:
    """Return a prose cell's source; its exercise can be found by the cell's name."""
    source = EXERCISE.sub(f"({cell.id})=\n\\g<0>", cell.source)
    for words, instead in PROSE_IN_THE_BOOK.items():
        source = source.replace(words, instead)
    return source


def fold_hidden_lines(cell: nbformat.NotebookNode) -> None:
    """Fold the lines of a code cell, to open by a click, where JupyterLab does not show them."""
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        cell.metadata.setdefault("tags", []).append("hide-input")
        prompts = {"code_prompt_show": "Show the lines", "code_prompt_hide": "Hide the lines"}
        cell.metadata["mystnb"] = prompts


def outputs_of(cell: nbformat.NotebookNode, name: str) -> list[nbformat.NotebookNode]:
    """Return the outputs of a code cell as the page shows them."""
    asked = CHECKED.search(cell.source)
    shown = [shown_output(output) for output in cell.outputs if not is_starter(output)]
    if asked:
        words = "<code>check</code> says what your function does."
        label, place = "Run this exercise in your browser", f"exercise-{asked[1]}"
        shown.append(html_output(run_button(name, label, place, words)))
    elif any(map(needs_kernel, cell.outputs)):
        words = "To follow your hand, this one needs Python."
        shown.append(html_output(run_button(name, "Run this in your browser", cell.id, words)))
    return shown


def is_starter(output: nbformat.NotebookNode) -> bool:
    """Whether an output is the verdict on a starter as it is: it says what to do in the Lab."""
    return output.get("data", {}).get("text/plain", "").startswith("Not attempted yet.")


def shown_output(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return an output as the page shows it: as HTML alone, where it has this."""
    page = output.get("data", {}).get("text/html")
    return html_output(html_in_the_book(page)) if page else output


def html_output(page: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/html": page})


def html_in_the_book(page: str) -> str:
    """Return an output's HTML with links to pages, and with nothing said of cells to run.

    >>> html_in_the_book('<a href="11_recap.ipynb#Chain-rule">')
    '<a href="11_recap.html#chain-rule">'
    >>> html_in_the_book('<a href="00_start_here.ipynb#cell-id=exercise-carried">')
    '<a href="00_start_here.html#exercise-carried">'
    """
    for words, instead in IN_THE_BOOK.items():
        page = page.replace(words, instead)
    return NOTEBOOK_LINK.sub(_page_link, page)


def _page_link(link):
    file, place = link.groups()
    # An exercise's place is its cell, a word's its heading.
    named = make_id((place or "").removeprefix("cell-id="))
    return f'href="{file}.html' + (f'#{named}"' if named else '"')


def needs_kernel(output: nbformat.NotebookNode) -> bool:
    """Whether an output moves only where a kernel answers it."""
    page = output.get("data", {}).get("text/html", "")
    if page.startswith('<div class="hands-on" data-channel'):
        return True
    if not page.startswith('<div class="live-figure"'):
        return False
    return any(not part["isComplete"] for header in headers_in(page) for part in header["parts"])


def jupyter_slug(title: str) -> str:
    """Return a heading's place as JupyterLab names it, for links between notebooks.

    >>> jupyter_slug("Slope at the sum")
    'Slope-at-the-sum'
    """
    return title.replace(" ", "-")
