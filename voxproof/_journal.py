"""The journal: one SQLite file, one commit per act. Tables and rules are in docs/journal.md."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxproof import _lease
from voxproof._events import Refused
from voxproof._places import is_network_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voxproof._box import Box
    from voxproof._lease import Lease

SCHEMA = 1

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE lease (token TEXT, process TEXT, pid INTEGER, born TEXT, host TEXT, beat REAL);
CREATE TABLE generation (
    number INTEGER PRIMARY KEY, started INTEGER NOT NULL, base TEXT NOT NULL, head TEXT, map TEXT NOT NULL,
    parameters TEXT NOT NULL, keep TEXT, revision INTEGER NOT NULL
);
CREATE TABLE part (
    generation INTEGER, kind TEXT, number INTEGER, data BLOB NOT NULL, PRIMARY KEY (generation, kind, number)
) WITHOUT ROWID;
CREATE TABLE act (
    seq INTEGER PRIMARY KEY, generation INTEGER NOT NULL, kind TEXT NOT NULL, time INTEGER NOT NULL, target INTEGER,
    id TEXT UNIQUE, tool TEXT, region TEXT, z0 INTEGER, z1 INTEGER, y0 INTEGER, y1 INTEGER, x0 INTEGER, x1 INTEGER,
    voxels INTEGER, verdict TEXT, note TEXT, runs BLOB
);
CREATE INDEX act_generation ON act (generation, seq);
CREATE TABLE settled (
    generation INTEGER NOT NULL, source TEXT NOT NULL, region TEXT, verdict TEXT NOT NULL, note TEXT NOT NULL, time INTEGER NOT NULL,
    z0 INTEGER, z1 INTEGER, y0 INTEGER, y1 INTEGER, x0 INTEGER, x1 INTEGER, rows BLOB NOT NULL
);
"""

_ACT_COLUMNS = (
    "seq, generation, kind, time, target, id, tool, region, z0, z1, y0, y1, x0, x1, voxels, verdict, note"
)


class JournalError(RuntimeError):
    """A journal that cannot be read: damaged, of another version, or no journal. Pass another file, or ``journal="new"``."""


@dataclass(frozen=True)
class Act:
    """A row of the table ``act``: an edit, a verdict, an undo, a redo or a new label. `seq` is 0 until it is committed."""

    kind: str
    time: int
    target: int | None = None
    id: str | None = None
    tool: str | None = None
    region: str | None = None
    box: Box | None = None
    voxels: int | None = None
    verdict: str | None = None
    note: str | None = None
    runs: bytes | None = field(default=None, repr=False)
    seq: int = 0
    generation: int = 0


@dataclass(frozen=True)
class Generation:
    """A row of the table ``generation``: hashes of the array it began and ended with and of its map, and how it is ranked."""

    number: int
    started: int
    base: str
    head: str | None
    map: str
    parameters: dict[str, Any]
    keep: str | None
    revision: int


@dataclass(frozen=True)
class SettledArea:
    """A row of the table ``settled``: a region settled in an earlier generation, and the region here that it settles."""

    source: str
    region: str | None
    verdict: str
    note: str
    time: int
    box: Box
    rows: bytes = field(repr=False)


