"""Messages from the browser: their types, and the border where JSON of unknown origin becomes one of them (docs/protocol.md)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from voxproof._checks import brief, check_text
from voxproof._events import Asked
from voxproof.regions._labeller import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from voxproof._box import Box

PROTOCOL = 1
"""Version of the wire protocol; the browser's must be equal."""

MOST_BLOCK_BYTES = 4 << 20
MOST_EDIT_PARTS = 1 << 12

Buffer = bytes | bytearray | memoryview
ArrayName = Literal["image", "segmentation", "original", "codes", "weights", "heights", "mask"]

_ROW_BYTES = 16
_MOST_REQUESTS = 1 << 16
_TIME_END = 7_258_118_400_000
"""Milliseconds from 1970 to 2200: pandas cannot show what lies much later."""


class Malformed(Exception):
    """A message that cannot be read.

    Attributes
    ----------
    message : str
        What was found and what was expected.
    code : str
        "malformed", "version" or "unknown".
    client, seq, request
        As far as they could be read, so that the answer finds its asker.
    """

    def __init__(self, message: str, code: Literal["malformed", "version", "unknown"] = "malformed") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.client: str | None = None
        self.seq: int | None = None
        self.request: int | None = None


@dataclass(frozen=True)
class Hello:
    """A page has opened the model, or is back after a lost connection."""

    client: str
    version: str


@dataclass(frozen=True)
class Compare:
    """Asks whether a message was missed."""

    client: str


@dataclass(frozen=True)
class Fetch:
    """Asks for a block; `box` in voxels of level 0."""

    client: str
    request: int
    array: ArrayName
    level: int
    box: Box
    generation: int


@dataclass(frozen=True)
class Cancel:
    """Takes requests back."""

    client: str
    requests: frozenset[int]


@dataclass(frozen=True, eq=False)
class EditPart:
    """An edit, or a part of a large one.

    Attributes
    ----------
    generation : int or None
        The one it was drawn on; None when the client does not say.
    time : int
        Milliseconds since 1970, UTC.
    labels : tuple of int or None
        What the label indices mean; None for those of the session's table.
    rows : (n, 4) uint32
        ``(offset, length, before, after)`` in label indices; whether they fit the box is for the session to check.
    """

    client: str
    seq: int
    generation: int | None
    id: str
    tool: str
    region: str | None
    box: Box
    voxels: int
    time: int
    part: int
    parts: int
    labels: tuple[int, ...] | None
    rows: NDArray[np.uint32]


@dataclass(frozen=True)
class Judge:
    """A verdict on a region; `id` names the act, where the page says so."""

    client: str
    seq: int
    region: str
    verdict: Asked
    note: str
    id: str | None


@dataclass(frozen=True)
class Step:
    """One step back or forth in the history; `id` names it, and `of` the act that it must be about, where the page says so."""

    client: str
    seq: int
    direction: Literal["undo", "redo"]
    id: str | None
    of: str | None


@dataclass(frozen=True)
class Revert:
    """Takes an edit, or all edits of a region, back out of order: exactly one of the two is given. `id` names the act, as in `Judge`."""

    client: str
    seq: int
    edit: str | None
    region: str | None
    id: str | None


@dataclass(frozen=True)
class AddLabel:
    """Asks for a new entry of the label table."""

    client: str
    seq: int
    id: int


@dataclass(frozen=True)
class Rank:
    """Asks for the list by other parameters.

    Attributes
    ----------
    ranking : dict
        All of them, by the names that `Session.rank` takes; their values are for the session to check.
    """

    client: str
    seq: int
    ranking: dict[str, Any]


@dataclass(frozen=True)
class AskVoxels:
    """Asks which voxels judged regions have; with `before`, also what the list before the last prediction showed and what was settled."""

    client: str
    regions: tuple[str, ...]
    before: bool


@dataclass(frozen=True)
class Propose:
    """Asks for the edit that a tool would make.

    Attributes
    ----------
    arguments : dict
        By the names that the tool takes; their values are for the tool to check.
    """

    client: str
    request: int
    generation: int
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class AskHistory:
    """Asks for the acts of this generation that come after one."""

    client: str
    request: int
    after: int


