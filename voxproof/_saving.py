"""Files that a session writes for its user: never over an input, never over what it did not write itself, whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._atomic import in_place_of
from voxproof._replay import check_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_JOURNAL_SUFFIXES = ("", "-wal", "-shm", "-journal")


class Written:
    """Files that a session wrote, and as what: one that somebody else changed since is no longer its own.

    Parameters
    ----------
    kept : str
        What `kept` gave before, as a journal keeps it.
    """

    def __init__(self, kept: str = "{}") -> None:
        self._known: dict[str, list[int]] = json.loads(kept)

    def kept(self) -> str:
        """As a journal keeps it."""
        return json.dumps(self._known)

    def write(self, path: Path, what: str, overwrite: bool, write: Callable[[Path], None]) -> None:
        """Write a file in place of what is there, which must have been written here before unless `overwrite` says so.

        Raises
        ------
        FileExistsError
            When something else is there.
        OSError
            When it cannot be written; what was there stays as it is.
        """
        real = os.path.realpath(path)
        there = _mark(real)
        if there is not None and not overwrite and self._known.get(real) != there:
            raise FileExistsError(
                f"path: found {path} there already, which this session has not written, expected a new file. "
                "Pass another path; or overwrite=True when it is nothing that you need."
            )
        with in_place_of(path, what) as part:
            write(part)
        mark = _mark(real)
        if mark is not None:
            self._known[real] = mark


def check_target(path: Any, inputs: Iterable[Any], journal: str | None) -> Path:
    """A path to write to. ValueError when that is a file in which one of the arrays lies, or the journal's."""
    target = check_path("path", path).expanduser()
    real = os.path.realpath(target)
    if journal is not None and real in {
        os.path.realpath(f"{journal}{suffix}") for suffix in _JOURNAL_SUFFIXES
    }:
        raise ValueError(
            f"path: found the session's journal, {target}, expected a file of its own. Pass another path."
        )
    if real in {os.path.realpath(file) for array in inputs if (file := _file_of(array)) is not None}:
        raise ValueError(
            f"path: found {target}, in which one of the session's arrays lies, expected a file of its own: originals are never "
            "overwritten. Pass another path."
        )
    return target


def _file_of(array: Any) -> str | None:
    """The file that an array is a memory map of."""
    while array is not None:
        if isinstance(array, np.memmap) and array.filename is not None:
            return str(array.filename)
        array = getattr(array, "base", None)
    return None


def _mark(path: str) -> list[int] | None:
    """What tells whether a file or folder is as it was; None when nothing is there."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [found.st_ino, found.st_size, found.st_mtime_ns]
