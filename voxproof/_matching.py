"""Which state of a journal an array is: never a guess. Rules in docs/journal.md, "Opening"."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._events import Refused
from voxproof._history import History
from voxproof._journal import Generation, Journal
from voxproof._rows import Damaged
from voxproof._runs import Change, Runs, positions, write
from voxproof._shadow import Draft, Shadow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._history import EditEntry, Side

_NEW = 'pass journal="new" to start again (the old journal stays under a dated name)'
_FORWARD = "The array was an earlier state of this journal and was brought to the last one."
_MENDED = "The array lacked acts that the journal has, wholly or in part; they were written again."
DAMAGE: tuple[type[Exception], ...] = (
    sqlite3.Error,
    zlib.error,
    struct.error,
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    OverflowError,
)


class JournalMismatch(ValueError):
    """The array is no state of the journal that bears its name. Pass the array as it was, another ``name``, or ``journal="new"``."""


@dataclass(frozen=True, eq=False)
class Match:
    """The last generation of the journal, its history, what it began with, and the array's last state; None where it is in that already."""

    generation: Generation
    history: History
    base: Shadow
    head: Shadow | None
    message: str = ""


def match(journal: Journal, array: NDArray[Any], shadow: Shadow) -> Match | None:
    """Find the state of the journal that an array is in; None for a journal in which nothing was done.

    Raises
    ------
    JournalMismatch
        When the array is no such state.
    JournalError
        When the journal's edits do not fit each other.
    """
    if not journal.is_complete():
        raise Damaged(journal.path, "acts or generations are missing in it")
    generations = journal.generations()
    if not generations or (len(generations) == 1 and journal.count_acts() == 0):
        return None
    _check_grid(journal, array)
    last = generations[-1]
    history = History.of_acts(journal.acts(last.number), journal.settled(last.number))
    begun = shadow.content_hash()
    if begun == last.base:
        return Match(last, history, shadow, replayed(journal, history, shadow))
    is_begun = begun in {generation.base for generation in generations}
    if is_begun or begun in {generation.head for generation in generations}:
        base = stored_base(journal, last, shadow.shape, shadow.dtype)
        return Match(last, history, base, replayed(journal, history, base), "" if is_begun else _FORWARD)
    return _match_within(journal, last, history, array, shadow)


def step_change(journal: Journal, entry: EditEntry, side: Side, dtype: np.dtype[Any]) -> Change:
    """The change that doing or undoing an edit makes."""
    with readable(journal):
        change = Change(entry.box, Runs.unpack(journal.runs(entry.seq), dtype))
    return change if side == "after" else change.inverse()


def unwind(journal: Journal, history: History, array: NDArray[Any]) -> None:
    """Write into an array what it held when the generation began."""
    for change in _backwards(journal, history, array.dtype):
        write(array, change)


def _backwards(journal: Journal, history: History, dtype: np.dtype[Any]) -> Iterator[Change]:
    """The changes that lead from the last state to what the generation began with."""
    return (step_change(journal, entry, side, dtype).inverse() for entry, side in reversed(history.steps))


@contextlib.contextmanager
def readable(journal: Journal) -> Iterator[None]:
    """JournalError for whatever is raised when a damaged journal is followed."""
    try:
        yield
    except (JournalMismatch, Refused, sqlite3.OperationalError):
        raise
    except DAMAGE as error:
        what = str(error) or type(error).__name__
        raise Damaged(journal.path, what) from error


