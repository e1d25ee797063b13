"""Checks of what users pass in. A message says what was found, what was expected, and what to do."""

from __future__ import annotations

import math
import sys
import warnings
from numbers import Integral, Real
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._arrays import check_numbers, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

Direction = Literal["uncertainty", "confidence"]
Scale = Literal[1, 100, 255] | None
"""What a probability is divided by: nothing, nothing but cut at 1, or what means certain."""

CONNECTIVITIES = MappingProxyType({6: "faces", 18: "also edges", 26: "also corners"})
"""Of the foreground, and which neighbours count."""

_LEAST_PERCENT = 20
"""A largest value below this is no percentage of a map that is sure of anything."""
_SCALES: tuple[tuple[Literal[100, 255], str], ...] = ((100, "percentages"), (255, "8-bit values"))
_ROUNDING = 1e-6
_MOST_CONTRARY = 1 / 3
"""How much lower a probability may be inside the segmentation, on average, before it seems to be the background's."""
_MOST_TEXT = 10_000
_MOST_WHOLE = 2**53
_MOST_VALUE = 1e290
_LEAST_SIZE, _MOST_SIZE = 1e-12, 1e12


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
    low, high = values.min(), values.max()
    check_extent(name, low, high, count_wrong(values, low, high))
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
        From 0 to 1, from 0 to 100, or from 0 to 255; which one is told by the largest value, which must be above 20 for the latter.
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
    return scale_probability(values, check_most_probable(float(values.max())))


def check_most_probable(most: float) -> Scale:
    """How a probability is brought to 0 to 1, by its largest value. Warns where it is divided; ValueError where it is none."""
    if most <= 1:
        return None
    if most <= 1 + _ROUNDING:
        return 1
    for top, words in () if most < _LEAST_PERCENT else _SCALES:
        if most <= top:
            warnings.warn(
                f"probability: found values up to {most:g}, taken as {words} and divided by {top}. "
                "Pass values from 0 to 1 to be sure.",
                stacklevel=_user_level(),
            )
            return top
    raise ValueError(
        f"probability: found values up to {most:g}, expected 0 to 1 (or percentages, or 8-bit values up to 255). "
        "Divide the map by the value that means certain."
    )


def warn_of_contrary(probability: NDArray[Any], segmentation: NDArray[Any]) -> None:
    """Warn where a probability is that of the background, by its looks: by more than a third lower inside the segmentation than outside.

    Parameters
    ----------
    probability : (Z, Y, X) array
        From 0 to 1.
    segmentation : (Z, Y, X) array of integers or booleans
    """
    inside = segmentation != 0
    count = np.count_nonzero(inside)
    if not 0 < count < inside.size:
        return
    within = float(probability.sum(where=inside, dtype=np.float64))
    beyond = float(probability.sum(dtype=np.float64)) - within
    low, high = within / count, beyond / (inside.size - count)
    if high - low > _MOST_CONTRARY:
        warnings.warn(
            f"probability: found {low:.2f} on average inside the segmentation and {high:.2f} outside, expected more inside. "
            "Pass 1 - probability if it is that of the background; where the two contradict, the segmentation is followed.",
            stacklevel=_user_level(),
        )


def scale_probability(values: NDArray[Any], scale: Scale) -> NDArray[Any]:
    """A probability, or a part of it, brought to 0 to 1: the array itself, or an array made anew."""
    if scale is None:
        return values
    scaled: NDArray[Any] = np.minimum(values, 1) if scale == 1 else np.divide(values, scale, dtype=np.float32)
    return scaled


def check_direction(direction: Any) -> Direction:
    """Whether high values of the map mean doubt or trust."""
    if not isinstance(direction, str) or direction not in ("uncertainty", "confidence"):
        raise ValueError(
            f'direction: found {brief(direction)}, expected "uncertainty" (high = doubtful) or "confidence" (high = trusted).'
        )
    return "confidence" if direction == "confidence" else "uncertainty"


