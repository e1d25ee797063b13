"""A reviewer who works fast and at random: strokes, verdicts, undo and redo, reverts and new labels, each from one seeded generator."""

from __future__ import annotations

import uuid
from itertools import pairwise

import numpy as np
from crash_oracle import Act, Oracle

REGIONS = ("g0/plateau26/8235", "g0/plateau26/18773")
"""Ids of the doubtful regions of `small_volume`."""

_KINDS = ("edit", "verdict", "undo", "redo", "revert", "label")
_SHARES = (0.55, 0.12, 0.12, 0.07, 0.08, 0.06)
_VERDICTS = ("done", "correct", "unsure", "open")


class Reviewer:
    """Draws acts.

    Parameters
    ----------
    random : Generator
    """

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._next_label = 1000

    def act(self, seen: Oracle, labels: list[int]) -> Act:
        """The next act on what is seen, painting with labels that the table has."""
        kind = str(self._random.choice(_KINDS, p=_SHARES))
        return getattr(self, f"_{kind}")(seen, labels)

    def edit(self, seen: Oracle, labels: list[int]) -> Act:
        """A stroke over a few rows of voxels near each other."""
        z, y, x = (int(self._random.integers(size)) for size in seen.state.array.shape)
        depth, height = (int(self._random.integers(1, most)) for most in (3, 5))
        rows = [
            row
            for plane in range(z, min(z + depth, seen.state.array.shape[0]))
            for line in range(y, min(y + height, seen.state.array.shape[1]))
            for row in self._rows(seen.state.array, plane, line, x, labels)
        ]
        if not rows:
            return self.edit(seen, labels)
        region = REGIONS[int(self._random.integers(2))] if self._random.random() < 0.5 else None
        return Act("edit", self._id(), rows=tuple(rows), region=region)

    _edit = edit

    def _rows(self, array: np.ndarray, z: int, y: int, x: int, labels: list[int]) -> list[tuple[int, ...]]:
        """One row of voxels painted over, as stretches of equal labels before."""
        end = min(array.shape[2], x + int(self._random.integers(1, 12)))
        after = int(self._random.choice(labels))
        line = array[z, y, x:end]
        starts = [0, *(np.flatnonzero(line[1:] != line[:-1]) + 1).tolist(), len(line)]
        return [
            (z, y, x + start, stop - start, int(line[start]), after)
            for start, stop in pairwise(starts)
            if line[start] != after
        ]

    def _verdict(self, seen: Oracle, labels: list[int]) -> Act:
        region, verdict = REGIONS[int(self._random.integers(2))], str(self._random.choice(_VERDICTS))
        return Act("verdict", self._id(), region=region, verdict=verdict)

    def _undo(self, seen: Oracle, labels: list[int]) -> Act:
        return Act("undo", self._id())

    def _redo(self, seen: Oracle, labels: list[int]) -> Act:
        return Act("redo", self._id())

    def _revert(self, seen: Oracle, labels: list[int]) -> Act:
        """A revert of any edit, also of one that does not stand any more, or of all edits of a region."""
        edits = [act.id for act in seen.log if act.kind == "edit"]
        if not edits:
            return self.edit(seen, labels)
        if self._random.random() < 0.3:
            region = REGIONS[int(self._random.integers(2))]
            return Act("revert", self._id(), region=region)
        return Act("revert", self._id(), target=str(self._random.choice(edits)))

    def _label(self, seen: Oracle, labels: list[int]) -> Act:
        self._next_label += 1
        return Act("label", self._id(), label=self._next_label)

    def _id(self) -> str:
        return str(uuid.UUID(bytes=self._random.bytes(16)))
