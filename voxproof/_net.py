"""What many changes come to: for each voxel that they touched, the label before the first and after the last of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._runs import flat_positions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from voxproof._box import Shape
    from voxproof._runs import Change

_MOST_KEPT = 1 << 22


@dataclass(frozen=True, eq=False)
class Net:
    """Voxels that were touched.

    Attributes
    ----------
    flat : (n,) int64
        C-order indices in the volume, rising, each once.
    before, after : (n,) array of the segmentation's dtype
    number : (n,) int64
        Of the change that wrote each last.
    """

    flat: NDArray[np.int64]
    before: NDArray[Any]
    after: NDArray[Any]
    number: NDArray[np.int64]

    @property
    def is_changed(self) -> NDArray[np.bool_]:
        """Where the label is another one than at first."""
        return np.asarray(self.before != self.after)

    def find(self, flat: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Place of each of some voxels, and whether it was touched at all; the place of others means nothing."""
        if self.flat.size == 0:
            return np.zeros(flat.size, np.int64), np.zeros(flat.size, np.bool_)
        place = np.minimum(np.searchsorted(self.flat, flat), self.flat.size - 1)
        return place, self.flat[place] == flat


def net_of(changes: Iterable[tuple[int, Change]], shape: Shape, dtype: np.dtype[Any]) -> Net:
    """What numbered changes, in order, come to. Memory: some numbers for each voxel touched, however often."""
    nothing = np.empty(0, np.int64)
    parts = [Net(nothing, nothing.astype(dtype), nothing.astype(dtype), nothing)]
    kept = 0
    for number, change in changes:
        flat = flat_positions(change, shape)
        before, after = (
            np.repeat(side, change.runs.length) for side in (change.runs.before, change.runs.after)
        )
        parts.append(Net(flat, before, after, np.full(flat.size, number)))
        kept += flat.size
        if kept > _MOST_KEPT + parts[0].flat.size:
            parts, kept = [_joined(parts)], 0
    return _joined(parts)


def _joined(parts: list[Net]) -> Net:
    flat = np.concatenate([part.flat for part in parts])
    order = np.argsort(flat, kind="stable")
    flat = flat[order]
    is_first = np.append(True, flat[1:] != flat[:-1])[: flat.size]
    first, last = order[is_first], order[np.append(is_first[1:], True)[: flat.size]]
    before, after, number = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("before", "after", "number")
    )
    return Net(flat[is_first], before[first], after[last], number[last])
