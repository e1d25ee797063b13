"""The labeller against scipy, on thousands of random volumes, in both builds."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from regions_reference import random_codes, ranking
from scipy import ndimage

from voxproof.regions._found import Count
from voxproof.regions._labeller import label

FIXTURES = Path(__file__).parent.parent / "fixtures" / "regions"
COLUMNS = ("voxels", "first_voxel", "max_weight", "box", "centroid", "sum", "mean", "stop")
ROWS = ("row_start", "start", "end", "rank")

thorough = settings(max_examples=1500, deadline=None, derandomize=True, database=None)
parameters = st.fixed_dictionaries(
    {
        "connectivity": st.sampled_from([6, 18, 26]),
        "step": st.one_of(st.integers(0, 2**20), st.integers(0, 5).map(lambda n: n * 174763)),
        "min_voxels": st.integers(1, 5),
        "max_voxels": st.sampled_from([5, 20, 100, 600]),
        "stop_window": st.tuples(st.integers(1, 6), st.integers(1, 8), st.integers(1, 150)),
        "stop_regions": st.integers(1, 9),
    }
)


def assert_same(labelled, expected):
    for name in COLUMNS + ROWS:
        assert np.asarray(getattr(labelled, name)).tolist() == expected[name], name
    np.testing.assert_allclose(labelled.score, expected["score"], rtol=1e-14)
    assert labelled.smaller == Count(*expected["smaller"])
    assert labelled.larger == Count(*expected["larger"])
    assert labelled.uncovered == expected["uncovered"]


@pytest.mark.parametrize("build", ["simd", "scalar"])
@pytest.mark.parametrize("mode", ["plateau", "delta", "threshold", "tree"])
def test_equals_scipy_to_the_last_bit(build, mode):
    @thorough
    @given(seed=st.integers(0, 2**32), options=parameters)
    def check(seed, options):
        codes, weights = random_codes(seed)
        assert_same(
            label(codes, weights, mode=mode, build=build, **options),
            ranking(codes, weights, mode=mode, **options),
        )

    check()


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("build", ["simd", "scalar"])
def test_gives_the_golden_results(path, build):
    golden = json.loads(path.read_text())
    codes = np.array(golden["codes"], golden["dtype"]).reshape(golden["shape"])
    weights = np.array(golden["weights"], np.uint32)
    labelled = label(codes, weights, build=build, **golden["parameters"])
    assert_same(labelled, golden["expected"])


@pytest.fixture(scope="module")
def branches():
    """(90, 110, 130) uint8: thick random walks, one code each, and their mask."""
    rng = np.random.default_rng(7)
    codes = np.zeros((90, 110, 130), np.uint8)
    for _ in range(60):
        steps = rng.normal(size=(80, 3)).cumsum(0) + rng.random(3) * codes.shape
        inside = ((steps >= 2) & (steps < np.array(codes.shape) - 3)).all(1)
        for z, y, x in steps[inside].astype(int):
            codes[z - 1 : z + 2, y - 1 : y + 2, x - 1 : x + 3] = (
                rng.integers(1, 256) if rng.random() < 0.02 else 77
            )
    return codes


@pytest.mark.parametrize("connectivity", [6, 18, 26])
def test_finds_as_many_plateaus_as_cc3d(branches, connectivity):
    cc3d = pytest.importorskip("cc3d")
    theirs, count = cc3d.connected_components(branches, connectivity=connectivity, return_N=True)
    ours = label(
        branches, np.arange(256, dtype=np.uint32), mode="plateau", connectivity=connectivity, min_voxels=1
    )
    assert ours.voxels.size == count
    assert sorted(ours.voxels.tolist()) == sorted(np.bincount(theirs.ravel())[1:].tolist())


def test_measures_as_scipy_does(branches):
    weights = np.arange(256, dtype=np.uint32) * 4000
    ours = label(branches, weights, mode="tree", min_voxels=1, max_voxels=400)
    labels = np.zeros(branches.size, np.uint32)
    row = np.repeat(np.arange(ours.row_start.size - 1), np.diff(ours.row_start.astype(np.int64)))
    for y, start, end, rank in zip(row, ours.start, ours.end, ours.rank, strict=True):
        labels[y * branches.shape[2] + start : y * branches.shape[2] + end] = rank
    labels = labels.reshape(branches.shape)
    index = np.arange(1, ours.voxels.size + 1)
    doubt = weights[branches].astype(np.float64)
    assert ndimage.sum_labels(doubt, labels, index).tolist() == ours.sum.tolist()
    assert ndimage.maximum(doubt, labels, index).tolist() == ours.max_weight.tolist()
    np.testing.assert_allclose(ndimage.center_of_mass(labels > 0, labels, index), ours.centroid)
    boxes = [[e for s in box for e in (s.start, s.stop)] for box in ndimage.find_objects(labels)]
    assert boxes == ours.box.tolist()
