"""Edits: one reversible change of the segmentation, as a user writes it and as it travels."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from numbers import Number
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._arrays import readable
from voxproof._checks import brief, check_text, is_whole
from voxproof._events import Refused
from voxproof._labels import label_range
from voxproof._runs import Change, Runs, collect, difference, wrong_rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from voxproof._box import Box, Shape
    from voxproof._labels import LabelTable

_BOX = "(z0, z1, y0, y1, x0, x1)"


@dataclass(frozen=True, eq=False)
class Edit:
    """What a box of the segmentation is to hold: the argument of ``curator.apply``.

    Parameters
    ----------
    box : tuple of six int, or of up to three slices
        Half-open ``(z0, z1, y0, y1, x0, x1)`` in voxels, inside the volume; or slices as NumPy reads them (step 1).
    voxels : (z1 - z0, y1 - y0, x1 - x0) array_like of integers or booleans, or a number
        Label ids after the edit. Borrowed until it is applied. Voxels that hold their label already are not part of the edit.
    tool : str
        What made it; shown in the history.
    region : str or int, optional
        Id or rank of the region it belongs to.

    Examples
    --------
    >>> import numpy as np
    >>> Edit((4, 5, 10, 12, 3, 6), np.full((1, 2, 3), 7)).tool
    'call'
    """

    box: tuple[int, int, int, int, int, int] | tuple[slice | int, ...]
    voxels: ArrayLike
    tool: str = field(default="call", kw_only=True)
    region: str | int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        check_text("tool", self.tool)


@dataclass(frozen=True, eq=False)
class EditRecord:
    """An edit as it travels between browser and kernel.

    Attributes
    ----------
    id : str
        Unique; an edit is applied once, however often it comes.
    tool, region : str, str or None
        What made it; the id of the region that was selected when it began.
    box : tuple of six int
        Half-open ``(z0, z1, y0, y1, x0, x1)``.
    runs : (n, 4) uint32
        ``(offset, length, before, after)``: flat C-order offset inside the box, voxels, label index before and after. Sorted, not
        overlapping, none crossing the end of a box row, ``before != after``.
    voxels : int
        Number of voxels that change.
    time : int
        Milliseconds since 1970, UTC, when it was made.
    """

    id: str
    tool: str
    region: str | None
    box: Box
    runs: NDArray[np.uint32]
    voxels: int
    time: int


def new_id() -> str:
    """An id for an edit that is made here."""
    return uuid.uuid4().hex


def now_ms() -> int:
    """The present in milliseconds since 1970, UTC."""
    return int(datetime.now(UTC).timestamp() * 1000)


def iso_time(time_ms: int) -> str:
    """ISO 8601 of milliseconds since 1970, UTC."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds")


def change_of_record(record: EditRecord, shape: Shape, table: LabelTable) -> Change:
    """The change of a record, checked but for what the array holds. Refused with "bounds" or "label"."""
    if not _box.inside(record.box, shape):
        raise Refused(
            "bounds",
            f"edit: found box {list(record.box)}, expected one with voxels inside a volume of {list(shape)}.",
        )
    wrong = wrong_rows(record.runs, record.box)
    if wrong is not None:
        raise Refused("bounds", f"edit: {wrong}.", record.box)
    largest = int(record.runs[:, 2:].max())
    if largest >= len(table):
        raise Refused(
            "label",
            f"edit: found label index {largest}, expected one below {len(table)}. Add the label first.",
            record.box,
        )
    return Change(record.box, Runs.from_wire(record.runs, table))


def is_repeat(rows: NDArray[np.uint32], kept: Runs, table: LabelTable) -> bool:
    """Whether rows of a record say what runs say. An index beyond the table may be any label that the table lacks: it has changed since."""
    columns = (kept.offset, kept.length, table.indices_of(kept.before), table.indices_of(kept.after))
    if len(rows) != len(kept) or any((rows[:, i] != columns[i]).any() for i in range(2)):
        return False
    lacks = [(rows[:, i] >= len(table)) & (columns[i] == table.capacity) for i in (2, 3)]
    return all(bool(((rows[:, i] == columns[i]) | lacks[i - 2]).all()) for i in (2, 3))


def change_of_edit(edit: Edit, array: NDArray[Any]) -> Change | None:
    """The change that an edit means for an array now, or None when it holds all of it already.

    Raises
    ------
    Refused
        Code "bounds" for a box that is not inside, "label" for labels that the array's dtype cannot hold.
    TypeError, ValueError
        For voxels that are not labels of the box's shape.
    """
    shape: Shape = array.shape
    box = _read_box(edit.box, shape)
    here = array[_box.slices(box)]
    after = _labels_after(edit.voxels, here.shape, array.dtype)
    return collect([difference(here, after, box, shape)], shape)


def _read_box(box: Any, shape: Shape) -> Box:
    if isinstance(box, tuple | list) and len(box) == 6:
        if not all(is_whole(edge) for edge in box):
            raise TypeError(f"box: found {brief(box)}, expected whole numbers {_BOX}.")
        z0, z1, y0, y1, x0, x1 = (int(edge) for edge in box)
        read = (z0, z1, y0, y1, x0, x1)
    elif isinstance(box, tuple | slice):
        read = _box.from_slices(box, shape, "box")
    else:
        raise TypeError(f"box: found {brief(box)}, expected six whole numbers {_BOX}, or slices.")
    if not _box.inside(read, shape):
        raise Refused(
            "bounds",
            f"edit: found box {list(read)}, expected a half-open {_BOX} with voxels inside {list(shape)}.",
        )
    return read


def _labels_after(voxels: ArrayLike, shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    is_number = isinstance(voxels, Number | np.generic)
    labels = np.asarray(voxels) if is_number else readable("voxels", voxels)
    if labels.dtype.kind not in "bui":
        raise TypeError(
            f"voxels: found dtype {labels.dtype}, expected label ids: integers or booleans. Convert them first."
        )
    if labels.ndim and labels.shape != shape:
        raise ValueError(
            f"voxels: found shape {labels.shape}, expected {shape}, that of the box, or a single number."
        )
    low, high = label_range(dtype)
    if labels.size and not (low <= int(labels.min()) and int(labels.max()) <= high):
        raise Refused(
            "label",
            f"edit: found labels from {labels.min()} to {labels.max()}, expected {low} to {high}, "
            f"the range of the segmentation's {dtype}. Choose another label, or start again with a wider dtype.",
        )
    return np.broadcast_to(labels, shape).astype(dtype.newbyteorder("="))
