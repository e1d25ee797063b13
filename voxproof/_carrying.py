"""Verdicts that carry over to the regions of another ranking, by the voxels they share. Same rule as `src/core/carrying.ts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from voxproof._events import VerdictName
    from voxproof.regions import Ranking


@dataclass(frozen=True, eq=False)
class Area:
    """A region of other parameters, or of an earlier generation, that a person has decided on.

    Attributes
    ----------
    region : str
        Its id.
    verdict : {"fixed", "correct", "unsure", "open"}
        "open" where it was opened again.
    note, time : str
        `time` is ISO 8601, UTC.
    voxels : (n,) int64
        Flat C-order indices.
    """

    region: str
    verdict: VerdictName | Literal["open"]
    note: str
    time: str
    voxels: NDArray[np.int64]


def carry_verdicts(ranking: Ranking, areas: Sequence[Area]) -> dict[int, Area]:
    """Which settled area each region takes its verdict from, by rank (1-based); regions that take none are missing.

    A voxel counts for the area that was judged last of those it lies in (of equal times, the one whose id is larger). A region of which at
    least half lies in areas that are not open takes the verdict of the one it shares most voxels with; of equal ones, that of the later.
    Time: that of sorting the areas' voxels, plus the ranking's runs.
    """
    ordered = sorted(areas, key=_time)
    sizes = ranking.labelled.voxels
    covered: dict[int, int] = {}
    best: dict[int, tuple[int, int]] = {}
    for rank, number, voxels in shared_voxels(ranking, [area.voxels for area in ordered]):
        if ordered[number].verdict != "open":
            covered[rank] = covered.get(rank, 0) + voxels
            best[rank] = max(best.get(rank, (0, 0)), (voxels, number))
    return {
        rank: ordered[best[rank][1]]
        for rank, voxels in sorted(covered.items())
        if 2 * voxels >= int(sizes[rank - 1])
    }


def shared_voxels(ranking: Ranking, layers: Sequence[NDArray[np.int64]]) -> Iterator[tuple[int, int, int]]:
    """Rank, layer and number of the voxels that regions share with layers; a voxel in several layers counts for the last one."""
    if not any(layer.size for layer in layers):
        return
    flat, owner = _owners(layers)
    labelled = ranking.labelled
    kept = np.flatnonzero(labelled.rank)
    row_start = labelled.row_start.astype(np.int64)
    rows = np.repeat(np.arange(row_start.size - 1), row_start[1:] - row_start[:-1])
    begin = rows[kept] * ranking.shape[2]
    first = np.searchsorted(flat, begin + labelled.start[kept])
    count = np.searchsorted(flat, begin + labelled.end[kept]) - first
    touched = np.flatnonzero(count)
    first, count = first[touched], count[touched]
    before = np.cumsum(count) - count
    at = np.repeat(first - before, count) + np.arange(int(count.sum()))
    ranks = np.repeat(labelled.rank[kept[touched]].astype(np.int64), count)
    pairs, voxels = np.unique(ranks * len(layers) + owner[at], return_counts=True)
    for pair, number in zip(pairs.tolist(), voxels.tolist(), strict=True):
        yield pair // len(layers), pair % len(layers), number


def withdrawn_voxels(
    areas: Iterable[Area], withdrawing: tuple[str, ...] = ("open", "unsure")
) -> NDArray[np.int64]:
    """Flat indices, rising, of voxels on which the last word is one of these verdicts, whatever was said before."""
    ordered = sorted(areas, key=_time)
    if not ordered:
        return np.empty(0, np.int64)
    flat, owner = _owners([area.voxels for area in ordered])
    is_withdrawn = np.array([area.verdict in withdrawing for area in ordered])
    withdrawn: NDArray[np.int64] = flat[is_withdrawn[owner]]
    return withdrawn


def last_words(areas: Iterable[Area]) -> set[str]:
    """Regions that have the last word on a voxel at least."""
    ordered = sorted(areas, key=_time)
    if not ordered:
        return set()
    _flat, owner = _owners([area.voxels for area in ordered])
    return {ordered[number].region for number in np.unique(owner).tolist()}


def _time(area: Area) -> tuple[str, str]:
    return area.time, area.region


def _owners(layers: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All voxels of the layers, rising, with the last layer that each lies in."""
    flat = np.concatenate(layers)
    owner = np.repeat(np.arange(len(layers)), [layer.size for layer in layers])
    order = np.argsort(flat, kind="stable")
    flat, owner = flat[order], owner[order]
    is_last = np.append(flat[1:] != flat[:-1], True)
    return flat[is_last], owner[is_last]
