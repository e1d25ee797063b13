"""Filling between slices that were drawn on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._checks import brief, is_whole
from voxproof._preview import Preview
from voxproof.tools._given import check_axis, check_label, check_part, check_sizes, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof.tools._given import Axis

_SHARED = 0.5
"""Of the smaller cross-section: below, the two are moved onto each other."""
_ROUNDING = 1e-9


def interpolate(
    segmentation: NDArray[Any],
    label: int,
    axis: Axis = "z",
    slices: Sequence[int] | None = None,
    *,
    box: Any = None,
    spacing: tuple[float, float, float] | None = None,
) -> Preview:
    """Fill a label between slices.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    label : int
        Not 0.
    axis : {"z", "y", "x"}
        Across which the slices lie.
    slices : sequence of int, optional
        Two or more that hold the label; all that do without it.
    box : tuple of six int, or of up to three slices, optional
        Only what lies in it is read and written, along the other two axes; all of the slices without it.
    spacing : (float, float, float), optional
        Voxel size (z, y, x).

    Returns
    -------
    Preview
        Between each two neighbouring slices, background becomes the label where the distance to its outline, interpolated along the axis,
        is inside. What has a label keeps it.

    Raises
    ------
    TypeError, ValueError
        For 0, fewer than two slices, slices outside the volume or without the label.

    Notes
    -----
    Signed-distance (shape-based) interpolation of Raya and Udupa [1]_, with exact Euclidean distances. Two cross-sections that share less
    than half of the smaller one, as those of an oblique vessel do, are moved along the line between their centres first.

    References
    ----------
    .. [1] Raya S. P., Udupa J. K. "Shape-based interpolation of multidimensional objects", IEEE Transactions on Medical Imaging 9 (1990),
       32-42.

    Examples
    --------
    >>> import numpy as np
    >>> volume = np.zeros((3, 1, 7), np.uint8)
    >>> volume[0, 0, 1:6] = volume[2, 0, 2:5] = 4
    >>> interpolate(volume, 4).segmentation[:, 0].tolist()
    [[0, 4, 4, 4, 4, 4, 0], [0, 4, 4, 4, 4, 4, 0], [0, 0, 4, 4, 4, 0, 0]]
    """
    segmentation = labels_of(segmentation)
    label = check_label(label, segmentation.dtype, allows_zero=False)
    across, sizes = check_axis(axis), check_sizes(spacing)
    edges = list(check_part(box, segmentation.shape))
    edges[2 * across : 2 * across + 2] = 0, segmentation.shape[across]
    z0, z1, y0, y1, x0, x1 = edges
    drawn = np.moveaxis(segmentation[_box.slices((z0, z1, y0, y1, x0, x1))], across, 0)
    depths = _depths(drawn, label, slices)
    edges[2 * across : 2 * across + 2] = depths[0], depths[-1] + 1
    z0, z1, y0, y1, x0, x1 = edges
    where = _box.slices((z0, z1, y0, y1, x0, x1))
    part = segmentation[where].copy()
    written = np.moveaxis(part, across, 0)
    in_plane = [size for at, size in enumerate(sizes) if at != across]
    for low, high in pairwise(depths):
        masks = _between(drawn[low] == label, drawn[high] == label, high - low, in_plane)
        for depth, mask in zip(range(low + 1, high), masks, strict=True):
            here = written[depth - depths[0]]
            here[mask & (here == 0)] = label
    return Preview(where, part)


def _depths(drawn: NDArray[Any], label: int, slices: Sequence[int] | None) -> list[int]:
    holds = (drawn == label).any(axis=(1, 2))
    if slices is None:
        depths = np.flatnonzero(holds).tolist()
    else:
        if not isinstance(slices, list | tuple | range | np.ndarray) or not all(map(is_whole, slices)):
            raise TypeError(f"slices: found {brief(slices)}, expected the numbers of slices, whole numbers.")
        depths = sorted({int(depth) for depth in slices})
        for depth in depths:
            if not 0 <= depth < len(holds) or not holds[depth]:
                raise ValueError(
                    f"slices: found {depth}, in which there is no label {label}, expected slices that hold it. Draw on it first."
                )
    if len(depths) < 2:
        raise ValueError(
            f"slices: found {len(depths)} with label {label}, expected two or more to fill between. Draw its outline on another slice."
        )
    return depths


def _between(
    low: NDArray[np.bool_], high: NDArray[np.bool_], steps: int, sizes: Sequence[float]
) -> list[NDArray[np.bool_]]:
    """The cross-sections between two, so many slices apart."""
    from scipy import ndimage

    if steps < 2:
        return []
    inside = [_signed_distance(mask, sizes) for mask in (low, high)]
    shared = (low & high).sum() / min(low.sum(), high.sum())
    shift = np.zeros(2)
    if shared < _SHARED:
        shift = np.argwhere(high).mean(axis=0) - np.argwhere(low).mean(axis=0)
    masks = []
    for step in range(1, steps):
        t = step / steps
        a, b = inside
        if shift.any():
            a = ndimage.shift(a, t * shift, order=1, mode="nearest")
            b = ndimage.shift(b, (t - 1) * shift, order=1, mode="nearest")
        masks.append((1 - t) * a + t * b >= -_ROUNDING)
    return masks


def _signed_distance(mask: NDArray[np.bool_], sizes: Sequence[float]) -> NDArray[np.float64]:
    """Above 0 inside, below outside; the outline lies half a voxel beyond the centres. The edge of the slice is no outline."""
    from scipy import ndimage

    half = min(sizes) / 2
    if mask.all():
        return np.full(mask.shape, float(np.hypot(*np.multiply(mask.shape, sizes))))
    inside = ndimage.distance_transform_edt(mask, sampling=sizes)
    outside = ndimage.distance_transform_edt(~mask, sampling=sizes)
    return np.where(mask, inside - half, half - outside)
