"""Show a built site on this machine, as any static host would."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tools.environment import Problem


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a line for each."""

    # Always asked for anew, for a site changes.
    caching = "no-cache"

    # A machine's own table may lack these, and a browser refuses a module of another type.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self):
        self.send_header("Cache-Control", self.caching)
        super().end_headers()

    def log_message(self, format, *arguments):
        """Say nothing."""


def _server(folder: Path, port: int, handler: type[Quiet]) -> ThreadingHTTPServer:
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(handler, directory=folder))


@contextmanager
def sent(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Send the folder beside what goes on here; gives the address, http://127.0.0.1 and a port."""
    with _server(folder, 0, handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def serve(folder: Path, port: int) -> None:
    """Show the folder until the person at the keyboard stops it.

    Raises Problem where something else has the port.
    """
    try:
        server = _server(folder, port, Quiet)
    except OSError as error:
        other = f"python3 course.py site --serve {port + 1}"
        raise Problem(f"Port {port} cannot be had ({error.strerror}): {other}") from error
    with server:
        print(f"The site is at http://127.0.0.1:{port}/. Stop it with Ctrl+C.", flush=True)
        server.serve_forever()
