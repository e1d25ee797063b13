"""Where a journal's file stands: whether its path still leads to it, and how it is put there again."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path

_LOGS = ("-wal", "-shm")


class Taken(Exception):
    """Another file lies where a journal was."""


class Footing:
    """Which files a journal's path and its log's led to when it was opened: a file that is held open keeps its number.

    Parameters
    ----------
    path : Path
        Of a database that is open.
    uses_log : bool
        Whether it has a write-ahead log, whose two files are part of it.
    """

    def __init__(self, path: Path, *, uses_log: bool) -> None:
        self._path = path
        self._logs = [path.with_name(f"{path.name}{suffix}") for suffix in _LOGS] if uses_log else []
        self._known = {file: file_number(file) for file in (path, *self._logs)}
        self._size = 0

    def state(self) -> str:
        """ "same"; "log" when only files of the log were removed or replaced; "gone" when nothing lies there; "other" when something does;
        "cut" when it is the file, but smaller: SQLite never shrinks it here.

        OSError when that cannot be told. Not to be called within a transaction.
        """
        now = {file: file_number(file) for file in self._known}
        if now == self._known:
            before, self._size = self._size, os.stat(self._path).st_size
            return "cut" if self._size < before else "same"
        if now[self._path] == self._known[self._path]:
            return "log"
        strange = [file for file, number in now.items() if number not in (None, self._known[file])]
        return "other" if strange else "gone"

    @property
    def has_file(self) -> bool:
        """Whether the path leads to the file still, whatever became of the log."""
        return file_number(self._path) == self._known[self._path]

    def clear(self) -> None:
        """Remove what is left of the log when the journal is gone."""
        for log in self._logs:
            if file_number(log) == self._known[log]:
                log.unlink(missing_ok=True)


def file_number(file: Path) -> tuple[int, int] | None:
    """What tells a file from others, whatever it is called; None when there is none."""
    try:
        found = os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def write_anew(db: sqlite3.Connection, path: Path) -> None:
    """Write a database whole to a path at which there is nothing. `Taken` when there is something after all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as target:
            target.execute("PRAGMA synchronous = EXTRA")
            db.backup(target)
        _link(part, path)
    finally:
        for suffix in ("", "-journal", *_LOGS):
            Path(f"{part}{suffix}").unlink(missing_ok=True)
    flush_folder(path.parent)


def renew_log(db: sqlite3.Connection) -> None:
    """Bring all into the database's own file and begin another log. sqlite3.OperationalError when others have it open."""
    (busy, *_), (mode,) = (
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone(),
        db.execute("PRAGMA journal_mode = DELETE").fetchone(),
    )
    if busy or mode != "delete":
        raise sqlite3.OperationalError("its log was removed while another program has it open")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("SELECT count(*) FROM act").fetchone()


def _link(part: Path, path: Path) -> None:
    """Give a file its name, never over another one."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise Taken from error
    except OSError as error:
        if path.exists():
            raise Taken from error
        part.rename(path)


def flush_folder(folder: Path) -> None:
    """Make the names of a folder's files durable."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
