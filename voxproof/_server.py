"""The Jupyter server's part: what a kernel says is sent to the page at once.

The server leaves Nagle's algorithm on for kernels' websockets. A kernel answers in several small messages (busy, the answer, idle); the
second waits until the browser has acknowledged the first one, which it puts off for up to 40 ms. Nothing else of the server is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

_SETTING = "kernel_websocket_connection_class"


def load(app: ServerApp) -> None:
    """Let the kernel connections that a server makes from now on send without delay.

    The class of connection that the server is configured with stays in use, as the base of the one that takes its place. A server
    without such a setting is left as it is.
    """
    base = app.web_app.settings.get(_SETTING)
    if isinstance(base, type):
        app.web_app.settings[_SETTING] = type("PromptConnection", (_Prompt, base), {})


class _Prompt:
    """A kernel connection that sends each message when it comes."""

    websocket_handler: Any

    async def connect(self) -> Any:
        self.websocket_handler.set_nodelay(True)
        return await super().connect()  # type: ignore[misc]
