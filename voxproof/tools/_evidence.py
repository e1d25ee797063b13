"""How much image and probability speak for a structure, voxel by voxel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box


def evidence(box: Box, image: NDArray[Any] | None, probability: NDArray[Any] | None) -> NDArray[np.float32]:
    """0 to 1 in a box.

    Parameters
    ----------
    box : Box
    image : (Z, Y, X) array, optional
        Counts between its 1st and 99.5th percentile in the box; not at all where it is flat there.
    probability : (Z, Y, X) array, optional
        0 to 1, or uint8 for 0 to 255.

    Returns
    -------
    (z, y, x) float32
        The mean of what there is; 0 without either.
    """
    parts = []
    if probability is not None:
        given = probability[_box.slices(box)]
        parts.append(given.astype(np.float32) / (255 if given.dtype == np.uint8 else 1))
    if image is not None:
        raw = np.nan_to_num(image[_box.slices(box)].astype(np.float32))
        low, high = np.percentile(raw, (1, 99.5))
        if high > low:
            parts.append(np.clip((raw - low) / (high - low), 0, 1))
    if not parts:
        return np.zeros(_box.box_shape(box), np.float32)
    mean: NDArray[np.float32] = np.mean(parts, axis=0, dtype=np.float32)
    return mean
