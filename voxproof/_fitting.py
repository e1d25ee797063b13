"""How far the acts of a generation fit each other, and what it began with where that is known."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._history import History
from voxproof._matching import DAMAGE
from voxproof._runs import Change, Runs, positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof._rows import Act, SettledArea

_BYTE = np.dtype(np.uint8)


def count_fitting(
    acts: Sequence[Act],
    settled: Sequence[SettledArea],
    shape: Shape,
    dtype: np.dtype[Any],
    base: NDArray[Any] | None,
) -> int:
    """How many acts there are before the first that cannot be followed.

    Parameters
    ----------
    acts : sequence of Act
        Of one generation from its first on, with their runs.
    base : (Z, Y, X) array of the dtype, or None
        What it began with, which is changed here; None when nobody knows. Then an edit need only begin with what earlier ones wrote.
    """
    follower = _Follower(settled, shape, dtype, base)
    count = 0
    with contextlib.suppress(*DAMAGE):
        for act in acts:
            follower.follow(act)
            count += 1
    return count


class _Follower:
    def __init__(
        self, settled: Sequence[SettledArea], shape: Shape, dtype: np.dtype[Any], base: NDArray[Any] | None
    ) -> None:
        self._history = History(settled)
        self._changes: dict[int, Change] = {}
        self._shape, self._dtype = shape, dtype
        self._held = np.zeros(shape, dtype) if base is None else base
        self._is_known = np.full(shape, base is not None)

    def follow(self, act: Act) -> None:
        """Do what an act does. Raises what damage raises."""
        if act.kind in ("edit", "revert"):
            self._changes[act.seq] = self._change(act, self._dtype)
            _check(self._changes[act.seq].runs.voxels == act.voxels, "other voxels than it counts")
        elif act.kind == "verdict":
            self._change(act, _BYTE)
        elif act.kind == "label":
            int(act.note or "")
        done = len(self._history.steps)
        self._history.add(act)
        for entry, side in self._history.steps[done:]:
            change = self._changes[entry.seq]
            self._write(change if side == "after" else change.inverse())

    def _change(self, act: Act, dtype: np.dtype[Any]) -> Change:
        if act.box is None or act.runs is None or not _box.inside(act.box, self._shape):
            raise ValueError(f"act {act.seq} in {act.box}")
        return Change(act.box, Runs.unpack(act.runs, dtype))

    def _write(self, change: Change) -> None:
        for part in change.runs.pieces():
            here = positions(part, change.box)
            found, before = self._held[here], np.repeat(part.before, part.length)
            _check(
                bool((~self._is_known[here] | (found == before)).all()), "other labels than it begins with"
            )
            self._held[here] = np.repeat(part.after, part.length)
            self._is_known[here] = True


def _check(is_right: bool, found: str) -> None:
    if not is_right:
        raise ValueError(f"found {found}")
