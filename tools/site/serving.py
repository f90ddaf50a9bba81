"""Show a built site on this machine, as any static host would."""

import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.environment import Problem


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a line for each; always asked for anew, for a site changes."""

    # A machine's own table may lack these, and a browser refuses a module of another type.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format, *arguments):
        """Say nothing."""


def served(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the folder on the loopback address; port 0 is any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Quiet, directory=folder))


def serve(folder: Path, port: int) -> None:
    """Show the folder until the person at the keyboard stops it.

    Raises Problem where something else has the port.
    """
    try:
        server = served(folder, port)
    except OSError as error:
        other = f"python3 course.py site --serve {port + 1}"
        raise Problem(f"Port {port} cannot be had ({error.strerror}): {other}") from error
    with server:
        print(f"The site is at http://127.0.0.1:{port}/. Stop it with Ctrl+C.", flush=True)
        server.serve_forever()
