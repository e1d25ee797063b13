"""Cutting along a line, and at a neck."""

import numpy as np
import pytest
from scipy import ndimage

from voxproof.tools import cut

FULL = np.ones((3, 3, 3))


def after(volume, preview):
    result = volume.copy()
    result[preview.box] = preview.segmentation
    return result


def pieces(volume):
    return ndimage.label(volume > 0, FULL)[1]


@pytest.mark.parametrize("axis", ["z", "y", "x"])
@pytest.mark.parametrize("seed", range(6))
def test_a_line_across_parts_a_rod_however_it_lies(axis, seed):
    random = np.random.default_rng(seed)
    volume = np.full((40, 41, 42), 0, np.uint8)
    volume[12:28, 12:28, 12:28] = 5
    level = int(random.integers(14, 26))
    ends = [list(random.integers(14, 26, 3)), list(random.integers(14, 26, 3))]
    place = "zyx".index(axis)
    across = (place + 1) % 3
    for end, edge in zip(ends, (8, 31), strict=True):
        end[place], end[across] = level, edge
    points = [tuple(int(at) for at in end) for end in ends]
    left = after(volume, cut(volume, points, axis=axis))
    assert pieces(left) == 2
    assert set(np.unique(left)) == {0, 5}
    assert (volume > 0).sum() - (left > 0).sum() < 16 * 40


def test_only_what_hangs_together_with_the_line_is_cut():
    volume = np.zeros((20, 20, 20), np.uint8)
    volume[2:6, 5:15] = volume[12:16, 5:15] = 1
    left = after(volume, cut(volume, [(3, 10, 0), (3, 10, 19)]))
    assert (left[12:16] == volume[12:16]).all()
    assert pieces(left) == 3
    thick = after(volume, cut(volume, [(3, 10, 0), (3, 10, 19)], steps=1))
    assert (left > 0).sum() - (thick > 0).sum() == 2 * 4 * 20


def test_a_neck_is_found_near_the_point():
    z, y, x = np.indices((25, 30, 70))
    narrow = 7 - 5 * np.exp(-(((x - 38) / 5) ** 2))
    volume = ((2 * (z - 12)) ** 2 + (y - 15) ** 2 <= narrow**2).astype(np.uint16) * 900
    preview = cut(volume, [(12, 15, 33)], spacing=(2.0, 1.0, 1.0))
    left = after(volume, preview)
    gone = np.argwhere(left != volume)
    assert pieces(left) == 2
    assert abs(gone[:, 2].mean() - 38) < 1.5
    assert len(gone) < 60


@pytest.mark.parametrize(
    ("points", "axis", "words"),
    [
        ([(3, 0, 0), (3, 0, 5)], "z", "meets no label"),
        ([(0, 0, 0)], "z", "found background"),
        ([], "z", "expected 1 or more"),
        ([(3, 10, 0), (3, 10, 19)], "w", "axis: found 'w'"),
    ],
)
def test_lines_that_cut_nothing_are_refused(points, axis, words):
    volume = np.zeros((20, 20, 20), np.uint8)
    volume[2:6, 5:15] = 1
    with pytest.raises(ValueError, match=words):
        cut(volume, points, axis=axis)
