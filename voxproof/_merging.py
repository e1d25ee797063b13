"""Two reviewers' journals over one original, made into one: what both did, and a list of where they disagree."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._checks import check_choice
from voxproof._conflicts import Conflicts
from voxproof._edits import new_id, now_ms
from voxproof._history import EditEntry, History
from voxproof._journal import Act, Journal, JournalError
from voxproof._matching import JournalMismatch, readable, step_change
from voxproof._net import Net, net_of
from voxproof._replay import check_path, opened_to_read
from voxproof._runs import Change, collect, flat_positions, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof._history import Said

TOOL = "merged"
"""Of the edit that brings in what no single edit of the second journal says: what it undid of the acts that both had."""


@dataclass(frozen=True, eq=False)
class Merged:
    """A merged journal.

    Attributes
    ----------
    path : Path
        Its file.
    edits, verdicts : int
        How many of the second journal's are in it.
    conflicts : DataFrame
        One row per disagreement. ``kind``: "voxels" (both changed them, to different labels), "verdict" (both judged the region, and not
        alike; or one said correct and the other edited it), "note" (the same verdict, other words). ``region``; ``first`` and
        ``second``: label, verdict or note; ``kept``: "first", "second", or "both" where an edit and a verdict stand beside each
        other; ``voxels`` and half-open box ``z0`` … ``x1``; ``first_edit``, ``second_edit``: ids of the edits that wrote the voxels last.
    mask : (Z, Y, X) bool
        The voxels in conflict; pass it as ``uncertainty`` to review them.
    """

    path: Path
    edits: int
    verdicts: int
    conflicts: pd.DataFrame
    mask: NDArray[np.bool_]


def merge_journals(
    first: str | PathLike[str],
    second: str | PathLike[str],
    path: str | PathLike[str],
    *,
    prefer: Literal["first", "second"] = "first",
) -> Merged:
    """Make one journal of two over the same original, with both reviewers' edits and verdicts.

    Parameters
    ----------
    first, second : path
        Journals that began with the same segmentation, map and image. They may have acts in common, as when the second began as a copy
        of the first. In a later generation they must have all earlier ones in common. Both are only read.
    path : path
        Where the merged journal is to be; nothing may lie there. Pass it as ``journal=`` to a curator of the original.
    prefer : {"first", "second"}
        Whose label or verdict holds where both said different things. All such places are listed, none is guessed.

    Returns
    -------
    Merged
        ``.conflicts`` is the list, ``.mask`` the voxels in conflict.

    Raises
    ------
    JournalMismatch
        When they are not over one original, or parted in an earlier generation.
    JournalError, FileNotFoundError
        When one is damaged or not there.
    FileExistsError
        When something lies at `path`.

    Notes
    -----
    Voxel by voxel, against the last state that both had: what one changed is taken, what both changed alike is taken once, what both
    changed to different labels is a conflict. The merged journal is the first one, followed by the second one's edits that stand (with
    their ids, tools, regions and times; without voxels that lost, or held their label already), then by its verdicts. What the second one
    undid is left out.

    Examples
    --------
    >>> merged = vp.merge_journals("anna.sqlite", "ben.sqlite", "both.sqlite")       # doctest: +SKIP
    >>> merged.conflicts                                                             # doctest: +SKIP
    """
    check_choice("prefer", prefer, ("first", "second"))
    target = check_path("path", path).expanduser()
    with opened_to_read(first) as one, opened_to_read(second) as other:
        _check_pair(one, other)
        with readable(one):
            common = _common_acts(one, other)
            a = _Side(one, common)
        with readable(other):
            b = _Side(other, common)
            merge = _Merge(a, b, prefer)
            merge.edits()
            merge.labels()
            merge.verdicts()
        merge.journal.write_to(target)
    merge.journal.close()
    mask = np.zeros(a.shape, np.bool_)
    mask.reshape(-1)[merge.conflicts.flat] = True
    return Merged(target, merge.edit_count, merge.verdict_count, merge.conflicts.table(), mask)


class _Side:
    """One of the two: its last generation, and what it did in it that the other does not have."""

    def __init__(self, journal: Journal, common: int) -> None:
        meta = journal.meta()
        z, y, x = json.loads(meta["shape"])
        self.journal = journal
        self.common = common
        self.shape: Shape = (z, y, x)
        self.dtype = np.dtype(meta["dtype"])
        self.generation = journal.generations()[-1]
        number = self.generation.number
        acts, settled = journal.acts(number), journal.settled(number)
        self.before = History.of_acts([act for act in acts if act.seq <= common], settled)
        self.history = History.of_acts(acts, settled)
        self.labels = [act.note for act in journal.acts() if act.kind == "label"]
        self.net = net_of(self._changes(), self.shape, self.dtype)

    def own_edits(self) -> list[EditEntry]:
        """Its edits that stand and the other does not have, oldest first."""
        return [entry for entry in self.history.standing_edits() if entry.seq > self.common]

    def edit_ids(self) -> dict[int, str]:
        """Ids of edits by their number."""
        return {entry.seq: entry.id for entry in self.history.edits}

    def change(self, entry: EditEntry) -> Change:
        """What an edit writes."""
        return step_change(self.journal, entry, "after", self.dtype)

    def decision(self, region: str) -> str | None:
        """What it decided on a region beyond what both had: a verdict, "edited", or nothing."""
        if self.words(self.history, region) != self.words(self.before, region):
            return self.words(self.history, region)[0]
        return "edited" if any(entry.region == region for entry in self.own_edits()) else None

    def words(self, history: History, region: str) -> tuple[str, str]:
        """Verdict ("open" without one) and note."""
        verdict = history.verdict(region)
        return ("open", "") if verdict is None else (verdict.verdict, verdict.note)

    def rows(self, region: str) -> tuple[Said, bytes]:
        """What was said of a region last, or before it was undone, with the region's packed voxels."""
        said = self.history.said(region) or self.before.said(region)
        assert said is not None
        if said.seq:
            return said, self.journal.runs(said.seq)
        return said, next(area.rows for area in self.history.areas if area.region == region)

    def _changes(self) -> Iterator[tuple[int, Change]]:
        for entry, side in self.history.steps[len(self.before.steps) :]:
            yield entry.seq, step_change(self.journal, entry, side, self.dtype)


