"""What a segmentation would be when the proposal of a region is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._near import near
from voxproof._preview import Preview

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box


def preview(segmentation: NDArray[Any], voxels: NDArray[np.int64], box: Box, *, adds: bool) -> Preview:
    """Flip voxels in a copy of their box.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    voxels : (n,) int64
        Flat C-order indices.
    box : Box
        Around them.
    adds : bool
        Whether those that are 0 get the label that most voxels around them have (26 neighbours; of labels as frequent the smaller one; 1
        where there is none); else all become 0.
    """
    z, y, x = segmentation.shape
    wide, own, around = near(voxels, box, 1, (z, y, x))
    part = segmentation[_box.slices(wide)].copy()
    if adds:
        part[own & (part == 0)] = _label_of(part[around & ~own])
    else:
        part[own] = 0
    inner = tuple(slice(box[2 * i] - wide[2 * i], box[2 * i + 1] - wide[2 * i]) for i in range(3))
    return Preview(_box.slices(box), part[inner].copy())


def _label_of(around: NDArray[Any]) -> Any:
    """The label that most voxels have, the smaller one of several; 1 where all are background."""
    labels, counts = np.unique(around[around != 0], return_counts=True)
    return labels[counts.argmax()] if labels.size else 1
