"""The removing stroke: a section of the mask goes, as thick as its centre line is deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from voxproof.strokes._scene import Floats, Mask, Points, Scene

REACH, FURTHER = 1.5, 3.0
"""How far from the stroke centre-line voxels are false; when there are none."""
BEYOND, FURTHER_BEYOND = 0.6, 1.1
"""How far beyond the stroke's ends they may lie."""
TANGENT = 4
"""Voxels of the stroke that tell the direction in which it ends."""
FARTHEST = 4.0
BALL = 1.5
"""Where no centre line is near: voxels this near to the stroke."""
DEEPEST = 12.0
MARGIN = 1.25
"""How much farther from the false centre line than that is deep voxels go."""


def remove(scene: Scene, width: float) -> Mask:
    """Voxels that a stroke takes from the mask; see `voxproof.strokes.stroke`."""
    if not scene.mask.any():
        return scene.mask
    near = scene.distance(scene.on_line)
    centre: Mask = need("skimage.morphology").skeletonize(scene.mask)
    false = _false_line(scene, centre, near)
    if not false.any():
        return scene.mask & (near < BALL * width)
    transform = need("scipy.ndimage").distance_transform_edt
    nearest = transform(~centre, scene.scale, return_distances=False, return_indices=True)
    section = false[tuple(nearest)]
    distance, nearest = transform(~false, scene.scale, return_indices=True)
    reach = np.minimum(scene.distance(~scene.mask)[tuple(nearest)], DEEPEST) + MARGIN
    taken: Mask = (section & (distance <= width * reach)) | (distance <= (width - 1) * reach)
    return scene.mask & taken


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
