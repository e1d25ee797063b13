"""What can be read of a session: arrays, regions, what was decided, and tables; at any time and from any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._checks import check_number
from voxproof._edits import iso_time
from voxproof._events import Refused, Verdict
from voxproof._frames import edits_table, regions_table
from voxproof._history import EditEntry, verdict_name
from voxproof._marks import marks_of
from voxproof._precision import (
    RECENT,
    Precision,
    check_last,
    check_share,
    precision_of,
    precision_series,
)
from voxproof._stretches import pairs_of
from voxproof._trust import trust_map

if TYPE_CHECKING:
    from threading import RLock

    import pandas as pd
    from numpy.typing import NDArray

    from voxproof._announcer import Announcer
    from voxproof._box import Box, Shape
    from voxproof._display import Display
    from voxproof._doubt import Doubt
    from voxproof._history import Said
    from voxproof._journal import Act
    from voxproof._labels import LabelTable
    from voxproof._marks import Before
    from voxproof._rows import Missing
    from voxproof._store import Store
    from voxproof._telling import Teller
    from voxproof.regions import Codes, Ranking, RankParameters


class Reading:
    """The face that is read. Attributes are set by `Session`, which documents them."""

    lock: RLock
    name: str
    shape: Shape
    spacing: tuple[float, float, float] | None
    _store: Store
    _display: Display
    _announcer: Announcer
    _teller: Teller

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
    def doubt(self) -> Doubt:
        """The maps, and what is made of them."""
        return self._store.doubt

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
        return self._store.listing.ranking.borrow(self._store.segmentation)

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

    def acts_after(self, seq: int, most: int) -> list[Act]:
        """Acts of this generation after one, oldest first, without their voxels and without new labels."""
        with self.lock:
            return self._store.acts_after(seq, most)

    def said(self, region: str) -> Said | None:
        """What was last said of a region and not taken back."""
        with self.lock:
            return self._store.history.said(region)

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
        """``{"path", "state": "ok" | "memory" | "read", "message"}``, as in the protocol."""
        place = self._store.place
        path = None if place.state == "memory" else str(place.journal.path)
        message = f"{place.message} {place.journal.notice}".strip()
        return {"path": path, "state": place.state, "message": message}

    @property
    def missing(self) -> Missing | None:
        """What the journal lacked when it was opened, since it was damaged; None for a whole one."""
        return self._store.place.missing

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

    def drawn_slice(self, box: Box) -> NDArray[np.uint8]:
        """The first slice z of a box as it is drawn before anyone changes the brightness; a new C-order (Y, X) array."""
        self._check_box(box)
        drawn: NDArray[np.uint8] = self._display.drawn((box[0], box[0] + 1, *box[2:]))[0]
        return drawn

    def index_block(self, level: int, box: Box) -> NDArray[Any]:
        """Label indices of every 2^level-th voxel of a box; a new C-order array of the table's index dtype.

        Labels that the user's own code has written since are added to the table first (listeners hear of them).
        """
        self._check_box(box)
        step = 1 << level
        with self.lock, self._announcer.act():
            return self._indices_of(self.segmentation[_box.slices(box)][::step, ::step, ::step])

    def original_block(self, box: Box) -> NDArray[Any]:
        """Label indices of a box as they were when this generation began, whatever was done since; a new C-order array.

        Labels that nothing bears any more are added to the table, as in `index_block`.
        """
        self._check_box(box)
        with self.lock, self._announcer.act():
            return self._indices_of(self._store.original().read(box))

    def _indices_of(self, values: NDArray[Any]) -> NDArray[Any]:
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

    def mask_block(self, box: Box) -> NDArray[np.uint8]:
        """Where in whole rows of voxels the segmentation was not 0 when the generation began; see `Doubt.bits`. A new array.

        Raises
        ------
        ValueError
            For a box that does not hold whole rows.
        """
        self._check_box(box)
        z, y, x = _box.slices(box)
        if (x.start, x.stop) != (0, self.shape[2]):
            raise ValueError(
                f"box: found x from {x.start} to {x.stop}, expected whole rows, 0 to {self.shape[2]}."
            )
        return self._store.doubt.bits[z, y].copy()

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

    def original(self) -> NDArray[Any]:
        """What the array held when this generation began, made anew (C order). Cost as of `changes`."""
        with self.lock:
            return self._store.base()

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
        # Tries flips for seconds when first asked for; acts need not wait for it.
        _ = self.ranking.table
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

    def _check_box(self, box: Box) -> None:
        if not _box.inside(box, self.shape):
            raise Refused(
                "bounds", f"box: found {list(box)}, expected one with voxels inside {list(self.shape)}."
            )
