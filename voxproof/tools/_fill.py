"""Another label for what a voxel is in: its piece, or the hole that labels enclose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._preview import Preview
from voxproof.tools._given import check_axis, check_label, labels_of
from voxproof.tools._places import around, check_point, piece_at, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof.tools._given import Axis

_FIRST_REACH = 24


def fill(
    segmentation: NDArray[Any],
    point: tuple[int, int, int],
    label: int | None = None,
    *,
    plane: Axis | None = None,
) -> Preview:
    """Give the piece or the hole that a voxel is in a label.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    point : (int, int, int)
        A voxel (z, y, x). On a label: the connected piece (26 neighbours) gets the new one. On background: the hole around it (6
        neighbours), which must not reach a face of the volume.
    label : int, optional
        The label; 0 takes the piece away. Needed on a label. Without it a hole gets the label around it, of which there must be one.
    plane : {"z", "y", "x"}, optional
        For background that is open in 3D: fill the hole in the slice across this axis (4 neighbours) instead.

    Returns
    -------
    Preview
        Only voxels of the piece or hole change.

    Raises
    ------
    TypeError, ValueError
        For a point outside the volume, a label that the dtype cannot hold, background that is not enclosed, and a label left out where
        it is needed.

    Notes
    -----
    Flood fill, in boxes around the point that grow until they hold all of it. O(voxels of the last box).

    Examples
    --------
    >>> import numpy as np
    >>> ring = np.array([[[5, 5, 5], [5, 0, 5], [5, 5, 5]]], np.uint8)
    >>> fill(ring, (0, 1, 1), plane="z").segmentation
    array([[[5, 5, 5],
            [5, 5, 5],
            [5, 5, 5]]], dtype=uint8)
    """
    segmentation = labels_of(segmentation)
    point = check_point(point, segmentation.shape)
    if label is not None:
        label = check_label(label, segmentation.dtype)
    axis = None if plane is None else check_axis(plane, "plane")
    if segmentation[point] != 0:
        if label is None:
            raise ValueError(
                f"label: found none for the piece of label {segmentation[point]} at {list(point)}, expected the one that it is to get."
            )
        return _with(segmentation, *piece_at(segmentation, point), label)
    box, hole, around_it = _hole_at(segmentation, point, axis)
    if label is None:
        if len(around_it) > 1:
            raise ValueError(
                f"label: found none, and labels {', '.join(map(str, around_it))} around the hole at {list(point)}, expected one. "
                "Pass the label that it is to get."
            )
        label = around_it[0]
    return _with(segmentation, box, hole, label)


def _with(segmentation: NDArray[Any], box: Box, mask: NDArray[np.bool_], label: int) -> Preview:
    part = segmentation[_box.slices(box)].copy()
    part[mask] = label
    return Preview(_box.slices(box), part)


def _hole_at(
    segmentation: NDArray[Any], point: tuple[int, int, int], axis: int | None
) -> tuple[Box, NDArray[np.bool_], list[int]]:
    """The background a voxel is in, closed in 3D or else in its slice, with the labels around it."""
    found = _enclosed(segmentation, point, (True, True, True))
    if found is None and axis is not None:
        a, b, c = (other != axis for other in range(3))
        found = _enclosed(segmentation, point, (a, b, c))
    if found is None:
        where = "" if axis is None else f" in 3D and in its slice across {'zyx'[axis]}"
        raise ValueError(
            f"point: found background at {list(point)} that reaches a face of the volume{where}, expected a label, or background "
            "that labels enclose. Close the gap first."
        )
    return found


def _enclosed(
    segmentation: NDArray[Any], point: tuple[int, int, int], spread: tuple[bool, bool, bool]
) -> tuple[Box, NDArray[np.bool_], list[int]] | None:
    """The background that spreads from a voxel along some axes, or None when it reaches a face of the volume."""
    from scipy import ndimage

    shape = segmentation.shape
    near = ndimage.generate_binary_structure(3, 1)
    for axis in range(3):
        if not spread[axis]:
            near &= np.arange(3).reshape([3 if a == axis else 1 for a in range(3)]) == 1
    reach = _FIRST_REACH
    while True:
        box = around(point, [reach if on else 0 for on in spread], shape)
        names, _ = ndimage.label(segmentation[_box.slices(box)] == 0, near)
        z, y, x = (at - low for at, low in zip(point, box[::2], strict=True))
        hole: NDArray[np.bool_] = names == names[z, y, x]
        is_open = False
        for axis in (axis for axis in range(3) if spread[axis]):
            along = np.moveaxis(hole, axis, 0)
            for face, is_last in (
                (along[0], box[2 * axis] == 0),
                (along[-1], box[2 * axis + 1] == shape[axis]),
            ):
                if face.any():
                    if is_last:
                        return None
                    is_open = True
        if not is_open:
            rim = ndimage.binary_dilation(hole, near) & ~hole
            labels = np.unique(segmentation[_box.slices(box)][rim]).tolist()
            return *shrunk(hole, box), labels
        reach *= 2
