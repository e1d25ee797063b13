"""One history for edits and verdicts, folded from the journal's acts; undo and redo are acts themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from voxproof._edits import iso_time
from voxproof._events import Verdict, VerdictName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voxproof._box import Box
    from voxproof._journal import Act, SettledArea

Side = Literal["after", "before"]
"""Which side of an edit's runs is written: ``after`` doing and redoing it, ``before`` undoing it."""


@dataclass(frozen=True)
class EditEntry:
    """An edit or a revert in the history; its runs are in the journal under `seq`.

    `reverts` are the numbers of the edits that a revert takes back, empty for an edit; `kept` how many of their voxels keep what a later
    edit wrote.
    """

    seq: int
    id: str
    tool: str
    region: str | None
    box: Box
    voxels: int
    time: int
    reverts: tuple[int, ...] = ()
    kept: int = 0


@dataclass(frozen=True)
class Said:
    """What was said of a region. "done" means fixed or correct, whichever the standing edits show; "open" that it was opened again.

    `seq` is the act that holds the region's voxels, 0 where the verdict was brought from an earlier generation.
    """

    said: str
    note: str
    time: int
    box: Box
    seq: int


@dataclass(frozen=True)
class VerdictEntry:
    """A verdict in the history: what was said of the region before and after it."""

    seq: int
    id: str | None
    region: str
    before: Said | None
    after: Said | None


Entry = EditEntry | VerdictEntry


