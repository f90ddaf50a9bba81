"""Write a file whole or not at all: a full disk or a lost battery leaves what stood there."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Let `content` take the file's place."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    os.replace(new, path)
