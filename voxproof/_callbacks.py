"""The user's own functions, called after a change and outside the session's lock, in order, one at a time."""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_logger = logging.getLogger("voxproof")


class Callbacks:
    """Calls the user's functions with what happened.

    Parameters
    ----------
    report : callable
        Takes a text when one of them fails.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._functions: dict[str, list[Callable[[Any], object]]] = {}
        self._happened: deque[tuple[str, Any]] = deque()
        self._calling = threading.Lock()
        self._caller: int | None = None

    def add(self, kind: str, function: Callable[[Any], object]) -> Callable[[], None]:
        """Call a function for every event of a kind; returns what takes it away again."""
        if not callable(function):
            raise TypeError(f"{kind}: found {type(function).__name__}, expected a function of one argument.")
        functions = self._functions.setdefault(kind, [])
        functions.append(function)

        def remove() -> None:
            if function in functions:
                functions.remove(function)

        return remove

    @property
    def is_calling(self) -> bool:
        """Whether this thread is in one of the functions."""
        return self._caller == threading.get_ident()

    def note(self, kind: str, event: Any) -> None:
        """Something happened; the functions are called by the next `run`."""
        if self._functions.get(kind):
            self._happened.append((kind, event))

    def run(self) -> None:
        """Call the functions for all that happened. Whoever calls them already, calls them for this too."""
        while self._happened and self._calling.acquire(blocking=False):
            self._caller = threading.get_ident()
            try:
                while self._happened:
                    kind, event = self._happened.popleft()
                    for function in list(self._functions.get(kind, ())):
                        self._call(kind, function, event)
            finally:
                self._caller = None
                self._calling.release()

    def _call(self, kind: str, function: Callable[[Any], object], event: Any) -> None:
        try:
            function(event)
        except Exception as error:
            _logger.debug("%s failed", kind, exc_info=True)
            self._report(f"{kind}: {type(error).__name__}: {error}")
