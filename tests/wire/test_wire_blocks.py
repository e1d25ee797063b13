"""Blocks come in the order asked, can be cancelled, and never hold less than the changes told before them."""

from __future__ import annotations

import queue
import threading
import zlib
from typing import Any

import numpy as np
import pytest
from wire_fake import A, B, FakeSession, header, stroke

from voxproof._link import Link

WHOLE = [0, 2, 0, 3, 0, 5]


class Wire:
    def __init__(self, session: FakeSession | None = None) -> None:
        self.session = session or FakeSession()
        self.sent: queue.Queue[Any] = queue.Queue()
        self.link = Link(self.session, self.sent.put)

    def fetch(self, request: int, array: str = "segmentation", **fields: Any) -> None:
        content = header("fetch", request=request, array=array, level=0, box=WHOLE, generation=0)
        self.link.receive({**content, **fields})

    def next(self) -> Any:
        return self.sent.get(timeout=10)

    def requests(self, count: int) -> list[int]:
        return [self.next().content["request"] for _ in range(count)]


@pytest.fixture
def wire() -> Any:
    wire = Wire()
    yield wire
    wire.link.close()


def values(message: Any) -> np.ndarray:
    content, data = message.content, message.buffers[0]
    raw = zlib.decompress(data) if content["encoding"] == "deflate" else data
    return np.frombuffer(raw, content["dtype"]).reshape(content["shape"])


def test_a_block_holds_the_box_asked_for(wire: Wire) -> None:
    wire.session.indices[1, 2, 3] = 2
    wire.fetch(1, box=[1, 2, 0, 3, 2, 5])
    message = wire.next()
    assert values(message).tolist() == [[[0, 0, 0], [0, 0, 0], [0, 2, 0]]]
    assert message.content["box"] == [1, 2, 0, 3, 2, 5]


def test_a_level_takes_every_second_voxel(wire: Wire) -> None:
    wire.session.indices[0, 2, 4] = 1
    wire.fetch(1, level=1)
    assert values(wire.next()).tolist() == [[[0, 0, 0], [0, 0, 1]]]


def test_weights_come_as_a_table(wire: Wire) -> None:
    wire.fetch(1, "weights")
    assert values(wire.next()).tolist() == [0, 524287, 1048575]


def test_answers_come_in_the_order_asked(wire: Wire) -> None:
    for request, array in enumerate(["image", "segmentation", "codes", "weights", "image"]):
        wire.fetch(request, array)
    assert wire.requests(5) == [0, 1, 2, 3, 4]


class Held(FakeSession):
    """Image blocks wait until they may go."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.go = threading.Event(), threading.Event()

    def display_block(self, level: int, box: Any) -> np.ndarray:
        self.entered.set()
        self.go.wait(10)
        return super().display_block(level, box)


def test_cancelled_requests_are_not_answered() -> None:
    session = Held()
    wire = Wire(session)
    for request in range(5):
        wire.fetch(request, "image" if request == 0 else "codes")
    assert session.entered.wait(10)
    wire.link.receive(header("cancel", requests=[0, 1, 3]))
    session.go.set()
    assert wire.requests(2) == [2, 4]
    wire.link.close()


def test_cancel_leaves_other_clients_alone() -> None:
    session = Held()
    wire = Wire(session)
    wire.fetch(0, "image")
    wire.fetch(1, "codes", client=B)
    assert session.entered.wait(10)
    wire.link.receive(header("cancel", requests=[0, 1]))
    session.go.set()
    assert wire.next().content["client"] == B
    wire.link.close()


def test_edits_do_not_wait_behind_blocks() -> None:
    session = Held()
    wire = Wire(session)
    wire.fetch(0, "image")
    assert session.entered.wait(10)
    wire.link.receive(*stroke(1))
    assert wire.next().content["type"] == "applied"
    session.go.set()
    assert wire.next().content["type"] == "block"
    wire.link.close()


@pytest.mark.parametrize("edits", [1, 4])
def test_a_block_copied_before_an_edit_is_not_sent_after_it(
    edits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voxproof import _answers

    wire = Wire()
    done = []
    encode = _answers.encode

    def edit_meanwhile(array: np.ndarray) -> Any:
        if len(done) < edits and not wire.session.lock._is_owned():  # type: ignore[attr-defined]
            done.append(True)
            wire.link.receive(*stroke(len(done)))
        return encode(array)

    monkeypatch.setattr(_answers, "encode", edit_meanwhile)
    wire.fetch(1)
    told = []
    while (message := wire.next()).content["type"] == "applied":
        told.append(message.content["revision"])
    assert message.content["revision"] == told[-1]
    assert values(message).sum() == len(told)
    wire.link.close()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"box": [0, 3, 0, 3, 0, 5]}, "bounds"),
        ({"box": [0, 1, 0, 1, 4, 6]}, "bounds"),
        ({"generation": 4}, "generation"),
    ],
)
def test_what_cannot_be_fetched_is_a_problem_of_that_request(wire: Wire, fields: dict, code: str) -> None:
    wire.fetch(7, **fields)
    content = wire.next().content
    assert [content[k] for k in ("type", "client", "request", "code")] == ["problem", A, 7, code]


def test_blocks_above_4_mib_are_refused() -> None:
    wire = Wire(FakeSession((1, 2049, 2048)))
    wire.fetch(1, box=[0, 1, 0, 2049, 0, 2048])
    assert wire.next().content["code"] == "size"
    wire.fetch(2, box=[0, 1, 0, 2048, 0, 2048])
    assert wire.next().content["shape"] == [1, 2048, 2048]
    wire.fetch(3, box=[0, 1, 0, 2049, 0, 2048], level=1)
    assert wire.next().content["shape"] == [1, 1025, 1024]
    wire.link.close()


def test_without_threads_blocks_are_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(_self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    wire = Wire()
    wire.fetch(1)
    assert wire.sent.get_nowait().content["request"] == 1
