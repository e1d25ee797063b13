"""Reopening finds the journal: the original is brought up to date, the last state is taken as it is, all else is a choice."""

import os
import shutil
import sqlite3

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._journal import Journal, JournalError
from voxproof._matching import JournalMismatch

BOX = (1, 3, 2, 4, 5, 6)


def work(session):
    session.apply(Edit(BOX, 0, tool="brush", region=1))
    session.judge(1, "done", "gap closed")
    session.apply(Edit((5, 6, 0, 2, 0, 2), 70_000 % 65_536, region=2))
    session.undo()
    session.add_label(12)
    session.select(2)
    session.judge(2, "unsure")
    return session


def test_original_is_brought_to_the_last_state_in_place(make, blocks):
    first = work(make())
    again_array = blocks()[1]
    again = make(again_array)
    assert np.array_equal(again_array, first.segmentation)
    assert (again.verdicts, again.standing, again.revision) == (
        first.verdicts,
        first.standing,
        first.revision,
    )
    assert (again.undo_text, again.redo_text) == ("verdict on region 2", None)
    assert again.selected == first.selected
    assert 12 in again.labels.ids
    assert again.journal_state["message"] == "Restored 1 edits and 2 verdicts of generation 0."
    again.undo()
    again.undo()
    again.undo()
    assert np.array_equal(again_array, blocks()[1])


def test_last_state_is_taken_as_it_is(make):
    first = work(make())
    saved = np.asfortranarray(first.segmentation.copy())
    again = make(saved)
    assert np.array_equal(saved, first.segmentation)
    assert again.verdicts == first.verdicts
    assert again.changes().sum() == 4


def test_last_act_missing_from_a_memory_map_is_written_again(make):
    session = make()
    session.apply(Edit(BOX, 0))
    session.apply(Edit((5, 6, 0, 2, 0, 2), 7))
    torn = session.segmentation.copy()
    torn[5, 0:2, 1] = 0
    make(torn)
    assert np.array_equal(torn, session.segmentation)


def test_earlier_state_is_brought_to_the_last_one_in_place(make, blocks):
    session = make()
    states = [session.segmentation.copy()]
    for edit in (Edit(BOX, 0), Edit(BOX, 8), Edit((5, 6, 0, 2, 0, 2), 7)):
        session.apply(edit)
        states.append(session.segmentation.copy())
    session.undo()
    session.update(blocks()[1], blocks()[2][::-1].copy())
    session.apply(Edit((0, 1, 0, 2, 0, 2), 7))
    session.apply(Edit((0, 1, 0, 2, 0, 2), 6))
    for array in (states[0], states[2], make().snapshot()[0]):
        again = make(array)
        assert np.array_equal(array, session.segmentation)
        assert (again.revision, again.undo_text) == (session.revision, "call")
    with pytest.raises(JournalMismatch, match="other voxels"):
        make(states[3])


def test_state_within_the_generation_is_brought_to_the_last_one(make):
    session = make()
    states = []
    for edit in (Edit(BOX, 0), Edit(BOX, 8), Edit((5, 6, 0, 2, 0, 2), 7)):
        session.apply(edit)
        states.append(session.segmentation.copy())
    again = make(states[0])
    assert np.array_equal(states[0], states[2])
    assert "was brought to the last one" in again.journal_state["message"]


def test_memory_map_that_lost_pages_to_a_power_cut_is_mended(make, tmp_path, blocks):
    def mapped(array):
        np.save(tmp_path / "mask.npy", array)
        return np.load(tmp_path / "mask.npy", mmap_mode="r+")

    session = make()
    torn = session.segmentation.copy()
    for number, edit in enumerate((Edit(BOX, 0), Edit((5, 6, 0, 2, 0, 2), 7), Edit(BOX, 8))):
        session.apply(edit)
        if number == 1:
            torn[5, 1, 0:2] = 7
    file = mapped(torn)
    again = make(file)
    assert np.array_equal(file, session.segmentation)
    assert "written again" in again.journal_state["message"]
    torn[5, 0, 0] = 99
    with pytest.raises(JournalMismatch):
        make(mapped(torn))


