"""Where journals live: file names from what users call a session, and file systems a write-ahead log cannot use."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from voxproof._user_settings import user_setting

FOLDER = ".voxproof"

_MOST_BYTES = 160
"""File systems allow 255; a hash, a date and the suffixes of SQLite's own files come on top."""

_NETWORK = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "lustre", "gpfs", "beegfs", "ceph", "afs", "glusterfs")


def journal_path(place: Path | None, name: str) -> Path:
    """The journal's file: `place` when that is a file, else a file called after the name in that folder.

    Without a place it is in the folder of JupyterLab's settings, or ``.voxproof`` in the working directory; a journal that is there already
    goes on there, whatever the settings say.
    """
    if place is not None and not place.is_dir():
        return place
    file = f"{file_stem(name)}.sqlite"
    usual = Path.cwd() / FOLDER / file
    if place is not None:
        return place / file
    chosen = user_setting("journalFolder")
    if not isinstance(chosen, str) or not chosen.strip():
        return usual
    path = Path.cwd() / Path(chosen.strip()).expanduser() / file
    return usual if usual.exists() and not path.exists() else path


def file_stem(name: str) -> str:
    """A file name without suffix; names that differ give names that differ.

    Examples
    --------
    >>> file_stem("mouse-07"), file_stem("a/b")
    ('mouse-07', 'a_b-c14cddc0')
    """
    stem = re.sub(r"[^\w. \-]", "_", name).strip(". ")[:80]
    while len(stem.encode()) > _MOST_BYTES:
        stem = stem[:-1]
    if stem == name:
        return stem
    return f"{stem}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def is_network_path(path: Path) -> bool:
    """Whether a file lies on a network file system, as far as the system tells (Linux)."""
    if sys.platform != "linux":
        return str(path).startswith("\\\\")
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return False
    folder = str(path.resolve())
    inside = [(point, kind) for point, kind in mounts if f"{folder}/".startswith(f"{point.rstrip('/')}/")]
    _, kind = max(inside, key=lambda mount: len(mount[0]), default=("", ""))
    return kind.startswith(_NETWORK)
