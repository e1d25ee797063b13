"""Opening the journal that the user means, and who in this process has it open. Rules in docs/journal.md, "Opening"."""

from __future__ import annotations

import contextlib
import sqlite3
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voxproof._database import set_aside
from voxproof._journal import Journal, JournalError
from voxproof._lease import JournalBusy
from voxproof._matching import readable
from voxproof._places import journal_path
from voxproof._processes import check
from voxproof._rows import Damaged
from voxproof._salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from voxproof._rows import Missing
    from voxproof._shadow import Shadow

Access = Literal["write", "read", "take over"]
"""Whether a journal is written, only read, or written in place of another kernel that does."""

_MEMORY = "edits are kept in memory only and end with the kernel."


@dataclass(frozen=True)
class Place:
    """A journal that is open, and what to tell of it. `state` is "ok", "memory" or "read"."""

    journal: Journal
    state: str
    message: str
    missing: Missing | None = None


_open_here: weakref.WeakValueDictionary[Path, _Holder] = weakref.WeakValueDictionary()


class _Holder:
    """Someone of this process who has a journal open, and how to make them let go."""

    def __init__(self, release: Callable[[], None], journal: Journal) -> None:
        self.release = release
        self.journal = journal


def open_place(journal: str | Path | None, name: str, access: Access = "write") -> Place:
    """Open the journal that the user means.

    Parameters
    ----------
    journal : str, Path or None
        A file or an existing folder; None for ``.voxproof/NAME.sqlite``; "new" for that one, started again, with the old file kept under a
        dated name; "memory" for none.
    name : str
        What the session is called.
    access : {"write", "read", "take over"}
        "read" for what another kernel has done until now, "take over" to become the writer in its place.

    Raises
    ------
    JournalBusy
        When another kernel that may be alive writes it.
    JournalError
        When the file is no journal of this version.
    """
    if journal == "memory":
        return Place(
            Journal(None), "memory", "Edits are kept in memory only, as asked; they end with the kernel."
        )
    try:
        given = None if journal is None or journal == "new" else Path(journal).expanduser()
        path = journal_path(given, name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        return Place(Journal(None), "memory", f"There is no folder for the journal ({error}): {_MEMORY}")
    check(path)
    if access == "read":
        return _to_read(path)
    try:
        if journal == "new" and (path.exists() or path.with_name(f"{path.name}-wal").exists()):
            _free(path)
            set_aside(path)
    except OSError as error:
        return Place(Journal(None), "memory", f"{path} cannot be put aside ({error}): {_MEMORY}")
    if journal != "new" and path in _open_here:
        _open_here[path].journal.return_to_path()
    try:
        opened = Journal(path)
    except (sqlite3.OperationalError, OSError) as error:
        return in_memory(path, error)
    try:
        with readable(opened):
            if access == "write":
                opened.check_free()
    except Damaged:
        opened.abandon()
        raise
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


def salvaged(error: Damaged, array: NDArray[Any], shadow: Shadow) -> Place:
    """What to go on with where a journal is damaged: what is whole of it, under its name; or in memory where that cannot be written.

    Raises as `salvage`, and what was found when there is no room to work in.
    """
    path = error.path
    if path is None:
        raise error
    release(path)
    try:
        found = salvage(error, path, array, shadow)
    except OSError as reason:
        raise error from reason
    try:
        aside = found.put(path)
        return Place(
            Journal(path), "ok", f"{found.message} The damaged file is kept as {aside}.", found.missing
        )
    except (sqlite3.Error, OSError) as reason:
        message = f"{found.message} It could not be written there ({reason}): {_MEMORY}"
        return Place(found.journal, "memory", message, found.missing)


def hold(journal: Journal, let_go: Callable[[], None], *, by_force: bool) -> object:
    """Become the writer, with `by_force` in place of another kernel. Keep what is returned.

    Whoever in this process wrote the journal before lets go first.
    """
    if journal.path is None:
        return None
    release(journal.path)
    journal.take_lease(by_force=by_force)
    holder = _Holder(let_go, journal)
    _open_here[journal.path] = holder
    return holder


def release(path: Path) -> None:
    """Make whoever in this process has the journal open let go."""
    holder = _open_here.pop(path, None)
    if holder is not None:
        holder.release()


def _to_read(path: Path) -> Place:
    if not _is_file(path):
        raise JournalError(
            f"journal: found nothing at {path}, expected a journal to read. Leave journal_access out to begin one."
        )
    message = (
        f"Read only: {path} as it was when this was opened. Run the cell again to see what was done since."
    )
    return Place(Journal.copy_to_read(path), "read", message)


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
