"""Distances that matter only up to a limit: near a few voxels of a large box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from voxproof.strokes._scene import Floats, Mask, Points


def ball(reach: float, scale: Floats) -> tuple[Points, Floats]:
    """Steps (N, 3) to all voxels within reach and their lengths, the longest first."""
    most = np.floor(reach / scale + 1e-9).astype(np.int64)
    steps = np.stack(np.meshgrid(*(np.arange(-m, m + 1) for m in most), indexing="ij"), axis=-1).reshape(
        -1, 3
    )
    length = np.sqrt(((steps * scale) ** 2).sum(axis=1))
    order = np.argsort(-length, kind="stable")
    order = order[length[order] <= reach]
    return steps[order], length[order]


def distance_up_to(reach: float, points: Points, scale: Floats, shape: tuple[int, ...]) -> Floats:
    """Distance of each voxel to the nearest point, infinite beyond reach."""
    steps, length = ball(reach, scale)
    margin = np.abs(steps).max(axis=0)
    found = np.full(np.add(shape, 2 * margin), np.inf)
    strides = np.array([found.shape[1] * found.shape[2], found.shape[2], 1])
    flat, places = found.reshape(-1), (points + margin) @ strides
    # Shorter steps come later and overwrite longer ones.
    for far, step in zip(length, steps @ strides, strict=True):
        flat[places + step] = far
    inner: Floats = found[tuple(slice(m, m + n) for m, n in zip(margin, shape, strict=True))]
    return inner


def dilated(mask: Mask, reach: float, scale: Floats) -> Mask:
    """Voxels within reach of a mask; False beyond the array's faces."""
    wide = mask.copy()
    for step in ball(reach, scale)[0]:
        to, of = zip(*(_shifted(int(s), n) for s, n in zip(step, mask.shape, strict=True)), strict=True)
        wide[to] |= mask[of]
    return wide


def _shifted(step: int, size: int) -> tuple[slice, slice]:
    """Where voxels go that move by a step, and whence."""
    return slice(max(step, 0), max(size + min(step, 0), 0)), slice(max(-step, 0), max(size - max(step, 0), 0))


def box_of(mask: Mask, margin: Points) -> tuple[slice, ...]:
    """The box of a mask, which is not empty, and what lies within a margin around it, cut at the array's faces."""
    box = []
    for axis, (size, more) in enumerate(zip(mask.shape, margin.tolist(), strict=True)):
        found = np.flatnonzero(mask.any(axis=tuple(other for other in range(3) if other != axis)))
        box.append(slice(max(int(found[0]) - more, 0), min(int(found[-1]) + more + 1, size)))
    return tuple(box)


def nearest(of: Points, to: Points, scale: Floats) -> tuple[Floats, Points]:
    """Distance from each voxel of a list to the nearest of another, and its place in that list."""
    distance, place = need("scipy.spatial").cKDTree(to * scale).query(of * scale)
    return distance, place
