"""Reverting out of order: exact to the voxel, against an oracle that keeps every edit as full arrays."""

import json
import shutil
import sqlite3
import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_session_properties import SHAPE, boxes

from voxproof._edits import Edit
from voxproof._events import Refused
from voxproof._journal_lines import import_journal
from voxproof._merging import merge_journals
from voxproof._replay import replay
from voxproof._session import Session
from voxproof._unsent import load, read

A, B, C = (1, 2, 2, 4, 1, 5), (1, 2, 3, 4, 1, 9), (1, 2, 2, 3, 4, 5)


class Oracle:
    """What stands, from scratch: edits as masks and whole arrays, written one after the other over the original."""

    def __init__(self, original):
        self.original = original
        self.edits, self.done, self.undone = {}, [], []

    def edit(self, name, before, after):
        self.edits[name] = (before != after, after.copy())
        self.do((name, ()))

    def do(self, act):
        self.done.append(act)
        self.undone.clear()

    def standing(self):
        reverts, standing = {}, set()

        def turn(name):
            standing.symmetric_difference_update({name})
            for each in reverts.get(name, ()):
                turn(each)

        for name, targets in self.done:
            reverts[name] = targets
            turn(name)
        return standing

    def array(self):
        array, standing = self.original.copy(), self.standing()
        for name, _ in self.done:
            if name in self.edits and name in standing:
                mask, after = self.edits[name]
                array[mask] = after[mask]
        return array


def begin(array, folder):
    doubt = np.zeros(SHAPE)
    doubt[1:4, 1:4, 1:4] = 1
    return Session(np.zeros(SHAPE, np.uint8), array, doubt, journal=folder, name="law")


acts = st.one_of(
    st.tuples(st.just("stroke"), boxes(), st.integers(0, 2**32 - 1), st.sampled_from([None, 1])),
    st.tuples(st.just("stroke"), boxes(), st.integers(0, 2**32 - 1), st.sampled_from([None, 1])),
    st.tuples(st.just("revert"), st.integers(0, 30)),
    st.tuples(st.just("revert region")),
    st.tuples(st.sampled_from(["undo", "redo", "restart"])),
)


def stroke(session, oracle, regions, box, seed, region):
    before = session.segmentation.copy()
    z0, z1, y0, y1, x0, x1 = box
    labels = np.random.default_rng(seed).integers(0, 4, (z1 - z0, y1 - y0, x1 - x0))
    if (before[z0:z1, y0:y1, x0:x1] == labels).all():
        return
    applied = session.apply(Edit(box, labels, region=region))
    oracle.edit(applied.edit.id, before, session.segmentation)
    if region is not None:
        regions.add(applied.edit.id)


def revert(session, oracle, target, names):
    if not names or not set(names) <= oracle.standing():
        with pytest.raises(Refused, match="found"):
            session.revert(target)
        return
    applied = session.revert(target)
    oracle.do((applied.edit.id, tuple(names)))


def perform(session, oracle, regions, act):
    if act[0] == "stroke":
        stroke(session, oracle, regions, *act[1:])
    elif act[0] == "revert" and oracle.done:
        name = oracle.done[act[1] % len(oracle.done)][0]
        revert(session, oracle, name, [name])
    elif act[0] == "revert region":
        names = [name for name, _ in oracle.done if name in regions & oracle.standing()]
        revert(session, oracle, 1, names)
    elif act[0] == "undo" and oracle.done:
        session.undo()
        oracle.undone.append(oracle.done.pop())
    elif act[0] == "redo" and oracle.undone:
        session.redo()
        oracle.done.append(oracle.undone.pop())


@given(st.lists(acts, max_size=14), st.sampled_from(["u1", ">i4", "i8"]))
@settings(max_examples=60, deadline=None)
def test_any_edits_undos_redos_reverts_and_restarts_give_what_the_oracle_says(steps, dtype):
    original = np.random.default_rng(1).integers(0, 2, SHAPE).astype(dtype)
    with tempfile.TemporaryDirectory() as folder:
        array = original.copy()
        session, oracle, regions = begin(array, folder), Oracle(original), set()
        try:
            for act in steps:
                if act[0] == "restart":
                    session.close()
                    array = original.copy()
                    session = begin(array, folder)
                perform(session, oracle, regions, act)
                np.testing.assert_array_equal(array, oracle.array())
            path = session.journal_state["path"]
            standing = set(session.edits_frame().query("standing").index)
            assert standing == oracle.standing()
            was = session.original_block((0, SHAPE[0], 0, SHAPE[1], 0, SHAPE[2]))
            np.testing.assert_array_equal(np.array(session.labels.ids)[was], original)
        finally:
            session.close()
        if oracle.edits:
            np.testing.assert_array_equal(replay(path, original), array)


def test_voxels_of_later_edits_are_kept_and_counted(make):
    session = make()
    first = session.apply(Edit(A, 7))
    session.apply(Edit(B, 8))
    before = session.segmentation.copy()
    applied = session.revert(first.edit.id)
    assert (applied.cause, applied.kept, applied.edit.voxels) == ("revert", 4, 4)
    assert (session.segmentation[1, 3] == before[1, 3]).all()
    assert session.segmentation[1, 2, 1:5].tolist() == [3] * 4


def test_what_lies_below_a_reverted_edit_comes_from_the_last_one_that_stands(make):
    session = make()
    ids = [session.apply(Edit(C, label)).edit.id for label in (7, 8, 9)]
    session.revert(ids[1])
    assert session.segmentation[1, 2, 4] == 9
    session.revert(ids[2])
    assert session.segmentation[1, 2, 4] == 7
    session.revert(ids[0])
    assert session.segmentation[1, 2, 4] == 3


