"""Taking a whole branch or piece away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof import _box
from voxproof._checks import check_choice
from voxproof._preview import Preview
from voxproof.tools._branches import branches_of
from voxproof.tools._given import check_sizes
from voxproof.tools._places import FULL, check_point, label_at, piece_at, touches, without

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box

What = Literal["branch", "side", "piece", "others"]

_CRUMB = 30
"""Voxels of a rest next to what is taken away that is not worth keeping."""
_REACHES = (40, 90, 200)
"""Voxels on each side of the point in which a branch is looked for; more when it goes on."""


def delete(
    segmentation: NDArray[Any],
    point: tuple[int, int, int],
    *,
    what: What = "branch",
    spacing: tuple[float, float, float] | None = None,
) -> Preview:
    """Take away the branch or piece that a voxel is in.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    point : (int, int, int)
        A voxel (z, y, x) that has a label; only this label's voxels change.
    what : {"branch", "side", "piece", "others"}
        The branch between two junctions, or from a junction to its end; the branch with all that hangs on the main part by it alone; the
        connected piece (26 neighbours); or every other piece of the label, so that only this one stays. A piece without junctions is its
        own branch.
    spacing : (float, float, float), optional
        Voxel size (z, y, x).

    Returns
    -------
    Preview
        With 0 where the branch was, and rests of fewer than 30 voxels beside it.

    Raises
    ------
    TypeError, ValueError
        For a point outside the volume or on background.

    Notes
    -----
    Branches are stretches of the centre line, see `voxproof.tools._branches`; they are looked for within 200 voxels of the point.
    """
    check_choice("what", what, ("branch", "side", "piece", "others"))
    point = check_point(point, segmentation.shape)
    if what == "others":
        return _keep_only(segmentation, point)
    if what == "piece":
        box, gone = piece_at(segmentation, point)
        return without(segmentation, box, gone)
    box, piece, gone = _branch_at(segmentation, point, check_sizes(spacing))
    return without(segmentation, box, gone | _rests(piece & ~gone, gone, keeps_side=what == "branch"))


def _branch_at(
    segmentation: NDArray[Any], point: tuple[int, int, int], spacing: tuple[float, float, float]
) -> tuple[Box, NDArray[np.bool_], NDArray[np.bool_]]:
    for reach in _REACHES:
        box, piece = piece_at(segmentation, point, (reach, reach, reach))
        z, y, x = (at - low for at, low in zip(point, box[::2], strict=True))
        branches = branches_of(piece, spacing)
        number = branches[z, y, x] or _nearest(branches, (z, y, x), spacing)
        gone = piece if number == 0 else branches == number
        if not touches(gone, box, segmentation.shape):
            break
    return box, piece, gone


def _nearest(
    branches: NDArray[np.int32], point: tuple[int, int, int], spacing: tuple[float, float, float]
) -> int:
    """The branch nearest to a voxel at a junction; 0 when there is none."""
    places = np.argwhere(branches)
    if not places.size:
        return 0
    distance = (((places - point) * spacing) ** 2).sum(axis=1)
    return int(branches[tuple(places[distance.argmin()])])


def _rests(left: NDArray[np.bool_], gone: NDArray[np.bool_], *, keeps_side: bool) -> NDArray[np.bool_]:
    """Parts that were held by what is gone alone: crumbs, or all but the largest."""
    from scipy import ndimage

    parts, count = ndimage.label(left, FULL)
    beside = np.unique(parts[ndimage.binary_dilation(gone, FULL) & (parts > 0)])
    if count < 2 or not beside.size:
        return np.zeros_like(left)
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    rests = [part for part in beside.tolist() if sizes[part] < _CRUMB]
    if not keeps_side:
        largest = beside[sizes[beside].argmax()]
        rests = [part for part in beside.tolist() if part != largest]
    return np.isin(parts, rests)


def _keep_only(segmentation: NDArray[Any], point: tuple[int, int, int]) -> Preview:
    label = label_at(segmentation, point)
    box, piece = piece_at(segmentation, point)
    gone = segmentation == label
    gone[_box.slices(box)] &= ~piece
    return without(segmentation, _box.whole(segmentation.shape), gone)
