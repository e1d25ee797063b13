"""Whatever the socket does, every act is done once and in order, and what a browser has received is the state."""

from __future__ import annotations

import queue
import threading
import zlib
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_fake import FakeSession, header, stroke

from voxproof._link import Link

ACTS = 6


class Page:
    """A client that keeps to the protocol, over a socket that loses and repeats."""

    def __init__(self, fates: list[str]) -> None:
        self.session = FakeSession((1, 1, ACTS))
        self.fates = iter(fates)
        self.acknowledged = 0
        self.expected: int | None = None
        self.link = Link(self.session, self.receive)

    def receive(self, message: Any) -> None:
        content = message.content
        if content["type"] == "applied":
            self.acknowledged = max(self.acknowledged, content["seq"])
        elif content.get("code") == "gap":
            self.expected = content["expected"]
        elif content["type"] == "welcome":
            self.expected = content["seq"] + 1

    def send(self, seq: int) -> None:
        content, buffers = stroke(seq)
        content["edit"]["box"] = [0, 1, 0, 1, 0, ACTS]
        for _ in range({"lost": 0, "twice": 2}.get(next(self.fates, "once"), 1)):
            self.link.receive(content, buffers)

    def send_all(self) -> None:
        for seq in range(1, ACTS + 1):
            self.send(seq)
        while self.acknowledged < ACTS:
            self.expected = None
            self.link.receive(header("hello", version="0.1.0"))
            for seq in range(self.expected or 1, ACTS + 1):
                self.send(seq)


@given(st.lists(st.sampled_from(["once", "lost", "twice"]), max_size=40))
@settings(deadline=None)
def test_every_act_is_done_once_over_a_bad_socket(fates: list[str]) -> None:
    page = Page(fates)
    page.send_all()
    assert page.session.revision == ACTS
    assert page.session.indices.reshape(-1).tolist() == [1] * ACTS


@given(st.permutations(range(1, ACTS + 1)))
@settings(deadline=None)
def test_acts_out_of_order_are_done_in_order(order: list[int]) -> None:
    page = Page([])
    for seq in order:
        page.send(seq)
    done = page.session.revision
    assert page.session.indices.reshape(-1).tolist() == [1] * done + [0] * (ACTS - done)
    page.send_all()
    assert page.session.revision == ACTS


def test_blocks_and_edits_from_two_threads_arrive_as_one_history() -> None:
    edits = 150
    session = FakeSession((1, 1, edits))
    sent: queue.Queue[Any] = queue.Queue()
    link = Link(session, sent.put)
    box = [0, 1, 0, 1, 0, edits]

    def paint() -> None:
        for seq in range(1, edits + 1):
            content, buffers = stroke(seq)
            content["edit"]["box"] = box
            link.receive(content, buffers)

    painter = threading.Thread(target=paint)
    painter.start()
    for request in range(edits):
        fields = {"array": "segmentation", "level": 0, "box": box, "generation": 0}
        link.receive(header("fetch", request=request, **fields))
    painter.join()
    told = 0
    for _ in range(2 * edits):
        message = sent.get(timeout=10)
        if message.content["type"] == "applied":
            told += 1
        else:
            data = message.buffers[0]
            raw = zlib.decompress(data) if message.content["encoding"] == "deflate" else data
            assert np.frombuffer(raw, np.uint8).sum() == told == message.content["revision"]
    link.close()
