"""The segmentation that a ranking is of, as far as consequences and reasons ask about it."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._consequence import Consequences, Flips
from voxproof.regions._order import CONSEQUENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from voxproof.regions._found import Found, Labelled
    from voxproof.regions._split import Split

MOST_TRIED = 20_000
"""So many regions of a table are tried, the best ones; about 0.2 ms each."""


class Topology:
    """The mask of a segmentation, in a bit for each voxel, and what flipping regions does to it, when first asked for.

    Parameters
    ----------
    bits : (Z, Y, ceil(X / 8)) uint8
        Of `pack_mask`. Borrowed.
    shape : (int, int, int)
    spacing : (float, float, float) or None
        Voxel size (z, y, x) in µm.
    split : Split, optional
        How the members of a small ensemble voted.
    """

    def __init__(
        self,
        bits: NDArray[np.uint8],
        shape: tuple[int, int, int],
        spacing: tuple[float, float, float] | None,
        split: Split | None = None,
    ) -> None:
        self._bits = bits
        self._shape = shape
        self._spacing = spacing
        self.split = split
        self._lock = Lock()
        self._known: tuple[Found, Consequences] | None = None

    def of_found(self, found: Found) -> Consequences:
        """Consequences of all regions found; those asked for last are remembered."""
        with self._lock:
            if self._known is None or self._known[0] is not found:
                regions = _voxels(found, found.owner, found.records.size, self._shape)
                self._known = found, self._flips().flip(regions)
            return self._known[1]

    def of_listed(self, labelled: Labelled) -> Consequences:
        """Consequences of the listed regions, in rank order; of the first 20,000 unless those of all that was found are known.

        Of none where the segmentation does not fit into the labeller's memory: a table is worth having without.
        """
        with self._lock:
            known = self._known
        if known is not None and known[0] is labelled.found:
            return known[1].at(labelled.records)
        count = min(labelled.voxels.size, MOST_TRIED)
        if count == 0:
            return Consequences.none()
        try:
            return self._flips().flip(_voxels(labelled, labelled.rank, count, self._shape))
        except OverflowError:
            return Consequences.none()

    def adds(self, voxels: NDArray[np.int64]) -> bool:
        """Whether flipping these flat C-order indices adds them: at least half are background."""
        _, rows, columns = self._shape
        row, x = np.divmod(voxels, columns)
        z, y = np.divmod(row, rows)
        inside = self._bits[z, y, x >> 3] >> (x & 7) & 1
        return 2 * int(np.count_nonzero(inside)) <= voxels.size

    def _flips(self) -> Flips:
        """Made anew, since it takes up to 5 bytes a voxel."""
        return Flips(unpack_mask(self._bits, self._shape), spacing=self._spacing)


def columns_of(known: Consequences, count: int) -> dict[str, pd.Series[Any]]:
    """Columns of a table of `count` regions, NA beyond those known."""
    import pandas as pd

    rows = pd.RangeIndex(count)
    counts = (known.pieces, known.loops, known.cavities, known.hanging)
    columns: dict[str, pd.Series[Any]] = {
        name: pd.Series(column, dtype="Int64").reindex(rows)
        for name, column in zip(CONSEQUENCES[:4], counts, strict=True)
    }
    columns[CONSEQUENCES[4]] = pd.Series(known.hanging_length).reindex(rows)
    return columns


def pack_mask(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """(Z, Y, ceil(X / 8)) uint8, made anew: a bit per voxel, lowest first, rows of whole bytes."""
    return np.packbits(mask, axis=2, bitorder="little")


def unpack_mask(bits: NDArray[np.uint8], shape: tuple[int, int, int]) -> NDArray[np.bool_]:
    """(Z, Y, X) bool, made anew, of what `pack_mask` gave."""
    return np.unpackbits(bits, axis=2, count=shape[2], bitorder="little").view(np.bool_)


def _voxels(
    rows: Found | Labelled, owner: NDArray[np.uint32], count: int, shape: tuple[int, int, int]
) -> Iterator[NDArray[np.int64]]:
    """Flat C-order indices of the voxels of owners 1 to `count`, one after the other."""
    order = np.argsort(owner, kind="stable")
    places = np.searchsorted(owner[order], np.arange(1, count + 2))
    for first, last in zip(places[:-1].tolist(), places[1:].tolist(), strict=True):
        yield voxels_of_runs(rows, order[first:last], shape)


def voxels_of_runs(
    rows: Found | Labelled, runs: NDArray[np.int64], shape: tuple[int, int, int]
) -> NDArray[np.int64]:
    """Flat C-order indices of the voxels of the runs with these indices."""
    row = np.searchsorted(rows.row_start, runs, side="right") - 1
    start = row * shape[2] + rows.start[runs]
    length = (rows.end[runs] - rows.start[runs]).astype(np.int64)
    before = np.cumsum(length) - length
    voxels: NDArray[np.int64] = np.repeat(start - before, length) + np.arange(int(length.sum()))
    return voxels
