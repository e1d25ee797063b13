"""First look at a volume in blocks: everything that the codes of the whole map depend on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import Direction, check_extent, check_most_probable, count_wrong
from voxproof.regions._codebook import Codebook, distinct_values, joined_values
from voxproof.regions._parameters import likeness
from voxproof.regions.blocks._grid import Index, each_block, folded, own_place, with_neighbours
from voxproof.regions.blocks._inputs import Inputs, Reader

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEXT = (0, 0, 1)
"""Reach to the next block in x."""


@dataclass(frozen=True)
class Extent:
    """Least and largest value of a map, and how many are NaN or infinite."""

    low: Any
    high: Any
    wrong: int

    @classmethod
    def of(cls, values: NDArray[Any]) -> Extent:
        """Of a block."""
        low, high = values.min(), values.max()
        return cls(low, high, count_wrong(values, low, high))

    @property
    def is_good(self) -> bool:
        """Whether values can be counted."""
        return self.wrong == 0 and bool(self.low >= 0)

    def __add__(self, other: Extent) -> Extent:
        return Extent(
            np.minimum(self.low, other.low), np.maximum(self.high, other.high), self.wrong + other.wrong
        )


@dataclass(frozen=True)
class Alike:
    """The sum of all doubt, and of that in voxels that equal their next neighbour in x.

    Attributes
    ----------
    doubtful, equal : float
        Whole numbers of steps of weights.
    first, last : (z, y) uint32 or None
        Weights at the ends in x, of a block whose neighbours are still to be compared.
    """

    doubtful: float
    equal: float
    first: NDArray[Any] | None = None
    last: NDArray[Any] | None = None

    @classmethod
    def of(cls, codes: NDArray[Any], weights: NDArray[np.uint32]) -> Alike:
        """Of a block."""
        alike = likeness(weights[plane] for plane in codes)
        return cls(*alike, weights[codes[:, :, 0]], weights[codes[:, :, -1]])

    def beside(self, after: Alike | None) -> Alike:
        """With the border to the next block in x counted, if there is one."""
        equal = 0.0
        if after is not None and self.last is not None:
            equal = float(self.last.sum(where=self.last == after.first, dtype=np.float64))
        return Alike(self.doubtful, self.equal + equal)

    def __add__(self, other: Alike) -> Alike:
        return Alike(self.doubtful + other.doubtful, self.equal + other.equal)


@dataclass(frozen=True)
class Survey:
    """What is known of a map, or of a block of it.

    Attributes
    ----------
    doubt : Extent
        Of what codes are made of.
    probability : Extent or None
    distinct : (m,) array or None
        Distinct values of `doubt`, rising; None when they are too many to be counted.
    has_foreground, has_zero, speaks_outside : bool
        Whether there is foreground; a value of 0 in it; a value that is not 0 in the background.
    """

    doubt: Extent
    probability: Extent | None
    distinct: NDArray[Any] | None
    has_foreground: bool
    has_zero: bool
    speaks_outside: bool

    def __add__(self, other: Survey) -> Survey:
        both = self.probability is not None and other.probability is not None
        return Survey(
            doubt=self.doubt + other.doubt,
            probability=self.probability + other.probability if both else None,  # type: ignore[operator]
            distinct=joined_values(self.distinct, other.distinct),
            has_foreground=self.has_foreground or other.has_foreground,
            has_zero=self.has_zero or other.has_zero,
            speaks_outside=self.speaks_outside or other.speaks_outside,
        )


def survey(inputs: Inputs, direction: Direction) -> Reader:
    """Look at all blocks: how codes are read.

    Raises
    ------
    ValueError
        For values that cannot be ranked, as `voxproof.rank` does for arrays in memory.
    """
    reader = Reader.of(inputs, direction)
    seen = _look_at(inputs, reader)
    if seen.probability is not None:
        check_extent("probability", seen.probability.low, seen.probability.high, seen.probability.wrong)
        scale = check_most_probable(float(seen.probability.high))
        if scale is not None and "uncertainty" not in reader.names:
            reader = replace(reader, scale=scale)
            seen = _look_at(inputs, reader)
    check_extent("uncertainty", seen.doubt.low, seen.doubt.high, seen.doubt.wrong)
    return _with_book(reader, seen)


def alike(inputs: Inputs, reader: Reader) -> tuple[float, float]:
    """What mode "auto" goes by: the `likeness` of the whole map."""
    reader = reader.for_codes()
    boxes = each_block(_alike_in, inputs.grid, inputs.read_by(reader), reader=reader)
    beside = each_block(_alike_beside, inputs.grid, [with_neighbours(boxes, _NEXT)], whole=True)
    total: Alike = folded(beside, _sum)
    return total.doubtful, total.equal


def _look_at(inputs: Inputs, reader: Reader) -> Survey:
    seen: Survey = folded(each_block(_look, inputs.grid, inputs.read_by(reader), reader=reader), _sum)
    return seen


def _with_book(reader: Reader, seen: Survey) -> Reader:
    distinct, high = seen.distinct, float(seen.doubt.high)
    is_silent = reader.direction == "confidence" and not seen.speaks_outside
    if is_silent and not seen.has_foreground:
        distinct, high = np.zeros(0), 0.0
    elif is_silent and distinct is not None and not seen.has_zero:
        distinct = distinct[distinct > 0]
    book = Codebook.of(distinct, float(seen.doubt.low), high, reader.direction)
    return replace(reader, book=book, is_silent=is_silent)


def _look(*blocks: NDArray[Any], reader: Reader) -> Survey:
    values = reader.doubt(blocks)
    extent = Extent.of(values)
    has_foreground = has_zero = speaks_outside = False
    if "segmentation" in reader.names:
        mask = reader.mask(blocks)
        has_foreground = bool(mask.any())
        has_zero = bool(np.any((values == 0) & mask))
        speaks_outside = bool(np.any(values, where=~mask))
    return Survey(
        doubt=extent,
        probability=Extent.of(reader.array("probability", blocks)) if "probability" in reader.names else None,
        distinct=distinct_values(values.reshape(-1)) if extent.is_good else values.reshape(-1)[:0],
        has_foreground=has_foreground,
        has_zero=has_zero,
        speaks_outside=speaks_outside,
    )


def _alike_in(*blocks: NDArray[Any], reader: Reader) -> Alike:
    assert reader.book is not None
    return Alike.of(reader.codes(blocks), reader.book.weights)


def _alike_beside(around: NDArray[Any], block: Index) -> Alike:
    z, y, x = own_place(block, _NEXT)
    own: Alike = around[z, y, x]
    return own.beside(around[z, y, x + 1] if x + 1 < around.shape[2] else None)


def _sum(parts: list[Any]) -> Any:
    first, *others = parts
    for other in others:
        first = first + other
    return first
