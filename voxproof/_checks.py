"""Checks of what users pass in. A message says what was found, what was expected, and what to do."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._arrays import check_numbers, readable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Direction = Literal["uncertainty", "confidence"]

_ROUNDING = 1e-6
_MOST_TEXT = 10_000


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
    values = readable(name, array)
    check_numbers(name, values, shape)
    values = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))
    _check_values(name, values)
    return values


def check_image(image: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    """The image, borrowed for reading: (Z, Y, X) integers, booleans or floats. NaN and infinite voxels are allowed."""
    array = readable("image", image)
    check_numbers("image", array, shape)
    return array


def check_probability(array: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[Any]:
    """A foreground probability from 0 to 1. Percentages and 8-bit values are scaled, with a warning that says so.

    Parameters
    ----------
    array : (Z, Y, X) array_like
        From 0 to 1, from 0 to 100, or from 0 to 255; which one is told by the largest value.
    shape : tuple of int, optional
        The shape it must have, that of the segmentation.

    Returns
    -------
    (Z, Y, X) array, C order, native byte order
        The array itself where it is so already, else a copy; float32 when it was scaled.

    Raises
    ------
    TypeError, ValueError
        As :func:`check_map`, and for values above 255.
    """
    values = check_map("probability", array, shape)
    most = float(values.max())
    if most <= 1:
        return values
    if most <= 1 + _ROUNDING:
        rounded: NDArray[Any] = np.minimum(values, 1)
        return rounded
    for top, words in ((100, "percentages"), (255, "8-bit values")):
        if most <= top:
            warnings.warn(
                f"probability: found values up to {most:g}, taken as {words} and divided by {top}. "
                "Pass values from 0 to 1 to be sure.",
                stacklevel=_user_level(),
            )
            scaled: NDArray[Any] = np.divide(values, top, dtype=np.float32)
            return scaled
    raise ValueError(
        f"probability: found values up to {most:g}, expected 0 to 1 (or percentages, or 8-bit values up to 255). "
        "Divide the map by the value that means certain."
    )


def check_direction(direction: Any) -> Direction:
    """Whether high values of the map mean doubt or trust."""
    if direction not in ("uncertainty", "confidence"):
        raise ValueError(
            f'direction: found {direction!r}, expected "uncertainty" (high = doubtful) or "confidence" (high = trusted).'
        )
    return "confidence" if direction == "confidence" else "uncertainty"


def check_spacing(spacing: Any) -> tuple[float, float, float] | None:
    """Voxel size (z, y, x) in µm; None for voxels."""
    if spacing is None:
        return None
    try:
        sizes = np.asarray(spacing, np.float64)
    except (TypeError, ValueError):
        sizes = np.empty(0)
    if sizes.shape != (3,) or not np.isfinite(sizes).all() or (sizes <= 0).any():
        raise ValueError(
            f"spacing: found {spacing!r}, expected three sizes above 0, (z, y, x) in µm, such as (2.0, 0.5, 0.5), or None for voxels."
        )
    z, y, x = sizes.tolist()
    return z, y, x


def check_flag(name: str, value: Any) -> bool:
    """True or False, and nothing that only looks like it, such as "no"."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name}: found {value!r}, expected True or False.")
    return bool(value)


def check_text(name: str, value: Any) -> str:
    """A text that journal and browser can hold: at most 10 000 characters, each of them whole."""
    if not isinstance(value, str):
        raise TypeError(f"{name}: found {brief(value)}, expected text.")
    if len(value) > _MOST_TEXT:
        raise ValueError(
            f"{name}: found {len(value)} characters, expected text of at most {_MOST_TEXT}. Shorten it."
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"{name}: found {brief(value)}, expected text of whole characters. Character {error.start} is half of a surrogate pair, "
            "which no file can hold; leave it out."
        ) from error
    return value


def brief(value: object) -> str:
    """How a value looks, in one short line."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 80 else text[:79] + "…"


def _user_level() -> int:
    """How many calls up the first one outside this package lies."""
    frame = sys._getframe(1)
    level = 1
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("voxproof"):
        frame = frame.f_back
        level += 1
    return level


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
