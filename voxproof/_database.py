"""The SQLite file of a journal: opened only when it is one, made when there is none, and kept under the path that names it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
import uuid
from pathlib import Path

from voxproof._places import is_network_path
from voxproof._rows import SCHEMA, TABLES, JournalError

_LOGS = ("-wal", "-shm")
_HEADER_BYTES = 100
_ATTEMPTS = 5
_AWAY = 'Move it away, or pass journal="new" to keep it under a dated name and start another.'


class Taken(Exception):
    """Another file lies where a journal was."""


def connect(path: Path | None) -> sqlite3.Connection:
    """A connection to a file, which is made with its folder when it is not there; None for memory."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False, timeout=5.0)


def open_database(path: Path | None) -> tuple[sqlite3.Connection, str | None]:
    """Open a journal's database, or make one. What is no journal is left as it is.

    Returns
    -------
    sqlite3.Connection, str or None
        With the flushing (``PRAGMA synchronous``) that acts need; nothing is flushed before the first one.

    Raises
    ------
    JournalError
        When the file is no journal of this version, or is damaged.
    sqlite3.OperationalError, OSError
        When it cannot be opened or written.
    """
    db = connect(path)
    try:
        db.execute("BEGIN")
        is_empty = _is_empty(db, path)
        db.execute("COMMIT")
        flush = None if path is None else _use_log(db, path, is_empty)
        db.execute("BEGIN IMMEDIATE")
        if is_empty and _is_empty(db, path):
            for statement in TABLES.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute("COMMIT")
    except sqlite3.OperationalError:
        db.close()
        raise
    except sqlite3.DatabaseError as error:
        db.close()
        raise JournalError(damaged(path, error)) from error
    except BaseException:
        db.close()
        raise
    return db, flush


def has_log(path: Path) -> bool:
    """Whether a log that holds something lies beside a journal."""
    return bool(_size(path.with_name(f"{path.name}-wal")))


