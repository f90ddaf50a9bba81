"""Scripts and style sheets that a cell's HTML brings along."""


def page_source(path):
    """Return the text of a .js or .css file as a page takes it: a script is one expression.

    Every figure and question brings its own: what only a reader needs is left out.
    """
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")).rstrip(";")


def own_element(class_name):
    """Return, in JavaScript, the element of this class that a script has been written into.

    JupyterLab runs a script where it stands; VS Code runs a copy of it at the end of the output.
    """
    where = "document.currentScript.parentElement"
    return f'({where}.closest(".{class_name}") ?? {where}.querySelector(".{class_name}"))'
