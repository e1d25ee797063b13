"""Voxels as pairs of offset and length, as they travel and are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pairs_of(flat: NDArray[np.int64], size_x: int) -> NDArray[np.uint32]:
    """Pairs of flat C-order indices, which rise; none crosses the end of a row of `size_x` voxels.

    Returns
    -------
    (n, 2) uint32
        ``(offset, length)``, rising.
    """
    begins = np.flatnonzero((np.diff(flat, prepend=-2) != 1) | (flat % size_x == 0))
    length = np.diff(np.append(begins, flat.size))
    return np.stack([flat[begins], length], axis=1).astype(np.uint32)


def flat_of(pairs: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The flat indices again."""
    offset, length = pairs.astype(np.int64).T
    skipped = np.cumsum(length) - length
    return np.repeat(offset - skipped, length) + np.arange(int(length.sum()))
