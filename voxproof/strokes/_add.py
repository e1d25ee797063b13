"""The adding stroke: a random walker in a tube around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need
from voxproof.strokes._scene import EVEN
from voxproof.strokes._walker import walk

if TYPE_CHECKING:
    from voxproof.strokes._scene import Floats, Mask, Points, Scene

STEEPNESS = 15.0
TUBE, LEAST_TUBE, MOST_TUBE = 1.75, 3.0, 12.0
"""The tube's radius in radii at the stroke's ends; and its limits."""
END, UPHILL = 2.0, 3
"""How far from an end of the stroke its radius is looked for; from there uphill, a step for each 3 voxels of depth."""
USUAL_RADIUS = 2.0
FALL = 0.7
"""Over how far the odds by distance fall e-fold."""
TRUST = 4.0
"""Log odds that a support of 1 has over one of 0."""
PULL = 0.3
WIDENING = 1.5
SEAM, SEAM_REACH = 2.0, 4.0
"""Radius of the ball that the seam is closed with, and how far from what is new."""

_FACES = np.array(
    [[[0, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 1, 0], [1, 1, 1], [0, 1, 0]], [[0, 0, 0], [0, 1, 0], [0, 0, 0]]],
    bool,
)
_ALL = np.ones((3, 3, 3), bool)


def add(scene: Scene, width: float) -> Mask:
    """Voxels that a stroke adds to the mask; see `voxproof.strokes.stroke`."""
    on_line = scene.on_line & ~scene.blocked
    radius, distance = radius_at_ends(scene), scene.distance(scene.on_line)
    tube = distance <= min(max(TUBE * radius, LEAST_TUBE), MOST_TUBE)
    wanted = on_line | (scene.mask & tube)
    free = tube & ~wanted & ~scene.blocked
    rim = need("scipy.ndimage").binary_dilation(tube, _FACES) & ~tube & ~scene.mask & ~scene.blocked
    new = on_line & ~scene.mask
    if free.any():
        odds = (radius - distance) / FALL + TRUST * (scene.support - EVEN)
        prior = 1 / (1 + np.exp(-odds))
        chance = walk(
            scene.support,
            free,
            wanted,
            rim,
            steepness=STEEPNESS,
            scale=scene.scale,
            prior=prior,
            pull=PULL,
        )
        new |= free & (chance > 1 / (1 + width**WIDENING))
    return _close_seam(scene, _with_line(new, on_line))


def radius_at_ends(scene: Scene) -> float:
    """The mask's radius at the stroke's ends, their mean; 2 where no end is near the mask."""
    depth = scene.distance(~scene.mask)
    depth[~np.isfinite(depth)] = 0
    radii = [
        radius for radius in (_radius_at(scene, depth, scene.line[end]) for end in (0, -1)) if radius > 0
    ]
    return float(np.mean(radii)) if radii else USUAL_RADIUS


def _radius_at(scene: Scene, depth: Floats, end: Points) -> float:
    """Depth of the mask at an end: the greatest nearby, then uphill."""
    at = _deepest(depth, end, np.maximum(np.floor(END / scene.scale), 1).astype(np.int64))
    for _ in range(int(depth[tuple(at)] / UPHILL)):
        at = _deepest(depth, at, np.ones(3, np.int64))
    return float(depth[tuple(at)])


def _deepest(depth: Floats, around: Points, reach: Points) -> Points:
    """The voxel of greatest depth within reach; the first in scan order of several, but `around` itself where none is deeper."""
    low = np.maximum(around - reach, 0)
    window = depth[tuple(slice(a, b + 1) for a, b in zip(low, around + reach, strict=True))]
    found: Points = low + np.array(np.unravel_index(window.argmax(), window.shape))
    return found if depth[tuple(found)] > depth[tuple(around)] else around


def _with_line(new: Mask, on_line: Mask) -> Mask:
    """Without slivers: the pieces (26 neighbours) that hold a voxel of the stroke."""
    pieces, _ = need("scipy.ndimage").label(new, _ALL)
    touched = np.unique(pieces[on_line & new])
    together: Mask = np.isin(pieces, touched) & new
    return together


def _close_seam(scene: Scene, new: Mask) -> Mask:
    """What is new, and what a closing of it and the mask with a ball of radius 2 fills within 4 of it."""
    if not new.any():
        return new
    margin = np.ceil(SEAM / scene.scale).astype(int) + 1
    wide = scene.within(SEAM, np.pad(scene.mask | new, [(m, m) for m in margin]))
    closed = ~scene.within(SEAM, ~wide)[tuple(slice(m, -m) for m in margin)]
    filled: Mask = new | (closed & scene.within(SEAM_REACH, new) & ~scene.mask & ~scene.blocked)
    return filled
