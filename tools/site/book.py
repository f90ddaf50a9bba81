"""The book: the notebooks as pages that live without a kernel, built with Sphinx.

Pages are made from the published notebooks, with the outputs that these have; nothing is run.
"""

import shutil
from pathlib import Path

from sphinx.cmd.build import build_main

from helpers.notebooks import NOTEBOOKS
from tools.environment import Problem
from tools.notebook_runs import ROOT, SCRATCH, published_notebooks
from tools.site import book_notebooks, book_texts, npm, share_picture

WORK = SCRATCH / "book"

MATHJAX = npm.NpmPackage(
    "mathjax",
    "4.1.3",
    "sha512-BN/8Pkgn7G1pIDYJqd9md+JHsE/jydSYbyOZnSdSA0WziuVO8mRxdYiWFumkVVly/8U+hm9DpIIoWuvySverzw==",
)
MATHJAX_FONT = npm.NpmPackage(
    "@mathjax/mathjax-newcm-font",
    "4.1.3",
    "sha512-gzAB3dFHilHX1l5x2xUqRL+1jDQt3Fyza1DkEMVXWC4E8SvsGdlgEza47HYi2WhVcgfkvf4zgUGzuhbq3Pjlew==",
)
# What the course's formulas need, and what says them aloud in its language.
PARTS_OF_MATHJAX = (
    "tex-svg.js",
    "sre/speech-worker.js",
    "sre/mathmaps/base.json",
    "sre/mathmaps/en.json",
    "sre/mathmaps/nemeth.json",
)
PARTS_OF_THE_FONT = ("svg/dynamic/sans-serif.js",)


def build(folder: Path, address: str) -> None:
    """Write the book into folder; address is where the site will stand, "" where unknown.

    Without an address there is no sitemap, and links to pages that are shared show no picture: both
    need whole addresses. Raises Problem where Sphinx reports as much as a warning.
    """
    shutil.rmtree(WORK, ignore_errors=True)
    pages = WORK / "pages"
    shutil.copytree(book_texts.TEMPLATES, pages)
    write_pages(pages)
    lay_mathjax(pages / "_static" / "mathjax")
    share_picture.write(pages / "_static" / "share.png")
    run_sphinx(pages, folder, address)


def write_pages(folder: Path) -> None:
    """Write the source of every page: notebooks, and texts that the repository has already."""
    for path in published_notebooks():
        page = book_notebooks.page_of(path)
        (folder / path.name).write_text(page, encoding="utf-8")
    for name, text in book_texts.pages(ROOT, NOTEBOOKS.values()).items():
        (folder / name).write_text(text, encoding="utf-8")


def lay_mathjax(folder: Path) -> None:
    """Put the parts of MathJax that pages ask for into folder, from the npm registry."""
    lay_parts(MATHJAX, PARTS_OF_MATHJAX, folder)
    lay_parts(MATHJAX_FONT, PARTS_OF_THE_FONT, folder / "fonts" / "mathjax-newcm-font")


def lay_parts(package: npm.NpmPackage, parts: tuple[str, ...], folder: Path) -> None:
    """Copy some files of a package of the npm registry into folder."""
    files = npm.unpacked(package, SCRATCH / "npm")
    for part in parts:
        place = folder / part
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files / part, place)


def run_sphinx(sources: Path, folder: Path, address: str) -> None:
    """Let Sphinx build the pages in sources into folder; what it warns of is an error."""
    print("Building the book.", flush=True)
    # Among and beside the pages it writes what it keeps for itself, which is not published.
    made = WORK / "made"
    options = ["-q", "-n", "-W", "--keep-going", "-j", "auto", "-d", str(WORK / "doctrees")]
    options += [f"-D{name}={address}" for name in ("html_baseurl", "ogp_site_url")]
    if build_main([*options, str(sources), str(made)]) != 0:
        raise Problem("Sphinx could not build the book: what it said stands above.")
    left_out = shutil.ignore_patterns(".buildinfo", "_sources", "objects.inv")
    shutil.copytree(made, folder, ignore=left_out)
