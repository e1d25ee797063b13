"""The order of what was found: scores and formulas, direction, limits, stops; without another search."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_reference import found_of, order, random_records, scores
from regions_reference import plateaus, random_codes
from scipy import ndimage

import voxproof as vp
from voxproof.regions import RankParameters
from voxproof.regions._found import RECORD, Count, Found
from voxproof.regions._labeller import label
from voxproof.regions._order import NAMES, Listing, reorder
from voxproof.regions._order import order as order_of

GOLDEN = json.loads((Path(__file__).parent.parent / "fixtures" / "order" / "formulas.json").read_text())
BUILDS = pytest.mark.parametrize("build", ["simd", "scalar"])
thorough = settings(max_examples=300, deadline=None, derandomize=True, database=None)

listings = st.builds(
    Listing,
    min_voxels=st.integers(1, 9),
    max_voxels=st.sampled_from([9, 599, 600, 0xFFFFFD]),
    score=st.sampled_from([*sorted({*NAMES} - {"consequence"}), "z - 20", "-sum", "1 / (voxels - 8)", "7"]),
    ascending=st.booleans(),
    stop_window=st.tuples(*[st.integers(1, 90)] * 3),
    stop_regions=st.integers(1, 64),
)


def golden_found() -> Found:
    return found_of(np.frombuffer(bytes(GOLDEN["records"]), RECORD).copy())


@BUILDS
@pytest.mark.parametrize("formula", GOLDEN["scores"])
def test_a_formula_gives_what_numpy_gives(formula, build):
    found = golden_found()
    listing = Listing(1, score=formula, stop_regions=1)
    labelled = reorder(found, listing, build=build)
    ours = labelled.score[np.argsort(labelled.first_voxel)]
    theirs = np.array(GOLDEN["scores"][formula], np.float64)
    np.testing.assert_allclose(ours, theirs, rtol=4e-15, atol=0)
    assert labelled.unscored == np.isnan(theirs).sum()


@BUILDS
@pytest.mark.parametrize("case", GOLDEN["orders"], ids=lambda case: f"{case['score']} {case['ascending']}")
def test_gives_the_golden_orders(case, build):
    found = golden_found()
    labelled = reorder(
        found,
        Listing(**{**GOLDEN["listing"], "score": case["score"], "ascending": case["ascending"]}),
        build=build,
    )
    records = np.searchsorted(found.records["first_voxel"], labelled.first_voxel)
    assert records.tolist() == case["records"]
    assert labelled.stop.tolist() == case["stop"]
    assert labelled.smaller == Count(*case["smaller"]) + found.dropped
    assert labelled.larger == Count(*case["larger"])
    assert labelled.unscored == case["unscored"]


@BUILDS
def test_the_order_is_that_of_a_plain_version(build):
    @thorough
    @given(seed=st.integers(0, 2**32), listing=listings)
    def check(seed, listing):
        records = random_records(seed)
        labelled = reorder(found_of(records), listing, build=build)
        rest = {name: value for name, value in vars(listing).items() if name != "score"}
        score = scores(listing.score, records)
        listed = np.searchsorted(records["first_voxel"], labelled.first_voxel)
        np.testing.assert_allclose(labelled.score, score[listed], rtol=4e-15)
        score[listed] = labelled.score
        expected = order(records, score, **rest)
        assert labelled.first_voxel.tolist() == records["first_voxel"][expected["records"]].tolist()
        assert labelled.stop.tolist() == expected["stop"]
        assert labelled.unscored == expected["unscored"]

    check()


@pytest.mark.parametrize(("formula", "message"), GOLDEN["unreadable"].items())
def test_a_formula_that_cannot_be_read_says_where_and_what_was_expected(formula, message):
    with pytest.raises(ValueError, match=re.escape(f"score: {message}.")):
        reorder(golden_found(), Listing(score=formula))


@pytest.mark.parametrize("score", ["", "mean" + " + mean" * 200])
def test_a_score_has_1_to_1000_bytes(score):
    with pytest.raises(ValueError, match=r"score: found \d+ bytes, expected 1 to 1000: one of default, mean"):
        RankParameters("plateau", score=score)


def test_deep_brackets_are_read():
    labelled = reorder(golden_found(), Listing(score="(" * 499 + "z" + ")" * 499))
    assert np.all(np.diff(labelled.score) <= 0)


def test_a_consequence_sums_up_what_a_flip_does():
    from voxproof.regions._host import Host

    found = golden_found()
    known = np.random.default_rng(2).integers(-3, 4, (found.records.size, 5)).astype(np.float64)
    known[:, 3:] = abs(known[:, 3:])
    host = Host("simd")
    host.reopen(found)
    address = host.call("takeConsequences")
    host.view(address, np.float64, known.size)[:] = known.reshape(-1)
    labelled = order_of(host, found, Listing(1, score="consequence"))
    expected = abs(known[:, :3]).sum(1) + known[:, 3] / (1 + known[:, 3])
    records = np.searchsorted(found.records["first_voxel"], labelled.first_voxel)
    assert labelled.score.tolist() == expected[records].tolist()
    again = order_of(host, found, Listing(1, score="loops_change + 10 * hanging_length"))
    records = np.searchsorted(found.records["first_voxel"], again.first_voxel)
    assert again.score.tolist() == (known[:, 1] + 10 * known[:, 4])[records].tolist()


def test_nothing_found_is_an_empty_list():
    labelled = reorder(found_of(random_records(1, 0)), Listing(score="ln(voxels)"))
    assert (labelled.voxels.size, labelled.stop.size, labelled.unscored) == (0, 0, 0)


@BUILDS
def test_pieces_are_the_segmentation_s_around_each_region(build):
    cube = np.ones((3, 3, 3), bool)

    @thorough
    @given(seed=st.integers(0, 2**32))
    def check(seed):
        codes, weights = random_codes(seed)
        mask = np.random.default_rng(seed).random(codes.shape) < 0.4
        labelled = label(codes, weights, mode="plateau", connectivity=6, min_voxels=1, mask=mask, build=build)
        parts = plateaus(codes, 6).ravel()
        for first, pieces in zip(labelled.first_voxel.tolist(), labelled.pieces.tolist(), strict=True):
            region = (parts == parts[first]).reshape(codes.shape)
            ring, _ = ndimage.label(ndimage.binary_dilation(region, cube) & ~region & mask, cube)
            assert pieces == (np.bincount(ring.ravel())[1:] > 1).sum()

    check()


def test_pieces_of_a_large_region_are_counted_over_several_words():
    codes = np.zeros((3, 5, 400), np.uint8)
    codes[1, 2, 3:390] = 9
    mask = np.zeros(codes.shape, bool)
    mask[1, 1, 10:12] = mask[0, 3, 60:130] = mask[1, 3, 390:392] = mask[2, 2, 200] = mask[1, 4, 300:330] = (
        True
    )
    labelled = label(codes, np.arange(10, dtype=np.uint32), mode="plateau", mask=mask)
    assert labelled.pieces.tolist() == [2]


@pytest.fixture(scope="module")
def ranked():
    """A ranking of blobs, and how to make it anew."""
    rng = np.random.default_rng(4)
    smooth = ndimage.gaussian_filter(rng.random((20, 30, 40)), 1.2)
    smooth = (smooth - smooth.min()) / np.ptp(smooth)
    segmentation = (smooth > 0.6).astype(np.int16)

    def make(mode, **parameters):
        return vp.rank(segmentation, probability=smooth, spacing=(2, 1, 0.5), mode=mode, **parameters)

    return make


CHANGES = [
    {"score": "mean"},
    {"score": "sum / voxels ** 0.5", "ascending": True},
    {"min_voxels": 20, "max_voxels": 200},
    {"stop_regions": 1},
    {"stop_regions": 3, "score": "-x"},
    {"stop_window": 9.0},
    {"min_voxels": np.uint8(12), "stop_regions": np.int64(2)},
    {"min_voxels": 9, "score": "size", "ascending": True, "max_voxels": 599},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("mode", ["plateau", "variants", "tree"])
def test_reordered_is_what_a_new_search_gives(ranked, mode, change):
    if mode == "tree":
        change = {name: value for name, value in change.items() if name != "max_voxels"}
    ranking = ranked(mode)
    again = ranking.reordered(**change)
    fresh = ranked(mode, **change)
    assert again.table.equals(fresh.table)
    assert again.stops.equals(fresh.stops)
    assert (again.smaller, again.larger, again.shown) == (fresh.smaller, fresh.larger, fresh.shown)
    assert np.array_equal(again.labels(), fresh.labels())
    assert again.parameters == fresh.parameters
    assert again.score == again.parameters.score
    assert ranking.table.equals(ranked(mode).table)


def test_what_was_not_searched_for_takes_another_search(ranked):
    ranking = ranked("variants")
    with pytest.raises(ValueError, match="found 3 to 600 voxels, expected sizes that were searched for"):
        ranking.reordered(min_voxels=3)
    with pytest.raises(TypeError, match="found mode, expected some of min_voxels"):
        ranking.reordered(mode="tree")
    with pytest.raises(ValueError, match="score: found 'voxel' at character 1"):
        ranking.reordered(score="voxel")


def test_a_score_is_refused_before_the_search():
    with pytest.raises(ValueError, match="score: found the end at character 3, expected a number"):
        vp.rank(np.ones((2, 3, 4), int), np.ones((2, 3, 4)), score="1+")


def test_regions_without_a_finite_score_come_last_with_no_number():
    doubt = np.zeros((1, 1, 20))
    doubt[0, 0, [1, 3, 4, 6, 7, 8]] = (0.2, 0.4, 0.4, 0.9, 0.9, 0.9)
    for ascending in (False, True):
        ranking = vp.rank(
            doubt > 0, doubt, mode="plateau", min_voxels=1, score="1 / (voxels - 2)", ascending=ascending
        )
        expected = [-1, 1] if ascending else [1, -1]
        assert ranking.table["score"].tolist()[:2] == expected
        assert np.isnan(ranking.table["score"].iloc[2])
        assert ranking.unscored == 1


def test_a_million_regions_are_ordered():
    records = random_records(8, 1_000_000)
    listing = Listing(1, score="mean * ln(1 + voxels)", stop_window=(3, 3, 3))
    labelled = reorder(found_of(records), listing)
    assert labelled.voxels.size == 1_000_000
    assert np.all(np.diff(labelled.score) <= 0)
    assert np.bincount(labelled.stop).max() <= 8
    flat = reorder(found_of(records), replace(listing, stop_regions=1))
    assert flat.first_voxel.tolist() == labelled.first_voxel.tolist()
