"""What a session tells of its acts: the events, made from what the store holds after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from voxproof import _box
from voxproof._edits import EditRecord, is_repeat, iso_time, now_ms
from voxproof._events import Applied, EditSummary, Judged, LabelsAdded, Ranked, Refused
from voxproof._history import EditEntry, VerdictEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voxproof._announcer import Announcer
    from voxproof._box import Box
    from voxproof._events import EditCause, VerdictCause
    from voxproof._history import Entry
    from voxproof._journal import Act
    from voxproof._labels import LabelTable
    from voxproof._runs import Change
    from voxproof._store import Done, Store

_MOST_RUN_BYTES = 64 * 1024


class Teller:
    """Makes events and emits them. Not locked: its owner is.

    Parameters
    ----------
    store : Store
        Read only.
    announcer : Announcer
    """

    def __init__(self, store: Store, announcer: Announcer) -> None:
        self._store = store
        self._announcer = announcer

    def edit(self, done: Done, cause: EditCause, origin: Any) -> Applied:
        """A new edit, after the labels that are new with it."""
        self.labels(done.start, done.labels)
        runs = None if cause == "code" else self._wire(done.change)
        return self._applied(done.change.box, _summary(done.entry), runs, cause, origin)

    def revert(self, done: Done, origin: Any) -> Applied:
        """A revert: who asked has not made it yet, so it goes out with its runs."""
        runs = self._wire(done.change)
        return self._applied(done.change.box, _summary(done.entry), runs, "revert", origin, done.entry.kept)

    def step(self, entry: EditEntry, change: Change, cause: EditCause, origin: Any) -> Applied:
        """An edit that was undone or done again."""
        return self._applied(change.box, _summary(entry), self._wire(change), cause, origin)

    def repeat(self, act: Act, edit: EditRecord, labels: LabelTable, origin: Any) -> Applied:
        """The answer to an edit that comes again, and to nothing else that bears its id; nothing is emitted."""
        is_there = act.kind == "edit" and act.box == tuple(edit.box)
        if not is_there or not is_repeat(edit.runs, self._store.runs_of(act), labels):
            raise Refused(
                "conflict",
                f"edit: found another one under the id {act.id!r}, which is applied already, expected the same once more, or an id of its "
                "own. Draw it again where it is still needed.",
                edit.box if _box.inside(edit.box, self._store.shape) else None,
            )
        return self._there(act, "edit", origin)

    def repeated_verdict(self, act: Act, origin: Any) -> Judged:
        """The answer to a verdict that comes again: what is said of its region now; nothing is emitted."""
        _check_kind(act, "verdict")
        return self._judged(act.region or "", "verdict", origin)

    def repeated_revert(self, act: Act, origin: Any) -> Applied:
        """The answer to a revert that comes again; nothing is emitted."""
        _check_kind(act, "revert")
        return self._there(act, "revert", origin)

    def repeated_step(self, act: Act, kind: Literal["undo", "redo"], origin: Any) -> Applied | Judged:
        """The answer to an undo or redo that comes again: the present state of what it was about; nothing is emitted."""
        _check_kind(act, kind)
        subject = self._store.subject_of(act)
        if subject.kind == "verdict":
            return self._judged(subject.region or "", kind, origin)
        return self._there(subject, kind, origin)

    def verdict(self, region: str, cause: VerdictCause, origin: Any) -> Judged:
        """What is said of a region now."""
        judged = self._judged(region, cause, origin)
        self._announcer.emit(judged)
        return judged

    def _judged(self, region: str, cause: VerdictCause, origin: Any) -> Judged:
        history = self._store.history
        said, verdict = history.said(region), history.verdict(region)
        texts = self.text(history.done), self.text(history.undone)
        if verdict is None:
            time = iso_time(now_ms() if said is None else said.time)
            return Judged(origin, region, "open", "", time, cause, *texts, is_said=said is not None)
        return Judged(origin, region, verdict.verdict, verdict.note, verdict.time, cause, *texts)

    def turned_verdict(self, region: str | None, before: str | None, cause: VerdictCause) -> None:
        """A region that was said to be done is fixed while its edits stand: tell when they begin or cease to."""
        if region is not None and before != self.verdict_name(region):
            self.verdict(region, cause, None)

    def labels(self, start: int, labels: tuple[int, ...], origin: Any = None) -> LabelsAdded:
        """Labels that are in the table now; none are not told."""
        added = LabelsAdded(origin, start, labels)
        if labels:
            self._announcer.emit(added)
        return added

    def ranked(self, origin: Any) -> Ranked:
        """How the list is made now."""
        ranked = Ranked(origin, self._store.listing.row())
        self._announcer.emit(ranked)
        return ranked

    def verdict_name(self, region: str | None) -> str | None:
        """What a region is settled as; None for an open one, and for no region."""
        verdict = None if region is None else self._store.history.verdict(region)
        return None if verdict is None else verdict.verdict

    def text(self, stack: Sequence[Entry]) -> str | None:
        """The last entry in words, such as "brush, region 3"."""
        if not stack:
            return None
        entry = stack[-1]
        number = None if entry.region is None else self._store.listing.region_number(entry.region)
        if isinstance(entry, VerdictEntry):
            return "verdict" if number is None else f"verdict on region {number}"
        return entry.tool if number is None else f"{entry.tool}, region {number}"

    def _applied(self, *what: Any) -> Applied:
        applied = self._made(*what)
        self._announcer.emit(applied)
        return applied

    def _there(self, act: Act, cause: EditCause, origin: Any) -> Applied:
        """What an act that was done before is answered with."""
        summary = EditSummary(act.id or "", act.tool or "", act.region, act.voxels or 0)
        kept = int(act.note or 0) if act.kind == "revert" else 0
        return self._made(act.box or _box.whole(self._store.shape), summary, None, cause, origin, kept)

    def _made(
        self,
        box: Box,
        edit: EditSummary,
        runs: NDArray[np.uint32] | None,
        cause: EditCause,
        origin: Any,
        kept: int = 0,
    ) -> Applied:
        history, region = self._store.history, edit.region
        standing = {} if region is None else {region: history.standing_of(region)}
        texts = self.text(history.done), self.text(history.undone)
        return Applied(origin, self._store.revision, box, cause, edit, runs, standing, *texts, kept)

    def _wire(self, change: Change) -> NDArray[np.uint32] | None:
        small = len(change.runs) * 16 <= _MOST_RUN_BYTES
        return change.runs.to_wire(self._store.labels) if small else None


def _check_kind(act: Act, kind: str) -> None:
    if act.kind != kind:
        raise Refused(
            "conflict",
            f"{kind}: found an act of kind {act.kind!r} under the id {act.id!r}, expected the same once more, or an id of its own. "
            "Do it again where it is still needed.",
        )


def _summary(entry: EditEntry) -> EditSummary:
    return EditSummary(entry.id, entry.tool, entry.region, entry.voxels)
