"""The kernel's end of the wire: takes messages of any number of clients, acts on the session in order, tells everyone what changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof import _answers, _box
from voxproof._blocks import BlockQueue
from voxproof._edits import EditRecord
from voxproof._events import (
    Applied,
    Closed,
    GenerationStarted,
    Judged,
    LabelsAdded,
    Ranked,
    Refused,
    Selected,
    VerdictsReplaced,
)
from voxproof._labels import LabelTable
from voxproof._wire import (
    AddLabel,
    AskHistory,
    AskVoxels,
    Cancel,
    Compare,
    EditPart,
    Fetch,
    Hello,
    Judge,
    Malformed,
    Ping,
    Propose,
    Rank,
    Revert,
    Select,
    Step,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voxproof._answers import Message
    from voxproof._box import Shape
    from voxproof._events import Event
    from voxproof._session import Session
    from voxproof._wire import Act, Buffer

MOST_ANSWERS = 256
"""Answers kept per client, for acts that come again."""

_MOST_CLIENTS = 256


class Link:
    """Speaks the protocol for one session.

    Parameters
    ----------
    session : Session
    send : callable
        Takes a `Message` and hands it to the comm. May raise; what it raises is swallowed, because nobody is there to hear it.

    Attributes
    ----------
    live : bool or None
        Whether messages arrive beside a running cell: the last hello came on a thread that runs no cells. None before any hello.

    Notes
    -----
    `receive` never raises and may be called from any thread. Whatever depends on order (acts, their answers, the session's events,
    blocks) is sent with the session's lock held, so every client receives it in the order in which it became true.
    """

    def __init__(self, session: Session, send: Callable[[Message], None]) -> None:
        self._session = session
        self._send_raw = send
        self._clients: OrderedDict[str, _Client] = OrderedDict()
        self._blocks = BlockQueue(session, self._send)
        self._unsubscribe = session.subscribe(self._tell)
        self.live: bool | None = None

    def receive(self, content: object, buffers: Sequence[Buffer] = ()) -> None:
        """Take a message from a browser."""
        try:
            message = parse(content, buffers)
        except Malformed as error:
            self._reject(error)
            return
        try:
            if isinstance(message, EditPart | Judge | Step | Revert | AddLabel | Rank):
                self._act(message.client, message.seq, message)
            elif isinstance(message, Fetch):
                self._blocks.add(message)
            elif isinstance(message, Cancel):
                self._blocks.cancel(message.client, message.requests)
            elif isinstance(message, Hello):
                self._greet(message)
            elif isinstance(message, Compare):
                with self._session.lock:
                    self._send(_answers.state(self._session, message.client))
            elif isinstance(message, AskVoxels):
                with self._session.lock:
                    self._send(_answers.areas(self._session, message))
            elif isinstance(message, AskHistory):
                with self._session.lock:
                    self._send(_answers.history(self._session, message))
            elif isinstance(message, Propose):
                self._propose(message)
            elif isinstance(message, Select):
                self._session.select(message.region, origin=(message.client, None))
            elif isinstance(message, Ping):
                self._send(_answers.pong(message.client, message.request, message.buffers))
        except Exception as error:
            self.report(_describe(error), message.client, getattr(message, "request", None))

    def report(
        self,
        text: str,
        client: str | None = None,
        request: int | None = None,
        code: _answers.ProblemCode = "error",
    ) -> None:
        """Show a problem in the browser; for all clients when `client` is None."""
        self._send(_answers.problem(code, text, client, request))

    def close(self) -> None:
        """Stop listening to the session and drop what is not sent. Twice is safe."""
        self._unsubscribe()
        self._blocks.close()

    def _send(self, message: Message) -> None:
        try:
            self._send_raw(message)
        except Exception:
            # The comm is closed or its socket gone; clients ask again when they are back.
            return

    def _client(self, name: str) -> _Client:
        client = self._clients.setdefault(name, _Client())
        self._clients.move_to_end(name)
        if len(self._clients) > _MOST_CLIENTS:
            self._clients.popitem(last=False)
        return client

    def _greet(self, hello: Hello) -> None:
        with self._session.lock:
            client = self._client(hello.client)
            client.parts.clear()
            self.live = threading.current_thread() is not threading.main_thread()
            self._send(_answers.welcome(self._session, hello.client, client.seq, self.live))

    def _propose(self, asked: Propose) -> None:
        session = self._session
        with session.lock:
            if asked.generation != session.generation:
                text = f"The tool was used on generation {asked.generation}; the session is at {session.generation}."
                self.report(text, asked.client, asked.request, "generation")
                return
            try:
                self._send(_answers.proposed(session, asked))
            except (ValueError, TypeError, LookupError, Refused) as error:
                self.report(_text(error), asked.client, asked.request, "tool")

    def _reject(self, error: Malformed) -> None:
        if error.code == "malformed" and error.client is not None and error.seq is not None:
            self._act(error.client, error.seq, error)
        else:
            self._send(_answers.problem(error.code, error.message, error.client, error.request))

    def _act(self, name: str, seq: int, act: Act | Malformed) -> None:
        """Do the next act of a client; answer a repeat from memory and a gap with what is expected."""
        with self._session.lock:
            client = self._client(name)
            expected = client.seq + 1
            if seq < expected:
                self._send(client.answers.get(seq) or _forgotten(name, seq))
            elif self._session.closed is not None:
                self._send(_answers.problem("closed", self._session.closed, name))
            elif seq > expected:
                self._send(_gap(name, f"act {seq}", f"act {expected}", expected))
            elif isinstance(act, EditPart) and act.part != (place := client.place_of(act)):
                self._send(_gap(name, f"part {act.part}", f"part {place} of act {seq}", expected))
            elif not isinstance(act, EditPart) or client.collect(act, self._session.shape):
                self._finish(name, seq, act)

    def _finish(self, name: str, seq: int, act: Act | Malformed) -> None:
        """Perform an act whose turn it is, so that it has an answer in any case."""
        client = self._clients[name]
        code, text, box = "error", "", None
        try:
            answer = self._perform(client, act, (name, seq))
        except Refused as refusal:
            if self._session.closed is not None:
                # Without an answer the page keeps the act, to be saved to a file or done by the next session.
                self._send(_answers.problem("closed", self._session.closed, name))
                return
            answer, code, text, box = None, refusal.code, refusal.message, refusal.box
        except Malformed as error:
            answer, code, text = None, "malformed", error.message
        except (ValueError, TypeError, LookupError, OverflowError) as error:
            answer, code, text = None, "malformed", _text(error)
        except Exception as error:
            answer, text = None, _describe(error)
        finally:
            client.parts.clear()
        if client.seq == seq:
            # `_tell` has answered already, when the session told of the change.
            if code == "error" and text:
                self.report(text, name)
            return
        if answer is None:
            answer = _answers.refused(name, seq, self._session.revision, code, text, box)
        client.remember(seq, answer)
        self._send(answer)

    def _perform(self, client: _Client, act: Act | Malformed, origin: tuple[str, int]) -> Message | None:
        session = self._session
        if isinstance(act, Malformed):
            raise act
        if isinstance(act, EditPart):
            record, labels = self._record(client, act), self._table(act)
            return _told(session.apply(record, labels=labels, origin=origin), origin)
        if isinstance(act, Judge):
            return _told(
                session.judge(act.region, act.verdict, act.note, act_id=act.id, origin=origin), origin
            )
        if isinstance(act, Step):
            step = session.undo if act.direction == "undo" else session.redo
            return _told(step(act_id=act.id, of=act.of, origin=origin), origin)
        if isinstance(act, Revert):
            return _told(session.revert(act.edit or act.region, act_id=act.id, origin=origin), origin)
        if isinstance(act, Rank):
            return _told(session.rank(origin=origin, **act.ranking), origin)
        start = session.add_label(act.id, origin=origin).start
        return _answers.labels(*origin, start, session.labels.ids[start:])

    def _record(self, client: _Client, last: EditPart) -> EditRecord:
        session = self._session
        if last.generation not in (None, session.generation):
            raise Refused(
                "generation",
                f"The edit was drawn on generation {last.generation}; the session is at {session.generation}. "
                "Look at the new prediction and draw it again where it is still needed.",
                last.box,
            )
        rows = np.concatenate([part.rows for part in client.parts])
        return EditRecord(last.id, last.tool, last.region, last.box, rows, last.voxels, last.time)

    def _table(self, edit: EditPart) -> LabelTable | None:
        """What the label indices of an edit of another session mean, where they are not those of this one."""
        if edit.labels is None:
            return None
        labels = self._session.labels
        labels.check(edit.labels)
        return LabelTable(labels.dtype, edit.labels)

    def _tell(self, event: Event) -> None:
        """Translate what the session tells, for everyone; runs with the session's lock held."""
        client, seq = _asker(event)
        if isinstance(event, Applied):
            self._blocks.changed(event.revision, event.box)
            message = _answers.applied(event, client, seq)
        elif isinstance(event, Judged):
            message = _answers.judged(event, client, seq)
        elif isinstance(event, Ranked):
            message = _answers.ranked(event, client, seq)
        elif isinstance(event, LabelsAdded):
            message = _answers.labels(client, seq, event.start, event.ids)
        elif isinstance(event, Selected):
            message = _answers.selected(client, event.region)
        elif isinstance(event, GenerationStarted):
            message = _answers.generation(self._session, bool(self.live))
        elif isinstance(event, VerdictsReplaced):
            message = _answers.verdicts(self._session)
        elif isinstance(event, Closed):
            message = _answers.problem("closed", event.message)
        if client is not None and seq is not None and client in self._clients:
            self._clients[client].remember(seq, message)
        self._send(message)


