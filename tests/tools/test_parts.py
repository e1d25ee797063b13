"""Islands and holes, against plain counting."""

import numpy as np
import pytest
from repair_fixtures import FULL, after, blobs
from scipy import ndimage

from voxproof.repair import fill_holes, remove_islands

BOX = (1, 8, 2, 12, 3, 15)


def plain_islands(volume, below, box):
    inside = np.zeros(volume.shape, bool)
    inside[box[0] : box[1], box[2] : box[3], box[4] : box[5]] = True
    result, sizes = volume.copy(), []
    for label in np.unique(volume[volume != 0]):
        names, count = ndimage.label(volume == label, FULL)
        for piece in (names == number for number in range(1, count + 1)):
            if piece.sum() < below and not (piece & ~inside).any():
                result[piece] = 0
                sizes.append(int(piece.sum()))
    return result, sizes


@pytest.mark.parametrize("box", [None, BOX])
@pytest.mark.parametrize("seed", range(4))
def test_islands_are_the_pieces_below_the_size(seed, box):
    volume = blobs(seed)
    volume[np.random.default_rng(seed).random(volume.shape) > 0.97] = 2
    preview = remove_islands(volume, 9, box)
    expected, sizes = plain_islands(volume, 9, box or (0, 9, 0, 14, 0, 17))
    assert (after(volume, preview) == expected).all()
    assert sorted(preview.sizes) == sorted(sizes)


@pytest.mark.parametrize("seed", range(4))
def test_holes_are_filled_with_the_label_around_them(seed):
    volume = np.where(blobs(seed) > 0, 300, 0).astype(np.uint16)
    volume[np.random.default_rng(seed).random(volume.shape) > 0.95] = 0
    filled = after(volume, fill_holes(volume, volume.size))
    assert (filled == np.where(ndimage.binary_fill_holes(volume > 0), 300, 0)).all()


def test_holes_larger_than_asked_and_between_labels_stay():
    volume = np.full((7, 9, 11), 4, np.int16)
    volume[2:4, 2:4, 2:4] = 0
    volume[5, 6, 3] = 0
    volume[2, 6, 7:9] = 0
    volume[:, :, 8:] = np.where(volume[:, :, 8:] == 4, 2, volume[:, :, 8:])
    preview = fill_holes(volume, 8)
    assert preview.sizes == (1,)
    assert np.argwhere(after(volume, preview) != volume).tolist() == [[5, 6, 3]]
    assert fill_holes(volume, 9).sizes == (8, 1)


def test_booleans_and_wide_labels_keep_their_dtype():
    hollow = np.ones((3, 3, 3), bool)
    hollow[1, 1, 1] = False
    assert after(hollow, fill_holes(hollow, 2)).all()
    wide = np.where(hollow, np.uint64(2**63 + 5), np.uint64(0))
    assert (after(wide, fill_holes(wide, 2)) == 2**63 + 5).all()
    lone = np.zeros((3, 3, 5), np.uint64)
    lone[1, 1, 1:3] = 2**63 + 5, 2**63 + 6
    assert remove_islands(lone, 2).sizes == (1, 1)


@pytest.mark.parametrize(
    ("below", "error", "words"),
    [(1, ValueError, "found 1, expected 2 or more"), (2.5, TypeError, "whole number of voxels")],
)
def test_sizes_that_mean_nothing_are_refused(below, error, words):
    for tool in (remove_islands, fill_holes):
        with pytest.raises(error, match=words):
            tool(blobs(0), below)
