"""The regions of VessQC, written from its rule: bands around values, the higher over the lower, and their 26-connected parts.

Version 1.0.0: a band is what differs by less than 0.001 from one of the values that the map has in the mask, rounded to three decimals.
Version 0.8: by less than 0.01 from one of its values as they are. In both, values above 0 only, and parts of at least 50 voxels.
"""

import numpy as np
from scipy import ndimage

FULL = np.ones((3, 3, 3), int)
WIDTHS = {"1.0.0": 1e-3, "0.8": 1e-2}
LEAST = 50


def regions(uncertainty, mask, version="1.0.0"):
    """`(value, voxels)` of each region, value falling, then size falling, then label: the largest value in it, and flat indices."""
    levels = np.unique(np.round(uncertainty[mask], 3) if version == "1.0.0" else uncertainty)
    levels = levels[levels > 0]
    labels = np.zeros(uncertainty.shape, np.int64)
    for number, level in enumerate(levels, 1):
        parts, _ = ndimage.label(np.abs(uncertainty - level) < WIDTHS[version], FULL)
        labels[parts > 0] = (parts[parts > 0] - 1) * levels.size + number
    return listed(uncertainty, labels)


def listed(uncertainty, labels):
    """The regions of a labelling, in VessQC's order."""
    flat, order = labels.ravel(), np.argsort(labels, axis=None, kind="stable")
    starts = np.flatnonzero(np.diff(flat[order], prepend=0))
    groups = [voxels for voxels in np.split(order, starts)[1:] if voxels.size >= LEAST]
    largest = [float(uncertainty.ravel()[voxels].max()) for voxels in groups]
    found = list(zip(largest, groups, strict=True))
    return sorted(found, key=lambda region: (-region[0], -region[1].size, int(flat[region[1][0]])))


def disputed(uncertainty, width):
    """Voxels next to one whose other value, above 0, lies so near that one band may hold both: less than two widths away."""
    padded = np.pad(uncertainty, 1)
    inner = tuple(slice(1, -1) for _ in range(3))
    near = np.zeros(uncertainty.shape, bool)
    for offset in np.argwhere(np.ones((3, 3, 3))) - 1:
        other = np.roll(padded, offset, (0, 1, 2))[inner]
        gap = np.abs(other.astype(np.float64) - uncertainty)
        near |= (other > 0) & (uncertainty > 0) & (gap > 0) & (gap < 2 * width)
    return near
