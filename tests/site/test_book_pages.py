"""The files of the built book: its pages, where their links lead, what they tell and fold."""

import html
import json
import re
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
from PIL import Image

from helpers.exercises.catalogue import exercises
from tools.copies import ANSWERS
from tools.environment import python_in
from tools.notebook_runs import ROOT, published_notebooks
from tools.site import RUN, SITE

NOTEBOOKS = published_notebooks()
TEXTS = ("index", "teaching", "class", "contributing", "data", "network", "licence")
PAGES = [f"{path.stem}.html" for path in NOTEBOOKS] + [f"{name}.html" for name in TEXTS]
LARGEST = 1_000_000
ADDRESS = "https://course.example/slopes/"


class Link(NamedTuple):
    """What of a page leads somewhere: the element, and where it leads."""

    element: str
    target: str


class Read(HTMLParser):
    """A page: its links, the names of its places, its title, what its head tells."""

    def __init__(self, text: str):
        super().__init__()
        self.links, self.places, self.told, self.title = [], set(), {}, ""
        self.folded = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        own = dict(attributes)
        self.places |= {own[name] for name in ("id", "name") if own.get(name)}
        self.links += [Link(tag, own[a]) for a in ("href", "src") if a in own]
        self.folded += tag == "details" and "hide" in own.get("class", "").split()
        if tag == "meta":
            self.told[own.get("name") or own.get("property")] = own.get("content")

    def handle_data(self, data):
        if self.lasttag == "title" and not self.title:
            self.title = data


@cache
def text_of(page: str) -> str:
    return (SITE / page).read_text(encoding="utf-8")


@cache
def plain_text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text_of(page)))


@cache
def read(page: str) -> Read:
    return Read(text_of(page))


