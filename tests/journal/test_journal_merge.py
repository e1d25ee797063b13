"""Two reviewers' journals over one original make one: voxel by voxel as a three-way merge, with all that they disagree on listed."""

import os
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voxproof as vp
from voxproof._edits import Edit
from voxproof._events import Refused
from voxproof._session import Session

BOX = (1, 3, 2, 4, 5, 6)
OTHER_BOX = (5, 6, 0, 2, 0, 2)
SHARED = (0, 1, 0, 1, 0, 4)


@pytest.fixture
def reviewed(make, blocks):
    """A journal made by acts on a session over the original."""

    def reviewed(name, *acts, start=None, update=True):
        path = f"{name}.sqlite"
        if start is not None:
            shutil.copy(start, path)
        session = make(blocks()[1], journal=path)
        for act in acts:
            act(session)
        session.close()
        return path

    return reviewed


def paint(box, label, region=None, tool="brush"):
    return lambda session: session.apply(Edit(box, label, region=region, tool=tool))


def judge(region, verdict, note=""):
    return lambda session: session.judge(region, verdict, note)


def undo(session):
    session.undo()


def test_what_each_changed_is_in_it_and_what_both_changed_alike_is_in_it_once(reviewed, make, blocks):
    anna = reviewed("anna", paint(BOX, 0, region=1), judge(1, "done"), paint(SHARED, 8))
    ben = reviewed("ben", paint(OTHER_BOX, 7, tool="cut"), judge(2, "unsure", "dim"), paint(SHARED, 8))
    merged = vp.merge_journals(anna, ben, "Ordner/beide.sqlite")
    expected = blocks()[1]
    expected[1:3, 2:4, 5], expected[5, :2, :2], expected[0, 0, :4] = 0, 7, 8
    assert np.array_equal(vp.replay(merged.path, blocks()[1]), expected)
    assert (merged.edits, merged.verdicts, len(merged.conflicts), merged.mask.any()) == (1, 1, 0, False)
    session = make(blocks()[1], journal=merged.path)
    assert [verdict.verdict for verdict in session.verdicts.values()] == ["fixed", "unsure"]
    assert session.edits_frame()["tool"].tolist() == ["brush", "brush", "cut"]
    assert session.verdict_on(session.ranking.ids[1]).note == "dim"
    session.undo()
    session.undo()
    assert session.segmentation[5, 0, 0] == 0


@pytest.mark.parametrize("prefer", ["first", "second"])
def test_voxels_that_both_changed_otherwise_are_listed_and_one_rule_decides(reviewed, blocks, prefer):
    anna = reviewed("anna", paint((0, 1, 0, 2, 0, 4), 8, region=1))
    ben = reviewed("ben", paint((0, 1, 0, 1, 2, 6), 9), paint(SHARED, 8), paint((0, 1, 0, 1, 3, 4), 9))
    merged = vp.merge_journals(anna, ben, "both.sqlite", prefer=prefer)
    found = vp.replay(merged.path, blocks()[1])
    assert found[0, 0, :6].tolist() == [8, 8, 8, 8 if prefer == "first" else 9, 9, 9]
    (row,) = merged.conflicts.to_dict("records")
    assert (row["kind"], row["first"], row["second"], row["kept"], row["voxels"]) == (
        "voxels",
        8,
        9,
        prefer,
        1,
    )
    assert [row[edge] for edge in ("z0", "z1", "y0", "y1", "x0", "x1")] == [0, 1, 0, 1, 3, 4]
    assert row["region"].startswith("g0/")
    assert row["first_edit"] != row["second_edit"]
    assert np.argwhere(merged.mask).tolist() == [[0, 0, 3]]


def words(make, blocks, path):
    session = make(blocks()[1], journal=path)
    found = [session.verdict_on(region) for region in session.ranking.ids]
    session.close()
    return [("open", "") if verdict is None else (verdict.verdict, verdict.note) for verdict in found]


VERDICTS = {
    "otherwise": (
        judge(1, "unsure"),
        judge(1, "correct"),
        ("unsure", ""),
        ("correct", ""),
        "verdict",
        "first",
    ),
    "alike": (judge(1, "correct"), judge(1, "correct"), ("correct", ""), ("correct", ""), None, None),
    "notes": (
        judge(1, "correct", "a"),
        judge(1, "correct", "b"),
        ("correct", "a"),
        ("correct", "b"),
        "note",
        "first",
    ),
    "one note": (
        judge(1, "correct"),
        judge(1, "correct", "b"),
        ("correct", "b"),
        ("correct", "b"),
        None,
        None,
    ),
    "edited": (
        judge(1, "done"),
        paint(BOX, 0, region=1),
        ("correct", ""),
        ("correct", ""),
        "verdict",
        "both",
    ),
    "judged the edited": (
        paint(BOX, 0, region=1),
        judge(1, "done"),
        ("correct", ""),
        ("correct", ""),
        "verdict",
        "both",
    ),
    "unsure of the edited": (
        judge(1, "unsure"),
        paint(BOX, 0, region=1),
        ("unsure", ""),
        ("unsure", ""),
        None,
        None,
    ),
}


