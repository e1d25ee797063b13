"""From one generation to the next: which hand changes are kept, and which regions stay settled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._carrying import last_words, withdrawn_voxels
from voxproof._edits import new_id, now_ms
from voxproof._hand_changes import hand_changes, near_voxels
from voxproof._history import History
from voxproof._journal import Act, SettledArea
from voxproof._maps import pack_maps
from voxproof._marks import Before
from voxproof._runs import Change, flat_positions
from voxproof._settled import packed_voxels, voxels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof._journal import Generation, Journal
    from voxproof._listing import Listing
    from voxproof._settled import Settled
    from voxproof._shadow import Shadow
    from voxproof.regions import Ranking

COVERED = 0.5
"""Share of a new region's voxels that must lie near settled regions."""

AGREED = 0.9
"""Share of those voxels that must hold what the person left."""


@dataclass(frozen=True, eq=False)
class Successor:
    """A generation that is in the journal: its history, and the changes that its kept edits still have to make in the array."""

    history: History
    changes: Sequence[Change]
    before: Before


@dataclass(frozen=True, eq=False)
class Ended:
    """A generation that ends: its history, what was settled in it, its array, and the list that was shown."""

    history: History
    settled: Settled
    shadow: Shadow
    listing: Listing


def succeed(
    journal: Journal,
    old: Ended,
    new: Shadow,
    listing: Listing,
    row: Generation,
    *,
    ended_map: str | None,
    meta: dict[str, str],
) -> Successor:
    """Commit the next generation.

    Parameters
    ----------
    journal : Journal
    old : Ended
        The generation that ends; borrowed.
    new : Shadow
        Of the new array; borrowed.
    listing, row : Listing, Generation
        Of the generation that begins.
    ended_map : str or None
        Hash of the map of the generation that ends, where that was not noted yet.
    meta : dict
        Written with it.

    Raises
    ------
    Refused
        When the journal cannot be written; nothing has changed then.
    """
    before, after = old.shadow.dense(), new.dense()
    base = new.parts()
    areas = list(_settled_areas(journal, old, after.shape))
    kept: dict[str, Change] = {}
    if row.keep == "edits":
        kept = hand_changes(journal, old.history, areas, after)
        for change in kept.values():
            _write_flat(after, change)
    matched = _match_areas(areas, listing.ranking, before, after)
    region_of = {area.source: area.region for area in matched}
    acts = [_kept_act(change, row.number, region_of.get(source)) for source, change in kept.items()]
    parts = [("base", number, data) for number, data in enumerate(base)]
    marks = _before(old.listing, areas, after.shape)
    doubt = listing.doubt
    seqs = journal.commit_generation(
        row,
        head=old.shadow.content_hash(),
        ended_map=ended_map,
        meta=meta,
        parts=[*parts, *pack_maps(doubt.codes, doubt.likely), *marks.parts()],
        settled=matched,
        acts=acts,
    )
    numbered = (replace(act, seq=seq, runs=None) for act, seq in zip(acts, seqs, strict=True))
    return Successor(History.of_acts(numbered, matched), list(kept.values()), marks)


def _before(listing: Listing, areas: Sequence[SettledArea], shape: Shape) -> Before:
    """What the list showed and what was settled when the generation ended."""
    listed = np.flatnonzero(listing.ranking.labels())
    voxels = [voxels_of(area.box, area.rows, shape) for area in areas]
    settled = np.unique(np.concatenate([np.empty(0, np.int64), *voxels]))
    return Before.of(listed, settled, shape[2])


@dataclass
class _Tally:
    """What settled areas cover of one region of the new ranking."""

    covered: int = 0
    agreed: int = 0
    by_area: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def _settled_areas(journal: Journal, old: Ended, shape: Shape) -> Iterator[SettledArea]:
    """Regions settled as fixed or correct, here or before, without what was opened again or left unsure since.

    Those on all of whose voxels something was said later are left out.
    """
    words = list(old.settled.areas())
    withdrawn = withdrawn_voxels(words)
    last = last_words(words)
    for area in _all_settled_areas(journal, old.history):
        voxels = voxels_of(area.box, area.rows, shape)
        left = voxels[~np.isin(voxels, withdrawn)]
        if area.source not in last or left.size == 0:
            continue
        if left.size < voxels.size:
            box, rows = packed_voxels(left, shape)
            area = replace(area, box=box, rows=rows)
        yield area


def _all_settled_areas(journal: Journal, history: History) -> Iterator[SettledArea]:
    verdicts = history.verdicts()
    for region, said in history.settled_regions().items():
        verdict = verdicts[region].verdict
        if said.seq != 0 and verdict != "unsure":
            yield SettledArea(region, None, verdict, said.note, said.time, said.box, journal.runs(said.seq))
    for area in history.areas:
        if area.region is not None and history.is_brought(area.region):
            yield replace(area, source=area.region, region=None)
    for area in history.inherited_areas():
        yield replace(area, region=None)


def _match_areas(
    areas: Sequence[SettledArea], ranking: Ranking, before: NDArray[Any], after: NDArray[Any]
) -> list[SettledArea]:
    """The areas with the region of the new ranking that each settles; areas whose own voxels changed too much are left out."""
    shape = ranking.shape
    same = before == after
    ranks = ranking.labels()
    seen = np.zeros(shape, np.bool_)
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    kept: list[SettledArea] = []
    for area in areas:
        own, near_box, near = near_voxels(area, shape)
        if float(same.reshape(-1)[own].mean()) < AGREED:
            continue
        inside = _box.slices(near_box)
        block = ranks[inside]
        for rank, count in _counts(block[near]):
            tallies[rank].by_area[len(kept)] += count
        fresh = near & ~seen[inside]
        for rank, count in _counts(block[fresh]):
            tallies[rank].covered += count
        for rank, count in _counts(block[fresh & same[inside]]):
            tallies[rank].agreed += count
        seen[inside] |= near
        kept.append(replace(area, region=None))
    _assign(kept, tallies, ranking)
    return kept


def _assign(kept: list[SettledArea], tallies: dict[int, _Tally], ranking: Ranking) -> None:
    """Give each region that is covered and agrees to the area it shares most with; an area may settle several."""
    sizes = ranking.labelled.voxels
    ids = ranking.ids
    extra: list[SettledArea] = []
    for rank, tally in sorted(tallies.items()):
        if tally.covered < COVERED * sizes[rank - 1] or tally.agreed < AGREED * tally.covered:
            continue
        best = max(tally.by_area, key=lambda number: (tally.by_area[number], -number))
        area = replace(kept[best], region=ids[rank - 1])
        if kept[best].region is None:
            kept[best] = area
        else:
            extra.append(area)
    kept.extend(extra)


def _counts(ranks: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    values, counts = np.unique(ranks[ranks != 0], return_counts=True)
    return zip(values.tolist(), counts.tolist(), strict=True)


def _write_flat(array: NDArray[Any], change: Change) -> None:
    flat = flat_positions(change, array.shape)
    array.reshape(-1)[flat] = np.repeat(change.runs.after, change.runs.length)


def _kept_act(change: Change, generation: int, region: str | None) -> Act:
    return Act(
        "edit",
        now_ms(),
        id=new_id(),
        tool="kept",
        region=region,
        box=change.box,
        voxels=change.runs.voxels,
        runs=change.runs.pack(),
        generation=generation,
    )