class _Merge:
    """The journal that is made, in memory: the first one, to which the second one's acts are added."""

    def __init__(self, first: _Side, second: _Side, prefer: str) -> None:
        self._first, self._second, self._prefer = first, second, prefer
        self.edit_count = self.verdict_count = 0
        self.journal = _copy(first.journal)
        self._history = History.of_acts(
            self.journal.acts(first.generation.number), self.journal.settled(first.generation.number)
        )
        self.conflicts = Conflicts(first.shape, prefer)

    def edits(self) -> None:
        """Add what the second one changed, edit by edit."""
        net = self._second.net
        place, is_shared = self._first.net.find(net.flat)
        self._now = net.before.copy()
        self._now[is_shared] = self._first.net.after[place[is_shared]]
        if (self._first.net.before[place[is_shared]] != net.before[is_shared]).any():
            raise JournalError("the edits of the two journals do not begin with the same labels")
        both = np.zeros(net.flat.size, np.bool_)
        both[is_shared] = self._first.net.is_changed[place[is_shared]]
        clash = both & net.is_changed & (self._now != net.after)
        self._list(net, clash, place)
        self._is_taken = net.is_changed & ~(clash & (self._prefer == "first"))
        for entry in self._second.own_edits():
            self._add_edit(entry, self._second.change(entry))
        self._add_rest(net)

    def labels(self) -> None:
        """Add the labels that only the second one added."""
        for label in dict.fromkeys(self._second.labels):
            if label not in self._first.labels:
                self._commit(Act("label", now_ms(), note=label))

    def verdicts(self) -> None:
        """Add what only the second one said, list what both said otherwise, and leave no verdict to follow the other one's edits."""
        said = {**self._second.before.all_said(), **self._second.history.all_said()}
        wanted: dict[str, tuple[str, str]] = {}
        for region in sorted(said, key=lambda region: said[region].seq):
            if self._decide(region):
                wanted[region] = self._second.words(self._second.history, region)
                self._say(region, self._second, wanted[region])
                self.verdict_count += 1
        for region in self._first.history.all_said():
            words = wanted.get(region, self._first.words(self._first.history, region))
            if region not in wanted and self._second.decision(region) == "edited":
                self._compare(region)
            if self._words(region) != words:
                self._say(region, self._first, words)

    def _decide(self, region: str) -> bool:
        """Whether the second one's verdict goes in."""
        first, second = self._first.decision(region), self._second.decision(region)
        if second in (None, "edited"):
            return False
        if first in (None, "edited"):
            self._compare(region)
            return True
        one, other = (side.words(side.history, region)[1] for side in (self._first, self._second))
        if first == second and other in (one, ""):
            return False
        if first != second:
            self.conflicts.add_words("verdict", region, str(first), str(second), self._said_box(region))
        elif one:
            self.conflicts.add_words("note", region, one, other, self._said_box(region))
        else:
            return True
        return self._prefer == "second"

    def _compare(self, region: str) -> None:
        """List a region that one judged correct and the other edited."""
        one, other = str(self._first.decision(region)), str(self._second.decision(region))
        if {one, other} == {"correct", "edited"}:
            self.conflicts.add_words("verdict", region, one, other, self._said_box(region), kept="both")

    def _said_box(self, region: str) -> Any:
        said = self._second.history.said(region) or self._first.history.said(region)
        return None if said is None else said.box

    def _words(self, region: str) -> tuple[str, str]:
        return self._first.words(self._history, region)

    def _say(self, region: str, side: _Side, words: tuple[str, str]) -> None:
        """Put a verdict in: as it was said where that still means the same, else by its name."""
        said, rows = side.rows(region)
        verdict = words[0]
        if said.said == "done" and verdict == ("fixed" if self._history.standing_of(region) else "correct"):
            verdict = "done"
        about = Act(
            "verdict", said.time, region=region, box=said.box, verdict=verdict, note=words[1], runs=rows
        )
        self._commit(about)

    def _list(self, net: Net, clash: NDArray[np.bool_], place: NDArray[np.int64]) -> None:
        where = np.flatnonzero(clash)
        first, second = self._first.edit_ids(), self._second.edit_ids()
        regions = {
            entry.id: entry.region for side in (self._first, self._second) for entry in side.history.edits
        }
        theirs = self._first.net.number[place[where]]
        self.conflicts.add_voxels(
            net.flat[where],
            self._now[where],
            net.after[where],
            theirs,
            net.number[where],
            first,
            second,
            regions,
        )

    def _add_edit(self, entry: EditEntry, change: Change) -> None:
        flat = flat_positions(change, self._first.shape)
        after = np.repeat(change.runs.after, change.runs.length)
        if self.journal.find_act(entry.id) is None:
            about = Act("edit", entry.time, id=entry.id, tool=entry.tool, region=entry.region)
            self.edit_count += self._write(about, flat, after)

    def _add_rest(self, net: Net) -> None:
        rest = np.flatnonzero(self._is_taken)
        about = Act("edit", now_ms(), id=new_id(), tool=TOOL)
        self.edit_count += self._write(about, net.flat[rest], net.after[rest])

    def _write(self, about: Act, flat: NDArray[np.int64], after: NDArray[Any]) -> bool:
        """Add an edit of those voxels that are the second one's to say and do not hold the label already; whether there are any."""
        place, _ = self._second.net.find(flat)
        is_written = self._is_taken[place] & (self._now[place] != after)
        place, after = place[is_written], after[is_written]
        parts = (
            [stretches(flat[is_written], self._now[place], after, self._first.shape[2])] if place.size else []
        )
        change = collect(parts, self._first.shape)
        if change is None:
            return False
        self._now[place] = after
        self._commit(replace(about, box=change.box, voxels=change.runs.voxels, runs=change.runs.pack()))
        return True

    def _commit(self, act: Act) -> None:
        act = replace(act, generation=self._first.generation.number)
        seq = self.journal.commit(act, {})
        self._history.add(replace(act, seq=seq, runs=None))


