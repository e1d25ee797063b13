"""Cutting a piece between places in its two parts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._checks import brief, is_whole
from voxproof._extras import need
from voxproof._preview import Preview
from voxproof.tools._evidence import evidence
from voxproof.tools._given import check_label, check_sizes
from voxproof.tools._places import FULL, check_points, label_at, piece_at, without
from voxproof.tools._ways import cheapest_way, depth_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape

    Voxel = tuple[int, int, int]

_MARGIN = 24
"""Voxels beyond the seeds, on each side, in which the piece is looked at."""
_CLIMB = 0.3
"""How much deeper a seed's neighbour is, for each µm, as long as the seed goes there: it is 1 straight away from a surface."""
_EVIDENCE = 0.5
"""Weight of image and probability, beside the depth of 0 to 1."""
_BLUR = 0.7
_CRUMB = 30
"""Fewer voxels that the sheet cuts off go with it."""
_LEAST = 0.1
"""Depth and evidence that a way between seeds costs no more than."""


def cut_seeds(
    segmentation: NDArray[Any],
    seeds: Sequence[Any],
    *,
    label: int | None = None,
    image: NDArray[Any] | None = None,
    probability: NDArray[Any] | None = None,
    spacing: tuple[float, float, float] | None = None,
    steps: int = 0,
) -> Preview:
    """Part two things that are one piece by mistake, told by places in both.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    seeds : two of: a voxel (z, y, x), or a sequence of voxels
        What is in the one part, and what in the other; all in one piece. Of a vessel that another one crosses a voxel on each side.
    label : int, optional
        What the second part gets; nothing is taken away then. Without it both parts keep their label and a sheet of voxels between them
        goes.
    image, probability : (Z, Y, X) array, optional
        The parts meet where these are dark, and the piece is thin. See `voxproof.tools.trace` for their values.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm.
    steps : int
        Above 0 the sheet is thicker by a voxel a step, on both sides. Without a meaning where `label` is given.

    Returns
    -------
    Preview
        With 0 in the sheet, which is of the second part, but for the ways between its seeds: no voxel of the one is a neighbour of one
        of the other, also not by a corner, within 24 voxels of the seeds. Fewer than 30 voxels that it cuts off from the seeds go with
        it. Or with `label` in all of the second part.

    Raises
    ------
    TypeError, ValueError
        For other than two parts, seeds outside, on background, in both parts, or in two pieces already; for a label that the piece has, or
        that the dtype cannot hold.

    Notes
    -----
    Marker-controlled watershed (Meyer and Beucher 1990; scikit-image's ``watershed``) over the negative distance to the surface, as a
    share of the greatest, and half of the evidence, smoothed. A seed goes first to the middle of what it is in, as long as that gets
    deeper by 0.3 µm for each µm. Seeds of one part are joined by the way that is deepest and brightest (scikit-image's
    ``MCP_Geometric``).
    """
    first, second = _check_seeds(seeds, segmentation.shape)
    sizes = check_sizes(spacing)
    if label is not None:
        check_label(label, segmentation.dtype, allows_zero=False)
        if label == segmentation[first[0]]:
            raise ValueError(f"label: found {label}, expected another one than the piece has.")
    box, piece = _piece_of(segmentation, first, second, whole=label is not None)
    own = [[_inside(voxel, box) for voxel in part] for part in (first, second)]
    depth, merit = depth_below(piece, sizes), evidence(box, image, probability)
    markers = _markers(piece, own, depth, merit, sizes)
    parts = _flood(piece, markers, depth, merit)
    if label is not None:
        changed = segmentation[_box.slices(box)].copy()
        changed[parts == 2] = label
        return Preview(_box.slices(box), changed)
    sheet = _between(piece, parts, markers, steps)
    return without(segmentation, box, sheet | _crumbs(parts, markers, sheet))


def _check_seeds(seeds: Any, shape: Shape) -> tuple[list[Voxel], list[Voxel]]:
    if not isinstance(seeds, list | tuple | np.ndarray) or len(seeds) != 2:
        raise ValueError(
            f"seeds: found {brief(seeds)}, expected two: voxels (z, y, x) of the one part and of the other."
        )
    first, second = (
        check_points([part] if _is_voxel(part) else part, shape, name=f"seeds[{i}]")
        for i, part in enumerate(seeds)
    )
    both = set(first) & set(second)
    if both:
        raise ValueError(f"seeds: found {list(both.pop())} in both parts, expected each in one.")
    return first, second


def _is_voxel(part: Any) -> bool:
    return isinstance(part, list | tuple | np.ndarray) and len(part) == 3 and all(is_whole(at) for at in part)


