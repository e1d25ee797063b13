"""Which curator runs on which array, so that running a display cell again gives the same one."""

from __future__ import annotations

import weakref
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from voxproof._curator import Curator
    from voxproof._session import Session

_entries: list[tuple[weakref.ref[Any], weakref.ref[Curator]]] = []


def find(segmentation: object) -> Curator | None:
    """The curator that runs on this very array object."""
    for array, reference in _entries:
        curator = reference()
        if segmentation is not None and array() is segmentation and curator is not None:
            return None if curator._session.closed else curator
    return None


def add(curator: Curator, segmentation: object) -> None:
    """This array is the curator's from now on, and those it had before are not."""
    remove(curator)
    for array in (segmentation, curator._session.segmentation):
        reference = _weak(array)
        if reference is not None:
            _entries.append((reference, weakref.ref(curator)))


def remove(curator: Curator) -> None:
    """The curator runs no more."""
    _entries[:] = [entry for entry in _entries if entry[1]() not in (None, curator)]


def alive() -> list[Curator]:
    """All curators whose sessions take acts."""
    curators = {id(c): c for _, reference in _entries if (c := reference()) is not None}
    return [curator for curator in curators.values() if not curator._session.closed]


class Given:
    """What a curator was made with, to notice when its array comes again with something else.

    Parameters
    ----------
    session : Session
        The running one.
    settings : dict
        spacing, name, direction, mode, journal, copy.
    """

    def __init__(self, session: Session, settings: dict[str, Any]) -> None:
        self._session = session
        self._settings = settings
        self._arrays: dict[str, weakref.ref[Any] | None] = {}

    def remember(self, **arrays: Any) -> None:
        """These objects were passed as image, uncertainty or probability."""
        self._arrays.update({name: _weak(array) for name, array in arrays.items()})

    def check(self, segmentation: object, arrays: dict[str, Any], settings: dict[str, Any]) -> None:
        """Check that image, maps and settings are the running ones: the same object or content; None for name and journal.

        For the copy that a curator edits, ``curator.segmentation``, `copy` may be said or not: both mean this curator.

        Raises
        ------
        ValueError
            When something differs. Nothing is guessed: a new map may be a new prediction or a mistake.
        """
        for name, array in arrays.items():
            known = self._arrays.get(name)
            if known is not None and known() is array:
                continue
            if not _equal(array, getattr(self._session, name)):
                raise ValueError(
                    f"{name}: found another one for a segmentation that is under curation already ({self._session.name!r}), "
                    "expected the same. For a new prediction call curator.update(...) on the running curator; "
                    "to begin anew, curator.close() first."
                )
        for name, value in settings.items():
            unsaid = value is None and name in ("name", "journal")
            if name == "copy":
                unsaid = self._settings["copy"] and segmentation is self._session.segmentation
            if not unsaid and not _same_setting(value, self._settings[name]):
                raise ValueError(
                    f"{name}: found {value!r} for a segmentation that is under curation already with "
                    f"{self._settings[name]!r}, expected the same. To begin anew with other settings, call curator.close() on the "
                    "running curator first."
                )


def _same_setting(found: Any, kept: Any) -> bool:
    """Whether two settings say the same: (1, 1, 2) is [1, 1, 2], and a path is its text."""
    found, kept = (fspath(value) if isinstance(value, PathLike) else value for value in (found, kept))
    return bool(np.array_equal(found, kept))


def _weak(array: object) -> weakref.ref[Any] | None:
    try:
        return None if array is None else weakref.ref(array)
    except TypeError:
        return None


def _equal(found: Any, kept: Any) -> bool:
    if found is kept:
        return True
    if found is None or kept is None or np.shape(found) != np.shape(kept):
        return False
    return bool(np.array_equal(np.asarray(found), np.asarray(kept)))
