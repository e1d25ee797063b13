"""`label`: the regions of a map of codes, found and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof.regions._found import Mode
from voxproof.regions._grains import find_grains
from voxproof.regions._host import Build, Host
from voxproof.regions._order import Listing, order, voxel_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof.regions._found import Labelled

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
    mode : {"plateau", "tree"}
        Connected equal codes, or the component tree of ``weight >> 12`` cut at `max_voxels` (voxels below 5 % of the largest weight
        left out).
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
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
    Mode plateau: run-based labelling with union-find (He, Chao, Suzuki 2008), 8 bytes a run. Mode tree: a max-tree built by joining
    neighbours (Wilkinson et al. 2008), 8 bytes a voxel above the floor plus 0.19 byte a voxel. Both take time proportional to the
    number of voxels; wasmtime releases the interpreter lock meanwhile.
    """
    check_codes(codes)
    if not 1 <= max_voxels <= MOST_REGION:
        raise ValueError(f"max_voxels: found {max_voxels}, expected 1 to {MOST_REGION}.")
    sizes = voxel_size(spacing)
    least = min(LEAST_FOUND, min_voxels)
    host = Host(build)
    host.open(
        codes,
        weights,
        mode=mode,
        connectivity=connectivity,
        min_voxels=least,
        max_voxels=max_voxels if mode == "tree" else MOST_REGION,
    )
    if mode == "plateau":
        _find_plateaus(host, codes)
    else:
        find_grains(host, codes, step, is_tree=mode == "tree")
    found = host.found(spacing=sizes, maximum=maximum, least=least)
    if mask is not None:
        found = host.count_pieces(found, mask)
    return order(host, found, Listing(min_voxels, max_voxels, score, ascending, stop_window, stop_regions))


def _find_plateaus(host: Host, codes: NDArray[Any]) -> None:
    size = codes.shape[0]
    for z0, z1 in host.slabs(codes):
        host.attempt("scan", z1 - z0)
    host.attempt("close")
    host.call("settle", 0, size)
    host.attempt("tabulate")
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
