"""A checksum shows every change of an array that stays where it is."""

import numpy as np
import pytest

from voxproof._fingerprint import fingerprint, sampled_fingerprint

RANDOM = np.random.default_rng(4)


@pytest.mark.parametrize("dtype", ["u1", ">u2", "f4", "f8", "?"])
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 5, 7), (2, 1, 64)])
@pytest.mark.parametrize("layout", [np.ascontiguousarray, np.asfortranarray, lambda a: a[:, ::-1]])
def test_any_one_voxel_shows(dtype, shape, layout):
    array = layout(RANDOM.integers(0, 2, shape).astype(dtype))
    before = fingerprint(array)
    assert fingerprint(array) == before
    for place in np.ndindex(shape):
        array[place] = not array[place]
        assert fingerprint(array) != before
        array[place] = not array[place]
    assert fingerprint(array) == before


def test_voxels_that_change_places_show():
    array = np.arange(105.0).reshape(3, 5, 7)
    before = fingerprint(array)
    array[1] = array[1, ::-1].copy()
    assert fingerprint(array) != before


def test_a_sample_reaches_everywhere():
    array = np.zeros((3, 130, 200), np.uint8)
    before = sampled_fingerprint(array)
    array[1, 60:63, 100:104] = 1
    assert sampled_fingerprint(array) != before


@pytest.mark.parametrize("shape", [(1, 2000, 700), (3, 1, 500_000)])
def test_the_last_voxel_of_a_large_slice_shows(shape):
    array = np.zeros(shape, np.uint8)
    before = fingerprint(array)
    array[-1, -1, -1] = 1
    assert fingerprint(array) != before