@dataclass(frozen=True)
class Select:
    """The reviewer selected a region, or none."""

    client: str
    region: str | None


@dataclass(frozen=True, eq=False)
class Ping:
    """Asks for the same bytes back."""

    client: str
    request: int
    buffers: tuple[Buffer, ...]


Act = EditPart | Judge | Step | Revert | AddLabel | Rank
"""What is numbered, applied in order and answered once."""

Incoming = Hello | Compare | Fetch | Cancel | AskVoxels | AskHistory | Propose | Select | Ping | Act


def parse(content: object, buffers: Sequence[Buffer] = ()) -> Incoming:
    """Read a message.

    Parameters
    ----------
    content : object
        The JSON header as it came.
    buffers : sequence of bytes-like
        Borrowed.

    Raises
    ------
    Malformed
        When it is no message of this protocol.
    """
    if not isinstance(content, Mapping):
        raise Malformed(f"content: found {type(content).__name__}, expected an object.")
    fields = _Fields(content)
    try:
        if content.get("v") != PROTOCOL:
            raise Malformed(
                f"v: found {content.get('v')!r}, expected {PROTOCOL}. The page and the kernel have different versions of "
                "voxproof: upgrade the older one and reload the page.",
                "version",
            )
        read = _READERS.get(str(content.get("type")))
        if read is None:
            raise Malformed(
                f"type: found {content.get('type')!r}, expected one of {', '.join(_READERS)}.", "unknown"
            )
        return read(fields, buffers)
    except Malformed as error:
        error.client = fields.given_text("client")
        error.seq = fields.given_whole("seq")
        error.request = fields.given_whole("request")
        raise


class _Fields:
    """Typed reading of a header's fields."""

    def __init__(self, content: Mapping[Any, Any]) -> None:
        self._content = content

    def given_text(self, name: str) -> str | None:
        with suppress(Malformed):
            return self.text(name)
        return None

    def given_whole(self, name: str) -> int | None:
        with suppress(Malformed):
            return self.whole(name)
        return None

    def text(self, name: str) -> str:
        try:
            return check_text(name, self._content.get(name))
        except (TypeError, ValueError) as error:
            raise Malformed(str(error)) from error

    def text_or_none(self, name: str) -> str | None:
        return None if self.lacks(name) else self.text(name)

    def lacks(self, name: str) -> bool:
        return self._content.get(name) is None

    def whole(self, name: str, low: int = 0, high: int = 2**53 - 1) -> int:
        return _whole(name, self._content.get(name), low, high)

    def time(self, name: str) -> int:
        value = self._content.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _TIME_END:
            raise Malformed(
                f"{name}: found {brief(value)}, expected whole milliseconds since 1970, before the year 2200. Set the clock of the "
                "browser's computer right."
            )
        return value

    def choice(self, name: str, choices: tuple[str, ...] | tuple[int, ...]) -> Any:
        value = self._content.get(name)
        if isinstance(value, bool | list | dict) or value not in choices:
            raise Malformed(f"{name}: found {brief(value)}, expected one of {', '.join(map(str, choices))}.")
        return value

    def flag(self, name: str) -> bool:
        value = self._content.get(name)
        if not isinstance(value, bool):
            raise Malformed(f"{name}: found {brief(value)}, expected true or false.")
        return value

    def number(self, name: str) -> float:
        value = self._content.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            raise Malformed(f"{name}: found {brief(value)}, expected a finite number, at least 0.")
        return float(value)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._content.get(name)
        if not isinstance(value, list | tuple) or len(value) > _MOST_REQUESTS:
            raise Malformed(f"{name}: found {brief(value)}, expected a list of texts.")
        return tuple(_Fields({name: entry}).text(name) for entry in value)

    def listed(self, name: str, count: int) -> list[int]:
        value = self._content.get(name)
        if not isinstance(value, list | tuple) or len(value) != count:
            raise Malformed(f"{name}: found {brief(value)}, expected {count} whole numbers.")
        return [_whole(name, entry, 1, 2**31 - 1) for entry in value]

    def box(self, name: str) -> Box:
        value = self._content.get(name)
        if not isinstance(value, list | tuple) or len(value) != 6:
            raise Malformed(f"{name}: found {brief(value)}, expected [z0, z1, y0, y1, x0, x1].")
        z0, z1, y0, y1, x0, x1 = (_whole(name, edge, 0, 2**31 - 1) for edge in value)
        if z0 >= z1 or y0 >= y1 or x0 >= x1:
            raise Malformed(f"{name}: found {brief(value)}, expected a box with voxels in it.")
        return z0, z1, y0, y1, x0, x1

    def inner(self, name: str) -> _Fields:
        value = self._content.get(name)
        if not isinstance(value, Mapping):
            raise Malformed(f"{name}: found {brief(value)}, expected an object.")
        return _Fields(value)

    def named(self, name: str) -> dict[str, Any]:
        value = self._content.get(name)
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise Malformed(f"{name}: found {brief(value)}, expected an object.")
        return dict(value)

    def wholes(self, name: str) -> frozenset[int]:
        value = self._content.get(name)
        if not isinstance(value, list | tuple) or len(value) > _MOST_REQUESTS:
            raise Malformed(f"{name}: found {brief(value)}, expected a list of whole numbers.")
        return frozenset(_whole(name, entry, 0, 2**53 - 1) for entry in value)


