"""Build the course's site in the folder site, and show it: what `course.py site` runs.

What is built is a folder of files for any static host: the book at its root, and under run/ a
JupyterLab that runs in the browser alone.
"""

import argparse
import shutil
import sys
from pathlib import Path

from tools.environment import Problem
from tools.notebook_runs import SCRATCH
from tools.site import LAB, SITE, book, laboratory, pyodide
from tools.site.serving import serve

PORT = 8000


def main(arguments: list[str]) -> int:
    """Build the site; where it is asked for, show it on this machine until it is stopped."""
    options = parse(arguments)
    try:
        build(options)
        if options.serve:
            serve(SITE, options.serve)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="course.py site", allow_abbrev=False)
    text = "show it on this machine, at this port (%(const)s); Ctrl+C ends it"
    parser.add_argument(
        "--serve", nargs="?", type=int, const=PORT, default=None, metavar="PORT", help=text
    )
    text = "a folder that holds a complete Pyodide; without it, Pyodide is fetched"
    parser.add_argument("--pyodide", type=Path, metavar="FOLDER", help=text)
    text = "where the site will stand; the sitemap and pictures of shared links need it"
    parser.add_argument("--address", default="", metavar="URL", help=text)
    parser.add_argument("--book", action="store_true", help="the book alone, without the Lab")
    return parser.parse_args(arguments)


def build(options: argparse.Namespace) -> None:
    """Build the book, and the Lab under it, anew."""
    shutil.rmtree(SITE, ignore_errors=True)
    # Pages are named from the folder that they lie in.
    address = options.address and f"{options.address.rstrip('/')}/"
    book.build(SITE, address)
    if options.book:
        return
    complete = options.pyodide or pyodide.fetch(SCRATCH / "pyodide")
    laboratory.build(SITE / LAB, complete)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
