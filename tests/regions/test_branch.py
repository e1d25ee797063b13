"""Mode branch: pieces of the segmentation's branches, with the doubt of their centre line."""

import numpy as np
import pytest
from variants_reference import random_heights

import voxproof as vp
from voxproof.regions._codes import WEIGHT_ONE
from voxproof.regions._variants import centre_line, label_variants, variants

BUILDS = pytest.mark.parametrize("build", ["simd", "scalar"])


def voxels_of(labelled, rank, shape):
    row = np.repeat(np.arange(labelled.row_start.size - 1), np.diff(labelled.row_start.astype(int)))
    runs = np.flatnonzero(labelled.rank == rank)
    stretches = zip(row[runs], labelled.start[runs].astype(int), labelled.end[runs].astype(int), strict=True)
    return np.concatenate([np.arange(y * shape[2] + x0, y * shape[2] + x1) for y, x0, x1 in stretches])


@BUILDS
def test_pieces_are_those_of_the_search_but_of_any_size(build):
    for seed in range(30):
        codes, heights, weights = random_heights(seed)
        mask = heights >= 128
        labelled = label_variants(
            codes, weights, heights, mode="branch", spacing=None, min_voxels=1, build=build
        )
        ours = [voxels_of(labelled, rank, mask.shape) for rank in range(1, labelled.voxels.size + 1)]
        searched = {
            v.voxels.tobytes() for v in variants(heights, mask, lower=[], upper=[]) if v.kind == "branch"
        }
        assert {voxels.tobytes() for voxels in ours if 8 <= voxels.size <= 600} == searched
        together = np.concatenate(ours) if ours else np.zeros(0, int)
        assert np.unique(together).size == together.size
        assert mask.ravel()[together].all()
        assert set(np.flatnonzero(centre_line(heights, mask))) <= set(together.tolist())


@BUILDS
def test_doubt_is_that_of_the_centre_line(build):
    for seed in range(10):
        codes, heights, weights = random_heights(seed)
        labelled = label_variants(
            codes, weights, heights, mode="branch", spacing=None, min_voxels=1, build=build
        )
        line = centre_line(heights, heights >= 128).ravel()
        for rank in range(1, labelled.voxels.size + 1):
            voxels = voxels_of(labelled, rank, heights.shape)
            doubt = weights[codes.ravel()[voxels[line[voxels]]]].astype(float)
            assert labelled.facts.length[rank - 1] == doubt.size
            assert labelled.sum[rank - 1] == doubt.sum()
            assert labelled.mean[rank - 1] == doubt.sum() / doubt.size / WEIGHT_ONE
            assert labelled.max_weight[rank - 1] == doubt.max()


def test_a_long_tube_is_cut_to_pieces_of_about_thirty_voxels_and_a_map_of_any_kind_will_do():
    tube = np.zeros((9, 9, 130), bool)
    tube[3:6, 3:6, 5:125] = True
    doubt = np.where(tube, 0.2, 0.0)
    doubt[4, 4, 65:] = 0.8
    doubt[3, 3, :] = 0.9 * tube[3, 3]
    ranking = vp.rank(tube, doubt, mode="branch")
    assert ranking.key == "branch30"
    assert [25 < length < 36 for length in ranking.table["length"]] == [True] * 4
    assert set(ranking.table["kind"]) == {"branch"}
    np.testing.assert_allclose(ranking.table["mean"].max(), 0.8, atol=1e-6)
    assert sorted(np.concatenate([ranking.voxels(i) for i in range(1, 5)])) == np.flatnonzero(tube).tolist()


def test_sizes_only_filter_the_list():
    codes, heights, weights = random_heights(3)
    every = label_variants(codes, weights, heights, mode="branch", spacing=None, min_voxels=1)
    few = label_variants(codes, weights, heights, mode="branch", spacing=None, min_voxels=8, max_voxels=40)
    assert few.voxels.size == np.count_nonzero((every.voxels >= 8) & (every.voxels <= 40))
    assert few.larger.count == np.count_nonzero(every.voxels > 40)
