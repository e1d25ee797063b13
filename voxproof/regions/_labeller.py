"""`label`: the regions of a map of codes, found and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof.regions._classes import classes_of
from voxproof.regions._engine import Build
from voxproof.regions._found import Mode
from voxproof.regions._grains import Grains
from voxproof.regions._host import Host
from voxproof.regions._order import Listing, order, voxel_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._found import Found, Labelled
    from voxproof.regions._topology import Topology

Connectivity = Literal[6, 18, 26]

MOST_AXIS = 65_535
MOST_REGION = 0xFFFFFD
"""Largest ``max_voxels`` that the tree can count."""
MOST_IN_STOP = 64
"""Most regions of a stop."""
LEAST_FOUND = 8
"""Smaller regions are found only where they are listed; else they are counted, or in mode variants not searched for."""
MOST_FOUND = 600
"""Larger regions of mode variants are searched for only where they are listed."""

__all__ = [
    "LEAST_FOUND",
    "MOST_AXIS",
    "MOST_FOUND",
    "MOST_IN_STOP",
    "MOST_REGION",
    "Build",
    "Connectivity",
    "Mode",
    "find",
    "label",
]


def label(
    codes: NDArray[np.uint8] | NDArray[np.uint16],
    weights: NDArray[np.uint32],
    *,
    mode: Mode,
    connectivity: Connectivity = 26,
    step: int = 0,
    min_voxels: int = 8,
    max_voxels: int = MOST_REGION,
    score: str = "default",
    ascending: bool = False,
    stop_window: tuple[int, int, int] = (80, 80, 80),
    stop_regions: int = 8,
    mask: NDArray[np.bool_] | None = None,
    spacing: tuple[float, float, float] | None = None,
    maximum: float = 1.0,
    build: Build = "simd",
) -> Labelled:
    """Find the regions of a map of codes, measure and order them.

    Parameters
    ----------
    codes : (Z, Y, X) uint8 or uint16, C order
        Borrowed, copied slab by slab. 0 is no doubt.
    weights : (n,) uint32
        Weight of each code, at most ``2**20 - 1``.
    mode : {"plateau", "delta", "threshold", "tree"}
        Connected equal codes (with a `step`, classes of weights); connected weights that differ by at most `step`; components of
        {weight >= step}; or the component tree of ``weight >> 12`` cut at `max_voxels` (voxels below 5 % of the largest weight left
        out). A voxel whose code is 0 is in no region.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
    step : int
        Granularity in steps of weights; see `RankParameters.step`.
    min_voxels, max_voxels : int
        Smaller and larger regions are counted, not listed; the tree is cut at `max_voxels`.
    score, ascending
        See `voxproof.rank`.
    stop_window : (int, int, int)
        Size (z, y, x), in voxels, of the window that the regions of a stop lie in.
    stop_regions : int
        Most regions of a stop, 1 to 64.
    mask : (Z, Y, X) bool, optional
        The segmentation; with it the pieces around each region are counted and are a part of the default score.
    spacing : (float, float, float), optional
        Voxel size (z, y, x), which ``volume`` in a formula is measured with.
    maximum : float
        Largest doubt of the map, that of weight ``2**20 - 1``; scores are in its unit.
    build : {"simd", "scalar"}
        Which build of the labeller; the results are the same.

    Returns
    -------
    Labelled
        Regions by score falling (or rising), then voxels falling, then first voxel rising.

    Raises
    ------
    ValueError
        When an axis is longer than 65 535 voxels or the volume has more than ``2**32 - 1``; when the score cannot be read.
    OverflowError
        When the job does not fit into the 4 GiB of the labeller's memory.

    Notes
    -----
    Mode plateau: run-based labelling with union-find (He, Chao, Suzuki 2008), 8 bytes a run. The others: see `Grains`. All take time
    proportional to the number of voxels; wasmtime releases the interpreter lock meanwhile.
    """
    labelled, _ = label_and_keep(
        codes,
        weights,
        mode=mode,
        connectivity=connectivity,
        step=step,
        listing=Listing(min_voxels, max_voxels, score, ascending, stop_window, stop_regions),
        mask=mask,
        spacing=spacing,
        maximum=maximum,
        build=build,
    )
    return labelled


def label_and_keep(
    codes: NDArray[np.uint8] | NDArray[np.uint16],
    weights: NDArray[np.uint32],
    *,
    mode: Mode,
    connectivity: Connectivity,
    step: int,
    listing: Listing,
    mask: NDArray[np.bool_] | None,
    spacing: tuple[float, float, float] | None,
    maximum: float,
    topology: Topology | None = None,
    build: Build = "simd",
) -> tuple[Labelled, Grains | None]:
    """The same as `label`, and what other granularities can be cut from; None in mode plateau. By consequence only with the topology."""
    if not 1 <= listing.max_voxels <= MOST_REGION:
        raise ValueError(f"max_voxels: found {listing.max_voxels}, expected 1 to {MOST_REGION}.")
    host, found, grains = _search(
        codes,
        weights,
        mode=mode,
        connectivity=connectivity,
        step=step,
        least=min(LEAST_FOUND, listing.min_voxels),
        most=listing.max_voxels if mode == "tree" else MOST_REGION,
        mask=mask,
        spacing=spacing,
        maximum=maximum,
        build=build,
    )
    if grains is not None:
        return grains.order(found, listing, topology), grains
    return order(host, found, listing, topology), None


def find(
    codes: NDArray[np.uint8] | NDArray[np.uint16],
    weights: NDArray[np.uint32],
    *,
    mode: Mode,
    connectivity: Connectivity,
    step: int,
    mask: NDArray[np.bool_] | None = None,
) -> Found:
    """All regions, however small, without an order; parameters as in `label`. Mode plateau, delta or threshold."""
    _, found, _ = _search(
        codes,
        weights,
        mode=mode,
        connectivity=connectivity,
        step=step,
        least=1,
        most=MOST_REGION,
        mask=mask,
        spacing=None,
        maximum=1.0,
        build="simd",
    )
    return found


def _search(
    codes: NDArray[Any],
    weights: NDArray[np.uint32],
    *,
    mode: Mode,
    connectivity: Connectivity,
    step: int,
    least: int,
    most: int,
    mask: NDArray[np.bool_] | None,
    spacing: tuple[float, float, float] | None,
    maximum: float,
    build: Build,
) -> tuple[Host, Found, Grains | None]:
    check_codes(codes)
    classes = None
    if mode == "plateau" and step:
        classes, weights = classes_of(weights, step, codes.dtype)
    host = Host(build)
    host.open(codes, weights, mode=mode, connectivity=connectivity, min_voxels=least, max_voxels=most)
    sizes = voxel_size(spacing)
    if mode != "plateau":
        grains = Grains(host, codes, step, spacing=sizes, maximum=maximum, mask=mask)
        return host, grains.find(least, most), grains
    _find_plateaus(host, codes, classes)
    found = host.found(spacing=sizes, maximum=maximum, least=least)
    return host, (found if mask is None else host.count_pieces(found, mask)), None


def _find_plateaus(host: Host, codes: NDArray[Any], classes: NDArray[Any] | None) -> None:
    size = codes.shape[0]
    for z0, z1 in host.slabs(codes, classes):
        host.call("scan", z1 - z0)
    host.call("close")
    host.call("settle", 0, size)
    host.call("tabulate")
    host.call("measure", 0, size)


def check_codes(codes: NDArray[Any]) -> None:
    """Raise ValueError for a map that the labeller cannot take."""
    if codes.dtype not in (np.uint8, np.uint16) or codes.ndim != 3 or not codes.flags.c_contiguous:
        raise ValueError(
            f"codes: found {codes.dtype} with {codes.ndim} axes, expected (z, y, x) uint8 or uint16 in C order."
        )
    if codes.size == 0 or max(codes.shape) > MOST_AXIS or codes.size >= 2**32:
        raise ValueError(
            f"codes: found shape {codes.shape}, expected 1 to {MOST_AXIS} voxels along each axis and fewer than "
            "2**32 in all. Rank a cropped part of the volume."
        )
