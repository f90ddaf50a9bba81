"""Compile what a kernel imports as it starts, in the wheels that it comes from. Runs in Pyodide.

compile_wheels.mjs executes it. Only what Python itself has is imported here.
"""

import py_compile
import re
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

# It is said with two slashes at its beginning.
PACKAGES = Path("/", *Path(sysconfig.get_paths()["purelib"]).parts[1:])


def imported_files():
    """Return the Python files of packages that have been imported, as wheels name them."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    paths = [Path(file) for file in files if file and file.endswith(".py")]
    return {str(path.relative_to(PACKAGES)) for path in paths if path.is_relative_to(PACKAGES)}


def compile_wheel(wheel, result, chosen, unused):
    """Write a wheel to `result` with its chosen Python files compiled, and without unused ones.

    The compiled form takes the place of the source. Unused is what `unused` is found in, a regular
    expression, unless it is chosen. A wheel with none of the chosen files is not written.
    """
    with zipfile.ZipFile(wheel) as old:
        if chosen.isdisjoint(old.namelist()):
            return
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
            for entry in old.infolist():
                if entry.filename in chosen:
                    content = compiled(entry.filename, old.read(entry))
                    entry = zipfile.ZipInfo(f"{entry.filename}c", entry.date_time)
                elif re.search(unused, entry.filename):
                    continue
                else:
                    content = old.read(entry)
                new.writestr(entry, content, zipfile.ZIP_DEFLATED)


def compiled(name, content):
    """Return the compiled form of a source that is called `name` in its wheel."""
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "source.py", Path(scratch) / "source.pyc"
        source.write_bytes(content)
        py_compile.compile(
            str(source),
            str(target),
            # What tracebacks say, and where `inspect` looks.
            dfile=str(PACKAGES / name),
            doraise=True,
            # Nobody changes a file there: no source, and no time of one, is compared with it.
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        return target.read_bytes()
