"""The segmentation with its record: array, shadow, labels, history and journal change together or not at all."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _matching, _opening
from voxproof._edits import new_id, now_ms
from voxproof._events import Refused
from voxproof._generations import Ended, succeed
from voxproof._history import EditEntry, History
from voxproof._journal import Act, Generation
from voxproof._journal_lines import lines_of
from voxproof._labels import LabelTable, distinct
from voxproof._listing import Listing
from voxproof._marks import Before
from voxproof._reverting import reversal
from voxproof._rows import Damaged, Missing
from voxproof._runs import Runs, collect, holds, write
from voxproof._saving import Written
from voxproof._settled import Settled
from voxproof._shadow import Shadow
from voxproof._uninterrupted import uninterrupted
from voxproof._unnamed import Found, find, given_map_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof._doubt import Doubt
    from voxproof._history import Side
    from voxproof._matching import Match
    from voxproof._opening import Access, Place
    from voxproof._runs import Change
    from voxproof._unnamed import Identity


_ATTEMPTS = 5
_MISSING = "missing"
"""In the journal's `meta`, until the next act: what it lacks."""

_OTHER_IMAGE = "The image is another one than that which the journal began with."


@dataclass(frozen=True, eq=False)
class Done:
    """An edit that was carried out: its entry, the change it made now, and the labels that are new with it."""

    entry: EditEntry
    change: Change
    start: int
    labels: tuple[int, ...]


