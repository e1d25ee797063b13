"""Parting a false merge by places in both of its parts."""

import numpy as np
import pytest
from repair_fixtures import FULL, after
from scipy import ndimage

from voxproof.tools import cut_seeds

SPACING = (2.0, 1.0, 1.0)
GRID = np.moveaxis(np.indices((24, 50, 60)), 0, -1) * SPACING


def nuclei():
    """Two touching ellipsoids, and which voxel is of which."""
    first = (((GRID - (24, 25, 20)) / (14, 12, 11)) ** 2).sum(axis=-1)
    second = (((GRID - (26, 24, 39)) / (11, 10, 10)) ** 2).sum(axis=-1)
    return np.minimum(first, second) <= 1, first <= second


def vessels():
    """Two that cross at an angle and touch, and which voxel is of which."""

    def from_line(at, direction):
        way = np.array(direction) / np.linalg.norm(direction)
        away = GRID - at
        return np.linalg.norm(away - (away @ way)[..., None] * way, axis=-1)

    first = from_line((21, 25, 30), (0.2, 0.3, 1)) / 3.5
    second = from_line((26.5, 25, 30), (-0.1, 1, 0.4)) / 3
    return np.minimum(first, second) <= 1, first <= second


def wrong(mask, is_first, left, second_label=None):
    """Share of what is left that hangs together with the wrong part."""
    names, count = ndimage.label(left == 1 if second_label is None else left > 0, FULL)
    if second_label is not None:
        names, count = np.where(left == second_label, 2, left), 2
    assert count == 2
    own = np.bincount(names[mask & is_first], minlength=3)[1:].argmax() + 1
    there = names > 0
    return ((names == own) != is_first)[there].mean()


@pytest.mark.parametrize("seed", range(5))
def test_touching_nuclei_part_where_they_touch_wherever_the_seeds_are(seed):
    mask, is_first = nuclei()
    volume = mask.astype(np.uint8)
    rng = np.random.default_rng(seed)
    deep = ndimage.binary_erosion(mask & is_first), ndimage.binary_erosion(mask & ~is_first)
    seeds = [tuple(int(i) for i in rng.permutation(np.argwhere(part))[0]) for part in deep]
    left = after(volume, cut_seeds(volume, seeds, spacing=SPACING))
    assert wrong(mask, is_first, left) < 0.03
    assert (mask.sum() - left.sum()) < 250


def test_seeds_on_the_surface_are_as_good():
    mask, is_first = nuclei()
    volume = mask.astype(np.uint8)
    first = tuple(int(i) for i in np.argwhere(mask & is_first)[0])
    second = tuple(int(i) for i in np.argwhere(mask & ~is_first)[-1])
    left = after(volume, cut_seeds(volume, [first, second], spacing=SPACING))
    assert wrong(mask, is_first, left) < 0.03


def test_crossing_vessels_part_by_a_seed_on_each_side():
    mask, is_first = vessels()
    volume = mask.astype(np.uint8)
    image = (mask * 150).astype(np.uint8)
    first, second = np.argwhere(mask & is_first), np.argwhere(mask & ~is_first)
    seeds = [
        [tuple(map(int, part[part[:, axis].argmin()])), tuple(map(int, part[part[:, axis].argmax()]))]
        for part, axis in ((first, 2), (second, 1))
    ]
    names, count = ndimage.label(after(volume, cut_seeds(volume, seeds, image=image, spacing=SPACING)), FULL)
    assert count == 2
    own = names[seeds[0][0]]
    assert ((names == own) != is_first)[names > 0].mean() < 0.03


def test_with_a_label_nothing_is_taken_away():
    mask, is_first = nuclei()
    volume = np.where(mask, np.uint16(7), np.uint16(0))
    seeds = [(12, 25, 20), (13, 24, 39)]
    left = after(volume, cut_seeds(volume, seeds, label=900, spacing=SPACING))
    assert set(np.unique(left)) == {0, 7, 900}
    assert ((left > 0) == mask).all()
    assert ((left == 900) != ~is_first)[mask].mean() < 0.03


