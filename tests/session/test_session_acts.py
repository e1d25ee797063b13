"""Edits land in the array that was passed, verdicts and edits share one history, listeners hear of it in order."""

import numpy as np
import pytest

from voxproof._edits import Edit, EditRecord
from voxproof._events import Refused
from voxproof._labels import LabelTable

BOX = (0, 2, 3, 5, 6, 9)


def record(box=BOX, runs=((0, 2, 0, 1),), *, id="e1", region=None):
    rows = np.array(runs, np.uint32).reshape(-1, 4)
    return EditRecord(id, "brush", region, box, rows, int(rows[:, 1].sum()), 1_700_000_000_000)


def refused(code, act):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def test_edit_lands_in_the_array_that_was_passed(make):
    session = make()
    array = session.segmentation
    expected = array.copy()
    expected[0:2, 3:5, 6:9] = 7
    applied = session.apply(Edit(BOX, np.full((2, 2, 3), 7)))
    assert np.array_equal(array, expected)
    assert (applied.revision, applied.box, applied.cause) == (1, BOX, "call")


def test_slices_and_a_number_are_an_edit_too(make):
    session = make()
    session.apply(Edit((slice(None), 0, slice(-2, None)), 5))
    assert (session.segmentation[:, 0, -2:] == 5).all()


def test_wire_edit_speaks_in_indices(make):
    session = make()
    applied = session.apply(record(runs=[(0, 2, 0, 1), (4, 1, 0, 1)]), origin=("client", 1))
    assert session.segmentation[0, 3, 6:9].tolist() == [3, 3, 0]
    assert session.segmentation[0, 4, 6:9].tolist() == [0, 3, 0]
    assert (applied.origin, applied.cause, applied.edit.voxels) == (("client", 1), "edit", 3)


@pytest.mark.parametrize(
    ("code", "box", "runs"),
    [
        ("conflict", BOX, [(0, 1, 1, 0)]),
        ("bounds", (0, 7, 0, 1, 0, 1), [(0, 1, 0, 1)]),
        ("bounds", (2, 2, 0, 1, 0, 1), [(0, 1, 0, 1)]),
        ("bounds", BOX, []),
        ("bounds", BOX, [(11, 2, 0, 1)]),
        ("bounds", BOX, [(2, 2, 0, 1)]),
        ("bounds", BOX, [(3, 1, 0, 1), (0, 1, 0, 1)]),
        ("bounds", BOX, [(0, 2, 0, 1), (1, 1, 0, 1)]),
        ("bounds", BOX, [(0, 0, 0, 1)]),
        ("bounds", BOX, [(0, 1, 0, 0)]),
        ("label", BOX, [(0, 1, 0, 2)]),
        ("generation", BOX, [(0, 1, 0, 1)]),
    ],
)
def test_edit_that_does_not_fit_changes_nothing(make, code, box, runs):
    session = make()
    before = session.segmentation.copy()
    region = "g3/plateau26/5" if code == "generation" else None
    refused(code, lambda: session.apply(record(box, runs, region=region)))
    assert np.array_equal(session.segmentation, before)
    assert (session.revision, session.undo_text) == (0, None)


@pytest.mark.parametrize(
    ("box", "runs"),
    [
        (BOX, [(0, 1, 0, 1)]),
        (BOX, [(1, 2, 0, 1)]),
        (BOX, [(0, 2, 1, 0)]),
        ((0, 2, 3, 5, 5, 8), [(0, 2, 0, 1)]),
        ((0, 2, 3, 5, 6, 99), [(0, 2, 0, 1)]),
    ],
    ids=["fewer", "elsewhere", "other labels", "another box", "outside"],
)
def test_another_edit_under_the_same_id_is_refused(make, box, runs):
    session = make()
    session.apply(record())
    before = session.segmentation.copy()
    refused("conflict", lambda: session.apply(record(box, runs)))
    assert np.array_equal(session.segmentation, before)
    assert session.revision == 1


def test_an_edit_comes_again_when_the_table_has_lost_its_label(make):
    session = make()
    again = record(runs=[(0, 2, 0, 2**32 - 1)])
    session.apply(record(runs=[(0, 2, 0, 2)]), labels=LabelTable(np.dtype(np.uint16), [0, 3, 7]))
    session.undo()
    session.close()
    reopened = make(session.segmentation)
    assert reopened.labels.ids == [0, 3]
    assert reopened.apply(again).edit.id == "e1"


def test_edit_that_comes_twice_is_applied_once(make):
    session = make()
    session.apply(record())
    again = session.apply(record())
    assert (again.revision, session.revision, len(session.edits_frame())) == (1, 1, 1)


