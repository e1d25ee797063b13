"""Laws that hold for any strokes: undo and redo are inverse, the journal replays to the live array, the shadow equals it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voxproof._edits import Edit
from voxproof._events import Refused
from voxproof._session import Session
from voxproof._shadow import Shadow

SHAPE = (5, 6, 7)
DTYPES = ["u1", "<u2", ">u2", "i8", ">u4", "?"]


@st.composite
def boxes(draw):
    edges = []
    for size in SHAPE:
        start = draw(st.integers(0, size - 1))
        edges += [start, draw(st.integers(start + 1, size))]
    return tuple(edges)


strokes = st.tuples(st.just("stroke"), boxes(), st.integers(0, 2**32 - 1))
acts = st.one_of(
    strokes,
    strokes,
    st.tuples(st.just("code"), boxes(), st.integers(0, 1)),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("judge"), st.sampled_from(["done", "fixed", "unsure", "open"])),
)


def perform(session, act):
    try:
        if act[0] == "stroke":
            z0, z1, y0, y1, x0, x1 = act[1]
            random = np.random.default_rng(act[2])
            labels = random.integers(
                0, 2 if session.segmentation.dtype == bool else 4, (z1 - z0, y1 - y0, x1 - x0)
            )
            session.apply(Edit(act[1], labels, region=1))
        elif act[0] == "code":
            session.segmentation[act[1][0] : act[1][1], act[1][2], act[1][4] : act[1][5]] = act[2]
            session.refresh()
        elif act[0] == "judge":
            session.judge(1, act[1])
        else:
            getattr(session, act[0])()
    except Refused as error:
        assert error.code == "nothing"  # noqa: PT017


def start(dtype, order, seed=0):
    original = np.random.default_rng(seed).integers(0, 2, SHAPE).astype(dtype)
    array = np.array(original, order=order)
    doubt = np.zeros(SHAPE)
    doubt[1:4, 1:4, 1:4] = 1
    return original, array, Session(np.zeros(SHAPE, np.uint8), array, doubt, journal="memory")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DTYPES), st.sampled_from("CF"), st.lists(acts, max_size=12))
def test_undoing_everything_gives_the_original_and_redoing_gives_it_back(dtype, order, todo):
    original, array, session = start(dtype, order)
    for act in todo:
        perform(session, act)
    live, verdicts, count = array.copy(), session.verdicts, 0
    while session.undo_text is not None:
        session.undo()
        count += 1
    assert np.array_equal(array, original)
    assert session.verdicts == {}
    for _ in range(count):
        session.redo()
    assert np.array_equal(array, live)
    assert session.verdicts == verdicts
    assert np.array_equal(session.changes(), live != original)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(DTYPES), st.lists(acts, min_size=1, max_size=10))
def test_journal_replayed_on_the_original_is_the_live_array(tmp_path_factory, dtype, todo):
    folder = tmp_path_factory.mktemp("replay")
    doubt = np.zeros(SHAPE)
    doubt[1:4, 1:4, 1:4] = 1
    original = np.random.default_rng(1).integers(0, 2, SHAPE).astype(dtype)
    image = np.zeros(SHAPE, np.uint8)
    first = Session(image, original.copy(), doubt, journal=folder / "j.sqlite")
    for act in todo:
        perform(first, act)
    first.close()
    for state in (original.copy(), first.segmentation.copy()):
        again = Session(image, state, doubt, journal=folder / "j.sqlite")
        assert np.array_equal(state, first.segmentation)
        assert (again.verdicts, again.standing) == (first.verdicts, first.standing)
        assert (again.undo_text, again.redo_text) == (first.undo_text, first.redo_text)
        assert again.revision == first.revision
        again.close()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DTYPES), st.integers(1, 7), st.lists(acts, max_size=8), st.booleans())
def test_shadow_follows_every_change(monkeypatch_slabs, dtype, slab_voxels, todo, noisy):
    with monkeypatch_slabs(slab_voxels * 20):
        _, array, session = start(dtype, "C", 3 if noisy else 0)
        if not noisy:
            array[:] = 0
            session.refresh()
        for act in todo:
            perform(session, act)
        assert np.array_equal(session._store.shadow.dense(), array)
        assert session._store.shadow.content_hash() == Shadow(array).content_hash()
        assert session._store.shadow.labels() == np.unique(array).tolist()