def test_the_sheet_is_of_the_second_part_and_a_voxel_thin():
    rod = np.zeros((5, 7, 40), np.uint8)
    rod[1:4, 2:5, 2:38] = 1
    rod[1:4, 2:5, 20] = rod[2, 3, 20]
    rod[1, :, 20] = rod[3, :, 20] = rod[:, 2, 20] = rod[:, 4, 20] = 0
    left = after(rod, cut_seeds(rod, [(2, 3, 8), (2, 3, 33)]))
    gone = np.argwhere(left != rod)
    assert ndimage.label(left, FULL)[1] == 2
    assert np.abs(gone[:, 2] - 20).max() <= 1
    assert len(set(gone[:, 2])) == 1
    thick = after(rod, cut_seeds(rod, [(2, 3, 8), (2, 3, 33)], steps=2))
    assert len(set(np.argwhere(thick != rod)[:, 2])) == 5


def test_a_dark_line_in_the_image_parts_what_is_even():
    bar = np.zeros((7, 9, 50), np.uint8)
    bar[1:6, 1:8, 2:48] = 1
    image = np.where(bar > 0, 200, 20).astype(np.uint8)
    image[:, :, 17:19] = 60
    left = after(bar, cut_seeds(bar, [(3, 4, 6), (3, 4, 44)], image=image))
    assert abs(np.argwhere(left != bar)[:, 2].mean() - 17.5) <= 1.5
    sure = np.full(bar.shape, 220, np.uint8)
    sure[:, :, 30:32] = 40
    left = after(bar, cut_seeds(bar, [(3, 4, 6), (3, 4, 44)], probability=sure))
    assert abs(np.argwhere(left != bar)[:, 2].mean() - 30.5) <= 1.5


def test_other_labels_and_pieces_stay():
    volume = np.zeros((5, 20, 40), np.int32)
    volume[1:4, 2:6, 2:38] = volume[1:4, 10:14, 2:38] = 4
    volume[1:4, 6:8, 2:38] = -9
    left = after(volume, cut_seeds(volume, [(2, 3, 6), (2, 3, 30)]))
    assert (left[:, 6:] == volume[:, 6:]).all()
    assert ndimage.label(left[:, :6], FULL)[1] == 2


@pytest.mark.parametrize(
    ("seeds", "given", "words"),
    [
        ([(2, 3, 6)], {}, "expected two"),
        ([(2, 3, 6), (2, 3, 6)], {}, "in both parts"),
        ([(2, 3, 6), (0, 0, 0)], {}, "found background"),
        ([(2, 3, 6), (2, 15, 6)], {}, "of two pieces"),
        ([(2, 3, 6), (9, 3, 6)], {}, r"seeds\[1\]\[0\]"),
        ([(2, 3, 6), []], {}, r"seeds\[1\]: found"),
        ([(2, 3, 6), (2, 3, 30)], {"label": 1}, "another one than the piece has"),
        ([(2, 3, 6), (2, 3, 30)], {"label": 300}, "the range of"),
        ([(2, 3, 6), (2, 3, 30)], {"label": 0}, "found 0"),
    ],
)
def test_seeds_that_part_nothing_are_refused(seeds, given, words):
    volume = np.zeros((5, 20, 40), np.uint8)
    volume[1:4, 2:6, 2:38] = volume[1:4, 14:18, 2:38] = 1
    with pytest.raises(ValueError, match=words):
        cut_seeds(volume, seeds, **given)


def test_parts_that_hang_together_far_from_the_seeds_are_found_there():
    horseshoe = np.zeros((3, 12, 90), np.uint8)
    horseshoe[1, 1:4, 1:88] = horseshoe[1, 8:11, 1:88] = horseshoe[1, 1:11, 84:88] = 1
    left = after(horseshoe, cut_seeds(horseshoe, [(1, 2, 3), (1, 9, 3)]))
    assert ndimage.label(left, FULL)[1] == 2
