"""Host of consequences: what flipping regions does to a segmentation. Order of calls and results are those of ``consequence.ts``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from voxproof._arrays import check_labels, readable
from voxproof._checks import brief, check_spacing
from voxproof.regions._engine import Build
from voxproof.regions._host import Host
from voxproof.regions._labeller import MOST_AXIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

_CUBE = (1.0, 1.0, 1.0)
_RESULT = np.dtype([("change", "<i4", 3), ("flipped", "<i4"), ("hanging", "<u8")])
_UNIT = 2.0**-14
"""Of the smallest edge of a voxel; what lengths are whole numbers of."""
_BATCH = 1 << 20
"""Voxels that are flipped in one call, more where one region has more."""


class Consequence(NamedTuple):
    """What flipping a set of voxels does to a segmentation (foreground 26-, background 6-connected)."""

    pieces: int
    """More pieces, fewer below 0."""
    loops: int
    cavities: int
    hanging: int
    """Voxels of centre line of the pieces that are joined, or of the parts that are cut off, all but the longest."""
    hanging_length: float
    """Its length in µm, in voxels without a spacing."""
    flipped: int
    """Voxels that are added; below 0, how many are removed."""


@dataclass(frozen=True)
class Consequences:
    """Columns of `Consequence`, one entry per region.

    Attributes
    ----------
    pieces, loops, cavities, hanging, flipped : (n,) int64
    hanging_length : (n,) float64
    """

    pieces: NDArray[np.int64]
    loops: NDArray[np.int64]
    cavities: NDArray[np.int64]
    hanging: NDArray[np.int64]
    hanging_length: NDArray[np.float64]
    flipped: NDArray[np.int64]

    @classmethod
    def none(cls) -> Consequences:
        """Those of no region."""
        return _columns(np.empty(0, _RESULT), 1.0)

    def at(self, places: NDArray[Any]) -> Consequences:
        """Those at these places."""
        return Consequences(*(column[places] for column in vars(self).values()))

    def __len__(self) -> int:
        return int(self.pieces.size)

    def __getitem__(self, index: int) -> Consequence:
        counts = (self.pieces, self.loops, self.cavities, self.hanging)
        pieces, loops, cavities, hanging = (int(column[index]) for column in counts)
        length, flipped = float(self.hanging_length[index]), int(self.flipped[index])
        return Consequence(pieces, loops, cavities, hanging, length, flipped)

    @property
    def score(self) -> NDArray[np.float64]:
        """``|pieces| + |loops| + |cavities| + hanging / (1 + hanging)``."""
        changes = np.abs(self.pieces) + np.abs(self.loops) + np.abs(self.cavities)
        score: NDArray[np.float64] = changes + self.hanging / (1.0 + self.hanging)
        return score


def consequence(
    segmentation: ArrayLike, voxels: ArrayLike, *, spacing: tuple[float, float, float] | None = None
) -> Consequence:
    """What adding voxels to a segmentation, or removing them from it, does to its topology.

    Parameters
    ----------
    segmentation : (Z, Y, X) array_like of integers or booleans
        0 is background, anything else foreground. Borrowed, not modified.
    voxels : (n,) array_like of integers
        Flat C-order indices. When at least half of them are background these are added, else those of the foreground are removed.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    Consequence
        ``pieces``, ``loops`` and ``cavities``: how many more there are (fewer below 0), foreground 26-, background 6-connected, all outside
        the volume background. ``hanging``: voxels of centre line of the pieces that are joined or the parts that are cut off, all but the
        one with most, and ``hanging_length`` their length. ``flipped``: voxels added, or below 0, removed.

    Raises
    ------
    TypeError, ValueError
        For arrays of another kind, indices outside the volume, or no voxel.
    OverflowError
        When the segmentation does not fit into the 4 GiB of the labeller's memory.

    Notes
    -----
    Exact. The mask is cut into blocks of 8 x 8 rows of 64 voxels, each with its parts; only the blocks in question are labelled again, and
    a search from what is left around the region, those of fewest parts first, tells whether it hangs together elsewhere. The Euler
    characteristic is followed voxel by voxel, and loops = pieces + cavities - it (Kong and Rosenfeld 1989 [1]_). The centre line is thinned
    by simple points (Bertrand and Malandain 1994 [2]_) before the flip; its length counts half of each step at either end, without diagonal
    steps that shorter ones replace.

    References
    ----------
    .. [1] Kong T. Y., Rosenfeld A. "Digital topology: introduction and survey", CVGIP 48 (1989) 357.
    .. [2] Bertrand G., Malandain G. "A new characterization of three-dimensional simple points", PRL 15 (1994) 169.

    Examples
    --------
    >>> gap = [[[1, 1, 1, 0, 0, 1, 1]]]
    >>> consequence(gap, [3, 4])
    Consequence(pieces=-1, loops=0, cavities=0, hanging=2, hanging_length=1.0, flipped=2)
    """
    labels = readable("segmentation", segmentation)
    check_labels("segmentation", labels)
    given = np.asarray(voxels)
    if given.ndim != 1 or (given.size and given.dtype.kind not in "iu"):
        raise TypeError(f"voxels: found {brief(voxels)}, expected flat indices of voxels, whole numbers.")
    indices = np.unique(given).astype(np.int64)
    if not indices.size or not 0 <= indices[0] <= indices[-1] < labels.size:
        found = f"{indices[0]} to {indices[-1]}" if indices.size else "none"
        raise ValueError(f"voxels: found {found}, expected flat indices from 0 to {labels.size - 1}.")
    flips = Flips(labels != 0, spacing=check_spacing(spacing))
    return flips.flip([indices])[0]


class Flips:
    """A mask made ready for trying flips: an instance of the labeller with its own memory.

    Parameters
    ----------
    mask : (Z, Y, X) bool
        Borrowed while this is made.
    spacing : (float, float, float) or None
        Voxel size (z, y, x).
    hanging : bool
        Whether the centre line is drawn; without it nothing hangs.
    build : {"simd", "scalar"}
        Which build of the labeller; the results are the same.

    Raises
    ------
    ValueError
        When an axis is longer than 65 535 voxels.
    OverflowError
        When the mask does not fit into 4 GiB.
    """

    def __init__(
        self,
        mask: NDArray[np.bool_],
        *,
        spacing: tuple[float, float, float] | None = None,
        hanging: bool = True,
        build: Build = "simd",
    ) -> None:
        if max(mask.shape) > MOST_AXIS:
            raise ValueError(f"mask: found shape {mask.shape}, expected at most {MOST_AXIS} along each axis.")
        host = self._host = Host(build)
        z, y, x = self._shape = host.shape = mask.shape
        self._unit = _UNIT * min(spacing or _CUBE)
        # As `openFlips` pads the mask.
        self._rows, self._row_voxels = (y + 9) // 8 * 8, (x + 65) // 64 * 64
        address = host.call("openFlips", z, y, x, *(spacing or _CUBE), hanging)
        row_bytes = self._row_voxels // 8
        for i, plane in enumerate(mask, 1):
            padded = np.pad(plane, ((1, 0), (1, 0)))
            words = np.zeros((y + 1, row_bytes), np.uint8)
            packed = np.packbits(padded, axis=1, bitorder="little")
            words[:, : packed.shape[1]] = packed
            host.put(address + i * self._rows * row_bytes, words)
        if hanging:
            host.call("drawLine")
        host.call("buildFlips", 0, (z + 9) // 8 * (self._rows // 8) * (self._row_voxels // 64))

    def flip(self, regions: Iterable[NDArray[np.int64]]) -> Consequences:
        """The consequence of flipping each region, given by flat C-order indices without repeats; the mask stays as it is."""
        results = [self._attempt(batch) for batch in _batches(regions)]
        return _columns(np.concatenate(results) if results else np.empty(0, _RESULT), self._unit)

    def _attempt(self, regions: list[NDArray[np.int64]]) -> NDArray[Any]:
        z, y, x = np.unravel_index(np.concatenate(regions), self._shape)
        voxels = (((z + 1) * self._rows + y + 1) * self._row_voxels + x + 1).astype(np.uint32)
        counts = np.array([len(region) for region in regions], np.uint32)
        results_bytes = _RESULT.itemsize * counts.size
        host = self._host
        address = host.call("takeRegions", results_bytes + counts.nbytes + voxels.nbytes)
        host.put(address + results_bytes, counts)
        host.put(address + results_bytes + counts.nbytes, voxels)
        host.call("flipRegions", address, counts.size)
        return host.view(address, _RESULT, counts.size).copy()


def _columns(results: NDArray[Any], unit: float) -> Consequences:
    changes, hanging = results["change"].astype(np.int64), results["hanging"]
    return Consequences(
        changes[:, 0],
        changes[:, 1],
        changes[:, 2],
        (hanging >> np.uint64(40)).astype(np.int64),
        (hanging & np.uint64(2**40 - 1)).astype(np.float64) * unit,
        results["flipped"].astype(np.int64),
    )


def _batches(regions: Iterable[NDArray[np.int64]]) -> Iterable[list[NDArray[np.int64]]]:
    batch: list[NDArray[np.int64]] = []
    voxels = 0
    for region in regions:
        if batch and voxels + region.size > _BATCH:
            yield batch
            batch, voxels = [], 0
        batch.append(region)
        voxels += region.size
    if batch:
        yield batch
