"""`vp.replay` rebuilds the corrected array from the journal alone and the original, bit for bit, or says why it cannot."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voxproof as vp
from voxproof._edits import Edit
from voxproof._session import Session

BOX = (1, 3, 2, 4, 5, 6)
OTHER_BOX = (5, 6, 0, 2, 0, 2)
JOURNAL = ".voxproof/test.sqlite"


def test_replay_while_the_session_runs_and_after_it(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0))
    session.apply(Edit(OTHER_BOX, 7))
    session.undo()
    session.segmentation[0, 0, :3] = 9
    session.refresh()
    original = blocks()[1]
    found = vp.replay(JOURNAL, original)
    assert np.array_equal(found, session.segmentation)
    assert np.array_equal(original, blocks()[1])
    session.undo()
    session.redo()
    session.close()
    assert np.array_equal(vp.replay(JOURNAL, original), session.segmentation)
    session = make(session.segmentation)
    session.apply(Edit(BOX, 4))


def test_replay_reads_what_a_kernel_left_that_was_killed(blocks, tmp_path):
    code = (
        "import os, sys; sys.path[:0] = sys.argv[1:]; from session_fixtures import make_blocks; from voxproof import Curator, Edit\n"
        "curator = Curator(*make_blocks(), name='test'); curator.apply(Edit((1, 3, 2, 4, 5, 6), 0)); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, *(p for p in sys.path if p.endswith("session"))])
    expected = blocks()[1]
    expected[1:3, 2:4, 5] = 0
    assert np.array_equal(vp.replay(JOURNAL, blocks()[1]), expected)


def doubt(random):
    return random.integers(0, 3, (5, 6, 7)) / 2


DTYPES = ["?", "u1", ">u2", "<i2", ">i4", "u8"]


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(DTYPES), st.integers(0, 2**31), st.sampled_from(["edits", "prediction"]))
def test_replayed_is_the_live_array_whatever_its_dtype_over_generations(tmp_path_factory, dtype, seed, keep):
    random = np.random.default_rng(seed)
    shape, most = (5, 6, 7), 2 if dtype == "?" else 5
    path = tmp_path_factory.mktemp("replay") / "j ö.sqlite"
    originals = [random.integers(0, most, shape).astype(dtype) for _ in range(2)]
    session = Session(
        np.zeros(shape), np.asfortranarray(originals[0]), doubt(random), journal=path, mode="plateau"
    )
    ends = []
    for number in range(2):
        for _ in range(6):
            z, y, x = (int(random.integers(0, size)) for size in shape)
            labels = random.integers(0, most, (shape[0] - z, shape[1] - y, shape[2] - x))
            labels.flat[0] = (int(session.segmentation[z, y, x]) + 1) % most
            session.apply(Edit((z, shape[0], y, shape[1], x, shape[2]), labels, region=1))
            if random.random() < 0.3:
                session.undo()
                if random.random() < 0.5:
                    session.redo()
        session.judge(1, "done")
        ends.append(session.segmentation.copy())
        if number == 0:
            session.update(originals[1].copy(), doubt(random), keep=keep)
    session.close()
    for number, original in enumerate(originals):
        found = vp.replay(path, original, generation=number)
        assert found.dtype == np.dtype(dtype)
        assert found.flags.c_contiguous
        assert np.array_equal(found, ends[number])
    assert np.array_equal(vp.replay(path, originals[0]), ends[1])
    assert np.array_equal(vp.replay(path), ends[1])


def test_another_array_is_refused_with_found_expected_and_what_to_do(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0))
    session.close()
    other = blocks()[1]
    other[0, 0, 0] = 1
    for wrong in (other, session.segmentation, other[:5], other.astype(np.int32)):
        with pytest.raises(vp.JournalMismatch, match=r"original: found .* expected .* Pass the array as it"):
            vp.replay(JOURNAL, wrong)


def test_what_cannot_be_replayed_is_said(make, blocks, tmp_path):
    original = blocks()[1]
    with pytest.raises(FileNotFoundError, match="found no file at"):
        vp.replay("nowhere.sqlite", original)
    (tmp_path / "text.sqlite").write_text("no journal, but long enough to be looked at " * 9)
    with pytest.raises(vp.JournalError, match="no readable journal"):
        vp.replay("text.sqlite", original)
    make().apply(Edit(BOX, 0))
    with pytest.raises(vp.JournalMismatch, match="found None, expected the array"):
        vp.replay(JOURNAL)
    for number in (1, -1, 0.5):
        with pytest.raises(ValueError, match="expected 0 to 0"):
            vp.replay(JOURNAL, original, generation=number)
    with pytest.raises(TypeError, match="expected integers or booleans"):
        vp.replay(JOURNAL, original * 0.5)
