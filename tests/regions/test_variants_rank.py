"""Mode variants as a ranking: measured, scored, thinned and grouped as a plain version does it, and told in words."""

import json
from pathlib import Path

import numpy as np
import pytest
from variants_reference import FACTS, random_heights, ranking

import voxproof as vp
from voxproof.regions import heights_of, probability_codes
from voxproof.regions._codes import encode
from voxproof.regions._variants import label_variants, variants

FIXTURES = Path(__file__).parent.parent / "fixtures" / "variants"
COLUMNS = ("voxels", "first_voxel", "max_weight", "box", "centroid", "sum", "mean", "stop")
OPTIONS = {"stop_window": (6, 9, 12), "stop_regions": 4}


def runs_of(labelled, shape):
    rows = np.repeat(np.arange(shape[0] * shape[1]), np.diff(labelled.row_start.astype(int)))
    table = np.stack([rows, labelled.start, labelled.end, labelled.rank], axis=1)
    return [tuple(run) for run in table[labelled.rank > 0].tolist()]


def assert_same(labelled, expected, shape):
    for name in COLUMNS:
        assert np.asarray(getattr(labelled, name)).tolist() == expected[name], name
    for name in FACTS:
        assert np.asarray(getattr(labelled.facts, name)).tolist() == expected[name], name
    np.testing.assert_allclose(labelled.score, expected["score"], rtol=1e-14)
    assert labelled.facts.shown == expected["shown"]
    assert sorted(runs_of(labelled, shape)) == [tuple(run) for run in expected["runs"]]


@pytest.mark.parametrize("build", ["simd", "scalar"])
@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (2.0, 0.5, 0.5)])
def test_equals_a_plain_version(build, spacing):
    for seed in range(40):
        codes, heights, weights = random_heights(seed)
        labelled = label_variants(codes, weights, heights, spacing=spacing, build=build, **OPTIONS)
        found = variants(heights, heights >= 128, spacing=spacing)
        expected = ranking(found, codes, heights, weights, spacing=spacing, **OPTIONS)
        assert_same(labelled, expected, heights.shape)


def test_runs_lie_row_by_row_and_by_start():
    codes, heights, weights = random_heights(3)
    labelled = label_variants(codes, weights, heights, spacing=None)
    rows = np.repeat(np.arange(labelled.row_start.size - 1), np.diff(labelled.row_start.astype(int)))
    order = list(zip(rows.tolist(), labelled.start.tolist(), strict=True))
    assert order == sorted(order)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_gives_the_golden_results(path):
    golden = json.loads(path.read_text())
    heights = np.array(golden["heights"], np.uint8).reshape(golden["shape"])
    codes = np.array(golden["codes"], golden["dtype"]).reshape(golden["shape"])
    weights = np.array(golden["weights"], np.uint32)
    labelled = label_variants(codes, weights, heights, spacing=tuple(golden["spacing"]), **OPTIONS)
    assert_same(labelled, golden["expected"], heights.shape)


@pytest.fixture
def broken_tube():
    """Probability (7, 7, 40) of a tube with a faint gap, and its segmentation."""
    probability = np.zeros((7, 7, 40))
    probability[2:5, 2:5] = 0.98
    probability[2:5, 2:5, 15:22] = 0.35
    return probability, probability > 0.5


def test_a_gap_comes_first_and_says_what_it_joins(broken_tube):
    probability, segmentation = broken_tube
    found = vp.rank(segmentation, probability=probability, spacing=(2, 1, 1), mode="variants")
    first = found.table.iloc[0]
    assert (first["kind"], first["pieces"], first["voxels"]) == ("addition/join", 2, 63)
    assert first["cut"] == pytest.approx(0.35, abs=0.003)
    assert (
        first["reason"]
        == "closes a gap of about 10 µm, joins 2 pieces (14 µm hang on it), appears at p ≥ 0.35"
    )
    assert first["volume"] == 126
    assert found.labels()[3, 3, 18] == 1
    assert found.voxels(first["id"]).size == 63


def test_without_a_probability_one_is_made_of_the_doubt(broken_tube):
    probability, segmentation = broken_tube
    doubt = 1 - np.abs(2 * probability - 1)
    found = vp.rank(segmentation, doubt, mode="variants")
    assert found.table.iloc[0]["kind"] == "addition/join"


def test_ids_tell_regions_apart_that_begin_with_the_same_voxel():
    _, heights, _ = random_heights(5)
    found = vp.rank(heights >= 128, probability=heights / 255, mode="variants")
    assert len(set(found.ids)) == len(found)
    assert [found.rank_of(name) for name in found.ids] == list(range(1, len(found) + 1))


def test_heights_hold_the_segmentation_whatever_the_probability_says():
    mask = np.array([[[True, True, False, False]]])
    likely = probability_codes(np.array([[[0.9, 0.3, 0.7, 0.1]]]))
    codes = encode(np.array([[[0.1, 0.2, 0.2, 0.1]]]))
    assert heights_of(mask, codes, likely).tolist() == [[[230, 128, 127, 26]]]


def test_heights_have_the_doubt_as_their_entropy():
    probability = np.linspace(0.02, 0.98, 200).reshape(2, 10, 10)
    entropy = -(probability * np.log2(probability) + (1 - probability) * np.log2(1 - probability))
    heights = heights_of(probability > 0.5, encode(entropy))
    assert np.abs(heights / 255 - probability).max() < 0.03
    assert ((heights >= 128) == (probability > 0.5)).all()
