"""Modes delta, threshold and tree: against cc3d and scikit-image on larger maps, and cut anew for other granularities."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from regions_reference import random_codes
from scipy import ndimage

import voxproof as vp
from voxproof.regions._labeller import label, label_and_keep
from voxproof.regions._order import Listing, reorder

WEIGHTS = np.rint(np.arange(256) / 255 * (2**20 - 1)).astype(np.uint32)
STEPS = st.one_of(st.integers(0, 2**20), st.integers(0, 5).map(lambda n: n * 174763))
some = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def noise():
    """(40, 50, 70) uint8: a smooth field with noise inside blobs."""
    rng = np.random.default_rng(4)
    field = ndimage.gaussian_filter(rng.standard_normal((40, 50, 70)), 3)
    codes = np.clip(128 + 50 * field / field.std() + 4 * rng.standard_normal(field.shape), 1, 255)
    inside = ndimage.gaussian_filter(rng.standard_normal(field.shape), 2) > 0
    return np.where(inside, codes, 0).astype(np.uint8)


def sizes(labels):
    return sorted(np.bincount(labels.ravel())[1:].tolist())


@pytest.mark.parametrize("build", ["simd", "scalar"])
@pytest.mark.parametrize("connectivity", [6, 18, 26])
def test_delta_is_that_of_cc3d(noise, connectivity, build):
    cc3d = pytest.importorskip("cc3d")
    for wide in (False, True):
        codes = noise.astype(np.uint16) * 7 if wide else noise
        weights = np.arange(256 * 7 + 1, dtype=np.uint32) * 400 if wide else WEIGHTS
        weighed = weights[codes].astype(np.uint32)
        for step in (0, 9000, 21000, 40000):
            theirs = cc3d.connected_components(weighed, connectivity=connectivity, delta=step)
            ours = label(
                codes, weights, mode="delta", step=step, connectivity=connectivity, min_voxels=1, build=build
            )
            assert sorted(ours.voxels.tolist()) == sizes(theirs)


def test_threshold_is_a_cut_of_the_max_tree_of_scikit_image(noise):
    morphology = pytest.importorskip("skimage.morphology")
    parent, order = morphology.max_tree(noise, connectivity=3)
    area = np.ones(noise.size, np.int64)
    flat, ups = noise.ravel(), parent.ravel()
    for voxel in order[:0:-1]:
        area[ups[voxel]] += area[voxel]
    for code in (1, 90, 128, 171, 255):
        tops = np.flatnonzero(
            (flat >= code) & (flat[ups] < code) | (flat >= code) & (ups == np.arange(flat.size))
        )
        step = int(WEIGHTS[code])
        ours = label(noise, WEIGHTS, mode="threshold", step=step, min_voxels=1)
        assert sorted(ours.voxels.tolist()) == sorted(area[tops].tolist())


def same(labelled, expected):
    for field in dataclasses.fields(labelled):
        if field.name != "found":
            ours, theirs = getattr(labelled, field.name), getattr(expected, field.name)
            assert np.array_equal(ours, theirs) if isinstance(ours, np.ndarray) else ours == theirs, (
                field.name
            )


@pytest.mark.parametrize("build", ["simd", "scalar"])
@pytest.mark.parametrize("mode", ["delta", "threshold", "tree"])
def test_another_granularity_is_a_fresh_ranking(mode, build):
    @some
    @given(
        seed=st.integers(0, 2**32),
        connectivity=st.sampled_from([6, 18, 26]),
        first=STEPS,
        cuts=st.lists(st.tuples(STEPS, st.integers(1, 9), st.sampled_from([5, 40, 600])), max_size=3),
    )
    def check(seed, connectivity, first, cuts):
        codes, weights = random_codes(seed)
        search = {"mode": mode, "connectivity": connectivity, "mask": codes > 0, "build": build}
        _, grains = label_and_keep(
            codes, weights, step=first, listing=Listing(2), spacing=None, maximum=1.0, **search
        )
        for step, least, most in cuts:
            found = grains.cut(step, min(8, least), most if mode == "tree" else 2**24 - 3)
            same(
                reorder(found, Listing(least, most)),
                label(codes, weights, step=step, min_voxels=least, max_voxels=most, **search),
            )

    check()


def test_a_ranking_gives_other_granularities_and_sizes(noise):
    mask = noise > 0
    ranking = vp.rank(mask, noise / 255, mode="delta", granularity=0.02, min_voxels=3)
    for granularity in (0.1, 0.0, 0.02):
        other = ranking.reordered(granularity=granularity)
        fresh = vp.rank(mask, noise / 255, mode="delta", granularity=granularity, min_voxels=3)
        assert other.table.equals(fresh.table)
        assert np.array_equal(other.labels(), fresh.labels())
    assert other.reordered(granularity=0.1, min_voxels=1).smaller.count == 0
    tree = vp.rank(mask, noise / 255, mode="tree")
    assert tree.reordered(max_voxels=50).ids == vp.rank(mask, noise / 255, mode="tree", max_voxels=50).ids
    with pytest.raises(TypeError, match="found granularity"):
        vp.rank(mask, noise / 255, mode="plateau").reordered(granularity=0.1)


def test_each_mode_begins_with_its_own_granularity(noise):
    for mode, granularity in (("delta", 0.05), ("threshold", 0.5), ("plateau", 0.0)):
        largest = noise.max() / 255
        parameters = vp.rank(noise > 0, noise / 255, mode=mode).parameters
        assert parameters.granularity == pytest.approx(granularity * largest)
