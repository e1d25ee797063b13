"""Sessions without a name: what their journals are called, and which journal an array belongs to that was edited since."""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._journal import Journal, JournalError
from voxproof._matching import JournalMismatch, match, readable
from voxproof._places import journal_path
from voxproof._rows import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voxproof._doubt import Doubt
    from voxproof._matching import Match
    from voxproof._shadow import Shadow

_HASHED_WHOLE_VOXELS = 1 << 21
_SAMPLES_PER_AXIS = 64
"""As for the range that is displayed: what that has read of a memory map is in the system's cache."""
_DIGITS = 6
_MOST_CANDIDATES = 16
_PASS = "{}. To go on with {}, pass journal={!r}."


@dataclass(frozen=True)
class Identity:
    """Hashes of image, map and segmentation. Equal content has equal hashes, whatever strides and byte order."""

    image: str
    map: str
    segmentation: str

    @classmethod
    def of(cls, image: NDArray[Any], doubt: Doubt, shadow: Shadow) -> Identity:
        """Of a session's arrays; costs a look at up to two million voxels of each."""
        return cls(_sample_hash(image), given_map_hash(doubt), shadow.content_hash())

    @property
    def name(self) -> str:
        """What the session is called."""
        return "-".join(part[:_DIGITS] for part in (self.image, self.map, self.segmentation))


def given_map_hash(doubt: Doubt) -> str:
    """Hash of a map as it was given, with what it means; unlike `Doubt.hash`, whatever the segmentation."""
    given = doubt.probability if doubt.uncertainty is None else doubt.uncertainty
    assert given is not None
    return _sample_hash(given, "probability" if doubt.uncertainty is None else doubt.direction)


@dataclass(frozen=True)
class Found:
    """A journal to go on with, if any: how the array matched it when it had a number of acts; and what to tell of another one."""

    path: Path | None = None
    match: Match | None = None
    acts: int = 0
    message: str = ""


def find(
    journal: str | Path | None, identity: Identity, array: NDArray[Any], shadow: Shadow, doubt: Doubt
) -> Found:
    """Find the journal that an array belongs to under another name: one that knows image, map and array alike.

    Parameters
    ----------
    journal : str, Path or None
        As the user passed it.
    identity, array, shadow, doubt : Identity, array, Shadow, Doubt
        Of the session that is to be opened; borrowed.
    """
    if journal in ("memory", "new"):
        return Found()
    try:
        given = None if journal is None else Path(journal).expanduser()
        if given is not None and not given.is_dir():
            return Found()
        path = journal_path(given, identity.name).resolve()
        if path.exists():
            return Found()
        candidates = _candidates(path.parent, identity)
    except (OSError, RuntimeError):
        return Found()
    message = ""
    for candidate in candidates:
        try:
            found, knows_map = _compare(candidate, identity, array, shadow, doubt)
        except Damaged:
            message = _PASS.format(
                f"{candidate}, which was made on this image, is damaged",
                "what is whole of it",
                str(candidate),
            )
            continue
        except (JournalMismatch, JournalError, sqlite3.Error, OSError):
            continue
        if found.match is not None and knows_map:
            return found
        if found.match is not None:
            has_edits = f"{candidate} has edits of this image and segmentation, made with another map"
            message = _PASS.format(has_edits, "them", str(candidate))
    return Found(message=message)


def _candidates(folder: Path, identity: Identity) -> list[Path]:
    """Journals of unnamed sessions on the same image, newest first."""
    part = rf"[0-9a-f]{{{_DIGITS}}}"
    pattern = re.compile(rf"{identity.image[:_DIGITS]}-{part}-{part}\.sqlite")
    found = [file for file in folder.glob(f"{identity.image[:_DIGITS]}-*") if pattern.fullmatch(file.name)]
    found.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    return found[:_MOST_CANDIDATES]


def _compare(
    path: Path, identity: Identity, array: NDArray[Any], shadow: Shadow, doubt: Doubt
) -> tuple[Found, bool]:
    """A journal with the array's match, if the array is a state of it that can be continued; and whether it knows the map."""
    with _opened(path) as journal, readable(journal):
        acts = journal.count_acts()
        if journal.meta().get("image") != identity.image:
            return Found(), False
        is_given = identity.map in journal.meta().get("maps", "").split()
        knows_map = is_given or doubt.hash in {generation.map for generation in journal.generations()}
        if not knows_map and journal.generations()[0].base != identity.segmentation:
            return Found(), False
        return Found(path, match(journal, array, shadow), acts), knows_map


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Journal]:
    journal = Journal(path)
    try:
        yield journal
    finally:
        journal.close()


def _sample_hash(array: NDArray[Any], kind: str = "") -> str:
    """Hash of kind, dtype, shape and voxels: all of them up to two million, else every n-th along each axis, about 64 on each."""
    about = f"{kind} {array.dtype.newbyteorder('<').str} {list(array.shape)}"
    if array.size > _HASHED_WHOLE_VOXELS:
        steps = tuple(slice(None, None, -(-size // _SAMPLES_PER_AXIS)) for size in array.shape)
        array = array[steps]
    digest = hashlib.blake2b(about.encode(), digest_size=20)
    digest.update(np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).data)
    return digest.hexdigest()
