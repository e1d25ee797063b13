"""A closed line in a slice, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import brief, is_whole
from voxproof._preview import Preview
from voxproof.tools._given import check_axis, check_label, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof.tools._given import Axis


def lasso(
    segmentation: NDArray[Any],
    corners: Sequence[Sequence[float]],
    label: int,
    plane: Axis = "z",
    *,
    depth: int,
    slices: int = 1,
) -> Preview:
    """Give a label to what a closed line in a slice encloses.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    corners : (n, 2) array_like of float
        Of the line, three or more, closed from the last to the first: the two axes of the slice in the order (z, y, x), in voxels. The
        centre of voxel 0 lies at 0. They may lie outside the volume.
    label : int
        0 erases.
    plane : {"z", "y", "x"}
        Across which axis the slice lies.
    depth : int
        Number of the slice.
    slices : int
        How many slices get it, this one in the middle; of an even number one more lies after it. What lies outside the volume is left out.

    Returns
    -------
    Preview
        Voxels whose centre the line winds around get the label, also where it crosses itself. Of centres right on the line those at the
        lower side are inside.

    Raises
    ------
    TypeError, ValueError
        For fewer corners, a slice outside the volume, fewer slices than one, a label that the dtype cannot hold, a line around no
        centre of a voxel.

    Notes
    -----
    Non-zero winding rule, by scan lines.

    Examples
    --------
    >>> import numpy as np
    >>> corners = [(0.5, 0.5), (0.5, 3), (3, 0.5)]
    >>> lasso(np.zeros((1, 4, 4), np.uint8), corners, 7, depth=0).segmentation
    array([[[7, 7],
            [7, 0]]], dtype=uint8)
    """
    segmentation = labels_of(segmentation)
    label, across = check_label(label, segmentation.dtype), check_axis(plane, "plane")
    line = np.asarray(corners, np.float64)
    if line.ndim != 2 or line.shape[1] != 2 or len(line) < 3 or not np.isfinite(line).all():
        raise ValueError(
            f"corners: found {brief(corners)}, expected three or more pairs of finite numbers, along the two axes of the slice."
        )
    if not is_whole(depth) or not 0 <= depth < segmentation.shape[across]:
        raise ValueError(
            f"depth: found {brief(depth)}, expected the number of a slice, 0 to {segmentation.shape[across] - 1}."
        )
    if not is_whole(slices) or slices < 1:
        raise ValueError(f"slices: found {brief(slices)}, expected a whole number of slices, 1 or more.")
    rows, columns = (size for axis, size in enumerate(segmentation.shape) if axis != across)
    inside = _inside(line, rows, columns)
    if not inside.any():
        raise ValueError(
            "corners: found a line around no centre of a voxel, expected one around some. Draw it wider."
        )
    mask = np.expand_dims(inside, across)
    edges = [np.flatnonzero(mask.any(axis=tuple(o for o in range(3) if o != axis))) for axis in range(3)]
    z, y, x = (slice(int(found[0]), int(found[-1]) + 1) for found in edges)
    small = mask[z, y, x]
    where = [z, y, x]
    first = int(depth) - (int(slices) - 1) // 2
    where[across] = slice(max(first, 0), min(first + int(slices), segmentation.shape[across]))
    box = (where[0], where[1], where[2])
    part = segmentation[box].copy()
    part[np.broadcast_to(small, part.shape)] = label
    return Preview(box, part)


def _inside(line: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.bool_]:
    """Where the line winds around centres: steps of the winding number along each row, summed."""
    steps = np.zeros((rows, columns + 1), np.int64)
    for (v0, u0), (v1, u1) in zip(line, np.roll(line, -1, axis=0), strict=True):
        first, last = max(0, int(np.ceil(min(v0, v1)))), min(rows, int(np.ceil(max(v0, v1))))
        for row in range(first, last):
            crossing = u0 + ((row - v0) / (v1 - v0)) * (u1 - u0)
            column = min(max(int(np.ceil(crossing)), 0), columns)
            steps[row, column] += 1 if v1 > v0 else -1
    winding = np.cumsum(steps, axis=1)[:, :columns]
    inside: NDArray[np.bool_] = winding != 0
    return inside