def test_label_beyond_the_dtype_is_refused(make):
    session = make(np.zeros((6, 9, 13), np.uint8))
    refused("label", lambda: session.apply(Edit(BOX, 256)))
    refused("label", lambda: session.add_label(-1))
    assert session.add_label(255).start == 1


@pytest.mark.parametrize(
    ("voxels", "error"), [(np.full((2, 2, 3), 0.5), TypeError), (np.ones((3, 2, 2), int), ValueError)]
)
def test_voxels_that_are_no_labels_of_the_box_are_an_error(make, voxels, error):
    with pytest.raises(error, match="expected"):
        make().apply(Edit(BOX, voxels))


def test_edit_that_changes_nothing_is_refused(make):
    refused("nothing", lambda: make().apply(Edit((0, 1, 0, 1, 0, 1), 0)))


def test_undo_and_redo_walk_through_edits_and_verdicts_alike(make):
    session = make()
    original = session.segmentation.copy()
    session.apply(Edit(BOX, 7, tool="brush", region=1))
    session.judge(1, "done")
    assert session.undo_text == "verdict on region 1"
    assert session.undo().verdict == "open"
    assert session.undo_text == "brush, region 1"
    undone = session.undo()
    assert (undone.cause, undone.revision) == ("undo", 2)
    assert np.array_equal(session.segmentation, original)
    assert (session.undo_text, session.redo_text) == (None, "brush, region 1")
    session.redo()
    assert session.redo().verdict == "fixed"
    refused("nothing", session.redo)


def test_new_act_drops_what_could_be_redone(make):
    session = make()
    session.apply(Edit(BOX, 7))
    session.undo()
    session.judge(2, "correct")
    assert session.redo_text is None


def test_undo_refuses_where_other_code_wrote_since(make):
    session = make()
    session.apply(Edit(BOX, 7))
    session.segmentation[0, 3, 6] = 9
    assert refused("conflict", session.undo).box == BOX
    session.refresh()
    session.undo()
    session.undo()
    assert session.segmentation[0, 3, 6] == 0


def test_done_is_fixed_while_edits_of_the_region_stand(make, listen):
    session = make()
    heard = listen(session)
    region = session.ranking.ids[0]
    assert session.judge(region, "done").verdict == "correct"
    session.apply(Edit(BOX, 7, region=region))
    assert session.verdicts[region].verdict == "fixed"
    session.undo()
    assert session.verdicts[region].verdict == "correct"
    assert heard.names() == ["Judged", "LabelsAdded", "Applied", "Judged", "Applied", "Judged"]


@pytest.mark.parametrize("verdict", ["fixed", "correct", "unsure"])
def test_spoken_verdict_stays_as_said(make, verdict):
    session = make()
    session.judge(1, verdict, "a note")
    region = session.ranking.ids[0]
    assert (session.verdicts[region].verdict, session.verdicts[region].note) == (verdict, "a note")
    session.judge(1, "open")
    assert session.verdicts == {}
    refused("nothing", lambda: session.judge(1, "open"))


def test_region_that_there_is_not_is_an_error(make):
    session = make()
    with pytest.raises(KeyError, match="expected 1 to 2"):
        session.judge(3, "done")
    refused("generation", lambda: session.judge("g1/plateau26/5", "done"))
    with pytest.raises(ValueError, match='expected "done", "fixed", "correct", "unsure" or "open"'):
        session.judge(1, "perhaps")


def test_labels_are_announced_before_the_edit_that_uses_them(make, listen):
    session = make()
    heard = listen(session)
    applied = session.apply(Edit(BOX, 40))
    assert heard.names() == ["LabelsAdded", "Applied"]
    assert (heard.events[0].start, heard.events[0].ids) == (2, (40,))
    assert applied.runs[:, 3].tolist() == [2] * len(applied.runs)


def test_failing_listener_neither_stops_nor_hides_a_change(make, listen, caplog):
    session = make()
    session.subscribe(lambda event: 1 / 0)
    heard = listen(session)
    session.apply(Edit(BOX, 7))
    assert heard.names() == ["LabelsAdded", "Applied"]
    assert "the change stands" in caplog.text


def test_act_of_a_listener_is_heard_after_what_caused_it(make, listen):
    session = make()
    session.subscribe(
        lambda event: session.judge(1, "done") if event.__class__.__name__ == "Applied" else None
    )
    heard = listen(session)
    session.apply(Edit(BOX, 3))
    assert heard.names() == ["Applied", "Judged"]


