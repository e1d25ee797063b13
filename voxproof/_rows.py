"""What a journal's tables hold: their layout, and a frozen value for each kind of row. Meanings are in docs/journal.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from voxproof._events import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voxproof._box import Box

SCHEMA = 1

TABLES = """
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

AWAY = 'Move it away, or pass journal="new" to keep it under a dated name and start another.'

ACT_COLUMNS = (
    "seq, generation, kind, time, target, id, tool, region, z0, z1, y0, y1, x0, x1, voxels, verdict, note"
)


class JournalError(RuntimeError):
    """A journal that cannot be read: damaged, of another version, or no journal. Pass another file, or ``journal="new"``."""


class Damaged(JournalError):
    """A journal whose bytes or rows are not what was written.

    Attributes
    ----------
    path : Path or None
        Its file, None for memory.
    what : str
        What was found.
    """

    def __init__(self, path: Path | None, what: BaseException | str) -> None:
        super().__init__(f"journal: found {path}, which is no readable journal ({what}). {AWAY}")
        self.path = path
        self.what = str(what)


@dataclass(frozen=True)
class Missing:
    """What a journal lacks: how many acts that had been acknowledged, None when nobody knows; `revision` is that of the last whole one."""

    count: int | None
    revision: int


@dataclass(frozen=True)
class Act:
    """A row of the table ``act``: an edit, a revert, a verdict, an undo, a redo or a new label. `seq` is 0 until it is committed."""

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


def act_of_row(row: Sequence[Any]) -> Act:
    """An act from the columns `ACT_COLUMNS`. ValueError when they are not what an act has."""
    seq, generation, kind, moment, target, name, tool, region, *box, voxels, verdict, note = row
    _check(kind in ("edit", "revert", "verdict", "undo", "redo", "label"), f"act {seq} of kind {kind!r}")
    _check(kind != "verdict" or verdict in get_args(Asked), f"act {seq}, a verdict {verdict!r}")
    numbers = [moment, *(() if box == [None] * 6 else box)]
    _check(all(isinstance(number, int) and number >= 0 for number in numbers), f"act {seq} in {box}")
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


def _check(is_right: bool, what: str) -> None:
    if not is_right:
        raise ValueError(what)
