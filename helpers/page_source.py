"""Scripts and style sheets that a cell's HTML brings along."""


def page_source(path):
    """Return the text of a .js or .css file as a page takes it: a script is one expression."""
    return path.read_text(encoding="utf-8").strip().rstrip(";")
