"""Cutting a piece along a plane that a line and a direction of view span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import brief, is_number
from voxproof.tools._given import check_sizes
from voxproof.tools._places import FULL, piece_at, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._preview import Preview

_PER_VOXEL = 4
"""Places of a line that are looked at, for each voxel of its length."""


def cut_plane(
    segmentation: NDArray[Any],
    points: Sequence[Sequence[float]],
    plane: Sequence[float],
    *,
    spacing: tuple[float, float, float] | None = None,
    steps: int = 0,
) -> Preview:
    """Take a thin, plane sheet of voxels away from a piece, as far as a line reaches that is looked at.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    points : two points (z, y, x)
        The ends of a straight line through the piece, in voxels; they may lie between voxels and outside of the volume. The piece that
        is cut is that of the voxel with a label, on the line, that is nearest to its middle.
    plane : (float, float, float)
        The direction (z, y, x) that the line is looked at along, in µm (voxels without a spacing): the plane goes through the line and
        on in this direction, before and behind. Of any length.
    spacing : (float, float, float), optional
        Voxel size (z, y, x).
    steps : int
        Above 0 the sheet is thicker by a voxel a step, on both sides.

    Returns
    -------
    Preview
        With 0 in the sheet: within reach of the line no two voxels of the piece on its two sides are neighbours, also not by a corner.

    Raises
    ------
    TypeError, ValueError
        For other than two points, a direction of no length or along the line, or a line that meets no label.

    Notes
    -----
    The sheet is what of the piece lies on one side of the plane and has a neighbour (26) of the piece on the other side. Of it only
    those parts go that are seen: that lie foremost, in the piece, somewhere along the line. What lies behind other parts of the piece,
    such as the way back of a loop, stays.
    """
    ends = np.array([_triple(f"points[{i}]", point) for i, point in enumerate(_two(points))])
    scale = np.array(check_sizes(spacing))
    towards = _triple("plane", plane)
    towards = towards / (np.linalg.norm(towards) or 1.0)
    along = (ends[1] - ends[0]) * scale
    across = along - (along @ towards) * towards
    normal = np.cross(across, towards)
    if not np.linalg.norm(normal) > 0:
        raise ValueError(
            f"plane: found {brief(plane)} for a line from {brief(points[0])} to {brief(points[1])}, "
            "expected a direction that crosses the line, and both of some length."
        )
    normal /= np.linalg.norm(normal)
    box, piece = piece_at(segmentation, _on_line(segmentation, ends))
    voxels = np.argwhere(piece)
    away = (voxels + np.array(box[::2]) - ends[0]) * scale
    side = np.zeros(piece.shape)
    side[piece] = away @ normal
    reach = np.zeros(piece.shape)
    reach[piece] = away @ across / (across @ across)
    sheet = _sheet(piece, side, steps * float(scale.min())) & (reach >= 0) & (reach <= 1)
    depth = np.zeros(piece.shape)
    depth[piece] = away @ towards
    place = np.floor(reach * float(np.linalg.norm(across)) / float(scale.min()))
    gone = _seen(sheet, place, depth)
    if not gone.any():
        raise ValueError("points: found a line that parts nothing, expected one across a piece.")
    return without(segmentation, box, gone)


def _sheet(piece: NDArray[np.bool_], side: NDArray[np.float64], thicker: float) -> NDArray[np.bool_]:
    from scipy import ndimage

    front = piece & (side > 0)
    sheet: NDArray[np.bool_] = front & ndimage.binary_dilation(piece & ~front, FULL)
    return sheet | (piece & (np.abs(side) < thicker))


def _seen(
    sheet: NDArray[np.bool_], place: NDArray[np.float64], depth: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """The parts of a sheet that are foremost at some place."""
    from scipy import ndimage

    names, _ = ndimage.label(sheet, FULL)
    part, at = names[sheet], place[sheet]
    order = np.lexsort((depth[sheet], at))
    _, first = np.unique(at[order], return_index=True)
    seen: NDArray[np.bool_] = sheet & np.isin(names, part[order][first])
    return seen


def _on_line(segmentation: NDArray[Any], ends: NDArray[np.float64]) -> tuple[int, int, int]:
    """The voxel with a label that the line runs through nearest to its middle."""
    count = 2 * int(np.ceil(_PER_VOXEL * np.abs(ends[1] - ends[0]).max() / 2)) + 1
    shares = np.linspace(0, 1, count)
    shares = shares[np.argsort(np.abs(shares - 0.5), kind="stable")]
    voxels = np.rint(ends[0] + shares[:, None] * (ends[1] - ends[0])).astype(np.int64)
    inside = voxels[((voxels >= 0) & (voxels < segmentation.shape)).all(axis=1)]
    met = inside[segmentation[tuple(inside.T)] != 0]
    if not len(met):
        raise ValueError("points: found a line that meets no label, expected one through a piece.")
    z, y, x = (int(at) for at in met[0])
    return z, y, x


def _two(points: Any) -> Sequence[Any]:
    if not isinstance(points, list | tuple | np.ndarray) or len(points) != 2:
        raise ValueError(f"points: found {brief(points)}, expected two points (z, y, x), the ends of a line.")
    return list(points)


def _triple(name: str, value: Any) -> NDArray[np.float64]:
    entries = list(value) if isinstance(value, list | tuple | np.ndarray) else []
    if len(entries) != 3 or not all(is_number(entry) and np.isfinite(entry) for entry in entries):
        raise TypeError(f"{name}: found {brief(value)}, expected three numbers (z, y, x).")
    return np.array([float(entry) for entry in entries])
