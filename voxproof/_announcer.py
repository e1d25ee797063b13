"""Listeners of a session: told in order, after what happened has happened, and unable to undo it."""

from __future__ import annotations

import logging
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voxproof._events import Event

_log = logging.getLogger("voxproof")


class Announcer:
    """Keeps events back until an act is complete. Not locked: its owner is."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self._waiting: deque[Event] = deque()
        self._is_telling = False

    def add(self, listener: Callable[[Event], None]) -> None:
        """Tell it from now on."""
        self._listeners.append(listener)

    def remove(self, listener: Callable[[Event], None]) -> None:
        """Tell it no more. Twice is safe."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def emit(self, event: Event) -> None:
        """Tell it at the end of the act."""
        self._waiting.append(event)

    @contextmanager
    def act(self) -> Iterator[None]:
        """Listeners hear of what happened inside when it ends, also by an error; of a listener's own acts after the present event."""
        try:
            yield
        finally:
            if not self._is_telling:
                self._tell()

    def _tell(self) -> None:
        self._is_telling = True
        try:
            while self._waiting:
                event = self._waiting.popleft()
                for listener in tuple(self._listeners):
                    try:
                        listener(event)
                    except Exception:
                        _log.exception("a listener failed at %s; the change stands", type(event).__name__)
        finally:
            self._is_telling = False