def test_a_revert_is_undone_and_done_again_like_an_edit(make):
    session = make()
    first = session.apply(Edit(A, 7, region=1))
    session.apply(Edit(B, 8))
    held = session.segmentation.copy()
    session.revert(first.edit.id)
    after = session.segmentation.copy()
    assert session.undo_text == "revert, region 1"
    session.undo()
    assert (session.segmentation == held).all()
    session.redo()
    assert (session.segmentation == after).all()


def test_a_region_is_fixed_only_while_its_edits_stand(make):
    session = make()
    session.apply(Edit(A, 7, region=1))
    session.judge(1, "done")
    (region,) = session.verdicts
    revert = session.revert(1)
    assert revert.standing == {region: 0}
    assert session.verdicts[region].verdict == "correct"
    session.revert(revert.edit.id)
    assert session.verdicts[region].verdict == "fixed"


def test_all_voxels_kept_is_a_revert_that_changes_nothing(make):
    session = make()
    first = session.apply(Edit(C, 7))
    session.apply(Edit(C, 8))
    applied = session.revert(first.edit.id)
    assert (applied.kept, applied.edit.voxels, session.segmentation[1, 2, 4]) == (1, 0, 8)
    assert not session.edits_frame().loc[first.edit.id, "standing"]


def test_code_that_wrote_without_telling_is_a_later_edit(make):
    session = make()
    first = session.apply(Edit(A, 7))
    session.segmentation[1, 2, 1] = 5
    assert session.revert(first.edit.id).kept == 1
    assert session.segmentation[1, 2, 1] == 5


def test_an_edit_is_named_by_its_row_of_the_table(make):
    session = make()
    session.apply(Edit(A, 7))
    session.revert(session.edits_frame().iloc[-1])
    assert session.segmentation[1, 2, 1] == 3


@pytest.mark.parametrize(
    ("target", "error", "message"),
    [
        (1, Refused, "no edit of region 1 that stands"),
        ("g0/none/1", KeyError, "region"),
        (99, KeyError, "region"),
        (1.5, TypeError, "expected the id of an edit"),
        (None, TypeError, "expected the id of an edit"),
    ],
)
def test_what_cannot_be_reverted_is_refused_in_words(make, target, error, message):
    session = make()
    session.apply(Edit(A, 7))
    with pytest.raises(error, match=message):
        session.revert(target)
    assert session.revision == 1


def test_an_edit_of_an_earlier_generation_is_refused(make, blocks):
    session = make()
    first = session.apply(Edit(A, 7))
    session.update(blocks()[1])
    with pytest.raises(Refused, match="expected one of generation 1") as refusal:
        session.revert(first.edit.id)
    assert refusal.value.code == "generation"


def test_a_revert_is_exported_and_imported_also_one_that_keeps_all_voxels(make):
    session = make()
    first = session.apply(Edit(C, 7, region=1))
    session.apply(Edit(C, 8))
    session.revert(first.edit.id)
    session.undo()
    session.export_journal("all.jsonl")
    import_journal("all.jsonl", "copy.sqlite")
    with sqlite3.connect("copy.sqlite") as copy, sqlite3.connect(session.journal_state["path"]) as journal:
        acts = [db.execute("SELECT * FROM act ORDER BY seq").fetchall() for db in (copy, journal)]
    assert acts[0] == acts[1]
    assert len(acts[0]) == 4


def test_of_two_reviewers_one_may_have_reverted(make, blocks):
    array = blocks()[1]
    first = make(array.copy(), journal="a.sqlite")
    common = first.apply(Edit(A, 7))
    first.close()
    shutil.copy("a.sqlite", "b.sqlite")
    one, two = (make(array.copy(), journal=path) for path in ("a.sqlite", "b.sqlite"))
    one.apply(Edit((4, 5, 5, 6, 2, 3), 9))
    two.revert(common.edit.id)
    expected = two.segmentation.copy()
    expected[4, 5, 2] = 9
    one.close()
    two.close()
    merge_journals("a.sqlite", "b.sqlite", "c.sqlite")
    np.testing.assert_array_equal(replay("c.sqlite", array), expected)


def test_a_file_of_unsent_acts_reverts_once(make, tmp_path):
    session = make()
    first = session.apply(Edit(A, 7))
    act = {"seq": 5, "generation": 0, "kind": "revert", "edit": first.edit.id, "region": None}
    about = {"voxproof": "unsent acts", "protocol": 1, "client": "c", "session": "s", "name": session.name}
    path = tmp_path / "unsent.json"
    path.write_text(json.dumps({**about, "shape": list(session.shape), "labels": ["0"], "acts": [act]}))
    for expected in ((1, 0), (0, 1)):
        loaded = load(read(path, session), session)
        assert (loaded.applied, loaded.skipped, loaded.refused) == (*expected, ())
    session.undo()
    assert load(read(path, session), session).applied == 0
    assert session.segmentation[1, 2, 1] == 7


def test_slabs_of_a_volume_are_reverted_one_after_the_other(make, monkeypatch):
    monkeypatch.setattr("voxproof._reverting._SLAB_VOXELS", 120)
    session = make()
    held = session.segmentation.copy()
    first = session.apply(Edit((0, 6, 0, 9, 0, 13), 7))
    session.apply(Edit(B, 8))
    assert session.revert(first.edit.id).kept == 8
    held[1, 3, 1:9] = 8
    assert (session.segmentation == held).all()