@pytest.mark.parametrize("what", VERDICTS)
def test_regions_that_both_judged(reviewed, make, blocks, what):
    first, second, by_first, by_second, kind, kept = VERDICTS[what]
    anna, ben = reviewed("anna", first), reviewed("ben", second)
    for prefer, expected in (("first", by_first), ("second", by_second)):
        merged = vp.merge_journals(anna, ben, f"{prefer}.sqlite", prefer=prefer)
        assert words(make, blocks, merged.path)[0] == expected
        assert merged.conflicts["kind"].tolist() == ([] if kind is None else [kind])
        if kind is not None:
            assert merged.conflicts["kept"].tolist() == [prefer if kept == "first" else kept]
            assert merged.conflicts["x1"].notna().all()


def test_what_both_had_is_taken_once_and_what_one_undid_of_it_is_undone(reviewed, make, blocks):
    common = reviewed("common", paint(BOX, 0), paint(SHARED, 8), judge(1, "correct"))
    anna = reviewed("anna", paint(OTHER_BOX, 7), start=common)
    ben = reviewed("ben", undo, undo, judge(2, "done"), start=common)
    merged = vp.merge_journals(anna, ben, "both.sqlite")
    expected = blocks()[1]
    expected[1:3, 2:4, 5], expected[5, :2, :2] = 0, 7
    assert np.array_equal(vp.replay(merged.path, blocks()[1]), expected)
    assert words(make, blocks, merged.path) == [("open", ""), ("correct", "")]
    assert (merged.edits, merged.verdicts, len(merged.conflicts)) == (1, 2, 0)


def test_labels_that_either_added_are_there(reviewed, make, blocks):
    anna = reviewed("anna", lambda session: session.add_label(12))
    ben = reviewed("ben", lambda session: session.add_label(12), lambda session: session.add_label(13))
    merged = vp.merge_journals(anna, ben, "both.sqlite")
    assert {12, 13} <= set(make(blocks()[1], journal=merged.path).labels.ids)


def test_a_later_generation_that_both_have_in_common_is_merged(reviewed, blocks):
    def update(session):
        session.update(blocks()[1][::-1].copy(), blocks()[2])

    common = reviewed("common", paint(BOX, 0), update)
    anna = reviewed("anna", paint(OTHER_BOX, 7), start=common)
    ben = reviewed("ben", paint(SHARED, 8), start=common)
    merged = vp.merge_journals(anna, ben, "both.sqlite")
    expected = blocks()[1][::-1].copy()
    expected[5, :2, :2], expected[0, 0, :4] = 7, 8
    assert np.array_equal(vp.replay(merged.path), expected)
    other = reviewed("other", paint(SHARED, 9), update)
    with pytest.raises(vp.JournalMismatch, match="before the last update"):
        vp.merge_journals(anna, other, "none.sqlite")


def test_journals_of_other_volumes_are_refused_and_nothing_is_written(reviewed, make, blocks):
    anna = reviewed("anna", paint(BOX, 0))
    other = blocks()[1]
    other[0, 0, 0] = 1
    session = make(other, journal="other.sqlite")
    session.apply(Edit(BOX, 0))
    session.close()
    with pytest.raises(vp.JournalMismatch, match="an original with the content hash"):
        vp.merge_journals(anna, "other.sqlite", "both.sqlite")
    session = make(journal="image.sqlite", image=blocks()[0] + 1)
    session.apply(Edit(BOX, 0))
    session.close()
    with pytest.raises(vp.JournalMismatch, match="found image"):
        vp.merge_journals(anna, "image.sqlite", "both.sqlite")
    with pytest.raises(FileExistsError):
        vp.merge_journals(anna, anna, anna)
    assert not os.path.exists("both.sqlite")


SHAPE = (4, 5, 6)
acts = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 5), st.integers(1, 3), st.integers(0, 4)),
    max_size=6,
)


def perform(session, todo):
    for z, y, x, size, label in todo:
        try:
            if label == 4:
                session.undo()
            else:
                session.apply(Edit((z, min(z + size, 4), y, min(y + size, 5), x, min(x + size, 6)), label))
        except Refused as error:
            assert error.code == "nothing"  # noqa: PT017


@settings(max_examples=30, deadline=None)
@given(acts, acts, acts, st.sampled_from(["first", "second"]))
def test_any_two_journals_merge_as_their_arrays_do(tmp_path_factory, common, first, second, prefer):
    folder = tmp_path_factory.mktemp("merge")
    original = np.zeros(SHAPE, np.int16)
    image, doubt = np.zeros(SHAPE), np.ones(SHAPE)
    start = Session(image, original.copy(), doubt, journal=folder / "start.sqlite")
    start.add_label(9)
    perform(start, common)
    start.close()
    ends = []
    for name, todo in (("a", first), ("b", second)):
        shutil.copy(folder / "start.sqlite", folder / f"{name}.sqlite")
        session = Session(image, original.copy(), doubt, journal=folder / f"{name}.sqlite")
        perform(session, todo)
        session.close()
        ends.append(session.segmentation.copy())
    base, (one, other) = start.segmentation, ends
    merged = vp.merge_journals(folder / "a.sqlite", folder / "b.sqlite", folder / "m.sqlite", prefer=prefer)
    clash = (one != base) & (other != base) & (one != other)
    expected = np.where((other != base) & ~(clash & (prefer == "first")), other, one)
    assert np.array_equal(vp.replay(merged.path, original), expected)
    assert np.array_equal(merged.mask, clash)
    assert merged.conflicts["voxels"].sum() == clash.sum()
