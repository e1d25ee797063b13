"""Blocks on their way to browsers: a queue that can be cancelled, answered in order by a thread of its own."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _answers, _box
from voxproof._wire import MOST_BLOCK_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextvars import Context

    from numpy.typing import NDArray

    from voxproof._answers import Message
    from voxproof._box import Box
    from voxproof._session import Session
    from voxproof._wire import Fetch

_BREATH_S = 1.0
_IDLE_S = 10.0
_MOST_WAITING = 10_000
_MOST_TRIES = 3
_RECENT = 256


class BlockQueue:
    """Answers requests for blocks in the order asked, beside whatever else the kernel does.

    A block of the segmentation is copied under the session's lock, deflated without it, and sent under it again, provided that its
    voxels have not changed meanwhile. So what a browser receives in order is the state in order.

    Parameters
    ----------
    session : Session
    send : callable
        Takes a `Message`; called with the session's lock held. Must not raise.

    Notes
    -----
    Once a generation, when nothing has been asked for a while, the thread does ahead what the first act would wait for.
    """

    def __init__(self, session: Session, send: Callable[[Message], None]) -> None:
        self._session = session
        self._send = send
        self._waiting: deque[tuple[Fetch, Context]] = deque()
        self._in_hand: Fetch | None = None
        self._changes: deque[tuple[int, Box]] = deque(maxlen=_RECENT)
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._warm: int | None = None

    def add(self, fetch: Fetch) -> None:
        """Answer a request when its turn comes; where there are no threads (JupyterLite), now."""
        with self._wake:
            if self._closed:
                return
            full = len(self._waiting) >= _MOST_WAITING
            if not full:
                # The context knows the message that asks, so that the answer names it as its parent.
                self._waiting.append((fetch, copy_context()))
                threaded = self._wake_thread()
        if full:
            text = f"Found {_MOST_WAITING} requests waiting. Ask for a few blocks at a time, in larger slabs."
            self._send(_answers.problem("busy", text, fetch.client, fetch.request))
        elif not threaded:
            self._run(0)

    def cancel(self, client: str, requests: Iterable[int]) -> None:
        """Drop answers that are not sent yet."""
        unwanted = frozenset(requests)

        def wanted(fetch: Fetch) -> bool:
            return fetch.client != client or fetch.request not in unwanted

        with self._wake:
            self._waiting = deque(entry for entry in self._waiting if wanted(entry[0]))
            if self._in_hand is not None and not wanted(self._in_hand):
                self._in_hand = None

    def changed(self, revision: int, box: Box) -> None:
        """Take note of changed voxels of the segmentation; call with the session's lock held."""
        self._changes.append((revision, box))

    def close(self) -> None:
        """Drop all requests and let the thread end."""
        with self._wake:
            self._closed = True
            self._waiting.clear()
            self._in_hand = None
            self._wake.notify_all()

    def _wake_thread(self) -> bool:
        if self._thread is None:
            thread = threading.Thread(target=self._run, args=(_IDLE_S,), name="voxproof-blocks", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                return False
            self._thread = thread
        self._wake.notify()
        return True

    def _run(self, idle_s: float) -> None:
        while (entry := self._next(idle_s)) is not None:
            fetch, context = entry
            context.run(self._answer, fetch)

    def _next(self, idle_s: float) -> tuple[Fetch, Context] | None:
        if idle_s > _BREATH_S and not self._asked_within(_BREATH_S):
            self._warm_up()
        self._asked_within(idle_s)
        with self._wake:
            if not self._waiting:
                self._thread = None
                return None
            entry = self._waiting.popleft()
            self._in_hand = entry[0]
            return entry

    def _asked_within(self, seconds: float) -> bool:
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._closed, seconds)
            return bool(self._waiting or self._closed)

    def _warm_up(self) -> None:
        generation = self._session.generation
        if self._warm != generation:
            self._warm = generation
            with suppress(Exception):
                self._session.warm_up()

    def _answer(self, fetch: Fetch) -> None:
        try:
            if not any(self._try(fetch) for _ in range(_MOST_TRIES)):
                with self._session.lock:
                    self._try(fetch)
        except Exception as error:
            text = f"{fetch.array}: {type(error).__name__}: {error}"
            self._send(_answers.problem("error", text, fetch.client, fetch.request))

    def _try(self, fetch: Fetch) -> bool:
        """Make and send the answer; False when it was outdated before it could be sent."""
        session = self._session
        with session.lock:
            objection = self._objection(fetch)
            if objection is not None:
                self._send_if_wanted(fetch, objection)
                return True
            revision = session.revision
            array = self._copy(fetch) if fetch.array == "segmentation" else None
        if array is None:
            # Nobody writes these; turning a 16-bit image into display values takes long enough for an edit to notice.
            array = self._copy(fetch)
        encoded = _answers.encode(array)
        with session.lock:
            if not self._holds(fetch, revision):
                return False
            self._send_if_wanted(fetch, _answers.block(fetch, array, encoded, session.revision))
            return True

    def _send_if_wanted(self, fetch: Fetch, message: Message) -> None:
        if self._in_hand is fetch:
            self._send(message)

    def _holds(self, fetch: Fetch, revision: int) -> bool:
        """Whether a copy made at a revision is what the array holds now."""
        session = self._session
        if fetch.generation != session.generation:
            return False
        if fetch.array != "segmentation" or session.revision == revision:
            return True
        later = [box for number, box in self._changes if number > revision]
        return len(later) == session.revision - revision and not any(
            _box.overlap(box, fetch.box) for box in later
        )

    def _objection(self, fetch: Fetch) -> Message | None:
        session = self._session
        who = (fetch.client, fetch.request)
        if fetch.generation != session.generation:
            text = (
                f"The request is for generation {fetch.generation}; the session is at {session.generation}."
            )
            return _answers.problem("generation", text, *who)
        if fetch.array == "weights":
            return None
        if not _box.inside(fetch.box, session.shape):
            text = f"box: found {list(fetch.box)}, expected one inside a volume of {list(session.shape)}."
            return _answers.problem("bounds", text, *who)
        step = 1 << fetch.level
        z, y, x = (-(-n // step) for n in _box.box_shape(fetch.box))
        size = z * y * (-(-x // 8) if fetch.array == "mask" else x * self._itemsize(fetch))
        if size > MOST_BLOCK_BYTES:
            text = f"The block has {size} bytes, expected at most {MOST_BLOCK_BYTES}. Ask for slabs."
            return _answers.problem("size", text, *who)
        return None

    def _itemsize(self, fetch: Fetch) -> int:
        if fetch.array in ("image", "heights"):
            return 1
        if fetch.array == "codes":
            return self._session.codes.codes.dtype.itemsize
        return int(np.dtype(self._session.labels.index_dtype).itemsize)

    def _copy(self, fetch: Fetch) -> NDArray[Any]:
        session = self._session
        if fetch.array == "image":
            return session.display_block(fetch.level, fetch.box)
        if fetch.array == "segmentation":
            return session.index_block(fetch.level, fetch.box)
        if fetch.array == "original":
            return session.original_block(fetch.box)
        if fetch.array == "codes":
            return session.code_block(fetch.box)
        if fetch.array == "heights":
            return session.height_block(fetch.box)
        if fetch.array == "mask":
            return session.mask_block(fetch.box)
        return session.codes.weights.copy()
