"""Voxels of the runs that a block's parts consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._found import Found


def expanded(
    found: Found, runs: NDArray[np.int64], rim: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Flat indices, rising, of the voxels of some runs, which rise too, and the part of each; of a block with a rim of so many voxels."""
    _, y, x = found.shape
    row = np.searchsorted(found.row_start, runs, side="right") - 1
    if rim:
        row = (row // y + rim) * (y + 2 * rim) + row % y + rim
    start = row * (x + 2 * rim) + found.start[runs] + rim
    length = (found.end[runs] - found.start[runs]).astype(np.int64)
    before = np.cumsum(length) - length
    place = np.repeat(start - before, length) + np.arange(int(length.sum()))
    return place, np.repeat(found.owner[runs], length)
