"""Components and plateaus against cc3d, on hundreds of random and structured volumes, in both builds, across slabs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from voxproof.regions import _host
from voxproof.regions._components import label_components
from voxproof.regions._labeller import label

cc3d = pytest.importorskip("cc3d")
CONNECTIVITIES = (6, 18, 26)
KINDS = ("noise", "stretches", "bands", "tubes", "full")


def volume(kind, seed):
    """Unequal sizes; rows reach over several words of 64 voxels."""
    random = np.random.default_rng(seed)
    shape = tuple(random.integers(1, (7, 9, 200)))
    levels = int(random.integers(1, 9))
    if kind == "noise":
        codes = random.integers(0, levels + 1, shape)
    elif kind == "stretches":
        codes = np.repeat(
            random.integers(0, levels + 1, int(np.prod(shape))), random.integers(1, 40, int(np.prod(shape)))
        )
        codes = codes[: int(np.prod(shape))].reshape(shape)
    elif kind == "bands":
        field = ndimage.gaussian_filter(random.standard_normal(shape), random.uniform(0.5, 3))
        codes = np.floor(field / (field.std() + 1e-9) * 2).clip(-4, 4) + 4
    elif kind == "tubes":
        codes = np.zeros(shape)
        for _ in range(12):
            z, y, x = (random.random((60, 3)) - 0.5).cumsum(0).T * 3 + random.random((3, 1)) * np.array(
                shape
            ).reshape(3, 1)
            at = [np.clip(a.astype(int), 0, n - 1) for a, n in zip((z, y, x), shape, strict=True)]
            codes[tuple(at)] = random.integers(1, levels + 1)
    else:
        codes = np.full(shape, levels)
    wide = random.random() < 0.5
    return (codes * (7000 if wide else 28)).astype(np.uint16 if wide else np.uint8)


def by_first_voxel(labels):
    """The same labels, numbered by first voxel."""
    names, first, inverse = np.unique(labels.ravel(), return_index=True, return_inverse=True)
    number = np.zeros(names.size, np.uint32)
    found = np.flatnonzero(names)
    number[found[np.argsort(first[found])]] = np.arange(1, found.size + 1)
    return number[inverse].reshape(labels.shape)


@pytest.mark.parametrize("build", ["simd", "scalar"])
@pytest.mark.parametrize("kind", KINDS)
def test_finds_the_components_that_cc3d_finds(kind, build, monkeypatch):
    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(
        seed=st.integers(0, 2**32), connectivity=st.sampled_from(CONNECTIVITIES), slab=st.integers(1, 1 << 14)
    )
    def check(seed, connectivity, slab):
        monkeypatch.setattr(_host, "_SLAB_BYTES", slab)
        codes = volume(kind, seed)
        labels, count = label_components(codes, connectivity=connectivity, build=build)
        theirs, n = cc3d.connected_components(codes, connectivity=connectivity, return_N=True)
        assert count == n
        np.testing.assert_array_equal(labels, by_first_voxel(theirs))

    check()


@pytest.mark.parametrize("build", ["simd", "scalar"])
@pytest.mark.parametrize("connectivity", CONNECTIVITIES)
def test_lists_plateaus_as_components_whatever_the_slab(build, connectivity, monkeypatch):
    weights = np.arange(65536, dtype=np.uint32) * 16
    for seed in range(60):
        codes = volume(KINDS[seed % len(KINDS)], seed)
        monkeypatch.setattr(_host, "_SLAB_BYTES", 1 << seed % 15)
        ours = label(
            codes,
            weights[:256] if codes.itemsize == 1 else weights,
            mode="plateau",
            connectivity=connectivity,
            min_voxels=1,
            build=build,
        )
        labels, count = label_components(codes, connectivity=connectivity, build=build)
        assert ours.voxels.size == count
        order = np.argsort(ours.first_voxel)
        assert ours.voxels[order].tolist() == np.bincount(labels.ravel(), minlength=count + 1)[1:].tolist()
        assert ours.max_weight.tolist() == weights[codes.ravel()[ours.first_voxel]].tolist()
