"""Parts: the regions of one block, as far as it goes, and where they touch those of the blocks around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof.regions._classes import classes_of
from voxproof.regions._found import Count, Found
from voxproof.regions._labeller import Connectivity, Mode, find
from voxproof.regions.blocks._around import Around
from voxproof.regions.blocks._grid import Grid, Index, own_place
from voxproof.regions.blocks._joining import Step, distinct, steps_between
from voxproof.regions.blocks._runs import expanded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions.blocks._inputs import Reader

RECORD = np.dtype(
    [
        ("voxels", "i8"),
        ("first_voxel", "i8"),
        ("sum", "i8"),
        ("sum_zyx", "i8", (3,)),
        ("box", "i4", (6,)),
        ("largest", "u4"),
        ("pieces", "i8"),
    ]
)
"""A part, or a region, measured in the whole volume; fields as in `voxproof.regions._found.RECORD`. Pieces: 0 of parts at a side."""


@dataclass(frozen=True)
class Finder:
    """What makes voxels one region.

    Attributes
    ----------
    mode : {"plateau", "delta", "threshold"}
    connectivity : {6, 18, 26}
    step : int
        The granularity in steps of weights.
    least : int
        Smaller regions are counted only.
    """

    mode: Mode
    connectivity: Connectivity
    step: int
    least: int

    def find(
        self, codes: NDArray[Any], weights: NDArray[np.uint32], mask: NDArray[np.bool_] | None = None
    ) -> Found:
        """All parts of a block, however small; with the segmentation also the pieces of it around each of them."""
        return find(codes, weights, mode=self.mode, connectivity=self.connectivity, step=self.step, mask=mask)

    def levels(self, codes: NDArray[Any], weights: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """What tells whether neighbours in two blocks, both of them in parts, are in one region: levels that are near enough."""
        if self.mode == "plateau":
            if self.step:
                codes = classes_of(weights, self.step, codes.dtype)[0][codes]
            return codes.astype(np.uint32)
        return weights[codes] if self.mode == "delta" else np.zeros(codes.shape, np.uint32)

    @property
    def reach(self) -> int:
        """Most difference of such levels."""
        return self.step if self.mode == "delta" else 0


@dataclass(frozen=True)
class Shell:
    """Voxels of parts at those sides of a block where another block follows.

    Attributes
    ----------
    place : (n,) uint32
        Flat C-order indices within the block, rising.
    part : (n,) uint32
        Number of the part, from 1.
    level : (n,) uint32
        See `Finder.levels`.
    """

    place: NDArray[np.uint32]
    part: NDArray[np.uint32]
    level: NDArray[np.uint32]


@dataclass(frozen=True)
class Parts:
    """What is known of a block.

    Attributes
    ----------
    number : (n,) uint32
        Numbers of the parts, rising, that may be regions or belong to some: large enough, or in the shell.
    records : (n,) RECORD
    small : Count
        The other parts.
    uncovered : int
        Voxels of doubt that are in no part.
    """

    number: NDArray[np.uint32]
    records: NDArray[Any]
    small: Count
    uncovered: int


def label_block(
    *blocks: NDArray[Any], reader: Reader, finder: Finder, grid: Grid, block: Index
) -> tuple[Parts, Shell, Around]:
    """The parts of a block, and what is around them."""
    assert reader.book is not None
    codes, weights = reader.codes(blocks), reader.book.weights
    mask = reader.mask(blocks)
    found = finder.find(codes, weights, mask)
    place, part = _shell(found, grid.faces(block))
    level = finder.levels(codes.reshape(-1)[place], weights)
    open_parts = np.zeros(found.records.size, np.bool_)
    open_parts[part - 1] = True
    voxels = found.records["voxels"]
    kept = np.flatnonzero(open_parts | (voxels >= finder.least))
    small = Count(voxels.size - kept.size, int(voxels.sum(dtype=np.int64) - voxels[kept].sum(dtype=np.int64)))
    records = _in_volume(found.records[kept], grid, block)
    records["pieces"][open_parts[kept]] = 0
    parts = Parts((kept + 1).astype(np.uint32), records, small, found.uncovered)
    shell = Shell(place.astype(np.uint32), part.astype(np.uint32), level)
    return parts, shell, Around.of(found, open_parts, mask, grid.faces(block))


def touching(around: NDArray[Any], finder: Finder, grid: Grid, block: Index) -> list[Pairs]:
    """Pairs of parts, of a block and of those after it, that are in one region."""
    centre = own_place(block)
    shell = around[centre]
    pairs = []
    for step in steps_between(26):
        there = tuple(c + d for c, d in zip(centre, step, strict=True))
        if step < (0, 0, 0) or not all(0 <= t < n for t, n in zip(there, around.shape, strict=True)):
            continue
        other = (block[0] + step[0], block[1] + step[1], block[2] + step[2])
        a, b = _touching(
            _side(shell, grid.size(block), step),
            _side(around[there], grid.size(other), _opposite(step)),
            step,
            finder,
        )
        if a.size:
            pairs.append(Pairs(block, other, a, b))
    return pairs


@dataclass(frozen=True)
class Pairs:
    """Parts `a` of one block and `b` of another that are in one region; (n,) uint32 each."""

    block: Index
    other: Index
    a: NDArray[np.uint32]
    b: NDArray[np.uint32]


def _shell(found: Found, faces: tuple[tuple[bool, bool], ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Voxels of parts at the sides of a block that have a block beyond, and their parts."""
    z, y, x = found.shape
    rows = np.zeros((z, y), np.bool_)
    rows[0] |= faces[0][0]
    rows[-1] |= faces[0][1]
    rows[:, 0] |= faces[1][0]
    rows[:, -1] |= faces[1][1]
    whole = np.repeat(rows.reshape(-1), np.diff(found.row_start))
    places, parts = [], []
    for at_end, runs, edge in (
        (faces[2][0], found.start == 0, 0),
        (faces[2][1], found.end == x, x - 1),
    ):
        if at_end:
            ends = np.flatnonzero(runs & ~whole & (found.owner > 0))
            row = np.searchsorted(found.row_start, ends, side="right") - 1
            places.append(row * x + edge)
            parts.append(found.owner[ends].astype(np.int64))
    place, part = expanded(found, np.flatnonzero(whole & (found.owner > 0)))
    place, first = np.unique(np.concatenate([*places, place]), return_index=True)
    return place, np.concatenate([*parts, part])[first]


