"""Acts are done once and in order; every client hears what changed; nothing is raised."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from wire_fake import A, B, FakeSession, golden, header, stroke

from voxproof._link import MOST_ANSWERS, Link


class Wire:
    """A link, its session, and what it sent."""

    def __init__(self) -> None:
        self.session = FakeSession()
        self.messages: list[Any] = []
        self.link = Link(self.session, self.messages.append)

    def send(self, content: Any, buffers: Any = ()) -> list[dict[str, Any]]:
        """Headers of what came back."""
        before = len(self.messages)
        self.link.receive(content, buffers)
        return [message.content for message in self.messages[before:]]

    def act(self, kind: str, seq: int, **fields: Any) -> list[dict[str, Any]]:
        return self.send(header(kind, seq=seq, **fields))


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_hello_is_answered_with_the_state(wire: Wire) -> None:
    wire.session.verdicts, wire.session.selected = {}, "g0/plateau26/6"
    (welcome,) = wire.send(header("hello", version="0.1.0"))
    assert (welcome["type"], welcome["client"], welcome["seq"]) == ("welcome", A, 0)
    assert welcome["session"] == wire.session.id
    assert welcome["selected"] == "g0/plateau26/6"
    assert welcome["volume"] == wire.session.description()
    assert welcome["subshell"] is False


def test_hello_from_another_thread_says_that_edits_land_during_a_cell(wire: Wire) -> None:
    thread = threading.Thread(target=wire.send, args=(header("hello", version="0.1.0"),))
    thread.start()
    thread.join()
    assert wire.messages[0].content["subshell"] is True


def test_an_edit_is_applied_and_acknowledged(wire: Wire) -> None:
    (answer,) = wire.send(*stroke(1))
    assert (answer["type"], answer["client"], answer["seq"], answer["cause"]) == ("applied", A, 1, "edit")
    assert answer["revision"] == 1
    assert wire.session.indices[0, 0].tolist() == [1, 0, 0, 0, 0]


def test_a_repeat_is_answered_again_with_the_same_and_not_done_again(wire: Wire) -> None:
    first = wire.send(*stroke(1))
    wire.send(*stroke(2))
    assert wire.send(*stroke(1)) == first
    assert wire.session.revision == 2


def test_a_gap_is_answered_with_what_is_expected(wire: Wire) -> None:
    wire.send(*stroke(1))
    (answer,) = wire.send(*stroke(3))
    assert (answer["type"], answer["code"], answer["expected"]) == ("problem", "gap", 2)
    assert wire.session.revision == 1
    assert [wire.send(*stroke(n))[0]["type"] for n in (2, 3)] == ["applied", "applied"]


def test_a_refused_act_spends_its_number(wire: Wire) -> None:
    wire.session.indices[0, 0, 0] = 2
    (answer,) = wire.send(*stroke(1))
    assert (answer["type"], answer["code"], answer["box"]) == ("refused", "conflict", [0, 1, 0, 1, 0, 5])
    assert wire.send(*stroke(1)) == [answer]
    assert wire.send(*stroke(2))[0]["type"] == "applied"


def test_numbers_are_each_clients_own(wire: Wire) -> None:
    wire.send(*stroke(1))
    (answer,) = wire.send(*stroke(1, client=B, id="other"))
    assert (answer["client"], answer["code"]) == (B, "conflict")
    (welcome,) = wire.send({**header("hello", version="0.1.0"), "client": B})
    assert welcome["seq"] == 1


def test_welcome_says_the_last_act_applied(wire: Wire) -> None:
    for seq in (1, 2, 3):
        wire.send(*stroke(seq))
    assert wire.send(header("hello", version="0.1.0"))[0]["seq"] == 3


def test_an_edit_sent_again_under_another_number_is_answered_but_not_done_again(wire: Wire) -> None:
    wire.send(*stroke(1, id="same"))
    content, buffers = stroke(2, id="same")
    (answer,) = wire.send(content, buffers)
    assert (answer["type"], answer["seq"], answer["revision"]) == ("applied", 2, 1)
    assert wire.session.revision == 1


def test_an_edit_of_another_generation_is_refused(wire: Wire) -> None:
    wire.session.generation = 1
    (answer,) = wire.send(*stroke(1))
    assert (answer["type"], answer["code"]) == ("refused", "generation")


def parts(seq: int, *columns: int) -> list[tuple[dict[str, Any], list[bytes]]]:
    """An edit of one voxel per column, each in a part of its own."""
    content = stroke(seq)[0]
    return [
        (
            {**content, "part": i, "parts": len(columns)},
            [np.array([[x, 1, 0, 1]], "<u4").tobytes()],
        )
        for i, x in enumerate(columns)
    ]


def test_an_edit_in_parts_is_one_act(wire: Wire) -> None:
    first, middle, last = parts(1, 0, 2, 4)
    assert wire.send(*first) == wire.send(*middle) == []
    (answer,) = wire.send(*last)
    assert (answer["type"], answer["seq"], answer["revision"]) == ("applied", 1, 1)
    assert wire.session.indices[0, 0].tolist() == [1, 0, 1, 0, 1]


def test_a_lost_part_is_a_gap_and_the_act_comes_again(wire: Wire) -> None:
    first, middle, last = parts(1, 0, 2, 4)
    wire.send(*first)
    (answer,) = wire.send(*last)
    assert (answer["code"], answer["expected"]) == ("gap", 1)
    for part in (first, middle):
        assert wire.send(*part) == []
    assert wire.send(*last)[0]["type"] == "applied"
    assert wire.session.revision == 1


def test_hello_drops_the_parts_of_an_abandoned_edit(wire: Wire) -> None:
    first, last = parts(1, 0, 2)
    wire.send(*first)
    wire.send(header("hello", version="0.1.0"))
    assert wire.send(*last)[0]["code"] == "gap"
    wire.send(*stroke(1))
    assert wire.session.indices[0, 0].tolist() == [1, 0, 0, 0, 0]


def test_parts_that_can_never_fit_are_not_gathered(wire: Wire) -> None:
    content, buffers = stroke(1)
    content["edit"]["box"] = [0, 9, 0, 3, 0, 5]
    (answer,) = wire.send({**content, "parts": 4000}, buffers)
    assert answer["type"] == "refused"


def test_verdicts_labels_and_selection_reach_everyone(wire: Wire) -> None:
    (judged,) = wire.act("verdict", 1, region="g0/plateau26/6", verdict="correct", note="größer?")
    assert (judged["type"], judged["seq"], judged["note"]) == ("judged", 1, "größer?")
    (labels,) = wire.act("label", 2, id="12")
    assert (labels["type"], labels["from"], labels["ids"]) == ("labels", 3, ["12"])
    (selected,) = wire.send(header("select", region="g0/plateau26/6"))
    assert (selected["type"], selected["client"]) == ("selected", A)


def test_a_label_that_is_there_is_told_with_all_that_follow(wire: Wire) -> None:
    (labels,) = wire.act("label", 1, id="7")
    assert (labels["from"], labels["ids"]) == (1, ["7", "-2"])


def test_calls_in_python_are_told_without_an_author(wire: Wire) -> None:
    wire.session.judge("g0/plateau26/6", "correct")
    assert [wire.messages[0].content[k] for k in ("client", "seq", "cause")] == [None, None, "call"]


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("undo", {}, "nothing"),
        ("redo", {}, "nothing"),
        ("verdict", {"region": "none", "verdict": "correct", "note": ""}, "malformed"),
        ("verdict", {"region": "r", "verdict": "maybe", "note": ""}, "malformed"),
        ("label", {"id": "seven"}, "malformed"),
        ("edit", {"edit": {}, "part": 0, "parts": 1}, "malformed"),
    ],
)
def test_an_act_that_cannot_be_done_is_refused(wire: Wire, kind: str, fields: dict, code: str) -> None:
    (answer,) = wire.act(kind, 1, **fields)
    assert (answer["type"], answer["code"], answer["seq"]) == ("refused", code, 1)
    assert "'none'" not in answer["message"] or not answer["message"].startswith('"')
    assert wire.act("label", 2, id="12")[0]["type"] == "labels"


def test_our_own_failure_refuses_the_act_too(wire: Wire) -> None:
    wire.session.fail = ZeroDivisionError("division by zero")
    (answer,) = wire.send(*stroke(1))
    assert (answer["type"], answer["code"]) == ("refused", "error")
    assert "division by zero" in answer["message"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"v": 2}, "version"), ({"type": "greet"}, "unknown"), ({"version": 3}, "malformed")],
)
def test_what_is_no_message_is_answered_with_a_problem(wire: Wire, change: dict, code: str) -> None:
    (answer,) = wire.send({**header("hello", version="0.1.0"), **change})
    assert (answer["type"], answer["client"], answer["code"]) == ("problem", A, code)


def test_a_broken_socket_raises_nothing() -> None:
    session = FakeSession()

    def broken(_message: Any) -> None:
        raise OSError("closed")

    Link(session, broken).receive(*stroke(1))
    assert session.revision == 1


def test_memory_of_answers_is_bounded(wire: Wire) -> None:
    for seq in range(1, MOST_ANSWERS + 3):
        wire.act("label", seq, id=str(seq + 100))
    assert wire.act("label", 1, id="101")[0]["code"] == "forgotten"
    assert wire.act("label", 3, id="103")[0]["type"] == "labels"


def test_a_closed_link_hears_nothing(wire: Wire) -> None:
    wire.link.close()
    wire.link.close()
    wire.session.judge("g0/plateau26/6", "correct")
    assert wire.messages == []


def test_a_client_that_compares_gets_an_outline_of_the_state(wire: Wire) -> None:
    wire.send(*stroke(1))
    wire.session.judge("g0/plateau26/6", "correct")
    (state,) = wire.send(header("compare"))
    assert (state["type"], state["client"], state["session"]) == ("state", A, wire.session.id)
    assert (state["generation"], state["revision"], state["labels"]) == (0, 1, 3)
    assert (state["verdicts"], state["judged"]) == (1, "2026-11-25T19:20:00.123Z")


def test_ping_comes_back(wire: Wire) -> None:
    case = golden("ping")[0]
    wire.link.receive(case.content, case.buffers)
    assert wire.messages[0].content == golden("pong")[0].content
    assert list(wire.messages[0].buffers) == case.buffers


def test_a_tool_proposes_to_its_asker_and_changes_nothing(wire: Wire) -> None:
    rows = np.array([[0, 1, 0, 1]], np.uint32)
    wire.session.sizes = (2, 1)
    wire.session.proposals = {"delete": ((0, 1, 0, 1, 0, 2), rows), "accept": None}
    asked = header("propose", request=7, generation=0, tool="delete", arguments={"point": [0, 0, 0]})
    (proposed,) = wire.send(asked)
    assert (proposed["type"], proposed["client"], proposed["request"]) == ("proposed", A, 7)
    assert wire.session.asked == {"point": [0, 0, 0]}
    assert proposed["sizes"] == [2, 1]
    assert wire.messages[-1].buffers == (rows.tobytes(),)
    assert wire.session.revision == 0
    (nothing,) = wire.send({**asked, "tool": "accept"})
    assert (nothing["box"], wire.messages[-1].buffers) == (None, ())


def test_a_tool_that_cannot_be_used_says_why(wire: Wire) -> None:
    asked = header("propose", request=7, generation=0, tool="paint", arguments={})
    (problem,) = wire.send(asked)
    assert (problem["code"], problem["request"]) == ("tool", 7)
    assert "found 'paint'" in problem["message"]
    (old,) = wire.send({**asked, "generation": 4})
    assert (old["code"], old["request"]) == ("generation", 7)
