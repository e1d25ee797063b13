"""The human gate: waiting, in a coroutine or a thread, until every region has a verdict."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Gate:
    """Opens when a condition holds; the condition is looked at when asked to, from any thread.

    Parameters
    ----------
    holds : callable
        The condition. It may be costly: it is called only while somebody waits.
    """

    def __init__(self, holds: Callable[[], bool]) -> None:
        self._holds = holds
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], None]] = []

    def check(self) -> None:
        """Let everybody through if the condition holds now."""
        if not self._waiting or not self._holds():
            return
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for release in waiting:
            release()

    async def passed(self, timeout: float | None = None) -> bool:
        """Wait in a coroutine; False when the time is over first."""
        loop = asyncio.get_running_loop()
        through = asyncio.Event()

        def release() -> None:
            # The verdict may come in another thread, which must wake the loop up.
            loop.call_soon_threadsafe(through.set)

        with self._lock:
            self._waiting.append(release)
        self.check()
        try:
            await asyncio.wait_for(through.wait(), timeout)
        except TimeoutError:
            return False
        finally:
            self._forget(release)
        return True

    def wait(self, timeout: float | None = None) -> bool:
        """Wait in a thread; False when the time is over first."""
        through = threading.Event()
        release = through.set
        with self._lock:
            self._waiting.append(release)
        self.check()
        try:
            return through.wait(timeout)
        finally:
            self._forget(release)

    def _forget(self, release: Callable[[], None]) -> None:
        with self._lock:
            if release in self._waiting:
                self._waiting.remove(release)
