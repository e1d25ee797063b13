"""What the user's own code changes becomes an edit, so that replay equals the live array again."""

import numpy as np

from voxproof._edits import Edit, EditRecord


def test_refresh_records_a_change_by_code(make, listen):
    session = make()
    heard = listen(session)
    session.segmentation[4, 6, 3:5] = 8
    applied = session.refresh()
    assert (applied.cause, applied.box, applied.edit.tool) == ("code", (4, 5, 6, 7, 3, 5), "code")
    assert (applied.edit.voxels, applied.runs, session.revision) == (2, None, 1)
    assert heard.names() == ["LabelsAdded", "Applied"]
    assert session.refresh() is None


def test_refresh_looks_where_it_is_told(make, monkeypatch_slabs):
    with monkeypatch_slabs(120):
        session = make()
        session.segmentation[5, 0, 0] = 8
        assert session.refresh(slice(0, 3)) is None
        assert session.refresh((5, slice(None))).box == (5, 6, 0, 1, 0, 1)


def test_undo_takes_back_what_code_did(make):
    session = make()
    before = session.segmentation.copy()
    session.segmentation[:] = 1
    session.refresh()
    assert session.undo_text == "code"
    session.undo()
    assert np.array_equal(session.segmentation, before)


def test_edit_over_unannounced_changes_records_them_first(make):
    session = make()
    original = session.segmentation.copy()
    session.segmentation[0, 0, 0:3] = 3
    session.apply(Edit((0, 1, 0, 1, 0, 2), 0))
    assert list(session.edits_frame()["tool"]) == ["code", "call"]
    session.undo()
    session.undo()
    assert np.array_equal(session.segmentation, original)


def test_browser_edit_that_saw_the_change_is_taken(make):
    session = make()
    session.segmentation[0, 0, 0] = 3
    runs = np.array([[0, 1, 1, 0]], np.uint32)
    session.apply(EditRecord("e", "erase", None, (0, 1, 0, 1, 0, 1), runs, 1, 0), origin="c")
    assert session.segmentation[0, 0, 0] == 0
    assert session.revision == 2


def test_block_with_labels_of_the_users_code_announces_them(make, listen):
    session = make()
    heard = listen(session)
    session.segmentation[0, 0, 0] = 500
    block = session.index_block(0, (0, 1, 0, 1, 0, 2))
    assert block.tolist() == [[[2, 0]]]
    assert (heard.events[0].start, heard.events[0].ids) == (2, (500,))
