"""The pages of the book that are no notebooks: from the texts that the repository has already."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from string import Template

from helpers.notebooks import Notebook
from tools.site import RUN
from tools.site.book_notebooks import html_in_the_book

PAGES = {
    "CITATION.cff": "licence.md",
    "CONTRIBUTING.md": "contributing.md",
    "LICENSE": "licence.md",
    "data/README.md": "data.md",
    "docs/class.md": "class.md",
    "docs/teaching.md": "teaching.md",
    "helpers/network.py": "network.md",
}
"""Files of the repository that are pages, and the names of these."""

PICTURE = re.compile(r"^!\[.*\n*", re.MULTILINE)
REPOSITORY_LINK = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")
FIRST_FIGURE = "00-start-here-02"
TEMPLATES = Path(__file__).parent / "pages"


def pages(root: Path, notebooks: Iterable[Notebook]) -> dict[str, str]:
    """Return the source of each of these pages by its file's name; root is the repository."""
    readme = read(root / "README.md")
    sections = {f"readme_{name}": part for name, part in sections_of(readme).items()}
    told = {
        **{name: with_page_links(part) for name, part in sections.items()},
        "figure": first_figure(root),
        "run": RUN,
        "count": str(len(list(notebooks))),
        "files": "\n".join(notebook.file for notebook in notebooks),
        "network": read(root / "helpers" / "network.py"),
        "licence": read(root / "LICENSE"),
        "citation": read(root / "CITATION.cff"),
        "teaching": with_page_links(read(root / "docs" / "teaching.md")),
    }
    filled = {
        template.name: Template(read(template)).substitute(told)
        for template in TEMPLATES.glob("*.md")
    }
    copied = {
        PAGES[name]: with_page_links(read(root / name))
        for name in ("CONTRIBUTING.md", "data/README.md", "docs/class.md")
    }
    return filled | copied


def sections_of(text: str) -> dict[str, str]:
    """Return the sections of a Markdown text, by their headings as names: "for_teachers".

    >>> sections_of("# A\\nfirst\\n## The way there\\nsecond\\n")
    {'the_way_there': 'second'}
    """
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {
        re.sub(r"\W+", "_", heading.lower()).strip("_"): part.strip("\n")
        for heading, part in zip(parts[1::2], parts[2::2], strict=True)
    }


def with_page_links(text: str) -> str:
    """Return a text of the repository with its links to files leading to the book's pages.

    Pictures are left out: they show what a page of the book is itself.

    >>> with_page_links("[one](notebooks/00_start_here.ipynb), [two](LICENSE)")
    '[one](00_start_here.ipynb), [two](licence.md)'
    >>> with_page_links("[three](../notebooks/05_layer_by_layer.ipynb#Recap)")
    '[three](05_layer_by_layer.ipynb#Recap)'
    """
    return REPOSITORY_LINK.sub(_page_link, PICTURE.sub("", text))


def _page_link(link):
    path, place = link[1].removeprefix("../"), link[2] or ""
    page = path.removeprefix("notebooks/") if path.endswith(".ipynb") else PAGES.get(path, path)
    return f"]({page}{place})"


def first_figure(root: Path) -> str:
    """Return the HTML of the course's first live figure, as its notebook has it."""
    notebook = json.loads(read(root / "notebooks" / "00_start_here.ipynb"))
    [cell] = [cell for cell in notebook["cells"] if cell["id"] == FIRST_FIGURE]
    [output] = cell["outputs"]
    return html_in_the_book("".join(output["data"]["text/html"]))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
