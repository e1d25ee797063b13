"""The file that a page saves when its kernel is gone: acts that were never answered, read and brought into a session."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxproof._checks import brief, check_text
from voxproof._edits import EditRecord
from voxproof._events import Refused
from voxproof._labels import LabelTable, label_range
from voxproof._wire import PROTOCOL, AddLabel, EditPart, Judge, Malformed, Rank, Revert, Step, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from voxproof._session import Session
    from voxproof._wire import Act

KIND = "unsent acts"
"""What the file says it is."""


@dataclass(frozen=True)
class Loaded:
    """What became of a file's acts.

    Attributes
    ----------
    applied, skipped : int
        Acts that changed something now; acts that had arrived, were loaded before, or were taken back.
    refused : tuple of str
        One message for each act that does not fit: which one, what was found, what was expected.
    """

    applied: int
    skipped: int
    refused: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Unsent:
    """A file that fits the session it was read for.

    Attributes
    ----------
    origin : str
        Page and session that the acts' numbers belong to.
    labels : LabelTable
        What the edits' label indices mean.
    acts : tuple of acts
        In order.
    """

    origin: str
    labels: LabelTable
    acts: tuple[Act, ...]


def read(path: str | PathLike[str], session: Session) -> Unsent:
    """Read a file for a session.

    Raises
    ------
    ValueError
        When it is no such file, is damaged, or is of another version, volume or generation; nothing was changed.
    OSError
        When it cannot be read.
    """
    if not isinstance(path, str | PathLike):
        raise TypeError(
            f'path: found {brief(path)}, expected the file that the widget saved, such as "mouse-07-unsent.json".'
        )
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _wrong(
            path, "text that is no JSON", "the file that the widget saved. Choose that one"
        ) from error
    if not isinstance(content, dict) or content.get("voxproof") != KIND:
        raise _wrong(
            path, "another kind of file", "the one that the widget saved, NAME-unsent.json. Choose that one"
        )
    if content.get("protocol") != PROTOCOL:
        advice = f"{PROTOCOL}. Load it with the version of voxproof that wrote it"
        raise _wrong(path, f"protocol {content.get('protocol')!r}", advice)
    if content.get("shape") != list(session.shape):
        advice = f"{list(session.shape)}. Load it into the curator of the volume it was saved from"
        raise _wrong(path, f"shape {content.get('shape')!r}", advice)
    if content.get("name") != session.name:
        advice = f"{session.name!r}. If it is the same volume, make its curator with the name in the file"
        raise _wrong(path, f"name {content.get('name')!r}", advice)
    listed = content.get("acts")
    if not isinstance(listed, list):
        raise _wrong(path, f"acts of {type(listed).__name__}", "a list. Choose a file that is not damaged")
    acts = tuple(_act(path, number, act) for number, act in enumerate(listed, 1))
    _check_generation(path, acts, session)
    labels = _labels(path, content.get("labels"), session.segmentation.dtype)
    origin = f"{content.get('client')}/{content.get('session')}"
    try:
        return Unsent(check_text("client, session", origin), labels, acts)
    except ValueError as error:
        raise ValueError(f"{path}: {error} Choose a file that is not damaged.") from error


def load(unsent: Unsent, session: Session) -> Loaded:
    """Do each act that is not done yet, in order. Refused with "journal" when the session takes no acts."""
    applied = skipped = 0
    refused: list[str] = []
    with session.lock:
        standing, loose = _fold(unsent.acts)
        for number, act in enumerate(unsent.acts):
            try:
                if isinstance(act, Step) and number in loose:
                    done = _do_step(act, session)
                else:
                    done = _do(unsent, act, session, stands=number in standing)
                applied, skipped = applied + done, skipped + (not done)
            except (Refused, KeyError, TypeError, ValueError) as error:
                if isinstance(error, Refused) and error.code == "journal":
                    raise
                refused.append(f"act {number + 1}, {_words(act)}: {error.args[0]}")
    return Loaded(applied, skipped, tuple(refused))


def _do_step(step: Step, session: Session) -> bool:
    """Undo or redo what was done before the file's first act, where the file says what that is and it has not arrived."""
    if step.id is not None and session.knows(step.id):
        return False
    if step.of is None:
        raise Refused("nothing", "it reaches behind the file's first act. Undo or redo by hand if needed.")
    walk = session.undo if step.direction == "undo" else session.redo
    walk(act_id=step.id, of=step.of)
    return True


def _do(unsent: Unsent, act: Act, session: Session, *, stands: bool) -> bool:
    """Do an act unless it is done; whether something changed."""
    if isinstance(act, EditPart):
        return _do_edit(unsent, act, session, stands)
    if isinstance(act, Judge):
        return stands and _do_verdict(_name(unsent, act), act, session)
    if isinstance(act, Revert):
        return stands and _do_revert(_name(unsent, act), act, session)
    if isinstance(act, Rank):
        return _do_rank(f"{unsent.origin}/{act.seq}", act, session)
    if isinstance(act, AddLabel) and act.id not in session.labels:
        session.add_label(act.id)
        return True
    return False


def _name(unsent: Unsent, act: Judge | Revert) -> str:
    """By which the journal knows an act: as the page named it, or by its number."""
    return act.id or f"{unsent.origin}/{act.seq}"


