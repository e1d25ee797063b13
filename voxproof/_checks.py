"""Checks of what users pass in. A message says what was found, what was expected, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def check_map(name: str, array: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[Any]:
    """A map of numbers for reading: ``(z, y, x)``, finite, at least 0.

    Parameters
    ----------
    name : str
        What the user calls it.
    array : (Z, Y, X) array_like
        Integers, booleans or floats.
    shape : tuple of int, optional
        The shape it must have, that of the segmentation.

    Returns
    -------
    (Z, Y, X) array, C order, native byte order
        The array itself where it is so already, else a copy.

    Raises
    ------
    TypeError
        When it does not hold real numbers.
    ValueError
        When axes, shape or values are not as expected.
    """
    try:
        values = np.asarray(array)
    except ValueError as error:
        raise ValueError(
            f"{name}: found rows of unequal length or something that is no array ({error}), expected a (z, y, x) array."
        ) from error
    if values.dtype.kind not in "buif":
        raise TypeError(
            f"{name}: found dtype {values.dtype}, expected integers, booleans or floats. Convert it first."
        )
    if values.ndim != 3:
        raise ValueError(
            f"{name}: found {values.ndim} axes (shape {values.shape}), expected three, (z, y, x). "
            "Pick a channel, or add an axis with array[None] for a single slice."
        )
    if shape is not None and values.shape != tuple(shape):
        raise ValueError(
            f"{name}: found shape {values.shape}, expected {tuple(shape)}, that of the segmentation, in (z, y, x) order. "
            "Nothing is transposed or cropped silently; do so before."
        )
    if values.size == 0:
        raise ValueError(
            f"{name}: found shape {values.shape}, expected at least one voxel. Check how it was loaded."
        )
    values = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))
    _check_values(name, values)
    return values


def _check_values(name: str, values: NDArray[Any]) -> None:
    low, high = values.min(), values.max()
    if not (np.isfinite(low) and np.isfinite(high)):
        wrong = int(np.count_nonzero(~np.isfinite(values)))
        raise ValueError(
            f"{name}: found {wrong} values that are NaN or infinite, expected finite numbers. "
            "Replace them, for example with np.nan_to_num."
        )
    if low < 0:
        raise ValueError(
            f"{name}: found values down to {low}, expected none below 0. "
            "Shift or clip the map, or pass its absolute value if that is what it means."
        )
