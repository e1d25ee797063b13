"""What the labeller finds, and what it returns when that is put in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof.regions._codes import WEIGHT_ONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

Mode = Literal["plateau", "delta", "threshold", "branch", "variants", "tree"]
SEARCHES: tuple[Mode, ...] = ("branch", "variants")
"""Modes that search heights; foreground is 26-connected there."""

RECORD = np.dtype(
    [
        ("voxels", "<u4"),
        ("first_voxel", "<u4"),
        ("sum", "<u8"),
        ("sum_zyx", "<u8", (3,)),
        ("box", "<u2", (6,)),
        ("largest", "<u4"),
        ("pieces", "<u2"),
        ("length", "<u2"),
        ("kind", "u1"),
        ("cut", "u1"),
        ("step", "u1"),
        ("undecided", "u1"),
    ]
)
"""One region, as ``src/wasm/assembly/table.ts`` has it; 64 bytes."""


@dataclass(frozen=True)
class Count:
    """Regions that are counted, not listed: how many, and their voxels."""

    count: int
    voxels: int

    def __add__(self, other: Count) -> Count:
        return Count(self.count + other.count, self.voxels + other.voxels)


@dataclass(frozen=True)
class Found:
    """What a search has found: ``n`` regions by first voxel (then step) and ``m`` runs in scan order. Not yet listed, nor scored.

    Attributes
    ----------
    mode : Mode
    shape : tuple of int
        ``(Z, Y, X)``.
    records : (n,) RECORD
    has_pieces : bool
        Whether the pieces of the segmentation around each region are known.
    row_start, start, end, owner
        Rows as in `Labelled`; `owner` is the number (1-based) of the record a run belongs to, 0 for regions that are only counted.
    dropped : Count
        Regions smaller than what was searched for.
    uncovered : int
        Voxels above the floor that are in no region.
    maximum : float
        Largest doubt of the map.
    spacing : tuple of float
        Voxel size (z, y, x).
    least : int
        Smaller regions were not searched for.
    """

    mode: Mode
    shape: tuple[int, int, int]
    records: NDArray[Any]
    has_pieces: bool
    row_start: NDArray[np.uint32]
    start: NDArray[np.uint16]
    end: NDArray[np.uint16]
    owner: NDArray[np.uint32]
    dropped: Count
    uncovered: int
    maximum: float
    spacing: tuple[float, float, float]
    least: int


@dataclass(frozen=True)
class Order:
    """Which regions are listed, in which order: ``k`` of those found.

    Attributes
    ----------
    records : (k,) uint32
        Their records (0-based).
    score : (k,) float64
        NaN where the formula gives no finite number.
    stop : (k,) uint32
    smaller, larger : Count
    shown : int
        Regions left out since better ones show them.
    unscored : int
        Regions, listed or not, whose score is no finite number.
    """

    records: NDArray[np.uint32]
    score: NDArray[np.float64]
    stop: NDArray[np.uint32]
    smaller: Count
    larger: Count
    shown: int
    unscored: int


@dataclass(frozen=True)
class Facts:
    r"""What a search for variants knows of ``n`` regions besides, in rank order.

    Attributes
    ----------
    kind, cut, step : (n,) uint8
        Index into `KINDS`, 1-based; height at which the region is there, comes apart or lets go, 255 for none; step that found it.
    pieces : (n,) uint16
        Pieces of the segmentation around it.
    length : (n,) uint16
        Voxels of its centre line.
    undecided : (n,) uint8
        How near to one half its probability is: root mean square of 1 - abs(2 p - 1), in steps of 1/255.
    shown : int
        Regions that are left out since better ones show them.
    """

    kind: NDArray[np.uint8]
    cut: NDArray[np.uint8]
    step: NDArray[np.uint8]
    pieces: NDArray[np.uint16]
    length: NDArray[np.uint16]
    undecided: NDArray[np.uint8]
    shown: int


@dataclass(frozen=True)
class Labelled:
    """What the labeller returns: ``n`` regions in rank order and ``m`` runs in scan order.

    Attributes
    ----------
    voxels, first_voxel, max_weight : (n,) uint32
        Size, smallest flat C-order index (int64 of a volume in blocks), largest weight.
    box : (n, 6) uint16
        Half-open ``z0, z1, y0, y1, x0, x1``.
    centroid : (n, 3) float64
        ``(z, y, x)`` in voxels; the centre of voxel 0 lies at 0.
    sum, mean : (n,) float64
        Sum of weights (a whole number), and mean weight from 0 to 1: of the region's voxels, in mode branch of those of its centre line,
        which the largest weight is of too.
    score : (n,) float64
        What the order follows, in the unit of the map; NaN where it is no finite number.
    stop : (n,) uint32
        1-based rank of the stop that each region belongs to.
    pieces : (n,) uint16 or None
        Pieces of the segmentation around each region, where they are known.
    row_start : (Z * Y + 1,) uint32
        Index of the first run of each row (z, y), and the number of runs.
    start, end : (m,) uint16
        Half-open stretch in x of each run.
    rank : (m,) uint32
        1-based rank of the region the run belongs to; 0 for those that are not listed.
    smaller, larger : Count
        Regions beyond the limits.
    uncovered : int
        Voxels above the floor that are in no region (mode tree: their own component is too large).
    unscored : int
        Regions whose score is no finite number.
    facts : Facts or None
        Of the modes branch and variants; in the latter, regions and runs may overlap.
    found : Found
        What all this was made of.
    records : (n,) uint32
        Record (0-based) of each region in `found`.
    """

    voxels: NDArray[np.uint32]
    first_voxel: NDArray[np.uint32] | NDArray[np.int64]
    max_weight: NDArray[np.uint32]
    box: NDArray[np.uint16]
    centroid: NDArray[np.float64]
    sum: NDArray[np.float64]
    mean: NDArray[np.float64]
    score: NDArray[np.float64]
    stop: NDArray[np.uint32]
    pieces: NDArray[np.uint16] | None
    row_start: NDArray[np.uint32]
    start: NDArray[np.uint16]
    end: NDArray[np.uint16]
    rank: NDArray[np.uint32]
    smaller: Count
    larger: Count
    uncovered: int
    unscored: int
    facts: Facts | None
    found: Found
    records: NDArray[np.uint32]


def in_order(found: Found, order: Order) -> Labelled:
    """The columns and rows of what is listed, in rank order."""
    # As plain bytes: numpy takes structures field by field.
    records = found.records.view(f"V{RECORD.itemsize}")[order.records].view(RECORD)
    voxels, sums = records["voxels"], records["sum"].astype(np.float64)
    ranks = np.zeros(found.records.size + 1, np.uint32)
    ranks[order.records + 1] = np.arange(1, order.records.size + 1)
    facts = None
    if found.mode in SEARCHES:
        kind, cut, step, pieces, length, undecided = (
            records[name].copy() for name in ("kind", "cut", "step", "pieces", "length", "undecided")
        )
        facts = Facts(kind, cut, step, pieces, length, undecided, order.shown)
    return Labelled(
        voxels=voxels.copy(),
        first_voxel=records["first_voxel"].copy(),
        max_weight=records["largest"].copy(),
        box=records["box"].copy(),
        centroid=records["sum_zyx"].astype(np.float64) / voxels[:, None],
        sum=sums,
        mean=sums / (records["length"] if found.mode == "branch" else voxels) / WEIGHT_ONE,
        score=order.score,
        stop=order.stop,
        pieces=records["pieces"].copy() if found.has_pieces else None,
        row_start=found.row_start,
        start=found.start,
        end=found.end,
        rank=ranks[found.owner],
        smaller=found.dropped + order.smaller,
        larger=order.larger,
        uncovered=found.uncovered,
        unscored=order.unscored,
        facts=facts,
        found=found,
        records=order.records,
    )
