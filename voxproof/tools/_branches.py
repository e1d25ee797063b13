"""The branches of a piece: stretches of its centre line between junctions, and the voxels around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need
from voxproof.tools._places import FULL

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEIGHBOURS = FULL.astype(np.uint8)


def branches_of(piece: NDArray[np.bool_], spacing: tuple[float, float, float]) -> NDArray[np.int32]:
    """Number of the branch that each voxel belongs to.

    Parameters
    ----------
    piece : (z, y, x) bool
    spacing : (float, float, float)
        Size of a voxel (z, y, x).

    Returns
    -------
    (z, y, x) int32
        1 to n for the branches; 0 outside the piece, at junctions as wide as the piece is there, and everywhere when the centre line has
        no junction.

    Notes
    -----
    The centre line is thinned after Lee, Kashyap and Chu (1994 [1]_) as scikit-image does it; side lines no longer than the piece is wide
    where they begin are roughness of the surface, and left out. A voxel belongs to the nearest voxel of the line; the line inside the
    widest ball around a junction belongs to the junction, so that taking a branch away leaves no dent in the others.

    References
    ----------
    .. [1] Lee T.-C., Kashyap R. L., Chu C.-N. "Building skeleton models via 3-D medial surface/axis thinning algorithms", CVGIP 56 (1994).
    """
    from scipy import ndimage

    padded = np.pad(piece, 1)
    radius = ndimage.distance_transform_edt(padded, sampling=spacing)
    line = _without_spurs(_thinned(padded), radius, spacing)
    stretches, count = _stretches(line, radius, spacing)
    if count == 0:
        return np.zeros(piece.shape, np.int32)
    nearest = ndimage.distance_transform_edt(
        ~line, sampling=spacing, return_distances=False, return_indices=True
    )
    branches = np.where(padded, stretches[tuple(nearest)], 0)
    return branches[1:-1, 1:-1, 1:-1].astype(np.int32)


def centre_line(piece: NDArray[np.bool_], spacing: tuple[float, float, float]) -> NDArray[np.bool_]:
    """(z, y, x) bool: the piece thinned to a line, see `branches_of`."""
    from scipy import ndimage

    padded = np.pad(piece, 1)
    radius = ndimage.distance_transform_edt(padded, sampling=spacing)
    return _without_spurs(_thinned(padded), radius, spacing)[1:-1, 1:-1, 1:-1]


def _thinned(piece: NDArray[np.bool_]) -> NDArray[np.bool_]:
    line: NDArray[np.bool_] = need("skimage.morphology").skeletonize(piece) > 0
    return line


def _junctions(line: NDArray[np.bool_]) -> NDArray[np.bool_]:
    from scipy import ndimage

    degree = ndimage.convolve(line.astype(np.uint8), _NEIGHBOURS, mode="constant") - 1
    return line & (degree > 2)


def _without_spurs(
    line: NDArray[np.bool_], radius: NDArray[np.float64], spacing: tuple[float, float, float]
) -> NDArray[np.bool_]:
    """Without side lines that do not leave the ball around their junction."""
    from scipy import ndimage

    for _ in range(3):
        junctions = _junctions(line)
        runs, count = ndimage.label(line & ~junctions, FULL)
        if not count or not junctions.any():
            return line
        degree = ndimage.convolve(line.astype(np.uint8), _NEIGHBOURS, mode="constant") - 1
        is_end = line & (degree <= 1)
        ends = np.unique(runs[is_end & (runs > 0)])
        reach = _within_junctions(line, junctions, radius, spacing)
        inside = np.bincount(runs[reach & (runs > 0)], minlength=count + 1)
        whole = np.bincount(runs.ravel(), minlength=count + 1)
        spurs = [run for run in ends.tolist() if inside[run] == whole[run]]
        if not spurs:
            return line
        line = line & ~np.isin(runs, spurs)
    return line


def _within_junctions(
    line: NDArray[np.bool_],
    junctions: NDArray[np.bool_],
    radius: NDArray[np.float64],
    spacing: tuple[float, float, float],
) -> NDArray[np.bool_]:
    """The part of the line inside the widest ball around its nearest junction."""
    from scipy import ndimage

    distance, nearest = ndimage.distance_transform_edt(~junctions, sampling=spacing, return_indices=True)
    within: NDArray[np.bool_] = line & (distance <= radius[tuple(nearest)])
    return within


def _stretches(
    line: NDArray[np.bool_], radius: NDArray[np.float64], spacing: tuple[float, float, float]
) -> tuple[NDArray[np.int32], int]:
    from scipy import ndimage

    junctions = _junctions(line)
    if not junctions.any():
        return np.zeros(line.shape, np.int32), 0
    free = line & ~_within_junctions(line, junctions, radius, spacing)
    stretches, count = ndimage.label(free, FULL)
    return stretches.astype(np.int32), int(count)
