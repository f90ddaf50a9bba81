"""Scripts and style sheets that a cell's HTML brings along.

An output brings every script that it uses, so that it can stand alone. What several outputs of a
page share is in an element of its own: a saved notebook keeps each shared script once, and the
other outputs wait for it (tools/rebuild.py).
"""

import zlib
from typing import NamedTuple

BRING = """(name, text, script) => {
const scripts = (globalThis.slopeBySlopeScripts ??= {});
const style = Object.assign(document.createElement("style"), { textContent: text });
scripts[name] ??= { style, script };
dispatchEvent(new Event("slope-by-slope-script"));
}"""

# The style sheet is in no output: it stays when the one that brought it goes.
USE = """async (name, root, ...given) => {
const scripts = (globalThis.slopeBySlopeScripts ??= {}), event = "slope-by-slope-script";
while (!scripts[name]) await new Promise((go) => addEventListener(event, go, { once: true }));
const { style, script } = scripts[name];
if (!style.isConnected) document.body.append(style);
root.querySelector(".course-waiting")?.remove();
script(root, ...given);
}"""


class SharedScript(NamedTuple):
    """A script that outputs of a page share, under a name that changes with it.

    `html` brings it, with its style sheets.
    """

    name: str
    html: str


def page_source(path):
    """Return the text of a .js or .css file as a page takes it: a script is one expression.

    Many figures and questions bring their own: what only a reader needs is left out.
    """
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")).rstrip(";")


def own_element(class_name):
    """Return, in JavaScript, the element of this class that a script has been written into.

    JupyterLab runs a script where it stands; VS Code runs a copy of it at the end of the output.
    """
    where = "document.currentScript.parentElement"
    return f'({where}.closest(".{class_name}") ?? {where}.querySelector(".{class_name}"))'


def shared_script(name, function, style_sheets):
    """Return the SharedScript that is a JavaScript function, and what it is styled with."""
    style = "\n".join(map(page_source, style_sheets))
    name = f"{name}-{zlib.crc32(f'{style}{function}'.encode()):08x}"
    call = f'({BRING})("{name}", String.raw`{style}`,\n{function})'
    return SharedScript(name, f'\n<script data-shared="{name}">{call}</script>')


def with_libraries(script, libraries):
    """Return, in JavaScript, the function of one file, given first what those of others return."""
    made = "".join(f"({page_source(library)})(),\n" for library in libraries)
    return f"(...given) => ({page_source(script)})({made}...given)"


def used(shared, class_name, *arguments):
    """Return HTML that brings a shared script and calls it with the element around the HTML.

    `arguments` follow the element, in JavaScript. Where a saved notebook has the script in another
    output, it is waited for.
    """
    given = "".join(f",\n{argument}" for argument in arguments)
    element = own_element(class_name)
    return f'{shared.html}\n<script>({USE})("{shared.name}", {element}{given})</script>'


def waiting(words):
    """Return HTML that says what to do as long as no script has come, in an element of its own."""
    return f'<p class="course-waiting" style="margin:0.4em 0">{words}</p>'
