"""The adding stroke: a random walker in a tube around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need
from voxproof.strokes._scene import NO_CONTRAST
from voxproof.strokes._walker import walk

if TYPE_CHECKING:
    from voxproof.strokes._scene import Floats, Mask, Points, Scene

STEEPNESS = 30.0
TUBE, LEAST_TUBE, MOST_TUBE = 1.75, 3.0, 12.0
"""The tube's radius in radii at the stroke's ends; and its limits."""
END, UPHILL = 2.0, 2
"""How far from an end of the stroke its radius is looked for, and how many voxels towards the middle of the vessel from there."""
USUAL_RADIUS = 2.0
FILLED, LEAST_FILLED = 0.95, 1.0
"""Radius at which a voxel is as likely as not where the data say nothing, in radii at the stroke's ends; and its least."""
FALL = 0.7
"""Over how far the odds by distance fall e-fold."""
TRUST = 4.0
"""Log odds of the best support over half of it."""
PULL = 0.5
WIDENING = 1.5

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
        odds = (max(FILLED * radius, LEAST_FILLED) - distance) / FALL + TRUST * (scene.support - NO_CONTRAST)
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
    for _ in range(UPHILL):
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
    """Gaps of up to two voxels between what is new and the mask, filled by a closing."""
    ndimage = need("scipy.ndimage")
    whole = np.pad(scene.mask | new, 1)
    closed = ndimage.binary_closing(whole, _FACES)[1:-1, 1:-1, 1:-1]
    near: Mask = ndimage.binary_dilation(new, _ALL, iterations=2)
    filled: Mask = new | (closed & near & ~scene.mask & ~scene.blocked)
    return filled
