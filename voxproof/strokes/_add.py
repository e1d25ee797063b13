"""The adding stroke: a random walker in a tube around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._extras import need
from voxproof.strokes._reach import box_of, dilated, distance_up_to
from voxproof.strokes._scene import EVEN
from voxproof.strokes._walker import walk

if TYPE_CHECKING:
    from voxproof.strokes._scene import Floats, Mask, Points, Scene

STEEPNESS = 15.0
TUBE, LEAST_TUBE, MOST_TUBE = 1.75, 3.0, 12.0
"""The tube's radius in radii at the stroke's ends; and its limits."""
END, UPHILL = 2.0, 3
"""How far from an end of the stroke its radius is looked for; from there uphill, a step for each 3 voxels of depth."""
SIGHT = 14.0
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
    radius = radius_at_ends(scene)
    reach = min(max(TUBE * radius, LEAST_TUBE), MOST_TUBE)
    distance = distance_up_to(reach, scene.line, scene.scale, scene.mask.shape)
    tube = np.isfinite(distance)
    wanted = on_line | (scene.mask & tube)
    free = tube & ~wanted & ~scene.blocked
    rim = need("scipy.ndimage").binary_dilation(tube, _FACES) & ~tube & ~scene.mask & ~scene.blocked
    new = on_line & ~scene.mask
    if free.any():
        chance = walk(
            scene.support,
            free,
            wanted,
            rim,
            steepness=STEEPNESS,
            scale=scene.scale,
            prior=_prior(radius - distance, scene.support, free),
            pull=PULL,
        )
        new |= free & (chance > 1 / (1 + width**WIDENING))
    return _close_seam(scene, _with_line(new, on_line))


def _prior(inward: Floats, support: Floats, free: Mask) -> Floats:
    """Chance of a voxel by how far inside the expected radius it lies, and by its support."""
    prior = np.zeros(free.shape)
    odds = inward[free] / FALL + TRUST * (support[free] - EVEN)
    prior[free] = 1 / (1 + np.exp(-odds))
    return prior


def radius_at_ends(scene: Scene) -> float:
    """The mask's radius at the stroke's ends, their mean; 2 where no end is near the mask."""
    radii = [radius for radius in (_radius_at(scene, scene.line[end]) for end in (0, -1)) if radius > 0]
    return float(np.mean(radii)) if radii else USUAL_RADIUS


def _radius_at(scene: Scene, end: Points) -> float:
    """Depth of the mask at an end: the greatest nearby, then uphill. A mask without background in sight is as deep as can be."""
    margin = np.ceil(SIGHT / scene.scale).astype(np.int64)
    low = np.maximum(end - margin, 0)
    mask = scene.mask[tuple(slice(a, b + 1) for a, b in zip(low, end + margin, strict=True))]
    if not mask.any() or mask.all():
        return SIGHT * bool(mask.any())
    depth = need("scipy.ndimage").distance_transform_edt(mask, sampling=scene.scale)
    at = _deepest(depth, end - low, np.maximum(np.floor(END / scene.scale), 1).astype(np.int64))
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
    # Beyond this nothing decides about what is within reach.
    box = box_of(new, np.ceil((SEAM_REACH + 2 * SEAM) / scene.scale).astype(np.int64) + 1)
    margin = np.ceil(SEAM / scene.scale).astype(int) + 1
    wide = dilated(np.pad((scene.mask | new)[box], [(m, m) for m in margin]), SEAM, scene.scale)
    closed = ~dilated(~wide, SEAM, scene.scale)[tuple(slice(m, -m) for m in margin)]
    near = np.isfinite(distance_up_to(SEAM_REACH, np.argwhere(new[box]), scene.scale, closed.shape))
    filled = new.copy()
    filled[box] |= closed & near & ~scene.mask[box] & ~scene.blocked[box]
    return filled
