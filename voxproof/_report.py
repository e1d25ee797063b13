"""What a report of a session tells: totals, topology before and after, and each region that was looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._picture import change_picture, fullest_slice, picture
from voxproof.topology import Betti, betti

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof._session import Session

MOST_PICTURED = 300
"""Regions that get pictures; the others a row alone."""
_MARGIN = 16
"""Voxels around a region in its pictures."""
_MOST_COUNTED = 1 << 27
"""Voxels up to which pieces, loops and cavities are counted: beyond, it would take minutes and ten bytes a voxel."""
MOST_ACTS = 1_000_000
_PAUSE_S = 120
"""A gap between two acts that is longer counts as a pause."""


@dataclass(frozen=True)
class Entry:
    """A region that was judged or edited.

    Attributes
    ----------
    rank : int
    words : str
        Its reason.
    verdict, note, time : str
        Empty where there is none.
    voxels, edits, added, removed : int
        Of the region; edits of it that stand; voxels that the whole session added, removed or relabelled within its view.
    where : tuple of float
        Its centroid (z, y, x) in voxels.
    before, after : bytes
        Pictures, PNG; empty where there are too many.
    slice : int
        The z of the pictures.
    """

    rank: int
    words: str
    verdict: str
    note: str
    time: str
    voxels: int
    edits: int
    added: int
    removed: int
    where: tuple[float, float, float]
    before: bytes
    after: bytes
    slice: int


@dataclass(frozen=True)
class Totals:
    """What was done in the generation in hand; see `totals`."""

    name: str
    made: str
    shape: tuple[int, int, int]
    spacing: tuple[float, float, float] | None
    dtype: str
    generation: int
    mode: str
    regions: int
    verdicts: dict[str, int]
    edits: int
    tools: dict[str, int]
    added: int
    removed: int
    relabelled: int
    seconds: float
    topology: tuple[Betti, Betti] | None
    slice: int
    overview: bytes


@dataclass(frozen=True)
class Report:
    """What a page of a report shows; see `of`."""

    totals: Totals
    entries: tuple[Entry, ...]


def of(session: Session) -> Report:
    """A report of the generation in hand. Cost: two passes over the volume, and counting its topology up to 2²⁷ voxels."""
    regions = session.regions_frame()
    before, after = _both(session)
    seen = regions[((regions["verdict"] != "open") & ~regions["carried"]) | (regions["edits"] > 0)]
    entries = [
        _entry(session, row, before, after, is_pictured=number < MOST_PICTURED)
        for number, row in enumerate(seen.itertuples())
    ]
    return Report(_totals(session, before, after), tuple(entries))


def totals(session: Session) -> Totals:
    """What was done so far. Cost as of `of`, but for the regions."""
    return _totals(session, *_both(session))


def _both(session: Session) -> tuple[NDArray[Any], NDArray[Any]]:
    with session.lock:
        return session.original(), session.segmentation.copy()


def _totals(session: Session, before: NDArray[Any], after: NDArray[Any]) -> Totals:
    edits = session.edits_frame()
    edits = edits[edits["standing"] & (edits["generation"] == session.generation)]
    acts = session.acts_after(0, MOST_ACTS)
    changed = after != before
    z = fullest_slice(changed if changed.any() else after)
    whole: Box = (z, z + 1, 0, session.shape[1], 0, session.shape[2])
    return Totals(
        name=session.name,
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        shape=session.shape,
        spacing=session.spacing,
        dtype=session.segmentation.dtype.name,
        generation=session.generation,
        mode=session.parameters.mode,
        regions=len(session.ranking),
        verdicts=dict(Counter(verdict.verdict for verdict in session.verdicts.values())),
        edits=len(edits),
        tools=dict(Counter(edits["tool"]).most_common()),
        added=int(np.count_nonzero(changed & (before == 0))),
        removed=int(np.count_nonzero(changed & (after == 0))),
        relabelled=int(np.count_nonzero(changed & (before != 0) & (after != 0))),
        seconds=_active_seconds([act.time for act in acts]),
        topology=_topology(before, after),
        slice=z,
        overview=change_picture(session.drawn_slice(whole), before[z], after[z], _pixel(session)),
    )


def _topology(before: NDArray[Any], after: NDArray[Any]) -> tuple[Betti, Betti] | None:
    return None if before.size > _MOST_COUNTED else (betti(before != 0), betti(after != 0))


def _active_seconds(times: Sequence[int]) -> float:
    """Time between acts, in milliseconds since 1970, without pauses."""
    gaps = np.diff(np.sort(np.array(times, np.int64))) / 1000
    return float(gaps[gaps <= _PAUSE_S].sum())


def _entry(
    session: Session, row: Any, before: NDArray[Any], after: NDArray[Any], *, is_pictured: bool
) -> Entry:
    box = _box.dilate((row.z0, row.z1, row.y0, row.y1, row.x0, row.x1), _MARGIN, session.shape)
    old, new = before[_box.slices(box)], after[_box.slices(box)]
    changed = old != new
    z = int(changed.sum(axis=(1, 2)).argmax()) if changed.any() else round(row.z) - box[0]
    pictures = b"", b""
    if is_pictured:
        image = session.drawn_slice((box[0] + z, box[0] + z + 1, *box[2:]))
        pictures = (
            picture(image, old[z], _pixel(session)),
            change_picture(image, old[z], new[z], _pixel(session)),
        )
    return Entry(
        rank=int(row.rank),
        words=row.reason,
        verdict=row.verdict,
        note=row.note,
        time="" if row.verdict == "open" else row.time.strftime("%Y-%m-%d %H:%M:%S UTC"),
        voxels=int(row.voxels),
        edits=int(row.edits),
        added=int(np.count_nonzero(changed & (new != 0))),
        removed=int(np.count_nonzero(changed & (new == 0))),
        where=(row.z, row.y, row.x),
        before=pictures[0],
        after=pictures[1],
        slice=box[0] + z,
    )


def _pixel(session: Session) -> tuple[float, float]:
    return (1.0, 1.0) if session.spacing is None else session.spacing[1:]
