"""Reading of masks, the same for every measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def read_mask(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """Where a segmentation is foreground.

    Raises
    ------
    TypeError
        For other values than integers or booleans.
    ValueError
        When it has not three axes.
    """
    array: NDArray[Any] = np.asarray(values)
    if array.dtype.kind not in "bui":
        raise TypeError(
            f"{name}: found dtype {array.dtype}, expected integers or booleans. Threshold it first, for example {name} > 0.5."
        )
    if array.ndim != 3:
        raise ValueError(
            f"{name}: found {array.ndim} axes (shape {array.shape}), expected three, (z, y, x). Add an axis with array[None] for one slice."
        )
    return np.asarray(array != 0)


def read_pair(
    names: tuple[str, str], a: ArrayLike, b: ArrayLike
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Two masks of one shape; ValueError when the shapes differ."""
    first, second = read_mask(names[0], a), read_mask(names[1], b)
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]}, {names[1]}: found shapes {first.shape} and {second.shape}, expected the same."
        )
    return first, second
