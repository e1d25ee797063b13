"""Mode variants reads the segmentation, so what it began with must come back with the journal."""

import numpy as np
import pytest

from voxproof._edits import Edit

SHAPE = (8, 12, 40)
GAP = (2, 6, 4, 9, 15, 23)


def make_tube():
    """Image, segmentation and probability of a tube with a faint gap, and of a faint island."""
    probability = np.zeros(SHAPE, np.float32)
    probability[2:6, 4:9, 2:38] = 0.97
    probability[2:6, 4:9, 15:23] = 0.33
    probability[0:2, 0:3, 30:36] = 0.3
    image = (probability * 200).astype(np.uint8)
    return image, (probability > 0.5).astype(np.uint8), probability


@pytest.fixture
def search(make):
    def search(segmentation=None, probability=None, **options):
        image, mask, likely = make_tube()
        return make(
            mask if segmentation is None else segmentation,
            image=image,
            probability=likely if probability is None else probability,
            mode="variants",
            **options,
        )

    return search


def mend(session):
    session.apply(Edit(GAP, 1, region=1))
    session.judge(1, "done")
    return session


def test_regions_are_those_of_the_segmentation_at_the_beginning(search):
    first = mend(search())
    ids, heights = first.ranking.ids, first.height_block((0, 8, 0, 12, 0, 40))
    assert first.ranking.table["kind"][0] == "addition/join"
    edited = first.segmentation.copy()
    first.close()
    for array in (make_tube()[1], edited):
        again = search(array)
        assert again.ranking.ids == ids
        assert np.array_equal(again.height_block((0, 8, 0, 12, 0, 40)), heights)
        assert again.verdicts[ids[0]].verdict == "fixed"
        again.close()


def test_the_first_cell_run_again_after_an_update_brings_the_last_search(search):
    first = mend(search())
    likely = make_tube()[2]
    likely[0:2, 0:3, 30:36] = 0.9
    first.update((likely > 0.5).astype(np.uint8), probability=likely)
    ids, heights = first.ranking.ids, first.height_block((0, 8, 0, 12, 0, 40))
    verdicts = first.verdicts
    first.close()
    again = search()
    assert (again.generation, again.ranking.ids, again.verdicts) == (1, ids, verdicts)
    assert np.array_equal(again.height_block((0, 8, 0, 12, 0, 40)), heights)


def test_another_probability_of_the_same_doubt_is_another_map(search):
    doubt = np.full(SHAPE, 0.5, np.float32)
    first = mend(search(uncertainty=doubt))
    first.close()
    likely = make_tube()[2]
    likely[2:6, 4:9, 15:23] = 0.2
    again = search(uncertainty=doubt, probability=likely)
    assert again.generation == 1
    assert "The map is another one" in again.journal_state["message"]


def test_a_settled_gap_stays_settled_in_the_next_search(search):
    session = mend(search())
    likely = make_tube()[2]
    likely[2:6, 4:9, 15:23] = 0.6
    session.update((likely > 0.5).astype(np.uint8), probability=likely)
    bridge = next(
        name
        for name, kind in zip(session.ranking.ids, session.ranking.kinds, strict=True)
        if kind == "removal/join"
    )
    assert session.verdicts[bridge].verdict == "fixed"


def test_the_original_array_brings_the_search_of_a_prediction_without_edits(search):
    first = search()
    likely = make_tube()[2]
    other = (likely > 0.3).astype(np.uint8)
    first.update(other)
    ids = first.ranking.ids
    first.judge(1, "unsure")
    first.close()
    again = search()
    assert (again.generation, again.ranking.ids) == (1, ids)


def test_a_new_map_is_searched_around_the_array_as_it_is_then(search):
    mend(search()).close()
    likely = make_tube()[2]
    likely[0:2, 0:3, 30:36] = 0.45
    second = search(probability=likely)
    second.judge(1, "unsure")
    ids, array = second.ranking.ids, second.segmentation.copy()
    assert second.generation == 1
    second.close()
    assert search(array, probability=likely).ranking.ids == ids
