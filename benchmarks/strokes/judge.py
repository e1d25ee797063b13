"""Strokes for each error of a volume, and what a tool's answers are worth, by the yardstick's definitions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from volumes import Volume
from yardstick import yardstick

Flat = NDArray[np.int64]
"""Flat C-order voxel indices."""


@dataclass(frozen=True)
class Stroke:
    """One line a person draws.

    Attributes
    ----------
    error : int
        Index of the error it is meant for.
    kind : str
        break, missed, merge or spurious.
    mode : str
        add or remove.
    points : (N, 3) int64
        Voxels (z, y, x) in their order.
    """

    error: int
    kind: str
    mode: str
    points: NDArray[np.int64]


@dataclass(frozen=True)
class Verdict:
    """What one answer did: voxels that are right now, wrong ones beyond the rim, and whether the error is repaired."""

    is_repaired: bool
    right: int
    wrong: int


class Judge:
    """A volume's errors, one stroke for each, and the verdict on a change."""

    def __init__(self, volume: Volume, shared: Path) -> None:
        self.volume = volume
        self._core = yardstick(shared, "core")
        self._rules = yardstick(shared, "strokes")
        self._case = self._rules.Case(volume.segmentation, volume.truth, volume.aspect)
        line = self._core.skeleton(volume.truth)
        self._paths = [self._rules.centre_line(e, volume.segmentation, line) for e in self._case.errs]
        self._at_start = self._topological(volume.segmentation)
        self.errors_at_start = _count(self._at_start)

    def strokes(self, jitter: int) -> list[Stroke]:
        """One stroke per error; the same each time."""
        shape = self.volume.truth.shape
        return [
            Stroke(
                number,
                self._rules.GROUP[error["kind"]],
                "add" if error["fn"] else "remove",
                self._rules.stroke(path, jitter, np.random.default_rng(1000 * number + jitter), shape),
            )
            for number, (error, path) in enumerate(zip(self._case.errs, self._paths, strict=True))
        ]

    def painted(self, stroke: Stroke) -> Flat:
        """What the perfect painter changes: the voxels of the error."""
        error = self._case.errs[stroke.error]
        corner = [side.start for side in error["box"]]
        at = (np.argwhere(error["err"]) + corner).T
        return np.asarray(np.ravel_multi_index(tuple(at), self.volume.truth.shape), np.int64)

    def verdict(self, stroke: Stroke, changed: Flat) -> Verdict:
        """Whether an error is repaired when these voxels, and no others, change."""
        before = self.volume.segmentation
        after = before.copy()
        after.ravel()[changed] = stroke.mode == "add"
        flip = self._rules.difference(before, after)
        right, wrong, _ = self._case.net(flip, before)
        is_repaired = self._case.resolved(self._case.errs[stroke.error], after)
        return Verdict(bool(is_repaired and 0 < right >= wrong), right, wrong)

    def left(self, answers: list[tuple[Stroke, Flat]]) -> tuple[int, int]:
        """Errors counted anew after all strokes, and those among them that share no voxel with an error of the start."""
        after = self.volume.segmentation.copy()
        for mode in ("add", "remove"):
            for stroke, changed in answers:
                if stroke.mode == mode:
                    after.ravel()[changed] = mode == "add"
        errors = self._topological(after)
        fresh = np.setdiff1d(errors, errors[self._at_start > 0])
        return _count(errors), _count(fresh)

    def _topological(self, segmentation: NDArray[np.bool_]) -> NDArray[Any]:
        """(Z, Y, X): number of the topological error that a voxel belongs to, or 0."""
        table, volume = self._core.errors(segmentation, self.volume.truth, self.volume.aspect)
        is_topological = np.append(False, self._core.is_topo(table))
        return np.where(is_topological[volume], volume, 0)


def _count(errors: NDArray[Any]) -> int:
    return len(np.unique(errors[errors > 0]))
