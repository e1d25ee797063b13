"""The session: the user's arrays, what was decided and edited, and the journal, behind one lock. No widget, no threads of its own."""

from __future__ import annotations

import logging
import uuid
from collections import deque
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof import _box, _opening
from voxproof._display import Display
from voxproof._edits import Edit, change_of_edit, change_of_record, iso_time, new_id, now_ms
from voxproof._events import (
    Applied,
    Asked,
    Closed,
    EditCause,
    EditSummary,
    Event,
    GenerationStarted,
    Judged,
    LabelsAdded,
    Refused,
    Selected,
    Verdict,
    VerdictCause,
)
from voxproof._frames import edits_table, regions_table
from voxproof._generations import Successor, region_rows, succeed
from voxproof._history import EditEntry, Entry, History, Said, Side, VerdictEntry
from voxproof._inputs import (
    check_direction,
    check_doubt,
    check_image,
    check_name,
    check_segmentation,
    check_spacing,
)
from voxproof._journal import Act, Generation, Journal
from voxproof._labels import LabelTable
from voxproof._maps import decode, map_hash, unpack_codes
from voxproof._runs import collect, holds, write
from voxproof._shadow import Shadow
from voxproof._trust import trust_map
from voxproof.regions import Codes, Ranking, RankParameters, rank_codes, resolve_mode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from voxproof._box import Box, Shape
    from voxproof._edits import EditRecord
    from voxproof._runs import Change

_log = logging.getLogger("voxproof")

_MOST_RUN_BYTES = 64 * 1024
_RANKED_AT_ONCE_VOXELS = 1 << 25
"""Up to this size the regions are ranked when a text needs a region's number; beyond, only when they are ranked already."""

_ASKED = ("done", "fixed", "correct", "unsure", "open")