@pytest.mark.parametrize("change", ["mixed", "foreign", "dtype", "shape"])
def test_anything_else_is_a_choice_and_touches_nothing(make, change, blocks):
    session = make()
    array = session.segmentation.copy()
    session.apply(Edit(BOX, 0))
    session.apply(Edit((5, 6, 0, 2, 0, 2), 7))
    session.apply(Edit((0, 1, 0, 2, 0, 2), 7))
    array[5, 0, 0:2] = 7
    if change == "foreign":
        array[4, 0, 0] = 1
    if change == "dtype":
        array = array.astype(np.int32)
    before = array.copy()
    maps = {}
    if change == "shape":
        array = array[:5].copy()
        maps = {"image": blocks()[0][:5], "uncertainty": blocks()[2][:5]}
        before = array.copy()
    with pytest.raises(JournalMismatch, match=r'journal="new".*name='):
        make(array, **maps)
    assert np.array_equal(array, before)
    assert session.closed is None
    session.apply(Edit((3, 4, 0, 2, 0, 2), 7))


def test_new_journal_keeps_the_old_one_under_a_dated_name(make, tmp_path, blocks):
    first = work(make())
    again = make(journal="new")
    assert first.closed is not None
    assert (again.verdicts, again.revision) == ({}, 0)
    old, new = sorted((tmp_path / ".voxproof").glob("*.sqlite"))
    assert new.name == "test.sqlite"
    assert old.name.startswith("test.20")
    kept = blocks()[1]
    make(kept, journal=old)
    assert np.array_equal(kept, first.segmentation)


def test_journal_in_which_nothing_was_done_gives_way(make, blocks):
    make()
    array = blocks()[1]
    array[0, 0, 0] = 9
    assert make(array).revision == 0


def test_without_a_name_the_content_names_the_journal(make, tmp_path, blocks):
    first = work(make(name=None))
    array = blocks()[1]
    again = make(array, name=None)
    assert np.array_equal(array, first.segmentation)
    other = blocks()[1]
    other[0, 0, 0] = 1
    assert make(other, name=None).name != again.name
    assert len(list((tmp_path / ".voxproof").glob("*.sqlite"))) == 2


@pytest.mark.parametrize(
    "name", ["mouse 07", "a/b", "../up", "Gefäß №7", "con:aux?", "x" * 300, "骨" * 100, "."]
)
def test_any_name_makes_a_file_in_the_folder(make, tmp_path, name):
    session = make(name=name)
    session.apply(Edit(BOX, 0))
    (file,) = (tmp_path / ".voxproof").glob("*.sqlite")
    assert session.journal_state["path"] == str(file)
    assert make(name=name).revision == 1


def test_journal_can_be_a_file_or_a_folder(make, tmp_path):
    (tmp_path / "there").mkdir()
    assert make(journal=tmp_path / "there").journal_state["path"] == str(tmp_path / "there" / "test.sqlite")
    assert make(journal=str(tmp_path / "x" / "j.db")).journal_state["path"] == str(tmp_path / "x" / "j.db")


def test_other_map_starts_a_generation_and_keeps_what_is_settled(make, blocks):
    work(make())
    array = blocks()[1]
    again = make(array, uncertainty=blocks()[2] * 0.7 + (blocks()[2] > 0.5))
    assert again.generation == 1
    assert (array[1:3, 2:4, 5] == 0).all()
    assert list(again.verdicts) == [again.ranking.ids[0]]
    assert make(blocks()[1], uncertainty=blocks()[2] * 0.7 + (blocks()[2] > 0.5)).generation == 1


def test_original_of_the_first_generation_is_brought_to_the_last_one(make, blocks):
    session = work(make())
    new, doubt = blocks()[1], blocks()[2][:, :, ::-1].copy()
    new[0, 8, 12] = 5
    session.update(new, doubt)
    session.apply(Edit((3, 4, 8, 9, 0, 5), 5, region=1))
    for array in (blocks()[1], new.copy(), session.segmentation.copy()):
        again = make(array)
        assert np.array_equal(array, session.segmentation)
        assert (again.generation, again.verdicts, again.revision) == (1, session.verdicts, session.revision)
        assert again.ranking.ids == session.ranking.ids
        assert np.array_equal(again.codes.codes, session.codes.codes)
        assert again.undo_text == "call, region 1"
        np.testing.assert_array_equal(again.uncertainty, doubt)


