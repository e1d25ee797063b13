"""The surroundings of voxels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof import _box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box, Shape


def near(
    voxels: NDArray[np.int64], box: Box, by: int, shape: Shape
) -> tuple[Box, NDArray[np.bool_], NDArray[np.bool_]]:
    """What is within `by` voxels of given ones, also diagonally.

    Parameters
    ----------
    voxels : (n,) int64
        Flat C-order indices.
    box : Box
        Around them.
    by : int
        From 1.

    Returns
    -------
    box : Box
        The box grown by as much.
    own, near : (z, y, x) bool
        In it: the voxels, and these with what is near them.
    """
    wide = _box.dilate(box, by, shape)
    own = np.zeros(_box.box_shape(wide), np.bool_)
    z, y, x = np.unravel_index(voxels, shape)
    own[z - wide[0], y - wide[2], x - wide[4]] = True
    mask = own
    for axis in range(3):
        mask = _dilated(mask, axis, by)
    return wide, own, mask


def _dilated(mask: NDArray[np.bool_], axis: int, by: int) -> NDArray[np.bool_]:
    wide = mask.copy()
    along, source = np.moveaxis(wide, axis, 0), np.moveaxis(mask, axis, 0)
    for step in range(1, by + 1):
        along[step:] |= source[:-step]
        along[:-step] |= source[step:]
    return wide
