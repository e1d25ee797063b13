"""The SQLite file of a journal: opened only when it is one, made when there is none, and kept under the path that names it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from voxproof import _processes
from voxproof._footing import Footing, file_number
from voxproof._log import read_log
from voxproof._places import is_network_path
from voxproof._rows import AWAY, SCHEMA, TABLES, Damaged, JournalError

_HEADER_BYTES = 100
_ATTEMPTS = 5
_PAUSE_S = 0.02
_NO_CHECKPOINT_ON_CLOSE = 1006

UNREADABLE: tuple[type[Exception], ...] = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises at a damaged file; it quotes the damage, which need not be text."""


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
    let_go = abandon if path is not None and has_log(path) else sqlite3.Connection.close
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
    except UNREADABLE as error:
        let_go(db)
        raise Damaged(path, error) from error
    except JournalError:
        let_go(db)
        raise
    except BaseException:
        db.close()
        raise
    return db, flush


def abandon(db: sqlite3.Connection) -> None:
    """Let go of a database and leave its log as it is: the last close would bring it into the file, and delete it."""
    with contextlib.suppress(sqlite3.Error):
        db.rollback()
    configure = getattr(db, "setconfig", None)
    if configure is not None:
        configure(_NO_CHECKPOINT_ON_CLOSE, True)
    elif os.name != "nt":
        # Python 3.11 cannot say so; an open file could not be renamed on Windows.
        _processes.never_free(db)
        return
    db.close()


def has_log(path: Path) -> bool:
    """Whether a log that holds something lies beside a journal."""
    return bool(_size(path.with_name(f"{path.name}-wal")))


def is_log_torn(path: Path) -> bool:
    """Whether the log ends within a transaction, which may have been committed: its index is missing, which knew."""
    is_indexed = path.with_name(f"{path.name}-shm").exists()
    log = None if is_indexed or _processes.has_open(path) else read_log(path)
    return log is not None and log.is_torn


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
        before = file_number(path)
        try:
            db, flush = open_database(path)
        except (sqlite3.OperationalError, OSError):
            if before == file_number(path):
                raise
            continue
        if before is not None and before == file_number(path):
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


def _is_unused(db: sqlite3.Connection) -> bool:
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("act", "lease")]
    (generations,) = db.execute("SELECT count(*) FROM generation").fetchone()
    kept = db.execute("SELECT count(*) FROM meta WHERE key = 'ranked'").fetchone()
    return [*counts, *kept] == [0, 0, 0] and generations <= 1


def remove_unused(db: sqlite3.Connection, path: Path, footing: Footing) -> None:
    """Remove a journal's file when nothing was done in it and no other program has it open."""
    if not _is_unused(db):
        return
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    (mode,) = db.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        return
    db.execute("BEGIN EXCLUSIVE")
    try:
        if _is_unused(db) and footing.has_file:
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
        elif not _read_beside_writer(path, memory):
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
    except UNREADABLE as error:
        raise Damaged(path, error) from error
    return memory


def set_aside(path: Path, *, is_damaged: bool = False) -> Path:
    """Rename a journal to a dated name beside it, whole; a damaged one as it is. The new path."""
    stamp = time.strftime("%Y-%m-%dT%H%M%S", time.gmtime())
    aside = path.with_name(f"{path.stem}.{stamp}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.{stamp}-{number}{path.suffix}")
    if not is_damaged and not _is_log_damaged(path) and path.is_file() and path.stat().st_size:
        with contextlib.suppress(*UNREADABLE), contextlib.closing(sqlite3.connect(path)) as db:
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


def _size(file: Path) -> int | None:
    """Bytes of a file; None when there is none."""
    try:
        return file.stat().st_size if file.is_file() else None
    except (FileNotFoundError, NotADirectoryError):
        return None


def _check_files(path: Path) -> None:
    """JournalError for files that SQLite would take for an empty database, or make one of by deleting their log."""
    size = _size(path)
    for _ in range(_ATTEMPTS):
        if size or not has_log(path):
            break
        # Another kernel may be about to begin a journal here: a log that is left alone stays so.
        time.sleep(_PAUSE_S)
        size = _size(path)
    else:
        what = "nothing" if size is None else "an empty file"
        raise JournalError(
            f"journal: found {what} at {path} but its log {path.name}-wal beside it, expected both. Put the journal back beside its log, "
            'or pass journal="new" to keep the log under a dated name and start another.'
        )
    if size is not None and 0 < size < _HEADER_BYTES:
        raise Damaged(path, f"it was cut to {size} bytes")
    if _is_log_damaged(path):
        raise Damaged(path, f"what was committed last is missing or damaged in its log, {path.name}-wal")


def _is_empty(db: sqlite3.Connection, path: Path | None) -> bool:
    """Whether nothing was ever written. JournalError for another version, and for another program's database."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    tables = _columns(db)
    if not tables and version == 0:
        return True
    if tables and tables.keys() != _COLUMNS.keys():
        raise JournalError(
            f"journal: found {path}, a database of something else (tables {', '.join(sorted(tables))}), expected a journal. "
            f"Nothing was changed. Pass another file, or a folder. {AWAY}"
        )
    if version != SCHEMA:
        raise JournalError(
            f"journal: found version {version} in {path}, expected {SCHEMA}. Use the Voxproof that wrote it, "
            'or pass journal="new" to keep it under a dated name and start another.'
        )
    if tables != _COLUMNS:
        raise JournalError(
            f"journal: found other columns in the tables of {path}, expected those of version {SCHEMA}. Nothing was changed. {AWAY}"
        )
    return False


def _is_log_damaged(path: Path) -> bool:
    log = None if _processes.has_open(path) else read_log(path)
    return log is not None and log.is_damaged


def is_journal(db: sqlite3.Connection) -> bool:
    """Whether it has a journal's tables, of this version. sqlite3.Error when that cannot be read."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return version == SCHEMA and _columns(db) == _COLUMNS


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


def _read_beside_writer(path: Path, target: sqlite3.Connection) -> bool:
    """Read a journal through its log's index, in step with whoever writes it; False where there is none or it cannot be used."""
    if not path.with_name(f"{path.name}-shm").exists():
        return False
    try:
        _back_up(f"{path.resolve().as_uri()}?mode=ro", target)
    except sqlite3.OperationalError:
        return False
    return True


def _back_up(address: str, target: sqlite3.Connection) -> None:
    with contextlib.closing(sqlite3.connect(address, uri=True)) as source:
        source.backup(target)