class History:
    """What stands and what could be done again, within one generation.

    Parameters
    ----------
    settled : sequence of SettledArea
        What the generation began with.
    """

    def __init__(self, settled: Sequence[SettledArea] = ()) -> None:
        self.areas = tuple(settled)
        self.done: list[Entry] = []
        self.undone: list[Entry] = []
        self.edits: list[EditEntry] = []
        self.steps: list[tuple[EditEntry, Side]] = []
        self.version = 0
        self._standing: Counter[str] = Counter()
        self._entries: dict[int, EditEntry] = {}
        self._active: set[int] = set()
        self._said: dict[str, Said] = {
            area.region: Said(area.verdict, area.note, area.time, area.box, 0)
            for area in settled
            if area.region is not None
        }

    @classmethod
    def of_acts(cls, acts: Iterable[Act], settled: Sequence[SettledArea] = ()) -> History:
        """The history that the acts of a generation make."""
        history = cls(settled)
        for act in acts:
            history.add(act)
        return history

    def add(self, act: Act) -> None:
        """Follow an act that is in the journal."""
        self.version += 1
        if act.kind == "edit":
            self._push(_edit_entry(act))
        elif act.kind == "revert":
            self._push(replace(_edit_entry(act), reverts=self._targets(act), kept=int(act.note or 0)))
        elif act.kind == "verdict":
            self._push(self._verdict_entry(act))
        elif act.kind == "undo":
            entry = self.done.pop()
            self.undone.append(entry)
            self._take_back(entry)
        elif act.kind == "redo":
            entry = self.undone.pop()
            self.done.append(entry)
            self._carry_out(entry)

    def said(self, region: str) -> Said | None:
        """What was last said of a region and not taken back."""
        return self._said.get(region)

    def all_said(self) -> dict[str, Said]:
        """What was said, by region, also of those that were opened again; a new dict."""
        return dict(self._said)

    def settled_regions(self) -> dict[str, Said]:
        """What was said of regions that are settled, by region; a new dict."""
        return {region: said for region, said in self._said.items() if said.said != "open"}

    def reopened(self) -> dict[str, str]:
        """When regions were opened again that may be covered by others (ISO 8601), by region; a new dict."""
        return {region: iso_time(said.time) for region, said in self._said.items() if said.said == "open"}

    def inherited_areas(self) -> list[SettledArea]:
        """What earlier generations settled and no region of this one bears, or bears no more since something else was said of it."""
        return list({area.source: area for area in self.areas if not self.is_brought(area.region)}.values())

    def is_brought(self, region: str | None) -> bool:
        """Whether what is said of a region was brought from an earlier generation."""
        said = None if region is None else self._said.get(region)
        return said is not None and said.seq == 0

    def verdict(self, region: str) -> Verdict | None:
        """The verdict on a region; one that was said as "done" follows the edits that stand."""
        said = self._said.get(region)
        if said is None or said.said == "open":
            return None
        return Verdict(self._resolve(region, said), said.note, iso_time(said.time), said.seq == 0)

    def verdicts(self) -> dict[str, Verdict]:
        """Verdicts of all settled regions, a new dict."""
        found = {region: self.verdict(region) for region in self._said}
        return {region: verdict for region, verdict in found.items() if verdict is not None}

    def standing(self) -> dict[str, int]:
        """Number of edits that stand, by region, a new dict; regions with none are left out."""
        return {region: count for region, count in self._standing.items() if count}

    def standing_of(self, region: str) -> int:
        """Number of edits of a region that stand."""
        return self._standing[region]

    def standing_edits(self) -> list[EditEntry]:
        """Edits that stand, oldest first; reverts are none."""
        return [entry for entry in self.written() if entry.seq in self._active]

    def written(self) -> list[EditEntry]:
        """Edits that are not undone, oldest first, those that are reverted too; reverts are none."""
        return [entry for entry in self.done if isinstance(entry, EditEntry) and not entry.reverts]

    def stands(self, entry: EditEntry) -> bool:
        """Whether an edit or a revert is neither undone nor reverted."""
        return entry.seq in self._active

    def find_edit(self, edit_id: str) -> EditEntry | None:
        """The edit or revert with this id, whether it stands or not."""
        return next((entry for entry in reversed(self.edits) if entry.id == edit_id), None)

    def standing_in(self, region: str) -> list[EditEntry]:
        """Edits of a region that stand, oldest first."""
        return [entry for entry in self.standing_edits() if entry.region == region]

    def turned_by(self, targets: Iterable[EditEntry]) -> list[EditEntry]:
        """The edits that a revert of these turns: they stand no more, or, where a revert is reverted, again."""
        turned, waiting = [], list(targets)
        while waiting:
            entry = waiting.pop()
            if entry.reverts:
                waiting.extend(self._entries[seq] for seq in entry.reverts)
            else:
                turned.append(entry)
        return sorted(turned, key=lambda entry: entry.seq)

    def _resolve(self, region: str, said: Said) -> VerdictName:
        if said.said == "done":
            return "fixed" if self._standing[region] else "correct"
        return verdict_name(said.said)

    def _push(self, entry: Entry) -> None:
        self.undone.clear()
        self.done.append(entry)
        if isinstance(entry, EditEntry):
            self.edits.append(entry)
            self._entries[entry.seq] = entry
        self._carry_out(entry)

    def _carry_out(self, entry: Entry) -> None:
        if isinstance(entry, VerdictEntry):
            self._say(entry.region, entry.after)
        else:
            self.steps.append((entry, "after"))
            self._turn(entry)

    def _take_back(self, entry: Entry) -> None:
        if isinstance(entry, VerdictEntry):
            self._say(entry.region, entry.before)
        else:
            self.steps.append((entry, "before"))
            self._turn(entry)

    def _say(self, region: str, said: Said | None) -> None:
        self._said.pop(region, None)
        if said is not None:
            self._said[region] = said

    def _turn(self, entry: EditEntry) -> None:
        """Let an entry stand, or no more; what a revert takes back turns the other way."""
        waiting = [entry]
        while waiting:
            each = waiting.pop()
            self._active ^= {each.seq}
            waiting.extend(self._entries[seq] for seq in each.reverts)
            if not each.reverts and each.region is not None:
                self._standing[each.region] += 1 if each.seq in self._active else -1

    def _targets(self, act: Act) -> tuple[int, ...]:
        """What a revert takes back. ValueError when it does not stand: the journal is damaged."""
        targets = self.standing_in(act.region or "") if act.target is None else [self._entries[act.target]]
        if not targets or not all(self.stands(entry) for entry in targets):
            raise ValueError(f"revert {act.seq} of what does not stand")
        return tuple(entry.seq for entry in targets)

    def _verdict_entry(self, act: Act) -> VerdictEntry:
        region, box = act.region or "", act.box or (0, 0, 0, 0, 0, 0)
        after = Said(act.verdict or "", act.note or "", act.time, box, act.seq)
        return VerdictEntry(act.seq, act.id, region, self._said.get(region), after)


def verdict_name(said: str) -> VerdictName:
    """A verdict as a journal holds it."""
    return "unsure" if said == "unsure" else "fixed" if said == "fixed" else "correct"


def _edit_entry(act: Act) -> EditEntry:
    assert act.id is not None
    assert act.box is not None
    return EditEntry(act.seq, act.id, act.tool or "", act.region, act.box, act.voxels or 0, act.time)
