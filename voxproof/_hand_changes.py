"""What hands wrote in settled regions, brought into the next prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._matching import step_change
from voxproof._near import near
from voxproof._runs import Change, collect, flat_positions, stretches
from voxproof._settled import voxels_of
from voxproof._trust import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box, Shape
    from voxproof._history import EditEntry, History
    from voxproof._journal import Journal, SettledArea


def hand_changes(
    journal: Journal, history: History, areas: Sequence[SettledArea], after: NDArray[Any]
) -> dict[str, Change]:
    """For each settled area, by its source, the change that brings what hands wrote there last into the new array.

    A voxel belongs to the edit that wrote it last; one that was painted back to what it was is no change. An edit belongs to the
    region it was made in. Where nothing was said of that one, but it was one of other parameters than a settled area near which (2 voxels)
    at least half of the edit lies, the edit belongs to that area.
    """
    shape: Shape = after.shape
    sources = {area.source for area in areas}
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
        owner = entry.region if entry.region in sources else _area_around(entry, flat, history, areas, shape)
        names.append(owner if owner is not None and entry.tool != "code" else "")
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


def _area_around(
    entry: EditEntry,
    flat: NDArray[np.int64],
    history: History,
    areas: Sequence[SettledArea],
    shape: Shape,
) -> str | None:
    """The settled area of other parameters that an edit lies in or near; None when there is none, or something was said of its region."""
    if entry.region is None or history.said(entry.region) is not None:
        return None
    own = entry.region.rpartition("/")[0]
    best, most = None, 0
    for area in areas:
        is_other = area.source.rpartition("/")[0] != own
        if is_other and _box.overlap(_box.dilate(area.box, MARGIN, shape), entry.box):
            _own, box, near = near_voxels(area, shape)
            z, y, x = np.unravel_index(flat, shape)
            inside = (
                (z >= box[0]) & (z < box[1]) & (y >= box[2]) & (y < box[3]) & (x >= box[4]) & (x < box[5])
            )
            count = int(near[z[inside] - box[0], y[inside] - box[2], x[inside] - box[4]].sum())
            if count > most:
                best, most = area.source, count
    return best if 2 * most >= flat.size else None


def near_voxels(area: SettledArea, shape: Shape) -> tuple[NDArray[np.int64], Box, NDArray[np.bool_]]:
    """Flat indices of a region's own voxels; and a mask of those within 2 voxels of them (also diagonally), with its box."""
    own = voxels_of(area.box, area.rows, shape)
    box, _, mask = near(own, area.box, MARGIN, shape)
    return own, box, mask
