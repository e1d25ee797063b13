"""Files that appear whole or not at all: written beside their place, flushed, then renamed."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from voxproof._footing import flush_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def in_place_of(path: Path, what: str) -> Iterator[Path]:
    """Where to write what is to take the place of a file (or folder) once it is whole and on the disk.

    Parameters
    ----------
    path : Path
        May be there already: it stays as it is until the new one takes its place, and when anything fails. A link is followed.
    what : str
        What errors call the act, such as "save".

    Raises
    ------
    OSError
        When it cannot be written; the message says what to do.
    """
    path = Path(os.path.realpath(path))
    part = path.with_name(f".voxproof-{uuid.uuid4().hex[:8]}{''.join(path.suffixes[-2:])[-20:]}")
    try:
        yield part
        _flush(part)
        _exchange(part, path)
    except OSError as error:
        raise OSError(error.errno, _words(what, path, error)) from error
    finally:
        _remove(part)
    with contextlib.suppress(OSError):
        flush_folder(path.parent)


def _exchange(part: Path, path: Path) -> None:
    """Give what was written its name. A folder in its place is renamed first, which is put back when the second renaming fails."""
    if not path.is_dir():
        if path.exists():
            shutil.copymode(path, part)
        os.replace(part, path)
        return
    old = part.with_name(f"{part.name}.old")
    path.rename(old)
    try:
        part.rename(path)
    except OSError:
        old.rename(path)
        raise
    _remove(old)


def _flush(part: Path) -> None:
    for file in [part] if part.is_file() else part.rglob("*"):
        if file.is_file():
            number = os.open(file, os.O_RDWR)
            try:
                os.fsync(number)
            finally:
                os.close(number)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _words(what: str, path: Path, error: OSError) -> str:
    if not path.parent.is_dir():
        remedy = f"expected the folder {path.parent} to be there. Make it, or pass another path"
    else:
        remedy = "expected room and a folder that can be written. Make room or pass another path"
    state = "; what was there before is whole" if path.exists() else ""
    return f"{what}: found that {path} cannot be written ({error.strerror or error}), {remedy}{state}."
