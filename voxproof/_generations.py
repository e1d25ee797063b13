"""From one generation to the next: which hand changes are kept, and which regions stay settled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._edits import new_id, now_ms
from voxproof._history import History
from voxproof._journal import Act, SettledArea
from voxproof._maps import pack_maps
from voxproof._matching import step_change
from voxproof._runs import Change, Runs, collect, flat_positions, stretches
from voxproof._trust import MARGIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape
    from voxproof._doubt import Doubt
    from voxproof._journal import Generation, Journal
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


def succeed(
    journal: Journal,
    history: History,
    old: Shadow,
    new: Shadow,
    doubt: Doubt,
    row: Generation,
    *,
    ended_map: str | None,
    meta: dict[str, str],
) -> Successor:
    """Commit the next generation.

    Parameters
    ----------
    journal, history, old : Journal, History, Shadow
        Of the generation that ends; borrowed.
    new : Shadow
        Of the new array; borrowed.
    doubt, row : Doubt, Generation
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
    before, after = old.dense(), new.dense()
    base = new.parts()
    areas = list(_settled_areas(journal, history))
    kept: dict[str, Change] = {}
    if row.keep == "edits":
        kept = _hand_changes(journal, history, {area.source for area in areas}, after)
        for change in kept.values():
            _write_flat(after, change)
    matched = _match_areas(areas, doubt.ranking, before, after)
    region_of = {area.source: area.region for area in matched}
    acts = [_kept_act(change, row.number, region_of.get(source)) for source, change in kept.items()]
    parts = [("base", number, data) for number, data in enumerate(base)]
    seqs = journal.commit_generation(
        row,
        head=old.content_hash(),
        ended_map=ended_map,
        meta=meta,
        parts=[*parts, *pack_maps(doubt.codes, doubt.likely)],
        settled=matched,
        acts=acts,
    )
    numbered = (replace(act, seq=seq, runs=None) for act, seq in zip(acts, seqs, strict=True))
    return Successor(History.of_acts(numbered, matched), list(kept.values()))


@dataclass
class _Tally:
    """What settled areas cover of one region of the new ranking."""

    covered: int = 0
    agreed: int = 0
    by_area: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def _settled_areas(journal: Journal, history: History) -> Iterator[SettledArea]:
    """Regions settled as fixed or correct, here or before."""
    regions = history.settled_regions()
    verdicts = history.verdicts()
    for region, said in regions.items():
        verdict = verdicts[region].verdict
        if said.seq != 0 and verdict != "unsure":
            yield SettledArea(region, None, verdict, said.note, said.time, said.box, journal.runs(said.seq))
    for area in history.areas:
        here = None if area.region is None else regions.get(area.region)
        if area.region is None or (here is not None and here.seq == 0):
            yield replace(area, source=area.region or area.source)


def _hand_changes(
    journal: Journal, history: History, settled: set[str], after: NDArray[Any]
) -> dict[str, Change]:
    """For each settled region, the change that brings what hands wrote there last into the new array.

    A voxel belongs to the edit that wrote it last; one that was painted back to what it was is no change.
    """
    shape: Shape = after.shape
    columns: list[tuple[NDArray[np.int64], NDArray[Any], NDArray[Any], NDArray[np.int64]]] = []
    names: list[str] = []
    for entry in history.standing_edits():
        change = step_change(journal, entry, "after", after.dtype)
        flat, length = flat_positions(change, shape), change.runs.length
        columns.append(
            (
                flat,
                np.repeat(change.runs.before, length),
                np.repeat(change.runs.after, length),
                np.full(flat.size, len(names)),
            )
        )
        names.append(entry.region if entry.region in settled and entry.tool != "code" else "")
    if not columns:
        return {}
    flat, was, value, writer = (np.concatenate(column) for column in zip(*columns, strict=True))
    order = np.argsort(flat, kind="stable")
    first = np.flatnonzero(np.diff(flat[order], prepend=-1))
    last = np.append(first[1:], order.size) - 1
    flat, was, value, writer = flat[order[first]], was[order[first]], value[order[last]], writer[order[last]]
    here = after.reshape(-1)[flat]
    needed = (was != value) & (here != value)
    changes: dict[str, Change] = {}
    owner = np.array(names)[writer]
    for name in dict.fromkeys(name for name in names if name):
        mine = needed & (owner == name)
        change_here = collect([stretches(flat[mine], here[mine], value[mine], shape[2])], shape)
        if change_here is not None:
            changes[name] = change_here
    return changes


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
        own, near_box, near = _near(area, shape)
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


def _near(area: SettledArea, shape: Shape) -> tuple[NDArray[np.int64], Box, NDArray[np.bool_]]:
    """Flat indices of a region's own voxels; and a mask of those within 2 voxels of them (also diagonally), with its box."""
    own = flat_positions(Change(area.box, Runs.unpack(area.rows, np.dtype(np.uint8))), shape)
    box = _box.dilate(area.box, MARGIN, shape)
    mask = np.zeros(_box.box_shape(box), np.bool_)
    z, y, x = np.unravel_index(own, shape)
    mask[z - box[0], y - box[2], x - box[4]] = True
    for axis in range(3):
        mask = _dilated(mask, axis)
    return own, box, mask


def _dilated(mask: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    wide = mask.copy()
    along, source = np.moveaxis(wide, axis, 0), np.moveaxis(mask, axis, 0)
    for step in range(1, MARGIN + 1):
        along[step:] |= source[:-step]
        along[:-step] |= source[step:]
    return wide


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
