"""The session: the face of arrays, history and journal, behind one lock. No widget, no threads of its own."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from voxproof import _box, _report
from voxproof._aiming import aimed_at
from voxproof._announcer import Announcer
from voxproof._checks import (
    brief,
    check_choice,
    check_direction,
    check_flag,
    check_image,
    check_spacing,
    check_text,
)
from voxproof._display import Display
from voxproof._doubt import Doubt
from voxproof._edits import (
    Edit,
    EditRecord,
    change_of_edit,
    change_of_record,
    new_id,
    now_ms,
)
from voxproof._events import (
    Applied,
    Asked,
    Closed,
    GenerationStarted,
    Judged,
    LabelsAdded,
    Ranked,
    Refused,
    Selected,
    TakenOver,
    VerdictsReplaced,
)
from voxproof._formats import Volume, writer_for
from voxproof._history import VerdictEntry
from voxproof._inputs import (
    check_apart,
    check_journal,
    check_name,
    check_same_grid,
    check_segmentation,
)
from voxproof._journal import Act, JournalError
from voxproof._listing import CHOSEN_IN_VIEW, Listing
from voxproof._opening import Access
from voxproof._proposing import propose
from voxproof._ranking_change import asked_for
from voxproof._reading import Reading
from voxproof._report_page import page
from voxproof._saving import check_target
from voxproof._store import Store
from voxproof._telling import Teller
from voxproof._unnamed import Identity
from voxproof.regions._parameters import CHOSEN
from voxproof.tools._within import Within, check_intensity, limited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from os import PathLike
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

    from voxproof._box import Box, Shape
    from voxproof._events import EditCause, Event
    from voxproof._history import Entry
    from voxproof._labels import LabelTable
    from voxproof._preview import Preview
    from voxproof._runs import Change


class Session(Reading):
    """Arrays, revision, history and journal of one curation: how it opens, and what can be done. What can be read is in `Reading`.

    Parameters
    ----------
    image : (Z, Y, X) array of integers, booleans or floats
        Raw intensities. Borrowed, read only; NaN and infinite voxels are allowed and drawn black and white.
    segmentation : (Z, Y, X) array of integers or booleans
        Labels, 0 is background; any strides and byte order. Edited in place, unless `copy`.
    uncertainty : (Z, Y, X) array_like, optional
        One number per voxel, finite and at least 0; its meaning follows from `direction`. It alone ranks where it is given.
    probability : (Z, Y, X) array_like, optional
        Foreground probability from 0 to 1; without `uncertainty` its binary entropy ranks. One of the two maps is needed.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm; None means voxels.
    name : str, optional
        Names the journal; without it the content of image, map and segmentation does.
    direction : {"uncertainty", "confidence"}
        Whether high values of `uncertainty` mean doubt or trust.
    journal : str or Path, optional
        A file or folder; None for ``.voxproof/NAME.sqlite`` in the working directory; "new" for that one, started again (the old file is
        kept under a dated name); "memory" for none.
    journal_access : {"write", "read", "take over"}
        See `Curator`.
    copy : bool
        Edit a copy, `segmentation` of the session, and leave the array that was passed alone.
    **ranking
        How regions are found and ordered, by the names of `rank`. What is None (or the mode "auto") is as the journal keeps it, else as
        suits the map; what is given wins over the journal and is kept in it.

    Attributes
    ----------
    lock : RLock
        Held by every method; hold it to read several attributes consistently.
    id, name : str
        Of this session (new in each), and of what is curated.
    generation, revision : int
        Prediction round, and state of the segmentation: each applied edit, undo and redo adds one, also across generations.
    segmentation, image, uncertainty, probability : arrays
        As passed where they are arrays; `segmentation` is the live one.
    codes, parameters, reason : Codes, RankParameters, str
        What the regions are made of, how, and why so.
    labels : LabelTable
    selected : str or None
        Region that is selected.
    closed : str or None
        Why the session takes no more acts, or None.

    Raises
    ------
    TypeError, ValueError
        For input that cannot be curated; the message says what was found, what was expected and what to do.
    JournalMismatch
        When the array is no state of the journal that bears its name; the message names the choices.
    JournalBusy, JournalError
        When another kernel writes the journal, or it cannot be read.
    """

    def __init__(
        self,
        image: ArrayLike,
        segmentation: Any,
        uncertainty: ArrayLike | None = None,
        *,
        probability: ArrayLike | None = None,
        spacing: tuple[float, float, float] | None = None,
        name: str | None = None,
        direction: Literal["uncertainty", "confidence"] = "uncertainty",
        journal: str | Path | None = None,
        journal_access: Access = "write",
        copy: bool = False,
        **ranking: Any,
    ) -> None:
        self.lock = RLock()
        self.id = str(uuid.uuid4())
        self.closed: str | None = None
        self.spacing = check_spacing(spacing)
        self._copies = check_flag("copy", copy)
        array = check_segmentation(segmentation, copy=self._copies)
        self.shape: Shape = array.shape
        self.image = check_image(image, self.shape)
        check_apart(array, image=image, uncertainty=uncertainty, probability=probability)
        given_name, journal = check_name(name), check_journal(journal)
        check_choice("journal_access", journal_access, get_args(Access))
        if journal_access == "read" and journal in ("memory", "new"):
            raise ValueError(
                f'journal: found {journal!r}, expected one that there is, to read it (journal_access="read").'
            )
        doubt = Doubt.of_maps(
            array,
            uncertainty,
            probability,
            direction=check_direction(direction),
            spacing=self.spacing,
        )
        asked = asked_for(ranking)
        self._display = Display(self.image)
        self._announcer = Announcer()
        self._store = Store(array, Listing.of(doubt, asked), asked)
        self._teller = Teller(self._store, self._announcer)
        identity = Identity.of(self.image, doubt, self._store.shadow)
        self._store.open(journal, given_name, identity, self._give_way, journal_access)
        self.name = given_name or self._store.name

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Hear of every change from now on, in order, while the lock is held; call what is returned to stop.

        An exception in a callback is logged and goes no further.
        """
        with self.lock:
            self._announcer.add(callback)

        def unsubscribe() -> None:
            with self.lock:
                self._announcer.remove(callback)

        return unsubscribe

    def knows(self, act_id: str) -> bool:
        """Whether an act with this id was done, in any generation. Refused with "journal" when the session is closed."""
        with self._acting():
            return self._store.find_act(act_id) is not None

    # -- acts ---------------------------------------------------------------------------------------------------------------------

    def apply(
        self, edit: Edit | EditRecord, *, labels: LabelTable | None = None, origin: Any = None
    ) -> Applied:
        """Record an edit in the journal, then write it into the segmentation.

        An `EditRecord` that was applied before, by its id, changes nothing and is answered with the present state; another one with that id
        is refused ("conflict"). Its label indices count in `labels`, or in the session's table.

        Raises
        ------
        Refused
            Code "conflict", "bounds", "label", "generation", "journal" or "nothing"; nothing was changed.
        TypeError, ValueError, KeyError
            For an `Edit` whose voxels are not labels of the box's shape, or whose region there is not.
        """
        if not isinstance(edit, Edit | EditRecord):
            raise TypeError(
                f"edit: found {brief(edit)}, expected a voxproof.Edit, such as Edit((4, 5, 10, 12, 3, 6), 7)."
            )
        check_text("tool", edit.tool)
        with self._acting():
            if isinstance(edit, Edit):
                region = None if edit.region is None else self._store.listing.region_id(edit.region)
                change = change_of_edit(edit, self.segmentation)
                if change is None:
                    raise Refused("nothing", "edit: the voxels hold these labels already.")
                about = Act("edit", now_ms(), id=new_id(), tool=edit.tool, region=region)
                return self._carry_out(change, about, "call", origin)
            known = self._store.find_act(edit.id)
            if known is not None:
                return self._teller.repeat(known, edit, labels or self.labels, origin)
            self._check_generation(edit.region)
            change = change_of_record(edit, self.shape, labels or self.labels)
            about = Act("edit", edit.time, id=edit.id, tool=edit.tool, region=edit.region)
            return self._carry_out(change, about, "call" if origin is None else "edit", origin)

    def propose(self, tool: str, **arguments: Any) -> Preview:
        """The edit that a tool would make now; nothing is written. Raises as `voxproof._proposing.propose`."""
        with self.lock:
            return propose(self, tool, arguments)

    def use(
        self, tool: str, region: str | int | None = None, within: Within | None = None, **arguments: Any
    ) -> Applied:
        """Make the edit that a tool proposes, as far as it lies within masks. Raises as `propose` and `apply`."""
        with self.lock:
            preview = propose(self, tool, arguments)
            if not preview.segmentation.size:
                raise Refused("nothing", f"{tool}: nothing would change.")
            if within is not None:
                preview = self._limited(preview, within)
            return self.apply(Edit(preview.box, preview.segmentation, tool=tool, region=region))

    def record_of(self, preview: Preview) -> tuple[Box, NDArray[np.uint32]] | None:
        """A proposed edit as it travels: its box, and rows in label indices. None when the array holds all of it.

        Labels that the table lacks are put into it.
        """
        with self.lock:
            is_empty = not preview.segmentation.size
            edit = Edit(preview.box, preview.segmentation)
            change = None if is_empty else change_of_edit(edit, self.segmentation)
            if change is None:
                return None
            for label in np.unique(change.runs.after).tolist():
                self.add_label(label)
            return change.box, change.runs.to_wire(self.labels)

    def judge(
        self,
        region: str | int,
        verdict: Asked,
        note: str = "",
        *,
        act_id: str | None = None,
        origin: Any = None,
    ) -> Judged:
        """Say what a region is.

        Parameters
        ----------
        region : str or int
            Id or rank.
        verdict : {"done", "fixed", "correct", "unsure", "open"}
            "done" means fixed while edits of the region stand and correct while none do, also when edits come or go later; "open"
            withdraws what was said.
        act_id : str, optional
            By which `knows` finds the act again. One that was done already is not done again, and is answered with the present state.

        Raises
        ------
        Refused
            Code "journal"; "generation" for a region of another one; "nothing" for "open" on an open region; "conflict" for the id of
            an act of another kind.
        ValueError, KeyError
            For another verdict, or a region that there is not.
        """
        check_choice("verdict", verdict, get_args(Asked))
        note = check_text("note", note)
        with self._acting():
            known = self._known(act_id)
            if known is not None:
                return self._teller.repeated_verdict(known, origin)
            if isinstance(region, str):
                self._check_generation(region)
            name = self._store.listing.region_id(region)
            if verdict == "open" and self.verdict_on(name) is None:
                raise Refused("nothing", "verdict: the region is open already.")
            box, rows = self._store.listing.region_rows(name)
            about = Act("verdict", now_ms(), id=act_id, region=name, verdict=verdict, note=note)
            was_brought = self._store.history.is_brought(name)
            self._store.commit(replace(about, box=box, runs=rows))
            judged = self._teller.verdict(name, "call" if origin is None else "verdict", origin)
            self._tell_brought(was_brought)
            return judged

    def rank(self, *, origin: Any = None, is_eager: bool = False, **changes: Any) -> Ranked:
        """Find and order the regions otherwise from now on; kept in the journal, and through `update`.

        Verdicts stay, and carry over to regions that settled ones cover (docs/journal.md).

        Parameters
        ----------
        is_eager : bool
            Rank before anything is changed, without holding the lock, so that what cannot be ranked changes nothing.
        **changes
            Parameters by name, see `Curator.rank`. Those that are as they were change nothing; a new list is told even then.

        Raises
        ------
        Refused
            Code "journal".
        TypeError, ValueError
            For what cannot be asked for.
        """
        while True:
            store, before = self._store, self._store.listing
            if origin is not None:
                changes = before.differing(changes)
            listing = before.changed(changes, CHOSEN if origin is None else CHOSEN_IN_VIEW)
            if is_eager:
                _ = listing.ranking
            with self._acting():
                if store.listing is before:
                    if listing is not before:
                        store.rerank(listing)
                    return self._teller.ranked(origin)

    def undo(
        self, *, act_id: str | None = None, of: str | None = None, origin: Any = None
    ) -> Applied | Judged:
        """Take the last act back that stands: an edit or a verdict. It is an act of its own in the journal.

        Parameters
        ----------
        act_id : str, optional
            As for `judge`.
        of : str, optional
            Id of the act that is meant: another one is not taken back in its place.

        Raises
        ------
        Refused
            Code "nothing"; "conflict" when other code has changed the edit's voxels since; "journal".
        """
        with self._acting():
            return self._step("undo", self._store.history.done, act_id, of, origin)

    def redo(
        self, *, act_id: str | None = None, of: str | None = None, origin: Any = None
    ) -> Applied | Judged:
        """Do again what `undo` took back last, as long as nothing new was done. Parameters and errors as for `undo`."""
        with self._acting():
            return self._step("redo", self._store.history.undone, act_id, of, origin)

    def add_label(self, label: int, *, origin: Any = None) -> LabelsAdded:
        """Put a label into the table, so that it can be painted with; durable.

        For a label that is there already nothing is emitted; what is returned names its index all the same. Refused with "label" when it
        does not fit into the segmentation's dtype.
        """
        with self._acting():
            label = int(label)
            if label not in self.labels:
                self.labels.check([label])
                self._store.commit(Act("label", now_ms(), note=str(label)))
                start = len(self.labels)
                return self._teller.labels(start, tuple(self.labels.extend([label])), origin)
            return LabelsAdded(origin, self.labels.index(label), (label,))

    def select(self, region: str | int | None, *, origin: Any = None) -> None:
        """Select a region by id or rank, or none. Becomes durable with the next act, or when the session is closed.

        KeyError when there is no such region; but a browser, which ranks by itself, is taken at its word.
        """
        with self._acting():
            name = region
            if name is not None and (origin is None or not isinstance(name, str)):
                name = self._store.listing.region_id(name)
            elif name is not None:
                check_text("region", name)
            if name != self._store.selected:
                self._store.selected = name
                self._announcer.emit(Selected(origin, name))

    def revert(self, target: Any, *, act_id: str | None = None, origin: Any = None) -> Applied:
        """Take an edit, or all edits of a region, back, whatever was done since; an act that can be undone itself.

        A voxel holds afterwards what the last edit that still stands wrote there, or, without one, what the generation began with.

        Parameters
        ----------
        target : str, int or pandas.Series
            Id of an edit or a revert, its row of `edits`, or id or rank of a region.
        act_id : str, optional
            As for `judge`.

        Raises
        ------
        Refused
            Code "nothing" (it does not stand), "generation" (it is of an earlier one), "bounds" (its voxels lie too far apart for one
            edit) or "journal"; nothing was changed.
        KeyError, TypeError
            When there is no such edit or region.
        """
        with self._acting():
            store = self._store
            known = self._known(act_id)
            if known is not None:
                return self._teller.repeated_revert(known, origin)
            aim = aimed_at(target, store)
            box = _box.union(each.box for each in store.history.turned_by(aim.targets))
            self._record_code(box[0], box[1])
            about = Act(
                "revert",
                now_ms(),
                aim.seq,
                id=act_id or new_id(),
                tool="revert",
                region=aim.targets[0].region,
            )
            before = self._teller.verdict_name(about.region)
            applied = self._teller.revert(store.revert(aim.targets, about), origin)
            self._teller.turned_verdict(about.region, before, "call" if origin is None else "verdict")
            return applied

    def refresh(self, slices: Any = None) -> Applied | None:
        """Record what the user's own code has changed in the array, as an edit with the tool "code"; None when nothing has changed.

        Parameters
        ----------
        slices : slice, int or tuple of up to three, optional
            Where to look; None for everywhere. Slices along z near these may be compared, and recorded, too.

        Raises
        ------
        Refused
            Code "journal", or "label" when the table has no room for the labels.
        """
        box = _box.whole(self.shape) if slices is None else _box.from_slices(slices, self.shape)
        with self._acting():
            return self._record_code(box[0], box[1])

    def update(
        self,
        segmentation: Any = None,
        uncertainty: ArrayLike | None = None,
        probability: ArrayLike | None = None,
        keep: Literal["edits", "prediction"] = "edits",
    ) -> None:
        """Start the next generation with a new prediction.

        Parameters
        ----------
        segmentation : (Z, Y, X) array, optional
            Of the session's shape and dtype; becomes the live one, edited in place from now on. None keeps the present one.
        uncertainty, probability : (Z, Y, X) array_like, optional
            The new maps. When one is given the other one, unless given too, is dropped; when none is, both stay.
        keep : {"edits", "prediction"}
            "edits": what hands changed in regions settled as fixed or correct is written into the new array, as edits. "prediction": the
            new array is taken as it is.

        Notes
        -----
        Regions are found and ordered as before. A region of the new ranking is settled when at least half of its voxels lie within 2
        voxels of regions that were settled as fixed or correct, and at least nine tenths of these voxels hold what the person left. It
        gets the verdict of the region it shares most voxels with. Undo does not reach back beyond this.

        Raises
        ------
        TypeError, ValueError
            For arrays that do not fit; the session stays as it is.
        Refused
            Code "journal": the session stays as it is.
        """
        check_choice("keep", keep, ("edits", "prediction"))
        with self._acting():
            store = self._store
            if segmentation is None:
                new = store.segmentation
                self._record_code(0, self.shape[0])
            else:
                new = check_segmentation(segmentation, copy=self._copies)
                check_same_grid(new, store.segmentation)
                check_apart(new, image=self.image, uncertainty=uncertainty, probability=probability)
            if uncertainty is None and probability is None:
                uncertainty, probability = store.doubt.uncertainty, store.doubt.probability
            doubt = store.doubt.with_maps(new, uncertainty, probability, store.generation + 1)
            store.succeed(new, store.listing.for_doubt(doubt), keep)
            self._announcer.emit(GenerationStarted(store.generation))

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the segmentation as it is now to a file; see `Curator.save`."""
        target = self._target(path)
        write = writer_for(target)
        volume = Volume(self.snapshot()[0], self.spacing, self.name)
        return self._write_file(target, "save", overwrite, lambda part: write(part, volume))

    def export_journal(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the journal as JSON lines; see `Curator.export_journal`."""
        target = self._target(path)
        with self._acting():
            lines = list(self._store.journal_lines())

        def write(part: Path) -> None:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in lines)

        return self._write_file(target, "export", overwrite, write)

    def report(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write a report as an HTML page; see `Curator.report`."""
        target = self._target(path)
        text = page(_report.of(self))

        def write(part: Path) -> None:
            part.write_text(text, encoding="utf-8", newline="\n")

        return self._write_file(target, "report", overwrite, write)

    def _target(self, path: str | PathLike[str]) -> Path:
        inputs = (self.image, self.segmentation, self.uncertainty, self.probability)
        return check_target(path, inputs, self.journal_state["path"])

    def _write_file(self, target: Path, what: str, overwrite: bool, write: Callable[[Path], None]) -> Path:
        check_flag("overwrite", overwrite)
        self._store.written.write(target, what, overwrite, write)
        with self.lock:
            if self.closed is None:
                self._store.keep_written()
        return target

    def close(
        self,
        message: str = "The session is closed, and what was saved is in its journal. "
        "Run the cell that shows the curator again; after a shutdown, those above it too.",
    ) -> None:
        """Close the journal. The array keeps its edits; acts are refused from now on with this message. Twice is safe."""
        if self._store.is_inherited:
            # The parent's, which may have held the lock when this process was forked from it.
            return
        with self.lock:
            if self.closed is None:
                self.closed = message
                self._store.close()
                with self._announcer.act():
                    self._announcer.emit(Closed(message))

    def _limited(self, preview: Preview, within: Within) -> Preview:
        """What masks let through, by the values that the views show. Refused with "nothing" when that is nothing."""
        if not isinstance(within, Within):
            raise TypeError(
                f"within: found {brief(within)}, expected a voxproof.Within, such as Within(labels=7)."
            )
        intensity = check_intensity(within.intensity)
        values = None
        if intensity is not None:
            intensity = self._display.positions(*intensity)
            values = self.display_block(0, _box.from_slices(preview.box, self.shape))
        left = limited(preview, self.segmentation, within, values, intensity)
        if (left.segmentation == self.segmentation[left.box]).all():
            raise Refused("nothing", "within: found nothing of the edit within it, so nothing was changed.")
        return left

    def _give_way(self) -> None:
        self.close(
            "Another curator of this kernel has opened the same journal and goes on with it. "
            "Use that one, or give one of them another name=."
        )

    @contextmanager
    def _acting(self) -> Iterator[None]:
        with self.lock:
            if self.closed is not None:
                raise Refused("journal", self.closed)
            if self.segmentation.shape != self.shape:
                raise Refused(
                    "conflict",
                    f"segmentation: found its shape changed to {list(self.segmentation.shape)}, expected {list(self.shape)} as it was. "
                    f"Set segmentation.shape = {self.shape} again.",
                )
            try:
                with self._announcer.act():
                    yield
            except TakenOver as error:
                self.close(error.message)
                raise
            except JournalError as error:
                raise Refused("journal", str(error)) from error

    def _carry_out(self, change: Change, about: Act, cause: EditCause, origin: Any) -> Applied:
        store = self._store
        store.check(change, "edit")
        if not store.shadow.holds(change):
            self._record_code(change.box[0], change.box[1])
        before = self._teller.verdict_name(about.region)
        applied = self._teller.edit(store.carry_out(change, about), cause, origin)
        self._teller.turned_verdict(about.region, before, "call" if origin is None else "verdict")
        return applied

    def _record_code(self, z0: int, z1: int) -> Applied | None:
        done = self._store.record_code(z0, z1)
        return None if done is None else self._teller.edit(done, "code", None)

    def _known(self, act_id: str | None) -> Act | None:
        return None if act_id is None else self._store.find_act(act_id)

    def _step(
        self,
        kind: Literal["undo", "redo"],
        stack: Sequence[Entry],
        act_id: str | None,
        of: str | None,
        origin: Any,
    ) -> Applied | Judged:
        known = self._known(act_id)
        if known is not None:
            return self._teller.repeated_step(known, kind, origin)
        if not stack:
            raise Refused(
                "nothing", f"{kind}: there is nothing to {'undo' if kind == 'undo' else 'do again'}."
            )
        if of is not None and of != stack[-1].id:
            raise Refused(
                "nothing",
                f"{kind}: found another act in its place ({self._teller.text(stack)}), expected the one that was shown. "
                f"Nothing was changed; {kind} again if that one is meant.",
            )
        return self._walk(stack[-1], Act(kind, now_ms(), target=stack[-1].seq, id=act_id), origin)

    def _walk(self, entry: Entry, about: Act, origin: Any) -> Applied | Judged:
        store = self._store
        kind: Literal["undo", "redo"] = "undo" if about.kind == "undo" else "redo"
        if isinstance(entry, VerdictEntry):
            was_brought = store.history.is_brought(entry.region)
            store.commit(about)
            judged = self._teller.verdict(entry.region, kind, origin)
            self._tell_brought(was_brought != store.history.is_brought(entry.region))
            return judged
        before = self._teller.verdict_name(entry.region)
        change = store.step(about, entry, "before" if kind == "undo" else "after")
        applied = self._teller.step(entry, change, kind, origin)
        self._teller.turned_verdict(entry.region, before, kind)
        return applied

    def _tell_brought(self, is_changed: bool) -> None:
        """What an earlier generation settled is borne by its region no more, or again: the areas that carry verdicts are others."""
        if is_changed:
            self._announcer.emit(VerdictsReplaced())

    def _check_generation(self, region: str | None) -> None:
        if region is not None and not region.startswith(f"g{self.generation}/"):
            raise Refused(
                "generation",
                f"region: found {region!r}, expected one of generation {self.generation}. A new prediction has come since.",
            )
