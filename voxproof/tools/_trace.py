"""Tracing: the cheapest way through the data between clicked points, as thick as the data is there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._preview import Preview
from voxproof.tools._evidence import evidence
from voxproof.tools._given import check_label, check_sizes
from voxproof.tools._places import check_points, shrunk
from voxproof.tools._ways import cheapest_way, depth_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape

_MARGIN = 12
"""Voxels around the points, at least; half of the distance between them otherwise."""
_FLOOR = 0.05
"""Evidence that costs no less: dark voxels may be crossed, at 400 times the cost of bright ones."""
_INSIDE = 0.8
"""Evidence of voxels that have the label already, at least."""
_WIDER = 1.15
"""A step's factor of the radius."""
_MOST_RADIUS = 1.5
"""Times the radius where the trace leaves the segmentation."""


def trace(
    segmentation: NDArray[Any],
    points: Sequence[tuple[int, int, int]],
    *,
    label: int,
    image: NDArray[Any] | None = None,
    probability: NDArray[Any] | None = None,
    spacing: tuple[float, float, float] | None = None,
    steps: int = 0,
) -> Preview:
    """Draw a tube along the cheapest path between clicked points.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Borrowed, not modified.
    points : sequence of (int, int, int)
        Two or more voxels (z, y, x), in order; the path leads through all of them.
    label : int
        What the tube gets; only background is painted.
    image, probability : (Z, Y, X) array, optional
        What the path follows: the mean of the probability (0 to 1, or uint8 for 0 to 255) and of the image between its 1st and 99.5th
        percentile near the points. Without either it is straight, but for what has the label.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm.
    steps : int
        Thicker (above 0) or thinner, by 15 % a step.

    Returns
    -------
    Preview

    Raises
    ------
    TypeError, ValueError
        For fewer than two points, points outside, or a label that the dtype cannot hold.

    Notes
    -----
    Cost of a step is its length times the mean of ``(0.05 + evidence) ** -2`` at both ends, over 26 neighbours (scikit-image's
    ``MCP_Geometric``, Dijkstra 1959). The radius is that of the segmentation where the path lies in it; elsewhere the distance to where
    the evidence falls below half way between the path's and that around it, at most 1.5 times what the segmentation has at the ends;
    medians of seven along the path.
    """
    places = check_points(points, segmentation.shape, least=2)
    check_label(label, segmentation.dtype, allows_zero=False)
    sizes = check_sizes(spacing)
    box = _box_around(places, segmentation.shape)
    part = segmentation[_box.slices(box)].copy()
    merit = evidence(box, image, probability)
    own = part == label
    merit = np.where(own, np.maximum(merit, _INSIDE), merit)
    path = _path([tuple(np.subtract(place, box[::2])) for place in places], merit, sizes)
    radius = _radii(path, own, merit, sizes) * _WIDER**steps
    tube = _tube(path, radius, part.shape, sizes)
    part[tube & (part == 0)] = label
    if not tube.any():
        return Preview(_box.slices(box), part)
    tight, _ = shrunk(tube, box)
    inner = tuple(slice(tight[2 * i] - box[2 * i], tight[2 * i + 1] - box[2 * i]) for i in range(3))
    return Preview(_box.slices(tight), part[inner])


def _box_around(places: Sequence[tuple[int, int, int]], shape: Shape) -> Box:
    low, high = np.min(places, axis=0), np.max(places, axis=0)
    margin = np.maximum(_MARGIN, (high - low).max() // 2)
    z0, y0, x0 = (int(edge) for edge in np.maximum(low - margin, 0))
    z1, y1, x1 = (int(edge) for edge in np.minimum(high + margin + 1, shape))
    return z0, z1, y0, y1, x0, x1


def _path(
    places: Sequence[tuple[int, ...]], merit: NDArray[np.float32], spacing: tuple[float, float, float]
) -> NDArray[np.int64]:
    cost = 1.0 / (_FLOOR + merit.astype(np.float64)) ** 2
    ways: list[tuple[int, ...]] = []
    for start, end in pairwise(places):
        ways += cheapest_way(cost, start, end, spacing)[bool(ways) :]
    path: NDArray[np.int64] = np.array(ways, np.int64)
    return path


def _radii(
    path: NDArray[np.int64],
    own: NDArray[np.bool_],
    merit: NDArray[np.float32],
    spacing: tuple[float, float, float],
) -> NDArray[np.float64]:
    from scipy import ndimage

    at = tuple(path.T)
    least = float(min(spacing)) / 2
    known = depth_below(own, spacing)[at]
    inside = own[at]
    bright = merit[at][~inside] if (~inside).any() else merit[at]
    border = (float(np.median(bright)) + float(np.median(merit))) / 2
    reach = depth_below(merit > border, spacing)[at]
    radius = np.where(inside, known, reach)
    if inside.any():
        radius = np.minimum(radius, _MOST_RADIUS * float(np.median(known[inside])))
    smooth: NDArray[np.float64] = ndimage.median_filter(radius, size=7, mode="nearest")
    return np.maximum(smooth, least)


def _tube(
    path: NDArray[np.int64], radius: NDArray[np.float64], shape: Shape, spacing: tuple[float, float, float]
) -> NDArray[np.bool_]:
    tube = np.zeros(shape, np.bool_)
    for place, reach in zip(path, radius, strict=True):
        low = np.maximum(place - (reach // np.array(spacing)).astype(int) - 1, 0)
        high = np.minimum(place + (reach // np.array(spacing)).astype(int) + 2, shape)
        near = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
        z, y, x = (
            ((np.arange(a, b) - at) * size) ** 2
            for a, b, at, size in zip(low, high, place, spacing, strict=True)
        )
        tube[near] |= z[:, None, None] + y[:, None] + x <= reach**2
    tube[tuple(path.T)] = True
    return tube