class Session:
    """Arrays, revision, history and journal of one curation.

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
        Names the journal; without it the content of the segmentation does.
    direction : {"uncertainty", "confidence"}
        Whether high values of `uncertainty` mean doubt or trust.
    mode : {"auto", "plateau", "tree"}
        How regions are made, see :func:`voxproof.rank`.
    journal : str or Path, optional
        A file or folder; None for ``.voxproof/NAME.sqlite`` in the working directory; "new" for that one, started again (the old file is
        kept under a dated name); "memory" for none.
    copy : bool
        Edit a copy, `segmentation` of the session, and leave the array that was passed alone.

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
        mode: Literal["auto", "plateau", "tree"] = "auto",
        journal: str | Path | None = None,
        copy: bool = False,
    ) -> None:
        self.lock = RLock()
        self.id = str(uuid.uuid4())
        self.closed: str | None = None
        self.selected: str | None = None
        self.spacing = check_spacing(spacing)
        self.segmentation: NDArray[Any] = check_segmentation(segmentation, copy=copy)
        self.shape: Shape = self.segmentation.shape  # type: ignore[assignment]
        self.image = check_image(image, self.shape)
        self._direction = check_direction(direction)
        self._mode: Literal["auto", "plateau", "tree"] = mode
        self._copies = copy
        self._given_name = check_name(name)
        self._listeners: list[Callable[[Event], None]] = []
        self._pending: deque[Event] = deque()
        self._telling = False
        self._ranking_lock = RLock()
        self._display = Display(self.image)
        self._take_maps(uncertainty, probability, self.segmentation)
        self._shadow = Shadow(self.segmentation)
        self.labels = LabelTable(self.segmentation.dtype, self._shadow.labels())
        self.name = self._given_name or self._shadow.content_hash()[:12]
        self._open(journal)

    # -- what is known ------------------------------------------------------------------------------------------------------------

    @property
    def ranking(self) -> Ranking:
        """The regions, ranked when first asked for; with the browser's very numbers. Does not wait for the session's lock."""
        with self._ranking_lock:
            if self._ranking is None:
                self._ranking = rank_codes(
                    self.codes,
                    self.parameters,
                    self.reason,
                    generation=self.generation,
                    voxel_volume=None if self.spacing is None else float(np.prod(self.spacing)),
                )
            return self._ranking

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdicts of settled regions, by region id; a new dict."""
        with self.lock:
            return self._history.verdicts()

    @property
    def standing(self) -> dict[str, int]:
        """Number of edits that stand, by region id, where there are any; a new dict."""
        with self.lock:
            return self._history.standing()

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, such as "brush, region 3", or None."""
        with self.lock:
            return self._text(self._history.done)

    @property
    def redo_text(self) -> str | None:
        """What redo would do again, or None."""
        with self.lock:
            return self._text(self._history.undone)

    @property
    def journal_state(self) -> dict[str, str | None]:
        """``{"path", "state": "ok" | "memory", "message"}``, as in the protocol."""
        path = self._place.journal.path
        return {
            "path": None if path is None or self._place.state == "memory" else str(path),
            "state": self._place.state,
            "message": self._place.message,
        }

    def description(self) -> dict[str, Any]:
        """The volume description of docs/protocol.md: plain values, ready for JSON."""
        with self.lock:
            codes, parameters = self.codes, self.parameters
            uncertainty: dict[str, Any] = {
                "codes": codes.codes.dtype.name,
                "distinct": codes.distinct,
                "lossless": codes.lossless,
                "step": codes.step,
                "maximum": codes.maximum,
                "direction": self._direction,
                "probability": self.uncertainty is None,
            }
            if codes.codes.dtype == np.uint8:
                uncertainty["weights"] = codes.weights.tolist()
            return {
                "name": self.name,
                "generation": self.generation,
                "revision": self.revision,
                "shape": list(self.shape),
                "spacing": None if self.spacing is None else list(self.spacing),
                "unit": "vx" if self.spacing is None else "µm",
                "image": {
                    "dtype": self.image.dtype.newbyteorder("=").name,
                    "range": list(self._display.range),
                    "window": list(self._display.window),
                },
                "segmentation": {
                    "dtype": self.segmentation.dtype.newbyteorder("=").name,
                    "index": self.labels.index_dtype.name,
                    "labels": [str(label) for label in self.labels.ids],
                },
                "uncertainty": uncertainty,
                "ranking": {
                    "mode": parameters.mode,
                    "reason": self.reason,
                    "connectivity": parameters.connectivity,
                    "min_voxels": parameters.min_voxels,
                    "max_voxels": parameters.max_voxels,
                },
            }

    def warm_up(self) -> None:
        """Do ahead what the first act would wait for: rank, and hash the map. Call it from a thread when nothing else is to do."""
        _ = self.ranking
        self._map_hash()

    # -- blocks -------------------------------------------------------------------------------------------------------------------

    def display_block(self, level: int, box: Box) -> NDArray[np.uint8]:
        """Display values of every 2^level-th voxel of a box, counted from its first voxel; a new C-order array."""
        self._check_box(box)
        return self._display.block(level, box)

    def index_block(self, level: int, box: Box) -> NDArray[Any]:
        """Label indices of every 2^level-th voxel of a box; a new C-order array of the table's index dtype.

        Labels that the user's own code has written since are added to the table first (listeners hear of them).
        """
        self._check_box(box)
        step = 1 << level
        with self.lock, self._told():
            values = self.segmentation[_box.slices(box)][::step, ::step, ::step]
            indices = self.labels.indices_of(values)
            if (indices == self.labels.capacity).any():
                self._grow_labels(self.labels.unknown(values))
                indices = self.labels.indices_of(values)
            return indices

    def code_block(self, box: Box) -> NDArray[Any]:
        """Doubt codes of a box; a new C-order array."""
        self._check_box(box)
        with self.lock:
            return self.codes.codes[_box.slices(box)].copy()

    def snapshot(self) -> tuple[NDArray[Any], int]:
        """A copy of the segmentation (C order, same dtype) and its revision, consistent while edits arrive."""
        with self.lock:
            return self.segmentation.copy(order="C"), self.revision

    def changes(self) -> NDArray[np.bool_]:
        """(Z, Y, X) bool, made anew: where the live array differs from what it held when this generation began.

        Changes by the user's own code count, whether `refresh` was called or not. Cost: one copy of the array and every edit once.
        """
        with self.lock:
            base = self._shadow.dense()
            _opening.unwind(self._place.journal, self._history, base)
            return np.asarray(self.segmentation != base)

    def trust(self, outside: float = 0.0) -> NDArray[np.float32]:
        """(Z, Y, X) float32 weights for training.

        1 in the box, dilated by 2 voxels, of every region settled as fixed or correct; 0 in the box of every region settled as unsure, dilated
        alike (0 wins where they overlap); `outside` elsewhere.
        """
        with self.lock:
            return trust_map(self._history, self.shape, outside)

    def regions_frame(self) -> pd.DataFrame:
        """One row per region in rank order, by region id: the ranking's table, then ``verdict``, ``note``, ``time``, ``edits``."""
        with self.lock:
            return regions_table(self.ranking, self._history.verdicts(), self._history.standing())

    def edits_frame(self) -> pd.DataFrame:
        """One row per edit of all generations, oldest first, by edit id: ``generation``, ``standing`` (bool), ``region``, ``tool``, ``voxels``,
        box, ``time``, ``revision`` (when it was first applied)."""
        with self.lock:
            return edits_table(self._place.journal.acts(), self._place.journal.generations())

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Hear of every change from now on, in order, while the lock is held; call what is returned to stop.

        An exception in a callback is logged and goes no further.
        """
        with self.lock:
            self._listeners.append(callback)

        def unsubscribe() -> None:
            with self.lock:
                if callback in self._listeners:
                    self._listeners.remove(callback)

        return unsubscribe

    # -- acts ---------------------------------------------------------------------------------------------------------------------

    def apply(self, edit: Edit | EditRecord, *, origin: Any = None) -> Applied:
        """Record an edit in the journal, then write it into the segmentation.

        An `EditRecord` whose id was applied before changes nothing and is answered with the present state.

        Raises
        ------
        Refused
            Code "conflict", "bounds", "label", "generation", "journal" or "nothing"; nothing was changed.
        TypeError, ValueError, KeyError
            For an `Edit` whose voxels are not labels of the box's shape, or whose region there is not.
        """
        with self._acting():
            if isinstance(edit, Edit):
                region = None if edit.region is None else self._region_id(edit.region)
                change = change_of_edit(edit, self.segmentation)
                if change is None:
                    raise Refused("nothing", "edit: the voxels hold these labels already.")
                about = Act("edit", now_ms(), id=new_id(), tool=edit.tool, region=region)
                return self._do(change, about, "call", origin)
            known = self._place.journal.find_edit(edit.id)
            if known is not None:
                return self._applied_before(known, origin)
            self._check_generation(edit.region)
            change = change_of_record(edit, self.shape, self.labels)
            about = Act("edit", edit.time, id=edit.id, tool=edit.tool, region=edit.region)
            return self._do(change, about, "edit", origin)

    def judge(self, region: str | int, verdict: Asked, note: str = "", *, origin: Any = None) -> Judged:
        """Say what a region is.

        Parameters
        ----------
        region : str or int
            Id or rank.
        verdict : {"done", "fixed", "correct", "unsure", "open"}
            "done" means fixed while edits of the region stand and correct while none do, also when edits come or go later; "open"
            withdraws what was said.

        Raises
        ------
        Refused
            Code "journal"; "generation" for a region of another one; "nothing" for "open" on an open region.
        ValueError, KeyError
            For another verdict, or a region that there is not.
        """
        if verdict not in _ASKED:
            raise ValueError(f"verdict: found {verdict!r}, expected one of {', '.join(_ASKED)}.")
        with self._acting():
            if isinstance(region, str):
                self._check_generation(region)
            name = self._region_id(region)
            if verdict == "open" and self._history.said(name) is None:
                raise Refused("nothing", "verdict: the region is open already.")
            box, rows = region_rows(self.ranking, name)
            act = Act("verdict", now_ms(), region=name, box=box, verdict=verdict, note=str(note), runs=rows)
            self._commit(act)
            return self._tell_verdict(name, "call" if origin is None else "verdict", origin)

    def undo(self, *, origin: Any = None) -> Applied | Judged:
        """Take the last act back that stands: an edit or a verdict. It is an act of its own in the journal.

        Raises
        ------
        Refused
            Code "nothing"; "conflict" when other code has changed the edit's voxels since; "journal".
        """
        with self._acting():
            if not self._history.done:
                raise Refused("nothing", "undo: there is nothing to undo.")
            return self._walk(self._history.done[-1], "undo", "before", origin)

    def redo(self, *, origin: Any = None) -> Applied | Judged:
        """Do again what `undo` took back last, as long as nothing new was done. Raises as `undo`."""
        with self._acting():
            if not self._history.undone:
                raise Refused("nothing", "redo: there is nothing to do again.")
            return self._walk(self._history.undone[-1], "redo", "after", origin)

    def add_label(self, label: int, *, origin: Any = None) -> LabelsAdded:
        """Put a label into the table, so that it can be painted with; durable.

        For a label that is there already nothing is emitted; what is returned names its index all the same. Refused with "label" when it
        does not fit into the segmentation's dtype.
        """
        with self._acting():
            label = int(label)
            if label not in self.labels:
                self.labels.check([label])
                self._commit(Act("label", now_ms(), note=str(label)))
                return self._grow_labels([label], origin)
            return LabelsAdded(origin, self.labels.index(label), (label,))

    def select(self, region: str | int | None, *, origin: Any = None) -> None:
        """Select a region by id or rank, or none. Becomes durable with the next act. KeyError when there is no such region."""
        with self._acting():
            name = region if region is None or isinstance(region, str) else self._region_id(region)
            if isinstance(name, str) and origin is None:
                name = self._region_id(name)
            if name != self.selected:
                self.selected = name
                self._emit(Selected(origin, name))

    def refresh(self, slices: Any = None) -> Applied | None:
        """Record what the user's own code has changed in the array, as an edit with the tool "code"; None when nothing has changed.

        Parameters
        ----------
        slices : slice, int or tuple of up to three, optional
            Where to look; whole slices along z that it touches are compared. None for everywhere.

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
        A region of the new ranking is settled when at least half of its voxels lie within 2 voxels of regions that were settled as fixed or
        correct, and at least nine tenths of these voxels hold what the person left. It gets the verdict of the region it shares most
        voxels with. Undo does not reach back beyond this.

        Raises
        ------
        TypeError, ValueError
            For arrays that do not fit; the session stays as it is.
        Refused
            Code "journal": the session stays as it is.
        """
        if keep not in ("edits", "prediction"):
            raise ValueError(f'keep: found {keep!r}, expected "edits" or "prediction".')
        with self._acting():
            new = self.segmentation
            if segmentation is not None:
                new = check_segmentation(segmentation, copy=self._copies)
                self._check_same_grid(new)
            if new is self.segmentation and segmentation is None:
                self._record_code(0, self.shape[0])
            if uncertainty is None and probability is None:
                uncertainty, probability = self.uncertainty, self.probability
            self._succeed(new, uncertainty, probability, keep)

    def close(
        self, message: str = "The session is closed. Run the cell that shows the curator again."
    ) -> None:
        """Close the journal. The array keeps its edits; acts are refused from now on with this message. Twice is safe."""
        with self.lock:
            if self.closed is None:
                self.closed = message
                self._place.journal.close()
                with self._told():
                    self._emit(Closed(message))

    # -- opening and generations --------------------------------------------------------------------------------------------------

    def _take_maps(self, uncertainty: Any, probability: Any, base: NDArray[Any]) -> None:
        self.uncertainty, self.probability, self.codes = check_doubt(
            base, uncertainty, probability, self._direction
        )
        self._take_parameters()

    def _take_parameters(self) -> None:
        mode, self.reason = resolve_mode(self.codes.codes, self._mode)
        self.parameters = RankParameters(mode)
        self._ranking: Ranking | None = None
        self._hash_of_map: str | None = None

    def _open(self, place: str | Path | None) -> None:
        self._place = _opening.open_place(place, self.name)
        try:
            match = self._hold()
            if match is None:
                self._begin()
            else:
                self._resume(match)
        except BaseException:
            self._place.journal.close()
            raise

    def _hold(self) -> _opening.Match | None:
        """Match the array, then become the writer; again when the last writer was still at work in between."""
        journal = self._place.journal
        count = journal.count_acts()
        match = _opening.match(journal, self.segmentation, self._shadow)
        self._holder = _opening.hold(journal, self._give_way)
        if journal.count_acts() == count:
            return match
        return _opening.match(journal, self.segmentation, self._shadow)

    def _begin(self) -> None:
        self.generation = self.revision = 0
        self._history = History()
        self._map_noted = False
        meta = {
            "name": self.name,
            "shape": str(list(self.shape)),
            "dtype": self.segmentation.dtype.newbyteorder("=").name,
            "spacing": "" if self.spacing is None else str(list(self.spacing)),
        }
        self._place.journal.begin(meta, self._generation_row(self._shadow.content_hash(), "", None))

    def _resume(self, match: _opening.Match) -> None:
        journal = self._place.journal
        self.generation = match.generation.number
        self._history = match.history
        self.revision = match.generation.revision + len(match.history.steps)
        self._map_noted = match.generation.map != ""
        if match.head is not None:
            _write_where_different(self.segmentation, match.head)
        self._shadow = Shadow(self.segmentation)
        added = [int(act.note or 0) for act in journal.acts() if act.kind == "label"]
        self.labels = LabelTable(self.segmentation.dtype, [*self._shadow.labels(), *added])
        self.selected = journal.meta().get("selected") or None
        self._tell_restored()
        self._match_map(match)

    def _match_map(self, match: _opening.Match) -> None:
        """Rank what the generation ranked; a map that the journal has never seen starts a generation of its own."""
        journal = self._place.journal
        given = self.uncertainty, self.probability
        if self._direction == "confidence" and self.uncertainty is not None and match.history.steps:
            base = self._shadow.dense()
            _opening.unwind(journal, match.history, base)
            self._take_maps(*given, base)
        wanted = self._map_hash()
        if match.generation.map in ("", wanted):
            return
        earlier = {generation.map for generation in journal.generations()[:-1]}
        if wanted in earlier:
            self.codes = unpack_codes(journal, self.generation, self.shape)
            self._take_parameters()
            self.uncertainty, self.probability = decode(self.codes, self._direction), None
        else:
            self._succeed(self.segmentation, *given, "edits")

    def _tell_restored(self) -> None:
        edits, verdicts = len(self._history.standing_edits()), len(self._history.settled_regions())
        restored = f"Restored {edits} edits and {verdicts} verdicts of generation {self.generation}."
        self._place = replace(self._place, message=f"{restored} {self._place.message}".strip())

    def _succeed(self, new: NDArray[Any], uncertainty: Any, probability: Any, keep: str) -> None:
        doubt, probable, codes = check_doubt(new, uncertainty, probability, self._direction)
        mode, reason = resolve_mode(codes.codes, self._mode)
        parameters = RankParameters(mode)
        after = Shadow(new)
        labels = LabelTable(new.dtype, [*self.labels.ids, *after.labels()])
        number = self.generation + 1
        ranking = rank_codes(
            codes,
            parameters,
            reason,
            generation=number,
            voxel_volume=None if self.spacing is None else float(np.prod(self.spacing)),
        )
        row = replace(
            self._generation_row(after.content_hash(), map_hash(codes, parameters), keep),
            number=number,
            parameters=_parameter_row(parameters, reason),
        )
        successor: Successor = succeed(
            self._place.journal, self._history, self._shadow, after, ranking, row, codes, keep
        )
        with self._ranking_lock:
            self.generation, self.codes, self.parameters, self.reason = number, codes, parameters, reason
            self._ranking, self._hash_of_map = ranking, row.map
        for change in successor.changes:
            write(new, change)
            after.write(change)
        self.segmentation, self.uncertainty, self.probability = new, doubt, probable
        self._shadow, self.labels, self._history = after, labels, successor.history
        self.revision = row.revision + len(successor.changes)
        self.selected, self._map_noted = None, True
        self._emit(GenerationStarted(number))

    def _generation_row(self, base: str, hash_of_map: str, keep: str | None) -> Generation:
        # A generation's first state is a revision of its own: the array was exchanged.
        revision = 0 if self.generation == 0 and keep is None else self.revision + 1
        parameters = _parameter_row(self.parameters, self.reason)
        return Generation(self.generation, now_ms(), base, None, hash_of_map, parameters, keep, revision)

    def _give_way(self) -> None:
        self.close(
            "Another curator of this kernel has opened the same journal and goes on with it. Use that one, or give one of them another name=."
        )

    # -- the way of an act --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _acting(self) -> Iterator[None]:
        with self.lock:
            if self.closed is not None:
                raise Refused("journal", self.closed)
            with self._told():
                yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Listeners hear of what happened inside when all of it has happened, also when an error ends it."""
        try:
            yield
        finally:
            if not self._telling:
                self._tell()

    def _tell(self) -> None:
        self._telling = True
        try:
            while self._pending:
                event = self._pending.popleft()
                for callback in tuple(self._listeners):
                    try:
                        callback(event)
                    except Exception:
                        _log.exception("a listener failed at %s; the change stands", type(event).__name__)
        finally:
            self._telling = False

    def _emit(self, event: Event) -> None:
        self._pending.append(event)

    def _do(self, change: Change, about: Act, cause: EditCause, origin: Any) -> Applied:
        """Carry out a new edit."""
        self._check_writable()
        if not holds(self.segmentation, change):
            raise _conflict("edit", change)
        if not self._shadow.holds(change):
            self._record_code(change.box[0], change.box[1])
        new_labels = self.labels.check(_labels_of(change.runs.after))
        act = replace(about, box=change.box, voxels=change.runs.voxels, runs=change.runs.pack())
        before = self._verdict_name(act.region)
        self._commit(act)
        self._write(change)
        self._grow_labels(new_labels)
        entry = self._history.edits[-1]
        applied = self._tell_applied(entry, change, cause, origin)
        self._tell_changed_verdict(entry.region, before, "call" if origin is None else "verdict")
        return applied

    def _walk(self, entry: Entry, kind: Literal["undo", "redo"], side: Side, origin: Any) -> Applied | Judged:
        if isinstance(entry, VerdictEntry):
            self._commit(Act(kind, now_ms(), target=entry.seq))
            return self._tell_verdict(entry.region, kind, origin)
        self._check_writable()
        change = _opening.step_change(self._place.journal, entry, side, self._shadow.dtype)
        if not holds(self.segmentation, change):
            raise _conflict(kind, change)
        before = self._verdict_name(entry.region)
        self._commit(Act(kind, now_ms(), target=entry.seq))
        self._write(change)
        applied = self._tell_applied(entry, change, kind, origin)
        self._tell_changed_verdict(entry.region, before, kind)
        return applied

    def _record_code(self, z0: int, z1: int) -> Applied | None:
        change = collect(self._shadow.differences(self.segmentation, z0, z1), self.shape)
        if change is None:
            return None
        new_labels = self.labels.check(_labels_of(change.runs.after))
        self._commit(
            Act(
                "edit",
                now_ms(),
                id=new_id(),
                tool="code",
                box=change.box,
                voxels=change.runs.voxels,
                runs=change.runs.pack(),
            )
        )
        self._shadow.write(change)
        self.revision += 1
        self._grow_labels(new_labels)
        return self._tell_applied(self._history.edits[-1], change, "code", None)

    def _commit(self, act: Act) -> None:
        """Journal first; what is in memory follows only what is durable."""
        act = replace(act, generation=self.generation)
        first = None if self._map_noted else self._map_hash()
        seq = self._place.journal.commit(act, {"selected": self.selected or ""}, first)
        self._map_noted = True
        self._history.add(replace(act, seq=seq, runs=None))

    def _write(self, change: Change) -> None:
        write(self.segmentation, change)
        self._shadow.write(change)
        self.revision += 1

    def _tell_applied(self, entry: EditEntry, change: Change, cause: EditCause, origin: Any) -> Applied:
        runs = None
        if cause not in ("code", "prediction") and len(change.runs) * 16 <= _MOST_RUN_BYTES:
            runs = change.runs.to_wire(self.labels)
        standing = {} if entry.region is None else {entry.region: self._history.standing_of(entry.region)}
        summary = EditSummary(entry.id, entry.tool, entry.region, entry.voxels)
        applied = Applied(
            origin, self.revision, change.box, cause, summary, runs, standing, self.undo_text, self.redo_text
        )
        self._emit(applied)
        return applied

    def _applied_before(self, act: Act, origin: Any) -> Applied:
        region = act.region
        standing = {} if region is None else {region: self._history.standing_of(region)}
        summary = EditSummary(act.id or "", act.tool or "", region, act.voxels or 0)
        box = act.box or _box.whole(self.shape)
        return Applied(
            origin, self.revision, box, "edit", summary, None, standing, self.undo_text, self.redo_text
        )

    def _tell_verdict(self, region: str, cause: VerdictCause, origin: Any) -> Judged:
        verdict = self._history.verdict(region)
        judged = Judged(
            origin,
            region,
            "open" if verdict is None else verdict.verdict,
            "" if verdict is None else verdict.note,
            iso_time(now_ms()) if verdict is None else verdict.time,
            cause,
            self.undo_text,
            self.redo_text,
        )
        self._emit(judged)
        return judged

    def _tell_changed_verdict(self, region: str | None, before: str | None, cause: VerdictCause) -> None:
        """A region that was said to be done is fixed while its edits stand: tell when they begin or cease to."""
        if region is not None and before != self._verdict_name(region):
            self._tell_verdict(region, cause, None)

    def _verdict_name(self, region: str | None) -> str | None:
        verdict = None if region is None else self._history.verdict(region)
        return None if verdict is None else verdict.verdict

    def _grow_labels(self, labels: list[int], origin: Any = None) -> LabelsAdded:
        start = len(self.labels)
        added = LabelsAdded(origin, start, tuple(self.labels.extend(labels)))
        if added.ids:
            self._emit(added)
        return added

    def _map_hash(self) -> str:
        with self._ranking_lock:
            if self._hash_of_map is None:
                self._hash_of_map = map_hash(self.codes, self.parameters)
            return self._hash_of_map

    def _text(self, stack: list[Entry]) -> str | None:
        if not stack:
            return None
        entry = stack[-1]
        number = None if entry.region is None else self._region_number(entry.region)
        if isinstance(entry, VerdictEntry):
            return "verdict" if number is None else f"verdict on region {number}"
        return entry.tool if number is None else f"{entry.tool}, region {number}"

    def _region_number(self, region: str) -> int | None:
        if self._ranking is None and self.codes.codes.size > _RANKED_AT_ONCE_VOXELS:
            return None
        try:
            return self.ranking.rank_of(region)
        except KeyError:
            return None

    def _region_id(self, region: str | int) -> str:
        ranking = self.ranking
        return ranking.ids[ranking.rank_of(region) - 1]

    # -- checks -------------------------------------------------------------------------------------------------------------------

    def _check_generation(self, region: str | None) -> None:
        if region is not None and not region.startswith(f"g{self.generation}/"):
            raise Refused(
                "generation",
                f"region: found {region!r}, expected one of generation {self.generation}. A new prediction has come since.",
            )

    def _check_box(self, box: Box) -> None:
        if not _box.inside(box, self.shape):
            raise Refused(
                "bounds",
                f"box: found {list(box)}, expected one with voxels inside {list(self.shape)}.",
            )

    def _check_writable(self) -> None:
        if not self.segmentation.flags.writeable:
            raise Refused(
                "conflict",
                "segmentation: found it read-only now, expected it writable as it was. Call segmentation.setflags(write=True).",
            )

    def _check_same_grid(self, new: NDArray[Any]) -> None:
        for what, found, expected in (
            ("shape", new.shape, self.shape),
            ("dtype", new.dtype.newbyteorder("="), self._shadow.dtype),
        ):
            if found != expected:
                remedy = f"Use .astype(np.{expected})" if what == "dtype" else "Make another Curator for it"
                raise ValueError(
                    f"segmentation: found {what} {found}, expected {expected}, that of this session. {remedy}."
                )


def _labels_of(values: NDArray[Any]) -> list[int]:
    return [int(label) for label in np.unique(values)]


def _conflict(what: str, change: Change) -> Refused:
    return Refused(
        "conflict",
        f"{what}: found other labels in the array than the edit begins with, expected those that were shown. "
        "If your own code has changed the array, call curator.refresh() first.",
        change.box,
    )


def _write_where_different(array: NDArray[Any], values: NDArray[Any]) -> None:
    different = np.nonzero(array != values)
    array[different] = values[different]


def _parameter_row(parameters: RankParameters, reason: str) -> dict[str, Any]:
    return {
        "mode": parameters.mode,
        "connectivity": parameters.connectivity,
        "min_voxels": parameters.min_voxels,
        "max_voxels": parameters.max_voxels,
        "reason": reason,
    }
