"""A damaged database as far as it can be read: its file with what is whole of its log written into it."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from voxproof._database import UNREADABLE, connect, is_journal
from voxproof._rows import SCHEMA, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from voxproof._log import Log

_READS, _PAGES, _VERSION = slice(18, 20), slice(28, 32), slice(92, 96)
_CHANGES = slice(24, 28)


def restored(path: Path, log: Log | None, folder: Path) -> sqlite3.Connection | None:
    """A copy in a folder to read from; None when it holds no journal's tables. OSError when it cannot be read or copied.

    The first page, which says where the tables are, is the same in every journal: where it is damaged, another one's takes its place.
    """
    image = bytearray(path.read_bytes())
    page_bytes = _page_bytes(image) if log is None else log.page_bytes
    for frame in () if log is None else log.whole:
        end = frame.page * page_bytes
        image.extend(bytes(max(0, end - len(image))))
        image[end - page_bytes : end] = frame.data
    new = _new_journal(page_bytes, folder)
    image.extend(bytes(max(0, len(new) - len(image), -len(image) % page_bytes)))
    for first in (bytes(image[:page_bytes]), new[:page_bytes]):
        image[:page_bytes] = first
        # Without a log, and as long as the file is.
        image[_READS], image[_VERSION] = b"\1\1", image[_CHANGES]
        image[_PAGES] = (len(image) // page_bytes).to_bytes(4, "big")
        file = folder / f"{len(list(folder.iterdir()))}.sqlite"
        file.write_bytes(image)
        db = connect(file)
        with contextlib.suppress(*UNREADABLE):
            if is_journal(db):
                return db
        db.close()
    return None


def _page_bytes(image: bytearray) -> int:
    size = int.from_bytes(image[16:18], "big")
    size = 1 << 16 if size == 1 else size
    return size if size in {1 << power for power in range(9, 17)} else 4096


def _new_journal(page_bytes: int, folder: Path) -> bytes:
    file = folder / "new.sqlite"
    with contextlib.closing(connect(file)) as db:
        db.executescript(
            f"PRAGMA page_size = {page_bytes}; BEGIN; {TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;"
        )
    return file.read_bytes()
