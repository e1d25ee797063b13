"""What a person has decided, as areas of voxels: whichever regions they were found as, they count for those of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from voxproof._carrying import Area, carry_verdicts
from voxproof._edits import iso_time
from voxproof._events import Verdict
from voxproof._history import verdict_name
from voxproof._matching import readable
from voxproof._runs import Change, Runs, collect, flat_positions, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape
    from voxproof._events import VerdictName
    from voxproof._history import History, Said
    from voxproof._journal import Journal, SettledArea
    from voxproof._listing import Listing


def voxels_of(box: Box, rows: bytes, shape: Shape) -> NDArray[np.int64]:
    """Flat indices, rising, of packed runs."""
    return flat_positions(Change(box, Runs.unpack(rows, np.dtype(np.uint8))), shape)


def packed_voxels(flat: NDArray[np.int64], shape: Shape) -> tuple[Box, bytes]:
    """Bounding box of some voxels, and their runs from 0 to 1 inside it, packed."""
    zeros = np.zeros(flat.size, np.uint8)
    change = collect([stretches(flat, zeros, zeros + 1, shape[2])], shape)
    assert change is not None
    return change.box, change.runs.pack()


class Settled:
    """Areas of one generation, and the verdicts that they carry over to the regions of a list.

    Parameters
    ----------
    journal, history : Journal, History
        Borrowed; followed as they change.
    shape : tuple of int
    """

    def __init__(self, journal: Journal, history: History, shape: Shape) -> None:
        self._journal = journal
        self._history = history
        self._shape = shape
        self._voxels: dict[int, NDArray[np.int64]] = {}
        self._carried: tuple[Listing, int, dict[str, Verdict]] | None = None

    def areas(self, but: str | None = None) -> Iterator[Area]:
        """Everything that was decided here or brought from before; not on regions whose ids begin with `but`."""
        history = self._history
        brought = {area.region: area for area in history.areas if area.region is not None}
        for region, said in history.all_said().items():
            if but is None or not region.startswith(but):
                verdict = history.verdict(region)
                voxels = self._voxels_of(said, brought.get(region))
                name: VerdictName | Literal["open"] = "open" if verdict is None else verdict.verdict
                yield Area(region, name, said.note, iso_time(said.time), voxels)
        for area in history.inherited_areas():
            voxels = voxels_of(area.box, area.rows, self._shape)
            yield Area(area.source, verdict_name(area.verdict), area.note, iso_time(area.time), voxels)

    def area_voxels(self, region: str) -> NDArray[np.int64] | None:
        """Voxels of a region that was judged, of other parameters too; None when nothing was said of it."""
        said = self._history.said(region)
        brought = [area for area in self._history.areas if region in (area.region, area.source)]
        if said is not None:
            return self._voxels_of(said, brought[0] if brought else None)
        return voxels_of(brought[0].box, brought[0].rows, self._shape) if brought else None

    def carried(self, listing: Listing) -> dict[str, Verdict]:
        """Verdicts that regions of a list take from areas, by region id: those of which nothing was said themselves."""
        kept = self._carried
        if kept is None or kept[:2] != (listing, self._history.version):
            kept = self._carried = (listing, self._history.version, self._carry(listing))
        return kept[2]

    def verdicts(self, listing: Listing) -> dict[str, Verdict]:
        """Verdicts of the regions of a list, given or carried; a new dict."""
        own = self._history.verdicts()
        ids = listing.ranking.ids
        return {region: own[region] for region in ids if region in own} | self.carried(listing)

    def _carry(self, listing: Listing) -> dict[str, Verdict]:
        areas = list(self.areas(but=listing.prefix))
        if not any(area.verdict != "open" for area in areas):
            return {}
        ids, said = listing.ranking.ids, self._history.all_said()
        carried = {ids[rank - 1]: area for rank, area in carry_verdicts(listing.ranking, areas).items()}
        return {
            region: Verdict(area.verdict, area.note, area.time, carried=True)
            for region, area in carried.items()
            if region not in said and area.verdict != "open"
        }

    def _voxels_of(self, said: Said, brought: SettledArea | None) -> NDArray[np.int64]:
        if said.seq == 0:
            assert brought is not None
            return voxels_of(brought.box, brought.rows, self._shape)
        if said.seq not in self._voxels:
            with readable(self._journal):
                self._voxels[said.seq] = voxels_of(said.box, self._journal.runs(said.seq), self._shape)
        return self._voxels[said.seq]
