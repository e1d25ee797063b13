"""`rank` for volumes in blocks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from voxproof._checks import check_choice
from voxproof._extras import need
from voxproof.regions._found import RECORD, Found
from voxproof.regions._labeller import LEAST_FOUND, Mode
from voxproof.regions._order import reorder, voxel_size
from voxproof.regions._parameters import CHOSEN, AskedMode, RankParameters, mode_of
from voxproof.regions.blocks._grid import each_block, with_neighbours
from voxproof.regions.blocks._inputs import Inputs
from voxproof.regions.blocks._merging import Merged, merge
from voxproof.regions.blocks._parts import Finder, Parts, Shell, label_block, touching
from voxproof.regions.blocks._ranking import BlockRanking, Blocks, check_block_score
from voxproof.regions.blocks._rings import count_pieces
from voxproof.regions.blocks._survey import alike, survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from voxproof._checks import Direction
    from voxproof.regions.blocks._inputs import Reader

BLOCK_MODES: tuple[Mode, ...] = ("plateau", "delta", "threshold")
"""Modes whose regions are decided by neighbouring voxels alone, so that parts of blocks can be joined."""
_MOST_COUNTED = 2**32 - 1
_MOST_PIECES = 2**16 - 1


def rank_blocks(
    inputs: Inputs,
    parameters_of: Callable[[Mode, float], RankParameters],
    *,
    direction: Direction,
    mode: AskedMode,
    spacing: tuple[float, float, float] | None,
) -> BlockRanking:
    """Rank a volume in blocks; the same as `voxproof.rank` of the arrays in memory, without what flipping a region does.

    Parameters
    ----------
    inputs : Inputs
    parameters_of : callable
        Parameters of a mode, for a map whose largest doubt is so much.
    direction, mode, spacing
        As in `voxproof.rank`.
    """
    check_mode(mode)
    # Raises before anything is read.
    check_block_score(parameters_of("plateau" if mode == "auto" else mode, 1.0).score)
    reader = survey(inputs, direction)
    assert reader.book is not None
    reason = CHOSEN
    if mode == "auto":
        mode, reason = mode_of(alike(inputs, reader), math.prod(inputs.grid.shape))
        check_mode(mode, reason)
    parameters = parameters_of(mode, reader.book.maximum)
    finder = Finder(
        mode=mode,
        connectivity=parameters.connectivity,
        step=parameters.step(reader.book.maximum),
        least=min(LEAST_FOUND, parameters.min_voxels),
    )
    merged, pieces = _find(inputs, reader, finder)
    found = _found(inputs, reader, finder, merged, pieces, voxel_size(spacing))
    blocks = Blocks(inputs, reader.for_codes(), finder, merged.members, merged.records["first_voxel"])
    return BlockRanking(
        reorder(found, parameters.listing), parameters, reason, blocks=blocks, spacing=spacing
    )


def check_mode(mode: AskedMode, reason: str = "") -> None:
    """ValueError unless a mode works by blocks; the reason is why "auto" takes it."""
    check_choice("mode", mode, ("auto", *get_args(Mode)))
    if mode not in ("auto", *BLOCK_MODES):
        found = f'"auto", which takes "{mode}" here ({reason})' if reason else f'"{mode}"'
        raise ValueError(
            f'mode: found {found}, expected "plateau", "delta" or "threshold" for dask arrays: this mode searches the whole volume at '
            'once. Pass mode="threshold", or arrays in memory: call .compute() on them, or on a cropped part.'
        )


def _find(inputs: Inputs, reader: Reader, finder: Finder) -> tuple[Merged, NDArray[np.int64]]:
    """All regions that are large enough, and the pieces around them."""
    grid, codes = inputs.grid, reader.for_codes(with_segmentation=True)
    boxes = each_block(
        label_block,
        grid,
        inputs.read_by(codes),
        whole=True,
        reader=codes,
        finder=finder,
        grid=grid,
    )
    boxes = boxes.persist()
    around = with_neighbours(each_block(_shell, grid, [boxes]))
    pairs = each_block(touching, grid, [around], whole=True, finder=finder, grid=grid)
    parts, pairs = need("dask", extra="blocks").compute(each_block(_parts, grid, [boxes]), pairs)
    number_of = {block: i for i, block in enumerate(np.ndindex(grid.counts))}
    merged = merge(list(parts.flat), [p for of in pairs.flat for p in of], number_of, finder.least)
    others = count_pieces(grid, boxes, merged.members, merged.records.size)
    return merged, merged.records["pieces"] + others


def _parts(boxes: NDArray[Any]) -> Parts:
    parts: Parts = boxes.item()[0]
    return parts


def _shell(boxes: NDArray[Any]) -> Shell:
    shell: Shell = boxes.item()[1]
    return shell


def _found(
    inputs: Inputs,
    reader: Reader,
    finder: Finder,
    merged: Merged,
    pieces: NDArray[np.int64],
    spacing: tuple[float, float, float],
) -> Found:
    """What the order goes on. Its rows are not those of the volume: each region has one run, which is empty."""
    assert reader.book is not None
    count = merged.records.size
    records = np.zeros(count, RECORD)
    for name in ("first_voxel", "sum", "sum_zyx", "box", "largest"):
        records[name] = merged.records[name]
    records["voxels"] = np.minimum(merged.records["voxels"], _MOST_COUNTED)
    records["pieces"] = np.minimum(pieces, _MOST_PIECES)
    return Found(
        mode=finder.mode,
        shape=inputs.grid.shape,
        records=records,
        has_pieces=True,
        row_start=np.zeros(1, np.uint32),
        start=np.zeros(count, np.uint16),
        end=np.zeros(count, np.uint16),
        owner=np.arange(1, count + 1, dtype=np.uint32),
        dropped=merged.small,
        uncovered=merged.uncovered,
        maximum=reader.book.maximum,
        spacing=spacing,
        least=finder.least,
    )
