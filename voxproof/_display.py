"""The picture of the image: uint8 display values, made block by block when they are asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._box import Box

_SAMPLES_PER_AXIS = 64
_RANGE = (0.1, 99.9)
_WINDOW = (1, 98)


class Display:
    """Maps an image to display values.

    Parameters
    ----------
    image : (Z, Y, X) array of integers, booleans or floats
        Borrowed. Only a sample of about 64³ voxels is read here.

    Attributes
    ----------
    range : (float, float)
        Values shown as display 0 and 255: [0, 255] for uint8 images, which are sent as they are; else the 0.1 and 99.9 percentiles of
        the sample (its whole range when these are equal), and [v, v + 1] for an image that is v everywhere, or the nearest that float64
        has. Whole numbers of 64 bits are drawn exactly, also where float64 cannot tell them apart.
    window : (float, float)
        Display values that fill the grey scale at the start: the 1 and 98 percentiles, so that a few bright structures do not leave the
        others in the dark; but at least half of what the 99.9 percentile reaches, so that a sparse structure is not all white.
    """

    def __init__(self, image: NDArray[Any]) -> None:
        self._image = image
        values = image[tuple(slice(None, None, -(-size // _SAMPLES_PER_AXIS)) for size in image.shape)]
        self._base = int(values.min()) if _is_long(image.dtype) else 0
        sample = _finite(self._as_floats(values))
        low, high = self._span = _robust_range(sample)
        black, white = _robust_window(sample, low, high)
        if image.dtype == np.uint8:
            self.range, self.window = (0.0, 255.0), (min(black, 254.0), min(white, 255.0))
        else:
            self.range = _distinct(self._base + low, self._base + high)
            self.window = (_position(black, low, high), _position(white, low, high))

    def description(self) -> dict[str, Any]:
        """The field ``image`` of the volume description in docs/protocol.md."""
        dtype = self._image.dtype.newbyteorder("=").name
        return {"dtype": dtype, "range": list(self.range), "window": list(self.window)}

    def block(self, level: int, box: Box) -> NDArray[np.uint8]:
        """Display values of every 2^level-th voxel of a box, from its first: a new C-order array. NaN is 0."""
        step = 1 << level
        values = self._image[_box.slices(box)][::step, ::step, ::step]
        if values.dtype == np.uint8:
            return np.array(values, order="C", subok=False)
        out = np.empty(values.shape, np.uint8)
        for z in range(values.shape[0]):
            out[z] = self._scaled(values[z])
        return out

    def drawn(self, box: Box) -> NDArray[np.uint8]:
        """Display values of a box as they are drawn at the start: the window fills the grey scale."""
        low, high = self.window
        spread = np.clip((self.block(0, box).astype(np.float32) - low) * (255 / (high - low)), 0, 255)
        drawn: NDArray[np.uint8] = np.rint(spread).astype(np.uint8)
        return drawn

    def positions(self, low: float, high: float) -> tuple[float, float]:
        """Display values of two image values."""
        values = np.array([low, high], np.float64)
        if self._image.dtype == np.uint8:
            return float(np.ceil(low)), float(np.floor(high))
        first, last = self._scaled(values - self._base)
        return float(first), float(last)

    def _scaled(self, values: NDArray[Any]) -> NDArray[Any]:
        """Display values, as floats, of values that are not uint8."""
        scaled = self._as_floats(values)
        low, high = self._span
        if high - low == np.inf:
            scaled, low, high = scaled / 4, low / 4, high / 4
        scaled -= low
        scaled *= 255 / (high - low)
        if values.dtype.kind == "f":
            np.nan_to_num(scaled, copy=False, posinf=255.0, neginf=0.0)
        np.clip(scaled, 0, 255, out=scaled)
        np.rint(scaled, out=scaled)
        return scaled

    def _as_floats(self, values: NDArray[Any]) -> NDArray[Any]:
        """A copy as floats: above the base, at least 0, where values are whole numbers of 64 bits."""
        if _is_long(values.dtype):
            native = values.astype(values.dtype.newbyteorder("="))
            base = native.dtype.type(self._base)
            above: NDArray[np.uint64] = (np.maximum(native, base) - base).view(np.uint64)
            return above.astype(np.float64)
        with np.errstate(over="ignore"):
            return values.astype(np.float32 if values.dtype.itemsize <= 2 else np.float64)


def _is_long(dtype: np.dtype[Any]) -> bool:
    return dtype.kind in "ui" and dtype.itemsize == 8


def _finite(sample: NDArray[Any]) -> NDArray[np.float64]:
    flat = sample.astype(np.float64).reshape(-1)
    finite: NDArray[np.float64] = flat[np.isfinite(flat)]
    return finite


def _percentiles(sample: NDArray[np.float64], places: tuple[float, float]) -> tuple[float, float]:
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = np.nan_to_num(np.percentile(sample, places))
    return float(low), float(high)


def _robust_range(sample: NDArray[np.float64]) -> tuple[float, float]:
    if sample.size == 0:
        return 0.0, 1.0
    low, high = _percentiles(sample, _RANGE)
    if low == high:
        low, high = float(sample.min()), float(sample.max())
    return _distinct(low, high if low < high else low + 1.0)


def _distinct(low: float, high: float) -> tuple[float, float]:
    """The two numbers, or neighbours where float64 cannot tell them apart."""
    if low < high:
        return low, high
    above = math.nextafter(low, math.inf)
    return (low, above) if above < math.inf else (math.nextafter(low, -math.inf), low)


def _robust_window(sample: NDArray[np.float64], low: float, high: float) -> tuple[float, float]:
    """Values drawn black and white, within the range low to high."""
    if sample.size == 0:
        return low, high
    black, white = _percentiles(sample, _WINDOW)
    black = min(max(black, low), high)
    white = min(max(white, black / 2 + high / 2), high)
    return (black, white) if black < white else (low, high)


def _position(value: float, low: float, high: float) -> float:
    """Display value, between 0 and 255, of a value within the range."""
    # Halved, since the width of a range may exceed the largest number.
    return 255 * (value / 2 - low / 2) / (high / 2 - low / 2)
