"""What users pass to a curator, checked once: nothing is transposed, narrowed or copied silently."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._arrays import (
    check_labels,
    kind,
    materialised,
    readable,
    shared_memory,
    to_numpy,
)
from voxproof._checks import brief, check_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

_JOURNAL_EXPECTED = 'expected a file or folder, "new", "memory", or None for .voxproof/NAME.sqlite.'
_MOST_WORK = 100_000
"""Steps of looking for a voxel that two arrays share."""


def check_segmentation(segmentation: Any, *, copy: bool) -> NDArray[Any]:
    """The array that is edited: the very memory the user passed, or a copy when asked for.

    Parameters
    ----------
    segmentation : (Z, Y, X) array of integers or booleans
        Writable, any strides and byte order; a CPU torch tensor shares its memory. With `copy`, anything that turns into such an array.
    copy : bool
        Whether a copy (C order, same dtype and byte order) is to be edited.

    Raises
    ------
    TypeError, ValueError
        With what was found, what was expected and what to do.
    """
    array = shared_memory("segmentation", segmentation)
    if array is None:
        if not copy:
            raise TypeError(
                f"segmentation: found {kind(segmentation)}, expected a NumPy array, which is edited in place. "
                f"{to_numpy(segmentation)}; or pass copy=True to edit a copy, which is curator.segmentation then."
            )
        read = materialised if hasattr(segmentation, "__array__") else readable
        array = read("segmentation", segmentation)
    check_labels("segmentation", array)
    if copy:
        return np.array(array, order="C", subok=False)
    if not array.flags.writeable:
        raise ValueError(
            "segmentation: found a read-only array, expected one that can be edited in place. Pass copy=True (the corrected array "
            'is curator.segmentation then), or open it writable, for a memory map with mode "r+".'
        )
    if any(step == 0 and size > 1 for step, size in zip(array.strides, array.shape, strict=True)):
        raise ValueError(
            "segmentation: found an array whose voxels share memory (strides of 0), expected each voxel to have its own. Pass copy=True."
        )
    return array


def check_same_grid(new: NDArray[Any], old: NDArray[Any]) -> None:
    """ValueError unless a segmentation has the shape and dtype of the one before it."""
    for what, found, expected, remedy in (
        ("shape", new.shape, old.shape, "Make another Curator for it"),
        ("dtype", native(new), native(old), f"Use segmentation.astype(np.{native(old)})"),
    ):
        if found != expected:
            raise ValueError(
                f"segmentation: found {what} {found}, expected {expected}, that of this session. {remedy}."
            )


def check_apart(segmentation: NDArray[Any], **others: Any) -> None:
    """ValueError when one of the others lies in the segmentation's memory, so that painting would change it too."""
    for name, other in others.items():
        if isinstance(other, np.ndarray) and _overlap(segmentation, other):
            raise ValueError(
                f"{name}: found the very memory of the segmentation, which painting would change with it, expected an array of its own. "
                f"Pass {name}=array.copy()."
            )


def _overlap(one: NDArray[Any], other: NDArray[Any]) -> bool:
    if not np.may_share_memory(one, other):
        return False
    try:
        return np.shares_memory(one, other, max_work=_MOST_WORK)  # type: ignore[arg-type]  # the stubs know -1 and 0
    except np.exceptions.TooHardError:
        return False


def native(array: NDArray[Any]) -> str:
    """Name of an array's dtype, whatever its byte order."""
    return array.dtype.newbyteorder("=").name


def check_journal(journal: Any) -> str | Path | None:
    """Where the journal is to be: a text or path that can be one, or None."""
    if not (journal is None or isinstance(journal, str | Path)):
        raise TypeError(f"journal: found {brief(journal)}, {_JOURNAL_EXPECTED}")
    if isinstance(journal, str) and not journal.strip():
        raise ValueError(f"journal: found {brief(journal)}, {_JOURNAL_EXPECTED}")
    if "\0" in check_text("journal", str(journal)):
        raise ValueError(f"journal: found {brief(journal)}, expected a path, which holds no null character.")
    return journal


def check_name(name: Any) -> str | None:
    """What the session is called; None lets the content name it."""
    if name is None:
        return None
    if not isinstance(name, str) or not name.strip() or "\0" in name:
        raise ValueError(f'name: found {brief(name)}, expected a text such as "mouse-07", or None.')
    return check_text("name", name).strip()
