"""The removing stroke: a section of the mask goes, without what clearly belongs to the rest."""

from __future__ import annotations

import heapq
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.strokes._scene import Floats, Mask, Points, Scene

REACH, FURTHER = 1.5, 3.0
"""How far from the stroke centre-line voxels are false; when there are none."""
BEYOND, FURTHER_BEYOND = 0.6, 1.1
"""How far beyond the stroke's ends they may lie."""
TANGENT = 4
FARTHEST = 4.0
BALL = 1.5
"""Where no centre line is near: voxels this near to the stroke."""
SHARE = 0.4
"""The line between false and true support lies at this share of the false one."""

_ALL = np.ones((3, 3, 3), bool)
_STEPS = [step for step in product((-1, 0, 1), repeat=3) if step != (0, 0, 0)]


def remove(scene: Scene, width: float) -> Mask:
    """Voxels that a stroke takes from the mask; see `voxproof.strokes.stroke`."""
    near = scene.distance(scene.on_line)
    if not scene.mask.any():
        return scene.mask
    centre: Mask = need("skimage.morphology").skeletonize(scene.mask)
    false = _false_line(scene, centre, near)
    if not false.any():
        return scene.mask & (near < BALL * width)
    nearest = need("scipy.ndimage").distance_transform_edt(
        ~centre, sampling=scene.scale, return_distances=False, return_indices=True
    )
    section = scene.mask & false[tuple(nearest)]
    removed: Mask = section & ~_kept(scene, section, false, width)
    if width > 2:
        removed |= scene.mask & (scene.distance(removed) <= width - 2)
    return removed


def _false_line(scene: Scene, centre: Mask, near: Floats) -> Mask:
    """Voxels of the mask's centre line that the stroke runs along."""
    false = np.zeros(centre.shape, bool)
    for reach, beyond in ((REACH, BEYOND), (FURTHER, FURTHER_BEYOND)):
        along = np.argwhere(centre & (near <= reach))
        false[tuple(along[~_lies_beyond(scene, along, beyond)].T)] = True
        if false.any():
            return false
    there = np.argwhere(centre)
    if len(there):
        closest = there[np.argmin(near[tuple(there.T)])]
        false[tuple(closest)] = near[tuple(closest)] <= FARTHEST
    return false


def _lies_beyond(scene: Scene, voxels: Points, most: float) -> Mask:
    """Which voxels lie past an end of the stroke, in the direction in which it ends."""
    line, at = scene.line * scene.scale, voxels * scene.scale
    if len(line) == 1:
        away: Mask = np.linalg.norm(at - line[0], axis=1) > max(most, 1.01)
        return away
    back = min(TANGENT, len(line) - 1)
    past = np.zeros(len(at), bool)
    for end, inner in ((line[0], line[back]), (line[-1], line[-1 - back])):
        outward = (end - inner) / max(float(np.linalg.norm(end - inner)), 1e-9)
        past |= (at - end) @ outward > most
    return past


def _kept(scene: Scene, section: Mask, false: Mask, width: float) -> Mask:
    """Voxels of the section that grow back from the rest, best supported first, where they join no two pieces of it."""
    ndimage = need("scipy.ndimage")
    around: Mask = ndimage.binary_dilation(section, _ALL) & scene.mask & ~section
    pieces, _ = ndimage.label(around, _ALL)
    if not around.any():
        return around
    level = SHARE * np.median(scene.support[false]) + (1 - SHARE) * np.median(scene.support[around])
    level = level * width if width <= 1 else level + (1.01 - level) * (min(width, 2) - 1)
    allowed = section & ~false & (scene.support > level)
    kept: Mask = _grow(pieces, allowed, scene.support) > 0
    return kept


def _grow(pieces: NDArray[np.int32], allowed: Mask, support: Floats) -> NDArray[np.int32]:
    """Flood allowed voxels from pieces by falling support; a voxel that touches two pieces belongs to none."""
    owner = np.pad(pieces, 1)
    waiting = np.pad(allowed, 1)
    value = np.pad(support, 1)
    queue: list[tuple[float, tuple[int, int, int]]] = []

    def offer(z: int, y: int, x: int) -> None:
        for a, b, c in _STEPS:
            there = (z + a, y + b, x + c)
            if waiting[there]:
                waiting[there] = False
                heapq.heappush(queue, (-value[there], there))

    for z, y, x in np.argwhere(owner):
        offer(z, y, x)
    while queue:
        _, (z, y, x) = heapq.heappop(queue)
        owners = np.unique(owner[z - 1 : z + 2, y - 1 : y + 2, x - 1 : x + 2])
        owners = owners[owners > 0]
        if len(owners) == 1:
            owner[z, y, x] = owners[0]
            offer(z, y, x)
    return np.where(allowed, owner[1:-1, 1:-1, 1:-1], 0)