def _match_within(
    journal: Journal, last: Generation, history: History, array: NDArray[Any], shadow: Shadow
) -> Match:
    """Match an array that is neither an original nor the end of an earlier generation: a state within the last one."""
    draft = Draft(shadow)
    is_last_state = True
    for change in _backwards(journal, history, shadow.dtype):
        is_last_state &= draft.follow(change)
    base = draft.result()
    if base.content_hash() != last.base:
        raise _foreign(journal, last)
    if is_last_state:
        return Match(last, history, base, None)
    head = replayed(journal, history, base)
    held = _Held(base, shadow)
    for number, (entry, side) in enumerate(history.steps):
        if number == len(history.steps) - 1:
            held.forget()
        held.follow(step_change(journal, entry, side, shadow.dtype))
    if held.is_state:
        return Match(last, history, base, head, _FORWARD)
    if held.is_last_torn or (held.is_torn and _is_mapped(array)):
        return Match(last, history, base, head, _MENDED)
    raise JournalMismatch(
        f"segmentation: found parts of several states of the journal {journal.path} (it agrees with it except where edits were made, and "
        f"holds no state as a whole), expected the array as the session began, as it ended or as it was in between. Pass one of these, or "
        f"{_NEW}, or pass another name=."
    )


class _Held:
    """What an array has of the states that a generation went through.

    Parameters
    ----------
    base, shadow : Shadow
        What the generation began with, and what the array holds; borrowed.
    """

    def __init__(self, base: Shadow, shadow: Shadow) -> None:
        self._array = shadow.dense()
        self._differs = base.dense() != self._array
        self._ever = ~self._differs
        self._lately = self._ever.copy()
        self._count = int(self._differs.sum())
        self.is_state = self._count == 0

    def follow(self, change: Change) -> None:
        """The generation's next change."""
        for part in change.runs.pieces():
            here = positions(part, change.box)
            differs = self._array[here] != np.repeat(part.after, part.length)
            self._count += int(differs.sum()) - int(self._differs[here].sum())
            self._differs[here] = differs
            self._ever[here] |= ~differs
            self._lately[here] |= ~differs
        self.is_state = self.is_state or self._count == 0

    def forget(self) -> None:
        """Only the state reached now, and those to come, count as late ones."""
        self._lately = ~self._differs

    @property
    def is_torn(self) -> bool:
        """Whether each voxel holds what it held at some time."""
        return bool(self._ever.all())

    @property
    def is_last_torn(self) -> bool:
        """Whether each voxel holds what it held in one of the states since `forget`."""
        return bool(self._lately.all())


def _is_mapped(array: Any) -> bool:
    """Whether an array lies in a file: what a power cut leaves there is older than the journal, page by page."""
    while array is not None:
        if isinstance(array, np.memmap):
            return True
        array = getattr(array, "base", None)
    return False


def _foreign(journal: Journal, last: Generation) -> JournalMismatch:
    edits = sum(act.kind == "edit" for act in journal.acts())
    return JournalMismatch(
        f"segmentation: found other voxels than those of the journal {journal.path}, which holds {edits} edits in "
        f"{last.number + 1} generation(s); expected the array as the session began or as it ended. Pass one of these to go on, "
        f"or {_NEW}, or pass another name=. For a new prediction, open the old array and call curator.update(new_segmentation, ...)."
    )


def _check_grid(journal: Journal, array: NDArray[Any]) -> None:
    meta = journal.meta()
    found = {"shape": str(list(array.shape)), "dtype": array.dtype.newbyteorder("=").name}
    for key, value in found.items():
        if meta.get(key) != value:
            raise JournalMismatch(
                f"segmentation: found {key} {value}, expected {meta.get(key)}, that of the journal {journal.path}. "
                f"Pass the array it belongs to, or {_NEW}, or pass another name=."
            )


def stored_base(
    journal: Journal, generation: Generation, shape: tuple[int, int, int], dtype: np.dtype[Any]
) -> Shadow:
    """What a later generation began with, from the journal."""
    data = b"".join(journal.parts(generation.number, "base"))
    return Shadow(np.frombuffer(data, dtype.newbyteorder("<")).reshape(shape))


def replayed(journal: Journal, history: History, base: Shadow) -> Shadow:
    """The last state, from what the generation began with."""
    draft = Draft(base)
    for entry, side in history.steps:
        if not draft.follow(step_change(journal, entry, side, base.dtype)):
            raise Damaged(journal.path, f"edit {entry.id} does not begin with what the edits before it left")
    return draft.result()
