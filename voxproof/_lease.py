"""Who writes a journal: one row naming process and host, so that a second kernel is told and a dead one is followed."""

from __future__ import annotations

import importlib
import os
import socket
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

SILENT_SECONDS = 600
"""A writer on another host that has written nothing for this long is followed."""

_PROCESS = uuid.uuid4().hex


class JournalBusy(RuntimeError):
    """Another kernel writes this journal. Close the curator there, pass ``journal_access="read"`` or ``"take over"``, or another file."""


@dataclass(frozen=True)
class Lease:
    """A row of the table ``lease``; `process` differs between processes even where a pid is used again."""

    token: str
    process: str
    pid: int
    born: str
    host: str
    beat: float

    @classmethod
    def mine(cls) -> Lease:
        """A new lease for this process."""
        pid = os.getpid()
        return cls(uuid.uuid4().hex, f"{_PROCESS}-{pid}", pid, _born(pid), socket.gethostname(), time.time())

    @property
    def is_mine(self) -> bool:
        """Whether this very process holds it."""
        return self.process == f"{_PROCESS}-{os.getpid()}"

    @property
    def is_alive(self) -> bool:
        """Whether the writer may still write. It cannot be asked on another host: there, silence decides.

        A beat far in the future, from a clock that was wrong, counts as silence: it would lock everyone out until then.
        """
        if self.is_mine:
            return True
        if self.host != socket.gethostname():
            return abs(time.time() - self.beat) < SILENT_SECONDS
        return _runs(self.pid) and _born(self.pid) == self.born


def read(connection: sqlite3.Connection) -> Lease | None:
    """The lease that is in the journal."""
    row = connection.execute("SELECT token, process, pid, born, host, beat FROM lease").fetchone()
    return None if row is None else Lease(*row)


def check_free(connection: sqlite3.Connection, path: str) -> None:
    """JournalBusy when another process that may be alive holds the lease."""
    held = read(connection)
    if held is not None and held.is_alive and not held.is_mine:
        where = "on this machine" if held.host == socket.gethostname() else f"on {held.host}"
        raise JournalBusy(
            f"journal: found {path} in use by another kernel (process {held.pid} {where}), expected one writer. "
            'Shut that kernel down and run this cell again; or pass journal_access="read" to look at what is done there, or '
            'journal_access="take over" to go on with it here, and what that kernel does next is refused; or pass another '
            "name= or journal= to work beside it."
        )


def take(connection: sqlite3.Connection) -> Lease:
    """Write a lease for this process, whoever had it before, inside a transaction of the caller's."""
    lease = Lease.mine()
    connection.execute("DELETE FROM lease")
    connection.execute(
        "INSERT INTO lease (token, process, pid, born, host, beat) VALUES (?, ?, ?, ?, ?, ?)",
        (lease.token, lease.process, lease.pid, lease.born, lease.host, lease.beat),
    )
    return lease


def renew(connection: sqlite3.Connection, lease: Lease) -> bool:
    """Note that the writer is alive; False when it does not hold the lease any more."""
    cursor = connection.execute("UPDATE lease SET beat = ? WHERE token = ?", (time.time(), lease.token))
    return cursor.rowcount == 1


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _runs_on_windows(pid: int) -> bool:
    import ctypes

    query_limited, still_active = 0x1000, 259
    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel32.OpenProcess(query_limited, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel32.CloseHandle(handle)
    return code.value == still_active


def _stat_fields(pid: int) -> list[str]:
    """Fields of ``/proc/pid/stat`` from the third on (the second may hold spaces); empty where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _is_zombie(pid: int) -> bool:
    return _stat_fields(pid)[:1] == ["Z"]


def _born(pid: int) -> str:
    """Start time of a process, where it can be told: a pid is used again, a pid with its start time is not.

    Elsewhere than on Linux psutil tells it, which comes with ipykernel.
    """
    fields = _stat_fields(pid)[19:20]
    if fields or sys.platform == "linux":
        return "".join(fields)
    try:
        return str(importlib.import_module("psutil").Process(pid).create_time())
    except Exception:  # not installed, or no such process any more: psutil has errors of its own
        return ""
