"""The regions of a map in rank order, as tables and voxels."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import brief, is_whole
from voxproof._preview import Preview
from voxproof.regions._codes import WEIGHT_ONE
from voxproof.regions._order import Listing, reorder
from voxproof.regions._parameters import asked_window
from voxproof.regions._preview import preview
from voxproof.regions._reasons import reasons
from voxproof.regions._topology import columns_of, voxels_of_runs
from voxproof.regions._variants import KINDS, NO_CUT

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from voxproof.regions._consequence import Consequences
    from voxproof.regions._found import Count, Labelled, Mode
    from voxproof.regions._grains import Grains
    from voxproof.regions._parameters import RankParameters
    from voxproof.regions._topology import Topology


class Ranking:
    """Regions of one map, most doubtful first.

    Attributes
    ----------
    mode : {"plateau", "delta", "threshold", "branch", "variants", "tree"}
        How the regions were made; `reason` says why.
    parameters : RankParameters
    key : str
        Names the search in the regions' ids.
    shape : tuple of int
        ``(Z, Y, X)``.
    smaller, larger : Count
        Regions below ``min_voxels`` and above ``max_voxels``, which are not listed: ``count``, and their ``voxels``.
    uncovered : int
        Voxels above the floor that belong to no region (mode tree: their own component is larger than ``max_voxels``).
    unscored : int
        Regions whose score is no finite number; they come last, with NaN as their score.
    shown : int
        Regions that are not listed since better ones show at least 70 % of them (mode variants).
    """

    def __init__(
        self,
        labelled: Labelled,
        parameters: RankParameters,
        reason: str,
        *,
        generation: int = 0,
        spacing: tuple[float, float, float] | None = None,
        grains: Grains | None = None,
        topology: Topology | None = None,
        segmentation: NDArray[Any] | None = None,
    ) -> None:
        found = labelled.found
        self._labelled = labelled
        self._maximum = found.maximum
        self._grains = grains
        self._topology = topology
        self._segmentation = segmentation
        self._generation = generation
        self._spacing = spacing
        self.parameters = parameters
        self.key = parameters.key(found.maximum)
        self.reason = reason
        self.shape = found.shape
        self.smaller: Count = labelled.smaller
        self.larger: Count = labelled.larger
        self.unscored = labelled.unscored
        self.uncovered = labelled.uncovered
        self.shown = 0 if labelled.facts is None else labelled.facts.shown

    def __len__(self) -> int:
        return int(self._labelled.voxels.size)

    def __repr__(self) -> str:
        z, y, x = self.shape
        return (
            f"<Ranking: {len(self)} regions of {z} × {y} × {x} voxels, {self.key}; "
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
    def kinds(self) -> list[str]:
        """What each region is: the mode, or in mode variants one of :data:`voxproof.regions.KINDS`."""
        facts = self._labelled.facts
        return [self.mode] * len(self) if facts is None else [KINDS[kind - 1] for kind in facts.kind]

    @property
    def ids(self) -> list[str]:
        """Ids in rank order: ``g{generation}/{key}/{first voxel}``, in mode variants with the step of the search before the voxel."""
        prefix = f"g{self._generation}/{self.key}/"
        first = self._labelled.first_voxel.tolist()
        if self._labelled.facts is None:
            return [f"{prefix}{voxel}" for voxel in first]
        return [
            f"{prefix}{step}.{voxel}" for step, voxel in zip(self._labelled.facts.step, first, strict=True)
        ]

    @property
    def score(self) -> str:
        """What the order follows: a name or a formula, see `voxproof.rank`."""
        return self.parameters.score

    def reordered(self, **changes: Any) -> Ranking:
        """The same regions in another order, or other ones of those found; without another search.

        Parameters
        ----------
        min_voxels, max_voxels : int
        score : str
        ascending : bool
        stop_regions : int
            As in `voxproof.rank`.
        stop_window : float or (int, int, int)
            Edge in µm as in `voxproof.rank`, or size (z, y, x) in voxels.
        granularity : float
            In the modes delta and threshold, of rankings by `voxproof.rank`, which keep what it takes.

        Returns
        -------
        Ranking
            What `voxproof.rank` gives with these parameters; this one stays as it is. Ids stay the same.

        Raises
        ------
        TypeError, ValueError
            For another parameter, or a value that is not allowed; for sizes that ask for another search: below the least that was
            searched for (the smaller of 8 and ``min_voxels``), in mode variants also above 600 and ``max_voxels``. Modes delta, threshold
            and tree take all sizes where what it takes is kept.
        OverflowError
            When that does not fit into the labeller's memory.

        Notes
        -----
        Time is proportional to n log n for n regions found: 0.1 s for 100,000.
        """
        allowed = [field.name for field in fields(Listing)] + ["granularity"] * (self._grains is not None)
        unknown = sorted(set(changes) - set(allowed))
        if unknown:
            raise TypeError(
                f"reordered: found {', '.join(unknown)}, expected some of {', '.join(allowed)}. For anything else rank anew."
            )
        if "stop_window" in changes:
            changes["stop_window"] = asked_window(changes["stop_window"], self._spacing)
        parameters = replace(self.parameters, **changes)
        found = self._labelled.found
        is_other = parameters.key(found.maximum) != self.key or parameters.min_voxels < found.least
        if is_other and self._grains is not None:
            found = self._grains.cut(parameters.step(found.maximum), *parameters.searched_voxels)
        elif is_other:
            raise ValueError(
                f"reordered: found {parameters.min_voxels} to {parameters.max_voxels} voxels, expected sizes that were searched for "
                f"({self.key}, from {found.least} voxels). Rank anew."
            )
        return self._again(reorder(found, parameters.listing, topology=self._topology), parameters)

    def _again(self, labelled: Labelled, parameters: RankParameters) -> Ranking:
        """The same map with other regions listed."""
        return Ranking(
            labelled,
            parameters,
            self.reason,
            generation=self._generation,
            spacing=self._spacing,
            grains=self._grains,
            topology=self._topology,
            segmentation=self._segmentation,
        )

    @cached_property
    def consequences(self) -> Consequences | None:
        """What flipping each region does to the segmentation's topology, as columns in rank order; of the first 20,000 regions.

        None for a ranking that does not know its segmentation. Found when first asked for: about 0.7 s at 256³, and 0.2 ms a region.
        """
        return None if self._topology is None else self._topology.of_listed(self._labelled)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per region in rank order.

        ``rank`` (1-based), ``id``, ``stop`` (1-based rank of its stop), ``voxels``, ``score``,
        ``max``, ``mean``, ``sum`` (of doubt, in the unit of the map), the half-open
        box ``z0 z1 y0 y1 x0 x1``, the centroid ``z y x`` in voxels, ``first_voxel`` (flat C-order index), ``kind``, ``reason`` in words;
        in mode variants ``cut`` (probability at which it is there, comes apart or lets go), ``length`` (voxels of its centre line) and
        ``undecided`` (mean square of 1 - abs(2 p - 1), which is 1 where the probability p is one half); ``pieces`` (of the
        segmentation around it) where they are known; and ``volume`` in µm³ when a spacing was given. ``score`` is NaN where a formula
        gives no finite number. What flipping the region does, exactly: ``pieces_change``, ``loops_change`` and
        ``cavities_change``, and on what is joined or cut off, the longest left out, ``hanging`` voxels of centre line and
        ``hanging_length`` in µm (see `voxproof.regions.consequence`); NA beyond the first 20,000 regions.
        """
        import pandas as pd

        labelled, maximum = self._labelled, self._maximum
        columns: dict[str, Any] = {
            "rank": np.arange(1, len(self) + 1),
            "id": pd.Series(self.ids, dtype=object),
            "stop": labelled.stop.astype(np.int64),
            "voxels": labelled.voxels.astype(np.int64),
            "score": labelled.score,
            "max": labelled.max_weight / WEIGHT_ONE * maximum,
            "mean": labelled.mean * maximum,
            "sum": labelled.sum / WEIGHT_ONE * maximum,
        }
        for i, name in enumerate(("z0", "z1", "y0", "y1", "x0", "x1")):
            columns[name] = labelled.box[:, i].astype(np.int64)
        for i, name in enumerate(("z", "y", "x")):
            columns[name] = labelled.centroid[:, i]
        columns["first_voxel"] = labelled.first_voxel.astype(np.int64)
        columns["kind"] = pd.Series(self.kinds, dtype=object)
        columns["reason"] = pd.Series(self._reasons(), dtype=object)
        if labelled.facts is not None:
            cut = labelled.facts.cut
            columns["cut"] = np.where(cut == NO_CUT, np.nan, cut / 255)
        if labelled.pieces is not None:
            columns["pieces"] = labelled.pieces.astype(np.int64)
        if labelled.facts is not None:
            columns["length"] = labelled.facts.length.astype(np.int64)
            columns["undecided"] = (labelled.facts.undecided / 255) ** 2
        if self._spacing is not None:
            columns["volume"] = labelled.voxels * math.prod(self._spacing)
        if self.consequences is not None:
            columns |= columns_of(self.consequences, len(self))
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

    def _reasons(self) -> list[str]:
        split = None if self._topology is None else self._topology.split
        return reasons(
            self._labelled,
            self.kinds,
            self._maximum,
            self._spacing,
            self.consequences,
            lambda index: None if split is None else split.votes(self.voxels(index + 1)),
        )

    def labels(self) -> NDArray[np.uint32]:
        """(Z, Y, X) uint32, made anew: the rank of the best region each voxel belongs to, 0 where it belongs to none."""
        labelled = self._labelled
        kept = np.flatnonzero(labelled.rank)
        if labelled.facts is not None:
            kept = kept[np.argsort(-labelled.rank[kept].astype(np.int64), kind="stable")]
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

    def preview(self, region: str | int) -> Preview:
        """What the segmentation would be if the proposal of a region were accepted.

        Parameters
        ----------
        region : str or int
            Its id or its rank (1-based).

        Returns
        -------
        Preview
            ``box`` (three slices, that of the region) and ``segmentation``, a copy of that part with the region flipped:
            ``segmentation[preview.box] = preview.segmentation`` accepts it. What the region proposes is what its consequences are of: when
            at least half of its voxels were background as the map was ranked, those that are 0 get the label that most voxels around the
            region have (26 neighbours; of labels as frequent the smaller one; 1 where there is none); else all become 0.

        Raises
        ------
        KeyError
            When there is no such region.
        ValueError
            For a ranking that keeps no segmentation: of dask arrays, or of `voxproof.regions.rank_codes`.

        Notes
        -----
        The segmentation is that which was given to `voxproof.rank`, borrowed, or the session's, as it is now: edits show.

        Examples
        --------
        >>> import numpy as np, voxproof as vp
        >>> gap = np.array([[[2, 2, 2, 0, 0, 2, 2]]])
        >>> vp.rank(gap, np.where(gap == 0, 0.9, 0.0), mode="plateau", min_voxels=1).preview(1)
        Preview(box=(slice(0, 1, None), slice(0, 1, None), slice(3, 5, None)), segmentation=array([[[2, 2]]]))
        """
        rank, segmentation = self.rank_of(region), self._segmentation
        if segmentation is None or self._topology is None:
            raise ValueError(
                "preview: found a ranking that keeps no segmentation (of dask arrays, or of codes), expected one of arrays in memory. "
                "Flip .voxels(region) in the part of interest."
            )
        voxels = self.voxels(rank)
        z0, z1, y0, y1, x0, x1 = self._labelled.box[rank - 1].tolist()
        return preview(segmentation, voxels, (z0, z1, y0, y1, x0, x1), adds=self._topology.adds(voxels))

    def borrow(self, segmentation: NDArray[Any]) -> Ranking:
        """The same, of which `preview` reads this array."""
        self._segmentation = segmentation
        return self

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
        return voxels_of_runs(labelled, runs + first, self.shape)
