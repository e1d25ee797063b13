"""Trust: which voxels a person has looked at, as weights for training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxproof import _box
from voxproof._carrying import withdrawn_voxels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape
    from voxproof._history import History
    from voxproof._settled import Settled

MARGIN = 2
"""Voxels by which the box of a settled region is dilated."""


def trust_map(settled: Settled, history: History, shape: Shape, outside: float) -> NDArray[np.float32]:
    """Weights of voxels.

    Parameters
    ----------
    settled, history : Settled, History
        Of the generation.
    shape : tuple of int
        ``(Z, Y, X)``.
    outside : float
        Weight of voxels in no settled region.

    Returns
    -------
    (Z, Y, X) float32
        1 in the box, dilated by 2 voxels, of every region settled as fixed or correct; then 0 in the box, dilated alike, of every region
        settled as unsure, so that doubt wins where boxes overlap; `outside` elsewhere.
    """
    weights = np.full(shape, outside, np.float32)
    boxes = [(_box.dilate(box, MARGIN, shape), verdict) for box, verdict in settled_boxes(settled, history)]
    for box, verdict in boxes:
        if verdict != "unsure":
            weights[_box.slices(box)] = 1
    for box, verdict in boxes:
        if verdict == "unsure":
            weights[_box.slices(box)] = 0
    return weights


def settled_boxes(settled: Settled, history: History) -> Iterator[tuple[Box, str]]:
    """Boxes that a person has settled, with the verdict.

    A region settled here counts with its own box, what was settled in an earlier generation with the boxes that a person saw then.
    """
    regions = history.settled_regions()
    lost = _reopened_since(settled) if history.reopened() else set()
    for region, said in regions.items():
        if said.seq != 0 and region not in lost:
            yield said.box, said.said
    for area in history.areas:
        name = area.region if history.is_brought(area.region) else area.source
        if name not in lost:
            yield area.box, area.verdict


def _reopened_since(settled: Settled) -> set[str]:
    """Settled regions of which at least half was opened again later, as other regions."""
    areas = list(settled.areas())
    opened = withdrawn_voxels(areas, withdrawing=("open",))
    return {
        area.region
        for area in areas
        if area.verdict != "open" and 2 * np.isin(area.voxels, opened).sum() >= area.voxels.size
    }
