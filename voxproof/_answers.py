"""Messages to the browser, built from what the session tells (docs/protocol.md). Every function returns header and buffers."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voxproof._wire import PROTOCOL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box
    from voxproof._events import Applied, Judged, Ranked, Verdict
    from voxproof._journal import Act
    from voxproof._session import Session
    from voxproof._wire import AskHistory, AskVoxels, Buffer, Fetch, Propose

ProblemCode = Literal[
    "gap",
    "forgotten",
    "bounds",
    "generation",
    "size",
    "version",
    "unknown",
    "malformed",
    "busy",
    "closed",
    "callback",
    "tool",
    "error",
]

_PAYS = 4.0
_SAMPLE_ROWS, _SAMPLE_ROW = 16, 4096
_GOLDEN = (5**0.5 - 1) / 2
_MOST_SIZES = 100_000

MOST_ACTS = 2000
"""Acts of the history in one message."""


@dataclass(frozen=True, eq=False)
class Message:
    """A JSON header and raw buffers."""

    content: dict[str, Any]
    buffers: tuple[Buffer, ...] = ()


def welcome(session: Session, client: str, seq: int, subshell: bool) -> Message:
    """Everything a client needs to know at the start."""
    return Message(_header("welcome", client=client, seq=seq, **_state(session, subshell)))


def generation(session: Session, subshell: bool) -> Message:
    """Everything anew, for all clients."""
    return Message(_header("generation", **_state(session, subshell)))


def verdicts(session: Session) -> Message:
    """All verdicts and standing edits."""
    return Message(_header("verdicts", **_settled(session)))


def state(session: Session, client: str) -> Message:
    """As much of the state as tells whether a message was missed."""
    times = [verdict.time for verdict in session.verdicts.values()]
    return Message(
        _header(
            "state",
            client=client,
            session=session.id,
            generation=session.generation,
            revision=session.revision,
            labels=len(session.labels.ids),
            verdicts=len(times),
            judged=max(times, default=None),
            ranking=session.description()["ranking"],
        )
    )


def block(fetch: Fetch, array: NDArray[Any], encoded: tuple[str, Buffer], revision: int) -> Message:
    """A block; `encoded` is what `encode` made of `array`."""
    encoding, buffer = encoded
    content = _header(
        "block",
        request=fetch.request,
        client=fetch.client,
        array=fetch.array,
        level=fetch.level,
        box=list(fetch.box),
        shape=list(array.shape),
        dtype=array.dtype.name,
        encoding=encoding,
        revision=revision,
        generation=fetch.generation,
    )
    return Message(content, (buffer,))


def encode(array: NDArray[Any]) -> tuple[Literal["raw", "deflate"], Buffer]:
    """Bytes of an array that nobody else changes, little-endian, C order; deflated when a sample shrinks to a quarter.

    Then level 1 costs about 1 ms per MiB, in which the socket moves less than 0.1 MiB; noise would cost 15 ms and win nothing.
    """
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    raw = little.reshape(-1).view(np.uint8).data
    if _shrinks(little):
        return "deflate", zlib.compress(raw, 1)
    return "raw", raw


def _shrinks(array: NDArray[Any]) -> bool:
    flat = array.reshape(-1).view(np.uint8)
    if flat.size < _SAMPLE_ROW:
        return False
    rows = flat[: flat.size // _SAMPLE_ROW * _SAMPLE_ROW].reshape(-1, _SAMPLE_ROW)
    sample = rows[_spread(len(rows))].tobytes()
    return len(sample) >= _PAYS * len(zlib.compress(sample, 1))


def _spread(count: int) -> NDArray[np.intp]:
    """At most _SAMPLE_ROWS of `count` rows, all over, and never in step with the slices: as many rows apart, all would lie at one y."""
    most = min(count, _SAMPLE_ROWS)
    strata = np.arange(most)
    return np.unique(((strata + strata * _GOLDEN % 1) * count / most).astype(np.intp))


def applied(event: Applied, client: str | None, seq: int | None) -> Message:
    """Voxels changed; the acknowledgement for its author, who alone needs no runs."""
    content = _header(
        "applied",
        client=client,
        seq=seq,
        revision=event.revision,
        box=list(event.box),
        cause=event.cause,
        edit=asdict(event.edit),
        standing=dict(event.standing),
        undo=event.undo,
        redo=event.redo,
        kept=event.kept,
    )
    if event.runs is None or event.cause == "edit":
        return Message(content)
    return Message(content, (event.runs.astype("<u4").tobytes(),))


def judged(event: Judged, client: str | None, seq: int | None) -> Message:
    """A verdict changed."""
    content = _header(
        "judged",
        client=client,
        seq=seq,
        region=event.region,
        verdict=event.verdict,
        note=event.note,
        time=event.time,
        said=event.is_said,
        cause=event.cause,
        undo=event.undo,
        redo=event.redo,
    )
    return Message(content)


def ranked(event: Ranked, client: str | None, seq: int | None) -> Message:
    """The list is made otherwise from now on."""
    return Message(_header("ranked", client=client, seq=seq, ranking=dict(event.ranking)))


def areas(session: Session, asked: AskVoxels) -> Message:
    """Voxels of judged regions, those that there are; and what there was before the prediction came."""
    found = {region: pairs for region in asked.regions if (pairs := session.area(region)) is not None}
    before = session.before if asked.before else None
    stretches = [*found.values(), *(() if before is None else (before.listed, before.settled))]
    content = _header(
        "areas",
        client=asked.client,
        generation=session.generation,
        regions=[{"region": region, "rows": len(rows)} for region, rows in found.items()],
        before=None if before is None else {"listed": len(before.listed), "settled": len(before.settled)},
    )
    return Message(content, (b"".join(rows.astype("<u4").tobytes() for rows in stretches),))


def proposed(session: Session, asked: Propose) -> Message:
    """The edit that a tool would make; no box where it would change nothing."""
    preview = session.propose(asked.tool, **asked.arguments)
    record = session.record_of(preview)
    content = _header(
        "proposed",
        client=asked.client,
        request=asked.request,
        generation=session.generation,
        tool=asked.tool,
        box=None if record is None else list(record[0]),
        sizes=list(preview.sizes[:_MOST_SIZES]),
    )
    return Message(content, () if record is None else (record[1].astype("<u4").tobytes(),))


def history(session: Session, asked: AskHistory) -> Message:
    """Acts of this generation after one, oldest first, as many as fit into a page."""
    acts = session.acts_after(asked.after, MOST_ACTS + 1)
    page = acts[:MOST_ACTS]
    content = _header(
        "acts",
        client=asked.client,
        request=asked.request,
        generation=session.generation,
        more=len(acts) > MOST_ACTS,
        acts=[_act(act) for act in page],
    )
    return Message(content)


def _act(act: Act) -> dict[str, Any]:
    value: dict[str, Any] = {"seq": act.seq, "kind": act.kind, "time": act.time}
    if act.kind in ("undo", "redo"):
        return value
    value |= {"region": act.region, "box": None if act.box is None else list(act.box)}
    if act.kind == "verdict":
        return {**value, "verdict": act.verdict, "note": act.note or ""}
    value |= {"id": act.id, "tool": act.tool or "", "voxels": act.voxels or 0}
    return value if act.kind == "edit" else {**value, "target": act.target, "kept": int(act.note or 0)}


def refused(client: str, seq: int, revision: int, code: str, message: str, box: Box | None = None) -> Message:
    """An act that changed nothing."""
    content = _header(
        "refused",
        client=client,
        seq=seq,
        revision=revision,
        code=code,
        message=message,
        box=None if box is None else list(box),
    )
    return Message(content)


def labels(client: str | None, seq: int | None, start: int, ids: Iterable[int]) -> Message:
    """The label table from index `start` on."""
    return Message(
        _header("labels", client=client, seq=seq, **{"from": start}, ids=[str(label) for label in ids])
    )


def selected(client: str | None, region: str | None) -> Message:
    """Who selected which region."""
    return Message(_header("selected", client=client, region=region))


def problem(
    code: ProblemCode,
    message: str,
    client: str | None = None,
    request: int | None = None,
    expected: int | None = None,
) -> Message:
    """Something could not be done, and nothing was changed."""
    content = _header("problem", client=client, request=request, code=code, message=message)
    if expected is not None:
        content["expected"] = expected
    return Message(content)


def pong(client: str, request: int, buffers: Sequence[Buffer]) -> Message:
    """The same bytes back."""
    return Message(_header("pong", client=client, request=request), tuple(buffers))


def _header(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "v": PROTOCOL, **fields}


def _state(session: Session, subshell: bool) -> dict[str, Any]:
    return {
        "session": session.id,
        "volume": session.description(),
        **_settled(session),
        "selected": session.selected,
        "undo": session.undo_text,
        "redo": session.redo_text,
        "journal": dict(session.journal_state),
        "missing": None if session.missing is None else asdict(session.missing),
        "subshell": subshell,
    }


def _settled(session: Session) -> dict[str, Any]:
    verdicts: Mapping[str, Verdict] = session.verdicts
    return {
        "verdicts": {region: asdict(verdict) for region, verdict in verdicts.items()},
        "reopened": dict(session.reopened),
        "inherited": {region: asdict(verdict) for region, verdict in session.inherited.items()},
        "standing": dict(session.standing),
    }
