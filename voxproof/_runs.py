"""Run-length rows: which voxels of a box change, from which label to which."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof._labels import LabelTable

_PIECE_VOXELS = 1 << 20
_MOST_BOX = 2**32 - 1


@dataclass(frozen=True, eq=False)
class Runs:
    """Stretches of voxels along x inside a box, in scan order, not overlapping, none crossing the end of a box row.

    Attributes
    ----------
    offset, length : (n,) uint32
        Flat C-order offset of the first voxel inside the box, and voxels.
    before, after : (n,) array of the segmentation's dtype, native byte order
        Labels (not indices) before and after; they differ.
    """

    offset: NDArray[np.uint32]
    length: NDArray[np.uint32]
    before: NDArray[Any]
    after: NDArray[Any]

    def __len__(self) -> int:
        return int(self.offset.size)

    def __getitem__(self, part: slice) -> Runs:
        return Runs(self.offset[part], self.length[part], self.before[part], self.after[part])

    @property
    def voxels(self) -> int:
        """Number of voxels that change."""
        return int(self.length.sum(dtype=np.int64))

    def inverse(self) -> Runs:
        """The same stretches with before and after exchanged."""
        return Runs(self.offset, self.length, self.after, self.before)

    def offsets(self) -> NDArray[np.int64]:
        """Flat offset inside the box of every voxel, rising."""
        length = self.length.astype(np.int64)
        skipped = np.cumsum(length) - length
        return np.repeat(self.offset - skipped, length) + np.arange(int(length.sum()))

    def pieces(self) -> Iterator[Runs]:
        """Parts of about a million voxels, so that what is done voxel by voxel needs little memory."""
        if self.voxels <= _PIECE_VOXELS:
            yield self
            return
        ends = np.cumsum(self.length, dtype=np.int64)
        first = 0
        while first < len(self):
            done = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, done + _PIECE_VOXELS, side="right")))
            yield self[first:last]
            first = last

    def to_wire(self, table: LabelTable) -> NDArray[np.uint32]:
        """Rows ``(offset, length, before, after)`` with indices into the label table."""
        before, after = table.indices_of(self.before), table.indices_of(self.after)
        return np.stack([self.offset, self.length, before, after], axis=1).astype(np.uint32)

    @classmethod
    def from_wire(cls, rows: NDArray[np.uint32], table: LabelTable) -> Runs:
        """The reverse of `to_wire`. IndexError for an index that the table does not hold."""
        offset, length, before, after = (np.ascontiguousarray(column) for column in rows.T)
        return cls(offset, length, table.ids_of(before), table.ids_of(after))

    def pack(self) -> bytes:
        """The runs as compressed bytes, little-endian: what the journal keeps."""
        columns = (
            np.diff(self.offset, prepend=np.uint32(0)).astype("<u4"),
            self.length.astype("<u4"),
            self.before.astype(self.before.dtype.newbyteorder("<")),
            self.after.astype(self.after.dtype.newbyteorder("<")),
        )
        return struct.pack("<I", len(self)) + zlib.compress(b"".join(c.tobytes() for c in columns), 6)

    @classmethod
    def unpack(cls, data: bytes, dtype: np.dtype[Any]) -> Runs:
        """Runs that `pack` packed; `dtype` is that of the labels. ValueError when the bytes do not fit it."""
        (count,) = struct.unpack_from("<I", data)
        raw = zlib.decompress(data[4:])
        label = dtype.newbyteorder("<")
        sizes = [4 * count, 4 * count, label.itemsize * count, label.itemsize * count]
        if len(raw) != sum(sizes):
            raise ValueError(f"runs: found {len(raw)} bytes, expected {sum(sizes)} for {count} rows.")
        ends = np.cumsum(sizes)
        kinds: Sequence[np.dtype[Any]] = (np.dtype("<u4"), np.dtype("<u4"), label, label)
        delta, length, before, after = (
            np.frombuffer(raw[end - size : end], kind)
            for end, size, kind in zip(ends.tolist(), sizes, kinds, strict=True)
        )
        native = dtype.newbyteorder("=")
        offset = np.cumsum(delta, dtype=np.uint32)
        return cls(offset, length.astype(np.uint32), before.astype(native), after.astype(native))


@dataclass(frozen=True, eq=False)
class Change:
    """Runs with the box they lie in."""

    box: Box
    runs: Runs

    def inverse(self) -> Change:
        """The change back."""
        return Change(self.box, self.runs.inverse())


@dataclass(frozen=True, eq=False)
class Stretches:
    """Runs in coordinates of the volume, in scan order; ``start`` is the flat C-order index of the first voxel."""

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    before: NDArray[Any]
    after: NDArray[Any]


def stretches(
    voxels: NDArray[np.int64], before: NDArray[Any], after: NDArray[Any], row_length: int
) -> Stretches:
    """Runs of voxels given one by one: flat indices, rising, and labels before and after."""
    heads = np.ones(voxels.size, np.bool_)
    heads[1:] = (
        (np.diff(voxels) != 1)
        | (voxels[1:] % row_length == 0)
        | (before[1:] != before[:-1])
        | (after[1:] != after[:-1])
    )
    first = np.flatnonzero(heads)
    return Stretches(
        voxels[first],
        np.diff(first, append=voxels.size),
        before[first].astype(before.dtype.newbyteorder("=")),
        after[first].astype(after.dtype.newbyteorder("=")),
    )


def difference(before: NDArray[Any], after: NDArray[Any], box: Box, shape: tuple[int, int, int]) -> Stretches:
    """Runs in which two blocks of one box of a volume differ."""
    z, y, x = np.nonzero(before != after)
    voxels = ((z + box[0]) * shape[1] + (y + box[2])) * shape[2] + (x + box[4])
    return stretches(voxels, before[z, y, x], after[z, y, x], shape[2])


def collect(parts: Sequence[Stretches], shape: tuple[int, int, int]) -> Change | None:
    """The change, in its tightest box, of runs that follow each other in scan order; None when there are none.

    Raises
    ------
    OverflowError
        When that box has more than ``2**32 - 1`` voxels.
    """
    if not parts:
        return None
    start, length, before, after = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("start", "length", "before", "after")
    )
    if start.size == 0:
        return None
    z, y, x = np.unravel_index(start, shape)
    box: Box = (
        int(z.min()),
        int(z.max()) + 1,
        int(y.min()),
        int(y.max()) + 1,
        int(x.min()),
        int((x + length).max()),
    )
    if _box.volume(box) > _MOST_BOX:
        raise OverflowError(
            f"edit: found changes spread over a box of {_box.volume(box)} voxels, expected at most {_MOST_BOX}. "
            "Apply them in parts, for example slab by slab."
        )
    _, sy, sx = _box.box_shape(box)
    offset = ((z - box[0]) * sy + (y - box[2])) * sx + (x - box[4])
    return Change(box, Runs(offset.astype(np.uint32), length.astype(np.uint32), before, after))


def positions(runs: Runs, box: Box) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Volume coordinates ``(z, y, x)`` of every voxel of the runs."""
    z, y, x = np.unravel_index(runs.offsets(), _box.box_shape(box))
    return z + box[0], y + box[2], x + box[4]


