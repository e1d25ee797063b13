"""Reading of masks, the same for every measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof._arrays import check_labels, readable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def read_mask(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """Where a segmentation is foreground.

    Raises
    ------
    TypeError
        For other values than integers or booleans.
    ValueError
        When it has not three axes, or no voxel.
    """
    array = readable(name, values)
    check_labels(name, array)
    return np.asarray(array != 0)


def read_pair(
    names: tuple[str, str], a: ArrayLike, b: ArrayLike
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Two masks of one shape; ValueError when the shapes differ."""
    first, second = read_mask(names[0], a), read_mask(names[1], b)
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]}, {names[1]}: found shapes {first.shape} and {second.shape}, expected the same. Nothing is cropped silently."
        )
    return first, second
