"""What is whole of a damaged journal, made a journal again; the damaged file stays as it is. Rules in docs/journal.md, "Damage"."""

from __future__ import annotations

import contextlib
import itertools
import json
import sqlite3
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._database import UNREADABLE, set_aside
from voxproof._disk_image import restored
from voxproof._fitting import count_fitting
from voxproof._history import History
from voxproof._journal import COUNT, Contents, Journal
from voxproof._log import read_log
from voxproof._matching import DAMAGE, JournalMismatch, match, stored_base
from voxproof._rows import JournalError, Missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from numpy.typing import NDArray

    from voxproof._log import Log
    from voxproof._rows import Act, Damaged
    from voxproof._shadow import Shadow

    Row = TypeVar("Row")

_DAMAGED: tuple[type[Exception], ...] = (JournalError, *DAMAGE)


@dataclass(frozen=True, eq=False)
class Salvaged:
    """A whole journal, in memory; what it lacks, None for nothing; and what to tell of it."""

    journal: Journal
    missing: Missing | None
    message: str

    def put(self, path: Path) -> Path:
        """Write it to the path of the damaged one, which is renamed to a dated name beside it; that name.

        sqlite3.Error or OSError when that is not possible: the damaged one is where it was.
        """
        whole = path.with_name(f"{path.name}.whole")
        whole.unlink(missing_ok=True)
        self.journal.write_to(whole)
        try:
            aside = set_aside(path, is_damaged=True)
        except OSError:
            whole.unlink()
            raise
        whole.rename(path)
        return aside


def salvage(error: Damaged, path: Path, array: NDArray[Any], shadow: Shadow) -> Salvaged:
    """Make a journal of the acts that are whole: the first ones, as far as each can be read and fits those before it.

    Parameters
    ----------
    error : Damaged
        What was found; raised again when not even the beginning is whole, and when nothing is damaged.
    path : Path
        Of the journal, which nobody in this process has open. It is left as it is.
    array, shadow : array, Shadow
        The segmentation that is to be continued; borrowed.

    Raises
    ------
    JournalBusy
        When another kernel that may be alive writes it.
    JournalMismatch
        When the array is no state of what is whole.
    OSError
        When there is no room to work in.
    """
    log = read_log(path)
    with tempfile.TemporaryDirectory(prefix="voxproof-") as folder:
        db = restored(path, log, Path(folder))
        if db is None:
            raise error
        with contextlib.closing(Journal.of_database(db)) as damaged:
            damaged.path = path
            with contextlib.suppress(JournalError, sqlite3.Error, TypeError, ValueError):
                damaged.check_free()
            try:
                whole = _Whole.of(damaged, shadow)
                least, count = _lost(db, log, whole)
            except _DAMAGED as reason:
                raise error from reason
            is_found = isinstance(error.__cause__, UNREADABLE) or (log is not None and log.is_damaged)
            if count == 0 and not is_found:
                raise error
    journal = whole.journal()
    revision = _revision(journal)
    message = f"{path} was damaged ({error.what}). {_told(least, count, revision)}"
    _check_state(journal, path, array, shadow, message)
    return Salvaged(journal, None if count == 0 else Missing(count, revision), message)


@dataclass(frozen=True, eq=False)
class _Whole:
    """What a damaged journal has in order: its first generations, each with what it began with, and its first acts."""

    meta: dict[str, str]
    contents: list[Contents]
    acts: list[Act]

    @classmethod
    def of(cls, damaged: Journal, shadow: Shadow) -> _Whole:
        """Read as far as each row can be read and the acts of the last generation fit. Raises what damage raises."""
        meta = damaged.meta()
        z, y, x = json.loads(meta["shape"])
        shape, dtype = (z, y, x), np.dtype(meta["dtype"])

        def begun(number: int) -> Contents | None:
            row = damaged.find_generation(number)
            if row is None or number == 0:
                return None if row is None else Contents(row, (), ())
            is_whole = stored_base(damaged, row, shape, dtype).content_hash() == row.base
            return damaged.contents(row) if is_whole else None

        contents = _first(begun, 0)
        last = contents[-1]
        rows = _first(damaged.whole_act, 1)
        acts = list(itertools.takewhile(lambda act: act.generation <= last.generation.number, rows))
        own = [act for act in acts if act.generation == last.generation.number]
        base = shadow if shadow.content_hash() == last.generation.base else None
        if last.generation.number > 0:
            base = stored_base(damaged, last.generation, shape, dtype)
        fitting = count_fitting(own, last.settled, shape, dtype, None if base is None else base.dense())
        contents[-1] = replace(last, generation=replace(last.generation, head=None))
        return cls(meta, contents, acts[: len(acts) - len(own) + fitting])

    def journal(self) -> Journal:
        """A journal in memory that holds it."""
        journal = Journal(None)
        journal.fill(self.meta, self.contents, self.acts)
        return journal


def _first(read: Callable[[int], Row | None], start: int) -> list[Row]:
    """Rows by their numbers, before the first that is missing or cannot be read."""
    rows: list[Row] = []
    with contextlib.suppress(*_DAMAGED):
        for number in itertools.count(start):
            row = read(number)
            if row is None:
                break
            rows.append(row)
    return rows


def _lost(db: sqlite3.Connection, log: Log | None, whole: _Whole) -> tuple[int, int | None]:
    """How many acts are missing: at least, and exactly where the journal had counted them (not those of versions before it did)."""
    least, counted = 0, whole.meta.get(COUNT, "")
    with contextlib.suppress(sqlite3.Error, TypeError):
        (last,) = db.execute("SELECT max(seq) FROM act").fetchone()
        least = max(0, int(last) - len(whole.acts))
    if not counted.isdigit():
        return least, None
    query = "SELECT rootpage FROM sqlite_master WHERE name IN ('meta', 'lease') ORDER BY name = 'lease'"
    meta, lease = (page for (page,) in db.execute(query))
    after = [] if log is None else [pages for pages in log.written_since(meta) if pages - {meta, lease}]
    return least, max(least, int(counted) + len(after) - len(whole.acts))


def _revision(journal: Journal) -> int:
    last = journal.generations()[-1]
    history = History.of_acts(journal.acts(last.number), journal.settled(last.number))
    return last.revision + len(history.steps)


def _told(least: int, count: int | None, revision: int) -> str:
    if count == 0:
        return f"Nothing that was done is missing; it goes on at revision {revision}."
    if count is None:
        number = f"At least {least} acts" if least else "An unknown number of acts"
    else:
        number = "1 act" if count == 1 else f"{count} acts"
    are = "is" if count == 1 else "are"
    return (
        f"It goes on at revision {revision}, the last one that is whole. {number} after that {are} missing."
    )


def _check_state(journal: Journal, path: Path, array: NDArray[Any], shadow: Shadow, message: str) -> None:
    """JournalMismatch unless the array is a state of what is whole: it may be ahead of it, and nobody could tell by what."""
    journal.path = path
    try:
        base = journal.generations()[0].base
        if match(journal, array, shadow) is None and shadow.content_hash() != base:
            raise JournalMismatch("segmentation: found other voxels than those that the session began with.")
    except JournalMismatch as mismatch:
        raise JournalMismatch(
            f"{mismatch} {message} An array that holds what the journal lacks is no state of what is left, so nothing was changed. Pass "
            'the array as it was before any edit to go on from there, or journal="new" to go on with this one as it is.'
        ) from mismatch
    finally:
        journal.path = None
