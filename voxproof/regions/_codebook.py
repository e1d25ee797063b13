"""Codebooks: which code a doubt gets. Made of what is known of a whole map, or of its blocks, and used on any part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._checks import Direction

WEIGHT_ONE = 2**20 - 1
"""Weight of the largest doubt of a map."""

MOST_CODES = 65_535
_CHUNK = 1 << 18


@dataclass(frozen=True)
class Codebook:
    """How the values of a map become codes.

    Attributes
    ----------
    dtype : numpy.dtype
        Of the codes, uint8 or uint16.
    palette, weights, maximum, lossless, step
        As in `voxproof.regions.Codes`.
    distinct : (m,) array or None
        The values that there are, rising, where each has a code of its own, `code_of`. Else codes are linear in doubt.
    code_of : (m,) array or None
    top : float or None
        Confidence: the value that means no doubt. None where the value is the doubt.
    """

    dtype: np.dtype[Any]
    palette: NDArray[np.float64]
    weights: NDArray[np.uint32]
    maximum: float
    lossless: bool
    step: float | None
    distinct: NDArray[Any] | None
    code_of: NDArray[Any] | None
    top: float | None

    @classmethod
    def of(cls, distinct: NDArray[Any] | None, low: float, high: float, direction: Direction) -> Codebook:
        """The codebook of a map.

        Parameters
        ----------
        distinct : (m,) array or None
            Its distinct values, rising; None when they are too many to have been counted.
        low, high : float
            Its least and its largest value.
        direction : {"uncertainty", "confidence"}
        """
        top = float(high) if direction == "confidence" else None
        if distinct is None or distinct.size > MOST_CODES + 1:
            return cls._linear(float(low), float(high), top)
        doubts = distinct.astype(np.float64)
        if top is not None:
            doubts = top - doubts
        palette = np.unique(np.append(doubts, 0.0))
        if palette.size - 1 > MOST_CODES:
            return cls._linear(float(low), float(high), top)
        dtype: np.dtype[Any] = np.dtype(np.uint8 if palette.size <= 256 else np.uint16)
        maximum = float(palette[-1])
        return cls(
            dtype=dtype,
            palette=palette,
            weights=_weights(palette, maximum),
            maximum=maximum,
            lossless=True,
            step=None,
            distinct=distinct,
            code_of=np.searchsorted(palette, doubts).astype(dtype),
            top=top,
        )

    @classmethod
    def _linear(cls, low: float, high: float, top: float | None) -> Codebook:
        maximum = high if top is None else top - low
        palette: NDArray[np.float64] = np.arange(MOST_CODES + 1, dtype=np.float64)
        palette *= maximum / MOST_CODES
        palette[-1] = maximum
        return cls(
            dtype=np.dtype(np.uint16),
            palette=palette,
            weights=_weights(palette, maximum),
            maximum=maximum,
            lossless=False,
            step=maximum / MOST_CODES,
            distinct=None,
            code_of=None,
            top=top,
        )

    def codes(self, values: NDArray[Any]) -> NDArray[Any]:
        """The code of every voxel, in an array made anew. Values that are not in a lossless codebook get some code.

        Parameters
        ----------
        values : (Z, Y, X) array, C order, native byte order
            The map or a part of it. Borrowed.
        """
        if self.distinct is None or self.code_of is None:
            return self._linear_codes(values)
        if self.distinct.size == 0:
            return np.zeros(values.shape, self.dtype)
        return _translate(values, self.distinct, self.code_of)

    def _linear_codes(self, values: NDArray[Any]) -> NDArray[Any]:
        """Codes in equal steps, rounded up so that only a doubt of 0 gets code 0."""
        flat = values.reshape(-1)
        codes = np.empty(values.shape, self.dtype)
        for part in chunks(flat.size):
            doubt = flat[part].astype(np.float64)
            if self.top is not None:
                doubt = self.top - doubt
            code = np.ceil(doubt / self.maximum * MOST_CODES)
            codes.reshape(-1)[part] = np.maximum(code, doubt > 0)
        return codes


def distinct_values(flat: NDArray[Any]) -> NDArray[Any] | None:
    """Distinct values, rising, or None when more than a palette holds are above 0.

    Parameters
    ----------
    flat : (n,) array
        Finite, at least 0, native byte order.
    """
    if _is_countable(flat.dtype):
        present = np.zeros(1 << 8 * flat.itemsize, np.bool_)
        for part in chunks(flat.size):
            present[_heads(flat[part])] = True
        return np.flatnonzero(present).astype(flat.dtype)
    known: NDArray[Any] | None = flat[:0]
    for part in chunks(flat.size):
        known = joined_values(known, _heads(flat[part]))
        if known is None:
            return None
    return known


def joined_values(a: NDArray[Any] | None, b: NDArray[Any] | None) -> NDArray[Any] | None:
    """Distinct values of two parts of a map, rising; None when more than a palette holds are above 0."""
    if a is None or b is None:
        return None
    known = np.union1d(a, b)
    return None if np.count_nonzero(known) > MOST_CODES + 1 else known


def chunks(size: int) -> Iterator[slice]:
    """Parts of a long array that fit into a processor's cache."""
    for start in range(0, size, _CHUNK):
        yield slice(start, min(start + _CHUNK, size))


def _weights(palette: NDArray[np.float64], maximum: float) -> NDArray[np.uint32]:
    if maximum == 0:
        return np.zeros(palette.size, np.uint32)
    return np.rint(palette / maximum * WEIGHT_ONE).astype(np.uint32)


def _translate(values: NDArray[Any], distinct: NDArray[Any], code_of: NDArray[Any]) -> NDArray[Any]:
    """The code of every voxel. Values that are not in `distinct` get some code."""
    flat = values.reshape(-1)
    translated = np.empty(values.shape, code_of.dtype)
    codes = translated.reshape(-1)
    table = _table(distinct, code_of) if _is_countable(flat.dtype) else None
    for part in chunks(flat.size):
        here = flat[part]
        starts = _stretch_starts(here)
        if starts.size * 4 < here.size:
            heads = _look_up(here[starts], distinct, code_of, table)
            codes[part] = np.repeat(heads, np.diff(starts, append=here.size))
        else:
            codes[part] = _look_up(here, distinct, code_of, table)
    return translated


def _look_up(
    values: NDArray[Any], distinct: NDArray[Any], code_of: NDArray[Any], table: NDArray[Any] | None
) -> NDArray[Any]:
    if table is not None:
        codes: NDArray[Any] = table[_as_numbers(values)]
        return codes
    return code_of[np.minimum(np.searchsorted(distinct, values), distinct.size - 1)]


def _table(distinct: NDArray[Any], code_of: NDArray[Any]) -> NDArray[Any]:
    table = np.zeros(1 << 8 * distinct.itemsize, code_of.dtype)
    table[_as_numbers(distinct)] = code_of
    return table


def _is_countable(dtype: np.dtype[Any]) -> bool:
    """Whether a table can have an entry for each value."""
    return dtype.kind in "bui" and dtype.itemsize <= 2


def _as_numbers(values: NDArray[Any]) -> NDArray[Any]:
    """The values as an index: booleans would be a mask."""
    return values.view(np.uint8) if values.dtype == np.bool_ else values


def _heads(flat: NDArray[Any]) -> NDArray[Any]:
    """The first value of every stretch of equal values."""
    return _as_numbers(flat[_stretch_starts(flat)])


def _stretch_starts(flat: NDArray[Any]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.flatnonzero(flat[1:] != flat[:-1]) + 1))
