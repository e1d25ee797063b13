"""Taking the proposal of a region, with clean edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._near import near
from voxproof._preview import Preview
from voxproof.tools._places import FULL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box

_SEAM = 2
"""Voxels on either side of a seam."""
_CRUMB = 30
"""Voxels of a rest that is not worth keeping."""
_STEP = 13
"""Of 255: what the cut through the probability moves by, about 0.05."""
_WAY = 4
"""Voxels that a proposal may grow by in a step."""


def accept(
    segmentation: NDArray[Any],
    voxels: NDArray[np.int64],
    *,
    adds: bool,
    heights: NDArray[np.uint8] | None = None,
    steps: int = 0,
) -> Preview:
    """Add the voxels of a region to the segmentation, or remove them from it.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    voxels : (n,) int64
        Flat C-order indices of the region.
    adds : bool
        Whether background voxels of it get the label that most voxels around it have, up to 3 voxels away (of labels as frequent the
        smaller one; 1 where there is none); else all of them become 0.
    heights : (Z, Y, X) uint8, optional
        ``round(255 * probability)``; what `steps` go along.
    steps : int
        Above 0 the region grows into neighbours that are nearly as probable (for a removal: improbable), by about 0.05 and at most 4
        voxels a step; below 0 it loses its least probable ones.

    Returns
    -------
    Preview
        Where voxels are added, background within 2 voxels of both old and new ones that a closing of the two fills is added too; where
        they are removed, rests of fewer than 30 voxels beside them go as well.

    Raises
    ------
    ValueError
        For `steps` without `heights`.
    """
    z, y, x = np.unravel_index(voxels, segmentation.shape)
    region = (int(z.min()), int(z.max()) + 1, int(y.min()), int(y.max()) + 1, int(x.min()), int(x.max()) + 1)
    reach = 2 * _SEAM + 1 + _WAY * max(0, steps)
    box, own, _ = near(voxels, region, reach, segmentation.shape)
    part = segmentation[_box.slices(box)].copy()
    if steps:
        if heights is None:
            raise ValueError(
                "steps: found no probability, expected one that the region can grow along. Pass steps=0."
            )
        own = _stepped(own, heights[_box.slices(box)], part == 0, adds=adds, steps=steps)
    if adds:
        label = _label_around(part, own)
        new = own & (part == 0)
        part[new | _seam(part, new, label)] = label
    else:
        gone = own & (part != 0)
        for label in np.unique(part[gone]).tolist():
            gone |= _rests((part == label) & ~gone, gone, box, segmentation)
        part[gone] = 0
    return Preview(_box.slices(box), part)


def _stepped(
    own: NDArray[np.bool_],
    heights: NDArray[np.uint8],
    background: NDArray[np.bool_],
    *,
    adds: bool,
    steps: int,
) -> NDArray[np.bool_]:
    from scipy import ndimage

    merit = heights.astype(np.int16) if adds else 255 - heights.astype(np.int16)
    lowest = int(merit[own].min())
    if steps < 0:
        kept = own & (merit >= lowest - _STEP * steps)
        return kept if kept.any() else own
    allowed = (background == adds) & (merit >= lowest - _STEP * steps)
    grown: NDArray[np.bool_] = ndimage.binary_dilation(own, FULL, iterations=_WAY * steps, mask=allowed | own)
    return grown


def _label_around(part: NDArray[Any], own: NDArray[np.bool_]) -> Any:
    """The label that most voxels around have, the smaller one of several; 1 where all are background, also behind a seam."""
    from scipy import ndimage

    wide = own
    for _ in range(_SEAM + 1):
        wide = ndimage.binary_dilation(wide, FULL)
        labels, counts = np.unique(part[wide & ~own & (part != 0)], return_counts=True)
        if labels.size:
            return labels[counts.argmax()]
    return 1


def _seam(part: NDArray[Any], new: NDArray[np.bool_], label: Any) -> NDArray[np.bool_]:
    from scipy import ndimage

    old = part == label
    between = ndimage.binary_dilation(new, FULL, _SEAM) & ndimage.binary_dilation(old, FULL, _SEAM)
    closed = ndimage.binary_closing(np.pad(new | old, _SEAM), FULL, _SEAM)
    inner = tuple(slice(_SEAM, -_SEAM) for _ in range(3))
    seam: NDArray[np.bool_] = (part == 0) & between & closed[inner]
    return seam


def _rests(
    left: NDArray[np.bool_], gone: NDArray[np.bool_], box: Box, segmentation: NDArray[Any]
) -> NDArray[np.bool_]:
    """Small parts beside what is gone that end inside the box."""
    from scipy import ndimage

    parts, count = ndimage.label(left, FULL)
    if not count:
        return np.zeros_like(left)
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    beside = np.unique(parts[ndimage.binary_dilation(gone, FULL) & (parts > 0)])
    border = np.ones(left.shape, np.bool_)
    inner = [
        slice(int(low > 0), n - int(high < size))
        for low, high, n, size in zip(box[::2], box[1::2], left.shape, segmentation.shape, strict=True)
    ]
    border[tuple(inner)] = False
    open_ended = np.unique(parts[border])
    small = [p for p in beside.tolist() if sizes[p] < _CRUMB and p not in open_ended]
    return np.isin(parts, small)
