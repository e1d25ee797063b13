"""The regions of a volume in blocks, in rank order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._extras import need
from voxproof.regions._order import asks_consequences
from voxproof.regions._ranking import Ranking
from voxproof.regions.blocks._grid import Grid, Index, boxed
from voxproof.regions.blocks._merging import Members
from voxproof.regions.blocks._parts import Finder
from voxproof.regions.blocks._runs import expanded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._found import Labelled
    from voxproof.regions._parameters import RankParameters
    from voxproof.regions.blocks._inputs import Inputs, Reader


@dataclass(frozen=True)
class Blocks:
    """Where the voxels of regions are found again.

    Attributes
    ----------
    inputs : Inputs
    reader : Reader
    finder : Finder
    members : list of Members
        Of each block, in C order: which of its parts belong to which region.
    first_voxel : (n,) int64
        Of each region; there may be more than 2**32 voxels.
    """

    inputs: Inputs
    reader: Reader
    finder: Finder
    members: list[Members]
    first_voxel: NDArray[np.int64]

    def labels(self, rank: NDArray[np.uint32]) -> Any:
        """Rank of the region of each voxel, a dask array of uint32; `rank` is that of each region."""
        da = need("dask.array", extra="blocks")
        grid = self.inputs.grid
        ranks = [Members(m.part, rank[m.region - 1]) for m in self.members]
        return da.map_blocks(
            _paint,
            *self.inputs.read_by(self.reader),
            boxed(grid, ranks),
            reader=self.reader,
            finder=self.finder,
            dtype=np.uint32,
            meta=np.empty((0, 0, 0), np.uint32),
            chunks=grid.chunks,
        )

    def voxels(self, region: int) -> NDArray[np.int64]:
        """Flat indices, rising, of a region's voxels; reads the blocks that hold it."""
        dask = need("dask", extra="blocks")
        found = [
            dask.delayed(_voxels_in)(
                *(array.blocks[block] for array in self.inputs.read_by(self.reader)),
                parts=members.part[members.region == region],
                reader=self.reader,
                finder=self.finder,
                grid=self.inputs.grid,
                block=block,
            )
            for block, members in zip(np.ndindex(self.inputs.grid.counts), self.members, strict=True)
            if np.any(members.region == region)
        ]
        return np.sort(np.concatenate(dask.compute(*found)))


class BlockRanking(Ranking):
    """Regions of a map in blocks, most doubtful first. ``voxels`` and ``labels`` read the map again, as far as they need it."""

    def __init__(
        self,
        labelled: Labelled,
        parameters: RankParameters,
        reason: str,
        *,
        blocks: Blocks,
        spacing: tuple[float, float, float] | None = None,
    ) -> None:
        rank = labelled.rank
        listed = np.flatnonzero(rank)
        first_voxel = blocks.first_voxel[listed[np.argsort(rank[listed])]]
        super().__init__(
            replace(labelled, first_voxel=first_voxel),
            parameters,
            reason,
            spacing=spacing,
        )
        self._blocks = blocks

    def labels(self) -> Any:
        """(Z, Y, X) dask array of uint32: the rank of the region each voxel belongs to, 0 where it belongs to none."""
        return self._blocks.labels(self._labelled.rank)

    def voxels(self, region: str | int) -> NDArray[np.int64]:
        """Flat C-order indices, rising, of the voxels of a region; see `Ranking.voxels`. Reads the blocks that hold it."""
        rank = self.rank_of(region)
        return self._blocks.voxels(int(np.flatnonzero(self._labelled.rank == rank)[0]) + 1)

    def reordered(self, **changes: Any) -> Ranking:
        """The same regions in another order; see `Ranking.reordered`. All but the granularity, and scores without consequences."""
        if isinstance(changes.get("score"), str):
            check_block_score(changes["score"])
        return super().reordered(**changes)

    def _again(self, labelled: Labelled, parameters: RankParameters) -> BlockRanking:
        return BlockRanking(labelled, parameters, self.reason, blocks=self._blocks, spacing=self._spacing)


def check_block_score(score: str) -> None:
    """ValueError for a score that asks for what is not known of a volume in blocks."""
    if asks_consequences(score):
        raise ValueError(
            f"score: found {score!r}, expected one without consequences for dask arrays: they follow from the whole segmentation. "
            "Leave the score out, or rank arrays in memory: call .compute() on them, or on a cropped part."
        )


def _paint(*blocks: NDArray[Any], reader: Reader, finder: Finder) -> NDArray[np.uint32]:
    *maps, ranks = blocks
    assert reader.book is not None
    found = finder.find(reader.codes(maps), reader.book.weights)
    labels = np.zeros(found.shape, np.uint32)
    place, part = expanded(found, np.flatnonzero(found.owner))
    members: Members = ranks.item()
    labels.reshape(-1)[place] = members.of(part)
    return labels


def _voxels_in(
    *blocks: NDArray[Any], parts: NDArray[np.uint32], reader: Reader, finder: Finder, grid: Grid, block: Index
) -> NDArray[np.int64]:
    assert reader.book is not None
    found = finder.find(reader.codes(blocks), reader.book.weights)
    place, _ = expanded(found, np.flatnonzero(np.isin(found.owner, parts)))
    voxels = np.unravel_index(place, found.shape)
    inside: NDArray[np.int64] = np.ravel_multi_index(
        tuple(axis + start for axis, start in zip(voxels, grid.offset(block), strict=True)), grid.shape
    )
    return inside
