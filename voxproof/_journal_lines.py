"""A journal as JSON lines, for other programs and for archives, and back. The format is in docs/journal.md, "JSON lines"."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _box
from voxproof._history import History
from voxproof._journal import Act, Contents, Generation, Journal, SettledArea
from voxproof._labels import label_range
from voxproof._matching import readable
from voxproof._replay import check_path
from voxproof._rows import SCHEMA, JournalError, act_of_row
from voxproof._runs import Runs, wrong_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    from voxproof._box import Box, Shape

KIND = "journal"
VERSION = 1
_FIELDS = ("target", "id", "tool", "region", "box", "voxels", "verdict", "note")
_SETTLED = ("source", "region", "verdict", "note", "time", "box")
_GENERATION = ("started", "base", "head", "map", "parameters", "keep", "revision")
_BYTE = np.dtype(np.uint8)


def lines_of(journal: Journal) -> Iterator[str]:
    """The lines of a journal, without line ends."""
    meta, generations = journal.meta(), journal.generations()
    dtype = np.dtype(meta["dtype"])
    header = {"voxproof": KIND, "version": VERSION, "schema": SCHEMA}
    counts = {"generations": len(generations), "acts": journal.count_acts()}
    yield _line({**header, **counts, "meta": meta})
    for row in generations:
        yield from _generation_lines(journal.contents(row))
        for act in journal.acts(row.number):
            yield _line(_act_value(act, journal, dtype))


def import_journal(jsonl: str | PathLike[str], path: str | PathLike[str]) -> Path:
    """Make a journal's file again from JSON lines that ``curator.export_journal`` wrote.

    Parameters
    ----------
    jsonl : path
        The lines; read whole and checked before anything is written.
    path : path
        Where the journal is to be, such as ``".voxproof/mouse-07.sqlite"``; nothing may lie there. Pass it as ``journal=`` to a curator
        of the same volume.

    Returns
    -------
    Path
        The file, which says what the exported one said: acts, generations, settled regions, parameters; nobody holds it open.

    Raises
    ------
    ValueError
        When the file is another one, cut, damaged or of another version: the message names the line.
    FileExistsError, OSError
        When something lies at `path`, or it cannot be written.

    Examples
    --------
    >>> vp.import_journal("mouse-07.jsonl", ".voxproof/mouse-07.sqlite")     # doctest: +SKIP
    """
    source = check_path("jsonl", jsonl).expanduser()
    target = check_path("path", path).expanduser()
    with source.open(encoding="utf-8") as file:
        journal = _Reader(source).read(file)
    try:
        journal.write_to(target)
    finally:
        journal.close()
    return target


def _generation_lines(contents: Contents) -> Iterator[str]:
    row = contents.generation
    yield _line({"generation": row.number, **{name: getattr(row, name) for name in _GENERATION}})
    for kind, number, data in contents.parts:
        text = base64.b64encode(data).decode()
        yield _line({"part": kind, "generation": row.number, "number": number, "zlib": text})
    for area in contents.settled:
        value = {name: getattr(area, name) for name in _SETTLED}
        runs = _flat(Runs.unpack(area.rows, _BYTE))
        yield _line({"settled": area.source, "generation": row.number, **value, "runs": runs})


def _act_value(act: Act, journal: Journal, dtype: np.dtype[Any]) -> dict[str, Any]:
    value = {"act": act.seq, "generation": act.generation, "kind": act.kind, "time": act.time}
    value |= {name: getattr(act, name) for name in _FIELDS if getattr(act, name) is not None}
    if act.kind in ("edit", "revert", "verdict"):
        value["runs"] = _flat(Runs.unpack(journal.runs(act.seq), _BYTE if act.kind == "verdict" else dtype))
    return value


def _flat(runs: Runs) -> list[int]:
    columns = (runs.offset, runs.length, runs.before, runs.after)
    return [
        int(number) for row in zip(*(column.tolist() for column in columns), strict=True) for number in row
    ]


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Reader:
    """Reads the lines of one file into a journal in memory."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._number = 0
        self._meta: dict[str, str] = {}
        self._dtype = _BYTE
        self._shape: Shape = (0, 0, 0)
        self._generations: list[Generation] = []
        self._parts: list[list[tuple[str, int, bytes]]] = []
        self._settled: list[list[SettledArea]] = []
        self._acts: list[Act] = []

    def read(self, lines: Iterable[str]) -> Journal:
        """A journal in memory. ValueError names the line that is wrong."""
        header: dict[str, Any] = {}
        try:
            for line in lines:
                self._number += 1
                value = json.loads(line)
                if self._number == 1:
                    header = self._read_header(value)
                else:
                    self._take(value)
        except (TypeError, KeyError, OverflowError, RecursionError, ValueError) as error:
            if isinstance(error, _Wrong):
                raise
            raise self._wrong(
                f"something else ({error or type(error).__name__})", "a line of a journal"
            ) from error
        found = {"generations": len(self._generations), "acts": len(self._acts)}
        expected = {name: header.get(name) for name in found}
        if found != expected or not self._generations:
            raise self._wrong(
                f"the end after {found}", f"{expected}, as its first line says: the file was cut"
            )
        return self._journal()

    def _journal(self) -> Journal:
        journal = Journal(None)
        contents = [
            Contents(*each) for each in zip(self._generations, self._parts, self._settled, strict=True)
        ]
        try:
            journal.fill(self._meta, contents, self._acts)
            with readable(journal):
                for row in self._generations:
                    History.of_acts(journal.acts(row.number), journal.settled(row.number))
            if not journal.is_complete():
                raise JournalError("acts or generations do not follow each other")
        except Exception as error:
            journal.close()
            raise self._wrong(f"rows that do not fit each other ({error})", "those of a journal") from error
        return journal

    def _read_header(self, value: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(value, dict) or value.get("voxproof") != KIND:
            raise self._wrong(
                "another kind of file", "one that curator.export_journal wrote. Choose that one"
            )
        versions = (value.get("version"), value.get("schema"))
        if versions != (VERSION, SCHEMA):
            advice = f"{(VERSION, SCHEMA)}. Read it with the version of voxproof that wrote it"
            raise self._wrong(f"versions {versions}", advice)
        self._meta = {str(key): str(text) for key, text in value["meta"].items()}
        self._dtype = np.dtype(self._meta["dtype"])
        z, y, x = json.loads(self._meta["shape"])
        self._shape = (z, y, x)
        return value

    def _take(self, value: dict[str, Any]) -> None:
        number = value["generation"]
        if "act" not in value and "part" not in value and "settled" not in value:
            self._check(number == len(self._generations), "a generation out of turn")
            self._generations.append(Generation(number, *(value[name] for name in _GENERATION)))
            self._parts.append([])
            self._settled.append([])
            return
        self._check(number == len(self._generations) - 1, f"a line of generation {number}")
        if "part" in value:
            self._parts[-1].append((value["part"], value["number"], base64.b64decode(value["zlib"])))
        elif "settled" in value:
            area = {**{name: value[name] for name in _SETTLED}, "box": self._box(value["box"])}
            self._settled[-1].append(SettledArea(**area, rows=self._runs(value, _BYTE).pack()))
        else:
            self._acts.append(self._act(value))

    def _act(self, value: dict[str, Any]) -> Act:
        seq = len(self._acts) + 1
        self._check(value["act"] == seq, f"act {value['act']!r}")
        fields = {name: value.get(name) for name in _FIELDS}
        box = (None,) * 6 if fields["box"] is None else self._box(fields["box"])
        order = (*(fields[name] for name in _FIELDS[:4]), *box, *(fields[name] for name in _FIELDS[5:]))
        act = act_of_row((seq, value["generation"], value["kind"], value["time"], *order))
        packed = None
        if act.kind in ("edit", "revert", "verdict"):
            runs = self._runs(value, _BYTE if act.kind == "verdict" else self._dtype)
            self._check(act.kind == "verdict" or runs.voxels == act.voxels, f"{runs.voxels} voxels")
            packed = runs.pack()
        return Act(**{**vars(act), "runs": packed})

    def _box(self, box: Sequence[int]) -> Box:
        z0, z1, y0, y1, x0, x1 = box
        read = (z0, z1, y0, y1, x0, x1)
        self._check(_box.inside(read, self._shape), f"box {list(box)}")
        return read

    def _runs(self, value: dict[str, Any], dtype: np.dtype[Any]) -> Runs:
        rows, box = value["runs"], self._box(value["box"])
        if not rows and value["kind"] == "revert":
            return Runs(*(np.zeros(0, each) for each in (np.uint32, np.uint32, dtype, dtype)))
        offset, length, before, after = (rows[column::4] for column in range(4))
        low, high = label_range(dtype)
        self._check(len(rows) % 4 == 0 and len(rows) > 0, f"{len(rows)} numbers in runs")
        self._check(
            low <= min(min(before), min(after)) and max(max(before), max(after)) <= high,
            "labels beyond the dtype",
        )
        self._check(min(offset) >= 0 and max(max(offset), max(length)) < 2**32, "runs beyond their box")
        changes = [int(one != other) for one, other in zip(before, after, strict=True)]
        wrong = wrong_rows(np.array([offset, length, [0] * len(offset), changes], np.uint32).T, box)
        self._check(wrong is None, (wrong or "").removeprefix("found "))
        columns = (
            np.array(offset, np.uint32),
            np.array(length, np.uint32),
            np.array(before, dtype),
            np.array(after, dtype),
        )
        return Runs(*columns)

    def _check(self, is_right: bool, found: str) -> None:
        if not is_right:
            raise self._wrong(found, "what follows the lines before")

    def _wrong(self, found: str, expected: str) -> _Wrong:
        return _Wrong(f"{self._source}, line {self._number}: found {found}, expected {expected}.")


class _Wrong(ValueError):
    """A line that is wrong."""
