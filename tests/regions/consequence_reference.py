"""Consequences counted anew, with SciPy and scikit-image, on whole volumes before and after the flip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.ndimage as ndi
from skimage.measure import euler_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORNERS = np.ones((3, 3, 3), bool)
FACES = ndi.generate_binary_structure(3, 1)


def numbers(mask: NDArray[np.bool_]) -> tuple[int, int, int]:
    """Pieces, loops and cavities."""
    padded = np.pad(mask, 1)
    pieces = ndi.label(padded, CORNERS)[1]
    cavities = ndi.label(~padded, FACES)[1] - 1
    return pieces, pieces + cavities - int(euler_number(padded, connectivity=3)), cavities


def flipped(mask: NDArray[np.bool_], voxels: NDArray[np.int64]) -> tuple[NDArray[np.bool_], bool]:
    """The mask after the flip, and whether it gains voxels."""
    after = mask.copy()
    inside = int(np.count_nonzero(mask.flat[voxels]))
    adds = 2 * inside <= voxels.size
    after.flat[voxels] = adds
    return after, adds


def hanging(
    mask: NDArray[np.bool_],
    line: NDArray[np.bool_],
    voxels: NDArray[np.int64],
    spacing: tuple[float, float, float],
) -> tuple[int, float]:
    """Voxels and length of centre line of all that is joined or cut off but the largest."""
    after, adds = flipped(mask, voxels)
    whole, parts = (after, mask) if adds else (mask, after)
    wholes, _ = ndi.label(whole, CORNERS)
    labels, count = ndi.label(parts, CORNERS)
    lengths = half_steps(line, spacing)
    sizes = np.bincount(labels[line], minlength=count + 1)
    length = np.bincount(labels[line], lengths[line], minlength=count + 1)
    total, total_length = 0, 0.0
    touched = np.unique(wholes.flat[voxels])
    for number in touched[touched > 0]:
        own = np.unique(labels[(wholes == number) & (labels > 0)])
        order = sorted(own, key=lambda part: (sizes[part], round(length[part], 3)))[:-1]
        total += int(sizes[order].sum())
        total_length += float(length[order].sum())
    return total, total_length


def half_steps(line: NDArray[np.bool_], spacing: tuple[float, float, float]) -> NDArray[np.float64]:
    """Half the length of each voxel's steps to its neighbours, without those that have another neighbour on their way."""
    padded = np.pad(line, 1)
    half = np.zeros(padded.shape)
    for step in np.argwhere(CORNERS) - 1:
        ways = {tuple(np.where(keep, step, 0)) for keep in np.ndindex(2, 2, 2)} - {(0, 0, 0), tuple(step)}
        counts = np.roll(padded, -step, (0, 1, 2)) & padded
        for way in ways:
            counts &= ~np.roll(padded, -np.array(way), (0, 1, 2))
        half += counts * 0.5 * np.linalg.norm(step * np.array(spacing))
    return half[1:-1, 1:-1, 1:-1]