def _copy(journal: Journal) -> Journal:
    """All of a journal, in memory, without who writes it."""
    made = Journal(None)
    meta = {key: text for key, text in journal.meta().items() if key != "written"}
    made.fill(meta, [journal.contents(row) for row in journal.generations()], _whole_acts(journal))
    return made


def _whole_acts(journal: Journal) -> Iterator[Act]:
    for act in journal.acts():
        yield replace(act, runs=journal.runs(act.seq)) if act.kind in ("edit", "revert", "verdict") else act


def _check_pair(one: Journal, other: Journal) -> None:
    """JournalMismatch unless both are over one original, and in the same generation."""
    for key in ("shape", "dtype", "image"):
        found, expected = other.meta().get(key), one.meta().get(key)
        if found != expected:
            raise _differ(other, one, f"{key} {found}", expected)
    counts = [len(journal.generations()) for journal in (other, one)]
    if counts[0] != counts[1]:
        raise _differ(other, one, f"{counts[0]} generation(s)", counts[1])
    for its, theirs in zip(one.generations(), other.generations(), strict=True):
        if its.base != theirs.base:
            raise _differ(other, one, f"an original with the content hash {theirs.base[:12]}", its.base[:12])
        if its.map and theirs.map and its.map != theirs.map:
            raise _differ(other, one, f"a map with the hash {theirs.map[:12]}", its.map[:12])


def _differ(journal: Journal, other: Journal, found: str, expected: object) -> JournalMismatch:
    return JournalMismatch(
        f"second: found {found} in {journal.path}, expected {expected}, that of {other.path}. "
        "Merge journals of one segmentation, map and image; replay each on its own original otherwise."
    )


def _common_acts(one: Journal, other: Journal) -> int:
    """How many acts both have, from the first on. JournalMismatch when they parted in an earlier generation."""
    acts = list(zip(one.acts(), other.acts(), strict=False))
    common = 0
    for its, theirs in acts:
        if its != theirs or (
            its.kind in ("edit", "revert", "verdict") and one.runs(its.seq) != other.runs(its.seq)
        ):
            break
        common += 1
    last = one.generations()[-1].number
    for journal in (one, other):
        earlier = sum(act.generation < last for act in journal.acts())
        if common < earlier:
            raise _differ(
                other,
                one,
                f"act {common + 1} of an earlier generation",
                "the same acts before the last update",
            )
    return common
