"""A damaged journal opens at its last whole act, says what is missing, and keeps the damaged file as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._journal import Journal
from voxproof._lease import JournalBusy, Lease
from voxproof._log import read_log
from voxproof._matching import JournalMismatch
from voxproof._rows import JournalError, Missing

EDITS = 12
HEADER, FRAME = 32, 24 + 4096

KILLED = """
import os
from session_fixtures import make_blocks
from voxproof import Curator, Edit
curator = Curator(*make_blocks(), name="test")
for number in range(12):
    curator.apply(Edit((number % 5, number % 5 + 2, 2, 4, 5, 6), number + 10))
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The journal of a kernel that was killed after twelve edits, the first of which is in the file itself."""
    folder = tmp_path_factory.mktemp("killed")
    here = Path(__file__).parent
    path = os.pathsep.join([str(here.parent / "session"), str(here.parents[1])])
    subprocess.run([sys.executable, "-c", KILLED], cwd=folder, env={**os.environ, "PYTHONPATH": path})
    return folder / ".voxproof"


@pytest.fixture
def journal(killed, tmp_path):
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(killed, tmp_path / ".voxproof")) / "test.sqlite"


@pytest.fixture
def closed(journal, make):
    """The same, closed as it should be: one file."""
    make().close()
    return journal


def beside(path, suffix):
    return path.with_name(path.name + suffix)


def flip(file, at):
    content = bytearray(file.read_bytes())
    content[at] ^= 255
    file.write_bytes(bytes(content))


def after(array, edits):
    for number in range(edits):
        array[number % 5 : number % 5 + 2, 2:4, 5] = number + 10
    return array


def execute(path, statement, *values):
    with sqlite3.connect(path) as db:
        db.execute(statement, values)
    db.close()


def frames_of(path, acts):
    """Bytes of a log with so many acts: five pages each, the first act's are in the file itself."""
    return HEADER + FRAME * 5 * (acts - 1)


@pytest.mark.parametrize("acts", range(1, EDITS + 1))
@pytest.mark.parametrize("rest", [0, 10, 3000])
def test_log_cut_anywhere_opens_at_its_last_whole_act_and_counts_the_others(
    make, blocks, journal, acts, rest
):
    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes()[: frames_of(journal, acts) + rest])
    array = blocks()[1]
    session = make(array)
    assert session.revision == acts
    assert session.missing == (None if acts == EDITS else Missing(EDITS - acts, acts))
    assert np.array_equal(array, after(blocks()[1], acts))


@pytest.mark.parametrize("left", [100, 4096 + 1481])
def test_journal_of_a_killed_kernel_that_cannot_be_read_stays_as_it_was(make, journal, left):
    journal.write_bytes(journal.read_bytes()[:left])
    before = {suffix: beside(journal, suffix).read_bytes() for suffix in ("", "-wal")}
    with pytest.raises(JournalError, match='journal="new"'):
        make()
    assert {suffix: beside(journal, suffix).read_bytes() for suffix in before} == before


def test_journal_that_was_refused_after_a_kill_lacks_nothing(make, blocks, journal):
    with pytest.raises(JournalMismatch):
        make(blocks()[1] + 1)
    session = make()
    assert session.revision == EDITS
    assert "killed" not in session.journal_state["message"]


def test_damaged_file_is_kept_as_it_was_and_the_message_says_where(make, journal):
    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes()[: frames_of(journal, 9)])
    before = {suffix: beside(journal, suffix).read_bytes() for suffix in ("", "-wal", "-shm")}
    session = make()
    (aside,) = journal.parent.glob("test.2*.sqlite")
    assert {suffix: beside(aside, suffix).read_bytes() for suffix in before} == before
    assert session.journal_state["state"] == "ok"
    assert session.journal_state["message"].endswith(
        "It goes on at revision 9, the last one that is whole. 3 acts after that are missing. "
        f"The damaged file is kept as {aside}."
    )


@pytest.mark.parametrize("size", [517, 3 * 4096])
def test_journal_that_cannot_be_opened_keeps_its_log(make, journal, size):
    os.truncate(journal, size)
    file, log = (beside(journal, suffix).read_bytes() for suffix in ("", "-wal"))
    for _ in range(2):
        with pytest.raises(JournalError, match='journal="new"'):
            make()
    assert journal.read_bytes() == file
    assert beside(journal, "-wal").read_bytes().startswith(log)


