"""The segmentation of a block around those of its parts that may go on in other blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voxproof.regions.blocks._joining import distinct, padded_offsets
from voxproof.regions.blocks._runs import expanded_in_rim

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._found import Found
    from voxproof.regions.blocks._grid import Index

_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Around:
    """Voxels of the segmentation in the rings of parts, and at those sides of the block where another one follows.

    Places are flat C-order indices within the block with a rim of one voxel.

    Attributes
    ----------
    part, place, own : (n,) uint32
        A part, a voxel in the ring of one voxel around it, and the part with voxels at a side, or 0, that this voxel is in.
    side_place, side_own : (m,) uint32
        Voxels at the sides, rising, and the part that each is in, or 0.
    """

    part: NDArray[np.uint32]
    place: NDArray[np.uint32]
    own: NDArray[np.uint32]
    side_place: NDArray[np.uint32]
    side_own: NDArray[np.uint32]

    @classmethod
    def of(
        cls,
        found: Found,
        open_parts: NDArray[np.bool_],
        mask: NDArray[np.bool_],
        faces: tuple[tuple[bool, bool], ...],
    ) -> Around:
        """Of a block, whose `open_parts` have voxels at a side."""
        runs = np.flatnonzero(np.append(False, open_parts)[found.owner])
        parts = np.zeros(padded(found.shape), np.uint32)
        inside = np.zeros(parts.shape, np.bool_)
        inside[1:-1, 1:-1, 1:-1] = mask
        flat = parts.reshape(-1)
        place, part = expanded_in_rim(found, runs)
        flat[place] = part
        side = _side_places(mask, faces, parts.shape)
        keys = _ring_keys(expanded_in_rim(found, runs, longer=1), flat, inside.reshape(-1), found.shape)
        number, ring = np.divmod(keys, flat.size)
        return cls(
            number.astype(np.uint32), ring.astype(np.uint32), flat[ring], side.astype(np.uint32), flat[side]
        )


def _ring_keys(
    stretches: tuple[NDArray[np.int64], NDArray[np.uint32]],
    parts: NDArray[np.uint32],
    inside: NDArray[np.bool_],
    shape: Index,
) -> NDArray[np.int64]:
    """Voxels of the segmentation next to voxels of parts: part times the voxels of the block, plus the place; rising.

    What is next to a run lies, in each of nine rows, along the run made longer by one voxel at both ends.
    """
    places, owners = stretches
    rows = padded_offsets(shape, [(z, y, 0) for z in (-1, 0, 1) for y in (-1, 0, 1)])
    found = [np.zeros(0, np.int64)]
    for start in range(0, places.size, _AT_ONCE):
        here = places[start : start + _AT_ONCE]
        own = owners[start : start + _AT_ONCE]
        keys = []
        for offset in rows:
            there = here + offset
            near = np.flatnonzero(inside[there])
            near = near[parts[there[near]] != own[near]]
            keys.append(own[near].astype(np.int64) * parts.size + there[near])
        found.append(distinct(np.concatenate(keys)))
    return found[-1] if len(found) == 2 else distinct(np.concatenate(found))


def _side_places(
    mask: NDArray[np.bool_], faces: tuple[tuple[bool, bool], ...], shape: Index
) -> NDArray[np.int64]:
    places = [np.zeros(0, np.int64)]
    for axis, ends in enumerate(faces):
        for end, follows in zip((0, mask.shape[axis] - 1), ends, strict=True):
            if follows:
                voxels = [i + 1 for i in np.nonzero(mask.take(end, axis))]
                voxels.insert(axis, np.full(voxels[0].size, end + 1))
                places.append(np.ravel_multi_index(tuple(voxels), shape))
    return distinct(np.concatenate(places))


def padded(shape: Index) -> Index:
    """Voxels of a block, or volume, with a rim of one voxel."""
    z, y, x = shape
    return z + 2, y + 2, x + 2


def padded_size(shape: Index) -> int:
    """How many these are."""
    return math.prod(padded(shape))