def _piece_of(
    segmentation: NDArray[Any], first: Sequence[Voxel], second: Sequence[Voxel], *, whole: bool
) -> tuple[Box, NDArray[np.bool_]]:
    """Box and piece with all seeds: what is near them, or all of it when it hangs together farther away, or is asked for."""
    voxels = [*first, *second]
    for voxel in voxels:
        label_at(segmentation, voxel, name="seeds")
    reach = np.abs(np.subtract(voxels, voxels[0])).max(axis=0) + _MARGIN
    for most in (None,) if whole else ([int(axis) for axis in reach], None):
        box, piece = piece_at(segmentation, voxels[0], most)
        if all(_holds(piece, box, voxel) for voxel in voxels):
            return box, piece
    raise ValueError("seeds: found voxels of two pieces, which are apart already, expected all in one.")


def _holds(piece: NDArray[np.bool_], box: Box, voxel: Voxel) -> bool:
    at = _inside(voxel, box)
    return all(0 <= i < size for i, size in zip(at, piece.shape, strict=True)) and bool(piece[at])


def _inside(voxel: Voxel, box: Box) -> Voxel:
    z, y, x = voxel
    return z - box[0], y - box[2], x - box[4]


def _markers(
    piece: NDArray[np.bool_],
    seeds: Sequence[Sequence[Voxel]],
    depth: NDArray[np.float64],
    merit: NDArray[np.float32],
    sizes: tuple[float, float, float],
) -> NDArray[np.int32]:
    """1 and 2 where the two parts begin: in the middle of where their seeds are, and on the ways between those of one part."""
    climbed = [[_climb(depth, voxel, sizes) for voxel in part] for part in seeds]
    if set(climbed[0]) & set(climbed[1]):
        climbed = [list(part) for part in seeds]
    markers = np.zeros(piece.shape, np.int32)
    for number, part in enumerate(climbed, 1):
        markers[tuple(np.transpose(part))] = number
    ease = (_LEAST + depth / depth.max()) * (_LEAST + merit)
    for number, part in enumerate(climbed, 1):
        for start, end in pairwise(part):
            free = piece & (markers != 3 - number)
            for voxel in cheapest_way(np.where(free, ease**-0.5, -1.0), start, end, sizes):
                markers[voxel] = number
    return markers


def _climb(depth: NDArray[np.float64], voxel: Voxel, sizes: tuple[float, float, float]) -> Voxel:
    """From a voxel to the middle of what it is in."""
    while True:
        low = [max(at - 1, 0) for at in voxel]
        near = depth[tuple(slice(a, at + 2) for a, at in zip(low, voxel, strict=True))]
        offsets = np.indices(near.shape).reshape(3, -1).T + low - np.array(voxel)
        way = np.linalg.norm(offsets * np.array(sizes), axis=1)
        gain = (near.ravel() - depth[voxel]) / np.where(way > 0, way, 1)
        best = int(gain.argmax())
        if gain[best] < _CLIMB:
            return voxel
        z, y, x = (int(at) for at in offsets[best] + np.array(voxel))
        voxel = (z, y, x)


def _flood(
    piece: NDArray[np.bool_],
    markers: NDArray[np.int32],
    depth: NDArray[np.float64],
    merit: NDArray[np.float32],
) -> NDArray[np.int32]:
    from scipy import ndimage

    ground = -depth / depth.max() - _EVIDENCE * ndimage.gaussian_filter(merit, _BLUR)
    parts: NDArray[np.int32] = need("skimage.segmentation").watershed(
        ground, markers, connectivity=FULL, mask=piece
    )
    return parts


def _between(
    piece: NDArray[np.bool_], parts: NDArray[np.int32], markers: NDArray[np.int32], steps: int
) -> NDArray[np.bool_]:
    """Voxels of the second part that touch the first one, of the first one beside where the second began, and what is near them."""
    from scipy import ndimage

    sheet: NDArray[np.bool_] = (parts == 2) & (markers != 2) & ndimage.binary_dilation(parts == 1, FULL)
    sheet |= (parts == 1) & ndimage.binary_dilation((parts == 2) & ~sheet, FULL)
    if steps > 0:
        sheet = piece & ndimage.binary_dilation(sheet, FULL, iterations=steps)
    return sheet


def _crumbs(
    parts: NDArray[np.int32], markers: NDArray[np.int32], sheet: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """What a sheet leaves of a part in small pieces, apart from where it began."""
    from scipy import ndimage

    names, count = ndimage.label((parts > 0) & ~sheet, FULL)
    small = np.bincount(names.ravel(), minlength=count + 1) < _CRUMB
    small[np.unique(names[markers > 0])] = False
    small[0] = False
    crumbs: NDArray[np.bool_] = small[names]
    return crumbs
