"""One line that moves while pip works; plain lines where there is no terminal."""

import re
import shutil
import sys
import time
from pathlib import Path


class Progress:
    """Follows what pip says: fetched and unpacked packages of those that the lock requires."""

    def __init__(self, required: int, site_packages: Path) -> None:
        self.required = required
        self.site_packages = site_packages
        self.fetched = 0
        self.newest = ""
        self.unpacking_since: float | None = None
        self.to_unpack = 0
        self.width = 0
        self.terminal = sys.stdout.isatty()

    def __enter__(self) -> "Progress":
        self.say(f"Fetching about {self.required} packages")
        return self

    def __exit__(self, *failure: object) -> None:
        if self.terminal:
            self.draw("")

    def follow(self, lines: list[str]) -> None:
        """Take in what pip has said since last time, maybe nothing; show how far it has come."""
        for line in lines:
            self.take_in(line)
        if not self.terminal:
            return
        if self.unpacking_since is not None:
            self.draw(f"Unpacking {self.unpacked()} of {self.to_unpack} packages")
        elif self.newest:
            self.draw(f"Fetching {self.fetched} of {self.required}: {self.newest}")

    def take_in(self, line: str) -> None:
        if line.startswith("Ignoring "):
            self.required -= 1
        elif named := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
            self.fetched += 1
            self.newest = named[1]
        elif line.startswith("Installing collected packages:"):
            self.to_unpack = line.count(",") + 1
            # A file system may keep times to the second.
            self.unpacking_since = time.time() - 1
            self.say(f"Unpacking {self.to_unpack} packages (10 seconds to a minute)")

    def unpacked(self) -> int:
        """How many packages have their record in place since the unpacking began."""
        records = self.site_packages.glob("*.dist-info")
        return sum(record.stat().st_mtime >= self.unpacking_since for record in records)

    def say(self, text: str) -> None:
        if self.terminal:
            self.draw(text)
        else:
            print(text, flush=True)

    def draw(self, text: str) -> None:
        text = text[: shutil.get_terminal_size().columns - 1]
        print("\r" + text.ljust(self.width) + ("" if text else "\r"), end="", flush=True)
        self.width = len(text)