def flat_positions(change: Change, shape: tuple[int, int, int]) -> NDArray[np.int64]:
    """Flat C-order index in the volume of every voxel of a change, rising."""
    z0, _, y0, _, x0, _ = change.box
    _, columns, width = _box.box_shape(change.box)
    row, x = np.divmod(change.runs.offset.astype(np.int64), width)
    z, y = np.divmod(row, columns)
    start = ((z + z0) * shape[1] + y + y0) * shape[2] + x + x0
    length = change.runs.length.astype(np.int64)
    skipped = np.cumsum(length) - length
    return np.repeat(start - skipped, length) + np.arange(int(length.sum()))


def holds(array: NDArray[Any], change: Change) -> bool:
    """Whether the array holds `before` everywhere the change is going to write."""
    return all(
        bool((target[here] == np.repeat(part.before, part.length)).all())
        for part, target, here in _reach(array, change)
    )


def write(array: NDArray[Any], change: Change) -> None:
    """Write `after` into the array, in place, whatever its strides and byte order."""
    for part, target, here in _reach(array, change):
        target[here] = np.repeat(part.after, part.length)


def follow(array: NDArray[Any], change: Change) -> bool:
    """Write `after` into the array; whether it held `before` everywhere there."""
    did_hold = True
    for part, target, here in _reach(array, change):
        did_hold &= bool((target[here] == np.repeat(part.before, part.length)).all())
        target[here] = np.repeat(part.after, part.length)
    return did_hold


def _reach(array: NDArray[Any], change: Change) -> Iterator[tuple[Runs, NDArray[Any], Any]]:
    """Parts of a change, each with the memory it changes and the index of its voxels in that."""
    is_flat = array.flags.c_contiguous
    target = array.reshape(-1) if is_flat else array
    for part in change.runs.pieces():
        piece = Change(change.box, part)
        yield part, target, flat_positions(piece, array.shape) if is_flat else positions(part, change.box)


def wrong_rows(rows: NDArray[np.uint32], box: Box) -> str | None:
    """What is wrong with the rows of an edit as it came over the wire, or None."""
    if rows.ndim != 2 or rows.shape[1] != 4 or rows.dtype != np.uint32:
        return f"found runs of {rows.dtype} with shape {rows.shape}, expected uint32 of (n, 4)"
    if rows.shape[0] == 0:
        return "found an edit without runs, expected at least one"
    start, count = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
    columns = box[5] - box[4]
    if (count == 0).any():
        return "found a run of no voxels, expected at least one in each"
    if int((start + count).max()) > _box.volume(box):
        return "found runs that leave their box"
    if (start[1:] < (start + count)[:-1]).any():
        return "found runs out of order or overlapping, expected scan order"
    if (start % columns + count > columns).any():
        return "found a run across the end of a row, expected one run for each row"
    if (rows[:, 2] == rows[:, 3]).any():
        return "found a run whose label does not change"
    return None
