"""Variants: islands and exact cuts against plain definitions, and the laws of their regions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage
from variants_reference import betti, contacts, islands, together

from voxproof.regions._host import Host
from voxproof.regions._variants import KINDS, LOWER_CUTS, centre_line, variants


def volume(seed, shape=None):
    """Smooth random codes, and {code > 127} as mask."""
    random = np.random.default_rng(seed)
    shape = random.integers(5, 22, 3) if shape is None else shape
    noise = ndimage.gaussian_filter(random.random(shape), random.uniform(0.6, 1.8))
    noise = (noise - noise.mean()) / noise.std()
    codes = np.clip(noise * random.uniform(40, 90) + random.uniform(40, 150), 0, 255).round().astype(np.uint8)
    return codes, codes > 127


def summary(found):
    return [(v.kind, v.cut, v.contacts, v.length, v.voxels.tobytes()) for v in found]


@pytest.mark.parametrize("seed", range(12))
def test_islands_are_components_at_the_lowest_cut_where_they_are_small(seed):
    codes, mask = volume(seed)
    mask &= ndimage.label(mask, np.ones((3, 3, 3)))[0] % 2 == 1
    found = {(v.cut, v.voxels.tobytes()) for v in variants(codes, mask) if v.kind == "island"}
    assert found == islands(codes, mask, LOWER_CUTS[-1])


@pytest.mark.parametrize("seed", range(12))
def test_the_centre_line_keeps_parts_cavities_and_euler_number(seed):
    codes, mask = volume(seed)
    line = np.pad(centre_line(codes, mask), 1)
    mask = np.pad(mask, 1)
    assert not (line & ~mask).any()
    assert 0 < line.sum() < mask.sum()
    assert betti(line) == betti(mask)


@pytest.mark.parametrize("seed", range(12))
def test_pieces_meet_at_the_cut_of_a_join_and_not_above(seed):
    codes, mask = volume(seed)
    for v in variants(codes, mask, lower=(64,), upper=()):
        if v.kind != "addition/join":
            continue
        region = np.zeros(codes.shape, bool)
        region.flat[v.voxels] = True
        numbers = contacts(region, mask)
        if v.contacts == numbers.max() and codes[region].min() >= v.cut:
            assert not together(codes, region, numbers, v.cut + 1)


@pytest.mark.parametrize("seed", range(12))
def test_regions_lie_where_their_kind_says_and_fit_the_sizes(seed):
    codes, mask = volume(seed)
    for v in variants(codes, mask):
        assert 8 <= v.voxels.size <= 600
        assert (np.diff(v.voxels) > 0).all()
        inside = v.kind.startswith(("removal", "branch"))
        assert (mask.flat[v.voxels] == inside).all()
        assert v.kind in KINDS
        if not inside:
            assert codes.flat[v.voxels].min() > LOWER_CUTS[-1]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kinds", ["branch", "island"])
def test_regions_of_one_step_share_no_voxel(seed, kinds):
    codes, mask = volume(seed)
    every = [v.voxels for v in variants(codes, mask) if v.kind == kinds]
    voxels = np.concatenate([np.empty(0, np.int64), *every])
    assert np.unique(voxels).size == voxels.size


@pytest.mark.parametrize("seed", range(6))
def test_both_builds_and_two_runs_agree(seed):
    codes, mask = volume(seed)
    first = summary(variants(codes, mask, spacing=(2, 1, 1)))
    assert first == summary(variants(codes, mask, spacing=(2, 1, 1)))
    assert first == summary(variants(codes, mask, spacing=(2, 1, 1), build="scalar"))


@pytest.mark.parametrize("shape", [(1, 9, 30), (9, 1, 30), (9, 30, 1), (1, 1, 40), (1, 1, 1)])
def test_one_slice_volumes(shape):
    codes = np.full(shape, 60, np.uint8)
    mask = np.zeros(shape, bool)
    mask[..., : shape[2] // 2] = True
    for v in variants(codes, mask):
        assert v.voxels[-1] < codes.size


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("full", [False, True])
def test_flat_volumes_without_and_with_all_in_the_mask(level, full):
    codes = np.full((5, 6, 7), level, np.uint8)
    found = variants(codes, np.full(codes.shape, full))
    assert {v.kind for v in found} <= (
        {"branch", "removal/island"} if full else {"island", "addition/island"}
    )
    if level == 0 and not full:
        assert found == []


def test_a_gap_is_a_join_at_its_lowest_code_and_a_weak_bridge_falls_apart_there():
    codes = np.zeros((7, 7, 40), np.uint8)
    codes[2:5, 2:5] = 250
    codes[2:5, 2:5, 15:22] = 90
    gap = next(v for v in variants(codes, codes > 127) if v.kind == "addition/join")
    assert (gap.cut, gap.contacts, gap.voxels.size) == (90, 2, 63)
    codes[2:5, 2:5, 15:22] = 140
    bridge = next(v for v in variants(codes, codes > 127) if v.kind == "removal/join")
    assert (bridge.cut, bridge.contacts) == (140, 2)


@pytest.mark.parametrize(
    ("codes", "mask"),
    [
        (np.zeros((2, 2, 2)), np.zeros((2, 2, 2), bool)),
        (np.zeros((2, 2, 2), np.uint8), np.zeros((2, 2, 3), bool)),
        (np.zeros((0, 2, 2), np.uint8), np.zeros((0, 2, 2), bool)),
    ],
)
def test_other_shapes_and_dtypes_are_refused(codes, mask):
    with pytest.raises(ValueError, match=r"found .* expected"):
        variants(codes, mask)


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"lower": [0.5]}, r"lower: found \[0.5\], expected whole numbers from 0 to 255"),
        ({"upper": [300]}, "upper: found"),
        ({"upper": None}, "upper: found None"),
        ({"build": ["simd"]}, "build: found .*expected .simd. or .scalar."),
        ({"spacing": ("1", "1", "1")}, "spacing: found"),
        ({"codes": None}, "codes: found None, expected a NumPy array"),
    ],
)
def test_odd_options_are_refused(options, match):
    given = {"codes": np.zeros((2, 2, 2), np.uint8), "mask": np.zeros((2, 2, 2), bool), **options}
    with pytest.raises((TypeError, ValueError), match=match):
        variants(**given)


def test_a_search_beyond_memory_is_refused():
    host = Host("simd")
    host.call("open", 2000, 2000, 2000, 1, 2, 26, 8, 600, 1)
    with pytest.raises(OverflowError, match="4 GiB"):
        host.call("openVariants", 1.0, 1.0, 1.0)
