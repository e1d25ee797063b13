"""Whether an array still holds what it held: a checksum that costs less than reading the array once more would."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAMPLES_PER_AXIS = 64
_WORDS = 1 << 17

Fingerprint = tuple[int, ...]


def fingerprint(array: NDArray[Any]) -> Fingerprint:
    """Checksum of all voxels, one number for about a megabyte, to compare with that of the same array later.

    Parameters
    ----------
    array : (Z, Y, X) array of numbers
        Borrowed. Any strides; voxels are taken in the order in which they lie in memory.

    Notes
    -----
    Words of 64 bits times fixed random odd weights, summed modulo 2**64: a change of one word always shows, any other but for one case
    in about 2**64. 512³ float32 take about 0.03 s.
    """
    ordered = array.transpose(np.argsort(np.abs(array.strides))[::-1])
    slices = max(1, _WORDS // ordered[0].size)
    found: list[int] = []
    for start in range(0, len(ordered), slices):
        raw = np.ascontiguousarray(ordered[start : start + slices]).reshape(-1).view(np.uint8)
        found += [_checksum(raw[at : at + 8 * _WORDS]) for at in range(0, raw.size, 8 * _WORDS)]
    return tuple(found)


def sampled_fingerprint(array: NDArray[Any]) -> Fingerprint:
    """Checksum of about 64³ voxels all over an array, for what would be too costly to read as a whole."""
    steps = tuple(slice(None, None, -(-size // _SAMPLES_PER_AXIS)) for size in array.shape)
    return fingerprint(array[steps])


def _checksum(raw: NDArray[np.uint8]) -> int:
    whole = raw.size // 8 * 8
    words = raw[:whole].view(np.uint64)
    rest = int.from_bytes(raw[whole:].tobytes(), "little")
    return int(np.dot(words, _weights()[: words.size])) ^ rest


@cache
def _weights() -> NDArray[np.uint64]:
    weights = np.random.default_rng(1).integers(0, 2**64, _WORDS, dtype=np.uint64)
    return np.bitwise_or(weights, np.uint64(1))