def check_spacing(spacing: Any) -> tuple[float, float, float] | None:
    """Voxel size (z, y, x) in µm; None for voxels."""
    if spacing is None:
        return None
    sizes = three_sizes(spacing)
    if sizes is None:
        raise ValueError(
            f"spacing: found {brief(spacing)}, expected three sizes above 0 (1e-12 to 1e12), (z, y, x) in µm, such as (2.0, 0.5, 0.5), "
            "or None for voxels."
        )
    z, y, x = sizes.tolist()
    return z, y, x


def three_sizes(values: Any) -> NDArray[np.float64] | None:
    """Three numbers above 0 that can be multiplied; None when they are something else, such as text."""
    try:
        sizes = np.asarray(values)
    except (TypeError, ValueError):
        return None
    if sizes.shape != (3,) or sizes.dtype.kind not in "iuf":
        return None
    numbers = sizes.astype(np.float64)
    return numbers if bool(((numbers >= _LEAST_SIZE) & (numbers <= _MOST_SIZE)).all()) else None


def is_number(value: Any) -> bool:
    """Whether a value is a real number by type: True is none."""
    return isinstance(value, Real) and not isinstance(value, bool)


def check_number(name: str, value: Any) -> float:
    """A finite number, at least 0."""
    if not is_number(value):
        raise TypeError(f"{name}: found {brief(value)}, expected a number.")
    number = float(value)
    if not 0 <= number < math.inf:
        raise ValueError(f"{name}: found {brief(value)}, expected a finite number, at least 0.")
    return number


def check_connectivity(connectivity: Any, meanings: Mapping[int, str] = CONNECTIVITIES) -> None:
    """ValueError unless a value is one of the numbers of neighbours, whose meanings go into the message."""
    if not is_whole(connectivity) or connectivity not in meanings:
        *most, last = (f"{number} ({words})" for number, words in meanings.items())
        raise ValueError(f"connectivity: found {brief(connectivity)}, expected {', '.join(most)} or {last}.")


def check_seconds(name: str, value: Any) -> float | None:
    """How long to wait; None for as long as it takes."""
    return None if value is None else check_number(name, value)


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number by type: True is none, and 2.0 is none."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def check_choice(name: str, value: Any, choices: tuple[str, ...], remedy: str = "") -> None:
    """ValueError unless a value is one of some words."""
    if not isinstance(value, str) or value not in choices:
        *most, last = (f'"{choice}"' for choice in choices)
        raise ValueError(f"{name}: found {brief(value)}, expected {', '.join(most)} or {last}.{remedy}")


def check_flag(name: str, value: Any) -> bool:
    """True or False, and nothing that only looks like it, such as "no"."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name}: found {brief(value)}, expected True or False.")
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


def count_wrong(values: NDArray[Any], low: Any, high: Any) -> int:
    """How many values, of which these are the extremes, are NaN or infinite."""
    return 0 if np.isfinite(low) and np.isfinite(high) else int(np.count_nonzero(~np.isfinite(values)))


def check_extent(name: str, low: Any, high: Any, wrong: int) -> None:
    """ValueError unless a map's values are finite, at least 0 and small enough for sums.

    Parameters
    ----------
    name : str
        What the user calls it.
    low, high : numpy scalars
        Least and largest value.
    wrong : int
        How many are NaN or infinite.
    """
    if wrong:
        raise ValueError(
            f"{name}: found {wrong} values that are NaN or infinite, expected finite numbers. "
            "Replace them, for example with np.nan_to_num."
        )
    whole = high.dtype.kind in "ui"
    most = _MOST_WHOLE if whole else _MOST_VALUE
    if (int(high) if whole else float(high)) > most:
        raise ValueError(
            f"{name}: found values up to {high}, expected at most {most:g}, so that float64 tells them and their sums apart. "
            f"Divide the map, for example by {name}.max()."
        )
    if low < 0:
        raise ValueError(
            f"{name}: found values down to {low}, expected none below 0. "
            "Shift or clip the map, or pass its absolute value if that is what it means."
        )
