"""Which regions a new prediction brought, and which it brought back. Same rule as `src/core/marks.ts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from voxproof._carrying import shared_voxels
from voxproof._stretches import flat_of, pairs_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from numpy.typing import NDArray

    from voxproof._journal import Journal
    from voxproof.regions import Ranking

Mark = Literal["", "new", "returning"]
"""``new``: less than half of the region lay in the list before the prediction. ``returning``: at least half of it was settled then, but is
not any more, since the prediction contradicts what the person left."""


@dataclass(frozen=True, eq=False)
class Before:
    """What there was when a generation began with a new prediction, as pairs ``(offset, length)``, uint32.

    Attributes
    ----------
    listed, settled : (n, 2) uint32
        All regions of the list, and all that was settled.
    """

    listed: NDArray[np.uint32]
    settled: NDArray[np.uint32]

    @classmethod
    def of(cls, listed: NDArray[np.int64], settled: NDArray[np.int64], size_x: int) -> Before:
        """Of flat indices, rising."""
        return cls(pairs_of(listed, size_x), pairs_of(settled, size_x))

    @classmethod
    def kept_by(cls, journal: Journal, generation: int) -> Before | None:
        """What a journal keeps for a generation; None for the first one."""
        parts = [data for kind in ("listed", "settled") for data in journal.parts(generation, kind)]
        if len(parts) != 2:
            return None
        return cls(*(np.frombuffer(data, "<u4").astype(np.uint32).reshape(-1, 2) for data in parts))

    def parts(self) -> Iterator[tuple[str, int, bytes]]:
        """Parts ``(kind, number, data)`` for `Journal.commit_generation`."""
        yield "listed", 0, self.listed.astype("<u4").tobytes()
        yield "settled", 0, self.settled.astype("<u4").tobytes()


def marks_of(ranking: Ranking, before: Before | None, settled: Container[str]) -> list[Mark]:
    """The mark of each region in rank order; `settled` holds the ids of those that have a verdict. Empty ones in the first generation."""
    if before is None:
        return [""] * len(ranking)
    listed, was_settled = (_shared(ranking, flat_of(pairs)) for pairs in (before.listed, before.settled))
    sizes = ranking.labelled.voxels.astype(np.int64)
    marks: list[Mark] = []
    for region, is_back, is_new in zip(
        ranking.ids, (2 * was_settled >= sizes).tolist(), (2 * listed < sizes).tolist(), strict=True
    ):
        marks.append("returning" if is_back and region not in settled else "new" if is_new else "")
    return marks


def _shared(ranking: Ranking, flat: NDArray[np.int64]) -> NDArray[np.int64]:
    shared = np.zeros(len(ranking), np.int64)
    for rank, _layer, voxels in shared_voxels(ranking, [flat]):
        shared[rank - 1] = voxels
    return shared
