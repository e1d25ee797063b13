"""Nothing acknowledged is lost: a killed kernel, a full disk, a second kernel, a taken-over journal."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import numpy as np
import pytest

from voxproof import _lease
from voxproof._edits import Edit, EditRecord
from voxproof._events import Refused
from voxproof._journal import Journal
from voxproof._lease import JournalBusy

BOX = (1, 3, 2, 4, 5, 6)

WORKER = """
import sys
import numpy as np
from session_fixtures import make_blocks
from voxproof._edits import Edit, EditRecord
from voxproof._session import Session

image, segmentation, uncertainty = make_blocks()
session = Session(image, segmentation, uncertainty, name="test")
print("open", flush=True)
if sys.argv[1] == "hold":
    sys.stdin.read()
for number in range(10_000):
    random = np.random.default_rng(number)
    z, y, x = (int(random.integers(0, size - 1)) for size in segmentation.shape)
    label = number % 1000 + 10
    session.apply(Edit((z, z + 2, y, y + 2, x, x + 2), label))
    print(session.revision, flush=True)
"""


def start(tmp_path, what):
    here = os.path.dirname(__file__)
    path = os.pathsep.join([os.path.join(here, "..", "session"), os.path.join(here, "..", "..")])
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, what],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def stop(process, how):
    process.send_signal(how)
    process.communicate()


def after(original, edits):
    """The array after a number of the worker's edits."""
    array = original.copy()
    for number in range(edits):
        random = np.random.default_rng(number)
        z, y, x = (int(random.integers(0, size - 1)) for size in array.shape)
        array[z : z + 2, y : y + 2, x : x + 2] = number % 1000 + 10
    return array


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_kernel_killed_at_any_moment_loses_no_acknowledged_edit(make, blocks, tmp_path, acknowledged):
    with start(tmp_path, "edit") as process:
        lines = [process.stdout.readline() for _ in range(1 + acknowledged)]
        process.send_signal(signal.SIGKILL)
        # Not `communicate`, which leaves out what `readline` has read ahead.
        rest = process.stdout.read()
    last = int(([*lines, *rest.split()])[-1])
    array = blocks()[1]
    session = make(array)
    assert session.revision in (last, last + 1)
    assert np.array_equal(array, after(blocks()[1], session.revision))


def fill_the_disk(session):
    """Let the journal grow no more, and use up what is left of its last pages."""
    db = session._store.place.journal._db
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(1000):
        before = session.segmentation.copy(), session.revision, session.undo_text
        try:
            session.apply(
                Edit((0, 1, 0, 1, 0, 13), np.arange(13)[None, None] + number % 7, tool=f"t{number}")
            )
        except Refused as error:
            return db, before, error
    raise AssertionError("the disk never was full")


def test_full_disk_refuses_the_act_and_loses_nothing(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0))
    db, (live, revision, undo_text), error = fill_the_disk(session)
    assert error.code == "journal"
    assert "full" in error.message
    with pytest.raises(Refused, match=r"could not be written .*full.*nothing was changed"):
        session.update(blocks()[1], np.random.default_rng(0).random((6, 9, 13)))
    assert np.array_equal(session.segmentation, live)
    assert (session.revision, session.generation, session.undo_text) == (revision, 0, undo_text)
    db.execute("PRAGMA max_page_count = 1000000")
    session.apply(Edit((0, 1, 0, 1, 0, 1), 99))
    array = blocks()[1]
    assert make(array).revision == revision + 1
    assert np.array_equal(array, session.segmentation)


