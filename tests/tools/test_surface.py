"""Smoothing, growing and shrinking."""

import numpy as np
import pytest
from repair_fixtures import FULL, after, blobs
from scipy import ndimage

from voxproof.repair import grow, smooth

SPACING = (2.0, 0.5, 0.7)


def distances(shape, mask):
    """From every voxel to the nearest of a mask, one by one."""
    places = np.argwhere(mask) * SPACING
    grid = np.stack(np.indices(shape), -1).reshape(-1, 3) * SPACING
    return np.sqrt(((grid[:, None] - places[None]) ** 2).sum(-1)).min(1).reshape(shape)


@pytest.mark.parametrize("by", [0.5, 0.7, 2.0, 2.3])
def test_growing_adds_background_within_the_distance(by):
    volume = blobs(2, (5, 8, 9))
    point = tuple(np.argwhere(volume)[3].tolist())
    names, _ = ndimage.label(volume == volume[point], FULL)
    piece = names == names[point]
    near = distances(volume.shape, piece) <= by + 1e-9
    expected = np.where(near & (volume == 0), volume[point], volume)
    assert (after(volume, grow(volume, point, by, spacing=SPACING)) == expected).all()


@pytest.mark.parametrize("by", [0.5, 0.7, 2.0])
def test_shrinking_takes_what_is_near_the_surface(by):
    volume = np.zeros((7, 13, 15), np.uint8)
    volume[:6, 2:11, 2:12] = 3
    volume[:6, 11, 2:12] = 1
    outside = distances(volume.shape, volume != 3) <= by + 1e-9
    expected = np.where(outside & (volume == 3), 0, volume)
    assert (after(volume, grow(volume, (3, 6, 6), -by, spacing=SPACING)) == expected).all()


def test_a_piece_that_would_vanish_is_refused():
    with pytest.raises(ValueError, match="by: found -9, which leaves nothing of the piece"):
        grow(np.pad(np.ones((3, 3, 3), np.uint8), 2), (3, 3, 3), -9)


def bumpy():
    """A ball with dents and bumps; a second label beside it."""
    z, y, x = np.indices((13, 40, 44))
    ball = (2.0 * (z - 6)) ** 2 + (y - 20) ** 2 + (x - 18) ** 2 <= 11**2
    volume = np.where(ball, 5, 0).astype(np.uint8)
    volume[6, 8:10, 18] = 5
    volume[6, 29:32, 18] = 0
    volume[:, :, 27:] = np.where(ball[:, :, 27:], 9, 0)
    return volume


def test_smoothing_takes_bumps_and_fills_dents_and_keeps_the_size():
    volume = bumpy()
    smoothed = after(volume, smooth(volume, (6, 20, 18), 1.5, spacing=(2.0, 1.0, 1.0)))
    assert smoothed[6, 8, 18] == 0
    assert smoothed[6, 29, 18] == 5
    assert abs(int((smoothed == 5).sum()) - int((volume == 5).sum())) <= 8
    assert ((smoothed == 9) == (volume == 9)).all()
    assert (smoothed[:, 12:29, 26][volume[:, 12:29, 26] == 5] == 5).mean() > 0.9


def test_smoothing_in_a_box_changes_nothing_outside():
    volume = blobs(5, (11, 20, 24))
    box = np.s_[3:8, 4:14, 5:20]
    smoothed = after(volume, smooth(volume, box, 1.0))
    outside = np.ones(volume.shape, bool)
    outside[box] = False
    assert (smoothed[outside] == volume[outside]).all()
    assert (smoothed != volume).any()
    swapped = (volume > 0) & (smoothed > 0) & (smoothed != volume)
    assert not swapped.any()


@pytest.mark.parametrize(
    ("tool", "by", "words"),
    [
        (grow, 0, "by: found 0, expected a length"),
        (grow, np.inf, "expected a finite number"),
        (smooth, 0, "found 0, expected a length above 0"),
        (smooth, -1, "at least 0"),
    ],
)
def test_lengths_that_mean_nothing_are_refused(tool, by, words):
    with pytest.raises(ValueError, match=words):
        tool(np.ones((3, 4, 5), np.uint8), (1, 1, 1), by)


def test_background_has_no_surface_to_move():
    for tool in (grow, smooth):
        with pytest.raises(ValueError, match="found background at"):
            tool(np.zeros((3, 4, 5), np.uint8), (1, 1, 1), 1.0)
