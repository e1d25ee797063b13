"""The file under a running session: removed, moved, replaced, another program's, damaged, inherited by a fork, or never used."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voxproof import _database
from voxproof._edits import Edit
from voxproof._events import Refused
from voxproof._journal import Journal, JournalError
from voxproof._matching import JournalMismatch

BOX = (1, 3, 2, 4, 5, 6)
OTHER_BOX = (5, 6, 0, 2, 0, 2)


def killed(tmp_path):
    """The folder as a killed kernel would leave it now, at a place of its own."""
    return shutil.copytree(tmp_path / ".voxproof", tmp_path / "killed")


def remove(path, what):
    folder = path.parent
    if what == "folder":
        shutil.rmtree(folder)
    elif what == "moved":
        folder.rename(folder.with_name("elsewhere"))
    elif what == "file":
        path.unlink()
    else:
        for suffix in what.split():
            path.with_name(path.name + suffix).unlink()


@pytest.mark.parametrize("what", ["folder", "moved", "file", "-wal", "-shm", "-wal -shm"])
def test_removed_while_it_is_written_it_is_whole_again_with_the_next_act(make, blocks, tmp_path, what):
    session = make()
    session.apply(Edit(BOX, 0))
    remove(tmp_path / ".voxproof" / "test.sqlite", what)
    session.apply(Edit(OTHER_BOX, 7))
    assert (
        "nothing was lost" in session.journal_state["message"] or "anew" in session.journal_state["message"]
    )
    session.undo()
    session.redo()
    array = blocks()[1]
    again = make(array, journal=killed(tmp_path) / "test.sqlite")
    assert np.array_equal(array, session.segmentation)
    assert again.revision == session.revision == 4
    assert sorted(os.listdir(tmp_path / ".voxproof")) == ["test.sqlite", "test.sqlite-shm", "test.sqlite-wal"]


def test_removed_before_the_cell_runs_again_nothing_is_lost(make, blocks, tmp_path):
    session = make()
    session.apply(Edit(BOX, 0))
    shutil.rmtree(tmp_path / ".voxproof")
    array = blocks()[1]
    assert make(array).revision == 1
    assert np.array_equal(array, session.segmentation)
    shutil.rmtree(tmp_path / ".voxproof")
    assert make(journal="new").revision == 0


def test_removed_before_the_first_act_it_is_whole_again(make, blocks, tmp_path):
    session = make()
    shutil.rmtree(tmp_path / ".voxproof")
    session.apply(Edit(BOX, 0))
    assert make(blocks()[1], journal=killed(tmp_path) / "test.sqlite").revision == 1


def test_another_file_in_its_place_is_never_written_and_can_be_moved_away(make, tmp_path, blocks):
    session = make()
    session.apply(Edit(BOX, 0))
    path = tmp_path / ".voxproof" / "test.sqlite"
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    path.write_bytes(b"another file")
    with pytest.raises(Refused, match=r"found another file.*Move that file.*written there anew") as error:
        session.apply(Edit(OTHER_BOX, 7))
    assert error.value.code == "journal"
    assert (path.read_bytes(), session.segmentation[5, 0, 0]) == (b"another file", 0)
    path.unlink()
    session.apply(Edit(OTHER_BOX, 7))
    assert make(blocks()[1], journal=killed(tmp_path) / "test.sqlite").revision == 2


def test_restored_from_a_copy_of_itself_it_goes_on_and_keeps_the_copy(make, tmp_path, blocks):
    session = make()
    session.apply(Edit(BOX, 0))
    copy = killed(tmp_path)
    session.apply(Edit(BOX, 8))
    shutil.rmtree(tmp_path / ".voxproof")
    shutil.move(copy, tmp_path / ".voxproof")
    session.apply(Edit(OTHER_BOX, 7))
    assert len(list((tmp_path / ".voxproof").glob("*.sqlite"))) == 2
    assert make(blocks()[1], journal=killed(tmp_path) / "test.sqlite").revision == 3


def test_cut_in_place_no_act_is_acknowledged_any_more(make, tmp_path):
    session = make()
    session.apply(Edit(BOX, 0))
    os.truncate(tmp_path / ".voxproof" / "test.sqlite", 0)
    for _ in range(2):
        with pytest.raises(Refused, match=r"shorter than this session left it.*save a copy"):
            session.apply(Edit(OTHER_BOX, 7))
    assert session.segmentation[5, 0, 0] == 0


def test_new_journal_where_the_old_one_cannot_be_put_aside_begins_in_memory(make, monkeypatch):
    make().apply(Edit(BOX, 0))

    def read_only(path, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", read_only)
    session = make(journal="new")
    assert (session.revision, session.journal_state["state"]) == (0, "memory")
    assert "cannot be put aside" in session.journal_state["message"]


def test_removed_where_nothing_can_be_written_the_act_is_refused(make, tmp_path):
    session = make()
    session.apply(Edit(BOX, 0))
    shutil.rmtree(tmp_path / ".voxproof")
    (tmp_path / ".voxproof").write_text("a file where the folder was")
    with pytest.raises(Refused, match="could not be written"):
        session.apply(Edit(OTHER_BOX, 7))
    (tmp_path / ".voxproof").unlink()
    assert session.apply(Edit(OTHER_BOX, 7)).revision == 2


@pytest.mark.parametrize("version", [0, 1])
def test_database_of_another_program_is_named_and_left_alone(make, tmp_path, version):
    path = tmp_path / "measurements.sqlite"
    with sqlite3.connect(path) as db:
        db.executescript(f"CREATE TABLE cells (area REAL); PRAGMA user_version = {version};")
    db.close()
    before = path.read_bytes()
    with pytest.raises(
        JournalError, match=r"measurements\.sqlite, a database of something else \(tables cells"
    ):
        make(journal=path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["measurements.sqlite"]


def damage(path, what):
    if what == "one byte":
        path.write_bytes(path.read_bytes()[:1])
        return
    if what == "flipped":
        content = bytearray(path.read_bytes())
        content[4096:] = bytes(255 - byte for byte in content[4096:])
        path.write_bytes(content)
        return
    with sqlite3.connect(path) as db:
        db.execute("UPDATE generation SET parameters = '{'")
    db.close()


@pytest.mark.parametrize("what", ["one byte", "flipped", "json"])
def test_journal_without_a_whole_beginning_is_told_and_touches_nothing(make, blocks, tmp_path, what):
    session = make()
    session.apply(Edit(BOX, 0))
    session.add_label(12)
    session.close()
    path = tmp_path / ".voxproof" / "test.sqlite"
    damage(path, what)
    before = path.read_bytes()
    array = blocks()[1]
    with pytest.raises(JournalError, match=r'test\.sqlite.*journal="new"'):
        make(array)
    assert np.array_equal(array, blocks()[1])
    assert path.read_bytes() == before
    assert make(array, journal="new").revision == 0


@pytest.mark.parametrize("what", ["empty", "gone"])
def test_log_without_its_journal_is_kept_for_rescue(make, tmp_path, what):
    make().apply(Edit(BOX, 0))
    folder = killed(tmp_path)
    (folder / "test.sqlite").unlink()
    if what == "empty":
        (folder / "test.sqlite").touch()
    with pytest.raises(JournalError, match=r"its log test\.sqlite-wal beside it, expected both"):
        make(journal=folder / "test.sqlite")
    assert (folder / "test.sqlite-wal").stat().st_size > 0


def test_empty_file_is_taken_as_a_new_journal(make, tmp_path):
    (tmp_path / "j.sqlite").touch()
    make(journal=tmp_path / "j.sqlite").apply(Edit(BOX, 0))
    assert make(journal=tmp_path / "j.sqlite").revision == 1


def test_damage_found_by_undo_is_refused_in_words(make, tmp_path):
    session = make()
    session.apply(Edit(BOX, 0))
    session._store.place.journal._db.execute("UPDATE act SET runs = x'01'")
    with pytest.raises(Refused, match="no readable journal"):
        session.undo()


def test_journal_in_which_nothing_was_done_is_removed_at_closing(make, tmp_path):
    for name in (None, "a", "b"):
        make(name=name).close()
    make(name="used").add_label(12)
    make(name="first")
    make(name="first").close()
    assert {file.name.partition(".")[0] for file in (tmp_path / ".voxproof").iterdir()} == {"used"}


def test_unused_journal_that_another_connection_reads_stays(make, tmp_path):
    session = make()
    other = sqlite3.connect(session.journal_state["path"], isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM lease").fetchall()
    session.close()
    assert (tmp_path / ".voxproof" / "test.sqlite").is_file()
    other.close()


@pytest.mark.parametrize("when", ["opened", "held"])
def test_file_that_vanishes_while_it_is_opened_is_opened_again(make, tmp_path, monkeypatch, when):
    """As when another kernel closes a journal in which nothing was done."""
    owner, name = (_database, "open_database") if when == "opened" else (Journal, "take_lease")
    real = getattr(owner, name)

    def vanishing(*arguments, **options):
        monkeypatch.setattr(owner, name, real)
        result = real(*arguments, **options)
        shutil.rmtree(tmp_path / ".voxproof")
        return result

    monkeypatch.setattr(owner, name, vanishing)
    session = make()
    session.apply(Edit(BOX, 0))
    assert session.journal_state["state"] == "ok"
    assert make(journal=killed(tmp_path) / "test.sqlite").revision == 1


def test_what_was_done_can_be_read_after_closing(make):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.judge(1, "done")
    before = session.edits_frame(), session.regions_frame(), session.changes()
    session.close()
    after = session.edits_frame(), session.regions_frame(), session.changes()
    assert all(a.equals(b) for a, b in zip(before[:2], after[:2], strict=True))
    assert np.array_equal(before[2], after[2])
    with pytest.raises(Refused, match="closed"):
        session.undo()


def in_child(work):
    """What `work` returns or raises in a forked child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            text = str(work())
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(writing, text.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_forked_child_leaves_the_journal_to_its_parent(make):
    session = make()
    session.apply(Edit(BOX, 0))
    told = "found a forked child process"
    assert told in in_child(lambda: session.apply(Edit(OTHER_BOX, 7)))
    assert told in in_child(lambda: session.edits_frame())
    assert told in in_child(lambda: make())
    assert told in in_child(lambda: make(journal="new"))
    assert in_child(lambda: session.close()) == "None"
    assert session.apply(Edit(OTHER_BOX, 7)).revision == 2


def run(script, tmp_path):
    """Run a script that ends by killing itself."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here.parent / "session"), str(here.parents[1])])
    imports = "import os, sys\nfrom session_fixtures import make_blocks\nfrom voxproof import Curator, Edit"
    script = f"{imports}\n{script}\nos.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path})


EDITING = """
curator = Curator(*make_blocks(), name="test")
curator.apply(Edit((1, 3, 2, 4, 5, 6), 0))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_child_that_ends_as_a_script_does_closes_nothing(make, tmp_path):
    then = "if os.fork() == 0: sys.exit(0)\nos.wait()\ncurator.apply(Edit((5, 6, 0, 2, 0, 2), 7))"
    run(f"{EDITING}\n{then}", tmp_path)
    assert make().revision == 2


def test_journal_of_a_killed_kernel_that_comes_without_its_log_says_so(make, tmp_path, blocks):
    run(f"{EDITING}\ncurator.apply(Edit((5, 6, 0, 2, 0, 2), 7))", tmp_path)
    bare = shutil.copy(tmp_path / ".voxproof" / "test.sqlite", tmp_path)
    session = make(journal=bare)
    assert session.revision == 1
    assert "its log, the file ending in -wal, is missing" in session.journal_state["message"]
    other = blocks()[1]
    other[0, 0, 0] = 9
    with pytest.raises(JournalMismatch):
        make(other)
    session = make()
    assert (session.revision, "missing" in session.journal_state["message"]) == (2, False)
