"""Voxels as tools are given them, and the pieces they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._checks import brief, is_whole
from voxproof._preview import Preview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape

FULL = np.ones((3, 3, 3), np.bool_)
"""26 neighbours."""

_FIRST_REACH = 24
"""Voxels on each side of a point that are looked at first."""


def check_point(point: Any, shape: Shape, name: str = "point") -> tuple[int, int, int]:
    """A voxel (z, y, x). TypeError or ValueError when it is none of the volume's."""
    entries = list(point) if isinstance(point, list | tuple | np.ndarray) else []
    if len(entries) != 3 or not all(is_whole(entry) for entry in entries):
        raise TypeError(f"{name}: found {brief(point)}, expected a voxel (z, y, x), three whole numbers.")
    z, y, x = (int(entry) for entry in entries)
    if not all(0 <= at < size for at, size in zip((z, y, x), shape, strict=True)):
        raise ValueError(f"{name}: found {[z, y, x]}, expected a voxel of a volume of {list(shape)}.")
    return z, y, x


def check_points(
    points: Any, shape: Shape, *, least: int = 1, name: str = "points"
) -> list[tuple[int, int, int]]:
    """Voxels in order. TypeError or ValueError when there are too few, or one is outside."""
    if not isinstance(points, list | tuple | np.ndarray) or len(points) < least:
        raise ValueError(f"{name}: found {brief(points)}, expected {least} or more voxels (z, y, x).")
    return [check_point(point, shape, f"{name}[{i}]") for i, point in enumerate(points)]


def label_at(segmentation: NDArray[Any], point: tuple[int, int, int], name: str = "point") -> Any:
    """The label of a voxel. ValueError on background."""
    label = segmentation[point]
    if label == 0:
        raise ValueError(f"{name}: found background at {list(point)}, expected a voxel that has a label.")
    return label


def piece_at(
    segmentation: NDArray[Any], point: tuple[int, int, int], most: Sequence[int] | None = None
) -> tuple[Box, NDArray[np.bool_]]:
    """The connected piece (26 neighbours, one label) that a voxel is in.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
    point : (int, int, int)
        A voxel with a label.
    most : sequence of three int, optional
        Voxels on each side of the point (z, y, x) beyond which the piece is cut off; the whole piece without it.

    Returns
    -------
    box : Box
        With all of the piece (or what is within reach), and a voxel around it where the volume goes on.
    piece : (z, y, x) bool
        In the box.
    """
    from scipy import ndimage

    label = label_at(segmentation, point)
    limits = segmentation.shape if most is None else most
    reach = _FIRST_REACH
    while True:
        box = around(point, [min(reach, limit) for limit in limits], segmentation.shape)
        names, _ = ndimage.label(segmentation[_box.slices(box)] == label, FULL)
        z, y, x = (at - low for at, low in zip(point, box[::2], strict=True))
        piece: NDArray[np.bool_] = names == names[z, y, x]
        if reach >= max(limits) or not touches(piece, box, segmentation.shape):
            return shrunk(piece, box)
        reach *= 2


def around(point: tuple[int, int, int], reach: Sequence[int], shape: Shape) -> Box:
    """The box of so many voxels on each side of a voxel, inside the volume."""
    (z, y, x), (rz, ry, rx) = point, reach
    return (
        max(z - rz, 0),
        min(z + rz + 1, shape[0]),
        max(y - ry, 0),
        min(y + ry + 1, shape[1]),
        max(x - rx, 0),
        min(x + rx + 1, shape[2]),
    )


def touches(mask: NDArray[np.bool_], box: Box, shape: Shape) -> bool:
    """Whether a mask reaches a face of its box behind which the volume goes on."""
    for axis in range(3):
        low, high = box[2 * axis], box[2 * axis + 1]
        along = np.moveaxis(mask, axis, 0)
        if (low > 0 and along[0].any()) or (high < shape[axis] and along[-1].any()):
            return True
    return False


def shrunk(mask: NDArray[np.bool_], box: Box) -> tuple[Box, NDArray[np.bool_]]:
    """Box and mask cut to what is set and a voxel around it, as far as the box has them."""
    edges, part = [], []
    for axis in range(3):
        found = np.flatnonzero(mask.any(axis=tuple(other for other in range(3) if other != axis)))
        low, high = max(int(found[0]) - 1, 0), min(int(found[-1]) + 2, mask.shape[axis])
        edges += [box[2 * axis] + low, box[2 * axis] + high]
        part.append(slice(low, high))
    z0, z1, y0, y1, x0, x1 = edges
    return (z0, z1, y0, y1, x0, x1), mask[tuple(part)]


def without(segmentation: NDArray[Any], box: Box, gone: NDArray[np.bool_]) -> Preview:
    """The edit that makes voxels of a box background."""
    part = segmentation[_box.slices(box)].copy()
    part[gone] = 0
    return Preview(_box.slices(box), part)
