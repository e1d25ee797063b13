"""Pieces of the segmentation around each region: counted block by block in the ring of one voxel around it, and joined across borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions.blocks._around import padded, padded_size
from voxproof.regions.blocks._grid import Grid, Index, boxed, each_block, own_place, with_neighbours
from voxproof.regions.blocks._joining import (
    components,
    distinct,
    joined_keys,
    numbered,
    padded_offsets,
    steps_after,
    steps_between,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof.regions.blocks._around import Around
    from voxproof.regions.blocks._merging import Members
    from voxproof.regions.blocks._parts import Shell

LEAST_PIECE = 2
"""Voxels of a piece that counts."""


@dataclass(frozen=True)
class Rings:
    """Pieces in the rings of regions, as far as they lie in one block.

    Attributes
    ----------
    counted, pieces : (n,) int64
        Regions, and pieces around them that end in the block.
    region, voxels : (m,) int64
        Region and size of each piece that may go on in another block.
    place, piece : (k,) int64
        Voxels at the sides of the block: flat indices in the volume with a rim of one voxel, and which of those pieces each is of.
    """

    counted: NDArray[np.int64]
    pieces: NDArray[np.int64]
    region: NDArray[np.int64]
    voxels: NDArray[np.int64]
    place: NDArray[np.int64]
    piece: NDArray[np.int64]


def count_pieces(grid: Grid, boxes: Any, members: Sequence[Members], regions: int) -> NDArray[np.int64]:
    """Pieces around each region with voxels at a side of a block, 0 for others; (regions,) int64.

    Parameters
    ----------
    grid : Grid
    boxes : dask array of objects
        What `label_block` gives for each block.
    members : sequence of Members
    regions : int
    """
    known = boxed(grid, members)
    rims = with_neighbours(each_block(_rim, grid, [boxes, known]))
    rings = each_block(_rings_in, grid, [boxes, known, rims], whole=True, grid=grid)
    return _joined(list(rings.compute().flat), grid, regions)


def _rim(parts: NDArray[Any], members: NDArray[Any]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Voxels of regions at the sides of a block, and their regions."""
    shell: Shell = parts.item()[1]
    known: Members = members.item()
    region = known.of(shell.part)
    listed = region > 0
    return shell.place[listed], region[listed]


def _rings_in(
    boxes: NDArray[Any], members: NDArray[Any], rims: NDArray[Any], grid: Grid, block: Index
) -> Rings:
    size = grid.size(block)
    keys = _ring_keys(boxes.item()[2], members.item(), _rims_around(rims, grid, block), size)
    ends = [np.zeros((2, 0), np.int64)]
    ends += [np.stack(pair) for pair in joined_keys(keys, padded_offsets(size, steps_after(26)))]
    piece, count = numbered(components(keys.size, *np.concatenate(ends, axis=1)))
    region, place = np.divmod(keys, padded_size(size))
    voxels = np.bincount(piece, minlength=count)
    region_of = np.zeros(count, np.int64)
    region_of[piece] = region
    z, y, x = (axis - 1 for axis in np.unravel_index(place, padded(size)))
    at_side = _at_sides((z, y, x), grid, block)
    is_open = np.zeros(count, np.bool_)
    is_open[piece[at_side]] = True
    number = np.cumsum(is_open) - 1
    z0, y0, x0 = (n + 1 for n in grid.offset(block))
    in_volume = (z[at_side] + z0, y[at_side] + y0, x[at_side] + x0)
    counted, pieces = np.unique(region_of[~is_open & (voxels >= LEAST_PIECE)], return_counts=True)
    return Rings(
        counted=counted,
        pieces=pieces,
        region=region_of[is_open],
        voxels=voxels[is_open],
        place=np.ravel_multi_index(in_volume, padded(grid.shape)),
        piece=number[piece[at_side]],
    )


def _ring_keys(
    around: Around, members: Members, rims: tuple[NDArray[np.int64], NDArray[np.int64]], size: Index
) -> NDArray[np.int64]:
    """Each voxel in the ring of a region: region times the voxels of the padded block, plus its place there; rising."""
    voxels = padded_size(size)
    region = members.of(around.part)
    ring = np.flatnonzero((region > 0) & (region != members.of(around.own)))
    keys = [region[ring].astype(np.int64) * voxels + around.place[ring]]
    side, own = around.side_place.astype(np.int64), members.of(around.side_own)
    place, region_there = rims
    for offset in padded_offsets(size, steps_between(26)) if side.size else ():
        there = place + offset
        at = np.minimum(np.searchsorted(side, there), side.size - 1)
        ring = np.flatnonzero((side[at] == there) & (own[at] != region_there))
        keys.append(region_there[ring] * voxels + there[ring])
    return distinct(np.concatenate(keys))


def _rims_around(rims: NDArray[Any], grid: Grid, block: Index) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in the rim of a block that are in regions of the blocks around, and their regions."""
    own, offset, shape = own_place(block), np.array(grid.offset(block)), padded(grid.size(block))
    places, regions = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for there in np.ndindex(rims.shape):
        step = np.array(there) - own
        if not step.any():
            continue
        z, y, x = (step + block).tolist()
        place, region = rims[there]
        shift = np.array(grid.offset((z, y, x))) - offset + 1
        voxels = np.stack(np.unravel_index(place, grid.size((z, y, x))), axis=1) + shift
        inside = ((voxels >= 0) & (voxels < shape)).all(axis=1)
        places.append(np.ravel_multi_index(tuple(voxels[inside].T), shape))
        regions.append(region[inside].astype(np.int64))
    return np.concatenate(places), np.concatenate(regions)


def _at_sides(
    voxels: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], grid: Grid, block: Index
) -> NDArray[np.bool_]:
    """Which voxels of a block lie at a side where another block follows."""
    at_side = np.zeros(voxels[0].size, np.bool_)
    for axis, (before, after), size in zip(voxels, grid.faces(block), grid.size(block), strict=True):
        if before:
            at_side |= axis == 0
        if after:
            at_side |= axis == size - 1
    return at_side


def _joined(rings: Sequence[Rings], grid: Grid, regions: int) -> NDArray[np.int64]:
    """Pieces around each region, those joined that go on from one block to another."""
    starts = np.cumsum([0, *(r.region.size for r in rings)])
    region = np.concatenate([r.region for r in rings])
    voxels = np.concatenate([r.voxels for r in rings])
    piece = np.concatenate([r.piece + start for r, start in zip(rings, starts, strict=False)])
    place = np.concatenate([r.place for r in rings])
    _, dense = np.unique(region[piece], return_inverse=True)
    keys = dense * padded_size(grid.shape) + place
    order = np.argsort(keys)
    keys, piece = keys[order], piece[order]
    ends = [np.zeros((2, 0), np.int64)]
    ends += [
        np.stack((piece[a], piece[b]))
        for a, b in joined_keys(keys, padded_offsets(grid.shape, steps_after(26)))
    ]
    whole, count = numbered(components(region.size, *np.concatenate(ends, axis=1)))
    total = np.zeros(count, np.int64)
    np.add.at(total, whole, voxels)
    region_of = np.zeros(count, np.int64)
    region_of[whole] = region
    pieces = np.bincount(region_of[total >= LEAST_PIECE], minlength=regions + 1)
    for r in rings:
        np.add.at(pieces, r.counted, r.pieces)
    return pieces[1:]
