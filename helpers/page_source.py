"""Scripts and style sheets that a cell's HTML brings along."""


def page_source(path):
    """Return the text of a .js or .css file as a page takes it: a script is one expression."""
    return path.read_text(encoding="utf-8").strip().rstrip(";")


def own_element(class_name):
    """Return, in JavaScript, the element of this class that a script has been written into.

    JupyterLab runs a script where it stands; VS Code runs a copy of it at the end of the output.
    """
    where = "document.currentScript.parentElement"
    return f'({where}.closest(".{class_name}") ?? {where}.querySelector(".{class_name}"))'