def test_locked_journal_refuses_and_goes_on_afterwards(make):
    session = make()
    session._store.place.journal._db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(session.journal_state["path"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused, match="locked"):
        session.apply(Edit(BOX, 0))
    assert session.segmentation[1, 2, 5] == 3
    other.execute("ROLLBACK")
    other.close()
    assert session.apply(Edit(BOX, 0)).revision == 1


def test_second_kernel_is_told_and_follows_when_the_first_is_dead(make, tmp_path):
    process = start(tmp_path, "hold")
    assert process.stdout.readline() == "open\n"
    with pytest.raises(JournalBusy, match=rf"process {process.pid} on this machine.*name="):
        make()
    with pytest.raises(JournalBusy):
        make(journal="new")
    assert make(name="other").revision == 0
    stop(process, signal.SIGKILL)
    assert make().apply(Edit(BOX, 0)).revision == 1


def test_same_kernel_takes_over_and_the_old_session_says_so(make, listen):
    first = make()
    heard = listen(first)
    first.apply(Edit(BOX, 0))
    second = make()
    assert second.revision == 1
    assert heard.names() == ["Applied", "Closed"]
    with pytest.raises(Refused, match="Another curator of this kernel"):
        first.undo()
    second.undo()


def test_writer_on_another_machine_is_followed_after_a_long_silence(make):
    session = make()
    path = session.journal_state["path"]
    session.add_label(12)
    session.close()
    for silent, free in ((5, False), (-60, False), (_lease.SILENT_SECONDS + 5, True), (-1e9, True)):
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM lease")
            db.execute("INSERT INTO lease VALUES ('t', 'p', 1, '', 'elsewhere', ?)", (time.time() - silent,))
        db.close()
        if free:
            make().close()
        else:
            with pytest.raises(JournalBusy, match="on elsewhere"):
                make()


def test_writer_whose_journal_was_taken_over_is_refused(make):
    session = make()
    other = Journal(session._store.place.journal.path)
    other.take_lease()
    with pytest.raises(Refused, match="has taken over"):
        session.apply(Edit(BOX, 0))
    assert session.segmentation[1, 2, 5] == 3
    other.close()


def test_commit_flushes_to_the_disk(make):
    session = make()
    session.apply(Edit(BOX, 0))
    db = session._store.place.journal._db
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_threads_edit_one_after_the_other(make, blocks):
    from concurrent.futures import ThreadPoolExecutor

    session = make()
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda n: session.apply(Edit((n % 6, n % 6 + 1, n // 6, n // 6 + 1, 0, 13), n + 4)), range(54)
            )
        )
    assert (session.revision, len(session.edits_frame())) == (54, 54)
    array = blocks()[1]
    make(array)
    assert np.array_equal(array, session.segmentation)


@pytest.fixture
def interruptible():
    """Interrupts are raised, also where a shell has started the tests in the background, which ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupt_waits_until_array_and_journal_agree(make, blocks, monkeypatch):
    session = make()
    write = session._store._write

    def interrupted_write(change, **options):
        signal.raise_signal(signal.SIGINT)
        write(change, **options)

    monkeypatch.setattr(session._store, "_write", interrupted_write)
    with pytest.raises(KeyboardInterrupt):
        session.apply(Edit(BOX, 0))
    assert (session.revision, session.segmentation[1, 2, 5]) == (1, 0)
    array = blocks()[1]
    assert make(array).undo_text == "call"
    assert np.array_equal(array, session.segmentation)


def test_edit_lands_where_nothing_can_be_ranked(make, monkeypatch):
    def no_wasm(*arguments, **options):
        raise ImportError("no wasmtime here")

    monkeypatch.setattr("voxproof._listing.rank_codes", no_wasm)
    session = make()
    runs = np.array([[0, 1, 0, 1]], np.uint32)
    applied = session.apply(
        EditRecord("e", "brush", "g0/plateau26/5", (0, 1, 0, 1, 0, 1), runs, 1, 0), origin="c"
    )
    assert (applied.undo, session.segmentation[0, 0, 0]) == ("brush", 3)


@pytest.mark.parametrize("when", ["begin", "take_lease"])
def test_disk_that_is_full_at_opening_means_memory_and_says_so(make, blocks, monkeypatch, when):
    expected = 0
    if when == "take_lease":
        make().apply(Edit(BOX, 0))
        expected = 1

    def full(journal, *arguments, **options):
        if journal.path is not None:
            raise sqlite3.OperationalError("database or disk is full")
        real(journal, *arguments, **options)

    real = getattr(Journal, when)
    monkeypatch.setattr(Journal, when, full)
    array = blocks()[1]
    session = make(array)
    assert session.revision == expected
    assert (array[1:3, 2:4, 5] == 0).all() == (expected == 1)
    state = session.journal_state
    assert (state["path"], state["state"]) == (None, "memory")
    assert "disk is full): edits are kept in memory only" in state["message"]
    session.apply(Edit((5, 6, 0, 2, 0, 2), 7))


def test_disk_that_fills_up_while_a_map_begins_a_generation_means_memory(make, blocks, monkeypatch):
    make().apply(Edit(BOX, 0))
    real = Journal._write_generation

    def full(journal, row):
        if journal.path is not None:
            raise sqlite3.OperationalError("database or disk is full")
        real(journal, row)

    monkeypatch.setattr(Journal, "_write_generation", full)
    array = blocks()[1]
    session = make(array, uncertainty=blocks()[2] * 0.7 + (blocks()[2] > 0.5))
    assert (session.generation, session.journal_state["state"]) == (1, "memory")
    assert (array[1:3, 2:4, 5] == 0).all()


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.judge(1, "done", "half \ud83d"),
        lambda session: session.select("g0/\ud83d", origin=("client", None)),
        lambda session: session.apply(Edit(BOX, 0, tool="\ud83d")),
    ],
)
def test_half_a_character_is_refused_at_the_act_and_blocks_no_later_one(make, act):
    session = make()
    with pytest.raises(ValueError, match="whole characters"):
        act(session)
    assert session.apply(Edit(BOX, 0)).revision == 1


def test_pid_that_is_used_again_locks_nobody_out_on_any_system(monkeypatch):
    psutil = pytest.importorskip("psutil")
    ours = _lease._born(os.getpid())
    assert ours == _lease._born(os.getpid()) != ""
    monkeypatch.setattr(_lease.sys, "platform", "darwin")
    monkeypatch.setattr(_lease, "_stat_fields", lambda pid: [])
    assert float(_lease._born(os.getpid())) == psutil.Process().create_time()
    assert _lease._born(2**22 + 1) == ""
