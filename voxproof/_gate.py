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
        self._shut: str | None = None

    def check(self) -> None:
        """Let everybody through if the condition holds now."""
        if self._waiting and (self._shut is not None or self._holds()):
            self._release()

    def shut(self, message: str) -> None:
        """The condition stays as it is: where it does not hold, whoever waits, now or later, gets a RuntimeError with this message."""
        self._shut = message
        self._release()

    def _release(self) -> None:
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
        return self._checked(True)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait in a thread; False when the time is over first."""
        through = threading.Event()
        release = through.set
        with self._lock:
            self._waiting.append(release)
        self.check()
        try:
            return self._checked(through.wait(timeout))
        finally:
            self._forget(release)

    def _checked(self, is_through: bool) -> bool:
        if self._shut is not None and not self._holds():
            raise RuntimeError(self._shut)
        return is_through

    def _forget(self, release: Callable[[], None]) -> None:
        with self._lock:
            if release in self._waiting:
                self._waiting.remove(release)
