"""What decides which regions there are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from voxproof._checks import (
    brief,
    check_choice,
    check_connectivity,
    check_flag,
    check_number,
    check_text,
    is_whole,
)
from voxproof.regions._codes import WEIGHT_ONE
from voxproof.regions._labeller import (
    LEAST_FOUND,
    MOST_AXIS,
    MOST_FOUND,
    MOST_IN_STOP,
    MOST_REGION,
    Connectivity,
    Mode,
)
from voxproof.regions._order import Listing, check_score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from voxproof.regions._codes import Codes

AskedMode = Literal["auto"] | Mode

_WINDOW_VOXELS = 80
_GRANULARITY: dict[Mode, float] = {"delta": 0.05, "threshold": 0.5}
"""What a mode begins with, as a part of the largest doubt."""
_MOST_SEARCHED = 1 << 27
"""Voxels that a search for variants has memory for."""
CHOSEN = "chosen by the caller"
"""Why a mode is used that was asked for."""


@dataclass(frozen=True)
class RankParameters:
    """What decides which regions there are, and in which order they come.

    Attributes
    ----------
    mode : {"plateau", "delta", "threshold", "branch", "variants", "tree"}
        "plateau": connected voxels of equal doubt, or with a granularity of the same multiple of it. "delta": connected voxels where
        neighbours differ by at most the granularity. "threshold": components of {doubt >= granularity}. "branch": pieces of the
        segmentation's branches, about 30 voxels of centre line each. "variants": what the segmentation would gain or lose at other
        thresholds of its probability. "tree": components of {doubt >= level} at the lowest level where they have at most `max_voxels`.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners; 26 in the modes branch and variants.
    granularity : float
        In the unit of the map, 0 or more; without meaning in the modes branch, variants and tree.
    min_voxels, max_voxels : int
        Smaller and larger regions are counted, not listed; mode tree is cut by `max_voxels`.
    score : str
        "default", the name of another score, or a formula over the columns of the table; see `voxproof.rank`.
    ascending : bool
        Lowest score first.
    stop_window : (int, int, int)
        Size (z, y, x), in voxels, of the window that the regions of a stop lie in.
    stop_regions : int
        Most regions of a stop.

    See Also
    --------
    RankParameters.of : with what a mode begins with where nothing is asked for.
    """

    mode: Mode
    connectivity: Connectivity = 26
    granularity: float = 0.0
    min_voxels: int = 8
    max_voxels: int = MOST_REGION
    score: str = "default"
    ascending: bool = False
    stop_window: tuple[int, int, int] = (80, 80, 80)
    stop_regions: int = 8

    def __post_init__(self) -> None:
        check_choice("mode", self.mode, get_args(Mode))
        check_connectivity(self.connectivity)
        check_number("granularity", self.granularity)
        check_text("score", self.score)
        check_score(self.score)
        check_flag("ascending", self.ascending)
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
        for name in ("min_voxels", "max_voxels", "stop_regions"):
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "stop_window", _window_of(self.stop_window))

    @classmethod
    def of(
        cls,
        mode: Mode,
        maximum: float,
        *,
        granularity: float | None = None,
        max_voxels: int | None = None,
        **others: Any,
    ) -> RankParameters:
        """Parameters of a map whose largest doubt is `maximum`, with the mode's own for what is None.

        Granularity: 5 % of the largest doubt in mode delta, half of it in mode threshold, else 0. Most voxels: 600 in the modes variants
        and tree, else no limit.
        """
        if granularity is None:
            granularity = _GRANULARITY.get(mode, 0.0) * maximum
        if max_voxels is None:
            max_voxels = MOST_FOUND if mode in ("variants", "tree") else MOST_REGION
        granularity = check_number("granularity", granularity)
        return cls(mode, granularity=granularity, max_voxels=max_voxels, **others)

    def step(self, maximum: float) -> int:
        """The granularity in steps of the weights of a map whose largest doubt is `maximum`; what labeller and keys use."""
        if not maximum > 0:
            return 0
        return min(math.floor(min(self.granularity / maximum, 2.0) * WEIGHT_ONE + 0.5), WEIGHT_ONE + 1)

    @property
    def searched_voxels(self) -> tuple[int, int]:
        """Least and most voxels of the regions that are searched for; the list may show fewer."""
        least = min(LEAST_FOUND, self.min_voxels)
        if self.mode == "variants":
            return least, max(MOST_FOUND, self.max_voxels)
        return least, self.max_voxels if self.mode == "tree" else MOST_REGION

    @property
    def listing(self) -> Listing:
        """What decides which regions found are listed, and how."""
        sizes = self.min_voxels, self.max_voxels
        return Listing(*sizes, self.score, self.ascending, self.stop_window, self.stop_regions)

    def key(self, maximum: float) -> str:
        """The part of a region's id that names what was searched, in a map whose largest doubt is `maximum`.

        ``plateau26``, ``plateau26~STEP``, ``delta26dSTEP``, ``threshold26tSTEP``, ``branch30``, ``variants8x600``, ``tree26x600``. What
        only filters or orders is not in it.
        """
        step, (least, most) = self.step(maximum), self.searched_voxels
        keys: dict[Mode, str] = {
            "plateau": f"plateau{self.connectivity}" + (f"~{step}" if step else ""),
            "delta": f"delta{self.connectivity}d{step}",
            "threshold": f"threshold{self.connectivity}t{step}",
            "branch": "branch30",
            "variants": f"variants{least}x{most}",
            "tree": f"tree{self.connectivity}x{most}",
        }
        return keys[self.mode]

    def row(self) -> dict[str, Any]:
        """Plain values for the journal and the browser."""
        return {
            "mode": self.mode,
            "connectivity": int(self.connectivity),
            "granularity": float(self.granularity),
            "min_voxels": int(self.min_voxels),
            "max_voxels": int(self.max_voxels),
            "score": self.score,
            "ascending": bool(self.ascending),
            "stop_window": [int(size) for size in self.stop_window],
            "stop_regions": int(self.stop_regions),
        }


def resolve_mode(codes: Codes, mode: AskedMode) -> tuple[Mode, str]:
    """The mode to use, and a sentence why.

    Parameters
    ----------
    codes : Codes
        Of the doubt.
    mode : {"auto", "plateau", "delta", "threshold", "branch", "variants", "tree"}
        "auto": plateau when at least half of the doubt is in voxels that equal their next neighbour in x; else variants, or tree when the
        volume is too large to be searched. Doubt counts by how much it is: most voxels of an overconfident model are alike, and next to 0.

    Raises
    ------
    ValueError
        For another mode.
    """
    check_choice("mode", mode, ("auto", *get_args(Mode)))
    if mode != "auto":
        return mode, CHOSEN
    return mode_of(likeness(codes.weights[plane] for plane in codes.codes), codes.codes.size)


def likeness(planes: Iterable[NDArray[Any]]) -> tuple[float, float]:
    """The sum of all doubt, and of that in voxels that equal their next neighbour in x."""
    total = equal = 0.0
    for plane in planes:
        total += float(plane.sum(dtype=np.float64))
        equal += float(plane[:, 1:].sum(where=plane[:, :-1] == plane[:, 1:], dtype=np.float64))
    return total, equal


def mode_of(alike: tuple[float, float], size: int) -> tuple[Mode, str]:
    """What "auto" takes for a map of so many voxels with this `likeness`, and a sentence why."""
    doubtful, equal = alike
    if doubtful == 0:
        return "plateau", "the map shows no doubt anywhere"
    percent = 100 * equal / doubtful
    equals = f"{percent:.0f} % of the doubt is in voxels that equal their neighbour"
    if 2 * equal >= doubtful:
        return "plateau", equals
    if size <= _MOST_SEARCHED:
        return "variants", equals
    return (
        "tree",
        f"{equals}, and {size} voxels are too many for a search for variants (at most {_MOST_SEARCHED})",
    )


def asked_window(asked: Any, spacing: ArrayLike | None) -> tuple[int, int, int]:
    """Voxels (z, y, x) of the window of a stop, which is asked for as an edge in µm (see `window_voxels`) or as three numbers of voxels."""
    return _window_of(asked) if isinstance(asked, list | tuple) else window_voxels(spacing, asked)


def _window_of(sizes: Any) -> tuple[int, int, int]:
    whole = isinstance(sizes, list | tuple) and all(
        is_whole(size) and 1 <= size <= MOST_AXIS for size in sizes
    )
    if not whole or len(sizes) != 3:
        raise ValueError(
            f"stop_window: found {brief(sizes)}, expected an edge in µm (voxels without a spacing), or three whole numbers of voxels "
            f"(z, y, x) from 1 to {MOST_AXIS}, such as (20, 80, 80)."
        )
    z, y, x = (int(size) for size in sizes)
    return z, y, x


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