class _Client:
    """What the kernel remembers of one client."""

    def __init__(self) -> None:
        self.seq = 0
        self.answers: OrderedDict[int, Message] = OrderedDict()
        self.parts: list[EditPart] = []

    def remember(self, seq: int, answer: Message) -> None:
        self.seq = seq
        self.answers[seq] = answer
        if len(self.answers) > MOST_ANSWERS:
            self.answers.popitem(last=False)

    def place_of(self, part: EditPart) -> int:
        """The part that must come now: the next one of the edit in hand, else the first."""
        goes_on = self.parts and (self.parts[0].id, self.parts[0].parts) == (part.id, part.parts)
        return len(self.parts) if goes_on and part.part != 0 else 0

    def collect(self, part: EditPart, shape: Shape) -> bool:
        """Take a part; True when the edit is complete, or can never fit, so that nothing large is gathered in vain."""
        if part.part == 0:
            self.parts.clear()
        self.parts.append(part)
        rows = sum(len(each.rows) for each in self.parts)
        possible = _box.inside(part.box, shape) and rows <= _box.volume(part.box)
        return len(self.parts) == part.parts or not possible


def _asker(event: Event) -> tuple[str | None, int | None]:
    """Client and number of the act that caused an event; neither for calls in Python."""
    origin: Any = getattr(event, "origin", None)
    return origin if isinstance(origin, tuple) and len(origin) == 2 else (None, None)


def _told(event: Applied | Judged | Ranked, origin: tuple[str, int]) -> Message:
    """The answer for an act that had been done before (an edit sent again under another number)."""
    if isinstance(event, Applied):
        return _answers.applied(event, *origin)
    if isinstance(event, Ranked):
        return _answers.ranked(event, *origin)
    return _answers.judged(event, *origin)


def _gap(client: str, found: str, wanted: str, expected: int) -> Message:
    text = f"Found {found}, expected {wanted}. Send again from act {expected}."
    return _answers.problem("gap", text, client, expected=expected)


def _forgotten(client: str, seq: int) -> Message:
    text = f"Act {seq} was answered long ago; the last {MOST_ANSWERS} answers are kept. Say hello again to compare."
    return _answers.problem("forgotten", text, client)


def _text(error: Exception) -> str:
    """The message of an error; KeyError puts quotes around it otherwise."""
    return str(error.args[0]) if error.args else type(error).__name__


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {_text(error)}"
