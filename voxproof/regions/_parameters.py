"""What decides which regions there are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._checks import check_choice, check_connectivity, is_whole
from voxproof.regions._labeller import MOST_AXIS, MOST_IN_STOP, MOST_REGION, Connectivity, Mode

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

AskedMode = Literal["auto", "plateau", "tree", "variants"]

_WINDOW_VOXELS = 80
_MOST_SEARCHED = 1 << 27
"""Voxels that a search for variants has memory for."""


@dataclass(frozen=True)
class RankParameters:
    """What decides which regions there are.

    Attributes
    ----------
    mode : {"plateau", "tree", "variants"}
        "plateau": connected voxels of equal doubt. "tree": components of {doubt >= level} at the lowest level where they have at most
        `max_voxels`. "variants": what the segmentation would gain or lose at other thresholds of its probability.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners; 26 in mode variants.
    min_voxels : int
        Smaller regions are counted, not listed.
    max_voxels : int
        Of the modes tree and variants.
    stop_window : (int, int, int)
        Size (z, y, x), in voxels, of the window that the regions of a stop lie in.
    stop_regions : int
        Most regions of a stop.
    """

    mode: Mode
    connectivity: Connectivity = 26
    min_voxels: int = 8
    max_voxels: int = 600
    stop_window: tuple[int, int, int] = (80, 80, 80)
    stop_regions: int = 8

    def __post_init__(self) -> None:
        check_connectivity(self.connectivity)
        sizes = (self.min_voxels, self.max_voxels)
        if not all(is_whole(size) for size in sizes) or not (
            1 <= self.min_voxels <= self.max_voxels <= MOST_REGION
        ):
            raise ValueError(
                f"min_voxels, max_voxels: found {self.min_voxels!r} and {self.max_voxels!r}, expected whole numbers with "
                f"1 <= min_voxels <= max_voxels <= {MOST_REGION}."
            )
        if not is_whole(self.stop_regions) or not 1 <= self.stop_regions <= MOST_IN_STOP:
            raise ValueError(
                f"stop_regions: found {self.stop_regions!r}, expected a whole number from 1 (a flat list) to {MOST_IN_STOP}."
            )

    @property
    def key(self) -> str:
        """The part of a region's id that names the parameters: ``plateau26``, ``tree26x600``, ``variants8x600``."""
        if self.mode == "variants":
            return f"variants{self.min_voxels}x{self.max_voxels}"
        limit = f"x{self.max_voxels}" if self.mode == "tree" else ""
        return f"{self.mode}{self.connectivity}{limit}"


def resolve_mode(codes: NDArray[Any], mode: AskedMode) -> tuple[Mode, str]:
    """The mode to use, and a sentence why.

    Parameters
    ----------
    codes : (Z, Y, X) uint8 or uint16
        Doubt codes.
    mode : {"auto", "plateau", "tree", "variants"}
        "auto": plateau when at least half of the non-zero voxels have an equal next neighbour in x; else variants, or tree when the volume
        is too large to be searched.

    Raises
    ------
    ValueError
        For another mode.
    """
    check_choice("mode", mode, ("auto", "plateau", "tree", "variants"))
    if mode != "auto":
        return mode, "chosen by the caller"
    doubtful = np.count_nonzero(codes)
    if doubtful == 0:
        return "plateau", "the map shows no doubt anywhere"
    equal = sum(
        int(np.count_nonzero((plane[:, :-1] == plane[:, 1:]) & (plane[:, 1:] != 0))) for plane in codes
    )
    percent = 100 * equal / doubtful
    equals = f"{percent:.0f} % of the doubtful voxels equal their neighbour"
    if 2 * equal >= doubtful:
        return "plateau", equals
    if codes.size <= _MOST_SEARCHED:
        return "variants", equals
    return (
        "tree",
        f"{equals}, and {codes.size} voxels are too many for a search for variants (at most {_MOST_SEARCHED})",
    )


def window_voxels(spacing: ArrayLike | None, edge: float | None = None) -> tuple[int, int, int]:
    """Voxels (z, y, x) of the cube that the regions of a stop lie in, at least 3 along each axis.

    Parameters
    ----------
    spacing : (float, float, float) or None
        Voxel size (z, y, x) in µm, above 0.
    edge : float, optional
        In µm, or voxels without a spacing. Without it 80 voxels of the finer in-plane axis.
    """
    sizes = np.ones(3) if spacing is None else np.asarray(spacing, np.float64)
    length = _WINDOW_VOXELS * float(sizes[1:].min()) if edge is None else edge
    if isinstance(length, bool) or not isinstance(length, Real) or not 0 < length < math.inf:
        raise ValueError(
            f"stop_window: found {edge!r}, expected a length above 0, in µm (in voxels without a spacing)."
        )
    z, y, x = np.clip(np.rint(float(length) / sizes), 3, MOST_AXIS).astype(int).tolist()
    return z, y, x
