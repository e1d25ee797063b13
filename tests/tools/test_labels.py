"""Labels merged, found, painted."""

import numpy as np
import pytest
from repair_fixtures import after, blobs

from voxproof.repair import merge_labels, new_label, paint


def test_labels_become_the_first_or_the_one_named():
    volume = blobs(0, labels=4)
    expected = np.where(np.isin(volume, [3, 4]), 2, volume)
    assert (after(volume, merge_labels(volume, [2, 3, 4])) == expected).all()
    assert (
        after(volume, merge_labels(volume, [2, 3], into=9)) == np.where(np.isin(volume, [2, 3]), 9, volume)
    ).all()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([2], "expected two different labels"),
        ([2, 2], "expected two different labels"),
        ([2, 0], "found 0, which is background"),
        ([2, 77], "found no voxel of label 77"),
        ([77, 2], "found no voxel of label 77"),
        ([2, 70_000], "the range of the segmentation's uint16"),
    ],
)
def test_labels_that_cannot_be_merged_are_refused(labels, words):
    with pytest.raises(ValueError, match=words):
        merge_labels(blobs(0), labels)


def test_a_new_label_is_one_that_no_voxel_has():
    volume = np.zeros((2, 3, 4), np.uint8)
    assert new_label(volume) == 1
    volume[0, 0, :3] = [1, 2, 255]
    assert new_label(volume) == 3
    full = np.arange(256, dtype=np.uint8).reshape(4, 8, 8)
    with pytest.raises(ValueError, match="every label up to 255 taken"):
        new_label(full)
    assert new_label(np.full((1, 1, 1), -3, np.int8)) == 1


def test_paint_takes_masks_and_boxes():
    volume = blobs(1)
    mask = np.random.default_rng(0).random(volume.shape) > 0.8
    assert (after(volume, paint(volume, mask, 7)) == np.where(mask, 7, volume)).all()
    assert (after(volume, paint(volume, mask, 7, over=0)) == np.where(mask & (volume == 0), 7, volume)).all()
    boxed = volume.copy()
    boxed[2:4, :, 5:9] = 0
    assert (after(volume, paint(volume, np.s_[2:4, :, 5:9], 0)) == boxed).all()
    assert (after(volume, paint(volume, (2, 4, 0, 14, 5, 9), 0)) == boxed).all()


@pytest.mark.parametrize(
    ("where", "label", "words"),
    [
        (np.zeros((2, 2, 2), bool), 1, "where: found bool of shape"),
        (np.ones((9, 14, 17)), 1, "expected booleans"),
        (np.zeros((9, 14, 17), bool), 1, "found no voxel"),
        ((0, 99, 0, 1, 0, 1), 1, "expected a half-open"),
        (np.s_[:], -1, "found -1, expected 0 to 65535"),
    ],
)
def test_what_cannot_be_painted_is_refused(where, label, words):
    with pytest.raises(ValueError, match=words):
        paint(blobs(1), where, label)
