"""What a segmentation would be when a region's proposal is accepted."""

import numpy as np
import pytest

import voxproof as vp
from voxproof.regions import RankParameters, consequence, encode, rank_codes


def ranked(segmentation, places, **options):
    """A ranking whose one region is at these (z, y, x) places."""
    doubt = np.zeros(segmentation.shape)
    doubt[tuple(np.transpose(places))] = 0.9
    return vp.rank(segmentation, doubt, mode="plateau", min_voxels=1, **options)


def accepted(segmentation, preview):
    after = segmentation.copy()
    after[preview.box] = preview.segmentation
    return after


@pytest.mark.parametrize(
    ("row", "region", "after"),
    [
        pytest.param([2, 2, 0, 0, 2, 2], [2, 3], [2, 2, 2, 2, 2, 2], id="a gap is closed"),
        pytest.param([5, 5, 5, 5, 5, 5], [2, 3], [5, 5, 0, 0, 5, 5], id="a piece is cut"),
        pytest.param([7, 7, 0, 0, 3, 3], [2, 3], [7, 7, 3, 3, 3, 3], id="ties: the smaller label"),
        pytest.param([0, 0, 0, 0, 0, 9], [1, 2], [0, 1, 1, 0, 0, 9], id="none around: label 1"),
        pytest.param([4, 4, 4, 0, 0, 0], [2, 3], [4, 4, 4, 4, 0, 0], id="half of it outside: added"),
        pytest.param([4, 4, 4, 0, 0, 0], [1, 2, 3], [4, 0, 0, 0, 0, 0], id="most of it inside: removed"),
    ],
)
def test_a_region_proposes_what_most_of_its_voxels_are_not(row, region, after):
    segmentation = np.array([[row]], np.uint16)
    preview = ranked(segmentation, [(0, 0, x) for x in region]).preview(1)
    assert accepted(segmentation, preview).tolist() == [[after]]
    assert preview.segmentation.dtype == np.uint16
    assert preview.box == (slice(0, 1), slice(0, 1), slice(region[0], region[-1] + 1))


def test_the_label_is_that_of_most_voxels_around_also_diagonally():
    segmentation = np.zeros((3, 4, 5), np.int32)
    segmentation[0, 0, :3] = 8
    segmentation[2, 3, 3] = segmentation[2, 2, 3] = 3
    preview = ranked(segmentation, [(1, 1, 1), (1, 2, 2)]).preview(1)
    assert preview.segmentation.tolist() == [[[8, 0], [0, 8]]]


def test_a_mask_stays_a_mask():
    segmentation = np.array([[[True, False, True]]])
    preview = ranked(segmentation, [(0, 0, 1)]).preview(1)
    assert preview.segmentation.dtype == np.bool_
    assert preview.segmentation.tolist() == [[[True]]]


def test_nothing_is_changed_by_looking():
    segmentation = np.array([[[1, 1, 0, 1]]], np.uint8)
    ranked(segmentation, [(0, 0, 2)]).preview(1).segmentation[:] = 9
    assert segmentation.tolist() == [[[1, 1, 0, 1]]]


def test_edits_made_since_show_but_not_in_what_is_proposed():
    segmentation = np.array([[[2, 2, 0, 0, 0, 2]]], np.uint8)
    ranking = ranked(segmentation, [(0, 0, 2), (0, 0, 3), (0, 0, 4)])
    segmentation[0, 0, 2:4] = 6
    assert ranking.preview(1).segmentation.tolist() == [[[6, 6, 2]]]
    assert ranking.reordered(score="size").preview(1).segmentation.tolist() == [[[6, 6, 2]]]


def clouds():
    """A smooth probability (20, 24, 28) and its half."""
    noise = np.random.default_rng(7).random((20, 24, 28))
    for axis in (0, 1, 2) * 2:
        noise = noise + np.roll(noise, 1, axis) + np.roll(noise, -1, axis)
    noise -= noise.min()
    probability = np.round(noise / noise.max(), 2)
    return probability, probability > 0.5


@pytest.mark.parametrize("mode", ["plateau", "delta", "threshold", "branch", "variants", "tree"])
def test_accepting_does_what_the_table_says(mode):
    probability, segmentation = clouds()
    ranking = vp.rank(segmentation, probability=probability, mode=mode, min_voxels=4)
    table = ranking.table.head(12)
    assert len(table) > 0
    for row in table.itertuples():
        after = accepted(segmentation, ranking.preview(row.id))
        changed = np.flatnonzero((after != 0) != (segmentation != 0))
        assert np.isin(changed, ranking.voxels(row.rank)).all()
        did = consequence(segmentation, ranking.voxels(row.rank))
        assert changed.size == abs(did.flipped)
        assert (did.pieces, did.loops) == (row.pieces_change, row.loops_change)


def test_a_curator_shows_the_segmentation_as_it_is_now():
    segmentation = np.array([[[2, 2, 0, 0, 0, 2]]], np.uint8)
    doubt = np.array([[[0, 0, 0.9, 0.9, 0.9, 0]]])
    curator = vp.Curator(np.zeros((1, 1, 6)), segmentation, doubt, mode="plateau", min_voxels=1)
    segmentation[0, 0, 1] = 5
    preview = curator.ranking.preview(1)
    assert preview.segmentation.tolist() == [[[2, 2, 2]]]
    segmentation[0, 0, 5] = 5
    assert curator.ranking.preview(1).segmentation.tolist() == [[[5, 5, 5]]]


def test_without_a_segmentation_there_is_nothing_to_show():
    codes = encode(np.array([[[0, 0.5, 0.5]]]))
    ranking = rank_codes(codes, RankParameters.of("plateau", codes.maximum, min_voxels=1))
    with pytest.raises(ValueError, match="keeps no segmentation"):
        ranking.preview(1)
    with pytest.raises(KeyError, match="rank 2"):
        ranking.preview(2)
