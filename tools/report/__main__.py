"""What is behind python3 course.py report: judge hand-ins, and write a page and a table."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.report import confinement
from tools.report.judging import found, judged
from tools.report.page import page_of
from tools.report.table import counts_table, names_table
from tools.whole_files import write_whole

DESCRIPTION = "Run handed-in notebooks afresh, and count what their own checks say."


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("course.py report", description=DESCRIPTION)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER or file")
    text = "adds which file came to what; without it the report has counts alone"
    parser.add_argument("--names", action="store_true", help=text)
    text = "how long one notebook may run (default: 60)"
    parser.add_argument("--seconds", type=_seconds, default=60.0, help=text)
    text = "where report.html and report.csv are written (default: class_report)"
    parser.add_argument("--output", type=Path, default=Path("class_report"), help=text)
    return parser.parse_args(arguments)


def _seconds(text):
    seconds = float(text)
    if not 1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError("expected seconds from 1 to 86400")
    return seconds


def _write(path, text):
    # A file's name, or what a notebook says, may hold what is no character.
    write_whole(path, text.encode("utf-8", "replace"))


def main(arguments: list[str]) -> int:
    options = options_of(arguments)
    try:
        hand_ins = found(options.paths)
        if hand_ins:
            # Before the class is run: that may take an hour.
            options.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    if not hand_ins:
        print("There are no files there.", file=sys.stderr)
        return 2
    held = confinement.what_holds()
    print("This runs code that others wrote.", *held, flush=True)
    try:
        class_ = judged(hand_ins, options.seconds)
    except KeyboardInterrupt:
        print("Stopped. No report was written.", file=sys.stderr)
        return 130
    page = page_of(class_, options.names, held)
    _write(options.output / "report.html", page)
    table = names_table(class_) if options.names else counts_table(class_)
    _write(options.output / "report.csv", table)
    print(f"The report is {options.output / 'report.html'}; report.csv is beside it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
