"""Messages of the browser are read as the golden files say, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
from wire_fake import golden

from voxproof._wire import (
    AddLabel,
    AskHistory,
    Cancel,
    Compare,
    EditPart,
    Fetch,
    Hello,
    Judge,
    Malformed,
    Ping,
    Propose,
    Revert,
    Select,
    Step,
    parse,
)

CLIENT = "c0ffee00-0000-4000-8000-000000000001"
EDIT = "ed170000-0000-4000-8000-000000000001"
STEP = "57e90000-0000-4000-8000-000000000001"
REGION = "g0/plateau26/6"


def read(kind: str) -> list:
    return [parse(case.content, case.buffers) for case in golden(kind)]


def test_plain_messages_mean_what_the_protocol_says() -> None:
    assert read("hello") == [Hello(CLIENT, "0.1.0")]
    assert read("compare") == [Compare(CLIENT)]
    assert read("cancel") == [Cancel(CLIENT, frozenset({2, 3}))]
    assert read("undo") == [Step(CLIENT, 8, "undo", STEP, None)]
    assert read("redo") == [Step(CLIENT, 9, "redo", STEP, EDIT)]
    assert read("revert") == [
        Revert(CLIENT, 9, EDIT, None, STEP),
        Revert(CLIENT, 10, None, REGION, f"{STEP[:-1]}2"),
    ]
    assert read("history") == [AskHistory(CLIENT, 9, 0)]
    assert read("label") == [AddLabel(CLIENT, 10, 12), AddLabel(CLIENT, 11, -3)]
    assert read("select") == [Select(CLIENT, REGION), Select(CLIENT, None)]


@pytest.mark.parametrize(("edit", "region"), [(None, None), (EDIT, REGION), (7, None)])
def test_a_revert_names_an_edit_or_a_region(edit: object, region: object) -> None:
    with pytest.raises(Malformed, match="edit"):
        parse({"v": 1, "type": "revert", "client": CLIENT, "seq": 1, "edit": edit, "region": region})


def test_a_tool_is_asked_by_name_with_its_arguments() -> None:
    (asked,) = read("propose")
    assert asked == Propose(CLIENT, 7, 0, "delete", {"point": [1, 1, 2], "what": "branch"})


def test_a_fetch_names_array_level_and_box() -> None:
    image, coarse, codes, weights = read("fetch")
    assert image == Fetch(CLIENT, 1, "image", 0, (1, 2, 0, 3, 0, 5), 0)
    assert (coarse.array, coarse.level) == ("segmentation", 1)
    assert (codes.array, weights.array) == ("codes", "weights")


def test_every_verdict_is_read() -> None:
    verdicts = read("verdict")
    assert [v.verdict for v in verdicts] == ["done", "fixed", "correct", "unsure", "open"]
    assert verdicts[3] == Judge(CLIENT, 6, REGION, "unsure", "größer?", f"{STEP[:-1]}6")


def test_an_edit_carries_its_runs() -> None:
    case, edit = golden("edit")[0], read("edit")[0]
    assert isinstance(edit, EditPart)
    assert edit.box == (1, 2, 0, 2, 1, 4)
    assert edit.rows.dtype == np.uint32
    assert edit.rows.reshape(-1).tolist() == case.values


def test_an_edit_may_say_what_its_labels_mean() -> None:
    assert [edit.labels for edit in read("edit")] == [None, None, None, (0, 7, -3)]


def test_parts_of_an_edit_add_up() -> None:
    whole, first, last, _ = read("edit")
    assert np.array_equal(np.concatenate([first.rows, last.rows]), whole.rows)
    assert [(p.seq, p.part, p.parts) for p in (first, last)] == [(2, 0, 2), (2, 1, 2)]


def test_a_ping_keeps_its_load() -> None:
    loaded, bare = read("ping")
    assert isinstance(loaded, Ping)
    assert loaded.buffers == (b"\x00\x01\xfe\xff",)
    assert bare.buffers == ()


@pytest.mark.parametrize(
    ("kind", "change", "found"),
    [
        ("hello", {"v": 2}, "v: found 2"),
        ("hello", {"v": None}, "v: found None"),
        ("hello", {"type": "greet"}, "type: found 'greet'"),
        ("hello", {"client": 7}, "client: found 7"),
        ("hello", {"client": "x" * 10_001}, "client: found 10001 characters"),
        ("select", {"region": "\ud800"}, "region: found '.ud800', expected text of whole characters"),
        ("verdict", {"note": "a\udfff"}, "note: found 'a.udfff', .*Character 1"),
        ("edit", {"generation": "0"}, "generation: found '0'"),
        ("fetch", {"request": True}, "request: found True"),
        ("fetch", {"request": 1.5}, "request: found 1.5"),
        ("fetch", {"array": "labels"}, "array: found 'labels'"),
        ("fetch", {"box": [0, 1, 0, 1, 0]}, "box: found"),
        ("fetch", {"box": [0, 1, 2, 2, 0, 1]}, "expected a box with voxels"),
        ("propose", {"arguments": [1, 2]}, "arguments: found"),
        ("propose", {"tool": 3}, "tool: found 3"),
        ("fetch", {"box": [-1, 1, 0, 1, 0, 1]}, "box: found -1"),
        ("fetch", {"level": 31}, "level: found 31"),
        ("cancel", {"requests": "all"}, "requests: found 'all'"),
        ("verdict", {"verdict": "maybe"}, "verdict: found 'maybe'"),
        ("verdict", {"seq": 0}, "seq: found 0"),
        ("label", {"id": "1e3"}, "id: found '1e3'"),
        ("label", {"id": 12}, "id: found 12"),
        ("label", {"id": "१२"}, "id: found"),
        ("edit", {"edit": None}, "edit: found None"),
        ("edit", {"labels": ["7", "0"]}, "labels: found .7, 0., expected label ids, 0 first"),
        ("edit", {"labels": ["0", "7", "7"]}, "labels: found"),
        ("edit", {"labels": ["0", "x"]}, "labels: found 'x'"),
        ("edit", {"part": 1}, "part: found 1"),
        ("edit", {"parts": 10**9}, "parts: found"),
    ],
)
def test_what_is_no_message_is_named(kind: str, change: dict, found: str) -> None:
    case = golden(kind)[0]
    with pytest.raises(Malformed, match=found):
        parse({**case.content, **change}, case.buffers)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"time": 2**53 - 1}, "time: found 9007199254740991, expected whole milliseconds since 1970"),
        ({"time": -1}, "time: found -1"),
        ({"id": "\ud800"}, "id: found '.ud800'"),
        ({"tool": "\ud800"}, "tool: found '.ud800'"),
    ],
)
def test_what_is_no_edit_is_named(change: dict, found: str) -> None:
    case = golden("edit")[0]
    with pytest.raises(Malformed, match=found):
        parse({**case.content, "edit": {**case.content["edit"], **change}}, case.buffers)


def test_half_a_character_names_no_client() -> None:
    with pytest.raises(Malformed) as caught:
        parse({**golden("select")[0].content, "client": "\ud800"})
    assert caught.value.client is None


@pytest.mark.parametrize("buffers", [[], [b"1234567"], [b"", b""], [bytes((4 << 20) + 16)]])
def test_runs_that_are_no_rows_are_named(buffers: list[bytes]) -> None:
    with pytest.raises(Malformed, match="found"):
        parse(golden("edit")[0].content, buffers)


def test_codes_have_one_level() -> None:
    with pytest.raises(Malformed, match="level: found 1"):
        parse({**golden("fetch")[2].content, "level": 1})


def test_a_malformed_act_still_says_whose_it_is() -> None:
    with pytest.raises(Malformed) as caught:
        parse({**golden("verdict")[0].content, "note": 3})
    assert (caught.value.client, caught.value.seq) == (CLIENT, 3)


@pytest.mark.parametrize("content", [None, [], "hello", {}, {1: 2}])
def test_anything_may_come(content: object) -> None:
    with pytest.raises(Malformed):
        parse(content)
