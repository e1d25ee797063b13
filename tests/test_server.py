"""The server's part: kernel connections that send at once."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace

import voxproof

SETTING = "kernel_websocket_connection_class"
ROOT = Path(__file__).parents[1]


class Connection:
    """What the server was configured with."""

    def __init__(self, handler):
        self.websocket_handler = handler

    async def connect(self):
        self.websocket_handler.log.append("connected")
        return "answer"


class Handler:
    """A websocket."""

    def __init__(self):
        self.log = []

    def set_nodelay(self, value):
        self.log.append(f"no delay: {value}")


def load(settings):
    voxproof._load_jupyter_server_extension(SimpleNamespace(web_app=SimpleNamespace(settings=settings)))
    return settings


def test_a_kernel_connection_sends_at_once_from_its_beginning():
    handler = Handler()
    made = load({SETTING: Connection})[SETTING](handler)
    assert isinstance(made, Connection)
    assert asyncio.run(made.connect()) == "answer"
    assert handler.log == ["no delay: True", "connected"]


def test_a_server_without_the_setting_is_left_as_it_is():
    assert load({"other": 1}) == {"other": 1}
    assert load({SETTING: None}) == {SETTING: None}


def test_the_servers_own_connection_can_be_the_base():
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

    made = load({SETTING: ZMQChannelsWebsocketConnection})[SETTING]
    assert issubclass(made, ZMQChannelsWebsocketConnection)
    assert made._open_sockets is ZMQChannelsWebsocketConnection._open_sockets


def test_what_is_installed_turns_on_the_extension_that_the_package_names():
    installed = json.loads((ROOT / "jupyter-config" / "voxproof.json").read_text())
    [point] = voxproof._jupyter_server_extension_points()
    assert installed == {"ServerApp": {"jpserver_extensions": {point["module"]: True}}}