def _do_edit(unsent: Unsent, act: EditPart, session: Session, stands: bool) -> bool:
    record = EditRecord(act.id, act.tool, act.region, act.box, act.rows, act.voxels, act.time)
    if session.knows(act.id):
        # It arrived, unless it is another one under its id; what took it back did not.
        session.apply(record, labels=unsent.labels)
        is_left = not stands and session.last_edit == act.id
        if is_left:
            session.undo()
        return is_left
    if stands:
        if act.generation not in (None, session.generation):
            raise Refused("generation", f"found generation {act.generation}, expected {session.generation}.")
        session.apply(record, labels=unsent.labels)
    return stands


def _do_verdict(act_id: str, act: Judge, session: Session) -> bool:
    said = session.said(act.region)
    now = ("open", "") if said is None else (said.said, said.note)
    wanted = ("open", "") if act.verdict == "open" else (act.verdict, act.note)
    if session.knows(act_id) or now == wanted:
        return False
    session.judge(act.region, act.verdict, act.note, act_id=act_id)
    return True


def _do_revert(act_id: str, act: Revert, session: Session) -> bool:
    if session.knows(act_id):
        return False
    try:
        session.revert(act.edit or act.region, act_id=act_id)
    except Refused as refusal:
        if refusal.code != "nothing":
            raise
        # It arrived, or the edit was taken back otherwise.
        return False
    return True


def _do_rank(origin: str, act: Rank, session: Session) -> bool:
    before = session.parameters
    session.rank(origin=(origin, None), **act.ranking)
    return session.parameters != before


def _fold(acts: Sequence[Act]) -> tuple[set[int], set[int]]:
    """Numbers of the edits and last verdicts that stand after all, and of the steps that reach behind the first act."""
    done: list[int] = []
    undone: list[int] = []
    loose: set[int] = set()
    for number, act in enumerate(acts):
        if isinstance(act, Step):
            source, target = (done, undone) if act.direction == "undo" else (undone, done)
            if source:
                target.append(source.pop())
            else:
                loose.add(number)
        elif not isinstance(act, AddLabel | Rank):
            done.append(number)
            undone.clear()
    last: dict[str, int] = {}
    for number in done:
        if isinstance(act := acts[number], Judge):
            last[act.region] = number
    edits = {number for number in done if isinstance(acts[number], EditPart | Revert)}
    return edits | set(last.values()), loose


def _act(path: str | PathLike[str], number: int, act: Any) -> Act:
    """An act of the file, read as the message it would have been."""
    try:
        if not isinstance(act, dict):
            raise Malformed(f"found {type(act).__name__}, expected an object.")
        header = {**act, "v": PROTOCOL, "type": act.get("kind"), "client": "file", "part": 0, "parts": 1}
        message = parse(header, [b""])
        if isinstance(message, EditPart):
            return replace(message, rows=_rows(act["edit"]))
        if not isinstance(message, Judge | Step | Revert | AddLabel | Rank):
            raise Malformed(f"kind: found {act.get('kind')!r}, expected an act.")
        return message
    except Malformed as error:
        raise ValueError(
            f"{path}: act {number}: {error.message} Choose a file that is not damaged."
        ) from error


def _rows(edit: Mapping[str, Any]) -> NDArray[np.uint32]:
    runs = edit.get("runs")
    try:
        rows = np.asarray(runs if isinstance(runs, list) else [])
    except ValueError:
        rows = np.empty(0)
    is_flat = rows.ndim == 1 and rows.size > 0 and rows.size % 4 == 0 and rows.dtype.kind in "iu"
    if not is_flat or int(rows.min()) < 0 or int(rows.max()) >= 2**32:
        raise Malformed("runs: found something else, expected whole numbers, four for each run.")
    return rows.astype(np.uint32).reshape(-1, 4)


def _labels(path: str | PathLike[str], texts: Any, dtype: np.dtype[Any]) -> LabelTable:
    low, high = label_range(dtype)
    try:
        ids = [int(text) for text in texts if isinstance(text, str)]
    except (TypeError, ValueError):
        ids = []
    if ids[:1] != [0] or len(set(ids)) < len(texts):
        raise _wrong(
            path, "labels that are no table", "label ids, 0 first. Choose a file that is not damaged"
        )
    wrong = next((label for label in ids if not low <= label <= high), None)
    if wrong is not None:
        advice = f"{low} to {high}, the range of the segmentation's {dtype}. Make the curator with the dtype it had"
        raise _wrong(path, f"label {wrong}", advice)
    return LabelTable(dtype, ids)


def _check_generation(path: str | PathLike[str], acts: Sequence[Act], session: Session) -> None:
    drawn = {act.generation for act in acts if isinstance(act, EditPart)} - {None}
    if drawn and session.generation not in drawn:
        advice = f"{session.generation}, the session's. They belong to another prediction: draw them again where needed"
        raise _wrong(path, f"edits of generation {', '.join(map(str, drawn))}", advice)


def _words(act: Act) -> str:
    if isinstance(act, EditPart):
        return f"{act.tool} in {list(act.box)}"
    if isinstance(act, Judge):
        return f"verdict {act.verdict} on {act.region}"
    if isinstance(act, Revert):
        return f"revert of {act.edit or act.region}"
    if isinstance(act, Rank):
        return "other ranking parameters"
    return act.direction if isinstance(act, Step) else f"label {act.id}"


def _wrong(path: str | PathLike[str], found: str, expected: str) -> ValueError:
    return ValueError(f"{path}: found {found}, expected {expected}.")
