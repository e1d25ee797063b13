"""A small session without journal or ranking, and the golden messages."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

import numpy as np

from voxproof import _box
from voxproof._events import Applied, EditSummary, Judged, LabelsAdded, Ranked, Refused, Selected, Verdict
from voxproof._rows import Missing

GOLDEN = Path(__file__).parents[1] / "fixtures" / "protocol"
A, B = "client-a", "client-b"


class Case(NamedTuple):
    name: str
    content: dict[str, Any]
    buffers: list[bytes]
    values: list[int] | None


def golden(kind: str) -> list[Case]:
    document = json.loads((GOLDEN / f"{kind}.json").read_text(encoding="utf-8"))
    assert document["type"] == kind
    return [
        Case(
            case["name"],
            case["content"],
            [base64.b64decode(b) for b in case["buffers"]],
            case.get("values"),
        )
        for case in document["cases"]
    ]


class Table:
    def __init__(self, ids: list[int]) -> None:
        self.ids = ids
        self.index_dtype = np.dtype("uint8")


class Codes(NamedTuple):
    codes: np.ndarray
    weights: np.ndarray


class Proposed(NamedTuple):
    tool: str
    sizes: tuple[int, ...]


class FakeSession:
    """Keeps label indices of shape (2, 3, 5) and does with them what a session does, less the durability."""

    def __init__(self, shape: tuple[int, int, int] = (2, 3, 5)) -> None:
        self.lock = RLock()
        self.id = "5e551000-0000-4000-8000-000000000001"
        self.shape = shape
        self.generation = self.revision = 0
        self.proposals: dict[str, Any] = {}
        self.sizes: tuple[int, ...] = ()
        self.indices = np.zeros(shape, np.uint8)
        self.codes = Codes(np.zeros(shape, np.uint8), np.array([0, 524287, 1048575], np.uint32))
        self.labels = Table([0, 7, -2])
        self.verdicts: dict[str, Verdict] = {}
        self.standing: dict[str, int] = {}
        self.reopened: dict[str, str] = {}
        self.inherited: dict[str, Verdict] = {}
        self.ranking: dict[str, Any] = {}
        self.areas: dict[str, np.ndarray] = {}
        self.before: Any = None
        self.selected: str | None = None
        self.undo_text: str | None = None
        self.redo_text: str | None = None
        self.journal_state = {"path": None, "state": "memory", "message": "a test"}
        self.missing: Missing | None = None
        self.closed: str | None = None
        self.listeners: list[Any] = []
        self.done: dict[str, Applied] = {}
        self.acts: list[Any] = []
        self.fail: Exception | None = None

    def subscribe(self, callback: Any) -> Any:
        self.listeners.append(callback)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self.listeners.remove(callback)

        return unsubscribe

    def emit(self, event: Any) -> Any:
        for listener in list(self.listeners):
            listener(event)
        return event

    def warm_up(self) -> None:
        pass

    def description(self) -> dict[str, Any]:
        return {
            "shape": list(self.shape),
            "generation": self.generation,
            "revision": self.revision,
            "ranking": self.ranking,
        }

    def area(self, region: str) -> np.ndarray | None:
        return self.areas.get(region)

    def acts_after(self, seq: int, most: int) -> list[Any]:
        return [act for act in self.acts if act.seq > seq][:most]

    def rank(self, *, origin: Any = None, **changes: Any) -> Ranked:
        with self.lock:
            self.ranking = changes
            return self.emit(Ranked(origin, changes))

    def display_block(self, level: int, box: Any) -> np.ndarray:
        step = 2**level
        return np.ascontiguousarray(self._view(np.full(self.shape, 9, np.uint8), box)[::step, ::step, ::step])

    def index_block(self, level: int, box: Any) -> np.ndarray:
        step = 2**level
        return self._view(self.indices, box)[::step, ::step, ::step].copy()

    def code_block(self, box: Any) -> np.ndarray:
        return self._view(self.codes.codes, box).copy()

    def apply(self, edit: Any, *, labels: Any = None, origin: Any = None) -> Applied:
        with self.lock:
            if self.fail is not None:
                raise self.fail
            if edit.id in self.done:
                return self.done[edit.id]
            if not _box.inside(edit.box, self.shape):
                raise Refused("bounds", "The box leaves the volume.", None)
            block = self._view(self.indices, edit.box).copy().reshape(-1)
            for offset, length, before, after in edit.runs.tolist():
                if (block[offset : offset + length] != before).any():
                    raise Refused("conflict", "The segmentation has changed under this edit.", edit.box)
                block[offset : offset + length] = after
            view = self._view(self.indices, edit.box)
            view[...] = block.reshape(view.shape)
            self.revision += 1
            summary = EditSummary(edit.id, edit.tool, edit.region, edit.voxels)
            cause = "call" if origin is None else "edit"
            event = Applied(
                origin, self.revision, edit.box, cause, summary, edit.runs, {}, "brush", self.redo_text
            )
            self.done[edit.id] = event
            return self.emit(event)

    def judge(
        self, region: str, verdict: Any, note: str = "", *, act_id: str | None = None, origin: Any = None
    ) -> Judged:
        with self.lock:
            if region == "none":
                raise KeyError("region: found 'none', expected an id.")
            time = "2026-11-25T19:20:00.123Z"
            self.verdicts[region] = Verdict(verdict, note, time)
            cause = "call" if origin is None else "verdict"
            return self.emit(Judged(origin, region, verdict, note, time, cause, "verdict", None))

    def undo(self, *, act_id: str | None = None, of: str | None = None, origin: Any = None) -> Applied:
        raise Refused("nothing", "There is nothing to undo.")

    redo = undo

    def propose(self, tool: str, **arguments: Any) -> Proposed:
        if tool not in self.proposals:
            raise ValueError(f"tool: found {tool!r}, expected another one.")
        self.asked = arguments
        return Proposed(tool, self.sizes)

    def record_of(self, preview: Proposed) -> Any:
        return self.proposals[preview.tool]

    def add_label(self, label: int, *, origin: Any = None) -> LabelsAdded:
        with self.lock:
            if label in self.labels.ids:
                return LabelsAdded(origin, self.labels.ids.index(label), (label,))
            self.labels.ids.append(label)
            return self.emit(LabelsAdded(origin, len(self.labels.ids) - 1, (label,)))

    def select(self, region: str | None, *, origin: Any = None) -> None:
        with self.lock:
            self.selected = region
            self.emit(Selected(origin, region))

    @staticmethod
    def _view(array: np.ndarray, box: Any) -> np.ndarray:
        z0, z1, y0, y1, x0, x1 = box
        return array[z0:z1, y0:y1, x0:x1]


def header(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "v": 1, "client": A, **fields}


def stroke(seq: int, *, client: str = A, id: str | None = None, **fields: Any) -> tuple[dict[str, Any], list]:
    """An edit that turns one voxel of row z = 0, y = 0 at x = seq - 1 into label index 1."""
    edit = {
        "id": id or f"{client}-{seq}",
        "tool": "brush",
        "region": None,
        "box": [0, 1, 0, 1, 0, 5],
        "voxels": 1,
        "time": 1766745600123,
    }
    content = header("edit", seq=seq, part=0, parts=1, generation=0, edit=edit)
    return {**content, "client": client, **fields}, [np.array([[seq - 1, 1, 0, 1]], "<u4").tobytes()]
