"""What has been recorded, each thing kept once, and packed into bytes for the browser.

A tape has four tables. A shape is an outline: its path codes and its points. A pen says how to
paint: colours, width, dashes, clip. An image is an RGBA array. A chunk is a list of operations,
that is, what one artist draws: for each operation the pen, the number n of shapes, and n times
the shape with its place. Coordinates are eighths of a pixel of
the recording, which has two pixels for each one of the page, y downwards.
"""

import base64
import json
import re
import zlib
from itertools import islice

import numpy as np

UNITS_IN_A_PIXEL = 8
TABLES = ("shapes", "pens", "images", "chunks")
# As figure.py writes it into an output: base64 of what is packed, deflated.
RECORDING = re.compile(r'"live-\w+", \(document.*,\n"([\w+/=]+)"')


def headers_in(page):
    """Return the header of each recording in the HTML of outputs: what Tape.packed was given."""
    return [_header_of(found) for found in RECORDING.findall(page)]


def _header_of(recording):
    packed = zlib.decompress(base64.b64decode(recording))
    size = int.from_bytes(packed[:4], "little")
    return json.loads(packed[4 : 4 + size])


class Tape:
    """Four tables that only grow, until they are cut back to an earlier length.

    `size` is about how many bytes they hold, `sent` how many items of each have been packed.
    """

    def __init__(self):
        self._tables = {name: {} for name in TABLES}
        self.sent = dict.fromkeys(TABLES, 0)
        self.size = 0

    def keep(self, table, item):
        """Return the index of an item in a table; what is there already is not kept again."""
        kept = self._tables[table]
        if item not in kept:
            kept[item] = len(kept)
            self.size += _size(item)
        return kept[item]

    def lengths(self):
        """Return how many items each table has."""
        return {name: len(table) for name, table in self._tables.items()}

    def cut(self, lengths):
        """Forget, and count as not sent, whatever came after the tables had these lengths."""
        for name, table in self._tables.items():
            while len(table) > lengths[name]:
                item, _ = table.popitem()
                self.size -= _size(item)
            self.sent[name] = min(self.sent[name], lengths[name])

    def rewind(self):
        """Count nothing as sent, so that all of it is packed again."""
        self.sent = dict.fromkeys(TABLES, 0)

    def packed(self, **header):
        """Return bytes for the browser: the header, and what has come since the last time.

        Four bytes with the length of a JSON header, the header, then the arrays that live.js reads
        in the same order. The header's `keep` says how much of its tables the browser keeps.
        """
        new = {name: list(islice(self._tables[name], self.sent[name], None)) for name in TABLES}
        header |= {
            "keep": self.sent,
            "pens": [json.loads(pen) for pen in new["pens"]],
            "sizes": [image[:2] for image in new["images"]],
            "counts": [len(codes) for codes, _ in new["shapes"]],
            "chunks": [len(chunk) // 4 for chunk in new["chunks"]],
        }
        self.sent = self.lengths()
        text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        arrays = [
            *new["chunks"],
            *(points for _, points in new["shapes"]),
            *(codes for codes, _ in new["shapes"]),
            *(pixels for *_, pixels in new["images"]),
        ]
        return b"".join([len(text).to_bytes(4, "little"), text, *arrays])


def _size(item):
    parts = item if isinstance(item, tuple) else [item]
    return sum(len(part) for part in parts if isinstance(part, (bytes, str)))


def units(pixels):
    """Return pixels as whole eighths; what lies far outside of any figure stays far outside.

    >>> units(np.array([0.5, 1e300])).tolist()
    [4, 32767]
    """
    return np.clip(np.rint(np.asarray(pixels) * UNITS_IN_A_PIXEL), -32768, 32767).astype(int)
