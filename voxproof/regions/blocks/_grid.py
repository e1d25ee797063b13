"""How a volume is divided into blocks, and work on each of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._extras import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

Index = tuple[int, int, int]
Chunks = tuple[tuple[int, ...], ...]

LEAST_EDGE = 64
"""Chunks are joined until blocks have this many voxels along each axis: faces are what is kept of a block."""
MOST_EDGE = 512
"""Longer chunks are cut."""
_FOLD = 8


@dataclass(frozen=True)
class Grid:
    """Blocks of a volume.

    Attributes
    ----------
    chunks : tuple of tuple of int
        Their sizes along z, y and x.
    """

    chunks: Chunks

    @classmethod
    def of(cls, chunks: Chunks) -> Grid:
        """Blocks that follow the chunks of an array."""
        return cls(tuple(_blocks_along(sizes) for sizes in chunks))

    @cached_property
    def shape(self) -> Index:
        """Voxels of the volume."""
        z, y, x = (sum(sizes) for sizes in self.chunks)
        return z, y, x

    @cached_property
    def counts(self) -> Index:
        """Blocks along each axis."""
        z, y, x = (len(sizes) for sizes in self.chunks)
        return z, y, x

    @cached_property
    def _starts(self) -> tuple[list[int], ...]:
        return tuple([0, *accumulate(sizes)] for sizes in self.chunks)

    def offset(self, block: Index) -> Index:
        """First voxel of a block."""
        z, y, x = (starts[i] for starts, i in zip(self._starts, block, strict=True))
        return z, y, x

    def size(self, block: Index) -> Index:
        """Voxels of a block."""
        z, y, x = (sizes[i] for sizes, i in zip(self.chunks, block, strict=True))
        return z, y, x

    def faces(self, block: Index) -> tuple[tuple[bool, bool], ...]:
        """Along each axis, whether there is a block before and one after."""
        return tuple((i > 0, i < n - 1) for i, n in zip(block, self.counts, strict=True))


def each_block(
    function: Callable[..., Any], grid: Grid, arrays: Iterable[Any], /, *, whole: bool = False, **options: Any
) -> Any:
    """A dask array of objects, one per block: what a function makes of the block of each array.

    Parameters
    ----------
    function : callable
        Of the module level, so that it can be sent to another process. Called with the blocks and the options.
    grid : Grid
    arrays : dask arrays
        Divided as the grid is, or arrays of objects.
    whole : bool
        Whether the function also takes ``block``, the index of its block.
    """
    da = need("dask.array", extra="blocks")
    return da.map_blocks(
        _boxed,
        *arrays,
        function=function,
        whole=whole,
        dtype=object,
        meta=np.empty((0, 0, 0), object),
        chunks=tuple((1,) * n for n in grid.counts),
        **options,
    )


def _boxed(
    *blocks: Any, function: Callable[..., Any], whole: bool, block_id: Index | None = None, **options: Any
) -> NDArray[Any]:
    if whole:
        options["block"] = block_id
    box = np.empty((1, 1, 1), object)
    box[0, 0, 0] = function(*blocks, **options)
    return box


def with_neighbours(boxes: Any, reach: Index = (1, 1, 1)) -> Any:
    """Of objects per block: an array of the object of each block and those of the blocks around it, up to 1 away along some axes."""
    overlap = need("dask.array.overlap", extra="blocks").overlap
    return overlap(boxes, depth=reach, boundary="none", allow_rechunk=False)


def own_place(block: Index, reach: Index = (1, 1, 1)) -> Index:
    """Where a block itself lies among its neighbours."""
    z, y, x = map(min, block, reach)
    return z, y, x


def boxed(grid: Grid, objects: Sequence[Any]) -> Any:
    """Objects, one per block in C order, as a dask array."""
    da = need("dask.array", extra="blocks")
    boxes = np.empty(math.prod(grid.counts), object)
    boxes[:] = objects
    return da.from_array(boxes.reshape(grid.counts), chunks=1, name=False)


def folded(boxes: Any, function: Callable[[list[Any]], Any]) -> Any:
    """The objects of all blocks brought together, a few at a time: `function`, of the module level, makes one of a list of them."""
    delayed = need("dask", extra="blocks").delayed
    items = [delayed(_item)(box) for box in boxes.to_delayed().flat]
    while len(items) > 1:
        items = [delayed(function)(items[i : i + _FOLD]) for i in range(0, len(items), _FOLD)]
    return items[0].compute()


def _item(box: NDArray[Any]) -> Any:
    return box.item()


def _blocks_along(sizes: Sequence[int]) -> tuple[int, ...]:
    """Sizes of the blocks along an axis: chunks that are too thin are joined, those that are too long are cut."""
    blocks: list[int] = []
    for size in sizes:
        if blocks and blocks[-1] < LEAST_EDGE:
            blocks[-1] += size
        elif size:
            blocks.append(size)
    if len(blocks) > 1 and blocks[-1] < LEAST_EDGE:
        last = blocks.pop()
        blocks[-1] += last
    return tuple(piece for size in blocks for piece in _cut(size))


def _cut(size: int) -> Iterator[int]:
    parts = -(-size // MOST_EDGE)
    for i in range(parts):
        yield size * (i + 1) // parts - size * i // parts
