"""Which curator runs on which array, so that running a display cell again gives the same one."""

from __future__ import annotations

import weakref
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._arrays import readable
from voxproof._fingerprint import fingerprint, sampled_fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxproof._curator import Curator
    from voxproof._fingerprint import Fingerprint
    from voxproof._session import Session

_CHANGED = "{name}: found its voxels changed in place since the curator began with it, expected them as they were. {remedy}"
_REMEDY = "Call curator.update({name}={name}) on the running curator, which ranks anew."
_REMEDIES = {
    "image": "Call curator.close() first, so that the picture is made anew.",
    "uncertainty": _REMEDY,
    "probability": _REMEDY,
}

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


def check_free(curator: Curator, segmentation: object) -> None:
    """ValueError for the array that another curator edits: neither would know what the other does."""
    other = find(segmentation)
    if other not in (None, curator):
        raise ValueError(
            f"segmentation: found the array that another curator edits ({other!r}), expected one that none does. "
            "Pass a copy, segmentation.copy(), or call close() on the other curator first."
        )


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
        spacing, name, direction, journal, copy.
    """

    def __init__(self, session: Session, settings: dict[str, Any]) -> None:
        self._session = session
        self._settings = settings
        self._arrays: dict[str, weakref.ref[Any] | None] = {}
        self._contents: dict[str, Fingerprint | None] = {}

    def remember(self, **arrays: Any) -> None:
        """These objects were passed as image, uncertainty or probability; they and those passed before count with today's content."""
        self._arrays.update({name: _weak(array) for name, array in arrays.items()})
        self._contents = {name: self._content(name) for name in self._arrays}

    def check(self, segmentation: object, arrays: dict[str, Any], settings: dict[str, Any]) -> None:
        """Check that image, maps and settings are the running ones: the same object or content; None for name and journal.

        For the copy that a curator edits, ``curator.segmentation``, `copy` may be said or not: both mean this curator.

        Voxels that were changed in place are noticed by a checksum: of all voxels of the maps, of about 64³ of the image.

        Raises
        ------
        ValueError
            When something differs. Nothing is guessed: a new map may be a new prediction or a mistake.
        """
        for name, array in arrays.items():
            kept = self._kept(name)
            if array is not kept and not _equal(name, array, kept):
                raise ValueError(
                    f"{name}: found another one for a segmentation that is under curation already ({self._session.name!r}), "
                    "expected the same. For a new prediction call curator.update(...) on the running curator; "
                    "to begin anew, curator.close() first."
                )
            if self._content(name) != self._contents[name]:
                raise ValueError(_CHANGED.format(name=name, remedy=_REMEDIES[name].format(name=name)))
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

    def _kept(self, name: str) -> Any:
        """The very object that was passed, or what the session made of it."""
        known = self._arrays.get(name)
        passed = None if known is None else known()
        return getattr(self._session, name) if passed is None else passed

    def _content(self, name: str) -> Fingerprint | None:
        kept = self._kept(name)
        if kept is None:
            return None
        array = readable(name, kept)
        return sampled_fingerprint(array) if name == "image" else fingerprint(array)


def _same_setting(found: Any, kept: Any) -> bool:
    """Whether two settings say the same: (1, 1, 2) is [1, 1, 2], and a path is its text."""
    found, kept = (fspath(value) if isinstance(value, PathLike) else value for value in (found, kept))
    return bool(np.array_equal(found, kept))


def _weak(array: object) -> weakref.ref[Any] | None:
    try:
        return None if array is None else weakref.ref(array)
    except TypeError:
        return None


def _equal(name: str, found: Any, kept: Any) -> bool:
    if found is None or kept is None:
        return found is kept
    a, b = readable(name, found), readable(name, kept)
    are_numbers = a.dtype.kind in "buif" and a.ndim == 3
    return are_numbers and a.shape == b.shape and all(map(_same_voxels, a, b))


def _same_voxels(a: NDArray[Any], b: NDArray[Any]) -> bool:
    """Whether two slices hold the same, NaN where the other has NaN."""
    differ = a != b
    if not differ.any():
        return True
    # Only NaN differs from itself.
    left, right = a[differ], b[differ]
    return bool((left != left).all() and (right != right).all())
