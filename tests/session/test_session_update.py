"""The next prediction becomes the live array; hand changes and settled regions are carried by the rule in `Session.update`."""

import numpy as np
import pytest

from voxproof._edits import Edit
from voxproof._events import Refused

BOX = (1, 3, 2, 4, 5, 6)
"""In region 1, where the segmentation holds 3."""


def test_new_array_becomes_the_live_one(make, listen, blocks):
    session = make()
    old, new = session.segmentation, blocks()[1]
    heard = listen(session)
    session.update(new)
    session.apply(Edit((0, 1, 0, 1, 0, 1), 3))
    assert (new[0, 0, 0], old[0, 0, 0]) == (3, 0)
    assert session.segmentation is new
    assert heard.names() == ["GenerationStarted", "Applied"]
    assert (session.generation, session.description()["generation"]) == (1, 1)


def test_hand_changes_in_settled_regions_are_written_as_edits(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.apply(Edit((5, 6, 0, 1, 0, 1), 3, region=2))
    session.judge(1, "done")
    new = blocks()[1]
    session.update(new)
    assert (new[1:3, 2:4, 5] == 0).all()
    assert new[5, 0, 0] == 0
    edits = session.edits_frame()
    kept = edits[edits["generation"] == 1]
    assert edits["rank"].isna().tolist() == [True, True, False]
    carried = session.regions_frame()["carried"]
    assert carried.tolist() == [True, False]
    session.judge(1, "correct")
    assert not session.regions_frame()["carried"].any()
    session.undo()
    assert (kept["tool"].tolist(), kept["voxels"].tolist()) == (["kept"], [4])
    assert session.undo_text == "kept, region 1"
    session.undo()
    assert np.array_equal(new, blocks()[1])


def test_prediction_is_taken_as_it_is_when_asked(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.judge(1, "done")
    new = blocks()[1]
    session.update(new, keep="prediction")
    assert np.array_equal(new, blocks()[1])
    assert session.undo_text is None
    assert session.verdicts == {}
    assert session.trust().max() == 0


def test_painting_back_is_no_change_to_keep(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.apply(Edit(BOX, 3, region=1))
    session.judge(1, "correct")
    new = blocks()[1]
    new[1, 2, 5] = 0
    session.update(new)
    assert new[1, 2, 5] == 0


def test_voxel_belongs_to_the_edit_that_wrote_it_last(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.apply(Edit(BOX, 9, region=2))
    session.judge(1, "done")
    session.update(blocks()[1])
    assert (session.segmentation[1:3, 2:4, 5] == 3).all()


def test_settled_region_stays_settled_where_the_person_s_labels_are(make, blocks):
    session = make()
    session.judge(1, "done", "looked twice")
    session.judge(2, "unsure")
    trusted = session.trust() == 1
    _, new, doubt = blocks()
    doubt[1:3, 2:4, 6] = 0
    session.update(new, doubt)
    (region,) = session.verdicts
    assert region == session.ranking.ids[0]
    assert (session.verdicts[region].verdict, session.verdicts[region].note) == ("correct", "looked twice")
    expected = np.zeros(session.shape, bool)
    expected[0:5, 0:6, 2:9] = True
    assert np.array_equal(session.trust() == 1, expected)
    assert trusted.sum() < expected.sum()


def test_region_that_the_prediction_changed_is_asked_again(make, blocks):
    session = make()
    session.judge(1, "correct")
    new = blocks()[1]
    new[1:3, 2:4, 4:6] = 0
    session.update(new)
    assert session.verdicts == {}
    assert session.trust().max() == 0


def test_region_that_was_hardly_covered_is_asked(make, blocks):
    session = make()
    session.judge(1, "correct")
    _, new, doubt = blocks()
    doubt[:, :, 4:7] = np.where(doubt[:, :, 4:7] > 0.5, 0, doubt[:, :, 4:7])
    doubt[0:6, 0, :] = 0.7
    session.update(new, doubt)
    assert session.verdicts == {}
    assert session.trust()[2, 3, 5] == 1


def test_settled_stays_settled_over_several_generations_until_it_is_withdrawn(make, blocks):
    session = make()
    session.judge(1, "done")
    for _ in range(3):
        session.update(blocks()[1])
    assert list(session.verdicts) == [session.ranking.ids[0]]
    assert session.trust()[1, 2, 4] == 1
    session.judge(1, "open")
    assert session.trust().max() == 0
    session.undo()
    assert session.trust()[1, 2, 4] == 1
    session.judge(1, "unsure")
    session.update(blocks()[1])
    assert session.verdicts == {}


def test_only_the_map_can_change(make, blocks):
    session = make()
    session.apply(Edit(BOX, 0, region=1))
    session.judge(1, "done")
    array = session.segmentation
    session.update(uncertainty=blocks()[2] / 2)
    assert session.segmentation is array
    assert (array[1:3, 2:4, 5] == 0).all()
    assert [v.verdict for v in session.verdicts.values()] == ["fixed"]
    assert (session.undo_text, session.changes().any()) == (None, False)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"segmentation": np.zeros((6, 9, 12), np.uint16)}, "found shape"),
        ({"segmentation": np.zeros((6, 9, 13), np.int64)}, r"found dtype int64, expected uint16.*astype"),
        ({"segmentation": np.zeros((6, 9, 13))}, "expected integers"),
        ({"uncertainty": np.zeros((5, 9, 13))}, "found shape"),
        ({"keep": "all"}, "keep: found 'all'"),
    ],
)
def test_what_does_not_fit_leaves_the_session_as_it_was(make, arguments, match):
    session = make()
    session.apply(Edit(BOX, 0))
    with pytest.raises((TypeError, ValueError), match=match):
        session.update(**arguments)
    assert (session.generation, session.undo_text) == (0, "call")
    session.undo()


def test_region_of_the_old_generation_is_refused(make, blocks):
    session = make()
    old = session.ranking.ids[0]
    session.update(blocks()[1])
    with pytest.raises(Refused) as caught:
        session.judge(old, "done")
    assert caught.value.code == "generation"
