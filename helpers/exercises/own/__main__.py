"""python -m helpers.exercises.own: make a file of exercises, or test one."""

import argparse
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from helpers.exercises.own.findings_text import words_of
from helpers.exercises.own.reading import FileProblem, exercises_from
from helpers.exercises.own.trying import tried
from helpers.home import ROOT

TEMPLATE = Path(__file__).with_name("template.txt")
IS_INSTALLED_ALONE = not (ROOT / "course.py").is_file()
COMMAND = "python -m helpers.exercises.own" if IS_INSTALLED_ALONE else "python3 course.py exercises"
DESCRIPTION = "Exercises of your own: a file that check in a notebook judges by."


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(COMMAND, description=DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="new | test")
    text = "write a file to begin with"
    made = commands.add_parser("new", help=text, description=text)
    made.add_argument("file", type=Path, metavar="FILE.py")
    made.set_defaults(run=new)
    text = "say whether the cases of a file keep right and wrong apart"
    tested = commands.add_parser("test", help=text, description=text)
    tested.add_argument("file", type=Path, metavar="FILE.py")
    tested.set_defaults(run=test)
    return parser.parse_args(arguments)


def new(path: Path) -> int:
    """Write the template to a path where nothing is yet."""
    try:
        with open(path, "x", encoding="utf-8") as file:
            text = TEMPLATE.read_text(encoding="utf-8")
            file.write(text.replace("COMMAND", COMMAND).replace("FILE", path.name))
    except FileExistsError:
        return _stopped(f"{path} is there already: nothing was written.")
    except OSError as error:
        return _stopped(f"{path} cannot be written: {error.strerror}.")
    print(f"Written: {path}. Change what it says, then: {COMMAND} test {path}")
    return 0


def test(path: Path) -> int:
    """Say what the test of a file finds; 1 where there is something to mend."""
    try:
        read = exercises_from(path)
    except FileProblem as problem:
        return _stopped(str(problem))
    # Where the programs run that are tried, nothing that is printed comes through.
    bar = partial(_bar, sys.stderr)
    found = [tried(one, bar) for one in read.exercises]
    print("\n\n".join(map(words_of, found)))
    return 0 if all(one.are_good for one in found) else 1


def _bar(terminal: TextIO, items: Iterable, total: int, words: str) -> Iterable:
    # Written over by what comes next, and not there at all where no terminal is.
    return tqdm(items, words, total, leave=False, file=terminal, disable=None)


def _stopped(words):
    print(words, file=sys.stderr)
    return 1


def main(arguments: list[str]) -> int:
    options = options_of(arguments)
    try:
        return options.run(options.file)
    except KeyboardInterrupt:
        return _stopped("\nStopped.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
