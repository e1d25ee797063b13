"""Host of region mode variants: what a segmentation would gain or lose at other thresholds. Steps and records as in ``variants.ts``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._arrays import readable
from voxproof._checks import brief, check_spacing, is_whole
from voxproof.regions._engine import Build
from voxproof.regions._host import Host
from voxproof.regions._labeller import LEAST_FOUND, MOST_AXIS, MOST_FOUND, MOST_REGION
from voxproof.regions._order import Listing, order, voxel_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from voxproof.regions._found import Labelled
    from voxproof.regions._topology import Topology

LOWER_CUTS = (102, 64, 32, 13)
"""Codes of 0.4, 0.25, 0.125 and 0.05, at which additions are sought."""
UPPER_CUTS = (153, 192, 217, 242)
"""Codes of 0.6, 0.75, 0.85 and 0.95, at which removals are sought."""
KINDS = (
    "addition/join",
    "addition/end",
    "addition/island",
    "removal/join",
    "removal/end",
    "removal/island",
    "island",
    "branch",
)


_ALL_HEIGHTS = 255
"""No voxel outside the segmentation is higher."""

NO_CUT = 255
"""Cut of what has none."""

_CUBE = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Variant:
    """A region that another threshold would add or take away. Regions may overlap.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    cut : int
        Additions: there at codes >= cut. Removals: falls apart or lets go at codes > cut. Islands: there at codes > cut. -1 for branches.
    contacts : int
        Pieces of the segmentation it touches (join: those of at least three voxels).
    length : int
        Voxels of its centre line; 0 for islands found apart from the segmentation.
    step : int
        Step of the search that found it, from 1.
    voxels : (n,) int64
        Flat C-order indices (z, y, x), rising; 8 to 600 of them.
    """

    kind: str
    cut: int
    contacts: int
    length: int
    step: int
    voxels: NDArray[np.int64]


def variants(
    codes: NDArray[np.uint8],
    mask: NDArray[np.bool_],
    *,
    spacing: tuple[float, float, float] | None = None,
    lower: Sequence[int] = LOWER_CUTS,
    upper: Sequence[int] = UPPER_CUTS,
    build: Build = "simd",
) -> list[Variant]:
    """Find what a segmentation would gain or lose at other thresholds of its probability.

    Parameters
    ----------
    codes : (Z, Y, X) uint8
        ``round(255 * probability)``. Borrowed.
    mask : (Z, Y, X) bool
        The segmentation. Borrowed.
    spacing : (float, float, float), optional
        Voxel size (z, y, x); only the ratios count. None for cubes.
    lower, upper : sequence of int
        Cuts for additions and removals, each nearest to one half first.
    build : {"simd", "scalar"}
        Which build of the labeller; the results are the same.

    Returns
    -------
    list of Variant
        By cut (additions, then removals), then islands, then branch pieces; within these in raster order of their centre lines. The
        same input gives the same list.

    Raises
    ------
    TypeError, ValueError
        When an array has another shape or dtype, or an axis is too long; for other spacings or cuts.
    OverflowError
        When the search does not fit into the 4 GiB of the labeller's memory.

    Notes
    -----
    Thinning by simple points (Bertrand and Malandain 1994) with the mask held fixed gives the runs that each cut adds; the centre line of
    the mask gives those it loses. Regions by chamfer distance (Borgefors 1986), exact cuts by union-find over falling codes, islands by a
    max-tree (Berger et al. 2007). About 10 bytes per voxel and 50 per active one (mask, or code above the lowest cut); linear time.
    """
    codes, mask = _read(codes, mask)
    voxel = check_spacing(spacing) or _CUBE
    for name, cuts in (("lower", lower), ("upper", upper)):
        is_list = isinstance(cuts, list | tuple | np.ndarray)
        if not is_list or not all(is_whole(cut) and 0 <= cut <= 255 for cut in cuts):
            raise ValueError(f"{name}: found {brief(cuts)}, expected whole numbers from 0 to 255.")
    host = _begin(codes, mask, voxel, min(lower, default=255), build)
    host.call("nearestLine")
    found: list[Variant] = []
    for number, step in enumerate(_steps(lower, upper), 1):
        host.call(*step)
        found += _records(host, number)
    return found


def label_variants(
    codes: NDArray[np.uint8] | NDArray[np.uint16],
    weights: NDArray[np.uint32],
    heights: NDArray[np.uint8],
    *,
    mode: Literal["branch", "variants"] = "variants",
    spacing: tuple[float, float, float] | None,
    min_voxels: int = 8,
    max_voxels: int = MOST_FOUND,
    score: str = "default",
    ascending: bool = False,
    stop_window: tuple[int, int, int] = (80, 80, 80),
    stop_regions: int = 8,
    maximum: float = 1.0,
    topology: Topology | None = None,
    build: Build = "simd",
) -> Labelled:
    """Find the variants of a segmentation, or only the pieces of its branches, measure and order them.

    Parameters
    ----------
    codes, weights
        Doubt, as in `label`.
    heights : (Z, Y, X) uint8, C order
        ``round(255 * probability)``; the segmentation is where it is at least 128. Borrowed.
    mode : {"branch", "variants"}
        "branch": pieces of about 30 voxels of centre line between junctions, with the voxels of the segmentation nearest to them. Their
        doubt is that of their centre line alone.
    spacing : (float, float, float) or None
        Voxel size (z, y, x); only the ratios count.
    min_voxels, max_voxels, score, ascending, stop_window, stop_regions, maximum, topology, build
        As in `label`.

    Returns
    -------
    Labelled
        With ``facts``. Regions by score falling, then voxels falling, then first voxel rising, then step rising. A region of which
        better ones and what is within 2 voxels of them (of the smallest edge) show 70 % is left out. The default score is the mean
        square of 1 - abs(2 p - 1) (1 where the probability is one half) times ln(1 + voxels), times the share that better regions
        do not show. Regions and runs may overlap.

    Raises
    ------
    OverflowError
        When the search does not fit into the 4 GiB of the labeller's memory.
    """
    sizes = voxel_size(spacing)
    is_branch = mode == "branch"
    limits = min(LEAST_FOUND, min_voxels), MOST_REGION if is_branch else max(MOST_FOUND, max_voxels)
    host = Host(build)
    host.open(codes, weights, mode=mode, min_voxels=limits[0], max_voxels=limits[1])
    host.call("openVariants", *sizes)
    host.write("codes", codes)
    for z0, z1 in host.slabs(heights):
        host.call("fillHeights", z1 - z0)
    host.call("prepareVariants", _ALL_HEIGHTS if is_branch else min(LOWER_CUTS))
    host.call("centreLine")
    if not is_branch:
        host.call("nearestLine")
    for step in [("branchPieces",)] if is_branch else _steps(LOWER_CUTS, UPPER_CUTS):
        host.call(*step)
        host.call("keepRegions")
    found = host.found(spacing=sizes, maximum=maximum, least=limits[0])
    listing = Listing(min_voxels, max_voxels, score, ascending, stop_window, stop_regions)
    return order(host, found, listing, topology)


def _steps(lower: Sequence[int], upper: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """The calls that find regions, in order: cuts nearest to one half first."""
    for below, above in zip_longest(lower, upper):
        if below is not None:
            yield "additions", below
        if above is not None:
            yield "removals", above
    yield ("islands",)
    yield ("branchPieces",)


def centre_line(
    codes: NDArray[np.uint8], mask: NDArray[np.bool_], *, build: Build = "simd"
) -> NDArray[np.bool_]:
    """Centre line of a mask, (Z, Y, X) bool: the mask thinned without change of its topology (object 26-connected)."""
    codes, mask = _read(codes, mask)
    host = _begin(codes, mask, _CUBE, 255, build)
    line = np.zeros([n + 2 for n in mask.shape], np.bool_)
    line.flat[host.view(host.field("sk"), np.int32, host.field("nsk"))] = True
    return line[1:-1, 1:-1, 1:-1]


def _begin(
    codes: NDArray[np.uint8],
    mask: NDArray[np.bool_],
    spacing: tuple[float, float, float],
    least: int,
    build: Build,
) -> Host:
    """A host that has the centre line."""
    host = Host(build)
    host.open(codes, np.zeros(1, np.uint32), mode="variants")
    host.call("openVariants", *map(float, spacing))
    _write(host, codes, mask)
    host.call("prepareVariants", least)
    host.call("centreLine")
    return host


def _read(codes: Any, mask: Any) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    codes, mask = readable("codes", codes), readable("mask", mask)
    if codes.dtype != np.uint8 or codes.ndim != 3 or codes.size == 0 or max(codes.shape) > MOST_AXIS:
        raise ValueError(
            f"codes: found {codes.dtype} of shape {codes.shape}, expected (z, y, x) uint8 with 1 to {MOST_AXIS} voxels an axis. "
            "Make them with np.rint(255 * probability).astype(np.uint8)."
        )
    if mask.shape != codes.shape or mask.dtype != np.bool_:
        raise ValueError(
            f"mask: found {mask.dtype} of shape {mask.shape}, expected bool of {codes.shape}. Make it with segmentation > 0."
        )
    return codes, mask


def _write(host: Host, codes: NDArray[np.uint8], mask: NDArray[np.bool_]) -> None:
    z, y, x = (n + 2 for n in codes.shape)
    for field, values in (("p", codes), ("seg", mask)):
        padded = host.view(host.field(field), np.uint8, z * y * x).reshape(z, y, x)
        padded[1:-1, 1:-1, 1:-1] = values


def _records(host: Host, step: int) -> list[Variant]:
    """Regions of the last step."""
    count = host.field("count")
    if count == 0:
        return []
    records = host.view(host.field("records"), np.int32, 8 * count).reshape(count, 8)
    ends = records[:, 4] + records[:, 5]
    voxels = host.view(host.field("vox"), np.int32, int(ends.max())).astype(np.int64)
    return [
        Variant(KINDS[kind - 1], cut, contacts, length, step, np.sort(voxels[start : start + size]))
        for kind, cut, contacts, length, start, size, *_ in records.tolist()
    ]
