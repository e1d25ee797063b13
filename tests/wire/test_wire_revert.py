"""A page reverts and reads the history of a real session."""

from __future__ import annotations

from typing import Any

import numpy as np

from voxproof import _answers
from voxproof._link import Link
from voxproof._session import Session

BOX = [0, 1, 0, 1, 0, 3]


class Page:
    """One client of a session."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        doubt = np.zeros((2, 3, 5), np.float32)
        doubt[1, 1, 1:4] = 0.5
        self.array = np.zeros((2, 3, 5), np.uint8)
        self.array[1, 2, 4] = 1
        self.session = Session(doubt, self.array, doubt, journal="memory")
        self.link = Link(self.session, self.heard.append)

    def say(self, kind: str, *buffers: bytes, **fields: Any) -> Any:
        self.link.receive({"type": kind, "v": 1, "client": "page", **fields}, buffers)
        return self.heard[-1].content

    def paint(self, seq: int, before: int, name: str) -> None:
        edit = {"id": name, "tool": "brush", "region": None, "box": BOX, "voxels": 1, "time": seq}
        runs = np.array([[seq - 1, 1, before, 1]], "<u4").tobytes()
        answer = self.say("edit", runs, seq=seq, generation=0, edit=edit, part=0, parts=1)
        assert answer["type"] == "applied"


def test_a_page_reverts_an_edit_and_is_told_its_voxels() -> None:
    page = Page()
    page.paint(1, 0, "one")
    page.paint(2, 0, "two")
    answer = page.say("revert", seq=3, edit="one", region=None)
    assert (answer["type"], answer["cause"], answer["kept"], answer["seq"]) == ("applied", "revert", 0, 3)
    assert np.frombuffer(page.heard[-1].buffers[0], "<u4").tolist() == [0, 1, 1, 0]
    assert page.array[0, 0].tolist() == [0, 1, 0, 0, 0]
    assert page.say("revert", seq=3, edit="one", region=None) == answer


def test_what_does_not_stand_is_refused_and_the_number_is_spent() -> None:
    page = Page()
    page.paint(1, 0, "one")
    page.say("revert", seq=2, edit="one", region=None)
    answer = page.say("revert", seq=3, edit="one", region=None)
    assert (answer["type"], answer["code"]) == ("refused", "nothing")
    assert page.say("revert", seq=4, edit="none", region=None)["type"] == "refused"
    assert page.say("undo", seq=5)["cause"] == "undo"


def test_the_history_comes_in_pages(monkeypatch: Any) -> None:
    monkeypatch.setattr(_answers, "MOST_ACTS", 2)
    page = Page()
    page.paint(1, 0, "one")
    page.paint(2, 0, "two")
    page.say("revert", seq=3, edit="one", region=None)
    first = page.say("history", request=7, after=0)
    assert [act["kind"] for act in first["acts"]] == ["edit", "edit"]
    assert (first["type"], first["request"], first["more"]) == ("acts", 7, True)
    rest = page.say("history", request=8, after=first["acts"][-1]["seq"])
    (revert,) = rest["acts"]
    assert (revert["kind"], revert["target"], revert["kept"], revert["voxels"]) == ("revert", 1, 0, 1)
    assert rest["more"] is False
