"""Messages to the browser are built as the golden files say."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pytest
from wire_fake import GOLDEN, FakeSession, golden

from voxproof import _answers
from voxproof._answers import Message
from voxproof._events import Applied, EditSummary, Judged, Ranked, Verdict
from voxproof._journal import Act
from voxproof._marks import Before
from voxproof._rows import Missing
from voxproof._wire import AskHistory, AskVoxels, Fetch, Propose

KINDS = sorted(path.stem for path in GOLDEN.glob("*.json"))


def session_of(content: dict[str, Any]) -> FakeSession:
    session = FakeSession()
    session.id = content["session"]
    session.description = lambda: content["volume"]  # type: ignore[method-assign]
    session.verdicts = {region: Verdict(**v) for region, v in content["verdicts"].items()}
    session.inherited = {region: Verdict(**v) for region, v in content["inherited"].items()}
    for name in ("standing", "selected", "reopened"):
        setattr(session, name, content[name])
    session.undo_text, session.redo_text = content["undo"], content["redo"]
    session.journal_state = content["journal"]
    session.missing = None if content["missing"] is None else Missing(**content["missing"])
    return session


def logged(told: dict[str, Any]) -> Act:
    kept = told.get("kept")
    box = tuple(told["box"]) if "box" in told else None
    about = {name: value for name, value in told.items() if name not in ("box", "kept")}
    return Act(**{**about, "box": box, "note": told.get("note") if kept is None else str(kept)})


def build(kind: str, case: Any) -> Message:
    """The message again, from the values that its golden form holds."""
    c = case.content
    who = (c.get("client"), c.get("seq"))
    if kind == "welcome":
        return _answers.welcome(session_of(c), *who, c["subshell"])
    if kind == "generation":
        return _answers.generation(session_of(c), c["subshell"])
    if kind == "verdicts":
        session = FakeSession()
        session.verdicts = {region: Verdict(**v) for region, v in c["verdicts"].items()}
        session.standing, session.reopened = c["standing"], c["reopened"]
        session.inherited = {region: Verdict(**v) for region, v in c["inherited"].items()}
        return _answers.verdicts(session)
    if kind == "block":
        array = np.array(case.values, c["dtype"]).reshape(c["shape"])
        fetch = Fetch(c["client"], c["request"], c["array"], c["level"], tuple(c["box"]), c["generation"])
        return _answers.block(fetch, array, (c["encoding"], case.buffers[0]), c["revision"])
    if kind == "applied":
        runs = None if case.values is None else np.array(case.values, np.uint32).reshape(-1, 4)
        summary = EditSummary(**c["edit"])
        event = Applied(
            None,
            c["revision"],
            tuple(c["box"]),
            c["cause"],
            summary,
            runs,
            c["standing"],
            c["undo"],
            c["redo"],
            c["kept"],
        )
        return _answers.applied(event, *who)
    if kind == "judged":
        names = ("region", "verdict", "note", "time", "cause", "undo", "redo")
        judged = Judged(None, *(c[name] for name in names), is_said=c["said"])
        return _answers.judged(judged, *who)
    if kind == "ranked":
        return _answers.ranked(Ranked(None, c["ranking"]), *who)
    if kind == "areas":
        session = FakeSession()
        session.generation = c["generation"]
        rows = np.array(case.values, np.uint32).reshape(-1, 2)
        for area in c["regions"]:
            session.areas[area["region"]], rows = rows[: area["rows"]], rows[area["rows"] :]
        if c["before"] is not None:
            session.before = Before(rows[: c["before"]["listed"]], rows[c["before"]["listed"] :])
        asked = AskVoxels(c["client"], (*session.areas, "g0/unknown/1"), c["before"] is not None)
        return _answers.areas(session, asked)
    if kind == "proposed":
        session = FakeSession()
        session.generation = c["generation"]
        rows = np.array(case.values, np.uint32).reshape(-1, 4) if case.buffers else None
        session.proposals[c["tool"]] = None if rows is None else (tuple(c["box"]), rows)
        session.sizes = tuple(c["sizes"])
        asked = Propose(c["client"], c["request"], c["generation"], c["tool"], {})
        return _answers.proposed(session, asked)
    if kind == "acts":
        session = FakeSession()
        session.generation, session.acts = c["generation"], [logged(act) for act in c["acts"]]
        return _answers.history(session, AskHistory(c["client"], c["request"], 0))
    if kind == "refused":
        return _answers.refused(*who, c["revision"], c["code"], c["message"], c["box"])
    if kind == "labels":
        return _answers.labels(*who, c["from"], [int(label) for label in c["ids"]])
    if kind == "state":
        session = FakeSession()
        session.id, session.generation, session.revision = c["session"], c["generation"], c["revision"]
        session.verdicts = {str(n): Verdict("fixed", "", c["judged"]) for n in range(c["verdicts"])}
        session.ranking = c["ranking"]
        return _answers.state(session, c["client"])
    if kind == "selected":
        return _answers.selected(c["client"], c["region"])
    if kind == "problem":
        return _answers.problem(c["code"], c["message"], c["client"], c["request"], c.get("expected"))
    return _answers.pong(c["client"], c["request"], case.buffers)


DOWN = [
    "acts",
    "applied",
    "areas",
    "block",
    "generation",
    "judged",
    "labels",
    "pong",
    "problem",
    "proposed",
    "ranked",
    "refused",
    "selected",
    "state",
    "verdicts",
    "welcome",
]


@pytest.mark.parametrize("kind", DOWN)
def test_messages_are_those_of_the_golden_files(kind: str) -> None:
    for case in golden(kind):
        message = build(kind, case)
        assert message.content == case.content, case.name
        assert [bytes(b) for b in message.buffers] == case.buffers, case.name


def test_the_golden_files_cover_every_type() -> None:
    up = [
        "cancel",
        "compare",
        "edit",
        "fetch",
        "hello",
        "history",
        "label",
        "ping",
        "propose",
        "rank",
        "redo",
        "revert",
        "select",
        "undo",
        "verdict",
        "voxels",
    ]
    assert sorted(DOWN + up) == KINDS


def test_golden_blocks_hold_their_values() -> None:
    for case in golden("block"):
        raw = case.buffers[0] if case.content["encoding"] == "raw" else zlib.decompress(case.buffers[0])
        little = np.dtype(case.content["dtype"]).newbyteorder("<")
        assert np.frombuffer(raw, little).tolist() == case.values


def test_an_authors_edit_goes_out_without_runs() -> None:
    event = Applied(
        None,
        1,
        (0, 1, 0, 1, 0, 1),
        "edit",
        EditSummary("e", "brush", None, 1),
        np.array([[0, 1, 0, 1]], np.uint32),
        {},
        None,
        None,
    )
    assert _answers.applied(event, "a", 1).buffers == ()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", ">u2"])
def test_sparse_blocks_are_deflated_and_noise_is_not(dtype: str) -> None:
    sparse = np.zeros((20, 33, 47), dtype)
    sparse[3, 4, 5:9] = 7
    encoding, data = _answers.encode(sparse)
    little = np.dtype(dtype).newbyteorder("<")
    assert encoding == "deflate"
    assert len(data) < sparse.nbytes / 10
    assert np.array_equal(np.frombuffer(zlib.decompress(data), little).reshape(sparse.shape), sparse)
    noise = np.random.default_rng(1).integers(0, 256, (20, 33, 47)).astype(dtype) * 173
    assert _answers.encode(noise.astype("uint8"))[0] == "raw"


@pytest.mark.parametrize("slices", [4, 8, 16, 23])
def test_one_band_of_rows_does_not_speak_for_a_block(slices: int) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (slices, 512, 512)).astype("uint8")
    mostly_noise, mostly_empty = noise.copy(), np.zeros_like(noise)
    mostly_noise[:, :8] = 0
    mostly_empty[:, :8] = noise[:, :8]
    assert _answers.encode(mostly_noise)[0] == "raw"
    assert _answers.encode(mostly_empty)[0] == "deflate"


def test_a_raw_block_keeps_order_and_byte_order() -> None:
    array = np.arange(6, dtype=">u2").reshape(1, 2, 3)[:, :, ::-1]
    encoding, data = _answers.encode(array)
    assert encoding == "raw"
    assert np.frombuffer(data, "<u2").tolist() == [2, 1, 0, 5, 4, 3]
