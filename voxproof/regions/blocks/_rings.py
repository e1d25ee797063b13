"""Pieces of the segmentation around each region: counted block by block in the ring of one voxel around it, and joined across borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions.blocks._grid import Grid, Index, boxed, each_block, own_place, with_neighbours
from voxproof.regions.blocks._joining import (
    components,
    joined_keys,
    numbered,
    padded_offsets,
    steps_after,
    steps_between,
)
from voxproof.regions.blocks._merging import Members
from voxproof.regions.blocks._parts import Finder, expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof.regions._found import Found
    from voxproof.regions.blocks._inputs import Inputs, Reader
    from voxproof.regions.blocks._parts import Parts, Shell

LEAST_PIECE = 2
"""Voxels of a piece that counts."""
_AT_ONCE = 1 << 20


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


def count_pieces(
    inputs: Inputs, reader: Reader, finder: Finder, boxes: Any, members: Sequence[Members], regions: int
) -> NDArray[np.int64]:
    """Pieces around each region, (regions,) int64.

    Parameters
    ----------
    inputs, reader, finder
        As for `label_block`; the reader reads the segmentation too.
    boxes : dask array of objects
        What `label_block` gives for each block.
    members : sequence of Members
    regions : int
    """
    grid = inputs.grid
    known = boxed(grid, members)
    rims = with_neighbours(each_block(_rim, grid, [boxes, known]))
    rings = each_block(
        _rings_in,
        grid,
        [*inputs.read_by(reader), known, rims],
        whole=True,
        reader=reader,
        finder=finder,
        grid=grid,
    )
    return _joined(list(rings.compute().flat), grid, regions)


def _rim(parts: NDArray[Any], members: NDArray[Any]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Voxels of regions at the sides of a block, and their regions."""
    found: tuple[Parts, Shell] = parts.item()
    known: Members = members.item()
    region = known.of(found[1].part)
    listed = region > 0
    return found[1].place[listed], region[listed]


def _rings_in(*blocks: NDArray[Any], reader: Reader, finder: Finder, grid: Grid, block: Index) -> Rings:
    *maps, members, rims = blocks
    mask = reader.mask(maps)
    found = _found(maps, mask, reader, finder)
    inner, outer = _split(members.item(), rims[own_place(block)][1])
    regions = _regions(found, outer)
    _add_rims(regions, rims, grid, block)
    keys = _ring_keys(regions, mask)
    ends = [np.zeros((2, 0), np.int64)]
    ends += [np.stack(pair) for pair in joined_keys(keys, padded_offsets(grid.size(block), steps_after(26)))]
    piece, count = numbered(components(keys.size, *np.concatenate(ends, axis=1)))
    region, place = np.divmod(keys, regions.size)
    voxels = np.bincount(piece, minlength=count)
    region_of = np.zeros(count, np.int64)
    region_of[piece] = region
    z, y, x = (axis - 1 for axis in np.unravel_index(place, regions.shape))
    at_side = _at_sides((z, y, x), grid, block)
    is_open = np.zeros(count, np.bool_)
    is_open[piece[at_side]] = True
    number = np.cumsum(is_open) - 1
    z0, y0, x0 = (n + 1 for n in grid.offset(block))
    in_volume = (z[at_side] + z0, y[at_side] + y0, x[at_side] + x0)
    closed, pieces = np.unique(region_of[~is_open & (voxels >= LEAST_PIECE)], return_counts=True)
    return Rings(
        counted=np.concatenate([inner.region, closed]),
        pieces=np.concatenate([found.records["pieces"][inner.part - 1], pieces]),
        region=region_of[is_open],
        voxels=voxels[is_open],
        place=np.ravel_multi_index(in_volume, _padded(grid.shape)),
        piece=number[piece[at_side]],
    )


def _found(maps: Sequence[NDArray[Any]], mask: NDArray[np.bool_], reader: Reader, finder: Finder) -> Found:
    assert reader.book is not None
    return finder.find(reader.codes(maps), reader.book.weights, mask)


def _split(members: Members, outer: NDArray[np.uint32]) -> tuple[Members, Members]:
    """Members of regions that lie inside a block with their rings, and those of others: of regions that reach a side of it."""
    is_outer = np.isin(members.region, outer)
    return (
        Members(members.part[~is_outer], members.region[~is_outer]),
        Members(members.part[is_outer], members.region[is_outer]),
    )


def _regions(found: Found, members: Members) -> NDArray[np.uint32]:
    """Region of each voxel of a block with a rim of one voxel, which is 0."""
    regions = np.zeros(_padded(found.shape), np.uint32)
    place, part = expanded(found, np.flatnonzero(np.isin(found.owner, members.part)))
    z, y, x = np.unravel_index(place, found.shape)
    regions[z + 1, y + 1, x + 1] = members.of(part)
    return regions


def _add_rims(regions: NDArray[np.uint32], rims: NDArray[Any], grid: Grid, block: Index) -> None:
    """Write what lies in the blocks around into the rim."""
    own, offset = own_place(block), np.array(grid.offset(block))
    for there in np.ndindex(rims.shape):
        step = np.array(there) - own
        if not step.any():
            continue
        z, y, x = (step + block).tolist()
        place, region = rims[there]
        shift = np.array(grid.offset((z, y, x))) - offset + 1
        voxels = np.stack(np.unravel_index(place, grid.size((z, y, x))), axis=1) + shift
        inside = ((voxels >= 0) & (voxels < regions.shape)).all(axis=1)
        regions[tuple(voxels[inside].T)] = region[inside]


def _ring_keys(regions: NDArray[np.uint32], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Each voxel of the mask that is in the ring of a region: region times the voxels of the padded block, plus its place there; rising."""
    z, y, x = np.nonzero(mask)
    places = np.ravel_multi_index((z + 1, y + 1, x + 1), regions.shape)
    flat = regions.reshape(-1)
    shape = tuple(n - 2 for n in regions.shape)
    offsets = padded_offsets((shape[0], shape[1], shape[2]), steps_between(26))
    found = [np.zeros(0, np.int64)]
    for start in range(0, places.size, _AT_ONCE):
        here = places[start : start + _AT_ONCE]
        own = flat[here]
        keys = []
        for offset in offsets:
            around = flat[here + offset]
            other = np.flatnonzero((around != own) & (around > 0))
            keys.append(around[other].astype(np.int64) * regions.size + here[other])
        found.append(np.unique(np.concatenate(keys)))
    return np.unique(np.concatenate(found))


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
    keys = dense * int(np.prod(_padded(grid.shape))) + place
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


def _padded(shape: Index) -> Index:
    z, y, x = shape
    return z + 2, y + 2, x + 2
