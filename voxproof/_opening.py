"""Which state of a journal an array is: never a guess. Rules in docs/journal.md, "Opening"."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import weakref
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._database import damaged, set_aside
from voxproof._events import Refused
from voxproof._history import History
from voxproof._journal import Generation, Journal, JournalError
from voxproof._lease import JournalBusy
from voxproof._places import journal_path
from voxproof._runs import Change, Runs, holds, write
from voxproof._shadow import Shadow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from voxproof._history import EditEntry, Side

_MEMORY = "edits are kept in memory only and end with the kernel."
_NEW = 'pass journal="new" to start again (the old journal stays under a dated name)'


class JournalMismatch(ValueError):
    """The array is no state of the journal that bears its name. Pass the array as it was, another ``name``, or ``journal="new"``."""


@dataclass(frozen=True)
class Place:
    """A journal that is open, and what to tell of it. `state` is "ok" or "memory"."""

    journal: Journal
    state: str
    message: str


@dataclass(frozen=True, eq=False)
class Match:
    """The last generation of the journal, its history, and the array's last state; None where the array is in it already."""

    generation: Generation
    history: History
    head: NDArray[Any] | None


_DAMAGE = (
    sqlite3.Error,
    zlib.error,
    struct.error,
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    OverflowError,
)

_open_here: weakref.WeakValueDictionary[Path, _Holder] = weakref.WeakValueDictionary()


class _Holder:
    """Someone of this process who has a journal open, and how to make them let go."""

    def __init__(self, release: Callable[[], None]) -> None:
        self.release = release


def open_place(journal: str | Path | None, name: str) -> Place:
    """Open the journal that the user means.

    Parameters
    ----------
    journal : str, Path or None
        A file or an existing folder; None for ``.voxproof/NAME.sqlite``; "new" for that one, started again, with the old file kept under a
        dated name; "memory" for none.
    name : str
        What the session is called.

    Raises
    ------
    TypeError
        For what is no text and no path.
    JournalBusy
        When another kernel that may be alive writes it.
    JournalError
        When the file is no journal of this version.
    """
    if not (journal is None or isinstance(journal, str | Path)):
        raise TypeError(
            f'journal: found {journal!r}, expected a file or folder, "new", "memory", or None for .voxproof/NAME.sqlite.'
        )
    if journal == "memory":
        return Place(
            Journal(None), "memory", "Edits are kept in memory only, as asked; they end with the kernel."
        )
    try:
        given = None if journal is None or journal == "new" else Path(journal).expanduser()
        path = journal_path(given, name).resolve()
    except OSError as error:
        return Place(Journal(None), "memory", f"There is no folder for the journal ({error}): {_MEMORY}")
    try:
        if journal == "new" and (path.exists() or path.with_name(f"{path.name}-wal").exists()):
            _free(path)
            set_aside(path)
        opened = Journal(path)
    except (sqlite3.OperationalError, OSError) as error:
        return in_memory(path, error)
    try:
        with readable(opened):
            opened.check_free()
    except BaseException:
        opened.close()
        raise
    return Place(opened, "ok", "")


def in_memory(path: Path, error: Exception) -> Place:
    """What to go on with where a file cannot be written: its content, if there is one, in memory.

    JournalBusy when another program has it locked; JournalError when it cannot be read either.
    """
    if "locked" in str(error):
        raise JournalBusy(
            f"journal: found {path} locked by another program, expected to write it. Close that and run this cell again."
        ) from error
    message = f"{path} cannot be written ({error}): {_MEMORY}"
    if not _is_file(path):
        return Place(Journal(None), "memory", message)
    return Place(Journal.copy_in_memory(path), "memory", message)


@contextlib.contextmanager
def readable(journal: Journal) -> Iterator[None]:
    """JournalError for whatever is raised when a damaged journal is followed."""
    try:
        yield
    except (JournalMismatch, Refused, sqlite3.OperationalError):
        raise
    except _DAMAGE as error:
        what = str(error) or type(error).__name__
        raise JournalError(damaged(journal.path, what)) from error