def test_closed_session_refuses_and_says_why(make):
    session = make()
    session.close("over")
    assert refused("journal", lambda: session.apply(Edit(BOX, 7))).message == "over"


def test_selection_is_told_once(make, listen):
    session = make()
    heard = listen(session)
    session.select(2)
    session.select(2)
    assert [event.region for event in heard.events] == [session.ranking.ids[1]]


def test_snapshot_is_a_copy_with_its_revision(make):
    session = make()
    session.apply(Edit(BOX, 7))
    copy, revision = session.snapshot()
    session.undo()
    assert revision == 1
    assert (copy[0:2, 3:5, 6:9] == 7).all()


def test_changes_are_what_differs_from_the_beginning(make):
    session = make()
    session.apply(Edit(BOX, 7))
    session.apply(Edit(BOX, 0))
    session.segmentation[5, 8, 12] = 1
    expected = np.zeros(session.shape, bool)
    expected[1, 3, 6:9] = True
    expected[5, 8, 12] = True
    assert np.array_equal(session.changes(), expected)


def test_trust_is_one_around_settled_and_zero_around_unsure(make):
    session = make()
    session.judge(1, "done")
    expected = np.full(session.shape, 0.25, np.float32)
    expected[0:5, 0:6, 2:9] = 1
    assert np.array_equal(session.trust(outside=0.25), expected)
    session.judge(2, "unsure")
    expected[2:6, 3:9, 0:12] = 0
    assert np.array_equal(session.trust(outside=0.25), expected)


def test_frames_tell_what_was_done(make):
    session = make()
    session.apply(Edit(BOX, 7, tool="brush", region=2))
    session.apply(Edit((5, 6, 0, 1, 0, 1), 7))
    session.undo()
    session.judge(2, "done", "was broken")
    regions, edits = session.regions_frame(), session.edits_frame()
    assert regions["verdict"].tolist() == ["open", "fixed"]
    assert (regions["edits"].tolist(), regions["note"].tolist()) == ([0, 1], ["", "was broken"])
    assert regions.index.tolist() == session.ranking.ids
    assert edits["standing"].tolist() == [True, False]
    assert (edits["rank"].iloc[0], edits["rank"].isna().tolist()) == (2, [False, True])
    assert (edits["voxels"].tolist(), edits["revision"].tolist()) == ([12, 1], [1, 2])
    assert edits[["z0", "z1", "y0", "y1", "x0", "x1"]].iloc[0].tolist() == list(BOX)


def test_what_is_said_of_too_many_labels_helps(make):
    session = make(np.zeros((6, 9, 13), np.uint8))
    many = np.arange(256, dtype=np.uint8).reshape(4, 8, 8)
    told = refused("label", lambda: session.apply(Edit((0, 4, 0, 8, 0, 8), many)))
    assert told.message.startswith("label: found 256 labels, expected at most 255 in this generation. Write")
    session.segmentation[:4, :8, :8] = many
    refused("label", session.refresh)
    session.update(segmentation=session.segmentation)
    session.apply(Edit((5, 6, 0, 8, 0, 8), many[3:]))
    assert np.array_equal(session.segmentation[5, :8, :8], many[3])


