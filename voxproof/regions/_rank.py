"""`rank`: the regions of a map of doubt, most doubtful first, headless and with the browser's very numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._arrays import check_labels, readable
from voxproof._checks import (
    Direction,
    brief,
    check_choice,
    check_connectivity,
    check_direction,
    check_image,
    check_spacing,
    is_whole,
)
from voxproof.regions._codes import WEIGHT_ONE, Codes, read_doubt
from voxproof.regions._labeller import (
    MOST_AXIS,
    MOST_IN_STOP,
    MOST_REGION,
    Connectivity,
    Labelled,
    Mode,
    label,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


_WINDOW_VOXELS = 80


@dataclass(frozen=True)
class Smaller:
    """Regions below the least size: how many, and their voxels."""

    count: int
    voxels: int


@dataclass(frozen=True)
class RankParameters:
    """What decides which regions there are.

    Attributes
    ----------
    mode : {"plateau", "tree"}
        "plateau": connected voxels of equal doubt. "tree": components of {doubt >= level} at the lowest level where they have at most
        `max_voxels`.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
    min_voxels : int
        Smaller regions are counted, not listed.
    max_voxels : int
        Of mode tree.
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
        """The part of a region's id that names the parameters, such as ``plateau26`` or ``tree26x600``."""
        limit = f"x{self.max_voxels}" if self.mode == "tree" else ""
        return f"{self.mode}{self.connectivity}{limit}"


