"""Worklists that are compared: each an ordered list of entries, an entry the regions of one view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from harness import Harness
from numpy.typing import NDArray
from reviewer import Region
from scipy import ndimage

import voxproof as vp

Worklist = list[list[Region]]


@dataclass(frozen=True)
class Prediction:
    """What a model says of a volume, and maps made of it."""

    segmentation: NDArray[np.bool_]
    probability: NDArray[np.float32]
    branch_map: NDArray[np.float32]
    spacing: tuple[float, float, float]

    @property
    def aspect(self) -> float:
        return self.spacing[0] / self.spacing[1]

    @property
    def margin(self) -> NDArray[np.float32]:
        """Doubt that is 1 where the probability is one half, 0 where it is 0 or 1."""
        return 1 - np.abs(2 * self.probability - 1)

    @property
    def smooth_entropy(self) -> NDArray[np.float32]:
        """The doubt of ``examples/02-real-vessels.ipynb``."""
        p = np.clip(self.probability, 1e-6, 1 - 1e-6)
        entropy: NDArray[np.float32] = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
        smooth: NDArray[np.float32] = ndimage.gaussian_filter(entropy, 1.5)
        return smooth


def stops_and_flat(ranking: Any) -> tuple[Worklist, Worklist]:
    """Stops in their order, and the regions one by one in rank order."""
    regions = [ranking.voxels(rank) for rank in range(1, len(ranking) + 1)]
    groups = ranking.table.groupby("stop", sort=True)["rank"]
    return [[regions[rank - 1] for rank in ranks] for _, ranks in groups], [[region] for region in regions]


MODES: dict[str, Callable[[Prediction], Any]] = {
    "Voxproof": lambda m: vp.rank(m.segmentation, probability=m.probability, spacing=m.spacing),
    "… with a smoothed map": lambda m: vp.rank(
        m.segmentation, m.smooth_entropy, probability=m.probability, spacing=m.spacing
    ),
    "… from doubt alone": lambda m: vp.rank(m.segmentation, m.margin, spacing=m.spacing),
    "plateau of the branch map": lambda m: vp.rank(
        m.segmentation, m.branch_map.round(3), spacing=m.spacing, mode="plateau"
    ),
    **{
        mode: lambda m, mode=mode: vp.rank(
            m.segmentation, probability=m.probability, spacing=m.spacing, mode=mode
        )
        for mode in ("branch", "delta", "threshold", "tree")
    },
}
"""Ways of using `vp.rank`; the first is what it does unasked, the others say what they change."""


def worklists(prediction: Prediction, harness: Harness, *, with_reference: bool) -> dict[str, Worklist]:
    """All candidates, VessQC first."""
    regions = harness.vessqc(prediction.branch_map, prediction.segmentation)
    lists = {"VessQC 1.0.0": [[region] for region in regions]}
    for name, rank in MODES.items():
        lists[f"{name}, stops"], lists[f"{name}, flat"] = stops_and_flat(rank(prediction))
    if with_reference:
        for kind in ("stops", "flat"):
            ranked = harness.reference(
                prediction.segmentation, prediction.margin, prediction.aspect, flat=kind == "flat"
            )
            lists[f"study's reference, {kind}"] = [[region] for region in ranked]
    return lists


SHUFFLED = ("VessQC 1.0.0", "Voxproof, stops", "Voxproof, flat")
"""Worklists that are also walked in random order."""