class Journal:
    """An open journal.

    Parameters
    ----------
    path : Path or None
        The file, made when it is not there; None keeps everything in memory.

    Raises
    ------
    JournalError
        When the file is not a journal of this version, or is damaged.
    sqlite3.OperationalError, OSError
        When it cannot be opened or written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lease: Lease | None = None
        self._flush: str | None = None
        self._db = _connect(path)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    @classmethod
    def copy_in_memory(cls, path: Path) -> Journal:
        """A journal in memory that begins with what a file holds, which may be read-only. JournalError when it cannot be copied."""
        journal = cls(None)
        try:
            with tempfile.TemporaryDirectory(prefix="voxproof-") as folder:
                # What a killed kernel committed last is in the write-ahead log, which cannot be read where nothing can be written.
                copied = Path(shutil.copy(path, folder))
                log = path.with_name(f"{path.name}-wal")
                if log.is_file():
                    shutil.copy(log, folder)
                with contextlib.closing(sqlite3.connect(copied)) as source:
                    source.backup(journal._db)
        except OSError as error:
            raise JournalError(
                f"journal: found {path}, which cannot be written, and no way to copy it to where it can be read ({error}), expected room "
                "in a temporary folder. Make room, then run this cell again; nothing is lost."
            ) from error
        journal._check_version()
        return journal

    def take_lease(self) -> None:
        """Become the writer. JournalBusy when another kernel that may be alive is."""
        with self._transaction():
            self._lease = _lease.take(self._db, str(self.path))

    def check_free(self) -> None:
        """JournalBusy when another kernel that may be alive is the writer."""
        _lease.check_free(self._db, str(self.path))

    def meta(self) -> dict[str, str]:
        """Name, shape, dtype and the like; empty in a new journal."""
        return dict(self._db.execute("SELECT key, value FROM meta"))

    def begin(self, meta: dict[str, str], generation: Generation) -> None:
        """Make it the journal of a volume, in its first generation. What it held before is deleted: only for one without acts."""
        with self._transaction():
            for table in ("generation", "part", "act", "settled"):
                self._db.execute(f"DELETE FROM {table}")
            self._write_meta({"schema": str(SCHEMA), **meta})
            self._write_generation(generation)

    def generations(self) -> list[Generation]:
        """All of them, oldest first."""
        rows = self._db.execute(
            "SELECT number, started, base, head, map, parameters, keep, revision FROM generation ORDER BY number"
        )
        return [
            Generation(number, started, base, head, map_hash, json.loads(parameters), keep, revision)
            for number, started, base, head, map_hash, parameters, keep, revision in rows
        ]

    def acts(self, generation: int | None = None) -> list[Act]:
        """Acts in order, without their runs."""
        where, values = ("", ()) if generation is None else (" WHERE generation = ?", (generation,))
        rows = self._db.execute(f"SELECT {_ACT_COLUMNS} FROM act{where} ORDER BY seq", values)
        return [_act_of_row(row) for row in rows]

    def runs(self, seq: int) -> bytes:
        """Packed runs of an edit or of the region that a verdict is on."""
        (runs,) = self._db.execute("SELECT runs FROM act WHERE seq = ?", (seq,)).fetchone()
        return bytes(runs)

    def find_act(self, act_id: str) -> Act | None:
        """The act with this id: an edit, or a verdict that came from a file."""
        row = self._db.execute(f"SELECT {_ACT_COLUMNS} FROM act WHERE id = ?", (act_id,)).fetchone()
        return None if row is None else _act_of_row(row)

    def count_acts(self) -> int:
        """Number of acts in all generations."""
        (count,) = self._db.execute("SELECT count(*) FROM act").fetchone()
        return int(count)

    def settled(self, generation: int) -> list[SettledArea]:
        """What was brought into a generation as settled."""
        rows = self._db.execute(
            "SELECT source, region, verdict, note, time, z0, z1, y0, y1, x0, x1, rows FROM settled "
            "WHERE generation = ? ORDER BY rowid",
            (generation,),
        )
        return [
            SettledArea(source, region, verdict, note, moment, tuple(box), bytes(data))
            for source, region, verdict, note, moment, *box, data in rows
        ]

    def parts(self, generation: int, kind: str) -> Iterator[bytes]:
        """Parts of an array that a generation keeps, in order."""
        rows = self._db.execute(
            "SELECT data FROM part WHERE generation = ? AND kind = ? ORDER BY number", (generation, kind)
        )
        return (zlib.decompress(data) for (data,) in rows)

    def commit(self, act: Act, meta: dict[str, str], map_hash: str | None = None) -> int:
        """Make an act durable; its number. When this returns, it survives a killed kernel and a power cut.

        `map_hash` is noted in the act's generation when that has none yet.

        Raises
        ------
        Refused
            Code "journal": nothing was written.
        """
        with self._durable():
            self._write_meta(meta)
            if map_hash is not None:
                self._db.execute("UPDATE generation SET map = ? WHERE number = ?", (map_hash, act.generation))
            return self._write_act(act)

    def commit_generation(
        self,
        generation: Generation,
        *,
        head: str,
        parts: Iterable[tuple[str, int, bytes]],
        settled: Sequence[SettledArea],
        acts: Sequence[Act],
    ) -> list[int]:
        """Start a generation, in one transaction; the numbers of its acts. Refused as `commit`."""
        with self._durable():
            self._db.execute("UPDATE generation SET head = ? WHERE number = ?", (head, generation.number - 1))
            self._write_generation(generation)
            self._db.executemany(
                "INSERT INTO part (generation, kind, number, data) VALUES (?, ?, ?, ?)",
                ((generation.number, kind, number, zlib.compress(data, 1)) for kind, number, data in parts),
            )
            self._db.executemany(
                f"INSERT INTO settled VALUES ({', '.join('?' * 13)})",
                [
                    (generation.number, a.source, a.region, a.verdict, a.note, a.time, *a.box, a.rows)
                    for a in settled
                ],
            )
            return [self._write_act(act) for act in acts]

    def close(self) -> None:
        """Give the lease back and close the file. Twice is safe."""
        if self._lease is not None:
            with contextlib.suppress(sqlite3.Error), self._transaction(check=False):
                self._db.execute("DELETE FROM lease WHERE token = ?", (self._lease.token,))
        self._lease = None
        self._db.close()

    def _prepare(self) -> None:
        try:
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            empty = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if not empty or version != 0:
                self._check_version()
            self._use_log(empty)
            with self._transaction(check=False):
                for statement in _TABLES.split(";") if empty else ():
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {SCHEMA}")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise JournalError(
                f"journal: found {self.path}, which is no readable journal ({error}). "
                'Move it away, or pass journal="new" to keep it under a dated name and start another.'
            ) from error

    def _use_log(self, empty: bool) -> None:
        """A write-ahead log; a rollback journal where a log shared through memory cannot work.

        Nothing is flushed before the first act, whose flush makes durable what came before it.
        """
        if self.path is None:
            return
        if empty:
            self._db.execute("PRAGMA synchronous = OFF")
        wanted = "DELETE" if is_network_path(self.path) else "WAL"
        (mode,) = self._db.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
        self._flush = "FULL" if mode == "wal" else "EXTRA"
        self._db.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'EXTRA'}")

    def _flush_from_now_on(self) -> None:
        if self._flush is not None:
            self._db.execute(f"PRAGMA synchronous = {self._flush}")
            self._flush = None

    def _check_version(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version != SCHEMA:
            raise JournalError(
                f"journal: found version {version} in {self.path}, expected {SCHEMA}. Use the Voxproof that wrote it, "
                'or pass journal="new" to keep it under a dated name and start another.'
            )

    @contextlib.contextmanager
    def _transaction(self, *, check: bool = True) -> Iterator[None]:
        """All or nothing; with `check`, only as long as the lease is held."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if check and self._lease is not None and not _lease.renew(self._db, self._lease):
                raise Refused("journal", f"journal: another kernel has taken over {self.path}. {_REOPEN}")
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def _durable(self) -> Iterator[None]:
        """A transaction that is on the disk when it ends; Refused with "journal" when it cannot be."""
        try:
            self._flush_from_now_on()
            with self._transaction():
                yield
        except sqlite3.Error as error:
            raise Refused(
                "journal",
                f"journal: {self.path or 'memory'} could not be written ({error}), so nothing was changed. "
                "Make room or make it writable, then try again.",
            ) from error

    def _write_meta(self, meta: dict[str, str]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", meta.items())

    def _write_generation(self, g: Generation) -> None:
        self._db.execute(
            "INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (g.number, g.started, g.base, g.head, g.map, json.dumps(g.parameters), g.keep, g.revision),
        )

    def _write_act(self, act: Act) -> int:
        cursor = self._db.execute(
            f"INSERT INTO act ({_ACT_COLUMNS.removeprefix('seq, ')}, runs) VALUES ({', '.join('?' * 17)})",
            (
                act.generation,
                act.kind,
                act.time,
                act.target,
                act.id,
                act.tool,
                act.region,
                *(act.box or (None,) * 6),
                act.voxels,
                act.verdict,
                act.note,
                act.runs,
            ),
        )
        return int(cursor.lastrowid or 0)


_REOPEN = "Run the cell that shows the curator again to continue here."


def set_aside(path: Path) -> Path:
    """Rename a journal to a dated name beside it, whole; the new path."""
    stamp = time.strftime("%Y-%m-%dT%H%M%S", time.gmtime())
    aside = path.with_name(f"{path.stem}.{stamp}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.{stamp}-{number}{path.suffix}")
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm", "-journal", ""):
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{suffix}").rename(f"{aside}{suffix}")
    return aside


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False, timeout=5.0)


def _act_of_row(row: Sequence[Any]) -> Act:
    seq, generation, kind, moment, target, name, tool, region, *box, voxels, verdict, note = row
    return Act(
        kind=kind,
        time=moment,
        target=target,
        id=name,
        tool=tool,
        region=region,
        box=None if box[0] is None else tuple(box),
        voxels=voxels,
        verdict=verdict,
        note=note,
        seq=seq,
        generation=generation,
    )