class Ranking:
    """Regions of one map, most doubtful first.

    Attributes
    ----------
    mode : {"plateau", "tree"}
        How the regions were made; `reason` says why.
    parameters : RankParameters
    shape : tuple of int
        ``(Z, Y, X)``.
    smaller : Smaller
        Regions below ``min_voxels``, which are not listed.
    uncovered : int
        Voxels above the floor that belong to no region (mode tree: their own component is larger than ``max_voxels``).
    """

    def __init__(
        self,
        labelled: Labelled,
        codes: Codes,
        parameters: RankParameters,
        reason: str,
        *,
        generation: int = 0,
        voxel_volume: float | None = None,
    ) -> None:
        self._labelled = labelled
        self._maximum = codes.maximum
        self._generation = generation
        self._voxel_volume = voxel_volume
        self.parameters = parameters
        self.reason = reason
        self.shape: tuple[int, int, int] = codes.codes.shape
        self.smaller = Smaller(labelled.smaller_count, labelled.smaller_voxels)
        self.uncovered = labelled.uncovered

    def __len__(self) -> int:
        return int(self._labelled.voxels.size)

    def __repr__(self) -> str:
        z, y, x = self.shape
        return (
            f"<Ranking: {len(self)} regions of {z} × {y} × {x} voxels, {self.parameters.key}; "
            f"{self.smaller.count} smaller ones not listed>"
        )

    @property
    def mode(self) -> Mode:
        """How the regions were made."""
        return self.parameters.mode

    @property
    def labelled(self) -> Labelled:
        """Columns and run-length rows as the labeller gave them; relative doubt from 0 to 1."""
        return self._labelled

    @property
    def ids(self) -> list[str]:
        """Ids in rank order: ``g{generation}/{key}/{first voxel}``."""
        prefix = f"g{self._generation}/{self.parameters.key}/"
        return [f"{prefix}{first}" for first in self._labelled.first_voxel.tolist()]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per region in rank order.

        ``rank`` (1-based), ``id``, ``stop`` (1-based rank of its stop), ``voxels``, ``score``,
        ``max``, ``mean``, ``sum`` (of doubt, in the unit of the map), the half-open
        box ``z0 z1 y0 y1 x0 x1``, the centroid ``z y x`` in voxels, ``first_voxel`` (flat C-order index), ``kind``; and ``volume`` in
        µm³ when a spacing was given. The score is the mean doubt.
        """
        import pandas as pd

        labelled, maximum = self._labelled, self._maximum
        columns: dict[str, Any] = {
            "rank": np.arange(1, len(self) + 1),
            "id": pd.Series(self.ids, dtype=object),
            "stop": labelled.stop.astype(np.int64),
            "voxels": labelled.voxels.astype(np.int64),
            "score": labelled.score * maximum,
            "max": labelled.max_weight / WEIGHT_ONE * maximum,
            "mean": labelled.mean * maximum,
            "sum": labelled.sum / WEIGHT_ONE * maximum,
        }
        for i, name in enumerate(("z0", "z1", "y0", "y1", "x0", "x1")):
            columns[name] = labelled.box[:, i].astype(np.int64)
        for i, name in enumerate(("z", "y", "x")):
            columns[name] = labelled.centroid[:, i]
        columns["first_voxel"] = labelled.first_voxel.astype(np.int64)
        columns["kind"] = pd.Series([self.mode] * len(self), dtype=object)
        if self._voxel_volume is not None:
            columns["volume"] = labelled.voxels * self._voxel_volume
        return pd.DataFrame(columns)

    @cached_property
    def stops(self) -> pd.DataFrame:
        """One row per stop, best first: regions near each other that are reviewed in one view.

        ``stop`` (1-based rank), ``regions`` (how many), ``first`` (rank of its best region), ``score`` (sum of its regions' scores),
        ``voxels``, and the half-open box ``z0 z1 y0 y1 x0 x1`` around its regions.
        """
        groups = self.table.groupby("stop", sort=True)
        low, high = ["z0", "y0", "x0"], ["z1", "y1", "x1"]
        stops = groups.agg(
            regions=("rank", "size"), first=("rank", "min"), score=("score", "sum"), voxels=("voxels", "sum")
        )
        stops = stops.join(groups[low].min()).join(groups[high].max()).reset_index()
        return stops[["stop", "regions", "first", "score", "voxels", "z0", "z1", "y0", "y1", "x0", "x1"]]

    def labels(self) -> NDArray[np.uint32]:
        """(Z, Y, X) uint32, made anew: the rank of the region each voxel belongs to, 0 where it belongs to none."""
        labelled = self._labelled
        kept = np.flatnonzero(labelled.rank)
        labels = np.zeros(self.shape, np.uint32)
        lengths = (labelled.end[kept] - labelled.start[kept]).astype(np.int64)
        labels.reshape(-1)[self._voxels_of(kept, 0)] = np.repeat(labelled.rank[kept], lengths)
        return labels

    def voxels(self, region: str | int) -> NDArray[np.int64]:
        """Flat C-order indices, rising, of the voxels of a region.

        Parameters
        ----------
        region : str or int
            Its id or its rank (1-based).

        Raises
        ------
        KeyError
            When there is no such region.
        """
        rank = self.rank_of(region)
        labelled = self._labelled
        z0, z1, y0, y1 = labelled.box[rank - 1, :4].astype(np.int64)
        first = int(labelled.row_start[z0 * self.shape[1] + y0])
        last = int(labelled.row_start[(z1 - 1) * self.shape[1] + y1])
        return self._voxels_of(np.flatnonzero(labelled.rank[first:last] == rank), first)

    def rank_of(self, region: str | int) -> int:
        """Rank (1-based) of a region given by id or rank. KeyError when there is no such region."""
        if isinstance(region, str):
            rank = self._rank_of_id.get(region)
            if rank is None:
                raise KeyError(
                    f"region: found {region!r}, expected an id from .table, such as {self.ids[:1]}."
                )
            return rank
        if not is_whole(region):
            raise TypeError(
                f"region: found {brief(region)}, expected an id from .table (text) or a rank (a whole number from 1)."
            )
        if not 1 <= region <= len(self):
            raise KeyError(f"region: found rank {region}, expected 1 to {len(self)}.")
        return int(region)

    @cached_property
    def _rank_of_id(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.ids, 1)}

    def _voxels_of(self, runs: NDArray[np.int64], first: int) -> NDArray[np.int64]:
        """Voxels of the runs with these indices, counted from `first`."""
        labelled = self._labelled
        runs = runs + first
        row = np.searchsorted(labelled.row_start, runs, side="right") - 1
        start = row * self.shape[2] + labelled.start[runs]
        length = (labelled.end[runs] - labelled.start[runs]).astype(np.int64)
        before = np.cumsum(length) - length
        return np.repeat(start - before, length) + np.arange(int(length.sum()))


def rank(
    segmentation: ArrayLike,
    uncertainty: ArrayLike | None = None,
    *,
    probability: ArrayLike | None = None,
    image: ArrayLike | None = None,
    spacing: tuple[float, float, float] | None = None,
    direction: Direction = "uncertainty",
    mode: Literal["auto", "plateau", "tree"] = "auto",
    connectivity: Connectivity = 26,
    min_voxels: int = 8,
    max_voxels: int = 600,
    stop_window: float | None = None,
    stop_regions: int = 8,
) -> Ranking:
    """Find the doubtful regions of a segmentation and put the most doubtful first.

    Parameters
    ----------
    segmentation : (Z, Y, X) array_like of integers or booleans
        0 is background. Borrowed, not modified. Here and below, what is no array (dask, zarr) is refused, as by `voxproof.Curator`.
    uncertainty : (Z, Y, X) array_like, optional
        One number per voxel, finite and at least 0; its meaning follows from `direction`.
    probability : (Z, Y, X) array_like, optional
        Foreground probability from 0 to 1; percentages and 8-bit values are scaled, with a warning. Without `uncertainty`, its binary
        entropy in bits is the doubt.
    image : (Z, Y, X) array_like, optional
        Checked only: for its shape, and that it holds numbers.
    spacing : (float, float, float), optional
        Voxel size (z, y, x) in µm; adds the column ``volume``.
    direction : {"uncertainty", "confidence"}
        Whether high values of `uncertainty` mean doubt or trust.
    mode : {"auto", "plateau", "tree"}
        "plateau": connected voxels of equal doubt, for maps with one value per branch or few levels. "tree": components at the lowest
        level where they have at most `max_voxels`, for continuous maps; voxels below 5 % of the largest doubt are left out. "auto"
        takes plateau when at least half of the doubtful voxels equal their next neighbour in x.
    connectivity : {6, 18, 26}
        Faces, also edges, also corners.
    min_voxels, max_voxels : int
        Smaller regions are counted in ``.smaller``, not listed; `max_voxels` is of mode tree.
    stop_window : float, optional
        Edge, in µm (voxels without a spacing), of the cube that the regions of a stop lie in. 80 voxels in plane when left out.
    stop_regions : int
        Most regions of a stop; 1 for a flat list.

    Returns
    -------
    Ranking
        ``.table``, ``.stops``, ``.labels()``, ``.voxels(region)``, ``.mode``, ``.reason``, ``.smaller``. Order: mean doubt
        falling, then voxels falling, then first voxel rising. The same module as in the browser makes it, so the numbers are the same.

    Raises
    ------
    TypeError, ValueError
        For input that cannot be ranked; the message says what was found, what was expected and what to do.
    OverflowError
        When the regions do not fit into the 4 GiB of the labeller's memory.

    Notes
    -----
    Time is proportional to the number of voxels and does not depend on the number of distinct values.

    Examples
    --------
    >>> import numpy as np
    >>> doubt = np.zeros((1, 2, 6)); doubt[0, 0, :4] = 0.9; doubt[0, :, 5] = 0.2
    >>> rank(doubt > 0, doubt, min_voxels=1).table[["rank", "voxels", "mean"]].values.tolist()
    [[1.0, 4.0, 0.9], [2.0, 2.0, 0.2]]
    """
    labels = readable("segmentation", segmentation)
    check_labels("segmentation", labels)
    if image is not None:
        check_image(image, labels.shape)
    _, _, codes = read_doubt(labels, uncertainty, probability, check_direction(direction))
    chosen, reason = resolve_mode(codes.codes, mode)
    sizes = check_spacing(spacing)
    window = window_voxels(sizes, stop_window)
    parameters = RankParameters(chosen, connectivity, min_voxels, max_voxels, window, stop_regions)
    volume = None if sizes is None else math.prod(sizes)
    return rank_codes(codes, parameters, reason, voxel_volume=volume)


def rank_codes(
    codes: Codes,
    parameters: RankParameters,
    reason: str = "",
    *,
    generation: int = 0,
    voxel_volume: float | None = None,
) -> Ranking:
    """Rank a map that is encoded already; see :func:`rank`."""
    labelled = label(
        codes.codes,
        codes.weights,
        mode=parameters.mode,
        connectivity=parameters.connectivity,
        min_voxels=parameters.min_voxels,
        max_voxels=parameters.max_voxels,
        stop_window=parameters.stop_window,
        stop_regions=parameters.stop_regions,
    )
    return Ranking(labelled, codes, parameters, reason, generation=generation, voxel_volume=voxel_volume)


def resolve_mode(codes: NDArray[Any], mode: Literal["auto", "plateau", "tree"]) -> tuple[Mode, str]:
    """The mode to use, and a sentence why.

    Parameters
    ----------
    codes : (Z, Y, X) uint8 or uint16
        Doubt codes.
    mode : {"auto", "plateau", "tree"}
        "auto": plateau when at least half of the non-zero voxels have an equal next neighbour in x.

    Raises
    ------
    ValueError
        For another mode.
    """
    check_choice("mode", mode, ("auto", "plateau", "tree"))
    if mode != "auto":
        return mode, "chosen by the caller"
    doubtful = np.count_nonzero(codes)
    if doubtful == 0:
        return "plateau", "the map shows no doubt anywhere"
    equal = sum(
        int(np.count_nonzero((plane[:, :-1] == plane[:, 1:]) & (plane[:, 1:] != 0))) for plane in codes
    )
    percent = 100 * equal / doubtful
    chosen: Mode = "plateau" if 2 * equal >= doubtful else "tree"
    return chosen, f"{percent:.0f} % of the doubtful voxels equal their neighbour"


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
