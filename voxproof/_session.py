"""The session: the face of arrays, history and journal, behind one lock. No widget, no threads of its own."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from voxproof import _box
from voxproof._announcer import Announcer
from voxproof._checks import (
    brief,
    check_choice,
    check_direction,
    check_flag,
    check_image,
    check_number,
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
    iso_time,
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
    Verdict,
    VerdictsReplaced,
)
from voxproof._frames import edits_table, regions_table
from voxproof._history import EditEntry, VerdictEntry, verdict_name
from voxproof._inputs import (
    check_apart,
    check_journal,
    check_name,
    check_same_grid,
    check_segmentation,
)
from voxproof._journal import Act, JournalError
from voxproof._listing import CHOSEN, CHOSEN_IN_VIEW, Listing
from voxproof._marks import marks_of
from voxproof._precision import (
    RECENT,
    Precision,
    check_last,
    check_share,
    precision_of,
    precision_series,
)
from voxproof._ranking_change import asked_for
from voxproof._store import Store
from voxproof._stretches import pairs_of
from voxproof._telling import Teller
from voxproof._trust import trust_map
from voxproof._unnamed import Identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from voxproof._box import Box, Shape
    from voxproof._events import EditCause, Event
    from voxproof._history import Entry, Said, Side
    from voxproof._labels import LabelTable
    from voxproof._marks import Before
    from voxproof._runs import Change
    from voxproof.regions import Codes, Ranking, RankParameters
    from voxproof.regions._labeller import Connectivity
    from voxproof.regions._parameters import AskedMode


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
        Names the journal; without it the content of image, map and segmentation does.
    direction : {"uncertainty", "confidence"}
        Whether high values of `uncertainty` mean doubt or trust.
    mode, connectivity, granularity, min_voxels, max_voxels, score, ascending, stop_window, stop_regions
        How regions are found and ordered, see :func:`voxproof.rank`. What is None (or the mode "auto") is as the journal keeps it, else
        as suits the map; what is given wins over the journal and is kept in it. `stop_window` may also be voxels (z, y, x).
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
        mode: AskedMode = "auto",
        connectivity: Connectivity | None = None,
        granularity: float | None = None,
        min_voxels: int | None = None,
        max_voxels: int | None = None,
        score: str | None = None,
        ascending: bool | None = None,
        stop_window: float | tuple[int, int, int] | None = None,
        stop_regions: int | None = None,
        journal: str | Path | None = None,
        copy: bool = False,
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
        doubt = Doubt.of_maps(
            array,
            uncertainty,
            probability,
            direction=check_direction(direction),
            spacing=self.spacing,
        )
        asked = asked_for(
            mode=mode,
            connectivity=connectivity,
            granularity=granularity,
            min_voxels=min_voxels,
            max_voxels=max_voxels,
            score=score,
            ascending=ascending,
            stop_window=stop_window,
            stop_regions=stop_regions,
        )
        self._display = Display(self.image)
        self._announcer = Announcer()
        self._store = Store(array, Listing.of(doubt, asked), asked)
        self._teller = Teller(self._store, self._announcer)
        identity = Identity.of(self.image, doubt, self._store.shadow)
        self._store.open(journal, given_name, identity, self._give_way)
        self.name = given_name or self._store.name

    # -- what is known ------------------------------------------------------------------------------------------------------------

    @property
    def segmentation(self) -> NDArray[Any]:
        """The live array."""
        return self._store.segmentation

    @property
    def uncertainty(self) -> NDArray[Any] | None:
        """The map as it was given; decoded from the journal's codes when an earlier generation's map was given at reopening."""
        return self._store.doubt.uncertainty

    @property
    def probability(self) -> NDArray[Any] | None:
        """The foreground probability as it was given."""
        return self._store.doubt.probability

    @property
    def codes(self) -> Codes:
        """Doubt codes of this generation."""
        return self._store.doubt.codes

    @property
    def parameters(self) -> RankParameters:
        """How regions are made."""
        return self._store.listing.parameters

    @property
    def reason(self) -> str:
        """Why they are made so."""
        return self._store.listing.reason

    @property
    def ranking(self) -> Ranking:
        """The regions, ranked when first asked for; with the browser's very numbers. Does not wait for the session's lock."""
        return self._store.listing.ranking

    @property
    def is_ranked(self) -> bool:
        """Whether the regions are ranked already."""
        return self._store.listing.is_ranked

    @property
    def generation(self) -> int:
        """Prediction round, from 0."""
        return self._store.generation

    @property
    def revision(self) -> int:
        """State of the segmentation: each applied edit, undo, redo and generation adds one."""
        return self._store.revision

    @property
    def labels(self) -> LabelTable:
        """Label ids and their indices."""
        return self._store.labels

    @property
    def selected(self) -> str | None:
        """Region that is selected."""
        return self._store.selected

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdicts of settled regions, by region id; a new dict."""
        with self.lock:
            return self._store.history.verdicts()

    @property
    def inherited(self) -> dict[str, Verdict]:
        """Verdicts of earlier generations that no region of this one bears, by the id that the region had; a new dict."""
        with self.lock:
            return {
                area.source: Verdict(verdict_name(area.verdict), area.note, iso_time(area.time), carried=True)
                for area in self._store.history.inherited_areas()
            }

    @property
    def reopened(self) -> dict[str, str]:
        """When regions were opened again, whatever covers them (ISO 8601), by region id; a new dict."""
        with self.lock:
            return self._store.history.reopened()

    def verdict_on(self, region: str) -> Verdict | None:
        """The verdict on a region of the list, given or carried; None when it is open."""
        with self.lock:
            given = self._store.history.verdict(region)
            return given or self._store.settled.carried(self._store.listing).get(region)

    def listed_verdicts(self) -> dict[str, Verdict]:
        """Verdicts of the regions of the list, given or carried, by region id; a new dict."""
        with self.lock:
            return self._store.settled.verdicts(self._store.listing)

    def area(self, region: str) -> NDArray[np.uint32] | None:
        """Voxels of a judged region, of any parameters, as pairs ``(offset, length)``; None when nothing was said of it."""
        with self.lock:
            voxels = self._store.settled.area_voxels(region)
            return None if voxels is None else pairs_of(voxels, self.shape[2])

    @property
    def before(self) -> Before | None:
        """What the list showed and what was settled before this generation's prediction came; None in the first."""
        return self._store.before

    def precision(self, last: int = RECENT, stop_below: float | None = None) -> Precision | None:
        """See `Curator.precision`."""
        last, below = check_last(last), check_share(stop_below)
        with self.lock:
            remaining = len(self.ranking) - len(self.listed_verdicts())
            return precision_of(self.verdicts.values(), remaining, last, below)

    def precision_series(self, last: int = RECENT) -> NDArray[np.float64]:
        """See `Curator.precision_series`."""
        return precision_series(self.verdicts.values(), check_last(last))

    @property
    def standing(self) -> dict[str, int]:
        """Number of edits that stand, by region id, where there are any; a new dict."""
        with self.lock:
            return self._store.history.standing()

    @property
    def last_edit(self) -> str | None:
        """Id of the edit that undo would take back; None when it would take back something else, or nothing."""
        with self.lock:
            done = self._store.history.done
            return done[-1].id if done and isinstance(done[-1], EditEntry) else None

    def said(self, region: str) -> Said | None:
        """What was last said of a region and not taken back."""
        with self.lock:
            return self._store.history.said(region)

    def knows(self, act_id: str) -> bool:
        """Whether an act with this id was done, in any generation. Refused with "journal" when the session is closed."""
        with self._acting():
            return self._store.find_act(act_id) is not None

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, such as "brush, region 3", or None."""
        with self.lock:
            return self._teller.text(self._store.history.done)

    @property
    def redo_text(self) -> str | None:
        """What redo would do again, or None."""
        with self.lock:
            return self._teller.text(self._store.history.undone)

    @property
    def journal_state(self) -> dict[str, str | None]:
        """``{"path", "state": "ok" | "memory", "message"}``, as in the protocol."""
        place = self._store.place
        path = None if place.state == "memory" else str(place.journal.path)
        message = f"{place.message} {place.journal.notice}".strip()
        return {"path": path, "state": place.state, "message": message}

    def description(self) -> dict[str, Any]:
        """The volume description of docs/protocol.md: plain values, ready for JSON."""
        with self.lock:
            store = self._store
            return {
                "name": self.name,
                "generation": store.generation,
                "revision": store.revision,
                "shape": list(self.shape),
                "spacing": None if self.spacing is None else list(self.spacing),
                "unit": "vx" if self.spacing is None else "µm",
                "image": self._display.description(),
                "segmentation": {
                    "dtype": store.shadow.dtype.name,
                    "index": store.labels.index_dtype.name,
                    "labels": [str(label) for label in store.labels.ids],
                },
                "uncertainty": {
                    **store.doubt.description(),
                    "heights": store.listing.searches_heights,
                },
                "ranking": store.listing.row(),
                "before": store.before is not None,
            }

    def warm_up(self) -> None:
        """Do ahead what the first act would wait for: rank, and hash the map. Call it from a thread when nothing else is to do."""
        _ = self._store.listing.ranking, self._store.doubt.hash

    # -- arrays -------------------------------------------------------------------------------------------------------------------

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
        with self.lock, self._announcer.act():
            values = self.segmentation[_box.slices(box)][::step, ::step, ::step]
            indices = self.labels.indices_of(values)
            if (indices == self.labels.capacity).any():
                start = len(self.labels)
                self._teller.labels(start, tuple(self.labels.extend(self.labels.unknown(values))))
                indices = self.labels.indices_of(values)
            return indices

    def code_block(self, box: Box) -> NDArray[Any]:
        """Doubt codes of a box; a new C-order array."""
        self._check_box(box)
        return self.codes.codes[_box.slices(box)].copy()

    def height_block(self, box: Box) -> NDArray[np.uint8]:
        """Heights of a box, which the modes branch and variants search; a new C-order array."""
        self._check_box(box)
        return self._store.doubt.heights[_box.slices(box)].copy()

    def snapshot(self) -> tuple[NDArray[Any], int]:
        """A copy of the segmentation (C order, same dtype) and its revision, consistent while edits arrive."""
        with self.lock:
            return self.segmentation.copy(order="C"), self.revision

    def changes(self) -> NDArray[np.bool_]:
        """(Z, Y, X) bool, made anew: where the live array differs from what it held when this generation began.

        Changes by the user's own code count, whether `refresh` was called or not. Cost: one copy of the array and every edit once.
        """
        with self.lock:
            return np.asarray(self.segmentation != self._store.base())

    def trust(self, outside: float = 0.0) -> NDArray[np.float32]:
        """(Z, Y, X) float32 weights for training.

        1 in the box, dilated by 2 voxels, of every region settled as fixed or correct; 0 in the box, dilated alike, of every region settled
        as unsure (0 wins where they overlap); `outside` elsewhere.
        """
        weight = check_number("outside", outside)
        with self.lock:
            return trust_map(self._store.settled, self._store.history, self.shape, weight)

    def regions_frame(self) -> pd.DataFrame:
        """One row per region in rank order, by region id: the ranking's table, then what was decided.

        ``verdict``, ``note``, ``time``; ``carried`` (bool: the verdict was not given to this very region but to others, of other
        parameters or an earlier generation, that cover it); ``edits``, how many stand; ``mark``: "new" where less than half of it lay in
        the list before the last `update`, "returning" where at least half was settled then and is not any more, else empty.
        """
        with self.lock:
            store = self._store
            verdicts = store.settled.verdicts(store.listing)
            marks = marks_of(self.ranking, store.before, verdicts)
            return regions_table(self.ranking, verdicts, self.standing, marks)

    def edits_frame(self) -> pd.DataFrame:
        """One row per edit of all generations, oldest first, by edit id.

        ``generation``, ``standing`` (bool), ``region``, its ``rank`` (<NA> for one of another generation), ``tool``, ``voxels``, the
        half-open box ``z0 z1 y0 y1 x0 x1``, ``time``, and ``revision``, that of the array when the edit was first applied.
        """
        with self.lock:
            return edits_table(*self._store.acts(), self._store.listing.region_number)

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
            By which `knows` finds the act again.

        Raises
        ------
        Refused
            Code "journal"; "generation" for a region of another one; "nothing" for "open" on an open region.
        ValueError, KeyError
            For another verdict, or a region that there is not.
        """
        check_choice("verdict", verdict, get_args(Asked))
        note = check_text("note", note)
        with self._acting():
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

    def undo(self, *, origin: Any = None) -> Applied | Judged:
        """Take the last act back that stands: an edit or a verdict. It is an act of its own in the journal.

        Raises
        ------
        Refused
            Code "nothing"; "conflict" when other code has changed the edit's voxels since; "journal".
        """
        with self._acting():
            if not self._store.history.done:
                raise Refused("nothing", "undo: there is nothing to undo.")
            return self._walk(self._store.history.done[-1], "undo", "before", origin)

    def redo(self, *, origin: Any = None) -> Applied | Judged:
        """Do again what `undo` took back last, as long as nothing new was done. Raises as `undo`."""
        with self._acting():
            if not self._store.history.undone:
                raise Refused("nothing", "redo: there is nothing to do again.")
            return self._walk(self._store.history.undone[-1], "redo", "after", origin)

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

    def close(
        self, message: str = "The session is closed. Run the cell that shows the curator again."
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

    def _walk(self, entry: Entry, kind: Literal["undo", "redo"], side: Side, origin: Any) -> Applied | Judged:
        store = self._store
        if isinstance(entry, VerdictEntry):
            was_brought = store.history.is_brought(entry.region)
            store.commit(Act(kind, now_ms(), target=entry.seq))
            judged = self._teller.verdict(entry.region, kind, origin)
            self._tell_brought(was_brought != store.history.is_brought(entry.region))
            return judged
        before = self._teller.verdict_name(entry.region)
        change = store.step(kind, entry, side)
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

    def _check_box(self, box: Box) -> None:
        if not _box.inside(box, self.shape):
            raise Refused(
                "bounds", f"box: found {list(box)}, expected one with voxels inside {list(self.shape)}."
            )
