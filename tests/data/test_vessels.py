"""Generated vessels: known truth, sizes as asked, the same each time."""

import numpy as np
import pytest
from scipy import ndimage as ndi

from voxproof.data import vessels

CORNERS = np.ones((3, 3, 3))


@pytest.fixture(scope="module")
def volume():
    return vessels((24, 60, 80), seed=3)


def test_the_same_seed_makes_the_same_volume_and_another_seed_another():
    first, again, other = (vessels((8, 20, 33), seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.image, again.image)
    assert np.array_equal(first.truth, again.truth)
    assert not np.array_equal(first.truth, other.truth)


@pytest.mark.parametrize(
    ("shape", "spacing"),
    [
        ((20, 33, 47), (2.0, 0.5, 0.5)),
        ((1, 40, 50), (2, 1, 1)),
        ((3, 2, 90), (1, 1, 1)),
        ((9, 12, 10), (8, 8, 8)),
        ((1, 1, 1), (2, 1, 1)),
    ],
    ids=["unequal", "one slice", "flat", "voxels wider than capillaries", "one voxel"],
)
def test_any_size_works(shape, spacing):
    volume = vessels(shape, spacing=spacing)
    assert volume.image.shape == volume.truth.shape == shape
    assert volume.image.dtype == volume.truth.dtype == np.uint8
    assert volume.spacing == tuple(map(float, spacing))
    assert ndi.label(volume.truth, CORNERS)[1] == (1 if volume.truth.size > 1 else 0)


def test_truth_is_zeros_and_ones_and_mostly_tissue(volume):
    assert set(np.unique(volume.truth)) == {0, 1}
    assert 0.02 < volume.truth.mean() < 0.3


def test_vessels_are_brighter_than_tissue_and_tissue_overlaps_them(volume):
    inside, outside = volume.image[volume.truth == 1], volume.image[volume.truth == 0]
    assert inside.mean() > 2 * outside.mean()
    assert np.percentile(outside, 99.5) > np.percentile(inside, 10)


def test_vessels_taper_away_from_the_trunk(volume):
    network = volume.network
    near, far = network.edges[: network.trees].T
    assert (network.radii[near] > network.radii[far]).all()
    assert network.radii.max() > 2 * network.radii.min()


def test_radii_follow_murrays_law(volume):
    network = volume.network
    near, far = network.edges[: network.trees].T
    cubes = np.bincount(near, network.radii[far] ** 3, len(network.radii))
    forks = np.bincount(near, minlength=len(cubes)) == 2
    np.testing.assert_allclose(network.radii[forks] ** 3, cubes[forks], rtol=0.02)


def test_capillaries_close_loops(volume):
    assert len(volume.network.edges) > volume.network.trees


def test_light_fades_with_depth():
    volume = vessels((64, 80, 80), seed=2)
    tissue = np.where(ndi.binary_dilation(volume.truth, CORNERS, 3), np.nan, volume.image)
    assert np.nanmean(tissue[:16]) > 1.2 * np.nanmean(tissue[-16:])


def test_tissue_below_a_large_vessel_lies_in_its_shadow():
    volume = vessels((40, 128, 128), seed=1)
    truth, below = volume.truth, slice(20, 30)
    tissue = ~ndi.binary_dilation(truth[below], CORNERS, 3)
    above = np.broadcast_to(truth[:15].sum(0) > 7, tissue.shape)
    assert volume.image[below][tissue & above].mean() < 0.9 * volume.image[below][tissue & ~above].mean()


def test_fewer_photons_make_more_noise():
    noisy, clear = (vessels((8, 40, 40), photons=photons).image.astype(float) for photons in (4, 400))
    tissue = vessels((8, 40, 40)).truth == 0
    assert noisy[tissue].std() > 1.5 * clear[tissue].std()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"shape": (8, 8)}, "shape: found"),
        ({"shape": (8, 0, 8)}, "shape: found"),
        ({"shape": (8, 2.5, 8)}, "shape: found"),
        ({"spacing": (1, 1)}, "spacing: found"),
        ({"spacing": (1, -1, 1)}, "spacing: found"),
        ({"spacing": (1, np.nan, 1)}, "spacing: found"),
        ({"photons": 0}, "photons: found"),
        ({"photons": 10**30}, "photons: found"),
        ({"photons": "many"}, "photons: found 'many', expected a number"),
        ({"shape": "abc"}, "shape: found 'abc', expected three whole numbers"),
        ({"spacing": None}, "spacing: found None"),
        ({"seed": 1.5}, "seed: found 1.5, expected a whole number"),
    ],
)
def test_wrong_sizes_are_named(wrong, named):
    with pytest.raises((TypeError, ValueError), match=named):
        vessels(**wrong)


def test_without_scipy_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "scipy", None)
    monkeypatch.delitem(__import__("sys").modules, "scipy.spatial", raising=False)
    with pytest.raises(ImportError, match=r'pip install "voxproof\[data\]"'):
        vessels((4, 8, 8))