def test_damage_that_is_no_text_is_damage(make, journal):
    content = journal.read_bytes()
    journal.write_bytes(
        content.replace(b"settledsettled", b"\xbaettledsettled").replace(b"CREATE TABLE s", b"CREATE TABLX s")
    )
    beside(journal, "-wal").unlink()
    session = make()
    assert session.revision == 1
    assert make(journal="new").revision == 0


def test_what_was_salvaged_goes_on_and_tells_what_is_missing_until_the_next_act(make, blocks, journal):
    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes()[: frames_of(journal, 9)])
    make().close()
    session = make()
    assert session.missing == Missing(3, 9)
    session.apply(Edit((5, 6, 0, 2, 0, 2), 7))
    session.undo()
    array = blocks()[1]
    again = make(array)
    assert (again.revision, again.missing) == (11, None)
    assert np.array_equal(array, after(blocks()[1], 9))


@pytest.mark.parametrize("act", range(2, EDITS))
def test_one_damaged_page_in_the_log_costs_nothing_where_later_acts_wrote_it_again(
    make, blocks, journal, act
):
    flip(beside(journal, "-wal"), frames_of(journal, act - 1) + 2 * FRAME + 2000)
    array = blocks()[1]
    session = make(array)
    assert (session.revision, session.missing) == (EDITS, None)
    assert "Nothing that was done is missing" in session.journal_state["message"]
    assert np.array_equal(array, after(blocks()[1], EDITS))


def test_damaged_page_of_the_last_act_costs_that_act(make, journal):
    flip(beside(journal, "-wal"), frames_of(journal, EDITS) - 3 * FRAME + 2000)
    session = make()
    assert session.missing == Missing(1, EDITS - 1)


def test_log_that_was_torn_before_its_act_was_acknowledged_is_no_damage(make, journal):
    """As a kill in the middle of a write leaves it: the log's index does not count what came last."""
    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes() + log.read_bytes()[HEADER : HEADER + 2 * FRAME] + b"half a frame")
    assert not read_log(journal).is_damaged
    session = make()
    assert (session.revision, session.missing) == (EDITS, None)
    assert "damaged" not in session.journal_state["message"]


def test_torn_log_without_its_index_may_lack_something_and_says_so(make, journal):
    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes()[: frames_of(journal, 9) + 100])
    beside(journal, "-shm").unlink()
    session = make()
    assert session.missing == Missing(None, 9)
    assert "what was done last may be missing" in session.journal_state["message"]


def test_log_that_was_begun_again_is_no_damage(make, journal, blocks):
    """What an earlier log left behind lies after the frames of the present one."""
    with sqlite3.connect(journal, isolation_level=None) as db:
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        db.execute("INSERT INTO meta VALUES ('other', 'text')")
        copy = shutil.copytree(journal.parent, journal.parents[1] / "again")
    db.close()
    log = read_log(Path(copy) / "test.sqlite")
    assert (len(log.frames), log.followed, log.committed, log.is_damaged) == (1, 1, 1, False)
    assert make(blocks()[1], journal=Path(copy) / "test.sqlite").missing is None