class Store:
    """Not locked: its owner is.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Edited in place.
    listing : Listing
        Of the first generation, by what the caller asked for.
    asked : mapping
        What the caller asked for: it wins over what a journal keeps.
    """

    def __init__(self, segmentation: NDArray[Any], listing: Listing, asked: Mapping[str, Any]) -> None:
        self.segmentation = segmentation
        self._given = listing
        self._asked = asked
        self.shape: Shape = segmentation.shape
        self._is_closed = False
        self._settled: tuple[History, Settled] | None = None
        self._written: Written | None = None
        self._begin_anew()

    def _begin_anew(self) -> None:
        """As nothing was done yet, with the array as it is."""
        self.listing = self._given
        self.shadow = Shadow(self.segmentation)
        self.labels = LabelTable(self.segmentation.dtype, self.shadow.labels())
        self.history = History()
        self.generation = 0
        self.revision = 0
        self.selected: str | None = None
        self.before: Before | None = None
        self._is_map_noted = False
        self._has_acted = False
        self._holder: object = None
        self._original: tuple[int, Shadow] | None = None

    @property
    def written(self) -> Written:
        """Files that this session, or one on its journal before, wrote."""
        if self._written is None:
            self._written = Written(self._journal.meta().get("written", "{}"))
        return self._written

    def keep_written(self) -> None:
        """Note in the journal which files were written."""
        self._journal.note({"written": self.written.kept()})

    def journal_lines(self) -> Iterator[str]:
        """The journal as JSON lines."""
        with _matching.readable(self._journal):
            yield from lines_of(self._journal)

    @property
    def doubt(self) -> Doubt:
        """The map of this generation."""
        return self.listing.doubt

    @property
    def settled(self) -> Settled:
        """What was decided in this generation, as areas."""
        kept = self._settled
        if kept is None or kept[0] is not self.history:
            kept = self._settled = self.history, Settled(self._journal, self.history, self.shape)
        return kept[1]

    # -- the journal --------------------------------------------------------------------------------------------------------------

    def open(
        self,
        journal: str | Path | None,
        name: str | None,
        identity: Identity,
        let_go: Callable[[], None],
        access: Access = "write",
    ) -> None:
        """Find the journal, bring the array to its last state, become its writer. Raises as `open_place` and `match`."""
        self._access = access
        self._image, found = identity.image, Found()
        if name is None:
            name = identity.name
            found = find(journal, identity, self.segmentation, self.shadow, self.doubt)
        for left in reversed(range(_ATTEMPTS)):
            try:
                place = _opening.open_place(found.path or journal, name, access)
                self._take(replace(place, message=f"{place.message} {found.message}".strip()))
                return self._enter(name, let_go, found)
            except Damaged as error:
                self._begin_anew()
                if access == "read":
                    raise
                self._take(_opening.salvaged(error, self.segmentation, self.shadow))
                return self._enter(name, let_go, Found())
            except (sqlite3.OperationalError, OSError, Refused) as error:
                path = self._journal.path
                if path is None:
                    raise
                is_unwritable = not isinstance(error, Refused) or isinstance(
                    error.__cause__, sqlite3.Error | OSError
                )
                if is_unwritable or not left:
                    self._take(_opening.in_memory(path, error))
                    return self._enter(name, let_go, Found())
                # Another kernel, which closed or began a journal just now, has replaced the file meanwhile: look again.

    def _take(self, place: Place) -> None:
        self.place = place
        self._journal = place.journal

    def _enter(self, name: str, let_go: Callable[[], None], found: Found) -> None:
        try:
            with _matching.readable(self._journal):
                match = self._hold(let_go, found)
                if match is None:
                    self._begin(name)
                else:
                    self._resume(match)
                self.name = self._journal.meta().get("name") or name
        except Damaged:
            self._journal.abandon()
            raise
        except BaseException:
            self._journal.close()
            raise

    def _hold(self, let_go: Callable[[], None], found: Found) -> Match | None:
        """Match the array, then become the writer; match again when the last writer was still at work in between."""
        match, count = found.match, found.acts
        if match is None:
            with self._journal.still():
                count = self._journal.count_acts()
                match = _matching.match(self._journal, self.segmentation, self.shadow)
        if self._access != "read":
            self._holder = _opening.hold(self._journal, let_go, by_force=self._access == "take over")
        if self._journal.count_acts() == count:
            return match
        return _matching.match(self._journal, self.segmentation, self.shadow)

    def _begin(self, name: str) -> None:
        meta = {
            "name": name,
            "shape": str(list(self.shape)),
            "dtype": self.shadow.dtype.name,
            "image": self._image,
            "maps": given_map_hash(self.doubt),
        }
        known = self._journal.meta()
        if all(known.get(key) == value for key, value in meta.items() if key != "name"):
            self.listing = _kept_listing(self.doubt, known, self._asked)
        meta |= _listing_meta(self.listing)
        row = Generation(
            number=0,
            started=now_ms(),
            base=self.shadow.content_hash(),
            head=None,
            map="",
            parameters=self.listing.row(),
            keep=None,
            revision=0,
        )
        self._journal.begin(meta, row)

    def _resume(self, match: Match) -> None:
        row = match.generation
        self.history = match.history
        self.generation = row.number
        self.revision = row.revision + len(match.history.steps)
        self._is_map_noted = row.map != ""
        found = self.shadow
        if match.head is not None:
            self.shadow = match.head
        added = (int(act.note or 0) for act in self._journal.acts() if act.kind == "label")
        self.labels = LabelTable(self.segmentation.dtype, [*self.shadow.labels(), *added])
        self.selected = self._journal.meta().get("selected") or None
        edits, verdicts = len(self.history.standing_edits()), len(self.history.settled_regions())
        restored = f"Restored {edits} edits and {verdicts} verdicts of generation {self.generation}."
        image = "" if self._journal.meta().get("image") in (None, self._image) else _OTHER_IMAGE
        parts = restored, match.message, image, self.place.message
        self.place = replace(self.place, message=" ".join(filter(None, parts)), missing=self._missing())
        is_new_map = self._resume_map(row, match)
        if is_new_map and self._access == "read":
            raise _matching.JournalMismatch(
                f"map: found one that {self._journal.path} does not know, expected one that it was made with, to read it. Pass that."
            )
        self.before = Before.kept_by(self._journal, self.generation)
        # All is read that could turn out to be damaged: until here the array is as it came.
        self.shadow.write_into(self.segmentation, found)
        if self.place.missing is not None:
            self._journal.note({_MISSING: json.dumps(asdict(self.place.missing))})
        if is_new_map:
            self._begin_with_map()
        elif self._asked:
            self._journal.note(_listing_meta(self.listing))

    def _missing(self) -> Missing | None:
        """What the journal lacks, found now or at an earlier opening after which nothing was done."""
        if self._journal.lacks_log:
            return Missing(None, self.revision)
        kept = self._journal.meta().get(_MISSING)
        return self.place.missing or (Missing(**json.loads(kept)) if kept else None)

    def _resume_map(self, row: Generation, match: Match) -> bool:
        """Rank what the generation ranked, as it was ranked last; True for a map that the journal has never seen."""
        given = self.doubt
        is_changed = match.head is not None
        base = match.base.dense() if is_changed or self.history.steps else self.segmentation
        if given.direction == "confidence" and self.history.steps:
            given = given.with_maps(base, given.uncertainty, given.probability, self.generation)
        elif is_changed or self.history.steps or self.generation > 0:
            given = given.in_generation(self.generation, base)
        is_last = row.map in ("", given.hash)
        is_new = not is_last and given.hash not in {each.map for each in self._journal.generations()[:-1]}
        if not is_last and not is_new:
            given = given.kept_by(self._journal, self.generation, base)
        self.listing = _kept_listing(given, self._journal.meta(), self._asked)
        return is_new

    def _begin_with_map(self) -> None:
        """Start a generation with a map that is new to the journal."""
        doubt = self.doubt.in_generation(self.generation + 1, self.segmentation)
        self.succeed(self.segmentation, self.listing.for_doubt(doubt), "edits")
        message = (
            f"{self.place.message} The map is another one, so generation {self.generation} began with it."
        )
        self.place = replace(self.place, message=message)

    def close(self) -> None:
        """Note the selection and close the journal; what was done can still be read. Twice is safe."""
        if not self._is_closed:
            self._is_closed = True
            self._journal.note({"selected": self.selected or ""})
        self._journal.close(keep=True)

    @property
    def is_inherited(self) -> bool:
        """Whether this is a forked child of the process that opened the journal."""
        return self._journal.is_inherited

    # -- acts ---------------------------------------------------------------------------------------------------------------------

    def commit(self, act: Act) -> None:
        """Journal first; the history follows what is durable. Refused with "journal" when it could not be written."""
        act = replace(act, generation=self.generation)
        map_hash = None if self._is_map_noted else self.doubt.hash
        with uninterrupted():
            lacks = {} if self._has_acted else {_MISSING: ""}
            seq = self._journal.commit(act, {"selected": self.selected or "", **lacks}, map_hash)
            self._is_map_noted = self._has_acted = True
            self.history.add(replace(act, seq=seq, runs=None))

    def rerank(self, listing: Listing) -> None:
        """Go on with another list; journal first. Refused with "journal" when it could not be written."""
        with uninterrupted():
            self._journal.keep({**_listing_meta(listing), "ranked": "yes"})
            self.listing = listing

    def find_act(self, act_id: str) -> Act | None:
        """The act with this id, of any generation."""
        return self._journal.find_act(act_id)

    def subject_of(self, step: Act) -> Act:
        """The edit, revert or verdict that an undo or redo is about."""
        with _matching.readable(self._journal):
            return self._journal.act(step.target or 0)

    def runs_of(self, act: Act) -> Runs:
        """The runs of an edit, of any generation."""
        with _matching.readable(self._journal):
            return Runs.unpack(self._journal.runs(act.seq), self.shadow.dtype)

    def acts(self) -> tuple[list[Act], list[Generation]]:
        """Everything that was done."""
        return self._journal.acts(), self._journal.generations()

    def acts_after(self, seq: int, most: int) -> list[Act]:
        """Acts of this generation after one, in order."""
        with _matching.readable(self._journal):
            return self._journal.acts_after(self.generation, seq, most)

    def check(self, change: Change, what: str) -> None:
        """Refused with "conflict" unless the array can be written and holds what the change begins with."""
        if not self.segmentation.flags.writeable:
            raise Refused(
                "conflict",
                "segmentation: found it read-only now, expected it writable as it was. Call segmentation.setflags(write=True).",
            )
        if not holds(self.segmentation, change):
            raise Refused(
                "conflict",
                f"{what}: found other labels in the array than it begins with, expected those that were shown. "
                "Another view or your own code changed these voxels first; the edit was taken back: paint again. "
                "After your own code's changes call curator.refresh().",
                change.box,
            )

    def carry_out(self, change: Change, about: Act) -> Done:
        """Record a new edit and write it into the array."""
        return self._record(change, about, is_written=False)

    def record_code(self, z0: int, z1: int) -> Done | None:
        """Record what other code has written into slices of the array since; None when there is nothing."""
        change = collect(self.shadow.differences(self.segmentation, z0, z1), self.shape)
        if change is None:
            return None
        return self._record(change, Act("edit", now_ms(), id=new_id(), tool="code"), is_written=True)

    def revert(self, targets: Sequence[EditEntry], about: Act) -> Done:
        """Take edits that stand back, out of order; see `_reverting`."""
        found = reversal(self._journal, self.history, targets, self.segmentation)
        self.check(found.change, "revert")
        return self._record(found.change, replace(about, note=str(found.kept)), is_written=False)

    def step(self, about: Act, entry: EditEntry, side: Side) -> Change:
        """Undo or redo an edit."""
        change = _matching.step_change(self._journal, entry, side, self.shadow.dtype)
        self.check(change, about.kind)
        with uninterrupted():
            self.commit(about)
            self._write(change)
        return change

    def _record(self, change: Change, about: Act, *, is_written: bool) -> Done:
        labels = self.labels.check(distinct(np.sort(change.runs.after)))
        runs = change.runs.pack()
        start = len(self.labels)
        with uninterrupted():
            self.commit(replace(about, box=change.box, voxels=change.runs.voxels, runs=runs))
            self._write(change, is_written=is_written)
            self.labels.extend(labels)
        return Done(self.history.edits[-1], change, start, tuple(labels))

    def _write(self, change: Change, *, is_written: bool = False) -> None:
        if not is_written:
            write(self.segmentation, change)
        self.shadow.write(change)
        self.revision += 1

    # -- generations --------------------------------------------------------------------------------------------------------------

    def base(self) -> NDArray[Any]:
        """What the array held when the generation began, made anew."""
        base = self.shadow.dense()
        _matching.unwind(self._journal, self.history, base)
        return base

    def original(self) -> Shadow:
        """The same, compressed; made when it is first asked for and kept as long as the generation."""
        if self._original is None or self._original[0] != self.generation:
            self._original = (self.generation, Shadow(self.base()))
        return self._original[1]

    def succeed(self, new: NDArray[Any], listing: Listing, keep: str) -> None:
        """Start the next generation; see `Session.update`. Refused with "journal": nothing has changed then."""
        after, doubt = Shadow(new), listing.doubt
        row = Generation(
            number=doubt.generation,
            started=now_ms(),
            base=after.content_hash(),
            head=None,
            map=doubt.hash,
            parameters=listing.row(),
            keep=keep,
            revision=self.revision + 1,
        )
        labels = LabelTable(new.dtype, [*self.labels.ids, *after.labels()])
        with uninterrupted():
            successor = succeed(
                self._journal,
                Ended(self.history, self.settled, self.shadow, self.listing),
                after,
                listing,
                row,
                ended_map=None if self._is_map_noted else self.doubt.hash,
                meta={
                    "maps": f"{self._journal.meta().get('maps', '')} {given_map_hash(doubt)}".strip(),
                    **_listing_meta(listing),
                },
            )
            for change in successor.changes:
                write(new, change)
                after.write(change)
            self.labels, self.segmentation, self.shadow, self.listing = labels, new, after, listing
            self.history, self.generation, self.before = successor.history, row.number, successor.before
            self.revision = row.revision + len(successor.changes)
            self.selected, self._is_map_noted = None, True


def _listing_meta(listing: Listing) -> dict[str, str]:
    """How a list is made, as a journal keeps it."""
    return {"ranking": json.dumps({**listing.row(), "chosen": listing.is_chosen})}


def _kept_listing(doubt: Doubt, meta: dict[str, str], asked: Mapping[str, Any]) -> Listing:
    """The list of a map as a journal keeps it, but for what is asked for."""
    kept = json.loads(meta.get("ranking", "{}"))
    is_chosen = kept.pop("chosen", False)
    reason = kept.pop("reason", "")
    if not is_chosen:
        kept.pop("mode", None)
    return Listing.of(doubt, {}).changed(kept, reason).changed(asked)
