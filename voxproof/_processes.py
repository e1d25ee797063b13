"""Journals that this process has open: a forked child must leave those of its parent alone, down to the last close."""

from __future__ import annotations

import contextlib
import os
import weakref
from typing import TYPE_CHECKING, Any

from voxproof._footing import file_number
from voxproof._rows import JournalError

if TYPE_CHECKING:
    from pathlib import Path

    from voxproof._journal_file import JournalFile

INHERITED = (
    "journal: found a forked child process, expected the one that opened {path}. Edit there: hand results back to the parent process "
    "and apply them in it. Copies of the arrays can be used here."
)

_open: weakref.WeakSet[JournalFile] = weakref.WeakSet()
_inherited_paths: set[Path] = set()


def add(journal: JournalFile) -> None:
    """This process has opened it."""
    _open.add(journal)


def remove(journal: JournalFile) -> None:
    """This process has closed it."""
    _open.discard(journal)


def is_only(journal: JournalFile) -> bool:
    """Whether nobody else here has the same file open."""
    return all(other is journal or other.path != journal.path for other in _open)


def has_open(path: Path) -> bool:
    """Whether this process has a file open: its locks on it would go when it is read otherwise and closed."""
    number = file_number(path)
    return number is not None and any(
        other.path is not None and file_number(other.path) == number for other in _open
    )


def check(path: Path | None) -> None:
    """JournalError for a file that the parent had open: its locks look like this process's own to SQLite."""
    if path in _inherited_paths:
        raise JournalError(INHERITED.format(path=path))


def _leave_to_parent() -> None:
    """In a forked child: closing a connection of the parent, even at exit, could take its locks or its log away."""
    for journal in list(_open):
        if journal.path is not None:
            _inherited_paths.add(journal.path)
            never_free(journal._connection)
    _open.clear()


def never_free(thing: Any) -> None:
    """Keep something as long as this process lives; at its end it is dropped, not closed."""
    with contextlib.suppress(ImportError, AttributeError):
        import ctypes

        ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