def notebook(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def test_every_notebook_and_text_is_a_page():
    assert {path.name for path in SITE.glob("*.html")} == {*PAGES, "search.html"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_small(page):
    assert len(text_of(page).encode()) < LARGEST


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    for link in read(page).links:
        where = urlsplit(link.target)
        if where.scheme == "data":
            continue
        if where.scheme in ("http", "https"):
            assert is_followed(link), link
            continue
        assert not where.scheme, link
        assert not where.netloc, link
        target = unquote(where.path) or page
        if target == RUN:
            leads_into_a_notebook(where)
            continue
        assert (SITE / target).is_file(), link
        if where.fragment and target.endswith(".html"):
            assert unquote(where.fragment) in read(target).places, link


def is_followed(link: Link) -> bool:
    """Whether nobody fetches what a link leads to unless a reader follows it."""
    return link.element == "a" or (link.element == "link" and link.target.startswith(ADDRESS))


def leads_into_a_notebook(where):
    [name] = parse_qs(where.query)["path"]
    cells = notebook(ROOT / "notebooks" / name).cells
    assert not where.fragment or where.fragment in {cell.id for cell in cells}


def test_titles_and_descriptions_are_each_pages_own():
    titles = [read(page).title for page in PAGES]
    descriptions = [read(page).told["description"] for page in PAGES]
    assert len(set(titles)) == len(set(descriptions)) == len(PAGES)
    for page, title, description in zip(PAGES, titles, descriptions, strict=True):
        assert "Slope by Slope" in title, page
        assert 40 < len(description) < 300, page
        assert not re.search(r"[*`$\\]|\]\(", description), page
        assert read(page).told["og:description"] == description, page


def test_a_shared_link_has_a_picture():
    for page in PAGES:
        picture = read(page).told["og:image"]
        assert picture.startswith(ADDRESS), page
    with Image.open(SITE / picture.removeprefix(ADDRESS)) as image:
        assert image.size == (1200, 630)


def test_the_sitemap_lists_every_page():
    places = ElementTree.parse(SITE / "sitemap.xml").findall("{*}url/{*}loc")
    assert sorted(place.text for place in places) == sorted(ADDRESS + page for page in PAGES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_answers_are_folded_and_everything_else_is_in_sight(path):
    cells = notebook(path).cells
    answers = sum(ANSWERS in c.metadata.get("tags", ()) and bool(c.outputs) for c in cells)
    # Listings that are to be measured before they are read.
    listings = sum(c.metadata.get("jupyter", {}).get("source_hidden", False) for c in cells)
    assert read(f"{path.stem}.html").folded == answers + listings


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_was_printed_stands_there_as_published(path):
    plain = plain_text_of(f"{path.stem}.html")
    printed = [o.text for c in notebook(path).cells for o in c.get("outputs", ()) if "text" in o]
    for text in printed:
        assert text.strip() in plain


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_figure_and_question_is_there(path):
    page = text_of(f"{path.stem}.html")
    shown = [output.data["text/html"] for output in shown_in(path)]
    for name in ("live-figure", "course-question", "hands-on", "course-map"):
        marked = f'<div class="{name}"'
        assert page.count(marked) == sum(one.count(marked) for one in shown), name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_exercise_has_its_place_its_starter_and_the_way_to_the_lab(path):
    page = text_of(f"{path.stem}.html")
    own = [each for each in exercises() if path.name.startswith(f"{each.notebook}_")]
    assert page.count("Run this exercise in your browser") == len(own)
    plain = plain_text_of(f"{path.stem}.html")
    for exercise in own:
        place = f"exercise-{exercise.name}"
        assert place.replace("_", "-") in read(f"{path.stem}.html").places
        assert f'href="{RUN}?path={path.name}#{place}"' in page
        assert exercise.starter.strip() in plain
    assert "Not attempted yet" not in page


def test_no_output_speaks_of_a_cell_to_run():
    for page in PAGES:
        assert "run this cell" not in outputs(page).lower(), page


def outputs(page: str) -> str:
    """The scripts of a page and what stands in its folds, without its prose."""
    return "".join(re.findall(r"<script>.*?</script>|<summary>.*?</summary>", text_of(page), re.S))


def test_the_front_page_shows_a_slider_then_three_ways_in():
    page = text_of("index.html")
    order = ["<h1>", 'class="live-figure"', "Read it here", "Run it in your browser", "Install it"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    # Only a start: the figure is the one that notebook 00 opens with.
    figures = [text_of(name).partition('<div class="live-figure"')[2] for name in PAGES]
    assert figures[PAGES.index("index.html")][:2000] == figures[0][:2000]


def test_what_a_page_says_otherwise_is_said_in_a_notebook():
    said = "\n".join(c.source for path in NOTEBOOKS for c in notebook(path).cells)
    shown = "\n".join(o.data["text/html"] for path in NOTEBOOKS for o in shown_in(path))
    code = "from tools.site.book_notebooks import *; import json; print(json.dumps([{}, {}]))"
    result = in_the_sites_environment(code.format("[*PROSE_IN_THE_BOOK]", "[*IN_THE_BOOK]"))
    prose, outputs = json.loads(result)
    assert [words for words in prose if words not in said] == []
    assert [words for words in outputs if words not in shown] == []


def shown_in(path: Path) -> list[nbformat.NotebookNode]:
    outputs = [o for c in notebook(path).cells for o in c.get("outputs", ())]
    return [output for output in outputs if "text/html" in output.get("data", ())]


def in_the_sites_environment(code: str) -> str:
    """What Python prints for code with the packages that the site is built with."""
    command = [str(python_in(ROOT / ".venv-site")), "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_where_the_site_will_stand_need_not_be_known(tmp_path):
    folder = tmp_path / "book"
    code = "from pathlib import Path; from tools.site import book; book.build(Path({!r}), '')"
    in_the_sites_environment(code.format(str(folder)))
    assert not (folder / "sitemap.xml").exists()
    front = Read((folder / "index.html").read_text(encoding="utf-8"))
    assert front.title
    assert "og:image" not in front.told


@pytest.mark.parametrize("module", ["book_notebooks", "book_texts"])
def test_examples_in_docstrings(module):
    code = f"import doctest, tools.site.{module} as m; t = doctest.testmod(m); print(*t)"
    said = in_the_sites_environment(code)
    failed, tried = map(int, said.split()[-2:])
    assert failed == 0, said
    assert tried > 1
