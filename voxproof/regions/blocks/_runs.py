"""Voxels of the runs that a block's parts consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._found import Found


def expanded(found: Found, runs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Flat indices, rising, of the voxels of some runs, which rise too, and the part of each."""
    row = np.searchsorted(found.row_start, runs, side="right") - 1
    return _stretches(row * found.shape[2] + found.start[runs].astype(np.int64), found, runs, 0)


def expanded_in_rim(
    found: Found, runs: NDArray[np.int64], longer: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The same, of a block with a rim of one voxel, and of runs that are so many voxels longer at both ends: at most 1."""
    _, y, x = found.shape
    z, y_in = np.divmod(np.searchsorted(found.row_start, runs, side="right") - 1, y)
    row = (z + 1) * (y + 2) + y_in + 1
    start = row * (x + 2) + found.start[runs].astype(np.int64) + 1 - longer
    return _stretches(start, found, runs, 2 * longer)


def _stretches(
    start: NDArray[np.int64], found: Found, runs: NDArray[np.int64], more: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    length = (found.end[runs] - found.start[runs]).astype(np.int64) + more
    before = np.cumsum(length) - length
    place = np.repeat(start - before, length) + np.arange(int(length.sum()))
    return place, np.repeat(found.owner[runs], length)
