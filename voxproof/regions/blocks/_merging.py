"""Regions of a volume, made of the parts of its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._found import Count
from voxproof.regions.blocks._joining import components
from voxproof.regions.blocks._parts import RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof.regions.blocks._grid import Index
    from voxproof.regions.blocks._parts import Pairs, Parts


@dataclass(frozen=True)
class Members:
    """Which parts of a block belong to regions.

    Attributes
    ----------
    part : (n,) uint32
        Numbers of the parts, rising.
    region : (n,) uint32
        Regions of each, from 1 by first voxel.
    """

    part: NDArray[np.uint32]
    region: NDArray[np.uint32]

    def of(self, parts: NDArray[Any]) -> NDArray[np.uint32]:
        """Region of each of some parts; 0 for parts that are in none that is large enough."""
        if self.part.size == 0:
            return np.zeros(parts.shape, np.uint32)
        place = np.minimum(np.searchsorted(self.part, parts), self.part.size - 1)
        return np.where(self.part[place] == parts, self.region[place], np.uint32(0))


@dataclass(frozen=True)
class Merged:
    """Regions of a volume.

    Attributes
    ----------
    records : (n,) RECORD
        By first voxel.
    members : list of Members
        Of each block, in C order.
    small : Count
        Regions that are only counted.
    uncovered : int
        Voxels of doubt that are in no region.
    """

    records: NDArray[Any]
    members: list[Members]
    small: Count
    uncovered: int


def merge(parts: Sequence[Parts], pairs: Sequence[Pairs], number_of: dict[Index, int], least: int) -> Merged:
    """Join parts that touch, add up their measures, and drop what is too small.

    Parameters
    ----------
    parts : sequence of Parts
        Of each block, in C order.
    pairs : sequence of Pairs
    number_of : dict
        Place of each block in that order.
    least : int
        Voxels that a region has at least.
    """
    starts = np.cumsum([0, *(p.number.size for p in parts)])
    ends: list[NDArray[np.int64]] = []
    for side, block_of in (("a", "block"), ("b", "other")):
        nodes = [_node(parts, starts, number_of[getattr(p, block_of)], getattr(p, side)) for p in pairs]
        ends.append(np.concatenate([*nodes, np.zeros(0, np.int64)]))
    root = components(int(starts[-1]), *ends)
    records, region = _added_up(np.concatenate([p.records for p in parts]), root)
    small = sum((p.small for p in parts), Count(0, 0))
    order = np.argsort(records["first_voxel"])
    order = order[records["voxels"][order] >= least]
    kept = np.zeros(records.size, np.int64)
    kept[order] = np.arange(1, order.size + 1)
    dropped = records["voxels"][kept == 0]
    return Merged(
        records=records[order],
        members=[
            _members(p, kept[region[a:b]]) for p, a, b in zip(parts, starts[:-1], starts[1:], strict=True)
        ],
        small=small + Count(dropped.size, int(dropped.sum())),
        uncovered=sum(p.uncovered for p in parts),
    )


def _node(
    parts: Sequence[Parts], starts: NDArray[np.int64], block: int, number: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Places, among the parts of all blocks, of parts that are given by number."""
    node: NDArray[np.int64] = starts[block] + np.searchsorted(parts[block].number, number)
    return node


def _added_up(records: NDArray[Any], root: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Measures of each component, and the component of each part."""
    order = np.argsort(root, kind="stable")
    first = np.flatnonzero(np.diff(root[order], prepend=-1))
    total = np.zeros(first.size, RECORD)
    if first.size:
        of = records[order]
        for name in ("voxels", "sum", "sum_zyx", "pieces"):
            total[name] = np.add.reduceat(of[name], first)
        total["first_voxel"] = np.minimum.reduceat(of["first_voxel"], first)
        total["largest"] = np.maximum.reduceat(of["largest"], first)
        for axis in range(3):
            total["box"][:, 2 * axis] = np.minimum.reduceat(of["box"][:, 2 * axis], first)
            total["box"][:, 2 * axis + 1] = np.maximum.reduceat(of["box"][:, 2 * axis + 1], first)
    component = np.zeros(records.size, np.int64)
    component[order] = np.repeat(np.arange(first.size), np.diff(first, append=records.size))
    return total, component


def _members(parts: Parts, region: NDArray[np.int64]) -> Members:
    listed = np.flatnonzero(region)
    return Members(parts.number[listed], region[listed].astype(np.uint32))