ODD = {
    "apply None": (lambda s: s.apply(None), "edit: found None, expected a voxproof.Edit"),
    "half voxels": (lambda s: s.apply(Edit((0.5, 1, 0, 1, 0, 1), 1)), r"box: found .0.5, .*whole numbers"),
    "box of text": (lambda s: s.apply(Edit("box", 1)), "box: found 'box', expected six whole numbers"),
    "box of a number": (lambda s: s.apply(Edit(3, 1)), "box: found 3, expected six"),
    "box of bool": (lambda s: s.apply(Edit((False, True, 0, 1, 0, 1), 1)), "box: found"),
    "four slices": (lambda s: s.apply(Edit(np.s_[:, :, :, 0], 1)), "box: found 4 entries, expected at most three"),
    "float voxels": (lambda s: s.apply(Edit(BOX, 1.0)), "voxels: found dtype float64, expected label ids"),
    "no voxels": (lambda s: s.apply(Edit(BOX, None)), "voxels: found None, expected a NumPy array"),
    "ragged voxels": (lambda s: s.apply(Edit(BOX, [[1], [1, 2]])), "voxels: found a list that is no regular"),
    "masked voxels": (lambda s: s.apply(Edit(BOX, np.ma.ones((2, 2, 3)))), "voxels: found a masked array"),
    "tool": (lambda s: Edit(BOX, 1, tool=None), "tool: found None, expected text"),
    "region of a float": (lambda s: s.apply(Edit(BOX, 1, region=1.0)), "region: found 1.0, expected an id"),
    "region of a bool": (lambda s: s.judge(True, "done"), "region: found True, expected an id"),
    "select a float": (lambda s: s.select(1.5), "region: found 1.5, expected an id .* or a rank"),
    "select a list": (lambda s: s.select([1]), r"region: found \[1\], expected an id"),
    "verdict": (lambda s: s.judge(1, "x"), "verdict: found 'x', expected \"done\""),
    "verdict of None": (lambda s: s.judge(1, None), "verdict: found None, expected"),
    "verdict of an array": (lambda s: s.judge(1, np.ones(2)), "verdict: found array"),
    "trust text": (lambda s: s.trust("a"), "outside: found 'a', expected a number"),
    "trust NaN": (lambda s: s.trust(np.nan), "outside: found nan, expected a finite number, at least 0"),
    "trust less than nothing": (lambda s: s.trust(-1), "outside: found -1"),
    "refresh text": (lambda s: s.refresh("a"), "slices: found 'a', expected slices or whole numbers"),
    "refresh halves": (lambda s: s.refresh(slice(0.5, 2)), "slices: found slice.0.5, .* whole numbers"),
    "refresh two ellipses": (lambda s: s.refresh(np.s_[..., ...]), "slices: found 2 entries"),
    "refresh a new axis": (lambda s: s.refresh(np.s_[None, 0]), "slices: found None"),
    "refresh backwards": (lambda s: s.refresh(np.s_[::-1]), "slices: found step -1"),
    "refresh outside": (lambda s: s.refresh(9), "slices: found index 9 on an axis of 6"),
    "keep": (lambda s: s.update(keep="all"), "keep: found 'all', expected \"edits\" or \"prediction\""),
    "keep None": (lambda s: s.update(keep=None), "keep: found None"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_arguments_are_named_and_change_nothing(make, case):
    session = make()
    act, match = ODD[case]
    with pytest.raises((TypeError, ValueError), match=match):
        act(session)
    assert (session.revision, session.generation, session.undo_text) == (0, 0, None)


def test_an_ellipsis_stands_for_axes_left_out(make):
    session = make()
    session.apply(Edit(np.s_[..., 0], 5))
    assert (session.segmentation[:, :, 0] == 5).all()
    assert (session.segmentation[:, :, 1] != 5).all()


ACTS = {
    "verdict": lambda session, name: session.judge(1, "unsure", "why", act_id=name),
    "revert": lambda session, name: session.revert("e1", act_id=name),
    "undo": lambda session, name: session.undo(act_id=name),
    "redo": lambda session, name: (session.undo(), session.redo(act_id=name))[-1],
}


@pytest.mark.parametrize("kind", ACTS)
def test_an_act_that_comes_again_is_not_done_again_not_even_after_a_restart(make, blocks, kind):
    session = make()
    session.judge(2, "done")
    session.apply(record())
    ACTS[kind](session, "once")
    acts = session.acts_after(0, 100)
    array, revision = session.snapshot()
    session.close()
    again = make(blocks()[1])
    told = again.redo(act_id="once") if kind == "redo" else ACTS[kind](again, "once")
    assert again.acts_after(0, 100) == acts
    assert np.array_equal(again.segmentation, array)
    assert getattr(told, "revision", revision) == again.revision == revision


def test_a_verdict_undone_is_answered_with_what_is_said_now(make):
    session = make()
    session.judge(1, "unsure", act_id="v")
    undone = session.undo(act_id="u")
    again = session.undo(act_id="u")
    assert (again.region, again.verdict, again.cause) == (undone.region, "open", "undo")
    assert session.judge(1, "unsure", act_id="v").verdict == "open"


def test_undo_and_redo_of_an_act_are_about_no_other(make):
    session = make()
    session.apply(record())
    session.judge(1, "done", act_id="v")
    refusal = refused("nothing", lambda: session.undo(of="e1"))
    assert "another act in its place (verdict on region 1)" in refusal.message
    session.undo(of="v")
    refused("nothing", lambda: session.redo(of="e1"))
    session.redo(of="v")
    assert session.undo_text == "verdict on region 1"


def test_an_id_belongs_to_one_act(make):
    session = make()
    session.apply(record())
    for act in (session.undo, lambda act_id: session.judge(1, "done", act_id=act_id)):
        error = refused("conflict", lambda act=act: act(act_id="e1"))
        assert "an act of kind 'edit' under the id 'e1'" in error.message
    session.judge(1, "done", act_id="v")
    refused("conflict", lambda: session.apply(record((0, 1, 0, 1, 0, 13), [(0, 1, 0, 1)], id="v")))
