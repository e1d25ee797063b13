"""What a page is to a real kernel: channels, a subshell, a widget's comm. Other tests use it too."""

from __future__ import annotations

from collections.abc import Sequence
from queue import Empty
from typing import Any

import numpy as np
import pytest


class Page:
    """A browser page with one widget, as far as a kernel can tell."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.iopub: list[Any] = []
        self.comm_id = ""
        self.subshell = self._make_subshell()
        self.name = ""

    def _make_subshell(self) -> str:
        message = self.client.session.msg("create_subshell_request")
        self.client.control_channel.send(message)
        reply = self.client.control_channel.get_msg(timeout=30)
        assert reply["content"]["status"] == "ok"
        return str(reply["content"]["subshell_id"])

    def run(self, code: str) -> str:
        return str(self.client.execute(code))

    def run_to_end(self, code: str) -> list[Any]:
        """Messages on iopub until the kernel is idle again."""
        return self.to_end_of(self.run(code))

    def to_end_of(self, wanted: str) -> list[Any]:
        """Messages on iopub until a cell has ended."""
        seen = []
        while True:
            message = self.next()
            seen.append(message)
            parent = message["parent_header"].get("msg_id")
            if parent == wanted and message["content"].get("execution_state") == "idle":
                return seen

    def next(self) -> Any:
        try:
            return self.client.get_iopub_msg(timeout=30)
        except Empty:
            pytest.fail("the kernel said nothing for 30 s")

    def show(self, code: str) -> list[Any]:
        """Run a cell that shows a curator; its messages."""
        seen = self.run_to_end(code)
        self.comm_id = next(
            m["content"]["comm_id"]
            for m in seen
            if m["msg_type"] == "comm_open" and "volume" in m["content"]["data"]["state"]
        )
        return seen

    def say(self, kind: str, *buffers: bytes, **fields: Any) -> None:
        self.post({"type": kind, "v": 1, "client": self.name, **fields}, buffers)

    def post(self, content: dict[str, Any], buffers: Sequence[bytes]) -> None:
        """Send a message on the widget's comm."""
        data = {"method": "custom", "content": content}
        session = self.client.session
        message = session.msg("comm_msg", {"comm_id": self.comm_id, "data": data})
        message["header"]["subshell_id"] = self.subshell
        session.send(self.client.shell_channel.socket, message, buffers=list(buffers))

    def answer(self, kind: str) -> dict[str, Any]:
        while True:
            message = self.next()
            content = self.told(message)
            if content is not None and content.get("type") == kind:
                return content

    def told(self, message: Any) -> dict[str, Any] | None:
        """What a message says on the widget's comm; None for others."""
        if message["msg_type"] != "comm_msg" or message["content"]["comm_id"] != self.comm_id:
            return None
        return dict(message["content"]["data"].get("content", {}))

    def printed(self) -> str:
        """The next line that a cell prints; it may come in pieces."""
        text = ""
        while not text.endswith("\n"):
            message = self.next()
            if message["msg_type"] == "stream":
                assert message["content"]["name"] == "stdout"
                text += message["content"]["text"]
        return text

    def paint(self, column: int) -> None:
        """Turn one voxel of row z = 1, y = 3 into label 7."""
        box = [1, 2, 3, 4, column, column + 1]
        edit = {"id": self.name, "tool": "brush", "region": None, "box": box, "voxels": 1, "time": 1}
        rows = np.array([[0, 1, 0, 2]], "<u4").tobytes()
        self.say("edit", rows, seq=1, generation=0, edit=edit, part=0, parts=1)

    def judge(self, *regions: str, verdict: str = "correct") -> None:
        for seq, region in enumerate(regions, 1):
            self.say("verdict", seq=seq, region=region, verdict=verdict, note="")