def _in_volume(records: NDArray[Any], grid: Grid, block: Index) -> NDArray[Any]:
    """Measures of a block's parts as those of parts of the volume."""
    offset = np.array(grid.offset(block), np.int64)
    moved = np.zeros(records.size, RECORD)
    for name in ("voxels", "sum", "largest", "pieces"):
        moved[name] = records[name]
    moved["sum_zyx"] = records["sum_zyx"].astype(np.int64) + offset * moved["voxels"][:, None]
    moved["box"] = records["box"] + np.repeat(offset, 2)
    first = np.unravel_index(records["first_voxel"].astype(np.int64), grid.size(block))
    moved["first_voxel"] = np.ravel_multi_index(
        tuple(axis + o for axis, o in zip(first, offset.tolist(), strict=True)), grid.shape
    )
    return moved


@dataclass(frozen=True)
class _Side:
    """A side of a shell: its voxels (z, y, x) in the frame of their block, and what they are.

    `size` is that of the block, with 1 along axes that lead out of it, where voxels are at 0.
    """

    voxels: NDArray[np.int64]
    part: NDArray[np.uint32]
    level: NDArray[np.int64]
    size: Index


def _side(shell: Shell, size: Index, step: Step) -> _Side:
    voxels = np.stack(np.unravel_index(shell.place, size), axis=1)
    there = np.ones(len(voxels), np.bool_)
    for axis, d in enumerate(step):
        if d:
            there &= voxels[:, axis] == (size[axis] - 1 if d > 0 else 0)
    voxels = voxels[there]
    flat = [d != 0 for d in step]
    voxels[:, flat] = 0
    z, y, x = (1 if d else n for d, n in zip(step, size, strict=True))
    return _Side(voxels, shell.part[there], shell.level[there].astype(np.int64), (z, y, x))


def _opposite(step: Step) -> Step:
    z, y, x = step
    return -z, -y, -x


def _touching(
    a: _Side, b: _Side, step: Step, finder: Finder
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Distinct pairs of parts with voxels that are neighbours across the border."""
    across = [
        way
        for way in steps_between(finder.connectivity)
        if all(w == d for w, d in zip(way, step, strict=True) if d)
    ]
    known = np.zeros([n + 2 for n in b.size], np.int64)
    known[tuple(b.voxels.T + 1)] = np.arange(1, len(b.voxels) + 1)
    pairs = [np.zeros(0, np.int64)]
    for way in across:
        shift = np.array([0 if d else w for w, d in zip(way, step, strict=True)]) + 1
        there = known[tuple((a.voxels + shift).T)]
        here = np.flatnonzero(there)
        there = there[here] - 1
        near = np.abs(a.level[here] - b.level[there]) <= finder.reach
        pairs.append(a.part[here[near]].astype(np.int64) << 32 | b.part[there[near]])
    both = distinct(np.concatenate(pairs))
    return (both >> 32).astype(np.uint32), both.astype(np.uint32)
