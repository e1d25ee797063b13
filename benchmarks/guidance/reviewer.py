"""A reviewer who opens a worklist entry by entry, and sees every error that touches what is opened or lies within 2 voxels of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Region = NDArray[np.int64]
"""Flat C-order voxel indices."""

SECONDS_PER_VIEW = 10.0
SECONDS_PER_VOXEL = 0.002
SECONDS_PER_FURTHER_REGION = 5.0


@dataclass(frozen=True)
class Walk:
    """What a reviewer has seen after each entry; entry 0 is before the first.

    Attributes
    ----------
    recall : (N + 1,) float64
        Share of the errors that were seen.
    entries, regions, voxels, seconds, seconds_by_region : (N + 1,) float64
        Cost so far: entries opened; regions in them; voxels of their regions and surroundings; 10 s a view and 2 s per 1000 voxels; the
        same with 5 s for each further region of an entry.
    """

    recall: NDArray[np.float64]
    entries: NDArray[np.float64]
    regions: NDArray[np.float64]
    voxels: NDArray[np.float64]
    seconds: NDArray[np.float64]
    seconds_by_region: NDArray[np.float64]

    def cost(self, what: str, recall: float) -> float:
        """Cost at which a recall is reached; infinite when it never is."""
        reached = np.flatnonzero(self.recall >= recall - 1e-9)
        return float(getattr(self, what)[reached[0]]) if reached.size else np.inf


def walk(worklist: Sequence[Sequence[Region]], errors: NDArray[Any], reach: tuple[int, int, int]) -> Walk:
    """Open a worklist from its top.

    Parameters
    ----------
    worklist
        One entry per view: the regions that it shows.
    errors : (Z, Y, X) integers
        0, or the number (from 1) of the error a voxel belongs to.
    reach : (int, int, int)
        How far (z, y, x), in voxels, the reviewer sees around a region.
    """
    count = int(errors.max())
    found = np.zeros(count + 1, bool)
    rows = [(0.0, 0.0, 0.0)]
    for entry in worklist:
        voxels, touched = _see(entry, errors, _ball(reach))
        found[touched] = True
        rows.append((found[1:].sum() / max(count, 1), len(entry), voxels))
    recall, regions, voxels = np.array(rows).T
    entries, regions, voxels = np.arange(len(rows), dtype=float), regions.cumsum(), voxels.cumsum()
    seconds = SECONDS_PER_VIEW * entries + SECONDS_PER_VOXEL * voxels
    further = SECONDS_PER_FURTHER_REGION * (regions - entries)
    return Walk(recall, entries, regions, voxels, seconds, seconds + further)


def _see(
    regions: Sequence[Region], errors: NDArray[Any], ball: NDArray[np.bool_]
) -> tuple[int, NDArray[np.int64]]:
    """Voxels of the regions and their surroundings, and the errors among them."""
    at = np.stack(np.unravel_index(np.concatenate(regions), errors.shape))
    reach = (np.array(ball.shape) // 2)[:, None]
    low = np.maximum(at.min(1, keepdims=True) - reach, 0)
    high = np.minimum(at.max(1, keepdims=True) + 1 + reach, np.array(errors.shape)[:, None])
    box = np.zeros((high - low).ravel(), bool)
    box[tuple(at - low)] = True
    box = ndimage.binary_dilation(box, ball)
    here = errors[tuple(slice(a, b) for a, b in zip(low.ravel(), high.ravel(), strict=True))][box]
    return int(box.sum()), np.unique(here[here > 0]).astype(np.int64)


def _ball(reach: tuple[int, int, int]) -> NDArray[np.bool_]:
    steps = np.meshgrid(*(np.arange(-r, r + 1) / (r + 0.5) for r in reach), indexing="ij")
    return np.asarray(sum(step**2 for step in steps) <= 1)
