"""A lean kernel: a process of its own with the session and the link of a real one, which speaks the same messages over a socket.

It is forked from a server that has imported everything, so that it costs milliseconds; it is killed, and dies, like any process.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal
import sys
from multiprocessing import forkserver
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from crash_page import Gone, Refusal

_PRODUCT = f"{os.sep}voxproof{os.sep}_"

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["crash_ready", "crash_host", "voxproof._link", "voxproof._session"])


class LeanKernel:
    """Starts a lean kernel in a folder; it has opened the curation when this returns.

    Parameters
    ----------
    folder : Path
        Its working directory.
    array : Path, optional
        A NumPy file, which is mapped and edited; without it, the array is made anew.
    dies_when_full : bool
        Whether writing beyond the size that `limit` allows kills it in that very write, instead of failing.
    **options
        For the session.

    Raises
    ------
    Refusal
        When the session could not be opened.
    """

    def __init__(
        self, folder: Path, *, array: Path | None = None, dies_when_full: bool = False, **options: Any
    ) -> None:
        self._listener = Listener(family="AF_UNIX")
        self.process = _context.Process(
            target=_serve,
            args=(self._listener.address, str(folder), array, dies_when_full, options),
            daemon=True,
        )
        _start(self.process)
        self._wire = self._listener.accept()
        self.opening: tuple[str, str] | None = None

    def opened(self) -> LeanKernel:
        """Wait until the curation is open."""
        kind, *what = self._receive(30)
        if kind == "failed":
            self.close()
            raise Refusal(*what)
        return self

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def say(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        self._send("say", json.dumps(content), buffers)

    def hear(self, seconds: float) -> dict[str, Any] | None:
        found = self._receive(seconds)
        return None if found is None else json.loads(found[1])

    def array(self) -> np.ndarray:
        """The notebook's own array, as it is now; what was said before has been heard."""
        self._send("array")
        while True:
            kind, *what = self._receive(30)
            if kind == "array":
                data, dtype, shape = what
                return np.frombuffer(data, dtype).reshape(shape)

    def die_at_line(self, number: int) -> None:
        """Let it kill itself before the n-th line of the product's code, but for ranking, that it runs from now on."""
        self._send("die", number)

    def limit(self, size: int) -> None:
        """No file of it can grow beyond this many bytes; -1 for no limit."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def cut(self) -> None:
        """Cut the way to it, with all that is under way; it waits for another."""
        self._wire.close()
        self._wire = self._listener.accept()

    def wait(self, seconds: float) -> None:
        """Let it work a moment."""
        self.process.join(seconds)

    def kill(self) -> None:
        """kill -9; what it has said can be heard still. Twice is safe."""
        self.process.kill()
        self.process.join()

    def shut_down(self) -> None:
        """Let it close its journal and end."""
        self._send("end")
        self.process.join(30)

    def close(self) -> None:
        """Kill it and forget it. Twice is safe."""
        self.kill()
        self._wire.close()
        self._listener.close()

    def died(self) -> int:
        """Wait for its death; by which signal."""
        self.process.join(30)
        assert self.process.exitcode is not None
        return -self.process.exitcode

    def _send(self, *what: Any) -> None:
        try:
            self._wire.send(what)
        except (OSError, EOFError) as error:
            raise Gone from error

    def _receive(self, seconds: float) -> Any:
        try:
            return self._wire.recv() if self._wire.poll(seconds) else None
        except (OSError, EOFError) as error:
            raise Gone from error


def _start(process: Any) -> None:
    """Fork a process from a server that has imported `crash_ready`, where it does not look for the program that starts it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
        forkserver.ensure_running()
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        process.start()


def _serve(
    address: str, folder: str, array: Path | None, dies_when_full: bool, options: dict[str, Any]
) -> None:
    from crash_ready import make_volume

    from voxproof._link import Link
    from voxproof._session import Session

    os.chdir(folder)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if dies_when_full:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    wires = [Client(address)]
    image, segmentation, uncertainty = make_volume()
    if array is not None:
        segmentation = np.load(array, mmap_mode="r+")
    try:
        session = Session(image, segmentation, uncertainty, name="crash", **options)
    except Exception as error:
        wires[-1].send(("failed", type(error).__name__, str(error)))
        return
    link = Link(session, lambda message: _tell(wires[-1], message))
    wires[-1].send(("open",))
    while True:
        try:
            _obey(wires[-1], session, link)
        except (EOFError, OSError):
            try:
                wires.append(Client(address))
            except OSError:
                return


def _obey(wire: Connection, session: Any, link: Any) -> None:
    while True:
        kind, *what = wire.recv()
        if kind == "say":
            link.receive(json.loads(what[0]), what[1])
        elif kind == "array":
            array = session.segmentation
            wire.send(("array", array.tobytes(), array.dtype.str, array.shape))
        elif kind == "end":
            session.close()
            sys.exit()
        else:
            sys.settrace(_Countdown(what[0]).trace)


def _tell(wire: Connection, message: Any) -> None:
    wire.send(("say", json.dumps(message.content), [bytes(buffer) for buffer in message.buffers]))


class _Countdown:
    """Kills the process before the n-th line of the product's code."""

    def __init__(self, lines: int) -> None:
        self._left = lines

    def trace(self, frame: Any, event: str, _argument: Any) -> Any:
        if _PRODUCT not in frame.f_code.co_filename:
            return None
        if event == "line":
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.trace