def _whole(name: str, value: object, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Malformed(f"{name}: found {brief(value)}, expected a whole number from {low} to {high}.")
    return value


def _hello(fields: _Fields, _buffers: Sequence[Buffer]) -> Hello:
    return Hello(fields.text("client"), fields.text("version"))


def _compare(fields: _Fields, _buffers: Sequence[Buffer]) -> Compare:
    return Compare(fields.text("client"))


def _fetch(fields: _Fields, _buffers: Sequence[Buffer]) -> Fetch:
    array: ArrayName = fields.choice("array", get_args(ArrayName))
    level = fields.whole("level", 0, 0 if array in ("original", "codes", "heights", "mask") else 30)
    return Fetch(
        fields.text("client"),
        fields.whole("request"),
        array,
        level,
        fields.box("box"),
        fields.whole("generation"),
    )


def _cancel(fields: _Fields, _buffers: Sequence[Buffer]) -> Cancel:
    return Cancel(fields.text("client"), fields.wholes("requests"))


def _edit(fields: _Fields, buffers: Sequence[Buffer]) -> EditPart:
    edit = fields.inner("edit")
    parts = fields.whole("parts", 1, MOST_EDIT_PARTS)
    generation = None if fields.lacks("generation") else fields.whole("generation")
    return EditPart(
        fields.text("client"),
        fields.whole("seq", 1),
        generation,
        edit.text("id"),
        edit.text("tool"),
        edit.text_or_none("region"),
        edit.box("box"),
        edit.whole("voxels", 1),
        edit.time("time"),
        fields.whole("part", 0, parts - 1),
        parts,
        _table(fields),
        _rows(buffers),
    )


def _table(fields: _Fields) -> tuple[int, ...] | None:
    if fields.lacks("labels"):
        return None
    labels = tuple(_label_id("labels", text) for text in fields.texts("labels"))
    if labels[:1] != (0,) or len(set(labels)) < len(labels):
        raise Malformed(f"labels: found {brief(list(labels))}, expected label ids, 0 first, each once.")
    return labels


def _rows(buffers: Sequence[Buffer]) -> NDArray[np.uint32]:
    if len(buffers) != 1:
        raise Malformed(f"buffers: found {len(buffers)}, expected one that holds the runs.")
    size = memoryview(buffers[0]).nbytes
    if size % _ROW_BYTES or size > MOST_BLOCK_BYTES:
        raise Malformed(
            f"runs: found {size} bytes, expected a multiple of {_ROW_BYTES}, at most {MOST_BLOCK_BYTES}."
        )
    # A copy: the message's memory goes back to the socket.
    return np.frombuffer(buffers[0], "<u4").astype(np.uint32).reshape(-1, 4)


def _judge(fields: _Fields, _buffers: Sequence[Buffer]) -> Judge:
    return Judge(
        fields.text("client"),
        fields.whole("seq", 1),
        fields.text("region"),
        fields.choice("verdict", get_args(Asked)),
        fields.text("note"),
        fields.text_or_none("id"),
    )


def _step(direction: Literal["undo", "redo"]) -> Callable[[_Fields, Sequence[Buffer]], Step]:
    return lambda fields, _buffers: Step(
        fields.text("client"),
        fields.whole("seq", 1),
        direction,
        fields.text_or_none("id"),
        fields.text_or_none("of"),
    )


def _revert(fields: _Fields, _buffers: Sequence[Buffer]) -> Revert:
    edit, region = fields.text_or_none("edit"), fields.text_or_none("region")
    if (edit is None) == (region is None):
        raise Malformed(
            f"revert: found edit {brief(edit)} and region {brief(region)}, expected one of them, the other null."
        )
    return Revert(fields.text("client"), fields.whole("seq", 1), edit, region, fields.text_or_none("id"))


def _label(fields: _Fields, _buffers: Sequence[Buffer]) -> AddLabel:
    return AddLabel(fields.text("client"), fields.whole("seq", 1), _label_id("id", fields.text("id")))


def _label_id(name: str, text: str) -> int:
    if re.fullmatch("-?[0-9]{1,20}", text) is None:
        raise Malformed(f"{name}: found {brief(text)}, expected a whole number in decimal digits.")
    return int(text)


def _rank(fields: _Fields, _buffers: Sequence[Buffer]) -> Rank:
    ranking = fields.inner("ranking")
    values: dict[str, Any] = {
        "mode": ranking.choice("mode", get_args(Mode)),
        "connectivity": ranking.choice("connectivity", (6, 18, 26)),
        "granularity": ranking.number("granularity"),
        "min_voxels": ranking.whole("min_voxels", 1),
        "max_voxels": ranking.whole("max_voxels", 1),
        "score": ranking.text("score"),
        "ascending": ranking.flag("ascending"),
        "stop_window": tuple(ranking.listed("stop_window", 3)),
        "stop_regions": ranking.whole("stop_regions", 1),
    }
    return Rank(fields.text("client"), fields.whole("seq", 1), values)


def _voxels(fields: _Fields, _buffers: Sequence[Buffer]) -> AskVoxels:
    return AskVoxels(fields.text("client"), fields.texts("regions"), fields.flag("before"))


def _history(fields: _Fields, _buffers: Sequence[Buffer]) -> AskHistory:
    return AskHistory(fields.text("client"), fields.whole("request"), fields.whole("after"))


def _propose(fields: _Fields, _buffers: Sequence[Buffer]) -> Propose:
    return Propose(
        fields.text("client"),
        fields.whole("request"),
        fields.whole("generation"),
        fields.text("tool"),
        fields.named("arguments"),
    )


def _select(fields: _Fields, _buffers: Sequence[Buffer]) -> Select:
    return Select(fields.text("client"), fields.text_or_none("region"))


def _ping(fields: _Fields, buffers: Sequence[Buffer]) -> Ping:
    return Ping(fields.text("client"), fields.whole("request"), tuple(bytes(b) for b in buffers))


_READERS: dict[str, Callable[[_Fields, Sequence[Buffer]], Incoming]] = {
    "hello": _hello,
    "compare": _compare,
    "fetch": _fetch,
    "cancel": _cancel,
    "edit": _edit,
    "verdict": _judge,
    "undo": _step("undo"),
    "redo": _step("redo"),
    "revert": _revert,
    "history": _history,
    "label": _label,
    "rank": _rank,
    "voxels": _voxels,
    "propose": _propose,
    "select": _select,
    "ping": _ping,
}
