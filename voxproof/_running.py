"""Which curator runs on which array, so that running a display cell again gives the same one."""

from __future__ import annotations

import weakref
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
        if curator is not None and array() is segmentation and segmentation is not None:
            return None if curator._session.closed else curator
    return None


def add(curator: Curator, segmentation: object) -> None:
    """This array is the curator's from now on, and those it had before are not."""
    remove(curator)
    for array in (segmentation, curator._session.segmentation):
        try:
            _entries.append((weakref.ref(array), weakref.ref(curator)))
        except TypeError:
            continue


def remove(curator: Curator) -> None:
    """The curator runs no more."""
    _entries[:] = [entry for entry in _entries if entry[1]() not in (None, curator)]


def check_same(
    session: Session, made_with: dict[str, Any], arrays: dict[str, Any], settings: dict[str, Any]
) -> None:
    """Check that an array that is under curation comes with the maps and settings of its curator.

    Parameters
    ----------
    session : Session
        The running one.
    made_with : dict
        Settings it was made with.
    arrays : dict
        Passed now: image, uncertainty, probability. The same object or the same content is the same.
    settings : dict
        Passed now; None for name and journal means the running ones.

    Raises
    ------
    ValueError
        When something differs. Nothing is guessed: a new map may be a new prediction or a mistake.
    """
    other = [name for name, array in arrays.items() if not _equal(array, getattr(session, name))]
    if other:
        raise ValueError(
            f"{other[0]}: found another one for a segmentation that is under curation already ({session.name!r}), "
            "expected the same. For a new prediction call curator.update(...) on the running curator; "
            "to begin anew, curator.close() first."
        )
    for name, value in settings.items():
        unsaid = value is None and name in ("name", "journal")
        if not unsaid and not np.array_equal(value, made_with[name]):
            raise ValueError(
                f"{name}: found {value!r} for a segmentation that is under curation already with {made_with[name]!r}, "
                "expected the same. To begin anew with other settings, call curator.close() on the running curator first."
            )


def _equal(found: Any, kept: Any) -> bool:
    if found is kept:
        return True
    if found is None or kept is None or np.shape(found) != np.shape(kept):
        return False
    return bool(np.array_equal(np.asarray(found), np.asarray(kept)))
