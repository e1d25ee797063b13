"""Whether an array still holds what it held: a checksum that costs less than reading the array once more would."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAMPLES_PER_AXIS = 64

Fingerprint = tuple[int, ...]


def fingerprint(array: NDArray[Any]) -> Fingerprint:
    """Checksum of all voxels, one number a slice, for the same array later.

    Parameters
    ----------
    array : (Z, Y, X) array of numbers
        Borrowed. Any strides; the slices are those that lie together in memory.

    Notes
    -----
    Each slice as 64-bit words, times fixed random odd weights, summed modulo 2**64: a change of one word always shows, any other but for
    one case in about 2**64. 512³ float32 take about 0.03 s.
    """
    slowest_first = np.argsort(np.abs(array.strides))[::-1]
    return tuple(_checksum(part) for part in array.transpose(slowest_first))


def sampled_fingerprint(array: NDArray[Any]) -> Fingerprint:
    """Checksum of about 64³ voxels all over an array, for what would be too costly to read as a whole."""
    steps = tuple(slice(None, None, -(-size // _SAMPLES_PER_AXIS)) for size in array.shape)
    return fingerprint(array[steps])


def _checksum(part: NDArray[Any]) -> int:
    raw = np.ascontiguousarray(part).reshape(-1).view(np.uint8)
    whole = raw.size // 8 * 8
    words = raw[:whole].view(np.uint64)
    rest = int.from_bytes(raw[whole:].tobytes(), "little")
    return int(np.dot(words, _weights(words.size))) ^ rest


@cache
def _weights(size: int) -> NDArray[np.uint64]:
    weights = np.random.default_rng(1).integers(0, 2**64, size, dtype=np.uint64)
    return np.bitwise_or(weights, np.uint64(1))