@pytest.mark.parametrize("page", [1, 3, 5, 8, 9])
def test_lost_page_that_holds_no_act_costs_nothing(make, blocks, closed, page):
    """The schema, the lease, the arrays of later generations, an index, what was settled before: pages in the order of the tables."""
    content = bytearray(closed.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    closed.write_bytes(bytes(content))
    array = blocks()[1]
    session = make(array)
    assert (session.revision, session.missing) == (EDITS, None)
    assert np.array_equal(array, after(blocks()[1], EDITS))
    session.undo()


@pytest.mark.parametrize("pages", [4, 5])
def test_file_cut_before_its_acts_begins_anew_and_counts_them(make, closed, pages):
    closed.write_bytes(closed.read_bytes()[: 4096 * pages + 100])
    session = make()
    assert (session.revision, session.missing) == (0, Missing(EDITS, 0))


def test_file_cut_among_its_acts_keeps_those_before(make, blocks, tmp_path):
    session = make()
    for number in range(120):
        session.apply(Edit((0, 6, 0, 9, number % 13, number % 13 + 1), number % 50 + 10))
    session.close()
    path = tmp_path / ".voxproof" / "test.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    again = make(blocks()[1])
    assert 0 < again.revision < 120
    assert again.missing == Missing(120 - again.revision, again.revision)


ROWS = {
    "not zlib": (5, "UPDATE act SET runs = ? WHERE seq = 6", b"\x01\0\0\0 no zlib"),
    "no runs": (5, "UPDATE act SET runs = NULL WHERE seq = 6"),
    "short runs": (5, "UPDATE act SET runs = ? WHERE seq = 6", b"\x02\0\0\0" + zlib.compress(b"1234")),
    "box outside": (5, "UPDATE act SET z0 = 90, z1 = 91 WHERE seq = 6"),
    "box elsewhere": (5, "UPDATE act SET z0 = z0 + 1, z1 = z1 + 1 WHERE seq = 6"),
    "nothing to redo": (5, "UPDATE act SET kind = 'redo' WHERE seq = 6"),
    "missing": (5, "DELETE FROM act WHERE seq = 6"),
    "first missing": (0, "DELETE FROM act WHERE seq = 1"),
    "text": (5, "UPDATE act SET z1 = 'x' WHERE seq = 6"),
    "another kind": (5, "UPDATE act SET kind = 'x' WHERE seq = 6"),
    "another generation": (5, "UPDATE act SET generation = 7 WHERE seq = 6"),
    "last": (11, "DELETE FROM act WHERE seq = 12"),
}


@pytest.mark.parametrize("what", ROWS)
def test_acts_from_the_first_that_does_not_fit_are_missing(make, blocks, closed, what):
    kept, *statement = ROWS[what]
    execute(closed, *statement)
    array = blocks()[1]
    session = make(array)
    assert session.revision == kept
    assert session.missing == Missing(EDITS - kept, kept)
    assert np.array_equal(array, after(blocks()[1], kept))


def test_verdict_without_its_region_and_what_follows_are_missing(make, blocks):
    session = make()
    session.apply(Edit((1, 3, 2, 4, 5, 6), 0))
    session.judge(1, "done")
    session.add_label(12)
    path = Path(session.journal_state["path"])
    session.close()
    execute(path, "UPDATE act SET z0 = -1 WHERE seq = 2")
    again = make(blocks()[1])
    assert (again.missing, again.verdicts) == (Missing(2, 1), {})


def test_journal_of_before_acts_were_counted_does_not_know_how_many_are_missing(make, closed):
    execute(closed, "DELETE FROM meta WHERE key = 'acts'")
    execute(closed, "DELETE FROM act WHERE seq = 6")
    session = make()
    assert session.missing == Missing(None, 5)
    assert "At least 7 acts after that are missing" in session.journal_state["message"]


@pytest.mark.parametrize("kept", [0, 5])
def test_array_that_is_ahead_of_what_is_whole_is_refused_and_nothing_is_touched(make, blocks, closed, kept):
    execute(closed, "DELETE FROM act WHERE seq = ?", kept + 1)
    before = closed.read_bytes()
    array = after(blocks()[1], EDITS)
    with pytest.raises(JournalMismatch, match=rf"{EDITS - kept} acts.*before any edit.*journal=.new."):
        make(array)
    assert closed.read_bytes() == before
    assert np.array_equal(array, after(blocks()[1], EDITS))
    assert [file.name for file in closed.parent.iterdir()] == ["test.sqlite"]
    assert make(blocks()[1]).missing == Missing(EDITS - kept, kept)


@pytest.mark.parametrize("edits", [0, 3, 5])
def test_array_in_a_state_that_is_whole_is_brought_to_the_last_one(make, blocks, closed, edits):
    execute(closed, "DELETE FROM act WHERE seq = 6")
    array = after(blocks()[1], edits)
    assert make(array).missing == Missing(7, 5)
    assert np.array_equal(array, after(blocks()[1], 5))


def test_array_of_an_act_that_changed_no_voxels_may_be_ahead(make, blocks):
    """What is missing are verdicts and labels only: the array is the last whole state."""
    session = make()
    session.apply(Edit((1, 3, 2, 4, 5, 6), 0))
    session.add_label(12)
    session.add_label(13)
    path, array = Path(session.journal_state["path"]), session.segmentation
    session.close()
    execute(path, "UPDATE act SET note = 'x' WHERE seq = 2")
    assert make(array).missing == Missing(2, 1)


def test_generation_that_lost_its_array_is_missing_and_the_one_before_goes_on(make, blocks):
    session = make()
    session.apply(Edit((1, 3, 2, 4, 5, 6), 0))
    session.update(np.ones((6, 9, 13), np.uint16))
    session.apply(Edit((0, 2, 0, 2, 0, 2), 5))
    path = Path(session.journal_state["path"])
    session.close()
    execute(path, "UPDATE part SET data = x'00' WHERE kind = 'base'")
    array = blocks()[1]
    again = make(array)
    assert (again.generation, again.missing) == (0, Missing(1, 1))
    again.apply(Edit((0, 2, 0, 2, 0, 2), 5))
    again.update(np.ones((6, 9, 13), np.uint16))
    assert again.generation == 1


def test_damaged_journal_of_another_kernel_is_left_to_it(make, closed):
    held = Lease("t", "p", 1, "", "elsewhere", 4e9)
    execute(closed, "DELETE FROM act WHERE seq = 6")
    beat = "INSERT INTO lease VALUES (?, ?, ?, ?, ?, strftime('%s') + 0)"
    execute(closed, beat, held.token, held.process, held.pid, held.born, held.host)
    with pytest.raises(JournalBusy, match=r"test\.sqlite in use .* on elsewhere"):
        make()


def test_where_it_cannot_be_written_what_is_whole_goes_on_in_memory(make, blocks, closed, monkeypatch):
    execute(closed, "DELETE FROM act WHERE seq = 6")

    def read_only(path, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", read_only)
    array = blocks()[1]
    session = make(array)
    assert (session.missing, session.journal_state["state"]) == (Missing(7, 5), "memory")
    assert "could not be written there" in session.journal_state["message"]
    assert np.array_equal(array, after(blocks()[1], 5))
    assert [file.name for file in closed.parent.iterdir()] == ["test.sqlite"]


def test_error_that_is_no_damage_leaves_a_whole_journal_alone(make, closed, monkeypatch):
    def broken(*arguments):
        raise ValueError("a bug")

    monkeypatch.setattr("voxproof._store._kept_listing", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        make()
    assert [file.name for file in closed.parent.iterdir()] == ["test.sqlite"]


def test_unnamed_session_is_told_of_a_damaged_journal_of_its_image(make, blocks, tmp_path):
    session = make(name=None)
    session.apply(Edit((1, 3, 2, 4, 5, 6), 0))
    session.apply(Edit((1, 3, 2, 4, 5, 6), 9))
    path, array = session.journal_state["path"], session.segmentation
    session.close()
    flip(Path(path), 3)
    again = make(array, name=None)
    assert (
        f"is damaged. To go on with what is whole of it, pass journal={path!r}"
        in again.journal_state["message"]
    )
    assert make(array, name=None, journal=path).revision == 2


def test_salvaged_journal_says_the_same_in_all_tables(make, closed, tmp_path):
    """But for what the damage cost: nothing here, since only an index is damaged."""
    whole = Journal.copy_in_memory(closed)
    flip(closed, 7 * 4096 + 3)
    session = make()
    session.close()
    again = Journal.copy_in_memory(closed)
    assert again.generations() == whole.generations()
    assert [again.whole_act(seq) for seq in range(1, 13)] == [whole.whole_act(seq) for seq in range(1, 13)]
    assert again.meta() == whole.meta()


def test_page_hears_of_it_in_its_welcome(make, journal):
    from voxproof._link import Link

    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes()[: frames_of(journal, 9)])
    sent = []
    link = Link(make(), sent.append)
    link.receive({"type": "hello", "v": 1, "client": "c", "version": "0"})
    assert sent[0].content["missing"] == {"count": 3, "revision": 9}
    link.close()


def test_cell_warns_and_the_curator_tells_what_is_missing(blocks, journal):
    from voxproof import Curator

    log = beside(journal, "-wal")
    log.write_bytes(log.read_bytes()[: frames_of(journal, 9)])
    with pytest.warns(UserWarning, match="3 acts after that are missing") as warned:
        curator = Curator(*blocks(), name="test")
    assert warned[0].filename == __file__
    assert (curator.missing.count, curator.missing.revision) == (3, 9)
    curator.close()


def test_log_that_is_begun_anew_while_it_is_read_is_read_again(make, journal, monkeypatch):
    log, index = (beside(journal, suffix) for suffix in ("-wal", "-shm"))
    real, reads = Path.read_bytes, []

    def read_bytes(file):
        if file != log or reads:
            return real(file)
        reads.append(file)
        counted = bytearray(real(index))
        counted[8] = counted[56] = counted[8] ^ 255
        index.write_bytes(counted)
        return real(file)[:HEADER] + bytes(len(real(file)) - HEADER)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    session = make()
    assert (session.revision, session.missing) == (EDITS, None)


def test_verdict_that_there_is_not_is_damage(make):
    session = make()
    session.judge(1, "unsure")
    path = session.journal_state["path"]
    session.close()
    execute(path, "UPDATE act SET verdict = 'unsvre'")
    assert make().missing == Missing(1, 0)
