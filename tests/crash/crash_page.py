"""The page's part of the protocol (docs/protocol.md): acts are numbered, kept until they are answered, and sent again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from crash_oracle import Act, Oracle

_ANSWERS = ("applied", "judged", "labels", "refused")


class Gone(Exception):
    """The kernel, or the way to it, is there no more."""


class Refusal(Exception):
    """A session that could not be opened: the error's type and its message."""


class Wire(Protocol):
    """The way to a kernel. `say` and `hear` raise `Gone`; `hear` gives None when nothing has come for `seconds`."""

    def say(self, content: dict[str, Any], buffers: list[bytes]) -> None: ...

    def hear(self, seconds: float) -> dict[str, Any] | None: ...


class Page:
    """One page: what it has sent, what is answered, and what the answers must have been.

    Parameters
    ----------
    name : str
        By which the kernel knows it.
    original : (Z, Y, X) array
        What the curation begins with.
    """

    def __init__(self, name: str, original: np.ndarray) -> None:
        self.name = name
        self.confirmed = Oracle(original)
        self.pending: list[tuple[int, Act]] = []
        self.kept: list[tuple[Act, int]] = []
        self.labels: list[int] = [0]
        self.sent = self.answered = self.refused = self.without_room = 0
        self.session: str | None = None
        self.may_lack_room = False
        self._next_seq = 1
        self._gap: int | None = None

    # -- what is said -------------------------------------------------------------------------------------------------------------

    def seen(self) -> Oracle:
        """What the reviewer sees: all that was done, whether it is answered or not."""
        return self.confirmed.after(act for _, act in self.pending)

    def add(self, act: Act) -> None:
        """Number an act; it waits until it is sent and answered."""
        self.pending.append((self._next_seq, act))
        self._next_seq += 1
        self.sent += 1

    def send(self, wire: Wire, first: int = 0) -> None:
        """Send what has no answer, from a number on."""
        for seq, act in self.pending:
            if seq >= first:
                for content, buffers in self._parcels(seq, act):
                    wire.say(content, buffers)

    def send_last(self, wire: Wire, parts: int | None = None) -> None:
        """Send the act that was added last; only some of its parts where `parts` says so."""
        seq, act = self.pending[-1]
        for content, buffers in self._parcels(seq, act)[:parts]:
            wire.say(content, buffers)

    def ask(self, wire: Wire, kind: str, answer: str, **fields: Any) -> dict[str, Any]:
        """Ask, and hear the answer; what comes before it is taken in as always."""
        wire.say(self._header(kind, **fields), [])
        while True:
            content = wire.hear(30)
            assert content is not None, f"no answer to {kind}"
            if content["type"] == answer and content.get("client") == self.name:
                return content
            self.take(wire, content)

    # -- what is heard ------------------------------------------------------------------------------------------------------------

    def settle(self, wire: Wire) -> None:
        """Hear until nothing waits for an answer."""
        while self.pending:
            self.hear(wire)

    def hear(self, wire: Wire) -> None:
        """Hear the next message, which must come."""
        content = wire.hear(30)
        assert content is not None, f"nothing was said, {len(self.pending)} acts have no answer"
        self.take(wire, content)

    def take(self, wire: Wire, content: dict[str, Any]) -> None:
        """Take a message in; an answer must be the one that the oracle gives."""
        kind = content["type"]
        if kind == "labels":
            self.labels[content["from"] :] = [int(label) for label in content["ids"]]
        is_mine = content.get("client") == self.name and content.get("seq") is not None
        if kind in _ANSWERS and is_mine:
            self._answer(content)
        if kind == "problem":
            if content["code"] == "closed":
                raise Gone
            assert content["code"] == "gap", content
            if content["expected"] != self._gap:
                self._gap = content["expected"]
                self.send(wire, self._gap)

    def _answer(self, content: dict[str, Any]) -> None:
        if not self.pending or content["seq"] < self.pending[0][0]:
            return  # a repeat of what was answered before
        self._gap = None
        seq, act = self.pending.pop(0)
        assert content["seq"] == seq, f"act {seq} was left out: {content}"
        self.answered += 1
        found = content["code"] if content["type"] == "refused" else "done"
        if found == "journal":
            assert self.may_lack_room, content
            self.without_room += 1
            return
        expected = self.confirmed.do(act)
        assert found == expected, f"{act}: found {content}, expected {expected}"
        self.refused += found != "done"
        if found == "done":
            self.kept.append((act, self.confirmed.revision))
        if content["type"] == "applied":
            assert content["revision"] == self.confirmed.revision, content

    # -- after a restart ----------------------------------------------------------------------------------------------------------

    def hello(self, wire: Wire) -> dict[str, Any]:
        """Say hello; what the kernel says of itself."""
        welcome = self.ask(wire, "hello", "welcome", version="0.1.0")
        self.labels = [int(label) for label in welcome["volume"]["segmentation"]["labels"]]
        return welcome

    def begin_anew(self, original: np.ndarray) -> None:
        """The journal cannot be read, and nothing of it is there any more."""
        self.confirmed = Oracle(original)
        self.pending, self.kept = [], []

    def go_on(self, wire: Wire) -> None:
        """After a lost connection: the same session is sent what has no answer, under the same numbers."""
        welcome = self.hello(wire)
        assert welcome["session"] == self.session
        self.send(wire)

    def carry_over(self, wire: Wire, welcome: dict[str, Any]) -> list[Act]:
        """After a restart: what must be said to the new session, numbered anew, is sent; the acts that are left out.

        These are the acts without an answer, and before them those that a damaged journal has lost.
        """
        self.session = welcome["session"]
        missing = welcome["missing"]
        whole = [
            each for each in self.kept if missing is None or not _may_be_lost(*each, missing["revision"])
        ]
        lost = [act for act, _ in self.kept[len(whole) :]]
        self.kept = whole
        before = [act for act, _ in whole]
        carried, left_out = carried_over(before, [*lost, *(act for _, act in self.pending)])
        self._next_seq = welcome["seq"] + 1
        self.pending = []
        for act in carried:
            self.pending.append((self._next_seq, act))
            self._next_seq += 1
        self.send(wire)
        return left_out

    # -- messages -----------------------------------------------------------------------------------------------------------------

    def _header(self, kind: str, **fields: Any) -> dict[str, Any]:
        return {"type": kind, "v": 1, "client": self.name, **fields}

    def _parcels(self, seq: int, act: Act) -> list[tuple[dict[str, Any], list[bytes]]]:
        if act.kind == "edit":
            return self._edit_parcels(seq, act)
        about: dict[str, dict[str, Any]] = {
            "undo": {"id": act.id, "of": act.target},
            "redo": {"id": act.id, "of": act.target},
            "verdict": {"id": act.id, "region": act.region, "verdict": act.verdict, "note": act.note},
            "revert": {"id": act.id, "edit": act.target, "region": act.region},
            "label": {"id": str(act.label)},
        }
        return [(self._header(act.kind, seq=seq, **about[act.kind]), [])]

    def _edit_parcels(self, seq: int, act: Act) -> list[tuple[dict[str, Any], list[bytes]]]:
        """One message, or one for each row of voxels where that many make two or three."""
        box, rows = self._runs(act)
        parts = np.array_split(rows, min(len(rows), 1 + int(act.id[-1], 16) % 3))
        edit = {
            "id": act.id,
            "tool": "brush",
            "region": act.region,
            "box": box,
            "voxels": int(rows[:, 1].sum()),
            "time": 1766745600123,
        }
        return [
            (
                self._header("edit", seq=seq, generation=0, edit=edit, part=number, parts=len(parts)),
                [part.tobytes()],
            )
            for number, part in enumerate(parts)
        ]

    def _runs(self, act: Act) -> tuple[list[int], np.ndarray]:
        """Box and runs of an edit, with the label indices of today's table."""
        places = np.array([[z, y, x, x + length] for z, y, x, length, _, _ in act.rows])
        (z0, y0, x0, _), (z1, y1, _, x1) = places.min(axis=0), places.max(axis=0) + 1
        x1 -= 1
        added = [act.label for _, act in self.pending if act.kind == "label" and act.label not in self.labels]
        index = {label: number for number, label in enumerate([*self.labels, *added])}
        height, width = y1 - y0, x1 - x0
        rows = [
            [((z - z0) * height + y - y0) * width + x - x0, length, index[before], index[after]]
            for z, y, x, length, before, after in act.rows
        ]
        return [int(edge) for edge in (z0, z1, y0, y1, x0, x1)], np.array(rows, "<u4")


def _may_be_lost(act: Act, revision: int, whole: int) -> bool:
    """Whether an act that was answered at a revision may be missing in a journal that is whole up to another one."""
    return revision > whole if act.kind in ("edit", "revert") else revision >= whole


def carried_over(before: list[Act], acts: list[Act]) -> tuple[list[Act], list[Act]]:
    """What a page says to another session, and what it leaves out: steps about something that it does not know.

    `before` are acts that the session has; undo and redo say which act they are about.
    """
    done: list[str] = []
    undone: list[str] = []
    carried, left_out = [], []
    for number, act in enumerate([*before, *acts], -len(before)):
        if act.kind in ("undo", "redo"):
            source, target = (done, undone) if act.kind == "undo" else (undone, done)
            if source:
                target.append(source.pop())
                act = replace(act, target=target[-1])
        elif act.kind != "label":
            done.append(act.id)
            undone.clear()
        if number >= 0:
            is_loose = act.kind in ("undo", "redo") and act.target is None
            (left_out if is_loose else carried).append(act)
    return carried, left_out
