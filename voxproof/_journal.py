"""The journal: one SQLite file, one commit per act. Tables and rules are in docs/journal.md."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voxproof._events import Refused
from voxproof._journal_file import JournalFile
from voxproof._rows import (
    ACT_COLUMNS,
    SCHEMA,
    Act,
    Damaged,
    Generation,
    JournalError,
    SettledArea,
    act_of_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Act", "Contents", "Generation", "Journal", "JournalError", "SettledArea"]


COUNT = "acts"
"""In `meta`: how many acts there are, so that a damaged journal can tell what it lacks."""

_GENERATION = "SELECT number, started, base, head, map, parameters, keep, revision FROM generation"


@dataclass(frozen=True, eq=False)
class Contents:
    """What a generation began with: its row, its parts (kind, number, compressed bytes), and what was brought into it as settled."""

    generation: Generation
    parts: Sequence[tuple[str, int, bytes]]
    settled: Sequence[SettledArea]


class Journal(JournalFile):
    """An open journal: its rows, read and written. See `JournalFile` for how it is opened, and what that raises."""

    def meta(self) -> dict[str, str]:
        """Name, shape, dtype and the like; empty in a new journal."""
        return dict(self._rows("SELECT key, value FROM meta"))

    def begin(self, meta: dict[str, str], generation: Generation) -> None:
        """Make it the journal of a volume, in its first generation. What it held before is deleted: only for one without acts."""
        with self._transaction():
            for table in ("generation", "part", "act", "settled"):
                self._db.execute(f"DELETE FROM {table}")
            self._write_meta({"schema": str(SCHEMA), **meta, COUNT: "0"})
            self._write_generation(generation)

    def generations(self) -> list[Generation]:
        """All of them, oldest first."""
        return [_generation_of(row) for row in self._rows(f"{_GENERATION} ORDER BY number")]

    def find_generation(self, number: int) -> Generation | None:
        """The one with this number."""
        rows = self._rows(f"{_GENERATION} WHERE number = ?", (number,))
        return _generation_of(rows[0]) if rows else None

    def is_complete(self) -> bool:
        """Whether no act or generation is missing: numbered without gaps, each act within one, and as many acts as were counted."""
        ((generations, first, last),) = self._rows(
            "SELECT count(*), min(number), max(number) FROM generation"
        )
        ((acts, low, high, of_first, of_last),) = self._rows(
            "SELECT count(*), min(seq), max(seq), min(generation), max(generation) FROM act"
        )
        counted = self.meta().get(COUNT, str(acts))
        whole = counted == str(acts) and (generations == 0 or (first, last) == (0, generations - 1))
        return whole and (acts == 0 or ((low, high) == (1, acts) and first <= of_first and of_last <= last))

    def acts(self, generation: int | None = None) -> list[Act]:
        """Acts in order, without their runs."""
        where, values = ("", ()) if generation is None else (" WHERE generation = ?", (generation,))
        rows = self._rows(f"SELECT {ACT_COLUMNS} FROM act{where} ORDER BY seq", values)
        return [act_of_row(row) for row in rows]

    def acts_after(self, generation: int, seq: int, most: int) -> list[Act]:
        """Acts of a generation after one, in order, without their runs; new labels are left out."""
        rows = self._rows(
            f"SELECT {ACT_COLUMNS} FROM act WHERE generation = ? AND seq > ? AND kind <> 'label' ORDER BY seq LIMIT ?",
            (generation, seq, most),
        )
        return [act_of_row(row) for row in rows]

    def runs(self, seq: int) -> bytes:
        """Packed runs of an edit or of the region that a verdict is on."""
        ((runs,),) = self._rows("SELECT runs FROM act WHERE seq = ?", (seq,))
        if not isinstance(runs, bytes):
            raise Damaged(self.path, f"act {seq} has lost its voxels")
        return runs

    def find_act(self, act_id: str) -> Act | None:
        """The act with this id; those done in Python have one only where they are edits or reverts."""
        rows = self._rows(f"SELECT {ACT_COLUMNS} FROM act WHERE id = ?", (act_id,))
        return act_of_row(rows[0]) if rows else None

    def act(self, seq: int) -> Act:
        """The act with this number, without its runs."""
        (row,) = self._rows(f"SELECT {ACT_COLUMNS} FROM act WHERE seq = ?", (seq,))
        return act_of_row(row)

    def whole_act(self, seq: int) -> Act | None:
        """The act with this number, with its runs."""
        rows = self._rows(f"SELECT {ACT_COLUMNS}, runs FROM act WHERE seq = ?", (seq,))
        return replace(act_of_row(rows[0][:-1]), runs=rows[0][-1]) if rows else None

    def count_acts(self) -> int:
        """Number of acts in all generations."""
        ((count,),) = self._rows("SELECT count(*) FROM act")
        return int(count)

    def settled(self, generation: int) -> list[SettledArea]:
        """What was brought into a generation as settled."""
        rows = self._rows(
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
        rows = self._rows(
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

    def keep(self, meta: dict[str, str]) -> None:
        """Make something durable that is no act. Refused as `commit`."""
        with self._durable():
            self._write_meta(meta)

    def note(self, meta: dict[str, str]) -> None:
        """Write what is not worth an act. Where that is not possible, or the journal holds no act yet, nothing is written or said."""
        with contextlib.suppress(Refused, sqlite3.Error, OSError, JournalError):
            if self.count_acts() > 0:
                with self._durable():
                    self._write_meta(meta)

    def commit_generation(
        self,
        generation: Generation,
        *,
        head: str,
        ended_map: str | None,
        meta: dict[str, str],
        parts: Iterable[tuple[str, int, bytes]],
        settled: Sequence[SettledArea],
        acts: Sequence[Act],
    ) -> list[int]:
        """Start a generation, in one transaction; the numbers of its acts. Refused as `commit`.

        `head` and `ended_map` are noted in the generation that ends; None leaves its map as it was noted before.
        """
        with self._durable():
            self._write_meta(meta)
            self._db.execute(
                "UPDATE generation SET head = ?, map = coalesce(?, map) WHERE number = ?",
                (head, ended_map, generation.number - 1),
            )
            self._write_generation(generation)
            packed = ((kind, number, zlib.compress(data, 1)) for kind, number, data in parts)
            self._write_parts(generation.number, packed)
            self._write_settled(generation.number, settled)
            return [self._write_act(act) for act in acts]

    def fill(self, meta: dict[str, str], contents: Sequence[Contents], acts: Iterable[Act]) -> None:
        """Make a new journal hold what another one says, in one transaction."""
        with self._transaction():
            self._write_meta({**meta, COUNT: "0"})
            for each in contents:
                self._write_generation(each.generation)
                self._write_parts(each.generation.number, each.parts)
                self._write_settled(each.generation.number, each.settled)
            for act in acts:
                self._write_act(act)

    def contents(self, generation: Generation) -> Contents:
        """What a generation began with."""
        query = "SELECT kind, number, data FROM part WHERE generation = ? ORDER BY kind, number"
        parts = self._rows(query, (generation.number,))
        return Contents(generation, parts, self.settled(generation.number))

    def _write_parts(self, generation: int, parts: Iterable[tuple[str, int, bytes]]) -> None:
        self._db.executemany(
            "INSERT INTO part (generation, kind, number, data) VALUES (?, ?, ?, ?)",
            ((generation, *part) for part in parts),
        )

    def _write_settled(self, generation: int, areas: Iterable[SettledArea]) -> None:
        self._db.executemany(
            f"INSERT INTO settled VALUES ({', '.join('?' * 13)})",
            [(generation, a.source, a.region, a.verdict, a.note, a.time, *a.box, a.rows) for a in areas],
        )

    def _write_meta(self, meta: dict[str, str]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", meta.items())

    def _write_generation(self, g: Generation) -> None:
        self._db.execute(
            "INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (g.number, g.started, g.base, g.head, g.map, json.dumps(g.parameters), g.keep, g.revision),
        )

    def _write_act(self, act: Act) -> int:
        cursor = self._db.execute(
            f"INSERT INTO act ({ACT_COLUMNS.removeprefix('seq, ')}, runs) VALUES ({', '.join('?' * 17)})",
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
        seq = int(cursor.lastrowid or 0)
        self._write_meta({COUNT: str(seq)})
        return seq


def _generation_of(row: Sequence[Any]) -> Generation:
    number, started, base, head, map_hash, parameters, keep, revision = row
    return Generation(number, started, base, head, map_hash, json.loads(parameters), keep, revision)
