"""What a revert is aimed at: an edit by id or by its row, or the edits of a region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voxproof._checks import brief, is_whole
from voxproof._events import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxproof._history import EditEntry
    from voxproof._store import Store


@dataclass(frozen=True)
class Aim:
    """Entries that stand, of one region; `seq` is the edit's number, None for all edits of the region."""

    targets: Sequence[EditEntry]
    seq: int | None


def aimed_at(target: Any, store: Store) -> Aim:
    """What stands of an edit or a region.

    Raises
    ------
    Refused
        Code "nothing" when nothing of it stands, "generation" when it is of an earlier one.
    KeyError, TypeError
        When there is no such edit or region, or `target` names neither.
    """
    if not is_whole(target) and not isinstance(target, str):
        # A row of a DataFrame whose index is the edits' ids.
        target = getattr(target, "name", None)
        if not isinstance(target, str):
            raise TypeError(
                f"revert: found {brief(target)}, expected the id of an edit, a row of curator.edits such as curator.edits.iloc[-1], "
                "or the id or rank of a region."
            )
        return _edit(target, store)
    if isinstance(target, str) and store.find_act(target) is not None:
        return _edit(target, store)
    return _region(target, store)


def _edit(edit_id: str, store: Store) -> Aim:
    act, entry = store.find_act(edit_id), store.history.find_edit(edit_id)
    if act is None or act.kind not in ("edit", "revert"):
        raise KeyError(
            f"revert: found {brief(edit_id)}, expected the id of an edit. They are in curator.edits."
        )
    if act.generation != store.generation:
        raise _of_another_generation(f"an edit of generation {act.generation}", store)
    if entry is None or not store.history.stands(entry):
        raise Refused(
            "nothing",
            f"revert: found the edit {edit_id} undone or reverted already, expected one that stands. See curator.edits.",
        )
    return Aim((entry,), entry.seq)


def _region(region: str | int, store: Store) -> Aim:
    standing = store.history.standing_in(region) if isinstance(region, str) else []
    if standing:
        return Aim(standing, None)
    if isinstance(region, str) and not region.startswith(f"g{store.generation}/") and "/" in region:
        raise _of_another_generation(f"the region {brief(region)}", store)
    name = store.listing.region_id(region)
    standing = store.history.standing_in(name)
    if not standing:
        raise Refused(
            "nothing",
            f"revert: found no edit of region {brief(region)} that stands, expected at least one. See curator.edits.",
        )
    return Aim(standing, None)


def _of_another_generation(found: str, store: Store) -> Refused:
    return Refused(
        "generation",
        f"revert: found {found}, expected one of generation {store.generation}. What came before a prediction cannot be reverted: "
        "edit the voxels themselves.",
    )
