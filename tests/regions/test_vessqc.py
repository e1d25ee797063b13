"""Plateaus with a tolerance are the regions of VessQC, but for the few that its bands fuse or cut."""

import contextlib
import importlib
import importlib.util
import sys
import types

import numpy as np
import pytest
import vessqc_reference as reference

import voxproof as vp

GRANULARITY = {"1.0.0": 0.001, "0.8": 0.01}
VERSIONS = pytest.mark.parametrize("version", GRANULARITY)
SEEDS = range(6)


def per_branch(seed, values):
    """(36, 44, 60) float32: winding tubes that cross and touch, one value each, later ones over earlier ones."""
    rng = np.random.default_rng(seed)
    uncertainty = np.zeros((36, 44, 60), np.float32)
    for _ in range(40):
        steps = rng.normal(size=(60, 3)).cumsum(0) * 0.7 + rng.random(3) * uncertainty.shape
        value = values(rng)
        radius = rng.integers(1, 3)
        for z, y, x in steps.astype(int):
            if min(z, y, x) >= 0:
                uncertainty[z : z + radius, y : y + radius + 1, x : x + radius + 1] = value
    return uncertainty


def on_steps(version):
    """Values on steps of two widths, over which no band reaches."""
    return lambda rng: rng.integers(5, 46) * 2 * reference.WIDTHS[version]


def one_float(rng):
    return rng.uniform(0.02, 0.3)


def ours(uncertainty, granularity):
    ranking = vp.rank(
        uncertainty > 0,
        uncertainty,
        mode="plateau",
        granularity=granularity,
        min_voxels=reference.LEAST,
        score="vessqc",
    )
    values = ranking.table["max"].tolist()
    return [(value, ranking.voxels(rank)) for rank, value in enumerate(values, 1)]


@VERSIONS
@pytest.mark.parametrize("seed", SEEDS)
def test_on_steps_regions_sizes_values_and_order_are_those_of_vessqc(seed, version):
    uncertainty = per_branch(seed, on_steps(version))
    theirs = reference.regions(uncertainty, uncertainty > 0, version)
    mine = ours(uncertainty, GRANULARITY[version])
    assert len(theirs) > 12
    assert [voxels.tolist() for _, voxels in mine] == [voxels.tolist() for _, voxels in theirs]
    np.testing.assert_allclose(
        [value for value, _ in mine], [value for value, _ in theirs], atol=GRANULARITY[version] / 2
    )


@VERSIONS
@pytest.mark.parametrize("seed", SEEDS)
def test_of_other_values_only_those_differ_that_a_band_may_fuse_or_cut(seed, version):
    uncertainty = per_branch(seed, one_float)
    width = reference.WIDTHS[version]
    disputed = reference.disputed(uncertainty, width).ravel()
    theirs = {
        voxels.tobytes(): voxels for _, voxels in reference.regions(uncertainty, uncertainty > 0, version)
    }
    mine = {voxels.tobytes(): voxels for _, voxels in ours(uncertainty, GRANULARITY[version])}
    different = [{**theirs, **mine}[key] for key in theirs.keys() ^ mine.keys()]
    assert all(disputed[voxels].any() for voxels in different)
    assert len(theirs.keys() & mine.keys()) > len(theirs) / 3
    for value, voxels in ours(uncertainty, GRANULARITY[version]):
        held = uncertainty.ravel()[voxels]
        assert held.max() - held.min() <= 1.01 * width
        assert abs(value - held.max()) <= 1.01 * width


def test_two_bands_over_one_value_are_the_cause():
    """0.3004 and 0.3013 are two plateaus; the band around 0.301 holds both, and comes last."""
    uncertainty = np.zeros((5, 5, 10), np.float64)
    uncertainty[..., :5], uncertainty[..., 5:] = 0.3004, 0.3013
    assert [voxels.size for _, voxels in reference.regions(uncertainty, uncertainty > 0)] == [250]
    assert sorted(voxels.size for _, voxels in ours(uncertainty, 0.001)) == [125, 125]
    assert reference.disputed(uncertainty, 1e-3)[..., 4:6].all()


def test_what_is_rounded_to_zero_is_in_no_region():
    uncertainty = np.full((4, 5, 6), 0.0004)
    uncertainty[:, :, 3:] = 0.5
    ranking = vp.rank(uncertainty > 0, uncertainty, mode="plateau", granularity=0.001)
    assert ranking.table["voxels"].tolist() == [60]
    assert ranking.smaller.count == ranking.uncovered == 0


@contextlib.contextmanager
def vessqc_package():
    """VessQC's own worker without its interface, or the test is skipped."""
    spec = importlib.util.find_spec("vessqc")
    if spec is None:
        pytest.skip("the package vessqc is not installed: pip install --no-deps vessqc")
    before = dict(sys.modules)
    package = types.ModuleType("vessqc")
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules.update({"vessqc": package, "SimpleITK": types.ModuleType("SimpleITK")})
    try:
        yield importlib.import_module("vessqc._segmentation_worker").SegmentationWorker()
    finally:
        for name in set(sys.modules) - set(before):
            del sys.modules[name]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("values", [on_steps("1.0.0"), one_float], ids=["on steps", "one float"])
def test_the_reference_is_the_package(seed, values):
    uncertainty = per_branch(seed, values)
    with vessqc_package() as worker:
        labels, segments = worker._calculate_segmentation(uncertainty, (uncertainty > 0).astype(np.uint8))
    named = [segment for segment in segments if segment["name"] != "Noise"]
    theirs = [(segment["uncertainty"], np.flatnonzero(labels == segment["label"])) for segment in named]
    expected = reference.regions(uncertainty, uncertainty > 0)
    assert [voxels.tolist() for _, voxels in theirs] == [voxels.tolist() for _, voxels in expected]
    assert [value for value, _ in theirs] == [value for value, _ in expected]
