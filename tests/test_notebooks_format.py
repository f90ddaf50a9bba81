"""What every published notebook has to be, whatever it teaches."""

import html.parser
import json
import re
import statistics
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from tools.notebook_runs import METADATA, published_notebooks
from tools.rebuild import KEPT_CELL_METADATA

PATHS = published_notebooks()
# Every picture stands in it twice: for pages, and for exports.
MOST_BYTES = 1_000_000
MOST_WORDS, USUAL_WORDS, MEDIAN_WORDS = 90, 75, 60
MOST_LINES, USUAL_LINES, MEDIAN_LINES = 15, 10, 8
USUAL_SHARE = 0.8
UNWANTED_WORDS = re.compile(r"\b(simply|obviously)\b", re.IGNORECASE)
NUMBER = r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?"
DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.]*\.\w)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)

# Decimal numbers in prose that no cell of that notebook can compute, each with its reason.
NOT_COMPUTED: dict[tuple[str, str], str] = {}


def notebook_at(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def cells_of(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook_at(path).cells if cell.cell_type == kind]


def outputs_of(path: Path) -> list[nbformat.NotebookNode]:
    return [output for cell in cells_of(path, "code") for output in cell.outputs]


def prose(source: str) -> str:
    """The words of a prose cell: without formulas, tables, code blocks and link targets."""
    without_blocks = re.sub(r"```.*?```|\$\$.*?\$\$", " ", source, flags=re.DOTALL)
    lines = [line for line in without_blocks.splitlines() if not line.lstrip().startswith("|")]
    return re.sub(r"\]\([^)]*\)|\$[^$\n]*\$", " ", "\n".join(lines))


def words(source: str) -> int:
    return len(re.findall(r"[A-Za-z0-9][\w'’.-]*", prose(source)))


def lines(source: str) -> int:
    return sum(bool(line.strip()) for line in source.splitlines())


def text_of_output(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    return output.get("data", {}).get("text/plain", "")


def alternative_texts(markup: str) -> list[str]:
    """The alt attribute of each image in a piece of HTML, empty where there is none."""
    found: list[str] = []

    class Images(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "img":
                found.append(dict(attrs).get("alt") or "")

    Images().feed(markup)
    return found


def anchors(path: Path) -> set[str]:
    """The names by which JupyterLab finds the headings of a notebook."""
    headings = [
        text for cell in cells_of(path, "markdown") for text in HEADING.findall(cell.source)
    ]
    shown = [re.sub(r"[*`]|\$|\[([^\]]*)\]\([^)]*\)", r"\1", text) for text in headings]
    return {text.replace(" ", "-") for text in shown}


def test_there_are_notebooks():
    assert PATHS


each_notebook = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])


@each_notebook
def test_it_is_a_small_valid_file_with_unix_line_ends(path):
    content = path.read_bytes()
    nbformat.validate(json.loads(content))
    assert len(content) < MOST_BYTES
    assert b"\r" not in content
    assert content.endswith(b"}\n")


@each_notebook
def test_every_code_cell_was_run_in_order_from_1(path):
    counts = [cell.execution_count for cell in cells_of(path, "code")]
    assert counts == list(range(1, len(counts) + 1)), f"run: python3 course.py rebuild {path.name}"


@each_notebook
def test_no_widget_state_and_no_stray_metadata(path):
    notebook = notebook_at(path)
    assert notebook.metadata == METADATA
    for cell in notebook.cells:
        assert set(cell.metadata) <= set(KEPT_CELL_METADATA), cell.id
    for output in outputs_of(path):
        assert not [mime for mime in output.get("data", {}) if "widget" in mime]


@each_notebook
def test_cell_names_are_unique(path):
    names = [cell.id for cell in notebook_at(path).cells]
    assert len(names) == len(set(names))


@each_notebook
def test_no_output_is_an_error_or_a_bare_object(path):
    for output in outputs_of(path):
        assert output.output_type != "error", output.get("evalue")
        text = text_of_output(output)
        assert not re.search(r"<[\w. ]+ at 0x[0-9a-f]+>|<Figure size", text), text
        # What is left of a widget that brought no picture for readers without a kernel.
        assert not re.match(r"\w+\((children|value|description|options)=", text), text


@each_notebook
def test_every_picture_says_what_it_shows(path):
    for output in outputs_of(path):
        data = output.get("data", {})
        pictures = {"image/png", "image/jpeg", "image/svg+xml"} & set(data)
        texts = alternative_texts(data.get("text/html", ""))
        if pictures:
            assert texts, "a picture without HTML that carries its alt text"
        assert all(text.strip() for text in texts)


@each_notebook
def test_cells_are_short(path):
    prose_lengths = [words(cell.source) for cell in cells_of(path, "markdown")]
    code_lengths = [lines(cell.source) for cell in cells_of(path, "code")]
    limits = (
        (prose_lengths, MOST_WORDS, USUAL_WORDS, MEDIAN_WORDS),
        (code_lengths, MOST_LINES, USUAL_LINES, MEDIAN_LINES),
    )
    for lengths, most, usual, median in limits:
        assert max(lengths) <= most
        assert sum(length <= usual for length in lengths) >= USUAL_SHARE * len(lengths)
        assert statistics.median(lengths) <= median


@each_notebook
def test_no_cell_is_silenced_by_a_semicolon(path):
    silenced = [c.source for c in cells_of(path, "code") if c.source.rstrip().endswith(";")]
    assert not silenced, "give the value a name: in nbval the semicolon silences nothing"


@each_notebook
def test_prose_talks_nobody_down(path):
    for cell in cells_of(path, "markdown"):
        assert not UNWANTED_WORDS.findall(cell.source), cell.source


@each_notebook
def test_every_decimal_number_in_prose_is_computed(path):
    computed = [cell.source for cell in cells_of(path, "code")]
    computed += [text_of_output(output) for output in outputs_of(path)]
    numbers = {float(number) for number in re.findall(NUMBER, "\n".join(computed))}
    for cell in cells_of(path, "markdown"):
        without_targets = re.sub(r"\]\([^)]*\)", "]", cell.source)
        for number in DECIMAL.findall(without_targets):
            known = float(number) in numbers or (path.name, number) in NOT_COMPUTED
            assert known, f"{number} in: {cell.source}"


@each_notebook
def test_links_lead_somewhere(path):
    for cell in cells_of(path, "markdown"):
        for target in LINK.findall(cell.source):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = unquote(target).partition("#")
            file = (path.parent / name) if name else path
            assert file.exists(), target
            if anchor:
                assert anchor in anchors(file), target


def test_the_glossary_is_in_alphabetical_order():
    (path,) = (path for path in PATHS if path.name.startswith("11"))
    text = "\n".join(cell.source for cell in cells_of(path, "markdown"))
    terms = re.findall("^### (.+)$", text.partition("## Glossary")[2], re.MULTILINE)
    assert len(terms) > 30
    assert terms == sorted(terms, key=str.casefold)


def test_the_checks_see_what_they_look_for():
    assert alternative_texts('<img src="a"><img alt="b &amp; c">') == ["", "b & c"]
    assert words("One $x + y$ [two](three.ipynb#four)\n| five | six |") == 2
    assert DECIMAL.findall("It is 0.61, not 3.14.15 or v1.2; see 2.5.") == ["0.61", "2.5"]
    assert UNWANTED_WORDS.findall("Simply add") == ["Simply"]
