"""Mode plateau with a granularity: codes become classes, and voxels of one class are equal. As in ``src/wasm/classes.ts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._codes import WEIGHT_ONE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def classes_of(
    weights: NDArray[np.uint32], step: int, dtype: np.dtype[Any]
) -> tuple[NDArray[Any], NDArray[np.uint32]]:
    """Class of each code, and weight of each class.

    Parameters
    ----------
    weights : (n,) uint32
        Of the codes.
    step : int
        Granularity in steps of weights, above 0.
    dtype : dtype
        Of the codes.

    Returns
    -------
    classes : (256,) or (65 536,) array of `dtype`
        To index with codes. A class is the nearest multiple of `step`, the upper one of two; class 0 is in no region.
    weights : (k,) uint32
        Multiples, at most ``2**20 - 1``.
    """
    multiples = (2 * weights.astype(np.int64) + step) // (2 * step)
    multiples[:1] = 0
    known, numbers = np.unique(np.append(multiples, 0), return_inverse=True)
    classes = np.zeros(1 << 8 * dtype.itemsize, dtype)
    classes[: weights.size] = numbers[:-1]
    return classes, np.minimum(known * step, WEIGHT_ONE).astype(np.uint32)
