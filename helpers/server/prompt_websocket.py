"""A Jupyter Server extension: a slider's small messages leave at once.

Jupyter Server leaves Nagle's algorithm on for the kernel's websocket: a small message waits
until the browser has acknowledged the one before, and browsers delay that by about 40 ms.
This switches it off, for whichever connection class the server was going to use. Loaded by
etc/jupyter/jupyter_server_config.d/slope_by_slope.json, which comes with the course's package.
"""

from typing import Any


def prompt(connection_class: type) -> type:
    """A subclass of connection_class whose socket sends small messages without waiting.

    Its connect() takes and returns what connection_class's does.
    """

    class PromptConnection(connection_class):
        def connect(self, *arguments: Any, **named: Any) -> Any:
            set_nodelay = getattr(self.websocket_handler, "set_nodelay", None)
            if set_nodelay is not None:
                set_nodelay(True)
            return super().connect(*arguments, **named)

    return PromptConnection


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    settings = server.web_app.settings
    connection_class = settings.get("kernel_websocket_connection_class")
    known = hasattr(connection_class, "connect") and hasattr(connection_class, "websocket_handler")
    if not known:
        # The course runs without this, with sliders that answer a little later.
        server.log.info("Kernel websockets of an unknown kind are left as they are.")
        return
    settings["kernel_websocket_connection_class"] = prompt(connection_class)
