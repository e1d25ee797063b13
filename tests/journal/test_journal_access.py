"""While another kernel writes a journal, a second one may read it, or take over."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._events import Refused
from voxproof._journal import JournalError
from voxproof._lease import JournalBusy
from voxproof._link import Link
from voxproof._matching import JournalMismatch

BOX, OTHER_BOX = (1, 3, 2, 4, 5, 6), (5, 6, 0, 2, 0, 2)

OTHER_KERNEL = """
import sys
from session_fixtures import make_blocks
from voxproof._edits import Edit
from voxproof._events import Refused
from voxproof._session import Session

session = Session(*make_blocks(), name="test")
session.apply(Edit((1, 3, 2, 4, 5, 6), 0))
print("open", flush=True)
for line in sys.stdin:
    try:
        print(session.apply(Edit((0, 1, 0, 1, 0, 1), int(line))).revision, flush=True)
    except Refused as refusal:
        print(refusal.code, session.segmentation[0, 0, 0], session.closed is not None, refusal.message, flush=True)
"""


@pytest.fixture
def other(tmp_path):
    """Another kernel, which has made an edit; it makes one more with the label that it is told, and says what became of it."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here.parent / "session"), str(here.parents[1])])
    environment = {**os.environ, "PYTHONPATH": path}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_KERNEL], cwd=tmp_path, env=environment, **pipes
    ) as kernel:
        assert kernel.stdout.readline() == "open\n"

        def edit(label):
            print(label, file=kernel.stdin, flush=True)
            return kernel.stdout.readline().strip()

        yield edit
        kernel.kill()


def files(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_busy_journal_names_both_ways_out_as_code(make, other):
    with pytest.raises(JournalBusy) as busy:
        make()
    assert 'journal_access="read"' in str(busy.value)
    assert 'journal_access="take over"' in str(busy.value)


def test_reading_shows_what_the_other_did_and_writes_nothing(make, blocks, other, tmp_path):
    before = files(tmp_path / ".voxproof")
    array = blocks()[1]
    session = make(array, journal_access="read")
    assert (session.revision, (array[1:3, 2:4, 5] == 0).all()) == (1, True)
    state = session.journal_state
    assert (state["state"], Path(state["path"]).name) == ("read", "test.sqlite")
    assert "Read only" in state["message"]
    session.select(1)
    session.close()
    after = files(tmp_path / ".voxproof")
    # The log's index counts its readers.
    assert {**before, "test.sqlite-shm": b""} == {**after, "test.sqlite-shm": b""}
    assert other(7) == "2"
    assert make(journal_access="read").revision == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.apply(Edit(OTHER_BOX, 7)),
        lambda session: session.judge(1, "done"),
        lambda session: session.undo(),
        lambda session: session.add_label(12),
        lambda session: session.rank(min_voxels=3),
        lambda session: session.update(np.ones((6, 9, 13), np.uint16)),
    ],
)
def test_reader_can_do_nothing_and_is_told_the_way_out(make, other, act):
    session = make(journal_access="read")
    before = session.segmentation.copy()
    with pytest.raises(Refused, match=r'read only.*journal_access="take over"') as refusal:
        act(session)
    assert refusal.value.code == "journal"
    assert np.array_equal(session.segmentation, before)
    assert session.revision == 1


def test_reader_may_look_at_a_copy(make, blocks, other):
    array = blocks()[1]
    session = make(array, journal_access="read", copy=True)
    assert (session.segmentation[1, 2, 5], array[1, 2, 5]) == (0, 3)


def test_reading_needs_a_journal_and_its_map(make, blocks, other):
    with pytest.raises(JournalError, match="found nothing at"):
        make(name="another", journal_access="read")
    with pytest.raises(JournalMismatch, match=r"map: found one that .* does not know"):
        make(uncertainty=blocks()[2] * 0.7, journal_access="read")
    with pytest.raises(ValueError, match="expected one that there is"):
        make(journal="memory", journal_access="read")
    with pytest.raises(ValueError, match="journal_access"):
        make(journal_access="write it")


def test_kernel_whose_journal_was_taken_over_is_refused_at_its_next_edit(make, blocks, other):
    session = make(journal_access="take over")
    session.apply(Edit(OTHER_BOX, 7))
    code, voxel, is_closed, message = other(9).split(" ", 3)
    assert (code, voxel, is_closed) == ("journal", "0", "True")
    assert "another kernel has taken over" in message
    assert 'journal_access="take over"' in message
    assert "taken over" in other(9)
    session.undo()
    array = blocks()[1]
    assert make(array).revision == 3
    assert np.array_equal(array, session.segmentation)


def test_taken_over_session_leaves_the_page_its_acts(make):
    """The act that finds out has no answer but that the session is closed: the page keeps it."""
    first, sent = make(), []
    link = Link(first, sent.append)
    first._store.place.journal._db.execute("UPDATE lease SET token = 'of another kernel'")
    link.receive({"type": "label", "v": 1, "client": "c", "seq": 1, "id": "12"})
    link.receive({"type": "label", "v": 1, "client": "c", "seq": 2, "id": "13"})
    told = [(message.content["type"], message.content.get("code")) for message in sent]
    assert set(told) == {("problem", "closed")}
    assert "taken over" in sent[0].content["message"]


def test_a_cell_run_again_without_the_word_means_the_same_curator(blocks):
    from voxproof import Curator

    image, array, doubt = blocks()
    curator = Curator(image, array, doubt, name="test", journal_access="take over")
    assert Curator(image, array, doubt, name="test") is curator
    with pytest.raises(ValueError, match="journal_access: found 'read'"):
        Curator(image, array, doubt, name="test", journal_access="read")
    curator.close()
