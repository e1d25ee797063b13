"""The table of label ids: voxels travel as indices into it, so ids of any integer width survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._events import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

_WIDTHS = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.uint32))
_ROOM = {"uint8": 200, "uint16": 60_000, "uint32": 2**32 - 2}
"""A table that starts with more entries gets a wider index, so that labels can be added."""


class LabelTable:
    """Label ids of a segmentation; entry 0 is background (id 0). It only grows.

    Parameters
    ----------
    dtype : dtype
        Of the segmentation: integers or booleans.
    ids : iterable of int
        Labels in the order of their indices; 0 goes first whether it is among them or not.
    """

    def __init__(self, dtype: np.dtype[Any], ids: Iterable[int] = ()) -> None:
        self.dtype = dtype.newbyteorder("=")
        self._ids = [0, *(label for label in dict.fromkeys(int(i) for i in ids) if label != 0)]
        self._index_of = {label: i for i, label in enumerate(self._ids)}
        self.index_dtype: np.dtype[Any] = next(w for w in _WIDTHS if len(self._ids) <= _ROOM[w.name])
        self._make_tables()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, label: int) -> bool:
        return int(label) in self._index_of

    @property
    def ids(self) -> list[int]:
        """A copy of the label ids, in the order of their indices."""
        return list(self._ids)

    @property
    def capacity(self) -> int:
        """Entries that the index dtype can count; its largest number stands for "not in the table"."""
        return int(np.iinfo(self.index_dtype).max)

    def index(self, label: int) -> int:
        """Index of a label. KeyError when the table does not hold it."""
        return self._index_of[int(label)]

    def check(self, labels: Iterable[int]) -> list[int]:
        """The labels that `extend` would add, each once, rising.

        Raises
        ------
        Refused
            Code "label": one does not fit into the segmentation's dtype, or the index dtype cannot count them.
        """
        new = sorted({int(label) for label in labels} - self._index_of.keys())
        low, high = label_range(self.dtype)
        wrong = next((label for label in new if not low <= label <= high), None)
        if wrong is not None:
            raise Refused(
                "label",
                f"label: found {wrong}, expected {low} to {high}, the range of the segmentation's {self.dtype}. "
                "Choose another label, or start again with a wider dtype.",
            )
        if len(self) + len(new) > self.capacity:
            raise Refused(
                "label",
                f"label: found {len(self) + len(new)} labels, expected at most {self.capacity} in this generation. Write the new ones "
                "into curator.segmentation with your own code, then call curator.update(segmentation=curator.segmentation): the next "
                "generation has room for them.",
            )
        return new

    def extend(self, labels: Iterable[int]) -> list[int]:
        """Append the labels that are not there yet, and return them, rising. Raises as `check`, with nothing added."""
        new = self.check(labels)
        for label in new:
            self._index_of[label] = len(self._ids)
            self._ids.append(label)
        if new:
            self._make_tables()
        return new

    def add(self, label: int) -> int:
        """Append a label unless it is there; its index. Raises as `check`."""
        self.extend([label])
        return self._index_of[int(label)]

    def unknown(self, values: NDArray[Any]) -> list[int]:
        """Labels among the values that the table does not hold, rising."""
        return sorted({int(v) for v in distinct(values)} - self._index_of.keys())

    def indices_of(self, values: ArrayLike) -> NDArray[Any]:
        """Indices of an array of labels, a new C-order array of `index_dtype`.

        A label that the table does not hold gets `capacity`.
        """
        labels = np.asarray(values)
        if labels.dtype.kind not in "bui":
            raise TypeError(f"labels: found dtype {labels.dtype}, expected integers or booleans.")
        native = np.ascontiguousarray(labels, dtype=self.dtype)
        if self._direct is not None:
            return np.take(self._direct, native.view(np.dtype(f"u{self.dtype.itemsize}")))
        flat = native.reshape(-1)
        if flat.size == 0:
            return np.zeros(native.shape, self.index_dtype)
        starts = stretch_starts(flat)
        heads = flat[starts]
        place = np.minimum(np.searchsorted(self._sorted, heads), self._sorted.size - 1)
        found = np.where(self._sorted[place] == heads, self._order[place], self.capacity)
        lengths = np.diff(starts, append=flat.size)
        return np.repeat(found.astype(self.index_dtype), lengths).reshape(native.shape)

    def ids_of(self, indices: ArrayLike) -> NDArray[Any]:
        """Labels, in the segmentation's dtype (native byte order), of an array of indices.

        Raises
        ------
        IndexError
            When an index is beyond the table.
        """
        labels: NDArray[Any] = self._values[np.asarray(indices)]
        return labels

    def _make_tables(self) -> None:
        self._values = np.array(self._ids, self.dtype)
        self._order = np.argsort(self._values, kind="stable")
        self._sorted = self._values[self._order]
        self._direct: NDArray[Any] | None = None
        if self.dtype.itemsize <= 2:
            raw = np.dtype(f"u{self.dtype.itemsize}")
            self._direct = np.full(1 << 8 * raw.itemsize, self.capacity, self.index_dtype)
            self._direct[self._values.view(raw)] = np.arange(len(self._ids))


def label_range(dtype: np.dtype[Any]) -> tuple[int, int]:
    """Smallest and largest label of a dtype."""
    return (0, 1) if dtype.kind == "b" else (int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))


def stretch_starts(flat: NDArray[Any]) -> NDArray[np.int64]:
    """Where a new stretch of equal values begins in a flat array that is not empty."""
    return np.concatenate(([0], np.flatnonzero(flat[1:] != flat[:-1]) + 1))


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Distinct labels of an array of integers or booleans, rising, native byte order."""
    flat = values.reshape(-1)
    if flat.size == 0:
        return flat
    heads = flat[stretch_starts(flat)]
    heads = heads.astype(heads.dtype.newbyteorder("="), copy=False)
    if heads.dtype.itemsize > 2:
        return np.unique(heads)
    raw = np.dtype(f"u{heads.dtype.itemsize}")
    present = np.zeros(1 << 8 * raw.itemsize, np.bool_)
    present[heads.view(raw)] = True
    return np.sort(np.flatnonzero(present).astype(raw).view(heads.dtype))
