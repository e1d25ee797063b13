"""Cutting along a plane that is looked at."""

import numpy as np
import pytest
from repair_fixtures import FULL, after
from scipy import ndimage

from voxproof.tools import cut_plane


def pieces(volume):
    return ndimage.label(volume > 0, FULL)[1]


def line_of_view(direction, through, length, spacing, seed):
    """Ends of a line through a voxel, square to a direction in µm, at an angle of its own."""
    rng = np.random.default_rng(seed)
    across = np.cross(direction, rng.normal(size=3))
    across /= np.linalg.norm(across)
    return [tuple(np.array(through) + sign * length / 2 * across / spacing) for sign in (-1, 1)]


@pytest.mark.parametrize("seed", range(12))
def test_a_line_across_parts_a_block_from_wherever_it_is_looked_at(seed):
    spacing = (2.0, 1.0, 0.7)
    volume = np.zeros((20, 31, 42), np.uint16)
    volume[4:16, 6:25, 8:34] = 900
    direction = np.random.default_rng(100 + seed).normal(size=3)
    ends = line_of_view(direction, (10, 15, 21), 90, spacing, seed)
    left = after(volume, cut_plane(volume, ends, direction, spacing=spacing))
    assert pieces(left) == 2
    gone = np.argwhere(left != volume) * spacing
    normal = np.cross((np.array(ends[1]) - ends[0]) * spacing, direction)
    normal /= np.linalg.norm(normal)
    far = (gone - np.array(ends[0]) * spacing) @ normal
    assert far.min() > -1e-9
    assert far.max() <= np.abs(normal * spacing).sum() + 1e-9


def test_the_cut_reaches_no_farther_than_the_line():
    volume = np.zeros((9, 20, 30), np.uint8)
    volume[2:7, 3:17, 4:26] = 1
    left = after(volume, cut_plane(volume, [(4, 10, 0), (4, 10, 14)], (1, 0, 0)))
    gone = np.argwhere(left != volume)
    assert pieces(left) == 1
    assert set(gone[:, 2]) == set(range(4, 15))
    assert set(gone[:, 0]) == set(range(2, 7))


def test_what_lies_behind_the_same_piece_stays():
    loop = np.zeros((20, 12, 16), np.uint8)
    loop[2:5, 3:9, 2:14] = loop[14:17, 3:9, 2:14] = loop[2:17, 3:9, 2:4] = 3
    seen_from_low_z = after(loop, cut_plane(loop, [(3, 0, 9), (3, 11, 9)], (1, 0, 0)))
    assert (seen_from_low_z[14:17] == loop[14:17]).all()
    assert pieces(seen_from_low_z) == 2
    seen_from_high_z = after(loop, cut_plane(loop, [(15, 0, 9), (15, 11, 9)], (-1, 0, 0)))
    assert (seen_from_high_z[2:5] == loop[2:5]).all()


def test_only_the_piece_under_the_middle_of_the_line_is_cut():
    volume = np.zeros((8, 30, 12), np.uint8)
    volume[2:6, 3:9, 2:10] = volume[2:6, 12:19, 2:10] = volume[2:6, 22:28, 2:10] = 1
    left = after(volume, cut_plane(volume, [(4, 0, 6), (4, 29, 6)], (1, 0, 0)))
    assert pieces(left) == 4
    assert pieces(left[:, 10:20]) == 2


def test_a_step_makes_the_sheet_thicker_on_both_sides():
    volume = np.zeros((8, 12, 20), np.uint8)
    volume[2:6, 2:10, 2:18] = 1
    line = [(4, 0, 9.5), (4, 11, 9.5)]
    thin = after(volume, cut_plane(volume, line, (1, 0, 0)))
    thick = after(volume, cut_plane(volume, line, (1, 0, 0), steps=2))
    assert set(np.argwhere(thin != volume)[:, 2]) in ({9}, {10})
    assert set(np.argwhere(thick != volume)[:, 2]) == {8, 9, 10, 11}


@pytest.mark.parametrize(
    ("points", "plane", "error", "words"),
    [
        ([(4, 0, 5)], (1, 0, 0), ValueError, "expected two points"),
        ([(4, 0, 5), (4, 11)], (1, 0, 0), TypeError, r"points\[1\]"),
        ([(4, 0, 5), (4, 11, 5)], (0, 0, 0), ValueError, "expected a direction"),
        ([(4, 0, 5), (4, 11, 5)], (0, 2, 0), ValueError, "expected a direction"),
        ([(4, 0, 5), (4, 11, 5)], (float("nan"), 0, 0), TypeError, "three numbers"),
        ([(0, 0, 5), (0, 11, 5)], (1, 0, 0), ValueError, "meets no label"),
        ([(4, 0, 2), (4, 1, 2)], (1, 0, 0), ValueError, "meets no label"),
    ],
)
def test_lines_that_span_no_plane_or_meet_nothing_are_refused(points, plane, error, words):
    volume = np.zeros((8, 12, 20), np.uint8)
    volume[2:6, 2:10, 2:18] = 1
    with pytest.raises(error, match=words):
        cut_plane(volume, points, plane)