def open_footed(path: Path | None) -> tuple[sqlite3.Connection, str | None, Footing | None]:
    """As `open_database`, with the footing of what was opened; None for memory."""
    if path is None:
        return *open_database(None), None
    for _ in range(_ATTEMPTS):
        _check_files(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            # Only a file of its own may be opened and closed here: that would drop SQLite's locks on one that is open already.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
        before = _number(path)
        try:
            db, flush = open_database(path)
        except (sqlite3.OperationalError, OSError):
            if before == _number(path):
                raise
            continue
        if before is not None and before == _number(path):
            return db, flush, Footing(path, uses_log=flush == "FULL")
        db.close()
    raise OSError(f"{path} is removed again and again while it is opened")


def copy_of_acts(db: sqlite3.Connection) -> sqlite3.Connection:
    """A database in memory with everything but the arrays of later generations."""
    memory = connect(None)
    memory.executescript(f"{TABLES} PRAGMA user_version = {SCHEMA};")
    for table in ("meta", "generation", "act", "settled"):
        marks = ", ".join("?" * len(_COLUMNS[table]))
        memory.executemany(f"INSERT INTO {table} VALUES ({marks})", db.execute(f"SELECT * FROM {table}"))
    return memory


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


def remove_unused(db: sqlite3.Connection, path: Path, footing: Footing) -> None:
    """Remove a journal's file, unless another program has it open."""
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    (mode,) = db.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        return
    db.execute("BEGIN EXCLUSIVE")
    try:
        (acts,) = db.execute("SELECT count(*) FROM act").fetchone()
        (writers,) = db.execute("SELECT count(*) FROM lease").fetchone()
        if acts == writers == 0 and footing.has_file:
            path.unlink()
    finally:
        db.execute("ROLLBACK")


def copy_to_memory(path: Path) -> sqlite3.Connection:
    """What a file holds, as a database in memory; the file may be read-only. Raises JournalError when it cannot be copied."""
    _check_files(path)
    memory = connect(None)
    try:
        if not has_log(path):
            _back_up(f"{path.resolve().as_uri()}?immutable=1", memory)
        else:
            with tempfile.TemporaryDirectory(prefix="voxproof-") as folder:
                # What a killed kernel committed last is in the write-ahead log, which cannot be read where nothing can be written.
                copied = Path(shutil.copy(path, folder))
                shutil.copy(path.with_name(f"{path.name}-wal"), folder)
                _back_up(copied.resolve().as_uri(), memory)
        if _is_empty(memory, path):
            memory.executescript(f"{TABLES} PRAGMA user_version = {SCHEMA};")
    except OSError as error:
        raise JournalError(
            f"journal: found {path}, which cannot be written, and no way to copy it to where it can be read ({error}), expected room "
            "in a temporary folder. Make room, then run this cell again; nothing is lost."
        ) from error
    except sqlite3.Error as error:
        raise JournalError(damaged(path, error)) from error
    return memory


def damaged(path: Path | None, error: BaseException | str) -> str:
    """What to say of a journal that cannot be read."""
    return f"journal: found {path}, which is no readable journal ({error}). {_AWAY}"


def set_aside(path: Path) -> Path:
    """Rename a journal to a dated name beside it, whole; the new path."""
    stamp = time.strftime("%Y-%m-%dT%H%M%S", time.gmtime())
    aside = path.with_name(f"{path.stem}.{stamp}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.{stamp}-{number}{path.suffix}")
    if path.is_file() and path.stat().st_size:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done: list[str] = []
    try:
        for suffix in ("-wal", "-shm", "-journal", ""):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{path}{suffix}").rename(f"{aside}{suffix}")
                done.append(suffix)
    except OSError:
        for suffix in done:
            Path(f"{aside}{suffix}").rename(f"{path}{suffix}")
        raise
    return aside


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
        self._known = {file: _number(file) for file in (path, *self._logs)}
        self._size = 0

    def state(self) -> str:
        """ "same"; "log" when only files of the log were removed or replaced; "gone" when nothing lies there; "other" when something does;
        "cut" when it is the file, but smaller: SQLite never shrinks it here.

        OSError when that cannot be told. Not to be called within a transaction.
        """
        now = {file: _number(file) for file in self._known}
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
        return _number(self._path) == self._known[self._path]

    def clear(self) -> None:
        """Remove what is left of the log when the journal is gone."""
        for log in self._logs:
            if _number(log) == self._known[log]:
                log.unlink(missing_ok=True)


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
    _flush_folder(path.parent)


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


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _number(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _size(file: Path) -> int | None:
    """Bytes of a file; None when there is none."""
    try:
        return file.stat().st_size if file.is_file() else None
    except (FileNotFoundError, NotADirectoryError):
        return None


def _check_files(path: Path) -> None:
    """JournalError for files that SQLite would take for an empty database, or make one of by deleting their log."""
    size = _size(path)
    if has_log(path) and not size:
        what = "nothing" if size is None else "an empty file"
        raise JournalError(
            f"journal: found {what} at {path} but its log {path.name}-wal beside it, expected both. Put the journal back beside its log, "
            'or pass journal="new" to keep the log under a dated name and start another.'
        )
    if size is not None and 0 < size < _HEADER_BYTES:
        raise JournalError(damaged(path, f"it was cut to {size} bytes"))


def _is_empty(db: sqlite3.Connection, path: Path | None) -> bool:
    """Whether nothing was ever written. JournalError for another version, and for another program's database."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    tables = _columns(db)
    if not tables and version == 0:
        return True
    if tables and tables.keys() != _COLUMNS.keys():
        raise JournalError(
            f"journal: found {path}, a database of something else (tables {', '.join(sorted(tables))}), expected a journal. "
            f"Nothing was changed. Pass another file, or a folder. {_AWAY}"
        )
    if version != SCHEMA:
        raise JournalError(
            f"journal: found version {version} in {path}, expected {SCHEMA}. Use the Voxproof that wrote it, "
            'or pass journal="new" to keep it under a dated name and start another.'
        )
    if tables != _COLUMNS:
        raise JournalError(damaged(path, "its tables have other columns"))
    return False


def _columns(db: sqlite3.Connection) -> dict[str, list[str]]:
    names = [
        name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    query = "SELECT name FROM pragma_table_info(?)"
    return {
        name: [column for (column,) in db.execute(query, (name,))]
        for name in names
        if not name.startswith("sqlite_")
    }


def _expected_columns() -> dict[str, list[str]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(TABLES)
        return _columns(db)


_COLUMNS = _expected_columns()


def _use_log(db: sqlite3.Connection, path: Path, is_empty: bool) -> str:
    """A write-ahead log; a rollback journal where a log shared through memory cannot work.

    Nothing is flushed before the first act, whose flush makes durable what came before it.
    """
    if is_empty:
        db.execute("PRAGMA synchronous = OFF")
    wanted = "DELETE" if is_network_path(path) else "WAL"
    (mode,) = db.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    db.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'EXTRA'}")
    return "FULL" if mode == "wal" else "EXTRA"


def _back_up(address: str, target: sqlite3.Connection) -> None:
    with contextlib.closing(sqlite3.connect(address, uri=True)) as source:
        source.backup(target)
