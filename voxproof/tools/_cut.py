"""Cutting a piece in two: along a line in a slice, or at its thinnest place near a point."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._preview import Preview
from voxproof.tools._branches import centre_line
from voxproof.tools._given import check_axis, check_sizes
from voxproof.tools._places import FULL, check_points, label_at, piece_at, without
from voxproof.tools._ways import depth_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape

_REACH = 30
"""Voxels on each side of a point in which the thinnest place is looked for."""
_WAY = 10
"""Voxels along the centre line from the point to it, at most."""
_TANGENT = 4
"""Voxels of centre line on each side that the direction is taken from."""


def cut(
    segmentation: NDArray[Any],
    points: Sequence[tuple[int, int, int]],
    *,
    axis: str = "z",
    spacing: tuple[float, float, float] | None = None,
    steps: int = 0,
) -> Preview:
    """Take a thin sheet of voxels away, so that what it held together falls apart.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    points : sequence of (int, int, int)
        A knife's line through voxels (z, y, x) of one slice; or a single voxel with a label, near the neck to be cut.
    axis : {"z", "y", "x"}
        The slices that the line is drawn in: the sheet goes on along this axis as far as the piece does.
    spacing : (float, float, float), optional
        Voxel size (z, y, x).
    steps : int
        Above 0 the sheet is thicker by one voxel a step, on both sides.

    Returns
    -------
    Preview
        With 0 in the sheet: no two voxels on its two sides are neighbours, also not by a corner. Every label that the line crosses is
        cut.

    Raises
    ------
    TypeError, ValueError
        For points outside, a line that meets no label, or a single point on background.

    Notes
    -----
    A line's sheet has in each slice a path of voxels that share faces, extruded along the axis; of it only what hangs together with the
    line itself goes. At a point the piece's centre line is followed up to 10 voxels to where the piece is thinnest; the sheet there is
    square to the line, 2 voxels thick, and as wide as the piece.
    """
    across = check_axis(axis)
    places = check_points(points, segmentation.shape)
    if len(set(places)) == 1:
        return _cut_neck(segmentation, places[0], check_sizes(spacing), steps)
    return _cut_line(segmentation, places, across, steps)


def _cut_line(
    segmentation: NDArray[Any], places: Sequence[tuple[int, int, int]], axis: int, steps: int
) -> Preview:
    from scipy import ndimage

    shape = segmentation.shape
    level = places[0][axis]
    plane = [other for other in range(3) if other != axis]
    flat = np.zeros([shape[other] for other in plane], np.bool_)
    for start, end in pairwise(places):
        for at in _stair([start[other] for other in plane], [end[other] for other in plane]):
            flat[at] = True
    if steps > 0:
        flat = ndimage.binary_dilation(flat, iterations=steps)
    box = _box_of_line(flat, axis, shape)
    inner = tuple(slice(box[2 * other], box[2 * other + 1]) for other in plane)
    sheet = np.expand_dims(flat[inner], axis) & (segmentation[_box.slices(box)] != 0)
    names, _ = ndimage.label(sheet, FULL)
    crossed = np.unique(np.take(names, level, axis=axis))
    gone = np.isin(names, crossed[crossed > 0])
    if not gone.any():
        raise ValueError("points: found a line that meets no label, expected one across a piece.")
    return without(segmentation, box, gone)


def _box_of_line(flat: NDArray[np.bool_], axis: int, shape: Shape) -> Box:
    rows, columns = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
    edges = [(int(rows[0]), int(rows[-1]) + 1), (int(columns[0]), int(columns[-1]) + 1)]
    edges.insert(axis, (0, shape[axis]))
    (z0, z1), (y0, y1), (x0, x1) = edges
    return z0, z1, y0, y1, x0, x1


def _stair(start: Sequence[int], end: Sequence[int]) -> list[tuple[int, int]]:
    """Pixels from one to another, each sharing an edge with the next."""
    way = [abs(end[i] - start[i]) for i in range(2)]
    sign = [1 if end[i] > start[i] else -1 for i in range(2)]
    done, path = [0, 0], [(start[0], start[1])]
    for _ in range(sum(way)):
        i = 0 if (2 * done[0] + 1) * way[1] < (2 * done[1] + 1) * way[0] else 1
        done[i] += 1
        path.append((start[0] + sign[0] * done[0], start[1] + sign[1] * done[1]))
    return path


def _cut_neck(
    segmentation: NDArray[Any], point: tuple[int, int, int], spacing: tuple[float, float, float], steps: int
) -> Preview:
    from scipy import ndimage

    label_at(segmentation, point)
    box, piece = piece_at(segmentation, point, (_REACH, _REACH, _REACH))
    own = np.subtract(point, box[::2])
    line = np.argwhere(centre_line(piece, spacing))
    sizes = np.array(spacing)
    width = depth_below(piece, spacing)
    nearest = line[(((line - own) * sizes) ** 2).sum(axis=1).argmin()]
    near = line[np.abs(line - nearest).max(axis=1) <= _WAY]
    neck = near[width[tuple(near.T)].argmin()]
    stretch = line[np.abs(line - neck).max(axis=1) <= _TANGENT] * sizes
    _, _, directions = np.linalg.svd(stretch - stretch.mean(axis=0), full_matrices=False)
    offset = (np.argwhere(piece) - neck) * sizes
    along = np.abs(offset @ directions[0])
    thick = np.abs(directions[0] * sizes).sum() / 2 + steps * float(min(spacing))
    sheet = np.zeros(piece.shape, np.bool_)
    sheet[tuple(np.argwhere(piece)[along <= thick].T)] = True
    names, _ = ndimage.label(sheet, FULL)
    return without(segmentation, box, names == names[tuple(neck)])
