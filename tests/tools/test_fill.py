"""Relabelling pieces and filling holes."""

import numpy as np
import pytest
from repair_fixtures import FULL, after, blobs
from scipy import ndimage

from voxproof.repair import fill


@pytest.mark.parametrize("seed", range(4))
def test_a_piece_gets_the_label_and_nothing_else_changes(seed):
    volume = blobs(seed)
    point = tuple(np.argwhere(volume)[seed * 7].tolist())
    names, _ = ndimage.label(volume == volume[point], FULL)
    expected = np.where(names == names[point], 900, volume)
    assert (after(volume, fill(volume, point, 900)) == expected).all()


def shell(size=9, dtype=np.int32):
    volume = np.zeros((size + 2, size + 4, size + 6), dtype)
    volume[1 : size + 1, 1 : size + 1, 1 : size + 1] = -5
    volume[3 : size - 1, 3 : size - 1, 3 : size - 1] = 0
    return volume


def test_a_cavity_gets_the_label_around_it():
    volume = shell()
    filled = after(volume, fill(volume, (5, 5, 5)))
    assert (filled[1:10, 1:10, 1:10] == -5).all()
    assert np.count_nonzero(filled) == 9**3
    assert (after(volume, fill(volume, (5, 5, 5), 7))[3:8, 3:8, 3:8] == 7).all()


def test_a_cavity_is_found_however_large():
    volume = shell(70)
    assert np.count_nonzero(after(volume, fill(volume, (30, 40, 50)))) == 70**3


def test_a_tube_is_filled_in_its_slice_alone():
    volume = np.zeros((5, 9, 11), np.uint8)
    volume[:, 2:7, 3:8] = 4
    volume[:, 3:6, 4:7] = 0
    with pytest.raises(
        ValueError, match=r"found background at \[2, 4, 5\] that reaches a face of the volume, expected"
    ):
        fill(volume, (2, 4, 5))
    filled = after(volume, fill(volume, (2, 4, 5), plane="z"))
    assert (filled != volume).sum() == 9
    assert (filled[2, 3:6, 4:7] == 4).all()
    with pytest.raises(ValueError, match="in its slice across y"):
        fill(volume, (2, 4, 5), plane="y")


def test_the_label_is_asked_for_where_several_are_around():
    volume = shell()
    volume[:, :, 5:][volume[:, :, 5:] != 0] = 3
    with pytest.raises(ValueError, match="labels -5, 3 around the hole"):
        fill(volume, (5, 5, 5))
    assert (after(volume, fill(volume, (5, 5, 5), 3))[3:8, 3:8, 3:8] == 3).all()


@pytest.mark.parametrize(
    ("point", "label", "error", "words"),
    [
        ((2, 2, 2), None, ValueError, "label: found none for the piece of label 4"),
        ((2, 2, 2), 256, ValueError, "found 256, expected 0 to 255"),
        ((2, 2, 2), 1.5, TypeError, "found 1.5, expected a label"),
        ((2, 2, 99), 1, ValueError, "expected a voxel of a volume"),
    ],
)
def test_what_cannot_be_is_refused(point, label, error, words):
    with pytest.raises(error, match=words):
        fill(np.full((4, 5, 6), 4, np.uint8), point, label)


def test_another_array_is_refused():
    with pytest.raises(ValueError, match="segmentation: found"):
        fill(np.zeros((4, 4), np.uint8), (0, 0, 0), 1)
    with pytest.raises(TypeError, match="segmentation: found"):
        fill(np.zeros((4, 4, 4)), (0, 0, 0), 1)
