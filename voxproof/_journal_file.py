"""A journal's file as one process has it: opened, leased, written in durable transactions, kept at its path, closed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxproof import _lease, _processes
from voxproof._database import (
    UNREADABLE,
    abandon,
    copy_of_acts,
    copy_to_memory,
    has_log,
    is_log_torn,
    open_footed,
    remove_unused,
    set_aside,
)
from voxproof._events import Refused, TakenOver
from voxproof._footing import Footing, Taken, renew_log, write_anew
from voxproof._rows import Damaged, JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from voxproof._lease import Lease


class JournalFile:
    """An open journal, without what its rows mean.

    Parameters
    ----------
    path : Path or None
        The file, made when it is not there; None keeps everything in memory.

    Attributes
    ----------
    notice : str
        What happened to the file meanwhile that its user should know; mostly empty.
    lacks_log : bool
        Whether a killed writer's last acts may have been in a log that is not there.

    Raises
    ------
    JournalError
        When the file is not a journal of this version, or is damaged.
    sqlite3.OperationalError, OSError
        When it cannot be opened or written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.notice = ""
        self.lacks_log = False
        # A number, because weak references are cleared before a child's last finalizers ask.
        self._pid = os.getpid()
        self._lease: Lease | None = None
        self._left: Lease | None = None
        self._is_closed = False
        self._lost: str | None = None
        _processes.check(path)
        self._had_log = path is not None and has_log(path)
        is_torn = path is not None and is_log_torn(path)
        self._connection, self._flush, self._footing = open_footed(path)
        _processes.add(self)
        try:
            self._look_after_last_writer(is_torn)
        except JournalError:
            self.abandon()
            raise
        except BaseException:
            self.close()
            raise

    @classmethod
    def copy_in_memory(cls, path: Path) -> Self:
        """A journal in memory that begins with what a file holds, which may be read-only. JournalError when it cannot be copied."""
        return cls.of_database(copy_to_memory(path))

    @classmethod
    def of_database(cls, db: sqlite3.Connection) -> Self:
        """A journal of a database that is open, which it closes."""
        journal = cls(None)
        journal._connection.close()
        journal._connection = db
        return journal

    def write_to(self, path: Path) -> None:
        """Write what it holds, whole, to a path where nothing lies.

        Raises
        ------
        FileExistsError
            When something does, or a log that belongs to another journal.
        """
        old = [
            file for suffix in ("", "-wal", "-shm", "-journal") if (file := Path(f"{path}{suffix}")).exists()
        ]
        try:
            if old:
                raise Taken
            write_anew(self._db, path)
        except Taken as error:
            found = old[0] if old else path
            raise FileExistsError(
                f"path: found {found} there already, expected a path for a new journal. Pass another one, or move that file away."
            ) from error

    @classmethod
    def copy_to_read(cls, path: Path) -> Self:
        """What a file holds now, in memory; what is to be written is refused. JournalError when it cannot be copied."""
        journal = cls.copy_in_memory(path)
        _processes.remove(journal)
        journal.path = path
        journal._lost = _READ_ONLY.format(path=path)
        return journal

    def take_lease(self, *, by_force: bool = False) -> None:
        """Become the writer. JournalBusy when another kernel that may be alive is, unless `by_force`."""
        with self._transaction():
            if not by_force:
                self.check_free()
            self._lease = _lease.take(self._db)

    def check_free(self) -> None:
        """JournalBusy when another kernel that may be alive is the writer."""
        _lease.check_free(self._db, str(self.path))

    def return_to_path(self) -> None:
        """Write the file anew when it was removed, before another session looks for it; whatever prevents that is left to later acts."""
        if not self._is_closed and not self.is_inherited:
            with contextlib.suppress(sqlite3.Error, OSError, Refused):
                self._stand_on_path()

    def close(self, *, keep: bool = False) -> None:
        """Give the lease back and close the file; one in which nothing was done is removed. Twice is safe.

        With `keep`, what was done can be read afterwards, but for the arrays of later generations.
        """
        if self._is_closed or self.is_inherited:
            return
        self._is_closed = True
        kept = None
        if keep:
            with contextlib.suppress(sqlite3.Error):
                kept = copy_of_acts(self._connection)
        with contextlib.suppress(sqlite3.Error, OSError, Refused):
            self._let_go()
        self._connection.close()
        if kept is not None:
            self._connection = kept
        _processes.remove(self)

    def abandon(self) -> None:
        """Let go of a damaged file, and leave the log that was beside it as it is. Twice is safe."""
        if not self._had_log:
            self.close()
        elif not self._is_closed and not self.is_inherited:
            self._is_closed = True
            abandon(self._connection)
            _processes.remove(self)

    @property
    def is_inherited(self) -> bool:
        """Whether this is a forked child of the process that opened it, which must leave it alone."""
        return os.getpid() != self._pid

    @property
    def _db(self) -> sqlite3.Connection:
        if self.is_inherited:
            raise JournalError(_processes.INHERITED.format(path=self.path or "memory"))
        return self._connection

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """What a query finds. JournalError when the file is damaged, or closed and not kept."""
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.ProgrammingError as error:
            raise JournalError(
                f"journal: {self.path or 'memory'} is closed. Run the cell that shows the curator again."
            ) from error
        except UNREADABLE as error:
            raise Damaged(self.path, error) from error

    def _look_after_last_writer(self, is_torn: bool) -> None:
        """A writer that was killed left its lease, and its last acts in the log: say so when only the lease is there."""
        if self._flush is None:
            return
        try:
            held = _lease.read(self._db)
            is_dead = held is not None and not held.is_alive
        except (sqlite3.DatabaseError, TypeError, ValueError) as error:
            raise Damaged(self.path, error) from error
        if is_torn:
            self.lacks_log = True
            self.notice = (
                f"The log of {self.path}, the file ending in -wal, ends within an act, and the one ending in -shm is missing beside it, "
                "which tells whether that was acknowledged: what was done last may be missing."
            )
        if is_dead and (self._had_log or self._flush == "EXTRA"):
            # Written at the end, or by who takes the lease: a journal that turns out to be unreadable stays as it is.
            self._left = held
        elif is_dead:
            self.lacks_log = True
            self.notice = (
                f"The kernel that wrote {self.path} was killed, and its log, the file ending in -wal, is missing beside it: what was done "
                "last may be missing too. A journal is moved or copied with all its files, or after curator.close()."
            )

    def _let_go(self) -> None:
        held = self._lease or self._left
        if held is None or self.path is None:
            return
        with self._transaction(check=False):
            self._db.execute("DELETE FROM lease WHERE token = ?", (held.token,))
        was_writer, self._lease = self._lease is not None, None
        if was_writer and _processes.is_only(self) and self._footing is not None:
            remove_unused(self._db, self.path, self._footing)

    @contextlib.contextmanager
    def still(self) -> Iterator[None]:
        """Read what the file holds now, whatever another kernel writes meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    @contextlib.contextmanager
    def _transaction(self, *, check: bool = True) -> Iterator[None]:
        """All or nothing; with `check`, only as long as the lease is held and the path leads to the file."""
        if check:
            self._stand_on_path()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if check and self._lease is not None and not _lease.renew(self._db, self._lease):
                raise TakenOver("journal", _TAKEN_OVER.format(path=self.path))
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def _durable(self) -> Iterator[None]:
        """A transaction that is on the disk when it ends, in the file that bears the path; Refused with "journal" when it cannot be."""
        if self._lost is not None:
            raise Refused("journal", self._lost)
        is_first = self._flush is not None
        try:
            if is_first:
                self._db.execute(f"PRAGMA synchronous = {self._flush}")
                self._flush = None
            with self._transaction():
                yield
        except JournalError as error:
            raise Refused("journal", str(error)) from error
        except (sqlite3.Error, OSError, UnicodeError, OverflowError) as error:
            raise Refused(
                "journal",
                f"journal: {self.path or 'memory'} could not be written ({error}), so nothing was changed. "
                "Make room or make it writable, then try again.",
            ) from error
        try:
            self._stand_on_path()
        except (sqlite3.Error, OSError, Refused) as error:
            # The act is in a file that nobody will find; it must not come back when a later act is written.
            self._lost = (
                f"journal: {self.path} was replaced in the very moment of an act ({error}). {_REOPEN}"
            )
            raise Refused("journal", self._lost) from error
        if is_first and self._footing is not None:
            with contextlib.suppress(sqlite3.Error):
                # The file itself names its writer from now on: without its log it is known to lack something.
                self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _stand_on_path(self) -> None:
        """Make sure that the path leads to the file that is written: when it was removed, write it anew from what is open here."""
        state = "same" if self._footing is None else self._footing.state()
        if state == "same" or self._footing is None or self.path is None:
            return
        if state == "log":
            renew_log(self._db)
            self._footing = Footing(self.path, uses_log=True)
            self.notice = f"The log of {self.path} had been removed meanwhile; nothing was lost."
            return
        if state == "cut":
            self._lost = (
                f"journal: found {self.path} shorter than this session left it: another program has written into it, and what was done "
                'cannot be kept there any more. The array has all of it: save a copy of curator.segmentation, then pass journal="new".'
            )
            raise Refused("journal", self._lost)
        try:
            if state == "other":
                if not self._is_copy_of_this():
                    raise Taken
                set_aside(self.path)
            self._footing.clear()
            write_anew(self._db, self.path)
        except Taken as error:
            raise Refused(
                "journal",
                f"journal: found another file at {self.path}, where this session's own was, so nothing was changed. Move that file (and "
                "-wal and -shm beside it) away and try again: the journal is then written there anew, with everything that was done.",
            ) from error
        old = self._connection
        self._connection, flush, self._footing = open_footed(self.path)
        self._connection.execute(f"PRAGMA synchronous = {flush}")
        old.close()
        self.notice = f"{self.path} had been removed, moved or restored meanwhile; it was written there anew, with everything."

    def _is_copy_of_this(self) -> bool:
        """Whether what lies at the path now is an earlier copy of this very journal, which nobody has opened for writing since."""
        if self.path is None or self._lease is None:
            return False
        try:
            with contextlib.closing(copy_to_memory(self.path)) as copy:
                held = _lease.read(copy)
        except (JournalError, sqlite3.Error, TypeError):
            return False
        return held is not None and held.token == self._lease.token


_REOPEN = "Run the cell that shows the curator again to continue here."
_TAKEN_OVER = (
    "journal: another kernel has taken over {path}, so nothing was changed here. Go on there; or, to take it back, run this again with "
    'journal_access="take over".'
)
_READ_ONLY = (
    "journal: {path} was opened to be read only, so nothing was changed. To edit, call curator.close() and run the cell without "
    'journal_access, or with journal_access="take over" while another kernel writes it.'
)