def hold(journal: Journal, let_go: Callable[[], None]) -> object:
    """Become the writer. Whoever in this process wrote the journal before lets go first; keep what is returned."""
    if journal.path is None:
        return None
    release(journal.path)
    journal.take_lease()
    holder = _Holder(let_go)
    _open_here[journal.path] = holder
    return holder


def release(path: Path) -> None:
    """Make whoever in this process has the journal open let go."""
    holder = _open_here.pop(path, None)
    if holder is not None:
        holder.release()


def match(journal: Journal, array: NDArray[Any], shadow: Shadow) -> Match | None:
    """Find the state of the journal that an array is in; None for a journal in which nothing was done.

    Raises
    ------
    JournalMismatch
        When the array is no such state, or an older one.
    JournalError
        When the journal's edits do not fit each other.
    """
    generations = journal.generations()
    if not generations or (len(generations) == 1 and journal.count_acts() == 0):
        return None
    _check_grid(journal, array)
    last = generations[-1]
    history = History.of_acts(journal.acts(last.number), journal.settled(last.number))
    begun = shadow.content_hash()
    if begun == last.base:
        head = array.astype(shadow.dtype, order="C")
    elif begun in {generation.base for generation in generations}:
        head = _base_from(journal, last, shadow)
    else:
        return _match_head(journal, last, history, array, shadow)
    _replay(journal, history, head)
    return Match(last, history, head)


def step_change(journal: Journal, entry: EditEntry, side: Side, dtype: np.dtype[Any]) -> Change:
    """The change that doing or undoing an edit makes."""
    with readable(journal):
        change = Change(entry.box, Runs.unpack(journal.runs(entry.seq), dtype))
    return change if side == "after" else change.inverse()


def unwind(journal: Journal, history: History, array: NDArray[Any]) -> None:
    """Write into an array what it held when the generation began."""
    for entry, side in reversed(history.steps):
        write(array, step_change(journal, entry, side, array.dtype).inverse())


def _match_head(
    journal: Journal, last: Generation, history: History, array: NDArray[Any], shadow: Shadow
) -> Match:
    base = array.astype(shadow.dtype, order="C")
    unwind(journal, history, base)
    if Shadow(base).content_hash() != last.base:
        raise _foreign(journal, last)
    head, previous = base.copy(), base
    _replay(journal, history, head)
    if np.array_equal(head, array):
        return Match(last, history, None)
    if history.steps:
        previous = head.copy()
        write(previous, step_change(journal, *history.steps[-1], shadow.dtype).inverse())
        if bool(((array == head) | (array == previous)).all()):
            return Match(last, history, head)
    raise JournalMismatch(
        f"segmentation: found an older state of the journal {journal.path} (it agrees with it except where edits were made), expected "
        f"the array as the session began or as it ended. Pass one of these, or {_NEW}, or pass another name=."
    )


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


def _base_from(journal: Journal, generation: Generation, shadow: Shadow) -> NDArray[Any]:
    data = b"".join(journal.parts(generation.number, "base"))
    stored = np.frombuffer(data, shadow.dtype.newbyteorder("<")).reshape(shadow.shape)
    return stored.astype(shadow.dtype)


def _replay(journal: Journal, history: History, array: NDArray[Any]) -> None:
    for entry, side in history.steps:
        change = step_change(journal, entry, side, array.dtype)
        if not holds(array, change):
            raise JournalError(
                f"journal: found edit {entry.id} in {journal.path} that does not fit the edits before it, expected each to begin where "
                f"the last one ended. The file is damaged; {_NEW}."
            )
        write(array, change)


def _free(path: Path) -> None:
    """Make sure that nobody writes the file: this process lets go, and another that may be alive is a JournalBusy."""
    with contextlib.suppress(JournalError, sqlite3.Error), contextlib.closing(Journal(path)) as old:
        old.check_free()
    release(path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False
