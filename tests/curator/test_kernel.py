"""In a real kernel: edits land while a cell runs, the first run says nothing, and shutting down closes the journal."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kernel_page import Page

jupyter_client = pytest.importorskip("jupyter_client")
ipykernel = pytest.importorskip("ipykernel", minversion="7.0")

SHOW = f"""
import sys, threading
sys.path.insert(0, {str(Path(__file__).parent)!r})
import voxproof as vp
from small_volume import make_volume
image, segmentation, uncertainty = make_volume()
curator = vp.Curator(image, segmentation, uncertainty, name="mouse-07")
curator
"""
FIRST, SECOND = "g0/plateau26/8235", "g0/plateau26/18773"


@pytest.fixture(scope="module")
def manager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = sys.executable
    manager.start_kernel(cwd=str(tmp_path_factory.mktemp("kernel")))
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def browser(manager: Any) -> Iterator[tuple[Page, list[Any]]]:
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    page = Page(client)
    yield page, page.show(SHOW)
    client.stop_channels()


@pytest.fixture
def first_run(browser: tuple[Page, list[Any]]) -> list[Any]:
    return browser[1]


@pytest.fixture
def page(browser: tuple[Page, list[Any]], request: pytest.FixtureRequest) -> Page:
    """The page as if loaded anew."""
    page = browser[0]
    page.name = request.node.name
    page.run_to_end("[curator.verdict(n, 'open') for n in (1, 2)]")
    return page


def test_the_first_run_shows_the_widget_and_says_nothing_else(first_run: list[Any]) -> None:
    assert [m["content"] for m in first_run if m["msg_type"] in ("stream", "error")] == []
    result = next(m["content"]["data"] for m in first_run if m["msg_type"] == "execute_result")
    assert "application/vnd.jupyter.widget-view+json" in result
    assert "mouse-07" in result["text/html"]


def test_the_output_below_the_widget_is_empty_and_comes_after_it(first_run: list[Any]) -> None:
    kinds = [m["msg_type"] for m in first_run if m["msg_type"] in ("execute_result", "display_data")]
    assert kinds == ["execute_result", "display_data"]
    below = next(m["content"] for m in first_run if m["msg_type"] == "display_data")
    assert below["data"] == {"text/plain": ""}


def test_the_output_below_tells_what_was_done_at_the_end(page: Page, first_run: list[Any]) -> None:
    below = next(m["content"] for m in first_run if m["msg_type"] == "display_data")
    page.say("hello", version="0.1.0")
    page.judge(FIRST, SECOND)
    message = page.next()
    while message["msg_type"] != "update_display_data":
        message = page.next()
    assert message["content"]["transient"] == below["transient"]
    assert "2 of 2 regions reviewed (2 correct)" in message["content"]["data"]["text/plain"]
    assert "data:image/png;base64," in message["content"]["data"]["text/html"]


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


@pytest.mark.parametrize(("cell", "column"), [("sleeping", 5), ("busy", 6), ("publishing", 7)])
def test_an_edit_lands_while_a_cell_runs(page: Page, cell: str, column: int) -> None:
    page.run(f"{CELLS[cell]}\nprint('painted', segmentation[1, 3, {column}])")
    page.say("hello", version="0.1.0")
    assert page.answer("welcome")["subshell"] is True
    page.paint(column)
    assert page.answer("applied")["seq"] == 1
    # The answer came before the cell had printed what it sees at its end.
    assert page.printed() == "painted 7\n"


def test_an_awaiting_cell_goes_on_with_the_last_verdict(page: Page) -> None:
    page.run("print('done', await curator.finished(timeout=20))")
    page.judge(FIRST, SECOND)
    assert page.printed() == "done True\n"


def test_a_waiting_cell_goes_on_with_the_last_verdict(page: Page) -> None:
    page.run("print('done', curator.wait(timeout=20))")
    page.say("hello", version="0.1.0")
    page.judge(FIRST, SECOND, verdict="unsure")
    assert page.printed() == "done True\n"


def test_blocks_come_while_a_cell_runs(page: Page) -> None:
    page.run("import time; time.sleep(1)")
    box = [0, 20, 0, 33, 0, 47]
    page.say("fetch", request=1, array="image", level=0, box=box, generation=0)
    answer = page.answer("block")
    assert (answer["request"], answer["shape"], answer["dtype"]) == (1, [20, 33, 47], "uint8")


AGAIN = """
import gc, weakref, ipywidgets
image, segmentation, uncertainty = make_volume()
curator = vp.Curator(image, segmentation, uncertainty, name="again")
seen = [*globals().get("seen", []), weakref.ref(curator)]
curator
"""


def _printed(page: Page, code: str) -> str:
    told = page.run_to_end(code)
    return "".join(m["content"]["text"] for m in told if m["msg_type"] == "stream")


def test_cells_that_are_run_again_keep_the_last_curator_only(page: Page) -> None:
    for _ in range(3):
        page.run_to_end(AGAIN)
    alive = "gc.collect(); print([each() is not None for each in seen], seen[-1]() is curator)"
    assert _printed(page, alive) == "[False, False, True] True\n"


def test_a_cell_that_is_run_again_lets_the_earlier_curator_go_before_it_ends(page: Page) -> None:
    alive = "gc.collect(); print([each() is not None for each in seen[-2:]])"
    cell = AGAIN.removesuffix("curator\n") + f"{alive}\ncurator"
    page.run_to_end(cell)
    assert _printed(page, cell) == "[False, True]\n"


def test_cells_that_are_run_again_keep_no_widgets(page: Page) -> None:
    counts = []
    for _ in range(3):
        page.run_to_end(AGAIN)
        counts.append(_printed(page, "print(len(ipywidgets.widgets.widget._instances))"))
    assert counts[0] == counts[1] == counts[2]


def test_shutting_down_closes_the_journal(tmp_path: Path) -> None:
    manager = jupyter_client.KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = sys.executable
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    Page(client).run_to_end(f"{SHOW}\ncurator.verdict(1, 'correct')")
    client.stop_channels()
    manager.shutdown_kernel()
    (journal,) = (tmp_path / ".voxproof").iterdir()
    assert journal.name == "mouse-07.sqlite"
    connection = sqlite3.connect(journal)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
