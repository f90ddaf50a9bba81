"""The book: the notebooks as pages that live without a kernel, built with Sphinx."""

from pathlib import Path


def build(folder: Path, address: str) -> None:
    """Write the book into folder; address is where the site will stand, "" where unknown."""
    folder.mkdir(parents=True)
