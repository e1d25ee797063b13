"""What a topological error is, and VessQC 1.0.0's regions, by the yardstick's definitions."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from yardstick import yardstick

LEAST_VOXELS = 50
"""VessQC 1.0.0 puts smaller regions into one row at the end."""


class Harness:
    """Definitions of ``guidance-eval``; its README and ``notes/ranking.md`` tell them."""

    def __init__(self, shared: Path) -> None:
        self._core: ModuleType = yardstick(shared, "core")
        self._reference: ModuleType = yardstick(shared, "reference_rank")

    def errors(
        self, segmentation: NDArray[np.bool_], truth: NDArray[np.bool_], aspect: float
    ) -> NDArray[np.int64]:
        """(Z, Y, X): number, from 1, of the topological error that a voxel belongs to, else 0."""
        table, volume = self._core.errors(segmentation, truth, aspect)
        is_topological = self._core.is_topo(table)
        numbers = np.zeros(len(table) + 1, np.int64)
        numbers[1:][is_topological] = np.arange(1, is_topological.sum() + 1)
        numbered: NDArray[np.int64] = numbers[volume]
        return numbered

    def branch_map(
        self, doubt: NDArray[np.float32], segmentation: NDArray[np.bool_], aspect: float
    ) -> NDArray[np.float32]:
        """The kind of map VessQC is made for: each branch has the mean doubt of its centre line; 0 outside."""
        branches, lines, _ = self._core.branches(segmentation, aspect=aspect)
        spread: NDArray[np.float32] = self._core.spread_mean(doubt, branches, lines)[0]
        return spread

    def vessqc(
        self, branch_map: NDArray[np.float32], segmentation: NDArray[np.bool_]
    ) -> list[NDArray[np.int64]]:
        """VessQC 1.0.0's regions in its order."""
        regions: list[NDArray[np.int64]] = self._core.vessqc_regions(branch_map, segmentation, LEAST_VOXELS)[
            0
        ]
        return regions

    def reference(
        self, segmentation: NDArray[np.bool_], doubt: NDArray[np.float32], aspect: float, *, flat: bool
    ) -> list[Any]:
        """The study's slow ranking: stops (each one list of voxels), or the flat list."""
        return list(self._reference.rank(segmentation, doubt, aspect, flat=flat))
