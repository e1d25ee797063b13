"""What flipping a region does is what counting the whole volume before and after says."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.ndimage as ndi
from consequence_reference import CORNERS, flipped, hanging, numbers
from numpy.testing import assert_array_equal

from voxproof.regions import consequence
from voxproof.regions._consequence import Flips
from voxproof.regions._variants import centre_line

BUILDS = ("simd", "scalar")
SPACING = (2.0, 0.5, 0.5)


def noise(rng, shape):
    return rng.random(shape) < rng.choice([0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97])


def smooth(rng, shape):
    field = ndi.gaussian_filter(rng.random(shape), rng.choice([0.7, 1.2, 2]))
    return field > np.quantile(field, rng.choice([0.1, 0.4, 0.6, 0.9, 0.95]))


def shells(rng, shape):
    """Sheets with holes, handles and cavities."""
    field = ndi.gaussian_filter(rng.random(shape), rng.choice([1, 2]))
    distance = np.abs(field - np.median(field))
    return (distance < np.quantile(distance, rng.choice([0.2, 0.5]))) & (rng.random(shape) > 0.02)


def tubes(rng, shape):
    """Straight tubes along the axes, some hollow, all through the volume: borders are touched and many loops closed."""
    mask = np.zeros(shape, bool)
    for axis in rng.integers(0, 3, 8):
        centre = [
            slice(int(low), int(low) + 4) for low in rng.integers(0, np.maximum(np.array(shape) - 3, 1))
        ]
        core = [slice(part.start + 1, part.stop - 1) for part in centre]
        centre[axis] = core[axis] = slice(None)
        mask[tuple(centre)] = True
        if rng.random() < 0.3:
            mask[tuple(core)] = False
    return mask


def some_regions(rng, mask):
    """Boxes, whole and with holes, at any place; all that is background around a voxel; a whole piece."""
    for _ in range(4):
        low = [int(rng.integers(0, size)) for size in mask.shape]
        box = np.zeros(mask.shape, bool)
        box[tuple(slice(a, a + int(rng.integers(1, 10))) for a in low)] = True
        if rng.random() < 0.5:
            box &= rng.random(mask.shape) < 0.6
        if box.any():
            yield np.flatnonzero(box)
    piece = ndi.label(mask, CORNERS)[0] == 1
    if piece.any():
        yield np.flatnonzero(piece)


CASES = [(kind, seed) for kind in (noise, smooth, shells, tubes) for seed in range(30)]


@pytest.mark.parametrize(("kind", "seed"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_pieces_loops_and_cavities_change_as_a_full_count_says(kind, seed):
    rng = np.random.default_rng((seed, CASES.index((kind, seed))))
    mask = kind(rng, tuple(int(rng.integers(1, most)) for most in (24, 24, 150)))
    regions = list(some_regions(rng, mask))
    found = Flips(mask, hanging=False, build=BUILDS[seed % 2]).flip(regions)
    before = np.array(numbers(mask))
    expected = [np.array(numbers(flipped(mask, region)[0])) - before for region in regions]
    assert_array_equal(np.stack([found.pieces, found.loops, found.cavities], 1), expected)


@pytest.mark.parametrize("seed", range(9))
def test_all_but_the_longest_piece_or_part_hang_on_a_region(seed):
    rng = np.random.default_rng(seed)
    kind = (smooth, shells, tubes)[seed % 3]
    mask = kind(rng, tuple(int(rng.integers(4, most)) for most in (12, 14, 80)))
    line = centre_line(np.where(mask, 255, 0).astype(np.uint8), mask)
    regions = list(some_regions(rng, mask))
    found = Flips(mask, spacing=SPACING, build=BUILDS[seed % 2]).flip(regions)
    expected = [hanging(mask, line, region, SPACING) for region in regions]
    assert_array_equal(found.hanging, [voxels for voxels, _ in expected])
    np.testing.assert_allclose(found.hanging_length, [length for _, length in expected], rtol=1e-4)


def test_flips_leave_nothing_behind():
    rng = np.random.default_rng(5)
    mask = shells(rng, (20, 21, 130))
    regions = [region for _ in range(20) for region in some_regions(rng, mask)]
    flips = Flips(mask)
    together = flips.flip(regions)
    again = flips.flip(regions[::-1])
    assert_array_equal(together.loops, again.loops[::-1])
    assert_array_equal(together.hanging, again.hanging[::-1])
    assert [flips.flip([region])[0] for region in regions[:9]] == [together[i] for i in range(9)]


def test_both_builds_give_the_same():
    rng = np.random.default_rng(6)
    mask = smooth(rng, (17, 18, 140))
    regions = list(some_regions(rng, mask))
    simd, scalar = (Flips(mask, spacing=SPACING, build=build).flip(regions) for build in BUILDS)
    for name in ("pieces", "loops", "cavities", "hanging", "hanging_length", "flipped"):
        assert_array_equal(getattr(simd, name), getattr(scalar, name))


RING = np.pad([[1, 1, 1], [1, 0, 1], [1, 1, 1]], 2)[None].astype(np.uint8)


@pytest.mark.parametrize(
    ("name", "voxels", "change"),
    [
        ("an island is added", [0], (1, 0, 0)),
        ("the hole of a ring is filled", [24], (0, -1, 0)),
        ("a ring is opened", [17], (0, -1, 0)),
        ("all of it is removed", [16, 17, 18, 23, 25, 30, 31, 32], (-1, -1, 0)),
        ("as many in as out: those outside are added", [24, 25], (0, -1, 0)),
    ],
)
def test_a_ring_of_eight_voxels(name, voxels, change):
    assert consequence(RING, voxels)[:3] == change, name


def test_a_cavity_is_filled_and_opened():
    shell = np.ones((3, 3, 3), np.uint8)
    shell[1, 1, 1] = 0
    assert consequence(shell, [13])[:3] == (0, 0, -1)
    assert consequence(shell, [4])[:3] == (0, 0, -1)
    assert consequence(shell, [4, 22])[:3] == (0, 1, -1)


def test_lengths_follow_the_spacing():
    line = np.array([1, 1, 1, 0, 1, 1, 1, 1], np.uint8)
    found = [consequence(line.reshape(shape), [3], spacing=SPACING) for shape in ((8, 1, 1), (1, 1, 8))]
    assert [(each.hanging, each.hanging_length) for each in found] == [(3, 4.0), (3, 1.0)]


@pytest.mark.parametrize(
    ("voxels", "error"),
    [([], ValueError), ([27], ValueError), ([-1], ValueError), ([0.5], TypeError), ([[0]], TypeError)],
)
def test_what_is_no_set_of_voxels_is_refused(voxels, error):
    with pytest.raises(error, match="voxels: found"):
        consequence(np.ones((3, 3, 3), np.uint8), voxels)


GOLDEN = sorted((Path(__file__).parents[1] / "fixtures" / "consequence").glob("*.json"))


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_consequences_are_met_as_in_the_browser(path, build):
    golden = json.loads(path.read_text())
    z, y, x = golden["shape"]
    packed = np.array(golden["mask"], np.uint8).reshape(z, y, -1)
    mask = np.unpackbits(packed, axis=2, count=x, bitorder="little").astype(bool)
    flips = Flips(mask, spacing=tuple(golden["spacing"]), build=build)
    found = flips.flip(np.array(region) for region in golden["regions"])
    for each, expected in zip(
        (found[i] for i in range(len(golden["expected"]))), golden["expected"], strict=True
    ):
        assert (*each[:4], each.flipped) == (*expected[:4], expected[5])
        assert each.hanging_length == pytest.approx(expected[4], rel=1e-4)
