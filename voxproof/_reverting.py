"""Taking edits back out of order: which voxels change when edits cease to stand, and which keep what later ones wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._events import Refused
from voxproof._matching import step_change
from voxproof._runs import Change, Runs, collect, difference, positions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof._history import EditEntry, History
    from voxproof._journal import Journal

_SLAB_VOXELS = 1 << 21


@dataclass(frozen=True, eq=False)
class Reversal:
    """What a revert writes, and how many voxels of what it takes back keep the label that a later edit wrote."""

    change: Change
    kept: int


def reversal(
    journal: Journal, history: History, targets: Sequence[EditEntry], array: NDArray[Any]
) -> Reversal:
    """What makes the array what it would be if edits that stand had never been made.

    A voxel that they wrote holds afterwards what the last edit wrote there that still stands or stands again, in the order in which they
    were made; without one, what the generation began with: what the first edit there found.

    Parameters
    ----------
    journal, history : Journal, History
        Of the generation; read only.
    targets : sequence of EditEntry
        Edits, or reverts whose edits are to stand again.
    array : (Z, Y, X) array
        Holds the last state. Borrowed.

    Raises
    ------
    Refused
        Code "bounds": the change's box would hold more voxels than one edit can tell.

    Notes
    -----
    Works in slabs of about two million voxels of the edits' common box, 4 bytes and two labels a voxel; reads the runs of each edit
    whose box meets the slab.
    """
    turned = history.turned_by(targets)
    fold = _Fold(journal, history, turned, array)
    box = _box.union(entry.box for entry in turned)
    parts, kept = [], 0
    for slab in _slabs(box):
        before, after, slab_kept = fold.slab(slab)
        parts.append(difference(before, after, slab, array.shape))
        kept += slab_kept
    try:
        change = collect(parts, array.shape)
    except OverflowError as error:
        raise Refused("bounds", f"revert: {error} Revert its edits one by one.") from error
    return Reversal(change or _no_change(box, array.dtype), kept)


class _Fold:
    """What voxels hold once some edits have turned, followed edit by edit."""

    def __init__(
        self, journal: Journal, history: History, turned: Sequence[EditEntry], array: NDArray[Any]
    ) -> None:
        self._journal = journal
        self._written = history.written()
        self._turned = {entry.seq for entry in turned}
        self._standing = {entry.seq for entry in self._written if history.stands(entry)}
        self._array = array
        self._dtype = array.dtype.newbyteorder("=")

    def slab(self, box: Box) -> tuple[NDArray[Any], NDArray[Any], int]:
        """The labels of a box before and after, and how many voxels keep what a later edit wrote."""
        before = self._array[_box.slices(box)].astype(self._dtype)
        after = before.copy()
        is_meant, is_known, is_last = (np.zeros(before.shape, np.bool_) for _ in range(3))
        met = [entry for entry in self._written if _box.overlap(entry.box, box)]
        for entry in met:
            if entry.seq in self._turned:
                here, _, _ = self._within(entry, box)
                is_meant[here] = True
        for entry in met:
            here, was, is_now = self._within(entry, box)
            mine = is_meant[here]
            here, was, is_now = tuple(axis[mine] for axis in here), was[mine], is_now[mine]
            is_first = ~is_known[here]
            after[tuple(axis[is_first] for axis in here)] = was[is_first]
            is_known[here] = True
            turns = entry.seq in self._turned
            if turns != (entry.seq in self._standing):
                after[here] = is_now
            if turns or entry.seq in self._standing:
                is_last[here] = turns
        return before, after, int((is_meant & ~is_last).sum())

    def _within(
        self, entry: EditEntry, box: Box
    ) -> tuple[tuple[NDArray[np.int64], ...], NDArray[Any], NDArray[Any]]:
        """The voxels that an edit wrote in a box, counted from its corner, with their labels before and after."""
        change = step_change(self._journal, entry, "after", self._dtype)
        plane = (entry.box[3] - entry.box[2]) * (entry.box[5] - entry.box[4])
        edges = [(edge - entry.box[0]) * plane for edge in box[:2]]
        first, last = np.searchsorted(change.runs.offset, edges)
        runs = change.runs[int(first) : int(last)]
        corner, size = box[::2], _box.box_shape(box)
        here = tuple(axis - low for axis, low in zip(positions(runs, entry.box), corner, strict=True))
        is_inside = np.ones(here[0].size, np.bool_)
        for axis, extent in zip(here, size, strict=True):
            is_inside &= (axis >= 0) & (axis < extent)
        labels = (np.repeat(side, runs.length)[is_inside] for side in (runs.before, runs.after))
        was, is_now = labels
        return tuple(axis[is_inside] for axis in here), was, is_now


def _slabs(box: Box) -> Iterator[Box]:
    z0, z1, y0, y1, x0, x1 = box
    thickness = max(1, _SLAB_VOXELS // ((y1 - y0) * (x1 - x0)))
    for z in range(z0, z1, thickness):
        yield z, min(z + thickness, z1), y0, y1, x0, x1


def _no_change(box: Box, dtype: np.dtype[Any]) -> Change:
    """All voxels keep what later edits wrote: the edits cease to stand all the same."""
    none, labels = np.zeros(0, np.uint32), np.zeros(0, dtype.newbyteorder("="))
    return Change(box, Runs(none, none, labels, labels))