def test_confidence_that_is_silent_in_the_background_is_the_same_map_after_edits(make, blocks):
    _, segmentation, doubt = blocks()
    confidence = np.where(segmentation > 0, 1 - doubt, 0).astype(np.float32)
    session = make(segmentation, uncertainty=confidence, direction="confidence")
    session.apply(Edit(BOX, 0, region=1))
    again = make(segmentation.copy(), uncertainty=confidence, direction="confidence")
    assert (again.generation, again.revision) == (0, 1)
    assert again.ranking.ids == session.ranking.ids


@pytest.mark.parametrize("content", ["text", "other version", "cut"])
def test_what_is_no_journal_is_refused_and_left_alone(make, tmp_path, content):
    path = tmp_path / "j.sqlite"
    if content == "text":
        path.write_bytes(b"these are notes, not a journal" * 100)
    elif content == "other version":
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    else:
        work(make(journal=path)).close()
        path.write_bytes(path.read_bytes()[:4096])
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r'journal="new"'):
        make(journal=path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [0, 2])
def test_journal_of_another_version_is_left_to_the_voxproof_that_wrote_it(make, tmp_path, version):
    path = tmp_path / "j.sqlite"
    work(make(journal=path)).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {version}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(
        JournalError, match=rf"found version {version} in .*expected 1. Use the Voxproof that wrote it"
    ):
        make(journal=path)
    assert path.read_bytes() == before


def test_folder_that_cannot_be_written_means_memory_and_says_so(make, tmp_path):
    (tmp_path / ".voxproof").write_text("a file where the folder should be")
    session = make()
    state = session.journal_state
    assert (state["path"], state["state"]) == (None, "memory")
    assert "in memory only" in state["message"]
    session.apply(Edit(BOX, 0))
    session.undo()


def test_read_only_journal_is_read_and_goes_on_in_memory(make, tmp_path, monkeypatch, blocks):
    first = work(make())
    first.close()
    connect = sqlite3.connect

    def read_only(path, *arguments, **options):
        if str(path).startswith(str(tmp_path.resolve())):
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connect(path, *arguments, **options)

    monkeypatch.setattr("voxproof._database.sqlite3.connect", read_only)
    array = blocks()[1]
    session = make(array)
    assert np.array_equal(array, first.segmentation)
    assert session.journal_state["state"] == "memory"
    session.apply(Edit((0, 1, 0, 1, 0, 1), 3))


def test_what_a_killed_kernel_left_in_the_log_is_read_where_nothing_can_be_written(make, tmp_path):
    session = work(make())
    path = tmp_path / ".voxproof" / "test.sqlite"
    assert path.with_name("test.sqlite-wal").stat().st_size > 0
    copy = Journal.copy_in_memory(path)
    assert copy.count_acts() == 6
    session.close()


def test_a_journal_that_can_neither_be_written_nor_copied_says_so(make, tmp_path, monkeypatch):
    work(make())
    left = shutil.copytree(tmp_path / ".voxproof", tmp_path / "left", ignore=shutil.ignore_patterns("*-shm"))

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("voxproof._database.shutil.copy", full)
    with pytest.raises(JournalError, match=r"cannot be written.*No space left.*Make room"):
        Journal.copy_in_memory(left / "test.sqlite")


def test_network_file_systems_get_a_rollback_journal(make, tmp_path, monkeypatch):
    monkeypatch.setattr("voxproof._database.is_network_path", lambda path: True)
    work(make())
    assert os.listdir(tmp_path / ".voxproof") == ["test.sqlite"]
    monkeypatch.undo()


def test_the_selection_comes_back_after_a_restart(make):
    session = make()
    session.judge(1, "correct")
    session.select(2)
    selected = session.selected
    session.close()
    assert make().selected == selected
