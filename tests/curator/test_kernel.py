"""In a real kernel: edits land while a cell runs, the first run says nothing, and shutting down closes the journal."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import numpy as np
import pytest

jupyter_client = pytest.importorskip("jupyter_client")
ipykernel = pytest.importorskip("ipykernel", minversion="7.0")

SHOW = f"""
import sys, threading
sys.path.insert(0, {str(Path(__file__).parent)!r})
import voxproof as vp
from conftest import make_volume
image, segmentation, uncertainty = make_volume()
curator = vp.Curator(image, segmentation, uncertainty, name="mouse-07")
curator
"""
PAGE = "page"


class Page:
    """A browser page with one widget, as far as a kernel can tell."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.iopub: list[Any] = []
        self.comm_id = ""
        self.subshell = self._make_subshell()

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
        wanted = self.run(code)
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

    def show(self) -> list[Any]:
        seen = self.run_to_end(SHOW)
        self.comm_id = next(
            m["content"]["comm_id"]
            for m in seen
            if m["msg_type"] == "comm_open" and "volume" in m["content"]["data"]["state"]
        )
        return seen

    def say(self, kind: str, *buffers: bytes, **fields: Any) -> None:
        content = {"type": kind, "v": 1, "client": PAGE, **fields}
        data = {"method": "custom", "content": content}
        session = self.client.session
        message = session.msg("comm_msg", {"comm_id": self.comm_id, "data": data})
        message["header"]["subshell_id"] = self.subshell
        session.send(self.client.shell_channel.socket, message, buffers=list(buffers))

    def answer(self, kind: str) -> dict[str, Any]:
        while True:
            message = self.next()
            if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == self.comm_id:
                content = message["content"]["data"].get("content", {})
                if content.get("type") == kind:
                    return dict(content)

    def printed(self) -> str:
        """The next line that a cell prints; it may come in pieces."""
        text = ""
        while not text.endswith("\n"):
            message = self.next()
            if message["msg_type"] == "stream":
                assert message["content"]["name"] == "stdout"
                text += message["content"]["text"]
        return text

    def paint(self, seq: int) -> None:
        edit = {
            "id": f"e{seq}",
            "tool": "brush",
            "region": None,
            "box": [1, 2, 3, 4, 5, 8],
            "voxels": 1,
            "time": 1,
        }
        rows = np.array([[seq - 1, 1, 0, 2]], "<u4").tobytes()
        self.say("edit", rows, seq=seq, generation=0, edit=edit, part=0, parts=1)


@pytest.fixture(scope="module")
def manager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = sys.executable
    manager.start_kernel(cwd=str(tmp_path_factory.mktemp("kernel")))
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def page(manager: Any) -> Iterator[Page]:
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield Page(client)
    client.stop_channels()


@pytest.fixture(scope="module")
def first_run(page: Page) -> list[Any]:
    return page.show()


def test_the_first_run_shows_the_widget_and_says_nothing_else(first_run: list[Any]) -> None:
    assert [m["content"] for m in first_run if m["msg_type"] in ("stream", "error")] == []
    result = next(m["content"]["data"] for m in first_run if m["msg_type"] == "execute_result")
    assert "application/vnd.jupyter.widget-view+json" in result
    assert "mouse-07" in result["text/html"]


CELLS = {
    "sleeping": "import time; time.sleep(3)",
    "busy": """
import numpy as np, time
end = time.monotonic() + 3
matrix = np.random.default_rng(0).random((300, 300))
while time.monotonic() < end:
    matrix = matrix @ matrix; matrix /= matrix.max(); total = sum(range(1000))
""",
    "publishing": """
import time
for step in range(30):
    curator.tooltip = str(step); time.sleep(0.1)
""",
}


@pytest.mark.parametrize(("cell", "seq"), [("sleeping", 1), ("busy", 2), ("publishing", 3)])
def test_an_edit_lands_while_a_cell_runs(page: Page, first_run: list[Any], cell: str, seq: int) -> None:
    page.run(f"{CELLS[cell]}\nprint('painted', segmentation[1, 3, {4 + seq}])")
    page.say("hello", version="0.1.0")
    assert page.answer("welcome")["subshell"] is True
    page.paint(seq)
    assert page.answer("applied")["seq"] == seq
    # The answer came before the cell had printed what it sees at its end.
    assert page.printed() == "painted 7\n"


def test_an_awaiting_cell_goes_on_with_the_last_verdict(page: Page, first_run: list[Any]) -> None:
    page.run("print('done', await curator.finished(timeout=20))")
    for n, region in enumerate(("g0/plateau26/8235", "g0/plateau26/18773"), 4):
        page.say("verdict", seq=n, region=region, verdict="correct", note="")
    assert page.printed() == "done True\n"


def test_a_waiting_cell_goes_on_with_the_last_verdict(page: Page, first_run: list[Any]) -> None:
    page.run("curator.verdict(1, 'open'); print('done', curator.wait(timeout=20))")
    assert page.answer("judged")["verdict"] == "open"
    page.say("verdict", seq=6, region="g0/plateau26/8235", verdict="unsure", note="")
    assert page.printed() == "done True\n"


def test_blocks_come_while_a_cell_runs(page: Page, first_run: list[Any]) -> None:
    page.run("import time; time.sleep(1)")
    box = [0, 20, 0, 33, 0, 47]
    page.say("fetch", request=1, array="image", level=0, box=box, generation=0)
    answer = page.answer("block")
    assert (answer["request"], answer["shape"], answer["dtype"]) == (1, [20, 33, 47], "uint8")


def test_shutting_down_closes_the_journal(manager: Any, page: Page, first_run: list[Any]) -> None:
    where = page.run_to_end("print(curator._session.journal_state['path'])")
    path = Path(next(m["content"]["text"] for m in where if m["msg_type"] == "stream").strip())
    manager.shutdown_kernel()
    assert not path.with_name(path.name + "-wal").exists()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
