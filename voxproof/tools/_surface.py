"""Moving surfaces: smoother, outwards, inwards. Where two labels meet nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._checks import brief, check_number, is_number, is_whole
from voxproof._labels import distinct
from voxproof._preview import Preview
from voxproof.tools._given import check_length, check_part, check_sizes, labels_of
from voxproof.tools._places import check_point, label_at, piece_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box

_REACH = 3
"""Standard deviations that count."""


def smooth(
    segmentation: NDArray[Any],
    where: Any,
    by: float,
    *,
    spacing: tuple[float, float, float] | None = None,
) -> Preview:
    """Make surfaces smoother.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    where : (int, int, int), or a box
        A voxel (z, y, x) of the piece (26 neighbours) to be smoothed; or half-open (z0, z1, y0, y1, x0, x1), or three slices, in which
        everything is.
    by : float
        In µm, with `spacing` (z, y, x) in µm; voxels without. Bumps and dents go that are narrower than about twice as much, and so do
        branches.

    Returns
    -------
    Preview
        Each label keeps as many voxels as it had there, as nearly as ties allow. Surfaces between label and background move, those
        between two labels do not, and no label takes another's voxels.

    Raises
    ------
    TypeError, ValueError
        For a point on background, a box outside the volume, and `by` not above 0.

    Notes
    -----
    Motion by mean curvature as by Merriman, Bence and Osher [1]_: the label's indicator is convolved with a Gaussian, and cut where the
    number of voxels stays the same. Voxels of other labels are left out of the mean (normalised convolution).

    References
    ----------
    .. [1] Merriman B., Bence J. K., Osher S. "Diffusion generated motion by mean curvature", UCLA CAM report 92-18 (1992).
    """
    segmentation = labels_of(segmentation)
    by, sizes = check_length("by", by), check_sizes(spacing)
    sigma = [by / size for size in sizes]
    reach = [int(np.ceil(_REACH * s)) for s in sigma]
    if _is_point(where):
        point = check_point(where, segmentation.shape)
        box, piece = piece_at(segmentation, point)
        wide = _widened(box, reach, segmentation.shape)
        own = np.zeros(_box.box_shape(wide), np.bool_)
        own[_inner(box, wide)] = piece
        part = segmentation[_box.slices(wide)].copy()
        after = part.copy()
        _smoothed(part, after, own, np.ones_like(own), sigma)
        return Preview(_box.slices(wide), after)
    box = check_part(where, segmentation.shape)
    wide = _widened(box, reach, segmentation.shape)
    part = segmentation[_box.slices(wide)].copy()
    inside = np.zeros(part.shape, np.bool_)
    inside[_inner(box, wide)] = True
    after = part.copy()
    for label in distinct(part[_inner(box, wide)]).tolist():
        if label != 0:
            _smoothed(part, after, part == label, inside, sigma)
    return Preview(_box.slices(box), after[_inner(box, wide)].copy())


def grow(
    segmentation: NDArray[Any],
    point: tuple[int, int, int],
    by: float,
    *,
    spacing: tuple[float, float, float] | None = None,
) -> Preview:
    """Make a piece thicker or thinner.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    point : (int, int, int)
        A voxel (z, y, x) of the piece (26 neighbours).
    by : float
        In µm, with `spacing` (z, y, x) in µm; voxels without. Above 0, background whose centre lies within so much of a voxel of the piece
        is added; below 0, voxels go that lie within so much of what is not the piece. The faces of the volume are no surface.

    Returns
    -------
    Preview
        Other labels stay as they are, and so do other pieces of the label.

    Raises
    ------
    TypeError, ValueError
        For a point on background, `by` of 0, and a piece of which nothing would be left.

    Notes
    -----
    Dilation and erosion by a ball, by Euclidean distance: exact on anisotropic grids. O(voxels of the piece's box).
    """
    segmentation = labels_of(segmentation)
    point, sizes = check_point(point, segmentation.shape), check_sizes(spacing)
    by = _signed("by", by)
    if by == 0:
        raise ValueError("by: found 0, expected a length: above 0 to grow, below 0 to shrink.")
    label = label_at(segmentation, point)
    box, piece = piece_at(segmentation, point)
    wide = _widened(box, [int(abs(by) / size) + 1 for size in sizes], segmentation.shape)
    own = np.zeros(_box.box_shape(wide), np.bool_)
    own[_inner(box, wide)] = piece
    part = segmentation[_box.slices(wide)].copy()
    if by > 0:
        part[_near(own, by, sizes) & (part == 0)] = label
    else:
        gone = own & _near(~own, -by, sizes)
        if (gone == own).all():
            raise ValueError(
                f"by: found {by:g}, which leaves nothing of the piece at {brief(list(point))}, expected a smaller one. Delete the piece "
                "if it is to go."
            )
        part[gone] = 0
    return Preview(_box.slices(wide), part)


def _near(mask: NDArray[np.bool_], by: float, sizes: tuple[float, float, float]) -> NDArray[np.bool_]:
    from scipy import ndimage

    if not mask.any():
        return mask
    distance = ndimage.distance_transform_edt(~mask, sampling=sizes)
    # Rounding must not decide about ties.
    near: NDArray[np.bool_] = distance <= by * (1 + 1e-9)
    return near


def _smoothed(
    part: NDArray[Any],
    after: NDArray[Any],
    own: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    sigma: Sequence[float],
) -> None:
    """Write a smoothed label into `after`; only what is its `own` or background in `part`, and `inside`, changes."""
    from scipy import ndimage

    room = own | (part == 0)
    weight = ndimage.gaussian_filter(room.astype(np.float32), sigma, truncate=_REACH)
    share = ndimage.gaussian_filter(own.astype(np.float32), sigma, truncate=_REACH)
    free = room & inside
    merit = share[free] / np.maximum(weight[free], 1e-6)
    kept = int((own & inside).sum())
    least = np.partition(merit, len(merit) - kept)[len(merit) - kept]
    gains = np.zeros_like(own)
    gains[free] = merit >= least
    label = part[own][0]
    after[inside & own & ~gains] = 0
    after[gains & (part == 0) & (after == 0)] = label


def _is_point(where: Any) -> bool:
    return isinstance(where, list | tuple | np.ndarray) and len(where) == 3 and all(map(is_whole, where))


def _widened(box: Box, by: Sequence[int], shape: tuple[int, ...]) -> Box:
    low = [max(box[2 * axis] - by[axis], 0) for axis in range(3)]
    high = [min(box[2 * axis + 1] + by[axis], shape[axis]) for axis in range(3)]
    return low[0], high[0], low[1], high[1], low[2], high[2]


def _inner(box: Box, wide: Box) -> tuple[slice, slice, slice]:
    z, y, x = (slice(box[2 * a] - wide[2 * a], box[2 * a + 1] - wide[2 * a]) for a in range(3))
    return z, y, x


def _signed(name: str, value: Any) -> float:
    """A finite number, below 0 too."""
    return -check_number(name, -value) if is_number(value) and value < 0 else check_number(name, value)
