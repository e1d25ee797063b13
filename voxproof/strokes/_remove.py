"""The removing stroke: a section of the mask goes, as thick as its centre line is deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need
from voxproof.strokes._reach import distance_up_to, nearest

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
MOST = 14.0
"""Farther from the false centre line nothing goes, whatever the width."""
TIE = 1e-9
MARGIN = 1.25
"""How much farther from the false centre line than that is deep voxels go."""


def remove(scene: Scene, width: float) -> Mask:
    """Voxels that a stroke takes from the mask; see `voxproof.strokes.stroke`."""
    changed = np.zeros(scene.mask.shape, bool)
    if not scene.mask.any():
        return changed
    near = distance_up_to(FARTHEST, scene.line, scene.scale, scene.mask.shape)
    centre = np.argwhere(need("skimage.morphology").skeletonize(scene.mask))
    false = _false_line(scene, centre, near)
    if not false.any():
        ball: Mask = scene.mask & (near < BALL * width)
        return ball
    line = centre[false]
    reach = _depth(scene, line) + MARGIN
    most = min(width * float(reach.max()), MOST)
    mask = np.argwhere(scene.mask & (distance_up_to(most, line, scene.scale, scene.mask.shape) <= most))
    distance, place = nearest(mask, line, scene.scale)
    is_section = distance <= nearest(mask, centre, scene.scale)[0] + TIE
    taken = np.where(is_section, width, width - 1) * reach[place] >= distance
    changed[tuple(mask[taken].T)] = True
    return changed


def _depth(scene: Scene, voxels: Points) -> Floats:
    """Distance of voxels of the mask to the nearest one outside of it, at most 12."""
    outside = need("scipy.ndimage").binary_dilation(scene.mask, np.ones((3, 3, 3), bool)) & ~scene.mask
    if not outside.any():
        return np.full(len(voxels), DEEPEST)
    depth: Floats = np.minimum(nearest(voxels, np.argwhere(outside), scene.scale)[0], DEEPEST)
    return depth


def _false_line(scene: Scene, centre: Points, near: Floats) -> Mask:
    """Which voxels of the mask's centre line the stroke runs along."""
    far: Floats = near[tuple(centre.T)]
    for reach, beyond in ((REACH, BEYOND), (FURTHER, FURTHER_BEYOND)):
        false: Mask = far <= reach
        false[false] = ~_lies_beyond(scene, centre[false], beyond)
        if false.any():
            return false
    closest: Mask = np.arange(len(far)) == (far.argmin() if len(far) else -1)
    return closest & (far <= FARTHEST)


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
